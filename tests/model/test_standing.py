"""What cannot be told of an objective, why, and figures that are to stay low."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.model import costchance, sharechance
from leaddesk.model.costchance import cost_outlook, expenses, spend_per
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.kpi import Better
from leaddesk.model.kpis import BY_ID
from leaddesk.model.measuring import measure
from leaddesk.model.objective import Objective
from leaddesk.model.objectives import objectives, operation_days, to_type, typed
from leaddesk.model.period import Period
from leaddesk.model.rhythm import combined, series
from leaddesk.model.sharechance import share_outlook
from leaddesk.model.standing import NO_END, OTHERWISE, OVER, TOO_EARLY, TOO_FAR, Standing, standing
from leaddesk.model.terms import LEADS, QUALIFICATION_DECISIONS, TIME_TO_CONVERT
from leaddesk.text import language
from tests.builders import a_slice, period, state

if TYPE_CHECKING:
    from leaddesk.model.state import State

EN = language("en")
DAY = dt.timedelta(days=1)
JUNE, AS_OF = period("2025-06"), dt.date(2025, 6, 10)


def days_up_to(last: dt.date, count: int) -> list[str]:
    return [(last - number * DAY).isoformat() for number in range(count)]


def of(**tables: Any) -> State:
    return state(as_of=AS_OF, **tables)


def stands(data: State, kpi: str, target: float, during: Period = JUNE) -> Standing:
    return standing(Objective(kpi, target, during), data)


def monthly_bills(day: int, amounts: list[float]) -> dict[str, Any]:
    """A bill on that day of each month of 2025."""
    return {"date": [f"2025-{month:02}-{day:02}" for month in range(1, len(amounts) + 1)], "amount": amounts}


# -- the words of a table ----------------------------------------------------------------------------------------------


def test_rows_without_a_target_or_a_period_are_told_and_blank_ones_are_not() -> None:
    table: dict[str, Any] = {
        "kpi": ["leads", None, "leads"], "period": ["2025-06", None, None], "operation": [None, None, "Salon"],
        "target": [None, None, 5],
    }  # fmt: skip
    found = objectives(of(objectives=table))
    assert found.found == ()
    assert [(one.row, EN.text(one.reason)) for one in found.misread] == [
        (0, "there is no target"),
        (2, "no operation of that name has a start and an end"),
    ]


def test_the_days_of_an_operation() -> None:
    operations: dict[str, Any] = {
        "name": ["Salon", "salon", "Foire", "Foire"],
        "start": ["2025-03-10", "2025-05-01", "2025-06-01", "2025-06-09"],
        "end": ["2025-03-20", "2025-05-03", None, "2025-06-01"],
    }
    data = of(operations=operations)
    assert operation_days(data, "SALON") == period("2025-03-10", "2025-05-03")
    assert operation_days(data, "Foire") is None, "it has no end, and ends before its start"
    assert operation_days(data, "Gala") is None
    assert operation_days(of(operations={"name": ["Salon"], "start": ["2025-03-10"]}), "Salon") is None


def test_percentages_are_typed_as_such() -> None:
    share, count = BY_ID["conversion_rate"], BY_ID["leads"]
    assert [typed(share, 25), typed(count, 25)] == [0.25, 25]
    assert to_type(Objective("conversion_rate", 0.25, JUNE)) == 25
    assert to_type(Objective("leads", 25, JUNE)) == 25


# -- counts and amounts ------------------------------------------------------------------------------------------------


def test_a_count_that_is_to_stay_low(monkeypatch: pytest.MonkeyPatch) -> None:
    """That it is 60 at most and that it is 61 at least are all there is."""
    data = of(leads={"created": days_up_to(AS_OF, 90) * 2})
    least = stands(data, "leads", 61)
    monkeypatch.setitem(BY_ID, "leads", replace(BY_ID["leads"], better=Better.DOWN))
    most = stands(data, "leads", 60)
    assert most.probability is not None
    assert least.probability is not None
    assert most.probability + least.probability == pytest.approx(1)
    assert (most.actual.value, most.is_met, most.needed_per_week) == (20, True, None)
    assert stands(data, "leads", 19).is_met is False


def test_without_a_beginning_or_an_end_only_the_figure_is_told() -> None:
    found = stands(of(leads={"created": days_up_to(AS_OF, 90)}), "leads", 60, Period(None, AS_OF))
    assert (found.actual.value, found.gap, found.probability, found.absent) == (90, None, None, NO_END)


def test_the_median_of_a_single_answer_has_a_gap_and_no_chance() -> None:
    leads = {"created": ["2025-06-02 10:00"], "responded": ["2025-06-02 12:00"]}
    found = stands(of(leads=leads), "response_time", 4)
    assert (found.actual.value, found.gap, found.is_met) == (2, -2, True)
    assert (found.probability, found.absent) == (None, sharechance.TOO_FEW)
    assert spend_per(TIME_TO_CONVERT) is None


# -- shares ------------------------------------------------------------------------------------------------------------


def test_leads_without_a_state_have_no_share() -> None:
    found = stands(of(leads={"created": days_up_to(AS_OF, 90)}), "conversion_rate", 0.5)
    assert (found.actual.value, found.actual.n) == (None, 10)
    assert found.absent == found.actual.absent


def test_a_share_needs_days_to_be_followed_by() -> None:
    undated = {"status": ["won", "lost"] * 20}
    found = stands(of(leads=undated), "conversion_rate", 0.5)
    assert found.absent is not None
    assert "“Created on”" in EN.text(found.absent)
    unsold = {"created": days_up_to(AS_OF, 40), "status": ["won", "new"] * 20, "won": [None] * 40}
    found = stands(of(leads=unsold), "conversion_rate", 0.5)
    assert found.absent == TIME_TO_CONVERT.none


def decided(days: list[str]) -> dict[str, list[Any]]:
    """Leads created on these days, each decided on the day after: the first one won, the second lost, and so on."""
    after = [(dt.date.fromisoformat(day) + DAY).isoformat() for day in days]
    is_won = [place % 2 == 0 for place in range(len(days))]
    return {
        "created": list(days),
        "status": ["won" if one else "lost" for one in is_won],
        "won": [day if one else None for day, one in zip(after, is_won, strict=True)],
        "lost": [None if one else day for day, one in zip(after, is_won, strict=True)],
    }


def test_the_leads_to_come_of_a_short_history_are_not_known() -> None:
    """Forty leads within ten days say what share is won, but not how many more will come; 29 do not even say that."""
    days = sorted(days_up_to(AS_OF - DAY, 10) * 4)
    for leads in (decided(days), decided(days[:29])):
        assert stands(of(leads=leads), "conversion_rate", 0.5).absent == sharechance.TOO_FEW


def test_the_share_of_a_period_that_is_over_hangs_on_its_open_leads_alone() -> None:
    """Of May's 62 leads half were won. Were the last two open yet, 30 would be won, and 32 at most in the end."""
    days = sorted(days_up_to(dt.date(2025, 5, 31), 90) * 2)
    leads, may = decided(days), period("2025-05")
    done = stands(of(leads=leads), "conversion_rate", 0.5, may)
    assert (done.actual.value, done.absent, done.is_over, done.probability) == (0.5, OVER, True, None)
    for name, last in (("status", "new"), ("won", None), ("lost", None)):
        leads[name][-2:] = [last, last]
    young = stands(of(leads=leads), "conversion_rate", 0.5, may)
    assert young.actual.value == 30 / 62
    assert young.expected is not None
    assert young.expected.low is not None
    assert young.expected.high is not None
    assert 30 / 62 - 1e-9 <= young.expected.low <= young.expected.high <= 32 / 62 + 1e-9
    assert young.probability is not None


