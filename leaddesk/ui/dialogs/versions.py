"""Earlier versions of the document: when, why, what was done since; the chosen one comes back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from leaddesk.text import Message, msg, msgn
from leaddesk.ui.history_words import done, moment
from leaddesk.ui.restoring import Version, versions
from leaddesk.ui.theme import GAP, MARGIN
from leaddesk.workspace.backups import Cause

if TYPE_CHECKING:
    from leaddesk.text import Language
    from leaddesk.ui.jobs import Failure
    from leaddesk.ui.session import Session
    from leaddesk.workspace.backups import Backup
    from leaddesk.workspace.versions import Difference

CAUSES: Final[dict[Cause, Message]] = {
    Cause.OPENED: msg("the document was opened"),
    Cause.CHANGED: msg("work was going on"),
    Cause.IMPORT: msg("before an import"),
    Cause.MERGE: msg("before a merge of leads"),
    Cause.ERASURE: msg("at an erasure"),
    Cause.MIGRATION: msg("before a new LeadDesk changed the file"),
    Cause.RESTORE: msg("before a version was restored"),
    Cause.COPY: msg("before a colleague's copy was merged"),
}


class VersionsDialog(QDialog):
    """Lists the versions, in a job; :attr:`chosen` is the one to be restored once the dialog is accepted."""

    def __init__(self, session: Session, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._language = session, language
        self._versions: tuple[Version, ...] = ()
        words = language.text
        self.setWindowTitle(words(msg("Restore a version")))
        self.note, self.list, self.preview = QLabel(), QTreeWidget(), QPlainTextEdit()
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setText(words(msg("Looking for versions…")))
        self.list.setHeaderLabels([words(title) for title in (msg("When"), msg("Why"), msg("Done since"))])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setStyleSheet("QTreeWidget::item { padding: 4px 6px 4px 2px; }")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setAccessibleName(words(msg("Earlier versions")))
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        self.preview.setAccessibleName(words(msg("What restoring this version would take back")))
        self.restore, self.cancel = QPushButton(words(msg("Restore this version"))), QPushButton(words(msg("Cancel")))
        self.restore.setEnabled(False)
        self.restore.setAutoDefault(False)
        self.cancel.setDefault(True)
        self._lay_out()
        self.list.currentItemChanged.connect(self._show_current)
        self.restore.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self.resize(820, 560)
        job = session.jobs.io.start("versions", partial(versions, session.desk, session.desk.actions))
        job.succeeded.connect(self.show_versions)
        job.failed.connect(self._show_failure)

    def _lay_out(self) -> None:
        both = QSplitter()
        both.setOrientation(Qt.Orientation.Vertical)
        both.setChildrenCollapsible(False)
        both.addWidget(self.list)
        both.addWidget(self.preview)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.restore)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.note)
        layout.addWidget(both, 1)
        layout.addLayout(foot)

    @property
    def chosen(self) -> Backup | None:
        """The version that is marked, None when none is or it cannot be restored."""
        version = self._current()
        return version.backup if version is not None and _is_restorable(version) else None

    @Slot(object)
    def show_versions(self, found: tuple[Version, ...]) -> None:
        """List them, and mark the first that is another than the present."""
        self._versions = found
        words = self._language.text
        for version in found:
            when = self._language.datetime(version.backup.made.astimezone())
            why = words(CAUSES[version.backup.cause])
            item = QTreeWidgetItem([when, why, words(since(version.difference))])
            self.list.addTopLevelItem(item)
        for column in range(2):
            self.list.resizeColumnToContents(column)
        if found:
            text = msg("Restoring loses nothing: the work as it is now is kept as a version first.")
            first = next((place for place, version in enumerate(found) if _is_restorable(version)), 0)
            self.list.setCurrentIndex(self.list.model().index(first, 0))
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            text = msg("There is no version yet: one is kept by itself as you work.")
        self.note.setText(words(text))

    @Slot(object)
    def _show_failure(self, failure: Failure) -> None:
        self.note.setText(self._language.text(failure.message))

    def _current(self) -> Version | None:
        index = self.list.currentIndex()
        return self._versions[index.row()] if index.isValid() else None

    @Slot()
    def _show_current(self) -> None:
        version = self._current()
        self.restore.setEnabled(self.chosen is not None)
        lines = [] if version is None else preview(version)
        self.preview.setPlainText("\n".join(self._language.text(line) for line in lines))


def _is_restorable(version: Version) -> bool:
    return version.difference is not None and not version.difference.is_none


def since(difference: Difference | None) -> Message:
    """What was done since a version, in short."""
    if difference is None:
        return msg("this version is damaged")
    if difference.is_none:
        return msg("nothing: it is as now")
    parts = []
    if difference.since:
        parts.append(msgn("{count} step", "{count} steps", len(difference.since)))
    if difference.leads:
        parts.append(msgn("{count} lead changed", "{count} leads changed", difference.leads))
    if difference.without:
        parts.append(msgn("{count} file taken in", "{count} files taken in", len(difference.without)))
    if difference.other:
        parts.append(msgn("{count} step of another version", "{count} steps of another version", difference.other))
    together = parts[0]
    for part in parts[1:]:
        together = msg("{one}, {other}", one=together, other=part)
    return together


def preview(version: Version) -> list[Message]:
    """What restoring a version would take back and bring back, a line each, the last step first."""
    difference = version.difference
    if difference is None or difference.is_none:
        return [since(difference)]
    lines = []
    lines += [msg("No longer in: {file}", file=name or msg("the clipboard")) for name in difference.without]
    lines += [msg("In again: {file}", file=name or msg("the clipboard")) for name in difference.again]
    if difference.since:
        lines.append(msg("Would be taken back, the last step first:"))
    for entry in version.steps:
        lines.append(msg("{moment}: {what}", moment=moment(entry.action), what=done(entry)))
    more = len(difference.since) - len(version.steps)
    if more > 0:
        lines.append(msgn("and {count} step more", "and {count} steps more", more))
    if difference.other:
        lines.append(
            msgn(
                "{count} step that is not in the present comes back.",
                "{count} steps that are not in the present come back.",
                difference.other,
            )
        )
    return lines
