"""The forecast tried on the own past: one to three months ahead, customers and revenue."""

from __future__ import annotations

from typing import Any

import pytest

from leaddesk.model.measure import Unit
from leaddesk.model.report import Report
from leaddesk.model.tried import Tried, told, tried_over
from leaddesk.text import language
from tests.builders import a_slice, state
from tests.model.test_forecast import AS_OF, day, leads

EN = language("en")


def of(table: dict[str, Any], **kept: Any) -> tuple[Tried, ...]:
    return tried_over(a_slice(state(as_of=AS_OF, leads=table), "2026-03", **kept))


def test_each_trial_by_hand() -> None:
    """Two customers a day, 100 each, whenever one looks at it: 60 in thirty days, 180 in ninety."""
    found = of(leads(400))
    assert [(one.months, day((AS_OF - one.made).days)) for one in found] == [
        (months, day(30 * back)) for months in (1, 2, 3) for back in range(months, 7)
    ]
    for one in found:
        assert (one.came, one.brought) == (60 * one.months, 6000.0 * one.months)
        assert one.customers.value == pytest.approx(one.came, rel=0.06)
        assert one.revenue.value == pytest.approx(100 * (one.customers.value or 0))
        assert (one.held(Unit.COUNT), one.held(Unit.MONEY)) == (True, True)
    assert EN.text(told(found, 3, Unit.MONEY)).endswith(
        "90 days ahead: what came was within the interval in 4 of 4 cases"
    )


def test_a_month_ahead_it_is_what_the_overview_says() -> None:
    data = a_slice(state(as_of=AS_OF, leads=leads()))
    near = [one for one in tried_over(data) if one.months == 1]
    trials = Report(data).forecast.trials
    assert [(one.made, one.came) for one in near] == [(one.made, one.came) for one in trials]
    for one, other in zip(near, trials, strict=True):
        assert one.customers.value == pytest.approx(other.customers.value)
        assert (one.customers.low, one.customers.high) == (other.customers.low, other.customers.high)


def test_what_came_later_is_not_known_before() -> None:
    """Deals of the last two months bring ten times as much: what was forecast before knew nothing of it."""
    table = leads(400)
    for place, won in enumerate(table["won"]):
        if won is not None and won > day(60):
            table["amount"][place] = 1000.0
    found = {(one.months, (AS_OF - one.made).days // 30): one for one in of(table)}
    assert found[2, 2].brought == 120_000
    assert found[2, 2].revenue.value == pytest.approx(12_000, rel=0.06)
    assert found[2, 2].held(Unit.MONEY) is False
    assert found[1, 3].brought == 6000
    assert found[3, 3].brought == 126_000


def test_amounts_that_are_lacking() -> None:
    """A customer without an amount: what its month brought is not known; without any, no revenue was forecast."""
    table = leads(400)
    table["amount"][next(place for place, won in enumerate(table["won"]) if won == day(15))] = None
    found = of(table)
    assert [one.brought for one in found if one.months == 1] == [None, *[6000.0] * 5]
    assert "in 5 of 5 cases" in EN.text(told(found, 1, Unit.MONEY))
    none = of(leads(400, amount=None))
    assert {one.held(Unit.MONEY) for one in none} == {None}
    assert EN.text(told(none, 1, Unit.MONEY)) == (
        "30 days ahead it could not be tried on your past, which is too short or lacks amounts"
    )


def test_a_past_that_is_too_short_says_so() -> None:
    found = of(leads(150))
    assert {one.months for one in found} < {1, 2, 3}
    assert EN.text(told(found, 3, Unit.COUNT)).startswith("90 days ahead it could not be tried")
    assert of({"created": []}) == ()


def test_filters_are_followed() -> None:
    table = leads(400)
    table["channel"] = ["A", "B", "A", "A"] * 400
    assert {one.came for one in of(table, channel=["A"]) if one.months == 1} == {30}
    assert {one.brought for one in of(table, channel=["B"]) if one.months == 2} == {6000.0}
