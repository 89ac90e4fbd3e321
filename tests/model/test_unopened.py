"""Figures that wait for a spreadsheet nobody opened, and the figures that one is confused with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.model.kpis import BY_ID, KPIS, neighbours
from leaddesk.model.kpis.neighbours import CONFUSED
from leaddesk.model.report import Report
from leaddesk.model.unopened import unopened, unopened_text
from leaddesk.text import language
from tests.builders import a_slice, dataset

if TYPE_CHECKING:
    from leaddesk.model.kpi import Kpi


def test_they_are_gathered_by_the_table_they_wait_for() -> None:
    data = dataset(leads={"created": ["2025-01-01"]}, web={"sessions": [1]})
    report = Report(a_slice(data))
    tables = [one.table for one in report.unopened]
    assert tables == ["orders", "surveys", "service", "emails", "social", "operations"]
    assert len(report.told) + sum(len(one.kpis) for one in report.unopened) == len(report.kpis) == len(KPIS)
    told = [figure.kpi.id for figure in report.told]
    assert "visitor_conversion" in told
    assert "aov" not in told
    assert "spend" in told, "what everybody has is shown with its reason"
    found = unopened_text(report.unopened)
    assert found is not None
    words = language("en").text(found)
    assert words.startswith("Not measured yet, for want of a spreadsheet: “Orders” (8 figures), “Survey answers” (3")
    assert language("fr").text(found).startswith("Pas encore mesuré, faute de fichier")


def test_with_every_table_nothing_is_waited_for() -> None:
    every: dict[str, Any] = {table: {} for kpi in KPIS for table in kpi.tables}
    assert unopened(KPIS, dataset(**every)) == ()
    assert unopened_text(()) is None


@pytest.mark.parametrize("kpi", KPIS, ids=[kpi.id for kpi in KPIS])
def test_neighbours_are_mutual(kpi: Kpi) -> None:
    assert all(kpi in neighbours(other) for other in neighbours(kpi))
    assert kpi not in neighbours(kpi)


def test_roas_is_not_roi() -> None:
    assert BY_ID["roi"] in neighbours(BY_ID["roas"])
    assert neighbours(BY_ID["spend"]) == ()
    assert {kpi for group in CONFUSED for kpi in group} <= set(BY_ID)
