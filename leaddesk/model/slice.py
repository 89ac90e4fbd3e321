"""A Slice: a State seen through a period and filters."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from leaddesk.model.dataset import MISSING_DAY, Array, Dataset, Frame
from leaddesk.model.expression import Dating, OnDay
from leaddesk.model.once import Once
from leaddesk.model.period import Period, day_number
from leaddesk.model.rowcolumn import Stored
from leaddesk.model.rows import last_day, still_to_come, values
from leaddesk.model.schema import is_extra
from leaddesk.model.stages import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from leaddesk.model.state import State

DIMENSIONS: Final = ("channel", "campaign", "lever", "owner", "segment", "sector", "city")
"""What the leads can be filtered and cut by, beside columns of the user's own; a table that lacks one cannot be."""

NAMED_BY: Final = {("operations", "campaign"): "name"}
"""What filters a table by a column of another name: an operation is the campaign that is called like it."""
_FEW: Final = 6

Prepared = TypeVar("Prepared")
Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.unsignedinteger[Any]]


@dataclass(frozen=True)
class Filters:
    """For each dimension the values to keep; None among them keeps the rows without a value."""

    kept: Mapping[str, frozenset[str | None]] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(frozenset(self.kept.items()))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The dimensions that are limited."""
        return tuple(self.kept)

    def having(self, dimension: str, values: frozenset[str | None] | None) -> Filters:
        """The same with one dimension limited to *values*, or freed with None."""
        kept = {name: chosen for name, chosen in self.kept.items() if name != dimension}
        return Filters(kept if values is None else {**kept, dimension: values})


@dataclass(frozen=True)
class Slice:
    """What is looked at: a State, the period, the period to compare with and the filters."""

    state: State
    period: Period = field(default_factory=Period)
    compare: Period | None = None
    filters: Filters = field(default_factory=Filters)

    def within(self, period: Period) -> Slice:
        """The same filters over another period, compared with nothing."""
        other = replace(self, period=period, compare=None)
        other.__dict__.update(_masks=self._masks, _whole=self._whole)  # what the filters keep hangs on no period
        return other

    @cached_property
    def dataset(self) -> Dataset:
        """The data of the State."""
        return self.state.dataset

    @cached_property
    def _kept(self) -> Once:
        return Once()

    def lacking(self, table: str) -> str | None:
        """The first filtered dimension that the table is not recorded by, None when it has them all."""
        for dimension in self.filters.kept:
            if not is_recorded(self.dataset, table, dimension) and not is_named(self.dataset, table, dimension):
                return dimension
        return None

    def allowed(self, table: str) -> Mask | None:
        """Which rows of the table the filters keep, ``bool[rows]``; None when they keep all."""
        if not self.filters.kept:
            return None
        if table not in self._masks:
            self._masks[table] = self._allowed(self.dataset[table])
        return self._masks[table]

    @cached_property
    def _masks(self) -> dict[str, Mask]:
        return {}

    def whole(self, key: object, make: Callable[[], Prepared]) -> Prepared:
        """What *make* gives of all that the filters keep, made once whatever the period."""
        return self._whole.once(key, make)

    @cached_property
    def _whole(self) -> Once:
        return Once()

    def _allowed(self, frame: Frame) -> Mask:
        from leaddesk.model.partition import among, partition  # it is made of the dimensions of this module

        parts = partition(self, frame.table.id)
        of_rows = None if parts is None else parts.of(frame)
        if parts is not None and of_rows is not None:
            return among(of_rows, parts.kept(self.filters))
        mask = np.ones(len(frame), np.bool_)
        for dimension, kept in self.filters.kept.items():
            if not is_recorded(self.dataset, frame.table.id, dimension):
                mask &= _is_called(frame, NAMED_BY[frame.table.id, dimension], kept)
                continue
            codes, labels = coded(frame, dimension)
            wanted = [code for code, label in enumerate(labels) if label in kept]
            wanted += [-1] if None in kept else []
            mask &= _is_one_of(codes, wanted, len(labels))
        return mask

    def rows(self, table: str, dating: Dating) -> Places:
        """The positions of the rows that the filters keep and whose date (or days) touch the period, ascending."""

        def found() -> Places:
            inside = self.inside(table, dating)
            return np.arange(len(self.dataset[table])) if inside is None else np.flatnonzero(inside)

        return self._kept.once(("rows", table, dating), found)

    def inside(self, table: str, dating: Dating) -> Mask | None:
        """Which rows those are, ``bool[rows]``; None when all are."""
        ahead = self.ahead(table, dating)
        if not self.period.is_set and ahead is None:
            return self.allowed(table)

        def found() -> Mask | None:
            mask = self._inside(table, dating) if self.period.is_set else self.allowed(table)
            if ahead is None:
                return mask
            return ~ahead if mask is None else mask & ~ahead

        return self._kept.once(("inside", table, dating), found)

    def ahead(self, table: str, dating: Dating) -> Mask | None:
        """Which rows have not happened yet; None when all have."""
        if not isinstance(dating, OnDay) or not isinstance(dating.day, Stored):  # other days are those that have come
            return None
        frame = self.dataset[table]
        return still_to_come(frame, self.state.settings) if dating.day.column == frame.table.dates[0] else None

    def limits(self, table: str, dating: Dating) -> tuple[int, int]:
        """The first and the last day number of the rows of a table: those of the period that have happened. Without a
        period the first is that of rows without a date.
        """
        low, high = self.bounds()
        if self.ahead(table, dating) is not None:
            high = min(high, last_day(self.state.settings))
        return low if self.period.is_set else MISSING_DAY, high

    def _inside(self, table: str, dating: Dating) -> Mask:
        low, high = self.bounds()
        if isinstance(dating, OnDay):
            first = last = values(dating.day, self.dataset, self.state.settings)
        else:
            first, last = self._covered(table, dating)
        inside: Mask = last >= low  # a missing day is before any other
        inside &= first <= high
        if first is not last:
            inside &= first != MISSING_DAY
        allowed = self.allowed(table)
        if allowed is not None:
            inside &= allowed
        return inside

    def share(self, table: str, dating: Dating) -> Floats | None:
        """For rows that cover days, the share of theirs inside the period, beside :meth:`rows`; None: all in full."""
        if isinstance(dating, OnDay) or not self.period.is_set:
            return None

        def found() -> Floats:
            first, last = self._covered(table, dating)
            places = self.rows(table, dating)
            first, last = first[places].astype(np.float64), last[places].astype(np.float64)
            low, high = self.bounds()
            inside = np.minimum(last, high) - np.maximum(first, low) + 1
            return np.asarray(inside / (last - first + 1), np.float64)

        return self._kept.once(("share", table, dating), found)

    def bounds(self) -> tuple[int, int]:
        """The first and the last day number of the period; beyond every day where it is open."""
        low = MISSING_DAY + 1 if self.period.start is None else day_number(self.period.start)
        high = np.iinfo(np.int32).max if self.period.end is None else day_number(self.period.end)
        return low, high

    def _covered(self, table: str, dating: Dating) -> tuple[Array, Array]:
        if isinstance(dating, OnDay):
            raise TypeError("rows dated by one day cover no days")
        settings = self.state.settings
        first = values(dating.first, self.dataset, settings)
        if not self.dataset.has(table, getattr(dating.last, "column", "")):
            return first, first
        last = values(dating.last, self.dataset, settings)
        return first, np.maximum(first, last)


def _is_one_of(codes: npt.NDArray[np.int32], wanted: Sequence[int], labels: int) -> Mask:
    """Which codes are among the *wanted* ones (-1: missing), of so many *labels*."""
    if len(wanted) <= _FEW:  # a comparison goes over the codes much faster than a look into a table
        found = np.zeros(len(codes), np.bool_)
        for code in wanted:
            found |= codes == code
        return found
    table = np.zeros(labels + 1, np.bool_)
    table[list(wanted)] = True
    return table[codes]


def is_recorded(dataset: Dataset, table: str, dimension: str) -> bool:
    """Whether the rows of a table can be cut by that dimension."""
    is_known = table in dataset and (is_extra(dimension) or dimension in dataset[table].table.dimensions)
    return is_known and dataset[table].has(dimension)


def is_named(dataset: Dataset, table: str, dimension: str) -> bool:
    """Whether the rows of a table can be filtered by that dimension, by a column of another name."""
    column = NAMED_BY.get((table, dimension))
    return column is not None and dataset.has(table, column)


def by_name(tables: Iterable[str], filters: Filters) -> bool:
    """Whether one of these tables is filtered by a column of another name."""
    return any((table, name) in NAMED_BY for table in tables for name in filters.names)


def _is_called(frame: Frame, column: str, kept: frozenset[str | None]) -> Mask:
    """Which rows have a name like one of those, whatever its capitals and accents."""
    wanted = {folded(name) for name in kept if name is not None}
    found: Mask = np.array([folded(label) in wanted for label in frame.labels(column)] + [None in kept], np.bool_)[
        frame.codes(column)
    ]
    return found


def coded(frame: Frame, name: str) -> tuple[npt.NDArray[np.int32], tuple[str, ...]]:
    """The codes of a column that rows are cut by, ``int32[rows]``, -1 where missing, and what they stand for."""
    return frame.texts(name) if is_extra(name) else (frame.codes(name), frame.labels(name))


@dataclass(frozen=True, eq=False)
class Dimension:
    """The groups of one dimension over all tables: the values in use by name, then the rows without one.

    ``keys``: the values, then None.
    """

    id: str
    keys: tuple[str | None, ...]

    def groups(self, frame: Frame) -> Codes:
        """The group of each row, in as few bytes as they need; the last group holds the rows without a value."""

        def grouped() -> Codes:
            place = {key: index for index, key in enumerate(self.keys)}
            codes, labels = coded(frame, self.id)
            table = np.array([place.get(label, len(self.keys) - 1) for label in labels] + [place[None]])
            return table.astype(np.min_scalar_type(len(self.keys) - 1))[codes]

        return frame.prepare(("groups", self.id, self.keys), frozenset({self.id}), grouped)


def dimension(dataset: Dataset, name: str) -> Dimension:
    """The groups of one dimension: every value that a row of some table carries."""
    used: dict[str, None] = {}
    for table, frame in dataset.frames.items():
        if is_recorded(dataset, table, name):
            used |= dict.fromkeys(_used(frame, name))
    return Dimension(name, (*sorted(used, key=lambda label: (label.casefold(), label)), None))


def _used(frame: Frame, name: str) -> tuple[str, ...]:
    def counted() -> tuple[str, ...]:
        codes, labels = coded(frame, name)
        counts = np.bincount(codes[codes >= 0], minlength=len(labels))
        return tuple(label for label, count in zip(labels, counts, strict=True) if count)

    return frame.prepare(("used", name), frozenset({name}), counted)
