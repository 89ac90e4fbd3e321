"""The cells of a sheet in the rows that are looked at, and what they say as text."""

from __future__ import annotations

import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from leaddesk.ingest import repairs
from leaddesk.ingest.texts import Mask, Texts, clean
from leaddesk.model import rawcell
from leaddesk.model.raw import CellKind, RawColumn, RawSheet
from leaddesk.text import plain

if TYPE_CHECKING:
    from leaddesk.text import CellFact

Rows = slice | npt.NDArray[np.intp]
Codes = npt.NDArray[np.int32]


class Cells:
    """The cells of one raw column in the selected rows."""

    def __init__(self, column: RawColumn, rows: Rows) -> None:
        self.kinds = column.kinds[rows]
        self.numbers = None if column.numbers is None else column.numbers[rows]
        self.codes: Codes | None = None if column.codes is None else column.codes[rows]
        self.raw_texts = column.texts

    def __len__(self) -> int:
        return len(self.kinds)

    @property
    def column(self) -> RawColumn:
        """The same cells as a column of their own."""
        return RawColumn(self.kinds, self.numbers, self.codes, self.raw_texts)

    @cached_property
    def written(self) -> Texts:
        """The distinct texts of the whole column, trimmed."""
        return Texts.of(self.raw_texts)

    @cached_property
    def _mended(self) -> tuple[Texts, Mask | None]:
        array, changed = repairs.mended(self.written.array)
        return (self.written, None) if changed is None else (Texts(array), changed)

    @cached_property
    def texts(self) -> Texts:
        """The same with accents that were encoded twice put right."""
        return self._mended[0]

    @property
    def mended(self) -> Mask | None:
        """Which of the texts had such accents, ``bool[texts]``; None where none had."""
        return self._mended[1]

    def as_written(self) -> Cells:
        """The same cells with their texts as they stand in the file."""
        other = copy.copy(self)
        other.__dict__["texts"] = self.written
        return other

    @cached_property
    def used(self) -> npt.NDArray[np.intp]:
        """How many of the cells hold each text, ``[texts]``; errors do not count."""
        if self.codes is None:
            return np.zeros(len(self.raw_texts), np.intp)
        codes = self.codes
        if self.has(CellKind.ERROR):
            codes = codes[self.kinds == CellKind.TEXT]
        return np.bincount(codes + 1, minlength=len(self.raw_texts) + 1)[1:]

    @cached_property
    def _present(self) -> npt.NDArray[np.intp]:
        return np.bincount(self.kinds, minlength=len(CellKind))

    def has(self, kind: CellKind) -> bool:
        """Whether any cell is of that kind."""
        return bool(self._present[kind])

    def of_text(self, table: npt.NDArray[Any], missing: float) -> npt.NDArray[Any]:
        """For each cell what *table* says of its text, *missing* where it has none."""
        if self.codes is None:
            return np.full(len(self), missing, table.dtype)
        found: npt.NDArray[Any] = np.append(table, np.asarray([missing], table.dtype))[self.codes]
        if self.has(CellKind.ERROR):
            found[self.kinds == CellKind.ERROR] = missing
        return found


def excerpt(column: RawColumn, rows: Rows) -> RawColumn:
    """Some rows of a column, as a column that knows their texts alone."""
    numbers = None if column.numbers is None else column.numbers[rows]
    codes = None if column.codes is None else column.codes[rows]
    if codes is None:
        return RawColumn(column.kinds[rows], numbers, None, ())
    used = np.unique(codes[codes >= 0])
    places = np.where(codes < 0, -1, np.searchsorted(used, codes)).astype(np.int32)
    return RawColumn(column.kinds[rows], numbers, places, tuple(column.texts[code] for code in used.tolist()))


class Selection:
    """The rows of a sheet that are looked at. ``rows``: a slice, or their 0-based places. Keeps what it prepared."""

    def __init__(self, sheet: RawSheet, rows: Rows) -> None:
        self.sheet = sheet
        self.rows = rows
        self._cells: dict[int, Cells] = {}

    def cells(self, position: int) -> Cells:
        """The cells of the column at *position*."""
        if position not in self._cells:
            self._cells[position] = Cells(self.sheet.columns[position], self.rows)
        return self._cells[position]


def shown(cells: Cells, place: int) -> str:
    """A cell as text, for an example."""
    return plain(fact(cells, place))


def fact(cells: Cells, place: int) -> CellFact:
    """A cell as data, for an example."""
    found = rawcell.fact(cells.column, place)
    return clean(found) if isinstance(found, str) else found
