"""Backups come by themselves, and a version of the past comes back with a way back to the present."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest

from leaddesk.model.action import editing
from leaddesk.text import language, msg, msgn
from leaddesk.ui import backing_up
from leaddesk.ui.keeper import BACKUPS
from leaddesk.ui.widgets.backup_place import BackupPlace
from leaddesk.workspace.backups import Cause
from leaddesk.workspace.document import Document

if TYPE_CHECKING:
    from uuid import UUID

    from leaddesk.text import Message
    from leaddesk.ui.jobs import Task
    from tests.e2e.conftest import Desktop

LEADS = (
    "N°;Reçu le;Origine;Etat;Client\n1;03/02/2026;Flyers;gagné;Boulangerie Pré-Neuf\n2;05/02/2026;Flyers;perdu;Lune\n"
)
MORE = "N°;Reçu le;Origine;Etat;Client\n3;03/03/2026;Flyers;gagné;Fleurs d'Ici\n"


def opened(desktop: Desktop, tmp_path: Path) -> None:
    take(desktop, tmp_path / "demandes.csv", LEADS)
    desktop.session.save_as(tmp_path / "work.leaddesk")
    desktop.settle()


def take(desktop: Desktop, path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    desktop.window.session.proposed.disconnect(desktop.window.confirm_import)
    desktop.window.session.proposed.connect(desktop.session.confirm)
    desktop.drop(path)
    desktop.settle()
    desktop.window.session.proposed.disconnect(desktop.session.confirm)
    desktop.window.session.proposed.connect(desktop.window.confirm_import)


def backups(desktop: Desktop) -> list[Any]:
    keeper = desktop.session.desk.keeper
    return list(keeper.backups.of(keeper.document_id))


def rename(desktop: Desktop, company: str) -> None:
    desktop.session.change_setting("company", company, msg("Company"))
    desktop.settle()


@pytest.mark.parametrize("spoken", ["fr"])
def test_the_first_work_is_backed_up_at_once_and_the_next_before_an_import(desktop: Desktop, tmp_path: Path) -> None:
    opened(desktop, tmp_path)
    assert [backup.cause for backup in backups(desktop)] == [Cause.CHANGED]
    rename(desktop, "Vélo Express")
    assert len(backups(desktop)) == 1, "the last one is younger than half an hour"
    take(desktop, tmp_path / "mars.csv", MORE)
    assert [backup.cause for backup in backups(desktop)] == [Cause.IMPORT, Cause.CHANGED]


@pytest.mark.parametrize("spoken", ["en"])
def test_what_was_changed_is_backed_up_every_half_hour(
    desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(desktop, tmp_path)
    assert desktop.window.backing_up.timer.isActive()
    assert desktop.window.backing_up.timer.interval() == 30 * 60 * 1000
    rename(desktop, "Vélo Express")
    monkeypatch.setattr(backing_up, "WORKED_ON", backing_up.WORKED_ON * 0)
    desktop.window.backing_up.timer.timeout.emit()
    desktop.settle()
    assert [backup.cause for backup in backups(desktop)] == [Cause.CHANGED, Cause.CHANGED]
    desktop.window.backing_up.timer.timeout.emit()
    desktop.settle()
    assert len(backups(desktop)) == 2, "nothing was changed since"


@pytest.mark.parametrize("spoken", ["fr"])
def test_a_document_is_backed_up_when_it_is_opened(
    desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(desktop, tmp_path)
    rename(desktop, "Vélo Express")
    (tmp_path / "copy.leaddesk").write_bytes((tmp_path / "work.leaddesk").read_bytes())
    desktop.session.open_paths([tmp_path / "copy.leaddesk"])
    desktop.settle()
    assert len(backups(desktop)) == 1, "the last one is younger than a day"
    (tmp_path / "other.leaddesk").write_bytes((tmp_path / "work.leaddesk").read_bytes())
    monkeypatch.setattr(backing_up, "UNTOUCHED", backing_up.UNTOUCHED * 0)
    desktop.session.open_paths([tmp_path / "other.leaddesk"])
    desktop.settle()
    assert [backup.cause for backup in backups(desktop)] == [Cause.OPENED, Cause.CHANGED]


@pytest.mark.parametrize("spoken", ["fr"])
def test_a_backup_that_cannot_be_made_is_said_once(desktop: Desktop, tmp_path: Path, spoken: str) -> None:
    (desktop.session.folder).mkdir(parents=True, exist_ok=True)
    (desktop.session.folder / BACKUPS).write_text("not a folder")
    opened(desktop, tmp_path)
    words = language(spoken).text(msg("Your work is saved, but no backup of it could be made."))
    bar = desktop.window.messages
    assert words in [language(spoken).text(notice.text) for notice in bar._notices]
    bar.clear()
    rename(desktop, "Vélo Express")
    desktop.window.backing_up.look()
    desktop.settle()
    assert bar.current() is None, "once is enough"
    assert desktop.session.saved_at is not None


def choose(desktop: Desktop, place: int, seen: list[str]) -> None:
    """Restore a version from the menu."""

    def answer(dialog: Any) -> None:
        desktop.qtbot.waitUntil(lambda: dialog.list.topLevelItemCount() > 0)
        dialog.list.setCurrentItem(dialog.list.topLevelItem(place))
        item = dialog.list.topLevelItem(place)
        seen.extend([item.text(1), item.text(2), dialog.preview.toPlainText()])
        QTest.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)

    asked = desktop.when_asked(answer)
    desktop.window.actions_["restore"].trigger()
    assert asked()
    desktop.settle()


def on_disk(path: Path) -> list[UUID]:
    with Document.open(path, read_only=True) as document:
        return [action.id for action in document.actions()]


def test_a_version_comes_back_and_so_does_the_present(desktop: Desktop, tmp_path: Path, spoken: str) -> None:
    def words(message: Message) -> str:
        return language(spoken).text(message).replace("\u00a0", " ")  # as a text field gives it back

    session = desktop.session
    opened(desktop, tmp_path)
    take(desktop, tmp_path / "mars.csv", MORE)
    leads = session.state.dataset["leads"]
    row = int(leads.rows[0])
    session.edit(editing(session.state, "leads", row, "notes", "rappeler"), msg("Notes of {name}", name="Lune"))
    desktop.settle()
    session.undo()
    session.redo()
    desktop.settle()
    present = session.desk.actions
    seen: list[str] = []

    def way_back(dialog: Any) -> None:
        desktop.qtbot.waitUntil(lambda: dialog.list.topLevelItemCount() > 0)
        seen.append(dialog.list.currentItem().text(1))
        QTest.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)

    choose(desktop, 0, seen)
    assert len(session.state.dataset["leads"]) == 2, "the version before the second import"
    assert seen[:2] == [
        words(msg("work was going on")),
        ", ".join([
            words(msgn("{count} step", "{count} steps", 4)),
            words(msgn("{count} lead changed", "{count} leads changed", 1)),
            words(msgn("{count} file taken in", "{count} files taken in", 1)),
        ]),
    ]  # fmt: skip
    assert "mars.csv" in seen[2].splitlines()[0]
    redo, undo, notes, march = seen[2].splitlines()[2:]
    assert words(msg("Redo: {what}", what=present[2].label)) in redo, "the last step first"
    assert words(msg("Undo: {what}", what=present[2].label)) in undo
    assert words(present[1].label) in march
    assert "Lune" in notes
    assert session.undo_label == present[0].label, "the undo history of the version is its own"
    assert session.document_path == tmp_path / "work.leaddesk"
    notice = desktop.window.messages.current()
    assert notice is not None
    assert words(notice.offer) == desktop.window.messages.offer.text()

    asked = desktop.when_asked(way_back)
    QTest.mouseClick(desktop.window.messages.offer, Qt.MouseButton.LeftButton)
    assert asked()
    desktop.settle()
    assert seen[-1] == words(msg("before a version was restored")), "the way back is the first to be offered"
    assert session.desk.actions == present
    assert session.state.dataset["leads"].data["notes"].iat[0] == "rappeler"
    session.undo()
    desktop.settle()
    wanted = [action.id for action in session.desk.actions]
    session.close()
    assert on_disk(tmp_path / "work.leaddesk") == wanted
    assert len(wanted) == len(present) + 1


@pytest.mark.parametrize("spoken", ["en"])
def test_what_is_done_while_a_version_comes_back_is_in_the_version_before(desktop: Desktop, tmp_path: Path) -> None:
    opened(desktop, tmp_path)
    rename(desktop, "Vélo Express")
    (version,) = backups(desktop)
    desktop.session.restore(version)
    desktop.session.change_setting("company", "Hâtif", msg("Company"))
    desktop.settle()
    assert desktop.session.company == ""
    newest = backups(desktop)[0]
    assert newest.cause is Cause.RESTORE
    assert len(on_disk(newest.path)) == 3
    rename(desktop, "Après")
    desktop.session.close()
    assert len(on_disk(tmp_path / "work.leaddesk")) == 2


def test_a_damaged_version_is_said_and_changes_nothing(desktop: Desktop, tmp_path: Path, spoken: str) -> None:
    opened(desktop, tmp_path)
    rename(desktop, "Vélo Express")
    (version,) = backups(desktop)
    before = desktop.session.desk.actions
    with sqlite3.connect(version.path) as database:
        database.execute("UPDATE changes SET new = '1'")
    database.close()
    desktop.session.restore(version)
    desktop.settle()
    assert desktop.session.desk.actions == before
    notice = desktop.window.messages.current()
    assert notice is not None
    assert notice.tone == "error"
    assert ("endommagé" if spoken == "fr" else "damaged") in desktop.window.messages.text.text()


@pytest.mark.parametrize("spoken", ["en"])
def test_without_a_version_the_dialog_says_so(desktop: Desktop, spoken: str) -> None:
    desktop.session.open_sample(language(spoken))
    desktop.settle()
    seen: list[str] = []

    def answer(dialog: Any) -> None:
        desktop.settle()
        seen.append(dialog.note.text())
        assert not dialog.restore.isEnabled()
        dialog.reject()

    desktop.when_asked(answer)
    desktop.window.actions_["restore"].trigger()
    assert seen == [language(spoken).text(msg("There is no version yet: one is kept by itself as you work."))]


def test_the_settings_say_where_the_backups_are_and_open_their_folder(
    desktop: Desktop, tmp_path: Path, spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(desktop, tmp_path)
    seen: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: seen.append(url.toLocalFile()))

    def answer(dialog: Any) -> None:
        desktop.settle()
        place = dialog.findChild(BackupPlace)
        seen.append(place.text.text())
        QTest.mouseClick(place.open, Qt.MouseButton.LeftButton)
        dialog.reject()

    desktop.when_asked(answer)
    desktop.window.actions_["settings"].trigger()
    folder = desktop.session.desk.keeper.backups.folder
    number = "0,1" if spoken == "fr" else "0.1"
    assert str(folder) in seen[0]
    assert number in seen[0]
    assert Path(seen[1]) == folder


@pytest.mark.parametrize("spoken", ["fr"])
def test_an_edit_is_on_the_disk_without_waiting_for_its_figures(desktop: Desktop, tmp_path: Path) -> None:
    opened(desktop, tmp_path)
    session, computing, over = desktop.session, threading.Event(), threading.Event()

    def compute(_task: Task) -> None:
        computing.set()
        over.wait(20)

    session.jobs.compute.start("long", compute)
    assert computing.wait(20)
    before = session.saved_at
    session.change_setting("company", "Vélo Express", msg("Company"))
    desktop.qtbot.waitUntil(lambda: session.saved_at != before, timeout=2000)
    assert not session.jobs.compute.is_idle()
    over.set()
