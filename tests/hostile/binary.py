"""Hostile xls and xlsb: compound files in circles, records longer than the file, counts without end.

The layouts: [MS-CFB] 2.2 (header) and 2.6 (directory); [MS-XLS] 2.1.4 (records) and 2.4.
"""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.hostile.case import DATA, Cases
from tests.hostile.parts import zipped

if TYPE_CHECKING:
    from collections.abc import Callable

CASES: Final = Cases()
_SAMPLES: Final = Path(__file__).parents[1] / "data" / "odd_files" / "calamine"
_END: Final = 0xFFFFFFFE
_FREE: Final = 0xFFFFFFFF
_FAT: Final = 0xFFFFFFFD
_SECTOR: Final = 512


def record(kind: int, content: bytes = b"", size: int | None = None) -> bytes:
    """A BIFF record, which may lie about its size."""
    return struct.pack("<HH", kind, len(content) if size is None else size) + content


def biff(cells: bytes, *, globals_: bytes = b"", sheets: int = 1, offset: int | None = None) -> bytes:
    """A BIFF8 stream whose sheets all hold these cell records."""
    bof = struct.pack("<HHHHII", 0x600, 0x5, 0x1234, 1997, 0, 6)
    head = record(0x809, bof) + record(0x42, b"\xb0\x04") + globals_
    place = len(head) + sheets * (4 + 8 + 6) + 4
    body = record(0x809, bof[:2] + b"\x10\x00" + bof[4:]) + record(0x200, struct.pack("<IIHHH", 0, 9, 0, 9, 0)) + cells
    body += record(0x0A)
    for number in range(sheets):
        at = place + number * len(body) if offset is None else offset
        head += record(0x85, struct.pack("<IBBBB", at, 0, 0, 6, 0) + b"S%05d" % number)
    return head + record(0x0A) + body * sheets


def number(row: int, column: int, value: float) -> bytes:
    """A NUMBER record."""
    return record(0x203, struct.pack("<HHHd", row, column, 0, value))


def label(row: int, column: int, text: bytes, size: int | None = None) -> bytes:
    """A LABEL record with 8-bit characters."""
    return record(0x204, struct.pack("<HHHHB", row, column, 0, len(text) if size is None else size, 0) + text)


