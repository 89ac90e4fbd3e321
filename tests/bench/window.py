"""The real window without a screen, and watchers that tell when something was painted or the event loop stood still."""

from __future__ import annotations

import os
import time
from functools import partial
from typing import TYPE_CHECKING, Final

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from leaddesk.app import load_libraries
from leaddesk.ui import theme
from leaddesk.ui.jobs import Jobs
from leaddesk.ui.main_window import MainWindow
from leaddesk.ui.session import Session
from leaddesk.ui.settings import Settings
from tests.bench.generated import TODAY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_MILLISECONDS: Final = 120_000


class Desktop:
    """A window on an empty session; nothing of the user's settings is read or written."""

    def __init__(self, folder: Path, language: str = "fr") -> None:
        running = QApplication.instance()
        self.app = running if isinstance(running, QApplication) else QApplication([])
        theme.apply(self.app, "light")
        self.jobs = Jobs(self.app)
        self.session = Session(self.jobs, TODAY, folder, self.app)
        self.window = MainWindow(Settings(language="fr" if language == "fr" else "en"), self.session.folder)
        self.window.furnish(self.session)
        self.window.show()
        self.jobs.io.start("libraries", partial(load_libraries, self.window.language, TODAY))
        self.settle()

    def until(self, done: Callable[[], bool]) -> None:
        """Run the event loop, as the program does, until *done* says so."""
        loop, look, limit = QEventLoop(), QTimer(), QTimer()
        look.timeout.connect(lambda: loop.quit() if done() else None)
        limit.timeout.connect(loop.quit)
        limit.setSingleShot(True)
        look.start(4)
        limit.start(_MILLISECONDS)
        loop.exec()
        look.stop()
        if not limit.isActive():
            raise TimeoutError("the window did not get there")
        limit.stop()

    def settle(self, rounds: int = 5) -> None:
        """Run the event loop until no job is left and everything is painted."""
        for _round in range(rounds):
            self.until(self.jobs.is_idle)
            loop = QEventLoop()
            QTimer.singleShot(30, loop.quit)
            loop.exec()

    def close(self) -> None:
        self.window.close()


class Painted(QObject):
    """When one of several widgets was last painted, ``time.perf_counter`` seconds; 0 before.

    The clock is read in the next turn of the event loop, when painting is over and on the screen.
    """

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self.at = 0.0
        self._widgets = widgets
        self._pending = False
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self._pending:
            self._pending = True
            QTimer.singleShot(0, self._over)
        return False

    def _over(self) -> None:
        self._pending = False
        self.at = time.perf_counter()

    def close(self) -> None:
        for widget in self._widgets:
            widget.removeEventFilter(self)


class Heartbeat(QTimer):
    """A timer of 5 ms that notes every gap between its ticks, in milliseconds, with the moment of its end."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[tuple[float, float]] = []
        self._last = 0.0
        self.setTimerType(Qt.TimerType.PreciseTimer)
        self.timeout.connect(self._tick)

    def begin(self) -> None:
        self._last = time.perf_counter()
        self.gaps = []
        self.start(5)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append((1e3 * (now - self._last), now))
        self._last = now
