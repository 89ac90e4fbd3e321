"""The ground that charts with axes are drawn on: pyqtgraph's scales and axes, our marks, mouse and keyboard.

pyqtgraph lays out the axes and maps values to pixels. The marks are painted by a layer in *pixels*, so that bars,
whiskers, hatches and labels have their exact sizes at any scale.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any, Final

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QFrame, QGraphicsWidget, QToolTip
from shiboken6 import isValid

from leaddesk.ui.plots import picture
from leaddesk.ui.plots.marks import Mark, Pointer, forgets, presses
from leaddesk.ui.theme import SMALL, Theme, font, plain_tooltip, theme_of

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
    from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

    from leaddesk.text import Language

CENTRE_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
TICK_ROOM: Final = 90
"""Pixels that a written tick of a horizontal axis wants."""


class Chart(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """A plot without zoom, menu or buttons. Subclasses define ``fit``, ``draw``, ``find_marks`` and ``press``."""

    _layer: _Layer | None = None
    _is_refreshing = False

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None)
        self.language = language
        self.pointer = Pointer()
        self._layer = _Layer(self)
        self._pressed: Mark | None = None
        plot = self.getPlotItem()
        plot.setMenuEnabled(False)
        # pyqtgraph makes its menu a window of its own: it has to go with the chart.
        plot.ctrlMenu.setParent(self, plot.ctrlMenu.windowFlags())
        plot.ctrlMenu.setParent(self, plot.ctrlMenu.windowFlags())  # else it would outlive the chart
        plot.hideButtons()
        plot.setMouseEnabled(False, False)
        plot.getViewBox().setDefaultPadding(0)
        plot.getViewBox().sigResized.connect(self._resettle)
        for side in ("left", "bottom"):
            axis = plot.getAxis(side)
            axis.setStyle(tickLength=0, tickTextOffset=6, hideOverlappingLabels=False)
            axis.enableAutoSIPrefix(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(QSize(240, 140))
        self._dress()

    # -- for subclasses -----------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """Set ranges, ticks and headings for the present data, size and language."""

    def draw(self, painter: QPainter, theme: Theme) -> None:
        """Paint the marks, in pixels of the plotting area (see :meth:`place`)."""

    def find_marks(self) -> list[Mark]:
        """The marks, in pixels of the plotting area."""
        return []

    def press(self, key: object) -> None:
        """The user pressed the mark of that key."""

    def place(self, x: float, y: float) -> QPointF:
        """Where the values (x, y) are, in pixels of the plotting area."""
        return self.getPlotItem().getViewBox().mapFromView(QPointF(x, y))  # type: ignore[no-any-return]

    def room(self) -> QRectF:
        """The plotting area, in its own pixels."""
        return QRectF(self.getPlotItem().getViewBox().rect())

    def small_metrics(self) -> QFontMetricsF:
        """How wide labels are."""
        return QFontMetricsF(font(SMALL))

    def refresh(self) -> None:
        """Lay out and draw everything anew."""
        if self._is_refreshing or not self._lives():
            return
        self._is_refreshing = True
        room = self.room()
        self.fit()
        # The layout of the axes has to be settled before pixels mean anything.
        self.getPlotItem().layout.activate()
        if self.room() != room:
            self.fit()
        self._is_refreshing = False
        self.pointer.show(self.find_marks())
        self.setAccessibleDescription("; ".join(mark.words.replace("\n", ", ") for mark in self.pointer.marks))
        self._repaint()

    @Slot(object)
    def _resettle(self, _box: object) -> None:
        """An axis learns how wide its words are only when it is painted, and takes that from the plotting area."""
        self.refresh()

    def _lives(self) -> bool:
        """Whether the plot is there: Qt sends events while pyqtgraph has not made it yet, or has taken it apart.

        An exception in an overridden event handler may end the program, so each of them asks.
        """
        return self.plotItem is not None and self._layer is not None and isValid(self._layer)

    def _repaint(self) -> None:
        if self._layer is not None and self._lives():
            self._layer.refresh(self.room())

    # -- for everybody ------------------------------------------------------------------------------------------------

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self.language = language
        self.refresh()

    def render_png(self, path: Path | str) -> None:
        """Write the chart as a PNG file (:func:`leaddesk.ui.plots.picture.render_png`)."""
        picture.render_png(self, path)

    def render_svg(self, path: Path | str) -> None:
        """Write the chart as an SVG file (:func:`leaddesk.ui.plots.picture.render_svg`)."""
        picture.render_svg(self, path)

    # -- look ---------------------------------------------------------------------------------------------------------

    def _dress(self) -> None:
        if not self._lives():
            return
        theme = theme_of()
        self.setBackground(theme.surface)
        for side in ("left", "bottom"):
            axis = self.getPlotItem().getAxis(side)
            axis.setPen(QPen(QColor(theme.border)))
            axis.setTextPen(QPen(QColor(theme.text_muted)))
            axis.setTickFont(font(SMALL))
            axis.label.setFont(font(SMALL))
            axis.label.setDefaultTextColor(QColor(theme.text_muted))

    def head(self, side: str, words: str) -> None:
        """Write the heading of an axis, as plain text; an empty one takes no room."""
        axis = self.getPlotItem().getAxis(side)
        axis.showLabel(bool(words))
        # setLabel() would make HTML of it.
        axis.labelText = words
        axis.label.setPlainText(words)
        axis.resizeEvent()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Labels and ticks depend on the room there is."""
        was, self._is_refreshing = self._is_refreshing, True  # the plotting area tells of each of its steps
        super().resizeEvent(event)
        self._is_refreshing = was
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of the new theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._dress()
            self.refresh()

    def showEvent(self, event: Any) -> None:  # noqa: ANN401  (pyqtgraph has no types)
        """The theme may have changed before the chart was ever shown, of which Qt tells nothing."""
        self._dress()
        super().showEvent(event)
        self.refresh()

    # -- mouse and keyboard -------------------------------------------------------------------------------------------

    def mark_at(self, place: QPointF) -> Mark | None:
        """The mark at a point of the widget."""
        scene = self.mapToScene(place.toPoint())
        return self.pointer.at(self.getPlotItem().getViewBox().mapFromScene(scene))

    def point_of(self, mark: Mark) -> QPointF:
        """The middle of a mark, in pixels of the widget."""
        scene = self.getPlotItem().getViewBox().mapToScene(mark.place.center())
        return QPointF(self.mapFromScene(scene))

    def _point(self, mark: Mark | None) -> None:
        if self.pointer.point_at(mark):
            self._repaint()
        pressable = mark is not None and mark.can_be_pressed
        self.setCursor(Qt.CursorShape.PointingHandCursor if pressable else Qt.CursorShape.ArrowCursor)

    def _tell(self, mark: Mark, at: QPointF) -> None:
        QToolTip.showText(self.mapToGlobal(at.toPoint()), plain_tooltip(mark.words), self)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """What the mouse is at is lit up and told."""
        if not self._lives():
            return
        mark = self.mark_at(event.position())
        self._point(mark)
        if mark is None:
            QToolTip.hideText()
        else:
            self._tell(mark, event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The first half of a click."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._pressed = self.mark_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a mark tells its key."""
        mark, pressed = self.mark_at(event.position()), self._pressed
        self._pressed = None
        if mark is not None and pressed is not None and mark.key == pressed.key and mark.can_be_pressed:
            self.press(mark.key)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        self._point(None)
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls, the chart does not zoom."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from mark to mark, Enter presses one."""
        if self.pointer.move(event.key()):
            self._repaint()
            if self.pointer.current is not None:
                self._tell(self.pointer.current, self.point_of(self.pointer.current))
        elif presses(event.key()) and self.pointer.current is not None and self.pointer.current.can_be_pressed:
            self.press(self.pointer.current.key)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the frame of the focus."""
        super().focusInEvent(event)
        self._repaint()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The frame goes."""
        super().focusOutEvent(event)
        if forgets(event):
            self._point(None)
        self._repaint()


class _Layer(QGraphicsWidget):
    """Paints the marks of a chart, over the plotting area, in pixels."""

    def __init__(self, chart: Chart) -> None:
        super().__init__(chart.getPlotItem().getViewBox())
        self._chart = weakref.ref(chart)
        self.setZValue(10)

    def refresh(self, room: QRectF) -> None:
        self.setGeometry(room)
        self.update()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        chart = self._chart()
        if chart is None:
            return
        theme = theme_of()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(SMALL))
        chart.draw(painter, theme)
        current = chart.pointer.current
        if current is not None and chart.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 1.5, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(current.place.adjusted(1, 1, -1, -1), 4, 4)
