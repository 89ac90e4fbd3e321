"""What a Slice says. Screen, workbook, PDF and command line only render a Report, so they cannot disagree."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.model import funnel as funnels
from leaddesk.model.channels import COMPARED, Breakdown, breakdown
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.kpis import KPIS
from leaddesk.model.measuring import measure, plan
from leaddesk.model.months import Months, by_month
from leaddesk.model.slice import DIMENSIONS, Slice, dimension, is_recorded
from leaddesk.model.stages import Stage
from leaddesk.model.terms import BY_CREATED, CUSTOMERS, LEADS
from leaddesk.model.trend import Trend, trend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.model.expression import Expression
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.measure import Measure

EXPRESSIONS: Final[tuple[Expression, ...]] = (
    *(kpi.expression for kpi in KPIS),
    *(kpi.n for kpi in KPIS),
    *funnels.EXPRESSIONS,
)
PLAN: Final = plan(EXPRESSIONS)


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
        return Evaluator(self.slice.within(self.slice.compare), PLAN)

    @cached_property
    def kpis(self) -> tuple[KpiFigure, ...]:
        """Every KPI, in the order in which they are shown."""
        return tuple(self.figure(kpi) for kpi in KPIS)

    def figure(self, kpi: Kpi) -> KpiFigure:
        """One KPI."""
        now = measure(kpi, self.evaluator)
        return KpiFigure(kpi, now, None if self.past is None else trend(kpi, now, self.evaluator, self.past))

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
        """The positions of the rows of the leads created in the slice, repeated numbers included; empty without leads."""
        if "leads" not in self.slice.dataset or self.slice.lacking("leads") is not None:
            return np.zeros(0, np.intp)
        if self.slice.period.is_set and not self.slice.dataset.has("leads", "created"):
            return np.zeros(0, np.intp)
        return self.evaluator.matching("leads", BY_CREATED, ())

    def leads_at(self, stage: Stage, dropped: bool = False) -> npt.NDArray[np.intp]:
        """The positions of the leads behind a bar of the funnel: those that reached *stage*, or (``dropped``) those
        that reached the stage before but not this one.
        """
        here = self.evaluator.matching("leads", BY_CREATED, funnels.stage_count(stage).where)
        if not dropped or stage is Stage.NEW:
            return here
        before = self.evaluator.matching("leads", BY_CREATED, funnels.stage_count(Stage(stage - 1)).where)
        return np.setdiff1d(before, here, assume_unique=True)

    @cached_property
    def undated(self) -> int:
        """How many leads that the filters keep have no creation date, and so count only when no period is set."""
        if "leads" not in self.slice.dataset or self.slice.lacking("leads") is not None:
            return 0
        if not self.slice.dataset.has("leads", "created"):
            return len(self.slice.dataset["leads"])
        return self.slice.undated("leads", BY_CREATED)


def choices(data: Slice, name: str) -> tuple[str | None, ...]:
    """The values that a filter of that dimension offers; None stands for the rows without one."""
    return dimension(data.dataset, name).keys if dimensions(data, name) else ()


def dimensions(data: Slice, *names: str) -> tuple[str, ...]:
    """Those of the dimensions (all when none is named) that the leads are recorded by."""
    return tuple(name for name in names or DIMENSIONS if is_recorded(data.dataset, "leads", name))
