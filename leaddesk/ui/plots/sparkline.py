"""A small line of a figure's last months, for cards. It has no axes: the figure beside it says how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from leaddesk.ui.theme import mix, theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence


class Sparkline(QWidget):
    """Values from left to right; None is a gap. The last one has a dot; where its month is cut short, that is hollow
    and the way to it faint and dotted. A first month that is cut short is drawn the same.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[float | None, ...] = ()
        self._is_partial = self._begins_partial = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_values(
        self, values: Sequence[float | None], *, partial: bool = False, begins_partial: bool = False
    ) -> None:
        """Draw *values*; *partial*: the last one is of a month that is cut short, *begins_partial*: the first is."""
        self._values = tuple(values)
        self._is_partial, self._begins_partial = partial, begins_partial
        self.update()

    def sizeHint(self) -> QSize:
        """Flat enough for a card."""
        return QSize(96, 28)

    def minimumSizeHint(self) -> QSize:
        """Below this a line says nothing."""
        return QSize(40, 24)

    def points(self) -> list[QPointF | None]:
        """Where each value is drawn; None for a gap."""
        known = [value for value in self._values if value is not None]
        if not known:
            return []
        low, high = min(known), max(known)
        span = high - low
        edge = 4.0
        across = (self.width() - 2 * edge) / max(1, len(self._values) - 1)
        down = self.height() - 2 * edge

        def place(index: int, value: float) -> QPointF:
            share = (value - low) / span if span > 0 else 0.5
            return QPointF(edge + index * across, edge + down * (1 - share))

        return [None if value is None else place(index, value) for index, value in enumerate(self._values)]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A line, its shade, and a dot at its end."""
        points = self.points()
        if sum(point is not None for point in points) < 2:
            return
        theme = theme_of()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for run in _runs(points):
            ground = [QPointF(run[-1].x(), self.height()), QPointF(run[0].x(), self.height())]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(mix(theme.accent, theme.surface, 0.12))
            painter.drawPolygon(QPolygonF([*run, *ground]))
            self._draw_line(painter, run, points)
        for point, is_cut, is_told in (
            (points[0], self._begins_partial, self._begins_partial),
            (points[-1], self._is_partial, True),
        ):
            if point is not None and is_told:
                painter.setPen(QPen(QColor(theme.accent), 1.6))
                painter.setBrush(QColor(theme.surface if is_cut else theme.accent))
                painter.drawEllipse(point, 2.6, 2.6)

    def _draw_line(self, painter: QPainter, run: list[QPointF], points: list[QPointF | None]) -> None:
        """A stretch of the line; dotted towards a month that is cut short."""
        theme = theme_of()
        whole, cut = run, []
        if self._is_partial and run[-1] is points[-1]:
            whole, cut = whole[:-1], [run[-2:]]
        if self._begins_partial and run[0] is points[0]:
            whole, cut = whole[1:], [run[:2], *cut]
        painter.setPen(QPen(QColor(theme.accent), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPolyline(QPolygonF(whole))
        painter.setPen(QPen(mix(theme.accent, theme.surface, 0.55), 1.6, Qt.PenStyle.DotLine))
        for way in cut:
            painter.drawPolyline(QPolygonF(way))


def _runs(points: Sequence[QPointF | None]) -> list[list[QPointF]]:
    """The stretches without a gap."""
    runs: list[list[QPointF]] = [[]]
    for point in points:
        if point is not None:
            runs[-1].append(point)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]