def test_a_share_of_the_decided_adds_those_of_both_fates() -> None:
    """Each day one lead is qualified, and for half of the time another one is lost before that."""
    days, later = days_up_to(AS_OF, 100), days_up_to(AS_OF, 50)
    leads = {"created": days + later, "status": ["qualified"] * 100 + ["spam"] * 50}
    whole = Evaluator(a_slice(of(leads=leads)))
    found = combined(QUALIFICATION_DECISIONS, whole)
    assert found is not None
    assert found.amounts.tolist() == [1] * 49 + [2] * 50, "the first day of all was chosen for having one"
    outlook = stands(of(leads=leads), "qualification_rate_decided", 0.5)
    assert outlook.actual.value == 0.5
    assert outlook.probability is not None
    alone = combined(QUALIFICATION_DECISIONS, Evaluator(a_slice(of(leads={"created": days, "status": ["spam"] * 100}))))
    assert alone is not None
    assert alone.amounts.tolist() == [1] * 99
    nobody = Evaluator(a_slice(of(leads={"created": days, "status": ["new"] * 100})))
    assert combined(QUALIFICATION_DECISIONS, nobody) is None
    assert combined(TIME_TO_CONVERT, nobody) is None


def test_only_a_ratio_is_a_share() -> None:
    whole = Evaluator(a_slice(of(leads={"created": days_up_to(AS_OF, 9)})))
    with pytest.raises(TypeError, match="proportion"):
        share_outlook(BY_ID["leads"], whole, whole, (0, 1, 2), 0.5)


