"""Customers by the day of the sale and by that of the lead: worked by hand."""

from __future__ import annotations

from typing import Any

from leaddesk.model.evaluate import Evaluator
from leaddesk.model.wins import counted_twice
from leaddesk.text import language
from tests.builders import a_slice, dataset

LEADS: dict[str, Any] = {
    "created": ["2024-12-20", "2025-01-05", "2025-01-20", "2025-01-25", "2025-01-28"],
    "status": ["Gagné", "Gagné", "Gagné", "Gagné", "Perdu"],
    "won": ["2025-01-04", "2025-01-30", "2025-02-02", None, None],
}


def told(period: str | None = "2025-01", **columns: Any) -> str | None:
    message = counted_twice(Evaluator(a_slice(dataset(leads={**LEADS, **columns}), period)))
    return None if message is None else language("en").text(message)


def test_who_bought_is_not_who_came() -> None:
    """Of four customers two bought in January, one of them a lead of December; three leads of January were won."""
    assert told() == "2 customers by the day of the sale, 3 by the day the lead came; 1 in both."


def test_the_same_customers_need_no_word() -> None:
    assert told("2025-03") is None
    assert told(None) is None, "without a period all of them are in both"
    assert told(won=["2024-12-30", "2025-01-30", "2025-01-31", "2025-01-31", None]) is None


def test_without_a_day_of_sale_there_is_one_count_alone() -> None:
    data = dataset(leads={"created": ["2025-01-05"], "status": ["Gagné"]})
    assert counted_twice(Evaluator(a_slice(data, "2025-01"))) is None
