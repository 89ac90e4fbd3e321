"""The table on screen: fast for a million rows, columns to show and hide, copying, the keyboard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from leaddesk.text import Language, Message, msg
from leaddesk.ui.widgets.cell_editor import CellEditor

if TYPE_CHECKING:
    import numpy.typing as npt

    from leaddesk.ui.itemmodels.grid import GridModel

MAX_COPIED: Final = 200_000
"""Cells: more would stop the window for seconds."""
_KEPT_SELECTION: Final = 10_000
"""Rows whose selection outlives a change of filter."""
_FORMULA: Final = re.compile(r"^[=@]|^[+-](?![\d\s().,/-]*$)")
"""What a spreadsheet program would run as a formula when pasted; phone numbers and negative amounts are not."""


class GridView(QTableView):
    """A table of a :class:`GridModel`."""

    row_activated = Signal(object)
    """Enter or a double click on a row whose cell cannot be edited: its source position (int)."""
    current_changed = Signal(object)
    """The source position (int) of the current row; None when there is none."""
    selection_changed = Signal()
    columns_changed = Signal(object)
    """The ids of the hidden columns (frozenset), after the user showed or hid one."""
    copy_refused = Signal(object)
    """A :class:`Message`: why nothing was copied."""

    def __init__(self, model: GridModel, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._language = language
        self._editor = CellEditor(language, self)
        self._kept: tuple[npt.NDArray[np.int64], int, int] | None = None
        self._look()
        self._header_look()
        self.setItemDelegate(self._editor)
        self.setModel(model)
        # Before sorting is switched on, else Qt would sort by the first column at once.
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        # Qt calls these in the order of connection: the view has to keep before Qt forgets.
        model.modelAboutToBeReset.connect(self._keep_selection)
        model.modelReset.connect(self._restore_selection)
        self.selectionModel().currentRowChanged.connect(self._tell_current)
        self.selectionModel().selectionChanged.connect(self._tell_selection)
        self.doubleClicked.connect(self._activate)
        self._copy = QAction(self)
        self._copy.setShortcut(QKeySequence.StandardKey.Copy)
        self._copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._copy.triggered.connect(self.copy_selection)
        self.addAction(self._copy)
        self.set_language(language)

    def _look(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        height = self.fontMetrics().height() + 10
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)

    def _header_look(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setResizeContentsPrecision(50)
        header.setSortIndicatorClearable(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._ask_columns)
        header.setMaximumSectionSize(420)

    def set_language(self, language: Language) -> None:
        """Write headers, menus and editors in another language (the model has its own ``set_language``)."""
        self._language = language
        self._editor.set_language(language)
        self._copy.setText(language.text(msg("Copy")))
        self.setAccessibleName(language.text(msg("Table")))

    # -- columns ------------------------------------------------------------------------------------------------------

    def fit_columns(self) -> None:
        """Make every column as wide as its header and the rows in sight need."""
        self.resizeColumnsToContents()

    def hide_columns(self, ids: frozenset[str] | set[str]) -> None:
        """Hide the columns of these ids, show all others."""
        for index, column in enumerate(self._model.columns):
            self.setColumnHidden(index, column.id in ids)

    def hidden_columns(self) -> frozenset[str]:
        """The ids of the columns not shown."""
        return frozenset(c.id for i, c in enumerate(self._model.columns) if self.isColumnHidden(i))

    def columns_menu(self) -> QMenu:
        """A menu that shows and hides columns, for the header and for a button; the last one shown cannot be hidden."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = len(self._model.columns) - len(self.hidden_columns())
        for index, column in enumerate(self._model.columns):
            action = menu.addAction(self._language.text(column.header).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(index))
            action.setEnabled(not action.isChecked() or shown > 1)
            action.setData(column.id)
        menu.triggered.connect(self._toggle_column)
        return menu

    def _ask_columns(self, place: QPoint) -> None:
        self.columns_menu().popup(self.horizontalHeader().mapToGlobal(place))

    def _toggle_column(self, action: QAction) -> None:
        index = self._model.column_index(str(action.data()))
        if index >= 0:
            self.setColumnHidden(index, not action.isChecked())
            self.columns_changed.emit(self.hidden_columns())

    # -- selection ----------------------------------------------------------------------------------------------------

    def selected_positions(self) -> npt.NDArray[np.int64]:
        """``int64[n]``: the source positions of the selected rows, from top to bottom."""
        rows = [np.arange(span.top(), span.bottom() + 1) for span in self._spans()]
        return self._model.order[np.unique(np.concatenate(rows))] if rows else np.zeros(0, np.int64)

    def _spans(self) -> list[QItemSelectionRange]:
        return self.selectionModel().selection().toList()

    def current_position(self) -> int | None:
        """The source position of the current row."""
        index = self.currentIndex()
        return self._model.position(index.row()) if index.isValid() else None

    def select_positions(self, positions: npt.ArrayLike) -> None:
        """Select the rows at these source positions, and bring the first into sight."""
        rows = np.sort(self._model.rows_of(positions))
        self.selectionModel().select(self._span(rows), QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if len(rows):
            first = self._model.index(int(rows[0]), self._first_column())
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(first)

    def _first_column(self) -> int:
        header = self.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        return next((index for index in order if not self.isColumnHidden(index)), 0)

    def _span(self, rows: npt.NDArray[np.int64]) -> QItemSelection:
        result, last = QItemSelection(), self._model.columnCount() - 1
        for run in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1) if len(rows) else []:
            result.select(self._model.index(int(run[0]), 0), self._model.index(int(run[-1]), last))
        return result

    def _keep_selection(self) -> None:
        current = self.currentIndex()
        count = sum(span.height() for span in self._spans())
        positions = self.selected_positions() if 0 < count <= _KEPT_SELECTION else np.zeros(0, np.int64)
        self._kept = (positions, self._model.position(current.row()) if current.isValid() else -1, current.column())

    def _restore_selection(self) -> None:
        kept, self._kept = self._kept, None
        if kept is None:
            return
        positions, current, column = kept
        positions = positions[positions < self._model.total]
        if len(positions):
            span = self._span(np.sort(self._model.rows_of(positions)))
            self.selectionModel().select(span, QItemSelectionModel.SelectionFlag.Select)
        rows = self._model.rows_of([current]) if 0 <= current < self._model.total else np.zeros(0, np.int64)
        if len(rows) and column < self._model.columnCount():
            index = self._model.index(int(rows[0]), column)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(index)
        self.current_changed.emit(self.current_position())

    def _tell_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.current_changed.emit(self._model.position(current.row()) if current.isValid() else None)

    def _tell_selection(self, _selected: QItemSelection, _deselected: QItemSelection) -> None:
        self.selection_changed.emit()

    # -- copying, keyboard --------------------------------------------------------------------------------------------

    def copy_selection(self) -> None:
        """Put the selected rows on the clipboard as they are shown, with their headers, to paste into a spreadsheet."""
        rows = [row for span in self._spans() for row in range(span.top(), span.bottom() + 1)]
        header = self.horizontalHeader()
        shown = [header.logicalIndex(place) for place in range(header.count())]
        shown = [index for index in shown if not self.isColumnHidden(index)]
        if not rows:
            return
        if len(rows) * len(shown) > MAX_COPIED:
            limit = MAX_COPIED // len(shown)
            self.copy_refused.emit(_too_many(len(rows), limit))
            return
        lines = [[self._language.text(self._model.columns[index].header) for index in shown]]
        lines += [[self._cell_text(row, index) for index in shown] for row in sorted(set(rows))]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))

    def _cell_text(self, row: int, index: int) -> str:
        text = self._model.text(row, index)
        return _harmless(text) if self._model.columns[index].kind.is_coded else text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row, as a double click does; F2 edits the cell."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.state() != QAbstractItemView.State.EditingState and self.currentIndex().isValid():
            self.row_activated.emit(self._model.position(self.currentIndex().row()))
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Typing does not jump: Qt would ask the model a million times, and the search field finds more."""

    def _activate(self, index: QModelIndex) -> None:
        if not self._model.columns[index.column()].editable:
            self.row_activated.emit(self._model.position(index.row()))


def _too_many(rows: int, limit: int) -> Message:
    return msg(
        "{rows} rows are too many to copy: select {limit} at most, or export them.",
        rows=rows,
        limit=limit,
    )


def _harmless(cell: str) -> str:
    plain = cell.replace("\t", " ").replace("\r", " ").replace("\n", " ")
    return f"'{plain}" if _FORMULA.search(plain) else plain
