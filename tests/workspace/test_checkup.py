"""The check of a document finds what is wrong anywhere in it, says it in words, and can be stopped."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from leaddesk.errors import Cancelled
from leaddesk.text import Message, language
from leaddesk.workspace.checkup import Checkup, check
from leaddesk.workspace.document import Document
from tests.workspace.made import edit, raw

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "a.leaddesk"
    with Document.create(place) as document:
        document.add_import(raw("janvier.csv"), UUID(int=1))
        document.add_import(raw("février.csv"), UUID(int=2))
        for number in range(5):
            document.append(edit(document, number))
    return place


def checked(path: Path) -> tuple[Checkup, list[float]]:
    told: list[float] = []

    def progress(fraction: float, _text: Message) -> None:
        told.append(fraction)

    with Document.open(path) as document:
        return check(document, progress, lambda: False), told


def words(checkup: Checkup) -> list[str]:
    return [language("en").text(message) for message in checkup.wrong]


def test_a_sound_document(path: Path) -> None:
    checkup, told = checked(path)
    assert checkup == Checkup(2, 5, ())
    assert told == sorted(told)
    assert told[0] == 0.0
    assert told[-1] < 1.0
    assert len(told) == 5


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (
            "UPDATE imports SET cells = x'00' WHERE seq = 2",
            ["The rows taken in from “février.csv” are not what was written."],
        ),
        ("UPDATE changes SET new = '\"lost\"' WHERE row IN (1, 3)", ["2 actions are not what was written."]),
        ("UPDATE actions SET time = '' WHERE seq = 1", ["1 action is not what was written."]),
        ("DELETE FROM changes WHERE row = 2", ["1 action is not what was written."]),
        (
            "DELETE FROM actions WHERE seq = 3",
            ["1 change belongs to no action.", "1 action follows one that is missing."],
        ),
        ("DELETE FROM imports WHERE seq = 1", []),  # an import that no action brought in
    ],
)
def test_what_is_wrong_is_said(path: Path, damage: str, said: list[str]) -> None:
    connection = sqlite3.connect(path)
    connection.execute(damage)
    connection.commit()
    connection.close()
    assert words(checked(path)[0]) == said


def test_an_index_that_says_something_else(path: Path) -> None:
    """No content is changed by it, and the look at opening does not see it."""
    wrong = "CREATE INDEX changes_of_row ON changes (field, row)"
    for sql, statement in ((wrong, "REINDEX"), ("CREATE INDEX changes_of_row ON changes (entity, row)", "SELECT 1")):
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'changes_of_row'", (sql,))
        connection.commit()
        connection.close()
        connection = sqlite3.connect(path)
        connection.execute(statement)
        connection.commit()
        connection.close()
    said = words(checked(path)[0])
    assert said
    assert all(line.startswith("Structure of the file: ") for line in said)


@pytest.mark.parametrize("after", [0, 1, 2, 6])
def test_it_can_be_stopped_and_the_document_goes_on(path: Path, after: int) -> None:
    asked: list[None] = []

    def cancelled() -> bool:
        asked.append(None)
        return len(asked) > after

    with Document.open(path) as document:
        with pytest.raises(Cancelled):
            check(document, lambda _fraction, _text: None, cancelled)
        document.append(edit(document, 9))
        assert len(list(document.actions())) == 6
