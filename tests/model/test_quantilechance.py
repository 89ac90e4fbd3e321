"""How likely a median is held: against drawing what comes again and again, and on tables worked by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from leaddesk.model import chances
from leaddesk.model.kpi import Better
from leaddesk.model.kpis import BY_ID
from leaddesk.model.objective import Objective
from leaddesk.model.quantilechance import Future, Past, Waiting, quantile_outlook
from leaddesk.model.rhythm import Series
from leaddesk.model.sharechance import TOO_FEW
from leaddesk.model.standing import OVER, Standing, standing
from tests.builders import period, state

if TYPE_CHECKING:
    from leaddesk.model.state import State

DAY = dt.timedelta(days=1)
AS_OF = dt.date(2025, 6, 10)
NOBODY = Waiting(np.zeros(0), 0.0)


def past(values: list[float], each: int) -> Past:
    """So many of these values a day, drawn anew, for 364 days."""
    rng = np.random.default_rng(5)
    drawn = rng.choice(values, 364 * each)
    rows = np.full(364, float(each))
    return Past(np.repeat(np.arange(364), each), drawn, Series(0, rows, rows, True))


# -- against drawing ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("q", [0.5, 0.9])
@pytest.mark.parametrize("own", [[], [3.0], [1.0, 4.0, 4.0, 9.0], [2.0, 2.0, 2.0, 7.0, 8.0]])
@pytest.mark.parametrize("comes", [0, 1, 2, 7, 40])
@pytest.mark.parametrize("target", [2.0, 3.4, 4.0, 6.5])
def test_the_chance_is_that_of_drawing_what_comes(q: float, own: list[float], comes: int, target: float) -> None:
    """Whole days and many ties: the median between two of them is met or not by where both lie. With 43,680 cases of
    the past the share is as good as known.
    """
    before = past([1.0, 2.0, 3.0, 4.0, 5.0, 8.0, 13.0], 120)
    future = Future(q, before, np.array(own), NOBODY, 364, np.array([comes]), np.zeros((1, 0)), np.sort(before.values))
    draws = 4000
    drawn = np.random.default_rng(6).choice(before.values, (draws, comes))
    whole = np.concatenate([np.broadcast_to(own, (draws, len(own))), drawn], axis=1)
    share = float((np.quantile(whole, q, axis=1) <= target + 1e-9).mean()) if whole.shape[1] else 0.0
    assert future.at_most(target) == pytest.approx(share, abs=4 * (share * (1 - share) / draws) ** 0.5 + 0.01)


@pytest.mark.parametrize(("trials", "a", "b"), [(0, 1.0, 2.0), (7, 0.5, 3.0), (60, 12.0, 9.0)])
def test_all_tails_at_once_are_those_one_by_one(trials: int, a: float, b: float) -> None:
    found = chances.hits_reached(trials, a, b)
    assert found == pytest.approx([chances.at_least_hits(k, trials, a, b) for k in range(trials + 2)], abs=1e-12)


def test_so_do_those_of_a_great_many() -> None:
    found = chances.hits_reached(6000, 30.0, 20.0)
    assert len(found) == 6002
    assert found[[0, 3500, 6001]] == pytest.approx([1.0, chances.at_least_hits(3500, 6000, 30.0, 20.0), 0.0])


# -- those that wait ---------------------------------------------------------------------------------------------------


def chance(waiting: Waiting, target: float = 3.0) -> float:
    found = quantile_outlook(0.5, past([1.0, 2.0, 4.0, 5.0], 2), np.full(9, 2.0), waiting, (350, 364, 367))
    assert isinstance(found, Future)
    return found.at_most(target)


def test_who_waits_longer_than_the_target_can_only_miss_it() -> None:
    """Twenty that have waited for 4.5 hours make a median of 3 hours unlikely; had nobody of such ever been answered,
    they would not matter, and nor would they if the target were longer than every answer.
    """
    assert chance(NOBODY) > 0.85
    assert chance(Waiting(np.full(20, 4.5), 1.0)) < 0.05
    assert chance(Waiting(np.full(20, 4.5), 0.0)) == pytest.approx(chance(NOBODY), abs=0.02)
    assert chance(Waiting(np.full(20, 4.5), 1.0), 6.0) > 0.99


def test_who_has_just_begun_to_wait_is_like_all_others() -> None:
    """Half of the answers take 3 hours at most: twenty more of them make it less sure, and not hopeless."""
    assert 0.5 < chance(Waiting(np.zeros(20), 1.0)) < chance(NOBODY)


def test_slow_weeks_and_fast_weeks_make_less_sure() -> None:
    """The same answers, once mixed day by day and once week by week."""
    days = np.repeat(np.arange(364), 4)
    rows = np.full(364, 4.0)
    found = []
    for slow in (np.arange(len(days)) % 3 == 0, (days // 7) % 3 == 0):
        before = Past(days, np.where(slow, 9.0, 1.0), Series(0, rows, rows, True))
        outlook = quantile_outlook(0.5, before, np.zeros(0), NOBODY, (364, 364, 391))
        assert isinstance(outlook, Future)
        found.append(outlook.at_most(4.0))
    assert found[0] > 0.99
    assert 0.6 < found[1] < 0.97


# -- from tables -------------------------------------------------------------------------------------------------------


def answered(hours: list[int], days: int = 90, until: dt.date = AS_OF) -> State:
    """One lead at nine for each of these opening hours, each day of the week's five, answered after so many."""
    dates = [day for day in (until - number * DAY for number in range(days)) if day.weekday() < 5]
    created = [f"{day} 09:00" for day in dates for _ in hours]
    responded = [f"{day} {9 + after:02}:00" for day in dates for after in hours]
    return state(leads={"created": created, "responded": responded}, as_of=AS_OF)


