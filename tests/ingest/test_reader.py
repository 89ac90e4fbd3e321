"""Every odd file ends in raw cells or in a plain message that names it; and what is in the known ones."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import threading
import time
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from leaddesk.errors import LeadDeskError
from leaddesk.ingest import assembly, reader
from leaddesk.ingest.explanations import error_for
from leaddesk.ingest.reader import Limits, TooManyRows, read_file
from leaddesk.model.issues import Severity
from leaddesk.model.raw import CellKind, MergedRange, RawFile, RawSheet
from leaddesk.text import language
from tests.ingest.spreadsheets import DATA, package, rows, values

if TYPE_CHECKING:
    from pathlib import Path

ODD = sorted(
    path
    for path in (DATA / "odd_files").rglob("*")
    if path.is_file() and path.suffix not in {".md", ".json"} and not path.name.startswith(("LICENSE", "."))
)
REFUSED = {
    "issue252.xlsx": "damaged",
    "issue_594_dos.ods": "too_many_columns",
    "pass_protected.ods": "locked",
    "pass_protected.xlsx": "password",
    "too_small.xls": "not_spreadsheet",
    "empty.csv": "empty",
}
CALAMINE = DATA / "odd_files" / "calamine"
FRICTIONLESS = DATA / "odd_files" / "frictionless"


def sheets(path: Path) -> tuple[RawSheet, ...]:
    return read_file(path)[0].sheets


def grid(path: Path, number: int = 0) -> list[list[Any]]:
    return rows(sheets(path)[number])


def check(file: RawFile, path: Path) -> None:
    """What is true of every raw file."""
    assert file.name == path.name
    assert file.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    for sheet in file.sheets:
        assert sheet.first_line >= 1
        assert sheet.first_column >= 1
        for column in sheet.columns:
            values(column)
            assert len(column.kinds) == sheet.rows
            assert len(set(column.texts)) == len(column.texts)


@pytest.mark.parametrize("path", ODD, ids=[str(path.relative_to(DATA / "odd_files")) for path in ODD])
def test_odd_files(path: Path) -> None:
    refused = REFUSED.get(path.name) if "csv-spectrum" not in path.parts else None
    if refused is None:
        check(read_file(path)[0], path)
        return
    with pytest.raises(LeadDeskError) as caught:
        read_file(path)
    for code in ("en", "fr"):
        assert path.name in language(code).text(caught.value.message)
    assert caught.value.hint is not None
    assert caught.value.message == error_for(refused, path.name, {"limit": 16_384}).message


def test_there_are_many_odd_files() -> None:
    assert len(ODD) == 68


@pytest.mark.parametrize("name", ["any_sheets.xlsx", "any_sheets.xlsb", "any_sheets.xls", "any_sheets.ods"])
def test_hidden_sheets_are_flagged_and_charts_are_no_sheets(name: str) -> None:
    found = {sheet.name: sheet.hidden for sheet in sheets(CALAMINE / name) if sheet.name != "Chart"}
    assert found == {"Visible": False, "Hidden": True, "VeryHidden": True}
    assert grid(CALAMINE / name)[:2] == [[1.0, 2.0], [3.0, 4.0]]


@pytest.mark.parametrize("name", ["date.xlsx", "date_1904.xlsx", "date.xls", "date_1904.xls", "date.xlsb"])
def test_dates_are_equal_in_both_systems(name: str) -> None:
    days, numbers = sheets(CALAMINE / name)[0].columns
    assert values(days)[:2] == [dt.datetime(2021, 1, 1), dt.datetime(2021, 1, 2)]  # noqa: DTZ001
    assert values(days)[2] == dt.timedelta(hours=255, minutes=10, seconds=10)
    assert days.numbers is not None
    assert days.numbers[0] == 1_609_459_200
    assert values(numbers) == [15.0, 16.0, 17.0]


def test_dates_of_an_ods() -> None:
    (day, _), (moment, _), *_ = grid(CALAMINE / "date.ods")
    assert (day, moment) == (dt.datetime(2021, 1, 1), dt.datetime(2021, 1, 1, 10, 10, 10))  # noqa: DTZ001


def test_white_space_is_kept() -> None:
    cells = grid(CALAMINE / "whitespace_trim.xlsx", 1)
    assert cells[0][1] == "  preserved value  "
    assert grid(CALAMINE / "special_cells.ods")[4] == ["  Value   With 2 spaces before and after  "]
    assert grid(CALAMINE / "has_x000D_.xlsx") == [["ABC\r\nDEF"]]


def test_a_table_away_from_the_first_cell() -> None:
    (sheet,) = sheets(CALAMINE / "temperature-in-middle.xlsx")
    assert (sheet.first_line, sheet.first_column) == (4, 2)
    assert rows(sheet) == [["label", "value"], ["celsius", 22.2222], ["fahrenheit", 72.0]]
    (notes,) = sheets(CALAMINE / "header-row.xlsx")
    assert (notes.first_line, notes.rows) == (3, 8)
    assert rows(notes)[7] == ["put data here", 1.0, 2.0, 3.0]


def test_numbers_as_stored() -> None:
    assert grid(CALAMINE / "xls_wrong_decimals.xls") == [[0.525625]]
    assert grid(FRICTIONLESS / "preserve-formatting-percentage.xlsx")[1] == [123.0, 0.52]
    assert grid(FRICTIONLESS / "number-format-multicode.xlsx")[1] == [4.51119775197299]


def test_an_empty_sheet() -> None:
    (sheet,) = sheets(CALAMINE / "empty_sheet.xlsx")
    assert (sheet.rows, sheet.columns) == (0, ())


@pytest.mark.parametrize("name", ["merged_range.xlsx", "merged_range.xls"])
def test_merged_cells(name: str) -> None:
    first, second = sheets(CALAMINE / name)
    assert len(first.merged) == 9
    assert MergedRange(0, 2, 1, 3) in first.merged
    assert MergedRange(0, 5, 3, 7) in second.merged


def test_merged_cells_of_an_ods() -> None:
    (sheet,) = sheets(CALAMINE / "merged_cells.ods")
    assert sheet.merged == (MergedRange(1, 0, 2, 0),)
    assert rows(sheet)[0] == ["A", "B", "C"]
    assert rows(sheets(CALAMINE / "covered.ods")[0]) == [["a1"], ["a2"], ["a3"]]


@pytest.mark.parametrize("name", ["shifted.xlsx", "shifted.xls", "shifted.ods"])
def test_error_cells(name: str) -> None:
    (sheet,) = sheets(DATA / "error_cells" / name)
    assert (sheet.first_line, sheet.first_column) == (3, 2)
    assert rows(sheet) == [
        ["Nom", "Montant", "Taux"],
        ["Ana", 10.0, ("error", "#DIV/0!")],
        [("error", "#REF!"), ("error", "#N/A"), 0.5],
    ]


def test_all_the_errors_of_excel() -> None:
    codes = ["#DIV/0!", "#NAME?", "#VALUE!", "#NULL!", "#REF!", "#NUM!", "#N/A"]
    assert grid(CALAMINE / "errors.xlsx") == [[("error", code)] for code in codes]


def test_an_xls_of_excel_95() -> None:
    (sheet,) = sheets(CALAMINE / "biff5_write.xls")
    assert rows(sheet) == [
        [1.0, 2.0, 3.0, None],
        [True, False, None, "sheetjs"],
        ["foo", "bar", dt.datetime(2014, 2, 19, 14, 30), "0.3"],  # noqa: DTZ001
        ["baz", None, "qux", None],
    ]


def test_french_workbooks() -> None:
    notice, facts = sheets(DATA / "french_csv" / "file.xlsx")
    assert (notice.name, notice.rows, facts.name, facts.first_line) == ("Notice", 7, "REI_1987", 2)
    assert rows(facts)[1][:5] == ["01", "010", "010001", "010001", "01001"]
    file, (issue,) = read_file(DATA / "french_csv" / "file.xls")
    assert file.format == "ods"
    assert (issue.code, issue.severity, issue.count) == ("odd_dates", Severity.WARNING, 2)


def test_a_wide_table_of_costs() -> None:
    (sheet,) = sheets(DATA / "channel_spend" / "national_media.xlsx")
    assert (sheet.rows, len(sheet.columns)) == (157, 23)
    header = rows(sheet)[0]
    spend = sum(row[header.index("Channel0_spend")] for row in rows(sheet)[1:])
    assert spend == pytest.approx(21_294_339.57, abs=0.005)


def made(folder: Path, table: list[list[Any]], name: str = "leads.xlsx") -> Path:
    book = openpyxl.Workbook()
    for row in table:
        book.worksheets[0].append(row)
    book.save(folder / name)
    return folder / name


def test_kinds_are_exact_cell_by_cell(tmp_path: Path) -> None:
    table: list[list[Any]] = [
        ["code", "montant", "date", "actif"],
        ["01000", "1.234", dt.datetime(2025, 3, 4, 5, 6), True],  # noqa: DTZ001
        [1000, 1.234, "04/03/2025", 1],
        ["1000", "12", 45720, "vrai"],
        [None, 0, None, False],
    ]
    found = grid(made(tmp_path, table))
    assert found == table
    assert [[type(cell) for cell in row] for row in found[1:]] == [
        [str, str, dt.datetime, bool],
        [float, float, str, float],
        [str, str, float, str],
        [type(None), float, type(None), bool],
    ]


def test_dates_outside_the_usual_are_named(tmp_path: Path) -> None:
    odd = [dt.datetime(1989, 12, 31), dt.datetime(2101, 1, 1)]  # noqa: DTZ001
    usual = [dt.datetime(1990, 1, 1), dt.datetime(2100, 12, 31, 23)]  # noqa: DTZ001
    path = made(tmp_path, [["n", "date"], *([1, day] for day in [*usual, *odd])])
    _, (issue,) = read_file(path)
    assert (issue.code, issue.column, issue.lines, issue.count) == ("odd_dates", "B", (4, 5), 2)
    assert issue.examples[0] == (dt.date(1989, 12, 31),) * 2
    assert "B" in language("en").text(issue.message)


def test_progress_rises_to_one(tmp_path: Path) -> None:
    seen: list[float] = []
    read_file(made(tmp_path, [["a"], [1]]), progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1
    assert len(seen) > 1


def large(folder: Path, count: int, after: str = "", rows_after: str = "") -> Path:
    """Some 220 bytes of XML a row: from 20,000 rows on a sheet is shared by workers."""
    row = (
        '<row r="{0}"><c r="B{0}" t="inlineStr"><is><t>prospect {0}</t></is></c><c r="C{0}"><v>{0}.5</v></c>'
        '<c r="D{0}" t="inlineStr"><is><t>canal {1}</t></is></c><c r="E{0}" t="inlineStr"><is><t>https://exemple.fr/'
        "une-page-assez-longue-pour-peser?numero={0}</t></is></c></row>"
    )
    body = "".join(row.format(number, number % 7) for number in range(3, count + 3))
    path = folder / "large.xlsx"
    path.write_bytes(package(body + rows_after, after=after))
    return path


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Four workers for any package of 1 kB or more; the list collects the parts that were asked for."""
    parts: list[int] = []
    ask = reader._Reading._ask

    def counting(self: reader._Reading, part: int, of: int, chance: int) -> Any:
        parts.append(of)
        return ask(self, part, of, chance)

    monkeypatch.setattr(reader, "_SHARED_FROM", 1_000)
    monkeypatch.setattr(reader, "_cores", lambda: 4)
    monkeypatch.setattr(reader._Reading, "_ask", counting)
    return parts


