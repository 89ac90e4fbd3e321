"""The mark of a run: taken away by a clean end, told once otherwise, never taken from a run that lives."""

from __future__ import annotations

import faulthandler
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from leaddesk.ui.crash import running
from leaddesk.ui.crash.endings import How, left_behind
from leaddesk.ui.crash.running import Running

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _own_faulthandler() -> Iterator[None]:
    """That of the tests is put back."""
    yield
    faulthandler.enable()


def begun(folder: Path) -> Running:
    made = Running.begin(folder)
    assert made is not None
    return made


def dead(folder: Path, *, document: Path | None = None, trace: str = "") -> None:
    """A run that broke off: its files are there, nobody holds them."""
    before = set((folder / running.FOLDER).glob("*")) if (folder / running.FOLDER).exists() else set()
    made = begun(folder)
    made.note_document(document)
    kept = {path: path.read_bytes() for path in (folder / running.FOLDER).iterdir() if path not in before}
    made.end()
    for path, data in kept.items():
        path.write_bytes(data + (trace.encode() if path.suffix == ".trace" else b""))


def test_a_clean_end_leaves_nothing(tmp_path: Path) -> None:
    made = begun(tmp_path)
    made.note_document(tmp_path / "a.leaddesk")
    assert len(list((tmp_path / running.FOLDER).iterdir())) == 2
    made.end()
    made.end()
    assert list((tmp_path / running.FOLDER).iterdir()) == []
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize(
    ("trace", "how"),
    [
        ("", How.KILLED),
        ("Fatal Python error: Aborted\n\nCurrent thread 0x1 (most recent call first):\n", How.CRASHED),
        ("Timeout (0:00:10)!\nThread 0x1 (most recent call first):\n", How.HUNG),
        ("Timeout (0:00:10)!\nFatal Python error: Aborted\n", How.CRASHED),
        ("Windows fatal exception: code 0x8001010d\n", How.KILLED),
    ],
)
def test_a_run_that_broke_off_is_told_once(tmp_path: Path, trace: str, how: How) -> None:
    document = tmp_path / "Étude 2026.leaddesk"
    dead(tmp_path, document=document, trace=trace)
    (ended,) = left_behind(tmp_path)
    assert (ended.how, ended.document) == (how, document)
    assert ended.started is not None
    assert left_behind(tmp_path) == []
    assert list((tmp_path / running.FOLDER).iterdir()) == []


def test_the_document_may_have_any_name(tmp_path: Path) -> None:
    document = Path(os.fsdecode(os.fsencode(tmp_path) + b"/odd\xff\nname.leaddesk"))
    dead(tmp_path, document=document)
    (ended,) = left_behind(tmp_path)
    assert ended.document == document


def test_a_run_that_lives_is_left_alone(tmp_path: Path) -> None:
    alive = begun(tmp_path)
    dead(tmp_path)
    assert len(left_behind(tmp_path)) == 1
    assert left_behind(tmp_path) == []
    alive.end()
    assert list((tmp_path / running.FOLDER).iterdir()) == []


def test_a_mark_that_was_just_made_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / running.FOLDER).mkdir()
    mark = tmp_path / running.FOLDER / "1-1.mark"
    mark.touch()
    assert left_behind(tmp_path) == [], "its run is about to take hold of it"
    os.utime(mark, (1e9, 1e9))
    (ended,) = left_behind(tmp_path)
    assert (ended.how, ended.started, ended.document) == (How.KILLED, None, None)


def test_a_program_whose_folder_cannot_be_written_starts_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert Running.begin(tmp_path / "file") is None
    assert left_behind(tmp_path / "file") == []


def test_what_is_written_while_the_program_breaks_down_is_left_for_the_next_start(tmp_path: Path) -> None:
    made = begun(tmp_path)
    made.trace.write(b"Timeout (0:00:10)!\n")
    assert made.take_trace()[0] == "Timeout (0:00:10)!"
    assert made.take_trace()[0] == ""
    made.trace.write(b"Fatal Python error: Aborted\n")
    assert made.take_trace() == ("", 0.0)
    assert Path(made.trace.name).read_text("utf-8") == "Fatal Python error: Aborted\n"
    made.end()


def test_an_error_that_ends_the_program_is_a_breakdown(tmp_path: Path) -> None:
    made = begun(tmp_path)
    try:
        int("Zebulon")
    except ValueError as error:
        made.note_broken(error)
    trace = Path(made.trace.name).read_text("utf-8")
    made.end()
    dead(tmp_path, trace=trace)
    (ended,) = left_behind(tmp_path)
    assert ended.how is How.CRASHED
    assert "test_an_error_that_ends_the_program" in ended.trace
    assert "Zebulon" not in ended.trace
