"""A KPI month by month, for the line on its card: what its formula comes out at for the rows of each month."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from leaddesk.model import preparing
from leaddesk.model.conditions import sources
from leaddesk.model.covers import reaches_all, seen
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.evaluate import OPERATIONS
from leaddesk.model.expression import (
    Aggregate,
    Arithmetic,
    Constant,
    Count,
    Expression,
    OnDay,
    Op,
    Operator,
    OverDays,
    Quantile,
    Sum,
    Where,
    aggregates,
)
from leaddesk.model.expression import known as known_rows
from leaddesk.model.marks import Marks
from leaddesk.model.method import ByMonth, Method
from leaddesk.model.months import by_days, is_cut, months_of, shown
from leaddesk.model.partition import among
from leaddesk.model.period import DAY, EPOCH, Period, date_of, first_of_month
from leaddesk.model.rows import is_measured, values

if TYPE_CHECKING:
    import datetime as dt

    from leaddesk.model.evaluate import Evaluator, Floats
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.rowcolumn import RowColumn

Places = npt.NDArray[np.int32]
Bounds = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Monthly:
    """One value a month from that of ``start`` on, None where there is none.

    ``is_partial``: the last is cut short; ``begins_partial``: the first is. ``is_whole``: whether the tables cover
    all of them; else some have no value for that.
    """

    start: dt.date
    points: tuple[float | None, ...]
    is_partial: bool = False
    begins_partial: bool = False
    is_whole: bool = True


@dataclass(frozen=True, eq=False, slots=True)
class _Series:
    """The values of an aggregate from a month on (its running number since 1970-01), and what it is of no row."""

    first: int
    values: Floats
    nothing: float

    def over(self, first: int, last: int) -> Floats:
        """The same from one month to another."""
        found = np.full(last - first + 1, self.nothing)
        low, high = max(first, self.first), min(last, self.first + len(self.values) - 1)
        if low <= high:
            found[low - first : high - first + 1] = self.values[low - self.first : high - self.first + 1]
        return found


def monthly(kpi: Kpi, evaluator: Evaluator) -> Monthly | None:
    """A KPI month by month over the slice, over the months that :func:`~leaddesk.model.months.shown` tells.

    None where it cannot be counted so: a Method that a month of is something else, a table or column that is not there,
    no dated row.
    """
    if isinstance(kpi.expression, Method):
        return None if kpi.expression.by_month is None else _of_method(kpi.expression.by_month, evaluator)
    terms = tuple(aggregates(kpi.expression))
    if any(evaluator.unmeasured(term) is not None or not _is_dated(term, evaluator) for term in terms):
        return None
    some = [one for one in _all_series(terms, evaluator).values() if len(one.values)]
    if not some:
        return None
    first, last = min(one.first for one in some), max(one.first + len(one.values) - 1 for one in some)
    first, last = shown(first, last, terms, evaluator)
    points = _points(kpi.expression, evaluator, first, last)
    if reaches_all(kpi, evaluator.slice.state):
        return _line(first, last, points, evaluator)
    months = [_within(first_of_month(EPOCH, month), evaluator.slice.period) for month in range(first, last + 1)]
    unknown = [seen(kpi, replace(evaluator.slice, period=one, compare=None)).is_narrower for one in months]
    known = tuple(None if lacks else point for point, lacks in zip(points, unknown, strict=True))
    return replace(_line(first, last, known, evaluator), is_whole=not any(unknown))


def _line(first: int, last: int, points: tuple[float | None, ...], evaluator: Evaluator) -> Monthly:
    return Monthly(first_of_month(EPOCH, first), points, is_cut(last, evaluator), is_cut(first, evaluator))


def _of_method(told: ByMonth, evaluator: Evaluator) -> Monthly | None:
    if evaluator.unmeasured(told.count) is not None or not _is_dated(told.count, evaluator):
        return None
    low, counts, _undated = by_days(told.count, evaluator)
    some = _by_month(low, counts.astype(np.float64), counts)
    if not len(some.values):
        return None
    first, last = shown(some.first, some.first + len(some.values) - 1, (told.count,), evaluator)
    months = [_within(first_of_month(EPOCH, month), evaluator.slice.period) for month in range(first, last + 1)]
    points = tuple(told.values(evaluator, months))
    return _line(first, last, points, evaluator) if any(point is not None for point in points) else None


def _within(start: dt.date, period: Period) -> Period:
    """The month that begins with a day, as far as a period holds it."""
    end = first_of_month(start, 1) - DAY
    low = start if period.start is None else max(start, period.start)
    return Period(low, end if period.end is None else min(end, period.end))


def over_months(expression: Expression, evaluator: Evaluator, start: dt.date, months: int) -> tuple[float | None, ...]:
    """What an expression, or a part of one, comes out at in each of so many months from that of *start* on; its terms
    are such as :func:`monthly` can count.
    """
    first = (start.year - EPOCH.year) * 12 + start.month - 1
    return _points(expression, evaluator, first, first + months - 1)


def _points(expression: Expression, evaluator: Evaluator, first: int, last: int) -> tuple[float | None, ...]:
    series = _all_series(tuple(aggregates(expression)), evaluator)
    with np.errstate(invalid="ignore", over="ignore"):
        found = _combined(expression, {term: one.over(first, last) for term, one in series.items()})
    return tuple(float(value) if np.isfinite(value) else None for value in found)


def _all_series(terms: tuple[Aggregate, ...], evaluator: Evaluator) -> dict[Aggregate, _Series]:
    return {term: evaluator.once(("monthly", term), partial(_series, term, evaluator)) for term in terms}


def _is_dated(term: Aggregate, evaluator: Evaluator) -> bool:
    day = term.by.day if isinstance(term.by, OnDay) else term.by.first
    return is_measured(day, evaluator.dataset)


def _combined(expression: Expression, series: dict[Aggregate, Floats]) -> Floats:
    if isinstance(expression, Constant):
        return np.full(len(next(iter(series.values()))), expression.value)
    if not isinstance(expression, Arithmetic):
        return series[expression]
    left, right = (_combined(side, series) for side in (expression.left, expression.right))
    if expression.operator is Operator.DIVIDED:
        fits = (right > 0) & ((left >= 0) & (left <= right) if expression.is_share else True)
        return left / np.where(fits, right, np.nan)
    return np.asarray(OPERATIONS[expression.operator](left, right), np.float64)


def _series(term: Aggregate, evaluator: Evaluator) -> _Series:
    if isinstance(term, Count):
        low, counts, _undated = by_days(term, evaluator)
        return _by_month(low, counts.astype(np.float64), counts)
    if isinstance(term, Quantile):
        return _quantiles(term, evaluator)
    return _covering(term, term.by, evaluator) if isinstance(term.by, OverDays) else _sums(term, term.by, evaluator)


def _by_month(low: int, by_day: Floats, rows: npt.NDArray[np.int64]) -> _Series:
    """The sums of the days from day *low* on, of the months that have *rows*."""
    with_rows = np.flatnonzero(rows)
    if not len(with_rows):
        return _Series(0, np.zeros(0), 0.0)
    begin, end = int(with_rows[0]), int(with_rows[-1]) + 1
    numbers = months_of(low + begin, low + end - 1)
    found = np.bincount(numbers - numbers[0], by_day[begin:end]).astype(np.float64)
    return _Series(int(numbers[0]), found, 0.0)


def _sums(term: Sum, by: OnDay, evaluator: Evaluator) -> _Series:
    everything = Count(term.table, term.label, by, term.where)
    low, rows, _undated = by_days(everything, evaluator)
    if not rows.any():
        return _Series(0, np.zeros(0), _nothing(term))
    prepared = evaluator.sums_by_day(term)
    if prepared is not None:
        first, brought = prepared
        known_low, known, _undated = by_days(known_rows(term), evaluator)
        total = _by_month(low, _over(brought, first, low, len(rows)), rows)
        told = _by_month(low, _over(known.astype(np.float64), known_low, low, len(rows)), rows)
        return _known(term, total, told, _by_month(low, rows.astype(np.float64), rows))
    places, amounts = evaluator.known(term.value, by, term.where)
    day = values(by.day, evaluator.dataset, evaluator.settings)[places]
    dated = day != MISSING_DAY
    day, amounts = day[dated] - low, amounts[dated] ** term.power
    length = len(rows)
    known = np.bincount(day, minlength=length)
    total = _by_month(low, np.bincount(day, amounts, minlength=length).astype(np.float64), rows)
    told = _by_month(low, known.astype(np.float64), rows)
    counted = _by_month(low, rows.astype(np.float64), rows)
    return _known(term, total, told, counted)


def _over(by_day: Floats, first: int, low: int, length: int) -> Floats:
    """What so many days from day *low* on have of what there is from day *first* on."""
    found = np.zeros(length)
    begin, end = max(low, first), min(low + length, first + len(by_day))
    if begin < end:
        found[begin - low : end - low] = by_day[begin - first : end - first]
    return found


def _nothing(term: Sum) -> float:
    """What the sum is of a month without a row."""
    return 0.0 if term.unrecorded is None else np.nan


def _known(term: Sum, total: _Series, told: _Series, rows: _Series) -> _Series:
    """The *total* of each month, without those of which none of the *rows* is *told*: what is unknown is not 0."""
    unknown = told.values == 0
    if term.unrecorded is None:
        unknown &= rows.values > 0
    return _Series(total.first, np.where(unknown, np.nan, total.values), _nothing(term))


def _covering(term: Sum, by: OverDays, evaluator: Evaluator) -> _Series:
    """Rows that cover days weigh on each day alike; those without a beginning are of no month."""
    data, settings = evaluator.dataset, evaluator.settings
    places = evaluator.matching(term.table, by, term.where)
    first = values(by.first, data, settings)[places].astype(np.int64)
    last = first
    if data.has(term.table, getattr(by.last, "column", "")):
        last = np.maximum(first, values(by.last, data, settings)[places])
    amount = values(term.value, data, settings)[places].astype(np.float64) ** term.power
    dated = first != MISSING_DAY
    first, last, amount = first[dated], last[dated], amount[dated]
    if not len(first):
        return _Series(0, np.zeros(0), _nothing(term))
    low, high = evaluator.slice.limits(term.table, by)
    low, high = max(low, int(first.min())), min(high, int(last.max()))
    weight = amount / (last - first + 1)
    begin, end = np.maximum(first, low) - low, np.minimum(last, high) - low + 1
    known = ~np.isnan(amount)
    length = high - low + 2
    by_day, told, rows = (
        np.cumsum(np.bincount(begin[some], what[some], length) - np.bincount(end[some], what[some], length))[:-1]
        for some, what in ((known, weight), (known, np.ones(len(weight))), (slice(None), np.ones(len(weight))))
    )
    covered = np.rint(rows).astype(np.int64)
    total, known_, all_ = (_by_month(low, days, covered) for days in (by_day, np.rint(told), np.rint(rows)))
    return _known(term, total, known_, all_)


def _quantiles(term: Quantile, evaluator: Evaluator) -> _Series:
    """The quantile of each month; all rows are in the order of month and value, so that only the places of those in the
    slice have to be found among them.
    """
    nothing = _Series(0, np.zeros(0), np.nan)
    if not isinstance(term.by, OnDay):
        return nothing
    order, month, bounds = _ordered(term.value, term.by.day, evaluator)
    begin, mask = _inside(term, term.by, order, month, bounds, evaluator)
    kept = Marks(mask)
    if not len(kept):
        return nothing
    starts = kept.before(np.clip(bounds - begin, 0, len(mask)))
    count = np.diff(starts)
    with_rows = np.flatnonzero(count)
    some = slice(int(with_rows[0]), int(with_rows[-1]) + 1)
    starts, count = starts[:-1][some], count[some]
    place = term.q * np.maximum(count - 1, 0)
    below = np.floor(place).astype(np.intp)
    above = np.minimum(below + 1, np.maximum(count - 1, 0))
    column = values(term.value, evaluator.dataset, evaluator.settings)
    # Of a month without a row any place will do: it has no value.
    low, high = (
        column[order[begin + kept.at(np.minimum(starts + at, len(kept) - 1))]].astype(np.float64)
        for at in (below, above)
    )
    found = low + (high - low) * (place - below)
    return _Series(month + some.start, np.where(count > 0, found, np.nan), np.nan)


def _inside(
    term: Quantile, by: OnDay, order: Places, first: int, bounds: Bounds, evaluator: Evaluator
) -> tuple[int, npt.NDArray[np.bool_]]:
    """From which place on, and which of the rows in that *order* from there on, are of the slice; where all are
    prepared, those of its months are gone through as they lie.
    """
    found, data, settings = preparing.parts(evaluator, term.table, by), evaluator.dataset, evaluator.settings
    frame = data[term.table]
    if found is None:
        inside = np.zeros(len(frame), np.bool_)
        inside[evaluator.matching(term.table, by, term.where)] = True
        return 0, inside[order]
    read, others = sources((*term.where, Where(term.value, Op.KNOWN), Where(by.day, Op.KNOWN)), data)
    key = (term.value, by.day, term.where, settings)
    fulfilled = frame.prepare(
        ("fulfilled by month", *key), read, lambda: evaluator.fulfilled(term.table, term.where)[order], others
    )
    own = found.of(frame)
    low, high = evaluator.slice.limits(term.table, by)
    begin = whole_from = 0
    whole_to = end = len(order)
    if low > MISSING_DAY + 1:
        begin, whole_from = _of_month(low, first, bounds)
    if high < np.iinfo(np.int32).max:
        whole_to, end = _of_month(high, first, bounds)
    end = max(begin, end)
    some = slice(begin, end)
    if own is None:
        inside = fulfilled[some].copy()
    else:
        parts = frame.prepare(("parts by month", *key, found.key), read | found.columns, lambda: own[order], others)
        inside = among(parts[some], preparing.kept_parts(evaluator, found)) & fulfilled[some]
    days = values(by.day, data, settings)
    for start, stop in ((begin, min(whole_from, end)), (max(begin, whole_to), end)):  # the months that may be cut
        own_days = days[order[start:stop]]
        inside[start - begin : stop - begin] &= (own_days >= low) & (own_days <= high)
    return begin, inside


def _of_month(day: int, first: int, bounds: Bounds) -> tuple[int, int]:
    """Between which places the rows of the month of a day lie, of the months from the *first* on; none of another."""
    date = date_of(day)
    month = (date.year - EPOCH.year) * 12 + date.month - 1 - first
    begin, end = np.clip([month, month + 1], 0, len(bounds) - 1)
    return int(bounds[begin]), int(bounds[end])


def _ordered(value: RowColumn, day: RowColumn, evaluator: Evaluator) -> tuple[Places, int, Bounds]:
    """The positions of the rows that have both, by month and value; the first month, and where in that order it and
    each later one begins, to the end of the last. Made once a column.
    """
    data, settings = evaluator.dataset, evaluator.settings
    read, others = sources((Where(value, Op.KNOWN), Where(day, Op.KNOWN)), data)

    def made() -> tuple[Places, int, Bounds]:
        days, found = values(day, data, settings), values(value, data, settings).astype(np.float64)
        rows = np.flatnonzero((days != MISSING_DAY) & ~np.isnan(found) & (found != MISSING_DAY))
        if not len(rows):
            return np.zeros(0, np.int32), 0, np.zeros(1, np.int64)
        low = int(days[rows].min())
        numbers = months_of(low, int(days[rows].max()))
        months = (numbers - numbers[0])[days[rows] - low]
        order = np.lexsort((found[rows], months))
        counts = np.bincount(months)
        return rows[order].astype(np.int32), int(numbers[0]), np.concatenate([[0], np.cumsum(counts)])

    return data[value.table].prepare(("by month and value", value, day, settings), read, made, others)
