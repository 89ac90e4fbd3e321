"""The line below the import assistant: what is to be answered, how many rows were read, taken and left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from leaddesk.text import Message, msg, msgn
from leaddesk.ui.row_counts import expenses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.ingest.importer import SheetCount
    from leaddesk.text import Language


class BalanceLine(QLabel):
    """One sentence over all sheets that are taken in; a warning while a question is open."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("tone", "muted")

    def show_counts(self, counts: Sequence[SheetCount], open_questions: int) -> None:
        """Say how many questions are open, and what becomes of the rows as far as they are counted."""
        parts = []
        if open_questions:
            parts.append(
                msgn("{count} question to answer before", "{count} questions to answer before", open_questions)
            )
        read, taken = sum(count.read for count in counts), sum(count.taken for count in counts)
        if read:
            parts.append(msgn("{count} row read", "{count} rows read", read))
            parts.append(_taken(taken, counts))
        if read > taken:
            parts.append(msgn("{count} left out", "{count} left out", read - taken))
        self.setText("  ·  ".join(self.language.text(part) for part in parts))
        self.setProperty("tone", "warning" if open_questions else "muted")
        self.style().unpolish(self)
        self.style().polish(self)


def _taken(count: int, counts: Sequence[SheetCount]) -> Message:
    """The rows taken; of wide sheets how many expenses they are as well."""
    taken = msgn("{count} taken", "{count} taken", count)
    wide = [one for one in counts if one.given != one.taken]
    if not wide:
        return taken
    rows = msgn("{count} row", "{count} rows", sum(one.taken for one in wide))
    turned = msg("{rows} → {expenses}", rows=rows, expenses=expenses(sum(one.given for one in wide)))
    return msg("{taken} ({turned})", taken=taken, turned=turned)
