"""Leads that look like one: a line a group with the rule and the score, the leads side by side, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from leaddesk.model.duplicates import Rule
from leaddesk.model.merging import fullest, merging, telling_apart
from leaddesk.text import Message, msg, msgc, msgn, verbatim
from leaddesk.ui.theme import GAP, MARGIN, plain_tooltip
from leaddesk.ui.widgets.lead_comparison import LeadComparison
from leaddesk.ui.widgets.lead_facts import called, cell, lead_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.model.action import Change
    from leaddesk.model.duplicates import Group
    from leaddesk.text import Language
    from leaddesk.ui.session import Session

RULES: Final[dict[Rule, Message]] = {
    Rule.EMAIL: msg("same e-mail"),
    Rule.PHONE: msg("same phone"),
    Rule.NAME: msg("similar name, same place"),
}


class DuplicatesDialog(QDialog):
    """The groups, the surest first. Each merge, all the sure ones together and each refusal is done at once and is one
    step to undo.
    """

    def __init__(
        self, session: Session, groups: Sequence[Group], language: Language, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session, self.language = session, language
        there = set(session.state.dataset["leads"].rows.tolist()) if "leads" in session.state.dataset else set()
        self._groups = [group for group in groups if there.issuperset(group.rows)]
        words = language.text
        self.setWindowTitle(words(msg("Duplicates")))
        self.summary, self.reasons = QLabel(), QLabel()
        for label in (self.summary, self.reasons):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.list = QTreeWidget()
        self.comparison = LeadComparison(language)
        self.merge_button = QPushButton(words(msgc("leads", "Merge")))
        self.apart_button = QPushButton(words(msg("Not a duplicate")))
        self.sure_button = QPushButton()
        self.close_button = QPushButton(words(msg("Close")))
        self.merge_button.setProperty("primary", True)
        self._build()
        self._fill()

    def _build(self) -> None:
        words = self.language.text
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # a long name is cut, not how many leads have it
        self.list.setAlternatingRowColors(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHeaderLabels([words(msg("Leads")), words(msg("Rule")), words(msg("Score"))])
        self.list.setAccessibleName(words(msg("Leads that look like one")))
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(GAP)
        beside.addWidget(self.reasons)
        beside.addWidget(self.comparison, 1)
        both = QSplitter()
        both.setChildrenCollapsible(False)
        both.addWidget(self.list)
        both.addWidget(right)
        both.setStretchFactor(0, 2)
        both.setStretchFactor(1, 3)
        foot = QHBoxLayout()
        foot.addWidget(self.sure_button)
        foot.addStretch(1)
        for button in (self.apart_button, self.merge_button, self.close_button):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.summary)
        layout.addWidget(both, 1)
        layout.addLayout(foot)
        for button in (self.sure_button, self.apart_button, self.merge_button, self.close_button):
            button.setAutoDefault(False)
        self.list.currentItemChanged.connect(self._show_current)
        self.comparison.changed.connect(self._refresh_buttons)
        self.merge_button.clicked.connect(self.merge)
        self.apart_button.clicked.connect(self.tell_apart)
        self.sure_button.clicked.connect(self.merge_all_sure)
        self.close_button.clicked.connect(self.accept)
        self.resize(1180, 640)

    # What is shown ---------------------------------------------------------------------------------------------------

    def _fill(self, at: int = 0) -> None:
        """The groups that are left; the one at *at*, or the last, is the current one."""
        self.list.clear()
        for group in self._groups:
            who = msgn(
                "{name} · {count} lead", "{name} · {count} leads", len(group.rows), name=self._whole_name(group.rows)
            )
            texts = [self.language.text(one) for one in (who, RULES[group.rule])]
            item = QTreeWidgetItem([*texts, self.language.percent(group.score, 0)])
            item.setToolTip(0, plain_tooltip(texts[0]))
            item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.list.addTopLevelItem(item)
        if self._groups:
            self.list.setCurrentIndex(self.list.model().index(min(at, len(self._groups) - 1), 0))
        else:
            self._show_current()

    def _name(self, row: int) -> Message:
        frame = self.session.state.dataset["leads"]
        return called(lead_name(frame, int(frame.positions(np.array([row], np.int64))[0])))

    def _whole_name(self, rows: Sequence[int]) -> Message:
        """The first lead's name, with its firm or that of the first one that has any."""
        frame, name = self.session.state.dataset["leads"], self._name(rows[0])
        firms = (cell(frame, "company", place) for place in frame.positions(np.array(rows, np.int64)).tolist())
        firm = next((str(firm) for firm in firms if firm), "")
        return name if not firm or name == verbatim(firm) else msg("{name}, {company}", name=name, company=firm)

    @property
    def current(self) -> Group | None:
        """The group that is looked at."""
        place = self.list.currentIndex().row()
        return self._groups[place] if 0 <= place < len(self._groups) else None

    @Slot()
    def _show_current(self) -> None:
        group, words = self.current, self.language.text
        self.comparison.setVisible(group is not None)
        if group is not None:
            state = self.session.state
            self.comparison.show_leads(state, group.rows, fullest(state, group.rows))
            told = [reason.message for pair in group.pairs for reason in pair.reasons]
            told += [remark for pair in group.pairs for remark in pair.remarks]
            self.reasons.setText("  ·  ".join(dict.fromkeys(words(message) for message in told)))
        else:
            self.reasons.clear()
        self._refresh_buttons()

    @Slot()
    def _refresh_buttons(self) -> None:
        words, left, sure = self.language.text, len(self._groups), len(self._sure)
        if left:
            found = msgn("{count} group of leads looks like one", "{count} groups of leads look like one each", left)
            hint = msg("Click the header of a lead to keep that one; untick who does not belong.")
            self.summary.setText(words(msg("{found}. {hint}", found=found, hint=hint)))
        else:
            self.summary.setText(words(msg("Nothing is left to decide.")))
        self.merge_button.setEnabled(self.current is not None and len(self.comparison.ticked) > 1)
        self.apart_button.setEnabled(self.current is not None)
        label = msgn("Merge the sure one", "Merge all {count} sure ones", sure)
        self.sure_button.setText(words(label))
        self.sure_button.setVisible(sure > 0)

    @property
    def _sure(self) -> list[Group]:
        return [group for group in self._groups if group.is_sure]

    # What is done ----------------------------------------------------------------------------------------------------

    @Slot()
    def merge(self) -> None:
        """Merge the ticked leads of the current group; who is not ticked is another lead from then on."""
        group, merge = self.current, self.comparison.merge()
        if group is None or merge is None:
            return
        out = [row for row in group.rows if row not in self.comparison.ticked]
        apart = [change for row in out for change in telling_apart(self.session.state, [merge.kept, row])]
        self._decide([group], [((*merge.changes, *apart), msg("merge of leads: {name}", name=self._name(merge.kept)))])

    @Slot()
    def tell_apart(self) -> None:
        """Note that the leads of the current group are not one: they are not proposed together again."""
        group = self.current
        if group is not None:
            changes = telling_apart(self.session.state, group.rows)
            self._decide([group], [(changes, msg("no duplicates: {name}", name=self._name(group.rows[0])))])

    @Slot()
    def merge_all_sure(self) -> None:
        """Merge every group that is sure, all of them as one step."""
        state, sure = self.session.state, self._sure
        changes: list[Change] = []
        for group in sure:
            kept = fullest(state, group.rows)
            changes += merging(state, kept, [row for row in group.rows if row != kept]).changes
        if len(sure) == 1:
            label = msg("merge of leads: {name}", name=self._name(fullest(state, sure[0].rows)))
        else:
            label = msgn("merge of {count} group of leads", "merge of {count} groups of leads", len(sure))
        self._decide(sure, [(tuple(changes), label)])

    def _decide(self, groups: Sequence[Group], decisions: list[tuple[tuple[Change, ...], Message]]) -> None:
        at = self._groups.index(groups[0])
        self.session.decide(decisions)
        self._groups = [group for group in self._groups if group not in groups]
        self._fill(at)
        self.list.setFocus()
