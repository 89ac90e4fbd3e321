"""The model of the funnel's table: a row a stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from leaddesk.model.measure import Unit
from leaddesk.text import NO_VALUE, msg, msgn
from leaddesk.ui import figures
from leaddesk.ui.theme import plain_tooltip, theme_of

if TYPE_CHECKING:
    from leaddesk.model.funnel import Funnel, Step
    from leaddesk.model.measure import Measure
    from leaddesk.text import Language

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

STAGE, REACHED, OF_FIRST, OF_PREVIOUS, LOST, DAYS = range(6)
HEADERS: Final = (
    (msg("Stage"), msg("The stages of a lead, in order; a lead counts at every stage that it reached.")),
    (msg("Reached"), msg("Leads created in the period that got to this stage or further.")),
    (msg("Of all"), msg("Share of all leads of the period.")),
    (msg("Of the one before"), msg("Share of the leads that reached the stage before, with its 95% interval.")),
    (msg("Stayed behind"), msg("Leads that reached the stage before but not this one: lost, or still open there.")),
    (msg("Median delay"), msg("Median of the days from the dated stage before, for leads with both dates.")),
)
_LEFT: Final = int((Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value)
_WRAP: Final = int(Qt.TextFlag.TextWordWrap.value)
_RIGHT: Final = int((Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value)


class FunnelStepsModel(QAbstractTableModel):
    """Shows the steps of a :class:`~leaddesk.model.funnel.Funnel`."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._steps: tuple[Step, ...] = ()
        self._worst: int | None = None

    def show_funnel(self, funnel: Funnel) -> None:
        """Show the steps of *funnel*."""
        self.beginResetModel()
        self._steps, self._worst = funnel.steps, funnel.worst
        self.endResetModel()

    def set_language(self, language: Language) -> None:
        """Write everything in another language."""
        self.beginResetModel()
        self._language = language
        self.endResetModel()

    def step(self, row: int) -> Step:
        """The step that a row stands for."""
        return self._steps[row]

    def text(self, row: int, column: int) -> str:
        """The words of a cell."""
        step = self._steps[row]
        if column == STAGE:
            return self._language.text(step.label)
        if column == REACHED:
            return figures.number_text(Unit.COUNT, step.reached, self._language, "")
        if column == LOST:
            return NO_VALUE if row == 0 else figures.number_text(Unit.COUNT, step.lost, self._language, "")
        if column == DAYS:
            return figures.value_text(Unit.DAYS, step.days, self._language, "")
        measure = self._share(row, column)
        value = figures.value_text(Unit.PERCENT, measure, self._language, "")
        if measure.low is None or row == 0 or column == OF_FIRST:
            return value
        interval = figures.interval_text(Unit.PERCENT, measure, self._language, "")
        return self._language.text(msg("{value} ({interval})", value=value, interval=interval))

    def _share(self, row: int, column: int) -> Measure:
        step = self._steps[row]
        return step.of_first if column == OF_FIRST else step.of_previous

    def explanation(self, row: int, column: int) -> str:
        """What the cell stands on, or why it is empty."""
        step, words = self._steps[row], self._language.text
        if column == LOST and row > 0:
            open_now = words(msgn("of which {count} is still open", "of which {count} are still open", step.still_open))
            return "\n".join((words(msg("Show these leads")), open_now))
        if column in (STAGE, REACHED):
            return words(msg("Show these leads"))
        if column not in (OF_FIRST, OF_PREVIOUS, DAYS) or (row == 0 and column != DAYS):
            return ""
        measure = step.days if column == DAYS else self._share(row, column)
        unit = Unit.DAYS if column == DAYS else Unit.PERCENT
        reason = figures.absent_text(measure, self._language)
        return reason or figures.certainty_text(unit, measure, self._language, "")

    def as_text(self) -> str:
        """The table as tab-separated lines, headers first."""
        lines = [[self._language.text(title) for title, _tip in HEADERS]]
        lines += [[self.text(row, column) for column in range(len(HEADERS))] for row in range(len(self._steps))]
        return "\n".join("\t".join(line) for line in lines)

    # Qt --------------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default; it is never changed)
        """The stages."""
        return 0 if parent.isValid() else len(self._steps)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The six columns of :data:`HEADERS`."""
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        """The words and tooltip of a column's header."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(HEADERS):
            return None
        title, tip = HEADERS[section]
        if role == Role.DisplayRole:
            return self._language.text(title)
        if role == Role.ToolTipRole:
            return plain_tooltip(self._language.text(tip))
        if role == Role.TextAlignmentRole:
            return (_LEFT if section == STAGE else _RIGHT) | _WRAP
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        """Words, alignment, tooltip; what opens leads looks like a link, the worst leak is in the warning's colour."""
        row, column = index.row(), index.column()
        if role == Role.DisplayRole:
            return self.text(row, column)
        if role == Role.TextAlignmentRole:
            return _LEFT if column == STAGE else _RIGHT
        if role == Role.ToolTipRole:
            return plain_tooltip(self.explanation(row, column))
        if role == Role.ForegroundRole:
            return self._colour(row, column)
        return None

    def _colour(self, row: int, column: int) -> QColor | None:
        theme = theme_of()
        if row == self._worst and column in (OF_PREVIOUS, LOST):
            return QColor(theme.bad)
        if column == REACHED or (column == LOST and row > 0):
            return QColor(theme.accent)
        if self.text(row, column) == NO_VALUE or (column == OF_PREVIOUS and self._steps[row].of_previous.is_small):
            return QColor(theme.text_muted)
        return None
