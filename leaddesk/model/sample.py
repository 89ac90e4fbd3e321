"""Samples: the values a quantile is taken of, and their order statistics without sorting them anew for each slice."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from leaddesk.model import intervals

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

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


class Counted:
    """A sample given by how many there are of each of some *values* in order (0, 1, 2 … where none are given): nothing
    of it has to be sorted.
    """

    def __init__(self, counts: npt.NDArray[np.int64], values: Floats | None = None) -> None:
        self.ends = np.cumsum(counts)
        """How many there are up to each of the values."""
        self._values = values

    def __len__(self) -> int:
        return int(self.ends[-1]) if len(self.ends) else 0

    def at(self, ranks: Sequence[int]) -> tuple[float, ...]:
        """The order statistics of these ranks."""
        places = np.searchsorted(self.ends, ranks, side="right")
        return tuple(float(found) for found in (places if self._values is None else self._values[places]))


@dataclass(frozen=True, eq=False, slots=True)
class Ranking:
    """All values of a column in order, the rank of each row and the row of each rank, both ``int32[rows]``: those
    without a value come last.
    """

    values: Floats
    ranks: npt.NDArray[np.int32]
    order: npt.NDArray[np.int32]


def ranking(column: Floats) -> Ranking:
    """Rank a column once; NaN has no value."""
    order = np.argsort(column, kind="stable")
    ranks = np.empty(len(column), np.int32)
    ranks[order] = np.arange(len(column), dtype=np.int32)
    known = len(column) - int(np.count_nonzero(np.isnan(column)))
    return Ranking(column[order[:known]], ranks, order.astype(np.int32))


@dataclass(frozen=True, eq=False, slots=True)
class Distinct:
    """The distinct ``values`` of a column in order, and which of them each row has, ``codes`` ``[rows]``: those without
    a value have a code behind all others.
    """

    values: Floats
    codes: npt.NDArray[Any]


def distinct(whole: Ranking) -> Distinct:
    """The distinct values of a column that is ranked."""
    known = whole.values
    is_new = np.concatenate([[True], known[1:] != known[:-1]]) if len(known) else np.zeros(0, np.bool_)
    values = known[is_new]
    by_rank = np.full(len(whole.ranks), len(values), np.min_scalar_type(len(values)))
    by_rank[: len(known)] = np.cumsum(is_new) - 1
    return Distinct(values, by_rank[whole.ranks])


CLASSES: Final = 2048


def neighbours(whole: Ranking) -> tuple[npt.NDArray[Any], int]:
    """The class of each row of a column that is ranked, ``[rows]``, and how many classes there are: one for each of the
    distinct values or, where these are many, for neighbouring ones together, :data:`CLASSES` at most, of about as many
    rows each. Equal values are of one class; the rows without a value have one behind all others.
    """
    known = whole.values
    starts = np.flatnonzero(np.concatenate([[True], known[1:] != known[:-1]])) if len(known) else np.zeros(0, np.intp)
    if len(starts) > CLASSES:
        each = -(-len(known) // CLASSES)
        starts = starts[np.flatnonzero(np.diff(starts // each, prepend=-1))]
    by_rank = np.full(len(whole.ranks), len(starts), np.min_scalar_type(len(starts)))
    by_rank[: len(known)] = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(known)))
    return by_rank[whole.ranks], len(starts)


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


def bins(whole: Ranking, places: npt.NDArray[Any]) -> npt.NDArray[np.int32]:
    """The coarse ranks of some rows; those without a value have one behind all others."""
    ranks = whole.ranks[places]
    last = (len(whole.values) - 1 >> BIN_BITS) + 1
    return np.where(ranks < len(whole.values), ranks >> BIN_BITS, last).astype(np.int32)


class Binned:
    """A large sample given by how many of its rows have each coarse rank (:func:`bins`) in the whole column.

    Only the rows of the bin in which an order statistic lies are looked at: *inside* says which rows are in the sample.
    """

    def __init__(
        self, whole: Ranking, counts: npt.NDArray[np.int64], inside: Callable[[npt.NDArray[np.int32]], Mask]
    ) -> None:
        self._whole = whole
        self._inside = inside
        self._chosen: dict[int, npt.NDArray[np.intp]] = {}
        self._ends = np.cumsum(counts[: (len(whole.values) - 1 >> BIN_BITS) + 1])

    def __len__(self) -> int:
        return int(self._ends[-1]) if len(self._ends) else 0

    def at(self, ranks: Sequence[int]) -> tuple[float, ...]:
        """The order statistics of these ranks."""
        found = []
        for rank in ranks:
            place = int(np.searchsorted(self._ends, rank, side="right"))
            first = place << BIN_BITS
            if place not in self._chosen:
                rows = self._whole.order[first : min(first + (1 << BIN_BITS), len(self._whole.values))]
                self._chosen[place] = np.flatnonzero(self._inside(rows))
            before = int(self._ends[place - 1]) if place else 0
            found.append(float(self._whole.values[first + self._chosen[place][rank - before]]))
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
