"""The forecast: by hand, tried on the past, and why there is none."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from leaddesk.model.forecast import Forecast, Known
from leaddesk.model.outcomes import Fate, Outcomes
from leaddesk.model.report import Report
from tests.builders import a_slice, state

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


def test_a_past_day_knows_nothing_of_what_came_later() -> None:
    """Created on days 0, 0, 5: won on day 3, lost on day 8; after day 4 one is won, one open, one not there."""
    fate = np.array([Fate.WON, Fate.LOST, Fate.OPEN], np.int8)
    known = Known(
        10, np.array([0.0, 0, 5]), Outcomes(fate, np.array([3, 8, 5], np.int32), np.array([10, 10, 5], np.int32))
    )
    then = known.back(4)
    assert then.outcomes.fate.tolist() == [Fate.WON, Fate.OPEN]
    assert then.outcomes.days.tolist() == [3, 4]
    assert known.won_between(0, 10) == 1
    assert known.won_between(4, 10) == 0
