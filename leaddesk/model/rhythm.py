"""What the days of a document are used to bring: its weekdays, its seasons, its level and how much that varies."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.expression import Count, OnDay, Sum, known
from leaddesk.model.period import day_number
from leaddesk.model.rowcolumn import OutcomeDay
from leaddesk.model.rows import inputs, is_measured, values
from leaddesk.model.terms import CREATED, DAYS_TO_WIN

if TYPE_CHECKING:
    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.survival import Floats

WEEKS: Final = 52
"""The level is that of the last year: what is older says little of what comes."""
FEWEST_WEEKS: Final = 8
"""Below two months of history the noise of a document is not known."""
FEWEST_ROWS: Final = 8
_BLOCK: Final = 4
_RECENT: Final = 13
_WANDERS: Final = 2.5
"""Where the variance of four weeks is so many times that of weeks, the level wanders (1 % by chance)."""
_YEARS: Final = 2
_PRIOR: Final = 4.0
_LONGEST: Final = 3660
_MOST: Final = 0.9


@dataclass(frozen=True, eq=False, slots=True)
class Series:
    """What each day brought, ``float64[days]`` from day ``first`` on: ``amounts``, and of how many ``rows``."""

    first: int
    amounts: Floats
    rows: Floats
    is_count: bool

    @property
    def last(self) -> int:
        """The last day."""
        return self.first + len(self.amounts) - 1

    def until(self, day: int) -> Series:
        """What was known at the close of a day."""
        days = max(0, day - self.first + 1)
        return Series(self.first, self.amounts[:days], self.rows[:days], self.is_count)

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
    first = max(start + int(some[0]) + 1, last - _LONGEST, _warm(total.by, evaluator))
    return Series(first, _from(amounts, first - start), _from(rows, first - start), isinstance(total, Count))


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
    """``weekday`` ``float64[7]`` (Monday first) and ``season`` ``float64[12]``: factors around 1; ``level``: what a day
    of factor 1 brings; ``spread``: the variance of what some days bring over its mean; ``base``: what the level was
    learnt from; ``rows``: how many rows a unit of the mean is made of; ``weeks``: of how many weeks.
    """

    weekday: Floats
    season: Floats
    level: float
    spread: float
    base: float
    rows: float
    weeks: int
    is_count: bool
    may_fall: bool

    def weights(self, low: int, high: int) -> Floats:
        """The factor of each day from *low* to *high*."""
        return _factors(low, high, self.weekday, self.season)

    def ahead(self, low: int, high: int) -> tuple[float, float]:
        """The mean of what these days will bring, and its variance: own noise, and the doubt in the level."""
        mean = self.level * float(self.weights(low, high).sum()) if high >= low else 0.0
        doubt = abs(mean / self.base) if self.base else 0.0
        return mean, abs(mean) * self.spread * (1 + doubt)


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
    spread, recent = _spread(amounts.reshape(weeks, 7).sum(axis=1), factors.reshape(weeks, 7).sum(axis=1))
    days = recent * 7
    weight = float(factors[-days:].sum())
    total = float(amounts[-days:].sum())
    if total <= 0 or weight <= 0:
        return None
    if found.is_count:
        spread = max(1.0, (spread * (weeks - 1) + _PRIOR) / (weeks - 1 + _PRIOR))
    may_fall = bool((amounts < 0).any())
    per_unit = float(rows[-days:].sum()) / total
    return Rhythm(weekday, season, total / weight, spread, total, per_unit, weeks, found.is_count, may_fall)


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


def _spread(weeks: Floats, factors: Floats) -> tuple[float, int]:
    """The variance of a week over its mean, and how many weeks say what the level is: all, or where it wanders the
    last quarter, with the variance of months.
    """
    spread = _dispersion(weeks, factors)
    blocks = len(weeks) // _BLOCK
    if blocks < 2 * FEWEST_WEEKS // _BLOCK:
        return spread, len(weeks)
    cut = len(weeks) - blocks * _BLOCK
    months = _dispersion(*(line[cut:].reshape(blocks, _BLOCK).sum(axis=1) for line in (weeks, factors)))
    if months > _WANDERS * spread:
        return months, min(_RECENT, len(weeks))
    return spread, len(weeks)


def _dispersion(seen: Floats, factors: Floats) -> float:
    """Pearson's chi-squared over its degrees of freedom."""
    expected = seen.sum() * factors / factors.sum()
    some = expected > 0
    return float((((seen - expected) ** 2)[some] / expected[some]).sum() / max(1, some.sum() - 1))
