"""Filters by the columns of the user's own that sort leads into a few groups: a button each, as files bring them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from leaddesk.ui.dimension_names import NOTHING, dimension_label
from leaddesk.ui.theme import GAP
from leaddesk.ui.widgets.choice_button import ChoiceButton

if TYPE_CHECKING:
    from leaddesk.model.slice import Slice
    from leaddesk.text import Language
    from leaddesk.ui.session import Session

MOST: Final = 2
"""So many buttons have room in the bar; what is filtered by always has one."""


class OwnFilters(QWidget):
    """The buttons, in the order of the columns; none while there is nothing to choose."""

    def __init__(self, session: Session, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._language = session, language
        self.buttons: dict[str, ChoiceButton] = {}
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP)
        self.hide()

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        for button in self.buttons.values():
            button.set_language(language)

    def refresh(self, current: Slice) -> None:
        """A button for each column that *current* can be filtered by, with its values and those that are kept."""
        from leaddesk.model.dimensions import choices
        from leaddesk.model.groupings import groupings

        frame = current.dataset.frames.get("leads")
        kept = self._session.kept
        own = () if frame is None else groupings(frame)
        names = tuple(name for place, name in enumerate(own) if place < MOST or name in kept)
        if names != tuple(self.buttons):
            self._rebuild(names)
        for name, button in self.buttons.items():
            button.show_values(choices(current, name), kept.get(name))
        self.setVisible(bool(names))

    def _rebuild(self, names: tuple[str, ...]) -> None:
        for button in self.buttons.values():
            self._layout.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = {name: ChoiceButton(dimension_label(name), NOTHING, self._language, self) for name in names}
        for name, button in self.buttons.items():
            button.setProperty("dimension", name)
            button.chosen.connect(self._choose)
            self._layout.addWidget(button)

    @Slot(object)
    def _choose(self, kept: frozenset[str | None] | None) -> None:
        button = self.sender()
        if isinstance(button, ChoiceButton):
            self._session.set_filter(str(button.property("dimension")), kept)
