"""Sheets as files, written with openpyxl and csv."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reimport.shapes import Cell
    from tests.reimport.sheet import Sheet

SHEETS: Final = {"fr": "Prospects", "en": "Leads"}


def write(sheet: Sheet, folder: Path, name: str, form: str, language: str) -> Path:
    """Write a sheet in one of the formats of ``plan.FORMATS``; the path of the file."""
    if form == "xlsx":
        path = folder / f"{name}.xlsx"
        _workbook(sheet, path, language)
        return path
    path = folder / f"{name}.csv"
    encoding, delimiter = ("utf-8", ",") if form == "comma" else (form, ";")
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        for line in sheet.lines:
            writer.writerow([as_text(value, language, form) for value in line])
    return path


def as_text(value: Cell, language: str, form: str) -> str:
    """A cell in a text file."""
    if value is None:
        return ""
    if isinstance(value, float):
        text = f"{value:.2f}"
        return text.replace(".", ",") if language == "fr" else text
    text = str(value)
    return text.replace("\u202f", "\u00a0") if form == "cp1252" else text


def _workbook(sheet: Sheet, path: Path, language: str) -> None:
    book = Workbook(write_only=True)
    page = book.create_sheet(SHEETS[language])
    for line in sheet.lines:
        page.append(line)
    book.save(path)
