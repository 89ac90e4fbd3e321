"""What stands where a list has nothing to show: why, and a button that shows everything again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from leaddesk.text import verbatim

if TYPE_CHECKING:
    from leaddesk.text import Language, Message


class NothingShown(QWidget):
    """A sentence in the middle of an empty page."""

    cleared = Signal()
    """The user wants to see everything."""

    def __init__(self, way_out: Message, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language, self._way_out = language, way_out
        self._usual, self._reason = way_out, verbatim("")
        self.text, self.button = QLabel(), QPushButton()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button.clicked.connect(self.leave)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(self.text)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(2)
        self.set_language(language)

    @Slot()
    def leave(self) -> None:
        """The button was clicked."""
        self.cleared.emit()

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        self.button.setText(language.text(self._way_out))
        self.text.setText(language.text(self._reason))

    def show_reason(self, reason: Message, *, way_out: bool, words: Message | None = None) -> None:
        """Say why there is nothing; whether there is anything else to show, under which *words* if not the usual."""
        self._reason, self._way_out = reason, words or self._usual
        self.set_language(self._language)
        self.button.setVisible(way_out)
