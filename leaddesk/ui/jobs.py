"""Background work: a function runs on a thread, and what comes of it arrives on the GUI thread as signals.

A :class:`Lane` is one thread with its queue. A job takes a named slot of its lane; a new job for a slot cancels the
older one, so the latest wins and an outdated result is never delivered. :class:`Jobs` holds the two lanes of the
program: ``compute`` for reports and ``io`` for opening, saving and exporting.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
import traceback
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from leaddesk.errors import Cancelled, LeadDeskError
from leaddesk.text import Message, msg
from leaddesk.ui.collecting import Hold
from leaddesk.ui.crash.logs import Own

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

SHOW_AFTER_MS: Final = 600
"""Progress is shown only for jobs that take longer than this."""
_LONGEST_WAIT: Final = 3.0
_PAUSE: Final = 0.02
_PAINTING: Final = 0.04
"""Seconds until what was computed is painted."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: a fraction of 0 to 1 (None: unknown) and what it is doing."""

    fraction: float | None
    text: Message


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job failed.

    *bug* tells an error of the program (its traceback is in *details*) from an action that cannot be done.
    """

    message: Message
    hint: Message | None = None
    bug: bool = False
    details: str = ""


class Task:
    """What a job's function is given: a way to tell how far it is and to learn that it should stop."""

    def __init__(self, report: Callable[[Progress], None], cancel: threading.Event) -> None:
        self._report = report
        self._cancel = cancel

    def progress(self, fraction: float | None, text: Message) -> None:
        """Tell how far the work is. Cheap: call it as often as you like.

        :raises Cancelled: when the job has been cancelled.
        """
        self.check()
        self._report(Progress(fraction, text))

    def cancelled(self) -> bool:
        """Whether the job should stop."""
        return self._cancel.is_set()

    def check(self) -> None:
        """Stop here when the job was cancelled.

        :raises Cancelled: then.
        """
        if self._cancel.is_set():
            raise Cancelled


class _Run:
    """The part of a job that its thread holds: no QObject, so that none can die on a thread that is not its own."""

    def __init__(self, slot: str, function: Callable[[Task], Any], notify: Callable[[_Run], None]) -> None:
        self.slot = slot
        self.cancel = threading.Event()
        self.over = threading.Event()
        self.outcome: Any = None
        self.failure: Failure | None = None
        self._function: Callable[[Task], Any] | None = function
        self._notify = notify
        self._lock = threading.Lock()
        self._latest: Progress | None = None

    def begin(self) -> Callable[[Task], Any] | None:
        """The function, to the first who asks; None to everybody after."""
        with self._lock:
            function, self._function = self._function, None
            return function

    def execute(self) -> None:
        """Run the function and keep what came of it."""
        function = self.begin()
        if function is None:
            return
        try:
            self.outcome = function(Task(self._report, self.cancel))
        except Cancelled:
            self.cancel.set()
        except LeadDeskError as error:
            self.failure = Failure(error.message, error.hint)
        except BaseException as error:  # noqa: BLE001  (a thread's exception has nobody else to catch it)
            self.failure = _bug(self.slot, error)
        del function
        self.end()

    def end(self) -> None:
        """Say that it is over."""
        self.over.set()
        self._notify(self)

    def take_progress(self) -> Progress | None:
        """The latest progress that was not taken yet."""
        with self._lock:
            progress, self._latest = self._latest, None
            return progress

    def _report(self, progress: Progress) -> None:
        with self._lock:
            waiting = self._latest is not None
            self._latest = progress
        if not waiting:  # else a notice is on its way already: a busy job must not flood the event loop
            self._notify(self)


class Job(QObject):
    """One run of a function.

    Exactly one of ``succeeded``, ``failed``, ``cancelled`` comes, then ``finished``; all on the GUI thread.
    """

    succeeded = Signal(object)
    """The function's result."""
    failed = Signal(object)
    """A :class:`Failure`."""
    cancelled = Signal()
    progressed = Signal(object)
    """A :class:`Progress`; the latest only, when several come at once."""
    finished = Signal()

    def __init__(self, run: _Run, label: Message | None) -> None:
        super().__init__()
        self.slot: Final = run.slot
        self.label: Final = label
        """What the job does, for the progress display; a job without a label shows none."""
        self.is_finished = False
        self._run = run

    @property
    def is_cancelled(self) -> bool:
        """Whether the job was asked to stop; its result, if any, will not be delivered."""
        return self._run.cancel.is_set()

    @Slot()
    def cancel(self) -> None:
        """Ask the job to stop. ``cancelled`` follows when it has; soon, if it had not begun."""
        self._run.cancel.set()
        if self._run.begin() is not None:
            self._run.end()

    def wait(self, seconds: float) -> bool:
        """Block until the function is over, *seconds* at most; whether it is. The signals still need the event loop."""
        return self._run.over.wait(seconds)

    def deliver(self) -> None:
        """Tell what is new; its lane calls this, on the GUI thread."""
        if self.is_finished:
            return
        run = self._run
        progress = run.take_progress()
        if progress is not None and not self.is_cancelled:
            self.progressed.emit(progress)
        if not run.over.is_set():
            return
        self.is_finished = True
        outcome, run.outcome = run.outcome, None
        if self.is_cancelled:
            self.cancelled.emit()
        elif run.failure is not None:
            self.failed.emit(run.failure)
        else:
            self.succeeded.emit(outcome)
        self.finished.emit()


class _Bell(QObject):
    """Rung on a lane's thread, heard on the GUI thread by the lanes that are there.

    A lane dies with its window, perhaps while its thread is notifying: to emit a signal of what is being taken apart
    would kill the program. This one stays as long as the program does; what dies is only no longer connected.
    """

    rung = Signal(object)


