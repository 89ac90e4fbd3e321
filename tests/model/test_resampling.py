"""Averages and returns in the end of a period: against Student's t, and on tables worked by hand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy import stats

from leaddesk.model import costchance
from leaddesk.model.costchance import GOES_ON, Expenses
from leaddesk.model.expression import Constant, minus, ratio
from leaddesk.model.kpis import BY_ID
from leaddesk.model.objective import Objective
from leaddesk.model.resampling import TOO_FEW, Ahead, ahead, evaluated, formula_of, is_drawn, resampled
from leaddesk.model.rhythm import Series
from leaddesk.model.standing import OVER, Standing, standing
from leaddesk.model.terms import DEAL_REVENUE, MARGIN, PRICED_DEALS, SPEND
from tests.builders import period, state

if TYPE_CHECKING:
    from leaddesk.model.state import State

DAY = dt.timedelta(days=1)
AS_OF = dt.date(2025, 6, 10)
REVENUE = formula_of(ratio(DEAL_REVENUE, Constant(1.0)))
AVERAGE = formula_of(ratio(DEAL_REVENUE, PRICED_DEALS))


def ahead_of(blocks: list[list[float]], times: int, *parts: list[list[float]]) -> Ahead:
    return Ahead(np.array(blocks, np.float64), times, tuple(np.array(part, np.float64) for part in parts))


# -- what is drawn -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("weeks", "times"), [(8, 4), (12, 4), (52, 13)])
def test_a_sum_alone_is_spread_like_students_t(weeks: int, times: int) -> None:
    """So many weeks to come of a sample: t with the weeks less one, of the variance s² (times + times² / weeks)."""
    drawn = np.random.default_rng(4).normal(100, 20, (weeks, 1))
    found = resampled(REVENUE, np.zeros(1), Ahead(drawn, times, ()))
    mean, spread = drawn.mean() * times, drawn.std(ddof=1) * np.sqrt(times + times**2 / weeks)
    assert found.expected.value == pytest.approx(mean)
    for z in (-1.5, -0.7, 0.0, 0.7, 1.5):
        assert found.at_least(mean + z * spread) == pytest.approx(stats.t(weeks - 1).sf(z), abs=0.04)
    bounds = (found.expected.low, found.expected.high)
    reach = stats.t(weeks - 1).ppf(0.975) * spread
    assert bounds == pytest.approx((mean - reach, mean + reach), abs=0.3 * spread)


def test_the_same_file_gives_the_same_figure() -> None:
    blocks = ahead_of([[10 * week, week] for week in range(1, 10)], 3)
    first, again = (resampled(AVERAGE, np.array([50.0, 4.0]), blocks).at_least(10.1) for _ in range(2))
    assert first == again


def test_terms_are_drawn_together() -> None:
    """Each deal was worth ten, in weeks of many and of few: so will those to come be."""
    blocks = ahead_of([[10 * deals, deals] for deals in (1, 9, 2, 14, 5, 3, 30, 1, 7)], 4)
    found = resampled(AVERAGE, np.zeros(2), blocks)
    assert (found.expected.value, found.expected.low, found.expected.high) == pytest.approx((10, 10, 10))
    assert found.at_least(10 - 1e-9) == pytest.approx(10 / 11), "nine weeks do not make the next one sure"
    assert found.at_least(10.1) == pytest.approx(1 / 11)
    assert found.at_most(10.1) == pytest.approx(10 / 11)


def test_what_there_is_is_added() -> None:
    """Twenty deals of 30 so far, and ten of 10 to come: 700 over 30."""
    found = resampled(AVERAGE, np.array([600.0, 20.0]), ahead_of([[50, 5]] * 9, 2))
    assert found.expected.value == pytest.approx(700 / 30)


def test_a_draw_without_a_divisor_is_not_met() -> None:
    """In every other week nothing is sold: in half of the draws, or so, there is no average, high or low."""
    blocks = ahead_of([[20, 2], [0, 0]] * 10, 1)
    found = resampled(AVERAGE, np.zeros(2), blocks)
    assert found.at_least(5) == pytest.approx(0.5, abs=0.05)
    assert found.at_most(50) == pytest.approx(0.5, abs=0.05)
    assert found.expected.value == 10
    never = resampled(AVERAGE, np.zeros(2), ahead_of([[0, 0]] * 10, 1))
    assert never.expected.value is None
    assert 0 < never.at_least(5) < 0.001


def test_no_chance_is_told_as_none_or_as_all() -> None:
    blocks = ahead_of([[10 * week, week] for week in range(1, 20)], 1)
    found = resampled(AVERAGE, np.array([5000.0, 50.0]), blocks)
    assert 0 < found.at_least(1e6) < 0.001
    assert 0.999 < found.at_most(1e6) < 1


def test_only_what_fell_may_fall() -> None:
    """Refunds may make a sum negative; what never did stays above."""
    never = resampled(REVENUE, np.zeros(1), ahead_of([[0.1], [9], [0.1], [0.1], [12], [0.1], [0.1], [0.1]], 1))
    refunds = resampled(REVENUE, np.zeros(1), ahead_of([[-5], [9], [0.1], [0.1], [12], [0.1], [0.1], [-4]], 1))
    assert never.values.min() > 0
    assert refunds.values.min() < -5


def test_a_formula_over_many_values_at_once() -> None:
    """ROI: (margin − spend) / spend."""
    roi = ratio(minus(MARGIN, SPEND), SPEND)
    found = evaluated(roi, {MARGIN: np.array([30.0, 10, 5, -5]), SPEND: np.array([10.0, 20, 0, -1])})
    assert found[:2].tolist() == [2, -0.5]
    assert np.isnan(found[2:]).all()


def test_which_figures_are_drawn() -> None:
    drawn = {kpi.id for kpi in BY_ID.values() if is_drawn(kpi.expression)}
    assert drawn >= {"average_deal", "roi", "roas", "calls_per_lead", "aov", "open_rate", "avg_time_on_site"}
    assert not drawn & {"leads", "response_time", "cpql", "qualification_rate", "nps"}


# -- blocks ------------------------------------------------------------------------------------------------------------


def line(amounts: list[float], first: int = 0) -> Series:
    return Series(first, np.array(amounts, np.float64), np.array(amounts, np.float64), True)


def test_weeks_begin_on_the_weekday_of_the_first_day_to_come() -> None:
    """Ten of the first day of each week, one of the others. Nine days from a second day on: a week, and two days."""
    days = [10.0, 1, 1, 1, 1, 1, 1] * 9
    found = ahead([line(days)], (62, 64, 72))
    assert isinstance(found, Ahead)
    assert found.times == 1
    assert found.whole.tolist() == [[16]] * 8, "the last one would end after the as-of day"
    assert [part.tolist() for part in found.parts] == [[[2]] * 8]
    first = ahead([line(days)], (62, 63, 63))
    assert isinstance(first, Ahead)
    assert (first.times, first.whole.tolist()) == (0, [[16]] * 9)
    assert [part.tolist() for part in first.parts] == [[[10]] * 9]


def test_few_weeks_or_few_rows_are_too_few() -> None:
    assert ahead([line([1.0] * 55)], (54, 55, 60)) == TOO_FEW
    assert ahead([line([1.0] * 90), line([0.0] * 83 + [1.0] * 7)], (89, 90, 99)) == TOO_FEW
    assert ahead([line([1.0] * 90)], (89, 90, 89 + 4000)) == TOO_FEW


def test_with_expenses_go_the_same_days_of_past_months() -> None:
    """From 2025-01-01 on, a bill of 31 on the 20th; one customer a day. After the 10th of June 20 days are left."""
    zero = (dt.date(2025, 1, 1) - dt.date(1970, 1, 1)).days
    as_of = (AS_OF - dt.date(1970, 1, 1)).days
    spent = np.zeros(as_of - zero + 1)
    for month in range(1, 6):
        spent[(dt.date(2025, month, 20) - dt.date(2025, 1, 1)).days] = 31
    terms: list[Any] = [line([1.0] * (as_of - zero + 1), zero), (Expenses(zero, spent, as_of),)]
    found = ahead(terms, (as_of, as_of + 1, as_of + 20))
    assert isinstance(found, Ahead)
    assert found.times == 0
    assert len(found.parts) == 1
    assert found.parts[0][:, 1].tolist() == [31] * 5
    assert found.parts[0][:, 0].tolist() == [21, 20, 21, 18, 21], "May to January, each from the 11th to its end"
    few: list[Any] = [line([1.0] * 60, as_of - 59), (Expenses(zero, spent, as_of),)]
    assert ahead(few, (as_of, as_of + 1, as_of + 20)) == costchance.TOO_FEW


# -- from tables -------------------------------------------------------------------------------------------------------


def sales(days: int = 160, **columns: Any) -> dict[str, Any]:
    """A sale a day up to the as-of day, of 100 and 200 in turn, half of it margin."""
    dates = [(AS_OF - number * DAY).isoformat() for number in range(days)]
    amounts = [100.0 + 100 * (number % 2) for number in range(days)]
    made = {"created": dates, "won": dates, "status": ["won"] * days, "amount": amounts}
    return {**made, "margin": [amount / 2 for amount in amounts], "calls": [2 + n % 3 for n in range(days)], **columns}


def bills(amount: float = 500.0) -> dict[str, Any]:
    return {"date": [f"2025-{month:02}-02" for month in range(1, 7)], "amount": [amount] * 6}


def stands(data: State, kpi: str, target: float, *dates: str) -> Standing:
    return standing(Objective(kpi, target, period(*dates or ("2025-06",))), data)


def test_an_average_is_told() -> None:
    data = state(leads=sales(), as_of=AS_OF)
    low, even, high = (stands(data, "average_deal", target) for target in (130, 150, 170))
    assert even.actual.value == 150
    assert even.expected is not None
    assert even.expected.value == pytest.approx(150, abs=1)
    assert low.probability is not None
    assert even.probability is not None
    assert high.probability is not None
    assert low.probability > 0.98
    assert 0.2 < even.probability < 0.8
    assert high.probability < 0.02
    assert even.note is None
    calls = stands(data, "calls_per_lead", 2.5)
    assert calls.probability is not None
    assert calls.probability < 0.05, "three a lead, and fewer are better"
    assert stands(data, "average_deal", 150, "2025-05").absent == OVER
    coming = stands(data, "average_deal", 130, "2025-07")
    assert coming.actual.value is None
    assert coming.probability is not None
    assert coming.probability > 0.95


def test_a_return_is_told_with_what_is_spent() -> None:
    """75 of margin a day make 2,250 of 500 spent in June: 3.5 times it are left."""
    data = state(leads=sales(), costs=bills(), as_of=AS_OF)
    low, high = (stands(data, "roi", target) for target in (2.5, 4.5))
    assert low.expected is not None
    assert low.expected.value == pytest.approx(3.5, abs=0.1)
    assert low.probability is not None
    assert high.probability is not None
    assert low.probability > 0.95
    assert high.probability < 0.05
    assert low.note == GOES_ON


def test_a_bill_that_covers_days_to_come_is_known() -> None:
    """500 for each month, from its first day to its last: of June's the rest is not drawn, it is there."""
    costs = bills()
    costs["date"] = [f"2025-{month:02}-01" for month in range(1, 7)]
    costs["until"] = [f"2025-{month:02}-28" for month in range(1, 7)]
    found = stands(state(leads=sales(), costs=costs, as_of=AS_OF), "roi_on_revenue", 5)
    assert found.expected is not None
    assert found.expected.value == pytest.approx((150 * 30 - 500) / 500, abs=0.3)


