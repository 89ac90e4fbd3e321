"""The first rows of a file are on the screen while the rest is read, and gone when it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox

from leaddesk.ui import asking

if TYPE_CHECKING:
    import threading
    from pathlib import Path

    import pytest
    from pytestqt.qtbot import QtBot

    from leaddesk.app import Program
    from leaddesk.ui.holding import Pending

TEXT = "Société;Date de création;Canal\nAlpha;14/03/2026;Google\nBeta;15/03/2026;Flyers\n"


def test_they_are_shown_until_what_was_understood_is(
    program: Program, gate: threading.Event, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []

    def confirm(_window: Any, _session: Any, pending: Pending, _language: Any) -> Pending:
        seen.append(program.window.first_rows.dialog is None)
        return pending

    monkeypatch.setattr(asking, "mapping", confirm)
    (tmp_path / "a.csv").write_text(TEXT, encoding="utf-8")
    program.window.open_paths([tmp_path / "a.csv"])
    first = program.window.first_rows
    qtbot.waitUntil(lambda: first.dialog is not None, timeout=20_000)
    dialog = first.dialog
    assert dialog is not None
    assert "a.csv" in dialog.heading.text()
    model = dialog.rows.model
    qtbot.waitUntil(lambda: model.rowCount() > 0)  # the dialog is painted first
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["Société", "Alpha", "Beta"]
    gate.set()
    qtbot.waitUntil(lambda: bool(program.session.has_data), timeout=20_000)
    assert seen == [True], "gone before the assistant came"


def test_a_file_that_will_not_be_asked_about_shows_none(
    program: Program, gate: threading.Event, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "mapping", lambda _window, _session, pending, _language: pending)
    (tmp_path / "a.csv").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.csv").write_text(TEXT + "Gamma;16/03/2026;Google\n", encoding="utf-8")
    gate.set()
    program.window.open_paths([tmp_path / "a.csv"])
    qtbot.waitUntil(lambda: bool(program.session.has_data), timeout=20_000)
    qtbot.waitUntil(program.jobs.is_idle, timeout=20_000)
    gate.clear()
    program.window.open_paths([tmp_path / "b.csv"])
    qtbot.waitUntil(lambda: program.jobs.compute.current("first rows") is None, timeout=20_000)
    assert program.window.first_rows.dialog is None
    gate.set()


def test_the_reading_can_be_stopped_from_there(
    program: Program, gate: threading.Event, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(TEXT, encoding="utf-8")
    program.window.open_paths([tmp_path / "a.csv"])
    qtbot.waitUntil(lambda: program.window.first_rows.dialog is not None, timeout=20_000)
    dialog = program.window.first_rows.dialog
    assert dialog is not None
    assert not gate.is_set()
    QTest.mouseClick(dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(program.jobs.is_idle, timeout=20_000)
    assert not program.session.has_data
    assert program.window.first_rows.dialog is None
