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
    both = first + second
    n, m = int(first.sum()), int(second.sum())
    total = n + m
    some = np.flatnonzero(first)  # few of a month's, where there are many values
    own = first[some]
    twice = int((own * (2 * np.cumsum(both)[some] - both[some] + 1)).sum())  # the ranks, those of equal values shared
    statistic = (twice - n * (n + 1)) / 2
    tied = both.astype(np.float64)
    cubes = tied * tied
    cubes *= tied
    ties = float(cubes.sum()) - total
    variance = n * m / 12 * ((total + 1) - ties / (total * (total - 1)))
    if variance <= 0:
        return 1.0
    larger = max(statistic, n * m - statistic)
    return min(1.0, math.erfc((larger - n * m / 2 - 0.5) / math.sqrt(2 * variance)))
