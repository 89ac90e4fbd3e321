"""A figure in words that one can ask what is behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QLabel, QStyle, QStyleOptionFocusRect, QStylePainter, QWidget

from leaddesk.ui.widgets.pressing import Pressing

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent


class FigureLabel(Pressing, QLabel):
    """Pressed in whatever way, it asks."""

    asked = Signal(object, QRect)
    """The key of the figure, and where the label is (global coordinates)."""

    def __init__(self, key: object, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.be_pressable()

    def press(self) -> None:
        """Ask what is behind the figure."""
        self.asked.emit(self.key, self.on_screen())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words, and a frame while it has the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            painter, option = QStylePainter(self), QStyleOptionFocusRect()
            option.initFrom(self)
            painter.drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, option)
