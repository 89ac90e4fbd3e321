"""The settings of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from leaddesk.model.opening import OpeningHours
from leaddesk.model.settings import Settings
from leaddesk.model.stages import Stage, StageMap
from leaddesk.text import language
from leaddesk.ui.dialogs.settings import SettingsDialog
from tests.builders import state
from tests.ui.leads_session import LeadsSession

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

EN, FR = language("en"), language("fr")
WORDS = ["Nouveau", "Gagné", "Mystère", "Mystère", "Mystère", "Tiède", "Nouveau", None]


@pytest.fixture
def session() -> LeadsSession:
    chosen = StageMap((("Ancien", "lost"), ("Tiède", "contacted")))
    settings = Settings(company="Vélo Express", stage_map=chosen)
    return LeadsSession(state(leads={"status": WORDS}, settings=settings))


@pytest.fixture
def dialog(qtbot: QtBot, session: LeadsSession) -> SettingsDialog:
    made = SettingsDialog(cast("Any", session), FR)
    qtbot.addWidget(made)
    made.show()
    return made


def _choose(dialog: SettingsDialog, word: str, stage: str) -> None:
    box = dialog.words.box(word)
    box.setCurrentIndex(box.findData(stage))


def test_it_shows_what_holds(dialog: SettingsDialog, session: LeadsSession) -> None:
    assert dialog.company.text() == "Vélo Express"
    assert dialog.currency.currentData() == "EUR"
    assert dialog.currency.currentText() == "EUR – euro"
    assert dialog.target.text() == "4"
    assert [box.isChecked() for box in dialog.days] == [True] * 5 + [False] * 2
    assert dialog.days[0].text() == "lun."
    assert (dialog.opens.text(), dialog.closes.text()) == ("08:00", "19:00")
    assert dialog.settings() == session.state.settings


def test_saving_without_a_change_is_no_step(dialog: SettingsDialog, session: LeadsSession) -> None:
    dialog.save.click()
    assert session.labels == []
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_words_that_are_not_understood_stand_first(dialog: SettingsDialog) -> None:
    words = [dialog.words.item(row, 0).text() for row in range(dialog.words.rowCount())]  # type: ignore[union-attr]
    assert words == ["Mystère", "Nouveau", "Gagné", "Tiède"]
    assert dialog.words.item(0, 1).text() == "3"  # type: ignore[union-attr]
    assert dialog.words.box("Mystère").currentData() == ""
    assert dialog.words.box("Tiède").currentData() == "contacted"
    assert dialog.words.box("Nouveau").findData("") == -1
    assert "3" in dialog.note.text()


def test_a_word_is_given_its_stage(dialog: SettingsDialog, session: LeadsSession) -> None:
    _choose(dialog, "Mystère", "quote")
    _choose(dialog, "Tiède", "")
    dialog.save.click()
    assert len(session.labels) == 1
    stages = session.state.settings.stage_map
    assert stages.chosen == (("Ancien", "lost"), ("Mystère", "quote"))
    assert stages.stage("mystere") is Stage.QUOTE
    session.undo()
    assert session.state.settings.stage_map.stage("Tiède") is Stage.CONTACTED


def test_a_word_back_at_its_usual_meaning_needs_no_entry(dialog: SettingsDialog, session: LeadsSession) -> None:
    _choose(dialog, "Nouveau", "lost")
    assert ("Nouveau", "lost") in dialog.settings().stage_map.chosen
    _choose(dialog, "Nouveau", "new")
    assert dialog.settings() == session.state.settings


def test_hours_days_and_holidays(dialog: SettingsDialog, session: LeadsSession) -> None:
    dialog.days[5].setChecked(True)
    dialog.opens.setText("8h30")
    dialog.closes.setText("18h15")
    dialog.alsace.setChecked(True)
    dialog.save.click()
    week = (True, True, True, True, True, True, False)
    assert session.state.settings.opening == OpeningHours(week, 8.5, 18.25, True, True)
    assert [EN.text(label) for label in session.labels] == ["Opening hours"]


def test_alsace_only_with_holidays(dialog: SettingsDialog) -> None:
    assert dialog.alsace.isEnabled()
    dialog.holidays.setChecked(False)
    assert not dialog.alsace.isEnabled()


def test_each_change_is_a_step(dialog: SettingsDialog, session: LeadsSession) -> None:
    dialog.company.setText("  Autre   nom ")
    dialog.currency.setCurrentIndex(dialog.currency.findData("CHF"))
    dialog.target.setText("2,5")
    QTest.keyClick(dialog.target, Qt.Key.Key_Return)
    settings = session.state.settings
    assert (settings.company, settings.currency, settings.response_target) == ("Autre nom", "CHF", 2.5)
    assert len(session.labels) == 3


def test_the_hours_of_selling_and_their_cost(dialog: SettingsDialog, session: LeadsSession) -> None:
    dialog.hours.setText("60")
    dialog.rate.setText("-25")
    dialog.save.click()
    assert dialog.fault.text() == "Les heures et leur coût ne sont pas négatifs."
    dialog.rate.setText("25,5")
    dialog.save.click()
    assert (session.state.settings.selling_hours, session.state.settings.selling_rate) == (60, 25.5)
    assert [EN.text(label) for label in session.labels] == ["Hours spent on selling", "Cost of an hour"]


def test_the_horizon_of_the_lifetime_value(dialog: SettingsDialog, session: LeadsSession) -> None:
    assert [dialog.lifetime.itemText(n) for n in range(3)] == ["12 mois au plus", "24 mois au plus", "36 mois au plus"]
    assert dialog.lifetime.currentData() == 36
    dialog.lifetime.setCurrentIndex(1)
    dialog.save.click()
    assert session.state.settings.lifetime_months == 24
    assert [EN.text(label) for label in session.labels] == ["Lifetime value over"]


@pytest.mark.parametrize("wrong", ["target", "zero", "hours", "clock", "no clock", "days"])
def test_what_cannot_be_is_named(dialog: SettingsDialog, session: LeadsSession, wrong: str) -> None:
    if wrong == "hours":
        dialog.closes.setText("8h00")
    elif "clock" in wrong:
        dialog.opens.setText("" if wrong == "no clock" else "soon")
    elif wrong == "days":
        for box in dialog.days:
            box.setChecked(False)
    else:
        dialog.target.setText({"target": "soon", "zero": "0"}[wrong])
    dialog.save.click()
    assert dialog.fault.isVisible()
    assert session.labels == []
    assert dialog.isVisible()


def test_without_status_words(qtbot: QtBot) -> None:
    made = SettingsDialog(cast("Any", LeadsSession(state(leads={"channel": ["a"]}))), EN)
    qtbot.addWidget(made)
    made.show()
    assert not made.words.isVisible()
    assert made.note.text() == "The leads that are open have no status column."
