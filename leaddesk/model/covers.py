"""For which days each table speaks: a file of costs that ends in February says nothing of March.

What is not known is not 0: a figure is told of the days that all of its tables cover, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.expression import tables
from leaddesk.model.hashing import hashed_once
from leaddesk.model.method import Method
from leaddesk.model.period import Period, date_of, day_number
from leaddesk.model.tables import BY_ID
from leaddesk.model.within import within
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from leaddesk.model.dataset import Dataset, Frame
    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.expression import Expression
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.slice import Slice
    from leaddesk.model.state import State

    Days = npt.NDArray[np.int64]

DATED: Final = ("leads", "costs", "orders", "touchpoints", "emails", "web", "social", "surveys", "service")
"""The tables whose rows say what happened on a day; operations and objectives are plans."""
PLANNED: Final = ("costs",)
"""Those in which rows of days to come are usual."""
FEWEST_GAPS: Final = 7
"""Fewer do not tell a rhythm."""
_FEWEST_ROWS: Final = 4
_FEW: Final = 2
UNLIKELY: Final = 0.01
_LONGER: Final = 2
"""A silence so many times as long as the longest gap, or a gap as the median one, is another."""
_WEEKEND: Final = 3
_SEVERAL: Final = 8
_HOLE: Final = 5
_LONG: Final = 45
_NEVER: Final = int(np.iinfo(np.int32).max)


@hashed_once
@dataclass(frozen=True)
class Cover:
    """The days for which a ``table`` speaks: from ``first`` to ``last``, None where it speaks for all there are.
    ``usual``: so many days without a row are nothing special.
    """

    table: str
    first: int | None = None
    last: int | None = None
    usual: int = 0

    def is_late(self, start: int, end: int) -> bool:
        """Whether it begins well after a period does, or after it."""
        return self.first is not None and (self.first > end or self.first - self.usual > start)

    def is_early(self, start: int, end: int) -> bool:
        """Whether it ends well before a period does, or before it."""
        return self.last is not None and (self.last < start or self.last + self.usual < end)

    @property
    def begins(self) -> Message:
        """That nothing is known before."""
        return msg("nothing in “{table}” before {day}", table=BY_ID[self.table].label, day=date_of(self.first or 0))

    @property
    def ends(self) -> Message:
        """That nothing is known after."""
        return msg("nothing in “{table}” after {day}", table=BY_ID[self.table].label, day=date_of(self.last or 0))


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen of a figure: the ``period`` that its tables cover, and the ``reason`` where that is not all of it;
    without a period they cover none of it. ``is_mixed``: whether it is made of several tables, so that only the days
    that all cover may be counted; ``is_late``: whether its beginning is what is not known. ``short``: the reason
    without the day.
    """

    period: Period | None
    reason: Message | None = None
    is_mixed: bool = False
    is_late: bool = False
    short: Message | None = None

    @property
    def is_narrower(self) -> bool:
        """Whether the figure is counted over fewer days."""
        return self.reason is not None and (self.is_mixed or self.period is None)

    @property
    def note(self) -> Message | None:
        """Of which days the figure is, and why; None where it is of all."""
        if self.short is None or self.period is None:
            return self.reason
        start, end = self.period.start, self.period.end
        if end is None:
            return None if start is None else msg("from {first} on: {reason}", first=start, reason=self.short)
        if start is None:
            return msg("up to {last}: {reason}", last=end, reason=self.short)
        return msg("{first} to {last}: {reason}", first=start, last=end, reason=self.short)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The days that the rows of a table cover, without those after the as-of day: the ``first`` and the ``last``, and
    the longest ``silence`` that its own rhythm explains, None where it does not tell; ``usual``: the longest there was.
    """

    first: int
    last: int
    silence: int | None
    usual: int


def covers(state: State) -> Mapping[str, Cover]:
    """The cover of each table that there is, worked out once.

    A table has ended when nothing came for longer than its rhythm explains, up to the as-of day; it begins late when
    the first row of any table lies as long before its own. The day of its files, where a person set a later one than
    they hold, goes before: up to then nothing more happened.
    """
    return state.dataset.once(("covers", state.as_of), lambda: _covers(state.dataset, day_number(state.as_of)))


def _covers(dataset: Dataset, as_of: int) -> dict[str, Cover]:
    known = {table: rows for table in DATED if table in dataset if (rows := _rows(dataset[table], as_of)) is not None}
    earliest = min((rows.first for rows in known.values()), default=0)
    found = {}
    for table, rows in known.items():
        said = dataset.said.get(table)
        last = rows.last if said is None else max(rows.last, day_number(said))
        silence = as_of if rows.silence is None else rows.silence
        begins, ends = rows.first - earliest > silence, as_of - last > silence
        found[table] = Cover(table, rows.first if begins else None, last if ends else None, rows.usual)
    return found


def _rows(frame: Frame, as_of: int) -> _Rows | None:
    names = [name for name in (*frame.table.dates, "until") if frame.has(name)]
    if not names or names[0] != frame.table.dates[0]:
        return None
    return frame.prepare(("days covered", as_of), frozenset(names), lambda: _read(frame, names, as_of))


def _read(frame: Frame, names: Sequence[str], as_of: int) -> _Rows | None:
    own = frame.days(names[0])
    has_come = (own != MISSING_DAY) & (own <= as_of)
    first = own[has_come].astype(np.int64)
    if not len(first):
        return None
    last = first
    if "until" in names:
        last = np.clip(frame.days("until")[has_come], first, as_of)
    begins, ends = _stretches(*_short(first, last))
    begins, ends = _of_months(begins, ends)
    end = as_of if frame.table.id in PLANNED and (own > as_of).any() else int(ends[-1])
    for name in names[1:]:  # a list of leads whose sales are dated in June is one of June
        days = frame.days(name)
        days = days[days <= as_of]
        end = max(end, int(days.max())) if len(days) and name != "until" else end
    silence, usual = _silence(begins, ends)
    told = np.count_nonzero(np.bincount(first - first.min())) >= _FEWEST_ROWS  # one bill of a year is no rhythm
    return _Rows(int(begins[0]), min(end, as_of), silence if told else None, usual)


def _short(first: Days, last: Days) -> tuple[Days, Days]:
    """The rows of a month and a half at most, where there are some: a subscription of a year does not tell whether the
    bills of its months are there.
    """
    is_short = last - first < _LONG
    return (first[is_short], last[is_short]) if np.count_nonzero(is_short) > _FEW else (first, last)


def _stretches(first: Days, last: Days) -> tuple[Days, Days]:
    """The days that rows cover without a gap, as first and last days, ascending."""
    low, size = int(first.min()), int(last.max() - first.min()) + 2
    steps = np.bincount(first - low, minlength=size) - np.bincount(last - low + 1, minlength=size)
    covered = np.concatenate([[False], np.cumsum(steps) > 0])  # the last of them is not
    edges = np.flatnonzero(covered[1:] != covered[:-1])
    return edges[::2] + low, edges[1::2] - 1 + low


def _of_months(begins: Days, ends: Days) -> tuple[Days, Days]:
    """Rows that are all dated on the first day of a month, or all on the last, are of that whole month."""
    starts = begins.astype("datetime64[D]").astype("datetime64[M]")
    first, last = (month.astype("datetime64[D]").astype(np.int64) for month in (starts, starts + 1))
    is_one_day = len(begins) > _FEW and bool((begins == ends).all())
    return (first, last - 1) if is_one_day and ((begins == first).all() or (ends == last - 1).all()) else (begins, ends)


def _silence(begins: Days, ends: Days) -> tuple[int | None, int]:
    """The longest silence that the past gaps between rows explain, and how many days without a row the longest of them
    had: twice that one, and where they differ much as long a one as a process without memory has in one of a hundred
    cases. One single hole of another size is not usual.
    """
    gaps, daily = np.sort(begins[1:] - ends[:-1]), int((ends - begins).sum())
    if len(gaps) >= _SEVERAL and gaps[-1] > _HOLE * gaps[-2]:
        gaps = gaps[:-1]
    number, total = len(gaps) + daily, int(gaps.sum()) + daily
    longest = int(gaps[-1]) if len(gaps) else 1
    if number < FEWEST_GAPS:
        return None, longest - 1
    usual = max(_WEEKEND, _LONGER * longest)
    if longest <= _LONGER * np.median(np.concatenate([np.ones(daily), gaps])):
        return usual, longest - 1
    return max(usual, int(total * (UNLIKELY ** (-1 / number) - 1))), longest - 1


def seen(kpi: Kpi, data: Slice) -> Seen:
    """Which days of a slice the tables of a KPI cover. What a single table holds of all dates is all of it."""
    method = kpi.expression
    found = covers(data.state)
    own = tuple([found[table] for table in _needed(method, kpi.n) if table in found])
    if (isinstance(method, Method) and not method.is_dated) or (len(own) < 2 and not data.period.is_set):
        return Seen(data.period)
    return _seen(own, data.period)


@lru_cache(maxsize=1024)
def _needed(expression: Expression | Method, n: Expression | None) -> tuple[str, ...]:
    """The tables that a figure and its sample size hang on, each once."""
    return tuple(dict.fromkeys((*tables(expression), *(() if n is None else tables(n)))))


@lru_cache(maxsize=1024)
def _seen(own: tuple[Cover, ...], period: Period) -> Seen:
    """The same for all KPIs of the same tables, and asked for each of them in many periods."""
    return replace(covered(own, period), is_mixed=len(own) > 1)


def reaches_all(kpi: Kpi, state: State) -> bool:
    """Whether the tables of a KPI speak for all days that there are."""
    found = covers(state)
    own = [found[table] for table in kpi.tables if table in found]
    return all(one.first is None and one.last is None for one in own)


def covered(own: Sequence[Cover], period: Period) -> Seen:
    """Which days of a period these covers hold."""
    start = MISSING_DAY if period.start is None else day_number(period.start)
    end = _NEVER if period.end is None else day_number(period.end)
    late = max((one for one in own if one.is_late(start, end)), key=_first, default=None)
    early = min((one for one in own if one.is_early(start, end)), key=_last, default=None)
    if late is None and early is None:
        return Seen(period)
    low, high = start if late is None else _first(late), end if early is None else _last(early)
    reason = short = None
    if late is not None:
        reason, short = late.begins, msg("nothing in “{table}” before", table=BY_ID[late.table].label)
    if early is not None:
        after = msg("nothing in “{table}” after", table=BY_ID[early.table].label)
        reason = msg("{first}, {second}", first=reason, second=early.ends) if reason is not None else early.ends
        short = msg("{first}, {second}", first=short, second=after) if short is not None else after
    if low > high:
        return Seen(None, reason, is_late=late is not None)
    known = Period(None if low == MISSING_DAY else date_of(low), None if high == _NEVER else date_of(high))
    return Seen(known, reason, is_late=late is not None, short=short)


def _first(cover: Cover) -> int:
    return MISSING_DAY if cover.first is None else cover.first


def _last(cover: Cover) -> int:
    return _NEVER if cover.last is None else cover.last


def narrowed(kpi: Kpi, evaluator: Evaluator) -> tuple[Evaluator | None, Seen]:
    """The evaluator over the days that the tables of a KPI cover, None where they cover none; the same where all."""
    found = seen(kpi, evaluator.slice)
    if not found.is_narrower:
        return evaluator, found
    period = found.period
    if period is None:
        return None, found
    return within(evaluator, period), found


def last_known(state: State, table: str) -> int:
    """The last day for which a table speaks: the as-of day, or an earlier one where it has ended."""
    found = covers(state).get(table)
    return day_number(state.as_of) if found is None or found.last is None else found.last


def ends(state: State, table: str) -> Message | None:
    """That a table ends before the as-of day; None where it does not."""
    found = covers(state).get(table)
    return None if found is None or found.last is None else found.ends


def uncovered(data: Slice, *needed: str) -> Message | None:
    """Why nothing is known of a slice: its period lies wholly outside what these tables speak for; None else."""
    found = covers(data.state)
    days = covered([found[table] for table in needed if table in found], data.period)
    return days.reason if days.period is None else None


def joined(first: Message | None, second: Message | None) -> Message | None:
    """Two remarks as one."""
    if first is None or second is None or first == second:
        return first or second
    return msg("{first} · {second}", first=first, second=second)
