"""A bar chart with intervals: how much, how sure, from how many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from leaddesk.text import NO_VALUE, Argument, msg
from leaddesk.ui.plots.canvas import CENTRE_LEFT, TICK_ROOM, Chart
from leaddesk.ui.plots.marks import Mark
from leaddesk.ui.theme import Theme, mix

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from leaddesk.text import Language
    from leaddesk.ui.plots.axis import ValueAxis

_LABEL_SHARE: Final = 0.34
"""Of the width of a chart, at most for the names of its bars."""
_FAINT: Final = 0.38
_REFERENCE_ROOM: Final = 20.0
"""Pixels below the last bar's strip for the words of the reference line, at most half of the plot."""
_OVERSHOOT: Final = 2.5
"""An interval that reaches further than this many times the greatest value is cut, with an arrow."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. ``value`` None draws none and writes ``absent``, the reason. ``colour``: a role of the theme
    (``accent``, ``good``, ``bad``, ``warning``, ``neutral``). ``is_faint``: the sample is too small to lean on.
    ``note``: a line more in the tooltip, for instance the verdict.
    """

    key: object
    label: Argument
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    absent: Argument = ""
    note: Argument = ""
    colour: str = "accent"
    is_faint: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A dashed line across the bars, for instance the mean of all."""

    value: float
    label: Argument


@dataclass(frozen=True, slots=True)
class Bars:
    """What a :class:`BarChart` shows, from top to bottom (or from left to right when ``is_vertical``)."""

    axis: ValueAxis
    bars: tuple[Bar, ...]
    reference: Reference | None = None
    is_vertical: bool = False


class BarChart(Chart):
    """Draws :class:`Bars`."""

    bar_clicked = Signal(object)
    """The key of a bar that was clicked, or chosen with Enter."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        self._data: Bars | None = None
        super().__init__(language, parent)

    def show_bars(self, data: Bars) -> None:
        """Show *data*."""
        self._data = data
        self.getPlotItem().getViewBox().invertY(not data.is_vertical)
        self.refresh()

    def press(self, key: object) -> None:
        """Tell the key."""
        self.bar_clicked.emit(key)

    # -- layout -------------------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """Room for the names on one side, and for the values at the ends of the bars."""
        data = self._data
        if data is None:
            return
        self.setAccessibleName(data.axis.heading(self.language))
        count = max(1, len(data.bars))
        low, high = _extent(data)
        plot, area = self.getPlotItem(), self.room()
        along, across = ("left", "bottom") if data.is_vertical else ("bottom", "left")
        length = area.height() if data.is_vertical else area.width()
        if not data.is_vertical:
            widest = max((self.small_metrics().horizontalAdvance(self._end(bar)) for bar in data.bars), default=0.0)
            high = low + (high - low) * length / max(60.0, length - widest - 18) if data.bars else high
        else:
            high = low + (high - low) * length / max(40.0, length - 22)
        ticks = data.axis.ticks(low, high, max(2, int(length / (46 if data.is_vertical else TICK_ROOM))), self.language)
        plot.getAxis(along).setTicks([ticks if data.is_vertical else self._uncut(ticks, low, high)])
        plot.getAxis(across).setTicks([list(enumerate(self._names()))])
        plot.getAxis(along).setHeight(None) if along == "bottom" else plot.getAxis(along).setWidth(None)
        self.head(along, data.axis.heading(self.language))
        self.head(across, "")
        below = 0.0
        if data.reference is not None and not data.is_vertical:
            taken = min(_REFERENCE_ROOM, area.height() / 2)
            below = count * taken / max(1.0, area.height() - taken)
        spread = (-0.5, count - 0.5 + below)
        plot.setRange(
            xRange=spread if data.is_vertical else (low, high),
            yRange=(low, high) if data.is_vertical else spread,
            padding=0,
        )

    def _uncut(self, ticks: list[tuple[float, str]], low: float, high: float) -> list[tuple[float, str]]:
        """The ticks of the lower axis; one whose words would cross the edge of the chart keeps its line alone."""
        pixel = (high - low) / max(1.0, self.room().width())
        beside = self.width() - self.getPlotItem().getViewBox().sceneBoundingRect().right()
        edge, metrics = high + pixel * (beside - 2), self.small_metrics()
        return [(at, words if at + pixel * metrics.horizontalAdvance(words) / 2 <= edge else "") for at, words in ticks]

    def _names(self) -> list[str]:
        data = self._data
        if data is None:
            return []
        room = self.room().width() / max(1, len(data.bars)) - 6 if data.is_vertical else self.width() * _LABEL_SHARE
        metrics = self.small_metrics()
        return [
            metrics.elidedText(self.language.argument(bar.label), Qt.TextElideMode.ElideRight, room)
            for bar in data.bars
        ]

    # -- words --------------------------------------------------------------------------------------------------------

    def _value(self, bar: Bar) -> str:
        if bar.value is None or self._data is None:
            return NO_VALUE
        return self._data.axis.written(bar.value, self.language, bar.n)

    def _end(self, bar: Bar) -> str:
        """What stands at the end of a bar."""
        if bar.value is None:
            return f"{NO_VALUE} {self.language.argument(bar.absent)}".strip()
        if bar.n is None:
            return self._value(bar)
        return self.language.text(msg("{value}  n = {count}", value=self._value(bar), count=bar.n))

    def _words(self, bar: Bar) -> str:
        """The tooltip."""
        language, data = self.language, self._data
        if data is None:
            return ""
        lines = [language.text(msg("{label}: {value}", label=bar.label, value=self._value(bar)))]
        if bar.value is None:
            lines.append(language.argument(bar.absent))
        elif bar.low is not None and bar.high is not None:
            low, high = (data.axis.written(end, language, bar.n) for end in (bar.low, bar.high))
            lines.append(language.text(msg("95% interval: {low} to {high}", low=low, high=high)))
        if bar.n is not None:
            lines.append(language.text(msg("n = {count}", count=bar.n)))
        lines.append(language.argument(bar.note))
        return "\n".join(line for line in lines if line)

    # -- drawing ------------------------------------------------------------------------------------------------------

    def find_marks(self) -> list[Mark]:
        """A mark is the whole strip of a bar, so that small ones can be hit too."""
        data, area = self._data, self.room()
        if data is None:
            return []
        marks = []
        for index, bar in enumerate(data.bars):
            if data.is_vertical:
                left, right = self.place(index - 0.5, 0).x(), self.place(index + 0.5, 0).x()
                strip = QRectF(left, area.top(), right - left, area.height())
            else:
                top, bottom = self.place(0, index - 0.5).y(), self.place(0, index + 0.5).y()
                strip = QRectF(area.left(), top, area.width(), bottom - top)
            marks.append(Mark(bar.key, strip, self._words(bar)))
        return marks

    def draw(self, painter: QPainter, theme: Theme) -> None:
        """Grid, bars, whiskers, values, reference."""
        data = self._data
        if data is None:
            return
        self._draw_grid(painter, theme, data)
        for mark in self.pointer.marks:
            if mark is self.pointer.current:
                painter.fillRect(mark.place, mix(theme.accent, theme.surface, 0.08))
        for index, bar in enumerate(data.bars):
            self._draw_box(painter, theme, index, bar)
        if data.reference is not None:
            self._draw_reference(painter, theme, data.reference)
        for index, bar in enumerate(data.bars):
            end = self._draw_whisker(painter, theme, index, bar)
            self._draw_words(painter, theme, index, bar, end)

    def _at(self, index: float, value: float) -> QPointF:
        vertical = self._data is not None and self._data.is_vertical
        return self.place(index, value) if vertical else self.place(value, index)

    def _draw_grid(self, painter: QPainter, theme: Theme, data: Bars) -> None:
        area = self.room()
        axis = self.getPlotItem().getAxis("left" if data.is_vertical else "bottom")
        for value, _words in axis._tickLevels[0] if axis._tickLevels else []:
            painter.setPen(QPen(QColor(theme.border_strong if value == 0 else theme.grid), 1))
            point = self._at(0, value)
            if data.is_vertical:
                painter.drawLine(QPointF(area.left(), point.y()), QPointF(area.right(), point.y()))
            else:
                painter.drawLine(QPointF(point.x(), area.top()), QPointF(point.x(), area.bottom()))

    def _thickness(self, index: int) -> float:
        slot = self._at(index + 0.5, 0) - self._at(index - 0.5, 0)
        return min(30.0, max(abs(slot.x()), abs(slot.y())) * 0.62)

    def _draw_box(self, painter: QPainter, theme: Theme, index: int, bar: Bar) -> None:
        if bar.value is None or self._data is None:
            return
        zero, end, thickness = self._at(index, 0), self._at(index, bar.value), self._thickness(index)
        strong = str(getattr(theme, bar.colour))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mix(strong, theme.surface, _FAINT) if bar.is_faint else QColor(strong))
        if self._data.is_vertical:
            box = QRectF(zero.x() - thickness / 2, min(zero.y(), end.y()), thickness, abs(end.y() - zero.y()))
        else:
            box = QRectF(min(zero.x(), end.x()), zero.y() - thickness / 2, abs(end.x() - zero.x()), thickness)
        painter.drawRoundedRect(box, 3, 3)

    def _draw_whisker(self, painter: QPainter, theme: Theme, index: int, bar: Bar) -> QPointF:
        """The 95 % interval; gives the end that the words have to keep away from."""
        if bar.value is None or self._data is None:
            return self._at(index, 0)
        if bar.low is None or bar.high is None:
            return self._at(index, bar.value)
        least, most = _extent(self._data)
        low, high = self._at(index, max(bar.low, least)), self._at(index, min(bar.high, most))
        half = min(5.0, self._thickness(index) / 3)
        cap, ahead = (QPointF(half, 0), QPointF(0, -5)) if self._data.is_vertical else (QPointF(0, half), QPointF(5, 0))
        # First in the ground's colour and wider, so that it is seen on the bar as well as beside it.
        for colour, width in ((theme.surface, 4.0), (theme.text, 1.4)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawLine(low, high)
            painter.drawLine(low - cap, low + cap)
            if bar.high <= most:
                painter.drawLine(high - cap, high + cap)
        if bar.high > most:
            painter.setBrush(QColor(theme.text))
            painter.drawPolygon(QPolygonF([high - cap, high + ahead, high + cap]))
            return high + ahead
        return high

    def _draw_words(self, painter: QPainter, theme: Theme, index: int, bar: Bar, end: QPointF) -> None:
        """The value at the end of a bar (of its interval, if it has one)."""
        painter.setPen(QColor(theme.text_muted if bar.is_faint or bar.value is None else theme.text))
        if self._data is not None and self._data.is_vertical:
            place = QRectF(end.x() - 60, end.y() - 20, 120, 18)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._value(bar))
            return
        start = max(end.x(), self._at(index, 0).x()) + 8
        room = self.room().right() - start
        words = self.small_metrics().elidedText(self._end(bar), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(start, end.y() - 12, room, 24), CENTRE_LEFT, words)

    def _draw_reference(self, painter: QPainter, theme: Theme, reference: Reference) -> None:
        area, point = self.room(), self._at(0, reference.value)
        painter.setPen(QPen(QColor(theme.text_muted), 1.2, Qt.PenStyle.DashLine))
        words = self.language.argument(reference.label)
        if self._data is not None and self._data.is_vertical:
            painter.drawLine(QPointF(area.left(), point.y()), QPointF(area.right(), point.y()))
            painter.drawText(QPointF(area.left() + 4, point.y() - 4), words)
        else:
            painter.drawLine(QPointF(point.x(), area.top()), QPointF(point.x(), area.bottom()))
            painter.drawText(QPointF(point.x() + 4, area.bottom() - 4), words)


def _extent(data: Bars) -> tuple[float, float]:
    """The least and the greatest value that the axis has to show; zero is always among them."""
    values = [bar.value for bar in data.bars if bar.value is not None]
    if data.reference is not None:
        values.append(data.reference.value)
    least, most = min([0.0, *values]), max([0.0, *values])
    lows = [bar.low for bar in data.bars if bar.low is not None and bar.value is not None]
    highs = [bar.high for bar in data.bars if bar.high is not None and bar.value is not None]
    reach = max(most, -least) * _OVERSHOOT
    low, high = max(min([least, *lows]), -reach), min(max([most, *highs]), reach)
    return (low * 1.05, high) if high > low else (0.0, 1.0)
