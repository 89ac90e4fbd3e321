"""The import assistant is made while the file is read, taken when it is asked for, and gone when it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import shiboken6
from PySide6.QtWidgets import QDialog

from leaddesk.text import language
from leaddesk.ui.dialogs.careful import CarefulAssistant
from tests.quiet import Quiet

if TYPE_CHECKING:
    import threading
    from pathlib import Path

    from PySide6.QtGui import QImage
    from pytestqt.qtbot import QtBot

    from leaddesk.app import Program
    from leaddesk.ui.ahead import Ahead

TEXT = "Société;Date de création;Canal\nAlpha;14/03/2026;Google\nBeta;15/03/2026;Flyers\n"


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[CarefulAssistant]:
    """The assistants that were shown; each was left at once."""
    dialogs: list[CarefulAssistant] = []

    def leave(dialog: CarefulAssistant) -> int:
        dialogs.append(dialog)
        dialog.done(0)
        return int(QDialog.DialogCode.Rejected)

    monkeypatch.setattr(CarefulAssistant, "exec", leave)
    return dialogs


def read(program: Program, tmp_path: Path, name: str = "a.csv", text: str = TEXT) -> Ahead:
    (tmp_path / name).write_text(text, encoding="utf-8")
    program.window.open_paths([tmp_path / name])
    ahead: Ahead = program.window.first_rows.ahead
    return ahead


def made(qtbot: QtBot, ahead: Ahead) -> CarefulAssistant:
    """The assistant once nothing is left to be made of it."""
    qtbot.waitUntil(lambda: ahead.dialog is not None and not ahead.dialog.make_piece(), timeout=20_000)
    assert ahead.dialog is not None
    return ahead.dialog


def is_gone(dialog: QDialog) -> bool:
    return not shiboken6.isValid(dialog)


def test_it_is_made_while_the_first_rows_are_seen_and_shown_with_what_was_understood(
    program: Program, gate: threading.Event, shown: list[CarefulAssistant], qtbot: QtBot, tmp_path: Path
) -> None:
    ahead = read(program, tmp_path)
    dialog = made(qtbot, ahead)
    rows = program.window.first_rows.dialog
    assert rows is not None
    assert rows.rows.model.rowCount() == 3, "the first rows go first"
    assert not dialog.isVisible()
    gate.set()
    qtbot.waitUntil(lambda: bool(shown), timeout=20_000)
    assert shown == [dialog]
    assert dialog.columns.rowCount() == 3
    assert ahead.dialog is None
    qtbot.waitUntil(lambda: is_gone(dialog))


def test_the_next_file_has_one_of_its_own(
    program: Program, gate: threading.Event, shown: list[CarefulAssistant], qtbot: QtBot, tmp_path: Path
) -> None:
    for name in ("1.csv", "2.csv"):
        gate.clear()
        dialog = made(qtbot, read(program, tmp_path, name))
        gate.set()
        qtbot.waitUntil(program.jobs.is_idle, timeout=20_000)
        assert shown[-1] is dialog
    assert shown[0] is not shown[1]
    qtbot.waitUntil(lambda: all(map(is_gone, shown)))


def test_it_is_let_go_when_the_reading_is_stopped(
    program: Program, gate: threading.Event, qtbot: QtBot, tmp_path: Path
) -> None:
    ahead = read(program, tmp_path)
    dialog = made(qtbot, ahead)
    assert not gate.is_set()
    rows = program.window.first_rows.dialog
    assert rows is not None
    rows.reject()
    qtbot.waitUntil(lambda: is_gone(dialog))
    assert ahead.dialog is None


def test_it_is_let_go_when_the_file_cannot_be_read(
    program: Program, gate: threading.Event, shown: list[CarefulAssistant], qtbot: QtBot, tmp_path: Path
) -> None:
    ahead = read(program, tmp_path)
    dialog = made(qtbot, ahead)
    (tmp_path / "a.csv").unlink()
    gate.set()
    qtbot.waitUntil(lambda: is_gone(dialog), timeout=20_000)
    assert ahead.dialog is None
    assert not shown


def test_none_is_made_for_a_file_that_will_not_be_asked_about(
    program: Program, gate: threading.Event, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CarefulAssistant, "exec", lambda _dialog: int(QDialog.DialogCode.Accepted))
    gate.set()
    ahead = read(program, tmp_path)
    qtbot.waitUntil(lambda: bool(program.session.has_data), timeout=20_000)
    qtbot.waitUntil(program.jobs.is_idle, timeout=20_000)
    gate.clear()
    read(program, tmp_path, "b.csv", TEXT + "Gamma;16/03/2026;Google\n")
    qtbot.waitUntil(lambda: program.jobs.compute.current("first rows") is None, timeout=20_000)
    qtbot.wait(100)
    assert ahead.dialog is None
    gate.set()


def test_where_no_first_rows_can_be_had_it_is_made_all_the_same(
    program: Program, gate: threading.Event, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "leaddesk.ingest.glimpse.glimpse", lambda _path, cancelled: None if callable(cancelled) else _path
    )
    ahead = read(program, tmp_path)
    made(qtbot, ahead)
    assert program.window.first_rows.dialog is None
    assert not gate.is_set()
    program.jobs.cancel_all()
    qtbot.waitUntil(program.jobs.is_idle)


def test_another_language_meanwhile_makes_it_anew(
    program: Program, gate: threading.Event, shown: list[CarefulAssistant], qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = made(qtbot, read(program, tmp_path))
    program.window.choose_language("en")
    gate.set()
    qtbot.waitUntil(lambda: bool(shown), timeout=20_000)
    assert shown[0] is not dialog
    qtbot.waitUntil(lambda: is_gone(dialog))
    assert shown[0].language.code == "en"


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_another_theme_meanwhile_dresses_it(
    program: Program, gate: threading.Event, qtbot: QtBot, tmp_path: Path, theme: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the last pixel what is made in that theme."""
    pictures: list[bool] = []

    def picture(dialog: CarefulAssistant) -> QImage:
        dialog.open()
        qtbot.waitUntil(lambda: bool(dialog.sheets.counts()), timeout=20_000)
        qtbot.waitUntil(program.jobs.is_idle)
        image = dialog.grab().toImage()
        dialog.done(0)
        return image

    def compare(dialog: CarefulAssistant) -> int:
        ahead = picture(dialog)
        pending = program.session.desk.read((tmp_path / "a.csv",), Quiet())
        other = CarefulAssistant(program.session, pending, language("fr"), program.window)
        pictures.append(ahead == picture(other))
        other.deleteLater()
        return int(QDialog.DialogCode.Rejected)

    monkeypatch.setattr(CarefulAssistant, "exec", compare)
    program.window.choose_theme({"dark": "light", "light": "dark"}[theme])
    made(qtbot, read(program, tmp_path))
    program.window.choose_theme(theme)
    gate.set()
    qtbot.waitUntil(lambda: bool(pictures), timeout=20_000)
    assert pictures == [True]


