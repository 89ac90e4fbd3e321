"""The level of some weeks: whether it wanders, and what that says of the weeks to come."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from leaddesk.model.survival import Floats

_STAY: Final = np.exp(-7 / np.array([30.0, 60.0, 120.0, 240.0, 480.0]))
"""How much of what a week is off its mean the next one keeps: half is gone after three weeks to eleven months."""
_SHARES: Final = np.array([0.0, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0])
"""The variance of the level over that of the noise of a week."""
_STEADY: Final = {False: 0.9, True: 0.1}
"""How likely the level stands still, by whether customers come again, before the weeks are looked at: the customers of
last month are mostly those of this one, and with more or fewer of them than usual so is what they bring.
"""
_PRIOR: Final = 4.0
"""Counts are as random as Poisson's unless the weeks say more: that weighs as much as so many weeks."""


@dataclass(frozen=True, eq=False, slots=True)
class Levels:
    """What some weeks say of the level, for each way in which it may wander (``float64[ways]``).

    ``noise``: the variance of a week, the level being known; ``chance``: how likely each way is; ``mean``: the level in
    the long run, ``off``: how far the last week was off it, with their variances and covariance; ``stay``: how much of
    that a week later is left; ``roams``: the variance of the level around its mean.
    """

    noise: float
    chance: Floats
    mean: Floats
    off: Floats
    mean_variance: Floats
    off_variance: Floats
    covariance: Floats
    stay: Floats
    roams: Floats

    def at(self, days: Floats) -> Floats:
        """The level expected on each day, a week's worth, never below nothing; 0 is the day after the last week."""
        kept = self.stay[:, None] ** ((days + 4) / 7)
        expected: Floats = np.maximum(0.0, self.chance @ (self.mean[:, None] + self.off[:, None] * kept))
        return expected

    def doubt(self, low: float, high: float) -> float:
        """The variance of the mean level of the days from *low* to *high*."""
        rate = -np.log(self.stay)
        start, length = (low + 3.5) / 7, (high - low + 1) / 7
        kept = self.stay**start * -np.expm1(-rate * length) / (rate * length)
        alike = 2 * (rate * length + np.expm1(-rate * length)) / (rate * length) ** 2
        mean = self.mean + kept * self.off
        variance = self.mean_variance + kept**2 * self.off_variance + 2 * kept * self.covariance
        variance = variance + self.roams * np.maximum(0.0, alike - kept**2)
        overall = float(self.chance @ mean)
        return float(self.chance @ (variance + (mean - overall) ** 2))


@dataclass(frozen=True, eq=False, slots=True)
class _Ways:
    """What hangs on the number of weeks alone, for each way: ``axes`` of the correlations by stay, ``inverse`` of the
    variance along each of them, ``spread``: the logarithm of the determinant of both; ``mean`` and ``off``: the weights
    of the weeks in them; ``known``: how many weeks without wandering say as much of the mean; ``cross`` and ``own``:
    the covariance of mean and off, and the variance of the latter alone, for a noise of 1 (by ``known``).
    """

    axes: Floats
    inverse: Floats
    spread: Floats
    mean: Floats
    off: Floats
    known: Floats
    cross: Floats
    own: Floats
    stay: Floats
    share: Floats


@lru_cache(maxsize=64)
def _ways(weeks: int) -> _Ways:
    apart = np.abs(np.subtract.outer(np.arange(weeks), np.arange(weeks)))
    alike = _STAY[:, None, None] ** apart
    size, axes = np.linalg.eigh(alike)
    turned: Floats = np.ascontiguousarray(axes.transpose(0, 2, 1))
    ones, last = axes.sum(axis=1)[:, None, :], (turned @ alike[:, :, -1:]).transpose(0, 2, 1)
    inverse = 1 / (1 + _SHARES[None, :, None] * size[:, None, :])
    share, known = _SHARES[None, :], (inverse * ones * ones).sum(axis=2)
    cross = share * (inverse * last * ones).sum(axis=2)
    mean = (inverse * ones) @ turned / known[:, :, None]
    off = share[:, :, None] * ((inverse * last) @ turned) - cross[:, :, None] * mean
    spread = np.log(known) - np.log(inverse).sum(axis=2)
    own = share - share**2 * (inverse * last * last).sum(axis=2)
    stay, share = (np.broadcast_to(line, known.shape) for line in (_STAY[:, None], share))
    return _Ways(
        turned.reshape(-1, weeks), inverse, spread.ravel(), mean.reshape(-1, weeks),
        off.reshape(-1, weeks), *(line.ravel() for line in (known, cross, own, stay, share)),
    )  # fmt: skip


def levels(weeks: Floats, *, is_count: bool, comes_again: bool) -> Levels:
    """What weeks say of their level.

    A level that wanders around its mean by an autoregression of the first order, beside the noise of each week; how
    far and how slowly it wanders is not chosen but weighed by the likelihood of the weeks, the mean integrated out
    (Harvey 1989, *Forecasting, structural time series models and the Kalman filter*; weights by Bayes' rule).
    """
    count, middle = len(weeks), float(weeks.mean())
    ways = _ways(count)
    apart = weeks - middle
    mean, off = ways.mean @ apart, ways.off @ apart
    seen = (ways.axes @ apart).reshape(len(_STAY), count, 1)
    square = np.maximum(0.0, (ways.inverse @ seen**2).ravel() - ways.known * mean**2)
    least = max(middle, 1e-12) if is_count else 0.0
    prior = _PRIOR if is_count else 0.0
    noise = np.maximum(least, (square + prior * least) / (count - 1 + prior))
    noise = np.maximum(noise, 1e-12 * float((weeks**2).mean()))
    likely = -0.5 * (ways.spread + (count - 1) * np.log(noise) + square / noise)
    steady = _STEADY[comes_again]
    before = np.where(ways.share == 0, steady, (1 - steady) / (len(_SHARES) - 1))
    chance = np.exp(likely - likely.max()) * before
    chance /= chance.sum()
    cross = ways.cross / ways.known
    return Levels(
        float(chance @ noise), chance, mean + middle, off, noise / ways.known,
        noise * (ways.own + ways.cross * cross), -noise * cross, ways.stay, noise * ways.share,
    )  # fmt: skip
