"""A window that stood still is told from a computer that slept."""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from leaddesk.ui.crash import logs
from leaddesk.ui.crash.running import Running
from leaddesk.ui.crash.watchdog import Watchdog, _Stacks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import ExpectLog


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """A run whose breakdowns are not written down: they would be those of the tests."""
    with (tmp_path / "a.mark").open("xb", buffering=0) as mark, (tmp_path / "a.trace").open("ab", buffering=0) as trace:
        yield Running(mark, trace)


def stacks_written(running: Running, seconds_ago: float) -> None:
    stacks = _Stacks(running.trace)
    stacks.start()
    stacks.write_after(0.05)
    end = time.monotonic() + 30
    while b"stacks_written" not in Path(running.trace.name).read_bytes() and time.monotonic() < end:
        time.sleep(0.05)
    stacks.end()
    moment = time.time() - seconds_ago
    os.utime(running.trace.name, (moment, moment))


@pytest.mark.usefixtures("qtbot")
def test_a_window_that_stood_still_is_logged_with_its_places(
    running: Running, expect_log: ExpectLog, caplog: pytest.LogCaptureFixture
) -> None:
    watchdog = Watchdog(running, 10)
    stacks_written(running, 5)
    expect_log("the window stood still")
    watchdog.beat()
    watchdog.stop()
    (record,) = caplog.records
    assert ":stacks_written" in logs.said(record)
    assert "/" not in logs.said(record), "folders may be called after somebody"
    assert Path(running.trace.name).stat().st_size == 0, "it is told once"


@pytest.mark.usefixtures("qtbot")
def test_a_computer_that_slept_is_no_window_that_stood_still(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    watchdog = Watchdog(running, 10)
    stacks_written(running, 0.1)
    with caplog.at_level(logging.WARNING):
        watchdog.beat()
    watchdog.stop()
    assert not caplog.records
    assert Path(running.trace.name).stat().st_size == 0
