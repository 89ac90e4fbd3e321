"""Whether two samples differ, by the ranks of their values: Mann and Whitney 1947."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from leaddesk.model.survival import Counts


def rank_sum(first: Counts, second: Counts) -> float:
    """The chance of such a difference, or a larger one, between two samples of one kind, given by how many there are of
    each value, in order.

    The normal approximation with ties and continuity corrected, as scipy's ``mannwhitneyu`` has it; 1 where all values
    are the same.
    """
    n, m = int(first.sum()), int(second.sum())
    total = n + m
    some = np.flatnonzero(first != 0)  # few of a month's, where there are many values
    own, other = first[some], second[some]
    up_to = np.cumsum(own) + np.cumsum(second)[some]
    twice = int((own * (2 * up_to - own - other + 1)).sum())  # the ranks, those of equal values shared
    statistic = (twice - n * (n + 1)) / 2
    ties = _cubes(second) + _cubes(own + other) - _cubes(other) - total
    variance = n * m / 12 * ((total + 1) - ties / (total * (total - 1)))
    if variance <= 0:
        return 1.0
    larger = max(statistic, n * m - statistic)
    return min(1.0, math.erfc((larger - n * m / 2 - 0.5) / math.sqrt(2 * variance)))


def _cubes(counts: Counts) -> float:
    tied = counts.astype(np.float64)
    return float(np.einsum("i,i,i->", tied, tied, tied))
