"""One import as it stands in the document's list of them, under a checksum with its cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from leaddesk.workspace.fingerprint import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

_INSERT: Final = """
    INSERT INTO imports (id, name, digest, format, added, first_row, cells, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""


@dataclass(frozen=True, slots=True)
class ImportEntry:
    """One import: ``digest`` is that of the file's bytes, ``added`` when (ISO, UTC), ``first_row`` its first row id."""

    id: UUID
    name: str
    digest: str
    format: str
    added: str
    first_row: int


def write(entry: ImportEntry, cells: bytes, execute: Callable[[str, tuple[Any, ...]], None]) -> None:
    """Insert an import with its cells, inside the transaction of *execute*."""
    execute(_INSERT, (*_facts(entry), cells, checksum(entry, cells)))


def rewrite(entry: ImportEntry, cells: bytes, execute: Callable[[str, tuple[Any, ...]], None]) -> None:
    """Put other cells in the place of an import's, which stays as *entry* says: only an erasure does that."""
    facts = (entry.digest, cells, checksum(entry, cells), entry.id.bytes)
    execute("UPDATE imports SET digest = ?, cells = ?, hash = ? WHERE id = ?", facts)


def checksum(entry: ImportEntry, cells: bytes) -> bytes:
    """What tells whether an import and its cells are what was written."""
    return fingerprint(*_facts(entry), cells)


def _facts(entry: ImportEntry) -> tuple[Any, ...]:
    return entry.id.bytes, _storable(entry.name), entry.digest, entry.format, entry.added, entry.first_row


def _storable(name: str) -> str:
    """A file name for the list of imports; the exact one, which may be no text, is kept with the cells."""
    return name.encode("utf-8", "replace").decode("utf-8")
