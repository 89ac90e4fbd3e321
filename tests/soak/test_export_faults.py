"""A fault at any operation of an export: the file that was there, or the whole new one; said; done by a retry."""

from __future__ import annotations

import io
import random
import zipfile
from itertools import chain, count
from typing import TYPE_CHECKING

import pytest

from leaddesk.errors import LeadDeskError
from leaddesk.export import package, workbook
from leaddesk.export.figurecells import taken_out
from leaddesk.export.leftovers import write_leftovers
from leaddesk.export.review import Review
from leaddesk.model.leftovers import REASONS, Leftovers, LeftRow
from leaddesk.model.report import Report
from leaddesk.text import language
from tests.builders import a_slice, state
from tests.soak.disk import Disk
from tests.soak.faults import FAULTS, is_told_in_both_languages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Export = Callable[[Path], object]

STRIDE = 11
"""Most of the hundreds of operations of a review are the same, a write of the next part: every eleventh fails."""
MANY = 20
BEFORE = b"the review of last month"
FR = language("fr")


@pytest.fixture(params=["the review", "rows left out"])
def export(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Export:
    """Writes something to a path, in the place of what is there."""
    if request.param == "rows left out":
        part = Leftovers("a.xlsx", "Prospects", ("Canal",), (LeftRow(7, REASONS["total"], ("Total",)),))
        return lambda path: write_leftovers((part,), path, FR)
    leads = {"id": ["1", "2"], "created": ["2025-01-03", "2025-01-09"], "status": ["Won", "New"]}
    report = Report(a_slice(state(leads=leads), "2025-01"))
    book, parts = workbook._book(Review(report, FR, personal=True, company=""), workbook._Teller(None, None))
    # What writes to no disk and takes long is done once.
    places = [(place, sheet) for place, sheet in enumerate(book.worksheets, 1) if place not in parts.data]
    rows = {sheet.title: taken_out(sheet, parts.results.get(place, {})) for place, sheet in places}
    saved = io.BytesIO()
    book.save(saved)
    monkeypatch.setattr(package, "taken_out", lambda sheet, _results: rows[sheet.title])
    monkeypatch.setattr(book, "save", lambda memory: memory.write(saved.getvalue()))
    monkeypatch.setattr(workbook, "_book", lambda *_: (book, parts))
    return lambda path: workbook.write_review(report, path, FR, personal=True, force=True)


def is_whole(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return opened.testzip() is None and "xl/workbook.xml" in opened.namelist()


def test_a_fault_at_any_operation_leaves_the_old_file_or_the_new(export: Export, tmp_path: Path) -> None:
    place = tmp_path / "review.xlsx"
    told = 0
    for number in chain(range(1, MANY), count(MANY, STRIDE)):
        place.write_bytes(BEFORE)
        disk = Disk(tmp_path)
        disk.at = number
        disk.fault, disk.lasts = FAULTS[number % len(FAULTS)]
        with disk.spun_up():
            error = None
            try:
                export(place)
            except LeadDeskError as raised:
                error = raised
            reached, disk.at = disk.operations >= number, None
            told += error is not None
            assert error is None or is_told_in_both_languages(error)
            assert error is not None or place.read_bytes() != BEFORE
            assert place.read_bytes() == BEFORE or is_whole(place.read_bytes())
            left = [path.name for path in tmp_path.iterdir() if path != place]
            assert left == [] or "unlink" in disk.struck
            export(place)
        assert is_whole(place.read_bytes())
        for path in tmp_path.iterdir():
            path.unlink()
        if not reached:
            break
    assert told > 3


def test_a_power_cut_leaves_the_old_file_or_the_new(export: Export, tmp_path: Path) -> None:
    """The new name must not come to the disk before what it names."""
    place = tmp_path / "review.xlsx"
    found: set[bytes] = set()
    for seed in range(20):
        place.write_bytes(BEFORE)
        disk = Disk(tmp_path, chance=random.Random(seed))
        with disk.spun_up():
            export(place)
            disk.cut()
        disk.restart()
        found.add(place.read_bytes())
    assert len(found) > 1
    assert BEFORE in found
    assert all(data == BEFORE or is_whole(data) for data in found)
