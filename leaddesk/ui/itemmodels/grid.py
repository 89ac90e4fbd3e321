"""The model of a grid: a million rows, sorted and filtered by a permutation of their positions.

A *position* is a row's place in the arrays that were handed over; a *row* is its place on screen. The model never
edits: it says through ``edited`` what the user typed, and is given a new column in return.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import (
    QAbstractTableModel,
    QDate,
    QDateTime,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTime,
    Signal,
)

from leaddesk.ui.itemmodels.column import Column, Formatter, formatter
from leaddesk.ui.itemmodels.order import Positions, Ranking, search, sort_keys, stable_order
from leaddesk.ui.theme import plain_tooltip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.text import Language

Index = QModelIndex | QPersistentModelIndex

# As plain ints: comparing enums in data() would cost more than the cell.
_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_EDIT: Final = int(Qt.ItemDataRole.EditRole)
_TOOLTIP: Final = int(Qt.ItemDataRole.ToolTipRole)
_ALIGNMENT: Final = int(Qt.ItemDataRole.TextAlignmentRole)
_LEFT: Final = int((Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value)
_RIGHT: Final = int((Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value)
_READABLE: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_EDITABLE: Final = _READABLE | Qt.ItemFlag.ItemIsEditable
_LONG_TEXT: Final = 24
"""From this many characters on a text may be cut by its column, and gets a tooltip."""


class GridModel(QAbstractTableModel):
    """Columns of typed arrays, shown through a permutation."""

    edited = Signal(object, object, object)
    """The user changed a cell: source position (int), column id, new value as :meth:`Column.value` gives it."""
    rows_changed = Signal()
    """Other rows are shown, or in another order."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._columns: tuple[Column, ...] = ()
        self._count = 0
        self._formatters: list[Formatter] = []
        self._alignments: list[int] = []
        self._flags: list[Qt.ItemFlag] = []
        self._rankings: dict[str, Ranking] = {}
        self._sorted: Positions = np.arange(0)
        self._order: Positions = self._sorted
        self._sorted_by: tuple[str, bool] | None = None
        self._within: npt.NDArray[np.bool_] | None = None
        self._text = ""

    # -- what is shown ------------------------------------------------------------------------------------------------

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, in order."""
        return self._columns

    @property
    def total(self) -> int:
        """How many rows there are, shown or not."""
        return self._count

    @property
    def order(self) -> Positions:
        """``int64[rows shown]``: the source position of each row on screen. Not to be written to."""
        return self._order

    def position(self, row: int) -> int:
        """The source position of a row on screen."""
        return int(self._order[row])

    def rows_of(self, positions: npt.ArrayLike) -> npt.NDArray[np.int64]:
        """The rows on screen of source *positions*, those not shown left out."""
        places = self._places()[np.asarray(positions, np.int64)]
        return places[places >= 0]

    def column_index(self, column_id: str) -> int:
        """Where the column of that id is, -1 when there is none."""
        return next((i for i, column in enumerate(self._columns) if column.id == column_id), -1)

    def text(self, row: int, column: int) -> str:
        """The words of a cell on screen."""
        return self._formatters[column](int(self._order[row]))

    def show_table(self, columns: Sequence[Column]) -> None:
        """Show *columns* (arrays of one length).

        When ids and length are those shown already, only what changed is repainted: order, selection and
        place stay. Otherwise all is new, sorted as before when the column is still there, and unfiltered but for the
        search.

        :raises ValueError: when the arrays differ in length.
        """
        lengths = {len(column.values) for column in columns}
        if len(lengths) > 1:
            raise ValueError(f"columns of different lengths: {sorted(lengths)}")
        count = lengths.pop() if lengths else 0
        if count == self._count and [c.id for c in columns] == [c.id for c in self._columns]:
            for old, new in zip(self._columns, columns, strict=True):
                if old is not new:
                    self.replace_column(new)
            return
        self.beginResetModel()
        self._columns, self._count, self._within = tuple(columns), count, None
        self._rankings = {}
        self._prepare()
        self._sorted = np.arange(count)
        if self._sorted_by is not None:
            index = self.column_index(self._sorted_by[0])
            if index >= 0:
                self._sorted = stable_order(self._keys(index, descending=self._sorted_by[1]))
        self._order = self._filtered()
        self.endResetModel()
        self.rows_changed.emit()

    def replace_column(self, column: Column) -> None:
        """Show a new array, header or look for the column of that id; rows keep their order until the next sort.

        :raises KeyError: when there is no such column.
        :raises ValueError: when its length differs.
        """
        index = self.column_index(column.id)
        if index < 0:
            raise KeyError(column.id)
        if len(column.values) != self._count:
            raise ValueError(f"column {column.id}: {len(column.values)} rows instead of {self._count}")
        if self._columns[index].labels is not column.labels:
            self._rankings.pop(column.id, None)
        self._columns = (*self._columns[:index], column, *self._columns[index + 1 :])
        self._formatters[index] = formatter(column, self._language)
        self._alignments[index] = _RIGHT if column.kind.is_number else _LEFT
        self._flags[index] = _EDITABLE if column.editable else _READABLE
        if len(self._order):
            self.dataChanged.emit(self.index(0, index), self.index(len(self._order) - 1, index))

    def set_language(self, language: Language) -> None:
        """Write everything in another language."""
        self._language = language
        self._rankings = {}
        self._prepare()
        if self._columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)
        if self._columns and len(self._order):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._order) - 1, len(self._columns) - 1))

    # -- which rows, in what order ------------------------------------------------------------------------------------

    def set_rows(self, positions: npt.ArrayLike | None) -> None:
        """Show only the rows at these source positions (or where a bool array says so); None shows all."""
        if positions is None:
            within = None
        else:
            chosen = np.asarray(positions)
            within = chosen if chosen.dtype == bool else np.zeros(self._count, bool)
            if within is not chosen:
                within[chosen.astype(np.int64)] = True
        self._within = within
        self._refilter()

    def search(self, text: str) -> None:
        """Show only rows that hold every word of *text*, whatever the case and the accents; an empty text shows all."""
        if text.split() != self._text.split():
            self._text = text
            if not self._refilter():
                self.rows_changed.emit()  # the same rows, or none again: what the search finds elsewhere is another

    def found_elsewhere(self) -> Positions:
        """The source positions of the rows that hold what is searched and are not shown, as they are filtered out; none
        where nothing is searched.
        """
        found = self._found()
        if found is None or self._within is None:
            return np.arange(0)
        return np.flatnonzero(found & ~self._within)

    @property
    def sorted_by(self) -> tuple[str, bool] | None:
        """The column id of the last sort and whether it was descending."""
        return self._sorted_by

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, missing values last; equal cells keep their order. Below 0: back to the source's order."""
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        positions = [int(self._order[index.row()]) for index in kept]
        if 0 <= column < len(self._columns):
            descending = order == Qt.SortOrder.DescendingOrder
            self._sorted_by = (self._columns[column].id, descending)
            keys = self._keys(column, descending=descending)
            self._sorted = self._sorted[stable_order(keys[self._sorted])]
        else:
            self._sorted_by = None
            self._sorted = np.arange(self._count)
        self._order = self._filtered()
        if kept:
            rows = self._places()[positions]
            moved = [self.index(int(row), index.column()) for row, index in zip(rows, kept, strict=True)]
            self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()
        self.rows_changed.emit()

    def _prepare(self) -> None:
        self._formatters = [formatter(column, self._language) for column in self._columns]
        self._alignments = [_RIGHT if column.kind.is_number else _LEFT for column in self._columns]
        self._flags = [_EDITABLE if column.editable else _READABLE for column in self._columns]

    def _ranking(self, index: int) -> Ranking:
        column = self._columns[index]
        ranking = self._rankings.get(column.id)
        if ranking is None:
            ranking = self._rankings[column.id] = Ranking(column, self._language)
        return ranking

    def _keys(self, index: int, *, descending: bool) -> npt.NDArray[Any]:
        column = self._columns[index]
        ranking = self._ranking(index) if column.kind.is_coded else None
        return sort_keys(column, ranking, descending=descending)

    def _refilter(self) -> bool:
        """Whether other rows are shown now."""
        order = self._filtered()
        if np.array_equal(order, self._order):
            return False
        self.beginResetModel()
        self._order = order
        self.endResetModel()
        self.rows_changed.emit()
        return True

    def _found(self) -> npt.NDArray[np.bool_] | None:
        """Which rows hold what is searched; None where nothing is."""
        coded = [(c, self._ranking(i)) for i, c in enumerate(self._columns) if c.kind.is_coded] if self._text else []
        return search(coded, self._text, self._count)

    def _filtered(self) -> Positions:
        found = self._found()
        if self._within is not None:
            found = self._within if found is None else found & self._within
        return self._sorted if found is None else self._sorted[found[self._sorted]]

    def _places(self) -> npt.NDArray[np.int64]:
        """``int64[total]``: the row on screen of each source position, -1 when it is not shown."""
        places = np.full(self._count, -1, np.int64)
        places[self._order] = np.arange(len(self._order))
        return places

    # -- Qt -----------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default; it is never changed)
        """Rows on screen."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Columns, hidden ones too."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:  # noqa: ANN401
        """What Qt asks some 2,700 times a frame: most roles are answered by falling through."""
        if role == _DISPLAY:
            return self._formatters[index.column()](self._order.item(index.row()))
        if role == _ALIGNMENT:
            return self._alignments[index.column()]
        if role == _EDIT:
            return _for_qt(self._columns[index.column()].value(self._order.item(index.row())))
        if role == _TOOLTIP:
            return self._tooltip(index.row(), index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:  # noqa: ANN401
        """The words, alignment and tooltip of a column's header."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == _DISPLAY:
            return self._language.text(column.header)
        if role == _ALIGNMENT:
            return self._alignments[section]
        if role == _TOOLTIP and column.tooltip is not None:
            return plain_tooltip(self._language.text(column.tooltip))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Selectable, and editable where the column is."""
        return self._flags[index.column()] if index.isValid() else Qt.ItemFlag.NoItemFlags

    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:  # noqa: ANN401
        """Tell ``edited``, unless the value is the one already there; the cell changes when its column is replaced."""
        if role != _EDIT or not index.isValid() or not self._columns[index.column()].editable:
            return False
        column, position = self._columns[index.column()], self.position(index.row())
        new = _from_qt(value)
        if new != column.value(position):
            self.edited.emit(position, column.id, new)
        return True

    def _tooltip(self, row: int, index: int) -> str | None:
        column = self._columns[index]
        if column.explain is not None:
            reason = column.explain(self.position(row))
            return None if reason is None else plain_tooltip(self._language.text(reason))
        words = self.text(row, index)
        return plain_tooltip(words) if len(words) >= _LONG_TEXT else None


def _for_qt(value: object) -> object:
    if isinstance(value, dt.datetime):
        return QDateTime(QDate(value.year, value.month, value.day), QTime(value.hour, value.minute, value.second))
    if isinstance(value, dt.date):
        return QDate(value.year, value.month, value.day)
    return value


def _from_qt(value: object) -> object:
    if isinstance(value, QDate):
        return dt.date(value.year(), value.month(), value.day()) if value.isValid() else None
    return None if value == "" else value
