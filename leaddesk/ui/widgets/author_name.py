"""The name under which the history tells what is done here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from leaddesk.text import msg
from leaddesk.ui.author import LONGEST
from leaddesk.ui.theme import GAP, plain_tooltip

if TYPE_CHECKING:
    from leaddesk.text import Language
    from leaddesk.ui.desk import Desk


class AuthorName(QWidget):
    """One line. What was typed counts from the next deed on; an empty name is none."""

    def __init__(self, desk: Desk, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        title = language.text(msg("Your name in the history"))
        label, self.field = QLabel(title), QLineEdit(desk.author.name)
        label.setBuddy(self.field)
        self.field.setMaxLength(LONGEST)
        self.field.setAccessibleName(title)
        self.field.setToolTip(plain_tooltip(language.text(msg("Colleagues with whom you share the document see it."))))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP * 2)
        layout.addWidget(label)
        layout.addWidget(self.field, 1)

    @Slot()
    def keep(self) -> None:
        """Take the name over."""
        self._desk.author = self._desk.author.named(self.field.text())
