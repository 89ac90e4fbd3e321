"""How many rows a table gets, in words: of a wide sheet how many it has and how many expenses they are."""

from __future__ import annotations

from leaddesk.model.tables import BY_ID
from leaddesk.text import Message, msg, msgn


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
