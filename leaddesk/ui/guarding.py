"""What the session does so that a document is safe: tells when it cannot be written, publishes it, has it checked."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from leaddesk.text import msg
from leaddesk.ui.jobs import when_quiet
from leaddesk.ui.notices import Notice, Tone

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from leaddesk.errors import LeadDeskError
    from leaddesk.ui.copy_merge import ACopy
    from leaddesk.ui.desk import Desk
    from leaddesk.ui.holding import Taken
    from leaddesk.ui.jobs import Failure, Task
    from leaddesk.ui.opening import InUse
    from leaddesk.ui.session import Session
    from leaddesk.ui.turns import Turns

SETTLED_MS: Final = 3_000
"""So long after the last change a document is published to where the user keeps it."""
ALIVE_MS: Final = 15 * 60_000
"""So often others are told that somebody still has the document."""


class Guarding(QObject):
    """Belongs to a session, and speaks through its signals."""

    checked = Signal(object)
    """A :class:`~leaddesk.workspace.checkup.Checkup` of the open document."""

    def __init__(self, session: Session, turns: Turns) -> None:
        """*turns*: in which documents are opened."""
        super().__init__(session)
        self._session, self._turns = session, turns
        self._is_finishing = False
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLED_MS)
        self._settling.timeout.connect(self.publish)
        self._alive = QTimer(self)
        self._alive.setInterval(ALIVE_MS)
        self._alive.timeout.connect(self.publish)

    @property
    def _desk(self) -> Desk | None:
        return self._session.desk if self._session.has_data else None

    @property
    def trouble(self) -> LeadDeskError | None:
        """Why the open document is not kept as it should be; None while all is well."""
        return None if self._desk is None else self._desk.keeper.trouble

    @property
    def is_read_only(self) -> bool:
        """Whether the open document can only be looked at."""
        return self._desk is not None and self._desk.keeper.only_read is not None

    def open(self, path: Path, *, force: bool = False, dropped: bool = False) -> None:
        """Open a document in its turn; *force*: although somebody may have it. About a copy of the open one that was
        *dropped* on it, the user is asked.
        """
        work = partial(_opened, self._session.desk, path, force, dropped and self._session.has_data)
        self._turns.take(work, self.opened, msg("Opening the document…"))

    @Slot(object)
    def opened(self, opened: Any) -> None:  # noqa: ANN401
        """Take over a document that was opened, or ask about it, and tell what was noticed."""
        from leaddesk.ui.copy_merge import ACopy
        from leaddesk.ui.opening import InUse

        if isinstance(opened, InUse | ACopy):
            self._session.locked.emit(opened)
            return
        self._session.take_over(opened)
        for remark in self._session.desk.keeper.remarks:
            self._session.noticed.emit(Notice(Tone.WARNING, remark))
        self.settle()

    def open_anyway(self, asked: InUse) -> None:
        """Open a document although somebody may have it."""
        self.open(asked.path, force=True)

    # Writing ---------------------------------------------------------------------------------------------------------

    def persist(self) -> None:
        """Write what is not written yet; "saved" is only said when the commit has returned."""
        desk, jobs = self._session.desk, self._session.jobs
        # A file once its figures are on the screen: both at once would take the interpreter from each other.
        work = desk.persist if desk.keeper.is_brief else partial(when_quiet, jobs.compute.quiet, desk.persist)
        job = jobs.io.start("persist", work)
        job.succeeded.connect(self._persisted)
        job.failed.connect(self.unsaved)

    @Slot(object)
    def _persisted(self, _result: object) -> None:
        self._session.document_changed.emit()
        self.settle()

    @Slot(object)
    def unsaved(self, failure: Failure) -> None:
        """Writing failed: the window says so as long as that is so."""
        if self.trouble is None:
            self._session.noticed.emit(Notice(Tone.ERROR, failure.message, failure.hint))
        self._session.document_changed.emit()

    @Slot()
    def retry(self) -> None:
        """Try again to write and to publish."""
        if self._desk is not None:
            job = self._session.jobs.io.start("retry", self._desk.keeper.keep_all, msg("Saving…"))
            job.succeeded.connect(self._published)
            job.failed.connect(self.unsaved)

    @Slot()
    def settle(self) -> None:
        """Something was opened or written: publish it when nothing more comes, and tell others from now on."""
        if self._desk is not None and self._desk.keeper.is_guarded and not self._alive.isActive():
            self._alive.start()
        if self._desk is not None and self._desk.keeper.is_copied:
            self._settling.start()

    @Slot()
    def publish(self) -> None:
        """Bring what was done to where the user keeps the document."""
        if self._desk is not None:
            job = self._session.jobs.io.start("publish", self._desk.keeper.keep_all)
            job.succeeded.connect(self._published)
            job.failed.connect(self.unsaved)

    @Slot(object)
    def _published(self, conflict: Path | None) -> None:
        if conflict is not None:
            self._tell_conflict(self._session.document_path, conflict)
        self._session.document_changed.emit()

    def _tell_conflict(self, path: Path | None, conflict: Path) -> None:
        name = conflict.name if path is None else path.name
        text = msg("“{file}” was changed on another computer meanwhile: both versions are kept.", file=name)
        hint = msg("Yours has the name; the other one is “{name}”, beside it.", name=conflict.name)
        notice = Notice(Tone.WARNING, text, hint, path=conflict.parent)
        if path is not None and path == self._session.document_path:
            self._session.merging.other = conflict
            notice = replace(notice, offer=msg("Merge it…"), command="merge")
        self._session.noticed.emit(notice)

    def finish_first(self, close: Callable[[], object]) -> bool:
        """Before the window closes: whether it has to wait until the document has reached its folder, which may be far
        away. *close* is called then, whether it did or not.
        """
        if self._desk is None or self._is_finishing or not self._desk.keeper.is_behind:
            self._is_finishing = False
            return False
        self._is_finishing = True
        self.stop()
        job = self._session.jobs.io.start("publish", self._desk.keeper.keep_all, msg("Saving…"))
        job.succeeded.connect(self._published)
        job.failed.connect(self.unsaved)
        job.finished.connect(close)
        return True

    def stop(self) -> None:
        """The document is being closed, which publishes it."""
        self._settling.stop()
        self._alive.stop()

    # What an earlier end left ----------------------------------------------------------------------------------------

    def publish_left(self, folder: Path) -> None:
        """Publish what earlier sessions could not, if there is anything."""
        if not (folder / "copies").is_dir():
            return
        from leaddesk.ui.opening import publish_all_left

        job = self._session.jobs.io.start("left", partial(publish_all_left, folder))
        job.succeeded.connect(self._left)

    @Slot(object)
    def _left(self, found: Any) -> None:  # noqa: ANN401
        for left in found:
            name = left.original.name
            if left.error is not None:
                text = msg("Work on “{file}” waits on this computer: it has not reached its folder.", file=name)
                self._session.noticed.emit(Notice(Tone.WARNING, text, left.error.message))
                continue
            text = msg("Work on “{file}” that an earlier end cut off is in its folder now.", file=name)
            self._session.noticed.emit(Notice(Tone.SUCCESS, text, path=left.original.parent))
            if left.conflict is not None:
                self._tell_conflict(left.original, left.conflict)

    # A copy ----------------------------------------------------------------------------------------------------------

    def save_copy(self, path: Path) -> None:
        """Write a copy of the document, with all that was done, and go on in the document."""
        work = partial(_copied, self._session.desk, path)
        job = self._session.jobs.io.start("save", work, msg("Saving…"))
        job.succeeded.connect(self._copied)
        job.failed.connect(self._told)

    @Slot(object)
    def _copied(self, path: Path) -> None:
        text = msg("The copy is saved: {file}", file=path.name)
        self._session.noticed.emit(Notice(Tone.SUCCESS, text, path=path.parent))

    # Checking --------------------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Have the open document looked through from end to end; ``checked`` follows."""
        if self._desk is None or not self._desk.keeper.is_written:
            hint = msg("It is one as soon as you change something or save it.")
            self._session.noticed.emit(Notice(Tone.INFO, msg("There is no document to check yet."), hint))
            return
        job = self._session.jobs.io.start("check", self._desk.keeper.check, msg("Checking the document…"))
        job.succeeded.connect(self.checked)
        job.failed.connect(self._told)

    @Slot(object)
    def _told(self, failure: Failure) -> None:
        self._session.noticed.emit(Notice(Tone.ERROR, failure.message, failure.hint))


def _copied(desk: Desk, path: Path, task: Task) -> Path:
    task.check()
    desk.keeper.save_copy(path)
    return path


def _opened(desk: Desk, path: Path, force: bool, asks: bool, task: Task) -> Taken | InUse | ACopy:
    from leaddesk.ui.copy_merge import asked_first  # they load pandas
    from leaddesk.ui.opening import opened

    return (asked_first(desk, path) if asks else None) or opened(desk, path, force, task)
