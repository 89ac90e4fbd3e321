"""The window and a document that is taken away, in use, of a newer LeadDesk, or in a synchronised folder."""

from __future__ import annotations

import datetime as dt
import errno
import shutil
import sqlite3
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox, QPushButton

from leaddesk.errors import LeadDeskError
from leaddesk.model.action import Action, ActionKind, Change
from leaddesk.text import language, msg
from leaddesk.ui import opening
from leaddesk.ui.dialogs.checkup import CheckupDialog
from leaddesk.ui.dialogs.reconcile import ReconcileDialog
from leaddesk.workspace import lockfile
from leaddesk.workspace.backups import Cause
from leaddesk.workspace.document import Document
from leaddesk.workspace.guard import left_unpublished
from leaddesk.workspace.layout import VERSION
from leaddesk.workspace.lockfile import LockFile, holder_of, lock_path, myself
from leaddesk.workspace.obstacles import full, unchangeable
from tests.workspace.made import TIME

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from leaddesk.app import Program
    from leaddesk.text import Message
    from leaddesk.ui.session import Session

SHEET = "id;date;nom;source;statut\n" + "".join(
    f"{n};0{n}/03/2026;Client {n};Google Ads;nouveau\n" for n in range(1, 6)
)


def wait(program: Program, qtbot: QtBot) -> None:
    for _ in range(3):
        qtbot.waitUntil(program.jobs.is_idle, timeout=20_000)
        QApplication.processEvents()


def text(message: Any) -> str:
    return language("fr").text(message)


