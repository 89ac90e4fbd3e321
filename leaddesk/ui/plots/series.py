"""A figure month by month: bars or a line, beside another period's, the month that is not over marked as such."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from leaddesk.text import NO_VALUE, Argument, msg
from leaddesk.ui.plots.canvas import CENTRE_LEFT, Chart
from leaddesk.ui.plots.marks import Mark
from leaddesk.ui.theme import Theme, mix

if TYPE_CHECKING:
    import datetime as dt

    from PySide6.QtWidgets import QWidget

    from leaddesk.text import Language
    from leaddesk.ui.plots.axis import ValueAxis

_LEGEND: Final = 22
"""Height of the line of legends, in pixels."""


@dataclass(frozen=True, slots=True)
class MonthPoint:
    """One month. ``value`` None is a gap. ``is_partial``: the month is not over, or the data begins or ends in it.
    ``compared``: the value of the other period. ``note``: a line more in the tooltip.
    """

    month: dt.date
    value: float | None
    is_partial: bool = False
    compared: float | None = None
    note: Argument = ""


@dataclass(frozen=True, slots=True)
class Series:
    """What a :class:`SeriesChart` shows. The names are needed only where another period is compared."""

    axis: ValueAxis
    points: tuple[MonthPoint, ...]
    name: Argument = ""
    compared_name: Argument = ""
    is_line: bool = False

    @property
    def is_compared(self) -> bool:
        """Whether there is another period to draw."""
        return any(point.compared is not None for point in self.points)


class SeriesChart(Chart):
    """Draws a :class:`Series`."""

    month_clicked = Signal(object)
    """The first day (:class:`datetime.date`) of a month that was clicked, or chosen with Enter."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        self._data: Series | None = None
        super().__init__(language, parent)

    def show_series(self, data: Series) -> None:
        """Show *data*."""
        self._data = data
        self.refresh()

    def press(self, key: object) -> None:
        """Tell the month."""
        self.month_clicked.emit(key)

    # -- layout -------------------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """Round values on the left, as many months below as can be read."""
        data = self._data
        if data is None:
            return
        self.setAccessibleName(data.axis.heading(self.language))
        low, high = _extent(data)
        area = self.room()
        above = _LEGEND if self._has_legend() else 8
        high = low + (high - low) * area.height() / max(40.0, area.height() - above)
        plot = self.getPlotItem()
        plot.getAxis("left").setTicks([data.axis.ticks(low, high, max(2, int(area.height() / 44)), self.language)])
        months, overhang = self._months()
        plot.getAxis("bottom").setTicks([months])
        plot.layout.setContentsMargins(0, 0, overhang, 0)
        self.head("left", data.axis.heading(self.language))
        self.head("bottom", "")
        plot.setRange(xRange=(-0.5, max(1, len(data.points)) - 0.5), yRange=(low, high), padding=0)

    def _has_legend(self) -> bool:
        data = self._data
        return data is not None and (data.is_compared or any(point.is_partial for point in data.points))

    def _months(self) -> tuple[list[tuple[float, str]], float]:
        """The months that are named, and how far the name of the last reaches beyond the plotting area."""
        data = self._data
        if data is None or not data.points:
            return [], 0.0
        names = [self.language.month(point.month) for point in data.points]
        widest = max(self.small_metrics().horizontalAdvance(name) for name in names) + 12
        slot = max(1.0, self.room().width() / len(names))
        every = next((n for n in (1, 2, 3, 4, 6, 12) if n * slot >= widest), max(12, int(widest / slot) + 1))
        # Counted from the last month, which is the one that is looked for.
        named = [(float(i), name) for i, name in enumerate(names) if (len(names) - 1 - i) % every == 0]
        return named, max(0.0, (widest - slot) / 2)

    # -- drawing ------------------------------------------------------------------------------------------------------

    def find_marks(self) -> list[Mark]:
        """A mark is the whole strip of a month."""
        data, area = self._data, self.room()
        if data is None:
            return []
        strips = [(self.place(i - 0.5, 0).x(), self.place(i + 0.5, 0).x()) for i in range(len(data.points))]
        return [
            Mark(point.month, QRectF(left, area.top(), right - left, area.height()), self._words(point))
            for point, (left, right) in zip(data.points, strips, strict=True)
        ]

    def _words(self, point: MonthPoint) -> str:
        data, language = self._data, self.language
        if data is None:
            return ""

        def written(value: float | None) -> str:
            return NO_VALUE if value is None else data.axis.written(value, language)

        month = language.month(point.month, "long")
        lines = [language.text(msg("{label}: {value}", label=month, value=written(point.value)))]
        if point.is_partial:
            lines.append(language.text(msg("This month is not complete.")))
        if point.compared is not None:
            compared = written(point.compared)
            lines.append(language.text(msg("{label}: {value}", label=data.compared_name, value=compared)))
        lines.append(language.argument(point.note))
        return "\n".join(line for line in lines if line)

    def draw(self, painter: QPainter, theme: Theme) -> None:
        """Grid, months, the other period, legend."""
        data = self._data
        if data is None:
            return
        area = self.room()
        for value, _words in self.getPlotItem().getAxis("left")._tickLevels[0]:
            y = self.place(0, value).y()
            painter.setPen(QPen(QColor(theme.border_strong if value == 0 else theme.grid), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        if self.pointer.current is not None:
            painter.fillRect(self.pointer.current.place, mix(theme.accent, theme.surface, 0.08))
        if data.is_line:
            self._draw_line(painter, theme, data)
        else:
            self._draw_bars(painter, theme, data)
        if data.is_compared:
            self._draw_compared(painter, theme, data)
        self._draw_legend(painter, theme, data)

    def _draw_bars(self, painter: QPainter, theme: Theme, data: Series) -> None:
        width = min(34.0, (self.place(1, 0).x() - self.place(0, 0).x()) * 0.68)
        for index, point in enumerate(data.points):
            if point.value is None:
                continue
            zero, end = self.place(index, 0), self.place(index, point.value)
            box = QRectF(zero.x() - width / 2, min(zero.y(), end.y()), width, abs(end.y() - zero.y()))
            _draw_swatch(painter, theme, box, partial=point.is_partial)

    def _draw_line(self, painter: QPainter, theme: Theme, data: Series) -> None:
        places = [None if p.value is None else self.place(i, p.value) for i, p in enumerate(data.points)]
        for index, (start, end) in enumerate(itertools.pairwise(places)):
            if start is not None and end is not None:
                partial = data.points[index].is_partial or data.points[index + 1].is_partial
                style = Qt.PenStyle.DashLine if partial else Qt.PenStyle.SolidLine
                painter.setPen(QPen(QColor(theme.accent), 2, style, Qt.PenCapStyle.RoundCap))
                painter.drawLine(start, end)
        for point, place in zip(data.points, places, strict=True):
            if place is not None:
                painter.setPen(QPen(QColor(theme.accent), 2))
                painter.setBrush(QColor(theme.surface if point.is_partial else theme.accent))
                painter.drawEllipse(place, 3.5, 3.5)

    def _draw_compared(self, painter: QPainter, theme: Theme, data: Series) -> None:
        run: list[QPointF] = []
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.categories[1]), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for index, point in enumerate((*data.points, None)):
            if point is not None and point.compared is not None:
                run.append(self.place(index, point.compared))
                continue
            painter.drawPolyline(QPolygonF(run))
            for place in run:
                painter.drawRect(QRectF(place.x() - 2.5, place.y() - 2.5, 5, 5))
            run = []

    def _draw_legend(self, painter: QPainter, theme: Theme, data: Series) -> None:
        """From the right: what is drawn how. Never colour alone: the shapes differ as well."""
        if not self._has_legend():
            return
        entries: list[tuple[str, str]] = []
        if any(point.is_partial for point in data.points):
            entries.append(("partial", self.language.text(msg("incomplete month"))))
        if data.is_compared:
            entries.append(("compared", self.language.argument(data.compared_name)))
            entries.append(("name", self.language.argument(data.name)))
        x = self.room().right() - 4
        for kind, words in entries:
            x -= self.small_metrics().horizontalAdvance(words)
            painter.setPen(QColor(theme.text_muted))
            painter.drawText(QRectF(x, 0, 400, _LEGEND - 4), CENTRE_LEFT, words)
            x -= 20
            swatch = QRectF(x, 4, 14, 10)
            if kind == "compared":
                painter.setPen(QPen(QColor(theme.categories[1]), 2))
                painter.drawLine(QPointF(x, 9), QPointF(x + 14, 9))
            else:
                _draw_swatch(painter, theme, swatch, partial=kind == "partial")
            x -= 16


def _draw_swatch(painter: QPainter, theme: Theme, box: QRectF, *, partial: bool) -> None:
    """A bar; hatched with an outline when its month is not over."""
    if not partial:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mix(theme.accent, theme.surface, 0.15))
        painter.drawRoundedRect(box, 2, 2)
        painter.setPen(QPen(QColor(theme.accent), 1.2))
        painter.setBrush(QBrush(QColor(theme.accent), Qt.BrushStyle.BDiagPattern))
    painter.drawRoundedRect(box, 2, 2)


def _extent(data: Series) -> tuple[float, float]:
    values = [v for point in data.points for v in (point.value, point.compared) if v is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    return (low * 1.05, high) if high > low else (0.0, 1.0)
