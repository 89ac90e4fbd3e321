"""The rows behind a figure: the file, sheet and line of each, and its cells as LeadDesk holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from leaddesk.model.schema import EXTRA_PREFIX, is_extra
from leaddesk.text import msg
from leaddesk.ui.itemmodels.pasted import one_cell
from leaddesk.ui.theme import plain_tooltip
from leaddesk.ui.widgets.lead_facts import as_argument, cell

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from leaddesk.model.dataset import Frame
    from leaddesk.text import Language

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

MOST: Final = 1000
"""Rows that are listed; the others are only counted."""
FILE, SHEET, LINE = range(3)
_PLACE: Final = (msg("File"), msg("Sheet"), msg("Line"))
_LEFT: Final = int((Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value)
_RIGHT: Final = int((Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value)


class RowsModel(QAbstractTableModel):
    """The first rows at *positions* of a frame. A column that none of them fills is not shown."""

    def __init__(
        self,
        frame: Frame,
        positions: npt.NDArray[np.intp],
        currency: str,
        language: Language,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._language, self._currency = language, currency
        self._frame = frame.kept(positions[:MOST])
        filled = self._frame.data.notna().any()
        declared = [column.id for column in frame.table.columns if frame.has(column.id)]
        own = [name for name in frame.data.columns if is_extra(name)]
        self._names = [name for name in (*declared, *own) if filled[name]]

    def place(self, row: int) -> tuple[str, str, int]:
        """The file, sheet and line of a row: ("", "", 0) for one that was typed or pasted."""
        origin = self._frame.origin
        line = int(origin.line[row])
        file = origin.files[origin.file[row]] if origin.files else ""
        if line <= 0 or not file:
            return "", "", 0
        return file, origin.sheets[origin.sheet[row]] if origin.sheets else "", line

    def text(self, row: int, column: int) -> str:
        """The words of a cell."""
        words = self._language
        if column <= LINE:
            file, sheet, line = self.place(row)
            if not file:
                return words.text(msg("noted by hand or pasted")) if column == FILE else ""
            return (file, "" if sheet == file else sheet, str(line))[column]
        name = self._names[column - LINE - 1]
        value = cell(self._frame, name, row)
        if value is None:
            return ""
        return words.argument(as_argument(name, self._frame.kind(name), value, self._currency))

    def as_text(self) -> str:
        """The rows as tab-separated lines, headers first."""
        columns = range(self.columnCount())
        lines = [[str(self.headerData(column, Qt.Orientation.Horizontal)) for column in columns]]
        lines += [[self.text(row, column) for column in columns] for row in range(self.rowCount())]
        return "\n".join("\t".join(map(one_cell, line)) for line in lines)

    # What Qt asks ----------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        """The rows listed."""
        return 0 if parent is not None and parent.isValid() else len(self._frame)

    def columnCount(self, parent: Index | None = None) -> int:
        """Where the row stands, and the columns that hold something."""
        return 0 if parent is not None and parent.isValid() else len(_PLACE) + len(self._names)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        """The names of the columns."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        if role == Role.TextAlignmentRole:
            return _LEFT
        if role not in (Role.DisplayRole, Role.ToolTipRole):
            return None
        if section <= LINE:
            label = self._language.text(_PLACE[section])
        else:
            name = self._names[section - LINE - 1]
            own = is_extra(name)
            label = (
                name.removeprefix(EXTRA_PREFIX) if own else self._language.text(self._frame.table.column(name).label)
            )
        return label if role == Role.DisplayRole else plain_tooltip(label)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        """The words of a cell; numbers stand to the right."""
        if not index.isValid():
            return None
        if role == Role.DisplayRole:
            return self.text(index.row(), index.column())
        if role == Role.ToolTipRole:
            return plain_tooltip(self.text(index.row(), index.column()))
        if role == Role.TextAlignmentRole:
            place = index.column() - LINE - 1
            is_number = place == -1 or (place >= 0 and self._frame.kind(self._names[place]).is_number)
            return _RIGHT if is_number else _LEFT
        return None
