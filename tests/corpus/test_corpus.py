"""The committed corpus is what the generator writes, and its truth is what its files hold."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter
from datetime import date, datetime, time
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from runpy import run_module
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from leaddesk.model.tables import BY_ID
from tests.corpus import plan
from tests.corpus.make import make
from tests.corpus.score import Column, Issue, Reading, Row, Table, folded, score

FOLDER = Path(__file__).resolve().parent.parent / "data" / "corpus"
SEEDS = range(1, 151)
KEPT = 9999
SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
Grid = dict[tuple[int, int], Any]


@cache
def _truth(seed: int) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads((FOLDER / f"c{seed:03d}.truth.json").read_text(encoding="utf-8"))
    return truth


# -- frozen ----------------------------------------------------------------------------------------------------------


def test_the_folder_holds_these_seeds_and_no_other() -> None:
    names = {path.name for path in FOLDER.iterdir()} - {"SOURCE.md"}
    assert names == {name for seed in SEEDS for name in (_truth(seed)["file"], f"c{seed:03d}.truth.json")}
    assert KEPT not in SEEDS


@pytest.mark.parametrize("seed", SEEDS)
def test_a_seed_gives_the_committed_file(seed: int) -> None:
    made = make(seed)
    assert made.truth_data == (FOLDER / f"c{seed:03d}.truth.json").read_bytes()
    committed = (FOLDER / made.name).read_bytes()
    if zipfile.is_zipfile(io.BytesIO(committed)):
        # How well a file is squeezed depends on the machine's zlib: what is in it does not.
        assert _parts(made.data) == _parts(committed)
    else:
        assert made.data == committed


def _parts(data: bytes) -> list[tuple[str, tuple[int, ...], bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(info.filename, info.date_time, archive.read(info)) for info in archive.infolist()]


def test_sizes() -> None:
    sizes = [path.stat().st_size for path in FOLDER.iterdir()]
    assert max(sizes) <= 40_000
    assert sum(sizes) <= 2_500_000


def test_balance() -> None:
    formats = Counter(plan.case(seed).format for seed in SEEDS)
    tables = Counter(table for seed in SEEDS for table in plan.case(seed).tables)
    assert 0.40 <= formats["xlsx"] / len(SEEDS) <= 0.50
    assert 0.30 <= formats["text"] / len(SEEDS) <= 0.42
    assert min(formats[name] for name in ("ods", "xls", "html", "xml2003")) >= 4
    assert set(tables) == set(BY_ID)
    assert min(tables.values()) >= 2
    assert sum(len(plan.case(seed).damages) >= 3 for seed in SEEDS) >= 40
    alone = {plan.case(seed).damages[0] for seed in SEEDS if len(plan.case(seed).damages) == 1}
    assert {damage.name for damage in plan.DAMAGES} <= alone


# -- the truth is in the files -----------------------------------------------------------------------------------------


class _Cells(HTMLParser):
    """The grid of an HTML table, spans minded."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.grid: Grid = {}
        self.taken: set[tuple[int, int]] = set()
        self.line, self.column, self.inside = 0, 0, False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.line, self.column = self.line + 1, 0
        elif tag == "td":
            self.column += 1
            while (self.line, self.column) in self.taken:
                self.column += 1
            spans = dict(attrs)
            tall, wide = int(spans.get("rowspan") or 1), int(spans.get("colspan") or 1)
            self.taken |= {(self.line + y, self.column + x) for y in range(tall) for x in range(wide)}
            self.inside = True
        elif tag == "br":
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "td"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.grid[self.line, self.column] = self.grid.get((self.line, self.column), "") + data


def _xml2003(data: bytes) -> dict[str, Grid]:
    sheets: dict[str, Grid] = {}
    for sheet in ET.fromstring(data).iter(f"{SS}Worksheet"):
        grid = sheets.setdefault(sheet.attrib[f"{SS}Name"], {})
        line = 0
        for row in sheet.iter(f"{SS}Row"):
            line = int(row.get(f"{SS}Index", line + 1))
            column = 0
            for cell in row.iter(f"{SS}Cell"):
                column = int(cell.get(f"{SS}Index", column + 1))
                content = cell.find(f"{SS}Data")
                assert content is not None
                value, kind = content.text or "", content.get(f"{SS}Type")
                number = float(value) if kind == "Number" else value
                grid[line, column] = datetime.fromisoformat(value) if kind == "DateTime" else number
                if kind == "Boolean":
                    grid[line, column] = value == "1"
                column += int(cell.get(f"{SS}MergeAcross", 0))
    return sheets


