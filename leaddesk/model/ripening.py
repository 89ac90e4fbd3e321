"""What a qualified lead of a period will have cost on its last day: leads are qualified some days after they came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model import costchance, resampling
from leaddesk.model.conversion import chances_by_age
from leaddesk.model.costchance import by_month, expenses
from leaddesk.model.expression import ratio
from leaddesk.model.incidence import incidence
from leaddesk.model.outcomes import WON
from leaddesk.model.period import day_number
from leaddesk.model.prospect import over
from leaddesk.model.qualified import to_qualification, undated, unqualified
from leaddesk.model.resampling import Ahead, Drawn, ahead, drawn, told
from leaddesk.model.rhythm import series
from leaddesk.model.sharechance import FEWEST, TOO_FEW
from leaddesk.model.terms import LEADS, QUALIFIED_LEADS, SPEND
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.outcomes import Followed
    from leaddesk.model.survival import Floats

QUALIFIED_COST: Final = ratio(SPEND, QUALIFIED_LEADS)
"""The figure that it is told of."""
BY_RIPENING: Final = msg("Chances by drawing your past months again, and by how soon leads of each age are qualified")


@dataclass(frozen=True, eq=False, slots=True)
class SoFar:
    """What is ``spent`` of the period (bills known for days to come with it), and the ``group`` of its leads; None
    before it begins.
    """

    spent: float
    group: Followed | None


def qualified_cost_of(here: Evaluator, whole: Evaluator, days: tuple[int, int, int]) -> Drawn | Message:
    """What a qualified lead will cost, or why it is not told. *here*: the evaluator of the period up to the as-of day.
    *days*: the first of the period, the first that is still to come, and the last.
    """
    reason = next((lack for term in (SPEND, QUALIFIED_LEADS) if (lack := whole.unmeasured(term))), unqualified(whole))
    if reason is not None:
        return reason
    model = to_qualification(whole)
    reason = undated(model)
    if reason is not None:
        return reason
    start, low, high = days
    as_of, spent, leads = day_number(whole.slice.state.as_of), expenses(SPEND, whole), series(LEADS, whole)
    if not spent:
        return costchance.TOO_FEW
    if leads is None or int(model.leads) < FEWEST:
        return TOO_FEW
    coming = ahead([spent, leads], (as_of, low, high))
    if isinstance(coming, Message):
        return coming
    own = float(here.aggregate(SPEND)[0]) if low > start else 0.0
    if np.isnan(own):
        if here.aggregate(SPEND.rows)[0]:  # written down without their amounts
            return here.evaluate(SPEND).reason(0) or TOO_FEW
        own = 0.0
    own += sum(one.between(low, high) for one in spent if one.until > as_of)
    sofar = SoFar(own, to_qualification(here) if low > start else None)
    return qualified_cost(sofar, model, coming, (as_of, low, high))


def qualified_cost(sofar: SoFar, model: Followed, coming: Ahead, days: tuple[int, int, int]) -> Drawn:
    """What a qualified lead will cost: what is spent and the leads that come are drawn from past months together; of
    these, and of the open ones, as many are qualified until the last day as their age then lets expect.

    *coming*: what is spent and the leads, months by the windows of *days* (as-of day, first to come, last).
    """
    rng = np.random.default_rng(resampling.SEED)
    rates, doubts = _rates(model, days)
    thirds = [np.column_stack([part, part[:, 1] * rate]) for part, rate in zip(coming.parts, rates, strict=True)]
    whole = Ahead(thirds[0], 0, tuple(thirds))
    comes, luck = drawn(whole, rng), rng.standard_normal(resampling.DRAWS)
    won, open_, chance, doubt = _open(sofar.group, model, days[2] - days[0])
    size = np.rint(comes[:, 1]).astype(np.int64)
    rate = comes[:, 2] / np.maximum(comes[:, 1], 1e-9) + luck * float(np.mean(doubts))
    qualified = won + rng.binomial(open_, np.clip(chance + luck * doubt, 0, 1))
    qualified = qualified + rng.binomial(size, np.clip(rate, 0, 1))
    values = over(sofar.spent + comes[:, 0], qualified.astype(np.float64))
    number = won + open_ * chance + whole.mean[2]
    value = (sofar.spent + whole.mean[0]) / number if number > 0 else np.nan
    return told(float(value), values, len(whole.whole), won)


def _rates(model: Followed, days: tuple[int, int, int]) -> tuple[list[float], list[float]]:
    """For each month ahead the share of its leads that is qualified by the last day, and the standard error of that."""
    _, low, high = days
    curve = incidence(model.table, WON)
    last = min(int(model.oldest), model.table.days - 1)
    rates, doubts = [], []
    for first, end in by_month(low, high):
        ages = np.minimum(high - np.arange(first, end + 1), last)
        rates.append(float(curve.share[ages].mean()))
        doubts.append(float(np.sqrt(curve.variance[ages]).mean()))
    return rates, doubts


def _open(group: Followed | None, model: Followed, within: int) -> tuple[int, int, float, float]:
    """How many are qualified and how many open; how likely an open one is qualified in so many days, and its error."""
    if group is None:
        return 0, 0, 0.0, 0.0
    waiting = group.waiting.astype(np.float64)
    open_ = int(waiting.sum())
    lines = [_fitted(line, len(waiting)) for line in chances_by_age(model, within)]
    chance, doubt = ((waiting * line).sum() / max(1, open_) for line in lines)
    return int(group.won), open_, float(chance), float(doubt)


def _fitted(line: Floats, days: int) -> Floats:
    """The same for so many days, 0 for those beyond."""
    return np.pad(line[:days], (0, max(0, days - len(line))))