def test_workers_that_share_a_sheet_find_what_one_finds(
    tmp_path: Path, shared: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    error = '<row r="30010"><c r="A30010"><v>7</v></c><c r="C30010" t="e"><v>#N/A</v></c></row>'
    merged = '<mergeCells count="1"><mergeCell ref="B3:C4"/></mergeCells>'
    path = large(tmp_path, 30_000, after=merged, rows_after=error)
    (together,) = sheets(path)
    assert shared == [4, 4, 4, 4]
    monkeypatch.setattr(reader, "_cores", lambda: 1)
    (alone,) = sheets(path)
    assert shared[4:] == [1]
    for sheet in (together, alone):
        assert (sheet.first_line, sheet.first_column, sheet.rows, len(sheet.columns)) == (3, 1, 30_008, 5)
        assert sheet.merged == (MergedRange(2, 1, 3, 2),)
    for left, right in zip(together.columns, alone.columns, strict=True):
        assert left.texts == right.texts
        assert values(left) == values(right)
    assert rows(together)[0] == [None, "prospect 3", 3.5, "canal 3", alone.columns[4].texts[0]]
    assert rows(together)[-1] == [7.0, None, ("error", "#N/A"), None, None]


def test_a_sheet_that_cannot_be_cut_is_read_by_one_worker(tmp_path: Path, shared: list[int]) -> None:
    (sheet,) = sheets(large(tmp_path, 30_000, rows_after="<!-- the end -->"))
    assert sheet.rows == 30_000
    assert sorted(shared) == [1, 4, 4, 4, 4]


def test_rows_out_of_order_are_read_by_one_worker(tmp_path: Path, shared: list[int]) -> None:
    (sheet,) = sheets(large(tmp_path, 30_000, rows_after='<row r="1"><c r="B1"><v>1</v></c></row>'))
    assert (sheet.first_line, sheet.rows) == (1, 30_002)
    assert sorted(shared) == [1, 4, 4, 4, 4]


def test_the_row_limit_counts_all_parts_together(tmp_path: Path, shared: list[int]) -> None:
    path = large(tmp_path, 30_000)
    assert sheets(path)[0].rows == 30_000
    with pytest.raises(LeadDeskError, match=r"large\.xlsx.*29,999 rows"):
        read_file(path, limits=Limits(rows=29_999))
    with pytest.raises(LeadDeskError, match=r"large\.xlsx.*1,000 rows"):
        read_file(path, limits=Limits(rows=1000))
    assert set(shared) == {4}


@pytest.mark.parametrize("count", [0, reader.MAX_ROWS + 1])
def test_row_limits_have_limits(count: int) -> None:
    with pytest.raises(ValueError, match="rows"):
        Limits(rows=count)


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(LeadDeskError, match=r"nowhere\.xlsx.*not there"):
        read_file(tmp_path / "nowhere.xlsx")
    with pytest.raises(LeadDeskError, match="folder"):
        read_file(tmp_path)
    path = made(tmp_path, [["a"]])
    with pytest.raises(LeadDeskError, match="larger than 0 MB"):
        read_file(path, limits=Limits(file_size=100))


def test_a_false_column_from_a_worker_is_caught() -> None:
    header = {"numbers": False, "codes": True, "separators": ["\x00"]}
    with pytest.raises(ValueError, match="does not fit"):
        assembly.Column(header, [bytearray([1]), bytearray(), bytearray(b"\x05\x00\x00\x00"), bytearray(b"a")], 1)
    with pytest.raises(ValueError, match="does not fit"):
        assembly.Column({"numbers": False, "codes": False, "separators": []}, [bytearray([9]), *[bytearray()] * 2], 1)


def test_column_letters() -> None:
    assert [assembly.column_letters(number) for number in (1, 26, 27, 28, 16_384)] == ["A", "Z", "AA", "AB", "XFD"]


def test_other_threads_go_on_while_a_file_is_read(tmp_path: Path) -> None:
    path = large(tmp_path, 60_000)
    over = threading.Event()
    gaps: list[float] = []

    def tick() -> None:
        before = time.perf_counter()
        while not over.wait(0.001):
            now = time.perf_counter()
            gaps.append(now - before)
            before = now

    thread = threading.Thread(target=tick)
    thread.start()
    file, _ = read_file(path)
    over.set()
    thread.join()
    assert file.sheets[0].rows == 60_000
    # The slowest tick of all may be the machine's; the second slowest would be ours.
    assert sorted(gaps)[-2] < 0.05


def test_text_kind_only_where_there_is_text() -> None:
    (column,) = sheets(FRICTIONLESS / "leading-zeros.csv")[0].columns
    assert set(column.kinds) == {CellKind.TEXT}
    assert column.numbers is None


def test_a_spreadsheet_under_another_name(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes((CALAMINE / "date.xlsx").read_bytes())
    assert read_file(path)[0].format == "xlsx"
    tabbed = tmp_path / "export.xls"
    tabbed.write_bytes("nom\tville\r\nZoé\tLyon\r\n".encode("utf-16"))
    assert rows(read_file(tabbed)[0].sheets[0]) == [["nom", "ville"], ["Zoé", "Lyon"]]
    assert io.BytesIO(path.read_bytes()).read(2) == b"PK"


def test_workers_stop_where_one_finds_the_file_too_long(tmp_path: Path, shared: list[int]) -> None:
    path = large(tmp_path, 60_000)
    limits = Limits(rows=20_000, memory=1 << 28)
    with pytest.raises(TooManyRows, match=r"large\.xlsx.*20,000 rows"):
        read_file(path, limits=limits)
    assert shared == [4, 4, 4, 4], "nobody tries again"
