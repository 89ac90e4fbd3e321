from __future__ import annotations

import gc
import weakref
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from leaddesk.text import language, msg
from leaddesk.ui import theme
from leaddesk.ui.plots.funnel import FunnelChart, FunnelStage, Lost

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

STAGES = (
    FunnelStage("new", msg("New"), 1000),
    FunnelStage("contacted", msg("Contacted"), 500, "50%", "50%", "−50%", "500 lost", True, note="median 1 day"),
    FunnelStage("won", "<b>Won</b>", 1, "0.1%", "0.2%", "−99.8%", "499 lost", tooltip="of which 1 repeat"),
    FunnelStage("kept", "Kept", 0, "0%", "0%"),
)


@pytest.fixture
def chart(qtbot: QtBot, qapp: QApplication) -> FunnelChart:
    theme.apply(qapp, "light")
    chart = FunnelChart(language("en"))
    qtbot.addWidget(chart)
    chart.resize(800, 300)
    chart.show()
    chart.show_stages(STAGES)
    return chart


def test_bars_are_centred_and_as_wide_as_the_counts(chart: FunnelChart) -> None:
    bars = [chart._bar(index) for index in range(4)]
    assert bars[1].width() == pytest.approx(bars[0].width() / 2)
    assert {round(bar.center().x(), 3) for bar in bars[:3]} == {round(bars[0].center().x(), 3)}
    assert bars[2].width() >= 6
    assert bars[3].width() == 0


def test_clicks_tell_stages_and_drops(chart: FunnelChart, qtbot: QtBot) -> None:
    at = chart._bar(1).center().toPoint()
    with qtbot.waitSignal(chart.pressed) as clicked:
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=at)
    assert clicked.args == ["contacted", QPointF(at)]
    with qtbot.waitSignal(chart.pressed) as dropped:
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart._gap(2).center().toPoint())
    assert dropped.args[0] == Lost("won")
    with qtbot.assertNotEmitted(chart.pressed):
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart._gap(3).center().toPoint())


def test_keyboard_walks_through_stages_and_drops(chart: FunnelChart, qtbot: QtBot) -> None:
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Down)
    with qtbot.waitSignal(chart.pressed) as clicked:
        QTest.keyClick(chart, Qt.Key.Key_Return)
    assert clicked.args[0] == "new"
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert QToolTip.text() == "<qt>Before “Contacted”<br>−50%<br>500 lost</qt>"
    with qtbot.waitSignal(chart.pressed) as dropped:
        QTest.keyClick(chart, Qt.Key.Key_Space)
    assert dropped.args[0] == Lost("contacted")
    QToolTip.hideText()


def test_hovering_tells_all_as_plain_text(chart: FunnelChart) -> None:
    QTest.mouseMove(chart, chart._strip(0).center().toPoint())
    QTest.mouseMove(chart, chart._strip(2).center().toPoint())
    assert QToolTip.text() == (
        "<qt>&lt;b&gt;Won&lt;/b&gt;: 1<br>0.1% of the first stage<br>0.2% of the stage before<br>of which 1 repeat</qt>"
    )
    assert "Won" in chart.accessibleDescription()
    QToolTip.hideText()


def test_the_worst_leak_is_red(chart: FunnelChart) -> None:
    image = chart.grab().toImage()
    red = theme.mix(theme.LIGHT.bad, theme.LIGHT.surface, 0.13)
    for index, expected in ((1, True), (2, False)):
        gap = chart._gap(index)
        across = range(int(gap.left()), int(gap.right()))
        inks = {image.pixelColor(x, int(gap.center().y())).name() for x in across}
        assert (red.name() in inks) is expected


def test_the_intervals_stand_below_the_shares_where_there_is_room(chart: FunnelChart) -> None:
    def inks(height: int, intervals: tuple[str, str]) -> bytes:
        chart.resize(800, height)
        chart.show_stages((STAGES[0], replace(STAGES[1], intervals=intervals)))
        return bytes(chart.grab().toImage().constBits())

    assert inks(300, ("46 to 54%", "46 to 54%")) != inks(300, ("", ""))
    assert inks(300, ("46 to 54%", "")) != inks(300, ("46 to 54%", "46 to 54%"))
    assert inks(70, ("46 to 54%", "46 to 54%")) == inks(70, ("", ""))
    assert inks(300, ("much too long for that" * 3, "")) == inks(300, ("", ""))


def test_sizes_fit_the_stages(chart: FunnelChart) -> None:
    assert chart.minimumSizeHint().height() < chart.sizeHint().height()
    chart.resize(460, chart.minimumSizeHint().height())
    assert chart._strip(3).bottom() <= chart.height()


def test_no_stages_are_drawn_too(chart: FunnelChart) -> None:
    chart.show_stages(())
    assert not chart.grab().isNull()
    chart.show_stages((FunnelStage("new", "New", 0),))
    assert not chart.grab().isNull()


def test_speaks_the_new_language_and_wears_the_theme(chart: FunnelChart, qapp: QApplication, tmp_path: Path) -> None:
    before = chart.pointer.marks[0].words
    chart.show_stages((FunnelStage("new", msg("{n}", n=1.5), 1000),))
    chart.set_language(language("fr"))
    assert chart.pointer.marks[0].words != before
    assert chart.pointer.marks[0].words.startswith("1,50")
    theme.apply(qapp, "dark")
    chart.render_png(tmp_path / "f.png")
    image = QImage(str(tmp_path / "f.png"))
    assert image.pixelColor(4, 4).name().upper() in {theme.DARK.surface, theme.DARK.window}
    theme.apply(qapp, "light")
    chart.render_svg(tmp_path / "f.svg")
    assert "<svg" in (tmp_path / "f.svg").read_text(encoding="utf-8")


def test_a_closed_chart_is_freed(qapp: QApplication) -> None:
    chart = FunnelChart(language("en"))
    chart.show_stages(STAGES)
    gone = weakref.ref(chart)
    chart.deleteLater()
    del chart
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert gone() is None
