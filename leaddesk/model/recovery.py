"""What closing half of the biggest leak of the funnel would bring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.funnel import Leak, funnel, open_at, stage_count
from leaddesk.model.intervals import wilson
from leaddesk.model.lacking import lacking_column
from leaddesk.model.measure import Measure, absent
from leaddesk.model.rowcolumn import Stored
from leaddesk.model.rows import is_measured, values
from leaddesk.model.stages import LADDER, Stage
from leaddesk.model.terms import BY_CREATED, DISTINCT, IS_WON
from leaddesk.text import msg

if TYPE_CHECKING:
    from leaddesk.model.evaluate import Evaluator

_AMOUNT: Final = Stored("leads", "amount")


@dataclass(frozen=True, slots=True)
class Recovery:
    """Half of the leads that a leak lost for good: ``leads`` of them.

    ``customers``: how many would be won, if they went on as those did that got past the leak and are decided (``n`` of
    them; bounds from Wilson's for their share). ``revenue``: these customers at the mean amount of the leads won (``n``
    amounts known), without bounds.
    """

    leak: Leak
    leads: float
    customers: Measure
    revenue: Measure


def recovery(evaluator: Evaluator) -> Recovery | None:
    """What closing half of the biggest leak would bring to the leads created in the slice; None without a leak."""
    leak = funnel(evaluator).leak
    if leak is None:
        return None
    half = leak.lost / 2
    rate = _goes_on(evaluator, leak.stage)
    if rate.value is None or rate.low is None or rate.high is None:
        return Recovery(leak, half, rate, rate)
    customers = Measure(half * rate.value, rate.n, half * rate.low, half * rate.high)
    return Recovery(leak, half, customers, _revenue(evaluator, half * rate.value))


def _goes_on(evaluator: Evaluator, stage: Stage) -> Measure:
    """The share won of the leads that reached a stage and are decided."""
    if stage is Stage.WON:
        won = int(evaluator.aggregate(stage_count(stage))[0])
        return Measure(1.0, won, 1.0, 1.0)
    won, reached = (int(evaluator.aggregate(stage_count(step))[0]) for step in (Stage.WON, stage))
    decided = reached - sum(int(evaluator.aggregate(open_at(step))[0]) for step in LADDER[stage:-1])
    bounds = wilson(won, decided)
    if bounds is None:
        return absent(msg("none of the leads that reached this stage is decided yet"), 0)
    return Measure(won / decided, decided, *bounds)


def _revenue(evaluator: Evaluator, customers: float) -> Measure:
    if not is_measured(_AMOUNT, evaluator.dataset):
        return absent(lacking_column(_AMOUNT, evaluator.dataset), 0)
    places = evaluator.matching("leads", BY_CREATED, (DISTINCT, IS_WON))
    amounts = values(_AMOUNT, evaluator.dataset, evaluator.settings)[places]
    known = amounts[~np.isnan(amounts)]
    if not len(known):
        return absent(msg("no deal with an amount in this period"), 0)
    return Measure(customers * float(known.mean()), len(known))
