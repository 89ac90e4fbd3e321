"""A list that only changes when the user chooses from it: neither the wheel nor a stray arrow key does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QWheelEvent

_LEAVING: Final = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape)


class StillComboBox(QComboBox):
    """Turning the wheel scrolls the page around it; a key opens the list instead of taking the next value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what is around."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list; an editable one takes text, and only its arrows open the list."""
        arrows = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier)
        opens = arrows or (not self.isEditable() and event.key() not in _LEAVING and bool(event.text()) and not held)
        if opens:
            self.showPopup()
            return
        super().keyPressEvent(event)
