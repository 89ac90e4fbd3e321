"""Figures are pressed alike, whatever they are drawn on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame

from leaddesk.ui.widgets.pressing import Pressing

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Plain(Pressing, QFrame):
    """Presses alone."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        self.be_pressable()

    def press(self) -> None:
        self.done.append("pressed")


class Rich(Plain):
    """Each in its own way."""

    def ask(self) -> None:
        self.done.append("asked")

    def open_menu(self, _place: QPoint) -> None:
        self.done.append("menu")


@pytest.fixture(params=[Plain, Rich])
def widget(request: pytest.FixtureRequest, qtbot: QtBot) -> Plain:
    made: Plain = request.param()
    qtbot.addWidget(made)
    made.resize(80, 30)
    made.show()
    return made


def test_mouse_and_keys(widget: Plain) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        QTest.keyClick(widget, key)
    assert widget.done == ["pressed"] * 4
    QTest.keyClick(widget, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    at = QPoint(3, 3)
    QApplication.sendEvent(widget, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, widget.mapToGlobal(at)))
    assert widget.done[4:] == (["asked", "menu"] if isinstance(widget, Rich) else ["pressed"] * 2)


def test_what_is_no_press(widget: Plain) -> None:
    QTest.mousePress(widget, Qt.MouseButton.LeftButton)
    assert widget.done == [], "the release decides"
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    QTest.mouseClick(widget, Qt.MouseButton.RightButton)
    QTest.keyClick(widget, Qt.Key.Key_A)
    assert widget.done == []


def test_it_is_reached_by_tab_and_knows_where_it_is(widget: Plain) -> None:
    assert widget.focusPolicy() == Qt.FocusPolicy.StrongFocus
    assert widget.on_screen().topLeft() == widget.mapToGlobal(QPoint(0, 0))
    assert widget.on_screen().size() == widget.size()
