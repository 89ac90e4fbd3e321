"""How likely a total or a share comes out at so much, when its mean and variance are known."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from leaddesk.model.rhythm import Rhythm

_POISSON: Final = 1.0001
_MANY: Final = 5000


def at_least_count(target: float, mean: float, variance: float) -> float:
    """P(N ≥ target) of a count: negative binomial of that mean and variance, Poisson where they are the same."""
    from scipy.special import betainc, gammainc  # loaded when first used: 0.1 s

    r = math.ceil(target - 1e-9)
    if r <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    if variance <= mean * _POISSON:
        return float(gammainc(r, mean))
    return float(betainc(r, mean * mean / (variance - mean), 1 - mean / variance))


def at_least(target: float, mean: float, variance: float, rhythm: Rhythm) -> float:
    """P(total ≥ target) of what some days bring.

    A sum of amounts is nothing where no row comes, else of a gamma distribution; one that may fall (refunds) is normal.
    """
    if rhythm.is_count:
        return at_least_count(target, mean, variance)
    from scipy.special import gammaincc, ndtr

    if rhythm.may_fall:
        spread = math.sqrt(variance)
        return float(ndtr((mean - target) / spread)) if spread else float(mean >= target)
    if target <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    some = -math.expm1(-mean * rhythm.rows)
    inner = mean / some
    left = max((variance + mean * mean) / some - inner * inner, 1e-12 * inner * inner)
    return some * float(gammaincc(inner * inner / left, target * inner / left))


def quantile(q: float, mean: float, variance: float, rhythm: Rhythm) -> float:
    """The smallest total that is reached or gone below with at least *q*, by bisection; whole for a count."""
    if mean <= 0 or variance <= 0:
        return mean
    low, high = -mean - 20 * math.sqrt(variance), mean + 20 * math.sqrt(variance)
    low = low if rhythm.may_fall else 0.0
    if rhythm.is_count:
        return _whole(q, mean, variance, math.ceil(high))
    for _ in range(60):
        middle = (low + high) / 2
        if 1 - at_least(middle, mean, variance, rhythm) >= q:
            high = middle
        else:
            low = middle
    return high


def _whole(q: float, mean: float, variance: float, top: int) -> float:
    bottom = -1
    while top - bottom > 1:
        middle = (bottom + top) // 2
        if 1 - at_least_count(middle + 1, mean, variance) >= q:
            top = middle
        else:
            bottom = middle
    return float(top)


def at_least_hits(target: float, trials: int, a: float, b: float) -> float:
    """P(hits ≥ target) of so many trials, whose rate is of the Beta distribution (a, b): beta-binomial."""
    from scipy.special import betaincc, betaln, gammaln

    r = math.ceil(target - 1e-9)
    if r <= 0:
        return 1.0
    if r > trials:
        return 0.0
    if trials > _MANY:
        return float(betaincc(a, b, min(1.0, (r - 0.5) / trials)))
    k = np.arange(r, trials + 1)
    logs = gammaln(trials + 1) - gammaln(k + 1) - gammaln(trials - k + 1)
    logs = logs + betaln(k + a, trials - k + b) - betaln(a, b)
    return float(min(1.0, np.exp(logs).sum()))


def at_least_share(target: float, mean: float, variance: float) -> float:
    """P(share ≥ target) of a Beta distribution of that mean and variance."""
    from scipy.special import betaincc

    if target <= 0:
        return 1.0
    if target > 1:
        return 0.0
    if not 0 < mean < 1 or variance <= 0:
        return float(mean >= target)
    size = max(mean * (1 - mean) / variance - 1, 1e-6)
    return float(betaincc(mean * size, (1 - mean) * size, target))
