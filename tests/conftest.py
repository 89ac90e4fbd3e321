"""What every test can rely on: no window system, no user's settings, no unexpected log line, nothing left behind."""

from __future__ import annotations

import gc
import itertools
import logging
import os
import sys
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"
# Several processes of tests share the cores: numpy's own threads would wait for one another, busily.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import hypothesis
import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

MODEL = Path(__file__).parent / "model"

ExpectLog = Callable[[str], None]

# The same examples in every run; "search" looks for new ones (pytest --hypothesis-profile=search).
hypothesis.settings.register_profile("project", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.register_profile("search", deadline=None, print_blob=True, max_examples=2000)
hypothesis.settings.load_profile("project")


# -- a proof that is skipped is no proof ----------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="a skipped or expected failure fails the run")


def pytest_collection_finish() -> None:
    """What was collected stays to the end: looking through it for garbage, thousands of times, takes minutes."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> None:
    """The model is held to what its own tests reach: to measure all the others takes a third of their time."""
    controller = getattr(item.config.pluginmanager.get_plugin("_cov"), "cov_controller", None)
    if controller is not None and controller.started is not (MODEL in item.path.parents):
        (controller.pause if controller.started else controller.resume)()


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter: Any = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:  # one of several processes, whose results another one collects
        return
    excused = [report for kind in ("skipped", "xfailed") for report in reporter.stats.get(kind, [])]
    if session.config.getoption("--no-skips") and excused and session.exitstatus == pytest.ExitCode.OK:
        reporter.write_line(f"{len(excused)} tests were skipped or expected to fail", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


# -- logs -----------------------------------------------------------------------------------------------------------


class _Surprises(logging.Handler):
    """Keeps the records at WARNING and above that nobody expected."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.expected: dict[str, bool] = {}
        self.unexpected: list[str] = []

    def expect(self, text: str) -> None:
        self.expected[text] = False

    def emit(self, record: logging.LogRecord) -> None:
        words = record.getMessage()
        for text in self.expected:
            if text in words:
                self.expected[text] = True
                return
        self.unexpected.append(f"{record.levelname} {record.name}: {words}")


@pytest.fixture(autouse=True)
def _surprises() -> Iterator[_Surprises]:
    handler = _Surprises()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)
    if handler.unexpected:
        pytest.fail("unexpected log lines:\n" + "\n".join(handler.unexpected), pytrace=False)
    missing = [text for text, seen in handler.expected.items() if not seen]
    if missing:
        pytest.fail(f"expected log lines that never came: {missing}", pytrace=False)


@pytest.fixture
def expect_log(_surprises: _Surprises) -> ExpectLog:
    """Call it with a part of a log line (WARNING or above) that the test is going to cause."""
    return _surprises.expect


# -- Qt: the user's settings stay the user's, and a test leaves nothing behind ----------------------------------------

_numbers = itertools.count()
_started: weakref.WeakSet[Any] = weakref.WeakSet()


def _watch(owner: Any) -> None:
    """Remember every object of a Qt class whose start() is called."""
    start = owner.start

    def remember(self: Any, *arguments: Any, **keywords: Any) -> Any:
        _started.add(self)
        return start(self, *arguments, **keywords)

    owner.start = remember


@pytest.fixture(scope="session", autouse=True)
def _watch_qt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Have timers and threads watched; gives a folder for settings."""
    from PySide6.QtCore import QStandardPaths, QThread, QTimer

    _watch(QTimer)
    _watch(QThread)
    if sys.platform != "linux":
        QStandardPaths.setTestModeEnabled(True)
    return tmp_path_factory.mktemp("settings")


@pytest.fixture(autouse=True)
def _own_settings(_watch_qt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, documents and mappings that a test stores are its own."""
    from PySide6.QtCore import QSettings

    folder = _watch_qt / str(next(_numbers))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))
    for kind in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, str(folder / "config"))


def _windows() -> list[QWidget]:
    """Widgets that stand alone: without a parent that would delete them."""
    from PySide6.QtWidgets import QApplication

    return [widget for widget in QApplication.topLevelWidgets() if widget.parent() is None]


def _left_behind(before: set[int]) -> list[str]:
    """What runs or stands that did not before the test."""
    from shiboken6 import getCppPointer, isValid

    left = [f"window {widget!r}" for widget in _windows() if getCppPointer(widget)[0] not in before]
    for thing in [thing for thing in _started if isValid(thing)]:
        if hasattr(thing, "isActive") and thing.isActive():
            left.append(f"active timer {thing!r} of {thing.parent()!r}")
        if hasattr(thing, "isRunning") and thing.isRunning():
            left.append(f"running thread {thing!r}")
    return left


@pytest.fixture(autouse=True)
def _leaves_nothing(_surprises: _Surprises) -> Iterator[None]:
    """A test that leaks windows, timers or threads fails."""
    from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool
    from PySide6.QtWidgets import QApplication
    from shiboken6 import getCppPointer

    application = QApplication.instance()
    before = {getCppPointer(widget)[0] for widget in _windows()} if application else set()
    yield
    if QApplication.instance() is None:
        return
    left = []
    for _attempt in range(2):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        left = _left_behind(before)
        if not left:
            break
        gc.collect()
    if not QThreadPool.globalInstance().waitForDone(1000):
        left.append("a busy global thread pool")
    if left:
        pytest.fail("left behind:\n" + "\n".join(left), pytrace=False)
