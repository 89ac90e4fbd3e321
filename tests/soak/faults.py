"""A fault at operation k of all that writes a document: it is as before or as after, never between; the user is told;
once the disk is well again, the same works.
"""

from __future__ import annotations

import errno
import hashlib
import itertools
import random
import shutil
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from uuid import UUID

import apsw

from leaddesk.errors import LeadDeskError
from leaddesk.model.action import Action, ActionKind, Change
from leaddesk.model.erasure import Erasure
from leaddesk.model.reconciling import reconciling
from leaddesk.text import language
from leaddesk.ui.keeper import Keeper
from leaddesk.workspace.backups import Backups, Cause
from leaddesk.workspace.document import Document
from leaddesk.workspace.erasing import erase
from leaddesk.workspace.workcopy import WorkCopy
from tests.soak.cuts import documents
from tests.soak.disk import Disk
from tests.soak.flips import content
from tests.soak.workloads import Office
from tests.workspace.made import raw

if TYPE_CHECKING:
    from collections.abc import Callable

Fault: TypeAlias = "Callable[[str], Exception | None]"
DONE, DEFECT = "done", "defect"
READING: Final = {"xRead", "open", "unlink"}


def full(name: str) -> Exception | None:
    """What a full disk says; reading and deleting work."""
    if name in READING:
        return None
    return apsw.FullError("full") if name.startswith("x") else OSError(errno.ENOSPC, "No space left on device")


def broken(name: str) -> Exception:
    """What a disk says that does not answer."""
    return apsw.IOError("broken") if name.startswith("x") else OSError(errno.EIO, "Input/output error")


def refused(name: str) -> Exception | None:
    """What the system says where something may not be done, or another program holds the file."""
    if name.startswith("x"):
        return apsw.CantOpenError("refused") if name == "xOpen" else None
    return PermissionError(errno.EACCES, "Permission denied")


@dataclass
class Case:
    """A document at work in a folder, with another one beside it, and what is done to them."""

    folder: Path
    disk: Disk
    office: Office
    entries: tuple[Any, ...]

    @property
    def other(self) -> Path:
        return self.folder / "b.leaddesk"

    def edit(self) -> None:
        self.office.keeper.write()

    def erase(self) -> None:
        """Without the backups, which are on a disk that is well."""
        [erasure] = self.entries
        erase(self.office.document, erasure)

    def copy(self) -> None:
        self.office.document.save_copy(self.other, replace=True)

    def back_up(self) -> None:
        """Those that there are, whatever failed before, are whole; and then one more, where none holds the same."""
        keeper, document = self.office.keeper, self.office.document
        keeper.backups = Backups(self.folder / "data" / "backups", connect=self.disk.connect)
        with self.disk.calm():
            self._check_backups(list(document.actions()))
        keeper.back_up(Cause.CHANGED)
        if keeper.backup_fault is not None:
            raise keeper.backup_fault
        with self.disk.calm():
            assert self._check_backups(list(document.actions())) == 1
            left = list(keeper.backups.folder.rglob("*.partial*"))
            assert not left or "unlink" in self.disk.struck, (left, self.disk.struck)

    def _check_backups(self, actions: list[Action]) -> int:
        """How many there are; each of them is whole."""
        found = self.office.keeper.backups.of(self.office.document.id)
        for backup in found:
            with Document.open(backup.path, read_only=True) as copy:
                copy.verify()
                assert list(copy.actions()) == actions
        return len(found)

    def save_as(self) -> None:
        self.office.keeper.move(self.other)

    def publish(self) -> None:
        """Bring the work to the place of the other one, as to a share; its local copy lies on another disk."""
        share = WorkCopy(self.other, _data(self.folder))
        if not share.is_there:
            with self.disk.calm():
                share.fetch(lambda _path: "")
        document = self.office.document
        share.publish(partial(document.back_up, connect=self.disk.connect), document.mark, "elsewhere")

    def save_under_a_new_name(self) -> None:
        self.office.keeper.move(self.folder / "c.leaddesk")


def edit(office: Office) -> tuple[Any, ...]:
    changes = tuple(Change("leads", "notes", None, "é" * 300, row) for row in range(8))
    return (office.action(ActionKind.EDIT, changes),)


def two_edits(office: Office) -> tuple[Any, ...]:
    return (*edit(office), *edit(office))


def brought(office: Office) -> tuple[Any, ...]:
    import_id = UUID(int=4)
    cells = raw("leads.csv", *(f"lead {number}" for number in range(400)))
    return (import_id, cells), office.action(ActionKind.IMPORT, (Change("import", import_id.hex, None, "{}"),))


def merged(office: Office) -> tuple[Any, ...]:
    """A copy in which the same cells were changed, and a file taken in."""
    mine = tuple(office.document.actions())
    before = office.head
    cells, imported = brought(office)
    theirs = (imported, *edit(office))
    office.head = before
    found = reconciling(mine, (*mine, *theirs))
    actions = found.actions([one.proposed for one in found.conflicts], office.action(ActionKind.RECONCILE, ()))
    return cells, list(actions)


def gone(office: Office) -> tuple[Any, ...]:
    """A person's erasure, who is named in a step and in its label."""
    head = office.head
    action = office.action(ActionKind.ERASURE, (Change("erasure", "row", None, 1.0, 3),))
    office.head = head
    return (Erasure(action, {}, {"leads": frozenset({3})}),)


def nothing(_office: Office) -> tuple[Any, ...]:
    return ()


