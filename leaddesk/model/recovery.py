"""What closing half of the biggest leak of the funnel would bring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leaddesk.model.chances import hits_bounds
from leaddesk.model.expression import Sum, known
from leaddesk.model.funnel import Leak, funnel, open_at, stage_count
from leaddesk.model.lacking import lacking_column
from leaddesk.model.measure import Measure, absent
from leaddesk.model.rowcolumn import Stored
from leaddesk.model.rows import is_measured
from leaddesk.model.stages import LADDER, REACHED_ON, Stage
from leaddesk.model.terms import BY_CREATED, DISTINCT, IS_WON
from leaddesk.text import msg, msgn

if TYPE_CHECKING:
    from leaddesk.model.evaluate import Evaluator

FEWEST: Final = 10
"""Of fewer decided leads nobody tells how others would have gone on."""
_AMOUNT: Final = Stored("leads", "amount")
_REVENUE: Final = Sum(_AMOUNT, msg("deal revenue"), BY_CREATED, (DISTINCT, IS_WON))


@dataclass(frozen=True, slots=True)
class Recovery:
    """Half of the leads that a leak lost for good: ``leads`` of them.

    ``customers``: how many would be won, if they went on as those did that got past the leak and are decided (``n``
    of them, none of fewer than :data:`FEWEST`); the bounds hold that number with 95 %. ``is_most``: losses after
    the leak are not recorded, so that it may be fewer, nobody knows how many: there are no bounds then.
    ``revenue``: these customers at the mean amount of the leads won (``n`` amounts known), without bounds.
    """

    leak: Leak
    leads: int
    customers: Measure
    revenue: Measure
    is_most: bool = False


def recovery(evaluator: Evaluator) -> Recovery | None:
    """What closing half of the biggest leak would bring to the leads created in the slice; None without a leak."""
    leak = funnel(evaluator).leak
    if leak is None:
        return None
    half = (leak.lost + 1) // 2
    if leak.stage is Stage.WON:  # who gets past the last step is won
        sold = int(evaluator.aggregate(stage_count(Stage.WON))[0])
        return Recovery(leak, half, Measure(half, sold, half, half), _revenue(evaluator, half))
    won, decided = _went_on(evaluator, leak.stage)
    if not decided:
        nobody = absent(msg("none of the leads that reached this stage is decided yet"), 0)
        return Recovery(leak, half, nobody, nobody)
    if decided < FEWEST:
        few = msgn(
            "{count} lead alone got past it and is decided, fewer than {least}",
            "{count} leads alone got past it and are decided, fewer than {least}",
            decided,
            least=FEWEST,
        )
        return Recovery(leak, half, absent(few, decided), absent(few, decided))
    is_most = won == decided and not REACHED_ON[leak.stage]
    bounds = (None, None) if is_most else gained(won, decided, half)
    customers = Measure(half * won / decided, decided, *bounds)
    return Recovery(leak, half, customers, _revenue(evaluator, half * won / decided), is_most)


def gained(won: int, decided: int, more: int) -> tuple[float, float]:
    """The middle 95 % of how many of so many *more* leads are won, where *won* of *decided* were.

    Beta-binomial after Jeffreys' prior: the luck of those leads and the doubt in the share, which is there for none and
    for all of them won too.
    """
    return hits_bounds(more, won + 0.5, decided - won + 0.5)


def _went_on(evaluator: Evaluator, stage: Stage) -> tuple[int, int]:
    """Of the leads that reached a stage how many are won, and how many decided."""
    won, reached = (int(evaluator.aggregate(stage_count(step))[0]) for step in (Stage.WON, stage))
    return won, reached - sum(int(evaluator.aggregate(open_at(step))[0]) for step in LADDER[stage:-1])


def _revenue(evaluator: Evaluator, customers: float) -> Measure:
    if not is_measured(_AMOUNT, evaluator.dataset):
        return absent(lacking_column(_AMOUNT, evaluator.dataset), 0)
    total, n = (float(evaluator.aggregate(one)[0]) for one in (_REVENUE, known(_REVENUE)))
    if not n:
        return absent(msg("no deal with an amount in this period"), 0)
    return Measure(customers * (total / n), int(n))
