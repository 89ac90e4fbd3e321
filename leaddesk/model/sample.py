"""Samples: the values a quantile is taken of, and their order statistics without sorting them anew for each slice."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
import numpy.typing as npt

from leaddesk.model import intervals

if TYPE_CHECKING:
    from collections.abc import Sequence

Floats = npt.NDArray[np.float64]

BIN_BITS: Final = 10
LARGE: Final = 20_000
"""From this size on, ranks prepared once are quicker than partitioning the values of each slice."""


class Sample(Protocol):
    """Some values without their order; the order statistics count from 0."""

    def __len__(self) -> int: ...

    def at(self, ranks: Sequence[int]) -> tuple[float, ...]:
        """The order statistics of these ranks."""
        ...


@dataclass(frozen=True, eq=False, slots=True)
class Values:
    """A sample given by its values."""

    values: Floats

    def __len__(self) -> int:
        return len(self.values)

    def at(self, ranks: Sequence[int]) -> tuple[float, ...]:
        """The order statistics of these ranks, by partition."""
        part = np.partition(self.values, ranks)
        return tuple(float(part[rank]) for rank in ranks)


class DayCounted:
    """A sample of whole days given by how many there are of 0, 1, 2 …: nothing of it has to be sorted."""

    def __init__(self, counts: npt.NDArray[np.int64]) -> None:
        self._ends = np.cumsum(counts)

    def __len__(self) -> int:
        return int(self._ends[-1]) if len(self._ends) else 0

    def at(self, ranks: Sequence[int]) -> tuple[float, ...]:
        """The order statistics of these ranks."""
        return tuple(float(day) for day in np.searchsorted(self._ends, ranks, side="right"))


@dataclass(frozen=True, eq=False, slots=True)
class Ranking:
    """All values of a column in order, and the rank of each row: ``int32[rows]``, those without a value last."""

    values: Floats
    ranks: npt.NDArray[np.int32]


def ranking(column: Floats) -> Ranking:
    """Rank a column once; NaN has no value."""
    order = np.argsort(column, kind="stable")
    ranks = np.empty(len(column), np.int32)
    ranks[order] = np.arange(len(column), dtype=np.int32)
    known = len(column) - int(np.count_nonzero(np.isnan(column)))
    return Ranking(column[order[:known]], ranks)


class Ranked:
    """A large sample given by the ranks of its rows in the whole column.

    One histogram of coarse ranks tells in which bin each order statistic lies; only that bin is sorted. Exact, O(n).
    """

    def __init__(self, whole: Ranking, places: npt.NDArray[np.intp]) -> None:
        self._whole = whole
        ranks = whole.ranks if len(places) == len(whole.ranks) else whole.ranks[places]
        self._ranks = ranks
        self._bins = ranks >> BIN_BITS
        counts = np.bincount(self._bins)
        last = len(whole.values) >> BIN_BITS
        known = int(counts[:last].sum())
        if last < len(counts):
            known += int(np.count_nonzero(ranks[self._bins == last] < len(whole.values)))
        self._ends = np.cumsum(counts)
        self._known = known

    def __len__(self) -> int:
        return self._known

    def at(self, ranks: Sequence[int]) -> tuple[float, ...]:
        """The order statistics of these ranks."""
        sorted_bins: dict[int, npt.NDArray[np.int32]] = {}
        found = []
        for rank in ranks:
            place = int(np.searchsorted(self._ends, rank, side="right"))
            if place not in sorted_bins:
                sorted_bins[place] = np.sort(self._ranks[self._bins == place])
            before = int(self._ends[place - 1]) if place else 0
            found.append(float(self._whole.values[sorted_bins[place][rank - before]]))
        return tuple(found)


def quantile(sample: Sample, q: float) -> float:
    """The *q* quantile, linear between neighbours (Excel's PERCENTILE.INC); NaN of an empty sample."""
    if not len(sample):
        return math.nan
    place = q * (len(sample) - 1)
    low = math.floor(place)
    high = min(low + 1, len(sample) - 1)
    below, above = sample.at((low, high))
    share = place - low
    # As numpy does it: from the nearer end, so that both neighbours equal give exactly their value.
    step = above - below
    return above - step * (1 - share) if share >= 0.5 else below + step * share


def median_interval(sample: Sample) -> intervals.Interval | None:
    """The 95 % interval of the median by order statistics; None below six values."""
    ranks = intervals.median_ranks(len(sample))
    if ranks is None:
        return None
    low, high = sample.at(ranks)
    return low, high
