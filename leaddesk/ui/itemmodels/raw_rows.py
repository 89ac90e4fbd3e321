"""The cells of a sheet as the file has them, with the lines that are left out struck through and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from leaddesk.model import rawcell
from leaddesk.model.leftovers import REASONS
from leaddesk.model.raw import CellKind
from leaddesk.text import Message, msg
from leaddesk.ui.theme import plain_tooltip, theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.model.raw import RawSheet
    from leaddesk.model.recipe import SheetRecipe
    from leaddesk.text import Language

Index = QModelIndex | QPersistentModelIndex

ABOVE: Final = msg("Not read: it stands above the table")
BELOW: Final = msg("Not read: it stands below the table")
HEADERS: Final = msg("The headers")
_DISPLAY, _TIP, _FORE, _FONT, _ALIGN = (
    int(role)
    for role in (
        Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.ForegroundRole,
        Qt.ItemDataRole.FontRole, Qt.ItemDataRole.TextAlignmentRole,
    )
)  # fmt: skip
_ANSWERED: Final = frozenset((_DISPLAY, _TIP, _FORE, _FONT, _ALIGN))
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_NUMBER: Final = int(CellKind.NUMBER)
"""Plain numbers: a first look asks for seven roles of hundreds of cells, and to ask an enumeration takes longer."""


class RawRowsModel(QAbstractTableModel):
    """All rows of a sheet, or those of some lines; nothing is made of a cell before it is looked at."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._raw: RawSheet | None = None
        self._recipe: SheetRecipe | None = None
        self._rows: Sequence[int] = range(0)
        self._why: dict[int, str] = {}
        self._headers: list[str] = []

    def show_sheet(self, raw: RawSheet, recipe: SheetRecipe) -> None:
        """Show every row of a sheet, as its recipe takes it."""
        self.beginResetModel()
        self._raw, self._recipe = raw, recipe
        self._rows = range(raw.rows)
        self._why = {left.row: left.why for left in recipe.left_out_rows()}
        named = {choice.position: choice.header for choice in recipe.columns}
        first = raw.first_column - 1
        self._headers = [named.get(place) or letters(first + place) for place in range(len(raw.columns))]
        self.endResetModel()

    def show_lines(self, lines: Sequence[int]) -> None:
        """Show the rows of these 1-based lines alone; all of them again where there are none."""
        self.beginResetModel()
        if self._raw is not None:
            known = (line - self._raw.first_line for line in lines)
            self._rows = [row for row in known if 0 <= row < self._raw.rows] if lines else range(self._raw.rows)
        self.endResetModel()

    @property
    def is_partial(self) -> bool:
        """Whether some lines alone are shown."""
        return not isinstance(self._rows, range)

    def why(self, row: int) -> Message | None:
        """Why a row of the sheet is not taken; None for a row of data."""
        recipe = self._recipe
        if recipe is None or not recipe.table:
            return None
        if row in self._why:
            return REASONS[self._why[row]]
        if recipe.header_row is not None and row == recipe.header_row:
            return HEADERS
        if row < recipe.first_row:
            return ABOVE
        return BELOW if row > recipe.last_row else None

    # What Qt asks ----------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        """The rows shown."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """The columns of the sheet."""
        return 0 if self._raw is None or (parent is not None and parent.isValid()) else len(self._raw.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """The user's own headers; the line numbers of the user's own file."""
        if role == Qt.ItemDataRole.ToolTipRole and self._raw is not None and orientation == Qt.Orientation.Horizontal:
            return plain_tooltip(self._headers[section])  # a narrow column cuts it
        if role != Qt.ItemDataRole.DisplayRole or self._raw is None:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self._headers[section]
        return str(self._raw.first_line + self._rows[section])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """A cell as the file has it."""
        if role not in _ANSWERED or self._raw is None or not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == _DISPLAY:
            return self._language.fact(rawcell.fact(self._raw.columns[index.column()], row))
        if role == _ALIGN:
            return _RIGHT if int(self._raw.columns[index.column()].kinds[row]) == _NUMBER else _LEFT
        why = self.why(row)
        if why is None:
            return None
        if role == _TIP:
            return self._language.text(why)
        if role == _FORE:
            return None if why is HEADERS else QColor(theme_of().text_muted)
        return self._font(row, why)

    def _font(self, row: int, why: Message) -> QFont:
        font = QFont()
        font.setBold(why is HEADERS)
        font.setStrikeOut(row in self._why)
        return font


def letters(column: int) -> str:
    """What a spreadsheet calls its 0-based column: A, B … Z, AA."""
    name = ""
    while column >= 0:
        name = chr(ord("A") + column % 26) + name
        column = column // 26 - 1
    return name
