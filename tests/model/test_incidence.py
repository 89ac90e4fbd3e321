"""Aalen-Johansen by hand, against statsmodels and a plain loop; bounds and quantiles by simulation."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import CumIncidenceRight

from leaddesk.model.incidence import bounds, incidence, known_by, time_quantiles, time_share, to_come
from leaddesk.model.intervals import median_ranks, wilson
from leaddesk.model.survival import LifeTable, life_table, survival, tally
from tests.model.test_survival import Rows, table

if TYPE_CHECKING:
    import random

ROWS = st.lists(st.tuples(st.integers(0, 25), st.integers(0, 2)), min_size=1, max_size=60)
WON, LOST = 0, 1


def plainly(rows: Rows, cause: int, until: int) -> Fraction:
    """The share ended by a cause by the close of a day, in fractions."""
    share, still = Fraction(0), Fraction(1)
    for day in range(until + 1):
        at_risk = sum(1 for last, _ in rows if last >= day)
        if at_risk:
            share += still * Fraction(sum(1 for last, kind in rows if last == day and kind == cause), at_risk)
            still *= 1 - Fraction(sum(1 for last, kind in rows if last == day and kind), at_risk)
    return share


def test_by_hand() -> None:
    """Five leads: won on days 1 and 4, lost on day 2, open and seen until days 3 and 5.

    Day 1: 1/5 won. Day 2: of the 4/5 left one in four is lost, 1/5. Day 4: of the 3/5 left one in two is won, 3/10.
    So 1/2 is won by day 4; leaving out the open ones would say 2 of 3, counting them as lost 2 of 5.
    """
    made = table([(1, 1), (2, 2), (3, 0), (4, 1), (5, 0)], 2)
    won, lost = incidence(made, WON), incidence(made, LOST)
    assert won.share == pytest.approx([0, 0.2, 0.2, 0.2, 0.5, 0.5])
    assert lost.share == pytest.approx([0, 0, 0.2, 0.2, 0.2, 0.2])
    assert known_by(made).tolist() == [5, 5, 5, 5, 4, 4]
    # What is open after day 2 (3/5): until day 4 half of it is won; after day 4 nothing more is.
    assert to_come(made, WON, 5).share == pytest.approx([0.5, 0.375, 0.5, 0.5, 0, 0])


@pytest.mark.parametrize("seed", range(20))
def test_equal_to_statsmodels(seed: int) -> None:
    rng = np.random.default_rng(seed)
    size = int(rng.integers(5, 400))
    days, kinds = rng.integers(0, rng.integers(3, 200), size), rng.integers(0, 3, size)
    kinds[:2] = 1, 2
    days = np.append(days, days.max() + 1)  # one that stays open, so that the judge's variance never divides by zero
    kinds = np.append(kinds, 0)
    made = table(list(zip(days.tolist(), kinds.tolist(), strict=True)), 2)
    judge = CumIncidenceRight(days, kinds)
    at = judge.times.astype(int)
    for cause in (WON, LOST):
        curve = incidence(made, cause)
        assert np.allclose(curve.share[at], judge.cinc[cause], rtol=0, atol=1e-12)
        assert np.allclose(curve.variance[at], judge.cinc_se[cause] ** 2, rtol=0, atol=1e-12)


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 2)), min_size=1, max_size=300))
def test_equal_to_statsmodels_for_any_leads(rows: Rows) -> None:
    rows = [(3, 1), (5, 2), *rows, (401, 0)]  # both ends, and one open: the judge's variance never divides by zero
    judge, made = CumIncidenceRight(*(np.array(column) for column in zip(*rows, strict=True))), table(rows, 2)
    at = judge.times.astype(int)
    for cause in (WON, LOST):
        curve = incidence(made, cause)
        assert np.allclose(curve.share[at], judge.cinc[cause], rtol=0, atol=1e-12)
        assert np.allclose(curve.variance[at], judge.cinc_se[cause] ** 2, rtol=0, atol=1e-12)


@given(ROWS)
def test_equal_to_a_plain_loop(rows: Rows) -> None:
    made = table(rows, 2)
    for cause in (WON, LOST):
        share = incidence(made, cause).share
        assert share == pytest.approx([float(plainly(rows, cause + 1, day)) for day in range(len(share))], abs=1e-12)


@given(ROWS, st.randoms())
def test_the_ends_share_out_what_has_ended(rows: Rows, dice: random.Random) -> None:
    made = table(rows, 2)
    won, lost = incidence(made, WON), incidence(made, LOST)
    assert won.share + lost.share == pytest.approx(1 - survival(made).share, abs=1e-12)
    for curve in (won, lost):
        assert (np.diff(curve.share) >= 0).all()
        low, high = bounds(curve, known_by(made))
        assert ((low <= curve.share + 1e-9) & (curve.share <= high + 1e-9)).all()
        assert ((low >= 0) & (high <= 1)).all()
    shuffled = list(rows)
    dice.shuffle(shuffled)
    assert np.array_equal(incidence(table(shuffled, 2), WON).share, won.share)


def test_a_rounding_of_what_is_left_does_not_change_the_variance() -> None:
    """Ends shared out over days leave 1e-15 of a lead where none is left: that day is as sure as the one before."""
    at_risk = np.array([43.0, 17.0, 0.3 + 1e-15])
    events = np.array([[13.0, 0.0, 0.0], [13.0, 16.7, 0.3]])
    variance = incidence(LifeTable(at_risk, events), 0).variance
    assert variance == pytest.approx([variance[0]] * 3)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 2)), min_size=1, max_size=50))
def test_without_open_leads_it_is_a_proportion_with_wilsons_bounds(rows: Rows) -> None:
    made = table(rows, 2)
    curve = incidence(made, WON)
    low, high = bounds(curve, known_by(made))
    for day in range(made.days):
        won, n = sum(1 for last, kind in rows if last <= day and kind == 1), len(rows)
        assert curve.share[day] == pytest.approx(won / n, abs=1e-12)
        assert curve.variance[day] == pytest.approx(won / n * (1 - won / n) / n, abs=1e-12)
        assert (low[day], high[day]) == pytest.approx(wilson(won, n), abs=1e-12)


@given(ROWS)
def test_what_is_to_come_completes_what_has_come(rows: Rows) -> None:
    """Won so far and to be won of the open ones, each by its age, make up the incidence (Efron 1967)."""
    made = table(rows, 2)
    curve, later = incidence(made, WON), to_come(made, WON, made.days)
    won = sum(1 for _, kind in rows if kind == 1)
    expected = won + sum(float(later.share[day]) for day, kind in rows if kind == 0)
    assert expected / len(rows) == pytest.approx(float(curve.share[-1]), abs=1e-12)
    # Nothing has come at the close of "the day before day 0": the variances agree where day 0 has no end.
    if not made.all_events[0]:
        assert later.variance[0] == pytest.approx(float(curve.variance[-1]), abs=1e-12)


@given(ROWS, st.integers(0, 25))
def test_what_is_to_come_is_the_incidence_of_those_left(rows: Rows, day: int) -> None:
    made = table(rows, 2)
    left = [(last - day - 1, kind) for last, kind in rows if last > day]
    if not left:
        return
    later, alone = to_come(made, WON, made.days), incidence(table(left, 2), WON)
    assert later.share[day] == pytest.approx(float(alone.share[-1]), abs=1e-12)
    assert later.variance[day] == pytest.approx(float(alone.variance[-1]), abs=1e-12)


@given(ROWS)
def test_the_variance_of_the_share_of_time_is_that_of_its_slopes(rows: Rows) -> None:
    """The slopes taken by shifting each hazard a little, the hazards of a day as shares of those at risk on it."""
    made = table(rows, 2)
    n = np.maximum(made.at_risk, 1)
    hazards = made.events / n
    curve = time_share(made, WON, made.days)
    if not curve.share[-1] or (hazards.sum(axis=0) > 0.999).any():  # where all end on a day the slopes are one-sided
        return

    def share(at: np.ndarray) -> np.ndarray:
        before = np.concatenate([[1.0], np.cumprod(1 - at.sum(axis=0))[:-1]])
        ended = np.cumsum(before * at[WON])
        return np.asarray(ended / ended[-1])

    assert curve.share == pytest.approx(share(hazards), abs=1e-9)
    variance, step = np.zeros(made.days), 1e-6
    for day in range(made.days):
        slopes = []
        for cause in (WON, LOST):
            up, down = hazards.copy(), hazards.copy()
            up[cause, day] += step
            down[cause, day] -= step
            slopes.append((share(up) - share(down)) / (2 * step))
        first, second = hazards[:, day]
        mean = slopes[0] * first + slopes[1] * second
        variance += (slopes[0] ** 2 * first + slopes[1] ** 2 * second - mean**2) / n[day]
    assert curve.variance == pytest.approx(variance, abs=1e-6)


def test_quantiles_without_open_leads_are_order_statistics() -> None:
    """Eleven sales on days 10, 20 … 110 and nine losses: the 3rd, 6th, 9th and 10th sale."""
    made = table([(10 * step, 1) for step in range(1, 12)] + [(5, 2)] * 9, 2)
    found = time_quantiles(made, WON, made.days)
    assert [one.day for one in found] == [30, 60, 90, 100]
    assert median_ranks(11) == (1, 9)
    assert (found[1].low, found[1].high) == (30, 90)  # the score bounds are one step inside the exact 20 and 100
    assert found[3].high is None  # eleven sales say nothing of how late the last tenth can be


def test_few_ends_have_no_bounds_and_none_no_quantile() -> None:
    few = time_quantiles(table([(3, 1)] * 5 + [(9, 2)], 2), WON, 9)
    assert [(one.day, one.low, one.high) for one in few] == [(3, None, None)] * 4
    none = time_quantiles(table([(3, 0), (9, 2)], 2), WON, 9)
    assert [(one.day, one.low, one.high) for one in none] == [(None, None, None)] * 4


def simulated(rng: np.random.Generator, size: int) -> LifeTable:
    """Leads of which 30 % are won (after 40 days in the mean), the others lost (after 20), seen at ages to 180 days."""
    won = rng.random(size) < 0.3
    times = np.where(won, rng.exponential(40, size), rng.exponential(20, size))
    ages = rng.uniform(0, 180, size)
    kinds = np.where(times <= ages, np.where(won, 1, 2), 0).astype(np.int8)
    return life_table(tally(np.floor(np.minimum(times, ages)).astype(np.int32), kinds, 3))


def test_bounds_hold_the_truth_as_often_as_they_say() -> None:
    rng, runs = np.random.default_rng(20261127), 800
    truth = 0.3 * (1 - math.exp(-61 / 40))
    late = 0.3 * (1 - math.exp(-151 / 40))
    middle = math.floor(-40 * math.log(1 - 0.5 * late / 0.3))
    held = of_time = 0
    for _ in range(runs):
        made = simulated(rng, 120)
        low, high = bounds(incidence(made, WON), known_by(made))
        held += low[60] <= truth <= high[60]
        median = time_quantiles(made, WON, 150, [0.5])[0]
        of_time += (median.low or 0) <= middle and (median.high is None or middle <= median.high)
    error = 2 * math.sqrt(0.95 * 0.05 / runs)
    assert 0.95 - error <= held / runs <= 0.97 + error
    assert of_time / runs >= 0.95 - error
