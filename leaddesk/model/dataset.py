"""The data: one frame a table, its permanent row ids and where each row came from."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from leaddesk.model.once import Once
from leaddesk.model.schema import EXTRA_PREFIX, Kind, Table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

_PIECE: Final = 20_000
_LATELY: Final = "lately"

MISSING_DAY: Final = np.iinfo(np.int32).min
"""The day number of a missing date; smaller than any day, so that a range check leaves it out."""

Array = npt.NDArray[Any]
Prepared = TypeVar("Prepared")


@dataclass(frozen=True, eq=False, slots=True)
class Origin:
    """Where each row of a frame came from.

    ``file`` and ``sheet``: ``int32[rows]`` into ``files`` and ``sheets``; ``line``: ``int32[rows]``, the 1-based line
    of that sheet, 0 for a row that was typed by hand.
    """

    files: tuple[str, ...]
    sheets: tuple[str, ...]
    file: npt.NDArray[np.int32]
    sheet: npt.NDArray[np.int32]
    line: npt.NDArray[np.int32]

    def joined(self, other: Origin) -> Origin:
        """The origins of the rows of both, in that order."""
        return Origin(
            self.files + other.files,
            self.sheets + other.sheets,
            np.concatenate([self.file, other.file + np.int32(len(self.files))]),
            np.concatenate([self.sheet, other.sheet + np.int32(len(self.sheets))]),
            np.concatenate([self.line, other.line]),
        )


class Frame:
    """The rows of one table. Immutable: an edit gives a new frame that shares every other column.

    ``data``: a DataFrame of the columns (dtypes as :class:`~leaddesk.model.schema.Kind` says), ``rows``:
    ``int64[rows]``, permanent ids that are never a position. What the evaluators need of a column (category codes,
    day numbers, floats) is prepared once and kept as long as the column stays. ``added``: the columns that no file
    brought: an edit did, and when the last of their cells is emptied again they are gone.
    """

    def __init__(
        self,
        table: Table,
        data: pd.DataFrame,
        rows: npt.NDArray[np.int64],
        origin: Origin,
        prepared: dict[Any, tuple[frozenset[str], tuple[Frame | None, ...], Any]] | None = None,
        added: frozenset[str] = frozenset(),
    ) -> None:
        self.table = table
        self.data = data
        self.rows = rows
        self.origin = origin
        self.added = added
        self._prepared = {} if prepared is None else prepared

    def __len__(self) -> int:
        return len(self.rows)

    def has(self, column: str) -> bool:
        """Whether the frame holds that column."""
        return column in self.data.columns

    def kind(self, column: str) -> Kind:
        """The kind of a column; those the table does not declare are text."""
        return Kind.TEXT if column.startswith(EXTRA_PREFIX) else self.table.column(column).kind

    def prepare(
        self,
        key: object,
        inputs: frozenset[str],
        make: Callable[[], Prepared],
        beside: tuple[Frame | None, ...] = (),
    ) -> Prepared:
        """What *make* gives, made once and kept under *key* until one of the *inputs* (columns) is replaced or added.

        *beside*: the frames of other tables that it was made from (None: there is none); it is made anew when they
        are others.
        """
        entry = self._prepared.get(key)
        if entry is None or any(old is not new for old, new in zip(entry[1], beside, strict=True)):
            entry = (inputs, beside, make())
            self._prepared[key] = entry
        return entry[2]

    def lately(self, kind: str, mark: object, inputs: frozenset[str], most: int, spare: int = 0) -> None:
        """Notes that what is prepared under keys that hold *mark*, from these columns, is in use. All is let go that
        was prepared under other marks of this kind than the last *most* ones; of *spare* more not each time, as it
        takes a look at all that is prepared.
        """
        key = (_LATELY, kind, mark)
        is_known = self._prepared.pop(key, None) is not None
        self._prepared[key] = (inputs, (), mark)
        if is_known:
            return
        marks = [one for one in list(self._prepared) if isinstance(one, tuple) and one[:2] == key[:2]]
        for _, _, oldest in marks[:-most] if len(marks) > most + spare else ():
            for one in [one for one in list(self._prepared) if _holds(one, oldest)]:
                self._prepared.pop(one, None)  # another thread may have been here

    def codes(self, column: str) -> npt.NDArray[np.int32]:
        """``int32[rows]`` category codes, -1 where missing."""
        return self.prepare(
            ("codes", column), frozenset({column}), lambda: self.data[column].cat.codes.to_numpy().astype(np.int32)
        )

    def labels(self, column: str) -> tuple[str, ...]:
        """The categories that the codes of a column stand for."""
        return self.prepare(("labels", column), frozenset({column}), lambda: tuple(self.data[column].cat.categories))

    def seconds(self, column: str) -> npt.NDArray[np.int64]:
        """``int64[rows]`` seconds since 1970-01-01, the smallest int64 where missing (NaT as numpy stores it)."""
        return self.prepare(
            ("seconds", column),
            frozenset({column}),
            lambda: self.data[column].to_numpy().astype("datetime64[s]").view(np.int64),
        )

    def days(self, column: str) -> npt.NDArray[np.int32]:
        """``int32[rows]`` day numbers since 1970-01-01, ``MISSING_DAY`` where missing."""
        return self.prepare(("days", column), frozenset({column}), lambda: _days(self.seconds(column)))

    def numbers(self, column: str) -> npt.NDArray[np.float64]:
        """``float64[rows]``, NaN where missing."""
        return self.prepare(
            ("numbers", column), frozenset({column}), lambda: self.data[column].to_numpy().astype(np.float64)
        )

    def texts(self, column: str) -> tuple[npt.NDArray[np.int32], tuple[str, ...]]:
        """``int32[rows]`` codes (-1 missing) and the distinct texts they stand for, in sorted order."""

        def factorised() -> tuple[npt.NDArray[np.int32], tuple[str, ...]]:
            codes, distinct = pd.factorize(self.data[column], sort=True)
            # In pieces: one long step of the interpreter would stop the window.
            pieces = [distinct[at : at + _PIECE].to_numpy(dtype=object) for at in range(0, len(distinct), _PIECE)]
            return codes.astype(np.int32), tuple(itertools.chain.from_iterable(pieces))

        return self.prepare(("texts", column), frozenset({column}), factorised)

    def positions(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Where the rows of these ids stand, ``int64[len(rows)]``.

        :raises KeyError: when a row id is not of this frame.
        """
        order: npt.NDArray[np.int64] = self.prepare("order", frozenset(), lambda: np.argsort(self.rows, kind="stable"))
        place = np.searchsorted(self.rows, rows, sorter=order)
        found = order[np.minimum(place, len(order) - 1)] if len(order) else np.zeros(len(rows), np.int64)
        if len(rows) and (not len(order) or not np.array_equal(self.rows[found], rows)):
            raise KeyError("a row id is not of this table")
        return found

    def replaced(self, column: str, values: pd.Series) -> Frame:
        """A frame with one column replaced or added; what was prepared from other columns is kept."""
        data = self.data.assign(**{column: values.array})
        added = self.added if self.has(column) else self.added | {column}
        return Frame(self.table, data, self.rows, self.origin, self._kept_without(column), added)

    def without(self, column: str) -> Frame:
        """A frame without one column."""
        data = self.data.drop(columns=column)
        return Frame(self.table, data, self.rows, self.origin, self._kept_without(column), self.added - {column})

    def apart(self) -> Frame:
        """The same rows: what is prepared of them from here on is not kept with this frame."""
        return Frame(self.table, self.data, self.rows, self.origin, self._prepared.copy(), self.added)

    def kept(self, places: npt.NDArray[np.intp]) -> Frame:
        """A frame with the rows at these places alone. A column that no file brought and that none of them fills is
        gone.
        """
        data = self.data.take(places).reset_index(drop=True)
        blank = frozenset(name for name in self.added if data[name].isna().all())
        origin = self.origin
        file, sheet, line = (array[places] for array in (origin.file, origin.sheet, origin.line))
        here = Origin(origin.files, origin.sheets, file, sheet, line)
        return Frame(self.table, data.drop(columns=list(blank)), self.rows[places], here, added=self.added - blank)

    def _kept_without(self, column: str) -> dict[Any, tuple[frozenset[str], tuple[Frame | None, ...], Any]]:
        return {key: entry for key, entry in self._prepared.copy().items() if column not in entry[0]}

    def joined(self, other: Frame) -> Frame:
        """The rows of this frame, then those of *other*; a column that one lacks is missing there."""
        columns = list(self.data.columns) + [name for name in other.data.columns if not self.has(name)]
        parts = {name: _joined(self, other, name) for name in columns}
        data = pd.DataFrame(parts, index=pd.RangeIndex(len(self) + len(other)))
        brought = {name for one in (self, other) for name in one.data.columns if name not in one.added}
        rows, origin = np.concatenate([self.rows, other.rows]), self.origin.joined(other.origin)
        return Frame(self.table, data, rows, origin, added=frozenset(columns) - brought)


