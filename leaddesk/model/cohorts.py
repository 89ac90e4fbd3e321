"""Cohorts: the leads of each month of creation, and how many of them were won by which age."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.arrivals import here
from leaddesk.model.conversion import expected, share_with_bounds, too_young, unfollowed, untold
from leaddesk.model.following import follow_groups, reference
from leaddesk.model.incidence import known_by
from leaddesk.model.intervals import wilson
from leaddesk.model.measure import Measure, absent
from leaddesk.model.outcomes import WON, Followed, at
from leaddesk.model.period import EPOCH, first_of_month
from leaddesk.text import msg

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import numpy.typing as npt

    from leaddesk.model.evaluate import Evaluator
    from leaddesk.text import Message

AGES: Final = tuple(range(30, 361, 30))
MOST: Final = 60
"""Months at most, the last ones: a stray date must not make a thousand."""
_NO_LEAD: Final = msg("no lead in this period")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cohort by one age: ``share`` won by the close of day ``days``, of the leads whose state by then is known
    (its ``n``); ``won`` sales by then (those of unknown day shared out), ``at_risk`` leads that were open before that
    day and followed on it. ``is_immature``: not all leads of the month had that age yet.
    """

    days: int
    share: Measure
    won: float
    at_risk: float
    is_immature: bool


@dataclass(frozen=True, slots=True)
class Cohort:
    """The leads of one month: how many, ``won`` and ``lost`` so far, the ``naive`` rate (won so far / leads), the
    ``final`` one to expect, and a cell an age.
    """

    start: dt.date
    leads: int
    won: int
    lost: int
    naive: Measure
    final: Measure
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Cohorts:
    """The months from the first to the last with a lead, empty ones between them included.

    ``final_day``: the age up to which ``final`` looks; ``earlier``: leads of months before those shown; ``left_out``:
    leads without a creation day or created after the as-of day. ``absent``: why there are none.
    """

    ages: tuple[int, ...]
    cohorts: tuple[Cohort, ...] = ()
    final_day: int = 0
    earlier: int = 0
    left_out: int = 0
    absent: Message | None = None


def cohorts(evaluator: Evaluator, ages: Sequence[int] = AGES) -> Cohorts:
    """The leads created in the slice by month of creation and age, by the rules of
    :func:`~leaddesk.model.conversion.conversion`.
    """
    reason = unfollowed(evaluator)
    if reason is not None:
        return Cohorts(tuple(ages), absent=reason)
    whole, model = here(evaluator), reference(evaluator)
    leads, left_out = whole.followed, whole.undated + whole.ahead
    reason = _NO_LEAD if not len(leads) else untold(model)
    if reason is not None:
        return Cohorts(tuple(ages), left_out=left_out, absent=reason)
    first, months = leads.months(MOST)
    return Cohorts(
        tuple(ages),
        _cohorts(follow_groups(months), model, first, ages),
        min(int(model.oldest), model.table.days - 1),
        len(leads) - sum(map(len, months)),
        left_out,
    )


def month_numbers(days: npt.NDArray[np.signedinteger]) -> npt.NDArray[np.int64]:
    """The running month number (since 1970-01) of day numbers, ``int64[rows]``; there is at least one."""
    low = int(days.min())
    by_day = np.arange(low, int(days.max()) + 1).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return np.asarray(by_day[days - low], np.int64)


def _cohorts(group: Followed, model: Followed, first: int, ages: Sequence[int]) -> tuple[Cohort, ...]:
    finals = np.stack(expected(group.won, group.leads, group.waiting, model), axis=-1)
    lines = (*share_with_bounds(group.table), known_by(group.table), np.cumsum(group.table.events[WON], axis=-1))
    by_age = {days: np.stack([at(line, days) for line in lines], axis=-1).tolist() for days in ages}
    at_risk = {
        days: (group.table.at_risk[:, days] if days < group.table.days else np.zeros(len(group.leads))).tolist()
        for days in ages
    }
    made = []
    for index, (leads, won, lost) in enumerate(zip(group.leads, group.won, group.lost, strict=True)):
        n = int(leads)
        if n:
            naive = Measure(won / n, n, *(wilson(int(won), n) or (None, None)))
            share, low, high = (float(value) for value in finals[index])
            final = Measure(share, n, low, high)
        else:
            naive = final = absent(_NO_LEAD, 0)
        oldest, youngest = int(group.oldest[index]), int(group.everyone[index])
        cells = tuple(
            _cell(days, by_age[days][index], at_risk[days][index], n, oldest >= days, youngest < days) for days in ages
        )
        made.append(Cohort(first_of_month(EPOCH, first + index), n, int(won), int(lost), naive, final, cells))
    return tuple(made)


def _cell(days: int, figures: list[float], at_risk: float, n: int, is_told: bool, is_immature: bool) -> Cell:
    share, low, high, known, won = figures
    if not n:
        measure = absent(_NO_LEAD, 0)
    elif not is_told:
        measure = absent(too_young(days), n)
    else:
        measure = Measure(share, int(known), low, high)
    return Cell(days, measure, won, at_risk, is_immature)
