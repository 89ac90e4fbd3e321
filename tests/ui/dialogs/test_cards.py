"""Which figures stand on the cards of the overview."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from leaddesk.model.questions import QUESTIONS
from leaddesk.model.settings import Settings
from leaddesk.text import language
from leaddesk.ui import theme
from leaddesk.ui.dialogs.cards import CardsDialog
from tests.builders import state
from tests.ui.leads_session import LeadsSession

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

EN = language("en")
ENOUGH = QUESTIONS[0]
FIRST, SECOND, THIRD, FOURTH = ENOUGH.kpis[:4]


@pytest.fixture
def session() -> LeadsSession:
    return LeadsSession(state(leads={"created": ["2025-01-03"]}))


@pytest.fixture
def dialog(qtbot: QtBot, session: LeadsSession) -> CardsDialog:
    made = CardsDialog(cast("Any", session), EN)
    qtbot.addWidget(made)
    made.show()
    made.figures.setFocus()
    return made


def _listed(dialog: CardsDialog) -> list[tuple[str, bool]]:
    items = [dialog.figures.item(row) for row in range(dialog.figures.count())]
    return [(item.text(), item.checkState() == Qt.CheckState.Checked) for item in items]


def _saved(dialog: CardsDialog, session: LeadsSession) -> tuple[str, ...]:
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    return tuple(kpi.id for kpi in ENOUGH.chosen(session.state.settings.cards))


def test_it_shows_what_holds(dialog: CardsDialog) -> None:
    assert [dialog.questions.item(row).text() for row in range(5)] == [EN.text(one.title) for one in QUESTIONS]
    assert _listed(dialog)[:4] == [(EN.text(kpi.label), kpi in ENOUGH.usual) for kpi in ENOUGH.kpis[:4]]
    assert len(_listed(dialog)) == len(ENOUGH.kpis)
    dialog.questions.setCurrentRow(3)
    assert _listed(dialog)[0][0] == "Cost per lead"
    assert dialog.cards == ()


def test_the_figures_are_painted(qtbot: QtBot, qapp: QApplication, session: LeadsSession) -> None:
    theme.apply(qapp, "light")
    fresh = CardsDialog(cast("Any", session), EN)
    qtbot.addWidget(fresh)
    fresh.show()
    QApplication.processEvents()
    image = fresh.grab(fresh.figures.geometry()).toImage()
    rows = (len({image.pixel(x, y) for x in range(30, 150)}) > 2 for y in range(image.height()))
    assert sum(rows) > 5 * len(ENOUGH.kpis)


def test_saving_without_a_change_is_no_step(dialog: CardsDialog, session: LeadsSession) -> None:
    assert _saved(dialog, session) == tuple(kpi.id for kpi in ENOUGH.usual)
    assert session.state.settings.cards == ()
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_a_card_goes_and_another_comes_by_the_space_bar(dialog: CardsDialog, session: LeadsSession) -> None:
    QTest.keyClick(dialog.figures, Qt.Key.Key_Space)
    for _ in range(3):
        QTest.keyClick(dialog.figures, Qt.Key.Key_Down)
    QTest.keyClick(dialog.figures, Qt.Key.Key_Space)
    assert _saved(dialog, session) == (SECOND.id, THIRD.id, FOURTH.id)
    session.undo()
    assert session.state.settings.cards == ()


def test_cards_are_moved_by_keys_and_buttons(dialog: CardsDialog, session: LeadsSession) -> None:
    QTest.keyClick(dialog.figures, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert _listed(dialog)[0][0] == EN.text(FIRST.label)  # already the first
    QTest.keyClick(dialog.figures, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert dialog.figures.currentRow() == 1
    QTest.mouseClick(dialog.down, Qt.MouseButton.LeftButton)
    assert [text for text, _ in _listed(dialog)[:3]] == [EN.text(kpi.label) for kpi in (SECOND, THIRD, FIRST)]
    QTest.mouseClick(dialog.up, Qt.MouseButton.LeftButton)
    assert _saved(dialog, session) == (SECOND.id, FIRST.id, THIRD.id)


def test_a_figure_that_was_dragged_stays_where_it_was_put(dialog: CardsDialog, session: LeadsSession) -> None:
    nowhere = QModelIndex()
    assert dialog.figures.model().moveRow(nowhere, 2, nowhere, 0)  # what a drop within the list does
    assert _saved(dialog, session) == (THIRD.id, FIRST.id, SECOND.id)


def test_the_choices_of_other_questions_stay(dialog: CardsDialog, session: LeadsSession) -> None:
    QTest.keyClick(dialog.figures, Qt.Key.Key_Space)
    dialog.questions.setCurrentRow(1)
    dialog.questions.setCurrentRow(0)
    assert _listed(dialog)[2][1] is False
    assert _listed(dialog)[2][0] == EN.text(FIRST.label)
    assert _saved(dialog, session) == (SECOND.id, THIRD.id)


def test_back_to_the_usual_cards(qtbot: QtBot) -> None:
    settings = replace(Settings(), cards=(("enough", (THIRD.id,)), ("cost", ())))
    session = LeadsSession(state(leads={"created": ["2025-01-03"]}, settings=settings))
    dialog = CardsDialog(cast("Any", session), EN)
    qtbot.addWidget(dialog)
    dialog.show()
    assert [text for text, ticked in _listed(dialog) if ticked] == [EN.text(THIRD.label)]
    QTest.mouseClick(dialog.usual, Qt.MouseButton.LeftButton)
    assert _saved(dialog, session) == tuple(kpi.id for kpi in ENOUGH.usual)
    assert session.state.settings.cards == ()


def test_cancel_changes_nothing(dialog: CardsDialog, session: LeadsSession) -> None:
    QTest.keyClick(dialog.figures, Qt.Key.Key_Space)
    QTest.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    assert session.state.settings.cards == ()
