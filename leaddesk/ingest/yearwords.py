"""The words for days without a year: how many got one, what told it, and how many have none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.ingest.values import NO_YEAR, YEAR_ADDED
from leaddesk.model.issues import Severity
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.model.recipe import ColumnChoice

WORDS: Final[dict[str, tuple[Severity, Callable[[int, str], Message]]]] = {
    YEAR_ADDED: (
        Severity.WARNING,
        lambda count, column: msgn(
            "“{column}”: {count} date without a year got one",
            "“{column}”: {count} dates without a year got one",
            count, column=column,
        ),
    ),
    NO_YEAR: (
        Severity.WARNING,
        lambda count, column: msgn(
            "“{column}”: {count} date has no year; it counts as unknown",
            "“{column}”: {count} dates have no year; they count as unknown",
            count, column=column,
        ),
    ),
}  # fmt: skip
EVIDENCE: Final[dict[str, Message]] = {
    "rows": msg("from the dates of the column that have one"),
    "columns": msg("from the other dates of the row"),
    "sections": msg("the lines between the rows say it"),
    "title": msg("the title above the table says it"),
    "sheet": msg("the name of the sheet says it"),
    "file": msg("the name of the file says it"),
    "made": msg("from the days on which the file was made and last changed"),
}
"""What told the year (:attr:`~leaddesk.model.recipe.ColumnChoice.year_evidence`), in words."""
_CHOSEN: Final = msg("you chose it")


def with_evidence(message: Message, choice: ColumnChoice) -> Message:
    """The words for years that were added, with what told them."""
    reason = EVIDENCE.get(choice.year_evidence, _CHOSEN)
    return msg("{finding} ({reason})", finding=message, reason=reason)
