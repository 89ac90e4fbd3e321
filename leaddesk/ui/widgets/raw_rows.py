"""The lines of the file below what was understood of them: all, or those that a finding is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from leaddesk.text import msg
from leaddesk.ui.itemmodels.raw_rows import RawRowsModel
from leaddesk.ui.theme import GAP

if TYPE_CHECKING:
    from leaddesk.model.issues import Issue
    from leaddesk.model.raw import RawSheet
    from leaddesk.model.recipe import SheetRecipe
    from leaddesk.text import Language


class RawRows(QWidget):
    """A title that says which lines are shown, and the lines."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self.title, self.all_button, self.table = QLabel(), QPushButton(), QTableView()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setProperty("tone", "muted")
        self.all_button.setText(language.text(msg("Show all lines")))
        self.all_button.setAutoDefault(False)
        self.model = RawRowsModel(language)
        self.table.setModel(self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.table.setAccessibleName(language.text(msg("Lines of the file")))
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.horizontalHeader().setDefaultSectionSize(120)
        self.table.horizontalHeader().setMaximumSectionSize(320)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        rows = self.table.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(24)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.all_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        self.all_button.clicked.connect(self.show_all)
        self._say()

    def show_sheet(self, raw: RawSheet, recipe: SheetRecipe) -> None:
        """Show the lines of a sheet from the headers on, as its recipe takes them."""
        self.model.show_sheet(raw, recipe)
        self._say()
        top = recipe.header_row if recipe.header_row is not None else recipe.first_row
        self.table.scrollTo(self.model.index(max(0, top - 1), 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def show_issue(self, issue: Issue | None) -> None:
        """Show the lines that a finding is about; all of them for one about none in particular."""
        self.model.show_lines(() if issue is None else issue.lines)
        self._say(issue)
        if issue is not None and issue.position >= 0:
            self.table.scrollTo(self.model.index(0, issue.position))

    @Slot()
    def show_all(self) -> None:
        """Show every line again."""
        self.show_issue(None)

    def _say(self, issue: Issue | None = None) -> None:
        words, shown = self.language.text, self.model.rowCount()
        is_partial = self.model.is_partial and issue is not None
        if is_partial and issue is not None and issue.count > shown:
            text = msg(
                "Lines of the file: the first {shown} of {count} that this is about", shown=shown, count=issue.count
            )
        elif is_partial:
            text = msg("Lines of the file that this is about")
        else:
            text = msg("Lines of the file, as they are")
        self.title.setText(words(text))
        self.all_button.setVisible(is_partial)
