"""The dialog of templates: what each table brings, saving one or all, and the ways that lead there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget

from leaddesk.export.template import file_name
from leaddesk.model.kpis import looking_at
from leaddesk.model.tables import BY_ID, TABLES
from leaddesk.model.templates import LEFT_TO_LEADDESK
from leaddesk.text import LANGUAGES, language
from leaddesk.ui import asking
from leaddesk.ui.dialogs.definitions import DefinitionsDialog
from leaddesk.ui.dialogs.templates import TemplatesDialog
from leaddesk.ui.notices import Tone
from leaddesk.ui.templates import Templates

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from leaddesk.app import Program
    from leaddesk.ui.session import Session

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

EN, FR = language("en"), language("fr")


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_table_says_what_it_brings_and_what_it_needs(qtbot: QtBot, code: str) -> None:
    words = language(code)
    dialog = TemplatesDialog(words, {"leads", "costs"})
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.table is BY_ID["operations"], "the first that was not opened"
    dialog.list.setFocus()
    for _ in TABLES:
        QTest.keyClick(dialog.list, Qt.Key.Key_Up)
    for table in TABLES:
        assert dialog.title.text() == words.text(table.label)
        for kpi in looking_at(table.id):
            assert words.text(kpi.label) in dialog.brings.text()
        assert dialog.brings.text()
        assert all(
            words.text(column.label) in dialog.columns.text()
            for column in table.columns
            if (table.id, column.id) not in LEFT_TO_LEADDESK
        )
        QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    opened = [dialog.list.item(row).text() != words.text(table.label) for row, table in enumerate(TABLES)]
    assert [table.id for table, is_open in zip(TABLES, opened, strict=True) if is_open] == ["leads", "costs"]


def test_one_is_saved_where_the_user_says(
    session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = TemplatesDialog(FR, (), "orders")
    qtbot.addWidget(dialog)
    save = Templates(dialog, session, FR)
    dialog.requested.connect(save.ask)
    save.told.connect(dialog.tell)
    told: list[Any] = []
    session.noticed.connect(told.append)
    proposed: list[str] = []

    def answer(_parent: Any, _title: str, place: str, _kinds: str) -> tuple[str, str]:
        proposed.append(place)
        return str(tmp_path / "mes commandes"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    assert proposed[0].endswith(file_name(BY_ID["orders"], FR))
    assert (told[0].tone, told[0].path) == (Tone.SUCCESS, tmp_path / "mes commandes.xlsx")
    assert "mes commandes.xlsx" in dialog.intro.text()
    assert openpyxl.load_workbook(tmp_path / "mes commandes.xlsx").worksheets[0].title == "Commandes"


def test_all_are_saved_and_none_is_written_over(
    session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = TemplatesDialog(EN, ())
    qtbot.addWidget(dialog)
    dialog.requested.connect(Templates(dialog, session, EN).ask)
    there = tmp_path / file_name(BY_ID["web"], EN)
    there.write_bytes(b"filled in before")
    told: list[Any] = []
    session.noticed.connect(told.append)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    QTest.mouseClick(dialog.save_all, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert told[0].tone is Tone.SUCCESS
    assert there.read_bytes() == b"filled in before"
    assert len(list(tmp_path.glob("*.xlsx"))) == len(TABLES) + 1


def test_a_place_that_cannot_be_written_is_told(
    session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = TemplatesDialog(EN, (), "web")
    qtbot.addWidget(dialog)
    save = Templates(dialog, session, EN)
    save.told.connect(dialog.tell)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "none" / "web.xlsx"), ""))
    with qtbot.waitSignal(save.told, timeout=10_000) as said:
        save.ask((BY_ID["web"],))
    assert said.args[0].tone is Tone.ERROR
    assert "web.xlsx" in dialog.intro.text()


def test_the_menu_leads_there_with_nothing_open(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[TemplatesDialog] = []

    def run(dialog: TemplatesDialog) -> None:
        shown.append(dialog)

    monkeypatch.setattr(TemplatesDialog, "exec", run)
    program.window.actions_["templates"].trigger()
    assert shown[0].table is TABLES[0]


def test_asking_begins_with_the_table_that_is_wanted(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(TemplatesDialog, "exec", lambda dialog: shown.append(dialog.table.id))
    parent = QWidget()
    qtbot.addWidget(parent)
    asking.templates(parent, session, EN, "surveys")
    assert shown == ["surveys"]


def test_the_definitions_lead_there(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(TemplatesDialog, "exec", lambda dialog: shown.append(dialog.table.id))
    waiting: list[bool] = []

    def run(dialog: DefinitionsDialog) -> None:
        waiting.append(any(entry.template is not None for entry in dialog.entries))
        dialog.template_requested.emit("emails")

    monkeypatch.setattr(DefinitionsDialog, "exec", run)
    program.window.actions_["definitions"].trigger()
    assert (shown, waiting) == (["emails"], [False]), "with nothing open nothing is said to wait"
