"""What of a chart can be pointed at: by the mouse, by the keyboard, by a screen reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent

_STEPS: Final = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
}
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing drawn: its key, the place that reacts (logical pixels of the chart), and what is said about it."""

    key: object
    place: QRectF
    words: str
    can_be_pressed: bool = True


class Pointer:
    """Which mark the mouse or the keyboard is at. Marks are replaced whenever the chart is drawn anew."""

    def __init__(self) -> None:
        self.marks: tuple[Mark, ...] = ()
        self._current = -1

    def show(self, marks: Sequence[Mark]) -> None:
        """Point at these marks from now on; the current one stays if its key is still there."""
        key = self.current.key if self.current is not None else None
        self.marks = tuple(marks)
        self._current = next((i for i, mark in enumerate(self.marks) if mark.key == key), -1) if key is not None else -1

    @property
    def current(self) -> Mark | None:
        """The mark pointed at."""
        return self.marks[self._current] if 0 <= self._current < len(self.marks) else None

    def at(self, point: QPointF) -> Mark | None:
        """The mark at *point*; of two the later one, which is drawn above."""
        return next((mark for mark in reversed(self.marks) if mark.place.contains(point)), None)

    def point_at(self, mark: Mark | None) -> bool:
        """Make *mark* the current one; whether that changes anything."""
        before, self._current = self._current, self.marks.index(mark) if mark is not None else -1
        return before != self._current

    def move(self, key: int) -> bool:
        """Follow an arrow key, Home or End; whether it was one."""
        if not self.marks:
            return False
        if key == Qt.Key.Key_Home:
            self._current = 0
        elif key == Qt.Key.Key_End:
            self._current = len(self.marks) - 1
        elif key in _STEPS:
            self._current = min(len(self.marks) - 1, max(0, self._current + _STEPS[Qt.Key(key)]))
        else:
            return False
        return True


def forgets(event: QFocusEvent) -> bool:
    """Whether a loss of the focus ends the pointing: not where a popup comes, or another window, and goes again."""
    return event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


def presses(key: int) -> bool:
    """Whether a key does what a click does."""
    return key in _ENTER
