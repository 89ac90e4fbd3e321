"""The list of leads, or why it is empty, and who else the search finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from leaddesk.ui.theme import GAP
from leaddesk.ui.widgets.no_leads import NoLeads

if TYPE_CHECKING:
    from leaddesk.text import Language
    from leaddesk.ui.itemmodels.grid import GridModel
    from leaddesk.ui.widgets.grid_view import GridView


class LeadList(QWidget):
    """The grid, or in its place why it shows nothing."""

    cleared = Signal()
    """The user wants to see everything."""
    found = Signal(object, object)
    """The user wants to see what was found: the source positions of leads, and what they are (a Message)."""

    def __init__(self, model: GridModel, grid: GridView, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.grid, self.nothing = grid, NoLeads(language)
        self.stack = QStackedWidget()
        self.stack.addWidget(grid)
        self.stack.addWidget(self.nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2 + 2)
        column.addWidget(self.stack, 1)
        self.nothing.cleared.connect(self.cleared)
        self.nothing.found.connect(self.found)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self.nothing.set_language(language)
        self.grid.set_language(language)

    def tell(self, searched: str) -> None:
        """Show the leads, or say why there are none: *searched* is what they were to hold."""
        model = self._model
        self.stack.setCurrentIndex(0 if model.rowCount() else 1)
        if not model.rowCount():
            self.nothing.tell(model.total, searched, model.found_elsewhere())
