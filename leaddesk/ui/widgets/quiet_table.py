"""The list of the customers that have gone quiet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame

from leaddesk.text import msg
from leaddesk.ui.itemmodels.quiet_customers import CUSTOMER, LAST, REVENUE, RHYTHM, QuietCustomersModel, QuietRow
from leaddesk.ui.widgets.figure_asking import FigureAsking
from leaddesk.ui.widgets.lead_facts import lead_name
from leaddesk.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from leaddesk.model.report import Report
    from leaddesk.text import Language

_NAME_WIDTH = 110


def _tells(index: QModelIndex) -> bool:
    return index.column() in (RHYTHM, LAST, REVENUE)


def _is_name(index: QModelIndex) -> bool:
    return index.column() == CUSTOMER


class QuietTable(PlainTable):
    """A row a customer; a click on a head sorts by it."""

    name_opened = Signal(QModelIndex)
    """A customer's leads are wanted."""
    figure_asked = Signal(object, int, QRect)
    """What is behind a number: its row (a QuietRow), the column, and where it is (global coordinates)."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__((CUSTOMER, RHYTHM, LAST, REVENUE), parent)
        self.rows = QuietCustomersModel(language, self)
        self.setModel(self.rows)
        self.setFrameShape(QFrame.Shape.NoFrame)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)
        self.asking = FigureAsking(self, language, _tells, _is_name)
        self.asking.asked.connect(self._ask)
        self.asking.opened.connect(self.name_opened)
        self.opened.connect(self._open)
        self.set_language(language)

    def show_rows(self, rows: Sequence[QuietRow], currency: str) -> None:
        """Show *rows* (see :meth:`QuietCustomersModel.show_rows`)."""
        self.rows.show_rows(rows, currency)
        self.fit_columns(_NAME_WIDTH)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self.rows.set_language(language)
        self.asking.set_language(language)
        self.setAccessibleName(language.text(msg("Customers gone quiet")))
        self.fit_columns(_NAME_WIDTH)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        """What is behind a number; the leads of the customer elsewhere."""
        if _tells(index):
            self.asking.ask(index)
        else:
            self.name_opened.emit(index)

    @Slot(QModelIndex, QRect)
    def _ask(self, index: QModelIndex, place: QRect) -> None:
        self.figure_asked.emit(self.rows.row(index.row()), index.column(), place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share the new width, also when the bar at the side comes or goes."""
        super().resizeEvent(event)
        self.fit_columns(_NAME_WIDTH)


def quiet_rows(report: Report, most: int) -> tuple[QuietRow, ...]:
    """The first so many customers that have gone quiet, under the names of their leads."""
    listed = report.quiet_customers[:most]
    places = report.leads_of_customers([one.customer for one in listed])
    found: dict[str, int] = {}
    if len(places):
        codes, numbers = report.slice.dataset["leads"].texts("id")
        found = {numbers[codes[place]]: int(place) for place in places}
    rows = []
    for one in listed:
        lead = found.get(one.customer)
        name = one.customer if lead is None else lead_name(report.slice.dataset["leads"], lead)
        rows.append(QuietRow(one, name, lead))
    return tuple(rows)