def compound(
    stream: bytes,
    *,
    change_header: Callable[[bytearray], None] | None = None,
    change_fat: Callable[[list[int]], None] | None = None,
    change_directory: Callable[[bytearray], None] | None = None,
) -> bytes:
    """A compound file that holds *stream* as its Workbook, in sectors of 512 bytes: FAT, directory, stream."""
    stream = stream.ljust(4096, b"\x00")
    count = -(-len(stream) // _SECTOR)
    fats = -(-(count + 2) * 4 // _SECTOR)
    while fats * 128 < count + 1 + fats:
        fats += 1
    first = fats + 1
    fat = [_FAT] * fats + [_END] + [first + n + 1 for n in range(count - 1)] + [_END]
    fat += [_FREE] * (fats * 128 - len(fat))
    if change_fat is not None:
        change_fat(fat)
    header = bytearray(_SECTOR)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 40, 0, fats, fats, 0, 4096, _END, 0, _END, 0)
    struct.pack_into("<109I", header, 76, *[*range(fats)][:109], *[_FREE] * (109 - min(fats, 109)))
    if change_header is not None:
        change_header(header)
    directory = bytearray(_entry("Root Entry", 5, _END, 0, child=1) + _entry("Workbook", 2, first, len(stream)))
    directory += _entry("", 0, 0, 0) * 2
    if change_directory is not None:
        change_directory(directory)
    return (
        bytes(header) + struct.pack(f"<{len(fat)}I", *fat) + bytes(directory) + stream.ljust(count * _SECTOR, b"\x00")
    )


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    encoded = (name + "\x00").encode("utf-16-le") if name else b""
    links = struct.pack("<HBBIII", len(encoded), kind, 1, _FREE, _FREE, child)
    return encoded.ljust(64, b"\x00") + links + bytes(36) + struct.pack("<IQ", start, size)


_CELLS: Final = label(0, 0, b"Nom") + label(0, 1, b"Montant") + label(1, 0, b"Zo\xe9") + number(1, 1, 12.5)
CASES.put("made by hand.xls", lambda: compound(biff(_CELLS)), DATA)

# -- the compound file ------------------------------------------------------------------------------------------------


def _header(form: str, place: int, *values: int) -> Callable[[], bytes]:
    return lambda: compound(biff(_CELLS), change_header=lambda header: struct.pack_into(form, header, place, *values))


def _directory(form: str, place: int, *values: int) -> Callable[[], bytes]:
    return lambda: compound(biff(_CELLS), change_directory=lambda found: struct.pack_into(form, found, place, *values))


def _fat(place: int, value: int) -> Callable[[], bytes]:
    return lambda: compound(biff(_CELLS), change_fat=lambda fat: fat.__setitem__(place, value))


for _name, _make in {
    "sectors of 1 byte": _header("<H", 30, 0),
    "sectors of 2 to the 16": _header("<H", 30, 16),
    "sectors of 2 to the 65535": _header("<H", 30, 65535),
    "small sectors of 2 to the 40": _header("<H", 32, 40),
    "version 4": _header("<H", 26, 4),
    "big endian": _header("<H", 28, 0xFEFF),
    "directory nowhere": _header("<I", 48, 0x7FFFFFFF),
    "directory at the end": _header("<I", 48, _END),
    "4 billion FAT sectors": _header("<I", 44, 0xFFFFFFFF),
    "no FAT": _header("<I", 76, _FREE),
    "FAT beyond the end": _header("<I", 76, 0x00FFFFFF),
    "FAT is the directory": _header("<I", 76, 1),
    "DIFAT in a circle": _header("<II", 68, 1, 0xFFFFFFFF),
    "DIFAT is the FAT": _header("<II", 68, 0, 5000),
    "small FAT in a circle": _header("<II", 60, 1, 0xFFFFFFFF),
    "everything is small": _header("<I", 56, 0xFFFFFFFF),
    "stream in a circle": _fat(9, 2),
    "stream that is one sector": _fat(2, 2),
    "stream that ends early": _fat(3, _END),
    "stream beyond the end": _fat(3, 0x00FFFFFF),
    "stream through the FAT": _fat(3, 0),
    "directory in a circle": _fat(1, 1),
    "stream of 4 GB": _directory("<Q", 128 + 120, 0xFFFFFFFF),
    "stream of 2 to the 63": _directory("<Q", 128 + 120, 2**63),
    "stream of no size": _directory("<Q", 128 + 120, 0),
    "stream that begins nowhere": _directory("<I", 128 + 116, 0x7FFFFFFF),
    "root its own child": _directory("<I", 76, 0),
    "stream its own sibling": _directory("<II", 128 + 68, 1, 1),
    "name of 65535 bytes": _directory("<H", 128 + 64, 65535),
    "root of 2 to the 63": _directory("<Q", 120, 2**63),
}.items():
    CASES.put(f"{_name}.xls", _make)

# -- the records ------------------------------------------------------------------------------------------------------

_STRING: Final = struct.pack("<HB", 3, 0) + b"Nom"
_SST: Final = struct.pack("<II", 1, 1) + _STRING
for _name, _records in {
    "record beyond the end": number(0, 0, 1) + record(0x203, b"", 65535),
    "record of half a number": record(0x203, b"\x00" * 5),
    "empty records": b"".join(
        record(kind) for kind in (0x203, 0x204, 0x205, 0x06, 0xFD, 0xBD, 0xBE, 0x27E, 0x207, 0xE5)
    ),
    "text longer than its record": label(0, 0, b"abc", 65535),
    "columns the wrong way": record(0xBD, struct.pack("<HH", 0, 5) + bytes(12) + struct.pack("<H", 1)),
    "columns without end": record(0xBD, struct.pack("<HH", 0, 0) + bytes(12) + struct.pack("<H", 65535)),
    "opposite corners": number(0, 0, 1) + number(65535, 255, 2),
    "column 65535": number(0, 0, 1) + number(65535, 65535, 2),
    "text number out of range": record(0xFD, struct.pack("<HHHI", 0, 0, 0, 0xFFFFFFFF)),
    "formula of noise": record(0x06, struct.pack("<HHHdHIH", 0, 0, 0, 1.0, 0, 0, 500) + b"\x01\x02\x44\x1e" * 125),
    "formula longer than its record": record(0x06, struct.pack("<HHHdHIH", 0, 0, 0, 1.0, 0, 0, 65535)),
    "formula whose text is missing": record(0x06, struct.pack("<HHHBBHHHHIH", 0, 0, 0, 0, 0, 0, 0, 0xFFFF, 0, 0, 0)),
    "style out of range": record(0x203, struct.pack("<HHHd", 0, 0, 65535, 1.0)),
    "merges without end": record(0xE5, struct.pack("<H", 65535) + struct.pack("<HHHH", 0, 65535, 0, 255)),
    "dimensions of everything": record(0x200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0)) + number(0, 0, 1),
    "100,000 continuations": number(0, 0, 1) + record(0x3C, b"x") * 100_000,
    "sheet in a sheet": record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6)) * 2000 + number(0, 0, 1),
    "numbers that are none": number(0, 0, float("nan")) + number(1, 0, float("inf")) + number(2, 0, -1e308),
}.items():
    CASES.put(f"{_name}.xls", lambda records=_records: compound(biff(records)))
