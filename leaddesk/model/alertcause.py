"""Where to look when a figure of a month is off: since when it is, and which channel is farthest from what is usual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.expression import Count, Sum
from leaddesk.model.period import DAY, Period, first_of_month, month_of
from leaddesk.model.slice import dimension, is_recorded
from leaddesk.model.usual import MONTHS, Verdict, verdict
from leaddesk.model.within import within

if TYPE_CHECKING:
    import datetime as dt

    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.kpi import Kpi

BY: Final = "channel"
_SEEN: Final = 0.05
"""By itself, a month before is off when chance shows as much in one of twenty."""
_MOST: Final = 3
_LEAST: Final = 0.2


@dataclass(frozen=True, slots=True)
class Part:
    """What a channel brought (None: rows without one), and what it would have of what is usual in all."""

    key: str | None
    actual: float
    usual: float


def since(kpi: Kpi, whole: Evaluator, month: Period, found: Verdict) -> dt.date | None:
    """The first of the months on end that were off the same way, this one the last; None where the month before it
    cannot be judged.
    """
    first = month.start or month.end
    for back in range(1, MONTHS + 1):
        earlier = month_of(month.start or month.end, -back)  # type: ignore[arg-type]
        before = verdict(kpi, whole, earlier)
        if not isinstance(before, Verdict):
            return first if back > 1 else None
        if before.chance > _SEEN or before.is_more != found.is_more:
            return first
        first = earlier.start
    return first


def farthest(kpi: Kpi, whole: Evaluator, month: Period, found: Verdict) -> tuple[Part, ...]:
    """The channels that are farthest off the same way as all of them together, the farthest first; those that make a
    fifth of it at least. None where no channel is recorded.
    """
    total, usual, start = kpi.expression, found.usual.value, month.start
    if not isinstance(total, Count | Sum) or usual is None or start is None:
        return ()
    if not is_recorded(whole.dataset, total.table, BY):
        return ()
    by = dimension(whole.dataset, BY)
    year = Period(first_of_month(start, -MONTHS), start - DAY)
    now, past = (np.nan_to_num(within(whole, one).evaluate(total, by).values) for one in (month, year))
    if past.sum() <= 0 or np.count_nonzero(past) < 2:
        return ()
    each = usual * past / past.sum()
    apart = (now - each) / (now.sum() - usual)
    order = [int(place) for place in np.argsort(-apart, kind="stable")[:_MOST] if apart[place] >= _LEAST]
    return tuple(Part(by.keys[place], float(now[place]), float(each[place])) for place in order)
