from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from leaddesk.text import language, msg, verbatim
from leaddesk.ui import theme
from leaddesk.ui.widgets.empty_state import GO_ON, WELCOME, Emptiness, EmptyState, WayOn, welcome

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def _shown(qtbot: QtBot, page: Emptiness = WELCOME) -> EmptyState:
    state = EmptyState(language("en"), page)
    qtbot.addWidget(state)
    state.resize(900, 500)
    return state


def test_welcome_leads_to_files_and_to_the_sample(qtbot: QtBot) -> None:
    state = _shown(qtbot)
    with qtbot.waitSignals([state.open_requested, state.chosen]):
        QTest.mouseClick(state.buttons["open"], Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(state.sample_requested):
        QTest.keyClick(state.buttons["sample"], Qt.Key.Key_Space)
    with qtbot.waitSignal(state.open_requested):
        QTest.keyClick(state.buttons["open"], Qt.Key.Key_Return)
    assert state.buttons["open"].text().strip() == "Open a spreadsheet"
    assert state.accessibleName() == language("en").text(WELCOME.title)


@pytest.mark.parametrize("code", ["fr", "en"])
def test_the_last_work_comes_first_and_no_button_covers_another(qtbot: QtBot, code: str) -> None:
    named = welcome(Path("/work/Prospects de la rentrée 2026 à Rennes.leaddesk"), Path("/data"))
    for page in (welcome(Path("/data/1.leaddesk"), Path("/data")), named):
        state = EmptyState(language(code), page)
        qtbot.addWidget(state)
        state.resize(1024, 560)
        state.show()
        places = [button.geometry() for button in state.buttons.values()]
        assert next(iter(state.buttons)) == GO_ON
        assert len(places) == 3
        assert all(one.right() < other.left() for one, other in pairwise(places))
        assert all(button.width() >= button.sizeHint().width() for button in state.buttons.values())
    assert welcome(None, Path("/data")) is WELCOME


def test_any_page_tells_the_key_and_shows_plain_text(qtbot: QtBot) -> None:
    way = WayOn("clear", msg("Clear the filters"), "x")
    state = _shown(qtbot, Emptiness("search", msg("No lead"), verbatim("<i>x</i>"), (way,)))
    with qtbot.waitSignal(state.chosen) as chosen, qtbot.assertNotEmitted(state.open_requested):
        QTest.mouseClick(state.buttons["clear"], Qt.MouseButton.LeftButton)
    assert chosen.args == ["clear"]
    assert state._text.textFormat() == Qt.TextFormat.PlainText
    assert state._hint.isHidden()


def test_place_to_drop_lights_up(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    state = _shown(qtbot)
    before = state.grab().toImage().pixelColor(60, 60).name()
    state.set_drag_active(True)
    assert state.grab().toImage().pixelColor(60, 60).name().upper() == theme.LIGHT.accent_soft
    state.set_drag_active(False)
    assert state.grab().toImage().pixelColor(60, 60).name() == before


def test_symbol_follows_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    state = _shown(qtbot, Emptiness("search", msg("No lead"), msg("x")))
    state.show()
    light = state._symbol.pixmap().toImage()
    theme.apply(qapp, "dark")
    assert state._symbol.pixmap().toImage() != light
    theme.apply(qapp, "light")


def test_speaks_the_new_language(qtbot: QtBot) -> None:
    state = _shown(qtbot, Emptiness("search", msg("{n}", n=1.5), msg("x")))
    assert state._title.text() == "1.50"
    state.set_language(language("fr"))
    assert state._title.text() == "1,50"
