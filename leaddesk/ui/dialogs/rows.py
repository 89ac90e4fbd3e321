"""The rows behind a figure, whatever their table: in which file and on which line each of them stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from leaddesk.text import msg, msgn
from leaddesk.ui.icons import icon
from leaddesk.ui.itemmodels.rows_behind import MOST, RowsModel
from leaddesk.ui.theme import GAP, HEADING, MARGIN, font
from leaddesk.ui.widgets.file_line import FileLine

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import numpy.typing as npt

    from leaddesk.model.dataset import Frame
    from leaddesk.model.raw import RawSheet
    from leaddesk.model.recipe import SheetRecipe
    from leaddesk.text import Language, Message

SheetOf: TypeAlias = "Callable[[str, str], tuple[RawSheet, SheetRecipe] | None]"
"""The cells and the recipe of a sheet, by the names of its file and of itself."""
_WIDEST = 260


class RowsDialog(QDialog):
    """Rows of one table; *title* says which. Those of the leads can be looked at in the Leads tab instead.

    Below them stands the line of the file that the current row was made of, where *sheet_of* finds it.
    """

    leads_requested = Signal()
    """They are to be shown in the Leads tab; the dialog closes."""

    def __init__(
        self,
        frame: Frame,
        positions: npt.NDArray[np.intp],
        title: Message,
        currency: str,
        language: Language,
        parent: QWidget | None = None,
        sheet_of: SheetOf | None = None,
    ) -> None:
        super().__init__(parent)
        self._language, self._sheet_of = language, sheet_of
        words = language.text
        self.setWindowTitle(words(msg("Rows behind a figure")))
        self.title, self.summary = QLabel(words(title)), QLabel()
        for label in (self.title, self.summary):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.title.setFont(font(HEADING, bold=True))
        self.summary.setProperty("tone", "muted")
        self.summary.setText(words(_summary(frame, len(positions))))
        self.model = RowsModel(frame, positions, currency, language, self)
        self.table = QTableView()
        self._dress()
        self.show_leads = QPushButton(words(msg("Show in the Leads tab")))
        self.show_leads.setVisible(frame.table.id == "leads")
        self.copy, self.close_button = QPushButton(words(msg("Copy the rows"))), QPushButton(words(msg("Close")))
        self.copy.setIcon(icon("copy"))
        for button in (self.show_leads, self.copy, self.close_button):
            button.setAutoDefault(False)
        self.show_leads.clicked.connect(self._show_leads)
        self.copy.clicked.connect(self.copy_rows)
        self.close_button.clicked.connect(self.accept)
        self.line = FileLine(language)
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(self._show_line)
        self.resize(1100, 600)
        self.table.setCurrentIndex(self.model.index(0, 0))

    def _dress(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName(self._language.text(msg("Rows and where they stand")))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 10)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setMaximumSectionSize(_WIDEST)
        header.setResizeContentsPrecision(100)
        table.resizeColumnsToContents()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.show_leads)
        foot.addWidget(self.copy)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.title)
        layout.addWidget(self.summary)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.line)
        layout.addLayout(foot)

    @Slot(QModelIndex)
    def _show_line(self, index: QModelIndex) -> None:
        file, sheet, line = self.model.place(index.row()) if index.isValid() else ("", "", 0)
        found = self._sheet_of(file, sheet) if self._sheet_of is not None and file else None
        self.line.setVisible(found is not None)
        if found is not None:
            self.line.show_line(*found, file, line)

    @Slot()
    def copy_rows(self) -> None:
        """Put the rows listed on the clipboard, to paste into a spreadsheet."""
        QGuiApplication.clipboard().setText(self.model.as_text())

    @Slot()
    def _show_leads(self) -> None:
        self.accept()
        self.leads_requested.emit()


def _summary(frame: Frame, count: int) -> Message:
    rows = msgn("{count} row of “{table}”", "{count} rows of “{table}”", count, table=frame.table.label)
    if count > MOST:
        return msg("{rows}; the first {most} of them are listed", rows=rows, most=MOST)
    return rows
