"""How a KPI of a month compares with what such months are used to: how likely chance alone shows it as far off.

Counts and amounts are held against the own rhythm of up to a year before, shares against its rate, sums over sums,
averages and what only a Method says of a month against how much stretches of four weeks or months differ, medians by
the rank sum of the single times (of a large table by classes of them); conversions at equal age, within the days that
the youngest lead of the month had. Not judged is what ripens (stages and calls of leads by the day they came), what is
decided (spend) and what only follows from other figures (costs per lead).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.chances import at_least, at_least_lognormal, hits_tails, middle, twofold
from leaddesk.model.covers import seen
from leaddesk.model.expression import (
    Arithmetic,
    Constant,
    Count,
    OnDay,
    Op,
    Operator,
    OverDays,
    Quantile,
    Sum,
    Where,
    aggregates,
    all_rows,
)
from leaddesk.model.floors import edges
from leaddesk.model.kpi import Uncertainty
from leaddesk.model.measure import Measure
from leaddesk.model.measuring import measure
from leaddesk.model.method import FOLLOWS, RIPENS, Kind, Method
from leaddesk.model.period import Period, date_of, day_number, month_of
from leaddesk.model.ranksum import rank_sum
from leaddesk.model.rhythm import FEWEST_WEEKS, WEEKS, combined, rhythm, series
from leaddesk.model.rows import is_measured
from leaddesk.model.sharechance import FEWEST, prior
from leaddesk.model.sumratio import FEWEST as FEWEST_STRETCHES
from leaddesk.model.sumratio import compared, stretches
from leaddesk.model.terms import BY_CREATED, ripens
from leaddesk.model.trend import UNKNOWN
from leaddesk.model.valuecounts import by_class
from leaddesk.model.within import within
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.rhythm import Series
    from leaddesk.model.rowcolumn import RowColumn
    from leaddesk.model.sumratio import Compared
    from leaddesk.model.survival import Floats

YOUNGEST: Final = 7
"""Conversions are compared within so many days at least."""
MONTHS: Final = 12
DECIDED: Final = msg("decided, not left to chance")
YOUNG: Final = msg("the youngest leads of the month came less than seven days ago")
EARLY: Final = msg("too little history to say what is usual")
FEW: Final = msg("too few cases")
_FEWEST_TIMES: Final = 8
_FEWEST_BEFORE: Final = 20


@dataclass(frozen=True, eq=False)
class Verdict:
    """``chance``: how likely chance alone shows the ``actual`` figure as far from the ``usual`` one, either way;
    ``within``: conversions within so many days. Both figures are worked out when they are asked for: they are told of
    the few that are not as usual alone.
    """

    chance: float
    _tell: Callable[[], tuple[Measure, Measure]]
    within: int | None = None

    @cached_property
    def _told(self) -> tuple[Measure, Measure]:
        return self._tell()

    @property
    def actual(self) -> Measure:
        """What it was."""
        return self._told[0]

    @property
    def usual(self) -> Measure:
        """What such a month is used to, with the interval of 95 % of them."""
        return self._told[1]

    @property
    def is_more(self) -> bool:
        """Whether it is above what is usual."""
        return (self.actual.value or 0.0) > (self.usual.value or 0.0)


def verdict(kpi: Kpi, whole: Evaluator, month: Period) -> Verdict | Message | None:
    """How a KPI of the month compares, or why that is not told; None where it is not measured or is of no month.

    *whole*: over a slice without a period.
    """
    expression = kpi.expression
    if (reason := seen(kpi, within(whole, month).slice).reason) is not None:
        return reason
    if isinstance(expression, Method):
        return _by_method(kpi, expression, whole, month)
    terms = list(aggregates(expression))
    if any(whole.unmeasured(one) for one in terms):
        return None
    if any(isinstance(one.by, OverDays) for one in terms):
        return DECIDED if isinstance(expression, Sum) else FOLLOWS
    if not all(is_measured(one.by.day, whole.dataset) for one in terms if isinstance(one.by, OnDay)):
        return None
    if kpi.delay is not None:
        return _at_equal_age(kpi, kpi.delay, whole, month)
    if any(ripens(one) or (isinstance(one, Sum) and one.by == BY_CREATED) for one in terms):
        return RIPENS
    if isinstance(expression, Count | Sum):
        return _total(kpi, series(expression, whole), whole, month)
    if isinstance(expression, Quantile):
        return _median(kpi, expression, whole, month)
    return _ratio(kpi, expression, whole, month) if isinstance(expression, Arithmetic) else None


def by_age(kpi: Kpi, days: int) -> tuple[Count, Count] | None:
    """The cases of a conversion that came within so many days, and all of them; None for other figures."""
    expression = kpi.expression
    if kpi.delay is None or not isinstance(expression, Arithmetic):
        return None
    left, right = expression.left, expression.right
    if not isinstance(left, Count) or not isinstance(right, Count):
        return None
    where = (*right.where, Where(kpi.delay, Op.AT_MOST, days))
    return replace(right, where=where, label=left.label), right


def _days(month: Period) -> tuple[int, int]:
    return day_number(month.start or month.end), day_number(month.end or month.start)  # type: ignore[arg-type]


def _by_method(kpi: Kpi, method: Method, whole: Evaluator, month: Period) -> Verdict | Message | None:
    if not method.is_dated:
        return None
    if method.days is not None:
        days = method.days(whole)
        return None if days is None else _total(kpi, days, whole, month)
    if method.monthly is None:
        return method.unjudged
    actual = method.measure(within(whole, month))
    if actual.value is None or not actual.n:
        return None
    pairs = [(actual.value, actual.n)] + [_told(method, whole, one) for one in _months_before(month)]
    first = max((place for place, (_, n) in enumerate(pairs) if n), default=0)  # the first month is not a whole one
    parts = [(method.monthly.part(value, n), float(n)) for value, n in pairs[: max(1, first)]]
    past = np.array([one[0] for one in parts[1:]]), np.array([one[1] for one in parts[1:]])
    found = compared(parts[0], past, method.monthly.kind)
    return _too_little(past) if found is None else _verdict_of(found, method.monthly.factor, method.monthly.offset)


def _months_before(month: Period) -> list[Period]:
    """The year before a month, the month just before first."""
    return [month_of(month.start or month.end, -back) for back in range(1, MONTHS + 1)]  # type: ignore[arg-type]


def _told(method: Method, whole: Evaluator, month: Period) -> tuple[float, int]:
    """What a method says of a month, and of how many cases."""
    found = method.measure(within(whole, month))
    return (0.0, 0) if found.value is None else (found.value, found.n or 0)


def _verdict_of(found: Compared, factor: float, offset: float = 0.0) -> Verdict:
    """*offset* + *factor* × what was compared is the figure."""

    def shown(one: Measure) -> Measure:
        value, low, high = (None if at is None else offset + factor * at for at in (one.value, one.low, one.high))
        return Measure(value, one.n, low, high)

    return Verdict(found.chance, lambda: (shown(found.actual), shown(found.usual)))


def _ratio(kpi: Kpi, expression: Arithmetic, whole: Evaluator, month: Period) -> Verdict | Message | None:
    """A ratio of cases, or of sums where no row is a case of its own, or of amounts."""
    factor = 1.0
    while isinstance(expression.right, Constant) and isinstance(expression.left, Arithmetic):
        factor, expression = factor / expression.right.value, expression.left
    if expression.operator is not Operator.DIVIDED or factor <= 0:
        return None
    parts, cases = combined(expression.left, whole), combined(expression.right, whole)
    if parts is None or cases is None:
        return None
    is_share = kpi.uncertainty is Uncertainty.PROPORTION
    if is_share and parts.is_count:
        return _share(parts, cases, month)
    low, high = _days(month)
    own, past = (parts.between(low, high), cases.between(low, high)), stretches(parts, cases, low)
    if own[1] <= 0:
        return None
    kind = Kind.SHARE if is_share else Kind.AMOUNTS
    found = compared(own, past, kind, comes_again=parts.comes_again)
    return _too_little(past) if found is None else _verdict_of(found, factor)


def _too_little(past: tuple[Floats, Floats]) -> Message:
    """Why a ratio could not be compared."""
    return EARLY if np.count_nonzero(past[1]) < FEWEST_STRETCHES else FEW


def _total(kpi: Kpi, days: Series | None, whole: Evaluator, month: Period) -> Verdict | Message | None:
    low, high = _days(month)
    if days is None:
        return None
    known = rhythm(days.until(low - 1))
    if known is None:
        return EARLY if low - days.first < FEWEST_WEEKS * 7 else FEW
    mean, variance = known.ahead(low, high)
    value = days.between(low, high)
    step = 1.0 if known.is_count else 1e-9 * mean  # nothing at all has a chance of its own
    above, below = (at_least(value, mean, variance, known), 1 - at_least(value + step, mean, variance, known))
    if not known.is_count:
        above = max(above, at_least_lognormal(value, mean, variance))  # single large amounts are rare, not excluded
    here = within(whole, month)
    if _is_unsure(kpi, here):  # less than usual, perhaps, because less is filled in
        return UNKNOWN

    def told() -> tuple[Measure, Measure]:
        return measure(kpi, here), Measure(mean, None, *middle(mean, variance, known))

    return Verdict(twofold(above, below, known.weeks - 1), told)


def _is_unsure(kpi: Kpi, here: Evaluator) -> bool:
    """Whether values that nobody filled in leave a figure open."""
    method = kpi.expression
    if isinstance(method, Method):
        return measure(kpi, here).edge is not None
    return edges(method, here, None)[0] is not None


def _share(hits: Series, cases: Series, month: Period, days: int | None = None) -> Verdict | Message | None:
    """A share of the month against the rate before it."""
    low, high = _days(month)
    own, n = hits.between(low, high), cases.between(low, high)
    if n <= 0:
        return None
    if low - cases.first < FEWEST_WEEKS * 7:
        return EARLY
    if cases.between(cases.first, low - 1) < FEWEST:
        return FEW
    a, b = prior(hits, cases, low)
    above, below, bounds = hits_tails(own, int(n), a, b)
    usual = Measure(a / (a + b), int(cases.between(cases.first, low - 1)), bounds[0] / n, bounds[1] / n)
    actual = Measure(own / n, int(n))
    return Verdict(twofold(above, below), lambda: (actual, usual), days)


def _at_equal_age(kpi: Kpi, delay: RowColumn, whole: Evaluator, month: Period) -> Verdict | Message | None:
    days = day_number(whole.slice.state.as_of) - _days(month)[1]
    parts = by_age(kpi, days)
    if parts is None:
        return None
    if not is_measured(delay, whole.dataset):
        return RIPENS
    if days < YOUNGEST:
        return YOUNG
    hits, cases = (series(part, whole) for part in parts)
    return FEW if hits is None or cases is None else _share(hits, cases, month, days)


def _median(kpi: Kpi, median: Quantile, whole: Evaluator, month: Period) -> Verdict | Message | None:
    low, _ = _days(month)
    counted = series(all_rows(median), whole)
    if counted is None or not isinstance(median.by, OnDay):
        return None
    if low - counted.first < FEWEST_WEEKS * 7:
        return EARLY
    earlier = Period(date_of(max(counted.first, low - 7 * WEEKS)), date_of(low - 1))
    here, past = within(whole, month), within(whole, earlier)
    now, before = by_class(here, median), by_class(past, median)
    if now.sum() < _FEWEST_TIMES or before.sum() < _FEWEST_BEFORE:
        return FEW

    def told() -> tuple[Measure, Measure]:
        return measure(kpi, here), Measure(float(past.aggregate(median)[0]), int(before.sum()))

    key = ("rank sum", median.value, median.by, median.where)  # the same for all quantiles of these times
    return Verdict(whole.once(key, lambda: rank_sum(now, before)), told)
