"""How many rows of each sheet were read, taken and left out, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from leaddesk.ingest.leftout import left_out_words
from leaddesk.model.tables import BY_ID
from leaddesk.text import msg, msgc
from leaddesk.ui.row_counts import expenses
from leaddesk.ui.theme import plain_tooltip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.ingest.importer import SheetCount
    from leaddesk.text import Language

HEADERS: Final = (msg("Sheet"), msg("Taken for"), msg("Rows read"), msg("Taken"), msgc("rows", "Left out"))
_TALLEST: Final = 150


class BalanceTable(QTableWidget):
    """A row a sheet, those that were left out whole as well."""

    def __init__(self, counts: Sequence[SheetCount], language: Language, parent: QWidget | None = None) -> None:
        super().__init__(len(counts), len(HEADERS), parent)
        words = language.text
        self.setHorizontalHeaderLabels([words(header) for header in HEADERS])
        self.setAccessibleName(words(msg("Rows of the files")))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        for row, count in enumerate(counts):
            where = f"{count.file} › {count.sheet}" if count.sheet else count.file
            table = BY_ID[count.table].label if count.table else msg("left out")
            reasons = (count.left_out | count.in_part).items()
            why = [words(left_out_words(reason, number)) for reason, number in reasons]
            self._put(row, 0, where or words(msg("Clipboard")))
            self._put(row, 1, words(table))
            taken = language.number(count.taken)
            if count.given != count.taken:
                taken = words(msg("{rows} → {expenses}", rows=taken, expenses=expenses(count.given)))
            for column, number in ((2, language.number(count.read)), (3, taken)):
                item = self._put(row, column, number if count.table else "")
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._put(row, 4, " · ".join(why))
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in range(4):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        rows = sum(self.rowHeight(row) for row in range(len(counts)))
        self.setMaximumHeight(min(_TALLEST, rows + header.sizeHint().height() + 4))

    def _put(self, row: int, column: int, text: str) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        item.setToolTip(plain_tooltip(text))
        self.setItem(row, column, item)
        return item
