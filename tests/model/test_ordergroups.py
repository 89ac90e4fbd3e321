"""Which rows are one order, by hand and against the naive interpreter."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import numpy as np
import pytest

from leaddesk.model.kpis import KPIS
from leaddesk.model.report import Report
from leaddesk.model.rowcolumn import FirstLine, OrderAmount
from leaddesk.model.rows import values
from leaddesk.model.settings import Settings
from tests.builders import a_slice, dataset, state
from tests.model.naive import Naive

Orders = dict[str, list[Any]]


def firsts(orders: Orders) -> list[int]:
    found: list[int] = values(FirstLine(), dataset(orders=orders), Settings()).tolist()
    return found


def told(orders: Orders, start: str, end: str | None = None) -> dict[str, float | None]:
    """What the KPIs say of a period, once its customers' tab was seen to say the same."""
    report = Report(a_slice(state(orders=orders, as_of=dt.date(2026, 6, 30)), start, end or start))
    names = ("orders", "order_revenue", "aov", "repeat_rate")
    found = {kpi.id: report.figure(kpi).measure for kpi in KPIS if kpi.id in names}
    tab = report.retention
    if not tab.without_customer:
        assert (tab.orders, tab.repeat) == (found["orders"].value, found["repeat_rate"])
        assert tab.revenue == pytest.approx(found["order_revenue"].value)
        assert tab.average is not None
        assert tab.average.value == pytest.approx(found["aov"].value)
        assert tab.average.n == found["aov"].n
    return {name: measure.value for name, measure in found.items()}


def test_numbers_that_begin_again_each_year_are_other_orders() -> None:
    orders: Orders = {
        "id": ["1", "2", "3", "1", "2", "3", "4"],
        "customer": ["rose", "dupont", "rose", "rose", "dupont", "sud", "sud"],
        "date": [
            "2024-01-03", "2024-02-10", "2024-06-15", "2025-01-05", "2025-02-12", "2025-03-15", "2025-04-15",
        ],
        "amount": [100.0, 200.0, 120.0, 100.0, 220.0, 300.0, 310.0],
    }  # fmt: skip
    found = told(orders, "2025-01-01", "2025-12-31")
    assert (found["orders"], found["aov"], found["order_revenue"]) == (4, 232.5, 930)
    assert told(orders, "2024-01-01", "2025-12-31")["orders"] == 7
    # Without customers, numbers and days alone tell.
    nobody = {name: column for name, column in orders.items() if name != "customer"}
    assert firsts(nobody) == [1] * 7


def test_a_number_of_two_customers_is_two_orders() -> None:
    assert firsts({"id": ["1", "1", "1"], "customer": ["a", "b", "a"], "date": ["2025-03-01"] * 3}) == [1, 1, 0]


def test_rows_more_than_thirty_days_apart_are_other_orders() -> None:
    days = ["2025-03-01", "2025-03-31", "2025-04-30", "2025-05-31"]
    assert firsts({"id": ["1"] * 4, "customer": ["a"] * 4, "date": days}) == [1, 0, 0, 1]


@pytest.mark.parametrize("first", [-5.0, None])
def test_the_row_that_comes_first_need_not_count(first: float | None) -> None:
    # A discount, or an amount nobody knows: order A is there all the same, of 100.
    orders: Orders = {
        "id": ["A", "A", "B"],
        "customer": ["1", "1", "2"],
        "date": ["2025-03-01"] * 3,
        "amount": [first, 100.0, 50.0],
    }
    found = told(orders, "2025-03-01", "2025-03-31")
    assert (found["orders"], found["aov"], found["order_revenue"]) == (2, 75, 150 + (first or 0))


def test_an_order_counts_in_full_on_the_day_of_its_first_row() -> None:
    orders: Orders = {
        "id": ["A", "A", "B"],
        "customer": ["1", "1", "2"],
        "date": ["2025-03-01", "2025-02-28", "2025-03-05"],
        "amount": [100.0, 10.0, 50.0],
    }
    found = told(orders, "2025-02-01", "2025-02-28")
    assert (found["orders"], found["aov"], found["order_revenue"]) == (1, 110, 110)
    found = told(orders, "2025-03-01", "2025-03-31")
    assert (found["orders"], found["aov"], found["order_revenue"]) == (1, 50, 50)


def test_what_a_row_leaves_open_its_neighbours_tell() -> None:
    orders: Orders = {
        "id": ["1", "1", "1", "1"],
        "customer": ["a", None, None, "b"],
        "date": ["2025-03-01", None, "2025-03-02", "2026-03-01"],
        "amount": [10.0, 20.0, 30.0, 5.0],
    }
    assert firsts(orders) == [1, 0, 0, 1]
    found = told(orders, "2025-03-01", "2025-03-31")
    assert (found["orders"], found["order_revenue"]) == (1, 60)
    # A year later nobody says whose order it is.
    orders["customer"][3] = None
    assert told(orders, "2026-01-01", "2026-06-30")["orders"] == 1
    whole = Report(a_slice(state(orders=orders, as_of=dt.date(2026, 6, 30)), "2025-01-01", "2026-06-30")).retention
    assert (whole.orders, whole.without_customer) == (1, 1)


def test_two_equal_rows_of_an_order_are_one() -> None:
    orders: Orders = {"id": ["1"] * 3, "customer": ["a"] * 3, "date": ["2025-03-01"] * 3, "amount": [10.0, 10.0, 2.0]}
    assert firsts(orders) == [1, 0, 0]
    assert told(orders, "2025-03-01", "2025-03-31")["order_revenue"] == 12


def test_rows_that_are_still_to_come_do_not_count_yet() -> None:
    orders: Orders = {
        "id": ["1"] * 2, "customer": ["a"] * 2, "date": ["2026-06-30", "2026-07-01"], "amount": [10.0, 90.0],
    }  # fmt: skip
    assert told(orders, "2026-06-01", "2026-07-31")["order_revenue"] == 10


@pytest.mark.parametrize("start", range(0, 400, 100))
def test_both_interpreters_find_the_same_orders(start: int) -> None:
    wrong = []
    for seed in range(start, start + 100):
        dice = random.Random(seed)
        size, span = dice.randint(1, 9), dice.choice([5, 60, 500])
        days = [dt.date(2025, 1, 1) + dt.timedelta(dice.randint(0, span)) for _ in range(4)]
        orders: Orders = {
            "id": dice.choices([None, "1", "1", "2"], k=size),
            "customer": dice.choices([None, "a", "b", "a"], k=size),
            "date": dice.choices([None, *map(str, days)], k=size),
            "amount": dice.choices([None, -5.0, 10.0, 10.0, 0.1, 0.2], k=size),
        }
        settings = Settings(until=dice.choice([None, dt.date(2025, 2, 1)]))
        data, naive = dataset(orders=orders), Naive({"orders": orders}, settings)
        for column in (FirstLine(), OrderAmount()):
            found = [None if np.isnan(one) else one for one in values(column, data, settings)]
            wanted = [naive.value(column, place) for place in range(size)]
            if found != pytest.approx(wanted):
                wrong.append((seed, column, found, wanted))
    assert wrong == []
