"""The level of weeks, held against the same worked out with whole matrices, way by way."""

from __future__ import annotations

import math

import numpy as np
import pytest

from leaddesk.model import levels as module
from leaddesk.model.levels import levels

WEEKS = np.array([3.0, 5.0, 4.0, 8.0, 9.0, 7.0, 12.0, 10.0, 11.0, 14.0])


def by_matrices(weeks: np.ndarray, stay: float, share: float, low: int, high: int) -> tuple[float, float, float, float]:
    """For one way: the logarithm of how likely the weeks are, the noise, and the mean and the variance of the level of
    some days ahead, each day a point of its own (kriging with an unknown mean).
    """
    count = len(weeks)
    apart = np.abs(np.subtract.outer(np.arange(count), np.arange(count)))
    inverse = np.linalg.inv(np.eye(count) + share * stay**apart)
    ones = np.ones(count)
    known = ones @ inverse @ ones
    mean = ones @ inverse @ weeks / known
    left = weeks - mean
    square = left @ inverse @ left
    least = weeks.mean()
    noise = max(least, (square + 4 * least) / (count + 3))
    likely = -0.5 * (-np.linalg.slogdet(inverse)[1] + math.log(known) + (count - 1) * math.log(noise) + square / noise)
    steps = np.arange(low, high + 1, 1 / 32) + 1 / 64
    ahead = (steps + 3.5) / 7
    to_weeks = share * stay ** (np.arange(count)[::-1][None, :] + ahead[:, None])
    among = share * stay ** (np.abs(np.subtract.outer(ahead, ahead)))
    rest = 1 - to_weeks @ inverse @ ones
    expected = mean + to_weeks @ inverse @ left
    variance = among - to_weeks @ inverse @ to_weeks.T + np.outer(rest, rest) / known
    return likely, noise, float(expected.mean()), float(noise * variance.mean())


@pytest.mark.parametrize("comes_again", [False, True])
@pytest.mark.parametrize(("low", "high"), [(0, 6), (0, 30), (5, 40)])
def test_levels_are_those_of_whole_matrices(low: int, high: int, comes_again: bool) -> None:
    ways = [(stay, share) for stay in module._STAY for share in module._SHARES]
    each = np.array([by_matrices(WEEKS, stay, share, low, high) for stay, share in ways])
    steady = 0.1 if comes_again else 0.9
    before = [steady if share == 0 else (1 - steady) / 6 for _, share in ways]
    chance = np.exp(each[:, 0] - each[:, 0].max()) * before
    chance /= chance.sum()
    mean = chance @ each[:, 2]
    found = levels(WEEKS, is_count=True, comes_again=comes_again)
    assert found.chance == pytest.approx(chance)
    assert found.noise == pytest.approx(chance @ each[:, 1])
    days = np.arange(low, high + 1, dtype=np.float64)
    assert found.at(days).mean() == pytest.approx(mean, rel=1e-3)
    assert found.doubt(low, high) == pytest.approx(chance @ (each[:, 3] + (each[:, 2] - mean) ** 2), rel=1e-3)


def test_weeks_by_chance_alone_are_steady_and_a_rise_is_not() -> None:
    """Of forty weeks of Poisson's chance the level stands still; of weeks that rise the last ones tell it."""
    steady = levels(
        np.random.default_rng(20261129).poisson(20, 40).astype(np.float64), is_count=True, comes_again=False
    )
    assert steady.chance[steady.roams == 0].sum() > 0.9
    assert steady.at(np.zeros(1))[0] == pytest.approx(20, abs=2)
    risen = levels(np.linspace(10, 40, 40), is_count=True, comes_again=False)
    assert risen.chance[risen.roams == 0].sum() < 0.01
    assert risen.at(np.zeros(1))[0] > 35
    assert risen.doubt(0, 30) > 5 * steady.doubt(0, 30)
