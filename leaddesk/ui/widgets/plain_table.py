"""A small read-only table: whole rows are selected, cells that look like links are clicked, Enter opens the row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtGui import QKeyEvent, QMouseEvent
_PADDING = 19
_SHEET = """
QTableView::item { padding: 0 5px; }
QHeaderView::section { padding: 7px 8px 4px 8px; }
QHeaderView::down-arrow, QHeaderView::up-arrow { subcontrol-position: top center; width: 10px; height: 9px; }
"""


class PlainTable(QTableView):
    """Shows a model of few rows."""

    opened = Signal(QModelIndex)
    """A click on a link, a double click, or Enter or Space on the current cell."""

    def __init__(self, links: Collection[int] = (), parent: QWidget | None = None) -> None:
        """*links*: the columns whose cells are opened by one click."""
        super().__init__(parent)
        self._links = frozenset(links)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setHighlightSections(False)
        # Cells keep the distance that headers have; the arrow of the order stands above the words, not on them.
        self.setStyleSheet(_SHEET)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 12)
        self.clicked.connect(self._click)
        self.doubleClicked.connect(self._double_click)

    def fit_columns(self, first: int = 0) -> None:
        """Share the width: each column as wide as its cells and the longest word of its header, then the headers in
        one line where there is room, then all alike. The first column is *first* wide at least; headers that do not
        fit are wrapped.
        """
        columns = range(self.model().columnCount() if self.model() is not None else 0)
        if not columns:
            return
        metrics = self.horizontalHeader().fontMetrics()
        titles = [str(self.model().headerData(c, Qt.Orientation.Horizontal)) for c in columns]
        wanted = [metrics.horizontalAdvance(title) + _PADDING for title in titles]
        words = [max(metrics.horizontalAdvance(word) for word in (*title.split(), "")) for title in titles]
        halves = [max(word, int((want - _PADDING) * 0.6)) + _PADDING for word, want in zip(words, wanted, strict=True)]
        widths = [max(half, self._widest_cell(column)) for column, half in zip(columns, halves, strict=True)]
        widths[0] = max(widths[0], first)
        spare = self.viewport().width() - sum(widths)
        for column in columns:
            more = min(max(0, wanted[column] - widths[column]), max(0, spare))
            widths[column] += more
            spare -= more
        for column in columns:
            self.setColumnWidth(column, widths[column] + max(0, spare) // len(columns))
        flags = int(Qt.TextFlag.TextWordWrap.value)
        rooms = [QRect(0, 0, width - _PADDING + 2, 1000) for width in widths]
        heights = [metrics.boundingRect(room, flags, title).height() for room, title in zip(rooms, titles, strict=True)]
        self.horizontalHeader().setFixedHeight(max(heights) + 14)
        self.horizontalHeader().setStretchLastSection(True)

    def _widest_cell(self, column: int) -> int:
        widest, plain = 0, QFontMetrics(self.font())
        for row in range(self.model().rowCount()):
            index = self.model().index(row, column)
            own = index.data(Qt.ItemDataRole.FontRole)
            metrics = plain if own is None else QFontMetrics(own)
            widest = max(widest, metrics.horizontalAdvance(str(index.data())))
        return widest + _PADDING

    @Slot(QModelIndex)
    def _click(self, index: QModelIndex) -> None:
        if index.column() in self._links:
            self.opened.emit(index)

    @Slot(QModelIndex)
    def _double_click(self, index: QModelIndex) -> None:
        if index.column() not in self._links:  # its first click has opened it
            self.opened.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space do what a click on a link does."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A pointing hand over links."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        hand = index.isValid() and index.column() in self._links
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
