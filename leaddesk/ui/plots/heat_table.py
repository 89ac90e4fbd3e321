"""The table under a heat map: heads that stay in place, columns alike, cells that mouse and keyboard press."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from leaddesk.ui.plots.marks import presses
from leaddesk.ui.theme import SMALL, font

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent

Role = Qt.ItemDataRole

_PADDING: Final = 18
_SHEET: Final = """
QTableView { border: 0; }
QHeaderView::section { padding: 4px 6px; border-right: 0; }
"""


class HeatTable(QTableView):
    """The cells, between heads that stay in place."""

    pressed_cell = Signal(int, int)
    """The row and the column of a cell that was clicked, or chosen with Enter."""
    pressed_row = Signal(int)
    """The row of the cell that was chosen with Ctrl+Enter."""

    def __init__(self, model: QAbstractTableModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setStyleSheet(_SHEET)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        heads, rows = self.horizontalHeader(), self.verticalHeader()
        for head in (heads, rows):
            head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            head.setHighlightSections(False)
            head.setFont(font(SMALL))
        rows.setSectionsClickable(True)
        rows.setCursor(Qt.CursorShape.PointingHandCursor)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 10)
        heads.setMinimumSectionSize(1)
        self.clicked.connect(self._click)

    def share_width(self) -> None:
        """All columns alike, as wide as the widest words and more where there is room."""
        model = self.model()
        count = model.columnCount()
        if not count:
            return
        metrics, heads = QFontMetricsF(self.font()), QFontMetricsF(self.horizontalHeader().font())
        columns, rows = range(count), range(model.rowCount())
        cells = (metrics.horizontalAdvance(str(model.index(row, c).data())) for row in rows for c in columns)
        titles = (
            heads.horizontalAdvance(str(model.headerData(column, Qt.Orientation.Horizontal))) for column in columns
        )
        least = int(max((*cells, *titles), default=0.0)) + _PADDING
        self.updateGeometries()
        self.horizontalHeader().setDefaultSectionSize(max(least, self.viewport().width() // count))
        self.updateGeometries()  # a new default size alone brings no bar to scroll by

    @Slot(QModelIndex)
    def _click(self, index: QModelIndex) -> None:
        self.pressed_cell.emit(index.row(), index.column())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share the new width."""
        super().resizeEvent(event)
        self.share_width()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space press a cell, with Ctrl its whole row."""
        current = self.currentIndex()
        if not presses(event.key()) or not current.isValid():
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.pressed_row.emit(current.row())
        else:
            self.pressed_cell.emit(current.row(), current.column())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A pointing hand over what can be pressed."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        hand = index.isValid() and index.data(Role.DisplayRole)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
