"""What else leads can be compared by: campaigns, levers, segments, owners, towns, columns of the user's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.export.sheet import Sheet
from leaddesk.export.styles import Look
from leaddesk.export.valuetable import CHANNEL, Names, ValueTable
from leaddesk.model.channels import UNKNOWN_COST
from leaddesk.model.dimensions import dimensions
from leaddesk.model.leads_table import label_of
from leaddesk.model.terms import SPEND
from leaddesk.text import msg, msgn

if TYPE_CHECKING:
    from leaddesk.export.page import Page
    from leaddesk.model.report import Report

TOP: Final = 5
MOST: Final = 30
"""Values of a column at most: a hundred towns would be thousands of formulas that nobody reads."""


def write(page: Page) -> None:
    """Write the sheet."""
    page.text(1, 1, TITLE, Look.TITLE)
    page.text(2, 1, msg("Leads, spend and customers by everything else that leads can be compared by."), Look.SUBTITLE)
    if SPEND.table in page.review.sheets:
        page.text(3, 1, UNKNOWN_COST, Look.ASIDE)
    row, table = TOP, None
    for place, name in enumerate(_named(page.review.report), 1):
        label = label_of(name)
        page.text(row, 1, label, Look.HEADING)
        names = Names(label, msg("(none)"), msg("All together"))
        table = ValueTable(page, name, names, row + 1, most=MOST)
        page.define(f"values_{place}", table.first, 1, table.last)
        row = table.write() + 1
        hidden = len(table.by.keys) - len(table.lines)
        if hidden:
            words = msgn("and {count} more value, not listed here", "and {count} more values, not listed here", hidden)
            page.text(row, 1, words, Look.NOTE)
        row += 2
    if table is not None:
        table.widths()
        page.printed(area=f"A1:{page.at(row, table.shown, absolute=False)}", landscape=True)
    page.sheet.freeze_panes = "B4"


def _named(report: Report) -> tuple[str, ...]:
    return tuple(name for name in dimensions(report.slice) if name != CHANNEL)


def _has_any(report: Report) -> bool:
    return bool(_named(report))


TITLE: Final = msg("Other comparisons")
SHEET: Final = Sheet(TITLE, write, "E5601C", needs="leads", when=_has_any)