@dataclass(frozen=True)
class Dataset:
    """All tables that were opened. ``as_of``: the day on which the files were true ("open" means open that day).
    ``again``: for the rows of lists that came again (ids) the rows of the leads that they are. ``said``: the day of the
    files of a table, where a person set a later one than they hold: up to then nothing more happened.
    """

    frames: Mapping[str, Frame] = field(default_factory=dict)
    as_of: dt.date | None = None
    again: Mapping[int, int] = field(default_factory=dict, repr=False)
    said: Mapping[str, dt.date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "frames", MappingProxyType(dict(self.frames)))

    @cached_property
    def measured(self) -> dict[object, bool]:
        """What is known already of which row columns can be worked out."""
        return {}

    @cached_property
    def _noted(self) -> Once:
        return Once()

    def once(self, key: object, make: Callable[[], Prepared]) -> Prepared:
        """What *make* gives of the tables and columns that there are, made once."""
        return self._noted.once(key, make)

    def __contains__(self, table: str) -> bool:
        return table in self.frames

    def __getitem__(self, table: str) -> Frame:
        return self.frames[table]

    def has(self, table: str, column: str) -> bool:
        """Whether that table was opened and holds that column."""
        return table in self.frames and self.frames[table].has(column)

    def with_frame(self, frame: Frame) -> Dataset:
        """The dataset with one table replaced or added."""
        return replace(self, frames={**self.frames, frame.table.id: frame})

    def joined(self, other: Dataset) -> Dataset:
        """The rows of both; the later as-of date holds."""
        frames = dict(self.frames)
        for table, frame in other.frames.items():
            frames[table] = frames[table].joined(frame) if table in frames else frame
        days = [day for day in (self.as_of, other.as_of) if day is not None]
        said = dict(self.said)
        for table, day in other.said.items():
            said[table] = max(day, said.get(table, day))
        return Dataset(frames, max(days) if days else None, said=said)


