"""The comparison table's model: order, words, reasons, what goes to the clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from leaddesk.model.report import Report
from leaddesk.text import language, msg
from leaddesk.ui.itemmodels.breakdown import NAME, BreakdownModel
from leaddesk.ui.theme import theme_of
from tests.builders import a_slice, dataset

if TYPE_CHECKING:
    from leaddesk.model.channels import Breakdown

pytestmark = pytest.mark.usefixtures("qapp")

Role = Qt.ItemDataRole
ASCENDING, DESCENDING = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
DATA = dataset(
    leads={
        "created": ["2025-01-03"] * 9,
        "channel": ["Google"] * 5 + ["=2+5", "=2+5"] + [None, None],
        "status": ["Gagné", "Gagné", "Nouveau", "Nouveau", "Nouveau", "Gagné", "Nouveau", "Nouveau", "Nouveau"],
        "won": ["2025-01-09", "2025-01-09", None, None, None, "2025-01-09", None, None, None],
    },
    costs={"date": ["2025-01-01", "2025-01-01"], "channel": ["Google", "Flyers"], "amount": [100, 50]},
)


def _breakdown() -> Breakdown:
    return Report(a_slice(DATA)).channels


@pytest.fixture
def model() -> BreakdownModel:
    made = BreakdownModel(language("en"))
    made.show_breakdown(_breakdown(), msg("Channel"), msg("No channel"), "EUR")
    return made


def _names(model: BreakdownModel) -> list[str]:
    return [model.text(row, NAME) for row in range(model.rowCount())]


def _column(model: BreakdownModel, title: str) -> int:
    headers = [model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())]
    return headers.index(title)


def test_the_busiest_channel_is_first_and_the_total_last(model: BreakdownModel) -> None:
    assert _names(model) == ["Google", "=2+5", "No channel", "Flyers", "Total"]


def test_sorting_keeps_absent_values_and_the_total_last(model: BreakdownModel) -> None:
    cpl = _column(model, "Cost per lead")
    model.sort(cpl, ASCENDING)
    assert _names(model) == ["Google", "=2+5", "Flyers", "No channel", "Total"]  # one alone has a cost and leads
    model.sort(cpl, DESCENDING)
    assert _names(model) == ["Google", "=2+5", "Flyers", "No channel", "Total"]
    model.sort(NAME, ASCENDING)
    assert _names(model) == ["=2+5", "Flyers", "Google", "No channel", "Total"]
    model.sort(NAME, DESCENDING)
    assert _names(model)[0] == "No channel"
    model.sort(-1)
    assert model.sorted_by == (NAME, DESCENDING)


def test_the_current_row_moves_with_its_value() -> None:
    model = BreakdownModel(language("en"))
    model.show_breakdown(_breakdown(), msg("Channel"), msg("No channel"), "EUR")
    kept = [QPersistentModelIndex(model.index(row, NAME)) for row in range(model.rowCount())]
    names = _names(model)
    model.sort(NAME, ASCENDING)
    assert [model.text(index.row(), NAME) for index in kept] == names


def test_an_absent_cell_says_why(model: BreakdownModel) -> None:
    cpl = _column(model, "Cost per lead")
    row = _names(model).index("Flyers")
    assert model.text(row, cpl) == "–"
    assert model.explanation(row, cpl) == "no lead in this period"
    revenue = _column(model, "Deal revenue")
    assert "Deal amount" in model.explanation(0, revenue)


def test_a_rate_carries_its_interval_and_sample_size(model: BreakdownModel) -> None:
    rate = _column(model, "Conversion rate")
    assert model.text(0, rate) == "40% (12 to 77%)"
    assert model.explanation(0, rate).splitlines() == [
        "95% interval: 12 to 77%",
        "n = 5",
        "Small sample: read it with care.",
    ]
    assert model.explanation(0, _column(model, "New leads")) == ""
    assert model.explanation(0, NAME) == "Show these leads"
    assert model.explanation(model.total_row, NAME) == ""


def test_small_samples_and_absent_cells_are_faint(model: BreakdownModel) -> None:
    faint = theme_of().text_muted
    rate = model.index(0, _column(model, "Conversion rate"))
    assert model.data(rate, Role.ForegroundRole).name().upper() == faint
    count = model.index(0, _column(model, "New leads"))
    assert model.data(count, Role.ForegroundRole) is None
    total = model.index(model.total_row, _column(model, "Conversion rate"))
    assert model.data(total, Role.ForegroundRole) is None
    assert model.data(total, Role.FontRole).bold()
    assert model.data(count, Role.FontRole) is None


def test_numbers_stand_right_and_headers_explain_themselves(model: BreakdownModel) -> None:
    assert model.data(model.index(0, NAME), Role.TextAlignmentRole) & int(Qt.AlignmentFlag.AlignLeft.value)
    assert model.data(model.index(0, 1), Role.TextAlignmentRole) & int(Qt.AlignmentFlag.AlignRight.value)
    tip = model.headerData(_column(model, "Cost per lead"), Qt.Orientation.Horizontal, Role.ToolTipRole)
    assert "Spend of the period divided by the leads created in it." in tip
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.data(model.index(0, NAME), Role.DecorationRole) is None


def test_the_clipboard_gets_tabs_and_no_formula(model: BreakdownModel) -> None:
    lines = [line.split("\t") for line in model.as_text().split("\n")]
    assert lines[0][:3] == ["Channel", "New leads", "Spend"]
    assert lines[1][:3] == ["Google", "5", "€100.00"]
    assert lines[2][0] == "'=2+5"
    assert lines[-1][:2] == ["Total", "9"]
    assert {len(line) for line in lines} == {10}


def test_another_language_rewrites_the_cells(model: BreakdownModel) -> None:
    assert model.text(0, 2) == "€100.00"
    model.set_language(language("fr"))
    assert model.rowCount() == 5
    assert model.text(0, 2) == "100,00\N{NO-BREAK SPACE}€"


def test_nothing_is_shown_before_there_is_something() -> None:
    model = BreakdownModel(language("en"))
    model.sort(1, ASCENDING)
    assert (model.rowCount(), model.columnCount(), model.kpis) == (0, 0, ())
    assert model.measure(0, 1) is None
    assert model.rowCount(QModelIndex()) == 0