def name_company(session: Session, name: str) -> None:
    session.change_setting("company", name, msg("a name"))


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A document with leads in it, made before."""
    import threading

    from leaddesk.ui.desk import Desk
    from leaddesk.ui.jobs import Task

    task = Task(lambda _progress: None, threading.Event())
    sheet = tmp_path / "prospects.csv"
    sheet.write_text(SHEET, "utf-8")
    desk = Desk(dt.date(2026, 9, 1), tmp_path / "made")
    desk.adopt(desk.take(desk.read([sheet], task), task))
    place = tmp_path / "travail" / "ventes.leaddesk"
    place.parent.mkdir()
    desk.save_as(place, task)
    desk.keeper.close()
    assert [path.name for path in place.parent.iterdir()] == [place.name]
    return place


@pytest.fixture
def opened(program: Program, qtbot: QtBot, work: Path) -> Session:
    program.window.open_paths([work])
    wait(program, qtbot)
    assert program.session.document_path == work
    return program.session


def actions(path: Path) -> int:
    with Document.open(path, read_only=True) as document:
        return len(list(document.actions()))


def test_a_document_that_is_renamed_while_it_is_open(
    program: Program, qtbot: QtBot, opened: Session, work: Path
) -> None:
    banner = program.window.trouble
    assert banner.isHidden()
    away = work.with_name("ailleurs.leaddesk")
    work.rename(away)
    name_company(opened, "Courses")
    wait(program, qtbot)
    assert banner.isVisible()
    assert banner.text.text().startswith("Non enregistré. ")
    assert "a été renommé" in banner.text.text()
    assert "ailleurs.leaddesk" in banner.text.text()
    assert program.window.status.saved.text() == ""
    assert opened.company == "Courses", "what was typed is still there"
    name_company(opened, "Courses du Rhône")
    banner.retry.click()
    wait(program, qtbot)
    assert banner.isVisible()
    away.rename(work)
    banner.retry.click()
    wait(program, qtbot)
    assert banner.isHidden()
    assert program.window.status.saved.text().startswith("Enregistré à ")
    program.window.close()
    assert actions(work) == 3


def test_a_document_that_is_deleted_is_saved_elsewhere(
    program: Program, qtbot: QtBot, opened: Session, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work.unlink()
    name_company(opened, "Courses")
    wait(program, qtbot)
    other = work.with_name("copie.leaddesk")
    monkeypatch.setattr("leaddesk.ui.asking.file_to_save", lambda *_given: other)
    program.window.trouble.copy.click()
    wait(program, qtbot)
    assert program.window.trouble.isHidden()
    assert opened.document_path == other
    name_company(opened, "Courses du Rhône")
    wait(program, qtbot)
    program.window.close()
    assert actions(other) == 3
    assert not work.exists()


def test_a_copy_is_saved_and_the_work_goes_on_in_the_document(
    program: Program, qtbot: QtBot, opened: Session, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = work.with_name("pour Marie.leaddesk")
    asked: list[str] = []

    def answer(_parent: object, _words: object, _folder: str, name: str, title: Message) -> Path:
        asked.extend([name, language("fr").text(title)])
        return place

    monkeypatch.setattr("leaddesk.ui.asking.file_to_save", answer)
    name_company(opened, "Courses")
    program.window.actions_["save_copy"].trigger()
    wait(program, qtbot)
    assert asked == [f"{work.stem}, copie", "Enregistrer une copie"]
    notice = program.window.messages.current()
    assert notice is not None
    assert "pour Marie.leaddesk" in language("fr").text(notice.text)
    assert opened.document_path == work
    assert actions(place) == actions_so_far(opened)
    name_company(opened, "Courses du Rhône")
    wait(program, qtbot)
    assert actions_so_far(opened) == actions(place) + 1
    place.unlink()
    LockFile.take(place, me=replace(myself(), user="Nadia", host="BUREAU-2", time=dt.datetime.now(dt.UTC).isoformat()))
    program.window.actions_["save_copy"].trigger()
    wait(program, qtbot)
    notice = program.window.messages.current()
    assert notice is not None
    assert notice.tone == "error", "somebody has what would be replaced"
    assert not place.exists()
    program.window.close()


def actions_so_far(session: Session) -> int:
    return len(session.desk.actions)


def locked(work: Path, hours: float) -> None:
    """Somebody else has the document."""
    with Document.open(work, read_only=True) as document:
        key = document.id
    since = dt.datetime.now(dt.UTC) - dt.timedelta(hours=hours)
    LockFile.take(work, me=replace(myself(), user="Nadia", host="BUREAU-2", time=since.isoformat(), document=key.hex))


def test_a_document_in_use_elsewhere_says_who_has_it(program: Program, qtbot: QtBot, work: Path) -> None:
    locked(work, 1)
    program.window.open_paths([work])
    wait(program, qtbot)
    notice = program.window.messages.current()
    assert notice is not None
    assert "Nadia" in text(notice.text)
    assert "BUREAU-2" in text(notice.text)
    assert not program.session.has_data


def test_a_document_in_use_elsewhere_is_shown_as_its_last_copy(
    program: Program, qtbot: QtBot, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked(work, 1)
    session = program.session
    with Document.open(work) as document:
        now = dt.datetime.now().astimezone()
        copy = session.desk.keeper.backups.make(document, Cause.OPENED, now).path
    content = copy.read_bytes()
    program.window.open_paths([work])
    wait(program, qtbot)
    banner = program.window.trouble
    assert session.has_data
    assert session.document_path is None
    assert banner.isVisible()
    assert banner.retry.isHidden()
    assert banner.text.text().startswith("Lecture seule. ")
    assert "BUREAU-2" in banner.text.text()
    assert f"{dt.date.today():%d/%m/%Y}" in banner.text.text()  # noqa: DTZ011  (the user's own day)
    name_company(session, "Courses")
    wait(program, qtbot)
    assert session.saved_at is None
    assert banner.isVisible()
    other = work.with_name("à moi.leaddesk")
    monkeypatch.setattr("leaddesk.ui.asking.file_to_save", lambda *_given: other)
    banner.copy.click()
    wait(program, qtbot)
    assert banner.isHidden()
    program.window.close()
    assert actions(other) == 2
    assert copy.read_bytes() == content
    assert actions(work) == 1


@pytest.mark.parametrize("opens", [True, False])
def test_a_lock_of_long_ago_is_asked_about(program: Program, qtbot: QtBot, work: Path, opens: bool) -> None:
    locked(work, 30)
    asked: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            timer.start(20)
            return
        asked.append(box.text())
        wanted = "Ouvrir quand même" if opens else "Ne pas l’ouvrir"
        next(button for button in box.findChildren(QPushButton) if button.text() == wanted).click()

    timer = QTimer(program.window)
    timer.setSingleShot(True)
    timer.timeout.connect(answer)
    timer.start(20)
    program.window.open_paths([work])
    qtbot.waitUntil(lambda: bool(asked), timeout=20_000)
    wait(program, qtbot)
    assert "Nadia" in asked[0]
    assert program.session.has_data is opens
    holder = holder_of(work)
    assert holder is not None
    assert holder.host == (myself().host if opens else "BUREAU-2")


def test_a_document_of_a_newer_leaddesk_is_looked_at(program: Program, qtbot: QtBot, work: Path) -> None:
    connection = sqlite3.connect(work)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    content = work.read_bytes()
    program.window.open_paths([work])
    wait(program, qtbot)
    assert program.session.has_data
    assert "plus récent" in program.window.trouble.text.text()
    name_company(program.session, "Courses")
    wait(program, qtbot)
    assert work.read_bytes() == content
    program.session.undo()
    program.session.desk.keeper._waiting.clear()  # the user leaves it at that


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "on peut seulement regarder « ventes.leaddesk » : son disque est plein."),
        (errno.EROFS, "on peut seulement regarder « ventes.leaddesk » : son dossier est protégé en écriture."),
    ],
    ids=["full disk", "read-only folder"],
)
def test_where_nothing_can_be_written_it_is_looked_at_and_saved_elsewhere(
    program: Program, qtbot: QtBot, work: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    def refused(lock: Path, _me: object) -> None:
        if lock.parent == work.parent:
            raise OSError(code, "no")
        write(lock, _me)

    write: Any = lockfile._write_new
    monkeypatch.setattr(lockfile, "_write_new", refused)
    content = work.read_bytes()
    program.window.open_paths([work])
    wait(program, qtbot)
    assert len(program.session.state.dataset["leads"]) == 5
    said = program.window.trouble.text.text()
    assert plain(words) in plain(said)
    name_company(program.session, "Courses")
    wait(program, qtbot)
    assert work.read_bytes() == content
    assert program.session.saved_at is None, "nothing is said to be saved"
    other = work.parent.with_name("ailleurs.leaddesk")
    program.session.save_as(other)
    wait(program, qtbot)
    assert program.window.trouble.isHidden()
    assert sorted(path.name for path in work.parent.iterdir()) == [work.name]
    program.session.close()
    assert actions(other) == 2


def plain(words: str) -> str:
    """Small letters and plain spaces."""
    return " ".join(words.replace("\u202f", " ").replace("\u00a0", " ").casefold().split())


def test_a_file_that_may_not_be_changed_is_looked_at(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def protected(*_: object, **_how: object) -> Document:
        raise unchangeable(work)

    monkeypatch.setattr(opening, "open_guarded", protected)
    document, only_read = opening.open_document(work, tmp_path, lambda _id: None, force=False)
    with document:
        assert document.is_read_only
        assert only_read is not None
        assert text(only_read.message) != only_read.message.msgid
        assert document.action_count == 1


def test_what_a_crash_left_there_is_not_looked_at_in_half(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **_how: object) -> Document:
        raise full(work)

    monkeypatch.setattr(opening, "open_guarded", refused)
    work.write_bytes(work.read_bytes()[:3000])
    with pytest.raises(LeadDeskError, match="the disk is full"):
        opening.open_document(work, tmp_path, lambda _id: None, force=False)


def test_work_in_a_synchronised_folder_reaches_it_when_it_has_settled(
    program: Program, qtbot: QtBot, work: Path
) -> None:
    shared = work.parent.with_name("Nextcloud") / work.name
    shared.parent.mkdir()
    shutil.copy(work, shared)
    program.session.guarding._settling.setInterval(50)
    program.window.open_paths([shared])
    wait(program, qtbot)
    name_company(program.session, "Courses")
    qtbot.waitUntil(lambda: actions(shared) == 2, timeout=10_000)
    wait(program, qtbot)
    other = shared.with_name("là-bas")  # the other computer publishes a version of its own
    shutil.copy(work, other)
    other.replace(shared)
    name_company(program.session, "Courses du Rhône")
    qtbot.waitUntil(lambda: len([path for path in shared.parent.iterdir() if "conflict" in path.name]) == 1)
    wait(program, qtbot)
    notice = program.window.messages.current()
    assert notice is not None
    assert "les deux versions sont gardées" in text(notice.text)
    program.window.close()
    assert actions(shared) == 3
    assert not lock_path(shared).exists()


def test_the_other_version_of_a_synchronised_document_is_merged_from_the_message(
    program: Program, qtbot: QtBot, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = work.parent.with_name("Nextcloud") / work.name
    shared.parent.mkdir()
    shutil.copy(work, shared)
    program.session.guarding._settling.setInterval(50)
    program.window.open_paths([shared])
    wait(program, qtbot)
    other = shared.with_name("là-bas")
    shutil.copy(work, other)
    with Document.open(other) as theirs:
        change = Change("settings", "currency", "EUR", "CHF")
        theirs.append(Action(uuid4(), uuid4(), theirs.head, TIME, ActionKind.SETTING, msg("Currency"), (change,)))
    other.replace(shared)
    name_company(program.session, "Courses du Rhône")
    qtbot.waitUntil(lambda: program.session.merging.other is not None, timeout=10_000)
    wait(program, qtbot)
    asked: list[str] = []

    def choose(_parent: Any, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        asked.append(start)
        return start, ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    monkeypatch.setattr(ReconcileDialog, "exec", lambda _: QDialog.DialogCode.Accepted)
    assert program.window.messages.offer.text() == "La fusionner…"
    program.window.messages.offer.click()
    wait(program, qtbot)
    assert "conflict" in asked[0]
    settings = program.session.state.settings
    assert (settings.currency, settings.company) == ("CHF", "Courses du Rhône")
    qtbot.waitUntil(lambda: actions(shared) == 4, timeout=10_000)  # the file, mine, their step and the merge
    wait(program, qtbot)
    program.window.close()


def test_closing_waits_for_the_folder_without_standing_still(
    program: Program, qtbot: QtBot, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = work.parent.with_name("Dropbox") / work.name
    shared.parent.mkdir()
    shutil.copy(work, shared)
    program.window.open_paths([shared])
    wait(program, qtbot)
    name_company(program.session, "Courses")
    window = program.window
    real = Document.publish
    seen: list[bool] = []

    def slow(document: Document) -> Path | None:
        for _ in range(30):
            time.sleep(0.01)
            seen.append(window.isVisible())
        return real(document)

    monkeypatch.setattr(Document, "publish", slow)
    window.close()
    assert window.isVisible(), "the folder is far away"
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert all(seen[:30])
    assert actions(shared) == 2
    assert [path.name for path in shared.parent.iterdir()] == [shared.name]


def test_closing_without_the_folder_asks_and_keeps_the_work(
    program: Program, qtbot: QtBot, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = work.parent.with_name("Dropbox") / work.name
    shared.parent.mkdir()
    shutil.copy(work, shared)
    program.window.open_paths([shared])
    wait(program, qtbot)
    name_company(program.session, "Courses")
    shared.parent.rename(tmp := work.parent.with_name("ailleurs"))
    asked: list[str] = []

    def leave(_window: object, error: LeadDeskError, _language: object) -> bool:
        asked.append(text(error.message))
        return len(asked) > 1

    monkeypatch.setattr("leaddesk.ui.asking.leave_unsaved", leave)
    program.window.close()
    qtbot.waitUntil(lambda: len(asked) == 1, timeout=10_000)
    assert program.window.isVisible(), "the user stays"
    assert program.window.trouble.isVisible()
    program.window.close()
    qtbot.waitUntil(lambda: not program.window.isVisible(), timeout=10_000)
    program.session.desk.keeper._let_go()
    tmp.rename(shared.parent)
    assert left_unpublished(program.session.folder) == (shared,)


def test_what_a_crash_left_is_published_at_the_next_start(program: Program, qtbot: QtBot, work: Path) -> None:
    from leaddesk.workspace.guard import open_guarded
    from tests.workspace.made import edit

    shared = work.parent.with_name("Dropbox") / work.name
    shared.parent.mkdir()
    shutil.copy(work, shared)
    document = open_guarded(shared, program.session.folder)
    document.append(edit(document, 1, Change("settings", "company", "", "Courses")))
    document.guard = None  # the program is gone: nothing is published, the lock stays
    document.close()
    program.session.guarding.publish_left(program.session.folder)
    wait(program, qtbot)
    assert actions(shared) == 2
    notice = program.window.messages.current()
    assert notice is not None
    assert "est maintenant dans son dossier" in text(notice.text)
    assert [path.name for path in shared.parent.iterdir()] == [shared.name]


@pytest.mark.parametrize("is_sound", [True, False])
def test_the_check_of_the_document_says_what_it_found(
    program: Program, qtbot: QtBot, opened: Session, is_sound: bool
) -> None:
    keeper = opened.desk.keeper
    if not is_sound:
        assert keeper._document is not None
        keeper._document.store._connection.execute("UPDATE imports SET digest = 'x'")
    said: list[tuple[str, str, bool]] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, CheckupDialog):
            timer.start(20)
            return
        said.append((dialog.verdict.text(), dialog.findings.toPlainText(), dialog.findings.isVisible()))
        dialog.copy_all()
        dialog.close_button.click()

    timer = QTimer(program.window)
    timer.setSingleShot(True)
    timer.timeout.connect(look)
    timer.start(20)
    program.window.actions_["check"].trigger()
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    wait(program, qtbot)
    verdict, findings, shown = said[0]
    if is_sound:
        assert (verdict, findings, shown) == ("Tout va bien.", "", False)
    else:
        assert (verdict, shown) == ("1 anomalie.", True)
        assert "prospects.csv" in findings
        assert "prospects.csv" in QApplication.clipboard().text()


def test_there_is_nothing_to_check_before_anything_is_written(program: Program, qtbot: QtBot) -> None:
    program.window.open_sample()
    wait(program, qtbot)
    program.window.actions_["check"].trigger()
    wait(program, qtbot)
    notice = program.window.messages.current()
    assert notice is not None
    assert text(notice.text) == "Il n’y a pas encore de document à vérifier."
