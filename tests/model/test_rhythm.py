"""What days are used to bring, on made-up days whose rhythm a person can see."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from leaddesk.model.evaluate import Evaluator
from leaddesk.model.expression import minus, ratio
from leaddesk.model.opinions import complaint_days
from leaddesk.model.orderterms import ORDERS
from leaddesk.model.period import day_number
from leaddesk.model.rhythm import Series, combined, rhythm, series
from leaddesk.model.terms import CUSTOMERS, DEAL_REVENUE, LEADS, MARGIN, SPEND
from tests.builders import a_slice, state

if TYPE_CHECKING:
    from collections.abc import Callable

MONDAY = dt.date(2025, 1, 6)


def days(first: dt.date, last: dt.date, each: Callable[[dt.date], float], *, is_count: bool = True) -> Series:
    """What each day from the first to the last brought, as one row for each whole unit."""
    start, end = day_number(first), day_number(last)
    found = np.array([each(first + dt.timedelta(number)) for number in range(end - start + 1)], np.float64)
    return Series(start, found, found, is_count)


def two_years(each: Callable[[dt.date], float]) -> Series:
    return days(dt.date(2025, 1, 1), dt.date(2026, 12, 31), each)


def test_days_of_a_series() -> None:
    found = days(MONDAY, MONDAY + dt.timedelta(9), lambda day: day.day)
    start = day_number(MONDAY)
    assert found.last == start + 9
    assert found.between(start + 1, start + 2) == 7 + 8
    assert found.between(start - 5, start) == 6
    assert found.between(start + 9, start + 50) == 15
    assert found.until(start + 1).amounts.tolist() == [6, 7]
    assert found.until(start - 1).amounts.tolist() == []


def test_rows_that_cover_days_make_no_series() -> None:
    evaluator = Evaluator(a_slice(state(costs={"date": ["2025-01-01"], "amount": [5]})))
    with pytest.raises(TypeError, match="one day"):
        series(SPEND, evaluator)


def test_a_series_begins_after_its_first_row() -> None:
    of = state(leads={"created": ["2025-06-10", "2025-06-12", "2025-06-12", None]}, as_of=dt.date(2025, 6, 13))
    found = series(LEADS, Evaluator(a_slice(of)))
    assert found is not None
    assert (found.first, found.amounts.tolist()) == (day_number(dt.date(2025, 6, 11)), [0, 2, 0])


def test_the_days_of_the_week_count() -> None:
    """Ten weeks of three on Mondays, one on Tuesdays: 30, 10 and five times 0, half a row each added, of 6.21 a day."""
    found = rhythm(days(MONDAY, MONDAY + dt.timedelta(69), lambda day: {0: 3, 1: 1}.get(day.weekday(), 0)))
    assert found is not None
    mean = (30.5 + 10.5 + 5 * 0.5) / 7
    assert found.weekday == pytest.approx([30.5 / mean, 10.5 / mean, *[0.5 / mean] * 5])
    assert found.season.tolist() == [1] * 12
    # 40 in ten weeks of a factor of 7 each: a week brings 4, with its own noise (Poisson) and the doubt in the level,
    # which is that of a mean of ten weeks and a little more, as ten weeks alike do not prove that it never wanders.
    assert (found.weeks, found.rows) == (10, 1)
    assert found.level == pytest.approx(4 / 7)
    assert found.spread == pytest.approx(1)
    start = day_number(MONDAY) + 70
    mean, variance = found.ahead(start, start + 6)
    assert mean == pytest.approx(4)
    assert 4 * (1 + 4 / 40) < variance < 4 * 1.3
    assert found.ahead(start, start - 1) == (0, 0)


def test_of_two_years_alike_the_months_count_in_full() -> None:
    """Four a day in December, one a day else: 4 and 1 over their mean, (11 + 4) / 12."""
    found = rhythm(two_years(lambda day: 4 if day.month == 12 else 1))
    assert found is not None
    assert found.season == pytest.approx([0.8] * 11 + [3.2])


def test_months_that_differ_by_chance_do_not_count() -> None:
    """January was the best month of one year, February of the other: neither is of the season."""
    found = rhythm(two_years(lambda day: 3 if (day.year, day.month) in ((2025, 1), (2026, 2)) else 1))
    assert found is not None
    assert found.season.tolist() == [1] * 12


def test_months_that_half_agree_count_in_part() -> None:
    """Two Decembers of 4 and 2 a day: more than the other months, though not by the three times that they were."""
    found = rhythm(two_years(lambda day: 6 - 2 * (day.year - 2024) if day.month == 12 else 1))
    assert found is not None
    assert found.season.mean() == pytest.approx(1)
    assert found.season[:11] == pytest.approx([found.season[0]] * 11, abs=0.02)
    assert 1 < found.season[11] / found.season[0] < 3


def test_of_less_than_two_years_no_month_is_known() -> None:
    found = rhythm(days(dt.date(2025, 1, 3), dt.date(2026, 12, 31), lambda day: 4 if day.month == 12 else 1))
    assert found is not None
    assert found.season.tolist() == [1] * 12


def test_where_the_level_wanders_the_last_weeks_tell_it() -> None:
    """One a day for 39 weeks, then five a day for 13: about five will come, and how long they do is in doubt."""
    turn = MONDAY + dt.timedelta(39 * 7)
    found = rhythm(days(MONDAY, MONDAY + dt.timedelta(52 * 7 - 1), lambda day: 5 if day >= turn else 1))
    assert found is not None
    assert found.level == pytest.approx(5, abs=0.2)
    mean, variance = found.ahead(found.last + 1, found.last + 28)
    assert 120 < mean < 140
    assert 15 < math.sqrt(variance) < 40
    steady = rhythm(days(MONDAY, MONDAY + dt.timedelta(52 * 7 - 1), lambda _: 5))
    assert steady is not None
    assert steady.ahead(found.last + 1, found.last + 28)[1] == pytest.approx(140, rel=0.15)


def test_what_customers_bring_who_come_again_is_less_sure() -> None:
    """The same days: of customers that come and go the next month is in more doubt."""
    rng = np.random.default_rng(20261128)
    line = rng.poisson(3, 280).astype(np.float64)
    first = day_number(MONDAY)
    leads, orders = (rhythm(Series(first, line, line, True, again)) for again in (False, True))
    assert leads is not None
    assert orders is not None
    ahead = [one.ahead(first + 280, first + 310) for one in (leads, orders)]
    assert ahead[0][0] == pytest.approx(ahead[1][0], rel=0.03)
    assert ahead[0][1] * 1.1 < ahead[1][1] < ahead[0][1] * 2


def test_orders_and_requests_come_of_customers_who_come_again() -> None:
    rows = {"date": ["2025-06-02", "2025-06-10", "2025-06-12"]}
    evaluator = Evaluator(
        a_slice(
            state(
                leads={"created": rows["date"]},
                orders=rows,
                service={"opened": rows["date"], "kind": ["Retard", "Question", "Retard"]},
                as_of=dt.date(2025, 6, 13),
            )
        )
    )
    found = [series(LEADS, evaluator), series(ORDERS, evaluator), complaint_days(evaluator)]
    assert [one is not None and one.comes_again for one in found] == [False, True, True]
    complaints = found[2]
    assert complaints is not None
    assert (complaints.first, complaints.amounts.tolist()) == (day_number(dt.date(2025, 6, 3)), [0] * 9 + [1, 0])


def test_of_what_stopped_nothing_is_expected_to_be_known() -> None:
    """Three a day for half a year, then nothing for half a year: the level of the last quarter is none."""
    turn = MONDAY + dt.timedelta(27 * 7)
    assert rhythm(days(MONDAY, MONDAY + dt.timedelta(52 * 7 - 1), lambda day: 3 if day < turn else 0)) is None


@pytest.mark.parametrize(("weeks", "each"), [(7, 2), (8, 0)])
def test_too_little_history(weeks: int, each: float) -> None:
    assert rhythm(None) is None
    assert rhythm(days(MONDAY, MONDAY + dt.timedelta(weeks * 7 - 1), lambda _: each)) is None
    assert rhythm(days(MONDAY, MONDAY + dt.timedelta(8 * 7 - 1), lambda _: 2)) is not None


def test_amounts_that_fall_are_known_to() -> None:
    found = rhythm(days(MONDAY, MONDAY + dt.timedelta(69), lambda day: -1 if day.day == 1 else 2, is_count=False))
    assert found is not None
    assert found.may_fall


def test_sums_are_added_from_where_all_are_written_down() -> None:
    """Amounts from 10 January on, margins from the 15th on: what was left before that nobody knows. Counts are added
    from the first of any row on, the first row of the others included.
    """
    dates = [dt.date(2025, 1, day).isoformat() for day in range(10, 21)]
    leads = {
        "created": dates, "won": dates, "status": ["won"] * 11, "amount": [100] * 11,
        "margin": [None] * 5 + [30] * 6,
    }  # fmt: skip
    whole = Evaluator(a_slice(state(as_of=dt.date(2025, 1, 20), leads=leads)))
    found = combined(minus(DEAL_REVENUE, MARGIN), whole)
    assert found is not None
    assert (found.first, found.amounts.tolist()) == (day_number(dt.date(2025, 1, 16)), [70] * 5)
    assert (found.rows.tolist(), found.is_count) == ([1] * 5, False)
    less = combined(minus(LEADS, CUSTOMERS), whole)
    assert less is not None
    assert (less.first, less.amounts.tolist(), less.is_count) == (day_number(dt.date(2025, 1, 11)), [0] * 10, False)
    unpriced = Evaluator(a_slice(state(leads={**leads, "margin": [None] * 11})))
    assert combined(minus(DEAL_REVENUE, MARGIN), unpriced) is None
    assert combined(ratio(DEAL_REVENUE, MARGIN), whole) is None
    assert combined(SPEND, whole) is None
