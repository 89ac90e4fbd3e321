"""How one asks what is behind the number in the head of a row: by the right mouse button or Ctrl+Alt+Enter."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence

from leaddesk.ui.itemmodels.words_table import BEHIND
from leaddesk.ui.widgets.figure_asking import figure_menu

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTableView

    from leaddesk.text import Language

HEAD_SHORTCUT: Final = "Ctrl+Alt+Return"


class HeadAsking(QObject):
    """Added to a table whose row heads tell of how many a row is."""

    asked = Signal(int, QRect)
    """What is behind the number of a row's head, and where the head is (global coordinates)."""
    opened = Signal(int)
    """The leads of a row."""

    def __init__(self, table: QTableView, language: Language) -> None:
        super().__init__(table)
        self._table, self._heads = table, table.verticalHeader()
        self.action = QAction(table)
        self.action.setShortcut(QKeySequence(HEAD_SHORTCUT))
        self.action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.action.triggered.connect(self._ask_current)
        table.addAction(self.action)
        self._heads.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._heads.customContextMenuRequested.connect(self._open_menu)
        self.set_language(language)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        self.action.setText(language.text(BEHIND))

    def ask(self, row: int) -> None:
        """Ask what is behind the number of a row's head."""
        heads = self._heads
        corner = heads.viewport().mapToGlobal(QPoint(0, heads.sectionViewportPosition(row)))
        self.asked.emit(row, QRect(corner.x(), corner.y(), heads.width(), heads.sectionSize(row)))

    @Slot()
    def _ask_current(self) -> None:
        index = self._table.currentIndex()
        if index.isValid():
            self.ask(index.row())

    @Slot(QPoint)
    def _open_menu(self, place: QPoint) -> None:
        row = self._heads.logicalIndexAt(place)
        if row >= 0:
            at = self._heads.viewport().mapToGlobal(place)
            behind, leads = partial(self.ask, row), partial(self.opened.emit, row)
            figure_menu(self._heads, self._language, at, behind, leads, HEAD_SHORTCUT)
