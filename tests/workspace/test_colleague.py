"""A colleague's copy is read, whatever state it is in, and never written to."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from leaddesk.errors import Cancelled, LeadDeskError
from leaddesk.workspace.colleague import is_copy, read_copy
from leaddesk.workspace.document import Document
from leaddesk.workspace.layout import VERSION
from leaddesk.workspace.storage import NewerError
from tests.workspace.made import edit, raw

if TYPE_CHECKING:
    from pathlib import Path

FIRST, SECOND = UUID(int=5), UUID(int=6)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A document with two imports and two edits."""
    path = tmp_path / "Élan de Marie.leaddesk"
    with Document.create(path) as document:
        for key, name in ((FIRST, "mars.csv"), (SECOND, "avril.csv")):
            document.add_import(raw(name, "id", name), key)
        for number in (1, 2):
            document.append(edit(document, number))
    return path


def identity(path: Path) -> UUID:
    with Document.open(path, read_only=True) as document:
        return document.id


def changed(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


def test_what_it_holds_is_read_and_it_stays_as_it_is(copy: Path) -> None:
    before, names = copy.read_bytes(), sorted(copy.parent.iterdir())
    read = read_copy(copy, identity(copy), {FIRST}.__contains__)
    assert read.name == copy.name
    assert len(read.actions) == 2
    assert {key: entry.name for key, entry in read.imports.items()} == {FIRST: "mars.csv", SECOND: "avril.csv"}
    assert {key: cells.name for key, cells in read.cells.items()} == {SECOND: "avril.csv"}, "only what is not here"
    assert copy.read_bytes() == before
    assert sorted(copy.parent.iterdir()) == names


def test_a_copy_that_is_open_elsewhere_is_read_as_it_is_on_the_disk(copy: Path) -> None:
    key = identity(copy)
    with Document.open(copy) as theirs:
        theirs.append(edit(theirs, 3))
        assert len(read_copy(copy, key, lambda _: True).actions) == 3


def test_what_a_crash_left_half_done_is_put_right_in_ours_alone(copy: Path, tmp_path: Path) -> None:
    key = identity(copy)
    crashed = tmp_path / "crashed.leaddesk"
    connection = sqlite3.connect(copy, isolation_level=None)
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN")
    connection.execute("UPDATE actions SET label = hex(zeroblob(50000))")
    connection.execute("UPDATE imports SET cells = zeroblob(100000)")
    shutil.copyfile(copy, crashed)
    shutil.copyfile(f"{copy}-journal", f"{crashed}-journal")
    connection.execute("ROLLBACK")
    connection.close()
    before = crashed.read_bytes()
    assert len(read_copy(crashed, key, lambda _: False).actions) == 2
    assert crashed.read_bytes() == before


def test_another_document_is_refused(copy: Path) -> None:
    with pytest.raises(LeadDeskError, match="another document") as refusal:
        read_copy(copy, uuid4(), lambda _: True)
    assert refusal.value.hint is not None
    with pytest.raises(LeadDeskError, match="another document"):
        read_copy(copy, None, lambda _: True)


def test_a_copy_of_a_newer_leaddesk_is_refused_with_words(copy: Path) -> None:
    key = identity(copy)
    changed(copy, f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(NewerError, match="newer LeadDesk"):
        read_copy(copy, key, lambda _: True)


@pytest.mark.parametrize(
    "damage",
    ["UPDATE changes SET new = '1'", "DELETE FROM changes", "UPDATE imports SET cells = x'00'",
     "CREATE TRIGGER t AFTER INSERT ON actions BEGIN SELECT 1; END"],
)  # fmt: skip
def test_what_is_not_as_leaddesk_wrote_it_is_refused(copy: Path, damage: str) -> None:
    key = identity(copy)
    changed(copy, damage)
    with pytest.raises(LeadDeskError):
        read_copy(copy, key, lambda _: True)


def test_what_is_no_document_is_refused(tmp_path: Path) -> None:
    for name, content in (("a.leaddesk", b""), ("b.leaddesk", b"x" * 5000)):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(LeadDeskError, match="not a LeadDesk document"):
            read_copy(tmp_path / name, uuid4(), lambda _: True)
    with pytest.raises(LeadDeskError, match="not there any more"):
        read_copy(tmp_path / "c.leaddesk", uuid4(), lambda _: True)


def test_the_reading_can_be_stopped(copy: Path) -> None:
    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_copy(copy, identity(copy), lambda _: True, stop)


def test_whether_it_is_a_copy_is_told_without_an_error(copy: Path, tmp_path: Path) -> None:
    assert is_copy(copy, identity(copy))
    assert not is_copy(copy, uuid4())
    assert not is_copy(tmp_path / "nowhere.leaddesk", identity(copy))
