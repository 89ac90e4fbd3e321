"""What the last complete month shows that chance does not explain, over all KPIs together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.model.chances import at_least, at_least_lognormal, hits_tails, middle, twofold
from leaddesk.model.expression import Arithmetic, Count, OnDay, Op, Quantile, Sum, Where, aggregates, all_rows
from leaddesk.model.kpi import Better, Uncertainty
from leaddesk.model.kpis import KPIS
from leaddesk.model.measure import Measure
from leaddesk.model.measuring import measure
from leaddesk.model.method import Method
from leaddesk.model.period import DAY, Period, date_of, day_number, first_of_month
from leaddesk.model.ranksum import rank_sum
from leaddesk.model.rhythm import FEWEST_WEEKS, WEEKS, rhythm, series
from leaddesk.model.rows import is_measured
from leaddesk.model.sharechance import FEWEST, case_days, prior
from leaddesk.model.sumratio import compared
from leaddesk.model.terms import ripens
from leaddesk.model.valuecounts import by_class
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.rhythm import Series
    from leaddesk.model.rowcolumn import RowColumn

LEVEL: Final = 0.05
"""How often a month of pure noise may raise any alert."""
YOUNGEST: Final = 7
"""Conversions are compared within so many days at least."""
_FEWEST_TIMES: Final = 8
_FEWEST_BEFORE: Final = 20


@dataclass(frozen=True, eq=False, slots=True)
class Alert:
    """A KPI that was not as usual in a month.

    ``actual``: what it was; ``usual``: what such a month is used to, with the interval of 95 % of them; ``chance``: how
    likely chance alone would have shown any KPI as far off, all that are looked at allowed for. ``within``: conversions
    within so many days. ``count``: how many leads are behind it.
    """

    kpi: Kpi
    period: Period
    actual: Measure
    usual: Measure
    chance: float
    count: int
    _find: Callable[[], npt.NDArray[np.intp]]
    within: int | None = None

    @property
    def leads(self) -> npt.NDArray[np.intp]:
        """The positions of the leads behind it, found when they are asked for."""
        return self._find()

    @property
    def is_more(self) -> bool:
        """Whether it is above what is usual."""
        return (self.actual.value or 0.0) > (self.usual.value or 0.0)

    @property
    def is_good(self) -> bool | None:
        """Whether that is good news, None when neither."""
        return None if self.kpi.better is Better.NEITHER else self.is_more == (self.kpi.better is Better.UP)

    @property
    def what(self) -> Message:
        """What happened."""
        if self.is_more:
            return msg("{kpi}: clearly more than usual", kpi=self.kpi.label)
        return msg("{kpi}: clearly less than usual", kpi=self.kpi.label)

    @property
    def sure(self) -> Message:
        """How sure that is."""
        times = round(1 / max(self.chance, 1e-3))
        if times >= 1000:
            return msg("chance alone would do that in fewer than one month in a thousand")
        return msg("chance alone would do that in one month of {number}", number=times)


@dataclass(frozen=True, eq=False, slots=True)
class Alerts:
    """The alerts of a month, the surest first; ``judged``: the KPIs that were looked at; ``absent``: why none were."""

    period: Period
    alerts: tuple[Alert, ...] = ()
    judged: tuple[Kpi, ...] = ()
    absent: Message | None = None


@dataclass(frozen=True, eq=False, slots=True)
class _Verdict:
    chance: float
    actual: Measure
    usual: Measure
    within: int | None = None


def alerts(whole: Evaluator) -> Alerts:
    """What the last complete month shows; *whole*: over a slice without a period.

    Counts and amounts are held against the own rhythm of up to a year before, shares against its rate, sums over sums
    against how much stretches of four weeks differ, medians by the rank sum of the single times (of a large table by
    classes of them); conversions at equal age, within the days that the youngest lead of the month had. Not judged is
    what ripens (stages of leads by the day they came) and what only follows from other figures (costs per lead). By
    Holm's method (1979) a month of pure noise raises an alert in 5 % at most, whatever the KPIs share.
    """
    as_of = whole.slice.state.as_of
    start = first_of_month(as_of + DAY, -1)
    month = Period(start, first_of_month(start, 1) - DAY)
    found = [(kpi, verdict) for kpi in KPIS if (verdict := _verdict(kpi, whole, month)) is not None]
    if not found:
        return Alerts(month, absent=msg("too early to say what is usual: two months of history are needed before it"))
    found.sort(key=lambda pair: pair[1].chance)
    told: list[Alert] = []
    worst = 0.0
    for place, (kpi, verdict) in enumerate(found):
        worst = max(worst, min(1.0, verdict.chance * (len(found) - place)))
        if worst > LEVEL:
            break
        told.append(Alert(kpi, month, verdict.actual, verdict.usual, worst, *_leads(kpi, whole, month), verdict.within))
    return Alerts(month, tuple(told), tuple(kpi for kpi, _ in found))


def _days(month: Period) -> tuple[int, int]:
    return day_number(month.start or month.end), day_number(month.end or month.start)  # type: ignore[arg-type]


def _within(whole: Evaluator, month: Period) -> Evaluator:
    """The evaluator over the month; made once."""
    return whole.once(("within", month), lambda: type(whole)(whole.slice.within(month), whole.plan))


def _verdict(kpi: Kpi, whole: Evaluator, month: Period) -> _Verdict | None:
    """How a KPI of the month compares; None where that cannot be told."""
    expression = kpi.expression
    if isinstance(expression, Method):
        days = None if expression.days is None else expression.days(whole)
        return None if days is None else _total(kpi, days, whole, month)
    if any(not isinstance(one.by, OnDay) or whole.unmeasured(one) for one in aggregates(expression)):
        return None
    if not all(is_measured(one.by.day, whole.dataset) for one in aggregates(expression) if isinstance(one.by, OnDay)):
        return None
    if kpi.delay is not None:
        return _at_equal_age(kpi, kpi.delay, whole, month)
    if any(map(ripens, aggregates(expression))):
        return None
    if isinstance(expression, Count | Sum):
        return _total(kpi, series(expression, whole), whole, month)
    if isinstance(expression, Quantile):
        return _median(kpi, expression, whole, month)
    return _ratio(kpi, expression, whole, month) if isinstance(expression, Arithmetic) else None


def _ratio(kpi: Kpi, expression: Arithmetic, whole: Evaluator, month: Period) -> _Verdict | None:
    """A ratio of cases, or of sums where no row is a case of its own."""
    is_share = kpi.uncertainty is Uncertainty.PROPORTION
    if all(isinstance(one, Sum) for one in aggregates(expression)):
        found = compared(expression, whole, _days(month), is_share=is_share)
        if found is None:
            return None
        return _Verdict(twofold(found.above, found.below, found.freedom), found.actual, found.usual)
    sides = case_days(expression.left, whole), case_days(expression.right, whole)
    return None if not is_share or sides[0] is None or sides[1] is None else _share(sides[0], sides[1], month)


def _total(kpi: Kpi, days: Series | None, whole: Evaluator, month: Period) -> _Verdict | None:
    low, high = _days(month)
    known = rhythm(None if days is None else days.until(low - 1))
    if days is None or known is None:
        return None
    mean, variance = known.ahead(low, high)
    value = days.between(low, high)
    step = 1.0 if known.is_count else 1e-9 * mean  # nothing at all has a chance of its own
    above, below = (at_least(value, mean, variance, known), 1 - at_least(value + step, mean, variance, known))
    if not known.is_count:
        above = max(above, at_least_lognormal(value, mean, variance))  # single large amounts are rare, not excluded
    least, most = middle(mean, variance, known)
    actual = measure(kpi, _within(whole, month))
    return _Verdict(twofold(above, below, known.weeks - 1), actual, Measure(mean, None, least, most))


def _share(hits: Series, cases: Series, month: Period, within: int | None = None) -> _Verdict | None:
    """A share of the month against the rate before it."""
    low, high = _days(month)
    if low - cases.first < FEWEST_WEEKS * 7 or cases.between(cases.first, low - 1) < FEWEST:
        return None
    own, n = hits.between(low, high), cases.between(low, high)
    if n <= 0:
        return None
    a, b = prior(hits, cases, low)
    above, below, bounds = hits_tails(own, int(n), a, b)
    usual = Measure(a / (a + b), int(cases.between(cases.first, low - 1)), bounds[0] / n, bounds[1] / n)
    return _Verdict(twofold(above, below), Measure(own / n, int(n)), usual, within)


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


def _at_equal_age(kpi: Kpi, delay: RowColumn, whole: Evaluator, month: Period) -> _Verdict | None:
    days = day_number(whole.slice.state.as_of) - _days(month)[1]
    parts = by_age(kpi, days)
    if days < YOUNGEST or parts is None or not is_measured(delay, whole.dataset):
        return None
    hits, cases = (series(part, whole) for part in parts)
    return None if hits is None or cases is None else _share(hits, cases, month, days)


def _median(kpi: Kpi, median: Quantile, whole: Evaluator, month: Period) -> _Verdict | None:
    low, _ = _days(month)
    counted = series(all_rows(median), whole)
    if counted is None or not isinstance(median.by, OnDay) or low - counted.first < FEWEST_WEEKS * 7:
        return None
    earlier = Period(date_of(max(counted.first, low - 7 * WEEKS)), date_of(low - 1))
    here, past = _within(whole, month), _within(whole, earlier)
    now, before = by_class(here, median), by_class(past, median)
    if now.sum() < _FEWEST_TIMES or before.sum() < _FEWEST_BEFORE:
        return None
    actual, usual = measure(kpi, here), Measure(float(past.aggregate(median)[0]), int(before.sum()))
    key = ("rank sum", median.value, median.by, median.where)  # the same for all quantiles of these times
    return _Verdict(whole.once(key, lambda: rank_sum(now, before)), actual, usual)


def _leads(kpi: Kpi, whole: Evaluator, month: Period) -> tuple[int, Callable[[], npt.NDArray[np.intp]]]:
    """How many leads of the month the KPI looks at, and what finds them; none when it looks at none."""
    here = _within(whole, month)
    for one in reversed(list(aggregates(kpi.expression))):
        if one.table == "leads":
            return int(here.aggregate(all_rows(one))[0]), partial(here.matching, "leads", one.by, one.where)
    return 0, _nobody


def _nobody() -> npt.NDArray[np.intp]:
    return np.zeros(0, np.intp)
