from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from leaddesk.text import Percent, language, msg, verbatim
from leaddesk.ui import theme
from leaddesk.ui.plots.heatmap import Heat, HeatCell, HeatMap, HeatRow, ground

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def _cell(share: float, *, hatched: bool = False, faint: bool = False) -> HeatCell:
    tip = verbatim(f"of it {share}\nn = 40")
    return HeatCell(Percent(share, 0), share, hatched, faint, tip)


def _heat(columns: int = 3) -> Heat:
    first = (_cell(0.4), _cell(0.2), _cell(0.1))
    second = (_cell(0.2, hatched=True), _cell(0.3, faint=True), None)
    grow = max(0, columns - 3)
    return Heat(
        (HeatRow(verbatim("May 2026"), 40), HeatRow(verbatim("June 2026"), 1200)),
        tuple(range(30, 30 * columns + 1, 30)),
        (first + (None,) * grow, second + (None,) * grow),
        verbatim("Month"),
        verbatim("Age (days)"),
        verbatim("still too young"),
        verbatim("few leads"),
    )


@pytest.fixture
def chart(qtbot: QtBot, qapp: QApplication) -> HeatMap:
    theme.apply(qapp, "light")
    made = HeatMap(language("en"))
    qtbot.addWidget(made)
    made.resize(600, 220)
    made.show()
    made.show_map(_heat())
    return made


def _middle(chart: HeatMap, row: int, column: int) -> QPoint:
    return chart.table.visualRect(chart.model.index(row, column)).center()


def _corner(chart: HeatMap, row: int, column: int) -> QColor:
    """The ground near a corner of a cell, away from its words."""
    place = chart.table.visualRect(chart.model.index(row, column)).topLeft() + QPoint(5, 3)
    return chart.table.viewport().grab().toImage().pixelColor(place)


def test_wider_words_bring_a_bar_to_scroll_by(chart: HeatMap, qtbot: QtBot) -> None:
    bar = chart.table.horizontalScrollBar()
    chart.show_map(_heat(8))
    qtbot.wait(10)
    assert (bar.maximum(), chart.table.horizontalHeader().length() <= chart.table.viewport().width()) == (0, True)
    wide = HeatCell(verbatim("1,234,567 %"), 0.4)
    heat = _heat(8)
    chart.show_map(replace(heat, cells=((wide,) * 8, heat.cells[1])))
    qtbot.wait(10)
    assert bar.maximum() > 0


def test_a_click_tells_the_cell_and_an_empty_one_nothing(chart: HeatMap, qtbot: QtBot) -> None:
    with qtbot.waitSignal(chart.cell_clicked) as clicked:
        QTest.mouseClick(chart.table.viewport(), Qt.MouseButton.LeftButton, pos=_middle(chart, 1, 0))
    assert clicked.args == [1, 0]
    with qtbot.assertNotEmitted(chart.cell_clicked):
        QTest.mouseClick(chart.table.viewport(), Qt.MouseButton.LeftButton, pos=_middle(chart, 1, 2))


def test_a_click_on_the_head_tells_the_row(chart: HeatMap, qtbot: QtBot) -> None:
    heads = chart.table.verticalHeader()
    at = QPoint(10, heads.sectionViewportPosition(1) + 5)
    with qtbot.waitSignal(chart.row_clicked) as clicked:
        QTest.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert clicked.args == [1]


def test_the_keyboard_reaches_cells_and_rows(chart: HeatMap, qtbot: QtBot) -> None:
    chart.setFocus()
    chart.table.setCurrentIndex(chart.model.index(0, 0))
    QTest.keyClick(chart.table, Qt.Key.Key_Right)
    with qtbot.waitSignal(chart.cell_clicked) as clicked:
        QTest.keyClick(chart.table, Qt.Key.Key_Return)
    assert clicked.args == [0, 1]
    QTest.keyClick(chart.table, Qt.Key.Key_Down)
    with qtbot.waitSignal(chart.row_clicked) as row:
        QTest.keyClick(chart.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert row.args == [1]


def test_heads_carry_their_n_and_cells_their_words(chart: HeatMap) -> None:
    assert chart.model.headerData(1, Qt.Orientation.Vertical) == "June 2026 · n = 1,200"
    assert chart.model.headerData(2, Qt.Orientation.Horizontal) == "90"
    assert chart.heading.text() == "Age (days)"
    index = chart.model.index(0, 1)
    assert index.data() == "20%"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "20%, of it 0.2, n = 40"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "<qt>of it 0.2<br>n = 40</qt>"
    assert chart.table.accessibleName() == "Month by Age (days)"


def test_explanations_are_asked_for_only_when_they_are_wanted(chart: HeatMap) -> None:
    asked: list[tuple[int, int]] = []

    def explain(row: int, column: int) -> str:
        asked.append((row, column))
        return f"cell {row}, {column}"

    bare = HeatCell("5%", 0.05)
    chart.show_map(Heat((HeatRow("a", 3),), (30, 60), ((bare, _cell(0.5)),), "rows", "columns", explain=explain))
    chart.grab()
    assert asked == []
    assert chart.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "<qt>cell 0, 0</qt>"
    assert chart.model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole) == "<qt>of it 0.5<br>n = 40</qt>"
    assert asked == [(0, 0)]


