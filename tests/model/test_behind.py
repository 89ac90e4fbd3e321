"""The leads behind the figures of time, and that they are as many as the figures say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from leaddesk.model.report import Report
from tests.builders import a_slice, dataset, state

AS_OF = dt.date(2025, 4, 10)
LEADS: dict[str, list[Any]] = {
    "created": ["2025-01-01", "2025-01-31", "2025-02-28", "2025-03-01", "2025-03-31", "2025-01-05", None, "2025-05-01"],
    "status": ["won", "won", "lost", "won", "new", "won", "won", "new"],
    "won": ["2025-01-31", "2025-03-20", None, "2025-03-21", None, None, "2025-02-02", None],
    "lost": [None, None, "2025-03-05", None, None, None, None, None],
}
"""In turn: won on day 30; on day 48; lost; won on day 20; open; won on an unknown day; never created; still to come."""
JANUARY, MARCH = dt.date(2025, 1, 17), dt.date(2025, 3, 1)


@pytest.fixture
def report() -> Report:
    return Report(a_slice(state(as_of=AS_OF, leads=LEADS)))


def test_members_of_a_month(report: Report) -> None:
    assert report.followed_leads().tolist() == [0, 1, 2, 3, 4, 5]
    assert report.followed_leads(JANUARY).tolist() == [0, 1, 5]
    assert report.followed_leads(MARCH).tolist() == [3, 4]
    assert report.followed_leads(dt.date(2024, 1, 1)).tolist() == []


def test_won_by_an_age(report: Report) -> None:
    assert report.won_within(29).tolist() == [3]
    assert report.won_within(30).tolist() == [0, 3]
    assert report.won_within(90).tolist() == [0, 1, 3]
    assert report.won_within(60, JANUARY).tolist() == [0, 1]
    assert report.won_within().tolist() == [0, 1, 3, 5]


def test_they_are_as_many_as_are_told(report: Report) -> None:
    numbers = report.conversion.numbers
    assert numbers is not None
    assert report.open_leads.tolist() == [4]
    assert (len(report.followed_leads()), len(report.won_within())) == (numbers.leads, numbers.won)
    assert len(report.open_leads) == numbers.open
    for cohort in report.cohorts.cohorts:
        assert len(report.followed_leads(cohort.start)) == cohort.leads


def test_none_where_leads_cannot_be_followed() -> None:
    report = Report(a_slice(dataset(leads={"status": ["won", "new"]})))
    assert report.followed_leads().tolist() == report.won_within(30).tolist() == report.open_leads.tolist() == []
    empty = Report(a_slice(dataset()))
    assert empty.won_within().tolist() == []
