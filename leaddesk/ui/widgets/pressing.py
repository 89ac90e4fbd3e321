"""How a figure is pressed, whatever it is drawn on: a card, a line, a word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, Qt

from leaddesk.ui.widgets.figure_asking import is_asking

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
    from PySide6.QtWidgets import QWidget as _Widget
else:
    _Widget = object  # a widget has one base of Qt alone

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Pressing(_Widget):
    """Stands before the class of Qt among the bases of a widget. A click, Enter and Space press it; Alt+Enter asks what
    is behind it; the right mouse button and the menu key open its menu, where it has no policy of its own for that.
    """

    def press(self) -> None:
        """What a click does."""

    def ask(self) -> None:
        """What Alt+Enter does: the same, where a click asks already."""
        self.press()

    def open_menu(self, _place: QPoint) -> None:
        """What the right button does, at a place (global coordinates): the same, where there is but one thing to do."""
        self.ask()

    def be_pressable(self, wanted: bool = True) -> None:
        """Take the focus by Tab, and show a hand; or neither, where there is nothing to press."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if wanted else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if wanted else Qt.CursorShape.ArrowCursor)

    def on_screen(self) -> QRect:
        """Where it is, in global coordinates."""
        return QRect(self.mapToGlobal(self.rect().topLeft()), self.size())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The release of the button decides."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click presses."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.press()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The right button and the menu key."""
        event.accept()
        self.open_menu(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space press, with Alt they ask."""
        if is_asking(event.key(), event.modifiers()):
            self.ask()
        elif event.key() in _ENTER:
            self.press()
        else:
            super().keyPressEvent(event)
