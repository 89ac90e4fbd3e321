"""A document of another version: a newer one is only read, an older one is kept beside and brought up to date.

There is no older layout yet, so the tests have one: version 0 called the table of changes otherwise.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import pytest

from leaddesk.errors import LeadDeskError
from leaddesk.text import language
from leaddesk.ui.desk import Desk
from leaddesk.workspace.backups import Backups, Cause
from leaddesk.workspace.document import Document
from leaddesk.workspace.layout import TABLES, VERSION
from leaddesk.workspace.migrations import MIGRATIONS, oldest
from leaddesk.workspace.storage import NewerError, Storage, connect
from tests.quiet import Quiet
from tests.workspace.made import edit

if TYPE_CHECKING:
    from pathlib import Path

NOW = dt.datetime(2026, 11, 26, 17, 0, tzinfo=dt.UTC)
Execute = Callable[[str, tuple[Any, ...]], None]


def rename(execute: Execute) -> None:
    execute("ALTER TABLE verdicts RENAME TO other", ())
    changes = next(statement for statement in TABLES if "CREATE TABLE changes" in statement)
    index = next(statement for statement in TABLES if "CREATE INDEX" in statement)
    execute(changes, ())
    execute("INSERT INTO changes SELECT * FROM other", ())
    execute("DROP TABLE other", ())
    execute(index, ())


def fail(execute: Execute) -> None:
    rename(execute)
    error = sqlite3.OperationalError("no room")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    raise error


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ventes.leaddesk"


@pytest.fixture
def old(path: Path) -> Path:
    """A document of version 0."""
    with Document.create(path) as document:
        document.append(edit(document, 1))
    set_version(path, VERSION - 1, "DROP INDEX changes_of_row", "ALTER TABLE changes RENAME TO verdicts")
    return path


def set_version(path: Path, version: int, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in (*statements, f"PRAGMA user_version = {version}"):
        connection.execute(statement)
    connection.commit()
    connection.close()


def version(path: Path) -> int:
    connection = sqlite3.connect(path)
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.close()
    return found


def test_an_older_document_is_kept_and_brought_up_to_date(old: Path) -> None:
    with Document(Storage(old, migrations={VERSION - 1: rename})) as document:
        assert len(list(document.actions())) == 1
        kept = document.kept_before
        assert kept is not None
        document.append(edit(document, 2))
    assert version(old) == VERSION
    assert kept.name == f"ventes (version {VERSION - 1}).leaddesk"
    assert version(kept) == VERSION - 1
    with Document.open(old) as again:
        assert again.kept_before is None
        assert len(list(again.actions())) == 2
    with Document(Storage(kept, migrations={VERSION - 1: rename})) as before:
        assert len(list(before.actions())) == 1


def test_an_update_that_fails_leaves_the_document_as_it_was(old: Path) -> None:
    content = old.read_bytes()
    with pytest.raises(LeadDeskError, match="disk is full"):
        Storage(old, migrations={VERSION - 1: fail})
    assert old.read_bytes() == content


def test_an_update_without_a_copy_is_none(old: Path) -> None:
    content = old.read_bytes()

    def only_this(uri: str) -> sqlite3.Connection:
        if "version" in uri:
            error = sqlite3.OperationalError("no room")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error
        return connect(uri)

    with pytest.raises(LeadDeskError, match="disk is full"):
        Storage(old, only_this, migrations={VERSION - 1: rename})
    assert old.read_bytes() == content
    assert [path.name for path in old.parent.iterdir()] == [old.name]


def test_an_older_document_can_be_read_where_nothing_can_be_written(old: Path) -> None:
    content = old.read_bytes()
    with Document(Storage(old, read_only=True, migrations={VERSION - 1: rename})) as document:
        assert len(list(document.actions())) == 1
        with pytest.raises(LeadDeskError):
            document.append(edit(document, 2))
    assert old.read_bytes() == content


def test_an_older_document_without_a_way_is_none(old: Path) -> None:
    with pytest.raises(LeadDeskError, match="is not a LeadDesk document"):
        Document.open(old)
    assert oldest({}) == VERSION
    assert oldest({VERSION - 1: rename}) == VERSION - 1
    assert oldest({VERSION - 2: rename}) == VERSION, "a way with a gap is none"


def test_a_newer_document_is_read_as_far_as_it_can_be(path: Path) -> None:
    with Document.create(path) as document:
        document.append(edit(document, 1))
    set_version(path, VERSION + 1, "CREATE TABLE news (a)", "ALTER TABLE actions ADD COLUMN mood TEXT")
    content = path.read_bytes()
    with pytest.raises(NewerError):
        Document.open(path)
    with Document.open(path, read_only=True) as document:
        assert document.is_read_only
        assert len(list(document.actions())) == 1
        with pytest.raises(LeadDeskError) as error:
            document.append(edit(document, 2))
        assert language("en").text(error.value.message) == "“ventes.leaddesk” may not be changed."
    assert path.read_bytes() == content


def test_a_newer_document_that_says_things_otherwise_is_not_called_damaged(path: Path) -> None:
    with Document.create(path) as document:
        document.append(edit(document, 1))
    set_version(path, VERSION + 1, "UPDATE actions SET kind = 'dreamt'")
    with Document.open(path, read_only=True) as document, pytest.raises(NewerError), document.explained():
        list(document.actions())


def test_a_newer_document_brings_no_code(path: Path) -> None:
    Document.create(path).close()
    set_version(path, VERSION + 1, "CREATE VIEW spy AS SELECT 1")
    with pytest.raises(LeadDeskError, match="did not put there"):
        Document.open(path, read_only=True)


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program knows the way from the older layout."""
    monkeypatch.setitem(cast("dict[int, Any]", MIGRATIONS), VERSION - 1, rename)


@pytest.mark.usefixtures("known")
def test_what_it_was_becomes_a_verified_backup(old: Path, tmp_path: Path) -> None:
    backups = Backups(tmp_path / "backups")
    with Document.open(old) as document:
        made = backups.take_over(document, NOW)
        assert made is not None
        assert document.kept_before == made.path
        assert backups.of(document.id) == (made,)
    assert made.cause is Cause.MIGRATION
    assert version(made.path) == VERSION - 1, "as the older program left it"
    assert [path.name for path in old.parent.iterdir() if path.is_file()] == [old.name]
    with Document.open(made.path, read_only=True) as copy:
        assert copy.action_count == 1


@pytest.mark.usefixtures("known")
def test_where_there_can_be_no_backup_it_stays_beside(old: Path, tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("no folder")
    with Document.open(old) as document:
        assert Backups(tmp_path / "backups").take_over(document, NOW) is None
        assert document.kept_before is not None
        assert document.kept_before.parent == old.parent
        assert document.kept_before.exists()


@pytest.mark.usefixtures("known")
def test_the_desk_keeps_it_and_says_where(old: Path, tmp_path: Path) -> None:
    desk = Desk(NOW.date(), tmp_path / "data")
    desk.adopt(desk.open(old, Quiet()))
    [remark] = desk.keeper.remarks
    assert language("fr").text(remark).endswith("son état d’avant est dans ses versions.")
    assert desk.keeper.document_id is not None
    assert [backup.cause for backup in desk.keeper.backups.of(desk.keeper.document_id)] == [Cause.MIGRATION]
    desk.keeper.close()
