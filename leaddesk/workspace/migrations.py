"""How a document of an older layout becomes one of the present: step by step, with a copy of it kept beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias
from uuid import uuid4

from leaddesk.workspace.layout import VERSION

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping
    from pathlib import Path

Migration: TypeAlias = "Callable[[Callable[[str, tuple[Any, ...]], None]], None]"
"""Takes a document to the next version by the statements that it executes; all of them are one transaction."""

MIGRATIONS: Final[Mapping[int, Migration]] = {}
"""By the version that each starts from. There is no older layout than the present one yet."""


def oldest(migrations: Mapping[int, Migration]) -> int:
    """The oldest version that can be read: each later one has its migration."""
    version = VERSION
    while version - 1 in migrations:
        version -= 1
    return version


def migrate(connection: sqlite3.Connection, version: int, migrations: Mapping[int, Migration]) -> None:
    """Take a document of *version* to the present one, inside the transaction that is open."""

    def execute(statement: str, values: tuple[Any, ...]) -> None:
        connection.execute(statement, values)

    for step in range(version, VERSION):
        migrations[step](execute)
    connection.execute(f"PRAGMA user_version = {VERSION}")


def keep_before(
    connection: sqlite3.Connection, path: Path, version: int, connect: Callable[[str], sqlite3.Connection]
) -> Path:
    """Copy a document of an older *version* as it is to a file beside it, named once it is whole; that file.

    :raises OSError: when no file can be made there.
    :raises sqlite3.Error: when it cannot be written.
    """
    from leaddesk.workspace.placing import drop, flush_folder  # which needs the storage, which needs this

    partial = path.with_name(f".{path.name}.version {version}.{uuid4().hex[:8]}")
    partial.open("xb").close()
    try:
        target = connect(f"{partial.absolute().as_uri()}?mode=rw")
        try:
            target.execute("PRAGMA synchronous = EXTRA")
            connection.backup(target)
        finally:
            target.close()
        place = _free(path, version)
        partial.replace(place)
        flush_folder(place.parent)
    except BaseException:
        drop(partial)
        raise
    return place


def _free(path: Path, version: int) -> Path:
    """A name that no file has."""
    for number in range(100):
        again = f" {number + 1}" if number else ""
        place = path.with_name(f"{path.stem} (version {version}{again}){path.suffix}")
        if not place.exists():
            return place
    raise FileExistsError(str(path))
