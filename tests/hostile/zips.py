"""Hostile zips: bombs, lies about sizes, names that lead elsewhere, broken and encrypted packages."""

from __future__ import annotations

import hashlib
import struct
import zlib
from typing import Final

from tests.hostile.case import DATA, Cases
from tests.hostile.parts import (
    Member,
    deflated,
    members,
    ods,
    ods_cell,
    ods_row,
    raw_zip,
    sheet_xml,
    xlsx_parts,
    zipped,
)

CASES: Final = Cases()
_SHEET: Final = "xl/worksheets/sheet1.xml"


def _without(name: str) -> list[Member]:
    return [member for member in members(xlsx_parts()) if member.name != name]


def _open(content: bytes) -> bytes:
    """Content deflated so that more may follow it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush(zlib.Z_FULL_FLUSH)


def _zeros(megabytes: int) -> bytes:
    """So many megabytes of zeros, deflated, without ever holding them: one block that stands for itself, repeated."""
    return _open(bytes(1 << 20)) * megabytes + b"\x03\x00"


# -- bombs ------------------------------------------------------------------------------------------------------------


@CASES.add("one huge member.xlsx", "bomb")
def one_huge_member() -> bytes:
    return raw_zip([*_without(_SHEET), Member(_SHEET, packed=_zeros(200), claimed_size=200 << 20)])


@CASES.add("huge in all.xlsx", "bomb")
def huge_in_all() -> bytes:
    """No member is above the ratio, all together are."""
    packed = deflated(bytes(30 << 20))
    more = [Member(f"xl/media/{n}.bin", packed=packed, claimed_size=30 << 20) for n in range(90)]
    return raw_zip([*members(xlsx_parts()), *more])


@CASES.add("many members.xlsx", "bomb")
def many_members() -> bytes:
    return raw_zip([*members(xlsx_parts()), *(Member(f"xl/media/{n}", method=0) for n in range(12_000))])


@CASES.add("one member many times.xlsx", "bomb")
def overlapping() -> bytes:
    """Every entry of the directory points to the same data, so that a small file unpacks to a large one."""
    first = Member(_SHEET, packed=_zeros(25), claimed_size=25 << 20)
    again = [Member(_SHEET, packed=first.packed, claimed_size=25 << 20, at=5 - 1) for _ in range(70)]
    return raw_zip([*_without(_SHEET), first, *again])


@CASES.add("claims less than it holds.xlsx", "damaged")
def claims_less() -> bytes:
    return raw_zip([*_without(_SHEET), Member(_SHEET, packed=_zeros(1500), claimed_size=900)])


@CASES.add("claims less than it holds.ods", "damaged")
def ods_claims_less() -> bytes:
    kind = Member("mimetype", b"application/vnd.oasis.opendocument.spreadsheet", method=0)
    return raw_zip([kind, Member("content.xml", packed=_zeros(1500), claimed_size=900)])


@CASES.add("shared texts claim less.xlsx")
def shared_claims_less() -> bytes:
    shared = "xl/sharedStrings.xml"
    parts = members(xlsx_parts(shared="<sst/>"))
    return raw_zip([m if m.name != shared else Member(shared, packed=_zeros(1500), claimed_size=900) for m in parts])


@CASES.add("claims more than it holds.xlsx", "bomb")
def claims_more() -> bytes:
    return raw_zip([*_without(_SHEET), Member(_SHEET, sheet_xml().encode(), claimed_size=0xFFFFFFF0)])


@CASES.add("just under the ratio.xlsx", heavy=True)
def under_the_ratio() -> bytes:
    """Nearly a gigabyte of blanks and letters before the first row, packed a little less well than what is refused."""
    block = _open(b" " * (1 << 20) + hashlib.shake_256(b"").hexdigest(1400).encode())
    head, tail = sheet_xml("@").encode().split(b"@")
    packed = _open(head) + block * 900 + deflated(tail)
    return raw_zip([*_without(_SHEET), Member(_SHEET, packed=packed, claimed_size=901 << 20)])


@CASES.add("zip in a zip in a zip.xlsx", "archive")
def nested() -> bytes:
    inner = zipped({"zeros.bin": bytes(10 << 20)})
    for _ in range(5):
        inner = zipped(dict.fromkeys(map(str, range(10)), inner))
    return inner


@CASES.add("workbook in its own folder.xlsx", DATA)
def nested_within() -> bytes:
    return zipped({**xlsx_parts(), "xl/embeddings/oleObject1.bin": zipped(xlsx_parts())})


# -- names, links, duplicates -----------------------------------------------------------------------------------------


@CASES.add("names that lead elsewhere.xlsx", DATA)
def traversal() -> bytes:
    names = ("../../../../tmp/leaddesk-was-here", "/tmp/leaddesk-was-here", "C:\\leaddesk-was-here", "xl/../../x")
    return zipped({**xlsx_parts(), **dict.fromkeys(names, "owned")})


@CASES.add("sheet is a symlink.xlsx")
def symlink() -> bytes:
    link = Member(_SHEET, b"/etc/passwd", method=0, attributes=(0o120777 << 16))
    return raw_zip([*_without(_SHEET), link])


@CASES.add("sheet twice.xlsx")
def duplicate_sheet() -> bytes:
    return raw_zip([*members(xlsx_parts()), Member(_SHEET, sheet_xml("<row/>").encode())])


@CASES.add("workbook twice.xlsx")
def duplicate_workbook() -> bytes:
    return raw_zip([Member("xl/workbook.xml", b"<workbook/>"), *members(xlsx_parts())])


@CASES.add("content twice.ods")
def duplicate_content() -> bytes:
    kind = Member("mimetype", b"application/vnd.oasis.opendocument.spreadsheet", method=0)
    good = ods(ods_row(ods_cell("a")))
    return raw_zip([kind, Member("content.xml", good), Member("content.xml", b"<a/>"), kind])


@CASES.add("backslashes.xlsx")
def backslashes() -> bytes:
    return raw_zip([Member(m.name.replace("/", "\\"), m.content) for m in members(xlsx_parts())])


@CASES.add("capital names.xlsx")
def capitals() -> bytes:
    return raw_zip([Member(m.name.upper(), m.content) for m in members(xlsx_parts())])


@CASES.add("names with NUL and bad bytes.xlsx")
def bad_names() -> bytes:
    bad = [Member("xl/worksheets/sheet1.xml\x00.png"), Member("\udcff\udcfe", flags=0x800), Member("")]
    return raw_zip([*members(xlsx_parts()), *bad])


@CASES.add("name of 60,000 letters.xlsx", DATA)
def long_name() -> bytes:
    return raw_zip([*members(xlsx_parts()), Member("x" * 60_000, b"x")])


# -- encrypted, strange and broken ------------------------------------------------------------------------------------


@CASES.add("encrypted members.xlsx", "locked")
def encrypted() -> bytes:
    return raw_zip([Member(m.name, m.content, flags=1) for m in members(xlsx_parts())])


@CASES.add("encrypted sheet.xlsx", "locked")
def encrypted_sheet() -> bytes:
    return raw_zip([*_without(_SHEET), Member(_SHEET, bytes(100), method=99, flags=1)])


@CASES.add("encrypted mimetype.ods")
def encrypted_mimetype() -> bytes:
    return raw_zip([Member("mimetype", bytes(60), method=0, flags=1), Member("content.xml", bytes(60), flags=1)])


for _method in (1, 6, 9, 12, 14, 93, 95, 99):
    CASES.put(
        f"packed by method {_method}.xlsx",
        lambda method=_method: raw_zip([*_without(_SHEET), Member(_SHEET, b"\x5d\0\0\0\xff" * 20, method=method)]),
    )


@CASES.add("wrong checksum.xlsx")
def wrong_checksum() -> bytes:
    return raw_zip([*_without(_SHEET), Member(_SHEET, sheet_xml().encode(), crc=1)])


@CASES.add("not deflated.xlsx")
def not_deflated() -> bytes:
    return raw_zip([*_without(_SHEET), Member(_SHEET, sheet_xml().encode(), packed=b"\xff" * 400)])


@CASES.add("packed size beyond the end.xlsx")
def packed_beyond() -> bytes:
    return raw_zip([*_without(_SHEET), Member(_SHEET, sheet_xml().encode(), claimed_packed=0x7FFFFFFF)])


def _end(count: int, size: int, offset: int) -> bytes:
    return b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, size, offset, 0)


for _name, _facts in {
    "directory beyond the end": (6, 500, 0x7FFFFFFF),
    "directory of no size": (6, 0, 0),
    "directory larger than the file": (6, 0xFFFFFFF0, 0),
    "directory that is the file": (0xFFFF, 400, 0),
    "directory in zip64 that is not there": (0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF),
}.items():
    CASES.put(f"{_name}.xlsx", lambda facts=_facts: raw_zip(members(xlsx_parts()), end=_end(*facts)))

CASES.put("only an end.xlsx", lambda: _end(0, 0, 0), "damaged")
CASES.put("long comment.xlsx", lambda: raw_zip(members(xlsx_parts()), comment=b"PK\x05\x06" * 16_000))
CASES.put("bytes before the zip.xlsx", lambda: b"PK\x03\x04" + bytes(3000) + zipped(xlsx_parts()))
CASES.put("bytes after the zip.xlsx", lambda: zipped(xlsx_parts()) + bytes(3000))
CASES.put("two zips in a row.xlsx", lambda: zipped(xlsx_parts()) * 2)
