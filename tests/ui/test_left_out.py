"""After an import: how many rows were left out is said, and they can be saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from leaddesk.text import language
from leaddesk.ui.left_out import LeftOut
from leaddesk.ui.notices import Tone
from tests.quiet import Quiet

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from leaddesk.ui.notices import Notice
    from leaddesk.ui.session import Session

TEXT = "Société;Date de création;Montant\nAlpha;14/03/2026;100\nBeta;15/03/2026;200\nTotal;;300\n"


@pytest.fixture
def session(session: Session, tmp_path: Path) -> Session:
    """One file is in, with a line left out."""
    (tmp_path / "suivi.csv").write_text(TEXT, encoding="utf-8")
    taken = session.desk.take(session.desk.read((tmp_path / "suivi.csv",), Quiet()), Quiet())
    session.desk.adopt(taken)
    assert taken.summary is not None
    assert language("fr").text(taken.summary).endswith("1 ligne laissée de côté")
    return session


def test_they_are_saved_where_the_user_says(
    session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Notice] = []
    session.noticed.connect(told.append)
    parent = QWidget()
    qtbot.addWidget(parent)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "reste"), ""))
    LeftOut(parent, session, language("fr")).ask()
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    assert (told[0].tone, told[0].path) == (Tone.SUCCESS, tmp_path / "reste.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "reste.xlsx").worksheets[0]
    assert [cell.value for cell in sheet[2]] == [
        4,
        "Laissée de côté\u00a0: elle additionne d’autres lignes",
        "Total",
        None,
        "300",
    ]
    assert [(count.read, count.taken, count.left_out) for count in session.counts] == [(3, 2, {"total": 1})]


def test_a_place_that_cannot_be_written_is_told(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    told: list[Notice] = []
    session.noticed.connect(told.append)
    parent = QWidget()
    qtbot.addWidget(parent)
    LeftOut(parent, session, language("fr")).write(tmp_path / "nowhere" / "rest.xlsx")
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    assert told[0].tone is Tone.ERROR
