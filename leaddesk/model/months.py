"""Counts month by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from leaddesk.model.conditions import sources
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.expression import Aggregate, Count, OnDay, Op, Where
from leaddesk.model.lacking import lacking_column
from leaddesk.model.period import DAY, EPOCH, date_of, day_number, first_of_month
from leaddesk.model.rows import is_measured, values
from leaddesk.text import msg

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.rowcolumn import RowColumn
    from leaddesk.text import Message

LONGEST = 240
"""Months shown at most: a stray date of 1926 must not draw a thousand empty ones."""

LAST = (9999 - EPOCH.year) * 12 + 10
"""The last month that another follows: 31/12/9999 stands for "never" in some files."""


@dataclass(frozen=True, slots=True)
class Month:
    """One calendar month; ``is_partial``: the period or the as-of day cuts it short."""

    start: dt.date
    count: int
    is_partial: bool


@dataclass(frozen=True, slots=True)
class Months:
    """The months of the period, as far as the list of leads goes, empty ones included; without a period those from the
    first with a row to that of the as-of day.

    ``earlier``, ``later``: rows before the first month shown and after the last; ``undated``: rows without a date;
    ``absent``: why there are none.
    """

    months: tuple[Month, ...]
    earlier: int = 0
    undated: int = 0
    absent: Message | None = None
    later: int = 0


def by_month(count: Count, evaluator: Evaluator) -> Months:
    """An aggregate dated by one day, month by month over the slice.

    :raises TypeError: when its rows are not dated by one day.
    """
    if not isinstance(count.by, OnDay):
        raise TypeError("only rows dated by one day fall into one month")
    reason = evaluator.unmeasured(count)
    if reason is not None:
        return Months((), absent=reason)
    low, by_day, undated = by_days(count, evaluator)
    with_rows = np.flatnonzero(by_day)
    if not len(with_rows):
        return Months((), undated=undated, absent=_undated(count.by, evaluator) if undated else count.none)
    low, by_day = low + int(with_rows[0]), by_day[with_rows[0] : with_rows[-1] + 1]
    numbers = months_of(low, low + len(by_day) - 1)
    first, last = shown(int(numbers[0]), int(numbers[-1]), (count,), evaluator)
    inside = (numbers >= first) & (numbers <= last)
    counts = np.bincount(numbers[inside] - first, by_day[inside], minlength=last - first + 1)
    return Months(
        tuple(
            Month(first_of_month(EPOCH, month), int(number), is_cut(month, evaluator))
            for month, number in enumerate(counts, first)
        ),
        int(by_day[numbers < first].sum()),
        undated,
        later=int(by_day[numbers > last].sum()),
    )


def _undated(by: OnDay, evaluator: Evaluator) -> Message:
    """Why rows that are there fall into no month."""
    if not is_measured(by.day, evaluator.dataset):
        return lacking_column(by.day, evaluator.dataset)
    return msg("none of the rows has a date")


def by_days(count: Count, evaluator: Evaluator) -> tuple[int, npt.NDArray[np.int64], int]:
    """The first day with a row, how many rows each day from there on, and how many without a date."""
    return evaluator.by_day(count) or _by_day(count, evaluator)


def _by_day(count: Count, evaluator: Evaluator) -> tuple[int, npt.NDArray[np.int64], int]:
    day = count.by.day if isinstance(count.by, OnDay) else count.by.first
    places = evaluator.matching(count.table, count.by, count.where)
    try:
        days = values(day, evaluator.dataset, evaluator.settings)[places]
    except KeyError:
        return 0, np.zeros(0, np.int64), len(places)
    undated = int(np.count_nonzero(days == MISSING_DAY))
    dated = days[days != MISSING_DAY] if undated else days
    low = int(dated.min()) if len(dated) else 0
    return low, np.bincount(dated - low), undated


def shown(first: int, last: int, terms: Sequence[Aggregate], evaluator: Evaluator) -> tuple[int, int]:
    """The months to show of those whose rows lie between two months: from the beginning of the period, where one is
    set, to its end or the as-of day, as far as the tables go; where they are too many those up to the as-of day.
    """
    begin, end = _covered(terms, evaluator)
    first, last = min(first, begin), min(max(last, end), LAST)
    if last - first < LONGEST:
        return first, last
    last = min(last, max(first, _month_of(day_number(evaluator.slice.state.as_of))))
    return max(first, last - LONGEST + 1), last


def _covered(terms: Sequence[Aggregate], evaluator: Evaluator) -> tuple[int, int]:
    """The months of the period for which the tables of these terms speak, whatever the filters keep.

    The list of leads is that of the as-of day; of another table nothing is known after its last row.
    """
    period, as_of = evaluator.slice.period, day_number(evaluator.slice.state.as_of)
    spans = [_span(term, evaluator) for term in terms]
    low = min(span[0] for span in spans)
    high = max(as_of if term.table == "leads" else span[1] for term, span in zip(terms, spans, strict=True))
    end = min(high, as_of) if period.end is None else min(high, as_of, day_number(period.end))
    begin = LAST + 1 if period.start is None else _month_of(max(low, day_number(period.start)))
    return begin, _month_of(end)


def _span(term: Aggregate, evaluator: Evaluator) -> tuple[int, int]:
    """The first and the last day of a term's table; found once a column."""
    data, settings = evaluator.dataset, evaluator.settings
    dating = term.by
    low, high = (dating.day, dating.day) if isinstance(dating, OnDay) else (dating.first, dating.last)

    def ends(day: RowColumn) -> tuple[int, int]:
        if not is_measured(day, data):
            return ends(low)
        read, others = sources((Where(day, Op.KNOWN),), data)

        def found() -> tuple[int, int]:
            days = values(day, data, settings)
            days = days[days != MISSING_DAY]
            return (int(days.min()), int(days.max())) if len(days) else (0, 0)

        return data[term.table].prepare(("span", day, settings), read, found, others)

    return ends(low)[0], max(ends(low)[1], ends(high)[1])


def _month_of(day: int) -> int:
    """The running number of the month (since 1970-01) of a day."""
    date = date_of(day)
    return (date.year - EPOCH.year) * 12 + date.month - 1


def in_month(count: Count, day: dt.date, evaluator: Evaluator) -> npt.NDArray[np.intp]:
    """The positions of the rows that an aggregate counts in the month of *day*, ascending.

    :raises TypeError: when its rows are not dated by one day.
    """
    if not isinstance(count.by, OnDay):
        raise TypeError("only rows dated by one day fall into one month")
    places = evaluator.matching(count.table, count.by, count.where)
    days = values(count.by.day, evaluator.dataset, evaluator.settings)[places]
    start = first_of_month(day)
    return places[(days >= day_number(start)) & (days < day_number(first_of_month(start, 1)))]


def months_of(low: int, high: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The running month number (since 1970-01) of each day from *low* to *high*."""
    days = np.arange(low, high + 1).astype("datetime64[D]")
    return days.astype("datetime64[M]").astype(np.int64)


def is_cut(number: int, evaluator: Evaluator) -> bool:
    """Whether the period or the as-of day cuts a month (its running number since 1970-01) short."""
    start = first_of_month(EPOCH, number)
    end = first_of_month(start, 1) - DAY
    period, as_of = evaluator.slice.period, evaluator.slice.state.as_of
    cut = (period.start is not None and period.start > start) or (period.end is not None and period.end < end)
    return cut or as_of < end
