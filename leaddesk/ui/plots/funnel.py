"""A funnel that looks like one: centred bars that get narrower, and between them what was lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from leaddesk.text import Argument, msg
from leaddesk.ui.plots import picture
from leaddesk.ui.plots.marks import Mark, Pointer, forgets, presses
from leaddesk.ui.theme import GAP, SMALL, Theme, font, mix, plain_tooltip, theme_of

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from leaddesk.text import Language

_HEAD: Final = 24
_STEP: Final = 62
"""The least height of a stage with the gap below it."""
_NARROWEST: Final = 6.0
"""Pixels: a stage that somebody reached is seen, and can be hit."""
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class FunnelStage:
    """One stage, with its figures as words: ``of_first`` and ``of_previous`` (``48 %``), ``drop`` (``−52 %``) and
    ``lost`` (``84 lost``) of the step that leads here (the first stage has none).

    ``reached``: how many; the width of the bar. ``is_worst``: the worst leak is the step that leads here. ``note``: a
    line below the name, for instance the median days. ``tooltip``: more about it. ``intervals``: those of the two
    shares. ``is_faint``: its share of the previous rests on a small sample; ``is_first_faint``: that of the first does.
    """

    key: object
    label: Argument
    reached: int
    of_first: Argument = ""
    of_previous: Argument = ""
    drop: Argument = ""
    lost: Argument = ""
    is_worst: bool = False
    note: Argument = ""
    tooltip: Argument = ""
    is_faint: bool = False
    is_first_faint: bool = False
    intervals: tuple[Argument, Argument] = ("", "")


@dataclass(frozen=True, slots=True)
class Lost:
    """The key of the mark of what was lost before a stage."""

    key: object


HEADS: Final = (msg("of the first"), msg("of the previous"))


class FunnelChart(QWidget):
    """Draws the stages from top to bottom."""

    pressed = Signal(object, QPointF)
    """The key of a stage, or :class:`Lost` for the drop before it, that was clicked or chosen with Enter, and the point
    of the widget (the middle of the mark for a key).
    """

    def __init__(self, language: Language, parent: QWidget | None = None, least: int = 46) -> None:
        """*least*: the height of a stage below which it does not shrink."""
        super().__init__(parent)
        self.language = language
        self._stages: tuple[FunnelStage, ...] = ()
        self._least, self._most = least, 0
        self.pointer = Pointer()
        self._pressed: Mark | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_language(language)

    def show_stages(self, stages: tuple[FunnelStage, ...], most: int = 0) -> None:
        """Show *stages*, the first one on top; *most*: what a bar of the whole width stands for at least."""
        self._stages, self._most = stages, most
        self.updateGeometry()
        self._refresh()

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self.language = language
        self.setAccessibleName(language.text(msg("Funnel")))
        self._refresh()

    def render_png(self, path: Path | str) -> None:
        """Write the chart as a PNG file (:func:`leaddesk.ui.plots.picture.render_png`)."""
        picture.render_png(self, path)

    def render_svg(self, path: Path | str) -> None:
        """Write the chart as an SVG file (:func:`leaddesk.ui.plots.picture.render_svg`)."""
        picture.render_svg(self, path)

    def minimumSizeHint(self) -> QSize:
        """All stages, readable."""
        return QSize(460, _HEAD + self._least * max(1, len(self._stages)))

    def sizeHint(self) -> QSize:
        """All stages with room between them."""
        return QSize(760, _HEAD + _STEP * max(1, len(self._stages)))

    # -- layout, in logical pixels ------------------------------------------------------------------------------------

    def _columns(self) -> tuple[QRectF, QRectF, QRectF]:
        """Names, bars, shares: three columns over the whole height."""
        words = self.language.argument
        bold, small = QFontMetricsF(font(bold=True)), QFontMetricsF(font(SMALL))
        widest = max((bold.horizontalAdvance(words(stage.label)) for stage in self._stages), default=0.0)
        widest = max([widest, *(small.horizontalAdvance(words(stage.note)) for stage in self._stages)])
        heads = max(small.horizontalAdvance(words(head)) for head in HEADS)
        names = min(230.0, max(self.width() * 0.2, widest + 2 * GAP + 2))
        shares = min(230.0, max(self.width() * 0.31, 2 * (heads + GAP + 2)))
        middle = self.width() - names - shares
        height = float(self.height())
        return (
            QRectF(0, 0, names, height),
            QRectF(names, 0, middle, height),
            QRectF(names + middle, 0, shares, height),
        )

    def _step(self) -> float:
        return min(92.0, (self.height() - _HEAD) / max(1, len(self._stages)))

    def _strip(self, index: int) -> QRectF:
        """The line of a stage, without the gap below it."""
        step = self._step()
        return QRectF(0, _HEAD + index * step, self.width(), step * 0.58)

    def _bar(self, index: int) -> QRectF:
        """The bar of a stage."""
        strip, column = self._strip(index), self._columns()[1]
        most = max(1, self._most, *(stage.reached for stage in self._stages))
        reached = self._stages[index].reached
        width = max(_NARROWEST, (column.width() - 2 * GAP) * reached / most) if reached else 0.0
        return QRectF(column.center().x() - width / 2, strip.top(), width, strip.height())

    def _gap(self, index: int) -> QRectF:
        """Between the bar above and the bar of stage *index*, the whole middle column."""
        column = self._columns()[1]
        top = self._strip(index - 1).bottom()
        return QRectF(column.left(), top, column.width(), self._strip(index).top() - top)

    def _refresh(self) -> None:
        words = self.language.argument
        marks = []
        for index, stage in enumerate(self._stages):
            if index and words(stage.lost):
                lines = (words(msg("Before “{stage}”", stage=stage.label)), words(stage.drop), words(stage.lost))
                marks.append(Mark(Lost(stage.key), self._gap(index), "\n".join(line for line in lines if line)))
            marks.append(Mark(stage.key, self._strip(index), self._words(stage, is_first=index == 0)))
        self.pointer.show(marks)
        self.setAccessibleDescription("; ".join(mark.words.replace("\n", ", ") for mark in marks))
        self.update()

    def _words(self, stage: FunnelStage, *, is_first: bool) -> str:
        words = self.language.argument
        lines = [words(msg("{label}: {value}", label=stage.label, value=stage.reached))]
        if not is_first:
            lines.append(words(msg("{share} of the first stage", share=stage.of_first)))
            lines.append(words(msg("{share} of the stage before", share=stage.of_previous)))
        lines += [words(stage.note), words(stage.tooltip)]
        return "\n".join(line for line in lines if line)

    # -- drawing ------------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Headings, then each stage with what was lost before it."""
        if not self._stages:
            return
        theme = theme_of()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_heads(painter, theme)
        for index in range(1, len(self._stages)):
            self._draw_gap(painter, theme, index)
        for index, stage in enumerate(self._stages):
            self._draw_stage(painter, theme, index, stage)
        current = self.pointer.current
        if current is not None and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 1.5, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(current.place.adjusted(1, 1, -1, -1), 5, 5)

    def _draw_heads(self, painter: QPainter, theme: Theme) -> None:
        shares = self._columns()[2]
        painter.setFont(font(SMALL))
        painter.setPen(QColor(theme.text_muted))
        half = shares.width() / 2
        for number, words in enumerate(HEADS):
            place = QRectF(shares.left() + number * half, 0, half - GAP, _HEAD - 4)
            painter.drawText(place, _RIGHT, _cut(painter, self.language.text(words), place.width()))

    def _draw_gap(self, painter: QPainter, theme: Theme, index: int) -> None:
        """The slope between two bars, and on it what was lost."""
        stage, above, below = self._stages[index], self._bar(index - 1), self._bar(index)
        role = theme.bad if stage.is_worst else theme.accent
        is_current = self.pointer.current is not None and self.pointer.current.key == Lost(stage.key)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mix(role, theme.surface, 0.3 if is_current else 0.13))
        left, right = QPointF(below.left(), below.top()), QPointF(below.right(), below.top())
        painter.drawPolygon(QPolygonF([above.bottomLeft(), above.bottomRight(), right, left]))
        drop, lost = self.language.argument(stage.drop), self.language.argument(stage.lost)
        if not drop and not lost:
            return
        words = self.language.text(msg("{drop}  ·  {lost}", drop=drop, lost=lost)) if drop and lost else drop or lost
        if stage.is_worst:
            words = self.language.text(msg("{drop}  –  worst leak", drop=words))
        painter.setFont(font(SMALL, bold=stage.is_worst))
        painter.setPen(QColor(theme.bad if stage.is_worst else theme.text_muted))
        gap = self._gap(index)
        aside = min(gap.left(), self.width() - gap.right())  # nothing else stands on this line
        place = gap.adjusted(-aside, 0, aside, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, _cut(painter, words, place.width()))

    def _draw_stage(self, painter: QPainter, theme: Theme, index: int, stage: FunnelStage) -> None:
        names, column, shares = self._columns()
        strip, bar = self._strip(index), self._bar(index)
        is_current = self.pointer.current is not None and self.pointer.current.key == stage.key
        painter.setPen(Qt.PenStyle.NoPen)
        if is_current:
            painter.setBrush(mix(theme.accent, theme.surface, 0.08))
            painter.drawRoundedRect(strip, 5, 5)
        painter.setBrush(QColor(theme.accent_hover if is_current else theme.accent))
        painter.drawRoundedRect(bar, 4, 4)
        self._draw_name(painter, theme, QRectF(GAP, strip.top(), names.width() - 2 * GAP, strip.height()), stage)
        self._draw_count(painter, theme, bar, column, stage)
        if index:
            half = shares.width() / 2
            told = ((stage.of_first, stage.is_first_faint), (stage.of_previous, stage.is_faint))
            for number, ((share, is_faint), interval) in enumerate(zip(told, stage.intervals, strict=True)):
                place = QRectF(shares.left() + number * half, strip.top(), half - GAP, strip.height())
                painter.setPen(QColor(theme.text_muted if is_faint else theme.text))
                self._draw_share(painter, theme, place, share, interval)

    def _draw_share(self, painter: QPainter, theme: Theme, place: QRectF, share: Argument, interval: Argument) -> None:
        """A share, and its interval below it where there is room for both."""
        words, below = self.language.argument(share), self.language.argument(interval)
        painter.setFont(font())
        has_room = place.height() >= 2 * QFontMetricsF(painter.font()).height()
        if not below or not has_room or QFontMetricsF(font(SMALL)).horizontalAdvance(below) > place.width():
            painter.drawText(place, _RIGHT, _cut(painter, words, place.width()))
            return
        half = QRectF(place.left(), place.top(), place.width(), place.height() / 2)
        painter.drawText(half, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, words)
        painter.setFont(font(SMALL))
        painter.setPen(QColor(theme.text_muted))
        painter.drawText(half.translated(0, half.height()), _RIGHT, below)

    def _draw_name(self, painter: QPainter, theme: Theme, place: QRectF, stage: FunnelStage) -> None:
        """The name, and the note below it where there is room for both."""
        note = self.language.argument(stage.note)
        painter.setFont(font(bold=True))
        painter.setPen(QColor(theme.text))
        name = _cut(painter, self.language.argument(stage.label), place.width())
        if not note or place.height() < 2 * QFontMetricsF(painter.font()).height():
            painter.drawText(place, _LEFT, name)
            return
        half = QRectF(place.left(), place.top(), place.width(), place.height() / 2)
        painter.drawText(half, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, name)
        painter.setFont(font(SMALL))
        painter.setPen(QColor(theme.text_muted))
        painter.drawText(half.translated(0, half.height()), _LEFT, _cut(painter, note, place.width()))

    def _draw_count(self, painter: QPainter, theme: Theme, bar: QRectF, column: QRectF, stage: FunnelStage) -> None:
        """In the bar where it fits, else beside it."""
        painter.setFont(font(bold=True))
        words = self.language.number(stage.reached)
        width = QFontMetricsF(painter.font()).horizontalAdvance(words)
        if width + 2 * GAP <= bar.width():
            painter.setPen(QColor(theme.accent_text))
            painter.drawText(bar, Qt.AlignmentFlag.AlignCenter, words)
            return
        painter.setPen(QColor(theme.text))
        beside = QRectF(bar.right() + GAP, bar.top(), column.right() - bar.right(), bar.height())
        painter.drawText(beside, _LEFT, words)

    # -- mouse and keyboard -------------------------------------------------------------------------------------------

    def mark_at(self, place: QPointF) -> Mark | None:
        """The mark at a point of the widget."""
        return self.pointer.at(place)

    def point_of(self, mark: Mark) -> QPointF:
        """The middle of a mark."""
        return mark.place.center()

    def share_at(self, place: QPointF) -> int | None:
        """Which of the two shares of :data:`HEADS` stands at a point of the widget; None left of them."""
        shares = self._columns()[2]
        return None if place.x() < shares.left() else int(place.x() >= shares.center().x())

    def _point(self, mark: Mark | None) -> None:
        if self.pointer.point_at(mark):
            self.update()
        self.setCursor(Qt.CursorShape.ArrowCursor if mark is None else Qt.CursorShape.PointingHandCursor)

    def _tell(self, mark: Mark, at: QPointF) -> None:
        QToolTip.showText(self.mapToGlobal(at.toPoint()), plain_tooltip(mark.words), self)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """What the mouse is at is lit up and told."""
        mark = self.mark_at(event.position())
        self._point(mark)
        if mark is None:
            QToolTip.hideText()
        else:
            self._tell(mark, event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The first half of a click."""
        self._pressed = self.mark_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click presses what it is on."""
        mark, pressed = self.mark_at(event.position()), self._pressed
        self._pressed = None
        if mark is not None and pressed is not None and mark.key == pressed.key:
            self.pressed.emit(mark.key, event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        self._point(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from mark to mark, Enter presses one."""
        if self.pointer.move(event.key()):
            self.update()
            if self.pointer.current is not None:
                self._tell(self.pointer.current, self.point_of(self.pointer.current))
        elif presses(event.key()) and self.pointer.current is not None:
            self.pressed.emit(self.pointer.current.key, self.point_of(self.pointer.current))
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The frame of the focus goes."""
        if forgets(event):
            self._point(None)
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The marks move."""
        super().resizeEvent(event)
        self._refresh()


def _cut(painter: QPainter, words: str, room: float) -> str:
    return QFontMetricsF(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, room)
