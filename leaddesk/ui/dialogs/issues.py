"""What was noticed in the files that are open: nothing was changed or left out without standing here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from leaddesk.model.issues import Severity
from leaddesk.text import Message, msg, msgn
from leaddesk.ui.theme import GAP, MARGIN
from leaddesk.ui.widgets.balance_table import BalanceTable
from leaddesk.ui.widgets.issue_list import IssueList
from leaddesk.ui.widgets.still_combo import StillComboBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.ingest.importer import SheetCount
    from leaddesk.model.issues import Issue
    from leaddesk.text import Language

SEVERITIES: Final[dict[Severity, Message]] = {
    Severity.ERROR: msg("Errors"),
    Severity.WARNING: msg("Worth a look"),
    Severity.INFO: msg("Good to know"),
}


class IssuesDialog(QDialog):
    """The rows of each sheet, read, taken and left out; the findings, the worst first; the chosen one in full below."""

    left_out_requested = Signal()
    """The rows that were left out are to be saved as a file."""
    read_again_requested = Signal(object)
    """The files are to be read in another way because of the finding that is looked at (None: of none); the dialog
    closes.
    """

    def __init__(
        self,
        issues: Sequence[Issue],
        language: Language,
        parent: QWidget | None = None,
        counts: Sequence[SheetCount] = (),
    ) -> None:
        super().__init__(parent)
        self._language = language
        self.balance = BalanceTable(counts, language) if counts else None
        self.has_left_out = any(count.left_out or count.aside for count in counts)
        self._issues = tuple(sorted(issues, key=lambda issue: -issue.severity))
        self._shown = self._issues
        words = language.text
        self.setWindowTitle(words(msg("What was noticed in the files")))
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.files, self.severities = StillComboBox(), StillComboBox()
        self.files.setAccessibleName(words(msg("File")))
        self.severities.setAccessibleName(words(msg("Severity")))
        self.list, self.detail = IssueList(language), QPlainTextEdit()
        self.detail.setReadOnly(True)
        self.detail.setTabChangesFocus(True)
        self.detail.setAccessibleName(words(msg("The finding in full")))
        self.copy, self.close_button = QPushButton(words(msg("Copy all as text"))), QPushButton(words(msg("Close")))
        self.save_left_out = QPushButton(words(msg("Save the rows left out…")))
        self.save_left_out.setVisible(self.has_left_out)
        self.save_left_out.clicked.connect(self.left_out_requested)
        self.read_again = QPushButton(words(msg("Change how files are read…")))
        self.read_again.setVisible(bool(counts))
        self.read_again.clicked.connect(self._read_again)
        for button in (self.copy, self.close_button, self.save_left_out, self.read_again):
            button.setAutoDefault(False)
        self._fill_choices()
        self._lay_out()
        self.files.activated.connect(self.refresh)
        self.severities.activated.connect(self.refresh)
        self.list.currentItemChanged.connect(self._show_detail)
        self.copy.clicked.connect(self.copy_all)
        self.close_button.clicked.connect(self.accept)
        self.resize(900, 560)
        self.refresh()

    def _fill_choices(self) -> None:
        words = self._language.text
        self.files.addItem(words(msg("All files")), None)
        for file in dict.fromkeys(issue.file for issue in self._issues if issue.file):
            self.files.addItem(file, file)
        self.severities.addItem(words(msg("Everything")), None)
        for severity, label in SEVERITIES.items():
            count = sum(issue.severity is severity for issue in self._issues)
            if count:
                self.severities.addItem(words(msg("{label} ({count})", label=label, count=count)), severity)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GAP)
        top.addWidget(self.summary, 1)
        top.addWidget(self.severities)
        top.addWidget(self.files)
        both = QSplitter()
        both.setOrientation(Qt.Orientation.Vertical)
        both.setChildrenCollapsible(False)
        both.addWidget(self.list)
        both.addWidget(self.detail)
        both.setStretchFactor(0, 3)
        both.setStretchFactor(1, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.copy)
        foot.addWidget(self.save_left_out)
        foot.addWidget(self.read_again)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        if self.balance is not None:
            layout.addWidget(self.balance)
        layout.addLayout(top)
        layout.addWidget(both, 1)
        layout.addLayout(foot)

    @Slot()
    def _read_again(self) -> None:
        self.accept()
        self.read_again_requested.emit(self._current())

    @Slot()
    def refresh(self) -> None:
        """Show the findings that the choices leave."""
        file, severity = self.files.currentData(), self.severities.currentData()
        self._shown = tuple(
            issue
            for issue in self._issues
            if (file is None or issue.file == file) and (severity is None or issue.severity == severity)
        )
        self.list.show_issues(self._shown)
        if self._shown:
            text = msgn("{count} finding", "{count} findings", len(self._shown))
            self.list.setCurrentIndex(self.list.model().index(0, 0))
        else:
            text = msg("Nothing to report: the files were read as they are.")
            self.detail.clear()
        self.summary.setText(self._language.text(text))
        self.copy.setEnabled(bool(self._shown))

    @Slot()
    def copy_all(self) -> None:
        """Put every finding shown on the clipboard as text."""
        QGuiApplication.clipboard().setText("\n\n".join(issue_text(issue, self._language) for issue in self._shown))

    def _current(self) -> Issue | None:
        item = self.list.currentItem()
        while item is not None and item.parent() is not None:
            item = item.parent()
        place = self.list.indexOfTopLevelItem(item) if item is not None else -1
        return self._shown[place] if 0 <= place < len(self._shown) else None

    @Slot()
    def _show_detail(self) -> None:
        issue = self._current()
        if issue is not None:
            self.detail.setPlainText(issue_text(issue, self._language))


def issue_text(issue: Issue, language: Language) -> str:
    """A finding in full: what, where, which lines, what became of the cells."""
    words = language.text
    lines = [words(issue.message)]
    if issue.file:
        lines.append(words(msg("File: {file}", file=issue.file)))
    if issue.sheet and issue.sheet != issue.file:
        lines.append(words(msg("Sheet: {sheet}", sheet=issue.sheet)))
    if issue.column:
        lines.append(words(msg("Column: {column}", column=issue.column_name)))
    if issue.lines:
        numbers = ", ".join(str(line) for line in issue.lines)
        more = max(issue.count - len(issue.lines), 0)
        listed = msg("Lines: {lines}", lines=numbers)
        lines.append(words(msg("{listed} and {count} more", listed=listed, count=more) if more else listed))
    lines += [language.change(before, after) for before, after in issue.examples]
    return "\n".join(lines)
