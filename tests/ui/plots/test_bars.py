from __future__ import annotations

import gc
import weakref
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from leaddesk.errors import LeadDeskError
from leaddesk.model.measure import Unit
from leaddesk.text import language, msg
from leaddesk.ui import theme
from leaddesk.ui.plots.axis import ValueAxis
from leaddesk.ui.plots.bars import Bar, BarChart, Bars, Reference

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from leaddesk.ui.plots.marks import Mark

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

DATA = Bars(
    ValueAxis(msg("Conversion"), Unit.PERCENT),
    (
        Bar("g", "Google <b>Ads</b>", 0.2, 0.1, 0.3, n=412, note="better", colour="good"),
        Bar(("odd", None), "Word of mouth", 0.1, 0.02, 0.9, n=12, is_faint=True),
        Bar("s", "Fair", None, absent="no lead", n=0),
    ),
    Reference(0.15, "mean 15%"),
)


@pytest.fixture
def chart(qtbot: QtBot, qapp: QApplication) -> BarChart:
    theme.apply(qapp, "light")
    chart = BarChart(language("en"))
    qtbot.addWidget(chart)
    chart.resize(600, 300)
    chart.show()
    chart.show_bars(DATA)
    return chart


def _inks(image: QImage) -> set[str]:
    points = ((x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2))
    return {image.pixelColor(x, y).name().upper() for x, y in points}


def _pointed_at(chart: BarChart) -> Mark | None:
    return chart.pointer.current


def _click(chart: BarChart, key: object) -> None:
    mark = next(mark for mark in chart.pointer.marks if mark.key == key)
    QTest.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=chart.point_of(mark).toPoint())


def test_a_click_tells_the_key(chart: BarChart, qtbot: QtBot) -> None:
    for key in ("g", ("odd", None), "s"):
        with qtbot.waitSignal(chart.bar_clicked) as clicked:
            _click(chart, key)
        assert clicked.args == [key]


def test_arrows_and_enter_do_what_a_click_does(chart: BarChart, qtbot: QtBot) -> None:
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Down)
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert "Word of mouth" in QToolTip.text()
    with qtbot.waitSignal(chart.bar_clicked) as clicked:
        QTest.keyClick(chart, Qt.Key.Key_Return)
    assert clicked.args == [("odd", None)]
    QToolTip.hideText()


def test_hovering_tells_everything_as_plain_text(chart: BarChart) -> None:
    mark = chart.pointer.marks[0]
    QTest.mouseMove(chart.viewport(), chart.point_of(chart.pointer.marks[2]).toPoint())
    QTest.mouseMove(chart.viewport(), chart.point_of(mark).toPoint())
    pointed = _pointed_at(chart)
    assert pointed is not None
    assert (pointed.key, pointed.words) == (mark.key, mark.words)
    assert QToolTip.text() == (
        "<qt>Google &lt;b&gt;Ads&lt;/b&gt;: 20.0%<br>95% interval: 10.0% to 30.0%<br>n = 412<br>better</qt>"
    )
    QApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
    assert _pointed_at(chart) is None
    QToolTip.hideText()


def test_says_the_unit_and_everything_to_screen_readers(chart: BarChart) -> None:
    assert chart.accessibleName() == "Conversion (%)"
    assert "Fair: –, no lead, n = 0" in chart.accessibleDescription()
    assert chart.getPlotItem().getAxis("bottom").label.toPlainText() == "Conversion (%)"


def test_colours_faintness_and_theme(chart: BarChart, qapp: QApplication) -> None:
    inks = _inks(chart.grab().toImage())
    faint = theme.mix(theme.LIGHT.accent, theme.LIGHT.surface, 0.38).name().upper()
    assert {theme.LIGHT.good, theme.LIGHT.surface, faint} <= inks
    assert theme.LIGHT.accent not in inks
    theme.apply(qapp, "dark")
    assert {theme.DARK.good, theme.DARK.surface} <= _inks(chart.grab().toImage())
    theme.apply(qapp, "light")


def test_bars_start_at_zero_and_an_endless_interval_is_cut(chart: BarChart) -> None:
    (low, high), _ = chart.getPlotItem().getViewBox().viewRange()
    assert low == 0
    assert 0.5 < high < 0.9
    assert chart.place(0.2, 0).x() < chart.room().width() * 0.5


def test_negative_values_have_room_on_the_left(chart: BarChart) -> None:
    bars = (Bar(1, "a", 1.0), Bar(2, "b", -0.5, -0.8, 0.1))
    chart.show_bars(Bars(ValueAxis("ROI", Unit.PERCENT), bars))
    assert chart.getPlotItem().getViewBox().viewRange()[0][0] == pytest.approx(-0.84)


