"""Two values of a dimension side by side: which ones, and what is compared of them."""

from __future__ import annotations

from typing import Any

from leaddesk.model.pairs import largest_pair, most_leads, paired
from leaddesk.model.report import Report
from tests.builders import a_slice, dataset

LEADS: dict[str, Any] = {
    "created": ["2025-01-03", "2025-01-04", "2025-01-05", "2025-01-06", "2025-01-07", "2025-01-08", "2025-02-01"],
    "channel": ["Flyer", "Google", "Google", "Google", None, None, "Salon"],
    "status": ["won", "won", "lost", "new", "won", "lost", "won"],
}
COSTS: dict[str, Any] = {"date": ["2025-01-02"], "channel": ["Radio"], "amount": [50]}


def report(*dates: str) -> Report:
    return Report(a_slice(dataset(leads=LEADS, costs=COSTS), *dates))


def test_values_with_leads_come_by_how_many_they_have() -> None:
    """Radio cost something in January, and brought no lead; Salon brought one in February."""
    assert most_leads(report("2025-01"), "channel") == ("Google", None, "Flyer")
    assert set(most_leads(report(), "channel")) == {"Google", None, "Flyer", "Salon"}
    assert most_leads(report("2024-01"), "channel") == ()


def test_each_of_two_values_has_its_own_figures() -> None:
    found = paired(report("2025-01"), "channel", "Google", None)
    assert (found.by, found.keys) == ("channel", ("Google", None))
    assert [one.funnel.steps[0].reached for one in found.reports] == [3, 2]
    assert [one.slice.filters.kept["channel"] for one in found.reports] == [{"Google"}, {None}]


def test_the_two_with_most_leads_are_compared() -> None:
    found = largest_pair(report("2025-01"), "channel")
    assert found is not None
    assert found.keys == ("Google", None)
    assert largest_pair(report("2025-02"), "channel") is None, "one alone has leads"
