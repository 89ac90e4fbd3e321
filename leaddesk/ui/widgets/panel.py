"""A framed part of a page: a title, a quiet line below it, room for a control on its right, and a body."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.ui.theme import GAP, SMALL, font
from leaddesk.ui.widgets.figure_label import FigureLabel


class Panel(QFrame):
    """Holds one body; ``corner`` is a layout for the controls of the title's line."""

    asked = Signal(QRect)
    """What is behind the number in the title, and where the title is (global coordinates)."""

    def __init__(self, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = body
        self.setProperty("card", True)
        self.title, self.note = FigureLabel("title"), FigureLabel("note")
        for label in (self.title, self.note):
            label.be_pressable(wanted=False)
            label.asked.connect(self._ask)
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

    @Slot(object, QRect)
    def _ask(self, _key: object, place: QRect) -> None:
        if self.title.focusPolicy() != Qt.FocusPolicy.NoFocus:
            self.asked.emit(place)

    def show_title(self, title: str, note: str = "", *, tells: bool = False) -> None:
        """The words of the title and of the line below it, which goes when it is empty; *tells*: whether something is
        behind the number in the title.
        """
        self.title.be_pressable(tells)
        self.note.setCursor(self.title.cursor())  # numbers below the title are told with its own
        self.title.setText(title)
        self.title.setToolTip("")
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.setAccessibleName(title)
