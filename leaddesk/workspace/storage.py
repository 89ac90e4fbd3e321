"""The SQLite file under a document: how it is opened, its transactions, and what its errors mean to the user."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from leaddesk.errors import Cancelled, LeadDeskError
from leaddesk.text import msg
from leaddesk.workspace import obstacles
from leaddesk.workspace.identity import displaced, identity_of
from leaddesk.workspace.layout import APPLICATION_ID, TABLES, VERSION
from leaddesk.workspace.migrations import MIGRATIONS, keep_before, migrate, oldest
from leaddesk.workspace.trust import is_sound, refuse_code, refuse_others

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

    from leaddesk.workspace.migrations import Migration

Connect: TypeAlias = "Callable[[str], sqlite3.Connection]"
"""Opens the database of a URI, without transactions of its own; a test passes one that fails as disks do."""

WAIT_SECONDS: Final = 1.0
"""How long to wait for another program that holds the file for a moment."""

_STEPS: Final = 10_000
"""So many steps of SQLite's machine take about a millisecond: then it is asked whether to stop."""

PRAGMAS: Final = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA synchronous = EXTRA",
    "PRAGMA temp_store = MEMORY",
)


def connect(uri: str) -> sqlite3.Connection:
    """Python's own SQLite, for use from any one thread at a time."""
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=WAIT_SECONDS, check_same_thread=False)