@cache
def _bell() -> _Bell:
    return _Bell()


class Lane(QObject):
    """One thread that runs jobs in the order of their start."""

    started = Signal(object)
    """A :class:`Job` that was just queued."""

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._queue: queue.SimpleQueue[_Run | None] = queue.SimpleQueue()
        self._jobs: dict[_Run, Job] = {}
        self._slots: dict[str, Job] = {}
        self._thread: threading.Thread | None = None
        self._closed = False
        self.quiet: Final = threading.Event()
        """Set while :meth:`is_idle`, for a job of another lane that waits: its thread must not hold this object."""
        self.quiet.set()
        self._hold = Hold(self)
        # Queued even within the GUI thread: a job that is cancelled before it began must not answer inside cancel().
        bell = _bell()
        bell.rung.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._notify = bell.rung.emit

    def start(self, slot: str, function: Callable[[Task], Any], label: Message | None = None) -> Job:
        """Run *function* as the job of *slot*; the job that had the slot is cancelled.

        Connect to the job's signals before returning to the event loop and none is missed.

        :raises RuntimeError: after :meth:`shut_down`.
        """
        if self._closed:
            raise RuntimeError(f"lane {self._name} is shut down")
        self.cancel(slot)
        run = _Run(slot, function, self._notify)
        job = Job(run, label)
        self._jobs[run] = self._slots[slot] = job
        self.quiet.clear()
        self._hold.take()
        if self._thread is None:
            name = f"leaddesk-{self._name}"
            self._thread = threading.Thread(target=_work, args=(self._queue,), name=name, daemon=True)
            self._thread.start()
        self._queue.put(run)
        self.started.emit(job)
        return job

    def current(self, slot: str) -> Job | None:
        """The job that is waiting or running in *slot*."""
        return self._slots.get(slot)

    def cancel(self, slot: str) -> None:
        """Ask the job of *slot*, if any, to stop."""
        job = self._slots.pop(slot, None)
        if job is not None:
            job.cancel()

    def cancel_all(self) -> None:
        """Ask every job to stop."""
        for slot in tuple(self._slots):
            self.cancel(slot)

    def is_idle(self) -> bool:
        """Whether every job is over and has been delivered."""
        return not self._jobs

    def shut_down(self, seconds: float) -> bool:
        """Cancel everything, wait for the thread, *seconds* at most; whether it ended. No job can start afterwards."""
        self._closed = True
        self.cancel_all()
        self._hold.let_go()
        thread, self._thread = self._thread, None
        if thread is None:
            return True
        self._queue.put(None)
        thread.join(seconds)
        if thread.is_alive():
            log.warning("the thread %s is still busy after %.1f s", thread.name, seconds)
        return not thread.is_alive()

    @Slot(object)
    def _deliver(self, run: _Run) -> None:
        job = self._jobs.get(run)
        if job is None:
            return
        if run.over.is_set():
            del self._jobs[run]
            if self._slots.get(job.slot) is job:
                del self._slots[job.slot]
        job.deliver()
        if not self._jobs:
            self.quiet.set()
            QTimer.singleShot(round(1e3 * _PAINTING), self, self._rest)

    @Slot()
    def _rest(self) -> None:
        """Nothing runs, and what was delivered is painted: garbage may be collected."""
        if not self._jobs:
            self._hold.let_go()


class Jobs(QObject):
    """The program's two lanes. One object, made by the composition root and handed down."""

    started = Signal(object)
    """A :class:`Job` that was just queued, in either lane."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.compute = Lane("compute", self)
        self.io = Lane("io", self)
        self.compute.started.connect(self.started)
        self.io.started.connect(self.started)

    def is_idle(self) -> bool:
        """Whether nothing runs, waits, or remains to be delivered."""
        return self.compute.is_idle() and self.io.is_idle()

    def cancel_all(self) -> None:
        """Ask every job to stop."""
        self.compute.cancel_all()
        self.io.cancel_all()

    def shut_down(self, seconds: float = 5.0) -> bool:
        """Cancel everything and wait for both threads, *seconds* at most in all; whether they ended."""
        deadline = time.monotonic() + seconds
        self.cancel_all()
        lanes = (self.compute, self.io)
        ended = [lane.shut_down(max(0.0, deadline - time.monotonic())) for lane in lanes]
        return all(ended)


def nothing(_task: Task) -> None:
    """Wait for the turn only."""


def when_quiet(quiet: threading.Event, work: Callable[[Task], Any], task: Task) -> Any:  # noqa: ANN401
    """Do the *work* of a job once another lane is :attr:`~Lane.quiet` and what it computed is painted.

    :raises Cancelled: when the job was cancelled while it waited.
    """
    deadline = time.monotonic() + _LONGEST_WAIT
    while not quiet.wait(_PAUSE) and time.monotonic() < deadline:
        task.check()
    time.sleep(_PAINTING)
    return work(task)


def _work(runs: queue.SimpleQueue[_Run | None]) -> None:
    while True:
        run = runs.get()
        if run is None:
            return
        run.execute()
        del run  # else the thread would keep the last result alive while it waits


def _bug(slot: str, error: BaseException) -> Failure:
    details = "".join(traceback.format_exception(error))
    log.error("the job %s failed unexpectedly", Own(slot), exc_info=error)
    return Failure(
        msg("Something unexpected went wrong: {error}", error=f"{type(error).__name__}: {error}"),
        msg("Your data is unchanged. Please report this error with the log of the program."),
        bug=True,
        details=details,
    )
