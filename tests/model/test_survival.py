"""Kaplan-Meier by hand, against published figures, against statsmodels and against a plain loop."""

from __future__ import annotations

import math
import time
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from leaddesk.model.survival import Curve, LifeTable, band, life_table, quantiles, survival, tally

if TYPE_CHECKING:
    import random

Rows = list[tuple[int, int]]
ROWS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 1)), min_size=1, max_size=60)


def table(rows: Rows, causes: int = 1) -> LifeTable:
    """A life table of (day, cause) pairs, 0 for those still open."""
    days, kinds = (np.array(column) for column in zip(*rows, strict=True))
    return life_table(tally(days.astype(np.int32), kinds.astype(np.int8), causes + 1))


def plainly(rows: Rows, until: int) -> tuple[Fraction, Fraction | None]:
    """The share not ended by the close of a day and its variance, in fractions, one day after the other."""
    share, spread = Fraction(1), Fraction(0)
    for day in range(until + 1):
        at_risk = sum(1 for last, _ in rows if last >= day)
        ended = sum(1 for last, kind in rows if last == day and kind)
        if at_risk:
            share *= 1 - Fraction(ended, at_risk)
        if ended and at_risk > ended:
            spread += Fraction(ended, at_risk * (at_risk - ended))
    return share, share * share * spread


def test_by_hand() -> None:
    """Six leads: answered on days 1, 2 and 2, 4; two still waiting, seen until days 2 and 5.

    Day 1: 5 of 6 wait on, 0.8333. Day 2: 2 of the 5 that waited are answered (the one seen until day 2 is still among
    them), 0.8333 · 3/5 = 0.5. Day 4: 1 of the 2 left, 0.25.
    """
    made = table([(1, 1), (2, 1), (2, 1), (4, 1), (2, 0), (5, 0)])
    assert list(made.at_risk) == [6, 6, 5, 2, 2, 1]
    curve = survival(made)
    assert curve.share == pytest.approx([1, 5 / 6, 0.5, 0.5, 0.25, 0.25])
    # Greenwood on day 2: 0.25 · (1/(6·5) + 2/(5·3)) = 0.25 · 1/6.
    assert curve.variance[2] == pytest.approx(0.25 / 6)
    median = quantiles(curve, [0.5])[0]
    assert (median.day, quantiles(curve, [0.75])[0].day, quantiles(curve, [0.9])[0].day) == (2, 4, None)
    # Exactly half are left from day 2 until day 4: R's survfit and a plain median say 3. A quarter is left to the end.
    assert (median.until, median.middle) == (4, 3)
    assert (quantiles(curve, [0.75])[0].until, quantiles(curve, [0.75])[0].middle) == (None, 4)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=50))
def test_without_open_leads_the_median_is_the_plain_one(days: list[int]) -> None:
    (median,) = quantiles(survival(table([(day, 1) for day in days])), [0.5])
    assert median.middle == float(np.median(days))


def test_the_published_leukaemia_remissions() -> None:
    """Weeks in remission under 6-MP (Freireich et al. 1963), as Kleinbaum and Klein, Survival Analysis, table 2.2, work
    them out: 0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482; the median is 23 weeks.
    """
    ended, open_ = [6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    curve = survival(table([(week, 1) for week in ended] + [(week, 0) for week in open_]))
    found = [round(float(curve.share[week]), 4) for week in (6, 7, 10, 13, 16, 22, 23)]
    assert found == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    # The standard error after 6 weeks is 0.0764, after 23 weeks 0.1346.
    assert [round(math.sqrt(curve.variance[week]), 4) for week in (6, 23)] == [0.0764, 0.1346]
    median = quantiles(curve, [0.5])[0]
    assert (median.day, median.low, median.high) == (23, 13, None)


@pytest.mark.parametrize("seed", range(20))
def test_equal_to_statsmodels(seed: int) -> None:
    rng = np.random.default_rng(seed)
    size = int(rng.integers(5, 400))
    days = rng.integers(0, rng.integers(3, 200), size)
    kinds = rng.integers(0, 2, size)
    kinds[0] = 1
    curve = survival(table(list(zip(days.tolist(), kinds.tolist(), strict=True))))
    with np.errstate(all="ignore"):
        judge = SurvfuncRight(days, kinds)
    at = judge.surv_times.astype(int)
    assert np.allclose(curve.share[at], judge.surv_prob, rtol=0, atol=1e-12)
    left = judge.surv_prob > 1e-12
    assert np.allclose(np.sqrt(curve.variance[at][left]), judge.surv_prob_se[left], rtol=0, atol=1e-12)
    for q in (0.1234, 0.5678, 0.8765):  # no share of whole leads: there the two understand "reached" alike
        day = quantiles(curve, [q])[0].day
        assert (np.nan if day is None else day) == pytest.approx(judge.quantile(q), nan_ok=True)
        with np.errstate(all="ignore"):
            low = judge.quantile_ci(q, method="cloglog")[0]
        if day is not None and 0 < curve.share[day] < 1:
            assert quantiles(curve, [q])[0].low == low


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 1)), min_size=2, max_size=300))
def test_equal_to_statsmodels_for_any_leads(rows: Rows) -> None:
    rows = [(rows[0][0], 1), *rows[1:]]
    curve = survival(table(rows))
    with np.errstate(all="ignore"):
        judge = SurvfuncRight(*(np.array(column) for column in zip(*rows, strict=True)))
    at, left = judge.surv_times.astype(int), judge.surv_prob > 1e-12
    assert np.allclose(curve.share[at], judge.surv_prob, rtol=0, atol=1e-12)
    assert np.allclose(np.sqrt(curve.variance[at][left]), judge.surv_prob_se[left], rtol=0, atol=1e-12)


