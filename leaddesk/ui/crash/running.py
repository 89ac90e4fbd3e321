"""The mark that the program runs (see :mod:`~leaddesk.ui.crash.endings` for what is made of it).

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
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing import IO

FOLDER: Final = "running"
MARK: Final = ".mark"
TRACE: Final = ".trace"
_FAR: Final = 1 << 30
"""The byte that is locked on Windows, where what is locked cannot be read."""
MOST_BYTES: Final = 1 << 20


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
            mark = (folder / FOLDER / (stem + MARK)).open("xb", buffering=0)
            trace = (folder / FOLDER / (stem + TRACE)).open("ab", buffering=0)
            lock(mark)
            running = cls(mark, trace)
        except OSError:
            return None
        faulthandler.enable(trace)
        return running

    @property
    def trace(self) -> IO[bytes]:
        """Where :mod:`faulthandler` and the watchdog write."""
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
            from leaddesk.ui.crash import places

            text = text_of(self._paths[1])
            if places.is_fatal(text):  # another thread is breaking down this very moment: the next start reads it
                return "", 0.0
            self._trace.truncate(0)
        except (OSError, ValueError):
            return "", 0.0
        return places.reduced_dump(text), time.time() - kept.st_mtime

    def end(self) -> None:
        """Take the mark away: this is a clean end. Ending twice does nothing."""
        if self._mark.closed:
            return
        faulthandler.disable()
        self._trace.close()
        self._mark.close()
        for path in self._paths:
            with suppress(OSError):
                path.unlink()


def text_of(path: Path) -> str:
    """What is written in a trace."""
    with path.open("rb") as stream:
        return stream.read(MOST_BYTES).decode("utf-8", "replace")


def _as_dump(error: BaseException) -> str:
    """An error as :mod:`faulthandler` would write it, so that one reader reads both."""
    import traceback

    return "".join(
        f'  File "{frame.f_code.co_filename}", line {line} in {frame.f_code.co_name}\n'
        for frame, line in reversed(list(traceback.walk_tb(error.__traceback__)))
    )


def lock(stream: IO[bytes]) -> None:
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
