"""Before a colleague's copy is merged: what it has that is not here, and what both changed, to be decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from leaddesk.model.conflicts import Choice
from leaddesk.text import msg, msgc, msgn
from leaddesk.ui.conflict_words import summary
from leaddesk.ui.itemmodels.conflicts import ConflictModel
from leaddesk.ui.theme import GAP, MARGIN, font
from leaddesk.ui.widgets.conflict_choice import ConflictChoice
from leaddesk.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from leaddesk.text import Language
    from leaddesk.ui.copy_merge import Proposal
    from leaddesk.ui.desk import Desk

WIDTHS: Final = (190, 170, 200, 200)


class ReconcileDialog(QDialog):
    """``choices`` are the decisions once the dialog is accepted. Nothing is done before."""

    def __init__(self, proposal: Proposal, desk: Desk, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        words = language.text
        self.setWindowTitle(words(msg("Merge a colleague's copy")))
        self.summary = QLabel(summary(proposal, language))
        self.question, self.promise = QLabel(), QLabel()
        for label in (self.summary, self.question, self.promise):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.promise.setText(
            words(msg("Nothing is lost: what is not chosen stays in the history, and one undo takes all of it back."))
        )
        self.promise.setProperty("tone", "muted")
        self.model, self.table = ConflictModel(proposal, desk, language, self), PlainTable()
        self.choice = ConflictChoice(language)
        self.all_mine = QPushButton(words(msgc("copy", "All as here")))
        self.all_theirs = QPushButton(words(msgc("copy", "All as in the copy")))
        self.all_later = QPushButton(words(msg("The later of each")))
        self.merge, self.cancel = QPushButton(words(msgc("copy", "Merge"))), QPushButton(words(msg("Cancel")))
        self.merge.setProperty("primary", True)
        self._lay_out()
        self._show_conflicts()
        self.table.selectionModel().currentChanged.connect(self._show_current)
        self.choice.chosen.connect(self._choose)
        self.all_mine.clicked.connect(self._choose_mine)
        self.all_theirs.clicked.connect(self._choose_theirs)
        self.all_later.clicked.connect(self._choose_later)
        self.merge.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        words, bar = self._language.text, QHBoxLayout()
        self.question.setFont(font(bold=True))
        self.table.setModel(self.model)
        self.table.setAccessibleName(words(msg("What both changed")))
        for column, width in enumerate(WIDTHS):
            self.table.setColumnWidth(column, width)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for button in (self.all_mine, self.all_theirs, self.all_later):
            button.setAutoDefault(False)
            bar.addWidget(button)
        bar.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.merge)
        self.cancel.setAutoDefault(False)
        self.merge.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.summary)
        layout.addWidget(self.question)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.choice)
        layout.addLayout(bar)
        layout.addWidget(self.promise)
        layout.addLayout(foot)

    def _show_conflicts(self) -> None:
        count = self.model.rowCount()
        parts = (self.table, self.choice, self.all_mine, self.all_theirs, self.all_later)
        for part in parts:
            part.setVisible(count > 0)
        if count:
            text = msgn(
                "{count} thing was changed here and in the copy. What shall hold?",
                "{count} things were changed here and in the copy. What shall hold?",
                count,
            )
            self.resize(980, 600)
            self.table.setCurrentIndex(self.model.index(0, 0))
            self._show_current()
        else:
            text = msg("Nothing of it contradicts what was done here.")
            self.resize(560, 200)
        self.question.setText(self._language.text(text))

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What is chosen for each conflict."""
        return tuple(self.model.choices)

    @Slot()
    def _show_current(self) -> None:
        row = self.table.currentIndex().row()
        if row >= 0:
            self.choice.show_conflict(self.model.conflicts[row], self.model.choices[row])

    @Slot(object)
    def _choose(self, choice: Choice) -> None:
        self.model.choose(self.table.currentIndex().row(), choice)

    @Slot()
    def _choose_mine(self) -> None:
        self._choose_all(Choice.MINE)

    @Slot()
    def _choose_theirs(self) -> None:
        self._choose_all(Choice.THEIRS)

    @Slot()
    def _choose_later(self) -> None:
        self._choose_all(None)

    def _choose_all(self, choice: Choice | None) -> None:
        self.model.choose_all(choice)
        self._show_current()
