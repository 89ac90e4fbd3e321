"""A figure in words that one can ask what is behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QLabel, QStyle, QStyleOptionFocusRect, QStylePainter, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPaintEvent

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class FigureLabel(QLabel):
    """A click of either button, Enter, Space and the menu key ask, as on a card."""

    asked = Signal(object, QRect)
    """The key of the figure, and where the label is (global coordinates)."""

    def __init__(self, key: object, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def _ask(self) -> None:
        self.asked.emit(self.key, QRect(self.mapToGlobal(self.rect().topLeft()), self.size()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The release of the button decides."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click asks."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._ask()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The right button and the menu key ask too."""
        event.accept()
        self._ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space do what a click does, with Alt or without."""
        if event.key() in _ENTER:
            self._ask()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words, and a frame while it has the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            painter, option = QStylePainter(self), QStyleOptionFocusRect()
            option.initFrom(self)
            painter.drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, option)
