"""The rows that an import left out, written as they were, with their lines and the reason."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import openpyxl
import pytest

from leaddesk.errors import LeadDeskError
from leaddesk.export.leftovers import write_leftovers
from leaddesk.model.leftovers import REASONS, Leftovers, LeftRow
from leaddesk.text import language

if TYPE_CHECKING:
    from pathlib import Path

FR = language("fr")
TOTAL = LeftRow(7, REASONS["total"], ("Total", None, 1000.5, dt.datetime(2026, 3, 14, 9, 30)))  # noqa: DTZ001
FORMULA = LeftRow(9, REASONS["remark"], ("=1+1", "@x", None, "\x07"))


def test_every_row_with_its_line_and_reason(tmp_path: Path) -> None:
    part = Leftovers("a.xlsx", "Prospects", ("Société", "Canal", "Montant", "Le"), (TOTAL, FORMULA))
    path = write_leftovers((part,), tmp_path / "rest.xlsx", FR)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Prospects"]
    rows = [[cell.value for cell in row] for row in book["Prospects"].iter_rows()]
    why = FR.text(REASONS["total"])
    assert rows[0] == ["Ligne", "Raison", "Société", "Canal", "Montant", "Le"]
    assert rows[1] == [7, why, "Total", None, 1000.5, dt.datetime(2026, 3, 14, 9, 30)]  # noqa: DTZ001
    assert rows[2][:4] == [9, FR.text(REASONS["remark"]), "=1+1", "@x"]
    assert book["Prospects"].cell(3, 3).data_type == "s", "what the file said is no formula"


def test_sheets_of_one_name_and_of_odd_names(tmp_path: Path) -> None:
    names = ["Feuil1", "feuil1", "a/b:c", "x" * 60, "x" * 60, "", "'"]
    parts = [Leftovers("f.xls", name, ("A",), (LeftRow(2, REASONS["total"], ("t",)),)) for name in names]
    book = openpyxl.load_workbook(write_leftovers(parts, tmp_path / "rest.xlsx", FR))
    assert len(set(map(str.casefold, book.sheetnames))) == len(names)
    assert all(len(name) <= 31 for name in book.sheetnames)


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(LeadDeskError) as raised:
        write_leftovers((Leftovers("a", "b", (), (TOTAL,)),), tmp_path / "nowhere" / "rest.xlsx", FR)
    assert "rest.xlsx" in FR.text(raised.value.message)
    assert list(tmp_path.iterdir()) == []
