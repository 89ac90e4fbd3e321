"""The model of leads that are stuck: who waits where, for how long, and how unusual that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from leaddesk.model.measure import Unit
from leaddesk.model.stages import LABELS
from leaddesk.text import NO_VALUE, Message, msg
from leaddesk.ui import figures
from leaddesk.ui.theme import plain_tooltip, theme_of

if TYPE_CHECKING:
    from leaddesk.model.stay import StuckLead
    from leaddesk.text import Language

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

NAME, STAGE, DAYS, USUAL, TIMES = range(5)
HEADERS: Final = (
    (msg("Lead"), msg("Show this lead")),
    (msg("Stage"), msg("The stage that the lead is in now.")),
    (msg("Waiting for"), msg("Days since the lead came into that stage.")),
    (msg("Nine in ten move on within"), msg("What is usual in that stage, whatever the period.")),
    (msg("Times as long"), msg("The wait over what nine in ten leads took at most.")),
)
_LEFT: Final = int((Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value)
_RIGHT: Final = int((Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value)
_WRAP: Final = int(Qt.TextFlag.TextWordWrap.value)


@dataclass(frozen=True, slots=True)
class NamedLead:
    """A stuck lead and what it is called."""

    name: Message
    lead: StuckLead


class StuckLeadsModel(QAbstractTableModel):
    """Shows :class:`NamedLead` after :class:`NamedLead`."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._leads: tuple[NamedLead, ...] = ()

    def show_leads(self, leads: tuple[NamedLead, ...]) -> None:
        """Show these leads, in this order."""
        self.beginResetModel()
        self._leads = leads
        self.endResetModel()

    def set_language(self, language: Language) -> None:
        """Write everything in another language."""
        self.beginResetModel()
        self._language = language
        self.endResetModel()

    def named(self, row: int) -> NamedLead:
        """The lead of a row."""
        return self._leads[row]

    def text(self, row: int, column: int) -> str:
        """The words of a cell."""
        one, language = self._leads[row].lead, self._language
        if column == NAME:
            return language.text(self._leads[row].name)
        if column == STAGE:
            return language.text(LABELS[one.stage])
        if column == TIMES:
            return NO_VALUE if one.times is None else figures.number_text(Unit.TIMES, one.times, language, "")
        return figures.number_text(Unit.DAYS, one.days if column == DAYS else one.limit, language, "")

    # Qt --------------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default; it is never changed)
        """The leads."""
        return 0 if parent.isValid() else len(self._leads)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The columns of :data:`HEADERS`."""
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
            return (_LEFT if section in (NAME, STAGE) else _RIGHT) | _WRAP
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        """Words and alignment; the name looks like the link that it is."""
        if role == Role.DisplayRole:
            return self.text(index.row(), index.column())
        if role == Role.TextAlignmentRole:
            return _LEFT if index.column() in (NAME, STAGE) else _RIGHT
        if role == Role.ToolTipRole and index.column() == NAME:
            return plain_tooltip(self._language.text(msg("Show this lead")))
        if role == Role.ForegroundRole and index.column() == NAME:
            return QColor(theme_of().accent)
        return None