def stands(data: State, kpi: str, target: float, *dates: str) -> Standing:
    return standing(Objective(kpi, target, period(*dates)), data)


def test_a_median_has_a_chance_and_a_range() -> None:
    """Of the answers of a day one takes one opening hour, one two and one three: two in the middle."""
    data = answered([1, 2, 3])
    sure, even, hopeless = (stands(data, "response_time", target, "2025-06") for target in (2.5, 2, 1.5))
    assert sure.actual.value == 2
    assert sure.probability is not None
    assert even.probability is not None
    assert hopeless.probability is not None
    assert sure.probability > 0.99
    assert even.probability > 0.99, "two or fewer is what it is"
    assert hopeless.probability < 0.1
    assert sure.expected is not None
    assert (sure.expected.value, sure.expected.low, sure.expected.high) == (2, 1, 2), "1.5 is likelier than 2.5 %"
    slow = stands(data, "response_time_p90", 2.5, "2025-06")
    assert slow.probability is not None
    assert slow.probability < 0.01


def test_a_period_to_come_or_over_and_too_few() -> None:
    data = answered([1, 2, 3])
    coming = stands(data, "response_time", 2.5, "2025-07")
    assert coming.actual.value is None
    assert coming.probability is not None
    assert coming.probability > 0.95
    assert stands(data, "response_time", 2.5, "2025-05").absent == OVER
    assert stands(answered([1, 2, 3], 9), "response_time", 2.5, "2025-06").absent == TOO_FEW
    unanswered = state(leads={"created": ["2025-06-02"], "responded": [None]}, as_of=AS_OF)
    assert stands(unanswered, "response_time", 2.5, "2025-06").absent == TOO_FEW


def test_a_median_that_is_to_be_high(monkeypatch: pytest.MonkeyPatch) -> None:
    data = answered([1, 2, 3])
    monkeypatch.setitem(BY_ID, "response_time", replace(BY_ID["response_time"], better=Better.UP))
    least, more = (stands(data, "response_time", target, "2025-06").probability for target in (2, 2.5))
    assert least is not None
    assert more is not None
    assert least > 0.95
    assert more < 0.01


def test_leads_that_nobody_answered_yet_wait_and_lost_ones_do_not() -> None:
    """Sixty leads have waited for three hours (the day ends at seven), as long as any before them, all of whom were
    answered. Had they been lost, they would not be.
    """
    data = answered([1, 2, 3])
    leads = {name: list(data.dataset["leads"].data[name].astype(str)) for name in ("created", "responded")}
    leads["created"] += ["2025-06-10 16:00"] * 60
    leads["responded"] += [None] * 60  # type: ignore[list-item]
    leads["status"] = ["contacted"] * (len(leads["created"]) - 60) + ["new"] * 60
    waiting = stands(state(leads=leads, as_of=AS_OF), "response_time", 2.5, "2025-06").probability
    leads["status"][-60:] = ["lost"] * 60
    lost = stands(state(leads=leads, as_of=AS_OF), "response_time", 2.5, "2025-06").probability
    assert waiting is not None
    assert lost is not None
    assert lost > 0.99
    assert waiting < 0.9


def test_days_to_the_sale_are_known_with_the_sale() -> None:
    """A sale each day, after four days or six in turn."""
    dates = [AS_OF - number * DAY for number in range(90)]
    created = [(day - (4 + 2 * (number % 2)) * DAY).isoformat() for number, day in enumerate(dates)]
    leads = {"created": created, "status": ["won"] * 90, "won": [day.isoformat() for day in dates]}
    data = state(leads=leads, as_of=AS_OF)
    low, even, high = (stands(data, "time_to_convert", target, "2025-06").probability for target in (3, 5, 6))
    assert low == pytest.approx(0, abs=0.01)
    assert high == pytest.approx(1, abs=0.01)
    assert even is not None
    assert 0.3 < even < 0.75