DEEDS: Final[dict[str, tuple[Callable[[Office], tuple[Any, ...]], Callable[[Case], None]]]] = {
    "two edits": (two_edits, Case.edit),
    "an import": (brought, Case.edit),
    "a merge": (merged, Case.edit),
    "publishing, in the place of another": (nothing, Case.publish),
    "an erasure": (gone, Case.erase),
    "a backup": (nothing, Case.back_up),
    "a copy in the place of another": (nothing, Case.copy),
    "save as, in the place of another": (edit, Case.save_as),
    "save as": (nothing, Case.save_under_a_new_name),
}
FAULTS: Final[list[tuple[Fault, bool]]] = [
    (fault, lasts) for fault in (full, broken, refused) for lasts in (False, True)
]


def _data(folder: Path) -> Path:
    """Where local copies are kept: beside the folder, as that is the disk on which things fail."""
    return folder.parent / f"{folder.name} data"


def two_documents(folder: Path) -> None:
    """The document that is worked on, and one beside it."""
    for name in ("a.leaddesk", "b.leaddesk"):
        with Document.create(folder / name) as document:
            office = Office(Keeper(folder / "data"), document, folder, random.Random(name), lambda _line: None)
            for entry in edit(office):
                document.append(entry)


@dataclass(frozen=True)
class Outcome:
    """``reached``: the deed has so many operations. ``struck``: which failed. ``told``: what the user reads."""

    reached: bool
    struck: tuple[str, ...]
    told: LeadDeskError | None


def tried(folder: Path, deed: str, number: int, fault: Fault, *, lasts: bool) -> Outcome:
    """Do the deed with a fault at operation *number*, judge, heal the disk, do it again and judge again.

    *folder* is a copy of :func:`two_documents`.

    :raises AssertionError: when something is not as it should be.
    """
    make, do = DEEDS[deed]
    shutil.rmtree(_data(folder), ignore_errors=True)  # of another try
    before = _held(folder / "b.leaddesk")[3:]
    disk = Disk(folder)
    with disk.spun_up(), documents(disk) as on_disk:
        keeper = Keeper(folder / "data")
        office = Office.opened(keeper, on_disk.open(folder / "a.leaddesk"), random.Random(1), lambda _line: None)
        start = list(office.document.actions())
        case = Case(folder, disk, office, make(office))
        keeper.add(entry for entry in case.entries if not isinstance(entry, Erasure))
        in_one = [action for entry in case.entries if isinstance(entry, list) for action in entry]
        done = list(start)
        for entry in case.entries:
            if isinstance(entry, Erasure):
                done = [*map(entry.done, done), entry.action]
            done += [entry] if isinstance(entry, Action) else []
        done += in_one
        with closing(keeper):
            disk.at, disk.fault, disk.lasts = disk.operations + number, fault, lasts
            told = None
            try:
                do(case)
            except LeadDeskError as error:
                told = error
            assert told is None or is_told_in_both_languages(told)
            outcome = Outcome(disk.operations >= disk.at, tuple(disk.struck), told)
            disk.at = None
            document: Any = keeper._document
            here = list(document.actions())
            assert here in (start, done[: len(here)]), "before, or after some of it"
            assert len(here) >= len(start)
            assert not in_one or len(here) in (len(start), len(done)), "all of a merge or nothing of it"
            if told is None:
                assert here == done, "nobody was told that it did not work"
            beside = folder / "b.leaddesk"
            if document.path != beside:
                held = _held(beside)[3:]
                assert held in (before, ([], here), (held[0], here))
            do(case)
            document = keeper._document
            assert list(document.actions()) == done
        _whole(folder, deed, done)
        left = [path.name for path in folder.iterdir() if path.name.startswith(".")]
        assert left == [] or "unlink" in outcome.struck, "nothing half done lies about"
    return outcome


def is_told_in_both_languages(error: LeadDeskError) -> bool:
    """Whether it says what to do, and has French words."""
    return error.hint is not None and language("fr").text(error.message) != language("en").text(error.message)


def _held(path: Path) -> Any:
    """What a document holds. The same bytes with no journal beside them hold the same: they are read once."""
    if path.with_name(f"{path.name}-journal").exists():
        return content(path)
    key = hashlib.sha256(path.read_bytes()).digest()
    if key not in _known:
        _known[key] = content(path)
    return _known[key]


_known: Final[dict[bytes, Any]] = {}


def _whole(folder: Path, deed: str, done: list[Action]) -> None:
    """Everything is where it belongs, and nothing else is."""
    within = dict.fromkeys(("two edits", "an import", "a merge", "an erasure", "a backup"), "a")
    target = (within | {"save as": "c"}).get(deed, "b")
    assert _held(folder / f"{target}.leaddesk")[4] == done
    assert {path.name for path in folder.glob("*.leaddesk")} <= {"a.leaddesk", "b.leaddesk", f"{target}.leaddesk"}


def struck_everywhere(tell: Callable[[str], None]) -> Counter[str]:
    """Let every operation of every deed fail in every way; counts what went well, and defects, each of them told."""
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        template = Path(name) / "template"
        template.mkdir()
        two_documents(template)
        for deed in DEEDS:
            for fault, lasts in FAULTS:
                for number in itertools.count(1):
                    folder = Path(name) / "here"
                    shutil.copytree(template, folder)
                    try:
                        reached = tried(folder, deed, number, fault, lasts=lasts).reached
                        found[DONE] += reached
                    except Exception as error:  # noqa: BLE001  (that is what is looked for)
                        found[DEFECT] += 1
                        reached = True
                        tell(f"{deed}, {fault.__name__}, {number}{', lasting' * lasts}: {type(error).__name__} {error}")
                    shutil.rmtree(folder)
                    if not reached:
                        break
    return found
