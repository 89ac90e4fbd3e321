"""ods with the standard library alone: slow, but it sees merged cells and error cells, and nothing makes it explode.

The format: OASIS OpenDocument 1.3, part 3, chapter 9 (tables) and 19.385 (office:value-type).
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
import zlib
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from leaddesk.ingest.cells import MOST_CELLS, ErrorText, SheetCells
from leaddesk.ingest.refusal import Refusal

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from leaddesk.ingest.frames import FrameWriter
    from leaddesk.ingest.readers import Job

_STRETCH: Final = 1_024
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_ERROR_TYPE: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_DURATION: Final = re.compile(r"(-?)P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d*)?)S)?")


def read(job: Job, out: FrameWriter) -> None:
    """Send every sheet, hidden ones too.

    :raises Refusal: ``damaged``, ``too_many_rows`` or ``too_many_columns``.
    """
    hidden_styles: set[str] = set()
    try:
        root = ET.fromstring(_content(job))  # noqa: S314  (expat 2.4 and later stop entity bombs)
    except ET.ParseError as error:
        raise Refusal("damaged") from error
    for style in root.iter(f"{_STYLE}style"):
        for properties in style.iter(f"{_STYLE}table-properties"):
            if properties.get(f"{_TABLE}display") == "false":
                hidden_styles.add(style.get(f"{_STYLE}name", ""))
    tables = root.findall(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table")
    for index, table in enumerate(tables):
        sheet = _Sheet(job)
        sheet.read(table)
        hidden = table.get(f"{_TABLE}style-name", "") in hidden_styles
        name = table.get(f"{_TABLE}name", "")
        out.sheet(name, sheet.cells, hidden=hidden, merged=sheet.merged, index=index)
        out.progress((index + 1) / len(tables))


def _content(job: Job) -> bytes:
    try:
        with zipfile.ZipFile(job.stream) as archive:
            return archive.read("content.xml")
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, NotImplementedError, EOFError) as error:
        raise Refusal("damaged") from error


class _Sheet:
    """The rows of one table element, repeats laid out, as far as there is content."""

    def __init__(self, job: Job) -> None:
        self.cells = SheetCells(job.rows, job.columns)
        self.merged: list[tuple[int, int, int, int]] = []
        self._row_limit, self._column_limit = job.rows, job.columns
        self._pending: list[list[Any]] = []
        self._row = 0
        self._blank_rows = 0  # not laid out until a row with content follows: the last repeat runs to the sheet's end

    def read(self, table: Element) -> None:
        for row in table.iter(f"{_TABLE}table-row"):
            self._add(self._row_values(row), int(row.get(f"{_TABLE}number-rows-repeated", "1")))
        self._flush()

    def _add(self, values: list[Any], times: int) -> None:
        self._row += times
        if not values:
            self._blank_rows += times
            return
        if self._row > self._row_limit:
            raise Refusal("too_many_rows", limit=self._row_limit)
        if self._row * len(values) > MOST_CELLS:
            raise Refusal("memory")
        for _ in range(self._blank_rows):
            self._push([])
        self._blank_rows = 0
        for _ in range(times):
            self._push(values)

    def _push(self, values: list[Any]) -> None:
        self._pending.append(values)
        if len(self._pending) >= _STRETCH:
            self._flush()

    def _flush(self) -> None:
        if self._pending:
            self.cells.add(list(zip_longest(*self._pending, fillvalue="")), len(self._pending))
            self._pending = []

    def _row_values(self, row: Element) -> list[Any]:
        values: list[Any] = []
        blank_cells = 0
        for cell in row:
            if cell.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
                continue
            times = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            column = len(values) + blank_cells
            self._note_merge(cell, column)
            value = _value(cell)  # what a covered cell holds is hidden, not gone
            if value == "":
                blank_cells += times
                continue
            if column + times > self._column_limit:
                raise Refusal("too_many_columns", columns=column + times, limit=self._column_limit)
            values += [""] * blank_cells + [value] * times
            blank_cells = 0
        return values

    def _note_merge(self, cell: Element, column: int) -> None:
        wide = int(cell.get(f"{_TABLE}number-columns-spanned", "1"))
        high = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
        if wide > 1 or high > 1:
            self.merged.append((self._row, column, self._row + high - 1, column + wide - 1))


def _value(cell: Element) -> Any:  # noqa: ANN401  (a cell's value is of any of the types of ColumnCells)
    kind = cell.get(f"{_OFFICE}value-type")
    if cell.get(_ERROR_TYPE) == "error":
        return ErrorText(_text(cell) or "#N/A")
    try:
        if kind in {"float", "currency", "percentage"}:
            return float(cell.get(f"{_OFFICE}value", ""))
        if kind == "boolean":
            return cell.get(f"{_OFFICE}boolean-value") == "true"
        if kind == "date":
            written = cell.get(f"{_OFFICE}date-value", "")
            return dt.datetime.fromisoformat(written) if "T" in written else dt.date.fromisoformat(written)
        if kind == "time":
            return _duration(cell.get(f"{_OFFICE}time-value", ""))
    except (ValueError, OverflowError):
        return _text(cell)
    return _text(cell)


def _duration(written: str) -> dt.timedelta:
    match = _DURATION.fullmatch(written)
    if match is None:
        raise ValueError(written)
    sign, days, hours, minutes, seconds = match.groups("0")
    span = dt.timedelta(int(days), float(seconds), hours=int(hours), minutes=int(minutes))
    return -span if sign == "-" else span


def _text(cell: Element) -> str:
    return "\n".join(_inline(paragraph) for paragraph in cell.findall(f"{_TEXT}p"))


def _inline(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * min(int(child.get(f"{_TEXT}c", "1")), 32_767))
        elif child.tag == f"{_TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif not child.tag.startswith(_OFFICE):
            parts.append(_inline(child))
        parts.append(child.tail or "")
    return "".join(parts)
