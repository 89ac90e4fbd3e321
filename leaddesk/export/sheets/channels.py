"""The channels side by side, with charts; the counts and sums behind each row stand to the right."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leaddesk.export import bounds, charts
from leaddesk.export.formulas import NONE, Formula, Group, Side, expression_formula
from leaddesk.export.review import same
from leaddesk.export.sheet import Sheet
from leaddesk.export.styles import Look, formats, unit_look
from leaddesk.model.channels import UNKNOWN_COST
from leaddesk.model.dimensions import dimensions
from leaddesk.model.expression import Arithmetic, Count, aggregates
from leaddesk.model.kpi import Uncertainty
from leaddesk.model.kpis import COMPARED
from leaddesk.model.measure import Unit
from leaddesk.model.measuring import measures
from leaddesk.model.terms import SPEND
from leaddesk.text import NO_VALUE, msg

if TYPE_CHECKING:
    from leaddesk.export.formulas import Cell
    from leaddesk.export.page import Page
    from leaddesk.export.review import Review
    from leaddesk.model.expression import Aggregate
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.measure import Measure
    from leaddesk.model.slice import Dimension

CHANNEL: Final = "channel"
TOP: Final = 4
SIZE: Final = (15.5, 8.6)
"""Width and height of a chart, in centimetres."""
CHARTED: Final = 12
"""Channels in the charts at most: more cannot be told apart."""


def write(page: Page) -> None:
    """Write the sheet."""
    page.text(1, 1, msg("Channels"), Look.TITLE)
    review = page.review
    tables = [sheet for sheet in review.sheets.values() if sheet.frame.has(CHANNEL)]
    if not tables:
        page.text(3, 1, msg("The channel of leads and costs is not recorded."), Look.TEXT)
        page.widths(60)
        page.printed()
        return
    page.text(2, 1, msg("Leads, spend and customers of each channel, each rate with its uncertainty."),
              Look.SUBTITLE)  # fmt: skip
    if SPEND.table in review.sheets:
        page.text(3, 1, UNKNOWN_COST, Look.ASIDE)
    ChannelTable(page).write()


@dataclass(frozen=True)
class Line:
    """One channel: its key (from 1), its name and its measures."""

    key: int
    name: str | None
    measures: tuple[Measure, ...]


class ChannelTable:
    """The table being written: which column holds which KPI, interval, count or sum."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.review: Review = page.review
        self.by: Dimension = self.review.dimension(CHANNEL)
        self.lines = self._lines()
        self.first, self.last = TOP + 1, TOP + len(self.lines)
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
        place = self.whiskers + 2
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
        self.last_helper = place - 1

    def _lines(self) -> list[Line]:
        columns = [measures(kpi, self.review.report.evaluator, self.by) for kpi in COMPARED]
        lines = [
            Line(group + 1, name, tuple(column[group] for column in columns)) for group, name in enumerate(self.by.keys)
        ]
        return sorted(lines, key=lambda line: (line.name is None, -(line.measures[0].value or 0), line.key))

    def write(self) -> None:
        """Write everything."""
        page = self.page
        page.header(TOP, [msg("Channel")])
        for kpi in COMPARED:
            page.text(TOP, self.kpis[kpi.id], kpi.title, Look.HEADER_NUMBER)
            for place, heading in zip(self.ends.get(kpi.id, ()), (msg("From (95 %)"), msg("To (95 %)")), strict=False):
                page.text(TOP, place, heading, Look.HEADER_NUMBER)
        page.text(TOP, self.key, msg("Key"), Look.HELPER_HEADER)
        for place, aggregate in self.bases.values():
            page.text(TOP, place, aggregate.label, Look.HELPER_HEADER)
        for index, heading in enumerate((msg("For the chart: up"), msg("For the chart: down"))):
            page.text(TOP, self.whiskers + index, heading, Look.HELPER_HEADER)
        self._helper_headings()
        for row, line in enumerate(self.lines, self.first):
            self._line(row, line)
        self._total(self.last + 1)
        self._charts()
        page.widths(26, *[13] * (self.shown - 1), 3, 7, *[12] * (self.last_helper - self.key))
        for place in (place for both in self.ends.values() for place in both):
            page.width(place, 10.5)
        page.heights(TOP, 43)
        page.sheet.freeze_panes = f"B{TOP + 1}"
        end = page.at(self.last, self.shown, absolute=False)
        page.sheet.auto_filter.ref = f"A{TOP}:{end}"
        bottom = page.at(self.last + 39, self.shown, absolute=False)
        page.printed(area=f"A1:{bottom}", landscape=True, titles=f"{TOP}:{TOP}", tall=len(self.lines) > CHARTED)

    def _helper_headings(self) -> None:
        page = self.page
        for place, aggregate in self.helpers.values():
            words = msg("{what}: sum of squares", what=aggregate.label)
            if isinstance(aggregate, Count):
                words = msg("{what}: rows with a value", what=aggregate.label)
            page.text(TOP, place, words, Look.HELPER_HEADER)
        for random, places in self.varying.items():
            label = self.bases[random][1].label
            headings = (msg("{what}: from (95 %)", what=label), msg("{what}: to (95 %)", what=label))
            for place, heading in zip(places, headings, strict=True):
                page.text(TOP, place, heading, Look.HELPER_HEADER)

    def _line(self, row: int, line: Line) -> None:
        page, review = self.page, self.review
        if line.name is None:
            page.text(row, 1, msg("(no source)"), Look.NOTE)
        else:
            page.text(row, 1, line.name, Look.STRONG)
        page.number(row, self.key, line.key, Look.HELPER)
        group = page.at(row, self.key)
        for place, aggregate in (*self.bases.values(), *self.helpers.values()):
            formula = None
            if review.guards(aggregate, self.by).static is None:
                keys = review.sheets[aggregate.table].key_column(CHANNEL).name
                formula = review.aggregate_cell(aggregate, by=self.by, group=Group(keys, group))
            page.figure(row, place, formula, self._base(aggregate, line.key - 1), Look.HELPER)

        def cell(aggregate: Aggregate) -> str:
            return page.at(row, (self.bases.get(same(aggregate)) or self.helpers[same(aggregate)])[0])

        self._varying(row, line.key - 1, cell)
        for kpi, measure in zip(COMPARED, line.measures, strict=True):
            look = unit_look(kpi.unit, measure.value)
            is_static = any(review.guards(a, self.by).static is not None for a in aggregates(kpi.expression))
            formula = None if is_static else expression_formula(kpi.algebra, cell)
            page.figure(row, self.kpis[kpi.id], formula, measure.value, look)
            found = self._bounds(row, kpi, cell)
            if found is None:
                continue
            for place, end, result in zip(self.ends[kpi.id], found, (measure.low, measure.high), strict=True):
                page.figure(row, place, None if is_static else end, result, look)
            if kpi.uncertainty is Uncertainty.PROPORTION:
                self._reach(row, kpi, measure)

    def _bounds(self, row: int, kpi: Kpi, cell: Cell) -> bounds.Bounds | None:
        if kpi.uncertainty is Uncertainty.PROPORTION and isinstance(kpi.expression, Arithmetic):
            return bounds.wilson(kpi.expression, cell)
        if kpi.random is None:
            return None
        low, high = (self.page.at(row, place) for place in self.varying[same(kpi.random)])
        value = self.page.at(row, self.kpis[kpi.id])
        return bounds.propagated(kpi.algebra, kpi.random, value, (low, high), cell)

    def _varying(self, row: int, group: int, cell: Cell) -> None:
        """The intervals of the counts and sums that vary by chance."""

        def known_base(part: Aggregate) -> float | None:
            value = self._base(part, group)
            return value if isinstance(value, float) else None

        for random, places in self.varying.items():
            aggregate = self.bases[random][1]
            found = bounds.of_random(aggregate, cell)
            ends = bounds.ends_of_random(aggregate, known_base)
            is_static = self.review.guards(aggregate, self.by).static is not None
            for place, formula, end in zip(places, found, ends, strict=True):
                self.page.figure(row, place, None if is_static else formula, end, Look.HELPER)

    def _base(self, aggregate: Aggregate, group: int) -> float | str:
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
        page.text(row, 1, msg("All channels"), Look.STRONG)
        for kpi in COMPARED:
            measure = self.review.report.figure(kpi).measure
            look = unit_look(kpi.unit, measure.value)
            page.formula(row, self.kpis[kpi.id], f"kpi_{kpi.id}", measure.value, look)
            for place, end, result in zip(
                self.ends.get(kpi.id, ()), ("low", "high"), (measure.low, measure.high), strict=False
            ):
                page.formula(row, place, f"kpi_{kpi.id}_{end}", result, look)
        for place, aggregate in self.bases.values():
            cells = f"{page.at(self.first, place)}:{page.at(self.last, place)}"
            values = [self._base(aggregate, group) for group in range(len(self.by.keys))]
            numbers = [value for value in values if isinstance(value, float)]
            whole = self.review.base(aggregate, Side.NOW)
            # Where no row at all has a value, channels without rows still have a sum of 0.
            is_known = numbers and not isinstance(self.review.aggregate_value(aggregate), str)
            formula = Formula(f"IF(COUNT({cells})*COUNT({whole})=0,{NONE},SUM({cells}))")
            page.formula(row, place, formula, sum(numbers) if is_known else None, Look.HELPER)
            page.define(f"channels_{whole}", row, place)

    def _charts(self) -> None:
        page, rows = self.page, (self.first, min(self.last, TOP + CHARTED))
        if not dimensions(self.review.slice, CHANNEL):
            return
        anchors = [page.at(row, column, absolute=False) for row in (self.last + 4, self.last + 22) for column in (1, 7)]
        numbers = formats(self.review.language, self.review.state.settings.currency)
        counts = [self.kpis[kpi.id] for kpi in COMPARED if kpi.unit is Unit.COUNT]
        title = self.review.words(msg("Leads and customers by channel"))
        charts.bars(page, charts.Place(anchors[0], title, rows, SIZE, TOP), counts, horizontal=True)
        shares = [kpi for kpi in COMPARED if kpi.uncertainty is Uncertainty.PROPORTION]
        for kpi in shares[:1]:
            words = self.review.words(msg("{kpi}, with its 95 % interval", kpi=kpi.title))
            place = charts.Place(anchors[1], words, rows, SIZE, TOP, numbers[Look.PERCENT])
            chart = charts.bars(page, place, [self.kpis[kpi.id]], horizontal=True)
            charts.whiskers(page, chart, rows, self.whiskers, self.whiskers + 1)
            chart.y_axis.scaling.max = self._widest(COMPARED.index(kpi))
        costs = [kpi for kpi in COMPARED if kpi.unit is Unit.MONEY and isinstance(kpi.expression, Arithmetic)]
        for anchor, kpi in zip(anchors[2:], costs, strict=False):
            place = charts.Place(anchor, self.review.words(kpi.title), rows, SIZE, TOP, numbers[Look.MONEY])
            charts.bars(page, place, [self.kpis[kpi.id]], horizontal=True)

    def _widest(self, index: int) -> float:
        """Where the axis of shares ends: at the tenth above the highest whisker of the channels in the chart."""
        highs = [line.measures[index].high or 0.0 for line in self.lines[:CHARTED]]
        return min(1.0, math.ceil(max(highs, default=1.0) * 10 + 0.01) / 10)


SHEET: Final = Sheet(msg("Channels"), write, "E5601C")
