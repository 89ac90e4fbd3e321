"""The mapping dialog: what it shows of a file, and that the user's word wins."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialogButtonBox

from leaddesk.ingest.mapping_file import MappingFile
from leaddesk.text import language
from leaddesk.ui import asking
from leaddesk.ui.dialogs.mapping import MappingDialog
from leaddesk.ui.jobs import Jobs
from leaddesk.ui.session import Session
from tests.quiet import Quiet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

LEADS = "Vu le;Origine;Truc;Etat;Montant\n03/04/2026;Google;x;oui;1.234\n04/03/2026;Flyers;y;non;2.000\n"
COSTS = "Mois;Canal;Dépense\n01/2026;Google;12,5\n"


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    assert qtbot is not None, "Qt is up"
    jobs = Jobs()
    yield Session(jobs, dt.date(2026, 9, 1), tmp_path / "data")
    jobs.shut_down()


@pytest.fixture
def dialog(qtbot: QtBot, session: Session, tmp_path: Path) -> Iterator[MappingDialog]:
    for name, text in (("leads.csv", LEADS), ("costs.csv", COSTS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    pending = session.desk.read((tmp_path / "leads.csv", tmp_path / "costs.csv"), Quiet())
    made = MappingDialog(session, pending, language("fr"))
    qtbot.addWidget(made)
    made.show()
    yield made
    made.done(0)
    qtbot.waitUntil(session.jobs.is_idle)


def row_of(dialog: MappingDialog, header: str) -> int:
    rows = range(dialog.columns.rowCount())
    return next(row for row in rows if _text(dialog, row, 0) == header)


def _text(dialog: MappingDialog, row: int, column: int) -> str:
    item = dialog.columns.item(row, column)
    return "" if item is None else item.text()


def choose(dialog: MappingDialog, row: int, column: int, value: object) -> None:
    combo: Any = dialog.columns.cellWidget(row, column)
    assert isinstance(combo, QComboBox)
    index = combo.findData(value)
    assert index >= 0
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


def recipe_of(dialog: MappingDialog, file: int = 0) -> Any:
    return dialog.decided().files[file].recipe.sheets[0]


def test_every_sheet_and_column_is_shown_with_its_values(dialog: MappingDialog) -> None:
    assert [dialog.sheets.item(row).text().split("\n") for row in range(2)] == [
        ["leads.csv", "Prospects"],
        ["costs.csv", "Coûts"],
    ]
    assert [_text(dialog, row, 0) for row in range(5)] == ["Vu le", "Origine", "Truc", "Etat", "Montant"]
    channel: Any = dialog.columns.cellWidget(row_of(dialog, "Origine"), 1)
    assert channel.currentData() == "channel"
    assert "Google" in _text(dialog, row_of(dialog, "Origine"), 4)
    assert "%" in _text(dialog, row_of(dialog, "Origine"), 2)


def test_an_undecidable_date_is_asked_and_the_answer_changes_the_samples(dialog: MappingDialog) -> None:
    row = row_of(dialog, "Vu le")
    choose(dialog, row, 1, "created")
    row = row_of(dialog, "Vu le")
    before = _text(dialog, row, 4)
    choose(dialog, row, 3, "mdy")
    assert recipe_of(dialog).column("created").date_order == "mdy"
    assert _text(dialog, row_of(dialog, "Vu le"), 4) != before
    assert not recipe_of(dialog).questions


def test_a_field_is_taken_from_the_column_that_the_user_chose(dialog: MappingDialog) -> None:
    choose(dialog, row_of(dialog, "Truc"), 1, "channel")
    targets = {choice.header: choice.target for choice in recipe_of(dialog).columns}
    assert targets["Truc"] == "channel"
    assert targets["Origine"] == "extra:Origine", "the other column is kept, not lost"


def test_what_is_kept_as_it_is_is_not_called_sure_and_the_count_follows(dialog: MappingDialog) -> None:
    row = row_of(dialog, "Truc")
    choose(dialog, row, 1, "extra:Truc")
    assert _text(dialog, row, 2) == ""
    before = dialog.reason.text()
    choose(dialog, row_of(dialog, "Truc"), 1, "company")
    assert _text(dialog, row_of(dialog, "Truc"), 2) != ""
    assert dialog.reason.text() != before


def test_status_words_stand_for_what_the_user_says(dialog: MappingDialog) -> None:
    choose(dialog, row_of(dialog, "Etat"), 1, "status")
    dialog.pages.setCurrentIndex(1)
    words = {dialog.words.item(row, 0).text(): row for row in range(dialog.words.rowCount())}  # type: ignore[union-attr]
    assert set(words) == {"oui", "non"}
    combo: Any = dialog.words.cellWidget(words["oui"], 2)
    index = combo.findData("won")
    combo.setCurrentIndex(index)
    combo.activated.emit(index)
    assert ("oui", "won") in recipe_of(dialog).column("status").values


def test_a_sheet_can_be_left_out_and_taken_for_something_else(dialog: MappingDialog) -> None:
    dialog.sheets.setCurrentRow(1)
    index = dialog.tables.findData("")
    dialog.tables.setCurrentIndex(index)
    dialog.tables.activated.emit(index)
    assert recipe_of(dialog, 1).table == ""
    assert dialog.columns.rowCount() == 0
    dialog.sheets.setCurrentRow(0)
    dialog.tables.setCurrentIndex(index)
    dialog.tables.activated.emit(index)
    assert not dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled(), "nothing left to import"


def test_the_header_line_can_be_moved(dialog: MappingDialog) -> None:
    assert dialog.header_row.value() == 1
    dialog.header_row.setValue(2)
    dialog.header_row.editingFinished.emit()
    assert recipe_of(dialog).header_row == 1


def test_the_day_of_the_file_is_proposed_and_can_be_changed(dialog: MappingDialog) -> None:
    dialog.as_of.setDate(QDate(2026, 5, 5))
    assert dialog.decided().files[0].recipe.as_of == dt.date(2026, 5, 5)


def test_what_would_be_noticed_is_listed(dialog: MappingDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: dialog.issues.count() > 0, timeout=10_000)
    assert str(dialog.issues.count()) in dialog.pages.tabText(2)


def test_the_mapping_can_be_saved_as_a_file(
    dialog: MappingDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "mapping.toml"
    monkeypatch.setattr(asking, "mapping_to_save", lambda *_: target)
    QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    mapping = MappingFile.parse(target.read_text(encoding="utf-8"), "mapping.toml")
    entry = mapping.entry("leads.csv", "")
    assert entry is not None
    assert entry.columns["channel"] == "Origine"
