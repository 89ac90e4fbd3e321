"""A row typed by hand, as a file of one row: it is imported like any other, so nothing needs a way of its own."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np

from leaddesk.model.raw import CellKind, RawColumn, RawFile, RawSheet
from leaddesk.model.recipe import ColumnChoice, Recipe, SheetRecipe
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leaddesk.model.action import Value


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A typed row as a file, what the action of taking it in is called, and what is said when it is done."""

    raw: RawFile
    recipe: Recipe
    label: Message
    noted: Message


def typed_row(table: str, values: Mapping[str, Value], as_of: dt.date | None) -> TypedRow:
    """One typed row, to be taken in beside files that were true on *as_of* (None: no file says a day).

    A lead of a later day makes the data that of its day: else it would be one that is still to come, and count nowhere.
    """
    raw, recipe = typed_file(table, values)
    if table != "leads":
        return TypedRow(raw, recipe, msg("new expense"), msg("Expense noted."))
    created = values.get("created")
    day = dt.date.fromisoformat(created[:10]) if isinstance(created, str) else None
    if as_of is None or day is None or day <= as_of:
        return TypedRow(raw, recipe, msg("new lead"), msg("Lead noted."))
    noted = msg("Lead noted. The figures are as of {day} now ({before} before).", day=day, before=as_of)
    return TypedRow(raw, replace(recipe, as_of=day), msg("new lead"), noted)


def typed_file(table: str, values: Mapping[str, Value]) -> tuple[RawFile, Recipe]:
    """The raw cells of one typed row, and the recipe that says what they are. ``values`` are by column id."""
    known = {column: value for column, value in values.items() if value is not None and value != ""}
    columns = tuple(_column(name, value) for name, value in known.items())
    digest = hashlib.sha256(uuid4().bytes).hexdigest()
    raw = RawFile("", digest, "typed", (RawSheet("", columns, 2),))
    choices = tuple(
        ColumnChoice(position, name, name, date_order="ymd", decimal=".") for position, name in enumerate(known)
    )
    sheet = SheetRecipe("", table, header_row=0, first_row=1, last_row=1, columns=choices)
    return raw, Recipe("", digest, (sheet,))


def _column(name: str, value: Value) -> RawColumn:
    if isinstance(value, str):
        return RawColumn(
            np.array([CellKind.TEXT, CellKind.TEXT], np.uint8), None, np.array([0, 1], np.int32), (name, value)
        )
    number = float("nan") if value is None else float(value)
    return RawColumn(
        np.array([CellKind.TEXT, CellKind.NUMBER], np.uint8),
        np.array([np.nan, number]),
        np.array([0, -1], np.int32),
        (name,),
    )
