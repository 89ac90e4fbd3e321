"""What the mapping dialog shows: a few cells of a column before and after, and a column read by itself."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import numpy.typing as npt

from leaddesk.ingest import moments
from leaddesk.ingest.parts import kind_of
from leaddesk.ingest.selection import Cells, excerpt, fact, shown
from leaddesk.ingest.values import Typed, typed
from leaddesk.model import rawcell
from leaddesk.model.raw import CellKind, RawFile, RawSheet
from leaddesk.model.recipe import ColumnChoice, Recipe, SheetRecipe
from leaddesk.model.schema import Kind
from leaddesk.model.tables import BY_ID
from leaddesk.text import NO_VALUE, Fact, Language, Money, msg, plain

LOOKED_AT: Final = 200
_STRETCH: Final = 4_096


def samples(
    raw: RawFile, recipe: Recipe, sheet: str, position: int, language: Language, count: int = 3
) -> tuple[tuple[str, str], ...]:
    """Up to *count* different cells of a column, as the file has them and as they are read, in words of *language*.

    A cell that does not fit its kind, or says that the value is unknown, is read as ``–``.

    :raises KeyError: when the file has no such sheet or column.
    """
    raw_sheet = next(one for one in raw.sheets if one.name == sheet)
    sheet_recipe = recipe.sheet(sheet)
    choice = next((one for one in sheet_recipe.columns if one.position == position), ColumnChoice(position, ""))
    places = _first_cells(raw_sheet, sheet_recipe, position)
    if not len(places):
        return ()
    # Of these rows alone: to read a column of a million texts for three of them would make the window stand still.
    cells = Cells(excerpt(raw_sheet.columns[position], places), slice(None))
    kind = kind_of(BY_ID[sheet_recipe.table], choice.target) if sheet_recipe.table else Kind.TEXT
    told = next((one for one in sheet_recipe.columns if choice.year and one.target == choice.year), None)
    beside = None
    if told is not None:
        others = Cells(excerpt(raw_sheet.columns[told.position], places), slice(None))
        beside = typed(others, Kind.MOMENT, told).values
    values = typed(cells, kind, choice, beside)
    chosen: dict[str, int] = {}
    for place in range(len(places)):
        text = shown(cells, place).strip()
        if text:
            chosen.setdefault(text, place)
        if len(chosen) == count:
            break
    return tuple(_pair(fact(cells, place), _read(values, place, language), language) for place in chosen.values())


def _pair(before: Fact, after: str, language: Language) -> tuple[str, str]:
    """A cell in words of *language*, and what it is read as: a day or a number that is kept as a text is the same."""
    shown_before = language.fact(before)
    return shown_before, shown_before if plain(before) == after else after


def _first_cells(sheet: RawSheet, recipe: SheetRecipe, position: int) -> npt.NDArray[np.intp]:
    """The first rows of data that hold anything in a column."""
    kinds, end = sheet.columns[position].kinds, recipe.last_row + 1
    left_out = [left.row for left in recipe.left_out_rows()]
    found = np.empty(0, np.intp)
    for start in range(recipe.first_row, end, _STRETCH):
        filled = np.flatnonzero(kinds[start : min(start + _STRETCH, end)] != CellKind.EMPTY) + start
        found = np.concatenate([found, filled[~np.isin(filled, left_out)]])
        if len(found) >= LOOKED_AT:
            break
    return found[:LOOKED_AT]


def _read(values: Typed, place: int, language: Language) -> str:
    value = values.values[place]
    if values.labels is not None:
        return str(values.labels[int(value)].as_py()) if value >= 0 else NO_VALUE
    if values.kind is Kind.MOMENT:
        return _moment(int(value), language)
    if np.isnan(value):
        return NO_VALUE
    if values.kind is Kind.FLAG:
        return language.text(msg("yes") if value else msg("no"))
    return language.argument(Money(float(value), decimals=2)) if values.kind is Kind.MONEY else language.number(value)


def _moment(seconds: int, language: Language) -> str:
    moment = None if seconds == moments.NO_MOMENT else rawcell.moment(seconds)
    if moment is None:
        return NO_VALUE
    day = language.date(moment.date(), "medium")
    return f"{day} {moment:%H:%M}" if moment.time() != dt.time() else day
