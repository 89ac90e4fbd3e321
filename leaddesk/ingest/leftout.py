"""The words for sheets, columns and rows that were left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from leaddesk.ingest.assembly import column_letters
from leaddesk.ingest.sheetcells import filled_rows, row_fact
from leaddesk.ingest.switched_off import left_alone
from leaddesk.ingest.values import EXAMPLES, LINES
from leaddesk.model.issues import Issue, Severity
from leaddesk.model.raw import CellKind
from leaddesk.model.recipe import ROW_PROPOSALS
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    from leaddesk.model.raw import RawFile, RawSheet
    from leaddesk.model.recipe import SheetRecipe


def left_out(raw: RawFile, sheet: RawSheet, recipe: SheetRecipe) -> list[Issue]:
    """The sheet that is ignored, or the rows that are not data."""
    if not recipe.table:
        message = msg("The sheet was left out: {reason}", reason=recipe.reason or msg("no table was chosen for it"))
        filled = np.flatnonzero(filled_rows(sheet)) if sheet.columns else np.zeros(0, np.intp)
        held = filled[(filled >= recipe.first_row) & (filled <= recipe.last_row)].tolist()
        where = tuple(sheet.first_line + row for row in held[:LINES])
        examples = tuple((cells, cells) for cells in (row_fact(sheet, row) for row in held[:EXAMPLES]))
        return [
            Issue(Severity.INFO, message, raw.name, sheet.name, "", where, len(held), examples, code="sheet-ignored")
        ]
    result = _columns_left_out(raw, sheet, recipe)
    for why, code in {**ROW_PROPOSALS, "user": "rows-left-out"}.items():
        rows = [left.row for left in recipe.left_out if left.why == why]
        if rows:
            where = tuple(sheet.first_line + row for row in rows[:LINES])
            applied = code not in recipe.off if why in ROW_PROPOSALS else None
            message = left_alone(code, len(rows)) if applied is False else left_out_words(why, len(rows))
            examples = tuple((cells, cells) for cells in (row_fact(sheet, row) for row in rows[:EXAMPLES]))
            result.append(
                Issue(Severity.INFO, message, raw.name, sheet.name, "", where, len(rows), examples, code, applied)
            )
    return result


def _columns_left_out(raw: RawFile, sheet: RawSheet, recipe: SheetRecipe) -> list[Issue]:
    """The columns that hold something and are taken for nothing."""
    rows = slice(recipe.first_row, recipe.last_row + 1)
    headers = [
        choice.header or column_letters(sheet.first_column + choice.position)
        for choice in recipe.columns
        if not choice.target and (sheet.columns[choice.position].kinds[rows] != CellKind.EMPTY).any()
    ]
    if not headers:
        return []
    message = msgn("{count} column was left out", "{count} columns were left out", len(headers))
    examples = tuple((header, header) for header in headers[:EXAMPLES])
    return [Issue(Severity.INFO, message, raw.name, sheet.name, "", (), len(headers), examples, "columns-left-out")]


def left_out_words(why: str, count: int) -> Message:
    """How many rows were left out for a reason (:attr:`~leaddesk.model.recipe.LeftOut.why`)."""
    if why == "total":
        return msgn("{count} row of totals was left out", "{count} rows of totals were left out", count)
    if why == "sum":
        return msgn("{count} row that holds only the sums of the rows above was left out",
                    "{count} rows that hold only the sums of the rows above were left out", count)  # fmt: skip
    if why == "footer":
        return msgn("{count} row written below the table was left out",
                    "{count} rows written below the table were left out", count)  # fmt: skip
    if why == "header":
        return msgn("{count} row that repeats the headers was left out",
                    "{count} rows that repeat the headers were left out", count)  # fmt: skip
    if why == "section":
        return msgn("{count} row that only names a part of the sheet was left out",
                    "{count} rows that only name a part of the sheet were left out", count)  # fmt: skip
    if why == "remark":
        return msgn("{count} row that holds a remark alone was left out",
                    "{count} rows that hold a remark alone were left out", count)  # fmt: skip
    if why == "blank":
        return msgn("{count} row that holds a number or a day alone was left out",
                    "{count} rows that hold a number or a day alone were left out", count)  # fmt: skip
    if why.startswith(("repeated", "replaced")):
        return _in_lists_words(why, count)
    return msgn("{count} row was left out by you", "{count} rows were left out by you", count)


def _in_lists_words(why: str, count: int) -> Message:
    if why == "repeated":
        return msgn("{count} row that an earlier file has already was left out",
                    "{count} rows that an earlier file has already were left out", count)  # fmt: skip
    if why == "replaced":
        return msgn("{count} row that a later file has with other values was left out",
                    "{count} rows that a later file has with other values were left out", count)  # fmt: skip
    if why == "repeated-part":
        return msgn("{count} row was left out in part, as an earlier file has some of its amounts already",
                    "{count} rows were left out in part, as an earlier file has some of their amounts already",
                    count)  # fmt: skip
    return msgn("{count} row was left out in part, as a later file has some of its amounts otherwise",
                "{count} rows were left out in part, as a later file has some of their amounts otherwise",
                count)  # fmt: skip
