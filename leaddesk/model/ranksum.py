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
    both = (first + second).astype(np.float64)
    n, m, total = (int(counts.sum()) for counts in (first, second, both))
    ranks = np.cumsum(both) - (both - 1) / 2
    statistic = float((first * ranks).sum()) - n * (n + 1) / 2
    ties = float((both * both * both - both).sum())
    variance = n * m / 12 * ((total + 1) - ties / (total * (total - 1)))
    if variance <= 0:
        return 1.0
    larger = max(statistic, n * m - statistic)
    return min(1.0, math.erfc((larger - n * m / 2 - 0.5) / math.sqrt(2 * variance)))
