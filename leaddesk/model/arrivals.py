"""The leads in the order in which they came: a period is then a stretch of them, and its leads lie together."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.outcomes import DECIDED_ON
from leaddesk.model.period import EPOCH, Period, date_of, day_number, first_of_month
from leaddesk.model.rowcolumn import StageOf
from leaddesk.model.rows import inputs, values
from leaddesk.model.terms import CREATED, DISTINCT

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.slice import Mask
    from leaddesk.model.state import State

Array = npt.NDArray[Any]
Days = npt.NDArray[np.int32]
Places = npt.NDArray[np.intp]

Made = TypeVar("Made")

READ: Final = inputs(StageOf()) | inputs(DECIDED_ON) | inputs(CREATED) | inputs(DISTINCT.column)
"""The columns of the leads that arrivals and what is prepared of them are made from, where nothing else is said."""


@dataclass(frozen=True, eq=False, slots=True)
class Arrivals:
    """The leads of a State, each number once, by day of creation: all of them or what filters keep.

    ``places``: ``int32[leads]``, their positions, those of one day by position; ``created``: these days, in order;
    ``kept``: which of all arrivals they are, None for all. Those from ``begin`` to before ``end`` can be followed: the
    first ones have no creation day, the last ones one after the as-of day.
    """

    state: State
    places: Days
    created: Days
    begin: int
    end: int
    kept: Places | None = None
    _made: dict[object, Any] = field(default_factory=dict, repr=False)

    def prepared(self, key: object, make: Callable[[Arrivals], Made], read: frozenset[str] = READ) -> Made:
        """What *make* gives of all arrivals, made once for the leads as they are."""
        state = self.state
        return state.dataset["leads"].prepare(
            ("arrivals", key, state.as_of, state.settings), read, lambda: make(arrivals(state))
        )

    def once(self, key: object, make: Callable[[Arrivals], Made]) -> Made:
        """What *make* gives of these arrivals, made once."""
        if self.kept is None:
            return self.prepared(key, make)
        if key not in self._made:
            self._made[key] = make(self)
        return self._made[key]  # type: ignore[no-any-return]

    def gathered(self, key: object, whole: Array, begin: int, end: int) -> Array:
        """The entries of a column of all arrivals from the *begin* of these to before their *end*; fetched once."""
        if self.kept is None:
            return whole[begin:end]
        fetched = self._made.get(key)
        if fetched is None or not fetched[0] <= begin <= end <= fetched[1]:
            fetched = self._made[key] = (begin, end, whole[self.kept[begin:end]])
        return fetched[2][begin - fetched[0] : end - fetched[0]]

    def filtered(self, mask: Mask) -> Arrivals:
        """Those that a mask over the table keeps."""
        kept = np.flatnonzero(mask[self.places])
        begin, end = (int(np.searchsorted(kept, place)) for place in (self.begin, self.end))
        return Arrivals(self.state, self.places[kept], self.created[kept], begin, end, kept)

    @property
    def everyone(self) -> Stretch:
        """All of them."""
        return Stretch(self, 0, len(self.places))

    def within(self, period: Period, low: int, high: int) -> Stretch:
        """Those of a period, from day *low* to day *high*; of an open one all."""
        if not period.is_set:
            return self.everyone
        begin = int(np.searchsorted(self.created, np.int32(low)))
        return Stretch(self, begin, max(begin, int(np.searchsorted(self.created, np.int32(high), side="right"))))


@dataclass(frozen=True, eq=False, slots=True)
class Stretch:
    """The arrivals of a period: those from ``begin`` to before ``end``."""

    arrivals: Arrivals
    begin: int
    end: int

    def __len__(self) -> int:
        return self.end - self.begin

    def column(self, key: object, make: Callable[[Arrivals], Array], read: frozenset[str] = READ) -> Array:
        """The entries of a column of the arrivals that belong to the stretch."""
        whole = self.arrivals.prepared(key, make, read)
        return self.arrivals.gathered(key, whole, self.begin, self.end)

    @property
    def places(self) -> Days:
        """The positions of the leads, by day of creation."""
        return self.arrivals.places[self.begin : self.end]

    @property
    def created(self) -> Days:
        """Their creation days, in order."""
        return self.arrivals.created[self.begin : self.end]

    @property
    def undated(self) -> int:
        """How many of them have no creation day."""
        return max(0, min(self.end, self.arrivals.begin) - self.begin)

    @property
    def ahead(self) -> int:
        """How many of them were created after the as-of day."""
        return max(0, self.end - max(self.begin, self.arrivals.end))

    @property
    def followed(self) -> Stretch:
        """Those of them that can be followed."""
        begin, end = (min(max(place, self.arrivals.begin), self.arrivals.end) for place in (self.begin, self.end))
        return Stretch(self.arrivals, begin, end)

    def by_age(self, longest: int) -> npt.NDArray[np.int64]:
        """How many were created 0, 1, 2 … days before the as-of day; those beyond *longest* days count there."""
        if not len(self):
            return np.zeros(1, np.int64)
        today = day_number(self.arrivals.state.as_of)
        created = self.created
        oldest = min(today - int(created[0]), longest)
        later = len(created) - np.searchsorted(created, np.arange(today, today - oldest, -1))  # as old or younger
        return np.diff(np.concatenate([[0], later, [len(created)]]))

    def months(self, most: int) -> tuple[int, tuple[Stretch, ...]]:
        """The number of the first month (since 1970-01) and the leads of each month from there to the last one with a
        lead, empty ones included: *most* at most, the last ones. There is at least one lead.
        """
        first, last = (_month(int(day)) for day in (self.created[0], self.created[-1]))
        first = max(first, last - most + 1)
        starts = [day_number(first_of_month(EPOCH, month)) for month in range(first, last + 1)]
        ends = [*(int(end) for end in self.begin + np.searchsorted(self.created, starts)), self.end]
        return first, tuple(Stretch(self.arrivals, *pair) for pair in itertools.pairwise(ends))


def arrivals(state: State) -> Arrivals:
    """All leads of a State by day of creation; made once for its leads and as-of day.

    :raises KeyError: when the leads have no creation day at all.
    """
    data, settings, today = state.dataset, state.settings, np.int32(day_number(state.as_of))

    def made() -> tuple[Days, Days, int, int]:
        created = values(CREATED, data, settings)
        rows = np.flatnonzero(values(DISTINCT.column, data, settings) == DISTINCT.value)
        places = rows[np.argsort(created[rows], kind="stable")].astype(np.int32)
        days = created[places]
        begin, end = (int(np.searchsorted(days, day, side="right")) for day in (np.int32(MISSING_DAY), today))
        return places, days, begin, end

    return Arrivals(state, *data["leads"].prepare(("arrivals", state.as_of, state.settings), READ, made))


def kept(evaluator: Evaluator) -> Arrivals:
    """The arrivals that the filters keep, whatever the period.

    :raises KeyError: when the leads have no creation day at all.
    """

    def made() -> Arrivals:
        whole, mask = arrivals(evaluator.slice.state), evaluator.slice.allowed("leads")
        return whole if mask is None else whole.filtered(mask)

    return evaluator.slice.whole("arrivals", made)


def ever(evaluator: Evaluator) -> Stretch:
    """The same as a stretch."""
    return kept(evaluator).everyone


def here(evaluator: Evaluator) -> Stretch:
    """The leads of the slice."""
    return kept(evaluator).within(evaluator.slice.period, *evaluator.slice.bounds())


def _month(day: int) -> int:
    found = date_of(day)
    return (found.year - EPOCH.year) * 12 + found.month - 1
