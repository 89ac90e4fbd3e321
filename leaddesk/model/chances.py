"""How likely a total or a share comes out at so much, when its mean and variance are known."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from leaddesk.model.rhythm import Rhythm

    Floats = float | npt.NDArray[np.float64]

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


def at_least_lognormal(target: float, mean: float, variance: float) -> float:
    """P(total ≥ target) of a lognormal distribution of that mean and variance, whose upper end is the heavier one."""
    from scipy.special import ndtr

    if target <= 0 or mean <= 0 or variance <= 0:
        return float(mean >= target)
    spread = math.log1p(variance / (mean * mean))
    return float(ndtr((math.log(mean) - spread / 2 - math.log(target)) / math.sqrt(spread)))


def quantile(q: float, mean: float, variance: float, rhythm: Rhythm) -> float:
    """The smallest total that is reached or gone below with at least *q*; whole for a count."""
    from scipy.special import gammaincinv, ndtri

    if mean <= 0 or variance <= 0:
        return mean
    if rhythm.is_count:
        return float(count_quantiles(q, mean, variance))
    if rhythm.may_fall:
        return mean + math.sqrt(variance) * float(ndtri(q))
    some = -math.expm1(-mean * rhythm.rows)
    if q <= 1 - some:  # that nothing comes is likely enough
        return 0.0
    inner = mean / some
    left = max((variance + mean * mean) / some - inner * inner, 1e-12 * inner * inner)
    return float(gammaincinv(inner * inner / left, (q - (1 - some)) / some)) * left / inner


def middle(mean: float, variance: float, rhythm: Rhythm) -> tuple[float, float]:
    """The bounds of the middle 95 % of what some days bring, as :func:`quantile`."""
    if rhythm.is_count and mean > 0 and variance > 0:
        low, high = count_quantiles(np.array([0.025, 0.975]), mean, variance).tolist()
        return float(low), float(high)
    return quantile(0.025, mean, variance, rhythm), quantile(0.975, mean, variance, rhythm)


def count_quantiles(shares: Floats, mean: Floats, variance: Floats) -> npt.NDArray[np.int64]:
    """The smallest counts that are reached or gone below with at least these *shares*; all three broadcast."""
    from scipy.special import betaincc, gammaincc

    wanted, mean, variance = np.broadcast_arrays(*(np.asarray(one, np.float64) for one in (shares, mean, variance)))
    some = mean > 0
    wanted, mean_, variance_ = wanted[some], mean[some], variance[some]
    spread = np.sqrt(np.maximum(variance_, mean_))
    low = np.maximum(0, np.floor(mean_ - 10 * spread)).astype(np.int64)
    high = np.ceil(mean_ + 20 * spread).astype(np.int64)
    is_poisson = variance_ <= mean_ * _POISSON
    more = np.where(is_poisson, 1.0, variance_ - mean_)
    size, share = mean_ * mean_ / more, 1 - mean_ / np.where(is_poisson, 2 * mean_, variance_)
    while (low < high).any():  # a chance is slow to work out: not for all counts there are
        middle = (low + high) // 2
        reached = betaincc(middle + 1, size, share)
        if is_poisson.any():
            reached = np.where(is_poisson, gammaincc(middle + 1, mean_), reached)
        enough = reached >= wanted
        low, high = np.where(enough, low, middle + 1), np.where(enough, middle, high)
        low = np.minimum(low, high)
    found = np.zeros(mean.shape, np.int64)
    found[some] = high
    return found


def amount_bounds(mean: float, variance: float, nothing: float) -> tuple[float, float]:
    """The middle 95 % of an amount that is 0 with the chance *nothing*, else of a gamma distribution."""
    from scipy.special import gammaincinv

    some = 1 - nothing
    if mean <= 0 or some <= 0:
        return 0.0, 0.0
    inner = mean / some
    left = max((variance + mean * mean) / some - inner * inner, 1e-12 * inner * inner)
    shape = inner * inner / left
    low, high = (max(0.0, (q - nothing) / some) for q in (0.025, 0.975))
    return float(gammaincinv(shape, low)) * left / inner, float(gammaincinv(shape, high)) * left / inner


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


def hits_reached(trials: int, a: float, b: float) -> npt.NDArray[np.float64]:
    """P(as many hits or more) for 0 hits, 1, … and one more than the trials, as :func:`at_least_hits`."""
    if trials > _MANY:
        from scipy.special import betaincc

        shares = np.clip((np.arange(1, trials + 1) - 0.5) / trials, 0.0, 1.0)
        return np.concatenate([[1.0], betaincc(a, b, shares), [0.0]])
    chance = _by_hits(trials, a, b)
    return np.concatenate([np.minimum(np.cumsum(chance[::-1])[::-1], 1.0), [0.0]])


def _by_hits(trials: int, a: float, b: float) -> npt.NDArray[np.float64]:
    """The chance of each number of hits: logarithms alone, where gamma functions take ten times as long."""
    k = np.arange(trials, dtype=np.float64)
    more = np.log((trials - k) * (k + a) / ((k + 1) * (trials - k - 1 + b)))  # how many times as likely one more is
    logs = np.concatenate([[0.0], np.cumsum(more)])
    chance: npt.NDArray[np.float64] = np.exp(logs - logs.max())
    chance /= chance.sum()
    return chance


def hits_tails(hits: float, trials: int, a: float, b: float) -> tuple[float, float, tuple[float, float]]:
    """P(as many hits or more), P(as many or fewer), and the bounds of the middle 95 %, as :func:`at_least_hits`."""
    chance = _by_hits(trials, a, b)
    reached = np.cumsum(chance)
    at = round(hits)
    low, high = (int(np.searchsorted(reached, q)) for q in (0.025, 0.975))
    return float(chance[at:].sum()), float(chance[: at + 1].sum()), (float(low), float(min(high, trials)))


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


def share_bounds(mean: float, variance: float) -> tuple[float, float]:
    """The middle 95 % of a Beta distribution of that mean and variance."""
    from scipy.special import betaincinv

    if not 0 < mean < 1 or variance <= 0:
        return mean, mean
    size = max(mean * (1 - mean) / variance - 1, 1e-6)
    low, high = betaincinv(mean * size, (1 - mean) * size, np.array([0.025, 0.975]))
    return float(low), float(high)


def hits_bounds(trials: int, a: float, b: float) -> tuple[float, float]:
    """The middle 95 % of the hits of so many trials, as :func:`at_least_hits`; of a great many by a Beta one."""
    if trials <= _MANY:
        return hits_tails(0, trials, a, b)[2]
    mean = a / (a + b)
    low, high = share_bounds(mean, mean * (1 - mean) / trials * (a + b + trials) / (a + b + 1))
    return low * trials, high * trials


def twofold(above: float, below: float, freedom: int = 0) -> float:
    """The chance of both sides of what was seen. With the doubt in a spread that was learnt with so much *freedom* a
    quantile of the normal distribution is taken for one of Student's; 0: the spread is known.
    """
    side = min(above, below, 0.5)
    if freedom > 0:
        from scipy.special import ndtri, stdtr  # loaded when first used: 0.1 s

        side = float(stdtr(freedom, ndtri(max(side, 1e-300))))
    return min(1.0, 2 * side)
