"""What is behind the figures of customers, worked out by hand: which order rows are counted, and why others are not."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from leaddesk.model.kpis import looking_at
from leaddesk.model.orderaccount import OrderFigure, of_cell, of_orders, of_reached
from leaddesk.model.reach import Step
from leaddesk.model.report import Report
from leaddesk.text import language, verbatim
from tests.builders import a_slice, state

if TYPE_CHECKING:
    from leaddesk.model.account import Account

ENGLISH = language("en")
LEADS: dict[str, Any] = {"id": ["a", "b", "c"], "created": ["2025-01-01"] * 3, "status": ["Gagné"] * 3}
ORDERS: dict[str, Any] = {
    "id": ["1", "2", "3", "4", "4", "5", "6", "7", "8", "9"],
    "customer": ["a", "a", "b", "c", "c", "a", None, "d", "b", "e"],
    "date": [
        "2025-01-05", "2025-02-10", "2025-01-20", "2025-02-01", "2025-02-01", "2025-02-20", "2025-01-02", None,
        "2025-09-01", "2025-02-03",
    ],
    "amount": [100, 50, 40, 10, 10, -20, 5, 5, 5, 30],
}  # fmt: skip
"""Row 4 says row 3 again, 5 is money back, 6 is nobody's, 7 has no date, 8 is of the future."""
TOUCHES: dict[str, Any] = {"time": ["2025-01-02", "2025-01-03"], "kind": ["impression", "clic"]}
WEB: dict[str, Any] = {"date": ["2025-01-10", "2025-01-20"], "sessions": [300, None]}


def _report(*dates: str) -> Report:
    data = state(as_of=dt.date(2025, 4, 10), leads=LEADS, orders=ORDERS, touchpoints=TOUCHES, web=WEB)
    return Report(a_slice(data, *dates))


def _of(figure: OrderFigure, *dates: str) -> Account:
    return of_orders(_report(*dates), figure, verbatim("label"), verbatim("definition"))


def _rows(account: Account) -> list[tuple[str, list[int]]]:
    return [(ENGLISH.text(rows.what), rows.positions.tolist()) for rows in account.counted]


def _left_out(account: Account) -> dict[str, list[int]]:
    (found,) = account.traced
    return {ENGLISH.text(one.reason): one.positions.tolist() for one in found.left_out}


def _filled(account: Account) -> str:
    return "" if account.filled is None else ENGLISH.text(account.filled)


ASIDE = {
    "says again what another row of the same order says": [4],
    "without a customer": [6],
    "without a date that counts": [7],
    "dated after the day of the files": [8],
}
REFUND = {"money back, which is no order": [5]}


def test_customers_who_ordered_are_told_by_their_order_rows() -> None:
    found = _of(OrderFigure.ORDERED)
    assert found.measure.value == 4
    assert _rows(found) == [("order rows", [0, 1, 2, 3, 9]), ("leads of these customers", [0, 1, 2])]
    assert _left_out(found) == ASIDE | REFUND


def test_the_period_is_a_reason_too() -> None:
    found = _of(OrderFigure.ORDERED, "2025-01")
    assert found.measure.value == 2
    assert _left_out(found) == {
        "dated after the day of the files": [8],
        "outside the period (Date)": [1, 3, 4, 5, 9],
        "without a date (Date)": [7],
        "without a customer": [6],
    }


def test_the_repeat_rate_is_the_kpi_with_its_rows() -> None:
    found = _of(OrderFigure.REPEAT)
    (kpi,) = (kpi for kpi in looking_at("orders") if ENGLISH.text(kpi.label) == "Repeat rate")
    assert found.label == kpi.label
    assert (found.measure.value, _filled(found)) == (0.25, "1 / 4")
    assert _rows(found)[0] == ("order rows of repeat customers", [0, 1])
    assert _rows(found)[2] == ("leads of these customers", [0])


