"""The line that stays as long as the document is not kept as it should be, with the ways out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.text import msg
from leaddesk.ui.icons import icon
from leaddesk.ui.theme import GAP, MARGIN, font, theme_of
from leaddesk.ui.widgets.band import draw_band

if TYPE_CHECKING:
    from leaddesk.errors import LeadDeskError
    from leaddesk.text import Language


class TroubleBanner(QWidget):
    """Hidden until :meth:`show_trouble`; nothing but the end of the trouble closes it."""

    retried = Signal()
    """The user wants the document written now."""
    copy_requested = Signal()
    """The user wants to save the document elsewhere."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._trouble: LeadDeskError | None = None
        self._is_read_only = False
        self.symbol, self.text, self.hint = QLabel(), QLabel(), QLabel()
        for label in (self.text, self.hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setFont(font(bold=True))
        self.retry, self.copy = QPushButton(), QPushButton()
        self.retry.clicked.connect(self.retried)
        self.copy.clicked.connect(self.copy_requested)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.text)
        words.addWidget(self.hint)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(MARGIN, GAP, GAP, GAP)
        layout.setSpacing(GAP + 4)
        layout.addWidget(self.symbol)
        layout.addLayout(words, 1)
        layout.addWidget(self.retry)
        layout.addWidget(self.copy)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    @Slot()
    def show_trouble(self, trouble: LeadDeskError | None, *, is_read_only: bool = False) -> None:
        """Say what is the matter, None: nothing any more. *is_read_only*: to try again would change nothing."""
        self._trouble, self._is_read_only = trouble, is_read_only
        self.set_language(self._language)
        self.setVisible(trouble is not None)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        words, trouble = language.text, self._trouble
        self.retry.setText(words(msg("Try again")))
        self.retry.setVisible(not self._is_read_only)
        self.copy.setText(words(msg("Save a copy…")))
        if trouble is None:
            return
        title = msg("Only to be looked at.") if self._is_read_only else msg("Not saved.")
        self.text.setText(words(msg("{title} {what}", title=title, what=trouble.message)))
        self.hint.setText("" if trouble.hint is None else words(trouble.hint))
        self.hint.setVisible(trouble.hint is not None)
        self.setAccessibleName(f"{self.text.text()} {self.hint.text()}".strip())
        self._draw_symbol()

    def _draw_symbol(self) -> None:
        role = "warning" if self._is_read_only else "bad"
        self.symbol.setPixmap(icon("triangle-alert", role).pixmap(QSize(20, 20), self.devicePixelRatioF()))

    def changeEvent(self, event: QEvent) -> None:
        """The symbol takes the colours of the new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._trouble is not None:
            self._draw_symbol()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground."""
        theme = theme_of()
        soft, strong = (theme.bad_soft, theme.bad) if not self._is_read_only else (theme.warning_soft, theme.warning)
        draw_band(QPainter(self), self.rect(), soft, strong)
