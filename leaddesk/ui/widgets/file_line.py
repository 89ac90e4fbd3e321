"""One line of a file below the row that was made of it: its cells as the file has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget

from leaddesk.text import msg
from leaddesk.ui.itemmodels.raw_rows import RawRowsModel
from leaddesk.ui.theme import GAP

if TYPE_CHECKING:
    from leaddesk.model.raw import RawSheet
    from leaddesk.model.recipe import SheetRecipe
    from leaddesk.text import Language

_ROW = 26
_WIDEST = 260
_HEIGHT = 76
"""Of the headers, the line and a scroll bar."""


class FileLine(QWidget):
    """The file's own headers, and the cells of one line."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._raw: RawSheet | None = None
        self.title, self.table = QLabel(), QTableView()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setProperty("tone", "muted")
        self.model = RawRowsModel(language)
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName(language.text(msg("Line of the file")))
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setFixedHeight(_HEIGHT)
        table.horizontalHeader().setMaximumSectionSize(_WIDEST)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(_ROW)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        layout.addWidget(self.title)
        layout.addWidget(self.table)

    def show_line(self, raw: RawSheet, recipe: SheetRecipe, file: str, line: int) -> None:
        """Show a 1-based line of a sheet."""
        if raw is not self._raw:
            self._raw = raw
            self.model.show_sheet(raw, recipe)
        self.model.show_lines((line,))
        self.table.resizeColumnsToContents()
        self.title.setText(self._language.text(msg("Line {line} as {file} has it", line=line, file=file)))
