"""The mark that the program runs, and what is left of it when the program did not end as it should.

Two files a run, in the folder ``running``: the mark, which says since when and with which document and is locked as
long as the process lives, and the trace, into which :mod:`faulthandler` writes. A clean end takes both away. A mark
that is there and that nobody holds is of a run that broke down. Needed before the first paint: imports little.
"""

from __future__ import annotations

import datetime as dt
import faulthandler
import os
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Final

from leaddesk.ui.crash import places

if TYPE_CHECKING:
    from typing import IO

FOLDER: Final = "running"
_MARK: Final = ".mark"
_TRACE: Final = ".trace"
_FAR: Final = 1 << 30
"""The byte that is locked on Windows, where what is locked cannot be read."""
_JUST_MADE: Final = 60.0
_MOST: Final = 1 << 20


class How(StrEnum):
    """How a run ended that did not end as it should."""

    KILLED = auto()
    """It left no trace: ended from outside, or the computer went off."""
    CRASHED = auto()
    """It broke down and said where."""
    HUNG = auto()
    """It did not answer any more when it was ended."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A run that did not end as it should: ``trace`` are places in the program, ``document`` is what was open."""

    how: How
    started: dt.datetime | None
    document: Path | None = None
    trace: str = ""


class Running:
    """The mark and the trace of this run. Make it with :meth:`begin`."""

    def __init__(self, mark: IO[bytes], trace: IO[bytes]) -> None:
        self._mark, self._trace = mark, trace
        self._paths = (Path(mark.name), Path(trace.name))
        self._started = dt.datetime.now().astimezone()
        self._document: Path | None = None
        self._write()

    @classmethod
    def begin(cls, folder: Path) -> Running | None:
        """Mark that the program runs, and have a breakdown written down.

        *folder*: the application's own. None where nothing can be written in it: the program starts all the same.
        """
        stem = f"{os.getpid()}-{time.time_ns():x}"
        try:
            (folder / FOLDER).mkdir(parents=True, exist_ok=True)
            mark = (folder / FOLDER / (stem + _MARK)).open("xb", buffering=0)
            trace = (folder / FOLDER / (stem + _TRACE)).open("ab", buffering=0)
            _lock(mark)
            running = cls(mark, trace)
        except OSError:
            return None
        faulthandler.enable(trace)
        return running

    @property
    def trace(self) -> IO[bytes]:
        """Where :mod:`faulthandler` writes."""
        return self._trace

    def note_document(self, path: Path | None) -> None:
        """Remember which document is open."""
        if path != self._document:
            self._document = path
            with suppress(OSError):
                self._write()

    def _write(self) -> None:
        document = b"" if self._document is None else os.fsencode(self._document.absolute())
        self._mark.seek(0)
        self._mark.truncate()
        self._mark.write(self._started.isoformat().encode() + b"\n" + document)

    def note_broken(self, error: BaseException) -> None:
        """Write down the error that ends the program."""
        with suppress(OSError, ValueError):
            self._trace.write(b"Fatal Python error: Uncaught\n" + _as_dump(error).encode("utf-8", "replace"))

    def take_trace(self) -> tuple[str, float]:
        """What was written into the trace since it was last taken, reduced to places, and how many seconds ago."""
        try:
            kept = os.fstat(self._trace.fileno())
            if not kept.st_size:
                return "", 0.0
            text = _text(self._paths[1])
            self._trace.truncate(0)
        except (OSError, ValueError):
            return "", 0.0
        return places.reduced_dump(text), time.time() - kept.st_mtime

    def end(self) -> None:
        """Take the mark away: this is a clean end. Ending twice does nothing."""
        if self._mark.closed:
            return
        faulthandler.cancel_dump_traceback_later()
        faulthandler.disable()
        self._trace.close()
        self._mark.close()
        for path in self._paths:
            with suppress(OSError):
                path.unlink()


def left_behind(folder: Path) -> list[Ended]:
    """The runs that did not end as they should, oldest first. Their marks are taken away: they are told once."""
    try:
        marks = sorted((folder / FOLDER).glob(f"*{_MARK}"), key=lambda path: path.stat().st_mtime)
    except OSError:
        return []
    return [ended for path in marks if (ended := _taken_away(path)) is not None]


def _taken_away(path: Path) -> Ended | None:
    """What a mark tells; None while somebody holds it, or is about to."""
    trace = path.with_suffix(_TRACE)
    try:
        with path.open("r+b", buffering=0) as mark:
            _lock(mark)
            words = mark.read(_MOST)
            if not words and time.time() - path.stat().st_mtime < _JUST_MADE:
                return None
        text = _text(trace) if trace.exists() else ""
        path.unlink()
        trace.unlink(missing_ok=True)
    except OSError:
        return None
    started, _, document = words.partition(b"\n")
    return Ended(
        _how(text), _moment(started), Path(os.fsdecode(document)) if document else None, places.reduced_dump(text)
    )


def _how(text: str) -> How:
    if places.is_fatal(text):
        return How.CRASHED
    return How.HUNG if "Timeout (" in text else How.KILLED


def _moment(text: bytes) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text.decode())
    except ValueError:
        return None


def _text(path: Path) -> str:
    with path.open("rb") as stream:
        return stream.read(_MOST).decode("utf-8", "replace")


def _as_dump(error: BaseException) -> str:
    """An error as :mod:`faulthandler` would write it, so that one reader reads both."""
    import traceback

    return "".join(
        f'  File "{frame.f_code.co_filename}", line {line} in {frame.f_code.co_name}\n'
        for frame, line in reversed(list(traceback.walk_tb(error.__traceback__)))
    )


def _lock(stream: IO[bytes]) -> None:
    """Hold a file as long as it is open.

    :raises OSError: when another process does.
    """
    if sys.platform == "win32":
        import msvcrt

        stream.seek(_FAR)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        stream.seek(0)
    else:
        import fcntl

        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