def test_a_share_of_sums_is_told() -> None:
    """Twenty mailings of a thousand, opened by 200 and 300 in turn."""
    dates = [(AS_OF - 7 * number * DAY).isoformat() for number in range(20)]
    emails = {"date": dates, "delivered": [1000] * 20, "opened": [200, 300] * 10}
    low, high = (stands(state(emails=emails, as_of=AS_OF), "open_rate", target).probability for target in (0.19, 0.31))
    assert low is not None
    assert high is not None
    assert low > 0.95
    assert high < 0.1


def test_why_it_is_not_told() -> None:
    assert stands(state(leads=sales(40), as_of=AS_OF), "average_deal", 150).absent == TOO_FEW
    assert stands(
        state(leads=sales(), as_of=AS_OF, costs={"date": ["2025-06-02"], "amount": [5.0]}), "roi", 1
    ).absent == (costchance.TOO_FEW)
    undated = state(leads=sales(), as_of=AS_OF, costs={"date": [None], "amount": [5.0]})
    assert stands(undated, "roi", 1).absent == costchance.TOO_FEW
    unsold = sales(amount=[None] * 160)
    found = stands(state(leads=unsold, as_of=AS_OF), "average_deal", 150)
    assert (found.probability, found.absent is None) == (None, False)
    unknown = bills()
    unknown["amount"] = [500.0] * 5 + [None]
    written = stands(state(leads=sales(), costs=unknown, as_of=AS_OF), "roi", 1)
    assert (written.probability, written.absent) == (None, written.actual.absent)
