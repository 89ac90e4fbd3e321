"""A heat map: rows by columns, each cell with its figure on a ground the stronger the larger the share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import (
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from leaddesk.text import Argument, msg
from leaddesk.ui.plots import picture
from leaddesk.ui.plots.canvas import CENTRE_LEFT
from leaddesk.ui.plots.heat_table import HeatTable
from leaddesk.ui.theme import GAP, SMALL, Theme, font, mix, plain_tooltip, theme_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from leaddesk.text import Language

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

_CENTRE: Final = Qt.AlignmentFlag.AlignCenter
_STRONGEST: Final = {False: 0.65, True: 0.48}
"""How much of the accent the largest share gets in the light and in the dark theme: text stays legible on it."""
_WEAKEST: Final = 0.04
_FAINT: Final = 0.29
"""What is left of that where the sample is small."""
_HATCH: Final = 0.3
_LEGEND: Final = 22
_SCALE: Final = 110
_SWATCH: Final = 18


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One figure, ready to read. ``share``: 0 to 1, what the ground shows. ``hatched``: not to be read as final;
    ``faint``: of few.
    """

    text: Argument
    share: float
    hatched: bool = False
    faint: bool = False
    tooltip: Argument = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """The head of a row: its name, and of how many its cells are; ``is_most``: its later cells are of fewer."""

    label: Argument
    n: int
    is_most: bool = False


@dataclass(frozen=True, slots=True)
class Heat:
    """What a :class:`HeatMap` shows: ``cells`` row by row, None where there is nothing (yet).

    ``column_title`` stands above the columns and names their unit; ``hatched_words`` and ``faint_words`` are the
    legend of such cells, left away where there is none. ``explain``: asked for the tooltip of a cell that brings none,
    by row and column, only when the mouse rests there or a screen reader asks.
    """

    rows: tuple[HeatRow, ...]
    columns: tuple[Argument, ...]
    cells: tuple[tuple[HeatCell | None, ...], ...]
    row_title: Argument
    column_title: Argument
    hatched_words: Argument = ""
    faint_words: Argument = ""
    explain: Callable[[int, int], Argument] | None = None

    @property
    def top(self) -> float:
        """The largest share, which has the strongest ground."""
        return max((cell.share for line in self.cells for cell in line if cell is not None), default=0.0)

    def has(self, *, hatched: bool = False, faint: bool = False) -> bool:
        """Whether any cell is hatched, or faint."""
        shown = [cell for line in self.cells for cell in line if cell is not None]
        return any((hatched and cell.hatched) or (faint and cell.faint) for cell in shown)


_NOTHING: Final = Heat((), (), (), "", "")


class HeatMap(QWidget):
    """Draws a :class:`Heat`. Its heads stay where they are while the cells scroll."""

    cell_clicked = Signal(int, int)
    """The row and the column of a cell that was clicked, or chosen with Enter."""
    row_clicked = Signal(int)
    """A row whose head was clicked, or chosen with Ctrl+Enter."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self.model = _Model(language, self)
        self.heading, self.table, self.legend = QLabel(), HeatTable(self.model), _Legend()
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setFont(font(SMALL))
        self.heading.setProperty("tone", "muted")
        self.heading.setAlignment(_CENTRE)
        self.table.setItemDelegate(_CellPainter(self.table))
        self.setFocusProxy(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        layout.addWidget(self.heading)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.legend)
        self.table.pressed_cell.connect(self._press_cell)
        self.table.pressed_row.connect(self._press_row)
        self.table.verticalHeader().sectionClicked.connect(self._press_row)

    def show_map(self, heat: Heat) -> None:
        """Show *heat*."""
        self.model.show_map(heat)
        self._refresh()

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self.language = language
        self.model.set_language(language)
        self._refresh()

    def as_text(self) -> str:
        """The map as tab-separated lines, heads first."""
        return self.model.as_text()

    def render_png(self, path: Path | str) -> None:
        """Write what is seen as a PNG file (:func:`leaddesk.ui.plots.picture.render_png`)."""
        picture.render_png(self, path)

    def render_svg(self, path: Path | str) -> None:
        """Write what is seen as an SVG file (:func:`leaddesk.ui.plots.picture.render_svg`)."""
        picture.render_svg(self, path)

    def _refresh(self) -> None:
        heat, words = self.model.heat, self.language.argument
        name = self.language.text(msg("{rows} by {columns}", rows=heat.row_title, columns=heat.column_title))
        self.heading.setText(words(heat.column_title))
        self.table.setAccessibleName(name if heat.rows else "")
        keys = msg(
            "Arrows go from cell to cell. Enter tells what is behind the number of a cell, Ctrl+Alt+Enter that of its "
            "row; Ctrl+Enter shows the leads of the row."
        )
        self.table.setAccessibleDescription(self.language.text(keys))
        self.table.share_width()
        self.legend.show_heat(heat, self.language)

    @Slot(int, int)
    def _press_cell(self, row: int, column: int) -> None:
        if self.model.heat.cells[row][column] is not None:
            self.cell_clicked.emit(row, column)

    @Slot(int)
    def _press_row(self, row: int) -> None:
        self.row_clicked.emit(row)


class _Model(QAbstractTableModel):
    """The cells of a :class:`Heat` as words; the heads are the headers."""

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self.heat, self.top = _NOTHING, 0.0

    def show_map(self, heat: Heat) -> None:
        self.beginResetModel()
        self.heat, self.top = heat, heat.top
        self.endResetModel()

    def set_language(self, language: Language) -> None:
        self.beginResetModel()
        self._language = language
        self.endResetModel()

    def words(self, row: int, column: int) -> str:
        cell = self.heat.cells[row][column]
        return "" if cell is None else self._language.argument(cell.text)

    def row_words(self, row: int) -> str:
        head = self.heat.rows[row]
        n = msg("n ≤ {count}", count=head.n) if head.is_most else msg("n = {count}", count=head.n)
        return f"{self._language.argument(head.label)} · {self._language.text(n)}"

    def _explanation(self, cell: HeatCell, row: int, column: int) -> str:
        explain = self.heat.explain
        return self._language.argument(explain(row, column) if explain and not cell.tooltip else cell.tooltip)

    def as_text(self) -> str:
        heat, words = self.heat, self._language.argument
        lines = [[words(heat.row_title), "n", *(words(title) for title in heat.columns)]]
        for row, head in enumerate(heat.rows):
            cells = (self.words(row, column) for column in range(len(heat.columns)))
            lines.append([words(head.label), words(head.n), *cells])
        return "\n".join("\t".join(line) for line in lines)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default; it is never changed)
        return 0 if parent.isValid() else len(self.heat.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.heat.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        is_row = orientation == Qt.Orientation.Vertical
        if not 0 <= section < len(self.heat.rows if is_row else self.heat.columns):
            return None
        if role == Role.DisplayRole:
            return self.row_words(section) if is_row else self._language.argument(self.heat.columns[section])
        if role == Role.TextAlignmentRole:
            return CENTRE_LEFT if is_row else _CENTRE
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        row, column = index.row(), index.column()
        cell = self.heat.cells[row][column]
        if role == Role.DisplayRole:
            return self.words(row, column)
        if cell is None:
            return None
        if role == Role.ToolTipRole:
            return plain_tooltip(self._explanation(cell, row, column))
        if role == Role.AccessibleTextRole:
            tip = self._explanation(cell, row, column)
            return ", ".join(part for part in (self.words(row, column), *tip.splitlines()) if part)
        return None


class _CellPainter(QStyledItemDelegate):
    """Paints one cell: ground, hatch, words, and the frame of the keyboard."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, _Model):
            return
        cell, theme = model.heat.cells[index.row()][index.column()], theme_of()
        place: QRect = option.rect
        box = QRectF(place).adjusted(1, 1, -1, -1)
        painter.save()
        if cell is not None:
            draw_cell(painter, theme, box, cell, model.top)
            painter.setFont(font())
            painter.setPen(QColor(theme.text_muted if cell.faint else theme.text))
            painter.drawText(box, _CENTRE, model.words(index.row(), index.column()))
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 1.5, Qt.PenStyle.DotLine))
            painter.drawRect(box)
        painter.restore()


