"""What the check of the document found, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from leaddesk.text import msg, msgn
from leaddesk.ui.theme import GAP, MARGIN, font

if TYPE_CHECKING:
    from leaddesk.text import Language
    from leaddesk.workspace.checkup import Checkup


class CheckupDialog(QDialog):
    """What was looked at; below, what is wrong, if anything is, and what to do."""

    def __init__(self, checkup: Checkup, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = language.text
        self.setWindowTitle(words(msg("Check of the document")))
        wrong = [words(message) for message in checkup.wrong]
        verdict = (
            msgn("{count} thing is wrong.", "{count} things are wrong.", len(wrong)) if wrong else msg("All is well.")
        )
        self.verdict, self.looked_at, self.advice = QLabel(words(verdict)), QLabel(), QLabel()
        self.verdict.setFont(font(bold=True))
        files = msgn("{count} file taken in", "{count} files taken in", checkup.imports)
        actions = msgn("{count} step taken", "{count} steps taken", checkup.actions)
        looked_at = msg("Looked through: the structure, {files}, {actions}.", files=files, actions=actions)
        self.looked_at.setText(words(looked_at))
        advice = msg(
            "Save a copy under another name, and keep this file. What is wrong in it may be right in an older copy."
        )
        self.advice.setText(words(advice))
        for label in (self.verdict, self.looked_at, self.advice):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.findings = QPlainTextEdit("\n".join(wrong))
        self.findings.setReadOnly(True)
        self.findings.setTabChangesFocus(True)
        self.findings.setAccessibleName(words(msg("What is wrong")))
        self.copy, self.close_button = QPushButton(words(msg("Copy all as text"))), QPushButton(words(msg("Close")))
        self.copy.setAutoDefault(False)
        self.close_button.setDefault(True)
        self.copy.clicked.connect(self.copy_all)
        self.close_button.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(self.copy)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        for widget in (self.verdict, self.looked_at, self.findings, self.advice):
            layout.addWidget(widget)
        layout.addLayout(foot)
        for only_then in (self.findings, self.advice, self.copy):
            only_then.setVisible(bool(wrong))
        self.setMinimumWidth(520)

    @Slot()
    def copy_all(self) -> None:
        """Put everything that is said on the clipboard as text."""
        parts = (self.verdict.text(), self.looked_at.text(), self.findings.toPlainText())
        QGuiApplication.clipboard().setText("\n".join(parts))
