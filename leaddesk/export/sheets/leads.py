"""The leads, every row of every period, with the helper columns that the formulas look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.export.datapage import write_data_page
from leaddesk.export.sheet import Sheet
from leaddesk.text import msg

if TYPE_CHECKING:
    from leaddesk.export.page import Page

TABLE: Final = "leads"


def write(page: Page) -> None:
    """Write the sheet but its rows."""
    write_data_page(page, TABLE)


SHEET: Final = Sheet(msg("Leads"), write, "8A8F98", TABLE)
