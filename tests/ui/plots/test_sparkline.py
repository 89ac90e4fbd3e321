from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor, QImage

from leaddesk.ui import theme
from leaddesk.ui.plots.sparkline import Sparkline

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture
def line(qtbot: QtBot, qapp: QApplication) -> Sparkline:
    theme.apply(qapp, "light")
    line = Sparkline()
    qtbot.addWidget(line)
    line.resize(108, 28)
    return line


def _count(image: QImage, colour: str) -> int:
    wanted = QColor(colour)
    return sum(image.pixelColor(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


def test_points_span_the_widget_with_gaps(line: Sparkline) -> None:
    line.show_values([1.0, None, 3.0, 2.0, 1.0])
    points = line.points()
    assert points[1] is None
    assert [(p.x(), p.y()) for p in points if p is not None] == [(4, 24), (54, 4), (79, 14), (104, 24)]


def test_equal_values_are_a_level_line(line: Sparkline) -> None:
    line.show_values([5.0, 5.0])
    assert [p.y() for p in line.points() if p is not None] == [14, 14]


def test_draws_a_line_and_a_dot_hollow_for_a_partial_month(line: Sparkline) -> None:
    line.show_values([1.0, 2.0, 3.0])
    full = _count(line.grab().toImage(), theme.LIGHT.accent)
    assert full > 20
    line.show_values([1.0, 2.0, 3.0], partial=True)
    assert _count(line.grab().toImage(), theme.LIGHT.accent) < full


@pytest.mark.parametrize("values", [[], [None], [3.0]])
def test_too_few_values_draw_nothing(line: Sparkline, values: list[float | None]) -> None:
    line.show_values(values)
    assert _count(line.grab().toImage(), theme.LIGHT.accent) == 0


def test_the_way_to_a_month_that_is_not_over_is_faint(line: Sparkline) -> None:
    def strong() -> int:
        image = line.grab().toImage()
        right = image.copy(58, 0, image.width() - 58, image.height())
        return _count(right, theme.LIGHT.accent)

    line.show_values([1.0, 1.0, 1.0])
    whole = strong()
    line.show_values([1.0, 1.0, 1.0], partial=True)
    assert strong() < whole / 2


def test_the_way_from_a_first_month_that_is_cut_short_is_faint(line: Sparkline) -> None:
    def strong() -> int:
        return _count(line.grab().toImage().copy(8, 0, 44, line.height()), theme.LIGHT.accent)

    line.show_values([1.0, 3.0, 3.0])
    whole = strong()
    assert whole > 10
    line.show_values([1.0, 3.0, 3.0], begins_partial=True)
    assert strong() < whole / 2
