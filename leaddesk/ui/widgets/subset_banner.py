"""The line that says that only some leads are shown, and which; one click shows all again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from leaddesk.text import msg
from leaddesk.ui.theme import GAP, RADIUS, theme_of

if TYPE_CHECKING:
    from leaddesk.text import Language, Message


class SubsetBanner(QWidget):
    """Hidden until :meth:`show_label`."""

    cleared = Signal()
    """The user wants to see all leads again."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._label: Message | None = None
        self.text, self.button = QLabel(), QPushButton()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GAP + 4, GAP // 2, GAP // 2, GAP // 2)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.button.clicked.connect(self._clear)
        self.set_language(language)
        self.hide()

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        self.button.setText(language.text(msg("Show all leads")))
        if self._label is not None:
            self.text.setText(language.text(msg("Only: {which}", which=self._label)))

    def show_label(self, label: Message | None) -> None:
        """Say which leads are shown; None hides the line."""
        self._label = label
        self.set_language(self._language)
        self.setVisible(label is not None)

    def _clear(self) -> None:
        self.cleared.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme_of().accent_soft))
        painter.drawRoundedRect(self.rect(), RADIUS, RADIUS)
        painter.end()
        super().paintEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Repaint in another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
