"""The program itself, in its window, with settings and a folder of its own."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QSettings

from leaddesk.app import Program
from leaddesk.ui import taking_in
from leaddesk.ui.jobs import Jobs
from leaddesk.ui.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture
def spoken() -> str:
    """The language of the program; a module that wants another one has a fixture of this name."""
    return "fr"


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, tmp_path: Path, spoken: str) -> Iterator[Program]:
    """The program, complete and on the screen; it ends when nothing is going on any more."""
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    store.setValue("language", spoken)
    made = Program(qapp, store, tmp_path / "data")
    made.window.show()
    yield made
    qtbot.waitUntil(made.jobs.is_idle, timeout=20_000)
    made.window.close()
    made.end()


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    """A session without a window; a module that wants another one has a fixture of this name."""
    assert qtbot is not None, "Qt is up"
    jobs = Jobs()
    made = Session(jobs, dt.date(2026, 9, 1), tmp_path / "data")
    yield made
    made.close()
    jobs.shut_down()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """The reading proper waits for it, as for a million rows."""
    event, read = threading.Event(), taking_in.read_files

    def slowly(desk: Any, paths: Any, task: Any, *more: Any) -> Any:
        while not event.wait(0.01):
            task.check()
        return read(desk, paths, task, *more)

    monkeypatch.setattr(taking_in, "read_files", slowly)
    yield event
    event.set()
