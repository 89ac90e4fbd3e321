"""Sheets that hold several tables, below or beside one another, taken apart: each table becomes a sheet of its own."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.ingest import headers
from leaddesk.ingest.layout import SEARCHED, cell_text, filled_rows
from leaddesk.model.raw import CellKind, RawColumn, RawSheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from leaddesk.ingest.texts import Mask

_COLUMNS: Final = 60
_MOST_ROWS: Final = 20_000
"""Larger sheets are exports of a program, not sheets that somebody laid out."""
_NAMES: Final = 2
"""How many cells at least must be names of columns for a row to begin a table."""
_TITLES: Final = 3


def tables_apart(sheets: Iterable[RawSheet]) -> tuple[RawSheet, ...]:
    """The sheets, those with several tables cut into one a table: "Feuil1", "Feuil1 (2)"."""
    sheets = tuple(sheets)
    taken = {sheet.name for sheet in sheets}
    result: list[RawSheet] = []
    named: set[str] = set()
    for position, sheet in enumerate(sheets, start=1):
        if sheet.name in named:  # only a broken file has two of one name, and recipes tell sheets by their names
            sheet = replace(sheet, name=_free(f"{sheet.name} ({position})", taken))  # noqa: PLW2901
        named.add(sheet.name)
        pieces = _pieces(sheet) if 0 < sheet.rows <= _MOST_ROWS else [sheet]
        for number, piece in enumerate(pieces, start=1):
            name = piece.name if number == 1 else _free(f"{piece.name} ({number})", taken)
            result.append(replace(piece, name=name) if name != piece.name else piece)
    return tuple(result)


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "'"
    taken.add(name)
    return name


def _pieces(sheet: RawSheet) -> list[RawSheet]:
    column = _second_column(sheet)
    sides = (
        [sheet] if column is None else [_cut(sheet, columns=slice(0, column)), _cut(sheet, columns=slice(column, None))]
    )
    pieces = []
    for side in sides:
        cuts = [0, *_second_rows(side), side.rows]
        pieces += [_cut(side, rows=slice(start, end)) for start, end in pairwise(cuts)]
    return pieces if len(pieces) > 1 else [sheet]


def _names(sheet: RawSheet, row: int) -> list[str]:
    """The folded headers of a row that consists of headers alone, at least two of them known; else nothing."""
    found = []
    known = 0
    for position, column in enumerate(sheet.columns[:_COLUMNS]):
        kind = column.kinds[row]
        if kind == CellKind.EMPTY:
            continue
        if kind != CellKind.TEXT:
            return []
        text = cell_text(sheet, row, position)
        found.append(headers.fold(text))
        known += headers.is_known(text)
    return found if known >= _NAMES and known >= 0.6 * len(found) and len(set(found)) == len(found) else []


def _second_rows(sheet: RawSheet) -> list[int]:
    """Where further tables begin below the first: after an empty row, headers that are not those of the table before,
    with their titles.
    """
    filled = filled_rows(sheet)
    starts = np.flatnonzero(filled & ~np.append(np.bool_(0), filled[:-1])).tolist()
    first: list[str] = []
    cuts = []
    for start in starts:
        row, names = _header_of(sheet, start, filled)
        if not names or row + 1 >= sheet.rows or not filled[row + 1]:
            continue
        if first and set(names) != set(first):
            cuts.append(start)
        first = names
    return cuts


def _header_of(sheet: RawSheet, start: int, filled: Mask) -> tuple[int, list[str]]:
    """The row of headers that a block of rows begins with, below its titles of one cell each."""
    row = start
    while row < min(start + _TITLES, sheet.rows - 1) and filled[row] and _is_alone(sheet, row):
        row += 1
    return row, _names(sheet, row) if filled[row] else []


def _is_alone(sheet: RawSheet, row: int) -> bool:
    return sum(bool(column.kinds[row] != CellKind.EMPTY) for column in sheet.columns) == 1


def _second_column(sheet: RawSheet) -> int | None:
    """Where a table begins beside the first: after an empty column, headers that are there once before."""
    empty = [p for p, column in enumerate(sheet.columns[:_COLUMNS]) if not (column.kinds != CellKind.EMPTY).any()]
    for gap in empty:
        right = gap + 1
        if gap == 0 or right >= len(sheet.columns) or right in empty:
            continue
        before, after = sheet.columns[:gap], sheet.columns[right:]
        for row in range(min(sheet.rows, SEARCHED)):
            one = _names(replace(sheet, columns=before), row)
            other = _names(replace(sheet, columns=after), row)
            if one and other and set(one) & set(other):
                return right
    return None


def _cut(sheet: RawSheet, rows: slice = slice(None), columns: slice = slice(None)) -> RawSheet:
    """A part of a sheet, which knows its place in the whole."""
    top, bottom, _ = rows.indices(sheet.rows)
    left = columns.indices(len(sheet.columns))[0]
    chosen = tuple(_column(column, rows) for column in sheet.columns[columns])
    return replace(
        sheet, columns=_without_empty(chosen), rows=bottom - top, first_line=sheet.first_line + top,
        first_column=sheet.first_column + left,
    )  # fmt: skip


def _column(column: RawColumn, rows: slice) -> RawColumn:
    numbers = None if column.numbers is None else column.numbers[rows]
    codes = None if column.codes is None else column.codes[rows]
    if codes is None:
        return RawColumn(column.kinds[rows], numbers, None, ())
    used, codes = np.unique(codes[codes >= 0]), codes.copy()
    place = np.full(len(column.texts) + 1, -1, np.int32)
    place[used] = np.arange(len(used), dtype=np.int32)
    return RawColumn(column.kinds[rows], numbers, place[codes], tuple(column.texts[code] for code in used.tolist()))


def _without_empty(columns: Sequence[RawColumn]) -> tuple[RawColumn, ...]:
    """Without the empty columns at the end."""
    last = max((p for p, c in enumerate(columns) if (c.kinds != CellKind.EMPTY).any()), default=-1)
    return tuple(columns[: last + 1])
