"""The line that says that the search finds more leads than are shown, and leads to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from leaddesk.text import msg, msgn
from leaddesk.ui.theme import GAP

if TYPE_CHECKING:
    from leaddesk.text import Language

    Positions = npt.NDArray[np.int64]


class FoundElsewhere(QWidget):
    """Hidden while the search finds nobody outside of what is shown."""

    found = Signal(object, object)
    """The user wants to see them: the source positions of leads, and what they are (a Message)."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._elsewhere: Positions = np.arange(0)
        self._searched = ""
        self.text, self.button = QLabel(), QPushButton()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setProperty("tone", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.text)
        row.addWidget(self.button)
        row.addStretch(1)
        self.button.clicked.connect(self._show)
        self.tell("", self._elsewhere)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        self.tell(self._searched, self._elsewhere)

    def tell(self, searched: str, elsewhere: Positions) -> None:
        """Say how many leads *elsewhere* (source positions) hold what is *searched*."""
        self._searched, self._elsewhere, count = searched, elsewhere, len(elsewhere)
        words = self._language.text
        said = msgn("{count} more outside this period and filter", "{count} more outside this period and filter", count)
        self.text.setText(words(said))
        self.button.setText(words(msgn("Show it", "Show them", count)))
        self.setVisible(count > 0)

    @Slot()
    def _show(self) -> None:
        self.found.emit(self._elsewhere, msg("Leads that hold “{words}”", words=self._searched))