def ground(theme: Theme, cell: HeatCell, top: float) -> QColor:
    """The colour behind a cell's words, *top* being the largest share of the map."""
    part = min(1.0, max(0.0, cell.share / top)) if top > 0 else 0.0
    strength = _WEAKEST + (_STRONGEST[theme.dark] - _WEAKEST) * part
    return mix(theme.accent, theme.surface, strength * _FAINT if cell.faint else strength)


def draw_cell(painter: QPainter, theme: Theme, box: QRectF, cell: HeatCell, top: float) -> None:
    """The ground of a cell, hatched where it is not final: by lines that leave its words legible."""
    colour = ground(theme, cell, top)
    painter.fillRect(box, colour)
    if cell.hatched:
        painter.fillRect(box, QBrush(mix(theme.text_muted, colour.name(), _HATCH), Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(mix(theme.text_muted, colour.name(), 0.5), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))


class _Legend(QWidget):
    """One line: the colours from none to the largest share, hatched cells, faint ones."""

    def __init__(self) -> None:
        super().__init__()
        self._heat, self._language = _NOTHING, None  # type: tuple[Heat, Language | None]
        self.setFixedHeight(_LEGEND)

    def show_heat(self, heat: Heat, language: Language) -> None:
        self._heat, self._language = heat, language
        self.setVisible(bool(heat.rows))
        self.setAccessibleName("; ".join(words for _cell, words in self.entries()))
        self.update()

    def entries(self) -> list[tuple[HeatCell, str]]:
        """The looks that need words, each with an example."""
        if self._language is None:
            return []
        heat, words = self._heat, self._language.argument
        half, found = heat.top / 2, []
        if heat.has(hatched=True):
            found.append((HeatCell("", half, hatched=True), words(heat.hatched_words)))
        if heat.has(faint=True):
            found.append((HeatCell("", half, faint=True), words(heat.faint_words)))
        return [(cell, line) for cell, line in found if line]

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._language is None:
            return
        painter, theme, top = QPainter(self), theme_of(), self._heat.top
        painter.setFont(font(SMALL))
        metrics, x = QFontMetricsF(painter.font()), 0.0

        def write(words: str) -> None:
            nonlocal x
            painter.setPen(QColor(theme.text_muted))
            painter.drawText(QRectF(x, 0, self.width() - x, _LEGEND), CENTRE_LEFT, words)
            x += metrics.horizontalAdvance(words) + GAP

        if self._language.percent(top, 0) != self._language.percent(0, 0):  # else there is but one colour
            write(self._language.percent(0, 0))
            for step in range(_SCALE):
                painter.fillRect(QRectF(x + step, 5, 1, _LEGEND - 10), ground(theme, HeatCell("", step / _SCALE), 1.0))
            x += _SCALE + GAP
            write(self._language.percent(top, 0))
        for cell, words in self.entries():
            x += 2 * GAP
            draw_cell(painter, theme, QRectF(x, 4, _SWATCH, _LEGEND - 8), cell, top)
            x += _SWATCH + GAP // 2
            write(words)
        painter.end()