class Storage:
    """A database file that holds a document, open until :meth:`close`.

    For writing it is locked against every other program. Statements may come from any thread, one at a time.

    :raises LeadDeskError: when the file is missing, no LeadDesk document, of a newer LeadDesk, open elsewhere,
        not writable or damaged.
    """

    def __init__(
        self,
        path: Path,
        connect: Connect = connect,
        *,
        read_only: bool = False,
        new: bool = False,
        migrations: Mapping[int, Migration] = MIGRATIONS,
    ) -> None:
        self.path = path
        self.read_only = read_only
        self.is_newer = False
        self.kept_before: Path | None = None
        """Where the document is as it was in an older layout, when it was brought to the present one just now."""
        self._connect, self._migrations = connect, migrations
        self._lock = threading.RLock()
        if not new:
            check_there(path)
        with explained(path):
            # The file was made by whoever says it is new, so that nothing existing is ever taken over.
            self._connection = connect(f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}")
        try:
            with explained(path):
                self._prepare(new)
        except BaseException:
            self.close()
            raise
        self._identity = identity_of(path)

    def _prepare(self, new: bool) -> None:
        # The first page is read before anything else: what is no database at all says so here.
        application = self._pragma("application_id")
        version = VERSION if new else self._pragma("user_version")
        if not new and (application != APPLICATION_ID or version < oldest(self._migrations)):
            raise not_a_document(self.path)
        self.is_newer = version > VERSION
        if self.is_newer and not self.read_only:
            raise NewerError(self.path)
        for pragma in PRAGMAS:
            self._connection.execute(pragma)
        if not new:
            refuse_code(self._connection, self.path)
            if not is_sound(self._connection):
                raise damaged(self.path)
        if not self.read_only:
            self._begin(new, version)
        elif version < VERSION:
            self._migrate_in_memory(version)
        if not new and not self.is_newer and not refuse_others(self._connection, self.path):
            raise damaged(self.path)

    def _begin(self, new: bool, version: int) -> None:
        """Lock the file, and have it in the present layout."""
        self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._connection.execute("PRAGMA journal_mode = DELETE")
        if version < VERSION:
            try:
                self.kept_before = keep_before(self._connection, self.path, version, self._connect)
            except OSError as error:
                raise obstacles.obstacle(self.path, error) or unreadable(self.path) from error
        self._connection.execute("BEGIN EXCLUSIVE")
        if new:
            for statement in TABLES:
                self._connection.execute(statement)
            self._connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        elif version < VERSION:
            self._migrate(version)
        # A file or folder that may only be read says so now, and not at the first edit.
        self._connection.execute(f"PRAGMA user_version = {VERSION}")
        self._connection.execute("COMMIT" if new or version < VERSION else "ROLLBACK")

    def _migrate(self, version: int) -> None:
        try:
            migrate(self._connection, version, self._migrations)
            refuse_others(self._connection, self.path)
        except BaseException:
            self._roll_back()
            raise

    def _migrate_in_memory(self, version: int) -> None:
        """What may only be read is brought to the present layout where it is read."""
        memory = self._connect("file::memory:")
        self._connection.backup(memory)
        self._connection.close()
        self._connection = memory
        migrate(memory, version, self._migrations)
        memory.execute("PRAGMA query_only = ON")

    def _pragma(self, name: str) -> int:
        return int(self._connection.execute(f"PRAGMA {name}").fetchone()[0])

    def close(self) -> None:
        """Close the file; further statements fail. Closing twice does nothing."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Storage:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def rows(self, statement: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self._lock, explained(self.path):
            return self._connection.execute(statement, values).fetchall()

    def watched_rows(self, statement: str, cancelled: Callable[[], bool]) -> list[tuple[Any, ...]]:
        """All rows of a query that may take long.

        :raises Cancelled: when *cancelled* says so meanwhile.
        """
        with self._lock:
            self._connection.set_progress_handler(cancelled, _STEPS)
            try:
                return self.rows(statement)
            except LeadDeskError:
                if cancelled():
                    raise Cancelled from None
                raise
            finally:
                self._connection.set_progress_handler(None, 0)

    def row(self, statement: str, values: tuple[Any, ...] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, None when there is none."""
        rows = self.rows(statement, values)
        return rows[0] if rows else None

    @contextmanager
    def transaction(self) -> Iterator[Callable[[str, tuple[Any, ...]], None]]:
        """All statements of the block or none: on leaving it they are on the disk, or an error was raised.

        :raises DisplacedError: when the file is not where it was opened, before the block or only once it was written:
            then it is in that file, wherever that went.
        """
        with self._lock, explained(self.path):
            self.check_place()
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._execute
                self._connection.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise
            self.check_place()

    def check_place(self) -> None:
        """See whether the file is still where it was opened.

        :raises DisplacedError: when it is not.
        """
        error = None if self._identity is None else displaced(self.path, self._identity)
        if error is not None:
            raise error

    def _execute(self, statement: str, values: tuple[Any, ...]) -> None:
        self._connection.execute(statement, values)

    def _roll_back(self) -> None:
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except sqlite3.Error:
            # SQLite rolled back by itself, or will at the next opening; the first error is the one to tell.
            return

    def back_up(self, path: Path, connect: Connect = connect) -> None:
        """Copy the whole database into the file at *path*, which must be there and is overwritten."""
        with self._lock, explained(path):
            target = connect(f"{path.absolute().as_uri()}?mode=rw")
            try:
                target.execute("PRAGMA synchronous = EXTRA")
                self._connection.backup(target)
            finally:
                target.close()

    def take_content(self, other: Storage) -> None:
        """Hold what another database holds, in the place of all that is here: one transaction, as any other."""
        with other._lock, self._lock, explained(self.path):
            self.check_place()
            other._connection.backup(self._connection)
            self.check_place()

    @contextmanager
    def forgetful(self) -> Iterator[None]:
        """A block whose transactions leave nothing of what was there before in the journal beside the file either; as
        long as the file is open that stays as it is otherwise.
        """
        with self._lock:
            self.rows("PRAGMA journal_size_limit = 0")
            try:
                yield
            finally:
                self.rows("PRAGMA journal_size_limit = -1")

    def compact(self) -> None:
        """Write the file anew, without the pages that are free. It takes its own size on the disk as long.

        :raises LeadDeskError: when that cannot be done; the file is as it was.
        """
        with self._lock, explained(self.path):
            self.check_place()
            self._connection.execute("VACUUM")

    def verify(self) -> None:
        """Have SQLite look at every page, index and reference.

        :raises LeadDeskError: when it finds something.
        """
        found = self.rows("PRAGMA integrity_check(1)")
        if found != [("ok",)] or self.rows("PRAGMA foreign_key_check"):
            raise damaged(self.path)


