"""A framed part of a page: a title, a quiet line below it, room for a control on its right, and a body."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.ui.theme import GAP, SMALL, font


class Panel(QFrame):
    """Holds one body; ``corner`` is a layout for the controls of the title's line."""

    def __init__(self, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = body
        self.setProperty("card", True)
        self.title, self.note = QLabel(), QLabel()
        for label in (self.title, self.note):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setFont(font(bold=True))
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.note.setFont(font(SMALL))
        self.note.setProperty("tone", "muted")
        self.note.setWordWrap(True)
        self.note.hide()
        self.corner = QHBoxLayout()
        self.corner.setSpacing(GAP)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addLayout(self.corner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP + 6, GAP, GAP + 6, GAP)
        layout.setSpacing(GAP // 2)
        layout.addLayout(head)
        layout.addWidget(self.note)
        layout.addWidget(body, 1)

    def show_title(self, title: str, note: str = "") -> None:
        """The words of the title and of the line below it, which goes when it is empty."""
        self.title.setText(title)
        self.title.setToolTip("")
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.setAccessibleName(title)
