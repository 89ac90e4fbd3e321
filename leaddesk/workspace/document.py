"""The document: imports and the log of actions, in one file that is written action by action."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from leaddesk.errors import LeadDeskError
from leaddesk.model.action import utc_now
from leaddesk.model.rowids import row_base
from leaddesk.text import msg
from leaddesk.workspace import importentry, log, obstacles, storage
from leaddesk.workspace.completeness import check_complete
from leaddesk.workspace.fingerprint import fingerprint
from leaddesk.workspace.importentry import ImportEntry, checksum
from leaddesk.workspace.partials import clear_abandoned, partial_of
from leaddesk.workspace.placing import drop, occupied, publish, reserve, settle
from leaddesk.workspace.rawcells import raw_from_bytes, raw_to_bytes
from leaddesk.workspace.storage import Storage

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from leaddesk.model.action import Action
    from leaddesk.model.raw import RawFile
    from leaddesk.workspace.guard import Guard
    from leaddesk.workspace.storage import Connect

_MOST_BYTES: Final = 900_000_000
_SUMS: Final = ("SELECT hash FROM imports ORDER BY seq", "SELECT hash FROM actions ORDER BY seq")
_NAMED: Final = "SELECT 1 FROM changes WHERE entity = 'import' AND row = 0 AND field = ? LIMIT 1"


class Document:
    """A ``.leaddesk`` document, open until :meth:`close`. Its methods may be called from any thread, one at a time.

    Make it with :meth:`create` or :meth:`open`. Every method that reads or writes raises
    :class:`~leaddesk.errors.LeadDeskError` when the file does not let it, with what to do.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.guard: Guard | None = None
        """Its lock and local copy, where it was opened with them."""

    @classmethod
    def create(cls, path: str | os.PathLike[str], *, connect: Connect = storage.connect) -> Document:
        """A new, empty document at *path*.

        :raises LeadDeskError: when something is there already, or the folder cannot be written.
        """
        place = Path(path)
        obstacles.refuse_double(place)
        reserve(place)
        try:
            document = cls(Storage(place, connect, new=True))
        except BaseException:
            drop(place)
            raise
        try:
            with document._storage.transaction() as execute:
                for key, value in (("id", uuid4().hex), ("replica", uuid4().hex)):
                    execute("INSERT INTO document VALUES (?, ?, ?)", (key, value, fingerprint(key, value)))
        except BaseException:
            document.close()
            drop(place)
            raise
        return document

    @classmethod
    def open(
        cls, path: str | os.PathLike[str], *, read_only: bool = False, connect: Connect = storage.connect
    ) -> Document:
        """The document at *path*; unless *read_only*, locked against other programs until it is closed.

        :raises LeadDeskError: when it is missing, no LeadDesk document, of a newer LeadDesk, open elsewhere, not
            readable (or not writable) or damaged.
        """
        document = cls(Storage(Path(path), connect, read_only=read_only))
        try:
            with document.explained():
                document.id, document.replica  # noqa: B018  (a document without them is damaged)
        except BaseException:
            document.close()
            raise
        return document

    @contextmanager
    def explained(self) -> Iterator[None]:
        """A block that reads; in a document of a newer LeadDesk, what it cannot read is no damage.

        :raises NewerError: then.
        """
        try:
            yield
        except LeadDeskError as error:
            if self._storage.is_newer:
                raise storage.NewerError(self.path) from error
            raise

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._storage.read_only

    @property
    def kept_before(self) -> Path | None:
        """Where the document is as an older LeadDesk wrote it, when it was brought up to date on opening."""
        return self._storage.kept_before

    def close(self) -> None:
        """Close the file. Closing twice does nothing."""
        guard, self.guard = self.guard, None
        try:
            mark = self.mark if guard is not None and guard.is_copied else None
        except LeadDeskError:
            mark = None
        self._storage.close()
        if guard is not None:
            guard.release(mark)

    def __enter__(self) -> Document:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def store(self) -> Storage:
        """The file itself, for what looks through a document from end to end."""
        return self._storage

    @property
    def path(self) -> Path:
        """Where the document is."""
        return self._storage.path

    @property
    def home(self) -> Path:
        """Where the user keeps the document: elsewhere than its file, when that is a local copy."""
        return self.path if self.guard is None else self.guard.home

    @property
    def mark(self) -> str:
        """What tells whether anything was done since: two marks differ when imports or log do."""
        row = self._storage.row(
            "SELECT (SELECT count(*) FROM imports), (SELECT count(*) FROM actions),"
            " (SELECT hex(hash) FROM actions ORDER BY seq DESC LIMIT 1)"
        )
        return ":".join(map(str, row or ()))

    @property
    def id(self) -> UUID:
        """The document's identity: copies share it, whatever they are called."""
        return UUID(self._key("id"))

    @property
    def replica(self) -> UUID:
        """The identity of this copy: what is done here is written down under it."""
        return UUID(self._key("replica"))

    def _key(self, key: str) -> str:
        row = self._storage.row("SELECT value, hash FROM document WHERE key = ?", (key,))
        if row is None or row[1] != fingerprint(key, row[0]):
            raise storage.damaged(self.path)
        return str(row[0])

    # -- imports --------------------------------------------------------------------------------------------------

    def add_import(self, raw: RawFile, import_id: UUID, *, added: dt.datetime | None = None) -> ImportEntry:
        """Keep the cells of a file for ever; an IMPORT action then says that they are in. *added*: now, if not given.

        The very same import is not added twice (see :meth:`append`): its entry is given.

        :raises ValueError: when an import has that id already, or (once in two thousand million) rows of these ids.
        """
        first_row = row_base(import_id)
        there = self.import_entry(import_id)
        if there is not None and raw_to_bytes(self.raw(import_id)) == raw_to_bytes(raw):
            self._reach_the_disk()
            return there
        if any(entry.id == import_id or entry.first_row == first_row for entry in self.imports()):
            raise ValueError(f"import {import_id} is there already")
        cells = raw_to_bytes(raw)
        if len(cells) > _MOST_BYTES:
            raise LeadDeskError(
                msg("“{file}” is too large to be kept in a document.", file=raw.name),
                msg("Export a shorter period or fewer columns, and open that."),
            )
        when = utc_now(added or dt.datetime.now(dt.UTC))
        entry = ImportEntry(import_id, raw.name, raw.digest, raw.format, when, first_row)
        with self._storage.transaction() as execute:
            importentry.write(entry, cells, execute)
        return entry

    def imports(self) -> tuple[ImportEntry, ...]:
        """All imports in the order in which they were added, also those taken back.

        :raises LeadDeskError: when one is missing.
        """
        rows = self._storage.rows("SELECT id, name, digest, format, added, first_row FROM imports ORDER BY seq")
        check_complete(self._storage, "imports", (row[0] for row in rows))
        return tuple(ImportEntry(_uuid(self.path, row[0]), *row[1:]) for row in rows)

    def import_entry(self, import_id: UUID) -> ImportEntry | None:
        """One import, None when there is none of that id."""
        return next((entry for entry in self.imports() if entry.id == import_id), None)

    def raw(self, import_id: UUID) -> RawFile:
        """The cells of an import, exactly as they were added.

        :raises LeadDeskError: when they are not what was written, or are gone though the log brings them in.
        :raises KeyError: when there never was an import of that id.
        """
        entry = self.import_entry(import_id)
        row = self._storage.row("SELECT cells, hash FROM imports WHERE id = ?", (import_id.bytes,))
        if entry is None or row is None:
            if entry is not None or self._storage.row(_NAMED, (import_id.hex,)) is not None:
                raise storage.damaged(self.path)
            raise KeyError(import_id)
        cells, kept = row
        if kept != checksum(entry, cells):
            raise storage.damaged(self.path)
        try:
            return raw_from_bytes(cells)
        except ValueError as error:
            raise storage.damaged(self.path) from error

    # -- the log --------------------------------------------------------------------------------------------------

    def append(self, *actions: Action) -> None:
        """Write actions down, all of them or none: once this returns they are on the disk.

        What is the end of the log already is not written twice: a disk may say of a commit that it failed when it was
        done.

        :raises ValueError: when an action's parent is not the one before it, or its id is used already.
        """
        head = self.head
        if actions[-1].id == head and tuple(self.actions())[-len(actions) :] == actions:
            self._reach_the_disk()
            return
        for action in actions:
            if action.parent != head:
                raise ValueError("the parent of an action is the last one of the log")
            if self._storage.row("SELECT 1 FROM actions WHERE id = ?", (action.id.bytes,)) is not None:
                raise ValueError(f"action {action.id} is in the log already")
            head = action.id
        with self._storage.transaction() as execute:
            for action in actions:
                log.write(action, execute)

    def _reach_the_disk(self) -> None:
        """Have what was written before synced: by a change that changes nothing."""
        with self._storage.transaction() as execute:
            execute("UPDATE document SET value = value", ())

    @property
    def head(self) -> UUID | None:
        """The last action of the log, the parent of the next one; None while nothing was done."""
        row = self._storage.row("SELECT id FROM actions ORDER BY seq DESC LIMIT 1")
        return None if row is None else _uuid(self.path, row[0])

    @property
    def content_digest(self) -> bytes:
        """What tells two states of a document apart: made of the checksums of its imports and actions, in their order.

        Not made of the names of the last ones alone: an erasure or a merge changes what lies before them.
        """
        sums = [row[0] for statement in _SUMS for row in self._storage.rows(statement)]
        return fingerprint(self.id.bytes, *sums)

    @property
    def action_count(self) -> int:
        """How many actions the log holds."""
        row = self._storage.row("SELECT count(*) FROM actions")
        return 0 if row is None else int(row[0])

    def actions(self) -> Iterator[Action]:
        """The log, first action first.

        :raises LeadDeskError: when an action is not what was written.
        """
        return log.read(self._storage)

    def check_place(self) -> None:
        """See whether the file is still where it was opened.

        :raises DisplacedError: when it was renamed, moved, deleted or replaced.
        """
        self._storage.check_place()

    # -- copies ---------------------------------------------------------------------------------------------------

    def publish(self) -> Path | None:
        """Bring what was done to where the user keeps the document, if that is elsewhere (see :class:`Guard`)."""
        return None if self.guard is None else self.guard.publish(self)

    def verify(self, check: Callable[[], None] = lambda: None) -> None:
        """Read all of the document: the structure of the file, the checksum of each import and action.

        *check* is called between the steps, and may raise to stop.

        :raises LeadDeskError: when something is not what was written.
        """
        self._storage.verify()
        for entry in self.imports():
            check()
            row = self._storage.row("SELECT cells, hash FROM imports WHERE id = ?", (entry.id.bytes,))
            if row is None or row[1] != checksum(entry, row[0]):
                raise storage.damaged(self.path)
        log.verify(self._storage, check)

    def back_up(self, path: Path, *, connect: Connect = storage.connect) -> None:
        """Copy the document as it is, its identities included, to *path*.

        :raises LeadDeskError: when something is there already, or the place cannot be written.
        """
        reserve(path)
        self._storage.back_up(path, connect)

    def take_content(self, other: Document) -> None:
        """Hold from now on what *other* holds, its identities included: all of it or, when it fails, none.

        :raises LeadDeskError: when the file cannot be written; it then holds what it held.
        """
        self._storage.take_content(other._storage)

    def save_copy(
        self, path: str | os.PathLike[str], *, replace: bool = False, connect: Connect = storage.connect
    ) -> None:
        """Write a copy of the document, a replica of its own; a file that is there is replaced only by the whole copy.

        :raises LeadDeskError: when a file is there and *replace* is not set or it is open, or the place cannot be
            written.
        """
        place = Path(path)
        obstacles.refuse_double(place)
        if place.exists() and not replace:
            raise occupied(place)
        if place.exists() and self.home.exists() and place.samefile(self.home):
            raise LeadDeskError(
                msg("“{file}” is the document that is open.", file=place.name), msg("Choose another name.")
            )
        clear_abandoned(place.parent)
        partial = partial_of(place)
        reserve(partial)
        try:
            self._storage.back_up(partial, connect)
            with Storage(partial, connect) as copy, copy.transaction() as execute:
                replica = uuid4().hex
                execute(
                    "UPDATE document SET value = ?, hash = ? WHERE key = 'replica'",
                    (replica, fingerprint("replica", replica)),
                )
            settle(place, connect)
            publish(partial, place)
        except BaseException:
            drop(partial)
            raise


def _uuid(path: Path, value: bytes) -> UUID:
    try:
        return UUID(bytes=value)
    except (ValueError, TypeError) as error:
        raise storage.damaged(path) from error
