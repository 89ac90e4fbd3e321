"""Very large sheets are read a column at a time: what comes of it is what reading cell by cell gives."""

from __future__ import annotations

import datetime as dt
import io
import random
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from leaddesk.ingest import package, wholecolumns
from leaddesk.ingest.assembly import SheetAssembly
from leaddesk.ingest.frames import FrameWriter, read_frame
from leaddesk.ingest.readers import Job, calamine
from leaddesk.ingest.sniff import check_package
from tests.ingest.spreadsheets import values

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.ingest.package import Package
    from leaddesk.model.raw import RawSheet
    from tests.conftest import ExpectLog

ROWS = 1_200
MIDDLE = 700
DAY = dt.datetime(2026, 3, 1, 8, 30)  # noqa: DTZ001  (cells hold naive local times)


def table() -> list[list[Any]]:
    """Leads with a title, headers and a total."""
    dice = random.Random(5)
    head = [["Leads of the year"], [], ["No", "Created", "Channel", "Amount", "Again", "Note", "Calls"]]
    leads = [
        [
            f"P{number:05}",
            DAY + dt.timedelta(seconds=dice.randrange(30_000_000)),
            dice.choice(["Google Ads", "Salon", "Été & co", " ", None]),
            round(dice.random() * 900, 2) if dice.random() < 0.7 else None,
            dice.choice([True, False]),
            dice.choice(["", "n/a", "NULL", "appeler", None]),
            dice.randrange(9),
        ]
        for number in range(ROWS)
    ]
    return [*head, *leads, [], ["Total", None, None, 12_345.5, None, "as of today", 17]]


def written(rows: list[list[Any]], *, beside: list[list[Any]] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Leads"
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    if beside is not None:
        notes = book.create_sheet("Notes", 0)
        for row in beside:
            notes.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture(autouse=True)
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "CUT_FROM", 20_000)


def read(content: bytes, part: int, *, whole: bool, monkeypatch: pytest.MonkeyPatch) -> list[RawSheet]:
    monkeypatch.setattr(wholecolumns, "FROM", 20_000 if whole else 1 << 40)
    stream, answers = io.BytesIO(content), io.BytesIO()
    sizes = check_package(stream, 100, 1 << 30, 500)
    calamine.read(Job(stream, "xlsx", "xlsx", 50_000, 100, part=part, parts=2, sizes=sizes), FrameWriter(answers))
    answers.seek(0)
    sheets = SheetAssembly()
    while (frame := read_frame(answers)) is not None:
        if frame[0]["type"] in {"sheet", "column"}:
            sheets.take(*frame)
    return sheets.result()


def facts(sheet: RawSheet) -> tuple[Any, ...]:
    place = (sheet.name, sheet.rows, sheet.first_line, sheet.first_column, sheet.hidden, sheet.merged)
    return (*place, [values(column) for column in sheet.columns], [column.texts for column in sheet.columns])


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[set[int]]:
    """Which sheets were read a column at a time, a set a call."""
    calls: list[set[int]] = []
    usual = wholecolumns.read

    def noting(job: Job, package: Package, out: FrameWriter) -> set[int] | None:
        found = usual(job, package, out)
        calls.append(found or set())
        return found

    monkeypatch.setattr(wholecolumns, "read", noting)
    return calls


def same(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    for part in (0, 1):
        fast = read(content, part, whole=True, monkeypatch=monkeypatch)
        slow = read(content, part, whole=False, monkeypatch=monkeypatch)
        assert list(map(facts, fast)) == list(map(facts, slow))


def test_columns_of_one_kind(monkeypatch: pytest.MonkeyPatch, taken: list[set[int]]) -> None:
    same(written(table()), monkeypatch)
    assert taken == [{0}, set(), {0}, set()]


def test_a_small_sheet_beside_it(monkeypatch: pytest.MonkeyPatch, taken: list[set[int]]) -> None:
    same(written(table(), beside=[["Notes"], ["as of March", 3]]), monkeypatch)
    assert taken == [{1}, set(), {1}, set()]


def _set(column: int, value: Any) -> Callable[[list[list[Any]]], None]:
    def spoil(rows: list[list[Any]]) -> None:
        rows[MIDDLE][column] = value

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        _set(3, "about 300"),
        _set(3, "n/a"),
        _set(3, "0123"),
        _set(1, "12/03/2026"),
        _set(1, "N/A"),
        _set(1, dt.time(9, 30)),
        _set(1, dt.timedelta(hours=30)),
        _set(1, 45_000),
        _set(0, 17),
        _set(2, 12.5),
        _set(4, "yes"),
        _set(4, 1),
        _set(6, True),
        _set(3, "=1/0"),
    ],
)
def test_a_cell_of_another_kind_is_what_it_is(
    spoil: Callable[[list[list[Any]]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = table()
    spoil(rows)
    same(written(rows), monkeypatch)


@pytest.mark.parametrize("code", ["#N/A", "#REF!", "#DIV/0!"])
def test_error_cells(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = table()
    for line in (3, MIDDLE, ROWS + 2, ROWS + 4):
        rows[line][3] = code
        rows[line][5] = code
    same(written(rows), monkeypatch)


def test_texts_in_the_cells_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Leads")
    for row in table():
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    same(stream.getvalue(), monkeypatch)


def test_columns_that_begin_and_end_late(
    monkeypatch: pytest.MonkeyPatch, taken: list[set[int]], expect_log: ExpectLog
) -> None:
    expect_log("Could not determine dtype")  # of an empty column, to standard error, which is closed in a worker
    rows = [[None, None, *row] for row in table()]
    for row in rows[60:150] + rows[900:1000]:
        row[:] = []
    for row in filter(None, rows[500:]):
        row.extend([None, "late"])
    same(written(rows), monkeypatch)
    assert taken == [{0}, set(), {0}, set()]
