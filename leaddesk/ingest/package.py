"""The inside of an xlsx: which member is which sheet, its error cells, and a large sheet cut into parts.

calamine reads a sheet on one core and gives error cells as empty ones. So a large sheet is cut between two rows into
parts that several workers read, and the error cells are looked up in the sheet's XML.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from html import unescape
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from leaddesk.ingest import rowcount
from leaddesk.ingest.refusal import Refusal
from leaddesk.ingest.sniff import read_member

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

CUT_FROM: Final = 4 << 20
"""A sheet of so many bytes of XML or more is cut."""

EMPTY_TAIL: Final = b"</sheetData></worksheet>"

Buffers = list[bytes | memoryview]
Errors = dict[int, dict[int, str]]
"""Error codes by row, then by column; 0-based places in the sheet."""

_LONG: Final = 64 << 20
_HEAD: Final = 1 << 18
_LESS: Final = 0.85
"""How much a part is smaller than the one before: to unpack a byte takes about a sixth of the time to read it."""

_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ROW_PLACE: Final = re.compile(rb'<row [^>]*?\br="\d+"')
_REFERENCE: Final = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")


class Package:
    """An xlsx file seen by the worker of *part* (0-based) of *parts*; *sizes* are its members' unpacked bytes. The
    sheets number *done* are out of its sight.
    """

    def __init__(
        self, stream: IO[bytes], sizes: dict[str, int], part: int, parts: int, done: Collection[int] = ()
    ) -> None:
        self._original = stream
        self._part, self._parts, self._done, self._sizes = part, parts, done, sizes
        try:
            self._archive = zipfile.ZipFile(stream)
            self._relations = read_member(self._archive, "xl/_rels/workbook.xml.rels")
            self._members = self._sheet_members(sizes)
            self._pieces = self._cut(sizes) if parts > 1 else {}
        except (zipfile.BadZipFile, zlib.error, KeyError, OSError, NotImplementedError, EOFError) as error:
            raise Refusal("damaged") from error

    def has_part(self, index: int) -> bool:
        """Whether this worker has anything to read in sheet number *index*."""
        return index not in self._done and (self._part == 0 or index in self._pieces)

    @property
    def pieces(self) -> dict[int, Piece]:
        """What this worker reads of the sheets that are cut, by their number in the workbook."""
        return self._pieces

    def stream(self) -> IO[bytes]:
        """The package for calamine: the file itself, or one in memory that holds this worker's parts."""
        if not self._pieces and not self._done:
            self._original.seek(0)
            return self._original
        return io.BytesIO(
            self.copy({index: piece.buffers() for index, piece in self._pieces.items()}, only=self._part > 0)
        )

    def copy(self, sheets: Mapping[int, Buffers], *, shared: bytes | None = None, only: bool = True) -> bytes:
        """A package with other XML for some sheets, by their number, and *only* those, and with other *shared* strings
        where they are given; the other members that a reader of cells may want are as they were.
        """
        replaced = {self._members[index]: buffers for index, buffers in sheets.items()}
        if shared is not None:
            replaced[self.shared_member] = [shared]
        unwanted = set(self._members) - set(replaced) if only else {self._members[index] for index in self._done}
        made = _Copy()
        for info in self._archive.infolist():
            if info.filename in replaced:
                made.add_stored(info.filename, replaced[info.filename])
            elif info.filename not in unwanted and info.filename.endswith((".xml", ".rels")):
                made.add_as_packed(info, self._original)
        return made.content()

    @property
    def shared_member(self) -> str:
        """The member that holds the shared strings."""
        for tag in _RELATION.findall(self._relations):
            if _attribute(tag, b"Type").endswith("/sharedStrings"):
                return _member_of(tag)
        return "xl/sharedStrings.xml"

    def shared_strings(self) -> IO[bytes] | None:
        """The XML of the shared strings; None where there are none."""
        try:
            return self._archive.open(self.shared_member)
        except KeyError:
            return None

    def rows(self) -> int:
        """At least so many rows has the longest of the large sheets; of those that are cut only the last part knows.

        :raises Refusal: ``damaged`` where one cannot be unpacked.
        """
        longest = 0
        for index, member in enumerate(self._members):
            if (piece := self._pieces.get(index)) is not None and self._part == self._parts - 1:
                last = rowcount.last_row(piece.body, piece.first, piece.stop)
                longest = max(longest, last - piece.first_row + 1 if last and piece.first_row else 0)
            elif self._parts == 1 and self._sizes[member] >= _LONG and "/worksheets/" in member:
                longest = max(longest, self._counted(member))
        return longest

    def _counted(self, member: str) -> int:
        try:
            with self._archive.open(member) as stream:
                return rowcount.rows_of(stream)
        except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, EOFError) as error:
            raise Refusal("damaged") from error

    def wanted(self) -> set[int]:
        """The numbers of the sheets in which this worker has anything to read."""
        return set(filter(self.has_part, range(len(self._members))))

    def errors(self, index: int) -> Errors:
        """The error cells of sheet number *index*, whose XML is looked through for them.

        :raises Refusal: ``damaged`` where it cannot be unpacked or is no sheet.
        """
        if not 0 <= index < len(self._members):
            return {}
        piece = self._pieces.get(index)
        if piece is not None:
            return _error_cells(piece.body, piece.first, piece.stop)
        xml = read_member(self._archive, self._members[index])
        if "/chartsheets/" not in self._members[index] and xml.find(b"sheetData", 0, _HEAD) < 0:
            raise Refusal("damaged")  # calamine would take UTF-16, or what is no sheet, for an empty one
        return _error_cells(xml, 0, len(xml))

    def _sheet_members(self, sizes: dict[str, int]) -> list[str]:
        """The member of each sheet, in the workbook's order; empty when the workbook does not say it plainly."""
        targets = {_attribute(tag, b"Id"): _member_of(tag) for tag in _RELATION.findall(self._relations)}
        sheets = _SHEET.findall(read_member(self._archive, "xl/workbook.xml"))
        members = [targets.get(_attribute(tag, rb"\w+:id"), "") for tag in sheets]
        return members if all(member in sizes for member in members) else []

    def _cut(self, sizes: dict[str, int]) -> dict[int, Piece]:
        pieces = {}
        for index, member in enumerate(self._members):
            if index not in self._done and sizes[member] >= CUT_FROM and "/worksheets/" in member:
                with self._archive.open(member) as stream:
                    pieces[index] = cut_piece(stream, sizes[member], self._part, self._parts)
        return pieces


