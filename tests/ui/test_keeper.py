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
from leaddesk.model.recipe import ColumnChoice, Recipe, SheetRecipe
from leaddesk.model.remembered import Remembered
from leaddesk.text import msg
from leaddesk.ui.desk import Desk
from leaddesk.ui.keeper import BACKUPS, Entry, Keeper
from leaddesk.ui.last_work import latest_untitled
from leaddesk.ui.memory import FILE, load_remembered, save_remembered
from leaddesk.ui.opening import OnlyReadError
from leaddesk.workspace.backups import Cause
from leaddesk.workspace.document import Document
from leaddesk.workspace.guard import left_unpublished, publish_left
from leaddesk.workspace.identity import DisplacedError
from leaddesk.workspace.lockfile import InUseError, LockFile, myself
from leaddesk.workspace.workcopy import UnpublishedError
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


def trouble(keeper: Keeper) -> LeadDeskError | None:
    return keeper.trouble


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


# -- guards -----------------------------------------------------------------------------------------------------------


def test_work_whose_file_was_taken_away_is_kept_and_saved_elsewhere(tmp_path: Path) -> None:
    place, other = tmp_path / "work.leaddesk", tmp_path / "rescued.leaddesk"
    keeper = Keeper(tmp_path / "data")
    deeds = [deed(None, "A")]
    keeper.add(deeds)
    keeper.move(place)
    place.unlink()
    for company in "BC":
        deeds.append(deed(deeds[-1], company))
        keeper.add(deeds[-1:])
        with pytest.raises(DisplacedError):
            keeper.write()
    with pytest.raises(LeadDeskError):
        keeper.move(tmp_path / "nowhere" / "work.leaddesk")
    with pytest.raises(DisplacedError):  # a copy that failed makes the lost file no better
        keeper.write()
    keeper.move(other)
    deeds.append(deed(deeds[-1], "D"))
    keeper.add(deeds[-1:])
    keeper.close()
    assert written(other) == [one.id for one in deeds]
    assert not place.exists()


def test_a_file_that_takes_the_place_of_the_document_is_not_touched(tmp_path: Path) -> None:
    place = tmp_path / "work.leaddesk"
    keeper = Keeper(tmp_path / "data")
    first = deed(None, "A")
    keeper.add((first,))
    keeper.move(place)
    place.unlink()
    place.write_text("precious")
    keeper.add((deed(first, "B"),))
    for act in (keeper.write, keeper.close, lambda: keeper.move(place)):
        with pytest.raises(LeadDeskError):
            act()
    assert place.read_text() == "precious"
    keeper.move(tmp_path / "other.leaddesk")
    keeper.close()
    assert len(written(tmp_path / "other.leaddesk")) == 2
    assert place.read_text() == "precious"


def test_a_version_is_not_restored_into_a_file_that_is_gone(tmp_path: Path) -> None:
    place, other = tmp_path / "work.leaddesk", tmp_path / "other.leaddesk"
    keeper = Keeper(tmp_path / "data")
    first = deed(None, "A")
    keeper.add((first,))
    keeper.move(place)
    keeper.back_up(Cause.OPENED)
    (backup,) = keeper.backups.of(keeper.document_id or uuid4())
    keeper.add((deed(first, "B"),))
    keeper.write()
    place.rename(tmp_path / "away.leaddesk")
    keeper.add((Document.open(backup.path, read_only=True),))
    with pytest.raises(DisplacedError):
        keeper.write()
    keeper.move(other)
    keeper.close()
    assert written(other) == [first.id]
    assert len(written(tmp_path / "away.leaddesk")) == 2


def test_a_file_that_is_put_back_is_written_to_again(tmp_path: Path) -> None:
    place = tmp_path / "work.leaddesk"
    keeper = Keeper(tmp_path / "data")
    deeds = [deed(None, "A")]
    keeper.add(deeds)
    keeper.move(place)
    place.rename(tmp_path / "away")
    deeds.append(deed(deeds[-1], "B"))
    keeper.add(deeds[1:])
    with pytest.raises(DisplacedError, match="called “away” now"):
        keeper.write()
    (tmp_path / "away").rename(place)
    keeper.close()
    assert written(place) == [one.id for one in deeds]


def test_a_document_that_somebody_has_is_not_replaced(tmp_path: Path) -> None:
    place = tmp_path / "work.leaddesk"
    Document.create(place).close()
    content = place.read_bytes()
    LockFile.take(place, me=replace(myself(), host="BUREAU-2"))
    keeper = Keeper(tmp_path / "data")
    first = deed(None, "A")
    keeper.add((first,))
    with pytest.raises(InUseError):
        keeper.move(place)
    assert place.read_bytes() == content
    keeper.close()
    untitled = latest_untitled(tmp_path / "data")
    assert untitled is not None
    assert written(untitled) == [first.id]


def test_a_stick_that_is_away_keeps_no_other_document_out(tmp_path: Path) -> None:
    stick, other = tmp_path / "Dropbox" / "work.leaddesk", tmp_path / "other.leaddesk"
    stick.parent.mkdir()
    Document.create(other).close()
    keeper = Keeper(tmp_path / "data")
    deeds = [deed(None, "A")]
    keeper.add(deeds)
    keeper.move(stick)
    deeds.append(deed(deeds[-1], "B"))
    keeper.add(deeds[1:])
    stick.parent.rename(tmp_path / "away")
    with pytest.raises(UnpublishedError):
        keeper.publish()
    assert isinstance(trouble(keeper), UnpublishedError)
    assert keeper.write() is not None, "it is written on this computer"
    assert isinstance(trouble(keeper), UnpublishedError), "but not where it belongs"
    keeper.refuse_open(other)
    keeper.take(Document.open(other))
    assert keeper.trouble is None
    keeper.close()
    (tmp_path / "away").rename(stick.parent)
    assert left_unpublished(tmp_path / "data") == (stick,)
    assert publish_left(tmp_path / "data", stick) is None
    assert written(stick) == [one.id for one in deeds]


def test_a_document_to_be_looked_at_is_never_written(tmp_path: Path) -> None:
    place, mine = tmp_path / "copy.leaddesk", tmp_path / "mine.leaddesk"
    Document.create(place).close()
    keeper = Keeper(tmp_path / "data")
    with Document.open(place) as document:
        document.append(start := deed(None, "0"))
    content = place.read_bytes()
    keeper.take(Document.open(place, read_only=True), OnlyReadError(msg("To be looked at.")))
    assert keeper.write() is None
    keeper.back_up(Cause.OPENED)
    assert causes(keeper) == [], "it is nobody's work here"
    first = deed(start, "A")
    keeper.add((first,))
    for act in (keeper.write, keeper.close, lambda: keeper.refuse_open(mine)):
        with pytest.raises(OnlyReadError):
            act()
    assert keeper.saved_at is None
    keeper.move(mine)
    assert keeper.trouble is None
    keeper.close()
    assert written(mine) == [start.id, first.id]
    assert place.read_bytes() == content


def test_what_reached_a_file_that_went_in_that_moment_is_not_written_twice(tmp_path: Path) -> None:
    place = tmp_path / "work.leaddesk"
    keeper = Keeper(tmp_path / "data")
    deeds = [deed(None, "A")]
    keeper.add(deeds)
    keeper.move(place)
    document = keeper._document
    assert document is not None
    deeds.append(deed(deeds[-1], "B"))
    document.append(deeds[1])  # its commit returned, and then the file was found gone
    keeper.add(deeds[1:])
    keeper.close()
    assert written(place) == [one.id for one in deeds]
