"""The watchdog: when the window stands still for long, the log says where.

A timer of the event loop pushes the moment away at which a thread writes down the stacks of all threads; when the loop
stands still, it does. :mod:`faulthandler` could do that even where a library holds the interpreter's lock, but it reads
the stacks while they change, and a window that only stood still died of it.

A computer that slept makes the same picture for a moment. The difference: then the loop beats again at once when the
stacks are written, while a window that hangs goes on hanging.
"""

from __future__ import annotations

import datetime as dt
import logging
import sys
import threading
import time
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

from leaddesk.ui.crash.logs import Own

if TYPE_CHECKING:
    from types import FrameType

    from leaddesk.ui.crash.running import Running

log = logging.getLogger(__name__)

SECONDS: Final = 10.0
"""How long a window may stand still before it is written down where it does."""
_BEATS: Final = 4
_SURE: Final = 5


class Watchdog(QObject):
    """Watches the event loop of the thread it is made on, from :meth:`start` to :meth:`stop`."""

    def __init__(self, running: Running, seconds: float = SECONDS, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running, self._seconds = running, seconds
        self._stacks = _Stacks(running.trace)
        self._timer = QTimer(self)
        self._timer.setInterval(int(1000 * seconds / _BEATS))
        self._timer.timeout.connect(self.beat)

    def start(self) -> None:
        """Watch from now on."""
        self._stacks.start()
        self._stacks.write_after(self._seconds)
        self._timer.start()

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        self._stacks.end()

    @Slot()
    def beat(self) -> None:
        """The event loop is alive: look whether it was not, and begin to wait anew."""
        self._stacks.write_after(None)
        trace, ago = self._running.take_trace()
        if "Timeout (" in trace and ago >= self._seconds / _SURE:
            log.warning("the window stood still\n%s", Own(trace))
        self._stacks.write_after(self._seconds)


class _Stacks(threading.Thread):
    """Writes the stacks of all threads, as :mod:`faulthandler` would, once the time for it has come."""

    def __init__(self, trace: IO[bytes]) -> None:
        super().__init__(name="leaddesk-watchdog", daemon=True)
        self._trace = trace
        self._changed = threading.Condition()
        self._seconds = 0.0
        self._at: float | None = None
        self._is_over = False

    def write_after(self, seconds: float | None) -> None:
        """Write them after so many seconds from now, once; None: not at all."""
        with self._changed:
            self._seconds = seconds or 0.0
            self._at = None if seconds is None else time.monotonic() + seconds
            self._changed.notify()

    def end(self) -> None:
        """Write nothing any more."""
        with self._changed:
            self._is_over = True
            self._changed.notify()
        if self.is_alive():
            self.join()

    def run(self) -> None:
        """Wait, and write."""
        with self._changed:
            while not self._is_over:
                left = None if self._at is None else self._at - time.monotonic()
                if left is None or left > 0:
                    self._changed.wait(left)
                    continue
                self._at = None
                with suppress(OSError, ValueError):
                    self._trace.write(self._dump().encode("utf-8", "replace"))

    def _dump(self) -> str:
        frames = sys._current_frames()
        main = threading.main_thread().ident
        others = sorted(frames.keys() - {main, threading.get_ident()})
        stacks = [
            f"Thread 0x{thread:016x} (most recent call first):\n{_places(frames[thread])}"
            for thread in (main, *others)  # what stands still first: only so much is read
            if thread in frames
        ]
        return "\n".join([f"Timeout ({dt.timedelta(seconds=self._seconds)})!", *stacks])


def _places(frame: FrameType | None) -> str:
    lines = []
    while frame is not None:
        lines.append(f'  File "{frame.f_code.co_filename}", line {frame.f_lineno} in {frame.f_code.co_name}\n')
        frame = frame.f_back
    return "".join(lines)
