"""From impressions to repeat customers, by hand: each on its own base, absent with the reason, never 0 for unknown."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from leaddesk.model import daycounts
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.reach import BASES, LABELS, Reach, Step, reach
from leaddesk.model.report import Report
from leaddesk.text import language
from tests.builders import a_slice, dataset

EN = language("en")

LEADS: dict[str, Any] = {
    "id": ["1", "2", "3", "3", "4", "5"],
    "created": ["2025-01-03", "2025-01-20", "2025-02-02", "2025-02-02", "2025-02-11", None],
    "channel": ["Google", "Google", "Flyers", "Flyers", "Google", "Google"],
    "status": ["Gagné", "Perdu", "Gagné", "Gagné", "Nouveau", "Gagné"],
    "won": ["2025-02-01", None, "2025-03-05", "2025-03-05", None, None],
}
TOUCHPOINTS: dict[str, Any] = {
    "time": ["2025-01-02", "2025-01-03", "2025-02-01", "2025-02-09", None],
    "channel": ["Google", "Google", "Google", "Facebook", "Google"],
    "kind": ["Impression", "clic", "impressions", "Vue de l'annonce", "Impression"],
}
WEB: dict[str, Any] = {
    "date": ["2025-01-01", "2025-01-02", "2025-02-01"],
    "channel": ["Google", "Google", "Facebook"],
    "sessions": [10, None, 7],
}
SOCIAL: dict[str, Any] = {"date": ["2025-01-05", "2025-02-05"], "network": ["X", "X"], "reach": [300, 200]}
ORDERS: dict[str, Any] = {
    "id": ["o1", "o2", "o3", "o4", "o5", "o5"],
    "customer": ["1", "1", "3", "3", "9", "9"],
    "date": ["2025-02-02", "2025-02-20", "2025-03-06", "2025-03-09", "2025-01-01", "2025-01-01"],
    "amount": [10, 20, 30, -5, 4, 3],
}
"""Customer 1 ordered twice, 3 once (the other row is money back), 9 once (two lines of one order)."""


def over(*dates: str, **tables: Any) -> Reach:
    kept = tables.pop("kept", {})
    return reach(Evaluator(a_slice(dataset(**tables), *dates, **kept)))


def whole(*dates: str, **kept: Any) -> Reach:
    return over(
        *dates, leads=LEADS, touchpoints=TOUCHPOINTS, web=WEB, social=SOCIAL, orders=ORDERS, kept=kept
    )  # fmt: skip


def counts(found: Reach) -> list[int | None]:
    return [one.count for one in found.steps]


def test_each_step_is_counted_on_its_own_base() -> None:
    found = whole()
    assert [one.step for one in found.steps] == list(Step)
    assert [one.table for one in found.steps] == ["touchpoints", "social", "web", "leads", "leads", "orders"]
    assert counts(found) == [4, 500, 17, 5, 3, 1]  # the undated impression and lead count without a period
    assert all(one.base is BASES[one.step] and one.label is LABELS[one.step] for one in found.steps)
    assert len({EN.text(one.base) for one in found.steps}) == len(Step)


def test_a_period_counts_each_by_its_own_day() -> None:
    assert counts(whole("2025-01")) == [1, 300, 10, 2, 0, 0]
    assert counts(whole("2025-02")) == [2, 200, 7, 2, 1, 1]
    assert counts(whole("2025-03")) == [0, 0, 0, 0, 1, 0]  # they are recorded, and there are none


def test_reach_of_posts_is_a_step_only_where_it_is_recorded() -> None:
    found = over(leads=LEADS, web=WEB)
    assert found.step(Step.REACH) is None
    assert [one.step for one in found.steps] == [step for step in Step if step is not Step.REACH]


def test_what_no_table_holds_is_absent_with_the_reason() -> None:
    reasons = {one.step: one.absent and EN.text(one.absent) for one in over(leads=LEADS).steps}
    assert reasons == {
        Step.IMPRESSIONS: "not measured yet: no spreadsheet of “Touchpoints” was opened",
        Step.SESSIONS: "not measured yet: no spreadsheet of “Web traffic” was opened",
        Step.LEADS: None,
        Step.CUSTOMERS: None,
        Step.REPEAT: "not measured yet: no spreadsheet of “Orders” was opened",
    }
    assert counts(over(web=WEB)) == [None, 17, None, None, None]


@pytest.mark.parametrize(
    ("tables", "step", "reason"),
    [
        (
            {"touchpoints": {"time": ["2025-01-01"], "kind": ["clic"]}},
            Step.IMPRESSIONS,
            "none of your touchpoints is called an impression",
        ),
        (
            {"touchpoints": {"time": ["2025-01-01"]}},
            Step.IMPRESSIONS,
            "not measured yet: no column “Kind of contact” in your “Touchpoints”",
        ),
        (
            {"web": {"date": ["2025-01-01"], "sessions": [None]}},
            Step.SESSIONS,
            "“sessions” is filled in for no row of this period",
        ),
        (
            {"orders": {"date": ["2025-01-01"], "amount": [5]}},
            Step.REPEAT,
            "not measured yet: no column “Customer” in your “Orders”",
        ),
    ],
)
def test_columns_that_lack_are_named(tables: Any, step: Step, reason: str) -> None:
    found = over(**tables).step(step)
    assert found is not None
    assert found.absent is not None
    assert (found.count, EN.text(found.absent)) == (None, reason)


def test_a_filter_that_a_table_cannot_follow_leaves_its_step_out() -> None:
    found = whole(channel="Google")
    assert counts(found) == [3, None, 10, 4, 2, None]
    repeat = found.step(Step.REPEAT)
    assert repeat is not None
    assert repeat.absent is not None
    assert EN.text(repeat.absent) == "“orders” is not recorded by Channel"


def test_the_days_behind_each_count_are_known() -> None:
    found = {one.step: (one.first, one.last) for one in whole().steps}
    day = dt.date
    assert found[Step.IMPRESSIONS] == (day(2025, 1, 2), day(2025, 2, 9))
    assert found[Step.SESSIONS] == (day(2025, 1, 1), day(2025, 2, 1))  # the day without a count is no day of it
    assert found[Step.LEADS] == (day(2025, 1, 3), day(2025, 2, 11))
    assert found[Step.CUSTOMERS] == (day(2025, 2, 1), day(2025, 3, 5))
    assert found[Step.REPEAT] == (day(2025, 1, 1), day(2025, 3, 6))
    assert [one.first for one in whole("2025-03").steps][:3] == [None, None, None]
    assert over(leads={"id": ["1"]}).steps[2].first is None


def test_a_base_of_fewer_days_than_the_leads_is_told() -> None:
    assert whole().partial == ()
    leads = {"created": ["2025-01-01", "2025-06-30"]}

    def partial(*dates: str) -> list[Step]:
        return [one.step for one in over(leads=leads, web={"date": [*dates], "sessions": [5, 5]}).partial]

    assert partial("2025-02-01", "2025-05-30") == []  # 31 days at either end
    assert partial("2025-02-02", "2025-06-30") == [Step.SESSIONS]
    assert partial("2025-01-01", "2025-05-29") == [Step.SESSIONS]


def test_the_report_has_it() -> None:
    report = Report(a_slice(dataset(leads=LEADS, web=WEB), "2025-01"))
    assert counts(report.reach) == [None, 10, 2, 0, None]


def test_of_large_tables_it_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is counted by day there tells the first and the last day as well."""
    dates = ("2025-02-01", "2025-03-31")
    small, nothing = whole(*dates), whole("2024-01-01", "2024-01-31")
    monkeypatch.setattr(daycounts, "MANY", 1)
    data = dataset(leads=LEADS, touchpoints=TOUCHPOINTS, web=WEB, social=SOCIAL, orders=ORDERS)
    assert Report(a_slice(data, *dates)).reach == small
    assert Report(a_slice(data, "2024-01-01", "2024-01-31")).reach == nothing
    leads = small.step(Step.LEADS)
    assert leads is not None
    assert (leads.count, leads.first, leads.last) == (2, dt.date(2025, 2, 2), dt.date(2025, 2, 11))


def test_without_dated_leads_nothing_is_of_other_days() -> None:
    assert over(web=WEB).partial == over(web=WEB, leads={"name": ["A"]}).partial == ()
