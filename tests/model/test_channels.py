"""The comparison of channels: who has a row in it, and what is said of figures that are lacking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leaddesk.model.channels import UNKNOWN_COST, breakdown
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.kpis import BY_ID
from leaddesk.model.slice import dimension
from leaddesk.text import language
from tests.builders import a_slice, state

if TYPE_CHECKING:
    from leaddesk.model.channels import Breakdown

ENGLISH = language("en")
LEADS: dict[str, Any] = {"created": ["2025-01-03", "2025-01-04", "2025-02-03"], "channel": ["Google", "Flyer", None]}


def compared(*dates: str, **tables: Any) -> Breakdown:
    """Leads, spend, spend per lead and orders by channel."""
    of = a_slice(state(**tables), *dates)
    kpis = [BY_ID[name] for name in ("leads", "spend", "cpl", "conversion_rate")]
    return breakdown(Evaluator(of), dimension(of.dataset, "channel"), kpis)


def test_a_row_for_each_value_with_something_to_show() -> None:
    """Radio brought no lead and cost something; of January none is without a channel."""
    costs = {"date": ["2025-01-02", "2025-01-05"], "channel": ["Google", "Radio"], "amount": [30, 50]}
    found = compared("2025-01", leads=LEADS, costs=costs)
    assert {row.key: [measure.value for measure in row.measures[:3]] for row in found.rows} == {
        "Flyer": [1, None, None], "Google": [1, 30, 30], "Radio": [0, 50, None],
    }  # fmt: skip
    assert [measure.value for measure in found.total[:3]] == [2, 80, 40]
    assert None in {row.key for row in compared("2025-02", leads=LEADS, costs=costs).rows}


def test_a_cost_that_is_not_recorded_is_told_once() -> None:
    """It is lacking in two columns; that of a channel without leads has another reason."""
    costs = {"date": ["2025-01-02", "2025-01-05"], "channel": ["Google", "Radio"], "amount": [30, 50]}
    assert UNKNOWN_COST in compared("2025-01", leads=LEADS, costs=costs).gaps
    assert compared("2025-01", leads=LEADS, costs=costs).gaps.count(UNKNOWN_COST) == 1


def test_columns_that_are_empty_from_top_to_bottom_say_why() -> None:
    gaps = [ENGLISH.text(gap) for gap in compared("2025-01", leads=LEADS).gaps]
    assert len(gaps) == 2, "spend and spend per lead for one reason, the conversion for its own"
    assert gaps[0].startswith("No figures: Spend, Cost per lead (")
    assert "“Costs”" in gaps[0]
    assert "“Costs”" not in gaps[1]


def test_without_gaps_nothing_is_said() -> None:
    leads = {"created": ["2025-01-03"] * 2, "channel": ["Google", "Radio"], "status": ["won", "lost"]}
    costs = {"date": ["2025-01-02", "2025-01-05"], "channel": ["Google", "Radio"], "amount": [30, 50]}
    assert compared("2025-01", leads=leads, costs=costs).gaps == ()
