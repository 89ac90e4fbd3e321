"""What became of leads by their age: areas of those won, still open and lost, with the doubt about the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from leaddesk.model.measure import Measure, Unit
from leaddesk.text import msg, msgc, msgn
from leaddesk.ui import figures
from leaddesk.ui.plots.axis import ValueAxis, round_step
from leaddesk.ui.plots.canvas import CENTRE_LEFT, TICK_ROOM, Chart
from leaddesk.ui.plots.marks import Mark
from leaddesk.ui.theme import GAP, Theme, mix

if TYPE_CHECKING:
    import numpy.typing as npt
    from PySide6.QtWidgets import QWidget

    from leaddesk.text import Language

    Floats = npt.NDArray[np.float64]

_LEGEND: Final = 22
_SWATCH: Final = 14
_STRIPS: Final = 30
"""Places that can be pointed at, at most: a year has too many days for the arrow keys."""
_LEAST_DAYS: Final = 90
_SETTLED: Final = 0.002
"""Where so little is still to move, the rest of the days is left away."""
_FULL: Final = 1.0


@dataclass(frozen=True, eq=False, slots=True)
class Fates:
    """The shares of all leads by each day of age, ``float64[days]``: ``won`` with its bounds, and ``lost``; the rest
    is open. ``known``: of how many leads each day tells. ``n``: how many leads; few are drawn faint where ``is_small``.
    """

    won: Floats
    low: Floats
    high: Floats
    lost: Floats
    known: Floats
    n: int
    is_small: bool = False

    @property
    def last(self) -> int:
        """The last day worth drawing: nothing to speak of moves after it."""
        decided = self.won + self.lost
        moving = np.flatnonzero(decided < decided[-1] - _SETTLED)
        settled = int(moving[-1]) + 1 if len(moving) else 0
        return min(len(decided) - 1, max(_LEAST_DAYS, -(-settled // 30) * 30))


class FatesChart(Chart):
    """Draws :class:`Fates`: won from below, lost from above, between them what is open."""

    day_clicked = Signal(object)
    """A day of age that was clicked, or chosen with Enter."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        self._data: Fates | None = None
        super().__init__(language, parent)

    def show_fates(self, data: Fates) -> None:
        """Show *data*."""
        self._data = data
        self.refresh()

    def press(self, key: object) -> None:
        """Tell the day."""
        self.day_clicked.emit(key)

    # -- layout -------------------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """Days below, shares on the left."""
        data = self._data
        if data is None:
            return
        language, area, plot = self.language, self.room(), self.getPlotItem()
        ages, shares = ValueAxis(msg("Age of the leads"), Unit.DAYS), ValueAxis(msg("Share of the leads"), Unit.PERCENT)
        days = ages.ticks(0, data.last, max(2, int(area.width() / TICK_ROOM)), language)
        plot.getAxis("bottom").setTicks([days])
        plot.getAxis("left").setTicks([shares.ticks(0, _FULL, max(2, int(area.height() / 44)), language)])
        self.head("left", shares.heading(language))
        self.head("bottom", ages.heading(language))
        self.setAccessibleName(language.text(msg("Share of the leads won, lost and open by age")))
        top = _FULL * area.height() / max(40.0, area.height() - _LEGEND)
        plot.layout.setContentsMargins(0, 0, 16, 0)
        plot.setRange(xRange=(0, max(1, data.last)), yRange=(0, top), padding=0)

    def find_marks(self) -> list[Mark]:
        """A strip for every so many days."""
        data, area = self._data, self.room()
        if data is None:
            return []
        step = int(round_step(data.last, _STRIPS, whole=True))
        half = self.place(step / 2, 0).x() - self.place(0, 0).x()
        return [
            Mark(
                day,
                QRectF(self.place(day, 0).x() - half, area.top(), 2 * half, area.height()),
                self._words(data, day),
            )
            for day in range(0, data.last + 1, step)
        ]

    def _words(self, data: Fates, day: int) -> str:
        n = int(data.known[day])

        def share(value: float) -> str:
            return figures.number_text(Unit.PERCENT, value, self.language, "", n)

        won, lost = float(data.won[day]), float(data.lost[day])
        measure = Measure(won, n, float(data.low[day]), float(data.high[day]))
        between = figures.interval_text(Unit.PERCENT, measure, self.language, "")
        lines = (
            msgn("By day {count}:", "By day {count}:", day),
            msg("won: {share} ({interval})", share=share(won), interval=between),
            msg("still open: {share}", share=share(max(0.0, 1 - won - lost))),
            msg("lost: {share}", share=share(lost)),
        )
        return "\n".join(self.language.text(line) for line in lines)

    # -- drawing ------------------------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, theme: Theme) -> None:
        """The areas, the bounds of those won, the day pointed at, the legend."""
        data = self._data
        if data is None:
            return
        days = range(data.last + 1)
        zero, full = np.zeros(data.last + 1), np.ones(data.last + 1)
        won, lost = data.won[: data.last + 1], 1 - data.lost[: data.last + 1]
        painter.setPen(Qt.PenStyle.NoPen)
        for look, below, above in (("won", zero, won), ("open", won, lost), ("lost", lost, full)):
            painter.setBrush(self._ground(theme, look))
            painter.drawPolygon(self._band(days, below, above))
        painter.setBrush(QBrush(QColor(theme.accent), Qt.BrushStyle.BDiagPattern))
        painter.drawPolygon(self._band(days, data.low, data.high))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.drawPolyline(self._stairs(days, won))
        painter.setPen(QPen(QColor(theme.border_strong), 1))
        painter.drawPolyline(self._stairs(days, lost))
        current = self.pointer.current
        if current is not None:
            x = current.place.center().x()
            painter.setPen(QPen(QColor(theme.text_muted), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, self.place(0, 0).y()), QPointF(x, self.place(0, _FULL).y()))
        self._draw_legend(painter, theme, data)

    def _ground(self, theme: Theme, look: str) -> QColor:
        colour, strength = {
            "won": (theme.accent, 0.55),
            "open": (theme.warning, 0.14),
            "lost": (theme.neutral, 0.32),
        }[look]
        faint = self._data is not None and self._data.is_small
        return mix(colour, theme.surface, strength * (0.5 if faint else 1.0))

    def _stairs(self, days: range, line: Floats) -> QPolygonF:
        """A share holds from the close of its day until the next."""
        points: list[QPointF] = []
        for day in days:
            here = self.place(day, float(line[day]))
            if points:
                points.append(QPointF(here.x(), points[-1].y()))
            points.append(here)
        return QPolygonF(points)

    def _band(self, days: range, below: Floats, above: Floats) -> QPolygonF:
        up, down = self._stairs(days, above), self._stairs(days, below)
        return QPolygonF([*(up.at(i) for i in range(up.size())), *(down.at(i) for i in reversed(range(down.size())))])

    def _draw_legend(self, painter: QPainter, theme: Theme, data: Fates) -> None:
        """Above the plot, in the order of the areas from below."""
        words = self.language.text
        entries = (
            ("won", msgc("leads", "Won")),
            ("bounds", msg("95% interval")),
            ("open", msgc("leads", "Open")),
            ("lost", msgc("leads", "Lost")),
            ("", msg("n = {count}", count=data.n)),
        )
        x = self.room().left() + 2
        for look, message in entries:
            box = QRectF(x, 3, _SWATCH, _LEGEND - 10)
            painter.setPen(Qt.PenStyle.NoPen)
            if look == "bounds":
                painter.setBrush(QBrush(QColor(theme.accent), Qt.BrushStyle.BDiagPattern))
                painter.drawRect(box)
            elif look:
                painter.setBrush(self._ground(theme, look))
                painter.drawRect(box)
            x += _SWATCH + GAP // 2 if look else 0
            line = words(message)
            painter.setPen(QColor(theme.text_muted))
            painter.drawText(QRectF(x, 0, self.width(), _LEGEND - 4), CENTRE_LEFT, line)
            x += self.small_metrics().horizontalAdvance(line) + 2 * GAP
