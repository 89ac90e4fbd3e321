"""The list of leads, or why it is empty, and who else the search finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from leaddesk.ui.theme import GAP
from leaddesk.ui.widgets.found_elsewhere import FoundElsewhere
from leaddesk.ui.widgets.no_leads import NoLeads

if TYPE_CHECKING:
    from leaddesk.text import Language
    from leaddesk.ui.itemmodels.grid import GridModel
    from leaddesk.ui.widgets.grid_view import GridView


class LeadList(QWidget):
    """The grid with who else is found above it, or in its place why it shows nothing."""

    cleared = Signal()
    """The user wants to see everything."""
    found = Signal(object, object)
    """The user wants to see what was found: the source positions of leads, and what they are (a Message)."""

    def __init__(self, model: GridModel, grid: GridView, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.grid, self.nothing, self.elsewhere = grid, NoLeads(language), FoundElsewhere(language)
        self.stack = QStackedWidget()
        self.stack.addWidget(grid)
        self.stack.addWidget(self.nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2 + 2)
        column.addWidget(self.elsewhere)
        column.addWidget(self.stack, 1)
        self.nothing.cleared.connect(self.cleared)
        self.nothing.found.connect(self.found)
        self.elsewhere.found.connect(self.found)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self.nothing.set_language(language)
        self.elsewhere.set_language(language)
        self.grid.set_language(language)

    def tell(self, searched: str) -> None:
        """Show the leads and how many others hold what is *searched*, or say why there are none."""
        model = self._model
        shown, elsewhere = model.rowCount() > 0, model.found_elsewhere()
        self.stack.setCurrentIndex(0 if shown else 1)
        if not shown:
            self.nothing.tell(model.total, searched, elsewhere)
        self.elsewhere.tell(searched, elsewhere[:0] if not shown else elsewhere)
