"""Python values of cells, gathered column by column into plain buffers that travel through a pipe.

Used in the worker, so without numpy: ``array`` holds the same bytes, and starts in no time.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING, Any, Final, Self

from leaddesk.ingest.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

EMPTY, TEXT, NUMBER, DATE, FLAG, ERROR, DURATION = range(7)
"""The values of ``leaddesk.model.raw.CellKind``, without its imports."""

MOST_CELLS: Final = 60_000_000
"""More cells than that in one sheet are refused at once, not when memory is used up."""

_NAN: Final = float("nan")
_EPOCH: Final = dt.datetime(1970, 1, 1)  # noqa: DTZ001  (cells hold naive local times)
_DAY: Final = 86_400.0
_MINUS_ONE: Final = array("i", [-1]).tobytes()
_EPOCH_ORDINAL: Final = _EPOCH.toordinal()


class ErrorText(str):
    """The code of an error cell, such as ``#REF!``."""

    __slots__ = ()


def _no_number(_value: object) -> float:
    return _NAN


def _date_seconds(value: dt.date) -> float:
    return (value.toordinal() - _EPOCH_ORDINAL) * _DAY


def _datetime_seconds(value: dt.datetime) -> float:
    return (value.replace(tzinfo=None) - _EPOCH).total_seconds()


def _time_seconds(value: dt.time) -> float:
    return value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6


_KIND_OF: Final[dict[type, int]] = {
    str: TEXT,
    float: NUMBER,
    int: NUMBER,
    bool: FLAG,
    dt.datetime: DATE,
    dt.date: DATE,
    dt.time: DURATION,
    dt.timedelta: DURATION,
    ErrorText: ERROR,
}
_NUMBER_OF: Final[dict[type, Callable[[Any], float]]] = {
    str: _no_number,
    float: float,
    int: float,
    bool: float,
    dt.datetime: _datetime_seconds,
    dt.date: _date_seconds,
    dt.time: _time_seconds,
    dt.timedelta: dt.timedelta.total_seconds,
    ErrorText: _no_number,
}
KNOWN_TYPES: Final = frozenset(_KIND_OF)
"""The types of cell values; anything else must be made a str first."""

_TEXT_TYPES: Final = frozenset({str, ErrorText})
_NUMBER_TYPES: Final = frozenset({float, int, bool})


class ColumnCells:
    """One column as it grows: ``kinds`` a byte a cell; ``numbers`` float64 and ``codes`` int32 where needed.

    Values are str (``""`` is an empty cell), float, int, bool, date, datetime, time, timedelta or ErrorText.
    """

    def __init__(self, rows_before: int = 0) -> None:
        self.kinds = bytearray(rows_before)
        self.numbers: array[float] | None = None
        self.codes: array[int] | None = None
        self._index: defaultdict[str, int] = defaultdict(count().__next__)
        self._index[""] = -1
        self._texts: list[str] | None = None

    @classmethod
    def whole(cls, kinds: bytearray, numbers: array[float] | None, codes: array[int] | None, texts: list[str]) -> Self:
        """A column that is all there; nothing is appended to it."""
        column = cls()
        column.kinds, column.numbers, column.codes, column._texts = kinds, numbers, codes, texts
        return column

    def texts(self) -> list[str]:
        """The distinct texts in order of first appearance."""
        return list(self._index)[1:] if self._texts is None else self._texts

    def add(self, values: Sequence[Any]) -> None:
        """Append cells."""
        types = set(map(type, values))
        if types == {str}:
            self.add_texts(values)
        elif types <= _NUMBER_TYPES and bool not in types:
            self._add_numbers(values, bytes([NUMBER]) * len(values))
        else:
            self._add_mixed(values, types)

    def add_empty(self, size: int) -> None:
        """Append *size* empty cells."""
        self.kinds += bytes(size)
        if self.numbers is not None:
            self.numbers.extend(array("d", [_NAN]) * size)
        if self.codes is not None:
            self.codes.extend(array("i", [-1]) * size)

    def add_texts(self, values: Sequence[str]) -> None:
        """Append cells that are all texts or empty."""
        codes = self._codes()
        new = array("i", map(self._index.__getitem__, values))
        codes.extend(new)
        # The bytes of -1, the code of an empty cell, are looked for first: that is faster than asking every cell.
        self.kinds += bytes(map(bool, values)) if _MINUS_ONE in new.tobytes() else b"\x01" * len(values)
        if self.numbers is not None:
            self.numbers.extend(array("d", [_NAN]) * len(values))

    def _add_numbers(self, values: Sequence[float], kinds: bytes) -> None:
        numbers = self._numbers()
        numbers.extend(values)
        self.kinds += kinds
        if self.codes is not None:
            self.codes.extend(array("i", [-1]) * len(values))

    def _add_mixed(self, values: Sequence[Any], types: set[type]) -> None:
        kinds = bytes(map(_KIND_OF.__getitem__, map(type, values)))
        numeric = types - _TEXT_TYPES
        if not numeric:
            self.add_texts(values)
            self.kinds[-len(values) :] = kinds if "" not in values else _without_empty(kinds, values)
            return
        self._numbers().extend(_as_numbers(values, numeric))
        if types & _TEXT_TYPES and {value for value in values if isinstance(value, str)} != {""}:
            index = self._index
            self._codes().extend([index[value] if isinstance(value, str) else -1 for value in values])
            kinds = _without_empty(kinds, values)
        else:
            kinds = kinds.replace(b"\x01", b"\x00")  # the only texts are empty
            if self.codes is not None:
                self.codes.extend(array("i", [-1]) * len(values))
        self.kinds += kinds

    def _numbers(self) -> array[float]:
        if self.numbers is None:
            self.numbers = array("d", [_NAN]) * len(self.kinds)
        return self.numbers

    def _codes(self) -> array[int]:
        if self.codes is None:
            self.codes = array("i", [-1]) * len(self.kinds)
        return self.codes


