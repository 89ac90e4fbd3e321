"""A document of an unsafe place (a share, a stick, a synchronised folder) is worked on in a local copy.

What was done there is published whole: written beside the original, flushed, and put in its place by a rename. When
somebody else published meanwhile, both are kept. What a crash left unpublished is still in the local copy.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from leaddesk.errors import LeadDeskError
from leaddesk.text import msg
from leaddesk.workspace import obstacles, placing
from leaddesk.workspace.identity import gone

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER: Final = "copies"
_PART: Final = ".part"
_CHUNK: Final = 1 << 20


class UnpublishedError(LeadDeskError):
    """What was done could not be brought to the place of the document; it is safe in its local copy."""


@dataclass(frozen=True, slots=True)
class _Note:
    """What is known of an original: the hash of its content when it was last seen, and what of the work was in it then
    (``mark``). ``next_seen`` and ``next_mark``: what it will be when the publishing under way is done.
    """

    original: str
    seen: str
    mark: str
    next_seen: str = ""
    next_mark: str = ""


class WorkCopy:
    """The local copy of one document. ``original`` is where the user keeps it, ``path`` the copy."""

    def __init__(self, original: Path, folder: Path) -> None:
        """*folder*: the application's own, in which the copies are kept."""
        key = hashlib.sha256(os.fsencode(original.absolute())).hexdigest()[:24]
        self.original = original
        self.path = folder / FOLDER / key / original.name  # its name is what errors tell
        self._part = self.path.parent / "part" / original.name
        self._note_path = folder / FOLDER / f"{key}.json"
        self._note = _read_note(self._note_path)

    @property
    def is_there(self) -> bool:
        """Whether there is a copy of an earlier session."""
        return self._note is not None and self.path.is_file()

    def is_published(self, mark: str) -> bool:
        """Whether what *mark* stands for is in the original, as far as it was last seen."""
        self._settle()
        return self._note is not None and mark == self._note.mark

    def is_changed_elsewhere(self) -> bool:
        """Whether the original is another one than was last seen.

        :raises OSError: when it cannot be read (FileNotFoundError: it is not there).
        """
        self._settle()
        return self._note is None or _digest(self.original) != self._note.seen

    def _settle(self) -> None:
        """Take note of a publishing that a crash cut off just after its last step."""
        note = self._note
        if note is None or not note.next_seen:
            return
        with suppress(OSError):
            if _digest(self.original) == note.next_seen:
                self._keep(replace(note, seen=note.next_seen, mark=note.next_mark, next_seen="", next_mark=""))

    def fetch(self, mark_of: Callable[[Path], str]) -> None:
        """Make the copy anew from the original. *mark_of* gives what of the work is in a document, and puts back what
        a crash in the original's own place left half done.

        :raises OSError: when the original cannot be read or the copy not written.
        :raises LeadDeskError: when the original is no document.
        """
        beside = self._part
        beside.parent.mkdir(parents=True, exist_ok=True)
        try:
            _copy(self.original, beside)
            seen = _digest(beside)
            with suppress(FileNotFoundError):
                _copy(placing.journal_of(self.original), placing.journal_of(beside))
            mark = mark_of(beside)
            placing.put_in_place(beside, self.path)
        finally:
            shutil.rmtree(beside.parent, ignore_errors=True)
        self._keep(_Note(str(self.original), seen, mark))

    def publish(self, back_up: Callable[[Path], None], mark: str, host: str) -> Path | None:
        """Put what *back_up* writes in the place of the original; where the version is that somebody else put there
        meanwhile, None when nobody did. *host* stands in its name.

        :raises LeadDeskError: when the original is not there any more or cannot be replaced; nothing is lost then.
        """
        try:
            return self._publish(back_up, mark, host)
        except OSError as error:
            if isinstance(error, FileNotFoundError) and self.original.parent.is_dir():
                raise gone(self.original) from error
            reason = obstacles.obstacle(self.original, error)
            raise UnpublishedError(
                msg("“{file}” could not be brought up to date in its folder.", file=self.original.name)
                if reason is None
                else reason.message,
                msg("Your work is kept on this computer. Try again once the folder can be reached and has room."),
            ) from error

    def _publish(self, back_up: Callable[[Path], None], mark: str, host: str) -> Path | None:
        local = self._part
        beside = self.original.with_name(f".{self.original.name}.{uuid4().hex[:8]}{_PART}")
        try:
            local.parent.mkdir(exist_ok=True)
            placing.drop(local)  # a crash may have left it
            back_up(local)
            _copy(local, beside)
            seen = _digest(local)
            if _digest(beside) != seen:
                raise OSError("the copy is not what was written")
            changed = self.is_changed_elsewhere()  # as late as can be
            if self._note is not None:
                self._keep(replace(self._note, next_seen=seen, next_mark=mark))
            other = self._set_aside(host) if changed else None
            placing.put_in_place(beside, self.original)
        finally:
            shutil.rmtree(local.parent, ignore_errors=True)
            with suppress(OSError):
                beside.unlink()
        self._keep(_Note(str(self.original), seen, mark))
        return other

    def _set_aside(self, host: str) -> Path:
        """Keep the other version under a name of its own; it stays under the old one until ours takes that."""
        now = dt.datetime.now().astimezone()
        for number in range(100):
            again = f" {number + 1}" if number else ""
            place = self.original.with_name(
                f"{self.original.stem} (conflict of {host}, {now:%Y-%m-%d %H.%M}{again}){self.original.suffix}"
            )
            if place.exists():
                continue
            part = self.original.with_name(f".{self.original.name}.{uuid4().hex[:8]}{_PART}")
            _copy(self.original, part)
            part.rename(place)
            return place
        raise FileExistsError(str(self.original))

    def discard_parts(self) -> None:
        """Remove what a publishing that was cut off left. Only while the lock of the original is held."""
        shutil.rmtree(self._part.parent, ignore_errors=True)
        with suppress(OSError):
            for entry in self.original.parent.iterdir():
                if entry.name.startswith(f".{self.original.name}.") and entry.name.endswith(_PART):
                    entry.unlink()

    def discard(self) -> None:
        """Remove the copy: all of it is in the original."""
        for path in (self._note_path, self.path):
            with suppress(OSError):
                path.unlink()
        with suppress(OSError):  # what is kept aside stays
            self.path.parent.rmdir()
        self._note = None

    def put_aside(self) -> Path:
        """Keep a copy that cannot be read under another name.

        :raises OSError: when that cannot be done.
        """
        place = self.path.with_name(f"{self.path.stem}-{uuid4().hex[:8]}.damaged")
        self.path.rename(place)
        with suppress(FileNotFoundError):
            placing.journal_of(self.path).rename(placing.journal_of(place))
        return place

    def _keep(self, note: _Note) -> None:
        beside = self._note_path.with_name(f"{self._note_path.name}{_PART}")
        with beside.open("w", encoding="utf-8") as stream:
            json.dump(asdict(note), stream)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(self._note_path)
        placing.flush_folder(self._note_path.parent)
        self._note = note


def copies(folder: Path) -> tuple[WorkCopy, ...]:
    """All local copies in the application's *folder*."""
    notes = [_read_note(path) for path in sorted((folder / FOLDER).glob("*.json"))]
    found = [WorkCopy(Path(note.original), folder) for note in notes if note is not None]
    return tuple(copy for copy in found if copy.is_there)


def _read_note(path: Path) -> _Note | None:
    try:
        facts: Any = json.loads(path.read_text("utf-8"))
        note = _Note(**facts)
    except (OSError, ValueError, TypeError):
        return None
    return note if all(isinstance(value, str) for value in asdict(note).values()) else None


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _copy(source: Path, target: Path) -> None:
    """Copy a file whole, and see it on the disk."""
    with source.open("rb") as read, target.open("wb") as write:
        shutil.copyfileobj(read, write, _CHUNK)
        write.flush()
        os.fsync(write.fileno())
