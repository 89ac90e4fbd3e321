"""KPIs month by month: each month is what the KPI says of that month alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from leaddesk.model import daycounts
from leaddesk.model.kpis import BY_ID, KPIS
from leaddesk.model.measuring import measure
from leaddesk.model.monthly import monthly
from leaddesk.model.months import by_month
from leaddesk.model.period import DAY, Period, first_of_month
from leaddesk.model.report import Report
from leaddesk.model.settings import Settings
from leaddesk.model.terms import LEADS
from tests.builders import a_slice, dataset, state

AS_OF = dt.date(2025, 6, 20)


def _tables() -> dict[str, dict[str, list[Any]]]:
    dice = np.random.default_rng(5)

    def day(low: int, high: int, share: float) -> str | None:
        ahead = int(dice.integers(low, high))
        return (dt.date(2025, 1, 1) + dt.timedelta(ahead)).isoformat() if dice.random() < share else None

    count = 240
    leads: dict[str, list[Any]] = {
        "id": [str(int(dice.integers(0, 220))) for _ in range(count)],
        "created": [day(0, 170, 0.95) for _ in range(count)],
        "responded": [day(0, 170, 0.7) for _ in range(count)],
        "channel": [["Google", "Flyers", None][int(dice.integers(0, 3))] for _ in range(count)],
        "status": [
            ["Gagné", "Perdu", "Nouveau", "Contacté", "Qualifié", "Spam"][int(dice.integers(0, 6))]
            for _ in range(count)
        ],
        "won": [day(0, 170, 0.5) for _ in range(count)],
        "amount": [float(dice.integers(10, 999)) if dice.random() < 0.4 else None for _ in range(count)],
        "margin": [float(dice.integers(-50, 300)) if dice.random() < 0.4 else None for _ in range(count)],
        "calls": [int(dice.integers(0, 5)) if dice.random() < 0.5 else None for _ in range(count)],
    }
    costs: dict[str, list[Any]] = {
        "date": [day(0, 150, 0.9) for _ in range(30)],
        "until": [day(60, 170, 0.6) for _ in range(30)],
        "channel": ["Google", "Flyers", None] * 10,
        "amount": [float(dice.integers(10, 90)) if dice.random() < 0.8 else None for _ in range(30)],
    }
    orders: dict[str, list[Any]] = {
        "id": [str(int(dice.integers(0, 40))) for _ in range(80)],
        "customer": [str(int(dice.integers(0, 60))) for _ in range(80)],
        "date": [day(0, 170, 0.95) for _ in range(80)],
        "amount": [float(dice.integers(-20, 90)) if dice.random() < 0.9 else None for _ in range(80)],
    }
    service: dict[str, list[Any]] = {
        "opened": [day(0, 170, 0.9) for _ in range(40)],
        "kind": ["Plainte", "Question", None, "Retard"] * 10,
    }
    return {"leads": leads, "costs": costs, "orders": orders, "service": service}


TABLES = _tables()


def _within(report: Report, start: dt.date) -> Period:
    """A month, as far as the period of the report holds it."""
    period, end = report.slice.period, first_of_month(start, 1) - DAY
    low = start if period.start is None else max(start, period.start)
    return Period(low, end if period.end is None else min(end, period.end))


@pytest.mark.parametrize(
    ("dates", "kept", "many"),
    [
        ((), {}, 1),
        (("2025-01-15", "2025-05-10"), {"channel": ["Google"]}, 1),
        ((), {"channel": ["Google"]}, daycounts.MANY),
        (("2025-01-15", "2025-05-10"), {}, daycounts.MANY),
    ],
)
def test_each_month_is_the_kpi_of_that_month(
    dates: tuple[str, ...], kept: dict[str, list[str]], many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daycounts, "MANY", many)
    report = Report(a_slice(state(as_of=AS_OF, **TABLES), *dates, **kept))  # type: ignore[arg-type]
    told = 0
    for kpi in KPIS:
        line = monthly(kpi, report.evaluator)
        if line is None:
            continue
        told += 1
        for later, point in enumerate(line.points):
            start = first_of_month(line.start, later)
            alone = Report(report.slice.within(_within(report, start)))
            value = measure(kpi, alone.evaluator).value
            if value is None:
                assert point is None, (kpi.id, start)
            else:
                assert point == pytest.approx(value, abs=1e-9), (kpi.id, start)
        assert line.begins_partial == (_within(report, line.start).start != line.start)
        last = _within(report, start)
        assert line.is_partial == (last.end != first_of_month(start, 1) - DAY or last.end > AS_OF)
    assert told >= 20


def test_scores_and_complaints_have_a_line() -> None:
    tables: dict[str, Any] = TABLES
    names = ("engagement_score", "complaints", "complaint_rate")
    assert all(_points(name, **tables) for name in names)
    service = {"opened": ["2025-01-05", "2025-03-09", None, "2025-03-31"]}  # no kind: all of them
    assert _points("complaints", as_of=dt.date(2025, 3, 31), service=service) == (1, 0, 2)
    orders = {"date": ["2025-01-02"] * 4 + ["2025-02-02"] + ["2025-03-02"] * 5}
    assert _points("complaint_rate", as_of=dt.date(2025, 3, 31), orders=orders, service=service) == (25, 0, 40)


def test_a_count_is_that_of_the_chart() -> None:
    report = Report(a_slice(state(as_of=AS_OF, **TABLES), "2025-01", "2025-04"))  # type: ignore[arg-type]
    line = monthly(BY_ID["leads"], report.evaluator)
    assert line is not None
    assert line.points == tuple(month.count for month in by_month(LEADS, report.evaluator).months)
    assert not line.is_partial


def test_months_at_the_end_are_0_for_counts_and_gaps_for_rates() -> None:
    """The leads go up to the as-of day; of orders nothing is known after the last that was written down."""
    data = state(
        as_of=dt.date(2025, 5, 20),
        leads={"created": ["2025-01-03", "2025-02-03"], "won": ["2025-01-09", None], "amount": [100, None]},
        orders={"customer": ["a", "b"], "date": ["2025-01-03", "2025-03-04"], "amount": [10, 20]},
    )
    evaluator = Report(a_slice(data, "2025-01-01", "2025-12-31")).evaluator
    found = {name: monthly(BY_ID[name], evaluator) for name in ("leads", "deal_revenue", "average_deal", "orders")}
    assert {name: None if line is None else line.points for name, line in found.items()} == {
        "leads": (1, 1, 0, 0, 0),
        "deal_revenue": (100, 0, 0, 0, 0),
        "average_deal": (100, None, None, None, None),
        "orders": (1, 0, 1),
    }
    assert [line.is_partial for line in found.values() if line is not None] == [True, True, True, False]


def test_months_without_a_divisor_or_a_value_are_gaps() -> None:
    data = dataset(
        as_of=dt.date(2025, 3, 31),
        leads={"created": ["2025-01-03", "2025-03-05", "2025-03-06"], "responded": ["2025-01-04", None, None]},
        costs={"date": ["2025-01-01", "2025-02-01"], "until": ["2025-01-31", "2025-02-28"], "amount": [100, 50]},
    )
    evaluator = Report(a_slice(data)).evaluator
    found = [monthly(BY_ID[name], evaluator) for name in ("cpl", "spend", "response_time")]
    points = [() if line is None else line.points for line in found]
    assert points[:2] == [(pytest.approx(100), None, None), (pytest.approx(100), pytest.approx(50))]
    assert points[2] == (points[2][0], None, None)


def _points(
    name: str, *, channel: str | None = None, as_of: dt.date = AS_OF, **tables: Any
) -> tuple[float | None, ...] | None:
    whole = state(as_of=as_of, **tables)
    chosen = a_slice(whole) if channel is None else a_slice(whole, channel=channel)
    line = monthly(BY_ID[name], Report(chosen).evaluator)
    return None if line is None else line.points


def test_a_month_whose_part_is_more_than_the_whole_is_a_gap() -> None:
    web = {"date": ["2025-01-03", "2025-02-03", "2025-03-03"], "sessions": [10, 10, 10], "bounces": [5, 12, 10]}
    found = monthly(BY_ID["bounce_rate"], Report(a_slice(state(web=web, as_of=AS_OF))).evaluator)
    assert found is not None
    assert found.points == (0.5, None, 1.0)


def test_a_month_in_which_no_expense_is_written_down_is_a_gap() -> None:
    """As the KPI says of that month alone: nobody wrote it down, which is not 0."""
    leads = {"created": ["2025-01-03", "2025-02-03", "2025-03-03", "2025-04-03"]}
    costs = {"date": ["2025-01-05", "2025-03-05"], "amount": [100, 50]}
    february = a_slice(dataset(leads=leads, costs=costs), "2025-02")
    for name, points in (("spend", (100, None, 50)), ("cpl", (100, None, 50, None))):
        assert measure(BY_ID[name], Report(february).evaluator).value is None
        assert _points(name, as_of=dt.date(2025, 4, 30), leads=leads, costs=costs) == points


def test_a_month_without_a_sale_has_a_revenue_of_none() -> None:
    """Sales that are not there are 0: of the spend of a month nothing came back."""
    leads = {"created": ["2025-01-03"] * 2, "won": [None, "2025-02-03"], "amount": [70, 30]}
    costs = {"date": ["2025-01-05", "2025-02-05", "2025-03-05"], "amount": [100, 50, 20]}
    march = dt.date(2025, 3, 31)
    assert _points("roas", as_of=march, leads=leads, costs=costs) == (0, 0.6, 0)
    unsold = leads | {"won": [None, None]}
    assert _points("roas", as_of=march, leads=unsold, costs=costs) == (0, 0, 0)


def test_expenses_without_a_day_are_of_no_month() -> None:
    leads = {"created": ["2025-01-03"]}
    costs: dict[str, list[Any]] = {"date": [None], "amount": [100]}
    assert _points("cpl", as_of=dt.date(2025, 1, 31), leads=leads, costs=costs) == (None,)
    assert _points("spend", leads=leads, costs=costs) is None


def test_answers_in_time_are_told_by_month() -> None:
    """January: one within the two hours, one after three; February: one that waits since; March: nobody."""
    leads = {
        "created": ["2025-01-06 09:00", "2025-01-07 09:00", "2025-02-10 09:00", "2025-02-11 09:00"],
        "responded": ["2025-01-06 10:00", "2025-01-07 12:00", None, "2025-02-11 09:30"],
    }
    target = replace(Settings(), response_target=2.0)
    whole = state(as_of=dt.date(2025, 3, 31), leads=leads, settings=target)
    line = monthly(BY_ID["response_within_target"], Report(a_slice(whole, "2025-01-07", "2025-03-31")).evaluator)
    assert line is not None
    assert (line.points, line.begins_partial, line.is_partial) == ((0, 0.5, None), True, False)


def test_what_a_month_alone_would_tell_otherwise_has_no_line() -> None:
    """Of a year nine customers of ten come back, of a month hardly any: a line by month is another figure."""
    evaluator = Report(a_slice(state(as_of=AS_OF, **TABLES))).evaluator  # type: ignore[arg-type]
    assert [monthly(BY_ID[name], evaluator) for name in ("repeat_rate", "retention_rate")] == [None, None]


def test_seconds_are_told_in_minutes() -> None:
    web = {"date": ["2025-01-03", "2025-02-03"], "sessions": [10, 4], "total_time": [600, 480]}
    assert _points("avg_time_on_site", web=web) == (1, 2)


def test_a_median_of_nobody_has_no_line() -> None:
    leads: dict[str, list[Any]] = {
        "created": ["2025-01-06 09:00"] * 2, "responded": ["2025-01-06 11:00", None], "channel": ["Google", "Flyer"],
    }  # fmt: skip
    january = dt.date(2025, 1, 31)
    assert _points("response_time", as_of=january, leads=leads) == (2,)
    assert _points("response_time", as_of=january, leads=leads, channel="Google") == (2,)
    assert _points("response_time", leads=leads, channel="Flyer") is None
    assert _points("response_time", leads=leads | {"responded": [None, None]}) is None


def test_what_cannot_be_counted_a_month_has_no_line() -> None:
    evaluator = Report(a_slice(dataset(leads={"created": [None], "status": ["Nouveau"]}))).evaluator
    assert [monthly(BY_ID[name], evaluator) for name in ("leads", "cpl", "repeat_rate", "time_to_convert")] == [
        None
    ] * 4
