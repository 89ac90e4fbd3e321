"""What became of figures in past periods: on tables worked by hand."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats

from leaddesk.model import lookback
from leaddesk.model.kpis import BY_ID
from leaddesk.model.lookback import BY_PAST_PERIODS, TOO_FEW_PERIODS, TOO_MANY_ROWS, Past, predicted, risen
from leaddesk.model.method import Method
from leaddesk.model.objective import Objective
from leaddesk.model.standing import NOT_BEGUN, OTHER_KIND, OVER, Standing, standing
from leaddesk.text import language
from tests.builders import period, state

if TYPE_CHECKING:
    from leaddesk.model.period import Period
    from leaddesk.model.state import State

AS_OF = dt.date(2025, 8, 10)
AUGUST = period("2025-08")
THEN = np.array([10.0, 20, 30, 40, 50])


MONTHS = [f"2025-{month:02}" for month in range(1, 9)]


def bought(months: list[str] = MONTHS) -> State:
    """After a first order, in each month ten customers order on the fifth, and five of them again on the twentieth."""
    rows = [("2024-12-31" if months == MONTHS else f"{months[0]}-02", 0)]
    rows += [(f"{month}-05", one) for month in months for one in range(10)]
    rows += [(f"{month}-20", one) for month in months for one in range(5) if month < "2025-08"]
    days, who = zip(*rows, strict=True)
    return state(as_of=AS_OF, orders={"date": list(days), "customer": [f"C{one}" for one in who]})


def stands(of: State, kpi: str, target: float, during: Period = AUGUST) -> Standing:
    return standing(Objective(kpi, target, during), of)


# -- from then to the end ----------------------------------------------------------------------------------------------


def test_what_was_added_is_added_again() -> None:
    """Four, five or six came to it: the mean of five differences, and Student's t with four degrees of freedom."""
    past = Past(THEN, THEN + 5 + np.array([-1, 0, 1, 0, 0]))
    found = predicted(100, past, 0.3, goes_on=True)
    spread = math.sqrt(2 / 4 * (1 + 1 / 5))
    assert (found.middle, found.spread) == pytest.approx((105, spread))
    assert found.at_least(106) == pytest.approx(stats.t(4).sf(1 / spread))
    assert found.at_most(106) == pytest.approx(1 - found.at_least(106))
    expected = found.expected(7, (0.0, 106.0))
    assert expected.value == pytest.approx(105)
    assert (expected.high, expected.n) == (106, 7)
    assert expected.low == pytest.approx(105 - spread * stats.t(4).ppf(0.975))


def test_what_a_figure_keeps_of_itself_is_learnt_and_weighed() -> None:
    """Past periods ended at 30 whatever they were: 4 / 7 of that is believed, 3 / 7 that half of it stays."""
    found = predicted(50, Past(THEN, np.full(5, 30.0)), 0.5)
    assert found.middle == pytest.approx(30 + 20 * 0.5 * 3 / 7)
    assert predicted(30, Past(THEN, np.full(5, 30.0)), 0.5).middle == pytest.approx(30)


def test_a_money_figure_is_told_by_factors() -> None:
    found = predicted(100, Past(THEN, 2 * THEN), 0.3, goes_on=True, by_factor=True)
    assert found.expected(None, lookback.EVERY).value == pytest.approx(200)
    assert found.at_least(-1) == pytest.approx(1 - 1 / 7)


def test_past_periods_that_were_all_alike_make_nothing_sure() -> None:
    found = predicted(100, Past(THEN, THEN + 5), 0.3, goes_on=True)
    assert (found.at_least(105), found.at_least(106)) == pytest.approx((1 - 1 / 7, 1 / 7))


def test_a_share_of_known_cases_only_rises() -> None:
    """A half, then three quarters: one of two that were not back came back."""
    found = risen(0.6, Past(np.full(6, 0.5), np.full(6, 0.75)))
    assert found.expected(None, (0.0, 1.0)).value == pytest.approx(0.8)
    assert [found.at_least(share) for share in (0.6, 0.8, 0.81)] == pytest.approx([1, 1 - 1 / 8, 1 / 8])
    mixed = risen(0.6, Past(np.full(6, 0.5), np.array([0.7, 0.8] * 3)))
    spread = 0.4 * np.std([0.4, 0.6] * 3, ddof=1) * math.sqrt(1 + 1 / 6)
    assert mixed.at_least(0.9) == pytest.approx(stats.t(5).sf(0.1 / spread))
    assert risen(1.0, Past(np.ones(5), np.ones(5))).at_least(1) == 1


