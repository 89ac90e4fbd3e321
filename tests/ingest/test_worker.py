"""The sandbox: what kills or stalls a worker becomes a message, and nothing remains."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import psutil  # type: ignore[import-untyped]
import pytest

from leaddesk.errors import Cancelled, LeadDeskError
from leaddesk.ingest import jobobject, reader, sandbox
from leaddesk.ingest.explanations import FINDINGS, REASONS, error_for, issue_for
from leaddesk.ingest.reader import Limits, read_file
from leaddesk.ingest.sandbox import WorkerProcess, command
from leaddesk.text import language
from tests.ingest.spreadsheets import DATA, package, rows, shared_strings, zipped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def nothing_remains() -> Iterator[None]:
    before = set(psutil.Process().children(recursive=True))
    yield
    assert set(psutil.Process().children(recursive=True)) <= before


def written(folder: Path, content: bytes, name: str = "hostile.xlsx") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def request_for(path: Path, **changed: Any) -> dict[str, Any]:
    asked = {
        "path": str(path),
        "extension": "",
        "rows": 1000,
        "columns": 100,
        "memory": 1 << 30,
        "cpu_seconds": 30,
        "entries": 100,
        "unpacked": 1 << 30,
        "ratio": 500,
        "chance": 0,
    }
    return {**asked, **changed}


def test_two_cells_at_opposite_corners_kill_the_first_reader_only(tmp_path: Path) -> None:
    corner = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    path = written(tmp_path, package(corner))
    with WorkerProcess(request_for(path), seconds=30, cancelled=None) as worker:
        assert [header["type"] for header, _ in worker.frames()][:1] == ["format"]
        assert worker.ending == "died"
    with pytest.raises(LeadDeskError, match=r"hostile\.xlsx.*200,000 rows"):
        read_file(path)


def test_a_false_count_of_texts_does_not_hinder_the_second_reader(tmp_path: Path) -> None:
    cell = '<row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2"><v>5</v></c><c r="D2" t="e"><v>#N/A</v></c></row>'
    path = written(tmp_path, package(cell, shared=shared_strings("nom", unique=4_294_967_295)))
    file, _ = read_file(path)
    (sheet,) = file.sheets
    assert (sheet.name, sheet.first_line, sheet.first_column) == ("Leads", 2, 2)
    assert rows(sheet) == [["nom", 5.0, ("error", "#N/A")]]


def test_a_long_text_used_often(tmp_path: Path) -> None:
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 5001))
    path = written(tmp_path, package(cells, shared=shared_strings("x" * 1_000_000)))
    (sheet,) = read_file(path)[0].sheets
    assert (sheet.rows, len(sheet.columns[0].texts)) == (5000, 1)


def test_a_stray_blank_in_the_last_row_is_no_reason_to_refuse(tmp_path: Path) -> None:
    stray = '<row r="1048576"><c r="B1048576" t="inlineStr"><is><t xml:space="preserve"> </t></is></c></row>'
    path = written(tmp_path, package('<row r="1"><c r="A1"><v>1</v></c></row>' + stray))
    assert rows(read_file(path)[0].sheets[0]) == [[1.0]]


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = written(tmp_path, zipped({"xl/workbook.xml": "", "xl/worksheets/sheet1.xml": bytes(200 << 20)}))
    with pytest.raises(LeadDeskError, match=r"hostile\.xlsx.*unpack"):
        read_file(path)


def test_repeated_cells_of_an_ods_are_refused() -> None:
    start = time.monotonic()
    with pytest.raises(LeadDeskError, match=r"issue_594_dos\.ods"):
        read_file(DATA / "odd_files" / "calamine" / "issue_594_dos.ods")
    assert time.monotonic() - start < 10


def ods(rows_xml: str) -> bytes:
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="A">{rows_xml}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def test_an_ods_that_is_mostly_repetition(tmp_path: Path) -> None:
    cell = (
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="boolean" '
        'office:boolean-value="true"/>'
    )
    path = written(
        tmp_path, ods(f'<table:table-row table:number-rows-repeated="150000">{cell}</table:table-row>'), "a.ods"
    )
    start = time.monotonic()
    with pytest.raises(LeadDeskError, match=r"a\.ods"):
        read_file(path)
    assert time.monotonic() - start < 30


def test_blank_rows_to_the_end_of_an_ods_are_nothing(tmp_path: Path) -> None:
    value = '<table:table-cell office:value-type="float" office:value="2"/>'
    merged = (
        '<table:table-cell table:number-columns-spanned="2" office:value-type="string"><text:p>a</text:p>'
        "</table:table-cell>"
    )
    blank = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    xml = f"<table:table-row>{merged}</table:table-row><table:table-row>{value}</table:table-row>{blank}"
    assert rows(read_file(written(tmp_path, ods(xml), "a.ods"))[0].sheets[0]) == [["a"], [2.0]]


def test_too_little_memory_is_said(tmp_path: Path) -> None:
    path = written(tmp_path, b"a;b\n" + b"\n".join(b"%0200d;1" % row for row in range(190_000)), "big.csv")
    with pytest.raises(LeadDeskError, match=r"big\.csv.*memory"):
        read_file(path, limits=Limits(memory=96 << 20))


def slow_file(folder: Path) -> Path:
    return written(folder, b"a;b\n" + b"\n".join(b"n%d;%d" % (row, row) for row in range(1_000_000)), "slow.csv")


def test_too_much_time_is_said(tmp_path: Path) -> None:
    with pytest.raises(LeadDeskError, match=r"slow\.csv.*too long"):
        read_file(slow_file(tmp_path), limits=Limits(rows=1_048_576, cpu_seconds=1, memory=4 << 30))


def test_a_small_file_that_takes_long_is_taken_for_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some mutants of xlsb send their reader round and round."""
    monkeypatch.setattr(reader, "_SMALL", 1 << 30)
    monkeypatch.setattr(reader, "_SMALL_SECONDS", 1)
    with pytest.raises(LeadDeskError, match=r"slow\.csv.*damaged"):
        read_file(slow_file(tmp_path), limits=Limits(rows=1_048_576, memory=4 << 30))


