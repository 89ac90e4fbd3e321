"""Objectives: the words of a spreadsheet, those set by hand, and how they stand, by hand."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any
from uuid import UUID

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from leaddesk.model.action import Action, ActionKind, Change, applied, settings_value, with_setting
from leaddesk.model.conversion import conversion
from leaddesk.model.costchance import GOES_ON, TOO_FEW
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.incidence import to_come, to_come_within
from leaddesk.model.kpinames import kpi_named
from leaddesk.model.kpis import BY_ID
from leaddesk.model.kpis.synonyms import SYNONYMS
from leaddesk.model.objective import ByHand, Objective
from leaddesk.model.objectives import objectives
from leaddesk.model.outcomes import WON, outcomes
from leaddesk.model.periodwords import period_named
from leaddesk.model.report import Report
from leaddesk.model.settings import Settings
from leaddesk.model.slice import Slice
from leaddesk.model.standing import NOT_BEGUN, OVER, TOO_EARLY, Standing
from leaddesk.text import msg
from tests.builders import a_slice, period, state
from tests.model.plain import followed

if TYPE_CHECKING:
    from leaddesk.model.state import State

DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("words", "kpi"),
    [
        ("CAC", "cac"), ("Coût par lead", "cpl"), ("coût par prospect", "cpl"), ("Nouveaux prospects", "leads"),
        ("leads", "leads"), ("New leads", "leads"), ("Taux de conversion", "conversion_rate"), ("CA", "deal_revenue"),
        ("Chiffre d’affaires", "deal_revenue"), ("objectif de clients", "customers"),
        ("conversion_rate", "conversion_rate"),
        ("ROI (on margin)", "roi"), ("MARGE", "margin"), ("Budget", "spend"),
    ],
)  # fmt: skip
def test_the_words_for_a_kpi(words: str, kpi: str) -> None:
    found = kpi_named(words)
    assert found is not None
    assert found.id == kpi


def test_words_for_no_kpi() -> None:
    assert kpi_named("météo") is None
    assert kpi_named("") is None
    assert set(SYNONYMS) <= set(BY_ID)


def test_every_kpi_is_known_by_its_names() -> None:
    for kpi in BY_ID.values():
        assert kpi_named(kpi.label.msgid) is kpi


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("2026-03", "2026-03-01", "2026-03-31"), ("mars 2026", "2026-03-01", "2026-03-31"),
        ("March 2026", "2026-03-01", "2026-03-31"), ("Févr. 26", "2026-02-01", "2026-02-28"),
        ("mars-26", "2026-03-01", "2026-03-31"), ("03/2026", "2026-03-01", "2026-03-31"),
        ("T1 2026", "2026-01-01", "2026-03-31"), ("Q2 2026", "2026-04-01", "2026-06-30"),
        ("2026-T4", "2026-10-01", "2026-12-31"), ("3e trimestre 2026", "2026-07-01", "2026-09-30"),
        ("S2 2026", "2026-07-01", "2026-12-31"), ("2026", "2026-01-01", "2026-12-31"),
        ("2026.0", "2026-01-01", "2026-12-31"), ("année 2026", "2026-01-01", "2026-12-31"),
        ("2026-03-01 00:00:00", "2026-03-01", "2026-03-31"), ("01/03/2026", "2026-03-01", "2026-03-31"),
        ("du 02/03/2026 au 15/04/2026", "2026-03-02", "2026-04-15"), ("2026-03-05", "2026-03-05", "2026-03-05"),
    ],
)  # fmt: skip
def test_the_words_for_a_period(words: str, start: str, end: str) -> None:
    assert period_named(words) == period(start, end)


@pytest.mark.parametrize(
    "words", ["", "bientôt", "13/2026", "T5 2026", "31/02/2026", "mars", "15/04/2026 - 01/03/2026"]
)
def test_words_for_no_period(words: str) -> None:
    assert period_named(words) is None


TABLE: dict[str, Any] = {
    "kpi": ["Nouveaux leads", "Taux de conversion", "météo", "CAC", "leads", "clients", "Nouveaux leads"],
    "period": ["mars 2026", "T1 2026", "2026", "un jour", None, None, "2026-03"],
    "operation": [None, None, None, None, "Printemps", None, None],
    "channel": ["Tous", "Google", None, None, None, None, None],
    "target": [60, 25, 1, 100, 30, 5, 70],
    "owner": ["Inès", None, None, None, None, None, None],
}
OPERATION: dict[str, Any] = {"name": ["Printemps"], "start": ["2026-03-10"], "end": ["2026-04-20"]}


def test_rows_are_read_and_what_is_not_understood_is_told() -> None:
    found = objectives(state(objectives=TABLE, operations=OPERATION))
    assert found.found == (
        Objective("conversion_rate", 0.25, period("2026-01", "2026-03"), "Google", row=1),
        Objective("leads", 70, period("2026-03"), row=6),
        Objective("leads", 30, period("2026-03-10", "2026-04-20"), operation="Printemps", row=4),
    )
    told = {one.row: (one.words, one.reason.msgid) for one in found.misread}
    assert told[2] == ("météo", "no KPI is called that")
    assert told[3][0] == "un jour"
    assert told[5] == ("clients", "it names neither a period nor an operation")
    assert told[0] == ("60", "a later row sets another target for the same thing")


def test_by_hand_goes_first_and_takes_away() -> None:
    march = Objective("leads", 60, period("2026-03"))
    table = {"kpi": ["leads", "CAC"], "period": ["2026-03", "2026-03"], "target": [50, 100]}
    rows = objectives(state(objectives=table)).found
    other = next(one for one in rows if one.kpi == "cac")
    settings = with_setting(Settings(), march.field, ByHand(march.field, 60, "Paul").written())
    settings = with_setting(settings, other.field, ByHand(other.field, None).written())
    found = objectives(state(objectives=table, settings=settings)).found
    assert found == (Objective("leads", 60, period("2026-03"), owner="Paul"),)


def test_set_by_hand_undone_and_done_again() -> None:
    march = Objective("leads", 60, period("2026-03"), "Bouche à oreille")
    value = ByHand(march.field, 60.0, "Inès").written()
    change = Change("settings", march.field, None, value)
    time = "2026-03-01T00:00:00.000+00:00"
    action = Action(UUID(int=1), UUID(int=2), None, time, ActionKind.SETTING, msg("Objective"), (change,))
    before = state()
    after = applied(before, action)
    assert objectives(after).found == (Objective("leads", 60, period("2026-03"), "Bouche à oreille", owner="Inès"),)
    assert settings_value(after.settings, march.field) == value
    assert settings_value(before.settings, march.field) is None
    taken_back = applied(after, action.inverse(action.id, None, action.time))
    assert objectives(taken_back).found == ()
    assert taken_back.settings.objectives == ()
    assert hash(after.settings) == hash(before.settings), "what was prepared for the data stays"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("objective:[]", "[1, \"\"]"), ("objective:[\"leads\", \"2026-13-01\", null, null, null]", "[1, \"\"]"),
        ("objective:[\"leads\", null, null, null, null]", "[\"x\", \"\"]"),
        ("objective:[\"leads\", null, null, null, null]", "[1]"),
        ("objective:[\"leads\", null, null, null, null]", "nothing"),
    ],
)  # fmt: skip
def test_other_forms_are_refused(field: str, value: str) -> None:
    with pytest.raises(ValueError, match=r"objective|month|Expecting"):
        with_setting(Settings(), field, value)


# -- how they stand ----------------------------------------------------------------------------------------------------


def daily(until: str, days: int, each: int = 2, **columns: Any) -> State:
    """So many leads a day up to a day."""
    last = dt.date.fromisoformat(until)
    created = [(last - number * DAY).isoformat() for number in range(days) for _ in range(each)]
    return state(leads={"created": created}, as_of=last, **columns)


def stands(of: State, kpi: str, target: float, *dates: str, **kept: Any) -> Standing:
    objective = Objective(kpi, target, period(*dates), **kept)
    settings = with_setting(of.settings, objective.field, ByHand(objective.field, target).written())
    found = Report(Slice(of.with_settings(settings))).standings
    assert len(found) == 1
    return found[0]


def test_a_steady_count() -> None:
    """Two leads a day for 90 days, ten days into a month of 30: a third is there, 40 of 60 are to come."""
    of = daily("2025-06-10", 90)
    found = stands(of, "leads", 60, "2025-06")
    assert (found.actual.value, found.gap, found.is_met, found.days_left) == (20, -40, False, 20)
    assert found.pace == pytest.approx(1 / 3, abs=0.02)
    assert found.due == pytest.approx(20, abs=1)
    assert found.needed_per_week == pytest.approx(14)
    assert found.expected is not None
    assert found.expected.value == pytest.approx(60, abs=1)
    assert found.probability is not None
    assert 0.4 < found.probability < 0.65
    sure, hopeless = (stands(of, "leads", target, "2025-06").probability for target in (35, 100))
    assert sure is not None
    assert hopeless is not None
    assert sure > 0.99
    assert hopeless < 0.01


def test_too_early_over_and_not_begun() -> None:
    assert stands(daily("2025-06-10", 30), "leads", 60, "2025-06").absent == TOO_EARLY
    over = stands(daily("2025-06-30", 90), "leads", 60, "2025-06")
    assert (over.absent, over.is_over, over.is_met, over.needed_per_week) == (OVER, True, True, None)
    coming = stands(daily("2025-06-10", 90), "leads", 60, "2025-07")
    assert coming.actual.absent == NOT_BEGUN
    assert (coming.pace, coming.due) == (0, 0)
    assert coming.probability is not None


def test_weekends_without_leads_do_not_count_as_behind() -> None:
    """Leads come from Monday to Friday; after the first week of June 2025 (it begins on a Sunday) none is late."""
    last = dt.date(2025, 6, 8)
    days = [last - number * DAY for number in range(98)]
    created = [day.isoformat() for day in days if day.weekday() < 5 for _ in range(2)]
    found = stands(state(leads={"created": created}, as_of=last), "leads", 42, "2025-06")
    assert found.pace == pytest.approx(5 / 21, abs=0.01)


def test_of_one_channel_and_of_one_operation() -> None:
    of = state(
        leads={
            "created": ["2025-06-02"] * 3,
            "channel": ["Google", "google", "Flyer"],
            "campaign": ["Été", None, None],
        },
        operations={"name": ["été", "Hiver"], "start": ["2025-06-01"] * 2, "end": ["2025-06-20"] * 2},
        as_of=dt.date(2025, 6, 10),
    )
    assert stands(of, "leads", 5, "2025-06", channel="GOOGLE").actual.value == 2
    nowhere = stands(of, "leads", 5, "2025-06", channel="Salon")
    assert nowhere.actual.value is None
    assert nowhere.absent is not None
    assert stands(of, "leads", 5, "2025-06-01", "2025-06-20", operation="été").actual.value == 1
    loose = stands(of, "leads", 5, "2025-06-01", "2025-06-20", operation="Hiver")
    assert (loose.actual.value, loose.note is None) == (3, False)


def bills(day: int, amounts: list[float], until: int | None = None) -> dict[str, Any]:
    """A bill in each month of 2025 on that day; *until*: the last day that it covers."""
    found: dict[str, Any] = {
        "date": [f"2025-{month:02}-{day:02}" for month in range(1, len(amounts) + 1)],
        "amount": amounts,
    }
    if until is not None:
        found["until"] = [f"2025-{month:02}-{until:02}" for month in range(1, len(amounts) + 1)]
    return found


def test_spend_of_few_months_has_no_chance() -> None:
    found = stands(daily("2025-06-10", 90, costs=bills(2, [1, 1, 1, 1, 1, 400.0])), "spend", 1000, "2025-06")
    assert (found.actual.value, found.gap, found.is_met) == (400, -600, True)
    assert found.pace == pytest.approx(1 / 3)
    assert found.probability is not None
    for costs in ({"date": ["2025-06-02"], "amount": [400.0]}, bills(2, [100.0] * 5)):
        few = stands(daily("2025-05-10", 90, costs=costs), "spend", 1000, "2025-05")
        assert (few.probability, few.absent) == (None, TOO_FEW)


@pytest.mark.parametrize("kpi", ["spend", "cpl"])
def test_expenses_without_their_amounts_have_no_chance(kpi: str) -> None:
    of = daily("2025-06-10", 90, costs=bills(2, [400.0] * 6))
    costs = of.dataset["costs"]
    unknown = costs.replaced("amount", costs.data["amount"].where(costs.data["date"] < pd.Timestamp("2025-06-01")))
    found = stands(of.with_dataset(of.dataset.with_frame(unknown)), kpi, 1000, "2025-06")
    assert found.actual.value is None
    assert (found.probability, found.absent) == (None, found.actual.absent)


def test_what_is_still_to_be_spent_is_that_of_the_same_days_of_past_months() -> None:
    """Bills on the 20th; of the whole months from February on 80, 100, 120, 100. Their mean is 100, the variance 266.7,
    that of a fifth one with the doubt in the mean 333.3; the third root of a gamma one over its mean, 100, is normal
    with the deviation 0.0609 = sqrt(333.3) / 300 around 1 − 0.0609².
    """
    of = daily("2025-06-10", 90, costs=bills(20, [500, 80, 100, 120, 100]))
    found = stands(of, "spend", 120, "2025-06")
    third = math.sqrt(333.333) / 300
    assert found.expected is not None
    assert found.expected.value == pytest.approx(100)
    z = (1.2 ** (1 / 3) - 1 + third**2) / third
    assert found.probability == pytest.approx(stats.t(3).cdf(z), abs=1e-5)
    low = 100 * (1 - third**2 - stats.t(3).ppf(0.975) * third) ** 3
    assert found.expected.low == pytest.approx(low, abs=1e-3)
    assert found.note == GOES_ON
    # After the 20th nothing more ever came; before the period begins all of it is to come.
    after = daily("2025-06-22", 90, costs=bills(20, [500, 80, 100, 120, 100, 90]))
    assert [stands(after, "spend", target, "2025-06").probability for target in (89, 91)] == [0, 1]
    july = stands(of, "spend", 100, "2025-07")
    assert july.actual.absent == NOT_BEGUN
    assert july.probability == pytest.approx(0.5, abs=0.05)


def test_a_bill_that_covers_the_month_is_known_to_its_end() -> None:
    of = daily("2025-06-10", 90, costs=bills(1, [200, 250, 300, 350, 280, 300], until=28))
    found = stands(of, "spend", 300, "2025-06")
    assert found.actual.value == pytest.approx(300 * 10 / 28)
    assert found.expected is not None
    assert found.expected.value == pytest.approx(300)
    assert found.probability == 1
    assert stands(of, "spend", 299, "2025-06").probability == 0


def test_months_that_were_all_alike_do_not_make_the_next_one_sure() -> None:
    """Rule of succession: of five months none was other than 100, one in seven may be."""
    of = daily("2025-06-10", 90, costs=bills(20, [100] * 5))
    assert stands(of, "spend", 101, "2025-06").probability == pytest.approx(1 - 1 / 6)


def test_the_cost_of_a_lead_hangs_on_the_leads_still_to_come() -> None:
    """600 on the first of each month, two leads a day. After the tenth 36, 42, 40 and 42 came in past months: 40 in the
    mean, deviation 2.83, that of a fifth one 3.16. So 60 leads in June, give or take 3.18 times that (Student's t).
    """
    of = daily("2025-06-10", 161, costs=bills(1, [600] * 6))
    found = stands(of, "cpl", 12, "2025-06")
    assert found.expected is not None
    assert found.expected.value == pytest.approx(10)
    bounds = (found.expected.low, found.expected.high)
    assert bounds == pytest.approx((600 / (60 + 10.063), 600 / (60 - 10.063)), abs=1e-3)
    assert found.probability == pytest.approx(stats.t(3).cdf(10 / 3.1623), abs=1e-4)
    even = stands(of, "cpl", 10, "2025-06").probability
    assert even == pytest.approx(0.5, abs=0.01)
    # Whom is qualified shows later only; here nobody writes down when.
    assert stands(of, "cpql", 12, "2025-06").absent is not None


def test_a_share_with_cases_still_to_come() -> None:
    """Of two decided a day one is won: half is as likely exceeded as not, 40 % nearly sure."""
    last = dt.date(2025, 6, 10)
    days = [(last - number * DAY).isoformat() for number in range(90)]
    leads = {"created": days * 2, "status": ["won"] * 90 + ["lost"] * 90, "won": days + [None] * 90,
             "lost": [None] * 90 + days}  # fmt: skip
    of = state(leads=leads, as_of=last)
    even, low, high = (stands(of, "win_rate", target, "2025-06").probability for target in (0.5, 0.35, 0.65))
    assert even is not None
    assert low is not None
    assert high is not None
    assert 0.4 < even < 0.65
    assert low > 0.95
    assert high < 0.05
    young = stands(of, "conversion_rate", 0.5, "2025-06")
    assert young.probability is not None
    assert 0.3 < young.probability < 0.7
    assert young.expected is not None
    assert young.expected.value == pytest.approx(0.5, abs=0.03)


def test_two_months_of_expenses_have_a_gap_and_no_chance() -> None:
    of = daily("2025-06-10", 90, costs={"date": ["2025-06-02"], "amount": [400.0]})
    early = stands(of, "cpl", 15, "2025-06")
    assert (early.actual.value, early.gap, early.is_met, early.pace) == (20, 5, False, None)
    assert (early.probability, early.absent) == (None, TOO_FEW)


@pytest.mark.parametrize(
    "kpi",
    [
        "leads", "customers", "deal_revenue", "spend", "win_rate", "conversion_rate", "cpl", "response_time", "roi",
        "average_deal", "open_rate",
    ],
)  # fmt: skip
@pytest.mark.parametrize("leads", [None, {"name": ["A"]}, {"created": [None], "status": ["won"], "amount": [None]}])
@pytest.mark.parametrize("month", ["2025-05", "2025-06", "2025-07"])
def test_what_the_data_lacks_is_said(kpi: str, leads: dict[str, Any] | None, month: str) -> None:
    tables: dict[str, Any] = {} if leads is None else {"leads": leads}
    found = stands(state(as_of=dt.date(2025, 6, 10), **tables), kpi, 5, month)
    assert found.absent is not None
    assert found.probability is None


def test_open_leads_within_some_days() -> None:
    """Within all the days that can be told it is what is to come at all; within none, nothing."""
    created = ["2025-01-01"] * 30
    leads = {
        "created": created,
        "status": ["won"] * 9 + ["lost"] * 9 + ["new"] * 12,
        "won": [f"2025-01-{day:02}" for day in range(5, 23, 2)] + [None] * 21,
        "lost": [None] * 9 + [f"2025-01-{day:02}" for day in range(4, 22, 2)] + [None] * 12,
    }
    of = state(leads=leads, as_of=dt.date(2025, 3, 1))
    group = followed(outcomes(of), np.arange(30))
    whole, within = to_come(group.table, WON, 40), to_come_within(group.table, WON, 100, 40)
    assert within.share[:41] == pytest.approx(whole.share[:41])
    assert within.variance[:41] == pytest.approx(whole.variance[:41])
    ten = to_come_within(group.table, WON, 10, 40)
    assert 0 < ten.share[5] < whole.share[5]
    assert to_come_within(group.table, WON, 0, 40).share == pytest.approx(0)
    assert conversion(Evaluator(a_slice(of))).final is not None
