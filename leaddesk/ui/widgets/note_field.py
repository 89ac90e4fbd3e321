"""Notes: written down 400 ms after the last key, and when the field is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from leaddesk.ui.widgets.line_field import COMMIT_MS, is_undo

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent


class NoteField(QPlainTextEdit):
    """Several lines of plain text."""

    committed = Signal(object)
    """The new text, None when it is empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: str | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(COMMIT_MS)
        self._timer.timeout.connect(self.flush)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._wait)

    @Slot()
    def _wait(self) -> None:
        self._timer.start()

    @property
    def is_pending(self) -> bool:
        """Whether something was typed that is not handed over yet."""
        return self._timer.isActive()

    def show_value(self, value: str | None, *, afresh: bool = True) -> None:
        """Show a text. Unless it is shown *afresh*, what is being typed stays."""
        if not afresh and (self.is_pending or (value or "").rstrip() == self.toPlainText().rstrip()):
            self._value = value
            return
        self._value = value
        if self.toPlainText() != (value or ""):
            self.setPlainText(value or "")
        self._timer.stop()

    @Slot()
    def flush(self) -> None:
        """Hand over what was typed, if it is new."""
        self._timer.stop()
        value = self.toPlainText().rstrip() or None
        if value != ((self._value or "").rstrip() or None):
            self._value = value
            self.committed.emit(value)

    def event(self, event: QEvent) -> bool:
        """With nothing of its own to take back, undo is the window's."""
        if event.type() == QEvent.Type.ShortcutOverride and is_undo(event) and not self.document().isUndoAvailable():
            event.ignore()
            return False
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field commits."""
        super().focusOutEvent(event)
        self.flush()
