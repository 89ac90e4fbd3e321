"""Counts up to each day: the same figures as counting the rows of each period."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from leaddesk.model import daycounts
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.daycounts import day_counts
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.period import Period
from leaddesk.model.planned import PLAN
from leaddesk.model.report import Report
from leaddesk.model.rhythm import series
from leaddesk.model.slice import Filters, Slice
from leaddesk.model.terms import CUSTOMERS, LEADS
from tests.builders import state

if TYPE_CHECKING:
    from leaddesk.model.state import State

DAYS = np.array([10, 12, MISSING_DAY, 10, 15], np.int32)
KEYS = np.array([0, 1, 1, 0, 2], np.uint8)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (10, 15, [2, 1, 1]),
        (11, 14, [0, 1, 0]),
        (0, 10, [2, 0, 0]),
        (15, 99, [0, 0, 1]),
        (16, 99, [0, 0, 0]),
        (0, 9, [0, 0, 0]),
        (14, 11, [0, 0, 0]),
    ],
)
def test_rows_between_two_days(low: int, high: int, expected: list[int]) -> None:
    counts = day_counts(DAYS, KEYS, 3)
    assert counts is not None
    assert counts.between(low, high).tolist() == expected
    first, by_day = counts.by_day(low, high)
    assert by_day.sum(axis=0).tolist() == expected
    assert first + len(by_day) - 1 <= max(high, first - 1)


def test_everything_holds_rows_without_a_date() -> None:
    counts = day_counts(DAYS, KEYS, 3)
    assert counts is not None
    assert counts.everything.tolist() == [2, 2, 1]


def test_nothing_is_prepared_where_it_would_be_too_large_or_empty() -> None:
    assert day_counts(np.array([0, 2_000_000], np.int32), np.zeros(2, np.uint8), 3) is None
    assert day_counts(np.array([MISSING_DAY], np.int32), np.zeros(1, np.uint8), 3) is None


def _leads(count: int = 400) -> State:
    random = np.random.default_rng(7)
    days = [dt.date(2024, 1, 1) + dt.timedelta(days=int(n)) for n in random.integers(0, 500, count)]
    created = [None if random.random() < 0.1 else day.isoformat() for day in days]
    won = [(day + dt.timedelta(days=9)).isoformat() if random.random() < 0.3 else None for day in days]
    return state(
        leads={
            "id": [None if n % 7 == 0 else f"L{n % 350}" for n in range(count)],
            "created": created,
            "channel": [["Google Ads", "Salon", None][n] for n in random.integers(0, 3, count)],
            "status": [["Nouveau", "Qualifié", "Perdu"][n] for n in random.integers(0, 3, count)],
            "won": won,
            "owner": [["Inès", "Karim", None][n % 3] for n in range(count)],
            "amount": [float(n) if n % 3 else None for n in range(count)],
        },
        costs={"date": ["2024-03-01", "2024-06-01"], "channel": ["Google Ads", "Salon"], "amount": [100.0, 50.0]},
    )


@pytest.mark.parametrize(
    "period",
    [
        Period(),
        Period(dt.date(2024, 5, 1), dt.date(2024, 8, 31)),
        Period(None, dt.date(2024, 3, 31)),
        Period(dt.date(2025, 1, 1), None),
        Period(dt.date(1999, 1, 1), dt.date(1999, 12, 31)),
    ],
)
def test_a_report_is_the_same(period: Period, monkeypatch: pytest.MonkeyPatch) -> None:
    compare = period.before()
    counted = _said(Report(Slice(_leads(), period, compare)))
    monkeypatch.setattr(daycounts, "MANY", 0)
    assert _said(Report(Slice(_leads(), period, compare))) == counted


def _said(report: Report) -> list[Any]:
    return [
        report.kpis, report.funnel.steps, report.channels.rows, report.leads_by_month, report.past_leads_by_month,
        report.customers_by_month,
    ]  # fmt: skip


def _said_of(view: Slice) -> list[Any]:
    return _said(Report(Slice(view.state, view.period, view.compare, view.filters)))


@pytest.mark.parametrize("kept", [{"Salon"}, {None, "Flyers"}, set()])
def test_figures_after_a_filter_are_the_same_prepared_or_counted(
    kept: set[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    views = [
        Slice(_leads(), period, None, Filters({"channel": frozenset(kept)}))
        for period in (Period(), Period(dt.date(2024, 3, 1), dt.date(2024, 9, 30)))
    ]
    counted = [_said_of(view) for view in views]
    monkeypatch.setattr(daycounts, "MANY", 1)
    assert [_said_of(view) for view in views] == counted
    both = Filters({**views[1].filters.kept, "owner": frozenset({"Inès", None})})
    prepared = _said_of(replace(views[1], filters=both))
    monkeypatch.undo()
    assert _said_of(replace(views[1], filters=both)) == prepared


@pytest.mark.parametrize("kept", [None, {"Salon"}, {None, "Flyers"}, set()])
def test_the_days_of_a_count_are_the_same_prepared_or_counted(
    kept: set[str | None] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daycounts, "MANY", 0)
    filters = Filters() if kept is None else Filters({"channel": frozenset(kept)})
    view = Slice(_leads(), filters=filters)
    for count in (LEADS, CUSTOMERS):
        prepared, counted = (series(count, Evaluator(view, plan)) for plan in (PLAN, {}))
        assert (prepared is None) == (counted is None) == (kept == set())
        if prepared is not None and counted is not None:
            assert (prepared.first, prepared.rows.tolist()) == (counted.first, counted.rows.tolist())
            assert prepared.rows.sum() > 0
