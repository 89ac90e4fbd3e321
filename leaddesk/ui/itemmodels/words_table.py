"""The model of a small read-only table: words, alignment, tooltips and colours; what it says is for its kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from leaddesk.text import Message, msg
from leaddesk.ui.theme import plain_tooltip

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

    from leaddesk.text import Language

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
Header = tuple[Message, Message]
"""The title of a column, and what it is told to hold."""
BEHIND: Final = msg("What is behind this figure")

_LEFT: Final = int((Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value)
_RIGHT: Final = int((Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value)
_WRAP: Final = int(Qt.TextFlag.TextWordWrap.value)


class WordsTable(QAbstractTableModel):
    """Rows of words under headers. ``on_left``: the columns that stand on the left, the others on the right."""

    on_left: frozenset[int] = frozenset({0})

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language

    def set_language(self, language: Language) -> None:
        """Write everything in another language."""
        self.beginResetModel()
        self._language = language
        self.endResetModel()

    def headers(self) -> tuple[Header, ...]:
        """The columns."""
        raise TypeError(f"{type(self).__name__} is not a whole table")

    def row_total(self) -> int:
        """How many rows there are."""
        raise TypeError(f"{type(self).__name__} is not a whole table")

    def text(self, row: int, column: int) -> str:  # noqa: ARG002  (each kind has its own)
        """The words of a cell."""
        raise TypeError(f"{type(self).__name__} is not a whole table")

    def explanation(self, row: int, column: int) -> str:  # noqa: ARG002  (each kind has its own)
        """What the cell stands on, or why it is empty."""
        raise TypeError(f"{type(self).__name__} is not a whole table")

    def colour(self, row: int, column: int) -> QColor | None:  # noqa: ARG002
        """The colour of the words of a cell; None: the usual one."""
        raise TypeError(f"{type(self).__name__} is not a whole table")

    def as_text(self) -> str:
        """The table as tab-separated lines, headers first."""
        return self.lines_of(len(self.headers()))

    def lines_of(self, count: int) -> str:
        """The first *count* columns as tab-separated lines, headers first."""
        columns = range(count)
        lines = [[self._language.text(title) for title, _tip in self.headers()[:count]]]
        lines += [[self.text(row, column) for column in columns] for row in range(self.row_total())]
        return "\n".join("\t".join(line) for line in lines)

    # Qt --------------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default; it is never changed)
        """The rows."""
        return 0 if parent.isValid() else self.row_total()

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The columns."""
        return 0 if parent.isValid() else len(self.headers())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        """The words and tooltip of a column's header."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.headers()):
            return None
        title, tip = self.headers()[section]
        if role == Role.DisplayRole:
            return self._language.text(title)
        if role == Role.ToolTipRole:
            return plain_tooltip(self._language.text(tip))
        if role == Role.TextAlignmentRole:
            return (_LEFT if section in self.on_left else _RIGHT) | _WRAP
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        """Words, alignment, tooltip, colour."""
        row, column = index.row(), index.column()
        if role == Role.DisplayRole:
            return self.text(row, column)
        if role == Role.TextAlignmentRole:
            return _LEFT if column in self.on_left else _RIGHT
        if role == Role.ToolTipRole:
            return plain_tooltip(self.explanation(row, column))
        if role == Role.ForegroundRole:
            return self.colour(row, column)
        return None
