"""Do customers stay: by hand, and the true answers of two published order books."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.model.cohorts import MOST
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.intervals import mean, wilson
from leaddesk.model.purchases import purchases
from leaddesk.model.quiet import UNLIKELY, quiet_customers
from leaddesk.model.retention import Retention, retention
from tests.builders import a_slice, dataset, state

DATA = Path(__file__).resolve().parent.parent / "data" / "retention"
AS_OF = dt.date(2025, 4, 10)


def over(orders: dict[str, Any], *dates: str, as_of: dt.date = AS_OF) -> Evaluator:
    return Evaluator(a_slice(state(as_of=as_of, orders=orders), *dates))


def cohorts(found: Retention, months: int) -> dict[str, list[int]]:
    return {f"{one.start:%Y-%m}": list(one.active[: months + 1]) for one in found.cohorts if one.customers}


# -- the published order books ----------------------------------------------------------------------------------------


def test_the_transactions_of_the_lifetimes_library() -> None:
    """15,273 orders of 5,000 customers in 2014; the true answers are those of tests/data/retention/SOURCE.md."""
    lines = (DATA / "example_transactions.csv").read_text(encoding="utf-8").splitlines()[1:]
    orders = {"date": [line[:10] for line in lines], "customer": [line.split(",")[1] for line in lines]}
    found = retention(over(orders, as_of=dt.date(2014, 12, 31)))
    assert (found.orders, found.customers) == (15_273, 5_000)
    counts = cohorts(found, 3)
    assert counts["2014-01"] == [639, 144, 71, 45]
    assert counts["2014-02"] == [570, 133, 58, 44]
    assert counts["2014-06"] == [599, 155, 60, 42]
    assert counts["2014-09"] == [23, 1, 2, 0]
    assert found.repeat is not None
    assert found.repeat.value == pytest.approx(0.5372, abs=1e-9)
    assert found.revenue is None
    assert found.average is not None
    assert found.average.absent is not None
    assert found.cohorts[0].revenue_kept(1) is None


def test_the_order_book_of_cdnow() -> None:
    """6,919 orders of 2,357 customers (Fader and Hardie); the true answers are those of SOURCE.md."""
    rows = [line.split() for line in (DATA / "CDNOW_sample.txt").read_text(encoding="utf-8").splitlines()]
    orders = {
        "date": [f"{day[:4]}-{day[4:6]}-{day[6:]}" for _, _, day, _, _ in rows],
        "customer": [customer for _, customer, _, _, _ in rows],
        "amount": [float(dollars) for *_, dollars in rows],
    }
    found = retention(over(orders, as_of=dt.date(1998, 6, 30)))
    assert found.revenue == pytest.approx(244_091.94)
    assert found.average is not None
    assert found.average.value == pytest.approx(35.2785, abs=5e-5)  # the 8 orders of 0 dollars are orders
    assert found.repeat_days is not None
    assert round((found.repeat_days.value or 0) * 2357) == 1139
    assert cohorts(found, 3) == {
        "1997-01": [781, 124, 95, 70],
        "1997-02": [857, 134, 110, 75],
        "1997-03": [719, 87, 84, 78],
    }
    assert sum(sum(one.revenue) for one in found.cohorts) == pytest.approx(244_091.94)


# -- by hand ----------------------------------------------------------------------------------------------------------

ORDERS: dict[str, Any] = {
    "customer": ["a", "a", "b", "a", "c", "b", "c", "d", None, "a", "a"],
    "date": [
        "2025-01-05",
        "2025-01-20",
        "2025-01-31",
        "2025-02-01",
        "2025-02-10",
        "2025-04-01",
        "2025-02-10",
        "2025-03-03",
        "2025-03-04",
        None,
        "2025-04-11",
    ],
    "amount": [100.0, 50, 200, 60, 80, 20, 40, None, 500, 500, 500],
}
"""January: a (twice) and b; February: a, and c twice on one day; March: d; April: b. The last three rows do not count:
nobody's, undated, still to come.
"""


def test_cohorts_by_hand() -> None:
    found = retention(over(ORDERS))
    assert cohorts(found, 3) == {"2025-01": [2, 1, 0, 1], "2025-02": [1, 0, 0], "2025-03": [1, 0]}
    assert found.newcomers == 4
    january, february, march, april = found.cohorts
    assert list(january.revenue) == [350, 60, 0, 20]
    assert january.revenue_kept(1) == pytest.approx(60 / 350)
    assert february.revenue_kept(1) == 0
    assert list(march.revenue) == [0, 0]
    assert march.revenue_kept(1) is None  # no amount known: nothing to compare with
    kept = january.kept(1)
    assert (kept.value, kept.n) == (0.5, 2)
    assert (kept.low, kept.high) == wilson(1, 2)
    assert january.is_partial  # April is not over
    assert april.customers == 0
    assert april.kept(0).absent is not None
    with pytest.raises(IndexError):
        january.kept(4)


def test_all_cohorts_together_by_hand() -> None:
    """January: 2, 1, 0 and 1 in an April that is not over; February: 1, 0; March: 1. April has begun for each of them
    only, and counts nowhere.
    """
    found = retention(over(ORDERS))
    assert [(one.value, one.n) for one in found.kept] == [(1, 4), (1 / 3, 3), (0, 2), (None, 0)]
    assert (found.kept[1].low, found.kept[1].high) == wilson(1, 3)
    assert found.kept[3].absent is not None
    shares = [(None if one.value is None else round(one.value, 6), one.n) for one in found.revenue_kept]
    assert shares == [(1, 4), (round(60 / 470, 6), 3), (0, 2), (None, 0)]
    whole = retention(over(ORDERS, as_of=dt.date(2025, 4, 30)))
    assert [(one.value, one.n) for one in whole.kept] == [(1, 4), (1 / 4, 4), (0, 3), (1, 2)]  # and a on the 11th
    assert [one.whole_months for one in whole.cohorts] == [4, 3, 2, 1]
    bare = retention(over({"customer": ["a"], "date": ["2025-01-05"]}))
    assert (len(bare.kept), bare.revenue_kept) == (4, ())
    free = retention(over({"customer": ["a"], "date": ["2025-01-05"], "amount": [0]}))
    assert free.revenue_kept[1].absent is not None
    assert (retention(over(ORDERS, "2024-01")).kept, retention(over(ORDERS, "2024-01")).newcomers) == ((), 0)


def test_a_month_is_whole_on_its_last_day() -> None:
    assert not retention(over(ORDERS, as_of=dt.date(2025, 4, 30))).cohorts[0].is_partial
    assert retention(over(ORDERS, as_of=dt.date(2025, 4, 29))).cohorts[0].is_partial


def test_figures_by_hand() -> None:
    found = retention(over(ORDERS))
    assert (found.orders, found.customers, found.revenue) == (8, 4, 550)
    assert (found.without_customer, found.undated, found.ahead, found.refunds) == (1, 1, 1, 0)
    assert found.repeat is not None
    assert found.repeat_days is not None
    assert (found.repeat.value, found.repeat.n) == (0.75, 4)  # a, b and c; c on one day only
    assert found.repeat_days.value == 0.5
    assert found.per_customer is not None
    assert (found.per_customer.value, found.per_customer.n, found.per_customer.low) == (
        2,
        4,
        None,
    )  # a 3, b and c 2, d 1
    assert found.average is not None
    assert found.average.value == pytest.approx(550 / 7)
    assert (found.average.n, found.average.unknown) == (7, 1)
    assert found.average.low is None  # seven amounts are too few
    assert found.concentration is not None
    assert list(found.concentration.largest) == [("b", 220), ("a", 210), ("c", 120)]
    assert (found.concentration.share.value, found.concentration.share.n) == (1, 4)


def test_a_refund_takes_revenue_back_and_is_no_order() -> None:
    orders = {"customer": ["a", "a", "b"], "date": ["2025-01-05", "2025-02-05", "2025-02-01"], "amount": [100, -30, -5]}
    found = retention(over(orders))
    assert (found.orders, found.refunds, found.customers, found.revenue) == (1, 2, 1, 65)
    assert found.cohorts[0].active == (1, 0, 0, 0)
    assert list(found.cohorts[0].revenue) == [100, -30, 0, 0]
    assert found.average is not None
    assert found.average.value == 100


def test_who_only_got_money_back_takes_nothing_off_the_revenue_of_the_others() -> None:
    orders = {
        "customer": ["e", "a", "b", "c", "d", "e"],
        "date": ["2025-01-05", *["2025-02-05"] * 5],
        "amount": [10, 10, 5, 4, 3, -10],
    }
    found = retention(over(orders, "2025-02"))
    assert found.revenue == 12
    assert found.concentration is not None
    assert found.concentration.share.value == pytest.approx(19 / 22)


def test_rows_of_one_number_are_one_order() -> None:
    """Order 1 has two lines, one of them twice in the file, and a refund; order 2 and one without a number follow."""
    orders = {
        "id": ["1", "1", "1", "1", "2", None, None],
        "customer": ["a"] * 7,
        "date": ["2025-01-05"] * 3 + ["2025-02-05"] + ["2025-01-05"] * 3,
        "amount": [100.0, 100.0, 20.0, -30.0, 50.0, 7.0, 7.0],
    }
    found = retention(over(orders))
    assert (found.orders, found.refunds, found.repeated) == (4, 1, 1)
    assert found.revenue == 100 + 20 - 30 + 50 + 7 + 7
    assert found.average is not None
    assert (found.average.value, found.average.n) == ((120 + 50 + 7 + 7) / 4, 4)


def test_a_period_keeps_its_cohorts_and_its_orders() -> None:
    found = retention(over(ORDERS, "2025-02"))
    assert (found.orders, found.customers, found.revenue) == (3, 2, 180)  # a is no new customer
    assert cohorts(found, 3) == {"2025-02": [1, 0, 0]}
    assert found.earlier == 0
    assert retention(over(ORDERS, "2025-02-01", "2025-02-10")).orders == 3  # both end days are in
    assert retention(over(ORDERS, "2024-01")).absent is not None
    back = over({"customer": ["a", "a"], "date": ["2024-12-05", "2025-03-05"], "amount": [10, -10]}, "2025-03")
    assert (retention(back).refunds, retention(back).absent is not None) == (1, True)
    later = retention(over({"customer": ["a", "a"], "date": ["2025-01-05", "2025-03-05"]}, "2025-03"))
    assert (later.customers, [one.customers for one in later.cohorts]) == (1, [0])


def test_a_stray_date_makes_no_thousand_months() -> None:
    found = retention(over({"customer": ["a", "b"], "date": ["1926-01-01", "2025-04-01"]}))
    assert (len(found.cohorts), found.earlier, found.cohorts[-1].customers) == (MOST, 1, 1)


def test_the_average_order_has_the_interval_of_a_mean() -> None:
    amounts = [float(10 * step) for step in range(1, 13)]
    found = retention(over({"customer": ["a"] * 12, "date": ["2025-01-05"] * 12, "amount": amounts}))
    assert found.average is not None
    assert (found.average.low, found.average.high) == mean(780, sum(one * one for one in amounts), 12)


def test_orders_per_customer_have_the_interval_of_a_mean() -> None:
    counts = [1] * 8 + [3] * 3  # 17 orders of 11 customers
    names = [str(place) for place, count in enumerate(counts) for _ in range(count)]
    found = retention(over({"customer": names, "date": ["2025-01-05"] * 17}))
    assert found.per_customer is not None
    assert (found.per_customer.value, found.per_customer.n) == (17 / 11, 11)
    assert (found.per_customer.low, found.per_customer.high) == mean(17, 8 + 27, 11)


@pytest.mark.parametrize(
    "orders",
    [
        {"customer": ["a"], "amount": [5]},
        {"date": ["2025-01-01"], "amount": [5]},
        {"customer": [None], "date": ["2025-01-01"]},
        {"customer": ["a"], "date": ["2025-01-01"], "amount": [-5]},
    ],
)
def test_why_there_is_none(orders: dict[str, Any]) -> None:
    assert retention(over(orders)).absent is not None
    assert quiet_customers(over(orders)) == ()


def test_without_orders_or_revenue() -> None:
    assert retention(Evaluator(a_slice(dataset()))).absent is not None
    assert retention(Evaluator(a_slice(state(orders=ORDERS), channel="Google"))).absent is not None
    for amount in (0, None):
        found = retention(over({"customer": ["a"], "date": ["2025-01-01"], "amount": [amount]}))
        assert found.concentration is not None
        assert found.concentration.share.absent is not None
    assert found.average is not None
    assert found.average.absent is not None


ROWS = st.lists(st.tuples(st.integers(0, 5), st.integers(-20, 200), st.integers(-50, 100)), min_size=1, max_size=40)


@given(ROWS, st.randoms())
def test_what_holds_of_every_order_book(rows: list[tuple[int, int, int]], dice: Any) -> None:
    def orders(some: list[tuple[int, int, int]]) -> dict[str, Any]:
        return {
            "customer": [str(who) for who, _, _ in some],
            "date": [(AS_OF - dt.timedelta(days=ago)).isoformat() for _, ago, _ in some],
            "amount": [amount for _, _, amount in some],
        }

    found = retention(over(orders(rows)))
    for one in found.cohorts:
        assert one.active[0] == one.customers
        assert all(count <= one.customers for count in one.active)
    if found.absent is None:
        assert sum(one.customers for one in found.cohorts) == found.customers
    dice.shuffle(rows)
    assert cohorts(retention(over(orders(rows))), 12) == cohorts(found, 12)


# -- gone quiet -------------------------------------------------------------------------------------------------------


def ordered(**customers: list[int]) -> dict[str, Any]:
    """Orders so many days ago."""
    rows = [(name, ago) for name, days in customers.items() for ago in days]
    return {
        "customer": [name for name, _ in rows],
        "date": [(AS_OF - dt.timedelta(days=ago)).isoformat() for _, ago in rows],
    }


def test_quiet_against_the_own_rhythm() -> None:
    """Every ten days, and then nothing for 60: three gaps of 30 days in all, (1 + 60/30)^-3 = 1/27. Every 60 days, and
    nothing for 60, is no news: (1 + 60/180)^-3 = 0.42. Two orders tell no rhythm.
    """
    orders = ordered(weekly=[60, 70, 80, 90], slow=[60, 120, 180, 240], twice=[200, 210], same=[60, 60, 60])
    found = quiet_customers(over(orders))
    assert len(found) == 1
    one = found[0]
    assert (one.customer, one.days, one.rhythm, one.silence) == ("weekly", 4, 10, 60)
    assert one.last == AS_OF - dt.timedelta(days=60)
    assert one.chance == pytest.approx(1 / 27)
    assert one.revenue is None


def test_a_quiet_customer_has_its_revenue() -> None:
    orders = ordered(weekly=[60, 70, 80, 90, 55])
    one = quiet_customers(over(orders | {"amount": [10.5, None, 20, 30, -5]}))[0]
    assert (one.revenue, one.silence) == (55.5, 60)  # the refund is money back, and no order
    assert quiet_customers(over(orders | {"amount": [None] * 5}))[0].revenue is None


def test_the_quietest_come_first() -> None:
    orders = ordered(b=[60, 70, 80, 90], a=[90, 100, 110, 120], c=[5, 15, 25])
    assert [one.customer for one in quiet_customers(over(orders))] == ["a", "b"]


def test_customers_that_go_on_are_seldom_called_quiet() -> None:
    """2,000 customers that order at random for two years, from each month one to each six: one in twenty, as said."""
    rng = np.random.default_rng(20261106)
    times = {who: rng.integers(0, 730, rng.poisson(24 / rng.uniform(1, 6))) for who in range(2000)}  # Poisson processes
    told = sum(1 for days in times.values() if len(set(days)) > 2)
    called = len(quiet_customers(over(ordered(**{str(who): days.tolist() for who, days in times.items()}))))
    assert abs(called / told - UNLIKELY) <= 2.5 * (UNLIKELY * (1 - UNLIKELY) / told) ** 0.5


def test_orders_are_read_once_for_all_periods() -> None:
    """Another day of the files reads its own."""
    orders = {"date": ["2025-01-02", "2025-02-03"], "customer": ["a", "b"]}
    whole = state(as_of=AS_OF, orders=orders)
    found = purchases(Evaluator(a_slice(whole)))
    assert purchases(Evaluator(a_slice(whole, "2025-01"))) is found
    assert purchases(over(orders, as_of=dt.date(2025, 1, 31))).ahead == 1
