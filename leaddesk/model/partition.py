"""The rows of a table by all that they are filtered and cut by: what is counted of the parts serves any filter."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from leaddesk.model.schema import is_extra
from leaddesk.model.slice import Dimension, dimension, is_recorded

if TYPE_CHECKING:
    from leaddesk.model.dataset import Frame
    from leaddesk.model.slice import Filters, Mask, Slice

Codes = npt.NDArray[np.unsignedinteger[Any]]

MOST: Final = 1024
"""With more parts there would be more to prepare than to count."""
KEPT: Final = 2
"""What is prepared by dimensions is kept for so many sets of them, the last ones: a view needs two, and it is much."""
_FEW: Final = 12


@dataclass(frozen=True, eq=False, slots=True)
class Partition:
    """The parts of a table, one for each combination of the values of its ``dimensions``; one in all without any."""

    dimensions: tuple[Dimension, ...]

    @property
    def key(self) -> tuple[tuple[str, tuple[str | None, ...]], ...]:
        """What it is prepared under."""
        return tuple((one.id, one.keys) for one in self.dimensions)

    @property
    def columns(self) -> frozenset[str]:
        """The columns that it reads."""
        return frozenset(one.id for one in self.dimensions)

    @property
    def parts(self) -> int:
        """How many parts there are, empty ones included."""
        return math.prod(len(one.keys) for one in self.dimensions)

    def of(self, frame: Frame) -> Codes | None:
        """The part of each row, in as few bytes as they need; None where there is one part alone."""
        if not self.dimensions:
            return None

        def numbered() -> Codes:
            first, *others = self.dimensions
            found = first.groups(frame).astype(np.uint32)
            for one in others:
                found = found * np.uint32(len(one.keys)) + one.groups(frame)
            return compact(found, self.parts)

        return frame.prepare(("parts", self.key), self.columns, numbered)

    def kept(self, filters: Filters) -> Mask:
        """Which parts the filters keep, ``bool[parts]``; all their dimensions are of this partition."""
        each = [
            np.array([filters.kept.get(one.id) is None or key in filters.kept[one.id] for key in one.keys])
            for one in self.dimensions
        ]
        return np.asarray(reduce(lambda left, right: np.logical_and.outer(left, right).ravel(), each, np.array([True])))

    def summed(self, counts: npt.NDArray[Any], kept: Mask, by: Dimension | None) -> npt.NDArray[Any]:
        """What is kept of *counts* ``[..., parts, x]``, added up to ``[..., x]`` or, by a dimension of this partition,
        to ``[..., groups, x]``.
        """
        if by is None:
            chosen = np.flatnonzero(kept)
            if len(chosen) > _FEW or not len(chosen):
                return np.asarray(counts[..., kept, :].sum(axis=-2))
            total = counts[..., chosen[0], :].astype(np.int64)
            for part in chosen[1:]:
                total += counts[..., part, :]
            return total
        there = np.where(kept[:, np.newaxis], counts, 0)
        place = next(place for place, one in enumerate(self.dimensions) if one.id == by.id)
        shape = [len(one.keys) for one in self.dimensions]
        unfolded = there.reshape(*counts.shape[:-2], *shape, counts.shape[-1])
        front = counts.ndim - 2
        others = tuple(front + axis for axis in range(len(shape)) if axis != place)
        return np.asarray(unfolded.sum(axis=others))


WHOLE: Final = Partition(())
"""Of what is neither filtered nor cut."""


def partition(data: Slice, table: str, by: Dimension | None = None) -> Partition | None:
    """The parts of a table by the dimensions of the slice's filters and *by*; None where they would be too many, or of
    columns of the user's own, whose values are not counted.
    """
    filtered = data.filters.kept
    if not filtered:
        return WHOLE if by is None else _noted(data, table, Partition((by,)))
    if table not in data.dataset:
        return None
    frame, parts = data.dataset[table], 1
    for name in filtered:
        if is_extra(name) or not is_recorded(data.dataset, table, name):
            return None
        parts *= len(frame.labels(name)) + 1
    if by is not None and by.id not in filtered:
        parts *= len(by.keys)
    if parts > MOST:
        return None
    names = {name: dimension(data.dataset, name) for name in filtered}
    dimensions = names if by is None else {**names, by.id: by}
    return _noted(data, table, Partition(tuple(dimensions[name] for name in sorted(dimensions))))


def _noted(data: Slice, table: str, found: Partition) -> Partition:
    """The same, now among the last ones that were looked at."""
    if table in data.dataset:
        data.dataset[table].lately("parts", found.key, found.columns, KEPT)
    return found


def among(parts: Codes, kept: Mask) -> Mask:
    """Which rows are of the *kept* parts."""
    wanted = np.flatnonzero(kept)
    if len(wanted) > _FEW:
        return np.asarray(np.take(kept, parts))
    found = np.zeros(len(parts), np.bool_)
    for part in wanted:  # of small numbers many are compared at once
        found |= parts == parts.dtype.type(part)
    return found


def compact(keys: npt.NDArray[Any], count: int) -> Codes:
    """Numbers below *count* in as few bytes as they need: they are read a million at a time."""
    return keys.astype(np.uint8 if count <= 1 << 8 else np.uint16 if count <= 1 << 16 else np.uint32)
