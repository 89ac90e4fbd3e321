"""The list of the customers that have gone quiet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from leaddesk.text import msg
from leaddesk.ui.itemmodels.quiet_customers import CUSTOMER, QuietCustomersModel
from leaddesk.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from leaddesk.text import Language
    from leaddesk.ui.itemmodels.quiet_customers import QuietRow

_NAME_WIDTH = 110


class QuietTable(PlainTable):
    """A row a customer; a click on a head sorts by it."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__((CUSTOMER,), parent)
        self.rows = QuietCustomersModel(language, self)
        self.setModel(self.rows)
        self.setFrameShape(QFrame.Shape.NoFrame)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)
        self.set_language(language)

    def show_rows(self, rows: Sequence[QuietRow], currency: str) -> None:
        """Show *rows* (see :meth:`QuietCustomersModel.show_rows`)."""
        self.rows.show_rows(rows, currency)
        self.fit_columns(_NAME_WIDTH)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self.rows.set_language(language)
        self.setAccessibleName(language.text(msg("Customers gone quiet")))
        self.fit_columns(_NAME_WIDTH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share the new width, also when the bar at the side comes or goes."""
        super().resizeEvent(event)
        self.fit_columns(_NAME_WIDTH)
