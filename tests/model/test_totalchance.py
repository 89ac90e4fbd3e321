"""Totals of two periods: when their difference is more than chance. By hand, against scipy, and on made files."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from leaddesk.model.kpis import BY_ID
from leaddesk.model.report import Report
from leaddesk.model.totalchance import count_chance
from leaddesk.text import language
from tests.builders import a_slice, dataset, period

if TYPE_CHECKING:
    from leaddesk.model.trend import Trend

AS_OF = dt.date(2026, 9, 30)
QUARTER = ("2026-07-01", "2026-09-30")
BEFORE = ("2026-04-01", "2026-06-30")


@given(st.integers(0, 400), st.integers(0, 400), st.floats(0.05, 0.95))
def test_two_counts_are_compared_by_the_binomial_of_their_sum(one: int, other: int, share: float) -> None:
    both = one + other
    tails = binom.sf(one - 1, both, share), binom.cdf(one, both, share)
    assert count_chance(one, other, share) == pytest.approx(min(1.0, 2 * min(tails)), rel=1e-12, abs=1e-12)


def test_bursts_make_a_difference_less_sure() -> None:
    alone, in_bursts = count_chance(60, 30, 0.5), count_chance(60, 30, 0.5, spread=3, freedom=51)
    assert alone < 0.01
    assert in_bursts == pytest.approx(2 * _student(binom_tail(20, 10)), rel=1e-12)
    assert in_bursts > 0.05


def binom_tail(one: int, other: int) -> float:
    return float(binom.sf(one - 1, one + other, 0.5))


def _student(side: float) -> float:
    from scipy.stats import norm, t

    return float(t.cdf(norm.ppf(side), 51))


def moved(kpi: str, leads: dict[str, Any], now: tuple[str, str] = QUARTER, before: tuple[str, str] = BEFORE) -> Trend:
    one = Report(a_slice(dataset(as_of=AS_OF, leads=leads), *now, compare=period(*before)))
    found = one.figure(BY_ID[kpi]).trend
    assert found is not None
    return found


def created(rng: np.random.Generator, monthly: float, bursts: float = 0.0, now: float = 1.0) -> dict[str, Any]:
    """Leads of the year up to the as-of day; *now*: how many times as many in its last quarter."""
    day = np.array([AS_OF.toordinal() - 363 + step for step in range(364)])
    weeks = rng.gamma(1 / bursts**2, bursts**2, 52) if bursts else np.ones(52)
    last = np.where(day >= dt.date(2026, 7, 1).toordinal(), now, 1.0)
    counts = rng.poisson(monthly / 30.4 * weeks[np.arange(364) // 7] * last)
    days = np.repeat(day, counts)
    return {"created": [dt.date.fromordinal(int(one)).isoformat() for one in days]}


@pytest.mark.parametrize(("monthly", "bursts"), [(7, 0.0), (40, 0.0), (40, 0.5)])
def test_chance_alone_is_seldom_called_a_change(monthly: float, bursts: float) -> None:
    rng = np.random.default_rng(20261301)
    runs = 200
    seen = sum(moved("leads", created(rng, monthly, bursts)).is_visible is True for _ in range(runs))
    assert seen / runs <= 0.05 + 2 * math.sqrt(0.05 * 0.95 / runs)


@pytest.mark.parametrize(("bursts", "least"), [(0.0, 0.85), (0.3, 0.75)])
def test_twice_as_many_are_mostly_seen(bursts: float, least: float) -> None:
    rng = np.random.default_rng(20261302)
    seen = sum(moved("leads", created(rng, 30, bursts, now=2.0)).is_visible is True for _ in range(100))
    assert seen / 100 >= least


def each_day(start: str, end: str, times: int = 1) -> list[str]:
    first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
    return [(first + dt.timedelta(day)).isoformat() for day in range((last - first).days + 1) for _ in range(times)]


def test_a_longer_period_is_no_change() -> None:
    """Three a day all year; a month against ten days: thrice as many, and nothing has changed."""
    leads = {"created": each_day("2025-10-01", "2026-09-30", 3)}
    found = moved("leads", leads, ("2026-09-01", "2026-09-30"), ("2026-08-01", "2026-08-10"))
    assert (found.change, found.is_visible) == (2.0, False)


def test_a_period_that_runs_has_the_days_up_to_today() -> None:
    """Three a day up to 10 September: that month is not down by two thirds."""
    leads = {"created": each_day("2025-10-01", "2026-09-10", 3)}
    one = Report(
        a_slice(dataset(as_of=dt.date(2026, 9, 10), leads=leads), "2026-09", compare=period("2026-08-01", "2026-08-31"))
    )
    found = one.figure(BY_ID["leads"]).trend
    assert found is not None
    assert found.change == pytest.approx(30 / 93 - 1)
    assert found.is_visible is False


def test_a_document_that_begins_within_the_period_before_is_no_rise() -> None:
    leads = {"created": each_day("2026-06-01", "2026-09-30", 2)}
    found = moved("leads", leads)
    assert found.change == pytest.approx(92 / 30 - 1)
    assert found.is_visible is False


def test_more_than_chance_is_a_change() -> None:
    leads = {"created": each_day("2025-10-01", "2026-06-30") + each_day("2026-07-01", "2026-09-30", 2)}
    found = moved("leads", leads)
    assert (found.is_visible, found.is_good, found.unsure) == (True, True, None)


def test_a_short_history_cannot_tell() -> None:
    leads = {"created": each_day("2026-09-01", "2026-09-15") + each_day("2026-09-16", "2026-09-30", 9)}
    found = moved("leads", leads, ("2026-09-16", "2026-09-30"), ("2026-09-01", "2026-09-15"))
    assert (found.is_visible, words(found)) == (None, "too early to tell")


def test_what_still_ripens_is_not_judged() -> None:
    leads = {"created": each_day("2025-10-01", "2026-09-30")}
    leads["status"] = ["Qualifié" if day < "2026-07-01" else "Nouveau" for day in leads["created"][:-1]] + ["Qualifié"]
    found = moved("qualified_leads", leads)
    assert found.change is not None
    assert (found.is_visible, words(found)) == (None, "may still change")


def test_amounts_are_judged_with_how_much_they_differ() -> None:
    """Thirty sales of 100 against ninety of the same: seen. Nine against thirty: too few to tell."""
    days = each_day("2025-10-01", "2026-06-30") + each_day("2026-07-01", "2026-09-30")[::3]
    leads: dict[str, Any] = {"created": days, "won": days, "amount": [100.0] * len(days)}
    found = moved("deal_revenue", leads)
    assert (found.is_visible, found.is_good) == (True, False)
    few = each_day("2025-10-01", "2026-06-30") + each_day("2026-07-01", "2026-09-30")[::11]
    found = moved("deal_revenue", {"created": few, "won": few, "amount": [100.0] * len(few)})
    assert (found.is_visible, words(found)) == (None, "too few to tell")
    large: dict[str, Any] = {"created": days, "won": days, "amount": [5.0] * len(days)}
    large["amount"][::40] = [90_000.0] * len(days[::40])
    assert moved("deal_revenue", large).is_visible is False


def test_what_was_spent_is_known() -> None:
    costs = {"date": ["2026-05-01", "2026-08-01"], "amount": [100, 150]}
    one = Report(a_slice(dataset(as_of=AS_OF, costs=costs), *QUARTER, compare=period(*BEFORE)))
    found = one.figure(BY_ID["spend"]).trend
    assert found is not None
    assert (found.change, found.is_visible, found.is_good) == (0.5, True, None)


def words(found: Trend) -> str:
    assert found.unsure is not None
    return language("en").text(found.unsure)