def test_orders_per_customer_and_the_average_have_their_formula() -> None:
    assert _filled(_of(OrderFigure.PER_CUSTOMER)) == "5 / 4"
    average = _of(OrderFigure.AVERAGE)
    assert _filled(average) == "€230.00 / 5"
    assert average.measure.value == 46
    assert average.neighbours[0].measure.value == 240 / 7  # with the orders of nobody and of no day


def test_the_three_largest_are_named() -> None:
    found = _of(OrderFigure.LARGEST)
    assert _filled(found) == "€200.00 / €210.00"  # a 130, b 40, e 30, c 10
    assert found.note is not None
    assert ENGLISH.text(found.note) == "a: €130.00 · b: €40.00 · e: €30.00"
    assert _rows(found)[0] == ("rows of the largest customers", [0, 1, 2, 5, 9])


def test_a_cell_of_the_map_looks_at_two_months() -> None:
    report = _report("2025-01")
    january = report.retention.cohorts[0]
    found = of_cell(report, (january,), 1, january.kept(1), of_revenue=False)
    assert (found.measure.value, _filled(found)) == (0.5, "1 / 2")
    assert _rows(found) == [
        ("order rows of that month", [1]), ("order rows of the first month", [0, 2]), ("leads of these customers", [0]),
    ]  # fmt: skip
    left = {"of customers of other months": [3, 9]}
    assert _left_out(found) == ASIDE | REFUND | left
    revenue = of_cell(report, (january,), 1, january.revenue_share(1), of_revenue=True)
    assert _filled(revenue) == "€30.00 / €140.00"
    assert _rows(revenue)[0] == ("order rows of that month", [1, 5])
    nobody = of_cell(report, (january,), 2, january.kept(2), of_revenue=False)
    assert _left_out(nobody) == ASIDE | REFUND | left | {"of other months": [1]}
    assert [what for what, _rows_ in _rows(nobody)] == ["order rows of that month", "order rows of the first month"]


def test_each_count_of_the_chain_is_told_of_its_own_table() -> None:
    report = _report()
    told = {one.step: of_reached(report, one) for one in report.reach.steps if one.count is not None}
    assert {step: account.measure.value for step, account in told.items()} == {
        one.step: one.count for one in report.reach.steps if one.count is not None
    }
    assert _rows(told[Step.IMPRESSIONS])[0][1] == [0]
    assert _left_out(told[Step.IMPRESSIONS]) == {"contacts of another kind": [1]}
    assert _rows(told[Step.SESSIONS])[0][1] == [0]
    assert ENGLISH.text(told[Step.LEADS].label) == "New leads"
    assert _rows(told[Step.REPEAT])[1] == ("leads of these customers", [0])


def test_customers_that_are_no_leads_are_said_to_be_none() -> None:
    data = state(as_of=dt.date(2025, 4, 10), leads={**LEADS, "id": ["7", "8", "9"]}, orders=ORDERS)
    found = of_orders(Report(a_slice(data)), OrderFigure.ORDERED, verbatim("label"), verbatim("definition"))
    assert len(found.counted) == 1
    assert found.note is not None
    assert ENGLISH.text(found.note) == "None of these customers is among your leads."


@pytest.mark.parametrize("dates", [(), ("2025-01",)])
def test_every_row_is_counted_or_left_out_for_one_reason(dates: tuple[str, ...]) -> None:
    report = _report(*dates)
    accounts = [of_orders(report, figure, verbatim(""), verbatim("")) for figure in OrderFigure]
    accounts += [
        of_cell(report, report.retention.cohorts, later, report.retention.kept[later], of_revenue=of_revenue)
        for later in range(2)
        for of_revenue in (False, True)
        if all(len(one.active) > later for one in report.retention.cohorts)
    ]
    for account in accounts:
        (found,) = account.traced
        rows = np.concatenate([found.counted, *(one.positions for one in found.left_out)])
        assert sorted(rows.tolist()) == list(range(10)), ENGLISH.text(account.label)
