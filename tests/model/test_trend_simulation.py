"""How often two equal rates are called different: a simulation with a seed fixed beforehand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from leaddesk.model.intervals import wilson
from leaddesk.model.kpis import BY_ID
from leaddesk.model.measure import Measure
from leaddesk.model.trend import apart, compared

RUNS = 4000
SIZES = st.integers(1, 100_000)
SHARES = st.floats(0, 1)


@given(SIZES, SHARES, SIZES, SHARES)
def test_a_visible_difference_is_newcombes(n: int, p: float, m: int, q: float) -> None:
    """Two proportions differ visibly when zero lies outside Newcombe's interval, which is the one statsmodels has."""
    a, b = round(n * p), round(m * q)
    with np.errstate(all="ignore"):
        low, high = confint_proportions_2indep(a, n, b, m, method="newcomb")
    assert apart(rate(a, n), rate(b, m)) == pytest.approx((low, high), rel=0, abs=1e-12)
    if min(abs(low), abs(high)) > 1e-12:  # at zero itself rounding decides
        assert compared(BY_ID["conversion_rate"], rate(a, n), rate(b, m)).is_visible is bool(low > 0 or high < 0)


def rate(successes: int, trials: int) -> Measure:
    return Measure(successes / trials, trials, *(wilson(successes, trials) or (None, None)))


@pytest.mark.parametrize(("n", "p"), [(40, 0.15), (200, 0.05), (400, 0.3)])
def test_chance_alone_is_seldom_called_visible(n: int, p: float) -> None:
    """At the nominal 5 %, give or take two Monte-Carlo standard errors and the discreteness of counts."""
    draws = np.random.default_rng(20260901).binomial(n, p, size=(RUNS, 2))
    kpi = BY_ID["conversion_rate"]
    calls = sum(compared(kpi, rate(int(a), n), rate(int(b), n)).is_visible is True for a, b in draws)
    assert calls / RUNS <= 0.05 + 0.01 + 2 * math.sqrt(0.05 * 0.95 / RUNS)


def test_a_real_difference_is_mostly_seen() -> None:
    rng = np.random.default_rng(20260902)
    kpi = BY_ID["conversion_rate"]
    pairs = zip(rng.binomial(400, 0.10, 1000), rng.binomial(400, 0.20, 1000), strict=True)
    seen = sum(compared(kpi, rate(int(a), 400), rate(int(b), 400)).is_visible is True for a, b in pairs)
    assert seen / 1000 > 0.95
