"""What is behind the numbers of a customer that has gone quiet."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pytest

from leaddesk.model.quietaccount import of_revenue, of_rhythm
from leaddesk.model.report import Report
from leaddesk.text import language
from tests.builders import a_slice, state

if TYPE_CHECKING:
    from leaddesk.model.quiet import QuietCustomer

EN = language("en")


def quiet() -> tuple[Report, QuietCustomer]:
    """Paul ordered on five days of January, every third, and had 2 € back; Zoé goes on."""
    paul = [f"2025-01-{day:02}" for day in (1, 4, 7, 10, 13)]
    zoe = [f"2025-0{month}-05" for month in (1, 2, 3, 4)]
    orders = {
        "customer": ["Paul"] * 6 + ["Zoé"] * 4,
        "date": [*paul, "2025-01-14", *zoe],
        "amount": [10.0] * 5 + [-2.0] + [7.0] * 4,
    }
    report = Report(a_slice(state(orders=orders, as_of=dt.date(2025, 4, 30)), "2025-04"))
    (one,) = report.quiet_customers
    return report, one


def test_the_rhythm_is_from_the_first_day_to_the_last_over_the_gaps() -> None:
    report, one = quiet()
    whole, account = of_rhythm(report, one)
    assert not whole.slice.period.is_set
    assert account.measure.value == one.rhythm == 3
    assert account.filled is not None
    assert EN.text(account.filled) == "(13/01/2025 − 01/01/2025) / 4"
    np.testing.assert_array_equal(account.counted[0].positions, range(5))
    assert account.note is not None
    assert EN.text(account.note).startswith(f"Silent for {one.silence} days.")
    reasons = {EN.text(left.reason): len(left.positions) for left in account.traced[0].left_out}
    assert reasons == {"money back, which is no order": 1, "of another customer": 4}


def test_the_revenue_is_of_all_rows_money_back_too() -> None:
    report, one = quiet()
    whole, account = of_revenue(report, one)
    assert account.measure.value == one.revenue == pytest.approx(48)
    np.testing.assert_array_equal(account.counted[0].positions, range(6))
    assert len(account.traced[0].counted) + 4 == len(whole.slice.dataset["orders"])
