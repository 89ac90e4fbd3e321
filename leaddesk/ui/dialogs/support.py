"""Details for support: what went wrong, as text to be copied that holds nothing of the user's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from leaddesk.text import msg
from leaddesk.ui.theme import GAP, MARGIN

if TYPE_CHECKING:
    from leaddesk.text import Language

_SIZE = QSize(720, 420)


class SupportDialog(QDialog):
    """Shows a text and copies it."""

    def __init__(self, details: str, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words = language.text
        self.setWindowTitle(words(msg("Details for support")))
        promise = QLabel(words(msg(
            "For whoever helps you with LeadDesk. It holds no names, no figures and no file names of yours."
        )))  # fmt: skip
        promise.setWordWrap(True)
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details.setAccessibleName(self.windowTitle())
        self.copy = QPushButton(words(msg("Copy details")))
        self.copy.clicked.connect(self._copy)
        close = QPushButton(words(msg("Close")))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(promise)
        layout.addWidget(self.details, 1)
        layout.addLayout(buttons)
        self.resize(_SIZE)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())
        self.copy.setText(self._words(msg("Copied")))
