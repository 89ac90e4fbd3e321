"""One conflict of two copies: what either says in full, with who and when, and a button for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPlainTextEdit, QRadioButton, QVBoxLayout, QWidget

from leaddesk.model.conflicts import Choice
from leaddesk.text import msg, msgc
from leaddesk.ui.conflict_words import said, value
from leaddesk.ui.theme import GAP

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton

    from leaddesk.model.conflicts import Conflict
    from leaddesk.text import Language

HEIGHT = 86
ORDER = tuple(Choice)


class ConflictChoice(QWidget):
    """Three ways side by side; the third only where both texts can be kept."""

    chosen = Signal(object)
    """The user's :class:`~leaddesk.model.conflicts.Choice`."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._group = QButtonGroup(self)
        self.buttons: dict[Choice, QRadioButton] = {}
        self.texts: dict[Choice, QPlainTextEdit] = {}
        self._columns: dict[Choice, QWidget] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP * 2)
        for choice in ORDER:
            layout.addWidget(self._column(choice), 1)
        self._group.buttonClicked.connect(self._choose)

    def _column(self, choice: Choice) -> QWidget:
        column, button, text = QWidget(), QRadioButton(), QPlainTextEdit()
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setFixedHeight(HEIGHT)
        self._group.addButton(button, ORDER.index(choice))
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        layout.addWidget(button)
        layout.addWidget(text)
        self.buttons[choice], self.texts[choice], self._columns[choice] = button, text, column
        return column

    def show_conflict(self, conflict: Conflict, choice: Choice) -> None:
        """Show what is to be decided, and what is chosen."""
        words = self._language.text
        for way, claim, place in (
            (Choice.MINE, conflict.mine, msgc("copy", "Here")),
            (Choice.THEIRS, conflict.theirs, msgc("copy", "In the copy")),
        ):
            self._write(way, words(msg("{title}: {value}", title=place, value=said(claim))))
            self.texts[way].setPlainText(value(conflict, claim, self._language))
        both = Choice.BOTH in conflict.choices
        self._columns[Choice.BOTH].setVisible(both)
        if both:
            self._write(Choice.BOTH, words(msgc("copy", "Both, one below the other")))
            self.texts[Choice.BOTH].setPlainText(conflict.joined)
        with QSignalBlocker(self._group):
            self.buttons[choice].setChecked(True)

    def _write(self, choice: Choice, title: str) -> None:
        self.buttons[choice].setText(title.replace("&", "&&"))
        self.texts[choice].setAccessibleName(title)

    @Slot(object)
    def _choose(self, button: QAbstractButton) -> None:
        self.chosen.emit(ORDER[self._group.id(button)])
