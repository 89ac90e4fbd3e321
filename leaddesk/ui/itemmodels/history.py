"""The model of the history: a row an action, the last first; a cell is worded when it is shown."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from leaddesk.model.history import Entry, Timeline
from leaddesk.text import NO_VALUE, msg
from leaddesk.ui.history_words import cells, done, moment
from leaddesk.ui.theme import plain_tooltip

if TYPE_CHECKING:
    from leaddesk.model.dataset import Frame
    from leaddesk.text import Language

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


class Fact(IntEnum):
    """What a column tells."""

    WHEN = 0
    WHO = 1
    WHAT = 2
    CELLS = 3
    STATE = 4


TITLES: Final = {
    Fact.WHEN: msg("When"),
    Fact.WHO: msg("Who"),
    Fact.WHAT: msg("What"),
    Fact.CELLS: msg("Before → after"),
    Fact.STATE: msg("State"),
}


class HistoryModel(QAbstractTableModel):
    """Shows a :class:`~leaddesk.model.history.Timeline`, of all that was done or of one lead."""

    def __init__(
        self,
        language: Language,
        row: int | None = None,
        parent: QObject | None = None,
        leads: Frame | None = None,
    ) -> None:
        """*row*: the id of the lead whose cells are told; *leads*: those there are, named where several are told."""
        super().__init__(parent)
        self._leads = leads
        self._language, self._row = language, row
        self._timeline = Timeline((), (), b"", b"")
        self.facts: tuple[Fact, ...] = tuple(fact for fact in Fact if fact is not Fact.WHO)
        """What the columns tell; who did it only where that is known of anything."""

    def show_timeline(self, timeline: Timeline) -> None:
        """Show these."""
        self.beginResetModel()
        self._timeline = timeline
        self.facts = tuple(fact for fact in Fact if fact is not Fact.WHO or timeline.tells_who)
        self.endResetModel()

    def entry(self, row: int) -> Entry:
        """What a row shows."""
        return self._timeline.entry(row)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One row an action."""
        return 0 if parent.isValid() else len(self._timeline)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """When, who, what, its cells, whether it stands."""
        return 0 if parent.isValid() else len(self.facts)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        """The titles."""
        if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return self._language.text(TITLES[self.facts[section]])
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        """The words of a cell; what was taken back is struck out."""
        if role == Role.DisplayRole:
            return self._words(self.entry(index.row()), self.facts[index.column()])
        if role == Role.ToolTipRole:
            return plain_tooltip(self._words(self.entry(index.row()), self.facts[index.column()]))
        if role == Role.FontRole and self.facts[index.column()] is Fact.WHAT and not self.entry(index.row()).stands:
            font = QFont()
            font.setStrikeOut(True)
            return font
        return None

    def _words(self, entry: Entry, fact: Fact) -> str:
        if fact is Fact.WHEN:
            return self._language.datetime(moment(entry.action))
        if fact is Fact.WHO:
            return entry.action.origin or NO_VALUE
        if fact is Fact.WHAT:
            return self._language.text(done(entry))
        if fact is Fact.CELLS:
            return cells(entry.action, self._row, self._language, self._leads)
        return "" if entry.stands else self._language.text(msg("taken back"))