def test_cancelling_takes_less_than_half_a_second(tmp_path: Path) -> None:
    start = time.monotonic()
    asked: list[float] = []

    def cancelled() -> bool:
        asked.append(time.monotonic() - start)
        return asked[-1] > 0.2

    with pytest.raises(Cancelled):
        read_file(slow_file(tmp_path), cancelled=cancelled, limits=Limits(rows=1_048_576))
    assert time.monotonic() - start - next(moment for moment in asked if moment > 0.2) < 0.5


def test_a_worker_starts_without_heavy_packages() -> None:
    code = (
        f"import sys; sys.path[:0] = {sandbox.search_path()!r}\n"
        "import leaddesk.ingest.worker, leaddesk.ingest.readers.calamine, leaddesk.ingest.readers.delimited\n"
        "import json; print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, check=True, text=True)
    loaded = set(json.loads(done.stdout))
    heavy = {"numpy", "pandas", "pyarrow", "PySide6", "openpyxl", "socket", "babel", "dataclasses", "zipfile"}
    assert not loaded & heavy


def test_a_worker_may_neither_call_out_nor_write(tmp_path: Path) -> None:
    code = (
        f"import sys, os; sys.path[:0] = {sandbox.search_path()!r}\n"
        "import socket, subprocess\n"
        "from leaddesk.ingest.worker import _forbid\n"
        "_forbid()\n"
        "def tries():\n"
        "    yield lambda: socket.create_connection(('127.0.0.1', 9))\n"
        "    yield lambda: socket.getaddrinfo('localhost', 80)\n"
        "    yield lambda: subprocess.run(['true'])\n"
        "    yield lambda: os.system('true')\n"
        "    yield lambda: os.fork()\n"
        f"    yield lambda: open({str(tmp_path / 'x')!r}, 'w')\n"
        f"    yield lambda: os.open({str(tmp_path / 'x')!r}, os.O_CREAT | os.O_WRONLY)\n"
        f"    yield lambda: os.remove({str(tmp_path / 'y')!r})\n"
        "for attempt in tries():\n"
        "    try:\n"
        "        attempt()\n"
        "    except PermissionError:\n"
        "        print('refused')\n"
        f"open({str(tmp_path / 'y')!r}).close(); print('reads')\n"
    )
    (tmp_path / "y").touch()
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.split() == ["refused"] * 8 + ["reads"]


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command() == [sys.executable, "--read-file-worker"]


def test_the_parts_of_windows_that_can_be_looked_at_here() -> None:
    wanted = jobobject.limits(1 << 30, 30)
    basic = wanted.BasicLimitInformation
    assert (wanted.ProcessMemoryLimit, basic.PerProcessUserTimeLimit) == (1 << 30, 300_000_000)
    assert basic.LimitFlags == 0x2 | 0x8 | 0x100 | 0x400 | 0x2000


def test_every_reason_and_finding_has_its_words() -> None:
    facts = {"limit": 5, "megabytes": 5, "encoding": "x", "lines": [3], "width": 4, "count": 1}
    english = language("en")
    for code in REASONS:
        error = error_for(code, "leads.xlsx", facts)
        assert error.hint is not None
        assert "leads.xlsx" in english.text(error.message) + english.text(error.hint)
    for code in FINDINGS:
        assert english.text(issue_for(code, "leads.xlsx", facts).message)
