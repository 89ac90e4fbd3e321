"""A protected file wants its password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from leaddesk.text import msg
from leaddesk.ui.theme import GAP, MARGIN

if TYPE_CHECKING:
    from leaddesk.text import Language


class PasswordDialog(QDialog):
    """Asks for the password of one file; *wrong*: the one that was typed before did not open it."""

    def __init__(self, file: str, wrong: bool, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = language.text
        self.setWindowTitle(words(msg("Password")))
        self.what = _paragraph(words(msg("“{file}” is protected by a password.", file=file)))
        self.complaint = _paragraph(words(msg("This password does not open it. Capitals and accents count.")), "bad")
        self.complaint.setVisible(wrong)
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(words(msg("Password")))
        self.shown = QCheckBox(words(msg("Show what I type")))
        promise = _paragraph(words(msg("It opens the file this time and is kept nowhere.")), "muted")
        self.go = QPushButton(words(msg("Open")))
        self.go.setDefault(True)
        self.go.setEnabled(False)
        self.leave = QPushButton(words(msg("Do not open")))
        self.leave.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        for widget in (self.what, self.complaint, self.field, self.shown, promise):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addLayout(buttons)
        self.setMinimumWidth(420)
        self.field.textChanged.connect(self._typed)
        self.shown.toggled.connect(self._show)
        self.go.clicked.connect(self.accept)
        self.leave.clicked.connect(self.reject)
        self.field.setFocus()

    def password(self) -> str:
        """What was typed, blanks included."""
        return self.field.text()

    @Slot(str)
    def _typed(self, text: str) -> None:
        self.go.setEnabled(bool(text))

    @Slot(bool)
    def _show(self, shown: bool) -> None:
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.field.setFocus()


def _paragraph(text: str, tone: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if tone:
        label.setProperty("tone", tone)
    return label