def _attribute(tag: bytes, name: bytes) -> str:
    match = re.search(rb"\s" + name + rb"""=(?:"([^"]*)"|'([^']*)')""", tag)
    return unescape((match[1] or match[2] or b"").decode("utf-8", "replace")) if match else ""


def _member_of(relation: bytes) -> str:
    target = _attribute(relation, b"Target")
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath("xl/" + target)


class Piece(NamedTuple):
    """A part of a sheet: its rows are ``body[first:stop]``, to stand between ``head`` and ``tail``.

    ``first_row``: the number of the sheet's first row with content, in whatever part it is; 0 if it can't be told.
    """

    head: bytes
    body: bytes
    first: int
    stop: int
    tail: bytes
    first_row: int = 0

    def buffers(self, first: int | None = None, stop: int | None = None) -> Buffers:
        """The whole XML, without copying the rows; or with those rows only that are ``body[first:stop]``."""
        rows = memoryview(self.body)[self.first if first is None else first : self.stop if stop is None else stop]
        return [self.head, rows, self.tail]


class _Copy:
    """A zip package in the making; members keep the bytes that they have, packed or not.

    The layout is that of PKWARE's APPNOTE.TXT 6.3, sections 4.3.7 (local header), 4.3.12 and 4.3.16 (directory).
    """

    def __init__(self) -> None:
        self._parts: list[bytes | memoryview] = []
        self._directory: list[bytes] = []
        self._size = 0

    def add_stored(self, name: str, buffers: Buffers) -> None:
        """Add a member that is not packed."""
        crc = 0
        for buffer in buffers:
            crc = zlib.crc32(buffer, crc)
        size = sum(len(buffer) for buffer in buffers)
        self._add(name, (zipfile.ZIP_STORED, 0, 0, crc, size, size), buffers)

    def add_as_packed(self, info: zipfile.ZipInfo, source: IO[bytes]) -> None:
        """Add a member of the package *source* without unpacking it."""
        source.seek(info.header_offset)
        header = source.read(30)
        source.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), io.SEEK_CUR)
        content = source.read(info.compress_size)
        facts = (info.compress_type, 0, 0, info.CRC, info.compress_size, info.file_size)
        self._add(info.filename, facts, [content])

    def _add(self, name: str, facts: tuple[int, ...], buffers: Buffers) -> None:
        encoded = name.encode()
        fixed = struct.pack("<HHHHHIIIHH", 20, 0x800, *facts, len(encoded), 0)
        self._directory.append(b"PK\x01\x02\x14\x00" + fixed + struct.pack("<HHHII", 0, 0, 0, 0, self._size) + encoded)
        parts = [b"PK\x03\x04" + fixed + encoded, *buffers]
        self._size += sum(len(part) for part in parts)
        self._parts += parts

    def content(self) -> bytes:
        """The finished package."""
        directory = b"".join(self._directory)
        count = len(self._directory)
        end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), self._size, 0)
        return b"".join([*self._parts, directory, end])


