"""The comparison table: sortable rows, and the total that stays in sight below them. Keys go from one to the other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from leaddesk.text import msg
from leaddesk.ui.icons import icon
from leaddesk.ui.itemmodels.breakdown import NAME, BreakdownModel
from leaddesk.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from leaddesk.model.channels import Breakdown
    from leaddesk.text import Language, Message

_NAME_WIDTH = 150
_MOST_IN_SIGHT = 12
"""Rows that the table asks room for; more of them scroll."""
_MOST_COLUMNS = 64


class _Rows(PlainTable):
    """Some rows of the model; the arrows lead out of it above and below, and where one comes in a cell is the current
    one.
    """

    left_above, left_below, focused = Signal(), Signal(), Signal()

    def __init__(self, columns: int, parent: QWidget) -> None:
        super().__init__(range(columns), parent)

    def _shown(self) -> list[int]:
        return [row for row in range(self.model().rowCount()) if not self.isRowHidden(row)]

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A cell that is not shown cannot be the current one."""
        super().focusInEvent(event)
        self.focused.emit()
        shown, current = self._shown(), self.currentIndex()
        if shown and current.row() not in shown:
            self.setCurrentIndex(self.model().index(shown[0], max(NAME, current.column())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down from the last row goes below, up from the first one above."""
        shown, row = self._shown(), self.currentIndex().row()
        if shown and event.key() == Qt.Key.Key_Down and row == shown[-1]:
            self.left_below.emit()
        elif shown and event.key() == Qt.Key.Key_Up and row == shown[0]:
            self.left_above.emit()
        else:
            super().keyPressEvent(event)


class BreakdownTable(QFrame):
    """A :class:`~leaddesk.model.channels.Breakdown` as a table."""

    key_activated = Signal(object)
    """A click or Enter on a name: the value of the dimension (str or None)."""
    figure_asked = Signal(int, int, QRect)
    """What is behind a figure: its row and its place among the KPIs, and where its cell is (global coordinates)."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self.model = BreakdownModel(language, self)
        self.rows, self.total = _Rows(_MOST_COLUMNS, self), _Rows(_MOST_COLUMNS, self)
        for table in (self.rows, self.total):
            table.setModel(self.model)
        self._dress()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rows, 1)
        layout.addWidget(self.total)
        self.rows.left_below.connect(self._go_to_total)
        self.total.left_above.connect(self._go_to_rows)
        self.rows.focused.connect(self.total.clearSelection)  # one row of both is selected
        self.total.focused.connect(self.rows.clearSelection)
        for table in (self.rows, self.total):
            table.opened.connect(self._open)
            table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            table.customContextMenuRequested.connect(self._open_menu)
        self.rows.horizontalScrollBar().valueChanged.connect(self.total.horizontalScrollBar().setValue)
        self.rows.verticalScrollBar().rangeChanged.connect(self._fit)  # it takes from the width when it comes
        self.rows.horizontalHeader().sectionResized.connect(self._follow_width)
        self.model.modelReset.connect(self._arrange)
        self.model.layoutChanged.connect(self._hide_rows)
        self.copy_action = QAction(self)
        self.copy_action.setShortcut(QKeySequence.StandardKey.Copy)
        self.copy_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.copy_action.triggered.connect(self.copy)
        self.addAction(self.copy_action)
        self.behind_action = QAction(self)
        self.behind_action.setShortcut(QKeySequence("Alt+Return"))
        self.behind_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.behind_action.triggered.connect(self._ask_current)
        self.addAction(self.behind_action)
        self.set_language(language)

    def _dress(self) -> None:
        header = self.rows.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(*self.model.sorted_by)
        self.rows.setSortingEnabled(True)
        self.rows.setAlternatingRowColors(True)
        self.total.horizontalHeader().hide()
        self.total.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.total.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.total.setFixedHeight(self.total.verticalHeader().defaultSectionSize() + 2)

    def set_language(self, language: Language) -> None:
        """Write every word in another language."""
        self._language = language
        self.model.set_language(language)
        self.copy_action.setText(language.text(msg("Copy the table")))
        self.behind_action.setText(language.text(msg("What is behind this figure")))
        self.rows.setAccessibleName(language.text(msg("Comparison table")))
        self.total.setAccessibleName(language.text(msg("Total")))

    def show_breakdown(self, breakdown: Breakdown, title: Message, without: Message, currency: str) -> None:
        """Show *breakdown* (see :meth:`BreakdownModel.show_breakdown`); the order stays as it was chosen."""
        self.model.show_breakdown(breakdown, title, without, currency)

    @Slot()
    def copy(self) -> None:
        """Put the whole table on the clipboard, to paste into a spreadsheet."""
        QGuiApplication.clipboard().setText(self.model.as_text())

    def keys(self) -> tuple[str | None, ...]:
        """The values of the rows, in the order shown."""
        return tuple(self.model.key(row) for row in range(self.model.total_row))

    def select_key(self, key: str | None) -> None:
        """Select the row of a value, if it is shown."""
        for row in range(self.model.total_row):
            if self.model.key(row) == key:
                flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
                self.rows.selectionModel().setCurrentIndex(self.model.index(row, NAME), flags)

    def wanted_height(self) -> int:
        """The height in which all rows are in sight, up to a dozen."""
        row = self.rows.verticalHeader().defaultSectionSize()
        head = self.rows.horizontalHeader().height()
        return head + row * min(self.model.total_row, _MOST_IN_SIGHT) + self.total.height() + 2

    @Slot()
    def _arrange(self) -> None:
        self._hide_rows()
        self._fit()

    @Slot()
    def _hide_rows(self) -> None:
        total = self.model.total_row
        for row in range(self.model.rowCount()):
            self.rows.setRowHidden(row, row == total)
            self.total.setRowHidden(row, row != total)

    @Slot()
    def _fit(self) -> None:
        self.rows.fit_columns(_NAME_WIDTH)
        for column in range(self.model.columnCount()):  # a width that stays the same is not told to follow
            self.total.setColumnWidth(column, self.rows.columnWidth(column))

    def resizeEvent(self, event: object) -> None:
        """Share the new width."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    @Slot(int, int, int)
    def _follow_width(self, column: int, _old: int, width: int) -> None:
        self.total.setColumnWidth(column, width)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        """What is behind a figure; the leads of a name."""
        if index.column() == NAME:
            self._activate(index)
        else:
            table = self.total if index.row() == self.model.total_row else self.rows
            self._ask_behind(table, index.row(), index.column())

    @Slot()
    def _go_to_total(self) -> None:
        column = max(0, self.rows.currentIndex().column())
        self.total.setFocus(Qt.FocusReason.OtherFocusReason)
        self.total.setCurrentIndex(self.model.index(self.model.total_row, column))

    @Slot()
    def _go_to_rows(self) -> None:
        if self.model.total_row:
            column = max(0, self.total.currentIndex().column())
            self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
            self.rows.setCurrentIndex(self.model.index(self.model.total_row - 1, column))

    def _activate(self, index: QModelIndex) -> None:
        if index.isValid() and index.row() < self.model.total_row:
            self.key_activated.emit(self.model.key(index.row()))

    @Slot(QPoint)
    def _open_menu(self, place: QPoint) -> None:
        """What can be done with a cell; the menu key asks for the current one."""
        table = self.rows if self.sender() is self.rows else self.total
        index = table.indexAt(place)
        if not index.isValid():
            index = table.currentIndex()
        if not index.isValid():
            return
        table.setCurrentIndex(index)
        words, row, column = self._language.text, index.row(), index.column()
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if column != NAME:
            behind = menu.addAction(self.behind_action.text(), partial(self._ask_behind, table, row, column))
            behind.setShortcut(self.behind_action.shortcut())
        if row < self.model.total_row:
            menu.addAction(words(msg("Show these leads")), partial(self._activate, index))
        menu.addAction(icon("copy"), self.copy_action.text(), self.copy)
        menu.popup(table.viewport().mapToGlobal(place))

    @Slot()
    def _ask_current(self) -> None:
        table = self.total if self.total.hasFocus() else self.rows
        index = table.currentIndex()
        if index.isValid() and index.column() != NAME:
            self._ask_behind(table, index.row(), index.column())

    def _ask_behind(self, table: PlainTable, row: int, column: int) -> None:
        place = table.visualRect(self.model.index(row, column))
        corner = table.viewport().mapToGlobal(place.topLeft())
        self.figure_asked.emit(row, column - 1, QRect(corner, place.size()))
