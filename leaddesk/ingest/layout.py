"""Where the table is in a sheet: its header row, its data, and the rows that are neither."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.ingest import asides, headers, moments, quantities
from leaddesk.ingest.texts import clean
from leaddesk.ingest.values import text_of
from leaddesk.model.raw import CellKind, RawSheet
from leaddesk.model.recipe import LeftOut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.ingest.texts import Mask

SEARCHED: Final = 40
"""Rows in which the header is looked for."""

SEARCHED_COLUMNS: Final = 200
_FIGURE: Final = re.compile(r"\d")
_TOTAL: Final = re.compile(
    r"(?:(?:sous|sub|grand|grande) ?)?(?:total|totaux|totals|gesamt|gesamtsumme|summe|somme|sum)\b"
)
_LATE_TOTAL: Final = 400
_MANY_TEXTS: Final = 5_000
_LONGEST: Final = 1_000
"""No header, title or total is longer; a text may be all that follows an open quote."""
_TOTAL_COLUMNS: Final = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """``header_row``: 0-based in the sheet, None where there is none. ``first_row`` to ``last_row``: the data, both
    included (``last_row`` < ``first_row``: none). ``headers``: one text a column, empty where it has none.
    """

    header_row: int | None
    first_row: int
    last_row: int
    headers: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()


def cell_text(sheet: RawSheet, row: int, position: int) -> str:
    """One cell as text, trimmed; empty for an empty cell. Months in a header row come as ``2025-01``."""
    column = sheet.columns[position]
    kind = column.kinds[row]
    if kind in (CellKind.TEXT, CellKind.ERROR) and column.codes is not None:
        return clean(" ".join(column.texts[int(column.codes[row])][:_LONGEST].split()))
    if kind == CellKind.EMPTY or column.numbers is None:
        return ""
    return text_of(CellKind(int(kind)), float(column.numbers[row]))


def row_text(sheet: RawSheet, row: int) -> str:
    """What a row holds, its cells in order, for an example of a row that was left out."""
    cells = (cell_text(sheet, row, position) for position in range(len(sheet.columns)))
    return " · ".join(text for text in cells if text)


def layout(sheet: RawSheet, header_row: int | None = -1) -> Layout:
    """The layout of a sheet. *header_row*: the one the user chose (None: there is none); -1 finds it."""
    if not sheet.columns or not sheet.rows:
        return Layout(None, 0, -1, ())
    filled = filled_rows(sheet)
    if header_row == -1:
        header_row = _find_header(sheet, filled)
    found = _headers(sheet, header_row)
    first = 0 if header_row is None else header_row + 1
    data = np.flatnonzero(filled[first:])
    if not len(data):
        return Layout(header_row, first, first - 1, found)
    last = first + int(data[-1])
    left_out = [] if header_row is None else _repeated(sheet, header_row, first, last)
    left_out += _totals(sheet, first, last)
    if header_row is not None and sum(map(bool, found)) > 2:
        left_out += asides.found(sheet, first, last, frozenset(row.row for row in left_out))
    return Layout(header_row, first, last, found, tuple(sorted(left_out, key=lambda row: row.row)))


def filled_rows(sheet: RawSheet) -> Mask:
    """Which rows hold anything, ``bool[rows]``."""
    kinds = np.zeros(sheet.rows, np.uint8)
    for column in sheet.columns:
        np.bitwise_or(kinds, column.kinds, out=kinds)
    filled: Mask = kinds != CellKind.EMPTY
    return filled


def _headers(sheet: RawSheet, row: int | None, most: int | None = None) -> tuple[str, ...]:
    columns = len(sheet.columns) if most is None else min(most, len(sheet.columns))
    if row is None:
        return ("",) * columns
    return tuple(cell_text(sheet, row, position) for position in range(columns))


def _find_header(sheet: RawSheet, filled: Mask) -> int | None:
    rows = np.flatnonzero(filled)[:SEARCHED].tolist()
    if not rows:
        return None
    cells = {row: _headers(sheet, row, SEARCHED_COLUMNS) for row in rows}
    width = _usual_width([sum(map(bool, cells[row])) for row in rows])
    best, best_score = None, 0.0
    for place, row in enumerate(rows):
        score = _header_score(sheet, row, cells[row], width, [cells[below] for below in rows[place + 1 : place + 21]])
        if score > best_score + 1e-9:
            best, best_score = row, score
    return next((row for row in rows if best is not None and cells[row] == cells[best]), best)


def _usual_width(widths: Sequence[int]) -> int:
    """How many cells a row of the table has: the widest that occurs more than once, else the widest."""
    often = [width for width in widths if widths.count(width) > 1]
    return max(often or widths)


def _header_score(sheet: RawSheet, row: int, cells: Sequence[str], width: int, below: Sequence[Sequence[str]]) -> float:
    """How much a row looks like the header of what follows; 0 or less: not at all."""
    present = [position for position, text in enumerate(cells) if text]
    if not present or not below:
        return 0.0
    names = [p for p in present if _is_name(sheet, row, p, cells[p], [line[p] for line in below])]
    hits = sum(headers.is_known(cells[p]) for p in names)
    if len(names) < 0.6 * len(present) or (len(present) < 2 <= width and not hits):
        return 0.0
    cover = min(1.0, len(present) / max(width, 1))
    distinct = len({headers.fold(cells[p]) or cells[p] for p in names}) / len(names)
    contrast = sum(_is_value(line[p]) for line in below[:5] for p in names) / (len(names) * len(below[:5]))
    if cover < 0.5 and hits < 3:
        return 0.0
    return 3.0 * hits / max(len(present), 1) + 2.0 * cover + distinct + contrast + min(hits, 10) * 0.2


def _is_name(sheet: RawSheet, row: int, position: int, text: str, below: Sequence[str]) -> bool:
    """Whether a cell may be a header: a word, or a month above numbers."""
    shape = _FIGURE.sub("0", text).lower()
    kind = sheet.columns[position].kinds[row]
    if kind == CellKind.TEXT and not quantities.is_number(shape) and not moments.is_date(shape) and "@" not in text:
        return True
    if kind == CellKind.NUMBER and text.isdigit() and 1990 <= int(text) <= 2100:
        return sum(_is_number(cell) for cell in below) > 0 and not any(cell == text for cell in below)
    if kind == CellKind.DATE or moments.is_month(shape):
        return sum(_is_number(cell) for cell in below) >= 0.5 * max(1, sum(map(bool, below)))
    return False


def _is_number(text: str) -> bool:
    return bool(text) and quantities.is_number(_FIGURE.sub("0", text).lower())


def _is_value(text: str) -> bool:
    shape = _FIGURE.sub("0", text).lower()
    return bool(text) and (quantities.is_number(shape) or moments.is_date(shape) or "@" in text)


def _repeated(sheet: RawSheet, header_row: int, first: int, last: int) -> list[LeftOut]:
    """Rows that say the headers again: every header cell is there, in its place."""
    same: Mask | None = None
    for column in sheet.columns:
        if column.kinds[header_row] != CellKind.TEXT or column.codes is None:
            continue
        equal = column.codes[first : last + 1] == column.codes[header_row]
        same = equal if same is None else same & equal
        if not same.any():
            return []
    return [] if same is None else [LeftOut(first + int(row), "header") for row in np.flatnonzero(same)]


def _totals(sheet: RawSheet, first: int, last: int) -> list[LeftOut]:
    """Rows whose first filled cell says "total" and whose others are numbers: they would count everything twice."""
    found = []
    for row in _total_candidates(sheet, first, last):
        present = [p for p, column in enumerate(sheet.columns) if column.kinds[row] != CellKind.EMPTY]
        others = [cell_text(sheet, row, p) for p in present[1:]]
        words = [text for text in others if text and not _is_number(text) and text not in ("-", "--", "%")]
        if is_total(cell_text(sheet, row, present[0])) and len(words) <= len(others) // 3:
            found.append(LeftOut(row, "total"))
    return found


def _total_candidates(sheet: RawSheet, first: int, last: int) -> list[int]:
    rows: set[int] = set()
    with_text = [column for column in sheet.columns if column.codes is not None][:_TOTAL_COLUMNS]
    for column in with_text:
        if column.codes is None:
            continue
        many = len(column.texts) > _MANY_TEXTS  # then only the end is looked at: nobody sums up within such a column
        start = max(first, last + 1 - _LATE_TOTAL) if many else first
        here = column.codes[start : last + 1]
        used = np.unique(here[here >= 0]).tolist()
        codes = [code for code in used if column.texts[code][:1] in "tTsSgG*= (" and is_total(column.texts[code])]
        if codes:
            rows.update((start + np.flatnonzero(np.isin(here, codes))[:_LATE_TOTAL]).tolist())
    return sorted(rows)


def is_total(text: str) -> bool:
    """Whether a header or the first cell of a row says that it sums up others."""
    return _TOTAL.match(headers.fold(text)) is not None
