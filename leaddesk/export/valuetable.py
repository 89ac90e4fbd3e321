"""Values of one dimension side by side (channels, campaigns): the KPIs of each with their intervals, as formulas.

The counts and sums behind each row stand to the right.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leaddesk.export import bounds, computed
from leaddesk.export.formulas import Group, expression_formula
from leaddesk.export.review import same
from leaddesk.export.styles import Look, unit_look
from leaddesk.model.expression import Arithmetic, Count, Op, aggregates
from leaddesk.model.kpi import Uncertainty
from leaddesk.model.kpis import COMPARED
from leaddesk.model.measuring import measures
from leaddesk.text import NO_VALUE, msg

if TYPE_CHECKING:
    from leaddesk.export.formulas import Cell
    from leaddesk.export.page import Page
    from leaddesk.export.review import Review
    from leaddesk.model.expression import Aggregate
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.measure import Measure
    from leaddesk.model.slice import Dimension
    from leaddesk.text import Message


CHANNEL: Final = "channel"


@dataclass(frozen=True)
class Names:
    """The words of a table: what heads the values, names rows without one, and all of them together."""

    heading: Message
    without: Message
    together: Message


@dataclass(frozen=True)
class Line:
    """One value: its key (from 1), its name and its measures."""

    key: int
    name: str | None
    measures: tuple[Measure, ...]


class ValueTable:
    """The table being written: which column holds which KPI, interval, count or sum.

    ``top``: the row of its headings; ``lines``: the values, those with most leads first, *most* of them at most, then
    the rows without one. ``is_charted``: with what the whiskers of a chart are drawn from.
    """

    def __init__(
        self, page: Page, by: str, names: Names, top: int, *, most: int | None = None, is_charted: bool = False
    ) -> None:
        self.page = page
        self.review: Review = page.review
        self.by: Dimension = self.review.dimension(by)
        self.names = names
        self.top = top
        self.is_charted = is_charted
        lines = self._lines()
        self.lines = [*lines[:-1][:most], lines[-1]]
        self.first, self.last = top + 1, top + len(self.lines)
        self.kpis: dict[str, int] = {}
        self.ends: dict[str, tuple[int, int]] = {}
        place = 2
        for kpi in COMPARED:
            self.kpis[kpi.id] = place
            place += 1
            if kpi.uncertainty is not Uncertainty.NONE:
                self.ends[kpi.id] = (place, place + 1)
                place += 2
        self.shown = place - 1
        self.key = place + 1
        needed = {same(a): a for kpi in COMPARED for a in aggregates(kpi.expression)}
        self.bases = {one: (self.key + 1 + index, a) for index, (one, a) in enumerate(needed.items())}
        self.whiskers = self.key + 1 + len(needed)
        place = self.whiskers + (2 if is_charted else 0)
        self.helpers: dict[Aggregate, tuple[int, Aggregate]] = {}
        self.varying: dict[Aggregate, tuple[int, int]] = {}
        for random in (kpi.random for kpi in COMPARED if kpi.random is not None):
            if same(random) in self.varying:
                continue
            for one in bounds.parts_of(random)[1:]:
                self.helpers[same(one)] = (place, one)
                place += 1
            self.varying[same(random)] = (place, place + 1)
            place += 2
        for one in (part for kpi in COMPARED for part in bounds.gaps_of(kpi.algebra)):
            if same(one) not in self.bases and same(one) not in self.helpers:
                self.helpers[same(one)] = (place, one)
                place += 1
        self.last_helper = place - 1

    def _lines(self) -> list[Line]:
        columns = [measures(kpi, self.review.report.evaluator, self.by) for kpi in COMPARED]
        lines = [
            Line(group + 1, name, tuple(column[group] for column in columns)) for group, name in enumerate(self.by.keys)
        ]
        return sorted(lines, key=lambda line: (line.name is None, -(line.measures[0].value or 0), line.key))

    def write(self) -> int:
        """Write it; gives its last row, which is that of all values together."""
        page, top = self.page, self.top
        page.header(top, [self.names.heading])
        for kpi in COMPARED:
            page.text(top, self.kpis[kpi.id], kpi.title, Look.HEADER_NUMBER)
            for place, heading in zip(self.ends.get(kpi.id, ()), (msg("From (95 %)"), msg("To (95 %)")), strict=False):
                page.text(top, place, heading, Look.HEADER_NUMBER)
        page.text(top, self.key, msg("Key"), Look.HELPER_HEADER)
        for place, aggregate in self.bases.values():
            page.text(top, place, aggregate.label, Look.HELPER_HEADER)
        if self.is_charted:
            for index, heading in enumerate((msg("For the chart: up"), msg("For the chart: down"))):
                page.text(top, self.whiskers + index, heading, Look.HELPER_HEADER)
        self._helper_headings()
        for row, line in enumerate(self.lines, self.first):
            self._line(row, line)
        self._total(self.last + 1)
        page.heights(top, 43)
        return self.last + 1

    def widths(self) -> None:
        """The widths of its columns."""
        page = self.page
        page.widths(26, *[13] * (self.shown - 1), 3, 7, *[12] * (self.last_helper - self.key))
        for place in (place for both in self.ends.values() for place in both):
            page.width(place, 10.5)

    def _helper_headings(self) -> None:
        page, top = self.page, self.top
        for place, aggregate in self.helpers.values():
            words = msg("{what}: sum of squares", what=aggregate.label)
            if isinstance(aggregate, Count):
                words = msg("{what}: rows with a value", what=aggregate.label)
                if not any(where.op is Op.KNOWN for where in aggregate.where):
                    words = msg("{what}: rows", what=aggregate.label)
            page.text(top, place, words, Look.HELPER_HEADER)
        for random, places in self.varying.items():
            label = self.bases[random][1].label
            headings = (msg("{what}: from (95 %)", what=label), msg("{what}: to (95 %)", what=label))
            for place, heading in zip(places, headings, strict=True):
                page.text(top, place, heading, Look.HELPER_HEADER)

    def _line(self, row: int, line: Line) -> None:
        page, review = self.page, self.review
        if line.name is None:
            page.text(row, 1, self.names.without, Look.NOTE)
        else:
            page.text(row, 1, line.name, Look.STRONG)
        page.number(row, self.key, line.key, Look.HELPER)
        group = page.at(row, self.key)
        for place, aggregate in (*self.bases.values(), *self.helpers.values()):
            formula = None
            if review.guards(aggregate, self.by).static is None:
                keys = review.sheets[aggregate.table].key_column(self.by.id).name
                formula = review.aggregate_cell(aggregate, by=self.by, group=Group(keys, group))
            page.figure(row, place, formula, self.base(aggregate, line.key - 1), Look.HELPER)

        def cell(aggregate: Aggregate) -> str:
            return page.at(row, (self.bases.get(same(aggregate)) or self.helpers[same(aggregate)])[0])

        self._varying(row, line.key - 1, cell)
        for kpi, measure in zip(COMPARED, line.measures, strict=True):
            look = unit_look(kpi.unit, measure.value)
            is_static = any(review.guards(a, self.by).static is not None for a in aggregates(kpi.expression))
            if not is_static and not review.is_said(kpi):  # of fewer days than those of its counts and sums
                places = (self.kpis[kpi.id], *self.ends.get(kpi.id, ()))
                for place, part in zip(places, (measure.value, measure.low, measure.high), strict=False):
                    computed.figure(page, row, place, part, look)
                if self.is_charted and kpi.uncertainty is Uncertainty.PROPORTION:
                    self._reach(row, kpi, measure)
                continue
            formula = None if is_static else expression_formula(kpi.algebra, cell)
            page.figure(row, self.kpis[kpi.id], formula, measure.value, look)
            found = self._bounds(row, kpi, cell)
            if found is None:
                continue
            for place, end, result in zip(self.ends[kpi.id], found, (measure.low, measure.high), strict=True):
                page.figure(row, place, None if is_static else end, result, look)
            if self.is_charted and kpi.uncertainty is Uncertainty.PROPORTION:
                self._reach(row, kpi, measure)

    def _bounds(self, row: int, kpi: Kpi, cell: Cell) -> bounds.Bounds | None:
        if kpi.uncertainty is Uncertainty.PROPORTION and isinstance(kpi.expression, Arithmetic):
            return bounds.wilson(kpi.expression, cell)
        if kpi.random is None:
            return None
        low, high = (self.page.at(row, place) for place in self.varying[same(kpi.random)])
        value = self.page.at(row, self.kpis[kpi.id])
        found = bounds.propagated(kpi.algebra, kpi.random, value, (low, high), cell)
        return bounds.unless_unknown(found, kpi.algebra, cell)

    def _varying(self, row: int, group: int, cell: Cell) -> None:
        """The intervals of the counts and sums that vary by chance."""

        def known_base(part: Aggregate) -> float | None:
            value = self.base(part, group)
            return value if isinstance(value, float) else None

        for random, places in self.varying.items():
            aggregate = self.bases[random][1]
            found = bounds.of_random(aggregate, cell)
            ends = bounds.ends_of_random(aggregate, known_base)
            is_static = self.review.guards(aggregate, self.by).static is not None
            for place, formula, end in zip(places, found, ends, strict=True):
                self.page.figure(row, place, None if is_static else formula, end, Look.HELPER)

    def base(self, aggregate: Aggregate, group: int) -> float | str:
        """What the Report says an aggregate of one value is, ``–`` when it is absent."""
        evaluator = self.review.report.evaluator
        if evaluator.unmeasured(aggregate, self.by) is not None:
            return NO_VALUE
        value = float(evaluator.aggregate(aggregate, self.by)[group])
        return value if math.isfinite(value) else NO_VALUE

    def _reach(self, row: int, kpi: Kpi, measure: Measure) -> None:
        """How far the interval reaches up and down from the value: what the chart draws as whiskers."""
        page = self.page
        low, high = (page.at(row, place) for place in self.ends[kpi.id])
        value = page.at(row, self.kpis[kpi.id])
        up = down = 0.0
        if measure.value is not None and measure.low is not None and measure.high is not None:
            up, down = measure.high - measure.value, measure.value - measure.low
        page.formula(row, self.whiskers, f"IF(COUNT({value},{high})<2,0,{high}-{value})", up, Look.HELPER)
        page.formula(row, self.whiskers + 1, f"IF(COUNT({value},{low})<2,0,{value}-{low})", down, Look.HELPER)

    def _total(self, row: int) -> None:
        page = self.page
        page.text(row, 1, self.names.together, Look.STRONG)
        for kpi in COMPARED:
            measure = self.review.report.figure(kpi).measure
            look = unit_look(kpi.unit, measure.value)
            page.formula(row, self.kpis[kpi.id], f"kpi_{kpi.id}", measure.value, look)
            for place, end, result in zip(
                self.ends.get(kpi.id, ()), ("low", "high"), (measure.low, measure.high), strict=False
            ):
                page.formula(row, place, f"kpi_{kpi.id}_{end}", result, look)
