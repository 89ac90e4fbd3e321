"""The model of a comparison table: a row a channel (or another dimension's value), the total always last."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from leaddesk.model.kpi import Uncertainty
from leaddesk.model.measure import Unit
from leaddesk.text import msg
from leaddesk.ui import figures
from leaddesk.ui.itemmodels.pasted import one_cell
from leaddesk.ui.theme import plain_tooltip, theme_of

if TYPE_CHECKING:
    from leaddesk.model.channels import Breakdown, BreakdownRow
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.measure import Measure
    from leaddesk.text import Language, Message

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

NAME: Final = 0
"""The column of the values' names; the KPIs follow it."""
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_WRAP: Final = int(Qt.TextFlag.TextWordWrap.value)
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BreakdownModel(QAbstractTableModel):
    """Shows a :class:`~leaddesk.model.channels.Breakdown`. Rows without a value are sorted last, either way."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._breakdown: Breakdown | None = None
        self._rows: list[BreakdownRow] = []
        self._title = self._without = msg("Channel")
        self._currency = "EUR"
        self._sorted_by = (1, Qt.SortOrder.DescendingOrder)

    # What is shown ---------------------------------------------------------------------------------------------------

    def show_breakdown(self, breakdown: Breakdown, title: Message, without: Message, currency: str) -> None:
        """Show *breakdown*: ``title`` heads the names, ``without`` names the rows that have no value."""
        self.beginResetModel()
        self._breakdown, self._title, self._without, self._currency = breakdown, title, without, currency
        self._arrange()
        self.endResetModel()

    def set_language(self, language: Language) -> None:
        """Write everything in another language."""
        self.beginResetModel()
        self._language = language
        self._arrange()
        self.endResetModel()

    @property
    def kpis(self) -> tuple[Kpi, ...]:
        """The KPIs of the columns after the first."""
        return () if self._breakdown is None else self._breakdown.kpis

    @property
    def sorted_by(self) -> tuple[int, Qt.SortOrder]:
        """The column of the last sort and its direction."""
        return self._sorted_by

    @property
    def total_row(self) -> int:
        """The row of the total: the last one."""
        return len(self._rows)

    def key(self, row: int) -> str | None:
        """The value of the dimension that a row stands for.

        :raises IndexError: for the row of the total.
        """
        return self._rows[row].key

    def name(self, key: str | None) -> str:
        """A value of the dimension as it is shown."""
        return self._language.text(self._without) if key is None else key

    def measure(self, row: int, column: int) -> Measure | None:
        """The measure of a cell; None in the column of names."""
        if column == NAME or self._breakdown is None:
            return None
        measures = self._breakdown.total if row == self.total_row else self._rows[row].measures
        return measures[column - 1]

    def text(self, row: int, column: int) -> str:
        """The words of a cell: a rate of all kinds carries its interval."""
        measure = self.measure(row, column)
        if measure is None:
            return self._language.text(msg("Total")) if row == self.total_row else self.name(self.key(row))
        kpi = self.kpis[column - 1]
        value = figures.value_text(kpi.unit, measure, self._language, self._currency)
        if kpi.uncertainty is not Uncertainty.PROPORTION or measure.low is None:
            return value
        interval = figures.interval_text(kpi.unit, measure, self._language, self._currency)
        return self._language.text(msg("{value} ({interval})", value=value, interval=interval))

    def as_text(self) -> str:
        """The table as tab-separated lines, headers first, in the order shown."""
        headers = [str(self.headerData(c, Qt.Orientation.Horizontal)) for c in range(self.columnCount())]
        lines = [headers] + [
            [self.text(row, column) for column in range(self.columnCount())] for row in range(self.rowCount())
        ]
        return "\n".join("\t".join(one_cell(cell) for cell in line) for line in lines)

    # Order -----------------------------------------------------------------------------------------------------------

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the rows by a column; the total stays last."""
        if column < 0:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [(self._rows[i.row()] if i.row() < self.total_row else None, i.column()) for i in before]
        self._sorted_by = (column, order)
        self._arrange()
        places = {id(row): place for place, row in enumerate(self._rows)}
        after = [self.index(self.total_row if row is None else places[id(row)], c) for row, c in kept]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        if self._breakdown is None:
            return
        column, order = self._sorted_by
        column = min(column, len(self._breakdown.kpis))
        descending = order == Qt.SortOrder.DescendingOrder
        rows = sorted(self._breakdown.rows, key=self._by_name)
        if column == NAME:
            self._rows = rows[::-1] if descending else rows
            return
        self._rows = sorted(rows, key=_ByValue(column - 1, descending))

    def _by_name(self, row: BreakdownRow) -> tuple[bool, str]:
        return row.key is None, self.name(row.key).casefold()

    # Qt --------------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default; it is never changed)
        """The rows, and the total."""
        return 0 if parent.isValid() or self._breakdown is None else len(self._rows) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The names, and the KPIs."""
        return 0 if parent.isValid() or self._breakdown is None else len(self.kpis) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        """The name of the dimension and the labels of the KPIs, with their definitions as tooltips."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        if role == Role.TextAlignmentRole:
            return int((_LEFT if section == NAME else _RIGHT).value) | _WRAP
        if role == Role.DisplayRole:
            return self._language.text(self._title if section == NAME else self.kpis[section - 1].title)
        if role == Role.ToolTipRole and section != NAME:
            kpi = self.kpis[section - 1]
            return plain_tooltip("\n".join(self._language.text(part) for part in (kpi.label, kpi.definition)))
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        """Words, alignment, tooltip; small samples are faint, the total is bold, the names look like links."""
        row, column = index.row(), index.column()
        if role == Role.DisplayRole:
            return self.text(row, column)
        if role == Role.TextAlignmentRole:
            return int((_LEFT if column == NAME else _RIGHT).value)
        if role == Role.ToolTipRole:
            return plain_tooltip(self.explanation(row, column))
        if role == Role.ForegroundRole:
            return self._colour(row, column)
        if role == Role.FontRole and row == self.total_row:
            bold = QFont()
            bold.setWeight(QFont.Weight.DemiBold)
            return bold
        return None

    def _colour(self, row: int, column: int) -> QColor | None:
        theme = theme_of()
        if row == self.total_row:
            return None
        measure = self.measure(row, column)
        if measure is None:
            return QColor(theme.accent)
        return QColor(theme.text_muted) if self._is_faint(measure, column) else None

    def _is_faint(self, measure: Measure, column: int) -> bool:
        return measure.value is None or (self.kpis[column - 1].is_sample and measure.is_small)

    def explanation(self, row: int, column: int) -> str:
        """Why a cell is empty, or how sure its figure is."""
        measure = self.measure(row, column)
        if measure is None:
            return "" if row == self.total_row else self._language.text(msg("Show these leads"))
        if measure.absent is not None:
            return figures.absent_text(measure, self._language)
        kpi = self.kpis[column - 1]
        lines = []
        if measure.low is not None:
            interval = figures.interval_text(kpi.unit, measure, self._language, self._currency)
            lines.append(self._language.text(msg("95% interval: {interval}", interval=interval)))
        if kpi.unit is not Unit.COUNT:
            lines.append(figures.n_text(measure, self._language))
        if self._is_faint(measure, column):
            lines.append(self._language.text(msg("Small sample: read it with care.")))
        return "\n".join(line for line in lines if line)


class _ByValue:
    """Sort key: the value of one measure, absent ones last whichever the direction."""

    def __init__(self, column: int, descending: bool) -> None:
        self._column, self._sign = column, -1.0 if descending else 1.0

    def __call__(self, row: BreakdownRow) -> tuple[bool, float]:
        value = row.measures[self._column].value
        missing = value is None or math.isnan(value)
        return missing, 0.0 if value is None or missing else self._sign * value
