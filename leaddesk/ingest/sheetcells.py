"""The cells of a sheet as a person sees them: their texts, which rows hold anything, what looks like a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.ingest import moments, quantities
from leaddesk.ingest.texts import clean
from leaddesk.model import rawcell
from leaddesk.model.raw import CellKind, RawSheet
from leaddesk.text import plain

if TYPE_CHECKING:
    from leaddesk.ingest.texts import Mask
    from leaddesk.text import CellFact, Fact

LONGEST: Final = 1_000
"""No header, title or total is longer; a text may be all that follows an open quote."""
MOST_COLUMNS: Final = 200
"""How many columns are looked at cell by cell."""
_FIGURE: Final = re.compile(r"\d")


def cell_text(sheet: RawSheet, row: int, position: int) -> str:
    """One cell as text, trimmed; empty for an empty cell. Months in a header row come as ``2025-01``."""
    return plain(cell_fact(sheet, row, position))


def cell_fact(sheet: RawSheet, row: int, position: int) -> CellFact:
    """One cell as data, for an example: its text trimmed, empty for an empty cell."""
    found = rawcell.fact(sheet.columns[position], row)
    return clean(" ".join(found[:LONGEST].split())) if isinstance(found, str) else found


def row_texts(sheet: RawSheet, row: int, most: int | None = None) -> tuple[str, ...]:
    """The cells of a row as texts, of the first *most* columns."""
    columns = len(sheet.columns) if most is None else min(most, len(sheet.columns))
    return tuple(cell_text(sheet, row, position) for position in range(columns))


def row_fact(sheet: RawSheet, row: int) -> Fact:
    """What a row holds, its cells in order, for an example of a row that was left out."""
    cells = (cell_fact(sheet, row, position) for position in range(len(sheet.columns)))
    return tuple(cell for cell in cells if cell != "")


def filled_rows(sheet: RawSheet) -> Mask:
    """Which rows hold anything, ``bool[rows]``."""
    kinds = np.zeros(sheet.rows, np.uint8)
    for column in sheet.columns:
        np.bitwise_or(kinds, column.kinds, out=kinds)
    filled: Mask = kinds != CellKind.EMPTY
    return filled


def filled_cells(sheet: RawSheet, first: int, last: int) -> npt.NDArray[np.int32]:
    """How many cells each of the rows *first* to *last* holds."""
    counts = np.zeros(last + 1 - first, np.int32)
    for column in sheet.columns:
        counts += column.kinds[first : last + 1] != CellKind.EMPTY
    return counts


def shape_of(text: str) -> str:
    """The text in small letters, with a 0 for each figure."""
    return _FIGURE.sub("0", text).lower()


def is_number(text: str) -> bool:
    """Whether a cell's text is a number."""
    return bool(text) and quantities.is_number(shape_of(text))


def is_day(text: str) -> bool:
    """Whether a cell's text is a date."""
    return bool(text) and moments.is_date(shape_of(text))
