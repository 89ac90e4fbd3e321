"""How likely totals and shares come out at so much, on distributions that a person can work out."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from leaddesk.model.chances import (
    amount_bounds,
    at_least,
    at_least_count,
    at_least_hits,
    at_least_lognormal,
    at_least_share,
    count_quantiles,
    hits_bounds,
    hits_tails,
    quantile,
    share_bounds,
)
from leaddesk.model.levels import levels
from leaddesk.model.rhythm import Rhythm


def a_rhythm(*, rows: float = 1.0, is_count: bool = False, may_fall: bool = False) -> Rhythm:
    steady = levels(np.ones(10), is_count=is_count, comes_again=False)
    return Rhythm(np.ones(7), np.ones(12), steady, 0, 1.0, rows, 10, is_count, may_fall)


COUNT, AMOUNT, FALLING = a_rhythm(is_count=True), a_rhythm(rows=1e6), a_rhythm(may_fall=True)
HALF_THE_TIME = a_rhythm(rows=math.log(2) / 10)
"""Of a mean of 10, nothing comes in half of the cases."""


def test_counts() -> None:
    """Poisson of mean 2: none has the chance e⁻². With the variance 4 it is the failures at even odds before two hits:
    none has 1/4.
    """
    assert at_least_count(0, 2, 2) == 1
    assert at_least_count(1, 0, 0) == 0
    assert at_least_count(1, 2, 2) == pytest.approx(1 - math.exp(-2))
    assert at_least_count(0.2, 2, 4) == pytest.approx(3 / 4)
    assert at_least_count(3, 2, 4) == pytest.approx(1 - stats.nbinom(2, 0.5).cdf(2), rel=1e-12)
    assert at_least(1, 2, 4, COUNT) == pytest.approx(3 / 4)


def test_amounts_that_may_fall_are_normal() -> None:
    assert at_least(10, 10, 4, FALLING) == pytest.approx(0.5)
    assert at_least(12, 10, 4, FALLING) == pytest.approx(0.158655, abs=1e-6)
    assert [at_least(target, 10, 0, FALLING) for target in (10, 11)] == [1, 0]
    assert quantile(0.975, 10, 4, FALLING) == pytest.approx(10 + 2 * 1.959964)


def test_amounts_that_do_not_fall_are_gamma() -> None:
    """Of a mean of 10 and a variance of 100 it is exponential."""
    assert [at_least(0, 10, 100, AMOUNT), at_least(-5, 10, 100, AMOUNT), at_least(1, 0, 0, AMOUNT)] == [1, 1, 0]
    assert at_least(10, 10, 100, AMOUNT) == pytest.approx(math.exp(-1))
    assert quantile(0.5, 10, 100, AMOUNT) == pytest.approx(10 * math.log(2))
    assert amount_bounds(10, 100, 0) == pytest.approx((-10 * math.log(0.975), -10 * math.log(0.025)))


def test_amounts_may_be_nothing() -> None:
    """Half of the cases bring nothing, the others 20 in the mean, exponentially: 20² · 2 = 800 the mean square."""
    variance = 800 / 2 - 10**2
    assert at_least(0.001, 10, variance, HALF_THE_TIME) == pytest.approx(0.5, abs=1e-4)
    assert at_least(20, 10, variance, HALF_THE_TIME) == pytest.approx(0.5 * math.exp(-1))
    assert quantile(0.4, 10, variance, HALF_THE_TIME) == 0
    assert quantile(0.75, 10, variance, HALF_THE_TIME) == pytest.approx(20 * math.log(2))
    assert amount_bounds(10, variance, 0.5) == pytest.approx((0, -20 * math.log(0.05)))
    assert amount_bounds(10, variance, 1) == amount_bounds(0, 0, 0) == (0, 0)


def test_what_does_not_vary_is_what_it_is() -> None:
    assert [quantile(0.975, 5, 0, AMOUNT), quantile(0.025, 0, 3, COUNT)] == [5, 0]
    assert [at_least_lognormal(target, 5, 0) for target in (5, 6)] == [1, 0]


def test_single_large_amounts() -> None:
    """The median of a lognormal one is its mean over sqrt(1 + variance / mean²)."""
    assert at_least_lognormal(10 / math.sqrt(5), 10, 400) == pytest.approx(0.5)
    assert at_least_lognormal(0, 10, 400) == 1


def test_the_smallest_count_that_is_reached() -> None:
    """Poisson of mean 1: 0 at most has 37 %, 1 at most 74 %, 2 at most 92 %."""
    assert count_quantiles(np.array([0.36, 0.5, 0.9]), 1.0, 1.0).tolist() == [0, 1, 2]
    assert count_quantiles(0.5, np.array([0.0, 1.0]), np.array([0.0, 1.0])).tolist() == [0, 1]
    assert count_quantiles(np.array([0.25, 0.3]), 2.0, 4.0).tolist() == [0, 1]
    assert quantile(0.5, 1, 1, COUNT) == 1


def test_hits_of_a_rate_of_which_nothing_is_known() -> None:
    """Each number of hits from none to all is as likely."""
    assert at_least_hits(5, 9, 1, 1) == pytest.approx(0.5)
    assert [at_least_hits(0, 9, 1, 1), at_least_hits(10, 9, 1, 1)] == [1, 0]
    above, below, bounds = hits_tails(7, 9, 1, 1)
    assert [above, below] == pytest.approx([0.3, 0.8])
    assert [*bounds] == [0, 9]
    assert hits_bounds(9, 1, 1) == (0, 9)
    assert hits_tails(2, 99, 1, 1)[2] == hits_bounds(99, 1, 1) == (2, 97)


def test_hits_of_a_great_many_trials() -> None:
    assert at_least_hits(7_500, 10_000, 1, 1) == pytest.approx(0.25, abs=1e-4)
    assert hits_bounds(10_000, 1, 1) == pytest.approx((250, 9_750), abs=1)


def test_shares() -> None:
    """Of the mean 1/2 and the variance 1/12 each share is as likely."""
    assert at_least_share(0.75, 0.5, 1 / 12) == pytest.approx(0.25)
    assert share_bounds(0.5, 1 / 12) == pytest.approx((0.025, 0.975))
    assert [at_least_share(0, 0.5, 1 / 12), at_least_share(1.01, 0.5, 1 / 12)] == [1, 0]
    assert [at_least_share(0.4, mean, 0) for mean in (0.4, 0.3)] == [1, 0]
    assert at_least_share(1, 1, 0.1) == 1
    assert share_bounds(0.4, 0) == (0.4, 0.4)
