"""Whether two samples differ, by the ranks of their values: Mann and Whitney 1947."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from leaddesk.model.survival import Floats


def rank_sum(first: Floats, second: Floats) -> float:
    """The chance of such a difference, or a larger one, between two samples of one kind.

    The normal approximation with ties and continuity corrected, as scipy's ``mannwhitneyu`` has it; 1 where all values
    are the same.
    """
    both = np.sort(np.concatenate([first, second]))
    starts = np.flatnonzero(np.concatenate([[True], both[1:] != both[:-1], [True]]))
    counts = np.diff(starts)
    own = np.sort(first)  # in order they are found quickly
    ranks = (np.searchsorted(both, own) + np.searchsorted(both, own, side="right") + 1) / 2
    n, m, total = len(first), len(second), len(both)
    statistic = float(ranks.sum()) - n * (n + 1) / 2
    ties = float((counts.astype(np.float64) ** 3 - counts).sum())
    variance = n * m / 12 * ((total + 1) - ties / (total * (total - 1)))
    if variance <= 0:
        return 1.0
    larger = max(statistic, n * m - statistic)
    return min(1.0, math.erfc((larger - n * m / 2 - 0.5) / math.sqrt(2 * variance)))
