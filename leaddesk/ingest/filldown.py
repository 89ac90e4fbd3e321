"""Columns of which only the first row of each block is filled, as people do instead of merging cells: which these are.

Missing values look much the same. Only leading columns count, whose values come once each, while the other cells of
their blank rows are filled; months moreover in their order, names with rows below each.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.ingest import headers, moments, wide
from leaddesk.ingest.channelwords import is_channel
from leaddesk.ingest.findings import column_issue
from leaddesk.ingest.places import is_city
from leaddesk.ingest.sheetcells import cell_fact, cell_text, shape_of
from leaddesk.ingest.switched_off import left_alone
from leaddesk.ingest.values import EXAMPLES
from leaddesk.model.issues import Issue, Severity
from leaddesk.model.raw import CellKind, RawColumn
from leaddesk.text import msgn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.ingest.findings import Lines
    from leaddesk.ingest.texts import Mask
    from leaddesk.ingest.values import Rows
    from leaddesk.model.raw import RawFile, RawSheet
    from leaddesk.model.recipe import ColumnChoice
    from leaddesk.model.schema import Table

FILLED_DOWN: Final = "filled-down"
"""The code of the proposal to give blank rows the value above them."""
_NAMES: Final = frozenset("channel campaign lever network city pickup delivery owner supplier segment sector".split())
"""Columns of names that rows may be grouped by."""
_HEADERS: Final = frozenset(
    "mois month semaine week trimestre quarter periode period annee year agence agency secteur zone region site depot "
    "equipe team branch ville city canal channel source commercial vendeur campagne".split()
)
"""Words that headers of other such columns begin with."""
_MOST: Final = 5_000
_FEWEST_ROWS: Final = 6
_FEWEST_FULL: Final = 2
_NEARLY: Final = 0.9
_YEAR: Final = 12

Places = npt.NDArray[np.intp]


def marked(sheet: RawSheet, rows: Rows, table: Table, choices: Sequence[ColumnChoice]) -> tuple[ColumnChoice, ...]:
    """The choices, those of columns that are to be filled down marked so. *rows*: those of data."""
    places = np.arange(rows.start, rows.stop) if isinstance(rows, slice) else rows
    found: list[int] = []
    outer = np.zeros(len(places), np.bool_)
    for choice in choices:
        column = sheet.columns[choice.position]
        filled = column.kinds[places] != CellKind.EMPTY
        if not filled.any():
            continue
        if not filled[0] or filled.all() or choice.wide_key or (outer & ~filled).any():
            break
        if not _is_grouping(sheet, places, table, choice, filled, outer):
            break
        found.append(choice.position)
        outer = filled
    if not found or not _others_are_full(sheet, places, found):
        found = []
    return tuple(
        replace(one, fills_down=one.position in found) if one.fills_down != (one.position in found) else one
        for one in choices
    )


def filled_down(column: RawColumn, rows: Rows) -> tuple[RawColumn, Mask]:
    """The column with each blank cell of the *rows* filled by the one above it, and which cells that filled."""
    places = np.arange(rows.start, rows.stop) if isinstance(rows, slice) else rows
    filled = column.kinds[places] != CellKind.EMPTY
    above = np.maximum.accumulate(np.where(filled, np.arange(len(places)), -1))
    source = np.arange(len(column.kinds))
    blank = ~filled & (above >= 0)
    source[places[blank]] = places[above[blank]]
    numbers = None if column.numbers is None else column.numbers[source]
    codes = None if column.codes is None else column.codes[source]
    hit = np.zeros(len(column.kinds), np.bool_)
    hit[places[blank]] = True
    return RawColumn(column.kinds[source], numbers, codes, column.texts), hit


def told(raw: RawFile, sheet: RawSheet, choice: ColumnChoice, lines: Lines, hit: Mask) -> Issue:
    """The proposal in words. *hit*: which of the selected rows get their value from above."""
    message = msgn(
        "“{column}”: {count} blank cell gets the value above it: only the first row of each group is filled",
        "“{column}”: {count} blank cells get the values above them: only the first row of each group is filled",
        int(hit.sum()), column=choice.header,
    )  # fmt: skip
    first = [int(line) - sheet.first_line for line in lines[~hit][: 2 * EXAMPLES]]
    cells = dict.fromkeys(cell_fact(sheet, row, choice.position) for row in first)
    examples = tuple(("", cell) for cell in cells if cell != "")[:EXAMPLES]
    applied = FILLED_DOWN not in choice.off
    if not applied:
        message = left_alone(FILLED_DOWN, int(hit.sum()), column=choice.header)
    issue = column_issue(Severity.INFO, message, raw, sheet, choice, lines, hit, FILLED_DOWN)
    return replace(issue, examples=examples, applied=applied)


def _is_grouping(
    sheet: RawSheet, places: Places, table: Table, choice: ColumnChoice, filled: Mask, outer: Mask
) -> bool:
    """Whether a column that begins filled holds one value a block. *outer*: where the blocks of the column before it
    begin.
    """
    starts = np.flatnonzero(filled)
    if len(starts) < 2 or len(starts) > _MOST or _has_merged(sheet, choice.position):
        return False
    values = [cell_text(sheet, int(row), choice.position) for row in places[starts]]
    block = np.cumsum(outer)[starts].tolist()
    if len({(number, headers.fold(text)) for number, text in zip(block, values, strict=True)}) < len(values):
        return False
    sizes = np.diff(np.append(starts, len(places)))
    if all(map(_is_month, values)):
        return not outer.any() and _are_months_of_blocks(values, sizes)
    least = sizes if outer.any() else sizes[:-1]  # the last one may have only begun
    return _may_group(table, choice, values) and len(places) >= _FEWEST_ROWS and bool((least > 1).all())


def _may_group(table: Table, choice: ColumnChoice, values: Sequence[str]) -> bool:
    if choice.target in table.by_id:
        return choice.target in _NAMES
    if not choice.is_extra:
        return False
    first = headers.fold(choice.header).partition(" ")[0]
    return first in _HEADERS or all(map(is_city, values)) or all(map(is_channel, values))


def _is_month(text: str) -> bool:
    return bool(moments.month_named(text) or moments.is_month(shape_of(text)) or wide.month_of(text, "2000"))


def _are_months_of_blocks(values: Sequence[str], sizes: npt.NDArray[np.intp]) -> bool:
    """Whether months follow one another; where they leave some out, whether the blank rows cannot be these."""
    bare = [moments.month_named(text) for text in values]
    if all(bare):
        steps = np.diff(bare)
        steps = steps if (steps < 0).all() else steps % _YEAR
        if abs(int(steps.sum())) >= _YEAR:
            return False
    else:
        months = [wide.month_of(text, "2000") for text in values]
        if not all(months):
            return False
        steps = np.diff([_YEAR * int(month[:4]) + int(month[5:]) for month in months])
    if not ((steps > 0).all() or (steps < 0).all()):
        return False
    if (np.abs(steps) == 1).all():
        return True
    return bool(sizes.mean() >= 2) and not bool((np.abs(steps) == sizes[:-1]).all())


def _has_merged(sheet: RawSheet, position: int) -> bool:
    column = position + sheet.first_column - 1
    return any(one.first_column == column and one.last_row > one.first_row for one in sheet.merged)


def _others_are_full(sheet: RawSheet, places: Places, found: Sequence[int]) -> bool:
    """Whether the blank rows are as full as the others, and two columns at least have no gap in them."""
    blank = sheet.columns[found[0]].kinds[places] == CellKind.EMPTY
    full, held, wanted = 0, 0.0, 0.0
    for position, column in enumerate(sheet.columns):
        if position in found:
            continue
        filled = column.kinds[places] != CellKind.EMPTY
        full += bool(filled[blank].all())
        held += float(filled[blank].mean())
        wanted += float(filled[~blank].mean())
    return full >= _FEWEST_FULL and held >= _NEARLY * wanted
