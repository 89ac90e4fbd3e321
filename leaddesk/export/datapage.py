"""The page of a data sheet: its headings, widths and filters. The rows themselves are streamed into the package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl.utils import get_column_letter

from leaddesk.export.datacolumn import DataColumn, Formulas, Texts
from leaddesk.export.rowformulas import FIRST_ROW, STAGE_LIST
from leaddesk.export.styles import Look

if TYPE_CHECKING:
    from leaddesk.export.datasheet import DataSheet
    from leaddesk.export.page import Page

WIDEST: Final = 38
HELPER_WIDTH: Final = 13
PAGE_WIDTH: Final = 260
"""Characters across a printed page, at a size that can be read."""


def write_data_page(page: Page, table: str) -> None:
    """Write all of a data sheet but its rows; the second row shows the style of each column."""
    data = page.review.sheets[table]
    for index, column in enumerate(data.columns, 1):
        page.text(1, index, column.heading, Look.HELPER_HEADER if column.is_helper else Look.DATA_HEADER)
        page.number(FIRST_ROW, index, None, column.look)
        page.width(index, _width(column))
    page.heights(1, 42)
    page.sheet.freeze_panes = "B2"
    shown = sum(not column.is_helper for column in data.columns)
    page.sheet.auto_filter.ref = f"A1:{get_column_letter(shown)}{data.last_row}"
    if shown < len(data.columns):
        first, last = get_column_letter(shown + 1), get_column_letter(len(data.columns))
        page.sheet.column_dimensions.group(first, last, outline_level=1, hidden=False)
    hand = data.hand_column()
    if hand is not None:
        page.choice(f"{hand.letter}{FIRST_ROW}:{hand.letter}{data.last_row}", STAGE_LIST)
    pages = max(1, round(sum(_width(column) for column in data.columns[:shown]) / PAGE_WIDTH))
    page.printed(area=f"A1:{get_column_letter(shown)}{data.last_row}", landscape=True, titles="1:1", wide=pages)


def _width(column: DataColumn) -> float:
    if column.is_helper:
        return HELPER_WIDTH
    content = column.content.results if isinstance(column.content, Formulas) else column.content
    longest = len(column.heading) * 0.7
    if isinstance(content, Texts):
        longest = max([longest, *(len(label) for label in content.labels[:500])])
    elif column.look is Look.MOMENT:
        longest = max(longest, 16)
    return max(10.0, min(longest + 2, WIDEST))


def has_formulas(data: DataSheet) -> int:
    """How many formulas the rows of a data sheet hold."""
    return sum(isinstance(column.content, Formulas) for column in data.columns) * len(data.frame)
