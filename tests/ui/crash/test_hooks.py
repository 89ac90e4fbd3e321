"""What nobody caught is told once a place and once a minute, and the interpreter is left as it was."""

from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from leaddesk.ui.crash.hooks import QUIET_SECONDS, Hooks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import ExpectLog


@pytest.fixture
def told(expect_log: ExpectLog) -> Iterator[list[float]]:
    """When the user was told something, by hooks that are in place."""
    expect_log("nobody caught")
    moments: list[float] = []
    hooks = Hooks(lambda: None, lambda: moments.append(time.monotonic()))
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    hooks.set()
    yield moments
    hooks.take_away()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def one() -> None:
    raise ValueError("Zebulon")


def other() -> None:
    raise ValueError("Zebulon")


def uncaught(work: Callable[[], None]) -> None:
    """What the interpreter does with an error that nobody caught."""
    try:
        work()
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def test_an_error_is_told_once_a_place_and_once_a_minute(told: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("leaddesk.ui.crash.hooks.time.monotonic", lambda: now)
    for work, seconds, count in (
        (one, 0.0, 1),
        (one, 5.0, 1),
        (other, 5.0, 1),  # another place, but the user was only just told
        (one, QUIET_SECONDS + 1, 1),  # long ago, but the same place
        (other, QUIET_SECONDS + 1, 2),
        (other, 3 * QUIET_SECONDS, 2),
    ):
        now = 1000.0 + seconds
        uncaught(work)
        assert len(told) == count


def test_whoever_is_told_makes_no_other_error(expect_log: ExpectLog, capsys: pytest.CaptureFixture[str]) -> None:
    expect_log("nobody caught")
    hooks = Hooks(lambda: None, one)
    hooks.set()
    uncaught(other)
    hooks.take_away()
    assert capsys.readouterr().err.count("Traceback") == 1, "the one that came"
