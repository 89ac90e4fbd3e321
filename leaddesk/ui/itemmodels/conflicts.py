"""The model of what two copies say differently: a row a conflict, worded when it is shown, with what is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from leaddesk.text import msg, msgc
from leaddesk.ui.conflict_words import CHOICES, field, subject, value
from leaddesk.ui.theme import plain_tooltip

if TYPE_CHECKING:
    from leaddesk.model.conflicts import Choice, Conflict
    from leaddesk.text import Language
    from leaddesk.ui.copy_merge import Proposal
    from leaddesk.ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
TITLES: Final = (
    msg("Lead or file"), msg("What"), msgc("copy", "Here"), msgc("copy", "In the copy"), msgc("copy", "What will hold"),
)  # fmt: skip


class ConflictModel(QAbstractTableModel):
    """``choices`` are as many as the conflicts, at first those that are proposed."""

    def __init__(self, proposal: Proposal, desk: Desk, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._proposal, self._desk, self._language = proposal, desk, language
        self.conflicts: tuple[Conflict, ...] = proposal.plan.conflicts
        self.choices = [conflict.proposed for conflict in self.conflicts]

    def choose(self, row: int, choice: Choice) -> None:
        """Choose for one conflict."""
        self.choices[row] = choice
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(TITLES) - 1))

    def choose_all(self, choice: Choice | None) -> None:
        """Choose the same for all; None: the later of each."""
        self.choices = [conflict.later if choice is None else choice for conflict in self.conflicts]
        if self.conflicts:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.conflicts) - 1, len(TITLES) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One row a conflict."""
        return 0 if parent.isValid() else len(self.conflicts)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Of what, what, here, in the copy, what will hold."""
        return 0 if parent.isValid() else len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        """The titles."""
        if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return self._language.text(TITLES[section])
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        """The words of a cell."""
        if role == Role.DisplayRole:
            return self._words(index.row(), index.column()).replace("\n", " · ")
        if role == Role.ToolTipRole:
            return plain_tooltip(self._words(index.row(), index.column()))
        return None

    def _words(self, row: int, column: int) -> str:
        conflict, words = self.conflicts[row], self._language.text
        if column == 0:
            return words(subject(conflict, self._desk, self._proposal))
        if column == 1:
            return words(field(conflict))
        if column == 2:
            return value(conflict, conflict.mine, self._language)
        if column == 3:
            return value(conflict, conflict.theirs, self._language)
        return words(CHOICES[self.choices[row]])
