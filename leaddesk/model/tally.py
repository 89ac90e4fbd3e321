"""Rows counted by a code, prepared once: of any period and filter the counts are then a few sums.

Where the codes are few, counts are kept up to each day (:mod:`~leaddesk.model.daycounts`). Here they are many (days of
waiting, minutes): counts are kept up to the first day of each month, by part of a partition, and the rows of the months
that a period cuts are counted one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.partition import among, compact

if TYPE_CHECKING:
    from leaddesk.model.slice import Mask

Counts = npt.NDArray[np.int64]
Array = npt.NDArray[Any]

_LARGEST: Final = 1 << 22
"""Cells of the prepared table: with more of them there is more to add up than to count."""
_HIGHEST: Final = 1 << 20
_FEW: Final = 12


@dataclass(frozen=True, eq=False, slots=True)
class Coded:
    """One code a row: ``codes`` ``[rows]``, in as few bytes as they need, number the ``distinct`` ones in order."""

    codes: Array
    distinct: Counts

    def counts(self, numbers: Array) -> Counts:
        """How many of these *numbers* there are of each code, from 0 up to the last that any has."""
        return self.spread(np.bincount(numbers, minlength=len(self.distinct)))

    def spread(self, by_number: Array) -> Array:
        """Counts of the distinct codes as :func:`numpy.bincount` has them of the codes themselves; at least one."""
        some = np.flatnonzero(by_number != 0)
        if len(some) and int(self.distinct[-1]) == len(self.distinct) - 1:  # the codes number themselves
            return by_number[: int(some[-1]) + 1]
        counts = np.zeros(int(self.distinct[some[-1]]) + 1 if len(some) else 1, by_number.dtype)
        counts[self.distinct[some]] = by_number[some]
        return counts


def coded(codes: Array) -> Coded:
    """Codes of 0 and more, each a row."""
    if not len(codes):
        return Coded(codes.astype(np.uint8), np.zeros(0, np.int64))
    if int(codes.max()) > _HIGHEST:
        distinct, numbers = np.unique(codes, return_inverse=True)
        return Coded(compact(numbers, len(distinct)), distinct.astype(np.int64))
    there = np.bincount(codes)
    distinct = np.flatnonzero(there)
    numbers = np.zeros(len(there), np.uint32)
    numbers[distinct] = np.arange(len(distinct))
    return Coded(compact(numbers, len(distinct))[codes], distinct)


@dataclass(frozen=True, eq=False, slots=True)
class Tally:
    """Rows in the order of their days, with the part of each, ``parts`` ``[rows]`` (None: there is one alone).

    ``totals``: ``[borders, parts, distinct codes]``, how many rows come before each of the ``borders``; with
    ``amounts``, whole numbers ``[rows]``, what these add up to.
    """

    coded: Coded
    parts: Array | None
    borders: Counts
    totals: npt.NDArray[np.signedinteger[Any]]
    amounts: Counts | None = None

    def between(self, begin: int, end: int, kept: Mask) -> Counts:
        """How many of the rows from *begin* to before *end* that are of *kept* parts have each code (or what
        their amounts add up to), as :meth:`Coded.counts` has them.
        """
        return self.coded.spread(self.numbered(begin, end, kept))

    def numbered(self, begin: int, end: int, kept: Mask) -> Counts:
        """The same by the number of each code, ``int64[distinct codes]``."""
        first = int(self.borders.searchsorted(begin))
        last = int(self.borders.searchsorted(end, side="right")) - 1
        if first > last:  # also where nothing is added up
            return self._counted(begin, end, kept)
        whole = self._before(last, kept)
        if first:
            whole -= self._before(first, kept)
        for low, high in ((begin, int(self.borders[first])), (int(self.borders[last]), end)):
            if low < high:  # nothing is a long line too, where there are many codes
                whole += self._counted(low, high, kept)
        return whole

    def _before(self, border: int, kept: Mask) -> Counts:
        parts = kept.nonzero()[0].tolist()
        if len(parts) > _FEW:
            return np.asarray(self.totals[border, kept].sum(axis=0, dtype=np.int64))
        whole = np.zeros(len(self.coded.distinct), np.int64)
        for part in parts:  # faster than an index of several parts
            whole += self.totals[border, part]
        return whole

    def _counted(self, begin: int, end: int, kept: Mask) -> Counts:
        numbers = self.coded.codes[begin:end]
        amounts = None if self.amounts is None else self.amounts[begin:end]
        if self.parts is not None and len(numbers):
            which = among(self.parts[begin:end], kept)
            numbers = np.compress(which, numbers)  # much faster than an index, of many rows
            amounts = None if amounts is None else np.compress(which, amounts)
        return np.bincount(numbers, amounts, len(self.coded.distinct)).astype(np.int64, copy=False)


def long(line: Array, length: int) -> Array:
    """Lines ``[..., x]`` with 0 behind their end, up to so many entries at least."""
    if line.shape[-1] >= length:
        return line
    found = np.zeros((*line.shape[:-1], length), line.dtype)
    found[..., : line.shape[-1]] = line
    return found


def month_borders(days: npt.NDArray[np.int32], *others: int) -> Counts:
    """Where the rows of each month begin among rows with these *days*, which are in order, where they end, and any
    *others*.
    """
    dated = int(np.searchsorted(days, np.int32(MISSING_DAY), side="right"))
    distinct = np.unique(days[dated:])
    _, firsts = np.unique(distinct.astype("datetime64[D]").astype("datetime64[M]"), return_index=True)
    starts = distinct[firsts]
    return np.unique([0, *np.searchsorted(days, starts).tolist(), *others, len(days)]).astype(np.int64)


def tally(found: Coded, parts: Array | None, count: int, borders: Counts, amounts: Counts | None = None) -> Tally:
    """The counts of rows in the order of their days (or what their *amounts* add up to, less than 2⁵³), of so many
    parts, up to each of the *borders* (the first is 0, the last all of them). Where they would be too many, nothing is
    added up: the rows of each period are counted then.
    """
    size, blocks = len(found.distinct), len(borders) - 1
    if (blocks + 1) * count * size > _LARGEST:
        return Tally(found, parts, borders[:0], np.zeros((0, count, size), np.int32), amounts)
    keys = np.repeat(np.arange(blocks, dtype=np.int64) * (count * size), np.diff(borders))
    if parts is not None:
        keys += parts.astype(np.int64) * size
    keys += found.codes
    totals = np.zeros((blocks + 1, count, size), np.int32 if amounts is None else np.int64)
    counted = np.bincount(keys, amounts, blocks * count * size).reshape(blocks, count, size)
    np.cumsum(counted.astype(np.int64, copy=False), axis=0, out=totals[1:])
    return Tally(found, parts, borders, totals, amounts)