def _grids(truth: dict[str, Any]) -> dict[str, Grid]:
    """What is in a file, by sheet ("" where the format has none), read by other hands than those that wrote it."""
    data = (FOLDER / truth["file"]).read_bytes()
    if truth["format"] == "text":
        encoding = truth["encoding"].replace("-le", "").replace("-be", "")
        rows = list(csv.reader(io.StringIO(data.decode(encoding), newline=""), delimiter=truth["delimiter"]))
        return {"": {(y, x): cell for y, row in enumerate(rows, 1) for x, cell in enumerate(row, 1)}}
    if truth["format"] == "html":
        return {"": _Cells(data.decode()).grid}
    if truth["format"] == "xml2003":
        return _xml2003(data)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {
        name: {
            (y, x): cell
            for y, row in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False), 1)
            for x, cell in enumerate(row, 1)
        }
        for name in book.sheet_names
    }


def _shown(value: Any) -> str:
    """A cell as the truth writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return repr(int(value)) if float(value).is_integer() else repr(float(value))
    return str(value)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_truth_tells_what_the_file_holds(seed: int) -> None:
    truth = _truth(seed)
    grids = _grids(truth)
    for table in truth["tables"]:
        grid = grids[table["sheet"]]
        for column in table["columns"]:
            if column["position"] is not None:
                words = [_shown(grid.get((line, column["position"]))) for line in table["header_lines"]]
                assert column["header"] in (" ".join(words).strip(), words[-1])
                for row in table["rows"]:
                    raw = row.get("raw", {}).get(column["key"], row["cells"][column["key"]])
                    got = _shown(grid.get((row["line"], column["position"])))
                    assert got in _ways(raw)
            elif table["shape"] == "wide" and column["kind"] == "money":
                values = {line: {_shown(v) for (y, _), v in grid.items() if y == line} for line in _lines(table)}
                for row in table["rows"]:
                    raw = row.get("raw", {}).get(column["key"], row["cells"][column["key"]])
                    assert _shown(raw) in values[row["line"]] | {""}
    _all_lines_are_told(truth, grids)


def _ways(raw: Any) -> set[str]:
    """How a cell may come back: True and 1 are one number in the truth, and calamine gives some errors as nothing."""
    ways = {_shown(raw)}
    if isinstance(raw, bool):
        ways.add(str(int(raw)))
    if isinstance(raw, str) and raw.startswith("#"):
        ways.add("")
    return ways


def _lines(table: dict[str, Any]) -> set[int]:
    return {row["line"] for row in table["rows"]}


def _all_lines_are_told(truth: dict[str, Any], grids: dict[str, Grid]) -> None:
    """Each line with anything in it is data or has a reason not to be."""
    told = {(entry["sheet"], entry["line"]) for entry in truth["not_data"]}
    told |= {(table["sheet"], line) for table in truth["tables"] for line in _lines(table)}
    ignored = {entry["sheet"] for entry in truth["ignored_sheets"]}
    held = {(name, y) for name, grid in grids.items() for (y, _), value in grid.items() if _shown(value)}
    assert {place for place in held if place[0] not in ignored} <= told
    data = {(table["sheet"], line) for table in truth["tables"] for line in _lines(table)}
    assert not data & {(e["sheet"], e["line"]) for e in truth["not_data"] if "position" not in e}


def test_workbooks_open_elsewhere() -> None:
    """A second reader finds no fault with the xlsx files, and formulas have their results."""
    seen = 0
    for seed in SEEDS:
        truth = _truth(seed)
        if truth["format"] == "xlsx":
            data = (FOLDER / truth["file"]).read_bytes()
            typed = load_workbook(io.BytesIO(data))
            results = load_workbook(io.BytesIO(data), data_only=True)
            for sheet in typed:
                for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
                    assert results[sheet.title][cell.coordinate].value is not None
                    seen += 1
    assert seen > 30


@pytest.mark.parametrize("seed", [151, 4000])
def test_any_seed_makes_a_file(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["corpus", "--seed", str(seed), "--out", str(tmp_path)])
    run_module("tests.corpus", run_name="__main__")
    truth = json.loads((tmp_path / f"c{seed}.truth.json").read_text(encoding="utf-8"))
    assert {path.name for path in tmp_path.iterdir()} == {truth["file"], f"c{seed}.truth.json"}
    assert (tmp_path / truth["file"]).read_bytes() == make(seed).data


# -- the truth is true -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_columns_are_of_the_schema(seed: int) -> None:
    for table in _truth(seed)["tables"]:
        for column in table["columns"]:
            if column["id"] != "extra":
                assert column["kind"] == BY_ID[table["table"]].column(column["id"]).kind
        keys = [column["key"] for column in table["columns"]]
        assert len(set(keys)) == len(keys)
        assert all(list(row["cells"]) == keys for row in table["rows"])


@pytest.mark.parametrize("seed", SEEDS)
def test_date_orders_can_be_told_by_a_careful_reader(seed: int) -> None:
    """A decided order of numbers has a day above 12 (or its case says what decides), an undecidable one has none."""
    damages = set(plan.case(seed).damages)
    days: dict[tuple[str, str], list[date]] = {}
    orders: dict[tuple[str, str], str] = {}
    for table in _truth(seed)["tables"]:
        for column in table["columns"]:
            if column.get("order"):
                at = table["table"], column["key"]
                orders[at] = column["order"]
                days.setdefault(at, [])
                for row in table["rows"]:
                    raw = row.get("raw", {}).get(column["key"])
                    if raw and row["cells"][column["key"]] and not any(letter.isalpha() for letter in raw[:10]):
                        days[at].append(date.fromisoformat(row["cells"][column["key"]][:10]))
    for at, found in days.items():
        if orders[at] == "undecidable":
            swapped = [date(day.year, day.day, day.month) for day in found]
            assert len(found) > 8
            assert found != sorted(found)
            assert swapped != sorted(swapped)
        elif "date_monotone" in damages:
            assert found == sorted(found)
            assert [date(d.year, d.day, d.month) for d in found] != sorted(date(d.year, d.day, d.month) for d in found)
        elif "date_related" in damages:
            assert max(day.day for day in found) <= 12
        elif found and orders[at] != "ymd":
            assert max(day.day for day in found) > 12, at


def test_relation_decides_where_it_should() -> None:
    seed = next(seed for seed in SEEDS if "date_related" in plan.case(seed).damages)
    for row in _truth(seed)["tables"][0]["rows"]:
        created, won = (date.fromisoformat(row["cells"][name]) for name in ("created", "won"))
        assert created <= won
        assert date(2025, created.day, created.month) > date(2025, won.day, won.month)


def _told(truth: dict[str, Any]) -> Reading:
    """The truth as a reader would hand it over that knows everything and tells of every change."""
    tables, issues = [], []
    for table in truth["tables"]:
        columns = {c["key"]: Column(c["header"], c["position"]) for c in table["columns"]}
        rows = [Row(table["sheet"], r["line"], dict(r["cells"])) for r in table["rows"]]
        if "sheet_value" in table:
            rows = [Row(row.sheet, row.line, {**row.cells, "city": table["sheet_value"]}) for row in rows]
        tables.append(Table(table["table"], columns, rows))
        issues += [Issue(table["sheet"], None, key) for key in columns]
    orders = {
        (table["table"], column["key"]): column["order"]
        for table in truth["tables"]
        for column in table["columns"]
        if column.get("order")
    }
    asked = frozenset(at for at, order in orders.items() if order == "undecidable")
    return Reading(tables, issues, asked, {at: order for at, order in orders.items() if at not in asked})


@pytest.mark.parametrize("seed", SEEDS)
def test_the_truth_scores_full_marks(seed: int) -> None:
    result = score(_truth(seed), _told(_truth(seed)))
    assert result.cells > 20
    assert not result.wrong + result.lost + result.surplus + result.silent + result.misjudged


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_is_meant(seed: int) -> None:
    """Addresses and telephones are of those that nobody has."""
    fiction = ("019900", "026191", "035301", "046571", "053649", "063998", "07700900")
    for table in _truth(seed)["tables"]:
        for column in table["columns"]:
            values = [row["cells"][column["key"]] for row in table["rows"] if row["cells"][column["key"]]]
            if column["kind"] == "email":
                assert all(
                    value.partition("@")[2].endswith(("example.org", "example.fr", "example.com", ".test"))
                    for value in values
                )
            if column["kind"] == "phone":
                assert all(value.startswith(fiction) for value in values)


def test_headers_say_different_things() -> None:
    """No header of a table stands for two columns, unless that is the damage."""
    for seed in SEEDS:
        for table in _truth(seed)["tables"]:
            heads = [folded(column["header"]) for column in table["columns"] if column["header"]]
            assert (
                len(set(heads)) == len(heads)
                or "duplicate_headers" in plan.case(seed).damages
                or table["shape"] == "wide"
            )
