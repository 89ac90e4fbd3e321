"""Where and when Python's garbage collector runs beside the jobs."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from leaddesk.ui.jobs import Jobs, Task


class Label(QLabel):
    """Of a class of Python's, as the widgets of the program are."""


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    jobs = Jobs()
    assert jobs.thread() is qapp.thread()
    yield jobs
    assert jobs.shut_down(5)
    assert gc.isenabled()


def _litter(_task: Task) -> int:
    """Enough of small things for many collections."""
    return len([[number] for number in range(100_000)])


def test_a_widget_in_a_cycle_is_destroyed_on_the_thread_of_the_window(qtbot: QtBot, jobs: Jobs) -> None:
    died_on: list[int] = []
    label = Label()
    label.me = label  # type: ignore[attr-defined]
    weakref.finalize(label, lambda: died_on.append(threading.get_ident()))
    del label
    job = jobs.compute.start("report", _litter)
    assert job.wait(5)
    assert not died_on
    qtbot.waitUntil(lambda: bool(_litter(Task(print, threading.Event()))) and bool(died_on), timeout=5000)
    assert died_on == [threading.get_ident()]


def test_collecting_waits_for_the_jobs_of_both_lanes(qtbot: QtBot, jobs: Jobs) -> None:
    go_on = threading.Event()
    long = jobs.io.start("saving", lambda _task: go_on.wait(10))
    short = jobs.compute.start("report", _litter)
    with qtbot.waitSignal(short.finished):
        pass
    qtbot.wait(100)
    assert not gc.isenabled()
    go_on.set()
    with qtbot.waitSignal(long.finished):
        pass
    qtbot.waitUntil(gc.isenabled, timeout=2000)


def test_a_lane_that_goes_with_its_window_lets_go(qapp: QApplication) -> None:
    jobs = Jobs()
    assert jobs.thread() is qapp.thread()
    job = jobs.compute.start("report", _litter)
    assert job.wait(5)
    assert not gc.isenabled()  # nobody was told yet
    del jobs, job
    gc.collect()
    assert gc.isenabled()


def test_shutting_down_lets_go(qapp: QApplication) -> None:
    jobs = Jobs()
    assert jobs.thread() is qapp.thread()
    jobs.io.start("saving", _litter)
    assert not gc.isenabled()
    assert jobs.shut_down(5)
    assert gc.isenabled()
