"""The first rows of an xlsx without reading the rest: its XML is unpacked only as far as they go.

A large workbook takes seconds to read; what its first rows hold can be shown meanwhile. Only the first visible sheet
is looked at. Whatever is odd ends in ``Refusal("no_glimpse")``: the reading proper will say what is the matter.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from html import unescape
from typing import TYPE_CHECKING, Any, Final
from xml.parsers.expat import ExpatError, ParserCreate

from leaddesk.ingest.cells import ErrorText
from leaddesk.ingest.datecodes import NUMBER, from_serial, shown_as
from leaddesk.ingest.grid import Grid
from leaddesk.ingest.refusal import Refusal
from leaddesk.ingest.sharedstrings import items_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.ingest.frames import FrameWriter
    from leaddesk.ingest.readers import Job

ROWS: Final = 200
_STRETCH: Final = 65_536
_MOST: Final = 32 << 20
"""Unpacked bytes of a member after which there is no first row to be had quickly."""
_BUILT_IN: Final = {
    14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
}  # fmt: skip
_RUN: Final = re.compile(r"<t(?: [^>]*)?>([^<]*)</t>")
_PHONETIC: Final = re.compile(r"<rPh\b.*?</rPh>", re.DOTALL)
_PLACE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ODD: Final = (
    zipfile.BadZipFile, zlib.error, ExpatError, KeyError, ValueError, OSError, RuntimeError, NotImplementedError,
)  # fmt: skip


class _Enough(Exception):  # noqa: N818  (no error: there is nothing more to look for)
    """What was looked for is found."""


def glimpse(job: Job, out: FrameWriter) -> None:
    """Send the first rows of the first visible sheet.

    :raises Refusal: ``no_glimpse`` when they cannot be had this way.
    """
    try:
        with zipfile.ZipFile(job.stream) as archive:
            _send(archive, job, out)
    except _ODD as error:
        raise Refusal("no_glimpse") from error


def _send(archive: zipfile.ZipFile, job: Job, out: FrameWriter) -> None:
    book = _Workbook(archive)
    rows = _Rows()
    _parse(archive, book.sheet, rows.begin, rows.end, rows.text)
    shared = _shared(archive, book.strings, rows.wanted)
    shown = _shown(archive, book.styles)
    grid = Grid(ROWS + 1, job.columns)
    for number, cells in rows.found:
        while grid.row < number - rows.first:
            grid.add([])
        grid.add_at({column: _value(*cell, shared, shown, book.is_1904) for column, cell in cells.items()})
    grid.close()
    out.sheet(book.name, grid.cells, origin=(rows.first, 0))


def _parse(
    archive: zipfile.ZipFile,
    member: str,
    begin: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Let the handlers see the elements of a member, without their namespaces, until one has enough."""
    parser = ParserCreate()
    parser.buffer_text = True

    def refuse(*_: Any) -> None:  # noqa: ANN401
        raise Refusal("no_glimpse")  # a workbook declares no document type, whoever means well

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: begin(name.rpartition(":")[2], attributes)
    parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    parser.CharacterDataHandler = text
    read = 0
    try:
        with archive.open(member) as stream:
            while piece := stream.read(_STRETCH):
                read += len(piece)
                if read > _MOST:
                    raise Refusal("no_glimpse")
                parser.Parse(piece, False)
    except _Enough:
        return


def _nothing(_: str) -> None:
    """Text, or an end, that says nothing."""


