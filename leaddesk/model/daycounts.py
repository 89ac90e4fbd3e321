"""Counts up to each day, prepared once: any period is then the difference of two of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from leaddesk.model.dataset import MISSING_DAY

MANY: Final = 200_000
"""From so many rows on it is quicker to prepare than to count the rows of each period."""
_LARGEST: Final = 1 << 22
"""Cells of the prepared table: a stray date of 1926 would make it too long."""

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class DayCounts:
    """``totals``: ``[days + 1, keys]``, the rows of each key dated before day ``first + i``; ``everything``:
    ``int64[keys]``, those without a date included.
    """

    first: int
    totals: npt.NDArray[np.signedinteger[Any]]
    everything: Counts

    @property
    def undated(self) -> Counts:
        """``int64[keys]``: the rows without a date."""
        return np.asarray(self.everything - self.totals[-1], np.int64)

    def between(self, low: int, high: int) -> Counts:
        """``int64[keys]``: the rows dated from day *low* to day *high*, both included."""
        days = len(self.totals) - 1
        start, end = (min(max(day - self.first, 0), days) for day in (low, high + 1))
        counts: Counts = (self.totals[max(start, end)] - self.totals[start]).astype(np.int64)
        return counts

    def by_day(self, low: int, high: int) -> tuple[int, npt.NDArray[np.signedinteger[Any]]]:
        """The first of the days from *low* to *high* that are in the table, and ``[days, keys]``."""
        first, totals = self.up_to(low, high)
        return first, np.diff(totals, axis=0)

    def up_to(self, low: int, high: int) -> tuple[int, npt.NDArray[np.signedinteger[Any]]]:
        """The same day, and the rows of each key before each of these days and after the last, ``[days + 1, keys]``."""
        days = len(self.totals) - 1
        start, end = (min(max(day - self.first, 0), days) for day in (low, high + 1))
        return self.first + start, self.totals[start : max(start, end) + 1]


def day_counts(
    days: npt.NDArray[np.int32], keys: npt.NDArray[Any], count: int, amounts: Counts | None = None
) -> DayCounts | None:
    """The counts of rows with these day numbers and these keys (below *count*), or the sums of their *amounts*; None
    when the table would be too large.

    *days* may hold ``MISSING_DAY``.
    """
    dated = days != MISSING_DAY
    if not dated.any():
        return None
    first, last = int(days[dated].min()), int(days.max())
    span = last - first + 1
    if span * count > _LARGEST:
        return None
    places = (days[dated].astype(np.int64) - first) * count + keys[dated]
    totals = np.zeros((span + 1, count), np.int32 if amounts is None else np.int64)
    by_day = _added_up(places, span * count, None if amounts is None else amounts[dated])
    np.cumsum(by_day.reshape(span, count), axis=0, out=totals[1:])
    return DayCounts(first, totals, _added_up(keys, count, amounts))


def _added_up(keys: npt.NDArray[Any], count: int, amounts: Counts | None) -> Counts:
    if amounts is None:
        return np.bincount(keys, minlength=count)
    sums = np.zeros(count, np.int64)
    np.add.at(sums, keys, amounts)
    return sums
