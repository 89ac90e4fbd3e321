"""The report of one month: as much of it as the period holds, and the month that stands beside it."""

from __future__ import annotations

import datetime as dt

import pytest

from leaddesk.model.monthreport import month_of_report
from leaddesk.model.report import Report
from tests.builders import a_slice, dataset, period

FEBRUARY = dt.date(2025, 2, 1)
DATA = dataset(leads={"created": ["2025-01-31", "2025-02-03", "2025-02-20", "2025-03-01", None]})


@pytest.mark.parametrize(
    ("days", "compare", "wanted", "beside"),
    [
        ((None, None), None, ("2025-02-01", "2025-02-28"), None),
        (("2025-01-15", "2025-02-10"), None, ("2025-02-01", "2025-02-10"), None),
        (("2025-02-02", None), None, ("2025-02-02", "2025-02-28"), None),
        (("2025-02-01", "2025-03-31"), ("2024-12-01", "2025-01-31"), ("2025-02-01", "2025-02-28"), "2024-12"),
        (("2025-01-01", "2025-03-31"), ("2024-01-01", "2024-03-31"), ("2025-02-01", "2025-02-28"), "2024-02"),
        (("2025-01-01", "2025-03-31"), ("2024-12-01", "2024-12-31"), ("2025-02-01", "2025-02-28"), None),
        (("2025-01-02", "2025-03-31"), ("2024-10-04", "2025-01-01"), ("2025-02-01", "2025-02-28"), None),
    ],
)
def test_the_part_of_a_month(
    days: tuple[str | None, str | None],
    compare: tuple[str, str] | None,
    wanted: tuple[str, str],
    beside: str | None,
) -> None:
    other = None if compare is None else period(*compare)
    found = month_of_report(Report(a_slice(DATA, *days, compare=other)), dt.date(2025, 2, 14)).slice
    assert found.period == period(*wanted)
    assert found.compare == (None if beside is None else period(beside))


def test_its_leads_are_those_of_the_bar_under_the_same_filters() -> None:
    whole = Report(a_slice(DATA))
    counts = {month.start: month.count for month in whole.leads_by_month.months}
    assert {month: len(month_of_report(whole, month).leads) for month in counts} == counts
    assert counts[FEBRUARY] == 2


def test_a_month_outside_the_period_is_none() -> None:
    with pytest.raises(ValueError, match="outside"):
        month_of_report(Report(a_slice(DATA, "2025-03")), FEBRUARY)