def cut_piece(stream: IO[bytes], size: int, part: int, parts: int) -> Piece:
    """The XML of a sheet of *size* bytes with only the rows of *part* (0-based) of *parts*.

    A part begins with the first row that begins at or after its share of the bytes. The last one has what follows
    the rows, such as merged cells. Only as much is unpacked as the part needs.

    :raises Refusal: ``uncut`` where cutting is not safe: comments, rows that do not say their number.
    """
    begin, end = (_share(size, number, parts) for number in (part, part + 1))
    head = _read(stream, _HEAD)
    start = head.find(b">", head.find(b"<sheetData")) + 1
    if b"<sheetData" not in head or start <= 0:
        raise Refusal("uncut")
    first_number = rowcount.first_row(head)
    _skip(stream, begin - len(head))
    # From here on places count from *begin*. The pieces are put together once: they may be hundreds of megabytes.
    pieces = [head[begin:]]
    last = part == parts - 1
    pieces += _pieces(stream, (size if last else end - begin + _HEAD) - len(pieces[0]))
    body = b"".join(pieces)
    del pieces
    earliest = max(start - begin, 0)
    stop = -1
    while not last and (stop := body.find(b"<row ", max(end - begin, earliest))) < 0 and (more := _read(stream, _HEAD)):
        body += more
    if stop < 0:
        stop = body.rfind(b"</sheetData>")
    first = earliest if part == 0 else body.find(b"<row ", earliest)
    if stop < 0 or first < 0 or first > stop or not _ROW_PLACE.match(body, body.find(b"<row ", first)):
        raise Refusal("uncut")
    # One byte is found ten times faster than two, and what is looked for is hardly ever there.
    if body.find(b"!", first, stop) >= 0 and body.find(b"<!", first, stop) >= 0:
        raise Refusal("uncut")
    return Piece(head[:start], body, first, stop, body[stop:] if last else EMPTY_TAIL, first_number)


def _share(size: int, part: int, parts: int) -> int:
    """Where a part begins, so that the workers end together: each also unpacks the bytes of those before it."""
    shares = [_LESS**number for number in range(parts)]
    return int(size * sum(shares[:part]) / sum(shares)) if part < parts else size


def _read(stream: IO[bytes], size: int) -> bytes:
    return b"".join(_pieces(stream, size))


def _pieces(stream: IO[bytes], size: int) -> list[bytes]:
    pieces = []
    while size > 0 and (piece := stream.read(min(size, _HEAD))):
        pieces.append(piece)
        size -= len(piece)
    return pieces


def _skip(stream: IO[bytes], size: int) -> None:
    while size > 0 and (piece := stream.read(min(size, _HEAD))):
        size -= len(piece)


def _error_cells(xml: bytes, start: int, stop: int) -> Errors:
    errors: Errors = {}
    if xml.find(b"#", start, stop) < 0:  # every error code begins with it, and looking for one byte takes no time
        return errors
    marks = (b' t="e"', b" t='e'") if b"='" in xml[start : start + _HEAD] else (b' t="e"',)
    for mark in marks:
        place = xml.find(mark, start, stop)
        while place >= 0:
            tag = xml.rfind(b"<", 0, place)
            close = xml.find(b">", place)
            reference = _REFERENCE.search(xml, tag, close)
            if reference is not None:
                row, column = int(reference[2]) - 1, column_number(reference[1].decode())
                errors.setdefault(row, {})[column] = _error_code(xml, close)
            place = xml.find(mark, close, stop) if close > 0 else -1
    return errors


def _error_code(xml: bytes, start: int) -> str:
    if xml[start - 1 : start] == b"/":
        return "#N/A"
    stop = xml.find(b"</c>", start)
    match = re.search(rb"<v>([^<]{1,40})</v>", xml[start:stop] if stop > 0 else xml[start : start + 500])
    return unescape(match[1].decode("utf-8", "replace")) if match else "#N/A"


def column_number(letters: str) -> int:
    """0 for ``A``, 27 for ``AB``."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