def test_it_is_copied_as_a_table(chart: HeatMap) -> None:
    assert chart.as_text().split("\n") == [
        "Month\tn\t30\t60\t90",
        "May 2026\t40\t40%\t20%\t10%",
        "June 2026\t1,200\t20%\t30%\t",
    ]


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_larger_share_is_the_stronger_and_faint_ones_are_weak(
    chart: HeatMap, qapp: QApplication, name: str
) -> None:
    look = theme.apply(qapp, "dark" if name == "dark" else "light")

    def away(row: int, column: int) -> int:
        return abs(_corner(chart, row, column).lightness() - QColor(look.surface).lightness())

    assert away(0, 0) > away(0, 1) > away(0, 2) > 0
    assert away(1, 1) < away(0, 1)
    assert _corner(chart, 1, 2) == QColor(look.surface)
    theme.apply(qapp, "light")


def test_hatched_cells_differ_from_plain_ones_of_the_same_share(chart: HeatMap) -> None:
    image = chart.table.viewport().grab().toImage()

    def inks(row: int, column: int) -> set[str]:
        place = chart.table.visualRect(chart.model.index(row, column)).adjusted(4, 4, -4, -4)
        xs = range(place.left(), place.left() + 30)
        return {image.pixelColor(x, y).name() for x in xs for y in range(place.top(), place.bottom())}

    assert len(inks(0, 1)) == 1
    assert len(inks(1, 0)) > 1


@pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK])
def test_the_hatch_is_seen_on_the_weakest_ground(chart: HeatMap, qapp: QApplication, look: theme.Theme) -> None:
    theme.apply(qapp, "dark" if look.dark else "light")
    chart.show_map(Heat((HeatRow("a", 3),), (30,), ((HeatCell("", 0.0, hatched=True),),), "rows", "columns"))
    image = chart.table.viewport().grab().toImage()
    place = chart.table.visualRect(chart.model.index(0, 0)).adjusted(4, 4, -4, -4)
    xs, ys = range(place.left(), place.left() + 30), range(place.top(), place.bottom())
    lightness = {image.pixelColor(x, y).lightness() for x in xs for y in ys}
    assert max(lightness) - min(lightness) > 30
    theme.apply(qapp, "light")


@pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK])
@pytest.mark.parametrize("faint", [False, True])
def test_words_are_legible_on_every_ground(look: theme.Theme, faint: bool) -> None:
    ink = QColor(look.text_muted if faint else look.text)
    for step in range(11):
        assert _contrast(ink, ground(look, _cell(step / 10, faint=faint), 1.0)) >= 4.5


def _contrast(one: QColor, other: QColor) -> float:
    def luminance(colour: QColor) -> float:
        parts = (colour.redF(), colour.greenF(), colour.blueF())
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_legend_names_only_what_is_there(chart: HeatMap) -> None:
    assert chart.legend.accessibleName() == "still too young; few leads"
    plain = Heat((HeatRow("a", 3),), (30,), ((_cell(0.5),),), "rows", "columns", "young", "few")
    chart.show_map(plain)
    assert chart.legend.accessibleName() == ""
    assert chart.legend.isVisible()
    chart.show_map(Heat((), (), (), "rows", "columns"))
    assert not chart.legend.isVisible()
    assert not chart.grab().isNull()


def test_columns_share_the_width_and_scroll_where_there_are_many(chart: HeatMap) -> None:
    heads, width = chart.table.horizontalHeader(), chart.table.viewport().width()
    assert width - 3 <= heads.length() <= width
    chart.show_map(_heat(40))
    assert heads.length() > width
    assert chart.table.verticalHeader().isVisible()
    assert heads.sectionSize(39) >= chart.table.fontMetrics().horizontalAdvance("1,200")


def test_another_language_rewrites_everything(chart: HeatMap) -> None:
    chart.show_map(Heat((HeatRow(msg("Leads"), 3),), (msg("Stage"),), ((_cell(0.5),),), msg("Stage"), msg("Leads")))
    chart.set_language(language("fr"))
    assert chart.heading.text() == "Prospects"
    assert chart.model.index(0, 0).data() == "50\N{NARROW NO-BREAK SPACE}%"


def test_pictures_are_written(chart: HeatMap, tmp_path: Path) -> None:
    chart.render_png(tmp_path / "map.png")
    chart.render_svg(tmp_path / "map.svg")
    assert (tmp_path / "map.png").stat().st_size > 1000
    assert "<svg" in (tmp_path / "map.svg").read_text("utf-8")
