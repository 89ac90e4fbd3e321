"""The real window, driven as a person would: by its widgets, in both languages."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from leaddesk.app import Program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@dataclass
class Desktop:
    """The program on the screen, and the hands of whoever sits in front of it."""

    program: Program
    qtbot: QtBot

    @property
    def window(self) -> Any:
        return self.program.window

    @property
    def session(self) -> Any:
        return self.program.session

    def settle(self) -> None:
        """Wait until nothing runs and everything is drawn."""
        for _ in range(3):
            self.qtbot.waitUntil(self.program.jobs.is_idle, timeout=30_000)
            QApplication.processEvents()

    def drop(self, *paths: Path) -> None:
        """Drop files on the window."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        event = QDropEvent(
            QPointF(300, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier, QEvent.Type.Drop,
        )  # fmt: skip
        self.window.dropEvent(event)

    def when_asked(self, answer: Callable[[Any], None]) -> Callable[[], bool]:
        """Answer the next dialog; gives a question: was it asked?"""
        asked: list[QDialog] = []

        def watch() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QDialog) or isinstance(dialog, ReadingDialog):  # that one asks nothing
                timer.start(20)
                return
            asked.append(dialog)
            answer(dialog)

        from PySide6.QtCore import QTimer

        from leaddesk.ui.dialogs.reading import ReadingDialog

        timer = QTimer(self.window)
        timer.setSingleShot(True)
        timer.timeout.connect(watch)
        timer.start(20)
        return lambda: bool(asked)

    def go_to(self, tab: str) -> Any:
        """Show a tab by clicking on it."""
        from leaddesk.ui.tabs import TABS

        index = next(place for place, spec in enumerate(TABS) if spec.id == tab)
        bar = self.window.pages.tabBar()
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(index).center())
        self.settle()
        return self.window.tab(tab)


@pytest.fixture(params=["fr", "en"])
def spoken(request: pytest.FixtureRequest) -> str:
    """The language of the user; a test in which words play no part names one (``parametrize``)."""
    return str(request.param)


@pytest.fixture
def desktop(qtbot: QtBot, qapp: QApplication, tmp_path: Path, spoken: str) -> Iterator[Desktop]:
    """The program, started for somebody who has never used it."""
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    store.setValue("language", spoken)
    program = Program(qapp, store, tmp_path / "data")
    program.window.resize(1366, 768)
    program.window.show()
    qtbot.waitExposed(program.window)
    seat = Desktop(program, qtbot)
    yield seat
    seat.settle()
    program.window.close()
    program.end()
    deadline = time.monotonic() + 5
    while not program.jobs.is_idle() and time.monotonic() < deadline:
        QApplication.processEvents()
