"""Order statistics: from values, and from ranks prepared once."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.model.sample import BIN_BITS, Ranked, Sample, Values, median_interval, quantile, ranking

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
