"""A line of text that hands over what was typed, after a pause and when it is left; and one for numbers."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

from leaddesk.ingest.quantities import plan
from leaddesk.text import Message, msg
from leaddesk.ui.theme import plain_tooltip

if TYPE_CHECKING:
    from leaddesk.text import Language


COMMIT_MS: Final = 400
"""How long after the last key a text is handed over."""
THOUGHT_MS: Final = 2000
"""The same where half of it is something else: "1" of "1 250", "Ma" of "Marie"."""


def is_undo(event: QEvent) -> bool:
    """Whether an event is the key for undo."""
    return isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo)


class LineField(QLineEdit):
    """One value as text. ``committed`` comes once a change: on Enter, on leaving the field, by :meth:`flush`, and of
    what can be read already after a pause of ``pause_ms``, so that little is lost where the program or the power fails.
    """

    committed = Signal(object)
    """The new value; None for an empty field."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._value: Any = None
        self._origin: Any = None
        """The value before the typing began, which Escape brings back."""
        self._is_handed_over = False
        self.pause_ms = COMMIT_MS
        self.keeps_unreadable = False
        """Whether text that cannot be read stays when the field is left: a form names it when it is saved."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._pause)
        self.textEdited.connect(self._wait)
        self.editingFinished.connect(self.flush)

    def set_language(self, language: Language) -> None:
        """Write the value in another language."""
        self._language = language
        if not self.isModified():
            self.setText(self.written(self._value))

    def read(self, text: str) -> Any:  # noqa: ANN401  (each kind of field has its own)
        """The value that a text stands for, None for nothing.

        :raises ValueError: when it is none.
        """
        return " ".join(text.split()) or None

    def written(self, value: Any) -> str:  # noqa: ANN401
        """A value as the field shows it."""
        return "" if value is None else str(value)

    @property
    def complaint(self) -> Message:
        """What to tell who typed something that cannot be read."""
        return msg("This cannot be read.")

    def value(self) -> Any:  # noqa: ANN401
        """What the field holds now.

        :raises ValueError: when it cannot be read.
        """
        return self.read(self.text())

    def show_value(self, value: Any, *, afresh: bool = True) -> None:  # noqa: ANN401
        """Show a value. Unless it is shown *afresh*, what is being typed stays."""
        is_typed = self.isModified() and not (self._is_handed_over and value != self._value)
        self._value = value
        if is_typed and not afresh:
            return
        self._timer.stop()
        self._origin, self._is_handed_over = value, False
        words = self.written(value)
        if words != self.text():
            self.setText(words)
            self.setCursorPosition(0)
        self.setModified(False)

    @Slot()
    def _wait(self) -> None:
        self._is_handed_over = False
        if not self.keeps_unreadable:  # a form hands over when it is saved
            self._timer.start(self.pause_ms)

    @Slot()
    def _pause(self) -> None:
        """Hand over what can be read, and leave the text to be typed on."""
        try:
            value = self.value()
        except ValueError:
            return
        if self.isModified() and value != self._value:
            self._value, self._is_handed_over = value, True
            self.committed.emit(value)

    @Slot()
    def flush(self) -> None:
        """Hand over what was typed, if it is new; what cannot be read gives way to the value before, and is named."""
        if "_timer" not in self.__dict__:  # Qt takes the focus of a field that Python has taken apart already
            return
        self._timer.stop()
        if not self.isModified():
            return
        try:
            value = self.value()
        except ValueError:
            if self.keeps_unreadable:
                return
            place = self.mapToGlobal(QPoint(0, self.height()))
            QToolTip.showText(place, plain_tooltip(self._language.text(self.complaint)), self)
            self.show_value(self._value)
            return
        changed = value != self._value
        self.show_value(value)
        if changed:
            self.committed.emit(value)

    def event(self, event: QEvent) -> bool:
        """With nothing of its own to take back, undo is the window's."""
        if event.type() == QEvent.Type.ShortcutOverride and is_undo(event) and not self.isUndoAvailable():
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes back what was typed."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            origin, is_new = self._origin, self._origin != self._value
            self.show_value(origin)
            if is_new:
                self.committed.emit(origin)
            return
        super().keyPressEvent(event)


class NumberField(LineField):
    """A number as French and English people type it: ``1 234,50 €``, ``1.234,50``, ``1,234.5``."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(language, parent)
        self.pause_ms = THOUGHT_MS

    def read(self, text: str) -> float | None:
        """The number typed."""
        return number_of(text, self._language)

    def written(self, value: float | None) -> str:
        """The number without a sign of money."""
        return "" if value is None else self._language.number(value)

    @property
    def complaint(self) -> Message:
        """That it is no number."""
        return msg("This is not a number.")


def number_of(text: str, language: Language) -> float | None:
    """The number that a text is, read with the decimal sign of *language* first; None for an empty text.

    :raises ValueError: when it is none.
    """
    if not text.strip():
        return None
    shape = re.sub(r"\d", "0", text)
    for decimal in (",", ".") if language.code == "fr" else (".", ","):
        how = plan(shape, decimal)
        if how is not None and not how.scientific:
            number: float = int("".join(mark for mark in text if mark.isdigit())) / 10**how.decimals * how.factor
            if math.isfinite(number):
                return number
    raise ValueError(text)
