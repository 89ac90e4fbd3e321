"""Rows between or below the data that hold one cell alone: a month as a heading, a remark, a number written ahead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.ingest import moments, quantities
from leaddesk.ingest.texts import clean
from leaddesk.model.raw import CellKind, RawSheet
from leaddesk.model.recipe import LeftOut

if TYPE_CHECKING:
    from leaddesk.model.raw import RawColumn

_FIGURE: Final = re.compile(r"\d")
_REMARK: Final = re.compile(
    r"\*|\(|nb ?:|note\b|n\.b|source ?:|mise? [àa] jour|m[àa]j\b|updated\b|last update|légende\b|legend\b|"
    r"copyright\b|©|confidential information\b",
    re.IGNORECASE,
)
_COMMENT: Final = re.compile(r"#[ -]*(?: .*)?$")
"""What Google Analytics writes between its tables; never a sparse sheet's data, however many there are."""
_PART: Final = re.compile(
    r"(?:année |annee |year )?(?:19|20)\d\d|(?:sem(?:aine)?|week|s|w)\.? ?\d\d?(?: ?[-/ ] ?\d{4})?|"
    r"(?:t|q|trimestre |quarter )[1-4](?: ?[-/ ]? ?\d{4})?",
    re.IGNORECASE,
)
_FEW: Final = 8
"""A sheet in which more rows than that, and than a tenth, look like remarks is a sparse one: they are its data."""
_LOOKED_AT: Final = 50


def found(sheet: RawSheet, first: int, last: int, known: frozenset[int]) -> list[LeftOut]:
    """The rows between *first* and *last* that hold one cell alone and no data; *known* ones are left out already.

    ``section``: a month, a week or a year, or a text merged over several columns; ``remark``: a text that is none of
    its column's; ``blank``: a day, or the next number, written where the rest is still to come.
    """
    counts = np.zeros(last + 1 - first, np.int32)
    for column in sheet.columns:
        counts += column.kinds[first : last + 1] != CellKind.EMPTY
    lone = first + np.flatnonzero(counts == 1)
    lone = lone[~np.isin(lone, list(known))]
    top = sheet.first_line - 1
    wide = {m.first_row - top for m in sheet.merged if m.last_column > m.first_column and m.first_row == m.last_row}
    result: list[LeftOut] = []
    for column in sheet.columns if len(lone) else ():
        here = lone[column.kinds[lone] != CellKind.EMPTY].tolist()
        result += [LeftOut(row, why) for row in here if (why := _why(column, first, row, wide))]
    remarks = {left.row for left in result if left.why == "remark"} - _comments(sheet, lone)
    if len(remarks) > max(_FEW, 0.1 * int((counts > 0).sum())):
        return [left for left in result if left.row not in remarks]
    return result


def _comments(sheet: RawSheet, lone: npt.NDArray[np.intp]) -> set[int]:
    """The rows whose one cell, in the first column, is a comment of the program that wrote the file."""
    column = sheet.columns[0]
    if column.codes is None:
        return set()
    codes = {code for code, text in enumerate(column.texts) if text[:1] == "#" and _COMMENT.match(text)}
    return {row for row in lone.tolist() if int(column.codes[row]) in codes}


def _why(column: RawColumn, first: int, row: int, wide: set[int]) -> str:
    kind = column.kinds[row]
    if kind == CellKind.DATE:
        return "blank"
    if kind == CellKind.NUMBER:
        return "blank" if _counts_on(column, first, row) else ""
    if kind != CellKind.TEXT or column.codes is None:
        return ""
    text = clean(column.texts[int(column.codes[row])]).strip()
    shape = _FIGURE.sub("0", text).lower()
    if row in wide or moments.is_month(shape) or moments.month_named(text) or _PART.fullmatch(text):
        return "section"
    if moments.is_date(shape):
        return "blank"
    return "remark" if _REMARK.match(text) or _COMMENT.match(text) or _is_stranger(column, row, shape) else ""


def _counts_on(column: RawColumn, first: int, row: int) -> bool:
    """Whether the number is the one above it and one more."""
    if column.numbers is None:
        return False
    start = max(first, row - _LOOKED_AT)
    above = column.numbers[start:row][column.kinds[start:row] == CellKind.NUMBER]
    return len(above) > 0 and float(column.numbers[row]) == float(above[-1]) + 1.0


def _is_stranger(column: RawColumn, row: int, shape: str) -> bool:
    """Whether a text stands in a column whose other cells are dates or numbers, and is neither."""
    if quantities.is_number(shape) or moments.is_date(shape):
        return False
    start = max(0, row - _LOOKED_AT)
    kinds = column.kinds[start:row]
    present = int((kinds != CellKind.EMPTY).sum())
    plain = int(np.isin(kinds, (CellKind.DATE, CellKind.NUMBER)).sum())
    if column.codes is not None:
        for code in column.codes[start:row][kinds == CellKind.TEXT].tolist():
            other = _FIGURE.sub("0", column.texts[code]).lower()
            plain += moments.is_date(other) or quantities.is_number(other)
    return present > 2 and plain >= 0.7 * (present - 1)
