"""A document may come by e-mail: it holds the tables of the layout and nothing else, or it is not opened.

Triggers, views, virtual tables, generated columns, defaults and conditions run statements of whoever wrote them.
"""

from __future__ import annotations

import sqlite3
import time
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from leaddesk.errors import LeadDeskError
from leaddesk.text import msg
from leaddesk.workspace.layout import TABLES

if TYPE_CHECKING:
    from pathlib import Path

QUICK_SECONDS: Final = 0.3
"""How long a document is looked through when it is opened; a large one is looked through in part."""

_SCHEMA: Final = "SELECT type, name, tbl_name, sql FROM sqlite_schema"
_STEPS: Final = 2_000


@lru_cache(maxsize=1)
def layout() -> frozenset[tuple[Any, ...]]:
    """What the schema of a document says, row by row."""
    connection = sqlite3.connect(":memory:")
    try:
        for statement in TABLES:
            connection.execute(statement)
        return frozenset(connection.execute(_SCHEMA))
    finally:
        connection.close()


def refuse_code(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a document that brings statements of its own: triggers, views, virtual tables.

    :raises LeadDeskError: then.
    """
    for kind, name, _table, sql in connection.execute(_SCHEMA):
        is_virtual = str(sql or "").lstrip().upper().startswith("CREATE VIRTUAL")
        if kind not in ("table", "index") or is_virtual:
            raise untrusted(path, str(name))


def refuse_others(connection: sqlite3.Connection, path: Path) -> bool:
    """Refuse a document with anything in it that is not of the layout; whether all of the layout is there.

    :raises LeadDeskError: then.
    """
    found = set(connection.execute(_SCHEMA))
    for row in sorted(found - layout(), key=str):
        raise untrusted(path, str(row[1]))
    return found == layout()


def untrusted(path: Path, name: str) -> LeadDeskError:
    """The error for a document in which somebody put something."""
    return LeadDeskError(
        msg(
            "“{file}” was not opened: it holds something that LeadDesk did not put there ({name}).",
            file=path.name,
            name=name,
        ),
        msg("Do not use it if it came by e-mail: ask whoever sent it to save a copy with LeadDesk."),
    )


def is_sound(connection: sqlite3.Connection, seconds: float = QUICK_SECONDS) -> bool:
    """Whether SQLite finds nothing wrong with the structure within *seconds*."""
    end = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    try:
        return [str(row[0]) for row in connection.execute("PRAGMA quick_check(1)")] == ["ok"]
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            return True  # the rest is looked through by "Check the document", and where it is read
        raise
    finally:
        connection.set_progress_handler(None, 0)
