"""What the data lacks for a figure, in the words of the person who keeps the spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaddesk.model.rowcolumn import OutcomeDay
from leaddesk.model.rows import needs
from leaddesk.model.stages import Stage
from leaddesk.model.tables import BY_ID
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from leaddesk.model.dataset import Dataset
    from leaddesk.model.rowcolumn import RowColumn


def lacking_table(table: str) -> Message:
    """That no file gave that table."""
    return msg("not measured yet: no spreadsheet of “{table}” was opened", table=BY_ID[table].label)


def lacking_column(column: RowColumn, dataset: Dataset) -> Message:
    """Which column a row column lacks to be measured, and for the day of an outcome what follows from that."""
    lacking = next(iter(sorted(pair for pair in needs(column)[0] if not dataset.has(*pair))))
    if lacking[0] not in dataset:
        return lacking_table(lacking[0])
    table = BY_ID[lacking[0]]
    label = table.column(lacking[1]).label
    if isinstance(column, OutcomeDay) and column.outcomes == (Stage.WON,):
        return msg("the date of the sale is missing (“{column}”): nobody knows who was won when", column=label)
    if isinstance(column, OutcomeDay):
        return msg("the date is missing (“{column}”): nobody knows when leads were won or lost", column=label)
    return msg("not measured yet: no column “{column}” in your “{table}”", column=label, table=table.label)
