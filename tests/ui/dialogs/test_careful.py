"""What was corrected in the import assistant is not lost by a key, and its header line follows each step."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QDate, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QMessageBox

from leaddesk.text import language
from leaddesk.ui.dialogs.careful import CarefulAssistant
from leaddesk.ui.jobs import Jobs
from leaddesk.ui.session import Session
from leaddesk.ui.widgets.cluster_list import MERGE
from tests.quiet import Quiet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

TEXT = "Demandes;;;\nDate;Canal;Nom;Statut\n03/04/2026;Google Ads;Zoé;Nouveau\n14/04/2026;GoogleAds;Paul;Perdu\n"


def leave(dialog: CarefulAssistant) -> None:
    """Without a question."""
    dialog.done(0)


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[CarefulAssistant]:
    jobs = Jobs()
    session = Session(jobs, dt.date(2026, 9, 1), tmp_path / "data")
    place = tmp_path / "leads.csv"
    place.write_text(getattr(request, "param", TEXT), encoding="utf-8")
    made = CarefulAssistant(session, session.desk.read((place,), Quiet()), language("fr"))
    qtbot.addWidget(made, before_close_func=leave)
    made.show()
    qtbot.waitUntil(jobs.is_idle, timeout=20_000)
    yield made
    qtbot.waitUntil(jobs.is_idle, timeout=20_000)
    jobs.shut_down()


@pytest.fixture
def asked() -> list[str]:
    return []


def answer(asked: list[str], label: str) -> None:
    """Click that button of the question that is going to be there."""

    def click() -> None:
        box = next((one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox)), None)
        if box is None or not box.isVisible():
            QTimer.singleShot(20, click)
            return
        asked.append(f"{box.text()} {box.informativeText()}")
        for button in box.buttons():
            if button.text().replace("&", "") == label:
                button.click()

    QTimer.singleShot(20, click)


def press_escape(dialog: CarefulAssistant) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def corrected(dialog: CarefulAssistant) -> bool:
    return dialog.is_corrected


def test_what_nobody_touched_closes_at_once(dialog: CarefulAssistant) -> None:
    assert not dialog.is_corrected, "the day of the file was found by the trial"
    press_escape(dialog)
    assert not dialog.isVisible()


def test_corrections_are_asked_about(dialog: CarefulAssistant, asked: list[str]) -> None:
    choice: Any = next(box for box in dialog.columns.findChildren(QComboBox) if box.currentData() == "channel")
    choice.setCurrentIndex(choice.findData("campaign"))
    choice.activated.emit(choice.currentIndex())
    assert dialog.is_corrected
    answer(asked, "Rester")
    press_escape(dialog)
    assert dialog.isVisible(), "stayed"
    assert asked == ["Fermer sans importer\u202f? Vos corrections seront perdues."]
    answer(asked, "Fermer sans importer")
    dialog.buttons.rejected.emit()
    assert [dialog.isVisible(), len(asked)] == [False, 2]


def test_a_day_and_a_merge_of_values_are_corrections_too(qtbot: QtBot, dialog: CarefulAssistant) -> None:
    qtbot.waitUntil(lambda: dialog.clusters.count() > 0, timeout=20_000)
    assert not corrected(dialog)
    [merge] = dialog.clusters.decisions()
    dialog.clusters._tick(0, MERGE, ticked=not merge.merge)
    assert corrected(dialog)
    dialog.clusters._tick(0, MERGE, ticked=merge.merge)
    assert not corrected(dialog)
    dialog.as_of.setDate(QDate(2026, 5, 1))
    assert corrected(dialog)


def test_another_header_line_counts_with_each_step(dialog: CarefulAssistant) -> None:
    assert dialog.header_row.value() == 2
    dialog.header_row.setFocus()
    QTest.keyClick(dialog.header_row, Qt.Key.Key_Up)
    assert dialog.decided().files[0].recipe.sheets[0].header_row == 2
    QTest.keyClick(dialog.header_row, Qt.Key.Key_Down)
    assert dialog.decided().files[0].recipe.sheets[0].header_row == 1


def test_a_line_that_is_being_typed_is_none_yet(dialog: CarefulAssistant) -> None:
    dialog.header_row.setFocus()
    dialog.header_row.selectAll()
    QTest.keyClicks(dialog.header_row, "3")
    assert dialog.decided().files[0].recipe.sheets[0].header_row == 1
    QTest.keyClick(dialog.header_row, Qt.Key.Key_Tab)
    assert dialog.decided().files[0].recipe.sheets[0].header_row == 2


@pytest.mark.parametrize("dialog", ["Date;Nom;Source;Statut\n12 mai;Zoé;Salon;Nouveau\n"], indirect=True)
def test_an_open_question_has_the_focus(dialog: CarefulAssistant) -> None:
    first = dialog.questions.buttons[0]
    assert dialog.focusWidget() is first
    assert not first.isChecked(), "nothing is answered by itself"
    QTest.keyClick(first, Qt.Key.Key_Space)
    assert dialog.decided().files[0].recipe.sheets[0].questions == ()


def test_the_day_of_the_file_is_explained_on_its_label_too(dialog: CarefulAssistant) -> None:
    labels = [one for one in dialog.findChildren(QLabel) if one.buddy() is dialog.as_of]
    assert [one.toolTip() for one in labels] == [dialog.as_of.toolTip()]
    assert dialog.as_of.toolTip()
