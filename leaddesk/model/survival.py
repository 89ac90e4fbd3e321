"""How long something takes when part of it is still going on: Kaplan-Meier over whole days.

A day is a place of the last axis, 0 being the day of the start; axes before it are groups that are worked out together.
What ends on a day was at risk on that day, and so was what is looked at for the last time on it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np
import numpy.typing as npt

from leaddesk.model.intervals import Z
from leaddesk.model.once import Once

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

Made = TypeVar("Made")

QUANTILES: Final = (0.25, 0.5, 0.75, 0.9)
TOLERANCE: Final = 1e-9
"""A share that rounding alone keeps from a half has reached the half."""


def tally(
    days: npt.NDArray[np.int32],
    kinds: npt.NDArray[np.int8],
    count: int,
    groups: npt.NDArray[np.intp] | None = None,
    group_count: int = 1,
) -> Counts:
    """How many rows have each kind (below *count*) on each day: ``int64[count, days]``.

    With *groups* (below *group_count*) ``int64[count, groups, days]``. Days are whole, 0 or more, and at least one.
    """
    length = int(days.max()) + 1 if len(days) else 1
    places = days.astype(np.intp)
    if groups is not None:
        places += groups * length
    places *= count
    places += kinds
    counts = np.bincount(places, minlength=group_count * length * count)
    by_kind = np.moveaxis(counts.reshape(group_count, length, count), 2, 0)
    return np.ascontiguousarray(by_kind if groups is not None else by_kind[:, 0])


@dataclass(frozen=True, eq=False, slots=True)
class LifeTable:
    """``at_risk``: ``float64[..., days]``, how many had not ended before that day and were still looked at on it;
    ``events``: ``float64[causes, ..., days]``, how many ended on that day by each cause.
    """

    at_risk: Floats
    events: Floats
    _made: Once = field(default_factory=Once, repr=False)

    def once(self, key: object, make: Callable[[LifeTable], Made]) -> Made:
        """What *make* gives of this table, made once."""
        return self._made.once(key, lambda: make(self))

    @property
    def all_events(self) -> Floats:
        """The ends of every cause, ``float64[..., days]``."""
        total: Floats = self.events.sum(axis=0)
        return total

    @property
    def days(self) -> int:
        """How many days there are, day 0 included."""
        return int(self.at_risk.shape[-1])

    @property
    def to_last_end(self) -> LifeTable:
        """The same up to the last day with an end: behind it nothing happens any more."""
        return self.once("to last end", _to_last_end)


def _to_last_end(table: LifeTable) -> LifeTable:
    ends = np.flatnonzero(table.events.any(axis=tuple(range(table.events.ndim - 1))))
    days = int(ends[-1]) + 1 if len(ends) else 1
    return LifeTable(table.at_risk[..., :days], table.events[..., :days])


def life_table(counts: npt.NDArray[np.int64] | Floats) -> LifeTable:
    """From *counts* ``[1 + causes, ..., days]``: first those looked at for the last time, then the ends by cause."""
    gone = counts.sum(axis=0)[..., ::-1]
    return LifeTable(np.cumsum(gone, axis=-1)[..., ::-1].astype(np.float64), counts[1:].astype(np.float64))


@dataclass(frozen=True, eq=False, slots=True)
class Curve:
    """A share for each day and the variance of its estimate, both ``float64[..., days]``."""

    share: Floats
    variance: Floats


def divided(part: Floats, whole: Floats) -> Floats:
    """The quotient, 0 where there is nothing to divide by."""
    return np.divide(part, whole, out=np.zeros(np.broadcast(part, whole).shape), where=whole > 0)


def remaining(table: LifeTable) -> Floats:
    """The share that has not ended by the close of each day, ``float64[..., days]``, as :func:`survival` has it."""
    return np.asarray(np.cumprod(1 - divided(table.all_events, table.at_risk), axis=-1), np.float64)


def survival(table: LifeTable) -> Curve:
    """The share that has not ended by the close of each day (Kaplan and Meier 1958), whatever the cause.

    Its variance is Greenwood's (1926); 0 once nothing is left.
    """
    ended, n = table.all_events, table.at_risk
    share = remaining(table)
    spread = np.cumsum(divided(ended, n * (n - ended)), axis=-1)
    return Curve(share, share * share * spread)


def band(curve: Curve) -> tuple[Floats, Floats]:
    """The 95 % bounds of a :func:`survival` curve, day by day, by log(−log) (Kalbfleisch and Prentice 1980).

    1 and 1 before the first end; once nothing is left, 0 and the upper bound of the day before.
    """
    share = curve.share
    inner = (share > 0) & (share < 1)
    safe = np.where(inner, share, 0.5)
    stretch = Z * np.sqrt(curve.variance) / (safe * -np.log(safe))
    low = np.where(inner, safe ** np.exp(stretch), share)
    high = np.where(inner, safe ** np.exp(-stretch), 1.0)
    return low, np.minimum.accumulate(high, axis=-1)


@dataclass(frozen=True, slots=True)
class DayQuantile:
    """The first day by which the share ``q`` has ended, with its 95 % bounds; None: not reached by the last day.

    ``until``: where the share is q exactly, the day of the next end.
    """

    q: float
    day: int | None
    low: int | None
    high: int | None
    until: int | None = None

    @property
    def middle(self) -> float | None:
        """The quantile: halfway to ``until`` where there is one, as the median of an even number of values."""
        return self.day if self.day is None or self.until is None else (self.day + self.until) / 2


def quantiles(curve: Curve, shares: Sequence[float] = QUANTILES) -> tuple[DayQuantile, ...]:
    """The quantiles of one :func:`survival` curve (``[days]``).

    A bound is the first day on which the :func:`band` is down at 1 − q (Brookmeyer and Crowley 1982).
    """
    low, high = band(curve)
    found = [[first_at_most(line, 1 - q) for line in (curve.share, low, high)] for q in shares]
    return tuple(day_quantile(q, curve.share, 1 - q, *days) for q, days in zip(shares, found, strict=True))


def day_quantile(
    q: float, line: Floats, level: float, day: int | None, low: int | None = None, high: int | None = None
) -> DayQuantile:
    """The quantile of a line that is down at a level on that *day*, with these bounds."""
    return DayQuantile(q, day, low, high, next_below(line, day, level))


def first_at_most(line: Floats, level: float) -> int | None:
    """The first day on which a line is down at a level; None when it never is."""
    days = np.flatnonzero(line <= level + TOLERANCE)
    return int(days[0]) if len(days) else None


def next_below(line: Floats, day: int | None, level: float) -> int | None:
    """Where a line is at a level exactly from that day on, the day on which it falls below; None where it is not, or
    never falls.
    """
    if day is None or line[day] < level - TOLERANCE:
        return None
    days = np.flatnonzero(line[day:] < level - TOLERANCE)
    return day + int(days[0]) if len(days) else None
