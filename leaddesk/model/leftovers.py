"""The rows of the user's files that were not taken in, and why: nothing is lost that cannot be looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leaddesk.model.rawcell import value
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leaddesk.model.raw import RawFile, RawSheet
    from leaddesk.model.rawcell import Cell
    from leaddesk.model.recipe import LeftOut, Recipe, SheetRecipe

REASONS: Final[dict[str, Message]] = {
    "total": msg("Left out: it sums up other rows"),
    "sum": msg("Left out: its numbers are the sums of the rows above"),
    "header": msg("Left out: it repeats the headers"),
    "section": msg("Left out: it only names a part of the sheet"),
    "remark": msg("Left out: it holds a remark"),
    "blank": msg("Left out: it holds a number or a day alone"),
    "footer": msg("Left out: it is a note at the end of the table"),
    "user": msg("Left out by you"),
    "repeated": msg("Left out: an earlier file has it already"),
    "repeated-part": msg("Left out in part: an earlier file has some of its amounts already"),
    "replaced": msg("Left out: a later file has it with other values"),
    "replaced-part": msg("Left out in part: a later file has some of its amounts otherwise"),
}
"""Why a row is left out (:attr:`~leaddesk.model.recipe.LeftOut.why`), in a sentence about one row."""


@dataclass(frozen=True, slots=True)
class LeftRow:
    """One row: its 1-based line in the user's file, why it was left out, its cells as the file has them."""

    line: int
    why: Message
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Leftovers:
    """The rows of one sheet that were left out, below the sheet's own headers."""

    file: str
    sheet: str
    headers: tuple[str, ...]
    rows: tuple[LeftRow, ...]


def leftovers(
    files: Iterable[tuple[RawFile, Recipe]], set_aside: Iterable[tuple[LeftOut, ...]] = ()
) -> tuple[Leftovers, ...]:
    """The rows left out of the sheets that were taken in, a part for each sheet that has any.

    *set_aside*: for each sheet of each file, in their order, the rows that another file made superfluous.
    """
    found = []
    aside = iter(set_aside)
    for raw, recipe in files:
        known = {sheet.sheet: sheet for sheet in recipe.sheets}
        for sheet in raw.sheets:
            own, others = known.get(sheet.name), next(aside, ())
            if own is not None and own.table and (own.left_out_rows() or others):
                found.append(_of_sheet(raw, sheet, own, (*own.left_out_rows(), *others)))
    return tuple(found)


def _of_sheet(raw: RawFile, sheet: RawSheet, recipe: SheetRecipe, left_out: tuple[LeftOut, ...]) -> Leftovers:
    named = {choice.position: choice.header for choice in recipe.columns}
    headers = tuple(named.get(position, "") for position in range(len(sheet.columns)))
    rows = tuple(
        LeftRow(
            sheet.first_line + left.row,
            REASONS[left.why],
            tuple(value(column, left.row) for column in sheet.columns),
        )
        for left in left_out
        if 0 <= left.row < sheet.rows
    )
    return Leftovers(raw.name, sheet.name, headers, rows)
