"""The rows behind a figure: where each stands, its cells, the clipboard, the way to the Leads tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from leaddesk.model.dataset import Frame, Origin
from leaddesk.text import language, verbatim
from leaddesk.ui.dialogs.rows import RowsDialog
from leaddesk.ui.itemmodels.rows_behind import MOST, RowsModel
from tests.builders import frame

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = [pytest.mark.usefixtures("qapp"), pytest.mark.qt_log_ignore("This plugin does not support")]

EN, FR = language("en"), language("fr")
MADE = frame(
    "costs",
    date=["2025-01-01", "2025-02-01", "2025-03-01 08:30", None],
    channel=["Google", None, "=2+5", "Flyers"],
    campaign=[None] * 4,
    amount=[100, 12.5, None, 1500],
    extra={"Dépôt": ["Lyon", None, "Paris", None]},
)
ORIGIN = Origin(
    ("costs.xlsx", "more.csv", ""),
    ("January", "more.csv", ""),
    np.array([0, 1, 2, 0], np.int32),
    np.array([0, 1, 2, 0], np.int32),
    np.array([2, 7, 4, 0], np.int32),
)
COSTS = Frame(MADE.table, MADE.data, MADE.rows, ORIGIN)


def _row(model: RowsModel, row: int) -> list[str]:
    return [model.text(row, column) for column in range(model.columnCount())]


def test_each_row_says_where_it_stands_and_what_it_holds() -> None:
    model = RowsModel(COSTS, np.array([0, 1, 2, 3]), "EUR", EN)
    headers = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    assert headers == ["File", "Sheet", "Line", "Date", "Channel", "Amount", "Dépôt"]
    assert _row(model, 0) == ["costs.xlsx", "January", "2", "01/01/2025", "Google", "€100.00", "Lyon"]
    assert _row(model, 1) == ["more.csv", "", "7", "01/02/2025", "", "€12.50", ""]
    # Neither the clipboard nor a row typed by hand has a file.
    assert _row(model, 2)[:4] == ["noted by hand or pasted", "", "", "01/03/2025 08:30"]
    assert _row(model, 3)[:3] == ["noted by hand or pasted", "", ""]


def test_columns_that_these_rows_do_not_fill_are_not_shown() -> None:
    model = RowsModel(COSTS, np.array([1]), "EUR", FR)
    headers = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    assert headers == ["Fichier", "Feuille", "Ligne", "Date", "Montant"]
    assert _row(model, 0)[-1] == "12,50\N{NO-BREAK SPACE}€"


def test_numbers_stand_to_the_right() -> None:
    model = RowsModel(COSTS, np.array([0]), "EUR", EN)
    sides = [
        model.data(model.index(0, column), Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight.value
        for column in range(model.columnCount())
    ]
    assert [bool(side) for side in sides] == [False, False, True, False, False, True, False]


def test_the_rows_are_copied_and_no_cell_becomes_a_formula(qtbot: QtBot) -> None:
    dialog = RowsDialog(COSTS, np.array([0, 2]), verbatim("Spend"), "EUR", EN)
    qtbot.addWidget(dialog)
    dialog.show()
    QTest.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    lines = QApplication.clipboard().text().split("\n")
    assert len(lines) == 3
    assert lines[1].split("\t")[:3] == ["costs.xlsx", "January", "2"]
    assert "\t'=2+5" in lines[2]


def test_a_thousand_are_listed_and_the_others_counted(qtbot: QtBot) -> None:
    many = frame("costs", amount=list(range(MOST + 500)))
    dialog = RowsDialog(many, np.arange(MOST + 200), verbatim("Spend"), "EUR", EN)
    qtbot.addWidget(dialog)
    assert dialog.model.rowCount() == MOST
    assert dialog.summary.text() == "1,200 rows of “Costs”; the first 1,000 of them are listed"
    few = RowsDialog(many, np.arange(1), verbatim("Spend"), "EUR", EN)
    qtbot.addWidget(few)
    assert few.summary.text() == "1 row of “Costs”"


def test_only_leads_lead_to_the_leads_tab(qtbot: QtBot) -> None:
    for rows, offered in ((COSTS, False), (frame("leads", created=["2025-01-03"]), True)):
        dialog = RowsDialog(rows, np.array([0]), verbatim("these"), "EUR", EN)
        qtbot.addWidget(dialog)
        dialog.show()
        assert dialog.show_leads.isVisible() is offered
        if offered:
            with qtbot.waitSignal(dialog.leads_requested):
                QTest.mouseClick(dialog.show_leads, Qt.MouseButton.LeftButton)
            assert not dialog.isVisible()
