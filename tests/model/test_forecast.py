"""The forecast: by hand, tried on the past, and why there is none."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from leaddesk.model import daycounts
from leaddesk.model.chances import amount_bounds
from leaddesk.model.forecast import Expected, pipeline
from leaddesk.model.hindsight import hindsight_of
from leaddesk.model.measure import Measure
from leaddesk.model.outcomes import WON, Fate, Outcomes
from leaddesk.model.report import Report
from leaddesk.model.worths import worth_of
from tests.builders import a_slice, state

if TYPE_CHECKING:
    from leaddesk.model.forecast import Forecast

AS_OF = dt.date(2026, 3, 31)


def day(age: int) -> str:
    return (AS_OF - dt.timedelta(days=age)).isoformat()


def leads(days: int = 300, amount: float | None = 100.0) -> dict[str, Any]:
    """Four leads a day: one is won after ten days, one after forty, one lost after twenty, one stays open."""
    found: dict[str, Any] = {"created": [], "status": [], "won": [], "lost": [], "amount": []}
    for age in range(days):
        for took, end in ((10, "won"), (40, "won"), (20, "lost"), (None, "new")):
            ended = took is not None and took <= age
            found["created"].append(day(age))
            found["status"].append(end if ended else "new")
            found["won"].append(day(age - took) if ended and took is not None and end == "won" else None)
            found["lost"].append(day(age - took) if ended and took is not None and end == "lost" else None)
            found["amount"].append(amount)
    return found


def of(table: dict[str, Any], **kept: Any) -> Forecast:
    return Report(a_slice(state(as_of=AS_OF, leads=table), "2026-03", **kept)).forecast


def test_by_hand() -> None:
    """Two customers a day will go on: 60 in April, 122 until the end of May, 182 until the end of June, 100 each."""
    found = of(leads())
    assert found.absent is None
    assert [one.until for one in found.ahead] == [dt.date(2026, 4, 30), dt.date(2026, 5, 31), dt.date(2026, 6, 30)]
    assert [one.customers.value for one in found.ahead] == pytest.approx([60, 122, 182], rel=0.03)
    assert [one.revenue.value for one in found.ahead] == pytest.approx([6000, 12200, 18200], rel=0.03)
    for one in found.ahead:
        for measure in (one.customers, one.revenue):
            assert measure.low is not None
            assert measure.high is not None
            assert measure.value is not None
            assert measure.low < measure.value < measure.high
    # Of the open ones in April: those of the last ten days that are won on the tenth (10), the slow ones of the last 40
    # days that are due by then (30), together all but those of the leads that are still to come: 20 quick ones.
    assert found.ahead[0].from_open == pytest.approx(40, rel=0.05)
    assert found.pipeline is not None
    assert found.pipeline.value == pytest.approx(100 * found.ahead[2].from_open)


def test_it_is_tried_on_the_past() -> None:
    found = of(leads())
    assert [trial.came for trial in found.trials] == [60] * 6
    assert [trial.held for trial in found.trials] == [True] * 6
    assert [trial.made for trial in found.trials][:2] == [AS_OF - dt.timedelta(days=30), AS_OF - dt.timedelta(days=60)]
    assert found.error is not None
    assert found.error < 0.05
    told = found.told
    assert told is not None
    assert (told.count, dict(told.args)["held"]) == (6, 6)


def test_a_break_shows_in_the_trials() -> None:
    """Nobody was won for the last two months: the forecast made before did not hold."""
    table = leads()
    for number, won in enumerate(table["won"]):
        if won is not None and won > day(60):
            table["won"][number], table["status"][number] = None, "new"
    found = of(table)
    assert [trial.held for trial in found.trials][:2] == [False, False]
    assert found.error is not None
    assert found.error > 0.2


@pytest.mark.parametrize("table", [leads(60), {"created": [day(1)]}, {"created": []}, {"status": ["won"]}])
def test_why_there_is_none(table: dict[str, Any]) -> None:
    found = of(table)
    assert found.absent is not None
    assert (found.ahead, found.trials, found.told) == ((), (), None)


def test_without_amounts_there_are_customers_alone() -> None:
    found = of(leads(amount=None))
    assert found.ahead[0].customers.value is not None
    assert found.ahead[0].revenue.value is None
    assert found.pipeline is not None
    assert found.pipeline.absent is not None


def test_open_leads_count_with_their_own_amounts() -> None:
    table = leads()
    doubled = dict(table, amount=[200.0 if status == "new" else 100.0 for status in table["status"]])
    once, twice = of(table).pipeline, of(doubled).pipeline
    assert once is not None
    assert twice is not None
    assert once.value is not None
    assert twice.value == pytest.approx(2 * once.value)


def test_the_worth_of_open_leads_allows_for_the_doubt_in_their_chances() -> None:
    """Four leads of 100, each won with one half, give or take a tenth: 200, variance 4 × 1/4 × 100² + (0.1 × 400)²."""
    worth = worth_of(np.full(4, Fate.OPEN, np.int8), np.zeros(4, np.int32), np.full(4, 100.0))
    part = Expected(2.0, 1.0, 2.0, np.array([0.5]), np.array([0.1]))
    found = pipeline(np.array([4]), part, worth)
    assert (found.value, found.n) == (200, 4)
    assert (found.low, found.high) == pytest.approx(amount_bounds(200, 10_000 + 1_600, 0.5**4))


def test_without_open_leads_the_pipeline_is_empty() -> None:
    table = leads()
    decided = [place for place, status in enumerate(table["status"]) if status != "new"]
    found = of({name: [column[place] for place in decided] for name, column in table.items()}).pipeline
    assert found == Measure(0.0, 0, 0.0, 0.0)


def test_without_a_column_of_amounts_there_is_no_revenue() -> None:
    found = of({name: column for name, column in leads().items() if name != "amount"})
    assert found.ahead[0].customers.value is not None
    assert found.ahead[0].revenue.value is None


@pytest.mark.parametrize("amount", [100.0, 100 / 3])
def test_of_a_large_table_it_is_the_same(amount: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sums are prepared in whole cents there; a third of a euro is none."""
    table = leads(200, amount) | {"channel": ["Salon", "Flyer", None, "Salon"] * 200}
    small = of(table, channel=["Salon", None])
    monkeypatch.setattr(daycounts, "MANY", 1)
    large = of(table, channel=["Salon", None])
    assert small.pipeline is not None
    assert large.pipeline is not None
    assert large.pipeline.value == pytest.approx(small.pipeline.value)
    for one, other in zip(small.ahead, large.ahead, strict=True):
        assert other.revenue.value == pytest.approx(one.revenue.value)
        assert other.revenue.low == pytest.approx(one.revenue.low)


