"""Rows that say the headers again: on every printed page, or where several months were pasted below one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.ingest import headers
from leaddesk.ingest.sheetcells import MOST_COLUMNS, row_texts
from leaddesk.model.raw import CellKind
from leaddesk.model.recipe import LeftOut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.ingest.heading import Heading
    from leaddesk.ingest.texts import Mask
    from leaddesk.model.raw import RawColumn, RawSheet

_MANY_TEXTS: Final = 1_000
"""Columns of more texts than that are no help: it would take too long to compare them all."""
_COMPARED: Final = 4_000
_SIMILAR: Final = 84.0
_LENGTHS: Final = 3


def found(sheet: RawSheet, heading: Heading, first: int, last: int) -> list[LeftOut]:
    """The rows between *first* and *last* that repeat a row of the headers, letter by letter or nearly so."""
    rows: set[int] = set()
    lines = {heading.texts}
    for row in {heading.top, heading.row}:
        rows |= _exact(sheet, row, first, last)
        lines.add(row_texts(sheet, row))
    for texts in lines:
        rows |= _nearly(sheet, texts, first, last)
    return [LeftOut(row, "header") for row in sorted(rows)]


def _exact(sheet: RawSheet, header_row: int, first: int, last: int) -> set[int]:
    """Every cell of text in the row of headers is there, in its place."""
    same: Mask | None = None
    count = 0
    for column in sheet.columns:
        if column.kinds[header_row] != CellKind.TEXT or column.codes is None:
            continue
        equal = column.codes[first : last + 1] == column.codes[header_row]
        same = equal if same is None else same & equal
        count += 1
        if not same.any():
            return set()
    return set() if same is None or count < 2 <= len(sheet.columns) else set((first + np.flatnonzero(same)).tolist())


def _nearly(sheet: RawSheet, texts: Sequence[str], first: int, last: int) -> set[int]:
    """Most of the cells are there, but for accents, capitals and single letters."""
    wanted = [headers.fold(text) for text in texts]
    hits = np.zeros(last + 1 - first, np.int16)
    compared = 0
    for column, text, name in zip(sheet.columns[:MOST_COLUMNS], texts, wanted, strict=False):
        if not name or column.codes is None or len(column.texts) > _MANY_TEXTS:
            continue
        compared += 1
        codes = _alike_codes(column, text)
        if codes:
            hits += np.isin(column.codes[first : last + 1], codes)
    least = max(2, round(0.6 * compared))
    rows = first + np.flatnonzero(hits >= least)
    return {
        row for row in rows[:_COMPARED].tolist() if _repeats(row_texts(sheet, row, MOST_COLUMNS), wanted[:MOST_COLUMNS])
    }


def _alike_codes(column: RawColumn, header: str) -> list[int]:
    """The codes of texts that may be this header: their length and their first or last letter are about its own."""
    name, length = headers.fold(header), len(header)
    ends = (header[:1].casefold(), header[-1:].casefold())
    codes = []
    for code, text in enumerate(column.texts):
        if abs(len(text) - length) > _LENGTHS or not (
            text[:1].casefold() == ends[0] or text[-1:].casefold() == ends[1]
        ):
            continue
        if text == header or _is_alike(headers.fold(text), name):
            codes.append(code)
    return codes


def _is_alike(text: str, name: str) -> bool:
    from rapidfuzz import fuzz

    return text == name or (min(len(text), len(name)) > 3 and fuzz.ratio(text, name) >= _SIMILAR)


def _repeats(cells: Sequence[str], wanted: Sequence[str]) -> bool:
    present = [(headers.fold(cell), name) for cell, name in zip(cells, wanted, strict=True) if cell]
    same = sum(_is_alike(cell, name) for cell, name in present if name)
    return same > 1 and same >= 0.8 * len(present) and same >= 0.6 * sum(map(bool, wanted))
