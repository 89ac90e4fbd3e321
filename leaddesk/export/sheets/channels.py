"""The channels side by side, with charts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from leaddesk.export import charts
from leaddesk.export.formulas import NONE, Formula, Side
from leaddesk.export.sheet import Sheet
from leaddesk.export.styles import Look, formats
from leaddesk.export.valuetable import CHANNEL, Names, ValueTable
from leaddesk.model.channels import UNKNOWN_COST
from leaddesk.model.dimensions import dimensions
from leaddesk.model.expression import Arithmetic
from leaddesk.model.kpi import Uncertainty
from leaddesk.model.kpis import COMPARED
from leaddesk.model.measure import Unit
from leaddesk.model.terms import SPEND
from leaddesk.text import msg

if TYPE_CHECKING:
    from leaddesk.export.page import Page

TOP: Final = 4
SIZE: Final = (15.5, 8.6)
"""Width and height of a chart, in centimetres."""
CHARTED: Final = 12
"""Channels in the charts at most: more cannot be told apart."""
NAMES: Final = Names(msg("Channel"), msg("(no source)"), msg("All channels"))


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
    table = ValueTable(page, CHANNEL, NAMES, TOP, is_charted=True)
    table.write()
    table.widths()
    _together(page, table)
    _charts(page, table)
    page.sheet.freeze_panes = f"B{TOP + 1}"
    end = page.at(table.last, table.shown, absolute=False)
    page.sheet.auto_filter.ref = f"A{TOP}:{end}"
    bottom = page.at(table.last + 39, table.shown, absolute=False)
    page.printed(area=f"A1:{bottom}", landscape=True, titles=f"{TOP}:{TOP}", tall=len(table.lines) > CHARTED)


def _together(page: Page, table: ValueTable) -> None:
    """The counts and sums of all channels together, which the checks hold against those of the KPIs."""
    review = page.review
    for place, aggregate in table.bases.values():
        cells = f"{page.at(table.first, place)}:{page.at(table.last, place)}"
        values = [table.base(aggregate, group) for group in range(len(table.by.keys))]
        numbers = [value for value in values if isinstance(value, float)]
        whole = review.base(aggregate, Side.NOW)
        # Where no row at all has a value, channels without rows still have a sum of 0.
        is_known = numbers and not isinstance(review.aggregate_value(aggregate), str)
        formula = Formula(f"IF(COUNT({cells})*COUNT({whole})=0,{NONE},SUM({cells}))")
        page.formula(table.last + 1, place, formula, sum(numbers) if is_known else None, Look.HELPER)
        page.define(f"channels_{whole}", table.last + 1, place)


def _charts(page: Page, table: ValueTable) -> None:
    review, last = page.review, table.last
    rows = (table.first, min(last, TOP + CHARTED))
    if not dimensions(review.slice, CHANNEL):
        return
    anchors = [page.at(row, column, absolute=False) for row in (last + 4, last + 22) for column in (1, 7)]
    numbers = formats(review.language, review.state.settings.currency)
    counts = [table.kpis[kpi.id] for kpi in COMPARED if kpi.unit is Unit.COUNT]
    title = review.words(msg("Leads and customers by channel"))
    charts.bars(page, charts.Place(anchors[0], title, rows, SIZE, TOP), counts, horizontal=True)
    shares = [kpi for kpi in COMPARED if kpi.uncertainty is Uncertainty.PROPORTION]
    for kpi in shares[:1]:
        words = review.words(msg("{kpi}, with its 95 % interval", kpi=kpi.title))
        place = charts.Place(anchors[1], words, rows, SIZE, TOP, numbers[Look.PERCENT])
        chart = charts.bars(page, place, [table.kpis[kpi.id]], horizontal=True)
        charts.whiskers(page, chart, rows, table.whiskers, table.whiskers + 1)
        chart.y_axis.scaling.max = _widest(table, COMPARED.index(kpi))
    costs = [kpi for kpi in COMPARED if kpi.unit is Unit.MONEY and isinstance(kpi.expression, Arithmetic)]
    for anchor, kpi in zip(anchors[2:], costs, strict=False):
        place = charts.Place(anchor, review.words(kpi.title), rows, SIZE, TOP, numbers[Look.MONEY])
        charts.bars(page, place, [table.kpis[kpi.id]], horizontal=True)


def _widest(table: ValueTable, index: int) -> float:
    """Where the axis of shares ends: at the tenth above the highest whisker of the channels in the chart."""
    highs = [line.measures[index].high or 0.0 for line in table.lines[:CHARTED]]
    return min(1.0, math.ceil(max(highs, default=1.0) * 10 + 0.01) / 10)


SHEET: Final = Sheet(msg("Channels"), write, "E5601C")
