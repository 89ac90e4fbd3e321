"""What the last complete month shows that chance does not explain, over all KPIs together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.model.alertcause import farthest, since
from leaddesk.model.expression import aggregates, all_rows
from leaddesk.model.jointly import jointly
from leaddesk.model.kpi import Better
from leaddesk.model.kpis import KPIS
from leaddesk.model.measuring import measure
from leaddesk.model.period import DAY, Period, month_of
from leaddesk.model.questions import weight
from leaddesk.model.usual import Verdict, verdict
from leaddesk.model.within import within
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from leaddesk.model.alertcause import Part
    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.measure import Measure

LEVEL: Final = 0.05
"""How often a month of pure noise may raise any alert."""


@dataclass(frozen=True, eq=False, slots=True)
class Alert:
    """A KPI that was not as usual in a month.

    ``actual``: what it was; ``usual``: what such a month is used to, with the interval of 95 % of them; ``chance``: how
    likely chance alone would have shown any KPI as far off, all that are looked at allowed for. ``within``: conversions
    within so many days. ``count``: how many leads are behind it. ``since``: the first of the months on end that were
    off the same way, None where the one before cannot be judged. ``farthest``: the channels that make most of it.
    """

    kpi: Kpi
    period: Period
    actual: Measure
    usual: Measure
    chance: float
    count: int
    _find: Callable[[], npt.NDArray[np.intp]]
    within: int | None = None
    since: dt.date | None = None
    farthest: tuple[Part, ...] = ()

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
    def lasts(self) -> Message | None:
        """Since when."""
        if self.since is None or self.period.start is None:
            return None
        if self.since == self.period.start:
            return msg("The month before was as usual.")
        return msg("So it has been since {day}.", day=self.since)

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
    _others: Callable[[], tuple[tuple[Kpi, Message], ...]] = tuple

    @property
    def unjudged(self) -> tuple[tuple[Kpi, Message], ...]:
        """The KPIs that have a figure in the month and were not looked at, and why; found when they are asked for."""
        return self._others()


def alerts(whole: Evaluator) -> Alerts:
    """What the last complete month shows; *whole*: over a slice without a period.

    How each figure is held against what is usual is in :mod:`leaddesk.model.usual`. By Holm's method with weights
    (1979; :mod:`leaddesk.model.jointly`) a month of pure noise raises an alert in 5 % at most, whatever the KPIs share;
    most of that is kept for what answers the five questions (:func:`leaddesk.model.questions.weight`).
    """
    month = month_of(whole.slice.state.as_of + DAY, -1)
    looked = [(kpi, verdict(kpi, whole, month)) for kpi in KPIS]
    found = [(kpi, one) for kpi, one in looked if isinstance(one, Verdict)]
    reasons = [(kpi, one) for kpi, one in looked if isinstance(one, Message)]
    if not found:
        return Alerts(month, absent=msg("too early to say what is usual: two months of history are needed before it"))
    adjusted = jointly([one.chance for _, one in found], [weight(kpi) for kpi, _ in found])
    told = [
        Alert(
            kpi,
            month,
            one.actual,
            one.usual,
            chance,
            *_leads(kpi, whole, month),
            one.within,
            since(kpi, whole, month, one),
            farthest(kpi, whole, month, one),
        )
        for chance, (kpi, one) in sorted(zip(adjusted, found, strict=True), key=itemgetter(0))
        if chance <= LEVEL
    ]
    judged = tuple(kpi for kpi, _ in found)
    return Alerts(month, tuple(told), judged, None, partial(_unjudged, reasons, within(whole, month)))


def _unjudged(reasons: list[tuple[Kpi, Message]], here: Evaluator) -> tuple[tuple[Kpi, Message], ...]:
    return tuple((kpi, reason) for kpi, reason in reasons if measure(kpi, here).value is not None)


def _leads(kpi: Kpi, whole: Evaluator, month: Period) -> tuple[int, Callable[[], npt.NDArray[np.intp]]]:
    """How many leads of the month the KPI looks at, and what finds them; none when it looks at none."""
    here = within(whole, month)
    for one in reversed(list(aggregates(kpi.expression))):
        if one.table == "leads":
            return int(here.aggregate(all_rows(one))[0]), partial(here.matching, "leads", one.by, one.where)
    return 0, _nobody


def _nobody() -> npt.NDArray[np.intp]:
    return np.zeros(0, np.intp)
