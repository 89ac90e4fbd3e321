"""The short form for a lead or an expense."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from leaddesk.text import language
from leaddesk.ui.dialogs.entry import EntryDialog
from tests.builders import state
from tests.ui.leads_session import LeadsSession

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

EN, FR = language("en"), language("fr")
TODAY = dt.date(2025, 6, 30)
KEY = Qt.Key


@pytest.fixture
def session() -> LeadsSession:
    leads = {"channel": ["Google", "Salon", None], "campaign": ["Rentrée", None, None]}
    return LeadsSession(state(leads=leads, costs={"channel": ["Flyers"], "amount": [10]}, today=TODAY))


def _dialog(qtbot: QtBot, session: LeadsSession, table: str) -> EntryDialog:
    made = EntryDialog(cast("Any", session), FR, table)
    qtbot.addWidget(made)
    made.show()
    return made


def test_today_now_and_the_known_channels_are_there(qtbot: QtBot, session: LeadsSession) -> None:
    dialog = _dialog(qtbot, session, "leads")
    assert dialog.fields["created"].text() == "30/06/2025"
    assert re.fullmatch(r"\d\d:\d\d", dialog.fields["time"].text())
    channel = dialog.fields["channel"]
    assert [channel.itemText(place) for place in range(channel.count())] == ["", "Flyers", "Google", "Salon"]


def test_enter_saves_a_lead(qtbot: QtBot, session: LeadsSession) -> None:
    dialog = _dialog(qtbot, session, "leads")
    QTest.keyClicks(dialog.fields["channel"].lineEdit(), "Google")
    QTest.keyClicks(dialog.fields["name"], "  Ada   Byron ")
    dialog.fields["time"].setText("9h05")
    dialog.fields["notes"].setPlainText("two\nparcels")
    dialog.fields["next_date"].setText("+2")
    QTest.keyClick(dialog.fields["name"], KEY.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert session.typed == [
        (
            "leads",
            {
                "created": "2025-06-30 09:05",
                "channel": "Google",
                "name": "Ada Byron",
                "notes": "two\nparcels",
                "next_date": "2025-07-02",
            },
        )
    ]


def test_nothing_to_reach_the_person_by_is_named(qtbot: QtBot, session: LeadsSession) -> None:
    dialog = _dialog(qtbot, session, "leads")
    dialog.save.click()
    assert session.typed == []
    assert dialog.isVisible()
    assert dialog.general.isVisible()
    dialog.fields["phone"].setText("0612345678")
    dialog.save.click()
    assert [values["phone"] for _, values in session.typed] == ["0612345678"]


@pytest.mark.parametrize(
    ("field", "text", "where"),
    [
        ("created", "32/13", "created"),
        ("time", "25h", "created"),
        ("email", "ada@", "email"),
        ("next_date", "x", "next_date"),
    ],
)
def test_what_cannot_be_read_is_named_beside_its_field(
    qtbot: QtBot, session: LeadsSession, field: str, text: str, where: str
) -> None:
    dialog = _dialog(qtbot, session, "leads")
    dialog.fields["name"].setText("Ada")
    dialog.fields[field].setText(text)
    dialog.save.click()
    assert session.typed == []
    shown = {name for name, label in dialog.faults.items() if label.isVisible()}
    assert shown == {where}
    assert dialog.fields[field].text() == text
    dialog.fields[field].setText("")
    dialog.save.click()
    assert len(session.typed) == 1
    assert not dialog.faults[where].isVisible()


def test_save_and_new_keeps_date_and_channel(qtbot: QtBot, session: LeadsSession) -> None:
    dialog = _dialog(qtbot, session, "leads")
    dialog.fields["channel"].setEditText("Téléphone")
    dialog.fields["name"].setText("Ada")
    dialog.fields["notes"].setPlainText("a")
    dialog.fields["next_date"].setText("+2")
    dialog.save_and_new.click()
    assert dialog.isVisible()
    assert dialog.done_label.text()
    assert [dialog.fields[name].text() for name in ("name", "next_date")] == ["", ""]
    assert dialog.fields["notes"].toPlainText() == ""
    assert dialog.fields["channel"].currentText() == "Téléphone"
    dialog.fields["name"].setText("Bob")
    dialog.save_and_new.click()
    assert [values["name"] for _, values in session.typed] == ["Ada", "Bob"]
    assert "next_date" not in session.typed[1][1]


def test_an_expense_of_a_month(qtbot: QtBot, session: LeadsSession) -> None:
    dialog = _dialog(qtbot, session, "costs")
    dialog.fields["amount"].setText("1 234,50 €")
    dialog.fields["date"].setText("02/2024")
    dialog.fields["label"].setText("Tracts")
    dialog.save.click()
    assert session.typed == [
        ("costs", {"date": "2024-02-01", "until": "2024-02-29", "amount": 1234.5, "label": "Tracts"})
    ]


def test_an_expense_of_a_day(qtbot: QtBot, session: LeadsSession) -> None:
    dialog = _dialog(qtbot, session, "costs")
    dialog.fields["amount"].setText("10")
    dialog.fields["channel"].setEditText("Salon")
    QTest.keyClick(dialog.fields["amount"], KEY.Key_Return)
    assert session.typed == [("costs", {"date": "2025-06-30", "amount": 10.0, "channel": "Salon"})]


@pytest.mark.parametrize(
    ("field", "text"), [("amount", ""), ("amount", "ten"), ("date", ""), ("date", "13/2025"), ("date", "soon")]
)
def test_an_expense_needs_an_amount_and_a_day(qtbot: QtBot, session: LeadsSession, field: str, text: str) -> None:
    dialog = _dialog(qtbot, session, "costs")
    dialog.fields["amount"].setText("10")
    dialog.fields[field].setText(text)
    dialog.save.click()
    assert session.typed == []
    assert {name for name, label in dialog.faults.items() if label.isVisible()} == {field}


def test_a_month_stays_a_month_when_the_field_is_left(qtbot: QtBot, session: LeadsSession) -> None:
    dialog = _dialog(qtbot, session, "costs")
    field = dialog.fields["date"]
    field.setText("2-2024")
    field.setModified(True)
    field.flush()
    assert field.text() == "02/2024"
    field.calendar_menu().deleteLater()


def test_it_can_be_the_first_thing_one_does(qtbot: QtBot) -> None:
    session = LeadsSession(state(today=TODAY))
    dialog = _dialog(qtbot, session, "leads")
    dialog.fields["company"].setText("Café")
    dialog.save.click()
    assert session.typed[0][1]["company"] == "Café"


def test_cancel_notes_nothing(qtbot: QtBot, session: LeadsSession) -> None:
    dialog = _dialog(qtbot, session, "leads")
    dialog.fields["name"].setText("Ada")
    dialog.cancel.click()
    assert session.typed == []
    assert not dialog.isVisible()
