from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from leaddesk.text import language, msg
from leaddesk.ui.jobs import Jobs, Task
from leaddesk.ui.widgets.progress_bar import JobProgress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


class Gate:
    """A job that reports half of its way, then waits to be let go."""

    def __init__(self) -> None:
        self.open = threading.Event()

    def work(self, task: Task) -> None:
        task.progress(0.5, msg("Row {n}", n=7))
        while not self.open.wait(0.005):
            task.check()


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    jobs = Jobs()
    assert jobs.thread() is qapp.thread()
    yield jobs
    assert jobs.shut_down(5)


@pytest.fixture
def shown(qtbot: QtBot, jobs: Jobs) -> JobProgress:
    progress = JobProgress(jobs, language("en"))
    qtbot.addWidget(progress)
    return progress


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_appears_after_600_ms_with_text_and_share(shown: JobProgress, jobs: Jobs, qtbot: QtBot) -> None:
    gate = Gate()
    jobs.io.start("open", gate.work, msg("Opening"))
    assert shown._timer.interval() == 600
    qtbot.waitUntil(lambda: shown.label.text() == "Row 7")
    assert shown.isHidden()
    shown._timer.timeout.emit()
    assert shown.isVisible()
    assert shown.bar.value() / shown.bar.maximum() == 0.5
    gate.open.set()
    qtbot.waitUntil(shown.isHidden)


def test_quick_and_nameless_jobs_never_show(shown: JobProgress, jobs: Jobs, qtbot: QtBot) -> None:
    jobs.compute.start("quick", str, msg("Computing"))
    jobs.io.start("silent", str)
    qtbot.waitUntil(jobs.is_idle)
    assert not shown._timer.isActive()
    assert shown.isHidden()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_cancel_stops_the_job(shown: JobProgress, jobs: Jobs, qtbot: QtBot) -> None:
    job = jobs.io.start("open", Gate().work, msg("Opening"))
    shown._timer.timeout.emit()
    with qtbot.waitSignal(job.cancelled):
        QTest.mouseClick(shown.stop, Qt.MouseButton.LeftButton)
    assert shown.isHidden()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_latest_of_two_is_shown_then_the_other(shown: JobProgress, jobs: Jobs, qtbot: QtBot) -> None:
    first, second = Gate(), Gate()
    jobs.io.start("open", first.work, msg("Opening"))
    job = jobs.compute.start("report", second.work, msg("Computing"))
    assert shown.label.text() == "Computing"
    shown._timer.timeout.emit()
    second.open.set()
    assert job.wait(5)
    qtbot.waitUntil(lambda: shown._jobs != [] and job not in shown._jobs)
    assert shown.label.text() in {"Opening", "Row 7"}
    assert shown.isVisible()
    first.open.set()
    qtbot.waitUntil(shown.isHidden)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_rests_while_it_is_the_users_turn(shown: JobProgress, jobs: Jobs, qtbot: QtBot) -> None:
    gate = Gate()
    jobs.io.start("open", gate.work, msg("Opening"))
    shown._timer.timeout.emit()
    assert shown.isVisible()
    shown.rest()
    assert shown.isHidden()
    assert not shown._timer.isActive()
    gate.open.set()
    qtbot.waitUntil(jobs.is_idle)
