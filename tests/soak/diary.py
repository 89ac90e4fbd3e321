"""What a program said that it would do and had done before it died, and whether its documents hold to that."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias
from uuid import UUID

from leaddesk.errors import LeadDeskError
from leaddesk.model.action import ActionKind
from leaddesk.workspace.document import Document
from leaddesk.workspace.rawcells import raw_to_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from leaddesk.model.action import Action
    from leaddesk.model.raw import RawFile

REOPEN_SECONDS: Final = 2.0
LOST, TORN, UNSOUND, SLOW = "lost", "torn", "unsound", "slow"
FAULTS: Final = (LOST, TORN, UNSOUND, SLOW)

Line: TypeAlias = tuple[str, ...]
"""``will write`` digests…; before it ``in one``: where among them, and how many, are there together or not at all;
``did write`` how many; ``will move``, ``did move``, ``will copy``, ``did copy`` a name.
"""


def digest(entry: Action | RawFile) -> str:
    """What tells an action or a raw file from every other."""
    content = raw_to_bytes(entry) if not hasattr(entry, "changes") else repr(entry).encode("utf-8", "backslashreplace")
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class Held:
    """What a document holds: the digests of its actions, the imports among them and the cells of each."""

    done: tuple[str, ...]
    imported: tuple[UUID, ...]
    raws: dict[UUID, str]
    is_sound: bool


@dataclass
class Diary:
    """Follows one folder of documents that share one history, over any number of deaths.

    ``current`` is the name of the open document; ``owed`` says how many actions each document has to hold.
    """

    folder: Path
    current: str
    announced: list[str] = field(default_factory=list)
    cells: dict[str, str] = field(default_factory=dict)
    owed: dict[str, int] = field(default_factory=dict)
    moving: str | None = None
    acknowledged: int = 0
    slowest: float = 0.0
    wholes: list[tuple[int, int]] = field(default_factory=list)
    """Which of the announced actions are there together or not at all: from, until."""
    backups: Path | None = None

    def take(self, line: Line) -> None:
        """Take down one line of what the program said."""
        what, *rest = line
        if what == "will write":
            self.announced += rest
        elif what == "in one":
            first = len(self.announced) + int(rest[0])
            self.wholes.append((first, first + int(rest[1])))
        elif what == "cells":
            self.cells[rest[0]] = rest[1]
        elif what == "did write":
            self.acknowledged += int(rest[0]) - self.owed.get(self.current, 0)
            self.owed[self.current] = int(rest[0])
        elif what == "will move":
            self.moving = rest[0]
        elif what == "did move":
            self.owed[rest[0]] = self.owed.get(self.current, 0)
            self.current, self.moving = rest[0], None
        elif what == "did copy":
            self.owed[rest[0]] = self.owed.get(self.current, 0)
        elif what != "will copy":
            raise ValueError(what)

    _read: dict[Path, tuple[bytes | None, Held]] = field(default_factory=dict)
    _seen: dict[Path, tuple[bytes | None, bool]] = field(default_factory=dict)
    """Backups that were read, as they were then, and whether they were whole."""

    def judge(self) -> Counter[str]:
        """What is wrong with the documents after a death: nothing, else how many of each fault.

        What was done without being acknowledged is taken over, so that the next program can go on from there.
        """
        found: Counter[str] = Counter()
        for path in self.folder.glob("* (version *.leaddesk"):
            found[UNSOUND] += not _is_whole(path)
            path.unlink()  # a document as it was before a migration: seen, and out of the way
        there = {path.name for path in self.folder.glob("*.leaddesk") if not path.name.startswith(".")}
        if self.current not in there and self.moving in there:
            self.owed[self.moving] = max(self.owed.get(self.moving, 0), self.owed.pop(self.current, 0))
            self.current = self.moving
        self.moving = None
        found[LOST] += sum(count for name, count in self.owed.items() if name not in there)
        for name in sorted(there):
            found += self._judged(name)
        for path in () if self.backups is None else self.backups.glob("*/*.leaddesk"):
            found[UNSOUND] += not self._is_whole_still(path)
        return +found

    def _is_whole_still(self, path: Path) -> bool:
        """Whether a backup is whole; what is the same to the byte as when it was last read is not read again."""
        data = _bytes_of(path)
        if data is None or path not in self._seen or self._seen[path][0] != data:
            self._seen[path] = (data, _is_whole(path))
        return self._seen[path][1]

    def _judged(self, name: str) -> Counter[str]:
        found: Counter[str] = Counter()
        try:
            took, held = self._held(self.folder / name)
        except LeadDeskError:
            is_begun = name not in self.owed and name != self.current  # never acknowledged, and says that it is nothing
            return found if is_begun else Counter({UNSOUND: 1})
        self.slowest = max(self.slowest, took)
        found[SLOW] += took > REOPEN_SECONDS
        done = list(held.done)
        found[LOST] += max(0, self.owed.get(name, 0) - len(done))
        found[TORN] += sum(one != said for one, said in zip(done, self.announced, strict=False))
        found[TORN] += max(0, len(done) - len(self.announced))
        found[TORN] += sum(first < len(done) < end for first, end in self.wholes)
        for import_id in held.imported:
            found[TORN] += held.raws.get(import_id) != self.cells[import_id.hex]
        found[UNSOUND] += not held.is_sound
        if name == self.current:
            self.announced, self.wholes = done, []
            self.owed[name] = len(done)
        return found

    def _held(self, path: Path) -> tuple[float, Held]:
        """What a document holds, and how long it took to open: 0 for one that is as it was when it was last read."""
        known = self._read.get(path)
        if known is not None and known[0] is not None and known[0] == _bytes_of(path):
            return 0.0, known[1]
        start = time.perf_counter()
        with Document.open(path) as document:
            took = time.perf_counter() - start
            actions = list(document.actions())
            raws = {entry.id: digest(document.raw(entry.id)) for entry in document.imports()}
        imported = tuple(UUID(one.changes[0].field) for one in actions if one.kind is ActionKind.IMPORT)
        held = Held(tuple(digest(action) for action in actions), imported, raws, _is_sound(path))
        self._read[path] = (_bytes_of(path), held)
        return took, held


def _bytes_of(path: Path) -> bytes | None:
    """What tells the file from every other; None where a journal beside it may change it."""
    if path.with_name(f"{path.name}-journal").exists():
        return None
    return hashlib.sha256(path.read_bytes()).digest()


def _is_whole(path: Path) -> bool:
    with suppress(LeadDeskError), Document.open(path, read_only=True) as document:
        document.verify()
        return True
    return False


def _is_sound(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection, suppress(sqlite3.DatabaseError):
        structure = connection.execute("PRAGMA integrity_check").fetchall()
        references = connection.execute("PRAGMA foreign_key_check").fetchall()
        return structure == [("ok",)] and not references
    return False
