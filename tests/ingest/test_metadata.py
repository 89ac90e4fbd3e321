"""What packages say about themselves, and that nothing of it can harm."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest

from leaddesk.ingest.metadata import about
from leaddesk.ingest.reader import read_file
from tests.ingest.spreadsheets import DATA, zipped

if TYPE_CHECKING:
    from pathlib import Path

CORE = (
    '<cp:coreProperties xmlns:cp="c" xmlns:dcterms="t"><dc:creator>Somebody</dc:creator><dcterms:created xsi:type="x">'
    "2025-03-04T05:06:07Z</dcterms:created><dcterms:modified>{modified}</dcterms:modified></cp:coreProperties>"
)


def test_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["a"])
    book.save(tmp_path / "leads.xlsx")
    said = dict(read_file(tmp_path / "leads.xlsx")[0].about)
    assert said["created"][:2] == said["modified"][:2] == "20"
    assert "Excel" in said["application"]
    assert "date1904" not in said


def test_the_system_of_dates() -> None:
    calamine = DATA / "odd_files" / "calamine"
    assert dict(read_file(calamine / "date_1904.xlsx")[0].about)["date1904"] == "1"
    assert "date1904" not in dict(read_file(calamine / "date.xlsx")[0].about)


def test_an_ods() -> None:
    said = dict(read_file(DATA / "error_cells" / "shifted.ods")[0].about)
    assert "LibreOffice" in said["application"]


def test_text_says_nothing() -> None:
    assert read_file(DATA / "bank_marketing" / "bank.csv")[0].about == ()


def test_nobody_is_named() -> None:
    stream = io.BytesIO(zipped({"docProps/core.xml": CORE.format(modified="2025-03-05T00:00:00+01:00")}))
    assert about(stream, "xlsx") == {"created": "2025-03-04T05:06:07Z", "modified": "2025-03-05T00:00:00+01:00"}


@pytest.mark.parametrize(
    "content",
    [
        zipped({"docProps/core.xml": CORE.format(modified="yesterday")}),
        zipped({"docProps/core.xml": " " * 70_000 + CORE}),
        b"PK\x03\x04 broken",
        b"",
    ],
)
def test_what_is_no_day_or_damaged_or_far_away_is_nothing(content: bytes) -> None:
    assert "modified" not in about(io.BytesIO(content), "xlsx")
