"""What a figure will come out at that is no sum of days: what became of it in past periods, from the same day on."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.daycounts import MANY
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.measure import Measure, Unit
from leaddesk.model.measuring import measure
from leaddesk.model.method import Method
from leaddesk.model.period import DAY, Period, date_of, first_of_month
from leaddesk.model.prospect import InHindsight
from leaddesk.model.slice import Slice
from leaddesk.model.tables import BY_ID as TABLES
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    import datetime as dt

    from leaddesk.model.dataset import Dataset
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.slice import Filters
    from leaddesk.model.state import State
    from leaddesk.model.survival import Floats

BY_PAST_PERIODS: Final = msg("Chances by what became of the figure in your past periods, from the same day on")
TOO_FEW_PERIODS: Final = msg("too early to say: fewer than five past periods of that length have the figure")
TOO_MANY_ROWS: Final = msg(
    "how likely it is, is not told of this figure with {rows} rows and more: it takes too long", rows=MANY
)
FEWEST: Final = 5
MOST: Final = 12
"""So many past periods are looked at, the last ones."""
PRIOR: Final = 3.0
"""As many past periods speak for what a figure keeps of itself in the mean of all figures."""
_BY_FACTOR: Final = frozenset({Unit.MONEY, Unit.TIMES, Unit.HOURS})
"""Twice as much is as far away as half of it."""
EVERY: Final = (-math.inf, math.inf)
_ENDS: Final = (0.025, 0.975)


@dataclass(frozen=True, eq=False, slots=True)
class Past:
    """What a figure was in past periods: on the day ``then``, and in the end (``final``), ``float64[periods]`` each.
    ``lost``: the share of the periods that had it then, and had none in the end.
    """

    then: Floats
    final: Floats
    lost: float = 0.0


@dataclass(frozen=True, slots=True)
class Prediction:
    """Student's t around ``middle``, with so much ``freedom``; of logarithms where ``by_factor``. ``spread`` 0: past
    periods were all alike. ``lost``: how likely there is no figure in the end. ``least``: what
    it is at least.
    """

    middle: float
    spread: float
    freedom: float
    periods: int
    by_factor: bool
    lost: float = 0.0
    least: float = -math.inf

    def at_least(self, target: float) -> float:
        """How likely the figure is the target or more; none is not."""
        if target <= self.least:
            return 1.0
        return (1 - self.lost) * self._at_least(target)

    def at_most(self, target: float) -> float:
        """How likely the figure is the target or less; none is not."""
        return (1 - self.lost) * (1 - self._at_least(target))

    def _at_least(self, target: float) -> float:
        """The same where there is a figure; that past periods were all alike makes the next one not sure to be
        (Laplace's rule).
        """
        from scipy.special import stdtr  # loaded when first used: 0.1 s

        if self.by_factor and target <= 0:
            return self._sure(is_met=True)
        off = self.middle - (math.log(target) if self.by_factor else target)
        if self.spread <= 1e-9 * max(1.0, abs(self.middle)):
            return self._sure(is_met=off >= -1e-9 * max(1.0, abs(self.middle)))
        return float(stdtr(self.freedom, off / self.spread))

    def _sure(self, *, is_met: bool) -> float:
        rest = 1 / (self.periods + 2)
        return 1 - rest if is_met else rest

    def expected(self, n: int | None, bounds: tuple[float, float]) -> Measure:
        """What the figure will be, with its 95 % bounds, all of them within *bounds*."""
        from scipy.special import stdtrit

        reach = (0.0, *(float(stdtrit(self.freedom, end)) for end in _ENDS))
        found = (self.middle + one * self.spread for one in reach)
        least, most = max(bounds[0], self.least), bounds[1]
        value, low, high = (min(max(math.exp(one) if self.by_factor else one, least), most) for one in found)
        return Measure(value, n, low, high)


def predicted(actual: float, past: Past, gone: float, *, goes_on: bool = False, by_factor: bool = False) -> Prediction:
    """What a figure will be in the end that is *actual* now, the share *gone* of its period being over.

    The last figure is a line over the one of that day (least squares). How steep it is, is not learnt from a few
    periods alone: they are weighed against the share that is gone, which is what a mean over the period keeps. Where it
    *goes on* from where it is, all of it is kept: what was added in past periods is added again.
    """
    then, final = (np.log(line) if by_factor else line for line in (past.then, past.final))
    now = math.log(actual) if by_factor else actual
    periods, off, end = len(then), then - then.mean(), final - final.mean()
    square, steep, free = float((off**2).sum()), 1.0 if goes_on else gone, 0.0
    if square > 0 and not goes_on:
        weight = (periods - 1) / (periods - 1 + PRIOR)
        steep = weight * float((off * end).sum()) / square + (1 - weight) * gone
        free = weight
    rest = end - steep * off
    freedom = periods - 1 - free
    variance = float((rest**2).sum()) / freedom
    reach = 0.0 if square <= 0 else (now - then.mean()) ** 2 / square * free
    spread = math.sqrt(variance * (1 + 1 / periods + reach))
    middle = float(final.mean() + steep * (now - then.mean()))
    return Prediction(middle, spread, freedom, periods, by_factor, past.lost)


def risen(actual: float, past: Past) -> Prediction:
    """What a share will be that only rises, for its cases are known: of those that are no hits yet as many become some
    as in past periods.
    """
    some = past.then < 1
    rest = (past.final[some] - past.then[some]) / (1 - past.then[some]) if some.any() else np.zeros(1)
    periods = len(rest)
    spread = math.sqrt(float(rest.var(ddof=1)) * (1 + 1 / periods)) if periods > 1 else 0.0
    left = 1 - actual
    middle = actual + left * float(rest.mean())
    return Prediction(middle, left * spread, max(1, periods - 1), len(past.then), False, past.lost, actual)


def lookback(kpi: Kpi, period: Period, filters: Filters, state: State, actual: Measure) -> Prediction | Message:
    """What a figure will be at the end of a *period* that has begun, or why it is not told."""
    method, start, end = kpi.expression, period.start, period.end
    if not isinstance(method, Method) or not isinstance(method.prospect, InHindsight) or start is None or end is None:
        raise TypeError(f"{kpi.id}: not told in hindsight")
    if actual.value is None:
        return actual.absent or TOO_FEW_PERIODS
    undated = method.prospect.undated
    if undated is not None and state.dataset.has(undated.table, undated.column):
        return msg("how likely it is, is not told: “{column}” has no date, so what it was earlier is not known",
                   column=TABLES[undated.table].column(undated.column).label)  # fmt: skip
    if any(len(state.dataset[table]) >= MANY for table in method.tables):
        return TOO_MANY_ROWS
    gone = ((state.as_of - start) // DAY + 1) / ((end - start) // DAY + 1)
    known = _first_day(state.dataset, method.tables)
    past, lost, whole = [], 0, method.prospect.before
    for one in _earlier(period, known, before=whole):
        cut = _as_far(one, gone)
        then = _figure(kpi, one if whole else Period(one.start, cut), cut, filters, state)
        if then.value is None or then.variant != actual.variant:
            continue
        final = _figure(kpi, one, one.end, filters, state)
        if final.value is None:
            lost += 1
        elif whole or final.variant == then.variant:
            past.append((then.value, final.value))
        if len(past) == MOST:
            break
    if len(past) < FEWEST:
        return TOO_FEW_PERIODS
    pairs = np.array(past)
    figures = Past(pairs[:, 0], pairs[:, 1], lost / (lost + len(past)))
    if whole:
        return risen(actual.value, figures)
    by_factor = kpi.unit in _BY_FACTOR and min(actual.value, float(np.min(past))) > 0
    return predicted(actual.value, figures, gone, goes_on=method.prospect.of_a_year, by_factor=by_factor)


def _as_far(period: Period, gone: float) -> dt.date | None:
    """The day by which that share of a period was over."""
    days = period.days
    if period.start is None or days is None:
        return period.end
    return period.start + max(0, round(days * gone) - 1) * DAY


def looks_before(kpi: Kpi) -> bool:
    """Whether a figure of a period hangs on the one before it."""
    method = kpi.expression
    return isinstance(method, Method) and isinstance(method.prospect, InHindsight) and method.prospect.before


def _figure(kpi: Kpi, period: Period, day: dt.date | None, filters: Filters, state: State) -> Measure:
    """A figure as it was at the close of a day: what came later had not happened; nothing of it is kept."""
    frames = {name: frame.apart() for name, frame in state.dataset.frames.items()}
    earlier = state.with_dataset(replace(state.dataset, frames=frames, as_of=day))
    return measure(kpi, Evaluator(Slice(earlier, period, filters=filters)))


def _earlier(period: Period, known: dt.date, *, before: bool) -> list[Period]:
    """The periods like it that end before it and begin on a *known* day, the last one first."""
    found: list[Period] = []
    at = period
    while len(found) < 4 * MOST:
        earlier = _previous(at)
        needed = _previous(earlier) if before else earlier
        if needed.start is None or needed.start < known:
            break
        found.append(earlier)
        at = earlier
    return found


def _previous(period: Period) -> Period:
    """As many whole months before, where it is made of whole months, else as many days."""
    start, end = period.start, period.end
    if start is None or end is None:
        return Period()
    if start.day == 1 and (end + DAY).day == 1:
        months = (end.year - start.year) * 12 + end.month - start.month + 1
        return Period(first_of_month(start, -months), start - DAY)
    return Period(start - (end - start) - DAY, start - DAY)


def _first_day(data: Dataset, tables: tuple[str, ...]) -> dt.date:
    """The first day by which all of the tables have begun."""
    begun = [date_of(0)]
    for table in tables:
        dates = data[table].table.dates
        if dates and data[table].has(dates[0]):
            days = data[table].days(dates[0])
            days = days[days != MISSING_DAY]
            begun += [date_of(int(days.min()))] if len(days) else []
    return max(begun)
