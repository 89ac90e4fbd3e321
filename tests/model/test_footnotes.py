"""What a figure says of what its files do not hold."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.model import daycounts
from leaddesk.model.footnotes import UNQUALIFIED
from tests.builders import state
from tests.model.worked import ENGLISH, kpi

if TYPE_CHECKING:
    from leaddesk.model.measure import Measure

AS_OF = dt.date(2025, 3, 31)
PERIOD = ("2025-01-01", "2025-03-31")


def leads(won: list[str | None], **more: Any) -> dict[str, Any]:
    """Customers by their days of winning, all created on New Year's Day."""
    return {"created": ["2025-01-01"] * len(won), "status": ["won"] * len(won), "won": won, **more}


def said(found: Measure) -> str | None:
    return None if found.note is None else ENGLISH.text(found.note)


@pytest.mark.parametrize("many", [0, 1000])
def test_a_customer_won_by_hand_in_a_file_without_days_of_winning(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daycounts, "MANY", many)
    made = state(leads=leads([None] * 9 + ["2025-02-03"], channel=["a"] * 5 + ["b"] * 5), as_of=AS_OF)
    found = kpi("customers", made, *PERIOD)
    assert (found.value, said(found)) == (1, "left out: 9 of 10 customers, without a date of winning")
    assert said(kpi("customers", made, *PERIOD, channel="b")) == "left out: 4 of 5 customers, without a date of winning"
    assert said(kpi("customers", made)) is None  # all of them count where no period is set
    assert kpi("customers", made).value == 10


def test_few_without_a_day_are_told_at_the_foot_alone() -> None:
    days: list[str | None] = [f"2025-02-{day:02}" for day in range(1, 20)]
    assert said(kpi("customers", state(leads=leads([*days, None, None]), as_of=AS_OF), *PERIOD)) is None
    told = said(kpi("customers", state(leads=leads([*days, None, None, None]), as_of=AS_OF), *PERIOD))
    assert told == "left out: 3 of 22 customers, without a date of winning"


def test_outcomes_without_a_day() -> None:
    columns = {
        "created": ["2025-01-01"] * 4,
        "status": ["won", "lost", "lost", "won"],
        "won": ["2025-02-01", None, None, None],
        "lost": [None, "2025-02-02", None, None],
    }
    found = kpi("win_rate", state(leads=columns, as_of=AS_OF), *PERIOD)
    assert (found.value, said(found)) == (1 / 2, "left out: 2 of 4 outcomes, without a date")


@pytest.mark.parametrize("name", ["qualified_leads", "qualification_rate", "qualification_rate_decided"])
def test_qualified_where_nothing_says_so(name: str) -> None:
    told = {"created": ["2025-01-01"] * 3, "status": ["new", "won", "lost"]}
    assert kpi(name, state(leads=told, as_of=AS_OF), *PERIOD).note == UNQUALIFIED


@pytest.mark.parametrize("more", [{"status": ["new", "won", "quote sent"]}, {"qualified": [None, "2025-01-02", None]}])
def test_qualified_where_something_says_so(more: dict[str, Any]) -> None:
    told = {"created": ["2025-01-01"] * 3, "status": ["new", "won", "lost"], **more}
    assert kpi("qualification_rate", state(leads=told, as_of=AS_OF), *PERIOD).note is None
