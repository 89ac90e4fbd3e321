"""The first rows of a file, had quickly: they are those that the reading proper gives."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import openpyxl
import pytest

from leaddesk.ingest.glimpse import glimpse
from leaddesk.ingest.reader import read_file
from leaddesk.ingest.readers import GLIMPSES
from tests.ingest.spreadsheets import DATA

if TYPE_CHECKING:
    from leaddesk.model.raw import RawSheet

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
FILES = [
    *sorted(SAMPLES.glob("*/*.xlsx")),
    *sorted(SAMPLES.glob("*/*.csv")),
    *sorted((DATA / "corpus").glob("c00*.xlsx")),
    *sorted((DATA / "corpus").glob("c02*.csv")),
    DATA / "odd_files" / "calamine" / "date_1904.xlsx",
    DATA / "odd_files" / "calamine" / "errors.xlsx",
]


def cells(sheet: RawSheet, rows: int) -> list[list[tuple[int, object]]]:
    """The cells of the first rows: kind and value."""
    found = []
    for column in sheet.columns:
        values: list[tuple[int, object]] = []
        for row in range(rows):
            kind = int(column.kinds[row])
            code = -1 if column.codes is None else int(column.codes[row])
            number = None if column.numbers is None or np.isnan(column.numbers[row]) else float(column.numbers[row])
            values.append((kind, column.texts[code] if code >= 0 else number))
        found.append(values)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_they_are_the_first_rows_of_the_file(path: Path) -> None:
    found = glimpse(path)
    assert found is not None
    (seen,) = found.sheets
    whole = next(sheet for sheet in read_file(path)[0].sheets if not sheet.hidden)
    rows = min(seen.rows, whole.rows)
    assert rows > 0
    assert (seen.name, seen.first_line, seen.first_column) == (whole.name, whole.first_line, whole.first_column)
    width = min(len(seen.columns), len(whole.columns))
    assert cells(seen, rows)[:width] == cells(whole, rows)[:width]


def test_what_cannot_be_had_quickly_is_left_to_the_reading_proper(tmp_path: Path) -> None:
    odd = DATA / "odd_files" / "calamine"
    nothing = tmp_path / "nothing.xlsx"
    nothing.write_bytes(b"PK\x03\x04 not a package")
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes((odd / "date.xlsx").read_bytes()[:900])
    for path in (odd / "date.xls", odd / "pass_protected.xlsx", odd / "empty_sheet.xlsx", nothing, broken, tmp_path):
        assert glimpse(path) is None


def test_a_declared_entity_is_never_unfolded(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(DATA / "odd_files" / "calamine" / "date.xlsx") as source, zipfile.ZipFile(path, "w") as target:
        for member in source.namelist():
            content = source.read(member)
            if member.startswith("xl/worksheets/"):
                content = b'<!DOCTYPE a [<!ENTITY b "cccccccccc">]>' + content.partition(b"?>")[2]
            target.writestr(member, content)
    assert glimpse(path) is None


def test_two_hundred_rows_with_their_kinds(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    book.create_sheet("Autre")
    sheet.append([])
    sheet.append([None, "Nom", "Le", "Durée", "Oui", "Montant"])
    for number in range(500):
        day = dt.datetime(2026, 3, 14, 9, 30) + dt.timedelta(days=number)  # noqa: DTZ001
        sheet.append([None, f"Client {number} & Cie", day, dt.timedelta(hours=30), number % 2 == 0, number / 4])
    path = tmp_path / "many.xlsx"
    book.save(path)
    found = glimpse(path)
    assert found is not None
    (seen,) = found.sheets
    assert (seen.rows, seen.first_line, seen.first_column, len(seen.columns)) == (200, 2, 2, 5)
    whole = read_file(path)[0].sheets[0]
    assert cells(seen, 200) == cells(whole, 200)
    assert seen.columns[0].texts[1] == "Client 0 & Cie"


def test_of_a_large_text_file_the_beginning_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_text("Nom;Montant\n" + "".join(f"Société {n};{n},50\n" for n in range(60_000)), encoding="cp1252")
    found = glimpse(path)
    assert found is not None
    assert 200 <= found.sheets[0].rows < 20_000
    assert found.sheets[0].columns[0].texts[1] == "Société 0"


def test_every_module_that_is_named_has_it() -> None:
    from importlib import import_module

    assert all(callable(import_module(module).glimpse) for module in GLIMPSES.values())
