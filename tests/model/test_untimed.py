"""Figures of files that hold days without a time of day: read to the close of the day, and said so."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from leaddesk.model import daycounts
from leaddesk.model.account import of_kpi
from leaddesk.model.kpis import BY_ID
from leaddesk.model.report import Report
from leaddesk.model.untimed import UNTIMED
from tests.builders import a_slice, state
from tests.model.worked import ENGLISH, FRENCH, kpi, why

AS_OF = dt.date(2025, 1, 31)
MONDAY, TUESDAY = "2025-01-06", "2025-01-07"


def days_alone() -> dict[str, Any]:
    """Seven leads, four of them answered on their day and three on the next, all without a time."""
    return {"created": [MONDAY] * 7, "responded": [MONDAY] * 4 + [TUESDAY] * 3}


def answers_alone() -> dict[str, Any]:
    """Three answered on their day, 9 h before it closes, two on the next, 9 and 5 h later at least."""
    created = [f"{MONDAY} 10:00"] * 4 + [f"{MONDAY} 14:00"]
    return {"created": created, "responded": [MONDAY] * 3 + [TUESDAY] * 2}


def test_a_day_without_a_time_is_never_answered_at_once() -> None:
    found = kpi("response_time", state(leads=days_alone(), as_of=AS_OF))
    assert (found.value, found.n, found.unknown) == (11, 7, 0)
    assert kpi("response_time_p90", state(leads=days_alone(), as_of=AS_OF)).value == 22
    assert kpi("response_time_all", state(leads=days_alone(), as_of=AS_OF)).value == 11


def test_an_answer_of_the_day_is_not_left_out() -> None:
    found = kpi("response_time", state(leads=answers_alone(), as_of=AS_OF))
    assert (found.value, found.n, found.unknown) == (9, 5, 0)  # 9, 9, 9, 20, 16
    assert kpi("response_time_all", state(leads=answers_alone(), as_of=AS_OF)).value == 9


@pytest.mark.parametrize("made", [days_alone, answers_alone])
def test_who_was_answered_in_time_is_not_told_where_the_days_do_not_say(made: Any) -> None:
    found = kpi("response_within_target", state(leads=made(), as_of=AS_OF))
    assert why(found).startswith("too many answers have a day and no time: write the time down")


def test_where_few_are_unsure_they_are_late_and_counted() -> None:
    leads = {"created": [f"{MONDAY} 10:00"] * 5, "responded": [f"{MONDAY} 11:00"] * 4 + [MONDAY]}
    found = kpi("response_within_target", state(leads=leads, as_of=AS_OF))
    assert (found.value, found.n) == (4 / 5, 5)
    assert found.note is not None
    assert ENGLISH.text(found.note) == "1 answer has a day and no time, and counts as late"


def test_a_late_day_is_late_without_its_time() -> None:
    leads = {"created": [f"{MONDAY} 10:00"] * 3, "responded": ["2025-01-08"] * 3}
    found = kpi("response_within_target", state(leads=leads, as_of=AS_OF))
    assert (found.value, found.n, found.note) == (0, 3, None)


@pytest.mark.parametrize("name", ["response_time", "response_time_p90", "response_time_all"])
def test_a_figure_read_to_the_day_says_so(name: str) -> None:
    found = kpi(name, state(leads=days_alone(), as_of=AS_OF))
    assert found.note == UNTIMED
    assert FRENCH.text(UNTIMED) != ENGLISH.text(UNTIMED)
    timed = {"created": [f"{MONDAY} 10:00"] * 3, "responded": [f"{MONDAY} 11:00"] * 2 + [MONDAY]}
    assert kpi(name, state(leads=timed, as_of=AS_OF)).note is None


def test_the_popup_says_so() -> None:
    report = Report(a_slice(state(leads=days_alone(), as_of=AS_OF)))
    figure = next(one for one in report.kpis if one.kpi is BY_ID["response_time"])
    assert of_kpi(figure, report).note == UNTIMED


def test_so_do_requests() -> None:
    service = {"opened": [f"{MONDAY} 09:00"] * 3, "answered": [MONDAY, MONDAY, TUESDAY]}
    found = kpi("service_response_time", state(service=service, as_of=AS_OF))
    assert (found.value, found.n, found.unknown, found.note) == (10, 3, 0, UNTIMED)


def test_a_large_table_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    leads = {**days_alone(), "channel": ["Google"] * 5 + ["Salon"] * 2}
    leads["responded"][5:] = [f"{MONDAY} 09:00"] * 2
    leads["created"][5:] = [f"{MONDAY} 08:30"] * 2
    few = [
        kpi("response_time", state(leads=leads, as_of=AS_OF), "2025-01", channel=one).note
        for one in ("Google", "Salon")
    ]
    monkeypatch.setattr(daycounts, "MANY", 1)
    many = [
        kpi("response_time", state(leads=leads, as_of=AS_OF), "2025-01", channel=one).note
        for one in ("Google", "Salon")
    ]
    assert few == many == [UNTIMED, None]
