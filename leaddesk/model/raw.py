"""Raw cells: what a spreadsheet file holds before anybody interprets it. Immutable, and kept for ever."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


class CellKind(IntEnum):
    """What a cell holds, as the file says it."""

    EMPTY = 0
    TEXT = 1
    NUMBER = 2
    DATE = 3
    FLAG = 4
    ERROR = 5
    DURATION = 6


@dataclass(frozen=True, eq=False, slots=True)
class RawColumn:
    """One column of cells, exactly as read.

    ``kinds``: ``uint8[rows]`` of :class:`CellKind`.
    ``numbers``: ``float64[rows]``, or None where no cell has one. NUMBER: the number. DATE: naive local seconds
    since 1970-01-01. FLAG: 0 or 1. DURATION: seconds. NaN elsewhere.
    ``codes``: ``int32[rows]`` into ``texts`` (TEXT, and ERROR with its code such as ``#REF!``), -1 elsewhere; None
    where no cell has a text. ``texts``: the distinct texts in order of first appearance.
    """

    kinds: npt.NDArray[np.uint8]
    numbers: npt.NDArray[np.float64] | None
    codes: npt.NDArray[np.int32] | None
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MergedRange:
    """Merged cells, as 0-based positions in the sheet's own grid (A1 is 0, 0), both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class RawSheet:
    """One sheet (a text file has one): its used rectangle, column by column.

    ``first_line`` and ``first_column`` are the 1-based place of the rectangle in the sheet, so that row *i* of the
    arrays is line ``first_line + i`` of the user's file.
    """

    name: str
    columns: tuple[RawColumn, ...]
    rows: int
    first_line: int = 1
    first_column: int = 1
    hidden: bool = False
    merged: tuple[MergedRange, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class RawFile:
    """One file as read: ``name`` without its folder, SHA-256 ``digest`` of its bytes (hex), ``format`` (``xlsx``,
    ``xls``, ``xlsb``, ``ods``, ``fods``, ``html``, ``xml2003``, ``text``, ``clipboard``, ``typed``); for text the
    ``encoding`` and ``delimiter`` used.

    ``about``: what the file says about itself, as far as it does: ``created`` and ``modified`` (ISO 8601),
    ``application``, ``date1904`` (``1``).
    """

    name: str
    digest: str
    format: str
    sheets: tuple[RawSheet, ...]
    encoding: str = ""
    delimiter: str = ""
    about: tuple[tuple[str, str], ...] = ()
