"""The watchdog: when the window stands still for long, the log says where.

A timer of the event loop pushes the moment away at which :mod:`faulthandler` writes the stacks of all threads; when the
loop stands still, it does. That needs neither the interpreter nor its lock, so it also works inside a library.

A computer that slept makes the same picture for a moment. The difference: then the loop beats again at once when the
stacks are written, while a window that hangs goes on hanging.
"""

from __future__ import annotations

import faulthandler
import logging
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

from leaddesk.ui.crash.logs import Own

if TYPE_CHECKING:
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
        self._timer = QTimer(self)
        self._timer.setInterval(int(1000 * seconds / _BEATS))
        self._timer.timeout.connect(self.beat)

    def start(self) -> None:
        """Watch from now on."""
        self._arm()
        self._timer.start()

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        faulthandler.cancel_dump_traceback_later()

    @Slot()
    def beat(self) -> None:
        """The event loop is alive: look whether it was not, and begin to wait anew."""
        faulthandler.cancel_dump_traceback_later()
        trace, ago = self._running.take_trace()
        if "Timeout (" in trace and ago >= self._seconds / _SURE:
            log.warning("the window stood still\n%s", Own(trace))
        self._arm()

    def _arm(self) -> None:
        faulthandler.dump_traceback_later(self._seconds, file=self._running.trace)
