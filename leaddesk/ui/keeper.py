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
from leaddesk.text import msg
from leaddesk.workspace.backups import Backups, Cause
from leaddesk.workspace.document import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from uuid import UUID

    from leaddesk.model.raw import RawFile

log = logging.getLogger(__name__)

Entry: TypeAlias = "Action | tuple[UUID, RawFile] | Cause | Document"
"""What is to be written: an action, the raw cells of an import, a backup of what was written so far (its cause), or an
earlier version of the document in the place of all that.
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
        self._lock = threading.Lock()
        self._writing = threading.RLock()
        self._waiting: list[Entry] = []
        self._is_provisional = False
        self.named_path: Path | None = None
        self.saved_at: dt.datetime | None = None
        self.backups = Backups(folder / BACKUPS)
        self.backup_fault: LeadDeskError | None = None
        """Why the last backup could not be made; None when it was."""

    def take(self, document: Document | None) -> None:
        """Write into another document from now on; None: a new one without a name, made when there is something."""
        with self._writing:
            self.close()
            self._document = document
            self.named_path = None if document is None or self._is_untitled(document.path) else document.path
            self.saved_at = None

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
        with self._writing:
            with self._lock:
                waiting = () if self._is_provisional else tuple(self._waiting)
            if waiting and self._document is None:
                self._make_folder()
                self._document = Document.create(self._folder / f"{uuid4().hex}.leaddesk")
            for entry in waiting:
                self._write(entry)
                with self._lock:
                    del self._waiting[0]
                if not isinstance(entry, Cause):
                    self.saved_at = dt.datetime.now().astimezone()
            return self.saved_at

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
        if isinstance(entry, Action):
            self._document.append(entry)
        elif isinstance(entry, Cause):
            self._try_backup(entry, lambda: None)
        elif isinstance(entry, Document):
            self._backed_up(self._document, Cause.RESTORE)
            self._document.take_content(entry)
            entry.close()
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
            if document is None or document.head is None:
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

    def refuse_open(self, path: Path) -> None:
        """Write what waits, so that another document can take this one's place.

        :raises LeadDeskError: when that cannot be done, or *path* is this document.
        """
        self.write()
        if self._is_at(path):
            raise LeadDeskError(msg("“{file}” is open already.", file=path.name), msg("There is nothing more to do."))

    def _is_at(self, path: Path) -> bool:
        document = self._document
        return document is not None and path.exists() and document.path.exists() and path.samefile(document.path)

    def move(self, path: Path) -> None:
        """Write everything, and keep the document at *path* from now on.

        :raises LeadDeskError: when it cannot be written there; the document then stays where it was.
        """
        with self._writing:
            self._is_provisional = False
            try:
                self.write()
            except LeadDeskError:
                if self._document is not None:
                    raise
                self._begin_beside(path)
            before = self._document
            if before is None:
                raise LeadDeskError(msg("There is nothing to save yet."), msg("Open a spreadsheet first."))
            if self._is_at(path):
                return
            before.save_copy(path, replace=True)
            moved = Document.open(path)
            before.close()
            if self._is_untitled(before.path) or before.path.name.startswith(
                "."
            ):  # all of it is in the named document now
                with suppress(OSError):
                    before.path.unlink()
            self._document, self.named_path = moved, path
            self.saved_at = dt.datetime.now().astimezone()

    def _begin_beside(self, path: Path) -> None:
        """Write what waits where the document shall be, as the usual folder cannot be written."""
        self._document = Document.create(path.with_name(f".{uuid4().hex}.leaddesk"))
        self.write()

    def _is_untitled(self, path: Path) -> bool:
        return path.parent == self._folder

    def close(self) -> None:
        """Write what is left and let go of the document.

        :raises LeadDeskError: when it cannot be written.
        """
        with self._writing:
            self.write()
            self._waiting, self._is_provisional = [], False
            if self._document is not None:
                self._document.close()
                self._document = None
