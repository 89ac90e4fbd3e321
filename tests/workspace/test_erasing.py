"""A person who is erased is nowhere in the document's file any more, nor in its backups; all others stay."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from leaddesk.errors import LeadDeskError
from leaddesk.model.action import Action, ActionKind, Change
from leaddesk.model.erasure import Blanks, Erasure
from leaddesk.text import msg
from leaddesk.workspace.backups import Backups, Cause
from leaddesk.workspace.document import Document
from leaddesk.workspace.erasing import Reach, erase, erase_everywhere
from leaddesk.workspace.placing import journal_of
from tests.workspace.made import SPACE, TIME, edit, raw

if TYPE_CHECKING:
    from pathlib import Path

FILE = UUID(int=5)
NOW = dt.datetime(2026, 11, 26, 17, 0, tzinfo=dt.UTC)
SECRET = "Marie Durand-Lefebvre"
MAIL = "marie@durand-lefebvre.fr"


def erasure(**more: Any) -> Erasure:
    row = Change("erasure", "row", None, 1.0, 7)
    action = Action(uuid4(), SPACE, None, TIME, ActionKind.ERASURE, msg("erasure of a person"), (row,))
    places = {FILE: (Blanks(0, 1, (0,)),)}
    return Erasure(action, places, {"leads": frozenset({7})}, r"marie@durand-lefebvre\.fr", **more)


def document(folder: Path) -> Document:
    """A file that names a person, and steps that do."""
    made = Document.create(folder / "a.leaddesk")
    made.add_import(raw("leads.csv", "name", SECRET, "Paul", f"ask {MAIL} too"), FILE)
    for number, change in enumerate(
        [
            Change("leads", "notes", None, f"{SECRET} called", 7),
            Change("leads", "stage", None, "won", 7),
            Change("leads", "notes", None, f"knows {MAIL.upper()}", 8),
            Change("leads", "amount", 5.0, None, 8),
        ]
    ):
        action = edit(made, number, change)
        label = msg("Notes of {name}", name=SECRET if change.row == 7 else "Paul")
        made.append(replace(action, label=label))
    return made


def held(path: Path) -> str:
    """All that the file and its raw cells say in small letters; what is compressed is decoded."""
    found = path.read_bytes().decode("latin-1").lower()
    with Document.open(path, read_only=True) as one:
        for entry in one.imports():
            for sheet in one.raw(entry.id).sheets:
                found += "\n".join(text for column in sheet.columns for text in column.texts).lower()
    return found


def holds_nobody(path: Path) -> bool:
    text = held(path)
    return not any(word in text for word in ("durand", "lefebvre", "marie@"))


def test_nothing_of_the_person_is_left_and_all_else_is(tmp_path: Path) -> None:
    document(tmp_path).close()
    assert not holds_nobody(tmp_path / "a.leaddesk")
    with Document.open(tmp_path / "a.leaddesk") as one:
        erase(one, erasure())
        one.verify()
        assert journal_of(one.path).stat().st_size == 0, "it held what the pages held before"
        labels = [action.label for action in one.actions()]
        changes = [change for action in one.actions() for change in action.changes]
        texts = one.raw(FILE).sheets[0].columns[0].texts
    assert holds_nobody(tmp_path / "a.leaddesk")
    assert texts == ("name", "Paul", "ask … too", "–"), "the row still counts"
    assert labels[0] == msg("Notes of {name}", name="…")
    assert labels[2] == msg("Notes of {name}", name="Paul")
    assert changes[:4] == [
        Change("leads", "notes", None, None, 7),
        Change("leads", "stage", None, "won", 7),
        Change("leads", "notes", None, "knows …", 8),
        Change("leads", "amount", 5.0, None, 8),
    ]
    with Document.open(tmp_path / "a.leaddesk") as again:
        last = list(again.actions())[-1]
        assert last.kind is ActionKind.ERASURE
        assert last.parent == list(again.actions())[-2].id
        again.append(edit(again, 99))


def test_to_do_it_again_does_nothing(tmp_path: Path) -> None:
    once = erasure()
    with document(tmp_path) as one:
        erase(one, once)
        before = one.content_digest
        erase(one, once)
        assert one.content_digest == before


def test_a_failure_leaves_all_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with document(tmp_path) as one:
        before = one.content_digest

        def full(*_: object) -> None:
            raise LeadDeskError(msg("full"))

        monkeypatch.setattr("leaddesk.workspace.log.write", full)
        with pytest.raises(LeadDeskError):
            erase(one, erasure())
        assert one.content_digest == before
        one.verify()


def test_backups_are_rewritten_and_stay_what_they_were_otherwise(tmp_path: Path) -> None:
    backups = Backups(tmp_path / "backups")
    with document(tmp_path) as one:
        old = backups.make(one, Cause.CHANGED, NOW)
        one.append(edit(one, 50))
        spoilt = backups.make(one, Cause.CHANGED, NOW + dt.timedelta(hours=1))
        spoilt.path.write_bytes(spoilt.path.read_bytes()[:5000])
        reach = erase_everywhere(one, erasure(), backups)
        assert reach == Reach(done=1, deleted=1)
        assert [found.path for found in backups.of(one.id)] == [old.path]
    assert holds_nobody(old.path)
    with Document.open(old.path, read_only=True) as copy:
        copy.verify()
        assert copy.action_count == 5
    assert [path.name for path in old.path.parent.iterdir()] == [old.path.name]


def test_backups_may_stay(tmp_path: Path) -> None:
    backups = Backups(tmp_path / "backups")
    with document(tmp_path) as one:
        old = backups.make(one, Cause.CHANGED, NOW)
        assert erase_everywhere(one, erasure(in_backups=False), backups) == Reach(left=1)
    assert not holds_nobody(old.path)
    assert holds_nobody(tmp_path / "a.leaddesk")
