"""95 % intervals: Wilson for proportions, exact Poisson for counts, order statistics for medians, delta on logs."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

LEVEL: Final = 0.95
Z: Final = 1.959963984540054
FEWEST_FOR_MEDIAN: Final = 6
"""No pair of order statistics reaches 95 % below six values."""
FEWEST_FOR_RATIO: Final = 10
"""Below ten customers the delta method promises too much."""
WIDEST: Final = math.log(1000)
"""Amounts that cancel out (refunds) give an interval from a thousandth to a thousandfold and more: that is none."""

Interval = tuple[float, float]


def wilson(successes: float, trials: float, z: float = Z) -> Interval | None:
    """Wilson's score interval of a proportion (Wilson 1927). For 3 of 12: 0.089 to 0.532.

    None without trials, and where the part is none of the whole (opens counted twice, say). *z*: the normal quantile
    of another level than 95 %.
    """
    if trials <= 0 or not 0 <= successes <= trials:
        return None
    share = successes / trials
    spread = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    centre = share + z * z / (2 * trials)
    scale = 1 + z * z / trials
    low = 0.0 if successes == 0 else (centre - spread) / scale
    high = 1.0 if successes == trials else (centre + spread) / scale
    return low, high


@lru_cache(maxsize=4096)
def poisson(count: int) -> Interval:
    """The exact interval of a Poisson mean from one count (Garwood 1936), by quantiles of chi-squared."""
    from scipy.special import chdtri  # loaded when first used: 0.1 s

    tail = (1 - LEVEL) / 2
    low = 0.0 if count == 0 else float(chdtri(2 * count, 1 - tail)) / 2
    return low, float(chdtri(2 * count + 2, tail)) / 2


@lru_cache(maxsize=4096)
def median_ranks(n: int) -> tuple[int, int] | None:
    """The 0-based ranks (low, high) whose order statistics hold the median with at least 95 %; None below six values.

    The ranks are symmetric: low is the largest r with P(Binomial(n, 1/2) < r) ≤ 2.5 %.
    """
    if n < FEWEST_FOR_MEDIAN:
        return None
    from scipy.special import bdtr

    rank = max(0, int(n / 2 - Z * math.sqrt(n) / 2) - 2)
    while float(bdtr(rank, n, 0.5)) <= (1 - LEVEL) / 2:
        rank += 1
    while rank > 0 and float(bdtr(rank - 1, n, 0.5)) > (1 - LEVEL) / 2:
        rank -= 1
    low = rank - 1
    return (low, n - 1 - low) if low >= 0 else None


def difference(one: float, own: Interval, other: float, its: Interval) -> Interval:
    """The interval of *one* less *other*, made from those of the two (MOVER: Zou and Donner 2008); for two proportions
    with Wilson's intervals it is Newcombe's (1998, method 10).
    """
    apart = one - other
    return apart - math.hypot(one - own[0], its[1] - other), apart + math.hypot(own[1] - one, other - its[0])


def random_sum(total: float, squares: float, n: float) -> Interval | None:
    """The interval of a sum of a random number of random amounts: delta method on the log of a compound Poisson sum.

    *squares* is the sum of the squared amounts, *n* how many there are; None below ten or when the sum is not positive.
    """
    if n < FEWEST_FOR_RATIO or total <= 0:
        return None
    spread = Z * math.sqrt(squares) / total
    return _around(total, spread)


def ratio(
    top: float, bottom: float, top_squares: float, bottom_squares: float, products: float, n: float
) -> Interval | None:
    """The interval of a sum of counts over another sum of the same *n* rows, both varying from row to row: delta method
    on the log, with the covariance. It is never narrower than that of the count above alone (Poisson).

    *top_squares*, *bottom_squares*: the sums of the squares of both, *products* that of the products of both in a row.
    None below ten rows, or when a sum is not positive.
    """
    if n < FEWEST_FOR_RATIO or top <= 0 or bottom <= 0:
        return None
    share = top / bottom
    rest = top_squares - 2 * share * products + share * share * bottom_squares
    return _around(share, Z * math.sqrt(max(rest * n / (n - 1), top)) / top)


def mean(total: float, squares: float, n: float) -> Interval | None:
    """The interval of a mean of *n* amounts: delta method on the log; None below ten or when it is not positive."""
    if n < FEWEST_FOR_RATIO or total <= 0:
        return None
    average = total / n
    variance = max(0.0, (squares - n * average * average) / (n - 1))
    spread = Z * math.sqrt(variance / n) / average
    return _around(average, spread)


def _around(value: float, spread: float) -> Interval | None:
    """The value times and divided by e to the *spread*; None where that says nothing any more."""
    if not spread <= WIDEST:
        return None
    return value * math.exp(-spread), value * math.exp(spread)
