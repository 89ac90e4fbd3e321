"""Intervals against scipy and statsmodels, and how often they hold the truth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from leaddesk.model import intervals
from leaddesk.model.expression import Expression, ratio, variation
from leaddesk.model.incidence import wilson_bounds
from leaddesk.model.sample import Values, median_interval
from leaddesk.model.terms import LEADS, SPEND

RNG = np.random.default_rng


def test_the_example_of_the_product() -> None:
    low, high = intervals.wilson(3, 12) or (0, 0)
    assert (round(low, 2), round(high, 2)) == (0.09, 0.53)


@pytest.mark.parametrize("n", [1, 2, 6, 12, 30, 1000, 4521])
def test_wilson_is_that_of_statsmodels(n: int) -> None:
    for k in sorted({0, 1, n // 3, n - 1, n}):
        wanted = proportion_confint(k, n, method="wilson")
        assert intervals.wilson(k, n) == pytest.approx(wanted, rel=1e-12, abs=1e-12)


NUMBERS = st.integers(1, 2_000_000)


@given(NUMBERS, st.floats(0, 1))
def test_wilson_is_that_of_statsmodels_for_any_numbers(n: int, share: float) -> None:
    k = round(n * share)
    wanted = proportion_confint(k, n, method="wilson")
    assert intervals.wilson(k, n) == pytest.approx(wanted, rel=0, abs=1e-12)
    many = wilson_bounds(np.array([k / n, 0.5]), np.array([float(n), 0.0]))
    assert [line[0] for line in many] == pytest.approx(wanted, rel=0, abs=1e-12)
    assert np.isnan([line[1] for line in many]).all()


@given(st.integers(0, 100_000))
def test_poisson_is_that_of_scipy_for_any_count(count: int) -> None:
    low, high = intervals.poisson(count)
    assert low == pytest.approx(stats.chi2.ppf(0.025, 2 * count) / 2 if count else 0, rel=1e-12, abs=0)
    assert high == pytest.approx(stats.chi2.isf(0.025, 2 * count + 2) / 2, rel=1e-12, abs=0)


@given(st.integers(0, 20_000))
def test_the_ranks_of_a_median_are_those_of_scipy_for_any_number(n: int) -> None:
    """The sign test: as many values as its binomial leaves out on either side."""
    low = int(stats.binom.ppf(0.025, n, 0.5))
    low -= stats.binom.cdf(low, n, 0.5) > 0.025
    assert intervals.median_ranks(n) == ((low, n - 1 - low) if low >= 0 else None)


@given(st.lists(st.floats(0.01, 1e6), min_size=10, max_size=60))
def test_the_interval_of_a_mean_is_that_of_its_standard_error_on_the_log(amounts: list[float]) -> None:
    values = np.array(amounts)
    found = intervals.mean(float(values.sum()), float((values**2).sum()), len(values))
    average, error = values.mean(), stats.sem(values)
    spread = stats.norm.ppf(0.975) * error / average
    assert found == pytest.approx((average * math.exp(-spread), average * math.exp(spread)), rel=1e-6)


def test_wilson_of_nothing_is_none_and_stays_between_0_and_1() -> None:
    assert intervals.wilson(0, 0) is None
    low, high = intervals.wilson(0, 5) or (1, 1)
    assert (low, round(high, 3)) == (0, 0.434)
    low, high = intervals.wilson(5, 5) or (0, 0)
    assert (round(low, 3), high) == (0.566, 1)


@pytest.mark.parametrize("count", [0, 1, 2, 10, 48, 1000])
def test_poisson_is_garwoods(count: int) -> None:
    low, high = intervals.poisson(count)
    assert low == pytest.approx(stats.chi2.ppf(0.025, 2 * count) / 2 if count else 0, rel=1e-12)
    assert high == pytest.approx(stats.chi2.ppf(0.975, 2 * count + 2) / 2, rel=1e-12)
    assert stats.poisson.cdf(count, high) == pytest.approx(0.025, rel=1e-9)


def test_median_ranks_are_those_of_the_binomial() -> None:
    for n in range(400):
        low = int(np.count_nonzero(stats.binom.cdf(np.arange(n), n, 0.5) <= 0.025)) - 1
        wanted = (low, n - 1 - low) if low >= 0 else None
        assert intervals.median_ranks(n) == wanted, n
    assert intervals.median_ranks(5) is None
    assert intervals.median_ranks(6) == (0, 5)
    # The table for the sign test: with 20 values the 6th and the 15th.
    assert intervals.median_ranks(20) == (5, 14)


def test_the_interval_of_a_median_is_two_of_its_values() -> None:
    values = np.array([9.0, 1, 7, 3, 5, 11])
    assert median_interval(Values(values)) == (1, 11)
    assert median_interval(Values(values[:5])) is None
    many = RNG(1).permutation(np.arange(1.0, 21))
    assert median_interval(Values(many)) == (6, 15)


def test_ratios_of_sums_by_hand() -> None:
    # Ten amounts of 100: the sum is 1000, the sum of squares 100,000, and sqrt(100,000) / 1000 = 0.3162.
    low, high = intervals.random_sum(1000, 100_000, 10) or (0, 0)
    assert low == pytest.approx(1000 * math.exp(-1.959964 * 0.316228), rel=1e-6)
    assert high == pytest.approx(1000 * math.exp(1.959964 * 0.316228), rel=1e-6)
    # Amounts that do not vary have a mean without doubt.
    assert intervals.mean(1000, 100_000, 10) == (100, 100)
    amounts = np.array([80.0, 120] * 6)
    spread = 1.959964 * amounts.std(ddof=1) / math.sqrt(12) / 100
    found = intervals.mean(1200, float((amounts**2).sum()), 12)
    assert found == pytest.approx((100 * math.exp(-spread), 100 * math.exp(spread)), rel=1e-6)


def test_a_ratio_of_sums_needs_ten_rows_and_two_sums_above_0() -> None:
    assert intervals.ratio(55, 1100, 365, 122_000, 6_300, 10) is not None
    assert intervals.ratio(55, 1100, 365, 122_000, 6_300, 9) is None
    assert intervals.ratio(0, 1100, 365, 122_000, 6_300, 10) is None
    assert intervals.ratio(55, 0, 365, 122_000, 6_300, 10) is None


@pytest.mark.parametrize("expression", [SPEND, ratio(SPEND, LEADS), ratio(LEADS, SPEND)])
def test_only_a_sum_over_another_varies_as_a_ratio(expression: Expression) -> None:
    with pytest.raises(TypeError):
        variation(expression)


@pytest.mark.parametrize("interval", [intervals.random_sum, intervals.mean])
def test_no_interval_for_few_or_for_what_is_not_positive(interval: object) -> None:
    assert callable(interval)
    assert interval(900, 90_000, 9) is None
    assert interval(0, 90_000, 20) is None
    assert interval(-5, 90_000, 20) is None


@pytest.mark.parametrize("interval", [intervals.random_sum, intervals.mean])
def test_amounts_that_cancel_out_have_no_interval(interval: object) -> None:
    """Ten sales and their refunds: the spread on the log scale is far beyond what a float can hold."""
    assert callable(interval)
    assert interval(0.01, 2e6, 10) is None
    assert interval(1.0, float("inf"), 10) is None


def test_coverage() -> None:
    """Drawn a thousand times, the exact intervals hold the truth 95 times in a hundred, or more."""
    rng = RNG(20250630)
    share = sum(_holds(intervals.wilson(int(k), 40), 0.15) for k in rng.binomial(40, 0.15, 1000))
    count = sum(_holds(intervals.poisson(int(k)), 7.5) for k in rng.poisson(7.5, 1000))
    median = sum(_holds(median_interval(Values(sample)), math.log(2)) for sample in rng.exponential(1, (1000, 25)))
    assert share >= 930
    assert count >= 940
    assert median >= 940
    large = sum(
        _holds(intervals.mean(float(sample.sum()), float((sample**2).sum()), 200), math.exp(0.5))
        for sample in rng.lognormal(0, 1, (1000, 200))
    )
    assert large >= 900


def _holds(interval: tuple[float, float] | None, truth: float) -> bool:
    return interval is not None and interval[0] <= truth <= interval[1]
