from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from leaddesk.text import language
from leaddesk.ui import theme
from leaddesk.ui.plots.fates import Fates, FatesChart

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def _fates(days: int = 365, *, settled: int = 60, n: int = 400, is_small: bool = False) -> Fates:
    """A fifth won and three fifths lost, evenly until the day on which all is *settled*."""
    share = np.minimum(1.0, np.arange(days) / settled)
    won = 0.2 * share
    return Fates(won, won * 0.5, won * 1.5, 0.6 * share, np.full(days, n), n, is_small)


@pytest.fixture
def chart(qtbot: QtBot, qapp: QApplication) -> FatesChart:
    theme.apply(qapp, "light")
    made = FatesChart(language("en"))
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show()
    made.show_fates(_fates())
    return made


def _ink(chart: FatesChart, day: float, share: float) -> QColor:
    scene = chart.getPlotItem().getViewBox().mapToScene(chart.place(day, share))
    colour: QColor = chart.grab().toImage().pixelColor(chart.mapFromScene(scene))
    return colour


def test_days_after_which_nothing_moves_are_left_away() -> None:
    assert _fates(settled=60).last == 90
    assert _fates(settled=130).last == 150
    assert _fates(settled=360).last == 360
    assert _fates(40).last == 39
    assert _fates(1).last == 0


def test_axes_have_units(chart: FatesChart) -> None:
    axes = chart.getPlotItem()
    assert axes.getAxis("bottom").labelText == "Age of the leads (days)"
    assert axes.getAxis("left").labelText == "Share of the leads (%)"
    assert axes.getViewBox().viewRange()[0] == [0, 90]


def test_won_below_open_between_lost_above(chart: FatesChart) -> None:
    won, open_, lost = (_ink(chart, 75, share).name() for share in (0.05, 0.33, 0.9))
    assert len({won, open_, lost, theme.LIGHT.surface.lower()}) == 4
    chart.show_fates(_fates(is_small=True))
    surface = QColor(theme.LIGHT.surface).lightness()
    assert QColor(won).lightness() < _ink(chart, 75, 0.05).lightness() < surface


def test_a_day_tells_its_shares_and_the_keyboard_reaches_it(chart: FatesChart) -> None:
    marks = chart.pointer.marks
    assert 10 <= len(marks) <= 31
    day = next(mark for mark in marks if mark.key == 60)
    assert day.words.split("\n") == ["By day 60:", "won: 20.0% (10.0 to 30.0%)", "still open: 20.0%", "lost: 60.0%"]
    QTest.keyClick(chart, Qt.Key.Key_End)
    assert chart.pointer.current is not None
    assert chart.pointer.current.key == 90
    assert "By day 60:, won: 20.0%" in chart.accessibleDescription()


def test_another_language_and_nothing_at_all(chart: FatesChart, qtbot: QtBot) -> None:
    chart.set_language(language("fr"))
    assert "jours" in chart.getPlotItem().getAxis("bottom").labelText
    empty = FatesChart(language("fr"))
    qtbot.addWidget(empty)
    assert not empty.grab().isNull()
    assert empty.pointer.marks == ()
