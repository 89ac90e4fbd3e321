"""What is the matter with a user's file, as data: nothing is changed or left out without one of these."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from leaddesk.model.tables import BY_ID

if TYPE_CHECKING:
    from leaddesk.text import Fact, Message


class Severity(IntEnum):
    """How much an issue matters: worth knowing, worth a look, or wrong."""

    INFO = 0
    WARNING = 1
    ERROR = 2


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding about a file, a sheet or a column.

    ``lines`` are the first few 1-based lines concerned, ``count`` how many there are in all, ``examples`` pairs of
    a cell before and after (the same where it was not changed), ``code`` a stable name by which code and tests
    recognise the finding.

    ``applied``: for what LeadDesk did by itself and does not do when it is told not to, whether it did it (True) or
    only says what it would do (False); None for what is no proposal. ``position``: of the column among the sheet's,
    -1 for a finding about the whole sheet. Both tell :meth:`~leaddesk.model.recipe.SheetRecipe.switched` what to do.
    ``table``: where ``column`` is the id of a column of a table, that table's id.
    """

    severity: Severity
    message: Message
    file: str = ""
    sheet: str = ""
    column: str = ""
    lines: tuple[int, ...] = ()
    count: int = 0
    examples: tuple[tuple[Fact, Fact], ...] = ()
    code: str = ""
    applied: bool | None = None
    position: int = -1
    table: str = ""

    @property
    def column_name(self) -> Message | str:
        """What the column is called: the label of a table's column, or the header that the user wrote."""
        column = BY_ID[self.table].by_id.get(self.column) if self.table else None
        return self.column if column is None else column.label