def test_a_past_day_knows_nothing_of_what_came_later() -> None:
    """Looked at on day 40, and thirty days before: created on days 5, 5, 5, 6, 20; won on day 8, lost on day 30, won on
    an unknown day, open, and won on day 25.
    """
    fate = np.array([Fate.WON, Fate.LOST, Fate.WON_UNDATED, Fate.OPEN, Fate.WON], np.int8)
    created = np.array([5, 5, 5, 6, 20])
    days = np.array([3, 25, 35, 34, 5], np.int32)
    found = hindsight_of(40, created, Outcomes(fate, days, (40 - created).astype(np.int32)))
    now, then = found.known(0), found.known(1)
    assert now is not None
    assert then is not None
    assert (now.day, now.first, now.arrived[[0, 1, 15]].tolist(), int(now.arrived.sum())) == (40, 5, [3, 1, 1], 5)
    assert (then.day, then.first, then.arrived.tolist()) == (10, 5, [3, 1, 0, 0, 0, 0])
    assert [int(part) for part in (now.model.leads, now.model.won, now.model.lost)] == [5, 3, 1]
    assert [int(part) for part in (then.model.leads, then.model.won, then.model.lost)] == [4, 2, 0]
    assert np.flatnonzero(then.model.waiting).tolist() == [4, 5]  # the open one, and the one lost on day 30
    assert found.won_after(1) == 1
    assert found.known(2) is None


def test_past_days_looked_at_together_are_as_each_alone() -> None:
    random = np.random.default_rng(5)
    created = random.integers(0, 400, 3000)
    fate = random.integers(Fate.OPEN, Fate.LOST_UNDATED + 1, 3000).astype(np.int8)
    age = (400 - created).astype(np.int32)
    days = np.where((fate == Fate.WON) | (fate == Fate.LOST), random.integers(0, age + 1), age).astype(np.int32)
    found = hindsight_of(400, created, Outcomes(fate, days, age))
    past = found.past()
    assert past is not None
    assert past.back == tuple(range(1, 7))
    for group, back in enumerate(past.back):
        alone = found.known(back)
        assert alone is not None
        assert past.known[group].arrived.tolist() == alone.arrived.tolist()
        one, length = alone.model, alone.model.table.days
        for name in ("leads", "won", "lost", "oldest", "everyone"):
            assert getattr(past.model, name)[group] == getattr(one, name)
        assert past.model.undated[:, group].tolist() == one.undated.tolist()
        for together, line in (
            (past.model.waiting[group], one.waiting),
            (past.model.table.at_risk[group], one.table.at_risk),
            (past.model.table.events[WON, group], one.table.events[WON]),
        ):
            assert together[:length].tolist() == line.tolist()
            assert not together[length:].any()
    assert hindsight_of(400, created[:0], Outcomes(fate[:0], days[:0], age[:0])).past() is None


def test_leads_older_than_ten_years_have_the_longest_age() -> None:
    created, days = np.array([0, 8000, 11999]), np.array([3650, 3650, 1], np.int32)
    fate = np.array([Fate.OPEN, Fate.OPEN, Fate.WON], np.int8)
    now = hindsight_of(12000, created, Outcomes(fate, days, days)).known(0)
    assert now is not None
    assert {int(age): int(now.model.waiting[age]) for age in np.flatnonzero(now.model.waiting)} == {3650: 2}


def test_it_is_made_once_for_filters_whatever_the_period() -> None:
    known = state(as_of=AS_OF, leads=leads())
    first, other = (Report(a_slice(known, period)) for period in ("2026-03", "2026-02"))
    assert first.forecast is other.forecast
    assert first.alerts is other.alerts
    assert first.standings is other.standings
    again = Report(a_slice(known.with_settings(replace(known.settings, currency="CHF")), "2026-03"))
    assert again.forecast is not first.forecast
