"""ods, and fods (the same in one file of plain XML), with the standard library alone: slow, but merged cells and error
cells are seen, and nothing makes it explode.

The format: OASIS OpenDocument 1.3, part 3, chapter 9 (tables) and 19.385 (office:value-type).
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from leaddesk.ingest.cells import ErrorText
from leaddesk.ingest.grid import Grid
from leaddesk.ingest.refusal import Refusal
from leaddesk.ingest.sniff import read_member

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from leaddesk.ingest.frames import FrameWriter
    from leaddesk.ingest.readers import Job

_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_ERROR_TYPE: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_DURATION: Final = re.compile(r"(-?)P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d*)?)S)?")


def read(job: Job, out: FrameWriter) -> None:
    """Send every sheet, hidden ones too.

    :raises Refusal: ``damaged``, ``doctype``, ``too_many_rows``, ``too_many_columns``, or ``bomb`` for mere repetition.
    """
    hidden_styles: set[str] = set()
    try:
        root = ET.fromstring(_content(job), ET.XMLParser(target=_NoDocumentType()))  # noqa: S314  (definitions refused)
    except ET.ParseError as error:
        raise Refusal("damaged") from error
    for style in root.iter(f"{_STYLE}style"):
        for properties in style.iter(f"{_STYLE}table-properties"):
            if properties.get(f"{_TABLE}display") == "false":
                hidden_styles.add(style.get(f"{_STYLE}name", ""))
    tables = root.findall(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table")
    repeated = 0  # cells with content that the file only says to repeat, in all its sheets so far
    for index, table in enumerate(tables):
        grid = Grid(job.rows, job.columns, repeated)
        for row in table.iter(f"{_TABLE}table-row"):
            times = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
            grid.add(_row_values(row, grid, job.columns), times)
        grid.close()
        repeated = grid.repeated
        hidden = table.get(f"{_TABLE}style-name", "") in hidden_styles
        name = table.get(f"{_TABLE}name", "")
        out.sheet(name, grid.cells, hidden=hidden, merged=grid.merged, index=index)
        out.progress((index + 1) / len(tables))


def _content(job: Job) -> bytes:
    if job.format == "fods":
        job.stream.seek(0)
        return job.stream.read()
    try:
        with zipfile.ZipFile(job.stream) as archive:
            return read_member(archive, "content.xml")
    except zipfile.BadZipFile as error:
        raise Refusal("damaged") from error


class _NoDocumentType(ET.TreeBuilder):
    """What comes before the first element of a document from a spreadsheet program holds no definitions."""

    def doctype(self, *_: object) -> None:
        raise Refusal("doctype")


def _row_values(row: Element, grid: Grid, column_limit: int) -> list[Any]:
    values: list[Any] = []
    blank_cells = 0
    for cell in row:
        if cell.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            continue
        times = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        column = len(values) + blank_cells
        wide = int(cell.get(f"{_TABLE}number-columns-spanned", "1"))
        grid.merge(column, wide, int(cell.get(f"{_TABLE}number-rows-spanned", "1")))
        value = _value(cell)  # what a covered cell holds is hidden, not gone
        if value == "":
            blank_cells += times
            continue
        if column + times > column_limit:
            raise Refusal("too_many_columns", columns=column + times, limit=column_limit)
        grid.repeated += times - 1
        values += [""] * blank_cells + [value] * times
        blank_cells = 0
    return values


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
