"""A list that only changes when the user chooses from it: neither the wheel nor a stray arrow key does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QKeyEvent, QWheelEvent

    Items = Iterable[tuple[str, Any] | None]

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


class LaterComboBox(StillComboBox):
    """One of many with long lists: it holds the chosen item alone until somebody asks for the others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: Callable[[], Items] | None = None

    def offer(self, text: str, data: Any, items: Callable[[], Items]) -> None:  # noqa: ANN401  (whatever an item stands for)
        """Show the chosen item; *items* gives all of them, each with what it stands for, None for a line between."""
        self.addItem(text, data)
        self._items = items

    def fill(self) -> None:
        """Put all the items in; the chosen one stays chosen."""
        if self._items is None:
            return
        items, self._items = self._items(), None
        chosen = self.currentData()
        with QSignalBlocker(self):
            self.clear()
            for item in items:
                if item is None:
                    self.insertSeparator(self.count())
                else:
                    self.addItem(*item)
            self.setCurrentIndex(self.findData(chosen))

    def findData(self, *wanted: Any) -> int:  # noqa: ANN401  (as QComboBox takes them)
        """Where the item is that stands for something, among all; -1 where there is none."""
        self.fill()
        return super().findData(*wanted)

    def showPopup(self) -> None:
        """Open the list."""
        self.fill()
        super().showPopup()
