"""How likely figures that a Method works out reach a target, where days add up to them: on tables worked by hand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.model.evaluate import Evaluator
from leaddesk.model.fullcost import UNSAID
from leaddesk.model.intime import in_time_by_days
from leaddesk.model.kpis import BY_ID
from leaddesk.model.method import Method
from leaddesk.model.objective import Objective
from leaddesk.model.opening import OpeningHours
from leaddesk.model.prospect import Daily
from leaddesk.model.resampling import BY_MONTHS, BY_WEEKS, TOO_FEW
from leaddesk.model.settings import Settings
from leaddesk.model.standing import BY_DAYS, NOT_BEGUN, Standing, standing
from tests.builders import a_slice, period, state

if TYPE_CHECKING:
    from leaddesk.model.period import Period
    from leaddesk.model.state import State

AS_OF = dt.date(2025, 6, 10)  # a Tuesday
JUNE = period("2025-06")
DAYS = [(AS_OF - dt.timedelta(days=ago)).isoformat() for ago in range(100)]
ALWAYS = Settings(opening=OpeningHours((True,) * 7, holidays=False))


def stands(of: State, kpi: str, target: float, during: Period = JUNE) -> Standing:
    return standing(Objective(kpi, target, during), of)


def of(settings: Settings | None = None, **tables: Any) -> State:
    return state(as_of=AS_OF, settings=settings, **tables)


# -- answers in time ---------------------------------------------------------------------------------------------------


def answered(hours: list[int | None]) -> dict[str, list[str | None]]:
    """A lead at nine of each of the last days, and how many hours later it is answered."""
    days = DAYS[: len(hours)]
    late = [None if one is None else f"{day} {9 + one:02}:00" for day, one in zip(days, hours, strict=True)]
    return {"created": [f"{day} 09:00" for day in days], "responded": late}


def test_all_answered_in_time_make_the_next_one_not_sure() -> None:
    """A lead a day for fourteen weeks: the last 13 whole ones that end on a Monday, and part of one."""
    found = stands(of(leads=answered([1] * 100)), "response_within_target", 0.9)
    assert (found.actual.value, found.how) == (1, BY_WEEKS)
    assert found.probability == pytest.approx(1 - 1 / 16)
    assert found.expected is not None
    assert (found.expected.value, found.expected.low, found.expected.high) == (1, 1, 1)


def test_half_of_the_answers_are_late() -> None:
    """One hour or nine by turns, four is the target: half is an even chance, a fifth more or less is none."""
    data = of(ALWAYS, leads=answered([1, 9] * 50))
    low, even, high = (stands(data, "response_within_target", share).probability for share in (0.3, 0.5, 0.7))
    assert low is not None
    assert even is not None
    assert high is not None
    assert low > 0.95
    assert 0.25 < even < 0.75
    assert high < 0.05


def test_who_waits_is_answered_in_time_as_often_as_those_who_waited_as_long() -> None:
    """Closing is at 19: who came at 17:59 waits for an hour, of four. Those of earlier days all waited that long, and
    two thirds were answered after two hours, the others after nine.
    """
    created = [f"{day} 09:00" for day in DAYS[1:91]] + [f"{AS_OF} 17:59"] * 12
    responded = [f"{day} {11 if place % 3 else 18}:00" for place, day in enumerate(DAYS[1:91])] + [None] * 12
    data = of(ALWAYS, leads={"created": created, "responded": responded})
    here, whole = Evaluator(a_slice(data, "2025-06-01", "2025-06-10")), Evaluator(a_slice(data))
    found = in_time_by_days(here, whole)
    assert isinstance(found, Daily)
    assert set(found.own[:, 1]) == {9 + 12}
    assert found.own[:, 0].mean() == pytest.approx(6 + 12 * 2 / 3, abs=0.6)
    assert found.terms[1].amounts[-1] == 12


def test_answers_without_a_time_have_no_chance() -> None:
    leads = {"created": DAYS, "responded": DAYS}
    found = stands(of(leads=leads), "response_within_target", 0.9)
    assert (found.probability, found.absent) == (None, found.actual.absent)


# -- contacts, customers, complaints -----------------------------------------------------------------------------------


def test_all_contacts_so_far_count_and_those_to_come() -> None:
    """Of a hundred contacts half agreed; twenty more come, so the share cannot move far."""
    data = of(leads={"created": DAYS, "optin_email": [1.0, 0.0] * 50})
    low, high = (stands(data, "optin_email", share).probability for share in (0.45, 0.55))
    assert low is not None
    assert high is not None
    assert low > 0.9
    assert high < 0.1
    assert stands(data, "optin_sms", 0.5).absent is not None


def test_usable_contacts() -> None:
    leads = {"created": DAYS, "name": ["A"] * 100, "email": [f"p{one}@site.fr" for one in range(100)]}
    found = stands(of(leads=leads), "data_quality", 0.95)
    assert found.actual.value == 1
    assert found.probability == pytest.approx(1 - 1 / 16)


def test_promoters_less_detractors() -> None:
    """Three marks a day, of which one is 10, one 8 and one 2: 0 in the mean."""
    data = of(surveys={"date": DAYS * 3, "recommendation": [10] * 100 + [8] * 100 + [2] * 100})
    found = stands(data, "nps", -1)
    assert found.actual.value == 0
    assert found.probability == pytest.approx(1 - 1 / 16)
    assert stands(of(surveys={"date": DAYS, "recommends": [1] * 100}), "nps", 5).absent == TOO_FEW
    assert stands(of(surveys={"date": DAYS}), "nps", 5).absent is not None


def test_complaints_are_told_like_any_count() -> None:
    """One a day: 30 in June. That there are 30 at most, or half a one more, is the same."""
    data = of(service={"opened": DAYS, "kind": ["retard"] * 100}, orders={"date": DAYS * 4})
    found, more = (stands(data, "complaints", most) for most in (30, 30.5))
    assert (found.actual.value, found.how, found.needed_per_week) == (10, BY_DAYS, None)
    assert found.due == pytest.approx(10, abs=0.5)
    assert found.probability == more.probability
    assert found.probability is not None
    assert 0.4 < found.probability < 0.7
    rate = stands(data, "complaint_rate", 25)
    assert (rate.actual.value, rate.how) == (25, BY_WEEKS)
    assert rate.probability == pytest.approx(1 - 1 / 16)
    assert stands(of(service={"opened": DAYS}, orders={"amount": [5.0]}), "complaint_rate", 25).probability is None


def test_the_full_cost_of_a_customer_counts_the_hours_of_the_whole_period() -> None:
    """600 a month and 30 customers in June, and hours of 1,000: some 53 each; today's figure has ten days of hours."""
    costs = {"date": [f"2025-{month:02}-01" for month in range(1, 7)], "amount": [600.0] * 6}
    days = [(AS_OF - dt.timedelta(days=ago)).isoformat() for ago in range(160)]
    leads = {"created": days, "status": ["won"] * 160, "won": days}
    hours = Settings(selling_hours=40, selling_rate=25)
    found = stands(of(hours, costs=costs, leads=leads), "full_cac", 60)
    assert found.how == BY_MONTHS
    assert found.expected is not None
    assert found.expected.value == pytest.approx((600 + 1000 * 30 / (365.25 / 12)) / 30, rel=0.01)
    assert stands(of(costs=costs, leads=leads), "full_cac", 60).absent == UNSAID


@pytest.mark.parametrize("kpi", [one.id for one in BY_ID.values() if isinstance(one.expression, Method)])
@pytest.mark.parametrize("leads", [None, {"name": ["A"]}, {"created": [None], "status": ["won"], "amount": [None]}])
def test_what_the_data_lacks_is_said(kpi: str, leads: dict[str, Any] | None) -> None:
    tables: dict[str, Any] = {} if leads is None else {"leads": leads}
    for month in ("2025-05", "2025-06", "2025-07"):
        found = stands(of(**tables), kpi, 5, period(month))
        assert (found.probability, found.absent is None) == (None, False)


def test_a_period_to_come_is_told_where_days_bring_it() -> None:
    data = of(leads=answered([1] * 100))
    found = stands(data, "response_within_target", 0.9, period("2025-07"))
    assert found.actual.absent == NOT_BEGUN
    assert found.probability == pytest.approx(1 - 1 / 16, abs=0.01)
