"""A card with one figure: its value or why there is none, how sure it is, how it moved."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.text import NO_VALUE, Argument
from leaddesk.ui.icons import icon
from leaddesk.ui.plots.sparkline import Sparkline
from leaddesk.ui.theme import GAP, SMALL, font, plain_tooltip
from leaddesk.ui.widgets.pressing import Pressing

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from leaddesk.text import Language

NARROWEST: Final = 196
"""The least width of a card, for :class:`~leaddesk.ui.widgets.flow_layout.FlowLayout`."""
_SCALES: Final = (1.6, 1.35, 1.15)
"""How large the value is written, the first that fits."""
_ARROWS: Final = {"up": "trending-up", "down": "trending-down", "flat": "move-right"}
_LOOSE: Final = re.compile(r"\N{MINUS SIGN}(?=\D)")
"""A minus sign before a currency: a line might break after it."""


@dataclass(frozen=True, slots=True)
class CardTrend:
    """How a figure moved: ``direction`` up, down or flat; ``tone`` good, bad, warning or muted; the words for it."""

    direction: str
    tone: str
    text: Argument


@dataclass(frozen=True, slots=True)
class CardFigure:
    """What a card shows. Texts may be messages, numbers, money or words: :meth:`Language.argument` writes them.

    ``value`` None shows a dash and ``absent``, the reason. ``certainty``: interval and sample size. ``is_faint``: the
    sample is too small to lean on. ``points``: the last months, of which the last or the first may be cut short.
    ``definition``: the tooltip. ``note``: a line more,
    for instance the objective.
    """

    key: object
    title: Argument
    value: Argument | None
    absent: Argument = ""
    certainty: Argument = ""
    trend: CardTrend | None = None
    note: Argument = ""
    definition: Argument = ""
    is_faint: bool = False
    points: tuple[float | None, ...] = ()
    is_partial: bool = False
    begins_partial: bool = False


class KpiCard(Pressing, QFrame):
    """Shows a :class:`CardFigure`; pressed, it tells its key."""

    clicked = Signal(object)
    """The key of the figure."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._figure: CardFigure | None = None
        self.setProperty("card", True)
        self.setProperty("clickable", True)
        self.be_pressable()
        self.setMinimumWidth(NARROWEST)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._build()

    def _build(self) -> None:
        self.title, self.value, self.certainty, self.trend, self.note = (QLabel() for _ in range(5))
        self.arrow = QLabel()
        self.line = Sparkline()
        self.line.setMaximumWidth(132)
        for label in (self.title, self.value, self.certainty, self.trend, self.note):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setMinimumWidth(1)
        for label in (self.certainty, self.trend, self.note):
            label.setFont(font(SMALL))
            label.setWordWrap(True)
        for label in (self.title, self.certainty, self.note):
            label.setProperty("tone", "muted")
        self.title.setFont(font(bold=True))
        figure = QHBoxLayout()
        figure.setSpacing(GAP)
        figure.addWidget(self.value)
        figure.addStretch(1)
        figure.addWidget(self.line, 100, Qt.AlignmentFlag.AlignBottom)
        moved = QHBoxLayout()
        moved.setSpacing(GAP // 2)
        moved.addWidget(self.arrow, 0, Qt.AlignmentFlag.AlignTop)
        moved.addWidget(self.trend, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP + 6, GAP - 2, GAP + 6, GAP - 2)
        layout.setSpacing(1)
        layout.addWidget(self.title)
        layout.addLayout(figure)
        layout.addWidget(self.certainty)
        layout.addLayout(moved)
        layout.addWidget(self.note)
        layout.addStretch(1)

    @property
    def key(self) -> object:
        """The key of the figure shown; None before the first."""
        return None if self._figure is None else self._figure.key

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        self._refresh()

    def show_figure(self, figure: CardFigure) -> None:
        """Show *figure*."""
        self._figure = figure
        self._refresh()

    def _refresh(self) -> None:
        figure = self._figure
        if figure is None:
            return
        words = self._language.argument
        has_value = figure.value is not None
        self.value.setText(NO_VALUE if figure.value is None else words(figure.value))
        self.certainty.setText(words(figure.certainty if has_value else figure.absent))
        self.note.setText(_LOOSE.sub("\N{MINUS SIGN}\N{WORD JOINER}", words(figure.note)))
        _tone(self.value, "muted" if figure.is_faint or not has_value else "")
        self._refresh_trend(figure.trend if has_value else None)
        self.line.show_values(figure.points, partial=figure.is_partial, begins_partial=figure.begins_partial)
        self.line.setVisible(sum(point is not None for point in figure.points) > 1)
        for label in (self.certainty, self.trend, self.note):
            label.setVisible(bool(label.text()))
        self._fit_title()
        self._fit_value()
        about = (words(figure.title), words(figure.definition))
        self.setToolTip(plain_tooltip("\n".join(part for part in about if part)))
        parts = (words(figure.title), self.value.text(), self.certainty.text(), self.trend.text(), self.note.text())
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.setAccessibleDescription(words(figure.definition))

    def _refresh_trend(self, trend: CardTrend | None) -> None:
        self.arrow.setVisible(trend is not None)
        self.trend.setText("" if trend is None else self._language.argument(trend.text))
        if trend is None:
            return
        role = "text_muted" if trend.tone == "muted" else trend.tone
        size = QSize(14, 14)
        self.arrow.setPixmap(icon(_ARROWS[trend.direction], role).pixmap(size, self.devicePixelRatioF()))
        _tone(self.trend, trend.tone)

    def _fit_title(self) -> None:
        """One line: a title that is cut has its whole in the tooltip and in the accessible name."""
        if self._figure is not None:
            title = self._language.argument(self._figure.title)
            room = self.width() - 2 * (GAP + 8)
            self.title.setText(self.title.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room))

    def _fit_value(self) -> None:
        """A long amount is written smaller rather than cut."""
        room = self.width() - 2 * (GAP + 8) - (0 if self.line.isHidden() else self.line.minimumSizeHint().width() + GAP)
        for scale in _SCALES:
            self.value.setFont(font(scale, bold=True))
            if self.value.fontMetrics().horizontalAdvance(self.value.text()) <= room:
                return

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Title and value take the room there is."""
        super().resizeEvent(event)
        self._fit_title()
        self._fit_value()

    def changeEvent(self, event: QEvent) -> None:
        """The arrow takes the colours of the new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._figure is not None:
            self._refresh_trend(self._figure.trend if self._figure.value is not None else None)

    def press(self) -> None:
        """Tell the key of the figure."""
        if self._figure is not None:
            self.clicked.emit(self._figure.key)


def _tone(label: QLabel, tone: str) -> None:
    if label.property("tone") != tone:
        label.setProperty("tone", tone)
        label.style().unpolish(label)
        label.style().polish(label)
