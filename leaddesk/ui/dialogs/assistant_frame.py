"""The import assistant before anything of a file is in it: its widgets, how they are laid out, and their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from leaddesk.model.tables import TABLES
from leaddesk.text import msg
from leaddesk.ui.finding_pages import FindingPages
from leaddesk.ui.reviewing import Reviewing
from leaddesk.ui.theme import GAP, HEADING, MARGIN, font, plain_tooltip
from leaddesk.ui.widgets.balance_line import BalanceLine
from leaddesk.ui.widgets.cluster_list import ClusterList
from leaddesk.ui.widgets.column_choices import ColumnChoices, nothing
from leaddesk.ui.widgets.constant_field import ConstantField
from leaddesk.ui.widgets.issue_list import IssueList
from leaddesk.ui.widgets.question_list import QuestionList
from leaddesk.ui.widgets.raw_rows import RawRows
from leaddesk.ui.widgets.sheet_list import SheetList
from leaddesk.ui.widgets.status_words import StatusWords

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.text import Language
    from leaddesk.ui.session import Session

IGNORED: Final = msg("Leave this sheet out")
NO_HEADER: Final = 0
OK, CANCEL = QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel
COLUMNS, WORDS, CLUSTERS, PROPOSALS, PROBLEMS = range(5)
"""The pages, in their order."""


class AssistantFrame(QDialog):
    """One window: the sheets left, what was understood right, the lines of the file below.

    It is made in pieces, so that it can be made while a file is read and the window still answers. Each widget is made
    where it stays: one that moves to another parent is polished again, with all that is in it.
    """

    def __init__(self, session: Session, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.language = session, language
        self._pieces: list[Callable[[], None]] = [
            self._lay_out, self._make_top, self._make_columns, self._make_pages, self._make_lists, self._write,
            self._polish,
        ]  # fmt: skip

    def make_piece(self) -> bool:
        """Make the next piece; whether there are more."""
        if self._pieces:
            self._pieces.pop(0)()
        return bool(self._pieces)

    def make(self, between: Callable[[], None] = nothing) -> None:
        """Make all that is still to be made; *between* is called after each piece."""
        while self._pieces:
            self.make_piece()
            between()

    def _lay_out(self) -> None:
        self.resize(1240, 690)
        self.heading, self.explanation = _label(self), _label(self)
        self.heading.setFont(font(HEADING, bold=True))
        self.explanation.setProperty("tone", "muted")
        self.balance = BalanceLine(self.language, self)
        # Before the rest: the first one made has the focus at first, and the way of Tab begins with it.
        self.buttons = QDialogButtonBox(OK | CANCEL, self)
        self.save_button = QPushButton(self.buttons)
        self.buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.HelpRole)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._column = layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.heading)
        layout.addWidget(self.explanation)
        layout.addWidget(splitter, 1)
        self.sheets = SheetList(self.language, splitter)
        self.sheets.setMinimumWidth(230)
        self._right = QWidget(splitter)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([250, 950])
        foot = QHBoxLayout()
        foot.addWidget(self.balance, 1)
        foot.addWidget(self.buttons)
        layout.addLayout(foot)

    def _make_top(self) -> None:
        right = self._right
        self.tables, self.header_row, self.as_of = QComboBox(right), QSpinBox(right), QDateEdit(right)
        self.as_of.setCalendarPopup(True)
        self.as_of.setDisplayFormat("dd/MM/yyyy")
        self.header_row.setRange(NO_HEADER, 1_048_576)
        self.header_row.setMinimumHeight(self.tables.sizeHint().height())
        self._table_label, self._header_label, self._as_of_label = QLabel(right), QLabel(right), QLabel(right)
        top = QHBoxLayout()
        labels = (self._table_label, self._header_label, self._as_of_label)
        for label, widget in zip(labels, (self.tables, self.header_row, self.as_of), strict=True):
            label.setBuddy(widget)
            top.addWidget(label)
            top.addWidget(widget)
            top.addSpacing(GAP)
        top.addStretch(1)
        self.reason = _label(right)
        self.reason.setProperty("tone", "muted")
        self.questions, self.origin = QuestionList(self.language, right), ConstantField(self.language, right)
        self._both = QSplitter(Qt.Orientation.Vertical, right)
        self._both.setChildrenCollapsible(False)
        column = QVBoxLayout(right)
        column.setContentsMargins(GAP, 0, 0, 0)
        column.addLayout(top)
        for part in (self.reason, self.questions, self.origin):
            column.addWidget(part)
        column.addWidget(self._both, 1)

    def _make_columns(self) -> None:
        self.pages = QTabWidget(self._both)
        self.columns = ColumnChoices(self.language)
        self.pages.addTab(self.columns, "")

    def _make_pages(self) -> None:
        self.words, self.clusters = StatusWords(self.language), ClusterList(self.language)
        self.pages.addTab(self.words, "")
        self.pages.addTab(self.clusters, "")
        self.pages.setTabVisible(CLUSTERS, False)

    def _make_lists(self) -> None:
        self.proposals, self.problems = IssueList(self.language, switches=True), IssueList(self.language)
        self.pages.addTab(self.proposals, "")
        self.pages.addTab(self.problems, "")
        self.findings = FindingPages(self.pages, self.proposals, self.problems, self.language)
        self.reviewing = Reviewing(self.session, self.language, self)
        self.pages.setCornerWidget(self.reviewing.button)
        self.rows = RawRows(self.language, self._both)
        self._both.setSizes([330, 170])

    def _write(self) -> None:
        words = self.language.text
        self.heading.setText(words(msg("Here is what LeadDesk understood")))
        self.explanation.setText(
            words(msg("Change what is wrong; your choice is remembered for files with the same headers."))
        )
        self._table_label.setText(words(msg("This sheet holds")))
        self._header_label.setText(words(msg("Headers on line")))
        self._as_of_label.setText(words(msg("As of")))
        self.as_of.setToolTip(words(msg("The day on which the file was up to date: what is open then counts as open.")))
        self._as_of_label.setToolTip(self.as_of.toolTip())
        self.header_row.setSpecialValueText(words(msg("none")))
        for table in TABLES:
            self.tables.addItem(words(table.label), table.id)
        self.tables.addItem(words(IGNORED), "")
        self.pages.setTabText(COLUMNS, words(msg("Columns")))
        self.pages.setTabText(WORDS, words(msg("Status words")))
        self.pages.setTabToolTip(
            PROPOSALS, plain_tooltip(words(msg("What LeadDesk does by itself: take a tick away and it is not done")))
        )
        self.save_button.setText(words(msg("Save the mapping…")))
        self.save_button.setToolTip(words(msg("As a TOML file, for the command line")))
        self.buttons.button(CANCEL).setText(words(msg("Cancel")))
        for button in (self.buttons.button(kind) for kind in (OK, CANCEL)):
            button.setIcon(QIcon())  # the platform's pictures of a tick and a cross
        for button in (self.buttons.button(CANCEL), self.save_button):
            button.setAutoDefault(False)  # Enter never cancels, not even while the import waits for an answer

    def _polish(self) -> None:
        """Ask the style now what it would be asked when the window is shown."""
        for widget in self.findChildren(QWidget):
            widget.ensurePolished()
        self.ensurePolished()
        self._column.activate()


def _label(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
