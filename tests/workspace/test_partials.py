"""What a killed program left of a copy goes, and nothing else does."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from leaddesk.workspace.document import Document
from leaddesk.workspace.guard import open_guarded
from leaddesk.workspace.partials import clear_abandoned, partial_of
from leaddesk.workspace.placing import journal_of
from tests.workspace.made import edit

if TYPE_CHECKING:
    from pathlib import Path


def aged(path: Path, hours: float = 2) -> Path:
    then = time.time() - hours * 3600
    os.utime(path, (then, then), follow_symlinks=False)
    return path


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """What is there when a program dies while it writes a copy: the copy, whole or in part, under its hidden name."""
    with Document.create(tmp_path / "a.leaddesk") as document:
        document.append(edit(document, 1))
        partial = partial_of(tmp_path / "other name.leaddesk")
        document.back_up(partial)
    journal_of(partial).write_bytes(bytes.fromhex("d9d505f920a163d7") + b"pages")
    aged(journal_of(partial))
    return aged(partial)


def hidden(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


def test_it_goes_when_a_document_of_the_folder_is_opened(left: Path, tmp_path: Path) -> None:
    assert left.exists()
    open_guarded(tmp_path / "a.leaddesk", tmp_path / "data").close()
    assert hidden(tmp_path) == []


def test_it_goes_when_a_copy_is_saved_there(left: Path, tmp_path: Path) -> None:
    assert left.exists()
    with Document.open(tmp_path / "a.leaddesk") as document:
        document.save_copy(tmp_path / "b.leaddesk")
    assert hidden(tmp_path) == []


def test_one_that_is_being_written_stays(left: Path, tmp_path: Path) -> None:
    aged(left, hours=0.5)
    aged(journal_of(left), hours=0.5)
    clear_abandoned(tmp_path)
    assert left.exists()
    assert journal_of(left).exists()


def test_what_is_somebody_elses_stays(tmp_path: Path) -> None:
    names = [".a.leaddesk.12345678", ".a.leaddesk.1234567g", "a.leaddesk.12345678", ".a.xlsx.12345678", ".1f.leaddesk"]
    for name in names:
        (tmp_path / name).write_bytes(b"SQLite format 3\0 of another program")
        aged(tmp_path / name)
    clear_abandoned(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(names)


def test_only_the_room_for_one_goes_too(tmp_path: Path) -> None:
    (tmp_path / ".a.leaddesk.12345678").touch()
    aged(tmp_path / ".a.leaddesk.12345678")
    clear_abandoned(tmp_path)
    assert list(tmp_path.iterdir()) == []
    clear_abandoned(tmp_path / "not there")
