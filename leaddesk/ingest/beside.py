"""Tables that stand side by side, told by what each side is, where it ends and which names both have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.ingest import headers, heading
from leaddesk.ingest.layout import layout
from leaddesk.ingest.profile import profile
from leaddesk.ingest.recognition import RECOGNISED, Seen, guesses
from leaddesk.ingest.sheetcells import MOST_COLUMNS, filled_rows
from leaddesk.model.raw import CellKind

if TYPE_CHECKING:
    from leaddesk.model.raw import RawSheet

_COLUMNS: Final = 60
_LEAST: Final = 2
"""How many columns a table has at least."""
_SHARED: Final = 2
"""How many names two tables of one kind have in common, at least, when nothing else tells them apart."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a sheet: its row of headers, these folded, the first and the last row of its data, and the table that
    it is taken for (empty: none).
    """

    header_row: int
    names: tuple[str, ...]
    first: int
    last: int
    table: str

    @property
    def has_twins(self) -> bool:
        """Whether two of its columns have one name."""
        return len(set(self.names)) < len(self.names)


def second_column(sheet: RawSheet) -> int | None:
    """Where a second table begins beside the first, None where the sheet holds one beside nothing."""
    if len(sheet.columns) > MOST_COLUMNS:
        return None
    columns = sheet.columns[:_COLUMNS]
    empty = [p for p, column in enumerate(columns) if not (column.kinds != CellKind.EMPTY).any()]
    return _after_a_gap(sheet, empty) or _without_a_gap(sheet)


def _after_a_gap(sheet: RawSheet, empty: list[int]) -> int | None:
    for gap in empty:
        right = gap + 1
        if gap < _LEAST or right in empty or right > len(sheet.columns) - _LEAST:
            continue
        end = next((other for other in empty if other > right), len(sheet.columns))
        if not _may_be_two(_part(sheet, 0, gap), _part(sheet, right, end)):
            continue
        left, other = _side(sheet, 0, gap), _side(sheet, right, end)
        if left is not None and other is not None and _are_two(left, other):
            return right
    return None


def _part(sheet: RawSheet, start: int, end: int) -> RawSheet:
    return replace(sheet, columns=sheet.columns[start:end], first_column=sheet.first_column + start)


def _may_be_two(left: RawSheet, other: RawSheet) -> bool:
    """Whether it is worth looking closer: the sides have a name in common, or begin or end in different rows."""
    rows = [filled_rows(left), filled_rows(other)]
    found = [heading.found(part, filled) for part, filled in zip((left, other), rows, strict=True)]
    if found[0] is None or found[1] is None:
        return False
    names = [{headers.fold(text) for text in one.texts if text} for one in found if one]
    ends = [int(np.flatnonzero(filled)[-1]) for filled in rows]
    return bool(names[0] & names[1]) or found[0].row != found[1].row or ends[0] != ends[1]


def _are_two(left: _Side, other: _Side) -> bool:
    """Whether two sides of an empty column are two tables, and not one with an empty column in it."""
    common = len(set(left.names) & set(other.names))
    apart = (left.header_row, left.last) != (other.header_row, other.last)
    if not left.table or not other.table:
        return common > 0 and apart and left.last != other.last
    if left.table != other.table:
        return common > 0 or apart
    return common >= _SHARED or (common > 0 and apart)


def _without_a_gap(sheet: RawSheet) -> int | None:
    """Where the names begin to come again: each column of the second table is right of all of the first."""
    found = heading.found(sheet, filled_rows(sheet))
    names = [headers.fold(text) for text in found.texts[:_COLUMNS]] if found else []
    again = [p for p, name in enumerate(names) if name and name in names[:p]]
    if len(again) < _SHARED:
        return None
    first = max(names.index(names[p]) for p in again)
    for right in range(max(_LEAST, first + 1), again[0] + 1):
        left, other = _side(sheet, 0, right), _side(sheet, right, len(sheet.columns))
        if left is None or other is None or not left.table or not other.table:
            continue
        common = len(set(left.names) & set(other.names))
        if left.header_row == other.header_row and common >= _SHARED and not left.has_twins and not other.has_twins:
            return right
    return None


def _side(sheet: RawSheet, start: int, end: int) -> _Side | None:
    """The columns from *start* to before *end* as a table of its own, None where they have no headers or no rows."""
    part = _part(sheet, start, end)
    found = layout(part)
    if found.header_row is None or found.last_row < found.first_row:
        return None
    rows = slice(found.first_row, found.last_row + 1)
    profiles = tuple(profile(part, position, rows) for position in range(len(part.columns)))
    made = guesses(Seen(found.headers, profiles))
    table = made[0].table.id if made and made[0].score >= RECOGNISED else ""
    names = tuple(headers.fold(text) for text in found.headers if text)
    gone = {left.row for left in found.left_out}
    body = [row for row in (np.flatnonzero(filled_rows(part)[rows]) + found.first_row).tolist() if row not in gone]
    return _Side(found.header_row, names, found.first_row, body[-1], table) if body else None
