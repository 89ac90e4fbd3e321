"""Rows that name the part of a sheet below them ("Agence de Lyon", "Janvier 2026"): what they say becomes a column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.ingest import headers, moments, wide
from leaddesk.ingest.asof import title_of
from leaddesk.ingest.channelwords import is_channel
from leaddesk.ingest.places import is_city
from leaddesk.ingest.sheetcells import LONGEST, cell_fact, filled_cells
from leaddesk.ingest.sheetnames import is_french
from leaddesk.model.recipe import free_extra
from leaddesk.model.tables import BY_ID
from leaddesk.text import plain

if TYPE_CHECKING:
    from leaddesk.model.raw import RawFile, RawSheet
    from leaddesk.model.recipe import LeftOut, SheetRecipe
    from leaddesk.text import CellFact

_MANY_TEXTS: Final = 5_000
_SAME: Final = 0.9


@dataclass(frozen=True, slots=True)
class Sections:
    """The parts of a sheet from its first row of data on: the row that names each (0-based), its name, and that as data
    for an example.
    """

    rows: tuple[int, ...]
    names: tuple[str, ...]
    shown: tuple[CellFact, ...]

    def of(self, places: npt.NDArray[np.intp]) -> npt.NDArray[np.int32]:
        """For each row at *places* which section it lies in."""
        found: npt.NDArray[np.int32] = (np.searchsorted(self.rows, places, side="right") - 1).astype(np.int32)
        return found


def found(sheet: RawSheet, recipe: SheetRecipe) -> Sections | None:
    """The sections of a sheet, where they cover all its rows; None where they do not, or where there are none.

    The first stands in the first row below the headers; or above them, where they are said again below each.
    """
    rows = [left.row for left in recipe.left_out if left.why == "section" and left.row < sheet.rows]
    if not rows or recipe.last_row < recipe.first_row:
        return None
    filled = filled_cells(sheet, 0, sheet.rows - 1)
    first = int(np.flatnonzero(filled[recipe.first_row :])[0]) + recipe.first_row
    repeated = {left.row for left in recipe.left_out if left.why == "header"}
    if rows[0] != first:
        below = [next((row for row in range(one + 1, sheet.rows) if filled[row]), -1) for one in rows]
        top = (recipe.header_row or 0) - recipe.header_rows
        above = next((row for row in range(top, -1, -1) if filled[row]), -1)
        if not repeated.issuperset(below) or above < 0 or filled[above] != 1:
            return None
        rows.insert(0, above)
    shown = tuple(_name(sheet, row) for row in rows)
    names = tuple(map(plain, shown))
    return Sections(tuple(rows), names, shown) if all(names) else None


def said(sheet: RawSheet, left_out: tuple[LeftOut, ...]) -> str:
    """What the rows say that name parts of a sheet, one after the other."""
    rows = [left.row for left in left_out if left.why == "section" and left.row < sheet.rows]
    return " ".join(plain(cell) for row in rows if (cell := _name(sheet, row)) != "")


def _name(sheet: RawSheet, row: int) -> CellFact:
    """The first cell of a row that says something; "" where spaces are all there is."""
    cells = (cell_fact(sheet, row, column) for column in range(len(sheet.columns)))
    cell = next((cell for cell in cells if cell != ""), "")
    return cell.rstrip(" :") if isinstance(cell, str) else cell


def months(raw: RawFile, sheet: RawSheet, recipe: SheetRecipe, names: tuple[str, ...]) -> list[str]:
    """The months that the sections are named after, as ``2026-01``; empty where one is none. A month without a year
    has that of the one before it (January below December the next one), the first that of the sheet.
    """
    title = title_of(sheet, recipe.header_row, recipe.header_rows)
    year = wide.year_within((title, sheet.name, raw.name))
    result: list[str] = []
    for name in names:
        month = wide.month_of(name, year) or wide.month_within(name, year)
        if not month:
            return []
        if result and result[-1].endswith("-12") and month.endswith("-01") and year not in name:
            month = f"{int(year) + 1}-01"
        year = month[:4]
        result.append(month)
    return result


def target(raw: RawFile, sheet: RawSheet, recipe: SheetRecipe, rows: npt.NDArray[np.intp]) -> str:
    """The column that the names of the sections are values of, an id of the table or ``extra:<name>``; empty where
    there are none, or where they say nothing that the *rows* of data do not.
    """
    parts = found(sheet, recipe) if recipe.table and recipe.left_out else None
    if parts is None or not len(rows) or _is_said(sheet, parts, rows):
        return ""
    table, taken = (
        BY_ID[recipe.table],
        {choice.target for choice in recipe.columns} | {recipe.wide, recipe.sheet_target},
    )
    is_dated = recipe.wide == "month" or bool(table.dates and table.dates[0] in taken)
    if all(_is_time(name) for name in parts.names):
        if is_dated:
            return ""
        if table.dates and months(raw, sheet, recipe, parts.names):
            return table.dates[0]
    elif len(parts.names) < 2:
        return ""
    elif "channel" in table.by_id and "channel" not in taken and all(map(is_channel, parts.names)):
        return "channel"
    elif "city" in table.by_id and "city" not in taken and 2 * sum(map(is_city, parts.names)) >= len(parts.names):
        return "city"
    return free_extra(_heading(recipe, parts.names), taken)


def _is_time(name: str) -> bool:
    """Whether a section is a month, a quarter, a week or a year."""
    words = headers.fold(name).split()
    return bool(moments.month_named(name) or wide.period_of(name, "2000") or wide.month_within(name, "2000")) or (
        len(words) > 1 and words[0] in ("semaine", "week", "sem", "annee", "year") and words[1].isdigit()
    )


def _heading(recipe: SheetRecipe, names: tuple[str, ...]) -> str:
    """What a column of these names is called: the word that all begin with, else a word of both languages."""
    if all(map(moments.month_named, names)):
        return "Mois" if is_french([recipe]) else "Month"
    first = {headers.fold(name).partition(" ")[0] for name in names}
    word = names[0].split()[0].strip(":")
    return word.capitalize() if len(first) == 1 and len(names) > 1 and word.isalpha() else "Section"


def _is_said(sheet: RawSheet, parts: Sections, rows: npt.NDArray[np.intp]) -> bool:
    """Whether a column holds the name of its section in nearly every row that it fills."""
    place = {headers.fold(name): number for number, name in enumerate(dict.fromkeys(map(headers.fold, parts.names)))}
    wanted = np.array([place[headers.fold(name)] for name in parts.names], np.int32)[parts.of(rows)]
    for column in sheet.columns:
        if column.codes is None or len(column.texts) > _MANY_TEXTS:
            continue
        table = np.array([place.get(headers.fold(text[:LONGEST]), -1) for text in column.texts] + [-2], np.int32)
        held = table[column.codes[rows]]
        if (held != -2).any() and (held == wanted).sum() >= _SAME * (held != -2).sum():
            return True
    return False
