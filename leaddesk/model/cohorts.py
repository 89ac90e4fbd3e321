"""Cohorts: the leads of each month of creation, and how many of them were won by which age."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.conversion import expected, reference, share_with_bounds, too_young, unfollowed, untold
from leaddesk.model.incidence import known_by
from leaddesk.model.intervals import wilson
from leaddesk.model.measure import Measure, absent
from leaddesk.model.outcomes import WON, Fate, Followed, at, followed, outcomes
from leaddesk.model.period import EPOCH, first_of_month
from leaddesk.model.rows import values
from leaddesk.model.terms import BY_CREATED, CREATED, LEADS
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
    state = evaluator.slice.state
    places, found = evaluator.matching("leads", BY_CREATED, LEADS.where), outcomes(state)
    kept = places[found.fate[places] < Fate.UNDATED]
    left_out = len(places) - len(kept)
    model = reference(evaluator)
    reason = _NO_LEAD if not len(kept) else untold(model)
    if reason is not None:
        return Cohorts(tuple(ages), left_out=left_out, absent=reason)
    months = month_numbers(values(CREATED, state.dataset, state.settings)[kept])
    first = max(int(months.min()), int(months.max()) - MOST + 1)
    shown = months >= first
    rows, numbers = (kept, months) if shown.all() else (kept[shown], months[shown])
    group = followed(found, rows, (numbers - first).astype(np.intp), int(months.max()) - first + 1)
    return Cohorts(
        tuple(ages),
        _cohorts(group, model, first, ages),
        min(int(model.oldest), model.table.days - 1),
        int(np.count_nonzero(~shown)),
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
    by_age = {days: np.stack([at(line, days) for line in lines], axis=-1) for days in ages}
    made = []
    for index, (leads, won, lost) in enumerate(zip(group.leads, group.won, group.lost, strict=True)):
        n = int(leads)
        if n:
            naive = Measure(won / n, n, *(wilson(int(won), n) or (None, None)))
            share, low, high = (float(value) for value in finals[index])
            final = Measure(share, n, low, high)
        else:
            naive = final = absent(_NO_LEAD, 0)
        cells = tuple(_cell(group, index, days, by_age[days][index]) for days in ages)
        made.append(Cohort(first_of_month(EPOCH, first + index), n, int(won), int(lost), naive, final, cells))
    return tuple(made)


def _cell(group: Followed, index: int, days: int, figures: npt.NDArray[np.float64]) -> Cell:
    share, low, high, known, won = (float(value) for value in figures)
    at_risk = float(group.table.at_risk[index, days]) if days < group.table.days else 0.0
    n = int(group.leads[index])
    if not n:
        measure = absent(_NO_LEAD, 0)
    elif int(group.oldest[index]) < days:
        measure = absent(too_young(days), n)
    else:
        measure = Measure(share, int(known), low, high)
    return Cell(days, measure, won, at_risk, int(group.everyone[index]) < days)
