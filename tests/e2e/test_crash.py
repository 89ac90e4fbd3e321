"""The program breaks down in every way there is; the next start says which, calmly, and that the work is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.text import language, msg
from leaddesk.ui.crash import logs, running
from tests.e2e.breaking import COMPLAINTS, MARKS, forked, surroundings
from tests.forked import forks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

ROOT = Path(__file__).resolve().parents[2]
CHECKED = "Your document was checked: everything is there, up to your last change, at {time} on {day}."
STORIES = {
    "killed": "LeadDesk was not closed as usual last time: it was stopped, or the computer went off.",
    "crashed": "LeadDesk stopped last time because of an error in the program.",
    "hung": "LeadDesk did not respond any more last time, and was stopped.",
}


@dataclass
class Running:
    """A program that was started."""

    process: Any
    pipe: Connection

    def hear(self) -> Any:
        """The next that it says."""
        assert self.pipe.poll(60)
        return self.pipe.recv()

    def ended(self) -> tuple[int, list[Any]]:
        """The exit code and the rest of what it says, once it ends."""
        said = []
        with self.pipe, suppress(EOFError):
            while True:
                said.append(self.hear())
        self.process.join(60)
        code = self.process.exitcode
        self.process.close()
        return code, said

    def kill(self) -> None:
        self.process.kill()
        self.ended()


@dataclass
class Machine:
    """A computer of its own on which the program is started and breaks down."""

    home: Path
    spoken: str
    leaks: bool = False

    def start(self, *what: str) -> Running:
        here, there = forks().Pipe(duplex=False)
        process = forks().Process(target=forked, args=(str(self.home), there, self.spoken, *what))
        process.start()
        there.close()
        return Running(process, here)

    def run(self, *what: str) -> tuple[int, list[Any]]:
        """The exit code and what was said."""
        code, said = self.start(*what).ended()
        assert code != 99, (self.home / COMPLAINTS).read_text("utf-8")
        return code, said

    def run_anew(self, *what: str) -> tuple[int, list[Any]]:
        """The same with nothing loaded yet, as on a desktop."""
        process = subprocess.run(
            [sys.executable, "-m", "tests.e2e.breaking", self.spoken, *what],
            cwd=ROOT, env={**os.environ, **surroundings(self.home)}, capture_output=True, text=True, timeout=60,
            check=False,
        )  # fmt: skip
        assert process.returncode != 99, process.stderr
        return process.returncode, [json.loads(line) for line in process.stdout.splitlines()]

    def next_start(self) -> Any:
        """What the next start shows in its message bar."""
        code, said = self.run("tell")
        assert code == 0
        return said[0]

    @property
    def folder(self) -> Path:
        (found,) = (self.home / "data").rglob(running.FOLDER)
        return found.parent

    @property
    def logged(self) -> str:
        return "".join(path.read_text("utf-8") for path in (self.folder / logs.FOLDER).iterdir())

    def until_traced(self) -> None:
        """Wait until a program wrote down where it stands still, a minute at most."""
        end = time.monotonic() + 60
        traces = self.folder / running.FOLDER
        while time.monotonic() < end:  # it is not written at once, and the main thread's place comes last
            if any(b"app.py" in path.read_bytes() for path in traces.glob(f"*{running.TRACE}")):
                return
            time.sleep(0.1)

    def words(self, message: str) -> str:
        return language(self.spoken).text(msg(message))

    def is_clean(self) -> bool:
        return not list((self.folder / running.FOLDER).iterdir())


@pytest.fixture
def spoken() -> str:
    return "fr"


@pytest.fixture
def machine(tmp_path: Path, spoken: str) -> Iterator[Machine]:
    machine = Machine(tmp_path, spoken)
    yield machine
    if not machine.leaks:
        assert [mark for mark in MARKS if mark in machine.logged] == [], "data is in the log"
        assert str(tmp_path) not in machine.logged, "a folder is in the log"


def test_nothing_is_said_after_a_clean_end(machine: Machine) -> None:
    for way, run in (("tell", machine.run_anew), ("exit", machine.run)):
        code, _ = run("work", way)
        assert code == 0
        assert machine.is_clean()
    assert machine.next_start()["story"] is False
    assert machine.next_start()["shown"] == []


@pytest.mark.parametrize(("way", "spoken"), [("abort", "fr"), ("segfault", "en")])
def test_a_breakdown_is_told_with_its_place(machine: Machine, way: str) -> None:
    code, said = machine.run("work", way)
    assert code < 0
    told = machine.next_start()
    text, hint, _ = told["shown"]
    assert text == machine.words(STORIES["crashed"])
    checked = machine.words(CHECKED)
    assert hint.startswith(checked.partition("{")[0])
    assert said[0]["done"] in hint, "the last edit is told to be there, to the second"
    assert "breaking" not in told["details"].partition("?:")[0], "files of nobody knows whom have no name"
    assert "leaddesk.app:" in told["details"], "the places the breakdown came through"
    assert "leaddesk.app:" in machine.logged
    assert machine.next_start()["shown"] == [], "it is told once"


@pytest.mark.parametrize("spoken", ["fr", "en"])
def test_a_kill_is_told_as_one(machine: Machine) -> None:
    program = machine.start("work", "wait")
    done = program.hear()["done"]
    program.kill()
    text, hint, _ = machine.next_start()["shown"]
    assert text == machine.words(STORIES["killed"])
    assert done in hint


def test_a_kill_with_nothing_open_lost_nothing(machine: Machine) -> None:
    code, _ = machine.run("abort")
    assert code < 0
    assert machine.next_start()["shown"][1] == machine.words("No document was open: nothing is lost.")


def test_a_document_that_is_gone_is_told(machine: Machine) -> None:
    machine.run("work", "abort")
    (document,) = machine.folder.glob("*.leaddesk")
    document.unlink()
    told = machine.next_start()
    assert document.name in told["shown"][1], "the window may name the file"
    assert document.stem not in told["details"], "what is given away does not"
    assert document.stem not in machine.logged


def test_an_error_before_the_window_is_told_by_the_next_start(machine: Machine) -> None:
    code, _ = machine.run("start")
    assert code == 1
    told = machine.next_start()
    assert told["shown"][0] == machine.words(STORIES["crashed"])
    assert "leaddesk.app:" in told["details"]


@pytest.mark.parametrize(("way", "spoken"), [("slot", "fr"), ("thread", "en")])
def test_an_error_that_nobody_caught_is_told_once(machine: Machine, way: str) -> None:
    code, said = machine.run("work", way)
    assert code == 0, "the program goes on"
    text, hint, waiting = said[1]["shown"]
    words = machine.words("Something went wrong in LeadDesk; your work is saved up to {time}.")
    assert text == words.replace("{time}", said[0]["saved"])
    assert hint == machine.words("You can go on. If anything looks odd, close LeadDesk and start it again.")
    assert waiting == "", "fifty errors, one notice"
    assert "ZeroDivisionError" in said[1]["details"]
    assert machine.logged.count("ZeroDivisionError") <= 2, "what repeats itself is counted"
    assert machine.next_start()["shown"] == [], "the end was a clean one"


def test_an_error_before_there_is_anybody_to_tell_is_told_as_soon_as_there_is(machine: Machine) -> None:
    _, said = machine.run("early", "tell")
    assert said[0]["shown"][0] == machine.words("Something went wrong in LeadDesk.")


def test_an_error_in_a_job_is_told_by_the_job(machine: Machine) -> None:
    _, said = machine.run("work", "job")
    assert "TypeError" in said[1]["shown"][0]
    assert "TypeError" in machine.logged
    assert "leaddesk.ui.jobs:" in machine.logged


def test_what_harms_nobody_is_only_logged(machine: Machine) -> None:
    _, said = machine.run("tidying")
    assert said[0]["shown"] == []
    assert "while something was tidied up" in machine.logged
    assert "QFile::open" in machine.logged
    assert "WARNING library: " in machine.logged


def test_a_window_that_stood_still_is_in_the_log(machine: Machine) -> None:
    code, said = machine.run("work", "hang")
    assert code == 0
    assert "the window stood still" in machine.logged
    assert "leaddesk.app:" in machine.logged
    assert said[1]["shown"] == [] or "LeadDesk" not in said[1]["shown"][0], "it is over: nobody is bothered"


@pytest.mark.parametrize("spoken", ["fr", "en"])
def test_a_window_that_hung_and_was_ended_is_told_as_such(machine: Machine) -> None:
    program = machine.start("work", "hang for ever")
    program.hear()
    assert program.hear() == "hanging"
    machine.until_traced()
    program.kill()
    told = machine.next_start()
    assert told["shown"][0] == machine.words(STORIES["hung"])
    assert "leaddesk.app:" in told["details"]


def test_two_windows_do_not_take_one_another_for_dead(machine: Machine) -> None:
    program = machine.start("work", "wait")
    program.hear()
    assert machine.next_start()["story"] is False
    program.kill()
    assert machine.next_start()["story"] is True


def test_a_day_of_work_leaves_nothing_of_anybody_in_the_log(machine: Machine) -> None:
    """The marks are looked for in every test here; this one has them in files, notes, errors and names of documents."""
    _, said = machine.run("day")
    logged = machine.logged
    for part in (
        "told: “{file}” holds exactly what “{other}” holds.", "told: “{file}”", "told: The review is written: {file}",
        "ValueError", "ZeroDivisionError", "told: Saved as {file}",
    ):  # fmt: skip
        assert part in logged, "the day was the one that is meant"
    assert "ZeroDivisionError" in said[0]["details"]
    assert [mark for mark in MARKS if mark in said[0]["details"]] == []


def test_a_log_as_others_write_it_would_hold_the_marks(machine: Machine) -> None:
    machine.leaks = True
    machine.run("leak", "files", "errors")
    found = [mark for mark in MARKS if mark in machine.logged]
    assert {"Zebulon", "Ficelle", "Ornithorynque"} <= set(found)