def _without_empty(kinds: bytes, values: Sequence[Any]) -> bytes:
    pairs = zip(kinds, values, strict=True)
    return bytes([EMPTY if kind == TEXT and not value else kind for kind, value in pairs])


def _as_numbers(values: Sequence[Any], numeric: set[type]) -> list[float]:
    if numeric <= _NUMBER_TYPES:
        return [_NAN if isinstance(value, str) else value for value in values]
    if numeric <= {dt.datetime, dt.date}:  # the inner loop of a date column: no call but the two of C
        epoch, ordinal, moment, day = _EPOCH, _EPOCH_ORDINAL, dt.datetime, dt.date
        return [
            (value - epoch).total_seconds()
            if (kind := type(value)) is moment and value.tzinfo is None
            else (value.toordinal() - ordinal) * 86_400.0
            if kind is day
            else _NUMBER_OF[kind](value)
            for value in values
        ]
    return [_NUMBER_OF[type(value)](value) for value in values]


class SheetCells:
    """A sheet as it grows, in stretches of rows.

    *rows* and *columns* are the limits; empty rows and columns around the content are cut off at the end.
    """

    def __init__(self, rows: int, columns: int) -> None:
        self.columns: list[ColumnCells] = []
        self._rows = 0
        self._row_limit, self._column_limit = rows, columns

    @classmethod
    def whole(cls, columns: list[ColumnCells]) -> Self:
        """A sheet that is all there: columns of one length."""
        sheet = cls(0, 0)
        sheet.columns, sheet._rows = columns, len(columns[0].kinds) if columns else 0
        return sheet

    @property
    def rows(self) -> int:
        """How many rows have been added."""
        return self._rows

    def add(self, columns: Sequence[Sequence[Any]], rows: int, *, only_text: bool = False) -> None:
        """Append *rows* rows, given as columns that may be more or fewer than before; *only_text* saves a look.

        :raises Refusal: ``too_many_rows`` or ``too_many_columns`` when there is content beyond a limit; ``memory``
            when rows times columns are beyond all reason.
        """
        if len(columns) > self._column_limit and any(map(_has_content, columns[self._column_limit :])):
            raise Refusal("too_many_columns", columns=len(columns), limit=self._column_limit)
        columns = columns[: self._column_limit]
        room = max(self._row_limit - self._rows, 0)
        if rows > room:
            # The row limit is about content: empty rows below it (a stray format, blanks) are no reason to refuse.
            if any(_has_content(column[room:]) for column in columns):
                raise Refusal("too_many_rows", limit=self._row_limit)
            columns, rows = [column[:room] for column in columns], room
            if not rows:
                return
        if (self._rows + rows) * len(columns) > MOST_CELLS:
            raise Refusal("memory")
        while len(self.columns) < len(columns):
            self.columns.append(ColumnCells(self._rows))
        for column, values in zip(self.columns, columns, strict=False):
            (column.add_texts if only_text else column.add)(values)
        for column in self.columns[len(columns) :]:
            column.add_empty(rows)
        self._rows += rows

    def used(self) -> tuple[int, int, int, int]:
        """The rectangle that holds content: first row, end row, first column, end column (0-based, ends excluded)."""
        spans = []
        for number, column in enumerate(self.columns):
            end = len(column.kinds.rstrip(b"\x00"))
            if end:
                spans.append((len(column.kinds) - len(column.kinds.lstrip(b"\x00")), end, number))
        if not spans:
            return 0, 0, 0, 0
        return min(s[0] for s in spans), max(s[1] for s in spans), spans[0][2], spans[-1][2] + 1


def _has_content(values: Sequence[Any]) -> bool:
    return any(str(value).strip() for value in set(values))
