"""In words how many rows a table gets, of a wide sheet how many it has and how many expenses they are; and how many
columns are understood.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaddesk.model.tables import BY_ID
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    from leaddesk.model.recipe import SheetRecipe


def rows_given(table: str, taken: int, given: int) -> Message:
    """“Costs: 24 rows”; where the rows of a wide sheet give several, “Costs: 24 rows → 96 expenses”."""
    label = BY_ID[table].label
    if given == taken:
        return msgn("{table}: {count} row", "{table}: {count} rows", given, table=label)
    rows = msgn("{count} row", "{count} rows", taken)
    return msg("{table}: {rows} → {expenses}", table=label, rows=rows, expenses=expenses(given))


def expenses(count: int) -> Message:
    """“96 expenses”."""
    return msgn("{count} expense", "{count} expenses", count)


def columns_understood(sheet: SheetRecipe) -> Message:
    """How many of the columns of a sheet are understood."""
    known = sum(bool(choice.target) and not choice.is_extra for choice in sheet.columns)
    return msgn(
        "{count} of {all} columns is understood",
        "{count} of {all} columns are understood",
        known,
        all=len(sheet.columns),
    )