# -- costs -------------------------------------------------------------------------------------------------------------


def test_expenses_without_a_day_tell_nothing_of_months() -> None:
    found = stands(of(costs={"date": [None], "amount": [5.0]}), "spend", 100)
    assert found.absent == costchance.TOO_FEW


def test_what_comes_in_ten_years_is_not_told() -> None:
    data = of(costs=monthly_bills(2, [100] * 6))
    assert stands(data, "spend", 100).probability is not None
    assert stands(data, "spend", 100, period("2025-04", "2036-01")).absent == costchance.TOO_FEW


def test_what_comes_long_after_the_files_is_not_told() -> None:
    """A rhythm of three months says something of this spring, nothing of one in years."""
    data = of(leads={"created": days_up_to(AS_OF, 90), "status": ["won"] * 90, "won": days_up_to(AS_OF, 90)})
    assert stands(data, "leads", 60, period("2026-01")).probability is not None
    for kpi in ("leads", "customers", "win_rate"):
        assert stands(data, kpi, 60, period("2027-01")).absent == TOO_FAR


def test_customers_have_a_forecast_too_which_may_say_otherwise() -> None:
    data = of(leads={"created": days_up_to(AS_OF, 90), "status": ["won"] * 90, "won": days_up_to(AS_OF, 90)})
    assert stands(data, "customers", 60).note == OTHERWISE
    assert stands(data, "leads", 60).note is None


def test_the_cost_of_a_lead_needs_leads() -> None:
    costs = monthly_bills(2, [100] * 6)
    assert stands(of(costs=costs, leads={"created": [None]}), "cpl", 10).absent == TOO_EARLY
    ceased = {"created": ["2024-12-30", "2024-12-31"]}
    assert stands(of(costs=costs, leads=ceased), "cpl", 10).absent == costchance.TOO_FEW


def test_a_period_that_ends_within_a_month_has_the_same_days_of_past_months() -> None:
    """Up to the 20th: bills of the 15th are still to come, those of the 25th are not of it."""
    until = period("2025-06-01", "2025-06-20")
    for day, comes in ((15, 100), (25, 0)):
        found = stands(of(costs=monthly_bills(day, [100] * 5)), "spend", 120, until)
        assert found.expected is not None
        assert found.expected.value == pytest.approx(comes)


def test_only_a_sum_over_days_is_of_expenses() -> None:
    whole = Evaluator(a_slice(of(leads={"created": days_up_to(AS_OF, 9), "amount": [5] * 9, "won": [None] * 9})))
    total = BY_ID["deal_revenue"].expression
    with pytest.raises(TypeError, match="over days"):
        expenses(total, whole)  # type: ignore[arg-type]
    assert cost_outlook((), series(LEADS, whole), (0.0, 0.0), (0, 1, 2), 5.0) is None


# -- operations --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("campaigns", [["salon", "Salon", "Foire"], [None, None, None]])
def test_what_operations_bring_is_told_of_one_of_them(campaigns: list[str | None]) -> None:
    data = of(
        operations={
            "name": ["Salon", "Foire"], "start": ["2025-06-01"] * 2, "targeted": [100, 50], "participants": [10, 20],
        },
        leads={"created": ["2025-06-02"] * 3, "campaign": campaigns, "email": ["a@x.fr", "b@x.fr", "c@x.fr"]},
    )  # fmt: skip
    taken = standing(Objective("participation_rate", 0.2, JUNE, operation="SALON"), data)
    assert (taken.actual.value, taken.actual.n, taken.note) == (0.1, 100, None)
    new = standing(Objective("new_data_share", 0.5, JUNE, operation="salon"), data).actual
    assert (new.value, new.n) == ((1, 2) if campaigns[0] else (None, 0))


def test_a_campaign_filter_keeps_the_operation_of_that_name() -> None:
    data = of(operations={"name": ["Salon", None], "start": ["2025-06-01"] * 2, "targeted": [100, 50],
                          "participants": [10, 20]}, leads={"campaign": ["salon", "x"]})  # fmt: skip
    kpi = BY_ID["participation_rate"]
    assert measure(kpi, Evaluator(a_slice(data, "2025-06", campaign="salon"))).value == 0.1
    assert measure(kpi, Evaluator(a_slice(data, "2025-06", campaign=[None]))).value == 0.4
    assert measure(kpi, Evaluator(a_slice(data, "2025-06", campaign="x"))).value is None
    assert measure(kpi, Evaluator(a_slice(data, "2025-06", channel="x"))).absent is not None
