"""A few views of one thing in a row of buttons, of which one is pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.text import Language, Message


class Segments(QWidget):
    """Shows the words of each view; the first is chosen at the start."""

    chosen = Signal(int)
    """The place of the view that the user wants."""

    def __init__(self, views: Sequence[Message], language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views = tuple(views)
        self.group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        self.buttons = tuple(QToolButton() for _view in self._views)
        for place, button in enumerate(self.buttons):
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.group.addButton(button, place)
            layout.addWidget(button)
        layout.addStretch(1)
        self.buttons[0].setChecked(True)
        self.group.idClicked.connect(self._choose)
        self.set_language(language)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        for button, view in zip(self.buttons, self._views, strict=True):
            button.setText(language.text(view))
            button.setAccessibleName(language.text(view))

    @Slot(int)
    def _choose(self, place: int) -> None:
        self.chosen.emit(place)
