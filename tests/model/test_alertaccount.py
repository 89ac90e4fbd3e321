"""What is told of the figure that an alert speaks of."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.model.alertaccount import USUAL, of_alert
from leaddesk.model.kpis import BY_ID
from leaddesk.model.report import Report
from leaddesk.model.usual import by_age
from leaddesk.text import language
from tests.builders import a_slice, state
from tests.model.test_alerts import AS_OF, created

if TYPE_CHECKING:
    from leaddesk.model.account import Account
    from leaddesk.model.alerts import Alert

EN = language("en")


def leads() -> dict[str, list[Any]]:
    """Answers of an hour take four in March. Half of the leads are won on the day they come, those of March after 12
    days.
    """
    days = [day for day in created(0) if dt.date.fromisoformat(day).weekday() < 5]
    late = [day.startswith("2026-03") for day in days]
    won = [number % 2 == 0 for number in range(len(days))]
    later = [
        (dt.date.fromisoformat(day) + dt.timedelta(12 * slow)).isoformat() for day, slow in zip(days, late, strict=True)
    ]
    return {
        "created": [f"{day} 10:00" for day in days],
        "responded": [f"{day} {'14' if slow else '11'}:{number % 50:02}" for number, (day, slow) in
                      enumerate(zip(days, late, strict=True))],
        "status": ["won" if one else "lost" for one in won],
        "won": [day if one else None for day, one in zip(later, won, strict=True)],
        "lost": [None if one else day for day, one in zip(days, won, strict=True)],
    }  # fmt: skip


@pytest.fixture(scope="module")
def told() -> dict[str, tuple[Alert, Report, Account]]:
    report = Report(a_slice(state(as_of=AS_OF, leads=leads()), "2025-12"))
    return {one.kpi.id: (one, *of_alert(report, one)) for one in report.alerts.alerts}


def test_a_conversion_within_days_tells_those_alone(told: dict[str, tuple[Alert, Report, Account]]) -> None:
    alert, month, account = told["conversion_rate"]
    assert alert.within == 10
    assert EN.text(account.label) == "Conversion rate lead → customer, within 10 days"
    assert account.measure == alert.actual
    part, whole = account.counted
    assert (len(part), len(whole)) == (0, alert.actual.n)
    assert EN.text(part.what) == "leads of the period that became customers within 10 days"
    assert account.filled is not None
    assert EN.text(account.filled) == f"0 / {len(whole)}"
    assert sorted(account.traced[0].counted.tolist()) == alert.leads.tolist()
    (unlimited,) = account.neighbours
    assert unlimited.measure == month.figure(alert.kpi).measure
    assert unlimited.measure.value == pytest.approx(0.5, abs=0.05), "they were won later"


def test_what_is_usual_stands_beside_it_and_how_it_was_found(told: dict[str, tuple[Alert, Report, Account]]) -> None:
    for kpi, words in (
        ("conversion_rate", "the share of up to a year before"),
        ("response_time", "the same figure of up to a year before"),
    ):
        alert, _month, account = told[kpi]
        (usual,) = account.beside
        assert (usual.label, usual.measure) == (USUAL, alert.usual)
        assert account.note is not None
        assert words in EN.text(account.note)
    assert told["response_time"][2].label == BY_ID["response_time"].label


def test_a_count_has_its_weekdays_and_seasons() -> None:
    report = Report(a_slice(state(as_of=AS_OF, leads={"created": created(31)})))
    (alert,) = report.alerts.alerts
    month, account = of_alert(report, alert)
    assert account.measure.value == alert.actual.value == len(month.leads) == 31
    assert account.note is not None
    assert "weekdays and seasons" in EN.text(account.note)


def test_only_conversions_have_an_age() -> None:
    assert by_age(BY_ID["win_rate"], 10) is None
    assert by_age(BY_ID["leads"], 10) is None


def test_what_is_usual_of_averages_and_of_what_a_method_counts() -> None:
    """A hundred an order, in March twice as much; a request a day, in March four."""
    days = created(0)[::2]
    march = [day.startswith("2026-03") for day in days]
    orders = {"date": days * 2, "amount": [100 * (1 + late) + add for add in (-10, 10) for late in march]}
    service = {"opened": days + [day for day in days if day.startswith("2026-03")] * 3}
    report = Report(a_slice(state(as_of=AS_OF, orders=orders, service=service)))
    notes = {one.kpi.id: of_alert(report, one)[1].note for one in report.alerts.alerts}
    for kpi, words in (("aov", "by how much its months differ"), ("complaints", "weekdays and seasons")):
        note = notes[kpi]
        assert note is not None
        assert words in EN.text(note)
