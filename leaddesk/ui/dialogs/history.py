"""Who did what when, to the whole document or to one lead; an entry leads to its leads."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from leaddesk.model.history import Timeline, timeline, touched
from leaddesk.text import msg, msgn
from leaddesk.ui.history_words import done
from leaddesk.ui.itemmodels.history import Fact, HistoryModel
from leaddesk.ui.notices import LeadsRequest
from leaddesk.ui.theme import GAP, MARGIN
from leaddesk.ui.widgets.lead_facts import called, lead_name
from leaddesk.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from leaddesk.model.action import Action
    from leaddesk.text import Language, Message
    from leaddesk.ui.jobs import Task
    from leaddesk.ui.session import Session

WIDTHS = {Fact.WHEN: 130, Fact.WHO: 110, Fact.WHAT: 300, Fact.CELLS: 280}


class HistoryDialog(QDialog):
    """The history, the last first. It is worked out in a job: a log may be long."""

    def __init__(
        self, session: Session, language: Language, row: int | None = None, parent: QWidget | None = None
    ) -> None:
        """*row*: the id of a lead whose history alone is told."""
        super().__init__(parent)
        self._session, self._language, self._row = session, language, row
        words = language.text
        self.setWindowTitle(words(msg("History") if row is None else msg("History of {name}", name=self._name(row))))
        self.note = QLabel(words(msg("Looking it up…")))
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        leads = session.state.dataset.frames.get("leads")
        self.model, self.table = HistoryModel(language, row, self, leads), PlainTable()
        self.table.setModel(self.model)
        self.table.setAccessibleName(words(msg("History")))
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.show_leads, self.close_button = QPushButton(words(msg("Show the leads"))), QPushButton(words(msg("Close")))
        self.show_leads.setEnabled(False)
        for button in (self.show_leads, self.close_button):
            button.setAutoDefault(False)
        self._lay_out()
        self.table.opened.connect(self._open)
        self.table.selectionModel().currentChanged.connect(self._show_current)
        self.show_leads.clicked.connect(self._open_current)
        self.close_button.clicked.connect(self.accept)
        self.resize(960, 560)
        job = session.jobs.compute.start("history", partial(_told, session.desk.actions, row))
        job.succeeded.connect(self.show_timeline)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.show_leads)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.note)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)

    def _name(self, row: int) -> Message:
        frame = self._session.state.dataset["leads"]
        return called(lead_name(frame, int(frame.positions(np.array([row], np.int64))[0])))

    @Slot(object)
    def show_timeline(self, found: Timeline) -> None:
        """Show what was found out."""
        self.model.show_timeline(found)
        for column, fact in enumerate(self.model.facts[:-1]):
            self.table.setColumnWidth(column, WIDTHS[fact])
        if len(found):
            text = msgn("{count} step, the last first", "{count} steps, the last first", len(found))
            self.table.setCurrentIndex(self.model.index(0, 0))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._row is None:
            text = msg("Nothing was done yet.")
        else:
            text = msg("Nothing was changed by hand: the lead is as its file gave it.")
        self.note.setText(self._language.text(text))

    @Slot()
    def _show_current(self) -> None:
        index = self.table.currentIndex()
        self.show_leads.setEnabled(index.isValid() and bool(self._leads(index).size))

    def _leads(self, index: QModelIndex) -> np.ndarray:
        """The rows of the leads of an entry that are there now."""
        leads = self._session.state.dataset.frames.get("leads")
        rows = np.fromiter(touched(self.model.entry(index.row()).action), np.int64)
        return rows[:0] if leads is None else rows[np.isin(rows, leads.rows)]

    @Slot()
    def _open_current(self) -> None:
        self._open(self.table.currentIndex())

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        rows = self._leads(index)
        if rows.size:
            self.accept()
            self._session.leads_requested.emit(LeadsRequest(rows, done(self.model.entry(index.row()))))


def _told(actions: tuple[Action, ...], row: int | None, task: Task) -> Timeline:
    return timeline(actions, row, task.check)
