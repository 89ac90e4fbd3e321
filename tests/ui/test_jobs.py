from __future__ import annotations

import gc
import threading
import time
import weakref
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QThread

from leaddesk.errors import Cancelled, LeadDeskError
from leaddesk.text import language, msg
from leaddesk.ui.jobs import Failure, Job, Jobs, Progress, Task, when_quiet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.conftest import ExpectLog


class Told:
    """Everything a job said, in order, and on which thread."""

    def __init__(self, job: Job) -> None:
        self.said: list[tuple[str, Any]] = []
        self.threads: set[object] = set()
        job.succeeded.connect(self._succeeded)
        job.failed.connect(self._failed)
        job.cancelled.connect(self._cancelled)
        job.progressed.connect(self._progressed)
        job.finished.connect(self._finished)

    def _add(self, what: str, value: Any = None) -> None:
        self.said.append((what, value))
        self.threads.add(QThread.currentThread())

    def _succeeded(self, value: object) -> None:
        self._add("succeeded", value)

    def _failed(self, value: object) -> None:
        self._add("failed", value)

    def _cancelled(self) -> None:
        self._add("cancelled")

    def _progressed(self, value: object) -> None:
        self._add("progressed", value)

    def _finished(self) -> None:
        self._add("finished")

    def words(self) -> list[str]:
        return [what for what, _ in self.said]


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    jobs = Jobs()
    assert jobs.thread() is qapp.thread()
    yield jobs
    assert jobs.shut_down(5)


def _settle(qtbot: QtBot, jobs: Jobs) -> None:
    qtbot.waitUntil(jobs.is_idle, timeout=5000)


def test_result_arrives_on_the_gui_thread(qtbot: QtBot, jobs: Jobs) -> None:
    ran_on: list[int] = []

    def work(_task: Task) -> dict[int, str]:
        ran_on.append(threading.get_ident())
        return {2**40: "kept"}

    told = Told(jobs.compute.start("report", work))
    _settle(qtbot, jobs)
    assert told.said == [("succeeded", {2**40: "kept"}), ("finished", None)]
    assert told.threads == {jobs.thread()}
    assert ran_on != [threading.get_ident()]


def test_expected_error_carries_message_and_hint(qtbot: QtBot, jobs: Jobs) -> None:
    def work(_task: Task) -> None:
        raise LeadDeskError(msg("No"), msg("Do this"))

    told = Told(jobs.io.start("open", work))
    _settle(qtbot, jobs)
    assert told.said == [("failed", Failure(msg("No"), msg("Do this"))), ("finished", None)]


@pytest.mark.parametrize("error", [ValueError("odd"), SystemExit(3), RuntimeError("Signal source")])
def test_any_other_exception_is_a_logged_bug(
    qtbot: QtBot, jobs: Jobs, expect_log: ExpectLog, error: BaseException
) -> None:
    expect_log("the job open failed unexpectedly")

    def work(_task: Task) -> None:
        raise error

    told = Told(jobs.io.start("open", work))
    _settle(qtbot, jobs)
    (what, failure), *rest = told.said
    assert what == "failed"
    assert failure.bug
    assert type(error).__name__ in language("en").text(failure.message)
    assert "def work" not in failure.details
    assert "raise error" in failure.details
    assert rest == [("finished", None)]


def test_latest_wins_and_the_old_result_is_never_delivered(qtbot: QtBot, jobs: Jobs) -> None:
    entered, go_on = threading.Event(), threading.Event()

    def stubborn(_task: Task) -> str:
        entered.set()
        go_on.wait(5)
        return "old"

    def quick(_task: Task) -> str:
        return "new"

    old = Told(jobs.compute.start("report", stubborn))
    assert entered.wait(5)
    between = Told(jobs.compute.start("report", quick))
    new = Told(jobs.compute.start("report", quick))
    go_on.set()
    _settle(qtbot, jobs)
    assert old.words() == ["cancelled", "finished"]
    assert between.words() == ["cancelled", "finished"]
    assert new.said == [("succeeded", "new"), ("finished", None)]


def test_other_slots_and_lanes_are_left_alone(qtbot: QtBot, jobs: Jobs) -> None:
    told = [
        Told(jobs.compute.start("a", str)),
        Told(jobs.compute.start("b", str)),
        Told(jobs.io.start("a", str)),
    ]
    _settle(qtbot, jobs)
    assert [t.words() for t in told] == [["succeeded", "finished"]] * 3


def test_cancel_stops_a_polite_job(qtbot: QtBot, jobs: Jobs) -> None:
    entered = threading.Event()

    def work(task: Task) -> None:
        entered.set()
        while True:
            task.progress(0.5, msg("Working"))
            time.sleep(0.001)

    job = jobs.io.start("export", work)
    told = Told(job)
    assert entered.wait(5)
    job.cancel()
    assert job.wait(5)
    _settle(qtbot, jobs)
    assert [w for w in told.words() if w != "progressed"] == ["cancelled", "finished"]


def test_a_function_that_raises_cancelled_by_itself_is_cancelled(qtbot: QtBot, jobs: Jobs) -> None:
    def work(_task: Task) -> None:
        raise Cancelled

    told = Told(jobs.io.start("export", work))
    _settle(qtbot, jobs)
    assert told.words() == ["cancelled", "finished"]


def test_cancel_before_begin_never_runs_and_answers_later(qtbot: QtBot, jobs: Jobs) -> None:
    go_on, ran = threading.Event(), threading.Event()

    def first(_task: Task) -> None:
        go_on.wait(5)

    def second(_task: Task) -> None:
        ran.set()

    jobs.io.start("a", first)
    job = jobs.io.start("b", second)
    told = Told(job)
    job.cancel()
    assert told.words() == []
    qtbot.waitUntil(lambda: told.words() == ["cancelled", "finished"], timeout=2000)
    go_on.set()
    _settle(qtbot, jobs)
    assert not ran.is_set()


