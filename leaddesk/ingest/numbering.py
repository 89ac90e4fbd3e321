"""Numbers of leads that name none: those of sheets that each count from 1."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from leaddesk.ingest.layout import Layout, data_rows
from leaddesk.model.raw import CellKind
from leaddesk.model.schema import EXTRA_PREFIX
from leaddesk.text import msg

if TYPE_CHECKING:
    from leaddesk.model.raw import RawFile, RawSheet
    from leaddesk.model.recipe import ColumnChoice, SheetRecipe


def numbered_anew(raw: RawFile, sheets: list[SheetRecipe]) -> tuple[SheetRecipe, ...]:
    """The sheets, without the numbers of leads where several sheets count from 1: those name no lead."""
    counted = {
        index: choice
        for index, sheet in enumerate(sheets)
        if sheet.table == "leads"
        and (choice := sheet.column("id"))
        and _counts_from_one(raw.sheets[index], sheet, choice)
    }
    if len(counted) < 2:
        return tuple(sheets)
    reason = msg("Every sheet counts from 1: the numbers name no lead")
    return tuple(
        sheet.with_column(replace(counted[index], target=f"{EXTRA_PREFIX}{counted[index].header}", reason=reason))
        if index in counted
        else sheet
        for index, sheet in enumerate(sheets)
    )


def _counts_from_one(raw_sheet: RawSheet, sheet: SheetRecipe, choice: ColumnChoice) -> bool:
    column = raw_sheet.columns[choice.position]
    rows = data_rows(Layout(sheet.header_row, sheet.first_row, sheet.last_row, (), sheet.left_out_rows()))
    kinds = column.kinds[rows]
    if column.numbers is None or not np.isin(kinds, (CellKind.NUMBER, CellKind.EMPTY)).all():
        return False
    numbers = column.numbers[rows][kinds == CellKind.NUMBER]
    return bool(np.array_equal(numbers, np.arange(1.0, len(numbers) + 1)))
