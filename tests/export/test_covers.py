"""A cost whose costs end before the leads is a value of the days known; what is counted over all days stays live."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from leaddesk.export.workbook import write_review
from leaddesk.model.report import Report
from leaddesk.text import NO_VALUE, language
from tests.builders import a_slice, period, state
from tests.export.recalculation import Book
from tests.model.test_covers import AS_OF, costs, leads

if TYPE_CHECKING:
    from pathlib import Path


def test_a_figure_of_fewer_days_is_a_value_of_leaddesk(tmp_path: Path) -> None:
    data = state(leads=leads("2026-01-01"), costs=costs("2026-01-01", "2026-05-31"), today=AS_OF)
    report = Report(a_slice(data, "2026-05-15", "2026-06-30", compare=period("2026-03-29", "2026-05-14")))
    write_review(report, tmp_path / "review.xlsx", language("fr"))
    book = Book(tmp_path / "review.xlsx")
    assert book.named("kpi_cpl") == pytest.approx(10.0)
    assert book.formulas[book.place("kpi_cpl")].startswith("IF(inputs_changed")
    assert "31/05/2026" in str(sorted(cell for cell in book.cells.values() if "rien dans" in str(cell)))
    assert book.named("kpi_cpl_change") == NO_VALUE
    assert book.named("kpi_spend") == pytest.approx(170.0)
    assert book.formulas[book.place("kpi_spend")].startswith(("base_", "IF(", "'"))
    assert not book.formulas[book.place("kpi_spend")].startswith("IF(inputs_changed")
    assert book.named("kpi_spend_change") == NO_VALUE
