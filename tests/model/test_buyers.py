"""Who is behind the figures of the orders, by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from leaddesk.model.buyers import Who
from leaddesk.model.report import Report
from tests.builders import a_slice, dataset

ORDERS: dict[str, Any] = {
    "customer": ["a", "a", "b", "c", "d", "a", "e", "b"],
    "date": [
        "2025-01-05", "2025-01-20", "2025-01-31", "2025-02-10", "2025-02-11", "2025-03-01", "2025-03-02", "2025-03-03",
    ],
    "amount": [10, 10, 200, 80, 90, 10, 5, -150],
}  # fmt: skip
LEADS: dict[str, Any] = {"id": ["d", "a", "x", None, "a", "c"], "created": ["2025-01-01"] * 6}


def report(*dates: str, **tables: Any) -> Report:
    return Report(a_slice(dataset(**(tables or {"orders": ORDERS, "leads": LEADS})), *dates))


@pytest.mark.parametrize(
    ("dates", "everybody", "repeat", "largest"),
    [
        ((), "abcde", "a", "dcb"),  # b brought 200 and got 150 back
        (("2025-01",), "ab", "a", "ba"),
        (("2025-03",), "ae", "", "ae"),  # b only got its money back
        (("2024-01",), "", "", ""),
    ],
)
def test_who_is_behind_a_figure(dates: tuple[str, ...], everybody: str, repeat: str, largest: str) -> None:
    found = report(*dates)
    assert [found.buyers(who) for who in Who] == [tuple(everybody), tuple(repeat), tuple(largest)]
    if found.retention.concentration is not None:
        assert [name for name, _ in found.retention.concentration.largest] == list(largest)
        assert 0 < (found.retention.concentration.share.value or 0) <= 1


def test_customers_of_a_month_and_those_that_came_back() -> None:
    found = report("2025-02")  # the month of the first order is that of the whole book
    january = dt.date(2025, 1, 1)
    assert found.first_bought_in(january) == ("a", "b")
    assert [found.first_bought_in(january, later) for later in (0, 1, 2)] == [("a", "b"), (), ("a",)]
    assert found.first_bought_in(dt.date(2025, 3, 31)) == ("e",)
    assert found.first_bought_in(dt.date(2030, 1, 1)) == ()


def test_leads_are_found_by_their_number_each_once() -> None:
    found = report()
    assert found.leads_of_customers(["a", "c", "nobody"]).tolist() == [1, 5]
    assert found.leads_of_customers([]).tolist() == []
    assert report(orders=ORDERS).leads_of_customers(["a"]).tolist() == []
    assert report(leads={"created": ["2025-01-01"]}).leads_of_customers(["a"]).tolist() == []


def test_numbers_of_every_kind_are_found() -> None:
    numbers = ["10", "9", "é-1", "E-2", "a b", "P0010", "Z", "z", "ß", "🚚", "0010", "-"]
    found = report(leads={"id": numbers})
    for place, number in enumerate(numbers):
        assert found.leads_of_customers([number, "zz", "", "1"]).tolist() == [place]
    assert found.leads_of_customers(numbers[::-1]).tolist() == list(range(len(numbers)))


def test_nobody_without_orders_by_customer_and_day() -> None:
    for tables in ({"leads": LEADS}, {"orders": {"customer": ["a"]}}, {"orders": {"date": [None], "customer": ["a"]}}):
        found = report(**tables)
        assert found.buyers(Who.ALL) == ()
        assert found.first_bought_in(dt.date(2025, 1, 1)) == ()
