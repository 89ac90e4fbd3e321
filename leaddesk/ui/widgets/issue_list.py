"""What was noticed in the files: a line a finding, the worst first, with the lines and values it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from leaddesk.model.issues import Issue, Severity
from leaddesk.text import msg
from leaddesk.ui.icons import icon
from leaddesk.ui.theme import plain_tooltip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.text import Language

LOOKS: Final = {
    Severity.ERROR: ("circle-x", "bad"),
    Severity.WARNING: ("triangle-alert", "warning"),
    Severity.INFO: ("info", "text_muted"),
}
MOST_LINES: Final = 12


class IssueList(QTreeWidget):
    """A tree of findings; the examples before → after stand below each."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self._issues: tuple[Issue, ...] = ()
        self.setColumnCount(3)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.set_language(language)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self.language = language
        words = language.text
        self.setHeaderLabels([words(msg("What was noticed")), words(msg("Where")), words(msg("Count"))])
        self.setAccessibleName(words(msg("What was noticed")))
        self.show_issues(self._issues)

    def count(self) -> int:
        """How many findings are shown."""
        return len(self._issues)

    def worst(self) -> Severity | None:
        """The severity of the worst finding; None when there is none."""
        return self._issues[0].severity if self._issues else None

    def show_issues(self, issues: Sequence[Issue]) -> None:
        """Show these findings, the worst first."""
        self._issues = tuple(sorted(issues, key=lambda issue: -issue.severity))
        self.clear()
        for issue in self._issues:
            self.addTopLevelItem(self._item(issue))

    def _item(self, issue: Issue) -> QTreeWidgetItem:
        words = self.language.text
        text = words(issue.message)
        where = " › ".join(part for part in (issue.file, issue.sheet) if part)
        item = QTreeWidgetItem([text, where, self.language.number(issue.count) if issue.count else ""])
        item.setIcon(0, icon(*LOOKS[issue.severity]))
        item.setToolTip(0, plain_tooltip(text))
        item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if issue.lines:
            shown = ", ".join(str(line) for line in issue.lines[:MOST_LINES])
            more = ", …" if max(issue.count, len(issue.lines)) > MOST_LINES else ""
            item.addChild(QTreeWidgetItem([words(msg("Lines: {lines}", lines=shown + more))]))
        for before, after in issue.examples:
            item.addChild(QTreeWidgetItem([before if before == after else f"{before} → {after or '∅'}"]))
        return item

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the selected findings as text."""
        if event.matches(QKeySequence.StandardKey.Copy):
            rows = ["\t".join(item.text(column) for column in range(3)).rstrip() for item in self.selectedItems()]
            QGuiApplication.clipboard().setText("\n".join(rows))
            return
        super().keyPressEvent(event)
