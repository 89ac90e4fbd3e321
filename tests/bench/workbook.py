"""The review workbook beside openpyxl's write-only mode for the same cells."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import python_calamine
from openpyxl import Workbook

from leaddesk.export.workbook import write_review
from leaddesk.model.period import Period
from leaddesk.model.report import Report
from leaddesk.model.slice import Slice
from leaddesk.text import language
from tests.bench.bound import Bound, median
from tests.bench.generated import state

if TYPE_CHECKING:
    from collections.abc import Iterator

_YEAR = Period(dt.date(2025, 7, 1), dt.date(2026, 6, 30))


def bounds(*, quick: bool) -> Iterator[Bound]:
    rows, runs = (25_000, 1) if quick else (100_000, 3)
    made = state(rows)
    with tempfile.TemporaryDirectory() as name:
        own, plain = [], []
        review, copy = Path(name) / "review.xlsx", Path(name) / "copy.xlsx"
        sheets: list[tuple[str, list[list[Any]]]] = []
        for run in range(runs):
            start = time.perf_counter()
            write_review(Report(Slice(made, _YEAR, _YEAR.before())), review, language("fr"), personal=True, force=True)
            own.append(1e3 * (time.perf_counter() - start))
            if not run:
                sheets = _cells(review)
            if run < 2:
                plain.append(_written(sheets, copy))
        cells = sum(len(row) for _, table in sheets for row in table)
    what = f"review workbook of {rows:,} leads, {cells / 1e6:.1f} million cells"
    yield Bound(what, median(own), median(plain), 1 / 3, "openpyxl write_only")


def _cells(path: Path) -> list[tuple[str, list[list[Any]]]]:
    book = python_calamine.CalamineWorkbook.from_path(path)
    return [(name, book.get_sheet_by_name(name).to_python()) for name in book.sheet_names]


def _written(sheets: list[tuple[str, list[list[Any]]]], path: Path) -> float:
    start = time.perf_counter()
    book = Workbook(write_only=True)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
    book.save(path)
    return 1e3 * (time.perf_counter() - start)
