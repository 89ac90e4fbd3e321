"""Order statistics: from values, and from ranks prepared once."""

from __future__ import annotations

import math
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from leaddesk.model import sample as samples
from leaddesk.model.ranksum import rank_sum
from leaddesk.model.sample import BIN_BITS, Ranked, Sample, Values, median_interval, neighbours, quantile, ranking

NUMBERS = st.lists(st.one_of(st.just(math.nan), st.sampled_from([0.0, 1.0, 2.5, -7.0, 100.0])), max_size=40)


@given(NUMBERS, st.data(), st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0]))
def test_ranks_give_the_quantiles_of_numpy(numbers: list[float], data: st.DataObject, q: float) -> None:
    column = np.array(numbers, np.float64)
    places = np.array(
        sorted(data.draw(st.sets(st.sampled_from(range(len(numbers)))) if numbers else st.just(set()))), np.intp
    )
    known = column[places][~np.isnan(column[places])]
    ranked: Sample = Ranked(ranking(column), places)
    for sample in (ranked, Values(known)):
        assert len(sample) == len(known)
        if len(known):
            assert quantile(sample, q) == pytest.approx(float(np.quantile(known, q)), rel=1e-12)
            assert sample.at(range(len(known))) == tuple(sorted(known))
        else:
            assert math.isnan(quantile(sample, q))
        assert median_interval(sample) == median_interval(Values(known))


def test_ranks_over_several_bins() -> None:
    rng = np.random.default_rng(5)
    column = np.where(rng.random(10 << BIN_BITS) < 0.3, np.nan, rng.normal(size=10 << BIN_BITS))
    for places in (np.arange(len(column)), np.flatnonzero(rng.random(len(column)) < 0.4)):
        known = np.sort(column[places][~np.isnan(column[places])])
        ranked = Ranked(ranking(column), places)
        wanted = [0, 1, len(known) // 3, len(known) // 2, len(known) - 1]
        assert ranked.at(wanted) == tuple(known[wanted])
        assert len(ranked) == len(known)
        assert quantile(ranked, 0.5) == pytest.approx(float(np.median(known)), rel=1e-12)


def test_no_interval_below_six() -> None:
    assert median_interval(Values(np.arange(5.0))) is None
    assert median_interval(Values(np.array([3.0, 1, 2, 6, 5, 4]))) == (1, 6)


@given(NUMBERS, st.integers(1, 8))
def test_neighbours_are_of_one_class_and_equal_values_always(numbers: list[float], most: int) -> None:
    column = np.array(numbers, np.float64)
    with patch.object(samples, "CLASSES", most):
        codes, count = neighbours(ranking(column))
    known = ~np.isnan(column)
    assert count <= most
    assert set(codes[known]) == set(range(count))
    assert set(codes[~known]) <= {count}
    by_value = sorted(zip(column[known].tolist(), codes[known].tolist(), strict=True))
    assert [code for _, code in by_value] == sorted(code for _, code in by_value)
    assert len({(value, code) for value, code in by_value}) == len({value for value, _ in by_value})


def test_few_values_are_a_class_each() -> None:
    codes, count = neighbours(ranking(np.array([3.0, math.nan, 1.0, 3.0, 2.0])))
    assert (codes.tolist(), count) == ([2, 3, 0, 2, 1], 3)


@pytest.mark.parametrize("slower", [1.0, 1.05, 1.1])
def test_ranks_by_classes_tell_the_same_difference(slower: float) -> None:
    """Half of the times are the same, as of answers on opening; the other ones are all different."""
    rng = np.random.default_rng(20261127)
    times = np.where(rng.random(60_000) < 0.5, 1.0, rng.lognormal(1, 1.5, 60_000))
    late = np.arange(60_000) >= 55_000
    times[late] *= slower
    codes, count = neighbours(ranking(times))
    assert count == pytest.approx(samples.CLASSES / 2, rel=0.1)
    each = np.unique(times, return_inverse=True)[1]
    by_class, exact = (  # in standard deviations
        norm.isf(rank_sum(*(np.bincount(kind[which], minlength=int(kind.max()) + 1) for which in (late, ~late))) / 2)
        for kind in (codes, each)
    )
    assert by_class == pytest.approx(exact, abs=0.05)
