"""A disk that can lose its power, fill up or fail, under the real storage: an SQLite VFS over real files.

It knows what of each file and folder was synced. When the power goes, all that was not is at the mercy of chance: any
of it may be there or not, in any order, torn between sectors, with rubbish where a file grew.
"""

from __future__ import annotations

import errno
import io
import itertools
import os
import random
import stat
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from unittest import mock

import apsw

from tests.soak.apswconnection import connected

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

SECTOR: Final = 512
_numbers = itertools.count()


@dataclass(eq=False)
class Content:
    """What is in a file: ``synced``, and what was written since: (place, bytes), or (length, None) for a new length."""

    synced: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        """All of it is on the disk."""
        image = bytearray(self.synced)
        for place, data in self.pending:
            _apply(image, place, data, b"\0")
        self.synced, self.pending = bytes(image), []

    def after_cut(self, chance: random.Random) -> bytes:
        """What is left of it when the power goes now."""
        image, rubbish = bytearray(self.synced), bytes([chance.choice([0, 0, 0xA5])])
        way = chance.choice(["none", "all", "first", "any", "any"])
        first = chance.randrange(len(self.pending) + 1)
        for number, (place, data) in enumerate(self.pending):
            kept = {"none": False, "all": True, "first": number <= first, "any": chance.random() < 0.5}[way]
            if not kept:
                continue
            if data is None or way == "all" or (way == "first" and number < first):
                _apply(image, place, data, rubbish)
                continue
            for start in range(0, len(data), SECTOR):  # torn between sectors
                if chance.random() < 0.7:
                    _apply(image, place + start, data[start : start + SECTOR], rubbish)
        return bytes(image)


def _apply(image: bytearray, place: int, data: bytes | None, rubbish: bytes) -> None:
    if data is None:
        del image[place:]
        return
    if len(image) < place:
        image += rubbish * (place - len(image))
    image[place : place + len(data)] = data


class Disk:
    """A disk with all that is in some folders.

    ``at``: the number of the operation at which the power goes, or what ``fault`` makes of the operation's name is
    raised: once, or (``lasts``) from then on. ``struck``: the operations that failed.
    """

    def __init__(
        self, *folders: Path, chance: random.Random | None = None, instead: dict[str, str] | None = None
    ) -> None:
        self.chance = chance or random.Random(0)
        self.instead = instead or {}
        self.at: int | None = None
        self.fault: Callable[[str], Exception | None] | None = None
        self.lasts = False
        self.operations = 0
        self.struck: list[str] = []
        self.left: dict[Path, bytes] | None = None
        self._folders, self._is_calm = folders, False
        self._names = {path: Content(path.read_bytes()) for folder in folders for path in folder.iterdir()}
        self._durable = dict(self._names)
        self._moved: list[dict[Path, Content | None]] = []
        self._vfs = _Vfs(self)

    # What the storage and Python use --------------------------------------------------------------------------------

    def connect(self, uri: str) -> sqlite3.Connection:
        """A connection through this disk."""
        return connected(uri, self._vfs.name, self.instead, self.calm)

    @contextmanager
    def spun_up(self) -> Iterator[Disk]:
        """What Python itself does to the folders goes through this disk as well."""
        calls = _Calls(self)
        names = ("replace", "rename", "unlink", "link", "fsync", "mkdir", "open")
        with (
            mock.patch.multiple(os, **{name: getattr(calls, name) for name in names}),
            mock.patch.object(io, "open", calls.open_file),
        ):
            try:
                yield self
            finally:
                self._vfs.unregister()

    def has(self, path: Path) -> bool:
        """Whether a file, or a folder, is on this disk."""
        return path.parent in self._folders or path in self._folders

    @contextmanager
    def calm(self) -> Iterator[None]:
        """Nothing happens to it inside the block."""
        self._is_calm = True
        try:
            yield
        finally:
            self._is_calm = False

    # What happens to it ---------------------------------------------------------------------------------------------

    @property
    def is_dead(self) -> bool:
        """Whether the power is gone."""
        return self.left is not None

    def step(self, name: str) -> None:
        """One operation: goes well, or does not."""
        if self._is_calm:
            return
        if self.is_dead:
            raise apsw.IOError("no power") if name.startswith("x") else OSError(errno.EIO, "no power")
        self.operations += 1
        if self.at is None or self.operations < self.at or (self.operations > self.at and not self.lasts):
            return
        if self.fault is None:
            self.struck.append(name)
            self.cut()
            self.step(name)
        elif (error := self.fault(name)) is not None:
            self.struck.append(name)
            raise error

    def cut(self) -> None:
        """The power goes."""
        names, whole = dict(self._durable), self.chance.randrange(len(self._moved) + 1)
        in_order = self.chance.random() < 0.5
        for number, entries in enumerate(self._moved):
            if number < whole if in_order else self.chance.random() < 0.5:
                names.update({path: content for path, content in entries.items() if content is not None})
                for path in [path for path, content in entries.items() if content is None]:
                    names.pop(path, None)
        self.left = {path: content.after_cut(self.chance) for path, content in names.items()}

    def restart(self) -> None:
        """The power is back: the folders hold what was left."""
        if self.left is None:
            raise ValueError("the power never went")
        for folder in self._folders:
            for path in folder.iterdir():
                path.unlink()
        for path, data in self.left.items():
            if self.has(path):  # what lies on another disk is there as it was
                path.write_bytes(data)

    # What is known of it --------------------------------------------------------------------------------------------

    def content(self, path: Path) -> Content:
        """The content of a file that is there; one that Python made is an empty file, and not synced yet."""
        if path not in self._names:
            self.entered({path: Content()})
        return self._names[path]

    def entered(self, entries: dict[Path, Content | None]) -> None:
        """The folder changed, which is not on the disk yet."""
        self._moved.append(entries)
        for path, content in entries.items():
            if content is None:
                self._names.pop(path, None)
            else:
                self._names[path] = content

    def renamed(self, source: Path, target: Path) -> None:
        """A file has another name, at once in the place of the one that had it."""
        self.entered({source: None, target: self.content(source)})

    def file_synced(self, about: os.stat_result) -> None:
        """What Python wrote to a file is on the disk."""
        for path, content in self._names.items():
            if path.exists() and os.path.samestat(path.stat(), about):
                content.synced, content.pending = path.read_bytes(), []

    def folder_synced(self) -> None:
        """The names of all files are on the disk."""
        self._durable, self._moved = dict(self._names), []


