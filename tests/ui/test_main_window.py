"""The window loops over its commands and tabs, takes files, speaks, remembers."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QPoint, QSettings, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDragLeaveEvent, QGuiApplication

from leaddesk.app import Program
from leaddesk.errors import LeadDeskError
from leaddesk.text import language, msg
from leaddesk.ui import asking, settings
from leaddesk.ui.commands import COMMANDS, MENUS, TOOLS
from leaddesk.ui.last_work import unnamed_work
from leaddesk.ui.main_window import SMALLEST
from leaddesk.ui.notices import Notice, Tone
from leaddesk.ui.tabs import TABS
from leaddesk.ui.window_place import FRAME, PREFERRED
from tests.quiet import Quiet

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from leaddesk.text import Message


def test_every_command_is_reachable_and_named_in_both_languages(program: Program) -> None:
    window: Any = program.window
    listed = {name for _, names in MENUS for name in names}
    assert {command.id for command in COMMANDS} <= listed, "a command stands in no menu"
    assert {name for name in TOOLS if name} <= {command.id for command in COMMANDS}
    french = {name: action.text() for name, action in window.actions_.items()}
    window.choose_language("en")
    english = {name: action.text() for name, action in window.actions_.items()}
    assert all(french[name] and french[name] != english[name] for name in french)
    shortcuts = [action.shortcut().toString() for action in window.findChildren(QAction) if action.shortcut()]
    named = [keys for keys in shortcuts if keys]
    assert len(named) == len(set(named)), "two commands share a shortcut"


def test_what_needs_data_waits_for_it(program: Program, qtbot: QtBot) -> None:
    window: Any = program.window
    assert not window.actions_["export"].isEnabled()
    assert not window.actions_["undo"].isEnabled()
    window.open_sample()
    qtbot.waitUntil(lambda: bool(program.session.has_data), timeout=20_000)
    assert window.actions_["export"].isEnabled()
    assert window.actions_["undo"].isEnabled()
    assert language("fr").text(msg("the sample")) in window.actions_["undo"].text()
    assert "Coursiers" in window.windowTitle()


def test_the_tabs_are_those_of_the_list(program: Program) -> None:
    window: Any = program.window
    assert window.pages.count() == len(TABS)
    assert [window.pages.tabText(place) for place in range(len(TABS))] == [
        language("fr").text(spec.title) for spec in TABS
    ]


def test_only_files_may_be_dropped(program: Program) -> None:
    def offered(data: QMimeData) -> bool:
        event = QDragEnterEvent(
            QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
        event.ignore()
        program.window.dragEnterEvent(event)
        return event.isAccepted()

    words, web, file = QMimeData(), QMimeData(), QMimeData()
    words.setText("bonjour")
    web.setUrls([QUrl("ftp://example.com/a.xlsx")])
    file.setUrls([QUrl.fromLocalFile(__file__)])
    place = program.window.empty._frame
    assert [offered(data) for data in (words, web)] == [False, False]
    assert place.property("drop") == "place"
    assert offered(file)
    assert place.property("drop") == "over"
    program.window.dragLeaveEvent(QDragLeaveEvent())
    assert place.property("drop") == "place"


def test_an_empty_clipboard_is_said(program: Program) -> None:
    QGuiApplication.clipboard().clear()
    program.window.paste_table()
    notice = program.window.messages.current()
    assert notice is not None
    assert notice.tone is Tone.WARNING
    assert notice.hint is not None


def test_recent_files_are_remembered_and_listed(program: Program, tmp_path: Path, qtbot: QtBot) -> None:
    missing = tmp_path / "janvier & février.csv"
    program.window.open_paths([missing])
    qtbot.waitUntil(program.jobs.is_idle, timeout=20_000)
    menu = program.window.menus.submenus["recent"]
    menu.aboutToShow.emit()
    assert menu.actions()[0].text() == "janvier && février.csv"
    assert settings.load(program.store).recent_files == (str(missing),)
    notice = program.window.messages.current()
    assert notice is not None
    assert notice.tone is Tone.ERROR, "a file that is gone is said to be gone"


def test_theme_and_language_are_kept(program: Program) -> None:
    program.window.choose_theme("dark")
    program.window.choose_language("en")
    kept = settings.load(program.store)
    assert (kept.theme, kept.language) == ("dark", "en")
    program.window.choose_theme("light")


def test_work_that_cannot_be_written_keeps_the_window_open(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([False, True])

    def fails() -> None:
        raise LeadDeskError(msg("The disk is full."), msg("Make room."))

    monkeypatch.setattr(program.session, "close", fails)
    monkeypatch.setattr(asking, "leave_unsaved", lambda *_: next(answers))
    program.window.close()
    assert program.window.isVisible(), "the user chose to stay"
    program.window.close()
    assert not program.window.isVisible()


def test_the_last_work_without_a_name_is_offered(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    first = Program(qapp, store, tmp_path / "data")
    first.session.type_in("leads", {"company": "Fleurs d'Ici", "created": "2026-08-03"})
    qtbot.waitUntil(lambda: first.session.saved_at is not None, timeout=20_000)
    qtbot.waitUntil(first.jobs.is_idle)
    first.window.close()
    first.end()

    second = Program(qapp, store, tmp_path / "data")
    second.window.empty.chosen.emit("go_on")
    qtbot.waitUntil(lambda: bool(second.session.has_data), timeout=20_000)
    qtbot.waitUntil(second.jobs.is_idle)
    assert second.session.state.dataset["leads"].data["company"].tolist() == ["Fleurs d'Ici"]
    assert second.session.document_path is None
    second.window.close()
    second.end()


def test_work_without_a_name_is_among_the_recent_files(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    store.setValue("language", "fr")
    sheet = tmp_path / "prospects.csv"
    sheet.write_text("Société;Canal;Date de création\nAlpha;Salon;14/03/2026\n", encoding="utf-8")
    first = Program(qapp, store, tmp_path / "data")
    first.session.confirm(first.session.desk.read((sheet,), Quiet()))
    qtbot.waitUntil(lambda: first.session.saved_at is not None, timeout=20_000)
    qtbot.waitUntil(first.jobs.is_idle)
    menu = first.window.menus.submenus["recent"]
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == ["Aucun fichier ouvert jusqu’ici"], "what is open"
    first.window.close()
    first.end()

    second = Program(qapp, store, tmp_path / "data")
    second.session.type_in("leads", {"company": "Fleurs d'Ici"})  # as a start with files: the last work is hidden
    qtbot.waitUntil(lambda: second.session.saved_at is not None, timeout=20_000)
    qtbot.waitUntil(second.jobs.is_idle)
    menu = second.window.menus.submenus["recent"]
    menu.aboutToShow.emit()
    (work,) = menu.actions()
    assert work.text().startswith("Travail sans nom du ")
    assert work.text().endswith(" (prospects.csv)")
    work.trigger()
    qtbot.waitUntil(lambda: _companies(second) == ["Alpha"], timeout=20_000)
    qtbot.waitUntil(second.jobs.is_idle)
    assert settings.load(store).recent_files == ()
    menu.aboutToShow.emit()
    (work,) = menu.actions()
    assert work.text().startswith("Travail sans nom du "), "that of before, in its turn"
    assert not work.text().endswith(")"), "no file was opened in it"
    second.window.close()
    second.end()


def _companies(program: Program) -> list[str]:
    leads = program.session.state.dataset.frames.get("leads")
    return [] if leads is None else leads.data["company"].tolist()


def test_unnamed_work_that_cannot_be_read_is_listed_by_its_day(tmp_path: Path) -> None:
    assert unnamed_work(tmp_path / "nowhere") == ()
    for number in range(7):
        (tmp_path / f"{number}.leaddesk").write_bytes(b"no database")
        os.utime(tmp_path / f"{number}.leaddesk", (1_800_000_000 + number, 1_800_000_000 + number))
    found = unnamed_work(tmp_path, but=tmp_path / "6.leaddesk")
    assert [one.path.name[0] for one in found] == ["5", "4", "3", "2", "1"]
    assert {one.files for one in found} == {()}
    assert language("en").text(found[0].label).startswith("Work without a name, ")


def test_saved_work_is_found_again(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    first = Program(qapp, store, tmp_path / "data")
    first.session.type_in("leads", {"company": "Fleurs d'Ici", "created": "2026-08-03"})
    qtbot.waitUntil(lambda: first.session.saved_at is not None, timeout=20_000)
    path = tmp_path / "Mes prospects.leaddesk"
    first.session.save_as(path)
    qtbot.waitUntil(lambda: first.session.document_path == path, timeout=20_000)
    qtbot.waitUntil(first.jobs.is_idle)
    assert settings.load(store).recent_files == (str(path),)
    first.window.close()
    first.end()

    second = Program(qapp, store, tmp_path / "data")
    button = second.window.empty.buttons["go_on"]
    assert "Mes prospects" in button.text()
    button.click()
    qtbot.waitUntil(lambda: bool(second.session.has_data), timeout=20_000)
    qtbot.waitUntil(second.jobs.is_idle)
    assert second.session.document_path == path
    second.window.close()
    second.end()


def test_save_asks_for_a_name_once(
    program: Program, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "prospects.leaddesk"
    asked: list[str] = []

    def answer(_parent: object, _language: object, _folder: str, name: str, _title: Message) -> Path:
        asked.append(name)
        return path

    monkeypatch.setattr(asking, "file_to_save", answer)
    program.session.type_in("leads", {"company": "Fleurs d'Ici", "created": "2026-08-03"})
    qtbot.waitUntil(lambda: program.session.saved_at is not None, timeout=20_000)
    program.window.actions_["save"].trigger()
    qtbot.waitUntil(lambda: program.session.document_path == path, timeout=20_000)
    program.window.actions_["save"].trigger()
    assert len(asked) == 1
    notice = program.window.messages.current()
    assert notice is not None
    assert "prospects.leaddesk" in language("fr").text(notice.text)


def test_the_window_fits_on_the_screen_with_its_frame(program: Program) -> None:
    window = program.window
    room = window.screen().availableSize() - FRAME
    assert window.size() == PREFERRED.boundedTo(room).expandedTo(SMALLEST)


def test_undo_says_what_it_would_take_back(program: Program, qtbot: QtBot) -> None:
    program.session.type_in("leads", {"company": "Fleurs d'Ici", "created": "2026-08-03"})
    qtbot.waitUntil(lambda: program.session.undo_label is not None, timeout=20_000)
    label = program.session.undo_label
    assert label is not None
    notice = program.window.messages.current()
    assert notice is not None
    assert notice.details == (), "what was noticed in files is no detail of a lead noted by hand"
    assert language("fr").text(label) in program.window.actions_["undo"].toolTip()


def test_notices_are_plain_text(program: Program) -> None:
    program.window.notify(Notice(Tone.INFO, msg("{file}", file="<b>gras</b>")))
    assert program.window.messages.text.text() == "<b>gras</b>"
    assert program.window.messages.text.textFormat() is Qt.TextFormat.PlainText
    program.window.notify(replace(Notice(Tone.ERROR, msg("a")), hint=msg("b")))
    assert program.window.messages.hint.text() == "b"


def test_the_empty_page_is_painted_before_the_rest_is_made(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    made = Program(qapp, store, tmp_path / "data")
    page = made.front.empty
    assert page.isEnabled()
    assert not made.is_complete
    made.show()
    qtbot.waitUntil(lambda: made.is_complete, timeout=20_000)
    assert made.window.empty is page
    qtbot.waitUntil(page.isVisible, timeout=20_000)  # Qt shows it in the turn after it was laid out
    assert made.window.menus.menus[0].title()
    qtbot.waitUntil(made.jobs.is_idle)
    made.window.close()
    made.end()


def test_an_offer_to_undo_goes_with_the_step_that_it_is_about(program: Program, qtbot: QtBot) -> None:
    session, window = program.session, program.window
    session.type_in("leads", {"company": "Fleurs d'Ici", "created": "2026-08-03"})
    qtbot.waitUntil(lambda: session.undo_label is not None and window.messages.current() is not None, timeout=20_000)
    window.notify(Notice(Tone.SUCCESS, msg("done"), offer=msg("Undo"), command="undo", lasts=True))
    window.notify(Notice(Tone.WARNING, msg("careful")))
    session.change_setting("company", "Vélo Express", msg("Company"))
    qtbot.waitUntil(lambda: session.undo_label == msg("Company"), timeout=20_000)
    assert [window.messages.text.text(), window.messages.waiting.isHidden()] == ["careful", True]
    window.messages.clear()
    window.notify(Notice(Tone.SUCCESS, msg("done"), offer=msg("Undo"), command="undo", lasts=True))
    assert window.messages.offer.isVisibleTo(window)
    session.undo()
    qtbot.waitUntil(lambda: session.undo_label != msg("Company"), timeout=20_000)
    assert not window.messages.isVisibleTo(window)


def test_what_was_taken_in_is_not_told_once_it_is_taken_back(program: Program, qtbot: QtBot) -> None:
    session, window = program.session, program.window
    session.type_in("leads", {"company": "Fleurs d'Ici", "created": "2026-08-03"})
    qtbot.waitUntil(lambda: session.undo_label is not None and window.messages.current() is not None, timeout=20_000)
    session.undo()
    qtbot.waitUntil(lambda: session.redo_label is not None, timeout=20_000)
    assert window.messages.current() is None
