"""The rows of a sheet as a file gives them, one after the other: blank ones are laid out only where content follows."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any, Final

from leaddesk.ingest.cells import MOST_CELLS, SheetCells
from leaddesk.ingest.refusal import Refusal

_STRETCH: Final = 1_024
_MOST_REPEATED: Final = 5_000_000
"""A file that says to repeat more cells than that, all with content, is made to fill the memory of whoever obeys."""


class Grid:
    """``cells`` as they grow, and ``merged`` rectangles (first row, first column, last row, last column; 0-based).

    *rows* and *columns* are the limits. ``row`` is the 0-based place of the next row. ``repeated``: cells with content
    that the file only says to repeat; it begins with those of the sheets before.
    """

    def __init__(self, rows: int, columns: int, repeated: int = 0) -> None:
        self.repeated = repeated
        self.cells = SheetCells(rows, columns)
        self.merged: list[tuple[int, int, int, int]] = []
        self.row = 0
        self._row_limit, self._column_limit = rows, columns
        self._pending: list[list[Any]] = []
        self._blank_rows = 0  # a file may repeat a blank row to the sheet's end

    def add(self, values: list[Any], times: int = 1) -> None:
        """Append a row *times* times; ``[]`` for a blank one. The last value is none that is empty.

        :raises Refusal: ``too_many_rows``, ``too_many_columns``, ``memory``, or ``bomb`` for mere repetition.
        """
        self.row += times
        if not values:
            self._blank_rows += times
            return
        if len(values) > self._column_limit:
            raise Refusal("too_many_columns", columns=len(values), limit=self._column_limit)
        if self.row > self._row_limit:
            raise Refusal("too_many_rows", limit=self._row_limit)
        if self.row * len(values) > MOST_CELLS:
            raise Refusal("memory")
        self.repeated += (times - 1) * len(values)
        if self.repeated > _MOST_REPEATED:
            raise Refusal("bomb")
        for _ in range(self._blank_rows):
            self._push([])
        self._blank_rows = 0
        for _ in range(times):
            self._push(values)

    def add_at(self, values: dict[int, Any]) -> None:
        """Append a row of values by their 0-based column; empty texts count for nothing.

        :raises Refusal: as :meth:`add`.
        """
        width = max((column for column, value in values.items() if value != ""), default=-1) + 1
        if width > self._column_limit:
            raise Refusal("too_many_columns", columns=width, limit=self._column_limit)
        self.add([values.get(column, "") for column in range(width)])

    def merge(self, column: int, wide: int, high: int) -> None:
        """Note that the cell at *column* of the next row covers *wide* columns and *high* rows."""
        if wide > 1 or high > 1:
            self.merged.append((self.row, column, self.row + high - 1, column + wide - 1))

    def close(self) -> None:
        """Lay out what is left; call it before ``cells`` are used."""
        if self._pending:
            self.cells.add(list(zip_longest(*self._pending, fillvalue="")), len(self._pending))
            self._pending = []

    def _push(self, values: list[Any]) -> None:
        self._pending.append(values)
        if len(self._pending) >= _STRETCH:
            self.close()
