"""Impressions by hand: exports before contacts, no channel twice, and absent where a filter cannot be followed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from leaddesk.model.evaluate import Evaluator
from leaddesk.model.impressions import impressions
from leaddesk.model.orderaccount import of_reached
from leaddesk.model.reach import Reached, Step
from leaddesk.model.report import Report
from leaddesk.text import language
from tests.builders import a_slice, dataset

EN = language("en")
COSTS: dict[str, Any] = {
    "date": ["2025-01-01", "2025-02-01", "2025-01-05"],
    "until": ["2025-01-31", "2025-02-28", "2025-01-05"],
    "channel": ["Google Ads", "Google Ads", "Flyers"],
    "amount": [100, 100, 50],
    "impressions": [3100, 2800, None],
}
"""A hundred a day on Google Ads; nobody counts who sees a flyer."""
SOCIAL: dict[str, Any] = {
    "date": ["2025-01-10", "2025-02-10"], "network": ["LinkedIn", "google ads"], "impressions": [400, 900],
}  # fmt: skip
TOUCHPOINTS: dict[str, Any] = {
    "time": ["2025-01-02", "2025-01-03", "2025-01-04", "2025-01-05", "2025-03-01"],
    "channel": ["Google Ads", "LinkedIn", "Bing", None, "Google Ads"],
    "kind": ["Impression", "Impression", "Impression", "clic", "Impression"],
}


def shown(*dates: str, kept: dict[str, Any] | None = None, **tables: Any) -> Reached:
    found = Report(a_slice(dataset(**tables), *dates, **(kept or {}))).reach.step(Step.IMPRESSIONS)
    assert found is not None
    return found


def why(found: Reached) -> str:
    assert found.count is None
    assert found.absent is not None
    return EN.text(found.absent)


def test_an_advertising_export_tells_impressions() -> None:
    found = shown(costs=COSTS)
    assert (found.count, found.table, found.beside) == (5900, "costs", ())
    assert (found.first, found.last) == (dt.date(2025, 1, 1), dt.date(2025, 2, 28))


def test_an_expense_that_covers_days_brings_those_of_the_period() -> None:
    assert shown("2025-01-22", "2025-02-07", costs=COSTS).count == 1000 + 700


def test_posts_tell_impressions_which_are_not_their_reach() -> None:
    assert shown(social=SOCIAL).count == 1300
    found = shown(social={"date": ["2025-01-10"], "reach": [50]})
    assert why(found) == "not measured yet: no column “Impressions” in your “Social networks”"


def test_no_channel_is_counted_twice() -> None:
    """Google Ads by the costs alone, LinkedIn by its posts, Bing by its contact."""
    found = shown("2025-01", costs=COSTS, social=SOCIAL, touchpoints=TOUCHPOINTS)
    assert (found.count, found.table, found.beside) == (3100 + 400 + 1, "costs", ("social", "touchpoints"))
    # In February the costs tell Google Ads, so the post of that name does not; in March nobody but the contact does.
    assert shown("2025-02", costs=COSTS, social=SOCIAL, touchpoints=TOUCHPOINTS).count == 2800
    assert shown("2025-03", costs=COSTS, social=SOCIAL, touchpoints=TOUCHPOINTS).count == 1


def test_costs_without_a_channel_may_be_of_any() -> None:
    costs = {"date": ["2025-01-01"], "amount": [100], "impressions": [3100]}
    assert shown(costs=costs, touchpoints=TOUCHPOINTS).count == 3100


def test_a_filter_is_followed_or_nothing_is_told() -> None:
    tables = {"costs": COSTS, "touchpoints": TOUCHPOINTS}
    assert shown(**tables, kept={"channel": "Google Ads"}).count == 5900
    assert shown(**tables, kept={"channel": "Bing"}).count == 1
    found = shown("2025-02", **tables, kept={"channel": "Flyers"})
    assert why(found) == "no impression of what is filtered is recorded"
    assert shown("2025-02", **tables, kept={"channel": "Bing"}).count == 0
    costs = {"date": ["2025-01-01"], "amount": [100], "impressions": [3100]}
    found = shown(costs=costs, touchpoints=TOUCHPOINTS, kept={"channel": "Bing"})
    assert why(found) == "“impressions of adverts” is not recorded by Channel"


@pytest.mark.parametrize(
    ("tables", "reason"),
    [
        ({"costs": {"amount": [5]}}, "not measured yet: no column “Impressions” in your “Costs”"),
        ({"costs": {"amount": [5], "impressions": [None]}},
         "“impressions of adverts” is filled in for no row of this period"),
        ({"touchpoints": {"kind": ["clic"]}, "costs": {"amount": [5]}},
         "none of your touchpoints is called an impression"),
    ],
)  # fmt: skip
def test_what_nobody_counts_is_not_0(tables: Any, reason: str) -> None:
    assert why(shown(**tables)) == reason


def test_the_account_tells_the_rows_of_each_table_and_those_left_aside() -> None:
    data = dataset(costs=COSTS, social=SOCIAL, touchpoints=TOUCHPOINTS)
    report = Report(a_slice(data, "2025-01"))
    found = report.reach.step(Step.IMPRESSIONS)
    assert found is not None
    account = of_reached(report, found)
    assert account.measure.value == 3501
    assert [(one.table, one.positions.tolist()) for one in account.counted] == [
        ("costs", [0]), ("social", [0]), ("touchpoints", [2]),
    ]  # fmt: skip
    assert account.made_of is not None
    assert EN.text(account.made_of) == "impressions of adverts: 3,100 · impressions of posts: 400 · impressions: 1"
    left = {EN.text(one.reason): one.positions.tolist() for one in account.traced[2].left_out}
    assert left == {
        "outside the period (Time)": [4],
        "the impressions of their channel are told by an export": [0, 1],
        "contacts of another kind": [3],
    }


def test_they_are_looked_for_once() -> None:
    """The step and what is behind it ask the same evaluator."""
    evaluator = Evaluator(a_slice(dataset(social=SOCIAL)))
    assert impressions(evaluator) is impressions(evaluator)