def test_the_words_of_the_reference_stand_below_many_bars(chart: BarChart) -> None:
    bars = tuple(Bar(place, f"b{place}", 0.15) for place in range(14))
    chart.show_bars(replace(DATA, bars=bars))
    last = chart.pointer.marks[-1].place
    assert chart.room().bottom() - last.bottom() >= chart.small_metrics().height()


def test_no_words_of_an_axis_are_cut_at_the_edge(chart: BarChart) -> None:
    metrics, blank = chart.small_metrics(), 0
    box = chart.getPlotItem().getViewBox()
    for most in range(90_000, 130_000, 1_000):
        chart.show_bars(Bars(ValueAxis("Spend", Unit.COUNT), (Bar("a", "a", float(most)), Bar("b", "b", 4.0))))
        (ticks,) = chart.getPlotItem().getAxis("bottom")._tickLevels
        for value, words in ticks:
            right = box.mapToScene(chart.place(value, 0)).x() + metrics.horizontalAdvance(words) / 2
            assert right <= chart.width()
            blank += not words
    assert blank  # of some of them a tick has its line alone


def test_vertical_bars_stand_on_the_ground(chart: BarChart, qtbot: QtBot) -> None:
    chart.show_bars(replace(DATA, is_vertical=True))
    ground, top = chart.place(0, 0), chart.place(0, 0.2)
    assert ground.y() > top.y()
    assert ground.x() == top.x()
    assert chart.getPlotItem().getAxis("left").label.toPlainText() == "Conversion (%)"
    with qtbot.waitSignal(chart.bar_clicked) as clicked:
        _click(chart, "g")
    assert clicked.args == ["g"]
    assert theme.LIGHT.good in _inks(chart.grab().toImage())


def test_no_bars_and_no_data_are_drawn_too(chart: BarChart, qtbot: QtBot) -> None:
    chart.show_bars(Bars(ValueAxis("n", Unit.COUNT), ()))
    assert not chart.grab().isNull()
    empty = BarChart(language("fr"))
    qtbot.addWidget(empty)
    assert not empty.grab().isNull()


def test_speaks_the_new_language(chart: BarChart) -> None:
    chart.set_language(language("fr"))
    assert "20,0" in chart.pointer.marks[0].words


def test_pictures_are_written(chart: BarChart, tmp_path: Path) -> None:
    chart.render_png(tmp_path / "c.png")
    image = QImage(str(tmp_path / "c.png"))
    assert (image.width(), image.height()) == (1200, 600)
    assert theme.LIGHT.good in _inks(image)
    assert image.pixelColor(2, 2) == QColor(theme.LIGHT.surface)
    chart.render_svg(tmp_path / "c.svg")
    svg = (tmp_path / "c.svg").read_text(encoding="utf-8")
    assert theme.LIGHT.good.lower() in svg.lower()
    assert "Conversion (%)" in svg


def test_an_impossible_file_is_a_clear_error(chart: BarChart, tmp_path: Path) -> None:
    for render in (chart.render_png, chart.render_svg):
        with pytest.raises(LeadDeskError, match=r"chart\.x could not be written"):
            render(tmp_path / "missing" / "chart.x")


def test_points_outside_hit_nothing(chart: BarChart, qtbot: QtBot) -> None:
    assert chart.mark_at(QPointF(5, 5)) is None
    with qtbot.assertNotEmitted(chart.bar_clicked):
        QTest.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=QPointF(5, 5).toPoint())
        QTest.mouseClick(
            chart.viewport(), Qt.MouseButton.RightButton, pos=chart.point_of(chart.pointer.marks[0]).toPoint()
        )


def test_a_closed_chart_is_freed(qapp: QApplication) -> None:
    chart = BarChart(language("en"))
    chart.resize(300, 200)
    chart.show_bars(DATA)
    chart.grab()
    gone = weakref.ref(chart)
    chart.deleteLater()
    del chart
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert gone() is None


def test_values_have_their_room_once_the_axis_knows_its_width(qtbot: QtBot) -> None:
    chart = BarChart(language("en"))
    qtbot.addWidget(chart)
    chart.resize(420, 260)
    chart.show()
    names = ("A rather long name of a channel", "Another", "A third")
    bars = tuple(Bar(name, name, value) for name, value in zip(names, (106.0, 87.0, 5.0), strict=True))
    chart.show_bars(Bars(ValueAxis(msg("Leads"), Unit.COUNT), bars))
    qtbot.wait(50)  # painted: only then pyqtgraph knows how wide the names are
    end = chart.place(106.0, 0).x() + 8
    assert chart.room().right() - end >= chart.small_metrics().horizontalAdvance("106")
