"""The workbook as a package: openpyxl's sheets, results beside their formulas, and the rows of the data sheets.

What the same Report gives is the same file to the byte: no clock and no chance goes in.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Final
from xml.etree import ElementTree as ET
from xml.parsers import expat

from openpyxl.utils import get_column_letter

from leaddesk.errors import Cancelled, LeadDeskError
from leaddesk.export.figurecells import Rows, taken_out
from leaddesk.export.rowformulas import FIRST_ROW
from leaddesk.export.stream import rows_xml
from leaddesk.text import msg

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook

    from leaddesk.export.datasheet import DataSheet
    from leaddesk.export.page import Result

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LEVEL: Final = 1
"""Deflate's fastest level: the rows shrink to a tenth of their size all the same."""
EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
DATES: Final = ("created", "modified")
ROW, FORMULA, RESULT = b"<row", b"<f", b"<v"
CHUNK: Final = 1 << 20
NO_CELLS: Final = re.compile(rb"<sheetData ?/>|<sheetData>.*</sheetData>", re.DOTALL)


@dataclass
class Parts:
    """What goes into the package beside what openpyxl holds, by the sheet's place (from 1).

    ``results``: what each formula gives, by coordinate. ``data``: the data sheets.
    """

    results: dict[int, dict[str, Result]] = field(default_factory=dict)
    data: dict[int, DataSheet] = field(default_factory=dict)


def write_package(
    book: Workbook, parts: Parts, path: Path, day: str, cancelled: Callable[[], bool] | None = None
) -> None:
    """Write the workbook to *path*; *day* (ISO) is what its properties say it was made on.

    :raises Cancelled: when *cancelled* says so.
    :raises OSError: when it cannot be written.
    """
    figures = {
        place: taken_out(sheet, parts.results.get(place, {}))
        for place, sheet in enumerate(book.worksheets, 1)
        if place not in parts.data
    }
    made = io.BytesIO()
    book.save(made)
    with (
        zipfile.ZipFile(made) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            place = _sheet_place(name)
            info = zipfile.ZipInfo(name, EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            if place in parts.data:
                with target.open(info, "w", force_zip64=True) as stream:
                    _write_rows(content, parts.data[place], stream, cancelled)
                continue
            if place in figures:
                content = _with_rows(content, figures[place])
            elif name == "docProps/core.xml":
                content = _dated(content, day)
            target.writestr(info, content, compresslevel=LEVEL)


def _sheet_place(name: str) -> int:
    """The place of the sheet that a part of the package holds, 0 for other parts."""
    head, _, tail = name.partition("xl/worksheets/sheet")
    number = tail.removesuffix(".xml")
    return int(number) if not head and number.isdigit() else 0


def _write_rows(page: bytes, sheet: DataSheet, stream: IO[bytes], cancelled: Callable[[], bool] | None) -> None:
    """A data sheet: openpyxl's page, whose second row shows each column's style, with the real rows in its place."""
    root = ET.fromstring(page)  # noqa: S314  (openpyxl's own output)
    styles = {
        get_column_letter(index): cell.get("s", "0")
        for row in root.iter(f"{{{MAIN}}}row")
        if row.get("r") == str(FIRST_ROW)
        for index, cell in enumerate(row, 1)
    }
    start, end = page.index(f'<row r="{FIRST_ROW}"'.encode()), page.index(b"</sheetData>")
    size = f'<dimension ref="A1:{sheet.columns[-1].letter}{sheet.last_row}"'.encode()
    stream.write(re.sub(rb'<dimension ref="[A-Z0-9:]*"', size, page[:start]))
    for chunk in rows_xml(sheet, styles):
        if cancelled is not None and cancelled():
            raise Cancelled
        stream.write(chunk)
    texts = [f"{c.letter}{FIRST_ROW}:{c.letter}{sheet.last_row}" for c in sheet.columns if not c.is_helper]
    ignored = f'<ignoredErrors><ignoredError sqref="{" ".join(texts)}" numberStoredAsText="1"/></ignoredErrors>'
    tail = page[end:]
    stream.write(tail.replace(b"</worksheet>", ignored.encode() + b"</worksheet>"))


def _with_rows(page: bytes, rows: Rows) -> bytes:
    """A page of openpyxl without cells, with rows in their place."""
    start, end = NO_CELLS.split(page, maxsplit=1)
    start = re.sub(rb'<dimension ref="[A-Z0-9:]*"', f'<dimension ref="{rows.area}"'.encode(), start)
    return b"".join((start, b"<sheetData>", rows.xml, b"</sheetData>", end))


def _dated(content: bytes, day: str) -> bytes:
    """The properties of the document without the clock."""
    root = ET.fromstring(content)  # noqa: S314  (openpyxl's own output)
    for element in root.iter():
        if element.tag.rpartition("}")[2] in DATES:
            element.text = f"{day}T00:00:00Z"
    return bytes(ET.tostring(root, encoding="UTF-8", xml_declaration=True))


def check_package(path: Path, rows: dict[int, int], formulas: dict[int, int]) -> None:
    """Open what was written and look: every part is whole and well-formed, every row and every formula is there.

    *rows* and *formulas*: how many each sheet has, by place; a formula counts only with its result.

    :raises LeadDeskError: when it is not.
    """
    broken = msg("The workbook that was written cannot be read back: {file}", file=path.name)
    hint = msg("Nothing was changed. Check that the disk is sound, or export to another folder.")
    try:
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                place = _sheet_place(name)
                wanted = (ROW,) * (place in rows) + (FORMULA, RESULT) * bool(formulas.get(place))
                counted = _counted(package, name, wanted)
                if place in rows and counted[ROW] - 1 != rows[place]:
                    raise LeadDeskError(broken, hint)
                if formulas.get(place) and not counted[FORMULA] == formulas[place] <= counted[RESULT]:
                    raise LeadDeskError(broken, hint)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, KeyError, EOFError) as error:
        raise LeadDeskError(broken, hint) from error


def _counted(package: zipfile.ZipFile, name: str, wanted: tuple[bytes, ...]) -> dict[bytes, int]:
    """How many elements of each kind one part has; reading it to the end checks its checksum."""
    counted = dict.fromkeys(wanted, 0)
    parser, rests = expat.ParserCreate(), dict.fromkeys(counted, b"")
    is_xml = name.endswith((".xml", ".rels"))
    with package.open(name) as stream:
        while chunk := stream.read(CHUNK):
            if not is_xml:
                continue
            parser.Parse(chunk)  # without handlers: a handler in Python would be called for millions of cells
            for tag in counted:
                seen = rests[tag] + chunk
                counted[tag] += seen.count(tag + b">") + seen.count(tag + b" ")
                rests[tag] = seen[-len(tag) :]  # too short to hold the tag and the sign behind it: none counts twice
    if is_xml:
        parser.Parse(b"", True)
    return counted