def test_nothing_is_tried_before_it_is_painted(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TEXT, encoding="utf-8")
    pending = program.session.desk.read((tmp_path / "a.csv",), Quiet())
    started: list[str] = []
    program.jobs.started.connect(lambda job: started.append(job.slot))
    dialog = CarefulAssistant(program.session, None, language("fr"), program.window)
    qtbot.addWidget(dialog)
    dialog.hold()
    dialog.begin(pending)
    assert not started
    dialog.open()
    qtbot.waitUntil(lambda: set(started) == {"mapping", "clusters"})
    qtbot.waitUntil(program.jobs.is_idle)
    dialog.done(0)


def test_what_is_left_before_it_is_painted_tries_nothing(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TEXT, encoding="utf-8")
    pending = program.session.desk.read((tmp_path / "a.csv",), Quiet())
    started: list[str] = []
    program.jobs.started.connect(lambda job: started.append(job.slot))
    dialog = CarefulAssistant(program.session, None, language("fr"), program.window)
    qtbot.addWidget(dialog)
    dialog.hold()
    dialog.begin(pending)
    dialog.done(0)
    qtbot.wait(400)
    assert not started


def test_what_is_nowhere_to_be_seen_is_tried_at_last(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TEXT, encoding="utf-8")
    pending = program.session.desk.read((tmp_path / "a.csv",), Quiet())
    dialog = CarefulAssistant(program.session, None, language("fr"), program.window)
    qtbot.addWidget(dialog)
    dialog.hold()
    dialog.begin(pending)
    assert not dialog.sheets.counts()
    qtbot.waitUntil(lambda: bool(dialog.sheets.counts()))
    qtbot.waitUntil(program.jobs.is_idle)
    dialog.done(0)
