"""What a Slice says. Screen, workbook, PDF and command line only render a Report, so they cannot disagree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt

from leaddesk.model import behind, preparing, quiet, readings, stay
from leaddesk.model import buyers as buying
from leaddesk.model import cohorts as cohorts_
from leaddesk.model import conversion as conversions
from leaddesk.model import funnel as funnels
from leaddesk.model import objectives as goals
from leaddesk.model import reach as reaches
from leaddesk.model import recovery as recoveries
from leaddesk.model import retention as retentions
from leaddesk.model.alerts import Alerts, alerts
from leaddesk.model.channels import Breakdown, breakdown
from leaddesk.model.derivation import Derivation, derivation
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.forecast import Forecast, forecast_over
from leaddesk.model.kpis import COMPARED, KPIS, neighbours
from leaddesk.model.leftout import Traced, counted, traced
from leaddesk.model.measuring import measure
from leaddesk.model.method import Method
from leaddesk.model.months import Months, by_month, in_month
from leaddesk.model.period import Period
from leaddesk.model.planned import PLAN
from leaddesk.model.purchases import unreadable
from leaddesk.model.slice import Slice, dimension
from leaddesk.model.stages import Stage
from leaddesk.model.standing import Standing, standing
from leaddesk.model.terms import BY_CREATED, CUSTOMERS, DISTINCT, IS_LOST, LEADS
from leaddesk.model.trend import Trend, trend
from leaddesk.model.unopened import Unopened, unopened
from leaddesk.model.within import within

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Sequence

    from leaddesk.model.expression import Aggregate
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.measure import Measure
    from leaddesk.text import Message

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class KpiFigure:
    """One KPI with its measure, and its trend where a period to compare with is set."""

    kpi: Kpi
    measure: Measure
    trend: Trend | None = None


@dataclass(frozen=True)
class Report:
    """What a Slice says, each part computed when it is first asked for. Every value it hands over is immutable."""

    slice: Slice

    @cached_property
    def evaluator(self) -> Evaluator:
        """The evaluator over the slice."""
        return Evaluator(self.slice, PLAN)

    @cached_property
    def past(self) -> Evaluator | None:
        """The evaluator over the period to compare with, None when none is set."""
        if self.slice.compare is None:
            return None
        return within(self.evaluator, self.slice.compare)

    @cached_property
    def kpis(self) -> tuple[KpiFigure, ...]:
        """Every KPI, in the order in which they are shown."""
        return tuple(self.figure(kpi) for kpi in KPIS)

    @cached_property
    def told(self) -> tuple[KpiFigure, ...]:
        """Those of :attr:`kpis` that do not wait for a table nobody opened."""
        waiting = {kpi.id for one in self.unopened for kpi in one.kpis}
        return tuple(figure for figure in self.kpis if figure.kpi.id not in waiting)

    @cached_property
    def unopened(self) -> tuple[Unopened, ...]:
        """The KPIs that wait for a table nobody opened, by table."""
        return unopened(KPIS, self.slice.dataset)

    def figure(self, kpi: Kpi) -> KpiFigure:
        """One KPI."""
        now, past = measure(kpi, self.evaluator), self.past
        if past is None or (isinstance(kpi.expression, Method) and not kpi.expression.is_dated):
            return KpiFigure(kpi, now)
        return KpiFigure(kpi, now, trend(kpi, now, self.evaluator, past))

    @cached_property
    def funnel(self) -> funnels.Funnel:
        """The funnel of the leads created in the period."""
        return funnels.funnel(self.evaluator)

    @cached_property
    def channels(self) -> Breakdown:
        """The channels side by side."""
        return self.by("channel", COMPARED)

    def by(self, name: str, kpis: Sequence[Kpi] = KPIS) -> Breakdown:
        """KPIs by one dimension (see :data:`~leaddesk.model.slice.DIMENSIONS`)."""
        return breakdown(self.evaluator, dimension(self.slice.dataset, name), kpis)

    @cached_property
    def leads_by_month(self) -> Months:
        """New leads month by month."""
        return by_month(LEADS, self.evaluator)

    @cached_property
    def customers_by_month(self) -> Months:
        """Customers won month by month."""
        return by_month(CUSTOMERS, self.evaluator)

    @cached_property
    def leads(self) -> npt.NDArray[np.intp]:
        """The positions of the leads created in the slice, repeated numbers included; empty without leads."""
        if "leads" not in self.slice.dataset or self.slice.lacking("leads") is not None:
            return np.zeros(0, np.intp)
        if self.slice.period.is_set and not self.slice.dataset.has("leads", "created"):
            return np.zeros(0, np.intp)
        return self.evaluator.matching("leads", BY_CREATED, ())

    @cached_property
    def conversion(self) -> conversions.Conversion:
        """How the leads created in the period convert, fair to the young ones."""
        return conversions.conversion(self.evaluator)

    @cached_property
    def cohorts(self) -> cohorts_.Cohorts:
        """The leads created in the period by month and age."""
        return cohorts_.cohorts(self.evaluator)

    @cached_property
    def stays(self) -> tuple[stay.Stay, ...]:
        """How long the leads created in the period stay in each stage."""
        return stay.stays(self.evaluator)

    @cached_property
    def stuck(self) -> tuple[stay.Stuck, ...]:
        """The leads created in the period that are in a stage for longer than others were."""
        return stay.stuck(self.evaluator)

    @cached_property
    def stuck_leads(self) -> stay.StuckLeads:
        """The same leads in one list, the most unusual wait first."""
        return stay.stuck_leads(self.stuck)

    def followed_leads(self, month: dt.date | None = None) -> npt.NDArray[np.intp]:
        """The positions of the leads that are followed, of the month of that day where one is given."""
        return behind.followed_leads(self.evaluator, month)

    def won_within(self, days: int | None = None, month: dt.date | None = None) -> npt.NDArray[np.intp]:
        """The positions of those of the :meth:`followed_leads` that were won by that age, or at all."""
        return behind.won_within(self.evaluator, days, month)

    @cached_property
    def open_leads(self) -> npt.NDArray[np.intp]:
        """The positions of those of the :meth:`followed_leads` that are not decided."""
        return behind.open_leads(self.evaluator)

    @cached_property
    def time_to_convert(self) -> stay.TimeToConvert:
        """How long the leads created in the period take to be won."""
        return stay.time_to_convert(self.evaluator)

    @cached_property
    def conversion_window(self) -> readings.Window:
        """Within how many days of their creation leads are won."""
        return readings.conversion_window(self.evaluator)

    def read_funnel(self, reading: readings.Reading, window: int | None = None) -> readings.ReadFunnel:
        """The funnel of the leads created in the period, read in one of three ways, within a window or without."""
        if reading is readings.Reading.AS_RECORDED:
            return readings.as_recorded(self.evaluator, self.funnel)
        return readings.read_funnel(self.evaluator, reading, window)

    def leads_read(
        self, reading: readings.Reading, window: int | None, stage: Stage, part: readings.Part
    ) -> npt.NDArray[np.intp]:
        """The positions of the leads behind a number of :meth:`read_funnel`."""
        if reading is readings.Reading.AS_RECORDED:
            return self.leads_at(stage, dropped=part is not readings.Part.REACHED)
        return readings.leads_read(self.evaluator, reading, window, stage, part)

    def only(self, name: str, key: str | None) -> Report:
        """The same of the rows with one value of a dimension alone; the other filters and the period stay."""
        return Report(replace(self.slice, compare=None, filters=self.slice.filters.having(name, frozenset({key}))))

    def before(self) -> Report | None:
        """The same of the period to compare with, None when none is set."""
        return None if self.slice.compare is None else Report(self.slice.within(self.slice.compare))

    @cached_property
    def recovery(self) -> recoveries.Recovery | None:
        """What closing half of the biggest leak would bring; None without a leak."""
        return recoveries.recovery(self.evaluator)

    @cached_property
    def retention(self) -> retentions.Retention:
        """What the orders of the period say of the customers."""
        return retentions.retention(self.evaluator)

    @cached_property
    def quiet_customers(self) -> tuple[quiet.QuietCustomer, ...]:
        """The customers that have gone quiet against their own rhythm, whatever the period."""
        return quiet.quiet_customers(self.evaluator)

    @cached_property
    def reach(self) -> reaches.Reach:
        """From impressions to repeat customers, each counted on its own base."""
        return reaches.reach(self.evaluator)

    @cached_property
    def lacking_orders(self) -> Message | None:
        """Why customers cannot be followed by their orders, whatever the period; None when they can."""
        return unreadable(self.evaluator)

    @property
    def has_orders(self) -> bool:
        """Whether orders are recorded by customer and day, whatever is filtered."""
        return all(self.slice.dataset.has("orders", column) for column in ("customer", "date"))

    def buyers(self, who: buying.Who) -> tuple[str, ...]:
        """The customers behind a figure of the orders, as the orders name them."""
        return buying.buyers(self.evaluator, who)

    def first_bought_in(self, month: dt.date, later: int | None = None) -> tuple[str, ...]:
        """The customers whose first order is of the month of that day; with *later* those that ordered so many months
        after it.
        """
        return buying.first_bought_in(self.evaluator, month, later)

    def leads_of_customers(self, customers: Collection[str]) -> npt.NDArray[np.intp]:
        """The positions of the leads that orders name as their customers, each number once."""
        return buying.leads_of_customers(self.slice.dataset, customers)

    @cached_property
    def objectives(self) -> goals.Objectives:
        """All objectives, and the rows of their table that are not understood."""
        state = self.slice.state
        return state.once("objectives", lambda: goals.objectives(state))

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """How each objective stands on the as-of day, whatever the period and the filters."""
        state = self.slice.state
        return state.once("standings", lambda: tuple(standing(one, state) for one in self.objectives.found))

    @cached_property
    def alerts(self) -> Alerts:
        """What the last complete month shows that chance does not explain, whatever the period."""
        return self._whatever_period("alerts", alerts)

    @cached_property
    def forecast(self) -> Forecast:
        """Customers and revenue of the next months, whatever the period."""
        return forecast_over(self.slice)

    def _whatever_period(self, key: str, make: Callable[[Evaluator], Made]) -> Made:
        """What *make* gives of all that the filters keep; made once for the State and the filters."""
        whole = within(self.evaluator, Period())
        return whole.slice.state.once((key, whole.slice.filters), lambda: make(whole))

    def leads_at(self, stage: Stage, dropped: bool = False) -> npt.NDArray[np.intp]:
        """The positions of the leads behind a bar of the funnel: those that reached *stage*, or (``dropped``) those
        that reached the stage before but not this one.
        """
        here = self.evaluator.matching("leads", BY_CREATED, funnels.stage_count(stage).where)
        if not dropped or stage is Stage.NEW:
            return here
        before = self.evaluator.matching("leads", BY_CREATED, funnels.stage_count(Stage(stage - 1)).where)
        return np.setdiff1d(before, here, assume_unique=True)

    def leads_leaked(self, stage: Stage) -> npt.NDArray[np.intp]:
        """The positions of the leads that the step to *stage* lost for good: those of a leak."""
        open_ = self.evaluator.matching("leads", BY_CREATED, funnels.open_at(Stage(max(0, stage - 1))).where)
        gone = np.setdiff1d(self.leads_at(stage, dropped=True), open_, assume_unique=True)
        unknown = self.evaluator.matching("leads", BY_CREATED, funnels.UNKNOWN.where)
        return np.setdiff1d(gone, unknown, assume_unique=True)

    def leads_of(self, name: str, key: str | None) -> npt.NDArray[np.intp]:
        """The positions of the leads with one value of a dimension (None: without one), each number once."""
        places = self.evaluator.matching("leads", LEADS.by, LEADS.where)
        by = dimension(self.slice.dataset, name)
        groups = by.groups(self.slice.dataset["leads"])[places]
        return places[np.flatnonzero(groups == by.keys.index(key))]

    def leads_in(self, month: dt.date) -> npt.NDArray[np.intp]:
        """The positions of the leads created in the month of that day, as far as the period holds it."""
        return in_month(LEADS, month, self.evaluator)

    def derivation(self, kpi: Kpi) -> Derivation:
        """How a KPI came about: its terms with their figures."""
        return derivation(kpi, self.evaluator)

    def counted(self, aggregate: Aggregate) -> npt.NDArray[np.intp]:
        """The positions of the rows that a term of a KPI counts or sums, in the table of that term."""
        return counted(aggregate, self.evaluator)

    def traced(self, kpi: Kpi) -> tuple[Traced, ...]:
        """The rows that a KPI counts and those that it leaves out, each with the reason, table by table."""
        return traced(kpi, self.evaluator)

    def neighbours(self, kpi: Kpi) -> tuple[KpiFigure, ...]:
        """The figures that a KPI is taken for, as they are here."""
        return tuple(KpiFigure(other, measure(other, self.evaluator)) for other in neighbours(kpi))

    def of_value(self, name: str, key: str | None) -> Report:
        """The same for one value of a dimension (None: the rows without one)."""
        kept = self.slice.filters.having(name, frozenset({key}))
        return Report(replace(self.slice, filters=kept))

    @cached_property
    def past_leads_by_month(self) -> Months | None:
        """New leads month by month over the period to compare with, None when none is set."""
        return None if self.past is None else by_month(LEADS, self.past)

    @cached_property
    def unknown_statuses(self) -> tuple[tuple[str, int], ...]:
        """The status words that no stage is known for, most frequent first, each with how many leads of the slice
        carry it: they count as open.
        """
        if not len(self.leads) or not self.slice.dataset.has("leads", "status"):
            return ()
        frame = self.slice.dataset["leads"]
        stage_of = self.slice.state.settings.stage_map.stage
        unknown = [code for code, word in enumerate(frame.labels("status")) if stage_of(word) is None]
        if not unknown:
            return ()
        codes = frame.codes("status")[self.leads]
        counts = np.bincount(codes[codes >= 0], minlength=len(frame.labels("status")))
        words = [(frame.labels("status")[code], int(counts[code])) for code in unknown if counts[code]]
        return tuple(sorted(words, key=lambda pair: -pair[1]))

    @cached_property
    def lost_reasons(self) -> tuple[tuple[str | None, int], ...]:
        """Why leads of the period were lost: each reason with its leads, most frequent first, those without one last.

        Empty when no reason is recorded.
        """
        counts = {reason: len(self.leads_lost_for(reason)) for reason in self._reasons}
        if not any(count for reason, count in counts.items() if reason is not None):
            return ()
        found = [(reason, count) for reason, count in counts.items() if count]
        return tuple(sorted(found, key=lambda pair: (pair[0] is None, -pair[1])))

    @cached_property
    def _reasons(self) -> tuple[str | None, ...]:
        if not len(self.leads) or not self.slice.dataset.has("leads", "lost_reason"):
            return ()
        return (*self.slice.dataset["leads"].labels("lost_reason"), None)

    def leads_lost_for(self, reason: str | None) -> npt.NDArray[np.intp]:
        """The positions of the leads of the period that were lost for that reason (None: none is recorded)."""
        if reason not in self._reasons:
            return np.zeros(0, np.intp)
        places = self.evaluator.matching("leads", BY_CREATED, (DISTINCT, IS_LOST))
        codes = self.slice.dataset["leads"].codes("lost_reason")[places]
        return places[np.flatnonzero(codes == (-1 if reason is None else self._reasons.index(reason)))]

    @cached_property
    def undated(self) -> int:
        """How many leads that the filters keep have no creation date, and so count only when no period is set."""
        if "leads" not in self.slice.dataset or self.slice.lacking("leads") is not None:
            return 0
        if not self.slice.dataset.has("leads", "created"):
            kept = self.slice.allowed("leads")
            return len(self.slice.dataset["leads"]) if kept is None else int(np.count_nonzero(kept))
        return preparing.undated(self.evaluator, "leads", BY_CREATED)[0]
