"""Several chances told together: how likely chance alone shows any of them, those with more weight the sooner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence


def jointly(chances: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Each chance with all of them allowed for: those up to a level hold together at that level, whatever they share.

    Holm's method with weights that were fixed beforehand (Holm 1979, section 4): the smallest chance for its weight
    first, it has its part of the level; those that are left share all of it.
    """
    each, weight = np.asarray(chances, np.float64), np.asarray(weights, np.float64)
    order = np.argsort(each / weight, kind="stable")
    left = np.cumsum(weight[order][::-1])[::-1]
    found = np.empty(len(each))
    found[order] = np.minimum(np.maximum.accumulate(each[order] / weight[order] * left), 1.0)
    return [float(one) for one in found]
