"""The layout of the document's file. A change of it is a new :data:`VERSION`."""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = int.from_bytes(b"LDK1", "big")
"""In the header of the file, by which programs recognise a LeadDesk document."""

VERSION: Final = 1
SUFFIX: Final = ".leaddesk"

# UUIDs are 16 bytes, hashes are SHA-256 of the row's content, times are ISO 8601 in UTC.
TABLES: Final = (
    """
    CREATE TABLE document (
        key TEXT NOT NULL PRIMARY KEY,
        value TEXT NOT NULL,
        hash BLOB NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    # Raw cells, for ever as they were read. first_row: the import's rows are numbered from there.
    """
    CREATE TABLE imports (
        seq INTEGER NOT NULL PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        name TEXT NOT NULL,
        digest TEXT NOT NULL,
        format TEXT NOT NULL,
        added TEXT NOT NULL,
        first_row INTEGER NOT NULL UNIQUE,
        cells BLOB NOT NULL,
        hash BLOB NOT NULL
    ) STRICT
    """,
    # What the users did. replica: the copy in which it was done. origin: who did it, empty where that is not known.
    """
    CREATE TABLE actions (
        seq INTEGER NOT NULL PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        replica BLOB NOT NULL,
        parent BLOB,
        time TEXT NOT NULL,
        kind TEXT NOT NULL,
        label TEXT NOT NULL,
        undoes BLOB,
        origin TEXT NOT NULL DEFAULT '',
        hash BLOB NOT NULL
    ) STRICT
    """,
    # old and new are JSON values. row is the permanent id of a row, 0 where the entity has no rows.
    """
    CREATE TABLE changes (
        action BLOB NOT NULL REFERENCES actions (id),
        ordinal INTEGER NOT NULL,
        entity TEXT NOT NULL,
        row INTEGER NOT NULL,
        field TEXT NOT NULL,
        old TEXT NOT NULL,
        new TEXT NOT NULL,
        PRIMARY KEY (action, ordinal)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX changes_of_row ON changes (entity, row)",
    # Room for typed columns of imports, as a cache. Nothing is kept there: opening is quick enough without
    # (docs/decisions/0026).
    """
    CREATE TABLE columns (
        import BLOB NOT NULL REFERENCES imports (id),
        table_id TEXT NOT NULL,
        column_id TEXT NOT NULL,
        digest TEXT NOT NULL,
        recipe TEXT NOT NULL,
        normaliser INTEGER NOT NULL,
        ordinal INTEGER NOT NULL,
        data BLOB NOT NULL,
        hash BLOB NOT NULL,
        PRIMARY KEY (import, table_id, column_id)
    ) STRICT
    """,
)
