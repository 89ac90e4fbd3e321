"""Sheets that hold several tables, below or beside one another, taken apart: each table becomes a sheet of its own."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.ingest import beside, headers
from leaddesk.ingest.heading import joined_names
from leaddesk.ingest.selection import excerpt
from leaddesk.ingest.sheetcells import filled_rows, is_day, is_number, row_texts
from leaddesk.model.raw import CellKind, RawColumn, RawSheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from leaddesk.ingest.texts import Mask

_COLUMNS: Final = 60
_MOST_ROWS: Final = 20_000
"""Larger sheets are exports of a program, not sheets that somebody laid out."""
_NAMES: Final = 2
"""How many cells at least must be names of columns for a row to begin a table."""
_DISTINCT: Final = 0.75
_TITLES: Final = 3
_CERTAIN: Final = 3
"""How many names make a row begin a table that no empty row parts from the one above."""
_FEW_ROWS: Final = 5_000
_FEW_TEXTS: Final = 1_000
_LONGEST: Final = 40
_MOST_NAMES: Final = 200


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
    pieces = []
    for side in _sides(sheet):
        cuts = _second_rows(side)
        if not cuts:
            pieces.append(side)
        else:
            pieces += [_cut(side, rows=slice(start, end)) for start, end in pairwise([0, *cuts, side.rows])]
    return pieces


def _sides(sheet: RawSheet) -> list[RawSheet]:
    """The tables beside one another, from left to right."""
    column = beside.second_column(sheet)
    if column is None:
        return [sheet]
    return [_cut(sheet, columns=slice(0, column)), *_sides(_cut(sheet, columns=slice(column, None)))]


def _names(sheet: RawSheet, row: int) -> list[str]:
    """The folded headers of a row that consists of headers alone, at least two of them known; else nothing."""
    kinds = [column.kinds[row] for column in sheet.columns[:_COLUMNS]]
    if any(kind not in (CellKind.EMPTY, CellKind.TEXT) for kind in kinds):
        return []
    return _named(row_texts(sheet, row, _COLUMNS))


def _named(texts: Iterable[str]) -> list[str]:
    present = [text for text in texts if text]
    known = sum(map(headers.is_known, present))
    found = [headers.fold(text) for text in present]
    return found if known >= _NAMES and known >= 0.6 * len(found) and len(set(found)) >= _DISTINCT * len(found) else []


def _second_rows(side: RawSheet) -> list[int]:
    """Where further tables begin below the first: with headers that are not those of the table before, and with their
    titles. Without an empty row above them these must be three, and each of them a name.
    """
    filled = filled_rows(side)
    starts = set(np.flatnonzero(filled & ~np.append(np.bool_(0), filled[:-1])).tolist())
    loose = {_title_above(side, row, filled): row for row in _rows_of_names(side) if row}
    first: list[str] = []
    head = 0
    cuts = []
    for start in sorted(starts | set(loose)):
        row, names = _header_of(side, start, filled) if start in starts else (loose[start], _names(side, loose[start]))
        if not names or row + 1 >= side.rows or not filled[row + 1]:
            continue
        if start not in starts and first and (len(names) < _CERTAIN or not _holds_values(side, row + 1)):
            continue
        parted = any(_holds_values(side, line) for line in range(head + 1, min(start, head + _TITLES + 1)))
        if first and parted and set(names) != set(first):
            cuts.append(start)
        first, head = names, row
    return cuts


def _title_above(sheet: RawSheet, row: int, filled: Mask) -> int:
    """The row of the title that stands right above a row of headers, else the row of the headers."""
    return row - 1 if row > 1 and filled[row - 1] and _is_alone(sheet, row - 1) else row


def _rows_of_names(sheet: RawSheet) -> list[int]:
    """The rows that hold several names of columns, without looking at each."""
    if sheet.rows > _FEW_ROWS:
        return []
    hits = np.zeros(sheet.rows, np.int16)
    for column in sheet.columns[:_COLUMNS]:
        if column.codes is not None and len(column.texts) <= _FEW_TEXTS:
            known = [len(text) < _LONGEST and headers.fold(text) in headers.known_words() for text in column.texts]
            hits += np.append(np.array(known, np.bool_), np.bool_(0))[column.codes]
    rows: list[int] = np.flatnonzero(hits >= _CERTAIN)[:_MOST_NAMES].tolist()
    return rows


def _holds_values(sheet: RawSheet, row: int) -> bool:
    return any(is_number(text) or is_day(text) or "@" in text for text in row_texts(sheet, row, _COLUMNS))


def _header_of(sheet: RawSheet, start: int, filled: Mask) -> tuple[int, list[str]]:
    """The row of headers that a block of rows begins with, below its titles of one cell each."""
    row = start
    while row < min(start + _TITLES, sheet.rows - 1) and filled[row] and _is_alone(sheet, row):
        row += 1
    if not filled[row]:
        return row, []
    joined = _named(joined_names(sheet, row))
    return (row + 1, joined) if joined else (row, _names(sheet, row))


def _is_alone(sheet: RawSheet, row: int) -> bool:
    filled = (True for column in sheet.columns if column.kinds[row] != CellKind.EMPTY)
    return next(filled, False) and not next(filled, False)


def _cut(sheet: RawSheet, rows: slice = slice(None), columns: slice = slice(None)) -> RawSheet:
    """A part of a sheet, which knows its place in the whole."""
    top, bottom, _ = rows.indices(sheet.rows)
    left = columns.indices(len(sheet.columns))[0]
    chosen = tuple(excerpt(column, rows) for column in sheet.columns[columns])
    return replace(
        sheet, columns=_without_empty(chosen), rows=bottom - top, first_line=sheet.first_line + top,
        first_column=sheet.first_column + left,
    )  # fmt: skip


def _without_empty(columns: Sequence[RawColumn]) -> tuple[RawColumn, ...]:
    """Without the empty columns at the end."""
    last = max((p for p, c in enumerate(columns) if (c.kinds != CellKind.EMPTY).any()), default=-1)
    return tuple(columns[: last + 1])
