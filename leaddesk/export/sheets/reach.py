"""From what was shown to who came back: counts of five kinds, each on a base of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.export import computed
from leaddesk.export.formulas import DAY_ZERO
from leaddesk.export.sheet import Sheet
from leaddesk.export.styles import Look
from leaddesk.model import reach as reaches
from leaddesk.model.impressions import OF_ADVERTS
from leaddesk.model.period import day_number
from leaddesk.text import msg, msgc

if TYPE_CHECKING:
    from leaddesk.export.page import Page
    from leaddesk.model.reach import Reached
    from leaddesk.model.report import Report

COLUMNS: Final = 7
REMARK: Final = 44
"""The width of the remarks."""
WIDTHS: Final = (26, 13, 13, 13, 24, 92, REMARK)
WIDE: Final = 170
ABOVE: Final = ("touchpoints", "social", "web")
"""The tables of what happens before somebody is a lead."""
METHODS: Final = (
    msg(
        "Each line is counted in a table of its own, mostly without knowing who it was: none is a share of the one "
        "above, and none is divided by it."
    ),
    msg("Faint: the rows cover other days than those of the leads, so the count is of other days too."),
)


def write(page: Page) -> None:
    """Write the sheet."""
    found = page.review.report.reach
    subtitle = msg("From impressions to customers that come back, in the period.")
    row = computed.opening(page, TITLE, subtitle, METHODS, COLUMNS, WIDE)
    page.header(
        row, [msgc("from views to customers", "Step"), msg("Number"), msg("First day counted"), msg("Last day counted")]
    )
    for column, heading in enumerate((msg("Comes from"), msg("What one of them is"), msg("Remark")), 5):
        page.text(row, column, heading, Look.HEADER_BESIDE)
    page.heights(row, 30)
    for one in found.steps:
        row += 1
        _step(page, row, one)
        if one in found.partial:
            page.faint_when(f"B{row}:D{row}", "TRUE")
    page.widths(*WIDTHS)
    page.sheet.freeze_panes = "B4"
    page.printed(area=f"A1:G{row}", landscape=True)


def _step(page: Page, row: int, one: Reached) -> None:
    review = page.review
    page.text(row, 1, one.label, Look.STRONG)
    counted = reaches.COUNTED.get(one.step)
    formula = None if counted is None or one.absent is not None else review.aggregate_cell(counted)
    if counted is None or formula is None:
        computed.figure(page, row, 2, one.count, Look.COUNT)
        how = computed.COMPUTED if one.absent is None else ""
    else:
        page.formula(row, 2, formula, review.aggregate_value(counted), Look.COUNT)
        how = computed.FORMULA
    page.define(f"reach_{one.step}", row, 2)
    for column, day in ((3, one.first), (4, one.last)):
        computed.figure(page, row, column, None if day is None else day_number(day) + DAY_ZERO, Look.DATE)
    page.text(row, 5, how, Look.NOTE)
    page.text(row, 6, one.base, Look.NOTE)
    computed.remark(page, row, 7, "" if one.absent is None else one.absent, REMARK)


def _is_told(report: Report) -> bool:
    dataset = report.slice.dataset
    return any(table in dataset for table in ABOVE) or dataset.has(OF_ADVERTS.table, OF_ADVERTS.column)


TITLE: Final = msg("From views to customers")
SHEET: Final = Sheet(TITLE, write, "E5601C", when=_is_told)
