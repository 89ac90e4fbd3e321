"""The fields that hand over what was typed: lines, numbers, days, notes; and the list that stays still."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QDate, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QMenu, QWidget

from leaddesk.text import language
from leaddesk.ui.widgets.day_field import DayField, day_of
from leaddesk.ui.widgets.line_field import LineField, NumberField, number_of
from leaddesk.ui.widgets.note_field import NoteField
from leaddesk.ui.widgets.still_combo import StillComboBox

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

EN, FR = language("en"), language("fr")
TODAY = dt.date(2025, 6, 30)
KEY = Qt.Key


def _told(field: Any) -> list[Any]:
    told: list[Any] = []
    field.committed.connect(told.append)
    return told


@pytest.mark.parametrize(
    ("text", "code", "number"),
    [
        ("1 234,50 €", "fr", 1234.5),
        ("1\u202f234,5", "fr", 1234.5),
        ("1.234,50", "fr", 1234.5),
        ("1,234.5", "en", 1234.5),
        ("1234.5", "fr", 1234.5),
        ("1,234", "en", 1234.0),
        ("1,234", "fr", 1.234),
        ("-12", "fr", -12.0),
        ("2k€", "fr", 2000.0),
        ("0,1", "en", 0.1),
        ("", "fr", None),
    ],
)
def test_numbers_as_they_are_typed(text: str, code: str, number: float | None) -> None:
    assert number_of(text, language(code)) == number


@pytest.mark.parametrize("text", ["abc", "1 2 3 4", "12/5", "€"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        number_of(text, FR)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3/4", dt.date(2025, 4, 3)),
        ("31/12", dt.date(2024, 12, 31)),
        ("15/7", dt.date(2025, 7, 15)),
        ("2/1", dt.date(2025, 1, 2)),
        ("03/04/2026", dt.date(2026, 4, 3)),
        ("3.4.26", dt.date(2026, 4, 3)),
        ("2026-04-03", dt.date(2026, 4, 3)),
        ("+3", dt.date(2025, 7, 3)),
        ("Demain", dt.date(2025, 7, 1)),
        ("aujourd’hui", TODAY),
        ("", None),
    ],
)
def test_days_as_they_are_typed(text: str, day: dt.date | None) -> None:
    assert day_of(text, TODAY) == day


def test_a_day_without_its_year_is_past_or_to_come() -> None:
    assert day_of("2/1", dt.date(2025, 12, 30)) == dt.date(2026, 1, 2)
    assert day_of("31/12", TODAY, ahead=True) == dt.date(2025, 12, 31)
    assert day_of("15/6", TODAY, ahead=True) == dt.date(2025, 6, 15)
    assert day_of("3/4", TODAY, ahead=True) == dt.date(2026, 4, 3)
    assert day_of("29/2", TODAY) == dt.date(2024, 2, 29)
    assert day_of("29/2", TODAY, ahead=True) == dt.date(2028, 2, 29)


@pytest.mark.parametrize("text", ["32/1", "31/2/2025", "soon", "2025-13-01", "29/2/2023", "30/2"])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        day_of(text, TODAY)


def test_a_line_tells_once_when_it_is_left(qtbot: QtBot) -> None:
    field = LineField(EN)
    qtbot.addWidget(field)
    field.show_value("old")
    told = _told(field)
    field.show()
    field.selectAll()
    QTest.keyClicks(field, "  new   one ")
    QTest.keyClick(field, KEY.Key_Return)
    field.flush()
    assert told == ["new one"]
    assert field.text() == "new one"
    field.clear()
    field.setModified(True)
    field.flush()
    assert told == ["new one", None]


@pytest.mark.parametrize(("made", "typed", "value"), [
    (partial(LineField, EN), "call Marie", "call Marie"),
    (partial(NumberField, FR), "1250", 1250.0),
    (partial(DayField, FR, TODAY), "3/4", dt.date(2025, 4, 3)),
])  # fmt: skip
def test_what_is_typed_is_told_after_a_pause_and_can_be_typed_on(
    qtbot: QtBot, made: Callable[[], Any], typed: str, value: Any
) -> None:
    field = made()
    qtbot.addWidget(field)
    told = _told(field)
    pause = field.pause_ms
    assert pause == (400 if type(field) is LineField else 2000), "half a number is another number"
    field.pause_ms = 60
    QTest.keyClicks(field, typed)
    assert told == []
    qtbot.waitUntil(lambda: told == [value])
    field.show_value(value, afresh=False)
    assert (field.text(), field.cursorPosition()) == (typed, len(typed)), "it is not written anew meanwhile"
    field.flush()
    assert told == [value], "it is told once"


def test_what_cannot_be_read_waits_until_the_field_is_left(qtbot: QtBot) -> None:
    field = NumberField(FR)
    qtbot.addWidget(field)
    field.show_value(5.0)
    told = _told(field)
    field.pause_ms = 1
    field.selectAll()
    QTest.keyClicks(field, "12 rue")
    qtbot.wait(50)
    assert (told, field.text()) == ([], "12 rue")
    field.flush()
    assert (told, field.text()) == ([], "5")


def test_escape_also_takes_back_what_was_told_meanwhile(qtbot: QtBot) -> None:
    field = LineField(EN)
    qtbot.addWidget(field)
    field.show_value("old")
    told = _told(field)
    field.pause_ms = 1
    QTest.keyClick(field, KEY.Key_End)
    QTest.keyClicks(field, " and new")
    qtbot.waitUntil(lambda: "old and new" in told)
    field.show_value("old and new", afresh=False)
    QTest.keyClick(field, KEY.Key_Escape)
    assert (told[-1], field.text()) == ("old", "old")


def test_an_undo_reaches_the_field_in_which_it_was_typed(qtbot: QtBot) -> None:
    field = LineField(EN)
    qtbot.addWidget(field)
    field.show_value("old")
    told = _told(field)
    field.pause_ms = 1
    QTest.keyClick(field, KEY.Key_End)
    QTest.keyClicks(field, "er")
    qtbot.waitUntil(lambda: "older" in told)
    field.show_value("older", afresh=False)
    field.show_value("old", afresh=False)
    assert field.text() == "old"
    field.flush()
    assert told[-1] == "older", "leaving it does not do again what was undone"


def test_a_form_hands_over_when_it_is_saved(qtbot: QtBot) -> None:
    field = LineField(EN)
    qtbot.addWidget(field)
    field.keeps_unreadable = True
    field.pause_ms = 1
    told = _told(field)
    QTest.keyClicks(field, "typed")
    qtbot.wait(30)
    assert told == []


def test_escape_takes_back_what_was_typed(qtbot: QtBot) -> None:
    field = LineField(EN)
    qtbot.addWidget(field)
    field.show_value("old")
    told = _told(field)
    QTest.keyClicks(field, "x")
    QTest.keyClick(field, KEY.Key_Escape)
    assert (field.text(), told) == ("old", [])


def test_a_number_that_cannot_be_read_gives_way(qtbot: QtBot) -> None:
    field = NumberField(FR)
    qtbot.addWidget(field)
    field.show_value(1234.5)
    told = _told(field)
    assert field.text() == "1\u202f234,5"
    field.selectAll()
    QTest.keyClicks(field, "abc")
    field.flush()
    assert (field.text(), told) == ("1\u202f234,5", [])
    field.set_language(EN)
    assert field.text() == "1,234.5"
    field.keeps_unreadable = True
    QTest.keyClicks(field, "abc")
    field.flush()
    assert field.text() == "1,234.5abc"


def test_a_day_from_the_calendar_and_its_presets(qtbot: QtBot) -> None:
    field = DayField(FR, TODAY)
    qtbot.addWidget(field)
    told = _told(field)
    menu = field.calendar_menu()
    texts = [action.text() for action in menu.actions() if action.text()]
    assert len(texts) == 6
    menu.actions()[1].trigger()
    assert told == [dt.date(2025, 7, 1)]
    assert field.text() == "01/07/2025"
    calendar = menu.findChild(QCalendarWidget)
    assert isinstance(calendar, QCalendarWidget)
    calendar.clicked.emit(QDate(2025, 8, 15))
    assert told[-1] == dt.date(2025, 8, 15)
    menu.actions()[5].trigger()
    assert told[-1] is None
    field.open_action.trigger()
    opened = [menu for menu in field.findChildren(QMenu) if menu.isVisible()]
    assert len(opened) == 1
    opened[0].close()


def _is_pending(field: NoteField) -> bool:
    return field.is_pending


def test_notes_wait_for_the_last_key(qtbot: QtBot) -> None:
    field = NoteField()
    qtbot.addWidget(field)
    field.show_value("old")
    told = _told(field)
    assert not _is_pending(field)
    QTest.keyClicks(field, "new ")
    assert _is_pending(field)
    field.show_value("of the report", afresh=False)
    assert field.toPlainText() == "new old"
    qtbot.waitUntil(lambda: told == ["new old"], timeout=2000)
    field.show_value("new old", afresh=False)
    field.setPlainText("   ")
    field.flush()
    assert told == ["new old", None]
    field.flush()
    assert len(told) == 2
    field.show_value("another")
    assert (field.toPlainText(), field.is_pending) == ("another", False)


def test_a_still_list_only_opens(qtbot: QtBot) -> None:
    box = StillComboBox()
    qtbot.addWidget(box)
    box.addItems(["New", "Won", "Lost"])
    box.show()
    chosen: list[int] = []
    box.activated.connect(chosen.append)
    middle = QPointF(box.rect().center())
    wheel = QWheelEvent(
        middle, middle, QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, wheel)
    for key in (KEY.Key_Down, KEY.Key_W):
        QTest.keyClick(box, key)
        assert box.view().isVisible()
        box.hidePopup()
    assert (box.currentIndex(), chosen) == (0, [])
    box.setEditable(True)
    QTest.keyClick(box, KEY.Key_X)
    assert box.currentText().endswith("x")


@pytest.mark.parametrize("make", [NoteField, partial(LineField, language("fr"))])
def test_undo_is_the_windows_until_something_is_typed(qtbot: QtBot, make: Callable[[], QWidget]) -> None:
    field = make()
    qtbot.addWidget(field)
    field.show()

    def is_kept() -> bool:
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        event.ignore()
        QApplication.sendEvent(field, event)
        return event.isAccepted()

    assert not is_kept()
    QTest.keyClicks(field, "abc")
    assert is_kept()


def test_a_field_that_python_has_taken_apart_hands_nothing_over(qtbot: QtBot) -> None:
    """The collector empties what nobody holds before Qt destroys it, and Qt takes the focus from it then."""
    field = LineField(EN)
    qtbot.addWidget(field)
    told = _told(field)
    QTest.keyClicks(field, "Lyon")
    vars(field).clear()
    field.editingFinished.emit()
    assert told == []