class _Workbook:
    """Where the first visible sheet is, what it is called, where texts and styles are, and how days are counted."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.is_1904 = False
        self.name = self.sheet = self.strings = self.styles = ""
        self._targets: dict[str, str] = {}
        self._first: list[tuple[str, str]] = []
        main = "xl/workbook.xml"
        folder, _, name = main.rpartition("/")
        _parse(archive, f"{folder}/_rels/{name}.rels", self._relation, _nothing, _nothing)
        _parse(archive, main, self._element, _nothing, _nothing)
        if not self._first:
            raise Refusal("no_glimpse")
        self.name, relation = self._first[0]
        self.sheet = self._targets[relation]

    def _relation(self, name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = posixpath.normpath(posixpath.join("/xl", attributes["Target"])).removeprefix("/")
        self._targets[attributes["Id"]] = target
        kind = attributes.get("Type", "").rpartition("/")[2]
        if kind == "sharedStrings":
            self.strings = target
        elif kind == "styles":
            self.styles = target

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            self.is_1904 = attributes.get("date1904") in {"1", "true"}
        elif name == "sheet" and not self._first and attributes.get("state", "visible") == "visible":
            relation = next(value for key, value in attributes.items() if key.rpartition(":")[2] == "id")
            self._first.append((attributes.get("name", ""), relation))


class _Rows:
    """The cells of the first rows: (type, style, text) by 0-based column, with the row's 0-based number."""

    def __init__(self) -> None:
        self.found: list[tuple[int, dict[int, tuple[str, int, str]]]] = []
        self.wanted: set[int] = set()
        self.first = 0
        self._number = -1
        self._column = -1
        self._cell = ("", 0)
        self._parts: list[str] | None = None
        self._is_phonetic = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._number = int(attributes["r"]) - 1 if "r" in attributes else self._number + 1
            if not self.found:
                self.first = self._number
            if self._number - self.first >= ROWS:
                raise _Enough
            self.found.append((self._number, {}))
            self._column = -1
        elif name == "c":
            place = _PLACE.fullmatch(attributes.get("r", ""))
            self._column = _column_of(place[1]) if place else self._column + 1
            self._cell = attributes.get("t", "n"), int(attributes.get("s", 0))
        elif name in {"v", "t"} and not self._is_phonetic:
            self._parts = []
        elif name == "rPh":
            self._is_phonetic = True

    def text(self, text: str) -> None:
        if self._parts is not None:
            self._parts.append(text)

    def end(self, name: str) -> None:
        if name == "rPh":
            self._is_phonetic = False
        if name not in {"v", "t"} or self._parts is None or not self.found:
            return
        text, self._parts = "".join(self._parts), None
        kind, style = self._cell
        cells = self.found[-1][1]
        before = cells[self._column][2] if name == "t" and self._column in cells else ""
        cells[self._column] = kind, style, before + text
        if kind == "s":
            self.wanted.add(int(text))


def _column_of(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _shared(archive: zipfile.ZipFile, member: str, wanted: set[int]) -> dict[int, str]:
    """The wanted shared texts by their number, as far as they stand among the first :data:`_MOST` bytes."""
    if not wanted or not member:
        return {}
    with archive.open(member) as stream:
        return {number: _plain(item) for number, item in items_of(stream, wanted, _MOST).items()}


def _plain(item: bytes) -> str:
    """The text of a shared string, its runs together, without the reading aids of Asian scripts."""
    return unescape("".join(_RUN.findall(_PHONETIC.sub("", item.decode("utf-8", "replace")))))


def _shown(archive: zipfile.ZipFile, member: str) -> list[str]:
    """What each style of a cell shows (see ``datecodes``)."""
    codes: dict[int, str] = dict(_BUILT_IN)
    styles: list[str] = []
    inside = {"cellXfs": False}

    def begin(name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            inside[name] = True
        elif name == "xf" and inside["cellXfs"]:
            styles.append(shown_as(codes.get(int(attributes.get("numFmtId", 0)), "General")))

    def end(name: str) -> None:
        if name == "cellXfs":
            raise _Enough

    if member:
        _parse(archive, member, begin, end, _nothing)
    return styles


def _value(kind: str, style: int, text: str, shared: dict[int, str], shown: list[str], is_1904: bool) -> Any:  # noqa: ANN401
    """A cell as the reading proper gives it."""
    if kind == "s":
        return shared.get(int(text), "…")
    if kind in {"str", "inlineStr"}:
        return text
    if kind == "b":
        return text.strip() == "1"
    if kind == "e":
        return ErrorText(text)
    if kind == "d":
        return text
    number = float(text)
    return from_serial(number, shown[style] if style < len(shown) else NUMBER, base_1904=is_1904)
