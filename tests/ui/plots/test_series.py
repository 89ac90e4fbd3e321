from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from leaddesk.model.measure import Unit
from leaddesk.text import language, msg
from leaddesk.ui import theme
from leaddesk.ui.plots.axis import ValueAxis
from leaddesk.ui.plots.series import MonthPoint, Series, SeriesChart

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def _months(count: int) -> tuple[MonthPoint, ...]:
    firsts = [dt.date(2024 + n // 12, n % 12 + 1, 1) for n in range(count)]
    return tuple(MonthPoint(first, 10.0 + n, is_partial=n == count - 1) for n, first in enumerate(firsts))


@pytest.fixture
def chart(qtbot: QtBot, qapp: QApplication) -> SeriesChart:
    theme.apply(qapp, "light")
    chart = SeriesChart(language("en"))
    qtbot.addWidget(chart)
    chart.resize(600, 260)
    chart.show()
    chart.show_series(Series(ValueAxis(msg("Leads"), Unit.COUNT), _months(6), "2024", "2023"))
    return chart


def _named(chart: SeriesChart) -> list[str]:
    return [words for _, words in chart.getPlotItem().getAxis("bottom")._tickLevels[0]]


def test_months_are_named_in_the_language_and_thinned_out(chart: SeriesChart) -> None:
    assert _named(chart)[0] == "Jan 2024"
    chart.set_language(language("fr"))
    assert _named(chart)[0] == "janv. 2024"
    chart.show_series(Series(ValueAxis("n", Unit.COUNT), _months(60)))
    named = _named(chart)
    assert 3 <= len(named) <= 8
    assert named[-1].endswith("2028")


def test_the_last_name_is_not_cut(chart: SeriesChart) -> None:
    chart.show_series(Series(ValueAxis("n", Unit.COUNT), _months(40)))
    half = chart.small_metrics().horizontalAdvance(_named(chart)[-1]) / 2
    scene = chart.getPlotItem().getViewBox().mapToScene(chart.place(39, 0))
    assert chart.mapFromScene(scene).x() + half <= chart.width()


def test_click_and_keyboard_tell_the_month(chart: SeriesChart, qtbot: QtBot) -> None:
    mark = chart.pointer.marks[2]
    with qtbot.waitSignal(chart.month_clicked) as clicked:
        QTest.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=chart.point_of(mark).toPoint())
    assert clicked.args == [dt.date(2024, 3, 1)]
    QTest.keyClick(chart, Qt.Key.Key_End)
    with qtbot.waitSignal(chart.month_clicked) as clicked:
        QTest.keyClick(chart, Qt.Key.Key_Space)
    assert clicked.args == [dt.date(2024, 6, 1)]


def test_partial_months_say_so_and_are_hatched(chart: SeriesChart) -> None:
    assert "not complete" in chart.pointer.marks[5].words
    assert "not complete" not in chart.pointer.marks[4].words
    image = chart.grab().toImage()
    accent = QColor(theme.LIGHT.accent)

    def share(index: int) -> float:
        scene = chart.getPlotItem().getViewBox().mapToScene(chart.place(index, 5))
        at = chart.mapFromScene(scene)
        around = [(at.x() + x, at.y() + y) for x in range(-8, 9) for y in range(-8, 9)]
        return sum(bool(image.pixelColor(x, y) == accent) for x, y in around) / len(around)

    assert share(4) == 1.0
    assert share(5) < 0.5


@pytest.mark.parametrize("is_line", [False, True])
def test_another_period_is_drawn_beside(chart: SeriesChart, is_line: bool) -> None:
    points = tuple(replace(point, compared=None if n == 2 else 8.0) for n, point in enumerate(_months(6)))
    chart.show_series(Series(ValueAxis("Leads", Unit.COUNT), points, "2024", msg("before"), is_line))
    assert "before: 8" in chart.pointer.marks[0].words
    assert "before" not in chart.pointer.marks[2].words
    image = chart.grab().toImage()
    inks = {image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())}
    assert {theme.LIGHT.categories[1], theme.LIGHT.accent} <= inks


def test_gaps_negative_values_and_nothing_at_all(chart: SeriesChart) -> None:
    points = (MonthPoint(dt.date(2024, 1, 1), -5.0), MonthPoint(dt.date(2024, 2, 1), None))
    for is_line in (False, True):
        chart.show_series(Series(ValueAxis("m", Unit.MONEY), points, is_line=is_line))
        assert not chart.grab().isNull()
    assert chart.getPlotItem().getViewBox().viewRange()[1][0] < -5
    assert "–" in chart.pointer.marks[1].words
    chart.show_series(Series(ValueAxis("m", Unit.MONEY), ()))
    assert not chart.grab().isNull()
