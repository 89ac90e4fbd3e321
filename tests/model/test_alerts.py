"""Alerts: what is told of the last complete month, and what chance explains."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy.stats import mannwhitneyu

from leaddesk.model.alerts import Alerts, alerts
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.ranksum import rank_sum
from leaddesk.model.report import Report
from leaddesk.model.state import State
from leaddesk.text import language
from tests.builders import a_slice, dataset, period, state

ENGLISH = language("en")
AS_OF = dt.date(2026, 4, 10)
START = dt.date(2025, 9, 1)


def created(fall: int) -> list[str]:
    """Two leads a day from September 2025 on, in March 2026 only one on so many days of it."""
    found = []
    for number in range((AS_OF - START).days + 1):
        day = START + dt.timedelta(days=number)
        found += [day.isoformat()] * (1 if (day.year, day.month) == (2026, 3) and day.day <= fall else 2)
    return found


def of(**tables: object) -> Alerts:
    return Report(a_slice(state(as_of=AS_OF, **tables))).alerts  # type: ignore[arg-type]


def test_half_the_leads_of_a_month_are_told() -> None:
    """62 is usual, 31 came: told, with how sure it is and the leads of the month."""
    found = of(leads={"created": created(31)})
    assert found.period == period("2026-03")
    (alert,) = found.alerts
    assert (alert.kpi.id, alert.actual.value, alert.count, len(alert.leads)) == ("leads", 31, 31, 31)
    assert alert.usual.value == pytest.approx(62, abs=1)
    assert alert.usual.low is not None
    assert alert.usual.low > 31
    assert alert.chance < 0.01
    assert (alert.is_more, alert.is_good) == (False, False)
    assert "less than usual" in alert.what.msgid
    assert "chance alone" in alert.sure.msgid


def test_a_few_leads_fewer_are_not() -> None:
    found = of(leads={"created": created(8)})
    assert [kpi.id for kpi in found.judged] == ["leads"]
    assert found.alerts == ()


def test_whatever_the_period_but_within_the_filters() -> None:
    days = created(31)
    leads = {"created": days, "channel": ["Google"] * len(days)}
    report = Report(a_slice(state(as_of=AS_OF, leads=leads), "2025-10", channel="Google"))
    assert len(report.alerts.alerts) == 1
    none = Report(a_slice(state(as_of=AS_OF, leads=leads), channel=[None]))
    assert (none.alerts.alerts, none.alerts.absent is None) == ((), False)


def test_the_running_month_is_not_judged() -> None:
    leads = {"created": [day for day in created(0) if day < "2026-04-01"]}
    assert of(leads=leads).alerts == ()
    last = state(as_of=dt.date(2026, 3, 31), leads=leads)
    assert Report(a_slice(last)).alerts.period == period("2026-03")


@pytest.mark.parametrize("leads", [{"created": []}, {"name": ["A"]}, {"created": ["2026-03-20"] * 60}])
def test_too_early(leads: dict[str, list[str]]) -> None:
    found = of(leads=leads)
    assert found.absent is not None
    assert found.judged == ()


def test_without_data() -> None:
    assert alerts(Evaluator(a_slice(State(AS_OF, dataset())))).absent is not None


def test_slower_answers_and_a_worse_rate_are_told() -> None:
    """Answers of an hour take four in March; of leads decided, half are won, in March none."""
    days = [day for day in created(0) if not dt.date.fromisoformat(day).weekday() >= 5]
    slow = [day.startswith("2026-03") for day in days]
    won = [number % 2 == 0 and not late for number, late in enumerate(slow)]
    leads = {
        "created": [f"{day} 10:00" for day in days],
        "responded": [f"{day} {'14' if late else '11'}:{number % 50:02}" for number, (day, late) in
                      enumerate(zip(days, slow, strict=True))],
        "status": ["won" if one else "lost" for one in won],
        "won": [day if one else None for day, one in zip(days, won, strict=True)],
        "lost": [None if one else day for day, one in zip(days, won, strict=True)],
    }  # fmt: skip
    found = {alert.kpi.id: alert for alert in of(leads=leads).alerts}
    assert {"response_time", "win_rate", "customers", "conversion_rate"} <= set(found)
    assert found["response_time"].is_more
    assert found["response_time"].is_good is False
    assert found["conversion_rate"].within == 10
    assert found["conversion_rate"].actual.value == 0
    usual = found["win_rate"].usual
    assert usual.value == pytest.approx(0.5, abs=0.05)
    assert usual.low is not None
    assert usual.low > 0


def counted(first: npt.NDArray[np.float64], second: npt.NDArray[np.float64]) -> list[npt.NDArray[np.int64]]:
    """How many each sample has of each value of both."""
    values = np.unique(np.concatenate([first, second]))
    return [np.bincount(np.searchsorted(values, one), minlength=len(values)) for one in (first, second)]


def test_the_rank_sum_is_that_of_scipy() -> None:
    rng = np.random.default_rng(20261205)
    for size in (8, 20, 50):
        first, second = rng.integers(0, 12, size).astype(float), rng.integers(1, 14, 40).astype(float)
        wanted = mannwhitneyu(first, second, method="asymptotic").pvalue
        assert rank_sum(*counted(first, second)) == pytest.approx(wanted, abs=1e-12)
    assert rank_sum(*counted(np.ones(9), np.ones(30))) == 1


def test_twice_the_orders_are_told_without_a_lead() -> None:
    """Two a day, in March four: more than usual, good news, and there are no leads behind it."""
    days = created(0)
    orders = {"date": days + [day for day in days if day.startswith("2026-03")]}
    found = of(orders=orders)
    (alert,) = found.alerts
    assert (alert.kpi.id, alert.actual.value, alert.is_more, alert.is_good) == ("orders", 124, True, True)
    assert "more than usual" in alert.what.msgid
    assert (alert.count, alert.leads.tolist()) == (0, [])


def test_how_seldom_chance_would_do_that_is_told() -> None:
    """42 leads instead of 62: seldom, but not once in a thousand months."""
    (alert,) = of(leads={"created": created(20)}).alerts
    assert 0.001 < alert.chance < 0.05
    assert ENGLISH.text(alert.sure) == f"chance alone would do that in one month of {round(1 / alert.chance)}"


def test_a_share_of_a_month_without_a_case_is_not_judged() -> None:
    """Each day one lead is won and one lost, but in March nobody decided anything."""
    days = created(0)
    decided = [None if day.startswith("2026-03") else day for day in days]
    leads: dict[str, list[Any]] = {
        "created": days,
        "status": ["new" if day is None else ("won", "lost")[place % 2] for place, day in enumerate(decided)],
        "won": [day if place % 2 == 0 else None for place, day in enumerate(decided)],
        "lost": [day if place % 2 == 1 else None for place, day in enumerate(decided)],
    }
    judged = {kpi.id for kpi in of(leads=leads).judged}
    assert "win_rate" not in judged
    assert {"leads", "customers"} <= judged