for _name, _globals in {
    "4 billion texts": record(0xFC, struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF) + _STRING),
    "text of 65535 letters that are not there": record(0xFC, struct.pack("<IIHB", 1, 1, 65535, 1)),
    "text with 4 billion runs": record(0xFC, struct.pack("<IIHBHI", 1, 1, 3, 0x0C, 65535, 0xFFFFFFFF) + b"Nom"),
    "texts that go on nowhere": record(0xFC, _SST[:-1]) + record(0x3C) + record(0x3C, b"\x01"),
    "encrypted": record(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48)),
    "encrypted as of old": record(0x2F, struct.pack("<HHH", 0, 1, 1)),
    "format of noise": record(0x41E, struct.pack("<HHB", 200, 65535, 1) + b"\xd8\x00" * 50),
    "code page of nobody": record(0x42, b"\xff\xff"),
    "names without end": record(0x18, bytes(14)) * 20_000,
    "styles without end": record(0xE0, bytes(20)) * 70_000,
    "1904 and no more": record(0x22, b"\x01"),
}.items():
    CASES.put(f"{_name}.xls", lambda found=_globals: compound(biff(_CELLS, globals_=found)))
CASES.put("sheet beyond the end.xls", lambda: compound(biff(_CELLS, offset=0x7FFFFFFF)))
CASES.put("sheet is the workbook.xls", lambda: compound(biff(_CELLS, offset=0)))
CASES.put("600 sheets.xls", lambda: compound(biff(_CELLS, sheets=600)), DATA)
CASES.put("5,000 sheets.xls", lambda: compound(biff(_CELLS, sheets=5000)), heavy=True)
CASES.put("10,000 times one sheet.xls", lambda: compound(biff(number(0, 0, 1) * 50, sheets=10_000, offset=180_060)))
CASES.put("no records.xls", lambda: compound(b""))
CASES.put("stream of noise.xls", lambda: compound(bytes((n * 7919 >> 3) & 255 for n in range(9000))))

# -- xlsb -------------------------------------------------------------------------------------------------------------


def _xlsb(part: str, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO((_SAMPLES / "any_sheets.xlsb").read_bytes())) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    assert part in parts
    before = parts[part]
    assert isinstance(before, bytes)
    return zipped({**parts, part: change(before)})


for _part in ("xl/workbook.bin", "xl/worksheets/sheet1.bin", "xl/styles.bin", "xl/sharedStrings.bin"):
    _short = _part.rpartition("/")[2]
    CASES.put(f"cut {_short}.xlsb", lambda part=_part: _xlsb(part, lambda found: found[: len(found) // 2]))
    CASES.put(f"empty {_short}.xlsb", lambda part=_part: _xlsb(part, lambda _: b""))
    CASES.put(f"noise in {_short}.xlsb", lambda part=_part: _xlsb(part, lambda found: found[:40] + b"\xff" * 400))
    CASES.put(
        f"endless record in {_short}.xlsb",
        lambda part=_part: _xlsb(part, lambda found: found[:-6] + b"\x01\xff\xff\xff\x7f"),
    )
    CASES.put(f"{_short} again.xlsb", lambda part=_part: _xlsb(part, lambda found: found * 3))
_WORST: Final = b"\x94\x01\x10" + struct.pack("<IIII", 0, 0xFFFFFFFF, 0, 0xFFFFFFFF)
CASES.put(
    "dimension of everything.xlsb",
    lambda: _xlsb(
        "xl/worksheets/sheet1.bin", lambda found: found.replace(b"\x94\x01\x10", _WORST + b"\x94\x01\x10", 1)
    ),
)
CASES.put(
    "4 billion texts.xlsb",
    lambda: _xlsb(
        "xl/sharedStrings.bin",
        lambda _: b"\x9f\x01\x08" + b"\xff" * 8 + b"\x13\x0b\x00\x03\x00\x00\x00a\x00b\x00c\x00\xa0\x01\x00",
    ),
)
