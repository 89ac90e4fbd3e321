"""Columns that the user takes for dates, once the file was looked at: how these are read is told or asked anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from leaddesk.ingest import asof, formats, sections
from leaddesk.ingest.parts import kind_of, taken_rows
from leaddesk.ingest.values import Selection
from leaddesk.model.schema import Kind
from leaddesk.model.tables import BY_ID

if TYPE_CHECKING:
    import datetime as dt

    from leaddesk.model.raw import RawFile
    from leaddesk.model.recipe import ColumnChoice, SheetRecipe


def redated(raw: RawFile, before: SheetRecipe, sheet: SheetRecipe, today: dt.date | None) -> SheetRecipe:
    """The recipe of a sheet with the formats of the columns that are dates now and were none *before*, and the
    questions about them.
    """
    if not sheet.table or sheet.table != before.table:
        return sheet
    targets = {choice.position: choice.target for choice in before.columns}
    table = BY_ID[sheet.table]

    def is_new(choice: ColumnChoice) -> bool:
        return choice.target != targets.get(choice.position) and kind_of(table, choice.target) is Kind.MOMENT

    new = {choice.position for choice in sheet.columns if choice.target and is_new(choice)}
    if not new:
        return sheet
    raw_sheet = next(one for one in raw.sheets if one.name == sheet.sheet)
    title = asof.title_of(raw_sheet, sheet.header_row, sheet.header_rows)
    names = (sheet.sheet, title)
    parts = sections.said(raw_sheet, sheet.left_out)
    around = formats.Around(raw.delimiter, asof.limit(raw, title, today), names, parts, raw.name, raw.about)
    fixed = {choice.position: choice for choice in sheet.columns if choice.position not in new}
    selection = Selection(raw_sheet, taken_rows(raw_sheet, sheet))
    decided = formats.decided(selection, table, sheet.columns, around, fixed)
    made = {choice.position: choice for choice in decided.choices if choice.position in new}
    asked = tuple(question for question in decided.questions if int(question.rpartition(":")[2]) in new)
    columns = tuple(made.get(choice.position, choice) for choice in sheet.columns)
    return replace(sheet, columns=columns, questions=(*sheet.questions, *asked))