def test_where_some_had_no_figure_in_the_end_that_may_come_again() -> None:
    found = predicted(100, Past(THEN, THEN + 5, 0.5), 0.3, goes_on=True)
    assert (found.at_least(105), found.at_most(105)) == pytest.approx((0.5 * (1 - 1 / 7), 0.5 / 7))


# -- from tables -------------------------------------------------------------------------------------------------------


def test_customers_come_back_later_in_the_month() -> None:
    """On the tenth nobody ordered twice; in the end half of them did, in seven months of seven."""
    of = bought()
    kept = len(of.dataset["orders"]._prepared)
    low, high = (stands(of, "repeat_rate", target) for target in (0.5, 0.6))
    assert (low.actual.value, low.gap, low.how) == (0, -0.5, BY_PAST_PERIODS)
    assert (low.probability, high.probability) == pytest.approx((1 - 1 / 9, 1 / 9))
    assert low.expected is not None
    assert low.expected.value == pytest.approx(0.5)
    assert len(of.dataset["orders"]._prepared) <= kept + 12, "nothing of the past periods is kept"


def test_retention_needs_the_period_before_the_first_one() -> None:
    """All customers of July ordered again by the tenth, as in the months before; February is the first that has one
    before it.
    """
    found = stands(bought(), "retention_rate", 0.9)
    assert (found.actual.value, found.actual.n) == (1, 10)
    assert found.probability == 1, "who came back has come back"
    assert stands(bought(MONTHS[2:]), "retention_rate", 0.9).absent == TOO_FEW_PERIODS


def test_why_it_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert stands(bought(MONTHS[2:]), "repeat_rate", 0.5).absent == TOO_FEW_PERIODS
    assert stands(bought(), "repeat_rate", 0.5, period("2025-09")).absent == NOT_BEGUN
    assert stands(bought(), "repeat_rate", 0.5, period("2025-07")).absent == OVER
    assert stands(bought(), "repeat_rate", 0.5, period("2025-08-06", "2025-12-31")).absent is not None
    monkeypatch.setattr(lookback, "MANY", 20)
    assert stands(bought(), "repeat_rate", 0.5).absent == TOO_MANY_ROWS
    calls = {"created": ["2025-08-02"], "responded": ["2025-08-03"], "calls": [2]}
    found = stands(state(as_of=AS_OF, leads=calls), "engagement_score", 5).absent
    assert found is not None
    assert "“Calls made” has no date" in language("en").text(found)
    assert stands(state(as_of=AS_OF, leads=calls), "forecast", 5).absent is not None


def test_an_operation_is_told_by_the_leads_that_came_so_far() -> None:
    """Of two leads of an operation one was known; a third one comes tomorrow and does not count."""
    leads = {
        "created": ["2025-08-01", "2025-08-02", "2025-08-02", "2025-08-11"],
        "campaign": ["Radio", "Salon", "Salon", "Salon"],
        "email": ["a@b.fr", "a@b.fr", "c@d.fr", "e@f.fr"],
    }
    of = state(as_of=AS_OF, leads=leads, operations={"name": ["Salon"], "start": ["2025-08-01"]})
    found = stands(of, "new_data_share", 0.5)
    assert (found.actual.value, found.actual.n) == (0.5, 2)


def test_every_figure_that_is_worked_out_says_from_what_its_chances_come(monkeypatch: pytest.MonkeyPatch) -> None:
    methods = [kpi.expression for kpi in BY_ID.values() if isinstance(kpi.expression, Method)]
    assert len(methods) > 15
    assert all(one.prospect is not None or one.days is not None for one in methods)
    kpi = BY_ID["repeat_rate"]
    assert isinstance(kpi.expression, Method)
    monkeypatch.setitem(BY_ID, kpi.id, replace(kpi, expression=replace(kpi.expression, prospect=None)))
    assert stands(bought(), "repeat_rate", 0.5).absent == OTHER_KIND
