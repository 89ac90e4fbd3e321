"""The words for marks and answers of surveys that are on another scale than their column's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.ingest.opinions import BEYOND, OF_TEN, WRITTEN, YES_OR_NO
from leaddesk.model.issues import Severity
from leaddesk.text import Message, msgn

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS: Final[dict[str, tuple[Severity, Callable[[int, str], Message]]]] = {
    OF_TEN: (
        Severity.WARNING,
        lambda count, column: msgn(
            "“{column}”: the marks go beyond 5, so {count} mark was read as one from 0 to 10 and brought to 1 to 5",
            "“{column}”: the marks go beyond 5, so {count} marks were read as marks from 0 to 10 and brought to 1 to 5",
            count, column=column,
        ),
    ),
    WRITTEN: (
        Severity.INFO,
        lambda count, column: msgn(
            "“{column}”: {count} answer in words, or written as 4/5, was read as a mark",
            "“{column}”: {count} answers in words, or written as 4/5, were read as marks",
            count, column=column,
        ),
    ),
    BEYOND: (
        Severity.WARNING,
        lambda count, column: msgn(
            "“{column}”: {count} mark is not from 1 to 5; it is left out of the satisfaction",
            "“{column}”: {count} marks are not from 1 to 5; they are left out of the satisfaction",
            count, column=column,
        ),
    ),
    YES_OR_NO: (
        Severity.INFO,
        lambda count, column: msgn(
            "“{column}”: {count} answer says yes or no; it counts for the recommendation rate, not as a mark",
            "“{column}”: {count} answers say yes or no; they count for the recommendation rate, not as marks",
            count, column=column,
        ),
    ),
}  # fmt: skip