def test_progress_does_not_flood(qtbot: QtBot, jobs: Jobs) -> None:
    def work(task: Task) -> None:
        for number in range(20_000):
            task.progress(number / 20_000, msg("Row {n}", n=number))

    job = jobs.compute.start("report", work, msg("Computing"))
    told = Told(job)
    assert job.wait(10)
    _settle(qtbot, jobs)
    steps = [value for what, value in told.said if what == "progressed"]
    assert steps == [Progress(19_999 / 20_000, msg("Row {n}", n=19_999))]
    assert job.label == msg("Computing")


def test_started_announces_jobs_of_both_lanes(qtbot: QtBot, jobs: Jobs) -> None:
    seen: list[Job] = []
    jobs.started.connect(seen.append)
    started = [jobs.compute.start("a", str), jobs.io.start("b", str)]
    assert seen == started
    assert jobs.compute.current("a") is started[0]
    _settle(qtbot, jobs)
    assert jobs.compute.current("a") is None


def test_results_are_freed_once_delivered(qtbot: QtBot, jobs: Jobs) -> None:
    class Big:
        pass

    alive: list[weakref.ref[Big]] = []

    def work(_task: Task) -> Big:
        big = Big()
        alive.append(weakref.ref(big))
        return big

    job = jobs.compute.start("report", work)
    dead_job = weakref.ref(job)
    _settle(qtbot, jobs)
    del job
    gc.collect()
    qtbot.waitUntil(lambda: alive[0]() is None, timeout=2000)
    assert dead_job() is None


@pytest.mark.usefixtures("qapp")
def test_shut_down_cancels_waits_and_refuses_more() -> None:
    jobs = Jobs()
    entered = threading.Event()

    def work(task: Task) -> None:
        entered.set()
        while not task.cancelled():
            time.sleep(0.001)

    jobs.io.start("a", work)
    assert entered.wait(5)
    assert jobs.shut_down(5)
    with pytest.raises(RuntimeError):
        jobs.io.start("a", work)


@pytest.mark.usefixtures("qapp")
def test_shut_down_does_not_wait_for_ever(expect_log: ExpectLog) -> None:
    expect_log("still busy")
    jobs = Jobs()
    entered, go_on = threading.Event(), threading.Event()

    def stubborn(_task: Task) -> None:
        entered.set()
        go_on.wait(10)

    job = jobs.compute.start("a", stubborn)
    assert entered.wait(5)
    began = time.monotonic()
    assert not jobs.shut_down(0.05)
    assert time.monotonic() - began < 2
    go_on.set()
    assert job.wait(5)


@pytest.mark.usefixtures("qapp")
def test_a_job_that_ends_after_its_window_harms_nobody() -> None:
    jobs = Jobs()
    entered, go_on = threading.Event(), threading.Event()

    def stubborn(_task: Task) -> None:
        entered.set()
        go_on.wait(10)

    job = jobs.compute.start("a", stubborn)
    thread = jobs.compute._thread
    assert thread is not None
    assert entered.wait(5)
    run: Callable[[float], bool] = job._run.over.wait
    del jobs, job
    gc.collect()
    go_on.set()
    assert run(5)


def test_a_job_that_tells_while_its_window_goes_harms_nobody() -> None:
    """Emitting a signal of the lane itself killed the program in about one of a hundred such endings."""
    gc.collect()
    gc.freeze()  # what earlier tests left takes a second to look through, each time
    for _ in range(100):
        jobs = Jobs()
        telling, stop = threading.Event(), threading.Event()

        def tell(task: Task, telling: threading.Event = telling, stop: threading.Event = stop) -> None:
            run: Any = task._report.__self__  # type: ignore[attr-defined]
            while not stop.is_set():
                run._notify(run)
                telling.set()

        job = jobs.compute.start("a", tell)
        assert telling.wait(5)
        over = job._run.over
        del jobs, job
        gc.collect()
        stop.set()
        assert over.wait(5)


def test_a_job_waits_until_the_other_lane_is_quiet_and_has_delivered(qtbot: QtBot, jobs: Jobs) -> None:
    go_on = threading.Event()
    order: list[str] = []

    def compute(_task: Task) -> None:
        go_on.wait(5)

    def shown(_result: object) -> None:
        order.append("shown")

    def write(_task: Task) -> None:
        order.append("written")

    jobs.compute.start("tab", compute).succeeded.connect(shown)
    jobs.io.start("persist", partial(when_quiet, jobs.compute.quiet, write))
    qtbot.wait(60)
    assert order == []
    go_on.set()
    _settle(qtbot, jobs)
    assert order == ["shown", "written"]


def test_a_job_that_waits_can_be_cancelled(qtbot: QtBot, jobs: Jobs) -> None:
    go_on = threading.Event()
    written: list[str] = []

    def compute(_task: Task) -> None:
        go_on.wait(5)

    def write(_task: Task) -> None:
        written.append("written")

    jobs.compute.start("tab", compute)
    told = Told(jobs.io.start("persist", partial(when_quiet, jobs.compute.quiet, write)))
    qtbot.wait(30)
    jobs.io.cancel("persist")
    qtbot.waitUntil(jobs.io.is_idle, timeout=2000)
    go_on.set()
    _settle(qtbot, jobs)
    assert told.words() == ["cancelled", "finished"]
    assert written == []
