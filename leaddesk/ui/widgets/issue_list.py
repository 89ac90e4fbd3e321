"""What was noticed in the files: a line a finding, the worst first, with the lines and values it is about.

What LeadDesk did by itself has a box: without its tick it is not done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
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
LINE: Final = 22
"""The height of a line: a box is not cut."""


class IssueList(QTreeWidget):
    """A tree of findings; the examples before → after stand below each."""

    switched = Signal(object, bool)
    """A proposal (:class:`~leaddesk.model.issues.Issue`) is to be applied or not."""
    picked = Signal(object)
    """The finding that is looked at."""
    opened = Signal(object)
    """The finding that is double-clicked, or on which Enter is pressed."""

    def __init__(self, language: Language, parent: QWidget | None = None, *, switches: bool = False) -> None:
        """*switches*: whether what was done by itself can still be switched off here."""
        super().__init__(parent)
        self.language = language
        self._has_switches = switches
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
        self.itemChanged.connect(self._switch)
        self.currentItemChanged.connect(self._pick)
        self.itemActivated.connect(self._open)

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
        with QSignalBlocker(self):
            self.clear()
            for issue in self._issues:
                self.addTopLevelItem(self._item(issue))
        self.viewport().update()

    def point_at(self, wanted: Issue) -> bool:
        """Make a finding the current one, or one of its kind about the same column; False when there is none."""
        alike = [place for place, issue in enumerate(self._issues) if _same(issue, wanted)]
        if not alike:
            return False
        place = next((place for place in alike if self._issues[place] == wanted), alike[0])
        self.setCurrentIndex(self.model().index(place, 0))
        return True

    def _issue(self, item: QTreeWidgetItem | None) -> Issue | None:
        while item is not None and item.parent() is not None:
            item = item.parent()
        place = -1 if item is None else self.indexOfTopLevelItem(item)
        return self._issues[place] if 0 <= place < len(self._issues) else None

    @Slot(QTreeWidgetItem, int)
    def _switch(self, item: QTreeWidgetItem, _column: int) -> None:
        issue = self._issue(item)
        if issue is None or issue.applied is None or item.parent() is not None:
            return
        on = item.checkState(0) == Qt.CheckState.Checked
        if on != issue.applied:
            self.switched.emit(issue, on)

    @Slot()
    def _pick(self) -> None:
        issue = self._issue(self.currentItem())
        if issue is not None:
            self.picked.emit(issue)

    @Slot(QTreeWidgetItem, int)
    def _open(self, item: QTreeWidgetItem, _column: int) -> None:
        issue = self._issue(item)
        if issue is not None:
            self.opened.emit(issue)

    def _item(self, issue: Issue) -> QTreeWidgetItem:
        words = self.language.text
        text = words(issue.message)
        where = " › ".join(part for part in (issue.file, issue.sheet) if part)
        item = QTreeWidgetItem([text, where, self.language.number(issue.count) if issue.count else ""])
        if issue.applied is None or not self._has_switches:
            item.setIcon(0, icon(*LOOKS[issue.severity]))
        else:
            item.setCheckState(0, Qt.CheckState.Checked if issue.applied else Qt.CheckState.Unchecked)
        item.setToolTip(0, plain_tooltip(text))
        item.setSizeHint(0, QSize(0, LINE))
        item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if issue.lines:
            shown = ", ".join(str(line) for line in issue.lines[:MOST_LINES])
            more = ", …" if max(issue.count, len(issue.lines)) > MOST_LINES else ""
            item.addChild(QTreeWidgetItem([words(msg("Lines: {lines}", lines=shown + more))]))
        for before, after in issue.examples:
            item.addChild(QTreeWidgetItem([self.language.change(before, after)]))
        return item

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the selected findings as text."""
        if event.matches(QKeySequence.StandardKey.Copy):
            rows = ["\t".join(item.text(column) for column in range(3)).rstrip() for item in self.selectedItems()]
            QGuiApplication.clipboard().setText("\n".join(rows))
            return
        super().keyPressEvent(event)


def _same(one: Issue, other: Issue) -> bool:
    """Whether two findings are the same of one place: what is told of it may be worded anew by another trial."""
    return (one.code, one.sheet, one.column, one.position) == (other.code, other.sheet, other.column, other.position)
