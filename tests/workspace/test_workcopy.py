"""A document on a share, a stick or in a synchronised folder is worked on here and published whole."""

from __future__ import annotations

import datetime as dt
import errno
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.errors import LeadDeskError
from leaddesk.workspace import workcopy
from leaddesk.workspace.document import Document
from leaddesk.workspace.guard import left_unpublished, open_guarded, publish_left
from leaddesk.workspace.identity import DisplacedError
from leaddesk.workspace.lockfile import Holder, LockFile, holder_of, lock_path
from leaddesk.workspace.placing import journal_of
from leaddesk.workspace.workcopy import FOLDER, UnpublishedError
from tests.forked import exit_code
from tests.workspace.gone import EDITS, gone_while_publishing, gone_while_writing
from tests.workspace.made import edit

if TYPE_CHECKING:
    from pathlib import Path

    from leaddesk.model.action import Action


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A document in a synchronised folder."""
    place = tmp_path / "Nextcloud" / "ventes.leaddesk"
    place.parent.mkdir()
    with Document.create(place) as document:
        document.append(edit(document, 0))
    return place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def do(document: Document, number: int) -> None:
    document.append(edit(document, number))


def log(path: Path) -> list[Action]:
    with Document.open(path, read_only=True) as document:
        return list(document.actions())


def beside(path: Path) -> list[str]:
    return sorted(other.name for other in path.parent.iterdir())


def test_it_is_worked_on_here_and_published_whole(shared: Path, folder: Path) -> None:
    before = shared.read_bytes()
    document = open_guarded(shared, folder)
    assert document.path.is_relative_to(folder / FOLDER)
    assert document.path.name == shared.name, "which is what errors tell"
    assert document.home == shared
    do(document, 1)
    assert shared.read_bytes() == before
    assert beside(shared) == [lock_path(shared).name, shared.name]
    assert document.guard is not None
    assert document.guard.publish(document) is None
    assert len(log(shared)) == 2
    replica = document.replica
    document.close()
    assert beside(shared) == [shared.name]
    assert list((folder / FOLDER).iterdir()) == [], "what is published leaves no double of the customers"
    with Document.open(shared) as again:
        assert again.replica == replica


def test_nothing_is_published_that_was_not_done(shared: Path, folder: Path) -> None:
    before = shared.stat()
    with open_guarded(shared, folder) as document:
        assert document.guard is not None
        assert document.guard.publish(document) is None
    assert shared.stat().st_mtime_ns == before.st_mtime_ns
    assert shared.stat().st_ino == before.st_ino


def test_a_document_of_an_own_disk_is_worked_on_where_it_is(tmp_path: Path, folder: Path) -> None:
    place = tmp_path / "own.leaddesk"
    Document.create(place).close()
    with open_guarded(place, folder) as document:
        assert document.path == document.home == place
        holder = holder_of(place)
        assert holder is not None
        assert holder.document == document.id.hex
    assert beside(place) == [place.name]
    assert not folder.exists()


def test_two_computers_lose_nothing_of_each_other(shared: Path, folder: Path) -> None:
    document = open_guarded(shared, folder)
    do(document, 1)
    other = shared.with_name("there")  # the other computer publishes by a rename, as this one does
    shutil.copy(shared, other)
    with Document.open(other) as there:
        do(there, 2)
    theirs = log(other)
    other.replace(shared)
    assert document.guard is not None
    kept = document.guard.publish(document)
    assert kept is not None
    assert kept.name.startswith("ventes (conflict of ")
    assert f"{dt.date.today():%Y-%m-%d}" in kept.name  # noqa: DTZ011  (the user's own day)
    assert log(kept) == theirs
    ours = list(document.actions())
    do(document, 3)
    assert document.guard.publish(document) is None
    document.close()
    assert log(shared)[: len(ours)] == ours
    assert beside(shared) == sorted([kept.name, shared.name])


def test_the_other_version_is_named_after_who_has_it(shared: Path, folder: Path) -> None:
    document = open_guarded(shared, folder)
    do(document, 1)
    LockFile.take(shared, me=Holder("Nadia", "BUREAU-2", 1, "", "2026-01-01T00:00:00+00:00"), force=True)
    with shared.open("ab") as stream:
        stream.write(b"\0")
    assert document.guard is not None
    kept = document.guard.publish(document)
    assert kept is not None
    assert "(conflict of BUREAU-2, " in kept.name
    document.close()


def test_a_newer_version_from_elsewhere_is_what_opens(shared: Path, folder: Path) -> None:
    open_guarded(shared, folder).close()
    with Document.open(shared) as there:
        do(there, 5)
    with open_guarded(shared, folder) as document:
        assert len(list(document.actions())) == 2


def test_a_crash_at_any_step_of_publishing_loses_nothing(shared: Path, folder: Path) -> None:
    """The program is gone just before each step in turn; the next start has everything and makes no conflict of it."""
    for stop in range(40):
        place = shared.with_name(f"{stop}.leaddesk")
        shutil.copy(shared, place)
        code = exit_code(gone_while_publishing, place, folder, stop)
        assert len(log(place)) in {1, 2}
        with open_guarded(place, folder) as document:
            assert len(list(document.actions())) == 2
            assert document.guard is not None
            assert document.guard.publish(document) is None
        assert len(log(place)) == 2
        if code == 0:
            break
    else:
        pytest.fail("publishing has no end")
    assert stop > 8
    assert [name for name in beside(shared) if name.startswith(".") or "conflict" in name] == []
    assert list((folder / FOLDER).iterdir()) == []


@pytest.mark.parametrize("name", ["_copy", "_digest"])
def test_a_disk_that_fails_at_any_step_can_be_tried_again(
    shared: Path, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = open_guarded(shared, folder)
    do(document, 1)
    assert document.guard is not None
    real = getattr(workcopy, name)
    for failing in range(10):
        calls: list[Any] = []

        def fail(*given: Any, calls: list[Any] = calls, failing: int = failing) -> Any:
            calls.append(given)
            if len(calls) > failing:
                raise OSError(5, "input/output error")
            return real(*given)

        monkeypatch.setattr(workcopy, name, fail)
        try:
            document.guard.publish(document)
            break
        except UnpublishedError:
            pass
        assert len(log(shared)) == 1
    assert failing > 0
    monkeypatch.setattr(workcopy, name, real)
    document.close()
    assert len(log(shared)) == 2
    assert beside(shared) == [shared.name]


def test_a_stick_that_is_pulled_out(shared: Path, folder: Path) -> None:
    document = open_guarded(shared, folder)
    do(document, 1)
    away = shared.parent.with_name("away")
    shared.parent.rename(away)
    assert document.guard is not None
    with pytest.raises(UnpublishedError) as error:
        document.guard.publish(document)
    assert str(error.value).startswith("The folder “Nextcloud” is not there.")
    do(document, 2)
    document.close()
    assert left_unpublished(folder) == (shared,)
    with pytest.raises(LeadDeskError):
        publish_left(folder, shared)
    with open_guarded(shared, folder) as found:  # what was done is there, also without the stick
        assert len(list(found.actions())) == 3
        assert found.guard is not None
        assert len(found.guard.remarks) == 1
    away.rename(shared.parent)
    assert publish_left(folder, shared) is None
    assert len(log(shared)) == 3
    assert left_unpublished(folder) == ()
    assert beside(shared)[-1] == shared.name


def tear(place: Path) -> None:
    """The program was killed while it wrote in place: what it changed waits in the journal to be put back."""
    assert exit_code(gone_while_writing, place) == 9
    assert journal_of(place).stat().st_size > 0
    alone = place.parent.with_name("alone")
    shutil.copy(place, alone)
    with pytest.raises(LeadDeskError):
        log(alone)


def test_an_original_that_a_crash_left_half_written_is_whole_in_the_copy(shared: Path, folder: Path) -> None:
    tear(shared)
    with open_guarded(shared, folder) as document:
        assert len(list(document.actions())) == 1 + EDITS
        do(document, 1)
        assert document.guard is not None
        assert document.guard.publish(document) is None
    assert beside(shared) == [shared.name]
    assert len(log(shared)) == 2 + EDITS
    assert list((folder / FOLDER).iterdir()) == []


def test_a_copy_saved_over_a_half_written_document_is_not_undone_by_its_journal(shared: Path, tmp_path: Path) -> None:
    torn = tmp_path / "torn.leaddesk"
    with Document.create(torn) as document:
        do(document, 0)
        do(document, 1)
    tear(torn)
    with Document.open(shared) as document:
        document.save_copy(torn, replace=True)
    assert len(log(torn)) == 1
    assert not journal_of(torn).exists()


def test_a_stick_without_room(shared: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = open_guarded(shared, folder)
    do(document, 1)
    assert document.guard is not None
    real = workcopy._copy

    def full(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:1000])
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(workcopy, "_copy", full)
    with pytest.raises(UnpublishedError) as error:
        document.guard.publish(document)
    assert str(error.value).startswith("“ventes.leaddesk” could not be saved: the disk is full.")
    assert beside(shared) == [lock_path(shared).name, shared.name]
    assert len(log(shared)) == 1
    monkeypatch.setattr(workcopy, "_copy", real)
    assert document.guard.publish(document) is None
    document.close()
    assert len(log(shared)) == 2


def test_an_original_that_was_deleted_does_not_come_back_by_itself(shared: Path, folder: Path) -> None:
    document = open_guarded(shared, folder)
    do(document, 1)
    shared.unlink()
    assert document.guard is not None
    with pytest.raises(DisplacedError):
        document.guard.publish(document)
    document.save_copy(folder / "elsewhere.leaddesk")
    document.close()
    assert len(log(folder / "elsewhere.leaddesk")) == 2
    assert not shared.exists()


def test_a_local_copy_in_use_stays_where_it_is(shared: Path, folder: Path) -> None:
    """Also where the lock beside the original was lost: a sync client, or somebody who tidied up."""
    with open_guarded(shared, folder) as document:
        do(document, 1)
        lock_path(shared).unlink()
        with pytest.raises(LeadDeskError, match="open in another window"):
            open_guarded(shared, folder)
        do(document, 2)
        assert document.path.is_file()
        assert document.guard is not None
        assert document.guard.publish(document) is None
    assert len(log(shared)) == 3


def test_a_damaged_local_copy_keeps_nobody_out(shared: Path, folder: Path) -> None:
    document = open_guarded(shared, folder)
    do(document, 1)
    document.close()
    (copy,) = (folder / FOLDER).rglob("*.leaddesk")
    copy.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    with open_guarded(shared, folder) as again:
        assert len(list(again.actions())) == 1
        assert again.guard is not None
        assert len(again.guard.remarks) == 1
    assert len(list((folder / FOLDER).rglob("*.damaged"))) == 1
