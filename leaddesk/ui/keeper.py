"""The keeper: writes what was done into the document, each action in a transaction of its own."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TypeAlias
from uuid import uuid4

from leaddesk.errors import LeadDeskError
from leaddesk.model.action import Action
from leaddesk.model.erasure import Erasure
from leaddesk.text import msg
from leaddesk.ui.opening import OnlyReadError, remarks_on
from leaddesk.workspace.backups import Backups, Cause
from leaddesk.workspace.document import Document
from leaddesk.workspace.erasing import Reach, erase_everywhere
from leaddesk.workspace.guard import open_guarded
from leaddesk.workspace.identity import DisplacedError
from leaddesk.workspace.lockfile import LockFile
from leaddesk.workspace.workcopy import UnpublishedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from uuid import UUID

    from leaddesk.model.raw import RawFile
    from leaddesk.text import Message
    from leaddesk.ui.jobs import Task
    from leaddesk.workspace.checkup import Checkup

log = logging.getLogger(__name__)

Entry: TypeAlias = "Action | list[Action] | tuple[UUID, RawFile] | Cause | Document | Erasure"
"""What is to be written: an action, some of which all or none are to be there, the raw cells of an import, a backup of
what was written so far (its cause), an earlier version of the document in the place of all that, or an erasure.
"""

MOST_BRIEF: Final = 100
"""So many cells are written before anybody could wait for it."""

BACKUPS: Final = "backups"
"""The folder of the backups, in that of the documents without a name."""


class Keeper:
    """Holds the open document and what is not written yet. ``add`` is called on the GUI thread, the rest by jobs."""

    def __init__(self, folder: Path) -> None:
        """*folder*: where a document without a name is kept."""
        self._folder = folder
        self._document: Document | None = None
        self._lock, self._writing = threading.Lock(), threading.RLock()
        self._waiting: list[Entry] = []
        self._is_provisional = False
        self.named_path: Path | None = None
        self.saved_at: dt.datetime | None = None
        self.backups = Backups(folder / BACKUPS)
        self.backup_fault: LeadDeskError | None = None
        """Why the last backup could not be made; None when it was."""
        self.erased: Reach | None = None
        """How far the last erasure reached."""
        self.trouble: LeadDeskError | None = None
        """Why not all is written, or not where it belongs; None while all is well."""
        self.only_read: LeadDeskError | None = None
        """Why the document can only be looked at."""

    def take(self, document: Document | None, only_read: LeadDeskError | None = None) -> None:
        """Write into another document from now on; None: a new one without a name, made when there is something.

        *only_read*: why it can only be looked at.
        """
        with self._writing:
            with suppress(UnpublishedError):  # it is safe in its copy, and published at the next start
                self.close()
            self._let_go()
            self._document, self.only_read = document, only_read
            has_name = document is not None and only_read is None and not self._is_untitled(document.home)
            self.named_path = document.home if document is not None and has_name else None
            self.saved_at = None
            self.trouble = only_read

    @property
    def is_written(self) -> bool:
        """Whether there is a document."""
        return self._document is not None

    @property
    def is_copied(self) -> bool:
        """Whether what is written has to be published to where the user keeps the document."""
        return self._document is not None and self._document.guard is not None and self._document.guard.is_copied

    @property
    def is_behind(self) -> bool:
        """Whether something was done that still has to reach the folder where the user keeps the document."""
        document = self._document
        if document is None or document.guard is None or not document.guard.is_copied:
            return False
        return bool(self._waiting) or document.guard.is_behind(document)

    @property
    def is_guarded(self) -> bool:
        """Whether others are told who has the document."""
        return self._document is not None and self._document.guard is not None

    @property
    def remarks(self) -> tuple[Message, ...]:
        """What was noticed when the document was opened."""
        return () if self._document is None else remarks_on(self._document, self.backups.folder)

    @property
    def path(self) -> Path | None:
        """Where the work is written, with a name or without one; None before anything is."""
        document = self._document
        return None if document is None else document.path

    def add(self, entries: Iterable[Entry], *, provisional: bool = False) -> None:
        """Keep these to be written, in this order; *provisional* ones (the sample) only once something else follows."""
        with self._lock:
            self._waiting += entries
            self._is_provisional = provisional

    @property
    def is_brief(self) -> bool:
        """Whether what waits is written in a moment: a few steps, and no file."""
        with self._lock:
            steps = [entry for entry in self._waiting if isinstance(entry, Action)]
            return len(steps) == len(self._waiting) and sum(len(step.changes) for step in steps) <= MOST_BRIEF

    def write(self) -> dt.datetime | None:
        """Write what waits; when the last commit returned.

        :raises LeadDeskError: when the document cannot be written; what is left waits on.
        """
        try:
            written = self._write_waiting()
        except LeadDeskError as error:
            self.trouble = error
            raise
        if not isinstance(self.trouble, UnpublishedError):
            self.trouble = self.only_read
        return written

    def _write_waiting(self) -> dt.datetime | None:
        with self._writing:
            with self._lock:
                waiting = () if self._is_provisional else tuple(self._waiting)
            if waiting and self._document is None:
                self._make_folder()
                self._document = Document.create(self._folder / f"{uuid4().hex}.leaddesk")
            if waiting and self.only_read is not None:
                raise self.only_read
            if self._document is not None and self.only_read is None:
                self._document.check_place()
            for entry in waiting:
                self._write(entry)
                with self._lock:
                    del self._waiting[0]
                if not isinstance(entry, Cause):
                    self.saved_at = dt.datetime.now().astimezone()
            return self.saved_at

    def keep_all(self, task: Task) -> Path | None:
        """:meth:`publish` as a job."""
        task.check()
        return self.publish()

    def publish(self) -> Path | None:
        """Write everything, and bring it to where the user keeps the document; where a version is now that somebody
        else had put there.

        :raises LeadDeskError: when that cannot be done; nothing is lost then.
        """
        with self._writing:
            self.write()
            document = self._document
            try:
                conflict = None if document is None else document.publish()
            except LeadDeskError as error:
                self.trouble = error
                raise
            self.trouble = self.only_read
            return conflict

    def check(self, task: Task) -> Checkup:
        """Write everything, and look through the document (see :func:`leaddesk.workspace.checkup.check`).

        :raises LeadDeskError: when the disk does not answer.
        """
        from leaddesk.workspace.checkup import check

        with self._writing:
            self.write()
            if self._document is None:
                raise LeadDeskError(msg("There is nothing to save yet."), msg("Open a spreadsheet first."))
            return check(self._document, task.progress, task.cancelled)

    def _make_folder(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LeadDeskError(
                msg("Your work cannot be kept in “{folder}”.", folder=str(self._folder)),
                msg("Save the document in a folder of yours."),
            ) from error

    def _write(self, entry: Entry) -> None:
        if self._document is None:
            raise TypeError("there is no document to write to")
        # What was written into a file that had just been taken away is there already when it is tried again.
        if isinstance(entry, Action):
            self._document.append(entry)
        elif isinstance(entry, list):
            self._document.append(*entry)
        elif isinstance(entry, Cause):
            self._try_backup(entry, lambda: None)
        elif isinstance(entry, Document):
            self._backed_up(self._document, Cause.RESTORE)
            self._document.take_content(entry)
            entry.close()
        elif isinstance(entry, Erasure):
            if not entry.in_backups:
                self._try_backup(Cause.ERASURE, lambda: None)
            self.erased = erase_everywhere(self._document, entry, self.backups)
            if entry.in_backups:  # one of before would hold the person
                self._try_backup(Cause.ERASURE, lambda: None)
        else:
            import_id, raw = entry
            self._document.add_import(raw, import_id)

    @property
    def document_id(self) -> UUID | None:
        """The identity of the document, None while there is none."""
        with self._writing:
            return None if self._document is None else self._document.id

    def back_up(
        self, cause: Cause, older_than: dt.timedelta | None = None, check: Callable[[], None] = lambda: None
    ) -> None:
        """Have a verified backup of what is written, unless the newest is younger than *older_than*.

        When that cannot be done, ``backup_fault`` says why, and the work goes on: what is done meanwhile is written
        between the steps. *check* may raise to stop.
        """

        def between() -> None:
            check()
            with suppress(LeadDeskError):  # said when it is tried again, in a job of its own
                self.write()

        with self._writing:
            self._try_backup(cause, between, older_than)

    def _try_backup(self, cause: Cause, check: Callable[[], None], older_than: dt.timedelta | None = None) -> None:
        document = self._document
        try:
            if document is None or self.only_read is not None or document.head is None:
                return
            if older_than is not None:
                limit = dt.datetime.now(dt.UTC) - older_than
                if any(backup.made > limit for backup in self.backups.of(document.id)[:1]):
                    return
            self._backed_up(document, cause, check)
            self.backup_fault = None
        except LeadDeskError as error:
            self.backup_fault = error

    def _backed_up(self, document: Document, cause: Cause, check: Callable[[], None] = lambda: None) -> None:
        self.backups.make(document, cause, dt.datetime.now().astimezone(), check)

    def keep_present(self, check: Callable[[], None]) -> None:
        """Write what waits, and have a verified backup of the document as it is then, to be come back to.

        :raises LeadDeskError: when that cannot be done.
        """
        with self._writing:
            self.write()
            if self._document is None:
                raise LeadDeskError(msg("There is nothing to restore yet."), msg("Open a spreadsheet first."))
            self._backed_up(self._document, Cause.RESTORE, check)

    def raw(self, import_id: UUID) -> RawFile:
        """The cells of an import of the document.

        :raises KeyError: when there is none of that id.
        """
        with self._writing:
            if self._document is None:
                raise KeyError(import_id)
            return self._document.raw(import_id)

    def finish(self) -> None:
        """Write and publish what waits, so that something else can take this document's place. What cannot reach its
        folder is safe on this computer, and reaches it at the next start.

        :raises LeadDeskError: when it cannot be written.
        """
        with suppress(UnpublishedError):
            self.publish()

    def refuse_open(self, path: Path) -> None:
        """Write what waits, so that another document can take this one's place.

        :raises LeadDeskError: when that cannot be done, or *path* is this document.
        """
        self.finish()
        if self._is_at(path):
            raise LeadDeskError(msg("“{file}” is open already.", file=path.name), msg("There is nothing more to do."))

    def _is_at(self, path: Path) -> bool:
        document = self._document
        if document is None or self.only_read is not None:
            return False
        return path.exists() and document.home.exists() and path.samefile(document.home)

    def move(self, path: Path) -> None:
        """Write everything, and keep the document at *path* from now on.

        :raises LeadDeskError: when it cannot be written there; the document then stays where it was.
        """
        with self._writing:
            self._is_provisional = False
            try:
                self.write()
            except (DisplacedError, OnlyReadError):
                self._rescue(path)
                return
            except LeadDeskError:
                if self._document is not None:
                    raise
                self._begin_beside(path)
            before = self._document
            if before is None:
                raise LeadDeskError(msg("There is nothing to save yet."), msg("Open a spreadsheet first."))
            if self._is_at(path):
                return
            if self.only_read is None:
                with suppress(LeadDeskError):  # what is at the old place stays as good as can be
                    before.publish()
            self._move_on(before, path)
            if self._is_untitled(before.path) or before.path.name.startswith("."):
                with suppress(OSError):  # all of it is in the named document now
                    before.path.unlink()

    def save_copy(self, path: Path) -> None:
        """Write everything, and a copy of it at *path*; the work goes on in the document.

        :raises LeadDeskError: when it cannot be written there, or somebody has what would be replaced.
        """
        with self._writing:
            self.write()
            if self._document is None:
                raise LeadDeskError(msg("There is nothing to save yet."), msg("Open a spreadsheet first."))
            LockFile.take(path.absolute()).release()
            self._document.save_copy(path, replace=True)

    def _rescue(self, path: Path) -> None:
        """Go on at *path* with a document that cannot be written where it is: what was in it, then what waits."""
        before = self._document
        if before is None:
            raise TypeError("there is no document to rescue")
        self._move_on(before, path)
        self.write()

    def _move_on(self, before: Document, path: Path) -> None:
        LockFile.take(path.absolute()).release()  # nobody has what is going to be replaced
        before.save_copy(path, replace=True)
        moved = open_guarded(path, self._folder)
        before.close()
        self._document, self.named_path = moved, moved.home
        self.only_read = self.trouble = None
        self.saved_at = dt.datetime.now().astimezone()

    def _begin_beside(self, path: Path) -> None:
        """Write what waits where the document shall be, as the usual folder cannot be written."""
        self._document = Document.create(path.with_name(f".{uuid4().hex}.leaddesk"))
        self.write()

    def _is_untitled(self, path: Path) -> bool:
        return path.parent == self._folder

    def close(self) -> None:
        """Write what is left, publish it and let go of the document.

        :raises LeadDeskError: when it cannot be written or published (UnpublishedError: it is safe on this computer).
        """
        with self._writing:
            self.publish()
            self._let_go()

    def _let_go(self) -> None:
        self._waiting, self._is_provisional = [], False
        self.trouble = self.only_read = None
        if self._document is not None:
            self._document.close()
            self._document = None
