"""The chain from what was shown to who came back, as bars: a line a step, each with what one of it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from leaddesk.text import NO_VALUE, Argument
from leaddesk.ui.theme import GAP, SMALL, font, plain_tooltip, theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from leaddesk.text import Language

_BAR: Final = 8
_LEAST: Final = 2.0
"""Pixels: a count that is not 0 is always seen."""


@dataclass(frozen=True, slots=True)
class ReachLine:
    """One step. ``count`` None writes ``absent``, the reason, in place of the ``base``, what one of it is. ``note``: a
    line more below. ``opens``: that there is something behind the count.
    """

    key: object
    label: Argument
    count: int | None
    base: Argument = ""
    absent: Argument = ""
    note: Argument = ""
    tooltip: Argument = ""
    opens: bool = False


class ReachSteps(QWidget):
    """Shows :class:`ReachLine` s one below the other, their bars on one scale."""

    opened = Signal(object, QRect)
    """The key of a step whose count was clicked, or pressed by a key, and where it is (global coordinates)."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._lines: tuple[ReachLine, ...] = ()
        self.rows: list[_Row] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP)
        self._layout.addStretch(1)

    def show_lines(self, lines: Sequence[ReachLine]) -> None:
        """Show *lines*."""
        self._lines = tuple(lines)
        while len(self.rows) < len(lines):
            row = _Row(self)
            row.value.clicked.connect(self._open)
            self._layout.insertWidget(len(self.rows), row)
            self.rows.append(row)
        self._refresh()

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        """The counts take the colours of the new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._refresh()

    def _refresh(self) -> None:
        most = max((line.count or 0 for line in self._lines), default=0)
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(self._lines))
            if place < len(self._lines):
                row.show_line(self._lines[place], most, self._language)

    @Slot()
    def _open(self) -> None:
        pressed = self.sender()
        for row, line in zip(self.rows, self._lines, strict=False):
            if row.value is pressed:
                self.opened.emit(line.key, QRect(row.value.mapToGlobal(QPoint(0, 0)), row.value.size()))


class _Row(QWidget):
    """Name and count, the bar below them, then what one is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.name, self.base, self.note = QLabel(), QLabel(), QLabel()
        self.value, self.bar = QToolButton(), _Bar()
        for label in (self.name, self.base, self.note):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        for label in (self.base, self.note):
            label.setFont(font(SMALL))
        self.name.setFont(font(bold=True))
        self.base.setProperty("tone", "muted")
        self.note.setProperty("tone", "warning")
        self.value.setAutoRaise(True)
        self.value.setFont(font(bold=True))
        self.value.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.name, 0, 0)
        grid.addWidget(self.value, 0, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.bar, 1, 0, 1, 2)
        grid.addWidget(self.base, 2, 0, 1, 2)
        grid.addWidget(self.note, 3, 0, 1, 2)
        grid.setColumnStretch(0, 1)

    def show_line(self, line: ReachLine, most: int, language: Language) -> None:
        words = language.argument
        is_known = line.count is not None
        self.name.setText(words(line.label))
        self.value.setText(NO_VALUE if line.count is None else language.number(line.count, 0))
        self.value.setAccessibleName(f"{self.name.text()}: {self.value.text()}")
        self.value.setEnabled(is_known and line.opens)
        self.value.setCursor(
            Qt.CursorShape.PointingHandCursor if self.value.isEnabled() else Qt.CursorShape.ArrowCursor
        )
        theme = theme_of()
        colour = theme.accent if self.value.isEnabled() else theme.text if is_known else theme.text_muted
        self.value.setStyleSheet(f"color: {colour}; padding: 0 2px; border: 0;")
        self.base.setText(words(line.base if is_known else line.absent))
        self.note.setText(words(line.note))
        self.note.setVisible(bool(self.note.text()))
        self.setToolTip(plain_tooltip(words(line.tooltip)))
        self.bar.setVisible(is_known)
        self.bar.show_share((line.count or 0) / max(1, most))


class _Bar(QWidget):
    """A bar of a share of its room."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as the bar."""
        return QSize(100, _BAR)

    def show_share(self, share: float) -> None:
        self._share = share
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The track, and on it the bar."""
        painter, theme = QPainter(self), theme_of()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.grid))
        painter.drawRoundedRect(QRectF(0, 0, self.width(), _BAR), 3, 3)
        painter.setBrush(QColor(theme.accent))
        length = max(_LEAST, self._share * self.width()) if self._share > 0 else 0.0
        painter.drawRoundedRect(QRectF(0, 0, length, _BAR), min(3.0, length / 2), 3)
        painter.end()
