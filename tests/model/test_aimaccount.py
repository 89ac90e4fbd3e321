"""What is told of the numbers of an objective, worked out by hand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.model.aimaccount import AimFigure, chance_text, is_told, looked_at, of_aim
from leaddesk.model.costchance import GOES_ON
from leaddesk.model.measure import Measure
from leaddesk.model.objective import Objective
from leaddesk.model.questions import QUESTIONS
from leaddesk.model.standing import Standing, standing
from leaddesk.text import language
from tests.builders import period, state

if TYPE_CHECKING:
    from leaddesk.model.account import Account
    from leaddesk.model.state import State

EN = language("en")
AS_OF = dt.date(2026, 3, 16)
MARCH = period("2026-03")
CREATED = [(AS_OF - dt.timedelta(days=age)).isoformat() for age in range(200)]
LEADS, CUSTOMERS, REVENUE = QUESTIONS[0].usual
RATE = QUESTIONS[1].usual[0]
MONTHS = [f"2025-{month:02}-01" for month in range(3, 13)] + ["2026-01-01", "2026-02-01", "2026-03-01"]


def _state(**tables: Any) -> State:
    return state(as_of=AS_OF, leads={"created": CREATED, "channel": ["Google", "Flyers"] * 100}, **tables)


def _account(found: Standing, of: State, figure: AimFigure) -> Account:
    report = looked_at(found, of)
    assert report is not None
    return of_aim(found, report, figure)


def _told(account: Account) -> tuple[str, str]:
    assert account.formula is not None
    assert account.filled is not None
    return EN.text(account.formula), EN.text(account.filled)


def _objective(kpi: str, target: float, when: str = "2026-03") -> tuple[Standing, State]:
    of = _state(costs={"date": MONTHS, "amount": [500.0 + 20 * month for month in range(13)]})
    return standing(Objective(kpi, target, period(when)), of), of


@pytest.mark.parametrize(
    ("figure", "value", "formula", "filled"),
    [
        (AimFigure.GAP, -24, "so far − target", "16 − 40"),
        # 16 of 31 days; one lead each day, so weekdays and seasons share them out nearly evenly
        (AimFigure.DUE, 20.65, "target × what is usual up to today / what is usual in the whole period", "40 × 51.6%"),
        (AimFigure.WEEKLY, 24 / 15 * 7, "(target − so far) / weeks left", "(40 − 16) / (15 / 7)"),
        (AimFigure.EXPECTED, 31, "so far + what is to come", "16 + 15"),
    ],
)
def test_a_count_with_its_figures(figure: AimFigure, value: float, formula: str, filled: str) -> None:
    found, of = _objective(LEADS.id, 40)
    account = _account(found, of, figure)
    assert account.measure.value == pytest.approx(value, abs=0.1)
    assert _told(account) == (formula, filled)
    assert [len(rows) for rows in account.counted] == [16]
    assert sum(len(one.positions) for one in account.traced[0].left_out) == 184


def test_figures_that_are_worked_out_say_from_what() -> None:
    months = [f"{month[:-1]}{day}" for month in MONTHS[6:] for day in (1, 2)]
    of = state(
        as_of=AS_OF,
        orders={"date": ["2025-08-31", *months], "customer": ["A"] * 15},
        service={"opened": CREATED, "kind": ["retard"] * 200},
        surveys={"date": CREATED, "recommendation": [10] * 200},
    )
    told = {}
    for kpi in ("repeat_rate", "complaints", "nps"):
        found = standing(Objective(kpi, 0.5, MARCH), of)
        told[kpi] = _account(found, of, AimFigure.EXPECTED)
    formulas = {kpi: EN.text(one.formula) for kpi, one in told.items() if one.formula is not None}
    assert formulas == {
        "repeat_rate": "past periods in the end, by what they were on the same day, and the figure so far",
        "complaints": "so far + what is to come",
        "nps": "its formula over what is counted so far and what is to come",
    }
    assert "your past periods say" in EN.text(told["repeat_rate"].definition)
    due = _account(standing(Objective("complaints", 40, MARCH), of), of, AimFigure.DUE)
    assert due.formula is not None
    assert EN.text(due.formula).startswith("target × what is usual up to today")


def test_the_chance_is_said_as_in_the_list_and_never_certain() -> None:
    found, of = _objective(LEADS.id, 40)
    account = _account(found, of, AimFigure.CHANCE)
    assert account.said == chance_text(found.probability or 0.0)
    formula, filled = _told(account)
    assert formula == "of 100 such periods, those that end at the target or above"
    assert filled.startswith("target 40; expected 31, between 2")
    sure, _ = _objective(LEADS.id, 1000)
    assert _account(sure, of, AimFigure.CHANCE).said == chance_text(0.0)


def test_a_cost_is_to_stay_below_and_says_that_spending_goes_on() -> None:
    found, of = _objective("cpl", 30)
    chance, expected = (_account(found, of, one) for one in (AimFigure.CHANCE, AimFigure.EXPECTED))
    assert _told(chance)[0] == "of 100 such periods, those that end at the target or below"
    assert _told(expected) == ("(spent so far + to come) / (cases so far + to come)", "so far €46.25 (n = 16)")
    assert chance.note == expected.note == GOES_ON
    gap = _account(found, of, AimFigure.GAP)
    assert (gap.note, _told(gap)[1]) == (None, "€46.25 − €30.00")


def test_expenses_are_due_by_the_days() -> None:
    found, of = _objective("spend", 930)
    account = _account(found, of, AimFigure.DUE)
    assert _told(account) == ("target × days that are over / days of the period", "€930.00 × 16 / 31")
    assert account.measure.value == pytest.approx(480)
    assert account.is_algebra


def test_a_share_has_points_and_what_is_to_come() -> None:
    fates = ["won", "lost", "new", "lost"] * 50
    days = {
        fate: [day if one == fate else None for day, one in zip(CREATED, fates, strict=True)]
        for fate in ("won", "lost")
    }
    leads = {"created": CREATED, "status": fates, **days}
    of = state(as_of=AS_OF, leads=leads)
    found = standing(Objective(RATE.id, 0.3, MARCH), of)
    assert _told(_account(found, of, AimFigure.GAP)) == ("so far − target", "25.0% − 30.0%")
    expected = _account(found, of, AimFigure.EXPECTED)
    assert _told(expected) == ("(counted so far + to come) / (all so far + to come)", "so far 25.0% (n = 16)")
    assert "open leads" in EN.text(expected.definition)


def test_less_than_a_week_is_one() -> None:
    of = state(as_of=dt.date(2026, 3, 28), leads={"created": ["2026-03-02"] * 4})
    found = standing(Objective(LEADS.id, 10, MARCH), of)
    account = _account(found, of, AimFigure.WEEKLY)
    assert (account.measure.value, _told(account)[1]) == (6, "10 − 4")
    assert _told(_account(found, of, AimFigure.DUE))[1] == "10 × 28 / 31", "no rhythm is known yet"


def test_before_its_period_an_objective_counts_nothing_yet() -> None:
    found, of = _objective(LEADS.id, 40, "2026-04")
    told = {figure for figure in AimFigure if is_told(found, figure)}
    assert told == {AimFigure.DUE, AimFigure.WEEKLY, AimFigure.EXPECTED, AimFigure.CHANCE}
    account = _account(found, of, AimFigure.WEEKLY)
    assert _told(account)[1] == "(40 − 0) / (30 / 7)"
    assert [len(rows) for rows in account.counted] == [0]


def test_of_a_period_that_is_over_there_is_the_gap_alone() -> None:
    found, _ = _objective(LEADS.id, 20, "2026-02")
    assert {figure for figure in AimFigure if is_told(found, figure)} == {AimFigure.ACTUAL, AimFigure.GAP}


def test_what_is_so_far_is_the_figure_itself() -> None:
    found, of = _objective(LEADS.id, 40)
    account = _account(found, of, AimFigure.ACTUAL)
    assert (account.label, account.measure.value) == (LEADS.label, 16)


def test_of_a_channel_that_is_nowhere_nothing_is_looked_at() -> None:
    of = _state()
    found = standing(Objective(LEADS.id, 40, MARCH, "Radio"), of)
    assert looked_at(found, of) is None
    assert not is_told(Standing(found.objective, LEADS, Measure(None)), AimFigure.GAP)
