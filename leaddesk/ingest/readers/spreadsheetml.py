"""XML Spreadsheet 2003, under whatever name. Read as a stream by expat; a document type is refused.

The format: Microsoft, "XML Spreadsheet Reference" for Office XP and 2003.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING, Any, Final
from xml.parsers import expat

from leaddesk.ingest.cells import ErrorText
from leaddesk.ingest.datecodes import DAY, NUMBER, SPAN, TIME, from_serial, shown_as, span_of
from leaddesk.ingest.encodings import declared_encoding
from leaddesk.ingest.grid import Grid
from leaddesk.ingest.refusal import Refusal

if TYPE_CHECKING:
    from leaddesk.ingest.frames import FrameWriter
    from leaddesk.ingest.readers import Job

_BLOCK: Final = 65_536
_ENCODING: Final = re.compile(rb"""^[^<]*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)""")
_SHEET: Final = "urn:schemas-microsoft-com:office:spreadsheet "
_EXCEL: Final = "urn:schemas-microsoft-com:office:excel "
_UNWANTED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MOMENT: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6})\d*)?)?)?Z?")
_DAY_ZERO: Final = dt.datetime(1899, 12, 31)  # noqa: DTZ001  (cells hold naive local times)
_DAY_ZERO_1904: Final = dt.datetime(1904, 1, 1)  # noqa: DTZ001
_FURTHEST: Final = 1 << 24
"""No row, column or span is further than that; limits of a sheet are lower."""


def read(job: Job, out: FrameWriter) -> None:
    """Send every worksheet, hidden ones too.

    :raises Refusal: ``damaged``, ``doctype``, ``too_many_rows``, ``too_many_columns`` or ``memory``.
    """
    encoding, broken = declared_encoding(job.stream, _ENCODING)
    size = max(job.stream.seek(0, io.SEEK_END), 1)
    job.stream.seek(0)
    text = io.TextIOWrapper(job.stream, encoding, errors="replace" if broken else "strict")
    workbook = Workbook(job.rows, job.columns, out)
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = workbook.start
    parser.EndElementHandler = workbook.end
    parser.CharacterDataHandler = workbook.characters
    try:
        while block := text.read(_BLOCK):
            parser.Parse(_UNWANTED.sub("", block).removeprefix("\ufeff").encode("utf-8", "replace"), False)
            out.progress(0.9 * min(job.stream.tell() / size, 1.0))
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refusal("damaged") from error
    text.detach()
    if broken:
        out.issue("undecodable", encoding=encoding)


def _refuse(*_: object) -> None:
    raise Refusal("doctype")


class Workbook:
    """Makes sheets of the events of an XML parser with namespaces (joined by a blank)."""

    def __init__(self, rows: int, columns: int, out: FrameWriter) -> None:
        self._limits, self._out = (rows, columns), out
        self._path: list[str] = []
        self._formats: dict[str, str] = {}
        self._parents: dict[str, str] = {}
        self._style = ""
        self._base_1904 = False
        self._sheets = 0
        self._name = ""
        self._hidden = False
        self._grid = Grid(rows, columns)
        self._row: dict[int, Any] = {}
        self._row_style = ""
        self._rows_alike = 0
        self._column = 0
        self._column_styles: dict[int, str] = {}
        self._cell: dict[str, str] = {}
        self._kind = ""
        self._text: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._path.append(tag)
        name = tag.removeprefix(_SHEET)
        said = {key.removeprefix(_SHEET): value for key, value in attributes.items()} if attributes else attributes
        if name == "Cell":
            self._start_cell(said)
        elif name == "Data" and self._path[-2] == f"{_SHEET}Cell":  # not that of a comment
            self._kind, self._text = said.get("Type", "String"), []
        elif name == "Row":
            self._start_row(said)
        elif name == "Column":
            first = _place(said, self._column)
            for column in range(first, min(first + 1 + _number(said, "Span"), self._limits[1])):
                self._column_styles[column] = said.get("StyleID", "")
            self._column = first + 1 + _number(said, "Span")
        elif name == "Worksheet":
            self._name, self._hidden = said.get("Name", ""), False
            self._grid = Grid(*self._limits)
        elif name == "Table":
            self._column, self._column_styles = 0, {}
        elif name == "Style":
            self._style = said.get("ID", "")
            self._parents[self._style] = said.get("Parent", "")
        elif name == "NumberFormat":
            self._formats[self._style] = said.get("Format", "")
        elif tag in {f"{_EXCEL}Visible", f"{_EXCEL}Date1904"}:
            self._text = []

    def characters(self, text: str) -> None:
        """Text inside an element."""
        if self._kind or self._path[-1].startswith(_EXCEL):
            self._text.append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        self._path.pop()
        if tag == f"{_SHEET}Data" and self._path[-1] == f"{_SHEET}Cell":
            value = self._value("".join(self._text))
            if value != "":
                self._row[self._column] = value
            self._kind = ""
        elif tag == f"{_SHEET}Cell":
            wide = 1
            if self._cell:
                wide += _number(self._cell, "MergeAcross")
                self._grid.merge(self._column, wide, 1 + _number(self._cell, "MergeDown"))
            self._column += wide
        elif tag == f"{_SHEET}Row":
            self._grid.add_at(self._row)
            self._grid.add([], self._rows_alike)
        elif tag == f"{_EXCEL}Visible":
            self._hidden = "".join(self._text).strip() in {"SheetHidden", "SheetVeryHidden"}
        elif tag == f"{_EXCEL}Date1904":
            self._base_1904 = True
        elif tag == f"{_SHEET}Worksheet":
            self._grid.close()
            self._out.sheet(
                self._name, self._grid.cells, hidden=self._hidden, merged=self._grid.merged, index=self._sheets
            )
            self._sheets += 1

    def _start_row(self, said: dict[str, str]) -> None:
        gap = _place(said, self._grid.row) - self._grid.row
        if gap > 0:
            self._grid.add([], gap)
        self._row, self._column = {}, 0
        self._row_style = said.get("StyleID", "")
        self._rows_alike = _number(said, "Span")

    def _start_cell(self, said: dict[str, str]) -> None:
        self._cell = said
        if said:
            self._column = max(_place(said, self._column), self._column)

    def _value(self, text: str) -> Any:  # noqa: ANN401  (a cell's value is of any of the types of ColumnCells)
        try:
            match self._kind:
                case "Number":
                    return from_serial(float(text), self._shown(), base_1904=self._base_1904)
                case "DateTime":
                    return self._moment(text)
                case "Boolean":
                    return text.strip() in {"1", "true"}
                case "Error":
                    return ErrorText(text.strip() or "#N/A")
        except (ValueError, OverflowError):
            pass
        return text

    def _moment(self, text: str) -> dt.datetime | dt.timedelta:
        """A day; or a time, which Excel writes as one on the day before its first."""
        match = _MOMENT.fullmatch(text.strip())
        if match is None:
            raise ValueError(text)
        year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
        moment = dt.datetime(year, month, day, hour, minute, second, int((match[7] or "0").ljust(6, "0")))  # noqa: DTZ001
        shown = self._shown()
        zero = _DAY_ZERO_1904 if self._base_1904 else _DAY_ZERO
        if shown == SPAN:
            return moment - zero if self._base_1904 else span_of(moment)
        if shown == TIME or (shown != DAY and not self._base_1904):
            return moment - zero if 0 <= (moment - zero).total_seconds() < 86_400 else moment
        return moment

    def _shown(self) -> str:
        """What the cell's style, or that of its row or column, makes of a number."""
        style = self._cell.get("StyleID") or self._row_style or self._column_styles.get(self._column, "") or "Default"
        for _ in range(10):  # styles have parents; a circle of them has no end
            if self._formats.get(style):
                return shown_as(self._formats[style])
            style = self._parents.get(style, "")
            if not style:
                break
        return NUMBER


def _number(said: dict[str, str], name: str) -> int:
    """An attribute as a whole number, 0 where it is missing or none."""
    written = said.get(name, "").strip()
    return min(int(written), _FURTHEST) if written.isdecimal() and len(written) < 20 else 0


def _place(said: dict[str, str], otherwise: int) -> int:
    """The 0-based place that ``ss:Index`` says, or the next one."""
    return _number(said, "Index") - 1 if _number(said, "Index") > 0 else otherwise
