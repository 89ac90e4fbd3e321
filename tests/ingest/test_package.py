"""The inside of an xlsx: cutting a sheet between rows, error cells."""

from __future__ import annotations

import io
import re

import pytest

from leaddesk.ingest import rowcount
from leaddesk.ingest.package import Package, column_number, cut_piece
from leaddesk.ingest.refusal import Refusal
from leaddesk.ingest.sniff import check_package
from tests.ingest.spreadsheets import package

HEAD = '<worksheet xmlns="x"><dimension ref="A1"/><sheetData>'
TAIL = '</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells></worksheet>'


def xml(
    rows: int, head: str = HEAD, tail: str = TAIL, row: str = '<row r="{0}"><c r="A{0}"><v>{0}</v></c></row>'
) -> bytes:
    return (head + "".join(row.format(number) for number in range(1, rows + 1)) + tail).encode()


@pytest.mark.parametrize("parts", [2, 3, 4])
@pytest.mark.parametrize("rows", [60, 20_000])
def test_parts_hold_every_row_once(rows: int, parts: int) -> None:
    whole = xml(rows)
    found = []
    for part in range(parts):
        piece = b"".join(cut_piece(io.BytesIO(whole), len(whole), part, parts).buffers())
        assert piece.startswith(HEAD.encode())
        assert piece.endswith(b"</worksheet>")
        assert (b"mergeCell" in piece) == (part == parts - 1)
        numbers = [int(number) for number in re.findall(rb'<row r="(\d+)"', piece)]
        assert numbers, "an even share of the rows"
        found += numbers
    assert found == list(range(1, rows + 1))


def test_a_part_is_smaller_than_the_one_before() -> None:
    """Its worker unpacks what the others read as well: all should end at one time."""
    whole = xml(20_000)
    sizes = [
        len(piece.body[piece.first : piece.stop])
        for piece in (cut_piece(io.BytesIO(whole), len(whole), part, 3) for part in range(3))
    ]
    assert sizes[0] > 1.1 * sizes[1] > 1.2 * sizes[2]


@pytest.mark.parametrize(
    "whole",
    [
        xml(5000, row="<row><c><v>{0}</v></c></row>"),
        xml(5000, row='<!-- {0} --><row r="{0}"><c r="A{0}"><v>1</v></c></row>'),
        xml(5000, row='<row r="{0}"><c r="A{0}" t="inlineStr"><is><t><![CDATA[<row ]]></t></is></c></row>'),
        xml(5000, head='<x:worksheet xmlns:x="x"><x:sheetData>', tail="</x:sheetData></x:worksheet>"),
        xml(5000, head="<worksheet>", tail="</worksheet>"),
    ],
)
def test_what_cannot_be_cut_safely_is_not(whole: bytes) -> None:
    with pytest.raises(Refusal, match="uncut"):
        cut_piece(io.BytesIO(whole), len(whole), 1, 2)


def test_error_cells_are_found() -> None:
    content = package(
        '<row r="2"><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="AA2" s="3" t="e"><v>#N/A</v></c></row>'
        '<row r="7"><c r="A7" t="str"><v>#REF!</v></c><c t="e" r="C7"><v>#REF!</v></c><c r="D7" t="e"/></row>'
    )
    stream = io.BytesIO(content)
    found = Package(stream, check_package(stream, 100, 1 << 20, 500), 0, 1)
    assert found.errors(0) == {1: {1: "#DIV/0!", 26: "#N/A"}, 6: {2: "#REF!", 3: "#N/A"}}
    assert found.errors(1) == {}


def test_a_broken_package_is_damaged() -> None:
    content = package('<row r="1"/>')
    with pytest.raises(Refusal, match="damaged"):
        Package(io.BytesIO(content[:200]), {}, 0, 1)


def test_column_numbers() -> None:
    assert [column_number(letters) for letters in ("A", "Z", "AA", "XFD")] == [0, 25, 26, 16_383]


def sheet_package(rows: str) -> tuple[io.BytesIO, dict[str, int]]:
    stream = io.BytesIO(package(rows))
    return stream, check_package(stream, 100, 1 << 30, 500)


@pytest.mark.parametrize("parts", [1, 2, 3])
def test_how_many_rows_there_are_is_known_before_they_are_read(parts: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leaddesk.ingest.package.CUT_FROM", 10_000)
    monkeypatch.setattr("leaddesk.ingest.package._LONG", 10_000)
    filled = "".join(f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>a</t></is></c></row>' for n in range(5, 25_005))
    formatted = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in (1, *range(25_005, 40_000)))
    before, after = formatted.split("</row>", 1)
    stream, sizes = sheet_package(f"{before}</row>{filled}{after}")
    counted = [Package(stream, sizes, part, parts).rows() for part in range(parts)]
    assert counted == [0] * (parts - 1) + [25_000]


def test_rows_that_do_not_say_their_number_are_not_counted() -> None:
    unsaid = b"<sheetData>" + b"<row><c><v>1</v></c></row>" * 50_000
    assert rowcount.rows_of(io.BytesIO(unsaid)) == 0
    assert rowcount.rows_of(io.BytesIO(b"<sheetData></sheetData>")) == 0
    assert rowcount.rows_of(io.BytesIO(b'<row r="7"><c r="A7"><v>1</v></c></row>')) == 1