def _holds(key: object, mark: object) -> bool:
    if not isinstance(key, tuple):
        return key == mark
    return key == mark or mark in key or any(_holds(part, mark) for part in key if isinstance(part, tuple))


def typed(kind: Kind, values: Sequence[Any] | Array) -> pd.Series:
    """A column of that kind from a list or array of Python values; None, NaN, NaT are missing."""
    if kind is Kind.CATEGORY:
        return pd.Series(values, dtype="str").astype("category")
    if kind is Kind.MOMENT:
        return pd.Series(
            np.array([np.datetime64("NaT" if _is_missing(v) else v, "s") for v in values], "datetime64[s]")
        )
    if kind.is_number:
        return pd.Series(values, dtype="object").astype("float64")
    return pd.Series(values, dtype="str")


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NaT or value != value  # noqa: PLR0124  (NaN)


def _days(seconds: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
    missing = seconds == np.iinfo(np.int64).min
    days = np.floor_divide(np.where(missing, 0, seconds), 86400).astype(np.int32)
    days[missing] = MISSING_DAY
    return days


def _joined(first: Frame, second: Frame, name: str) -> pd.Series:
    kind = first.kind(name)
    parts = [frame.data[name] if frame.has(name) else _missing(kind, len(frame)) for frame in (first, second)]
    if kind is Kind.CATEGORY:
        return pd.Series(pd.api.types.union_categoricals([part.astype("category") for part in parts]))
    return pd.concat(parts, ignore_index=True)


def _missing(kind: Kind, rows: int) -> pd.Series:
    return typed(kind, [None] * rows)
