"""A document that came by e-mail: what LeadDesk did not put there is refused before it can run."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from leaddesk.errors import LeadDeskError
from leaddesk.text import language
from leaddesk.workspace.document import Document
from leaddesk.workspace.storage import connect
from leaddesk.workspace.trust import is_sound
from tests.workspace.made import edit

if TYPE_CHECKING:
    from pathlib import Path

PLANTED = {
    "CREATE TRIGGER spy AFTER INSERT ON actions BEGIN DELETE FROM changes; END": "spy",
    "CREATE VIEW spy AS SELECT * FROM actions": "spy",
    "CREATE VIRTUAL TABLE spy USING fts5(words)": "spy",
    "CREATE VIRTUAL TABLE spy USING rtree(id, a, b)": "spy",
    "CREATE TABLE spy (a)": "spy",
    "CREATE INDEX spy ON actions (label)": "spy",
    "ALTER TABLE actions ADD COLUMN spy TEXT AS (label)": "actions",
    "ALTER TABLE changes ADD COLUMN spy TEXT DEFAULT 'x'": "changes",
    "ANALYZE": "sqlite_stat1",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "mail.leaddesk"
    with Document.create(place) as document:
        document.append(edit(document, 1))
    return place


def change(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("statement", list(PLANTED))
def test_what_was_planted_is_refused(path: Path, statement: str, read_only: bool) -> None:
    change(path, statement)
    before = path.read_bytes()
    with pytest.raises(LeadDeskError) as error:
        Document.open(path, read_only=read_only)
    words = language("en").text(error.value.message)
    assert words.startswith("“mail.leaddesk” was not opened: it holds something that LeadDesk did not put there (")
    assert PLANTED[statement] in words
    assert path.read_bytes() == before


def test_a_changed_table_is_refused(path: Path) -> None:
    change(
        path,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = replace(sql, 'label TEXT NOT NULL', 'label TEXT NOT NULL CHECK (abs(1))')"
        " WHERE name = 'actions'",
    )
    with pytest.raises(LeadDeskError, match="did not put there"):
        Document.open(path)


def test_damage_of_the_structure_is_found_when_it_is_opened(path: Path) -> None:
    """An index that lost a row changes no content: only SQLite's own check sees it."""
    change(
        path,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'changes')"
        " WHERE name = 'changes_of_row'",
    )
    with pytest.raises(LeadDeskError, match="is damaged"):
        Document.open(path)


def test_the_look_at_opening_has_an_end(tmp_path: Path) -> None:
    connection = connect(f"file:{tmp_path / 'large'}")
    connection.execute("CREATE TABLE t (a)")
    connection.execute(
        "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200000) SELECT i FROM n"
    )
    assert is_sound(connection, 0.0)
    assert connection.execute("SELECT count(*) FROM t").fetchone() == (200_000,), "and the next statement runs"
    connection.close()
