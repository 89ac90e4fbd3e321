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


@lru_cache(maxsize=64)
def _ways(weeks: int) -> tuple[Floats, Floats, Floats, Floats]:
    """For each stay: the axes of its correlations, the variance along each, and the mean and the last week in them."""
    apart = np.abs(np.subtract.outer(np.arange(weeks), np.arange(weeks)))
    alike = _STAY[:, None, None] ** apart
    size, axes = np.linalg.eigh(alike)
    return axes, size, axes.sum(axis=1), np.einsum("sij,si->sj", axes, alike[:, :, -1])


def levels(weeks: Floats, *, is_count: bool, comes_again: bool) -> Levels:
    """What weeks say of their level.

    A level that wanders around its mean by an autoregression of the first order, beside the noise of each week; how
    far and how slowly it wanders is not chosen but weighed by the likelihood of the weeks, the mean integrated out
    (Harvey 1989, *Forecasting, structural time series models and the Kalman filter*; weights by Bayes' rule).
    """
    count = len(weeks)
    axes, size, ones, last = (line for line in _ways(count))
    seen = np.einsum("sij,i->sj", axes, weeks)[:, None, :]
    ones, last = ones[:, None, :], last[:, None, :]
    share = _SHARES[None, :, None]
    inverse = 1 / (1 + share * size[:, None, :])
    known = (inverse * ones * ones).sum(axis=2)
    mean = (inverse * ones * seen).sum(axis=2) / known
    left = seen - mean[:, :, None] * ones
    square = (inverse * left * left).sum(axis=2)
    least = max(float(weeks.mean()), 1e-12) if is_count else 0.0
    prior = _PRIOR if is_count else 0.0
    noise = np.maximum(least, (square + prior * least) / (count - 1 + prior))
    noise = np.maximum(noise, 1e-12 * float((weeks**2).mean()))
    likely = -0.5 * ((-np.log(inverse)).sum(axis=2) + np.log(known) + (count - 1) * np.log(noise) + square / noise)
    steady = _STEADY[comes_again]
    before = np.where(_SHARES == 0, steady, (1 - steady) / (len(_SHARES) - 1))
    chance = np.exp(likely - likely.max()) * before[None, :]
    chance /= chance.sum()
    ratio = _SHARES[None, :]
    cross = ratio * (inverse * last * ones).sum(axis=2)
    off = ratio * (inverse * last * left).sum(axis=2)
    own = ratio - ratio**2 * (inverse * last * last).sum(axis=2)
    stay = np.broadcast_to(_STAY[:, None], chance.shape)
    lines = (
        chance, mean, off, noise / known, noise * (own + cross**2 / known), -noise * cross / known, stay, noise * ratio,
    )  # fmt: skip
    return Levels(float((chance * noise).sum()), *(line.ravel() for line in lines))