class NewerError(LeadDeskError):
    """A document has a layout that only a later LeadDesk knows whole."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            msg("“{file}” was written by a newer LeadDesk.", file=path.name),
            msg("Install the newest LeadDesk and open it again."),
        )


class DamagedError(LeadDeskError):
    """A file is no document, or no longer what LeadDesk wrote."""


def not_a_document(path: Path) -> DamagedError:
    """The error for a file that is something else."""
    return DamagedError(
        msg("“{file}” is not a LeadDesk document.", file=path.name),
        msg("Choose a file that LeadDesk saved; spreadsheets are opened with “Open a spreadsheet”."),
    )


def damaged(path: Path) -> DamagedError:
    """The error for a document whose content changed without LeadDesk."""
    return DamagedError(
        msg("“{file}” is damaged: part of its content is not what LeadDesk wrote.", file=path.name),
        msg("Open a copy that you saved before, and keep this file: what is still good in it may be saved."),
    )


def is_busy(error: LeadDeskError) -> bool:
    """Whether that is why a file could not be opened: another program has it."""
    return _code(error.__cause__) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _code(error: BaseException | None) -> int:
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


def unanswering(path: Path) -> LeadDeskError:
    """The error for a disk that fails."""
    return LeadDeskError(
        msg("The disk that holds “{file}” does not answer as it should.", file=path.name),
        msg("Check its connection, or save a copy on another disk."),
    )


def missing(path: Path) -> LeadDeskError:
    """The error for a file that is not there."""
    return LeadDeskError(
        msg("“{file}” is not there any more.", file=path.name),
        msg("It may have been moved, renamed or deleted: choose it again."),
    )


def check_there(path: Path) -> None:
    """Plain words for what SQLite only calls “unable to open”.

    :raises LeadDeskError: when no file can be read there.
    """
    try:
        if path.is_dir():
            raise LeadDeskError(msg("“{file}” is a folder.", file=path.name), msg("Choose a LeadDesk document."))
        with path.open("rb") as stream:
            empty = not stream.read(1)
    except FileNotFoundError as error:
        raise obstacles.absent(path) or missing(path) from error
    except OSError as error:
        raise obstacles.obstacle(path, error) or unreadable(path) from error
    if empty:
        raise not_a_document(path)


def unreadable(path: Path) -> LeadDeskError:
    """The error for a file that does not open, whatever the reason."""
    return LeadDeskError(
        msg("“{file}” could not be opened.", file=path.name),
        msg("Check that you may read and change files in its folder, or copy it to a folder of yours."),
    )


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns what SQLite raises inside the block into :class:`LeadDeskError`; programming errors pass."""
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.IntegrityError, sqlite3.InterfaceError):
        raise
    except sqlite3.Error as error:
        raise _explanation(path, error) from error
    except UnicodeDecodeError as error:  # sqlite3 stumbles over its own message when a damaged layout is quoted in it
        raise damaged(path) from error


def _explanation(path: Path, error: sqlite3.Error) -> LeadDeskError:
    code = _code(error)
    name = path.name
    if code == sqlite3.SQLITE_NOTADB:
        return not_a_document(path)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LeadDeskError(
            msg("“{file}” is open in another window or program.", file=name),
            msg("Close it there and try again, or work on a copy saved from there."),
        )
    if code == sqlite3.SQLITE_FULL:
        return obstacles.full(path)
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return obstacles.obstacle(path) or obstacles.unchangeable(path)
    if code == sqlite3.SQLITE_CORRUPT:
        return damaged(path)
    if code == sqlite3.SQLITE_TOOBIG:
        return LeadDeskError(
            msg("“{file}” would become too large: one import takes more than a document can hold.", file=name),
            msg("Export a shorter period or fewer columns, and open that."),
        )
    if code == sqlite3.SQLITE_IOERR:
        return unanswering(path)
    if code == sqlite3.SQLITE_CANTOPEN:
        return obstacles.obstacle(path) or unreadable(path)
    return damaged(path)
