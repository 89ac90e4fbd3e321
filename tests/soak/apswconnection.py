"""An apsw connection that looks like what the storage needs of a sqlite3 one: its disk is written in Python."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

import apsw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    Calm = Callable[[], AbstractContextManager[None]]

_CLASSES: dict[int, type[sqlite3.Error]] = {
    sqlite3.SQLITE_CONSTRAINT: sqlite3.IntegrityError,
    sqlite3.SQLITE_MISMATCH: sqlite3.IntegrityError,
    sqlite3.SQLITE_MISUSE: sqlite3.InterfaceError,
    sqlite3.SQLITE_CORRUPT: sqlite3.DatabaseError,
    sqlite3.SQLITE_NOTADB: sqlite3.DatabaseError,
    sqlite3.SQLITE_TOOBIG: sqlite3.DataError,
}


class Rows:
    """The rows of a statement, read at once."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        self._rows = rows

    def fetchone(self) -> tuple[Any, ...] | None:
        return self._rows.pop(0) if self._rows else None

    def fetchall(self) -> list[tuple[Any, ...]]:
        rows, self._rows = self._rows, []
        return rows

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self.fetchall())


class Connected:
    """What :class:`leaddesk.workspace.storage.Storage` uses of a connection.

    *instead*: statements to be exchanged; *calm*: inside it the disk raises nothing.
    """

    def __init__(self, uri: str, vfs: str, instead: dict[str, str], calm: Calm) -> None:
        self._instead, self._calm = instead, calm
        with _translated():
            flags = apsw.SQLITE_OPEN_URI | apsw.SQLITE_OPEN_READWRITE
            self._inner = apsw.Connection(uri, flags=flags, vfs=vfs)

    def execute(self, statement: str, values: tuple[Any, ...] = ()) -> Rows:
        with _translated():
            return Rows(list(self._inner.execute(self._instead.get(statement, statement), values)))

    @property
    def in_transaction(self) -> bool:
        return self._inner.in_transaction

    def set_progress_handler(self, handler: Callable[[], bool] | None, steps: int) -> None:
        self._inner.set_progress_handler(handler, steps or 100)

    def backup(self, target: Connected) -> None:
        with _translated():
            backup = target._inner.backup("main", self._inner, "main")
            try:
                backup.step()
            finally:
                with self._calm():  # apsw cannot tell of faults while it closes
                    backup.close(True)

    def close(self) -> None:
        with self._calm():
            self._inner.close(True)


def connected(uri: str, vfs: str, instead: dict[str, str], calm: Calm) -> sqlite3.Connection:
    """A connection through the disk named *vfs*."""
    return cast("sqlite3.Connection", Connected(uri, vfs, instead, calm))


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except apsw.Error as error:
        result = getattr(error, "extendedresult", None) or getattr(error, "result", None) or _code(error)
        translated = _CLASSES.get(result & 0xFF, sqlite3.OperationalError)(str(error))
        translated.sqlite_errorcode = result
        raise translated from error


def _code(error: apsw.Error) -> int:
    """The code of an error that the disk raised itself, which has only its class."""
    name = type(error).__name__.removesuffix("Error").upper()
    return int(getattr(sqlite3, "SQLITE_" + {"IO": "IOERR", "PERMISSIONS": "PERM"}.get(name, name), 1))
