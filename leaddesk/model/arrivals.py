"""The leads in the order in which they came: a period is then a stretch of them, and its leads lie together."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from leaddesk.model import daycounts
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.dated import in_order, parts_in_order
from leaddesk.model.once import Once
from leaddesk.model.outcomes import DECIDED_ON
from leaddesk.model.partition import WHOLE, Partition, among, partition
from leaddesk.model.period import EPOCH, Period, date_of, day_number, first_of_month
from leaddesk.model.rowcolumn import StageOf
from leaddesk.model.rows import inputs
from leaddesk.model.tally import Coded, Tally, coded, month_borders, tally
from leaddesk.model.terms import BY_CREATED, CREATED, DISTINCT
from leaddesk.model.wholenumbers import whole_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.slice import Filters, Mask, Slice
    from leaddesk.model.state import State

Array = npt.NDArray[Any]
Days = npt.NDArray[np.int32]
Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_LARGEST: Final = 1 << 22

Made = TypeVar("Made")

READ: Final = inputs(StageOf()) | inputs(DECIDED_ON) | inputs(CREATED) | inputs(DISTINCT.column)
"""The columns of the leads that arrivals and what is prepared of them are made from, where nothing else is said."""


@dataclass(frozen=True, eq=False, slots=True)
class Arrivals:
    """The leads of a State, each number once, by day of creation: all of them or what filters keep.

    ``places``: ``int32[leads]``, the positions of all, those of one day by position; ``created``: these days, in order.
    Those from ``begin`` to before ``end`` can be followed: the first ones have no creation day, the last ones one after
    the as-of day. ``kept``: what filters keep of them, None for all.
    """

    state: State
    places: Days
    created: Days
    begin: int
    end: int
    kept: Kept | None = None
    _made: Once = field(default_factory=Once, repr=False)

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
        return self._made.once(key, lambda: make(self))

    def filtered(self, kept: Kept) -> Arrivals:
        """Those of all that are *kept*."""
        return Arrivals(self.state, self.places, self.created, self.begin, self.end, kept)

    @property
    def partition(self) -> Partition | None:
        """What counts are prepared by; None where none are."""
        if len(self.places) < daycounts.MANY:
            return None
        return WHOLE if self.kept is None else self.kept.partition

    def parts(self, partition: Partition) -> Array | None:
        """The part of each of all arrivals; None where there is one alone."""
        return parts_in_order(self.state.dataset, self.state.settings, "leads", BY_CREATED, (DISTINCT,), partition)

    def which(self, begin: int, end: int) -> Mask | None:
        """Which of all arrivals from *begin* to before *end* are these, ``bool[end - begin]``; None when all are."""
        if self.kept is None:
            return None
        made = self._made.get("which")
        if made is None or not made[0] <= begin <= end <= made[1]:
            partition = self.partition
            parts = None if partition is None else self.parts(partition)
            if partition is None or parts is None:
                mask = self.kept.mask()[self.places[begin:end]]
            else:
                mask = among(parts[begin:end], self.kept_parts)
            made = self._made["which"] = (begin, end, mask)
        return np.asarray(made[2][begin - made[0] : end - made[0]])

    def before(self, places: Sequence[int]) -> Sequence[int]:
        """How many of these arrivals come before each of some *places* among all; these are where a day begins."""
        days = self.by_day
        return [int(days.before[place]) for place in np.searchsorted(days.begin, places)]

    @property
    def by_day(self) -> ByDay:
        """These arrivals by day; made once."""
        return self.once("by day", _by_day)

    def tally(
        self,
        key: object,
        make: Callable[[Arrivals], Coded],
        read: frozenset[str],
        amounts: tuple[object, Counts] | None = None,
    ) -> Tally | None:
        """What is prepared to count these arrivals by the codes that *make* gives, or to add up their *amounts* (with
        what these are known by); None where nothing is.
        """
        partition = self.partition
        if partition is None:
            return None
        name, numbers = (None, None) if amounts is None else amounts

        def counted(whole: Arrivals) -> Tally:
            return tally(
                whole.prepared(key, make, read), whole.parts(partition), partition.parts, whole.borders, numbers
            )

        return self.prepared(("tally", key, partition.key, name), counted, read | READ | partition.columns)

    @property
    def kept_parts(self) -> Mask:
        """Which parts of their partition these arrivals are of."""
        kept = self.kept
        if kept is None or kept.partition is None:
            return np.ones(1, np.bool_)
        partition, filters = kept.partition, kept.filters
        return self._made.once("kept parts", lambda: partition.kept(filters))

    @property
    def borders(self) -> Counts:
        """Where the months begin among all arrivals, and those that can be followed."""
        return self.prepared("borders", lambda whole: month_borders(whole.created, whole.begin, whole.end))

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
class Kept:
    """What filters keep of the leads: the ``filters``, the ``partition`` of their dimensions (None: there is none), and
    the ``mask`` over the rows of the leads, made when it is asked for.
    """

    filters: Filters
    partition: Partition | None
    mask: Callable[[], Mask]


@dataclass(frozen=True, eq=False, slots=True)
class ByDay:
    """Arrivals by the ``days`` on which any of all came (without a day first), in order: where those of each day
    ``begin`` among all, and how many of these came ``before`` it; both have an entry more, for the end.
    """

    days: Days
    begin: Counts
    before: Counts


def _by_day(leads: Arrivals) -> ByDay:
    days, begin = leads.prepared("days", _days)
    partition, kept = leads.partition, leads.kept
    if kept is None:
        return ByDay(days, begin, begin)
    parts = None if partition is None else leads.parts(partition)
    if partition is not None and parts is not None and len(begin) * partition.parts <= _LARGEST:
        counts = leads.prepared(
            ("days", partition.key),
            lambda _: _parts_by_day(begin, parts, partition.parts),
            READ | partition.columns,
        )
        return ByDay(days, begin, counts[:, leads.kept_parts].sum(axis=1, dtype=np.int64))
    mask = kept.mask()[leads.places]
    before = np.concatenate([[0], np.cumsum(mask)])[begin]
    return ByDay(days, begin, before)


def _days(whole: Arrivals) -> tuple[Days, Counts]:
    days, begin = np.unique(whole.created, return_index=True)
    return days, np.append(begin, len(whole.created)).astype(np.int64)


def _parts_by_day(begin: Counts, parts: Array, count: int) -> npt.NDArray[np.int32]:
    keys = np.repeat(np.arange(len(begin) - 1, dtype=np.int64) * count, np.diff(begin)) + parts
    before = np.zeros((len(begin), count), np.int32)
    np.cumsum(np.bincount(keys, minlength=(len(begin) - 1) * count).reshape(-1, count), axis=0, out=before[1:])
    return before


@dataclass(frozen=True, eq=False, slots=True)
class Stretch:
    """The arrivals of a period: those from place ``begin`` among all to before ``end``."""

    arrivals: Arrivals
    begin: int
    end: int

    def __len__(self) -> int:
        first, last = self.arrivals.before((self.begin, self.end))
        return last - first

    def counted(self, key: object, make: Callable[[Arrivals], Array], read: frozenset[str] = READ) -> Counts:
        """How many of these leads have each of the codes that *make* gives to all arrivals, as :func:`numpy.bincount`
        counts them; at least one.
        """

        def made(whole: Arrivals) -> Coded:
            return coded(make(whole))

        prepared = self.arrivals.tally(("codes", key), made, read)
        if prepared is not None:
            return prepared.between(self.begin, self.end, self.arrivals.kept_parts)
        found = self.arrivals.prepared(("codes", key), made, read)
        return found.counts(self._of(found.codes))

    def summed(
        self,
        key: object,
        make: Callable[[Arrivals], Array],
        amounts: Callable[[Arrivals], Floats],
        read: frozenset[str] = READ,
    ) -> Floats:
        """What the *amounts* of these leads add up to by the codes that *make* gives, as :meth:`counted`."""

        def made(whole: Arrivals) -> Coded:
            return coded(make(whole))

        def whole_amounts(whole: Arrivals) -> tuple[Counts, float] | None:
            return whole_numbers(amounts(whole), 1, 1 << 53)

        exact = self.arrivals.prepared(("whole", amounts), whole_amounts, read)
        if exact is not None:
            prepared = self.arrivals.tally(("codes", key), made, read, (("whole", amounts), exact[0]))
            if prepared is not None:
                return prepared.between(self.begin, self.end, self.arrivals.kept_parts) / exact[1]
        found = self.arrivals.prepared(("codes", key), made, read)
        own = self.column(("amounts", amounts), amounts, read)
        return np.asarray(found.spread(np.bincount(self._of(found.codes), own, len(found.distinct))), np.float64)

    def younger(self, days: int) -> Stretch:
        """Those of them that are not so many days old on the as-of day."""
        first = day_number(self.arrivals.state.as_of) - days
        begin = int(np.searchsorted(self.arrivals.created, np.int32(max(first, MISSING_DAY)), side="right"))
        return Stretch(self.arrivals, min(max(begin, self.begin), self.end), self.end)

    def column(self, key: object, make: Callable[[Arrivals], Array], read: frozenset[str] = READ) -> Array:
        """The entries of a column of the arrivals that belong to the stretch."""
        return self._of(self.arrivals.prepared(key, make, read))

    def _of(self, whole: Array) -> Array:
        which = self.arrivals.which(self.begin, self.end)
        return whole[self.begin : self.end] if which is None else whole[self.begin : self.end][which]

    @property
    def places(self) -> Days:
        """The positions of the leads, by day of creation."""
        return self._of(self.arrivals.places)

    @property
    def created(self) -> Days:
        """Their creation days, in order."""
        return self._of(self.arrivals.created)

    @property
    def undated(self) -> int:
        """How many of them have no creation day."""
        return len(Stretch(self.arrivals, self.begin, max(self.begin, min(self.end, self.arrivals.begin))))

    @property
    def ahead(self) -> int:
        """How many of them were created after the as-of day."""
        return len(Stretch(self.arrivals, min(self.end, max(self.begin, self.arrivals.end)), self.end))

    @property
    def come(self) -> Stretch:
        """Those of them that were not created after the as-of day."""
        return Stretch(self.arrivals, self.begin, max(self.begin, min(self.end, self.arrivals.end)))

    @property
    def followed(self) -> Stretch:
        """Those of them that can be followed."""
        begin, end = (min(max(place, self.arrivals.begin), self.arrivals.end) for place in (self.begin, self.end))
        return Stretch(self.arrivals, begin, end)

    def by_day(self) -> tuple[Days, Counts]:
        """The days on which any of them was created, in order, and how many were on each."""
        found = self.arrivals.by_day
        begin, end = np.searchsorted(found.begin, (self.begin, self.end))
        counts = np.diff(found.before[begin : end + 1])
        some = np.flatnonzero(counts)
        return found.days[begin:end][some], counts[some]

    def by_age(self, longest: int) -> Counts:
        """How many were created 0, 1, 2 … days before the as-of day; those beyond *longest* days count there."""
        days, counts = self.by_day()
        if not len(days):
            return np.zeros(1, np.int64)
        age = np.minimum(day_number(self.arrivals.state.as_of) - days, longest)
        return np.bincount(age, counts).astype(np.int64)

    def months(self, most: int) -> tuple[int, tuple[Stretch, ...]]:
        """The number of the first month (since 1970-01) and the leads of each month from there to the last one with a
        lead, empty ones included: *most* at most, the last ones. There is at least one lead.
        """
        days, _ = self.by_day()
        first, last = (_month(int(day)) for day in (days[0], days[-1]))
        first = max(first, last - most + 1)
        starts = np.array([day_number(first_of_month(EPOCH, month)) for month in range(first, last + 1)], np.int32)
        created = self.arrivals.created[self.begin : self.end]
        ends = [*(int(end) for end in self.begin + np.searchsorted(created, starts)), self.end]
        return first, tuple(Stretch(self.arrivals, *pair) for pair in itertools.pairwise(ends))


def arrivals(state: State) -> Arrivals:
    """All leads of a State by day of creation; made once for its leads and as-of day.

    :raises KeyError: when the leads have no creation day at all.
    """
    data, settings, today = state.dataset, state.settings, np.int32(day_number(state.as_of))

    places, days = in_order(data, settings, "leads", BY_CREATED, (DISTINCT,))
    begin, end = (int(np.searchsorted(days, day, side="right")) for day in (np.int32(MISSING_DAY), today))
    return Arrivals(state, places, days, begin, end)


def kept(evaluator: Evaluator) -> Arrivals:
    """The arrivals that the filters keep, whatever the period.

    :raises KeyError: when the leads have no creation day at all.
    """
    data = evaluator.slice

    def made() -> Arrivals:
        whole = arrivals(data.state)
        if not data.filters.kept:
            return whole
        return whole.filtered(Kept(data.filters, partition(data, "leads"), lambda: _mask(data)))

    return data.whole("arrivals", made)


def _mask(data: Slice) -> Mask:
    mask = data.allowed("leads")
    return np.ones(len(data.dataset["leads"]), np.bool_) if mask is None else mask


def here(evaluator: Evaluator) -> Stretch:
    """The leads of the slice."""
    return kept(evaluator).within(evaluator.slice.period, *evaluator.slice.bounds())


def _month(day: int) -> int:
    found = date_of(day)
    return (found.year - EPOCH.year) * 12 + found.month - 1
