"""A document looked through from end to end: its structure, what points where, and every checksum."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from uuid import UUID

from leaddesk.errors import Cancelled, LeadDeskError
from leaddesk.text import Message, msg, msgn
from leaddesk.workspace import log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from leaddesk.workspace.document import Document
    from leaddesk.workspace.storage import Storage

    Progress: TypeAlias = Callable[[float, Message], None]

_MOST: Final = 20
"""So many of SQLite's own sentences are told: after them, more say nothing new."""


@dataclass(frozen=True, slots=True)
class Checkup:
    """What was looked at, and what is wrong (nothing: the document is sound)."""

    imports: int
    actions: int
    wrong: tuple[Message, ...]


def check(document: Document, progress: Progress, cancelled: Callable[[], bool]) -> Checkup:
    """Look through a document; *progress* takes a fraction of 0 to 1.

    :raises Cancelled: when *cancelled* says so.
    :raises LeadDeskError: when the disk does not answer.
    """
    storage = document.store
    imports = storage.rows("SELECT id, name FROM imports ORDER BY seq")
    total = len(imports) + 3
    progress(0.0, msg("Checking the structure…"))
    wrong = [*_structure(storage, cancelled)]
    progress(1 / total, msg("Checking the links between the parts…"))
    wrong += _links(storage, cancelled)
    for done, (key, name) in enumerate(imports):
        if cancelled():
            raise Cancelled
        progress((2 + done) / total, msg("Checking {file}…", file=name))
        if not _is_whole(document, key):
            wrong.append(msg("The rows taken in from “{file}” are not what was written.", file=name))
    progress((total - 1) / total, msg("Checking what was done…"))
    actions, bad = _actions(storage, cancelled)
    return Checkup(len(imports), actions, (*wrong, *bad))


def _structure(storage: Storage, cancelled: Callable[[], bool]) -> Iterator[Message]:
    for (line,) in storage.watched_rows(f"PRAGMA integrity_check({_MOST})", cancelled):
        if line != "ok":
            yield msg("Structure of the file: {finding}", finding=str(line))


def _links(storage: Storage, cancelled: Callable[[], bool]) -> Iterator[Message]:
    found: Counter[str] = Counter(str(row[0]) for row in storage.watched_rows("PRAGMA foreign_key_check", cancelled))
    if found["changes"]:
        yield msgn("{count} change belongs to no action.", "{count} changes belong to no action.", found.pop("changes"))
    if found["columns"]:
        yield msgn(
            "{count} prepared column belongs to no file that was taken in.",
            "{count} prepared columns belong to no file that was taken in.",
            found.pop("columns"),
        )


def _is_whole(document: Document, key: Any) -> bool:  # noqa: ANN401  (whatever stands there)
    try:
        document.raw(UUID(bytes=key))
    except (LeadDeskError, KeyError, ValueError, TypeError):
        return False
    return True


def _actions(storage: Storage, cancelled: Callable[[], bool]) -> tuple[int, list[Message]]:
    """How many actions there are, and what is wrong with them."""
    count, spoilt, loose = 0, 0, 0
    known: set[bytes] = set()
    last: bytes | None = None
    for key, parent, is_sound in log.checked(storage):
        if cancelled():
            raise Cancelled
        count += 1
        spoilt += not is_sound
        loose += parent != last if parent is None or last is None else parent not in known
        known.add(key)
        last = key
    wrong = []
    if spoilt:
        wrong.append(
            msgn("{count} action is not what was written.", "{count} actions are not what was written.", spoilt)
        )
    if loose:
        wrong.append(
            msgn("{count} action follows one that is missing.", "{count} actions follow one that is missing.", loose)
        )
    return count, wrong
