"""A backup holds all that the document holds, or there is none."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from leaddesk.errors import Cancelled, LeadDeskError
from leaddesk.workspace.backups import Backups, Cause
from leaddesk.workspace.document import Document
from leaddesk.workspace.storage import connect
from tests.workspace.made import edit, raw

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = dt.datetime(2026, 9, 30, 18, 0, 5, 123_456, tzinfo=dt.UTC)


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with Document.create(tmp_path / "work.leaddesk") as made:
        made.add_import(raw(), UUID(int=5))
        made.append(edit(made, 1))
        yield made


@pytest.fixture
def backups(tmp_path: Path) -> Backups:
    return Backups(tmp_path / "backups")


def later(minutes: float) -> dt.datetime:
    return NOW + dt.timedelta(minutes=minutes)


def test_a_backup_holds_what_the_document_holds(document: Document, backups: Backups) -> None:
    assert backups.of(document.id) == ()
    made = backups.make(document, Cause.IMPORT, NOW)
    assert made.path.name == "20260930T180005123Z-import.leaddesk"
    assert backups.of(document.id) == (made,)
    with Document.open(made.path, read_only=True) as copy:
        assert (copy.id, copy.replica, copy.imports()) == (document.id, document.replica, document.imports())
        assert tuple(copy.actions()) == tuple(document.actions())
    assert backups.latest_verified(document.id) == made.path
    assert backups.held() == (1, made.path.stat().st_size)


def test_nothing_new_needs_no_other_backup(document: Document, backups: Backups) -> None:
    first = backups.make(document, Cause.OPENED, NOW)
    assert backups.make(document, Cause.CHANGED, later(30)) == first
    document.append(edit(document, 2))
    second = backups.make(document, Cause.CHANGED, later(60))
    assert backups.of(document.id) == (second, first)


def test_what_was_changed_in_the_middle_needs_another_backup(document: Document, backups: Backups) -> None:
    backups.make(document, Cause.OPENED, NOW)
    assert backups.newest_same(document) is not None
    document.close()
    with sqlite3.connect(document.path) as database:  # as an erasure does, which leaves the last action as it is
        database.execute("UPDATE imports SET hash = x'01'")
    database.close()
    with Document.open(document.path) as erased:
        assert backups.newest_same(erased) is None


def test_two_at_the_same_moment_are_two(document: Document, backups: Backups) -> None:
    backups.make(document, Cause.CHANGED, NOW)
    document.append(edit(document, 2))
    backups.make(document, Cause.CHANGED, NOW)
    assert len(backups.of(document.id)) == 2


def test_documents_are_kept_apart_by_identity_not_by_name(document: Document, backups: Backups, tmp_path: Path) -> None:
    made = backups.make(document, Cause.OPENED, NOW)
    with Document.create(tmp_path / "other.leaddesk") as other:
        backups.make(other, Cause.OPENED, NOW)
        assert len(backups.of(other.id)) == 1
    assert backups.of(document.id) == (made,)


def test_a_spoilt_backup_does_not_count(document: Document, backups: Backups) -> None:
    first = backups.make(document, Cause.OPENED, NOW)
    document.append(edit(document, 2))
    second = backups.make(document, Cause.CHANGED, later(30))
    with sqlite3.connect(second.path) as database:
        database.execute("UPDATE changes SET new = '\"lost\"'")
    database.close()
    assert backups.latest_verified(document.id) == first.path
    first.path.write_bytes(b"nothing")
    assert backups.latest_verified(document.id) is None


@pytest.mark.parametrize("table", ["imports", "actions"])
def test_a_document_that_is_not_what_was_written_gives_no_backup(
    document: Document, backups: Backups, tmp_path: Path, table: str
) -> None:
    document.close()
    with sqlite3.connect(document.path) as database:
        database.execute(f"UPDATE {table} SET hash = x'00'")
    database.close()
    with Document.open(tmp_path / "work.leaddesk") as spoilt:
        with pytest.raises(LeadDeskError, match=r"No backup of “work\.leaddesk”"):
            backups.make(spoilt, Cause.OPENED, NOW)
        assert backups.of(spoilt.id) == ()
        assert list((tmp_path / "backups" / spoilt.id.hex).iterdir()) == [], "what is not whole is not left"


def test_a_backup_that_is_stopped_leaves_nothing(document: Document, backups: Backups) -> None:
    calls: list[None] = []

    def check() -> None:
        calls.append(None)
        if len(calls) == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        backups.make(document, Cause.OPENED, NOW, check)
    assert backups.of(document.id) == ()
    assert list((backups.folder / document.id.hex).iterdir()) == []


def test_a_folder_that_cannot_be_is_said(document: Document, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(LeadDeskError, match="Backups cannot be kept") as error:
        Backups(tmp_path / "file" / "backups").make(document, Cause.OPENED, NOW)
    assert error.value.hint is not None


def test_a_full_disk_is_said_and_leaves_nothing_half_done(document: Document, backups: Backups) -> None:
    def small(uri: str) -> sqlite3.Connection:
        made = connect(uri)
        made.execute("PRAGMA max_page_count = 3")
        return made

    with pytest.raises(LeadDeskError, match=r"No backup of “work\.leaddesk”.*Make room"):
        Backups(backups.folder, connect=small).make(document, Cause.OPENED, NOW)
    assert list((backups.folder / document.id.hex).iterdir()) == []
    document.append(edit(document, 2))
    assert len(tuple(document.actions())) == 2, "the document itself is not touched"
    assert backups.make(document, Cause.OPENED, NOW).path.exists()


def test_what_is_not_kept_goes_and_strangers_stay(document: Document, backups: Backups) -> None:
    for number in range(15):
        document.append(edit(document, 10 + number))
        backups.make(document, Cause.CHANGED, later(number))
        if not number:
            folder = backups.folder / document.id.hex
            stranger, fresh, old = folder / "mine.leaddesk", folder / "a.partial", folder / "b.partial"
            for path in (stranger, fresh, old):
                path.write_bytes(b"x")
            os.utime(fresh, (later(14).timestamp(),) * 2)
            os.utime(old, (NOW.timestamp() - 90_000,) * 2)
    assert [backup.made.minute for backup in backups.of(document.id)] == list(range(14, 4, -1))
    assert [path.exists() for path in (stranger, fresh, old)] == [True, True, False]


def test_they_take_no_more_room_than_allowed(document: Document, backups: Backups) -> None:
    one = backups.make(document, Cause.CHANGED, NOW).path.stat().st_size
    small = Backups(backups.folder, most_bytes=int(4.5 * one))
    for number in range(8):
        document.append(edit(document, 10 + number))
        small.make(document, Cause.CHANGED, later(1 + number))
    assert len(small.of(document.id)) == 4
    tiny = Backups(backups.folder, most_bytes=1)
    document.append(edit(document, 20))
    tiny.make(document, Cause.CHANGED, later(20))
    assert len(tiny.of(document.id)) == 3, "the three newest stay in any case"


# -- the way back -----------------------------------------------------------------------------------------------------


def test_a_document_takes_the_content_of_a_backup(document: Document, backups: Backups) -> None:
    made = backups.make(document, Cause.OPENED, NOW)
    then, head = tuple(document.actions()), document.head
    document.append(edit(document, 2))
    document.add_import(raw("more.csv"), UUID(int=6))
    with Document.open(made.path, read_only=True) as version:
        document.take_content(version)
    assert (tuple(document.actions()), document.head, len(document.imports())) == (then, head, 1)
    document.append(edit(document, 3))
    document.close()
    with Document.open(document.path) as again:
        again.verify()
        assert len(tuple(again.actions())) == 2


class _Full(sqlite3.Connection):
    """A database that a copy cannot be finished in."""

    def backup(self, target: sqlite3.Connection, **_options: Any) -> None:
        def fail(_status: int, _left: int, _total: int) -> None:
            raise sqlite3.OperationalError("disk full")

        super().backup(target, pages=1, progress=fail)


def test_a_content_that_cannot_be_taken_over_leaves_what_was_there(document: Document, backups: Backups) -> None:
    made = backups.make(document, Cause.OPENED, NOW)
    document.append(edit(document, 2))
    before = tuple(document.actions())

    def failing(uri: str) -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, factory=_Full)

    with Document.open(made.path, read_only=True, connect=failing) as version, pytest.raises(LeadDeskError):
        document.take_content(version)
    assert tuple(document.actions()) == before
    document.append(edit(document, 3))
    document.close()
    with Document.open(document.path, connect=connect) as again:
        again.verify()
        assert len(tuple(again.actions())) == 3


_KILLED = """
import os, sqlite3, sys
from leaddesk.workspace.document import Document

class Killed(sqlite3.Connection):
    def backup(self, target, **_options):
        super().backup(target, pages=1, progress=lambda _status, left, _total: os._exit(9) if left < 4 else None)

def connect(uri):
    return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, factory=Killed)

Document.open(sys.argv[1]).take_content(Document.open(sys.argv[2], read_only=True, connect=connect))
"""


def test_a_program_killed_while_it_takes_a_content_over_leaves_what_was_there(
    document: Document, backups: Backups
) -> None:
    made = backups.make(document, Cause.OPENED, NOW)
    for number in range(200):
        document.append(edit(document, 10 + number))
    before = tuple(document.actions())
    document.close()
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(document.path), str(made.path)], check=False)
    assert killed.returncode == 9
    with Document.open(document.path) as again:
        again.verify()
        assert tuple(again.actions()) == before
