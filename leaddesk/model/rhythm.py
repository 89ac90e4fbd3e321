"""What the days of a document are used to bring: its weekdays, its seasons, its level and how much that varies."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.expression import Arithmetic, Count, OnDay, Operator, Sum, known
from leaddesk.model.levels import levels
from leaddesk.model.period import day_number
from leaddesk.model.rowcolumn import OutcomeDay
from leaddesk.model.rows import inputs, is_measured, values
from leaddesk.model.tables import BY_ID as TABLES
from leaddesk.model.terms import CREATED, DAYS_TO_WIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.expression import Expression
    from leaddesk.model.levels import Levels
    from leaddesk.model.survival import Floats

WEEKS: Final = 52
"""The level is that of the last year: what is older says little of what comes."""
FEWEST_WEEKS: Final = 8
"""Below two months of history the noise of a document is not known."""
FEWEST_ROWS: Final = 8
_RECENT: Final = 13
_GONE: Final = 0.1
_YEARS: Final = 2
_LONGEST: Final = 3660
_MOST: Final = 0.9


@dataclass(frozen=True, eq=False, slots=True)
class Series:
    """What each day brought, ``float64[days]`` from day ``first`` on: ``amounts``, and of how many ``rows``.

    ``comes_again``: whether customers bring it who come again, and some day no more: then its level wanders mostly.
    """

    first: int
    amounts: Floats
    rows: Floats
    is_count: bool
    comes_again: bool = False

    @property
    def last(self) -> int:
        """The last day."""
        return self.first + len(self.amounts) - 1

    def until(self, day: int) -> Series:
        """What was known at the close of a day."""
        days = max(0, day - self.first + 1)
        return replace(self, amounts=self.amounts[:days], rows=self.rows[:days])

    def between(self, low: int, high: int) -> float:
        """What the days from *low* to *high* brought, both included."""
        start, end = max(0, low - self.first), max(0, high - self.first + 1)
        return float(self.amounts[start:end].sum())


def series(total: Count | Sum, evaluator: Evaluator) -> Series | None:
    """What each day brought up to the as-of day, from the day after the first row on; None without such days.

    *evaluator*: over a slice without a period. The first day is left out, as it was chosen for having a row. Where
    leads are dated by their end, so are the days that most of them take after the first was created: a list that begins
    on some day has few ends in its first weeks.

    :raises TypeError: when the rows are not dated by one day.
    """
    line = _line(total, evaluator)
    if line is None:
        return None
    first = max(line.begins, line.least)
    amounts, rows = _from(line.amounts, first - line.start), _from(line.rows, first - line.start)
    return Series(first, amounts, rows, isinstance(total, Count), _comes_again(total))


def combined(expression: Expression, evaluator: Evaluator) -> Series | None:
    """The same of a count or a sum, or of several that are added up or taken off; None where that cannot be told.

    A day without a row of a count had none: the days of several counts begin after the first row of any, and the first
    row of each other one is among them. What a sum was before its first row nobody wrote down: where there is one, the
    days begin after the first row of the one that begins last.
    """
    terms = _terms(expression, 1)
    if terms is None or not all(isinstance(total.by, OnDay) for _, total in terms):
        return None
    found = [(sign, total, _line(total, evaluator)) for sign, total in terms]
    lines = [(sign, total, line) for sign, total, line in found if line is not None]
    is_counted = all(isinstance(total, Count) for _, total in terms)
    if not lines or (len(lines) < len(terms) and not is_counted):
        return None
    begins = [line.begins for _, total, line in lines if is_counted or isinstance(total, Sum)]
    first = max(min(begins) if is_counted else max(begins), *(line.least for *_, line in lines))
    last = day_number(evaluator.slice.state.as_of)
    amounts, rows = np.zeros((2, max(0, last - first + 1)))
    for sign, _, line in lines:
        amounts += sign * _until(line.start, line.amounts, first, last)
        more = _until(line.start, line.rows, first, last)
        rows = rows + more if is_counted else np.maximum(rows, more)  # sums of one table are of the same rows
    is_count = is_counted and all(sign > 0 for sign, _ in terms)
    return Series(first, amounts, rows, is_count, any(_comes_again(total) for _, total, _ in lines))


def _terms(expression: Expression, sign: int) -> list[tuple[int, Count | Sum]] | None:
    """What is added up (1) and what is taken off (−1)."""
    if isinstance(expression, Count | Sum):
        return [(sign, expression)]
    if not isinstance(expression, Arithmetic) or expression.operator not in (Operator.PLUS, Operator.MINUS):
        return None
    left = _terms(expression.left, sign)
    right = _terms(expression.right, sign if expression.operator is Operator.PLUS else -sign)
    return None if left is None or right is None else left + right


def _comes_again(total: Count | Sum) -> bool:
    return "customer" in TABLES[total.table].by_id


@dataclass(frozen=True, eq=False, slots=True)
class _Line:
    """What each day from ``start`` to the as-of day brought; ``begins``: the day after the first row, ``least``: the
    first day that may be looked at.
    """

    start: int
    amounts: Floats
    rows: Floats
    begins: int
    least: int


def _line(total: Count | Sum, evaluator: Evaluator) -> _Line | None:
    """The days of a count or a sum; None without a row."""
    return evaluator.once(("line by day", total), lambda: _made_line(total, evaluator))


def _made_line(total: Count | Sum, evaluator: Evaluator) -> _Line | None:
    if not isinstance(total.by, OnDay):
        raise TypeError("only rows dated by one day make a series")
    if not is_measured(total.by.day, evaluator.dataset):
        return None
    last = day_number(evaluator.slice.state.as_of)
    prepared = _prepared(total, evaluator, last)
    start, amounts, rows = _by_day(total, total.by, evaluator, last) if prepared is None else prepared
    some = np.flatnonzero(rows)
    if not len(some):
        return None
    return _Line(start, amounts, rows, start + int(some[0]) + 1, max(last - _LONGEST, _warm(total.by, evaluator)))


def counted(days: npt.NDArray[np.int32], last: int) -> Series | None:
    """How many rows of customers, dated by *days*, each day has: from the day after the first one to the day *last*."""
    days = days[(days != MISSING_DAY) & (days <= last)]
    if not len(days):
        return None
    first = max(int(days.min()), last - _LONGEST - 1)
    rows = np.bincount(np.maximum(days.astype(np.intp) - first, 0), minlength=last - first + 1).astype(np.float64)[1:]
    return Series(first + 1, rows, rows, is_count=True, comes_again=True)


def cases_by_day(days: npt.NDArray[np.int32], terms: Sequence[Floats], last: int) -> tuple[Series, ...]:
    """What cases that are dated by *days* bring each day of each of some *terms*, ``float64[cases]`` each: from the day
    after the first one to the day *last*; none without such days.
    """
    known = (days != MISSING_DAY) & (days <= last)
    days = days[known]
    if not len(days):
        return ()
    first = max(int(days.min()), last - _LONGEST - 1)
    where, length = np.maximum(days.astype(np.intp) - first, 0), last - first + 1
    rows = np.bincount(where, minlength=length).astype(np.float64)[1:]
    amounts = (np.bincount(where, term[known], length).astype(np.float64)[1:] for term in terms)
    return tuple(Series(first + 1, line, rows, is_count=False) for line in amounts)


def _by_day(total: Count | Sum, by: OnDay, evaluator: Evaluator, last: int) -> tuple[int, Floats, Floats]:
    """The first day of these, what each day from there on brought up to the day *last*, and how many rows."""
    places = evaluator.matching(total.table, by, total.where)
    days = values(by.day, evaluator.dataset, evaluator.settings)[places]
    known = (days != MISSING_DAY) & (days <= last)
    amounts: Floats | None = None
    if isinstance(total, Sum):
        amounts = values(total.value, evaluator.dataset, evaluator.settings)[places].astype(np.float64)
        known &= ~np.isnan(amounts)
    days = days[known]
    if not len(days):
        return last, np.zeros(0), np.zeros(0)
    start = max(int(days.min()), last - _LONGEST - 1)
    where, length = np.maximum(days.astype(np.intp) - start, 0), last - start + 1
    rows = np.bincount(where, minlength=length).astype(np.float64)
    return start, rows if amounts is None else np.bincount(where, amounts[known], length).astype(np.float64), rows


def _prepared(total: Count | Sum, evaluator: Evaluator, last: int) -> tuple[int, Floats, Floats] | None:
    """The same, from what is prepared of it; None where nothing is."""
    counted = evaluator.by_day(total if isinstance(total, Count) else known(total))
    if counted is None:
        return None
    rows = _until(counted[0], counted[1].astype(np.float64), counted[0], last)
    if isinstance(total, Count):
        return counted[0], rows, rows
    summed = evaluator.sums_by_day(total)
    return None if summed is None else (counted[0], _until(*summed, counted[0], last), rows)


def _until(start: int, line: Floats, first: int, last: int) -> Floats:
    """A line that begins on a day, from day *first* to day *last*, 0 where it says nothing."""
    length = max(0, last - first + 1)
    found = np.zeros(length)
    low, high = max(start, first), min(start + len(line), last + 1)
    if low < high:
        found[low - first : high - first] = line[low - start : high - start]
    return found


def _from(line: Floats, day: int) -> Floats:
    """The same from a later day on."""
    return line[max(0, day) :]


def _warm(by: OnDay, evaluator: Evaluator) -> int:
    """The first day by which the leads that were there from the beginning have mostly ended."""
    dataset, settings = evaluator.dataset, evaluator.settings
    if not isinstance(by.day, OutcomeDay) or not is_measured(DAYS_TO_WIN, dataset):
        return MISSING_DAY

    def found() -> int:
        created = values(CREATED, dataset, settings)
        created = created[created != MISSING_DAY]
        took = values(DAYS_TO_WIN, dataset, settings)
        took = took[~np.isnan(took)]
        if not len(created) or not len(took):
            return MISSING_DAY
        return int(created.min()) + math.ceil(float(np.quantile(took, _MOST))) + 1

    return dataset["leads"].prepare(("warm", settings), inputs(CREATED) | inputs(DAYS_TO_WIN), found)


@dataclass(frozen=True, eq=False, slots=True)
class Rhythm:
    """``weekday`` ``float64[7]`` (Monday first) and ``season`` ``float64[12]``: factors around 1; ``levels``: what the
    weeks up to the day ``last`` say of what a week of factors 1 brings; ``spread``: the variance of what some days
    bring over its mean, the level being known; ``rows``: how many rows a unit of the mean is made of; ``weeks``: of how
    many weeks.
    """

    weekday: Floats
    season: Floats
    levels: Levels
    last: int
    spread: float
    rows: float
    weeks: int
    is_count: bool
    may_fall: bool

    @property
    def level(self) -> float:
        """What the day after the last one brings when its factor is 1."""
        return float(self.levels.at(np.zeros(1))[0]) / 7

    def weights(self, low: int, high: int) -> Floats:
        """The factor of each day from *low* to *high*."""
        return _factors(low, high, self.weekday, self.season)

    def each(self, low: int, high: int) -> tuple[Floats, float]:
        """What each day from *low* to *high* is expected to bring, and the doubt in their level: the variance of their
        sum that comes of it, over the square of that sum.
        """
        if high < low:
            return np.zeros(0), 0.0
        days: Floats = np.arange(low, high + 1, dtype=np.float64) - (self.last + 1)
        level = self.levels.at(days) / 7
        mean = 7 * float(level.mean())
        doubt = self.levels.doubt(float(days[0]), float(days[-1])) / mean**2 if mean > 0 else 0.0
        return level * self.weights(low, high), doubt

    def ahead(self, low: int, high: int) -> tuple[float, float]:
        """The mean of what these days will bring, and its variance: own noise, and the doubt in the level."""
        days, doubt = self.each(low, high)
        mean = float(days.sum())
        return mean, abs(mean) * self.spread + mean * mean * doubt


def rhythm(found: Series | None) -> Rhythm | None:
    """What the days are used to bring; None while there is too little history to know.

    The season of the months counts from two whole years on, as far as it stands out of the noise.
    """
    if found is None or len(found.amounts) < FEWEST_WEEKS * 7:
        return None
    weeks = min(WEEKS, len(found.amounts) // 7)
    low = found.last - weeks * 7 + 1
    amounts, rows = found.amounts[-weeks * 7 :], found.rows[-weeks * 7 :]
    if rows.sum() < FEWEST_ROWS or amounts.sum() <= 0:
        return None
    season = _season(found)
    weekday = _weekday(rows.reshape(weeks, 7), low)
    factors = _factors(low, found.last, weekday, season)
    weight = factors.reshape(weeks, 7).sum(axis=1)
    seen = amounts.reshape(weeks, 7).sum(axis=1) * 7 / weight
    level = levels(seen, is_count=found.is_count, comes_again=found.comes_again)
    mean = float(seen.mean())
    if amounts[-_RECENT * 7 :].sum() <= 0 and level.at(np.zeros(1))[0] < _GONE * mean:
        return None
    may_fall = bool((amounts < 0).any())
    per_unit = float(rows.sum() / amounts.sum())
    return Rhythm(weekday, season, level, found.last, level.noise / mean, per_unit, weeks, found.is_count, may_fall)


def _factors(low: int, high: int, weekday: Floats, season: Floats) -> Floats:
    days = np.arange(low, high + 1)
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    factors: Floats = weekday[(days + 3) % 7] * season[months]  # 1970-01-01 was a Thursday
    return factors


def _weekday(rows: Floats, low: int) -> Floats:
    """The share of each weekday, half a row each added so that no day is impossible, around 1."""
    totals = np.roll(rows.sum(axis=0), (low + 3) % 7) + 0.5
    shares: Floats = totals / totals.mean()
    return shares


def _season(found: Series) -> Floats:
    """The factor of each month, drawn towards 1 by the share of noise in how much they differ."""
    years = min(3, len(found.rows) // 365)
    if years < _YEARS:
        return np.ones(12)
    days = np.arange(found.last - years * 365 + 1, found.last + 1)
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    rows = found.rows[-years * 365 :]
    year = np.repeat(np.arange(years), 365)
    level = np.bincount(year, rows, years) / 365
    expected = np.bincount(months, level[year], 12)
    seen = np.bincount(months, rows, 12)
    ratio = seen / expected  # rhythm() asks for rows in the last year, which has days of each month
    each = (np.bincount(year * 12 + months, rows, years * 12) / np.repeat(level, 12)).reshape(years, 12)
    length = np.bincount(year * 12 + months, minlength=years * 12).reshape(years, 12)
    noise = (each / np.maximum(length, 1)).var(axis=0, ddof=1).mean() / years
    signal = ratio.var(ddof=1)
    kept = max(0.0, 1 - noise / signal) if signal > 0 else 0.0
    factors: Floats = 1 + kept * (ratio - 1)
    scaled: Floats = factors / factors.mean()
    return scaled
