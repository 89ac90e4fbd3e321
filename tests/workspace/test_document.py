"""The document keeps what it is given, whole, and says plainly when it cannot."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.errors import LeadDeskError
from leaddesk.model.action import Action, ActionKind, Change
from leaddesk.model.raw import RawFile
from leaddesk.model.rowids import ROWS_PER_IMPORT, row_base
from leaddesk.text import language, msg
from leaddesk.workspace import storage
from leaddesk.workspace.document import Document
from leaddesk.workspace.layout import APPLICATION_ID, VERSION
from leaddesk.workspace.rawcells import raw_to_bytes
from leaddesk.workspace.storage import Storage, connect
from tests.workspace.made import SPACE, TIME, edit, raw

FIRST, SECOND = UUID(int=5), UUID(int=6)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "Prospects 2025 é%#?.leaddesk"


def words(error: pytest.ExceptionInfo[LeadDeskError]) -> str:
    assert error.value.hint is not None
    return language("en").text(error.value.message)


# -- what is kept -----------------------------------------------------------------------------------------------------


def test_everything_is_there_after_opening_again(path: Path) -> None:
    with Document.create(path) as document:
        identity, replica = document.id, document.replica
        entry = document.add_import(raw(), FIRST)
        action = edit(document, 1, Change("leads", "stage", None, "won", 3), Change("leads", "amount", 1.5, None, 4))
        document.append(action)
        document.append(action.inverse(uuid5(SPACE, "2"), document.head, TIME))
    with Document.open(path) as document:
        assert (document.id, document.replica) == (identity, replica)
        assert document.imports() == (entry,)
        assert raw_to_bytes(document.raw(FIRST)) == raw_to_bytes(raw())
        first, second = document.actions()
        assert first == action
        assert second.undoes == action.id
        assert second.parent == action.id
        assert document.head == second.id


def test_the_file_says_what_it_is(path: Path) -> None:
    Document.create(path).close()
    with sqlite3.connect(path) as connection:
        facts = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version", "journal_mode", "integrity_check")
        }
        strict = [row[5] for row in connection.execute("PRAGMA table_list") if not row[1].startswith("sqlite_")]
    connection.close()
    assert facts == {
        "application_id": APPLICATION_ID,
        "user_version": VERSION,
        "journal_mode": "delete",
        "integrity_check": "ok",
    }
    assert path.read_bytes()[68:72] == b"LDK1"
    assert len(strict) == 5
    assert all(strict)


def test_each_commit_reaches_the_disk_and_nothing_erased_stays(path: Path) -> None:
    with Document.create(path) as document:
        settings = {name: document._storage._pragma(name) for name in ("synchronous", "secure_delete", "foreign_keys")}
    assert settings == {"synchronous": 3, "secure_delete": 1, "foreign_keys": 1}


scalars = st.none() | st.text() | st.floats(allow_nan=False, allow_infinity=False) | st.just(-0.0)


@given(st.lists(st.tuples(st.text(), scalars, scalars, st.integers(0, 2**53)), max_size=5))
def test_changes_come_back_exactly(cells: list[tuple[str, Any, Any, int]]) -> None:
    changes = tuple(Change("leads", field, old, new, row) for field, old, new, row in cells)
    with Document(_in_memory()) as document:
        action = Action(uuid4(), uuid4(), None, TIME, ActionKind.EDIT, msg("Edit"), changes)
        document.append(action)
        (back,) = document.actions()
    assert back == action
    assert [[type(c.old), type(c.new)] for c in back.changes] == [[type(c.old), type(c.new)] for c in changes]


def _in_memory() -> Storage:
    """A storage without a file: hypothesis makes many."""
    return Storage(Path("memory"), lambda _uri: connect("file::memory:"), new=True)


def test_rows_of_imports_never_meet(path: Path) -> None:
    with Document.create(path) as document:
        entries = [document.add_import(raw(), UUID(int=number)) for number in range(20)]
        starts = sorted(entry.first_row for entry in entries)
        assert starts[0] >= 0
        assert min(np.diff(starts)) >= ROWS_PER_IMPORT
        assert starts[-1] + ROWS_PER_IMPORT - 1 < 2**63
        with pytest.raises(ValueError, match="there already"):
            document.add_import(raw("other.csv"), UUID(int=3))


def test_an_import_has_the_same_rows_in_every_copy(path: Path, tmp_path: Path) -> None:
    with Document.create(path) as one, Document.create(tmp_path / "other") as other:
        other.add_import(raw(), SECOND)
        assert one.add_import(raw(), FIRST).first_row == other.add_import(raw(), FIRST).first_row == row_base(FIRST)
    assert row_base(FIRST) == 3_832_769_479_977_205_760


def test_the_log_is_a_chain(path: Path) -> None:
    with Document.create(path) as document:
        action = edit(document, 1)
        document.append(action)
        with pytest.raises(ValueError, match="parent"):
            document.append(replace(action, label=msg("Edit")))
        again = Action(action.id, action.replica, action.id, TIME, action.kind, action.label, ())
        with pytest.raises(ValueError, match="in the log already"):
            document.append(again)
        assert list(document.actions()) == [action]


def test_what_was_written_though_the_disk_said_no_is_not_written_twice(path: Path) -> None:
    """The retry of a commit whose last sync failed: everything is there, and is synced now."""
    with Document.create(path) as document:
        entry, action = document.add_import(raw(), FIRST), edit(document, 1)
        document.append(action)
        document.append(action)
        assert document.add_import(raw(), FIRST) == entry
        assert list(document.actions()) == [action]
        assert document.imports() == (entry,)
        document.append(edit(document, 2))


def test_a_file_name_that_is_no_text_is_kept_with_its_cells(path: Path) -> None:
    odd = RawFile("a\udce9.csv", "", "text", ())
    with Document.create(path) as document:
        assert document.add_import(odd, FIRST).name == "a\udce9.csv"
        assert document.imports()[0].name == "a?.csv"
        assert document.raw(FIRST).name == "a\udce9.csv"


def test_an_import_that_is_not_there(path: Path) -> None:
    with Document.create(path) as document, pytest.raises(KeyError):
        document.raw(FIRST)


# -- copies -----------------------------------------------------------------------------------------------------------


def test_a_copy_is_the_same_document_and_another_replica(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "copy.leaddesk"
    with Document.create(path) as document:
        document.add_import(raw(), FIRST)
        document.append(edit(document, 1))
        document.save_copy(other)
        document.append(edit(document, 2))
        with Document.open(other) as copy:
            assert copy.id == document.id
            assert copy.replica != document.replica
            assert list(copy.actions()) == list(document.actions())[:1]
            assert copy.imports() == document.imports()
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted([path.name, other.name])


def test_a_copy_replaces_another_file_only_when_told_to(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.leaddesk"
    other.write_text("precious")
    with Document.create(path) as document:
        with pytest.raises(LeadDeskError) as error:
            document.save_copy(other)
        assert words(error) == "“other.leaddesk” is there already."
        assert other.read_text() == "precious"
        document.save_copy(other, replace=True)
        with pytest.raises(LeadDeskError) as error:
            document.save_copy(path, replace=True)
        assert words(error) == f"“{path.name}” is the document that is open."
    with Document.open(other) as copy:
        assert copy.head is None


def test_a_copy_that_fails_leaves_what_was_there(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.leaddesk"
    other.write_text("precious")
    with Document.create(path) as document:
        with pytest.raises(LeadDeskError) as error:
            document.save_copy(other, replace=True, connect=_full)
        assert words(error).endswith("could not be saved: the disk is full.")
        document.append(edit(document, 1))
    assert other.read_text() == "precious"
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted([path.name, other.name])


def _crashed(path: Path) -> None:
    """A document whose program died while it wrote: some pages are new, and its journal knows the old ones."""
    with Document.create(path) as document:
        for number in range(30):
            document.append(edit(document, number, *(Change("leads", "notes", None, "x" * 99, n) for n in range(40))))
        connection = document._storage._connection
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE changes SET old = new")
        files = {place: place.read_bytes() for place in (path, _journal(path))}
        connection.execute("ROLLBACK")
    for place, data in files.items():
        place.write_bytes(data)


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


@pytest.mark.parametrize("is_gone", [True, False])
def test_the_journal_of_another_document_does_no_harm_to_a_copy(path: Path, tmp_path: Path, is_gone: bool) -> None:
    """What a crash left beside the place of the copy belongs to the document that was there."""
    other = tmp_path / "other.leaddesk"
    _crashed(other)
    if is_gone:
        other.unlink()
    with Document.create(path) as document:
        for number in range(30):
            document.append(edit(document, number))
        document.save_copy(other, replace=True)
        with Document.open(other) as copy:
            assert list(copy.actions()) == list(document.actions())


def test_a_document_that_is_open_elsewhere_is_not_replaced(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.leaddesk"
    with Document.create(path) as document, Document.create(other) as elsewhere:
        elsewhere.append(edit(elsewhere, 1))
        with pytest.raises(LeadDeskError) as error:
            document.save_copy(other, replace=True)
        assert words(error) == "“other.leaddesk” is open in another window or program."
        elsewhere.append(edit(elsewhere, 2))
    with Document.open(other) as kept:
        assert len(list(kept.actions())) == 2
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted([path.name, other.name])


def _full(_uri: str) -> sqlite3.Connection:
    raise _failure(sqlite3.SQLITE_FULL)


def _failure(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("as the disk says it")
    error.sqlite_errorcode = code
    return error


# -- what cannot be done ---------------------------------------------------------------------------------------------


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty").touch()
    (tmp_path / "text").write_text("a;b\n1;2\n" * 100)
    (tmp_path / "short").write_bytes(b"SQLite format 3\0")
    for name, number, version in (
        ("foreign", 7, 1),
        ("newer", APPLICATION_ID, VERSION + 1),
        ("zero", APPLICATION_ID, 0),
    ):
        connection = sqlite3.connect(tmp_path / name)
        connection.execute("CREATE TABLE t (a)")
        connection.execute(f"PRAGMA application_id = {number}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.close()
    expected = {
        "missing": "“missing” is not there any more.",
        "folder": "“folder” is a folder.",
        "empty": "“empty” is not a LeadDesk document.",
        "text": "“text” is not a LeadDesk document.",
        "short": "“short” is not a LeadDesk document.",
        "foreign": "“foreign” is not a LeadDesk document.",
        "zero": "“zero” is not a LeadDesk document.",
        "newer": "“newer” was written by a newer LeadDesk.",
    }
    for name, message in expected.items():
        before = (tmp_path / name).read_bytes() if (tmp_path / name).is_file() else None
        for read_only in (False, True):
            with pytest.raises(LeadDeskError) as error:
                Document.open(tmp_path / name, read_only=read_only)
            assert words(error) == message
        if before is not None:
            assert (tmp_path / name).read_bytes() == before


def test_a_document_is_created_only_where_nothing_is(path: Path, tmp_path: Path) -> None:
    path.write_text("precious")
    with pytest.raises(LeadDeskError) as error:
        Document.create(path)
    assert words(error) == f"“{path.name}” is there already."
    assert path.read_text() == "precious"
    with pytest.raises(LeadDeskError) as error:
        Document.create(tmp_path / "nowhere" / "a.leaddesk")
    assert words(error) == "The folder “nowhere” is not there."


def test_a_document_that_cannot_be_created_leaves_no_file(path: Path) -> None:
    with pytest.raises(LeadDeskError):
        Document.create(path, connect=_full)
    assert not path.exists()


def test_one_program_at_a_time(path: Path) -> None:
    with Document.create(path) as document:
        document.append(edit(document, 1))
        for read_only in (False, True):
            with pytest.raises(LeadDeskError) as error:
                Document.open(path, read_only=read_only)
            assert words(error) == f"“{path.name}” is open in another window or program."
        document.append(edit(document, 2))
    Document.open(path).close()


def test_several_may_read_a_document_that_nobody_writes(path: Path) -> None:
    with Document.create(path) as document:
        document.append(edit(document, 1))
    before = path.read_bytes()
    with Document.open(path, read_only=True) as one, Document.open(path, read_only=True) as other:
        assert list(one.actions()) == list(other.actions())
        with pytest.raises(LeadDeskError) as error:
            one.append(edit(one, 2))
        assert words(error) == f"“{path.name}” may not be changed."
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (sqlite3.SQLITE_FULL, "“{}” could not be saved: the disk is full."),
        (sqlite3.SQLITE_IOERR_WRITE, "The disk that holds “{}” does not answer as it should."),
        (sqlite3.SQLITE_READONLY_DBMOVED, "“{}” may not be changed."),
        (sqlite3.SQLITE_CORRUPT, "“{}” is damaged: part of its content is not what LeadDesk wrote."),
        (sqlite3.SQLITE_CANTOPEN, "“{}” could not be opened."),
        (sqlite3.SQLITE_TOOBIG, "“{}” would become too large: one import takes more than a document can hold."),
    ],
)
def test_a_disk_that_fails_at_any_moment_loses_nothing(path: Path, code: int, message: str) -> None:
    """Each statement of an action in turn is the one that fails: the action is not there, and a retry works."""
    Document.create(path).close()
    failing = _Failing()
    with Document.open(path, connect=failing.connect) as document:
        for number in range(20):
            before = list(document.actions())
            action = edit(document, number)
            failing.at, failing.code = number, code
            told = _told(document, action)
            failing.at = None
            if told is None:
                break
            assert told == message.format(path.name)
            assert list(document.actions()) == before
            document.append(action)
            assert list(document.actions()) == [*before, action]
        assert number == len(["BEGIN", "INSERT an action", "INSERT its change", "COMMIT"])


def _told(document: Document, action: Action) -> str | None:
    """What the user is told when the action cannot be written, None when it could."""
    try:
        document.append(action)
    except LeadDeskError as error:
        return language("en").text(error.message)
    return None


class _Failing:
    """Opens databases of which the statement that changes something number *at* fails."""

    def __init__(self) -> None:
        self.at: int | None = None
        self.code = 0

    def connect(self, uri: str) -> sqlite3.Connection:
        outer = self

        class Connection(sqlite3.Connection):
            def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
                if outer.at is not None and statement.split(maxsplit=1)[0] in {"BEGIN", "INSERT", "COMMIT"}:
                    if outer.at == 0:
                        outer.at = None
                        raise _failure(outer.code)
                    outer.at -= 1
                return super().execute(statement, *values)

        return sqlite3.connect(uri, uri=True, isolation_level=None, factory=Connection)


def test_an_import_too_large_for_a_document_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leaddesk.workspace.document._MOST_BYTES", 100)
    with Document.create(path) as document:
        with pytest.raises(LeadDeskError) as error:
            document.add_import(raw(), FIRST)
        assert words(error) == "“leads.csv” is too large to be kept in a document."
        assert document.imports() == ()


def _tamper(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE document SET value = 'x' WHERE key = 'replica'",
        "DELETE FROM document",
        "DROP TABLE document",
        "UPDATE actions SET label = '{}'",
        "UPDATE actions SET id = x'00'",
        "UPDATE changes SET new = '\"lost\"'",
        "DELETE FROM changes",
        "UPDATE imports SET cells = x'00'",
        "UPDATE imports SET digest = 'x'",
        "UPDATE imports SET id = x'00'",
    ],
)
def test_content_that_changed_without_leaddesk_is_said(path: Path, damage: str) -> None:
    with Document.create(path) as document:
        document.add_import(raw(), FIRST)
        document.append(edit(document, 1))
    _tamper(path, damage)
    with pytest.raises(LeadDeskError) as error:
        _content(path)
    assert words(error) == f"“{path.name}” is damaged: part of its content is not what LeadDesk wrote."


def test_an_import_that_the_log_brings_in_and_that_is_gone_is_said(path: Path) -> None:
    with Document.create(path) as document:
        document.add_import(raw(), FIRST)
        document.append(edit(document, 1, Change("import", FIRST.hex, None, "{}")))
    _tamper(path, "DELETE FROM imports")
    with Document.open(path) as document, pytest.raises(LeadDeskError) as error:
        document.raw(FIRST)
    assert words(error).endswith("part of its content is not what LeadDesk wrote.")


@pytest.mark.parametrize("table", ["actions", "imports"])
def test_the_last_rows_cannot_go_unseen(path: Path, table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that forgets its last entry, in a document too large to be looked through when it is opened: every row
    that is left has its right checksum.
    """
    with Document.create(path) as document:
        for number in range(3):
            document.add_import(raw(), UUID(int=number))
            document.append(edit(document, number))
    connection = sqlite3.connect(path)
    (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    connection.close()
    data = bytearray(path.read_bytes())
    place = (root - 1) * 4096
    data[place + 4] -= 1  # the number of its entries
    path.write_bytes(data)
    with pytest.raises(LeadDeskError):
        Document.open(path)
    monkeypatch.setattr(storage, "is_sound", lambda _connection: True)
    with Document.open(path) as document, pytest.raises(LeadDeskError) as error:
        list(document.actions() if table == "actions" else document.imports())
    assert words(error).endswith("part of its content is not what LeadDesk wrote.")


def test_a_layout_that_is_no_text_any_more_is_said(path: Path) -> None:
    Document.create(path).close()
    data = path.read_bytes()
    place = data.index(b"NOT NULL,\n        label TEXT")
    path.write_bytes(data[:place] + b"\xd2" + data[place + 1 :])
    with pytest.raises(LeadDeskError) as error:
        Document.open(path)
    assert words(error).endswith("part of its content is not what LeadDesk wrote.")


def test_a_copy_needs_its_folder(path: Path, tmp_path: Path) -> None:
    with Document.create(path) as document, pytest.raises(LeadDeskError) as error:
        document.save_copy(tmp_path / "nowhere" / "a.leaddesk")
    assert words(error) == "The folder “nowhere” is not there."


# -- what happens to files --------------------------------------------------------------------------------------------

KILLED = """
import sys
from leaddesk.workspace.document import Document
from tests.workspace.made import edit, raw
from uuid import UUID
with Document.open(sys.argv[1]) as document:
    document.add_import(raw(), UUID(int=1))
    for number in range(100_000):
        action = edit(document, number)
        document.append(action)
        print(action.id, flush=True)
"""


@pytest.mark.parametrize("acknowledged", [1, 17])
def test_a_killed_program_loses_no_acknowledged_action(path: Path, acknowledged: int) -> None:
    Document.create(path).close()
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen([sys.executable, "-c", KILLED, path], cwd=root, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    seen = [process.stdout.readline().strip() for _ in range(acknowledged)]
    process.kill()
    seen += process.stdout.read().split()
    process.wait()
    process.stdout.close()
    with Document.open(path) as document:
        kept = [str(action.id) for action in document.actions()]
        document.append(edit(document, 200_000))
    assert len(seen) >= acknowledged
    assert kept[: len(seen)] == seen
    assert len(kept) <= len(seen) + 1


def _content(path: Path) -> Any:
    with Document.open(path, read_only=True) as document:
        imports = document.imports()
        cells = [raw_to_bytes(document.raw(entry.id)) for entry in imports]
        return document.id, document.replica, imports, cells, list(document.actions())


def test_some_actions_are_written_all_or_none(path: Path) -> None:
    with Document.create(path) as document:
        first = edit(document, 1)
        second = replace(edit(document, 2), parent=first.id)
        stray = replace(edit(document, 3), parent=first.id)
        with pytest.raises(ValueError, match="the parent"):
            document.append(first, second, stray)
        assert document.head is None
        document.append(first, second)
        document.append(first, second)  # as after a commit of which the disk said that it failed
        with pytest.raises(ValueError, match="in the log already"):
            document.append(replace(stray, parent=second.id), replace(first, parent=stray.id))
        assert list(document.actions()) == [first, second]


def test_columns_that_an_older_program_kept_beside_are_no_matter(tmp_path: Path) -> None:
    with Document.create(tmp_path / "a.leaddesk") as document:
        document.add_import(raw(), UUID(int=5))
        with document.store.transaction() as execute:
            row = (UUID(int=5).bytes, "leads", "id", "ab", "cd", 1, 0, b"cells", b"sum")
            execute("INSERT INTO columns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    with Document.open(tmp_path / "a.leaddesk") as document:
        document.verify()
        assert document.raw(UUID(int=5)).name == "leads.csv"