@given(ROWS)
def test_equal_to_a_plain_loop(rows: Rows) -> None:
    curve = survival(table(rows))
    for day in range(len(curve.share)):
        share, variance = plainly(rows, day)
        assert curve.share[day] == pytest.approx(float(share), abs=1e-12)
        assert curve.variance[day] == pytest.approx(float(variance or 0), abs=1e-12)


@given(ROWS, st.randoms())
def test_falls_lies_in_its_band_and_heeds_no_order(rows: Rows, dice: random.Random) -> None:
    curve = survival(table(rows))
    low, high = band(curve)
    assert (np.diff(curve.share) <= 0).all()
    assert (curve.share >= 0).all()
    assert (low <= curve.share + 1e-12).all()
    assert (high >= curve.share - 1e-12).all()
    shuffled = list(rows)
    dice.shuffle(shuffled)
    assert np.array_equal(survival(table(shuffled)).share, curve.share)
    for one in quantiles(curve):
        if one.day is not None:
            assert one.low is not None
            assert one.low <= one.day
            assert one.high is None or one.high >= one.day


@given(st.lists(st.integers(0, 40), min_size=1, max_size=50))
def test_without_open_leads_it_is_the_plain_share(days: list[int]) -> None:
    curve = survival(table([(day, 1) for day in days]))
    for day, share in enumerate(curve.share):
        assert share == pytest.approx(sum(1 for one in days if one > day) / len(days), abs=1e-12)


def test_the_band_by_hand() -> None:
    """S = 0.5 with a standard error of 0.1: exp(1.96 · 0.1 / (0.5 · 0.6931)) = 1.7604, the power of 0.5."""
    low, high = band(Curve(np.array([1.0, 0.5, 0.0]), np.array([0.0, 0.01, 0.0])))
    assert low == pytest.approx([1, 0.5**1.760374, 0], abs=1e-6)
    assert high == pytest.approx([1, 0.5 ** (1 / 1.760374), 0.5 ** (1 / 1.760374)], abs=1e-6)


def test_groups_are_worked_out_together() -> None:
    days, kinds = np.array([1, 3, 2, 2], np.int32), np.array([1, 0, 1, 1], np.int8)
    counts = tally(days, kinds, 2, np.array([0, 0, 1, 1], np.intp), 2)
    assert counts.shape == (2, 2, 4)
    curve = survival(life_table(counts))
    assert curve.share.tolist() == [[1, 0.5, 0.5, 0.5], [1, 1, 0, 0]]


def test_of_nothing_nothing_has_ended() -> None:
    curve = survival(life_table(tally(np.zeros(0, np.int32), np.zeros(0, np.int8), 2)))
    assert (curve.share.tolist(), curve.variance.tolist()) == ([1], [0])
    assert quantiles(curve, [0.5])[0].day is None


def test_the_median_is_covered() -> None:
    """Exponential times of mean 40 days, open ones by an even spread of ages: the bounds hold the true median."""
    rng = np.random.default_rng(20261126)
    truth, held, runs = math.floor(40 * math.log(2)), 0, 600
    for _ in range(runs):
        times, ages = rng.exponential(40, 80), rng.uniform(0, 150, 80)
        days = np.floor(np.minimum(times, ages)).astype(np.int32)
        curve = survival(life_table(tally(days, (times <= ages).astype(np.int8), 2)))
        median = quantiles(curve, [0.5])[0]
        assert median.low is not None
        held += median.low <= truth and (median.high is None or truth <= median.high)
    assert held / runs >= 0.95 - 2 * math.sqrt(0.95 * 0.05 / runs)


def test_a_million_leads_are_counted_at_once() -> None:
    rng = np.random.default_rng(7)
    days: npt.NDArray[np.int32] = rng.integers(0, 1500, 1_000_000).astype(np.int32)
    kinds = rng.integers(0, 3, 1_000_000).astype(np.int8)
    taken = []
    for _ in range(5):
        start = time.process_time()
        survival(life_table(tally(days, kinds, 3)))
        taken.append(time.process_time() - start)
    assert min(taken) < 0.05  # some 8 ms; the bound leaves room for a slow machine
