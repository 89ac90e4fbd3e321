"""A list whose items come when somebody asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from leaddesk.ui.widgets.still_combo import LaterComboBox

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

ITEMS = [("Kept", "x:Ville"), None, ("Amount", "amount"), ("Town", "town")]


def shown(combo: LaterComboBox) -> list[str]:
    return [combo.itemText(place) for place in range(combo.count())]


def test_the_items_come_when_the_list_is_opened(qtbot: QtBot) -> None:
    combo = LaterComboBox()
    qtbot.addWidget(combo)
    combo.offer("Amount", "amount", lambda: ITEMS)
    combo.show()
    assert shown(combo) == ["Amount"]
    chosen: list[object] = []
    combo.activated.connect(lambda place: chosen.append(combo.itemData(place)))
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert shown(combo) == ["Kept", "", "Amount", "Town"]
    assert combo.currentData() == "amount"
    QTest.keyClick(combo.view(), Qt.Key.Key_Down)
    QTest.keyClick(combo.view(), Qt.Key.Key_Return)
    assert chosen == ["town"]
    assert combo.currentText() == "Town"


def test_whoever_looks_for_an_item_finds_it(qtbot: QtBot) -> None:
    combo = LaterComboBox()
    qtbot.addWidget(combo)
    changes: list[int] = []
    combo.currentIndexChanged.connect(changes.append)
    combo.offer("Amount", "amount", lambda: ITEMS)
    changes.clear()
    assert combo.findData("town") == 3
    assert combo.findData("street") == -1
    assert combo.currentIndex() == 2
    assert not changes, "nothing was chosen"
