"""A file with more rows than are read unasked: the offer to go on, and what a no leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from leaddesk.ingest import reader
from leaddesk.ui import asking, desk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.conftest import Desktop

ROWS = "Société;Date de création;Canal\n" + "".join(f"S{n};14/03/2026;Google\n" for n in range(40))


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A long file and a short one; ten rows are read unasked."""
    long, short = tmp_path / "long.csv", tmp_path / "short.csv"
    long.write_text(ROWS, encoding="utf-8")
    others = ROWS.replace("S", "T").replace("Tociété", "Société").replace("14/03", "02/02")  # leads of their own
    short.write_text("".join(others.splitlines(keepends=True)[:5]), encoding="utf-8")
    monkeypatch.setattr(desk, "Limits", lambda: reader.Limits(rows=10))
    monkeypatch.setattr(asking, "mapping", lambda _window, _session, pending, _language: pending)
    return long, short


def answered(desktop: Desktop, role: QMessageBox.ButtonRole) -> Any:
    def answer(dialog: Any) -> None:
        assert isinstance(dialog, QMessageBox)
        assert "10" in dialog.text()
        button = next(button for button in dialog.buttons() if dialog.buttonRole(button) == role)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    return desktop.when_asked(answer)


def test_it_is_read_whole_when_the_user_says_so(desktop: Desktop, files: tuple[Path, Path]) -> None:
    asked = answered(desktop, QMessageBox.ButtonRole.AcceptRole)
    desktop.drop(*files)
    desktop.qtbot.waitUntil(asked, timeout=20_000)
    desktop.qtbot.waitUntil(lambda: bool(desktop.session.has_data), timeout=20_000)
    desktop.settle()
    assert len(desktop.session.state.dataset["leads"]) == 44


def test_it_is_left_out_and_the_others_are_read(desktop: Desktop, files: tuple[Path, Path]) -> None:
    asked = answered(desktop, QMessageBox.ButtonRole.RejectRole)
    desktop.drop(*files)
    desktop.qtbot.waitUntil(asked, timeout=20_000)
    desktop.qtbot.waitUntil(lambda: bool(desktop.session.has_data), timeout=20_000)
    desktop.settle()
    assert len(desktop.session.state.dataset["leads"]) == 4
