"""Cells merged over several rows: what stands in the first counts for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from leaddesk.model.raw import CellKind, RawColumn, RawSheet

if TYPE_CHECKING:
    from leaddesk.ingest.texts import Mask


def spread(sheet: RawSheet, position: int) -> tuple[RawColumn, Mask | None]:
    """The column with the cells of its merged ranges filled downwards, and which cells that filled (None: none did).

    Only ranges of this column alone: those over several columns are titles.
    """
    column = sheet.columns[position]
    top, left = sheet.first_line - 1, sheet.first_column - 1
    kinds, numbers, codes = column.kinds, column.numbers, column.codes
    filled: Mask | None = None
    for merged in sheet.merged:
        first, last = merged.first_row - top, min(merged.last_row - top, sheet.rows - 1)
        alone = merged.first_column == merged.last_column == position + left
        if not alone or first < 0 or last <= first or column.kinds[first] == CellKind.EMPTY:
            continue
        if filled is None:
            filled = np.zeros(sheet.rows, np.bool_)
            kinds = kinds.copy()
            numbers = None if numbers is None else numbers.copy()
            codes = None if codes is None else codes.copy()
        below = slice(first + 1, last + 1)
        filled[below] = kinds[below] == CellKind.EMPTY
        kinds[below] = kinds[first]
        if numbers is not None:
            numbers[below] = numbers[first]
        if codes is not None:
            codes[below] = codes[first]
    return (column, None) if filled is None else (RawColumn(kinds, numbers, codes, column.texts), filled)
