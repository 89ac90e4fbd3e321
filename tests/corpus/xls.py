"""Binary workbooks of Excel 97-2003 (BIFF 8), by xlwt."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import xlwt

from tests.corpus.grid import Book, Cell, serial

CODES = {"#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#NAME?": 0x1D, "#N/A": 0x2A}


def write(book: Book) -> bytes:
    """The book as xls. Formulas are left out: xlwt stores no results."""
    out: Any = xlwt.Workbook(encoding="utf-8")
    out.dates_1904 = book.from_1904
    styles: dict[str, Any] = {}
    for sheet in book.sheets:
        page = out.add_sheet(sheet.name)
        page.visibility = 1 if sheet.hidden else 0
        for (line, column), cell in sorted(sheet.cells.items()):
            if cell.form not in styles:
                styles[cell.form] = xlwt.easyxf(num_format_str=cell.form or "General")
            _put(page, line - 1, column - 1, cell, styles[cell.form], from_1904=book.from_1904)
        page.merged_ranges.extend((a - 1, c - 1, b - 1, d - 1) for a, b, c, d in sheet.merged)
    stream = io.BytesIO()
    out.save(stream)
    return stream.getvalue()


def _put(page: Any, row: int, column: int, cell: Cell, style: Any, *, from_1904: bool) -> None:
    value = cell.value
    if cell.error:
        page.row(row).set_cell_error(column, CODES[str(value)], style)
    elif isinstance(value, date):
        page.write(row, column, serial(value, from_1904=from_1904), style)
    else:
        page.write(row, column, value, style)
