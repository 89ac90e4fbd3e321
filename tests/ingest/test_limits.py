"""What a worker may do and send, the caps and how they are lifted, and what its parent makes of nonsense from it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.errors import LeadDeskError
from leaddesk.ingest import machine, reader, sandbox
from leaddesk.ingest.cells import SheetCells
from leaddesk.ingest.frames import FrameWriter
from leaddesk.ingest.reader import MAX_ROWS, Limits, TooManyRows, read_file
from leaddesk.ingest.refusal import Refusal
from leaddesk.ingest.sniff import check_package, read_member
from tests.ingest.spreadsheets import DATA, package, rows, zipped

if TYPE_CHECKING:
    from pathlib import Path

CALAMINE = DATA / "odd_files" / "calamine"


# -- the caps ---------------------------------------------------------------------------------------------------------


def test_a_cap_says_how_it_is_lifted(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_bytes(b"a;b\n" + b"1;2\n" * 200_001)
    with pytest.raises(TooManyRows, match=r"long\.csv.*200,000 rows") as caught:
        read_file(path)
    assert caught.value.hint is not None
    assert caught.value.lifted.rows == MAX_ROWS
    assert read_file(path, limits=caught.value.lifted)[0].sheets[0].rows == 200_002


def test_where_the_cap_is_that_of_excel_nothing_is_offered(tmp_path: Path) -> None:
    path = tmp_path / "endless.csv"
    path.write_bytes(b"a;b\n" + b"1;2\n" * MAX_ROWS)
    with pytest.raises(LeadDeskError, match=r"endless\.csv.*1,048,576 rows") as caught:
        read_file(path, limits=Limits().lifted())
    assert not isinstance(caught.value, TooManyRows)


@pytest.mark.parametrize(
    ("installed", "memory"), [(16 << 30, 4 << 30), (6 << 30, 3 << 30), (1 << 30, 1 << 30), (0, 1 << 30)]
)
def test_lifted_limits_ask_for_no_more_memory_than_there_is(
    installed: int, memory: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "installed_memory", lambda: installed)
    assert Limits().lifted() == Limits(rows=MAX_ROWS, memory=memory, cpu_seconds=150)


def test_this_machine_has_memory() -> None:
    assert machine.installed_memory() > 1 << 28


# -- what a worker may do ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "chance"),
    [("date.xlsx", 0), ("date.xlsx", 1), ("date.xls", 0), ("date.xlsb", 0), ("date.ods", 0), ("merged_cells.ods", 0)],
)
def test_a_worker_reads_without_qt_pandas_numpy_or_lxml(name: str, chance: int) -> None:
    """In the end, not only at the start: libraries would take them where they are installed."""
    code = (
        f"import sys; sys.path[:0] = {sandbox.search_path()!r}\n"
        "import os\n"
        "from leaddesk.ingest.worker import worker_main\n"
        "leave = os._exit\n"
        "def ending(code):\n"
        "    heavy = ('PySide6', 'shiboken6', 'pandas', 'numpy', 'lxml')\n"
        "    print([name for name in heavy if sys.modules.get(name)], file=sys.stderr, flush=True)\n"
        "    leave(code)\n"
        "os._exit = ending\n"
        "worker_main([])\n"
    )
    limits = {
        key: getattr(Limits(), key)
        for key in ("rows", "columns", "memory", "cpu_seconds", "entries", "unpacked", "ratio")
    }
    request = json.dumps({"path": str(CALAMINE / name), "extension": "", "chance": chance, **limits})
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], input=request.encode() + b"\n", capture_output=True, check=True
    )
    assert b'"done"' in done.stdout
    assert done.stderr.split(b"\n")[-2] == b"[]"


def test_a_worker_changes_nothing_and_ends_nobody(tmp_path: Path) -> None:
    (tmp_path / "y").touch()
    code = (
        f"import sys; sys.path[:0] = {sandbox.search_path()!r}\n"
        "import os, resource, shutil, sqlite3\n"
        "from leaddesk.ingest import worker\n"
        "worker._forbid()\n"
        "def tries():\n"
        f"    yield lambda: os.chmod({str(tmp_path / 'y')!r}, 0)\n"
        f"    yield lambda: os.utime({str(tmp_path / 'y')!r})\n"
        f"    yield lambda: shutil.rmtree({str(tmp_path)!r})\n"
        f"    yield lambda: sqlite3.connect({str(tmp_path / 'z')!r})\n"
        "    yield lambda: os.kill(os.getppid(), 0)\n"
        "    yield lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0))\n"
        "for attempt in tries():\n"
        "    try:\n"
        "        attempt()\n"
        "    except PermissionError:\n"
        "        print('refused')\n"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.split() == ["refused"] * 6
    assert [path.name for path in tmp_path.iterdir()] == ["y"]


@pytest.mark.skipif(not hasattr(os, "nice"), reason="Windows gives a process its priority at its start")
def test_the_window_goes_before_a_worker() -> None:
    code = f"import sys; sys.path[:0] = {sandbox.search_path()!r}\n"
    code += "import os\nfrom leaddesk.ingest import worker\nworker.step_back()\nprint(os.nice(0))"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, check=True, text=True)
    assert int(done.stdout) > os.nice(0)


# -- what a worker may send -------------------------------------------------------------------------------------------


def test_there_is_an_end_to_what_a_worker_sends() -> None:
    """Sheets that are each acceptable, without end: their reader has limits, whoever collects them has none."""
    cells = SheetCells(1000, 100)
    cells.add([["text"] * 900, [1.5] * 900], 900)
    out = FrameWriter(io.BytesIO(), room=130_000)
    out.sheet("one", cells)
    out.sheet("two", cells)
    assert out.sheets == 2
    out.sheet("three", cells)
    with pytest.raises(Refusal, match="too_many_cells"):
        out.sheet("four", cells)


@pytest.mark.parametrize(
    "frames",
    [
        b"\x04\x00\x00\x00nope",
        b"\x02\x00\x00\x00[]",
        b'\x0d\x00\x00\x00{"type": "x"}',
        b'\x1f\x00\x00\x00{"type": "sheet", "sizes": [-5]}',
        b'\x1d\x00\x00\x00{"type": "column", "sizes":[]}',
    ],
)
def test_nonsense_from_a_worker_is_its_death(frames: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "leads.csv"
    path.write_bytes(b"a;b\n1;2\n")
    code = f"import sys; sys.stdout.buffer.write({frames!r})"
    monkeypatch.setattr(sandbox, "command", lambda: [sys.executable, "-I", "-S", "-c", code])
    with pytest.raises(LeadDeskError, match=r"leads\.csv.*could not be read"):
        read_file(path)


# -- packages that lie ------------------------------------------------------------------------------------------------


def test_a_member_that_holds_more_than_it_claims_is_found_out_at_once() -> None:
    content = bytearray(zipped({"a.xml": bytes(300 << 20)}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.index(mark) + place
        content[at : at + 4] = (1000).to_bytes(4, "little")
    start = time.perf_counter()
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive, pytest.raises(Refusal, match="damaged"):
        read_member(archive, "a.xml")
    assert time.perf_counter() - start < 0.5


def test_members_that_share_their_bytes_are_a_bomb() -> None:
    content = zipped({"a.xml": b"".join(b"%d" % n for n in range(50_000)), "b.xml": b""})
    directory = content.index(b"PK\x01\x02")
    entry = content[directory : content.index(b"PK\x01\x02", directory + 4)]
    again = content[:directory] + entry * 2 + content[directory + len(entry) :]
    end = bytearray(again[-22:])
    size = int.from_bytes(end[12:16], "little") + len(entry)
    end[8:16] = (3).to_bytes(2, "little") * 2 + size.to_bytes(4, "little")
    stream = io.BytesIO(again[:-22] + bytes(end))
    assert len(zipfile.ZipFile(stream).infolist()) == 3
    with pytest.raises(Refusal, match="bomb"):
        check_package(stream, 100, 1 << 30, 500)


def test_a_missing_sheet_is_not_passed_over(tmp_path: Path) -> None:
    whole = package('<row r="1"><c r="A1"><v>1</v></c></row>')
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    path = tmp_path / "missing.xlsx"
    path.write_bytes(zipped({name: part for name, part in parts.items() if "sheet1" not in name}))
    with pytest.raises(LeadDeskError, match=r"missing\.xlsx.*damaged"):
        read_file(path)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'<sheet name="Leads" sheetId="1" r:id="rId1"/>', b"")
    path.write_bytes(zipped(parts))
    with pytest.raises(LeadDeskError, match=r"missing\.xlsx.*no sheet"):
        read_file(path)


def test_a_sheet_in_utf_16_is_not_empty(tmp_path: Path) -> None:
    """The format allows it; calamine finds nothing in it and says nothing."""
    with zipfile.ZipFile(io.BytesIO(package('<row r="1"><c r="A1"><v>7</v></c></row>'))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    parts["xl/worksheets/sheet1.xml"] = ('<?xml version="1.0" encoding="UTF-16"?>' + sheet).encode("utf-16")
    path = tmp_path / "wide.xlsx"
    path.write_bytes(zipped(parts))
    assert rows(read_file(path)[0].sheets[0]) == [[7.0]]


def test_sheets_of_one_name_are_told_apart(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(package('<row r="1"><c r="A1"><v>7</v></c></row>'))) as archive:
        parts: dict[str, Any] = {name: archive.read(name) for name in archive.namelist()}
    sheet = b'<sheet name="Leads" sheetId="1" r:id="rId1"/>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(sheet, sheet * 2)
    path = tmp_path / "twice.xlsx"
    path.write_bytes(zipped(parts))
    assert [one.name for one in read_file(path)[0].sheets] == ["Leads", "Leads (2)"]
