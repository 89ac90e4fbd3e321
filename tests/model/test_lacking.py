"""What is said where the tables are there and a column that a figure needs is not, or says nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from leaddesk.model.lifetime import MONTH
from leaddesk.model.settings import Settings
from tests.builders import dataset, state
from tests.model.worked import ENGLISH, kpi, why

JANUARY = "2025-01"
OPERATION = {"name": ["Rentrée"], "start": ["2025-01-05"]}
LEAD = {"created": ["2025-01-06"], "campaign": ["Rentrée"], "email": ["a@x.fr"]}
ORDER = {"customer": ["a"], "date": ["2024-01-01"], "amount": [100]}


def without(table: dict[str, Any], column: str) -> dict[str, Any]:
    return {name: values for name, values in table.items() if name != column}


@pytest.mark.parametrize(
    ("name", "tables", "dates", "reason"),
    [
        ("nps", {"surveys": {"satisfaction": [5]}}, (), "“Recommendation (0-10 or yes/no)” in your"),
        ("recommendation_rate", {"surveys": {"satisfaction": [5]}}, (), "“Recommends (yes/no)” in your"),
        ("nps", {"surveys": {"recommendation": [9]}}, (JANUARY,), "“Date” in your “Survey answers”"),
        ("complaints", {"service": {"kind": ["Retard"]}}, (JANUARY,), "“Opened on” in your “Requests and complaints”"),
        ("complaint_rate", {"service": {"kind": ["Retard"]}, "orders": ORDER}, (JANUARY,), "“Opened on” in your"),
        ("complaint_rate", {"service": {"opened": ["2025-01-06"]}, "orders": {"amount": [5]}}, (JANUARY,),
         "“Date” in your “Orders”"),
        ("new_data_share", {"operations": without(OPERATION, "name"), "leads": LEAD}, (), "“Operation” in your"),
        ("new_data_share", {"operations": without(OPERATION, "start"), "leads": LEAD}, (JANUARY,), "“Start” in your"),
        ("new_data_share", {"operations": OPERATION, "leads": without(LEAD, "campaign")}, (), "“Campaign” in your"),
        ("new_data_share", {"operations": OPERATION, "leads": without(LEAD, "created")}, (), "“Created on” in your"),
        ("new_data_share", {"operations": OPERATION, "leads": without(LEAD, "email")}, (), "“E-mail” in your “Leads”"),
        ("optin_email", {"leads": LEAD}, (), "“E-mail consent” in your “Leads”"),
        ("optin_email", {"leads": {"optin_email": [1]}}, (JANUARY,), "“Created on” in your “Leads”"),
        ("data_quality", {"leads": {"email": ["a@x.fr"]}}, (JANUARY,), "“Created on” in your “Leads”"),
        ("ltv", {"orders": without(ORDER, "amount")}, (), "“Amount” in your “Orders”"),
        ("ltv", {"orders": without(ORDER, "customer")}, (), "“Customer” in your “Orders”"),
    ],
)  # fmt: skip
def test_the_column_that_is_lacking_is_named(
    name: str, tables: dict[str, Any], dates: tuple[str, ...], reason: str
) -> None:
    found = kpi(name, dataset(**tables), *dates)
    assert reason in why(found)
    assert found.n is None


def test_nobody_said_whether_they_recommend() -> None:
    """An answer of February says nothing of January."""
    days = ["2025-01-05", "2025-02-05"]
    found = kpi("nps", dataset(surveys={"date": days, "recommendation": [None, 9]}), JANUARY)
    assert why(found) == "nobody said in this period whether they recommend you"
    found_too = kpi("recommendation_rate", dataset(surveys={"date": days, "recommends": [None, 1]}), JANUARY)
    assert why(found_too) == "nobody said yes or no in this period"
    assert (found.n, found.unknown) == (0, 1)


def test_marks_beyond_their_scale_are_unknown() -> None:
    found = kpi("nps", dataset(surveys={"recommendation": [10, 11, -1, 7]}))
    assert (found.value, found.n, found.unknown) == (50, 2, 2)


def test_requests_without_a_kind_count_all() -> None:
    found = kpi("complaints", dataset(service={"opened": ["2025-01-06", "2025-01-07", "2025-02-01"]}), JANUARY)
    assert (found.value, found.n) == (2, 2)
    assert found.variant is not None
    assert ENGLISH.text(found.variant) == "every request: no kind tells complaints"


def test_a_customer_s_worth_needs_an_amount_in_these_twelve_months() -> None:
    orders: dict[str, list[Any]] = {
        "customer": ["a", "a", "b"], "date": ["2024-01-01", "2024-06-01", "2024-07-01"], "amount": [None] * 3,
        "margin": [50] * 3,
    }  # fmt: skip
    found = kpi("ltv", state(orders=orders, as_of=dt.date(2024, 12, 31)))
    assert why(found) == "no order of these twelve months has an amount"
    assert found.n == 2
    stale = {name: values[:1] for name, values in orders.items()} | {"date": ["2023-01-01"], "amount": [100]}
    found = kpi("ltv", state(orders=stale, as_of=dt.date(2024, 12, 31)))
    assert why(found) == "no order in these twelve months"


def test_the_payback_needs_a_monthly_revenue_of_somebody() -> None:
    leads = {"won": ["2025-01-01"] * 2, "monthly_revenue": [None, None], "amount": [100, 100], "margin": [50, 50]}
    costs = {"date": ["2025-01-01"], "amount": [500]}
    found = kpi("cac_payback", state(leads=leads, costs=costs, as_of=dt.date(2025, 6, 30)))
    assert why(found) == "no customer of this period has a monthly revenue"
    assert (found.n, found.unknown) == (0, 2)


def test_the_payback_of_many_has_an_interval() -> None:
    """40 customers of 100 each, half of what they pay is margin: 20 pay 100 a month and have paid back after 2 months,
    10 pay 50, for 4 months, and 10 so little that they have not yet. Just half have within 2, so the median lies
    halfway to 4.
    """
    leads: dict[str, list[Any]] = {
        "won": ["2025-01-01"] * 40, "monthly_revenue": [100] * 20 + [50] * 10 + [5] * 10, "amount": [100] * 40,
        "margin": [50] * 40,
    }  # fmt: skip
    costs = {"date": ["2025-01-01"], "amount": [4000]}
    found = kpi("cac_payback", state(leads=leads, costs=costs, as_of=dt.date(2025, 12, 31)))
    assert (found.value, found.low, found.high) == pytest.approx((91.5 / MONTH, 61 / MONTH, 122 / MONTH))
    assert found.n == 40


def test_hours_of_selling_are_not_those_of_a_period_to_come() -> None:
    """A sale is dated ahead, and spend is written down for it: no hour has been worked yet."""
    data = state(
        leads={"won": ["2025-07-05"]},
        costs={"date": ["2025-07-01"], "amount": [5]},
        settings=Settings(selling_hours=10, selling_rate=20),
        as_of=dt.date(2025, 6, 30),
    )
    found = kpi("full_cac", data, "2025-07")
    assert (why(found), found.n) == ("the period has not begun", 0)
