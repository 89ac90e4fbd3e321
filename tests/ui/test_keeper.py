"""What was done is in the document once it was said to be, and nowhere is it lost."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from leaddesk.errors import LeadDeskError
from leaddesk.model.action import Action, ActionKind, Change
from leaddesk.model.recipe import ColumnChoice, Recipe, Remembered, SheetRecipe
from leaddesk.text import msg
from leaddesk.ui.desk import Desk
from leaddesk.ui.keeper import BACKUPS, Entry, Keeper
from leaddesk.ui.last_work import latest_untitled
from leaddesk.ui.memory import FILE, load_remembered, save_remembered
from leaddesk.workspace.backups import Cause
from leaddesk.workspace.document import Document
from tests.quiet import Quiet
from tests.workspace.made import raw

if TYPE_CHECKING:
    from pathlib import Path

REPLICA = uuid4()


def deed(parent: Action | None, company: str) -> Action:
    change = Change("settings", "company", "", company)
    above = None if parent is None else parent.id
    return Action(
        uuid4(), REPLICA, above, "2026-09-01T10:00:00.000+00:00", ActionKind.SETTING, msg("a name"), (change,)
    )


def written(path: Path) -> list[UUID]:
    with Document.open(path, read_only=True) as document:
        return [action.id for action in document.actions()]


def test_work_without_a_name_is_kept_in_the_folder(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "data")
    assert latest_untitled(tmp_path / "data") is None
    first = deed(None, "A")
    second = deed(first, "B")
    keeper.add((first,))
    assert keeper.saved_at is None, "nothing is saved before a commit returned"
    assert isinstance(keeper.write(), dt.datetime)
    keeper.add((second,))
    keeper.close()
    place = latest_untitled(tmp_path / "data")
    assert place is not None
    assert written(place) == [first.id, second.id]
    assert keeper.named_path is None


def test_a_sample_is_only_written_once_it_is_worked_on(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path)
    first = deed(None, "A")
    keeper.add((first,), provisional=True)
    assert keeper.write() is None
    keeper.close()
    assert latest_untitled(tmp_path) is None

    keeper.add((first,), provisional=True)
    second = deed(first, "B")
    keeper.add((second,))
    keeper.close()
    place = latest_untitled(tmp_path)
    assert place is not None
    assert written(place) == [first.id, second.id]


def test_a_name_takes_the_work_along_and_leaves_no_double(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "data")
    first = deed(None, "A")
    keeper.add((first,))
    keeper.write()
    named = tmp_path / "work.leaddesk"
    keeper.move(named)
    second = deed(first, "B")
    keeper.add((second,))
    keeper.close()
    assert keeper.named_path == named
    assert written(named) == [first.id, second.id]
    assert latest_untitled(tmp_path / "data") is None


def test_what_cannot_be_written_waits(tmp_path: Path) -> None:
    blocked = tmp_path / "data"
    keeper = Keeper(blocked)
    first = deed(None, "A")
    keeper.add((first,))
    keeper.write()
    with pytest.raises(LeadDeskError):
        keeper.move(tmp_path / "nowhere" / "work.leaddesk")
    keeper.add((deed(first, "B"),))
    keeper.close()
    place = latest_untitled(blocked)
    assert place is not None
    assert len(written(place)) == 2


def test_nothing_to_save_is_said(tmp_path: Path) -> None:
    with pytest.raises(LeadDeskError) as refusal:
        Keeper(tmp_path).move(tmp_path / "work.leaddesk")
    assert refusal.value.hint is not None


def test_mappings_are_remembered_between_starts(tmp_path: Path) -> None:
    sheet = SheetRecipe("a", "leads", 0, 1, 3, columns=(ColumnChoice(0, "Origine", "channel"),), fingerprint="f1")
    remembered = Remembered().with_recipes([Recipe("a.csv", "d", (sheet,))])
    save_remembered(tmp_path / "new", remembered)
    assert load_remembered(tmp_path / "new") == remembered


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"a": 1}', b"\xff\xfe"])
def test_a_spoilt_memory_is_an_empty_one(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert load_remembered(tmp_path) == Remembered()


def test_a_folder_that_cannot_be_is_no_end_of_the_work(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    keeper = Keeper(blocked / "data")
    first = deed(None, "A")
    keeper.add((first,))
    with pytest.raises(LeadDeskError, match="cannot be kept"):
        keeper.write()
    place = tmp_path / "work.leaddesk"
    keeper.move(place)
    second = deed(first, "B")
    keeper.add((second,))
    keeper.close()
    assert written(place) == [first.id, second.id]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "work.leaddesk"]


def test_mappings_that_cannot_be_remembered_do_not_keep_work_from_being_written(tmp_path: Path) -> None:
    desk = Desk(dt.date(2026, 9, 1), tmp_path / "data")
    desk.change_setting("company", "A", msg("a name"))
    desk.save_as(tmp_path / "work.leaddesk", Quiet())
    shutil.rmtree(tmp_path / "data")
    (tmp_path / "data").write_text("not a folder")
    desk.change_setting("company", "B", msg("a name"))
    assert desk.persist(Quiet()) is not None
    desk.keeper.close()
    assert len(written(tmp_path / "work.leaddesk")) == 2


# -- backups ----------------------------------------------------------------------------------------------------------


def causes(keeper: Keeper) -> list[Cause]:
    document_id = keeper.document_id
    return [] if document_id is None else [backup.cause for backup in keeper.backups.of(document_id)]


def test_a_backup_is_made_of_what_was_written_before_it(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path)
    first = deed(None, "A")
    keeper.add((Cause.IMPORT, first))
    keeper.write()
    assert causes(keeper) == [], "an empty document needs none"
    second = deed(first, "B")
    keeper.add((Cause.MERGE, second))
    keeper.write()
    (backup,) = keeper.backups.of(keeper.document_id or uuid4())
    assert backup.cause is Cause.MERGE
    assert written(backup.path) == [first.id]
    keeper.close()


def test_a_backup_that_is_young_enough_is_enough(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path)
    first = deed(None, "A")
    keeper.add((first,))
    keeper.write()
    keeper.back_up(Cause.CHANGED, dt.timedelta(minutes=30))
    keeper.add((deed(first, "B"),))
    keeper.write()
    keeper.back_up(Cause.CHANGED, dt.timedelta(minutes=30))
    assert causes(keeper) == [Cause.CHANGED]
    keeper.back_up(Cause.CHANGED, dt.timedelta(0))
    assert causes(keeper) == [Cause.CHANGED, Cause.CHANGED]
    keeper.close()


def test_a_backup_that_fails_does_not_keep_work_from_being_written(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "data")
    first = deed(None, "A")
    keeper.add((first,))
    keeper.write()
    (tmp_path / "data" / BACKUPS).write_text("not a folder")
    second = deed(first, "B")
    keeper.add((Cause.MERGE, second))
    keeper.write()
    faults = [keeper.backup_fault]
    (tmp_path / "data" / BACKUPS).unlink()
    keeper.back_up(Cause.CHANGED)
    faults.append(keeper.backup_fault)
    assert [fault is None for fault in faults] == [False, True]
    keeper.close()
    place = latest_untitled(tmp_path / "data")
    assert place is not None
    assert written(place) == [first.id, second.id]


def test_steps_are_brief_and_files_and_long_steps_are_not(tmp_path: Path) -> None:
    def waiting(*entries: Entry) -> bool:
        keeper = Keeper(tmp_path)
        keeper.add(entries)
        return keeper.is_brief

    first = deed(None, "A")
    assert waiting()
    assert waiting(first, deed(first, "B"))
    assert not waiting(replace(first, changes=first.changes * 200))
    assert not waiting((uuid4(), raw()), first)
    assert not waiting(Cause.MERGE, first)


def test_what_is_done_while_a_backup_is_made_does_not_wait_for_it(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path)
    first = deed(None, "A")
    second = deed(first, "B")
    keeper.add((first,))
    keeper.write()
    steps: list[int] = []

    def check() -> None:
        steps.append(len(keeper.backups.of(keeper.document_id or uuid4())))
        if len(steps) == 2:  # the copy is made, and not read yet
            keeper.add((second,))

    keeper.back_up(Cause.CHANGED, check=check)
    assert keeper.backup_fault is None
    (backup,) = keeper.backups.of(keeper.document_id or uuid4())
    assert written(backup.path) == [first.id]
    place = latest_untitled(tmp_path)
    assert place is not None
    with sqlite3.connect(f"{place.as_uri()}?immutable=1", uri=True) as database:
        count = database.execute("SELECT count(*) FROM actions").fetchone()
    database.close()
    assert count == (2,), "it is on the disk, before anything else is written"
    assert steps[-1] == 0, "the copy counted only afterwards"
    keeper.close()
