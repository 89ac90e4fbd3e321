"""Where the table is in a sheet: its header row, its data, and the rows that are neither."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from leaddesk.ingest import asides, heading, repeats, totals
from leaddesk.ingest.sheetcells import filled_rows

if TYPE_CHECKING:
    import numpy.typing as npt

    from leaddesk.ingest.heading import Heading
    from leaddesk.ingest.values import Rows
    from leaddesk.model.raw import RawSheet
    from leaddesk.model.recipe import LeftOut


@dataclass(frozen=True, slots=True)
class Layout:
    """``header_row``: 0-based in the sheet, None where there is none; ``header_rows``: how many rows the headers take,
    ``header_row`` the last of them. ``first_row`` to ``last_row``: the data, both included (``last_row`` <
    ``first_row``: none). ``headers``: one text a column, empty where it has none.
    """

    header_row: int | None
    first_row: int
    last_row: int
    headers: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()
    header_rows: int = 1


def layout(sheet: RawSheet, header_row: int | None = -1) -> Layout:
    """The layout of a sheet. *header_row*: the one the user chose (None: there is none); -1 finds it."""
    if not sheet.columns or not sheet.rows:
        return Layout(None, 0, -1, ())
    filled = filled_rows(sheet)
    if header_row == -1:
        found = heading.found(sheet, filled)
    else:
        found = None if header_row is None else heading.at(sheet, header_row)
    row = None if found is None else found.row
    texts = ("",) * len(sheet.columns) if found is None else found.texts
    first = 0 if row is None else row + 1
    data = np.flatnonzero(filled[first:])
    last = first + int(data[-1]) if len(data) else first - 1
    left_out = _left_out(sheet, found, first, last) if len(data) else []
    return Layout(row, first, last, texts, tuple(left_out), 1 if found is None else found.rows)


def _left_out(sheet: RawSheet, found: Heading | None, first: int, last: int) -> list[LeftOut]:
    """The rows between the first and the last that are no data, each for its first reason."""
    left_out = [] if found is None else repeats.found(sheet, found, first, last)
    left_out += totals.found(sheet, first, last, frozenset(row.row for row in left_out))
    columns = len(sheet.columns) if found is None else sum(map(bool, found.texts))
    known = frozenset(row.row for row in left_out)
    if columns > 2:
        left_out += asides.found(sheet, first, last, known, found is not None)
    elif columns == 2:
        left_out += asides.parts_alone(sheet, first, last, known)
    return sorted(left_out, key=lambda row: row.row)


def data_rows(found: Layout) -> Rows:
    """The rows of data of a layout, without those that are left out."""
    if not found.left_out:
        return slice(found.first_row, found.last_row + 1)
    return data_places(found)


def data_places(found: Layout) -> npt.NDArray[np.intp]:
    """The same as 0-based places."""
    kept = np.ones(found.last_row + 1 - found.first_row, np.bool_)
    kept[[row.row - found.first_row for row in found.left_out]] = False
    return np.flatnonzero(kept) + found.first_row
