"""The orders, the web traffic and the other tables: every row of every period, with their helper columns."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from leaddesk.export.datapage import write_data_page
from leaddesk.export.sheet import Sheet
from leaddesk.model.tables import BY_ID

if TYPE_CHECKING:
    from leaddesk.export.page import Page

TABLES: Final = (
    "orders",
    "operations",
    "objectives",
    "touchpoints",
    "emails",
    "web",
    "social",
    "surveys",
    "service",
)


def write(page: Page, table: str) -> None:
    """Write the sheet of a table but its rows."""
    write_data_page(page, table)


SHEETS: Final = tuple(Sheet(BY_ID[table].label, partial(write, table=table), "8A8F98", table) for table in TABLES)
