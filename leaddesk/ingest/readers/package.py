"""The inside of an xlsx: which member is which sheet, its error cells, and a large sheet cut into parts.

calamine reads a sheet on one core and gives error cells as empty ones. So a large sheet is cut between two rows into
parts that several workers read, and the error cells are looked up in the sheet's XML.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from html import unescape
from typing import IO, Final

from leaddesk.ingest.refusal import Refusal

CUT_FROM: Final = 4 << 20
"""A sheet of so many bytes of XML or more is cut."""

Errors = dict[int, dict[int, str]]
"""Error codes by row, then by column; 0-based places in the sheet."""

_HEAD: Final = 1 << 18

_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ROW_PLACE: Final = re.compile(rb'<row [^>]*?\br="\d+"')
_REFERENCE: Final = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")


class Package:
    """An xlsx file seen by the worker of *part* (0-based) of *parts*; *sizes* are its members' unpacked bytes."""

    def __init__(self, stream: IO[bytes], sizes: dict[str, int], part: int, parts: int) -> None:
        self._original = stream
        self._part, self._parts = part, parts
        try:
            self._archive = zipfile.ZipFile(stream)
            self._members = self._sheet_members(sizes)
            self._pieces = self._cut(sizes) if parts > 1 else {}
        except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, EOFError) as error:
            raise Refusal("damaged") from error

    def has_part(self, index: int) -> bool:
        """Whether this worker has anything to read in sheet number *index*."""
        return self._part == 0 or index in self._pieces

    def stream(self) -> IO[bytes]:
        """The package for calamine: the file itself, or one in memory that holds this worker's parts."""
        if not self._pieces:
            self._original.seek(0)
            return self._original
        replaced = {self._members[index]: piece for index, piece in self._pieces.items()}
        unwanted = set(self._members) - set(replaced) if self._part else set()
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as copy:
            for name in self._archive.namelist():
                if name in unwanted or not name.endswith((".xml", ".rels")):
                    continue
                copy.writestr(name, replaced[name] if name in replaced else self._archive.read(name))
        packed.seek(0)
        return packed

    def errors(self, index: int) -> Errors:
        """The error cells of sheet number *index*."""
        if not 0 <= index < len(self._members):
            return {}
        piece = self._pieces.get(index)
        if piece is None:
            try:
                piece = self._archive.read(self._members[index])
            except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, EOFError) as error:
                raise Refusal("damaged") from error
        return _error_cells(piece)

    def _sheet_members(self, sizes: dict[str, int]) -> list[str]:
        """The member of each sheet, in the workbook's order; empty when the workbook does not say it plainly."""
        relations = self._archive.read("xl/_rels/workbook.xml.rels")
        targets = {_attribute(tag, b"Id"): _attribute(tag, b"Target") for tag in _RELATION.findall(relations)}
        members = []
        for tag in _SHEET.findall(self._archive.read("xl/workbook.xml")):
            target = targets.get(_attribute(tag, rb"\w+:id"), "")
            member = target.lstrip("/") if target.startswith("/") else posixpath.normpath("xl/" + target)
            members.append(member)
        return members if all(member in sizes for member in members) else []

    def _cut(self, sizes: dict[str, int]) -> dict[int, bytes]:
        pieces = {}
        for index, member in enumerate(self._members):
            if sizes[member] >= CUT_FROM and "/worksheets/" in member:
                with self._archive.open(member) as stream:
                    pieces[index] = cut_piece(stream, sizes[member], self._part, self._parts)
        return pieces


def _attribute(tag: bytes, name: bytes) -> str:
    match = re.search(rb"\s" + name + rb"""=(?:"([^"]*)"|'([^']*)')""", tag)
    return unescape((match[1] or match[2] or b"").decode("utf-8", "replace")) if match else ""


def cut_piece(stream: IO[bytes], size: int, part: int, parts: int) -> bytes:
    """The XML of a sheet of *size* bytes with only the rows of *part* (0-based) of *parts*.

    A part begins with the first row that begins at or after its share of the bytes. The last one has what follows
    the rows, such as merged cells. Only as much is unpacked as the part needs.

    :raises Refusal: ``uncut`` where cutting is not safe: comments, rows that do not say their number.
    """
    begin, end = size * part // parts, size * (part + 1) // parts
    head = _read(stream, _HEAD)
    start = head.find(b">", head.find(b"<sheetData")) + 1
    if b"<sheetData" not in head or start <= 0:
        raise Refusal("uncut")
    _skip(stream, begin - len(head))
    body = head[begin:]  # from here on places count from *begin*
    body += _read(stream, end - begin - len(body))
    earliest = max(start - begin, 0)
    last = part == parts - 1
    stop = -1
    while not last and (stop := body.find(b"<row ", max(end - begin, earliest))) < 0 and (more := _read(stream, _HEAD)):
        body += more
    if stop < 0:
        body += _read(stream, size)
        stop = body.rfind(b"</sheetData>")
    first = earliest if part == 0 else body.find(b"<row ", earliest)
    if stop < 0 or first < 0 or first > stop or not _ROW_PLACE.match(body, body.find(b"<row ", first)):
        raise Refusal("uncut")
    rows = body[first:stop]
    if b"!" in rows and b"<!" in rows:  # one byte is found ten times faster than two
        raise Refusal("uncut")
    return head[:start] + rows + (body[stop:] if last else b"</sheetData></worksheet>")


def _read(stream: IO[bytes], size: int) -> bytes:
    pieces = []
    while size > 0 and (piece := stream.read(min(size, _HEAD))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _skip(stream: IO[bytes], size: int) -> None:
    while size > 0 and (piece := stream.read(min(size, _HEAD))):
        size -= len(piece)


def _error_cells(xml: bytes) -> Errors:
    errors: Errors = {}
    if b"#" not in xml:  # every error code begins with it, and looking for one byte takes no time
        return errors
    marks = (b' t="e"', b" t='e'") if b"='" in xml[:_HEAD] else (b' t="e"',)
    for mark in marks:
        place = xml.find(mark)
        while place >= 0:
            tag = xml.rfind(b"<", 0, place)
            close = xml.find(b">", place)
            reference = _REFERENCE.search(xml, tag, close)
            if reference is not None:
                row, column = int(reference[2]) - 1, column_number(reference[1].decode())
                errors.setdefault(row, {})[column] = _error_code(xml, close)
            place = xml.find(mark, close if close > 0 else len(xml))
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