class _Calls:
    """What Python itself does to files, through the disk."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._replace, self._unlink, self._fsync, self._mkdir = os.replace, os.unlink, os.fsync, os.mkdir
        self._link, self._open, self._open_file = os.link, os.open, io.open

    def _step(self, path: Any, name: str) -> bool:
        """Whether a file is on the disk; the operation counts then."""
        if not isinstance(path, str | os.PathLike) or not self._disk.has(Path(path)):
            return False
        self._disk.step(name)
        return True

    def replace(self, source: Any, target: Any) -> None:
        counts = self._step(target, "rename")
        self._replace(source, target)
        if counts:
            self._disk.renamed(Path(source), Path(target))

    rename = replace

    def unlink(self, path: Any, **rest: Any) -> None:
        counts = self._step(path, "unlink")
        self._unlink(path, **rest)
        if counts:
            self._disk.entered({Path(path): None})

    def link(self, source: Any, target: Any) -> None:
        counts = self._step(target, "link")
        self._link(source, target)
        if counts:
            self._disk.entered({Path(target): self._disk.content(Path(source))})

    def fsync(self, handle: int) -> None:
        about = os.fstat(handle)
        if stat.S_ISDIR(about.st_mode):
            self._disk.step("sync of the folder")
            self._disk.folder_synced()
            return
        self._disk.step("sync")
        self._disk.file_synced(about)

    def mkdir(self, path: Any, *rest: Any, **more: Any) -> None:
        self._step(path, "mkdir")
        self._mkdir(path, *rest, **more)

    def open(self, path: Any, *rest: Any, **more: Any) -> int:
        self._step(path, "open")
        return self._open(path, *rest, **more)

    def open_file(self, path: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:
        writes = bool(set(mode) & set("wxa"))
        counts = self._step(path, "create" if writes else "open")
        file = self._open_file(path, mode, *rest, **more)
        if not (counts and writes):
            return file
        self._disk.entered({Path(path): Content()})
        return _Written(file, self._disk)


class _Written:
    """A file that Python writes: each write may fail, and closing it (which writes the last of it) too."""

    def __init__(self, file: Any, disk: Disk) -> None:
        self._file, self._disk, self._wrote = file, disk, False

    def write(self, data: Any) -> int:
        self._wrote = True
        self._disk.step("write")
        return int(self._file.write(data))

    def close(self) -> None:
        was_open = not self._file.closed
        self._file.close()
        if was_open and self._wrote:
            self._disk.step("close")

    def __enter__(self) -> _Written:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class _Vfs(apsw.VFS):
    """Files of the disk's folders; all else (there is nothing else) as the system has it."""

    def __init__(self, disk: Disk) -> None:
        self.name = f"disk{next(_numbers)}"
        self._disk = disk
        super().__init__(self.name, "")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        path = Path(name.filename() if isinstance(name, apsw.URIFilename) else str(name))
        self._disk.step("xOpen")
        return _File(self._disk, path, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        self._disk.step("xDelete")
        super().xDelete(filename, False)
        self._disk.entered({Path(filename): None})
        if syncdir:
            self._disk.folder_synced()

    def excepthook(self, *_raised: Any) -> bool:
        return True  # faults are raised on purpose


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, path: Path, name: Any, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self._disk, self._content = disk, disk.content(path)
        self._names_its_folder = bool(flags[0] & apsw.SQLITE_OPEN_MAIN_JOURNAL)

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        self._disk.step("xRead")
        return super().xRead(amount, offset)

    def xWrite(self, data: Any, offset: int) -> None:  # noqa: N802
        self._disk.step("xWrite")
        super().xWrite(data, offset)
        self._content.pending.append((offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        self._disk.step("xTruncate")
        super().xTruncate(newsize)
        self._content.pending.append((newsize, None))

    def xSync(self, flags: int) -> None:  # noqa: ARG002, N802
        self._disk.step("xSync")
        self._content.sync()
        if self._names_its_folder:  # as the VFS for Unix does with a new journal
            self._disk.folder_synced()
            self._names_its_folder = False

    def excepthook(self, *_raised: Any) -> bool:
        return True  # faults are raised on purpose
