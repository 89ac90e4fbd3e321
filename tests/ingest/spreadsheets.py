"""Spreadsheets made for tests, down to their XML, and what a raw file says as plain Python values."""

from __future__ import annotations

import datetime as dt
import io
import math
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leaddesk.model.raw import CellKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leaddesk.model.raw import RawColumn, RawSheet

EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001  (cells hold naive local times)
DATA = Path(__file__).parents[1] / "data"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def package(rows: str, *, shared: str = "", after: str = "", before: str = "") -> bytes:
    """An xlsx with one sheet "Leads" of the given row elements; *shared* is a whole shared strings part."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="'
        'application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
        f'"application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        + (f'<Override PartName="/xl/shared.xml" ContentType="{_TYPE}.sharedStrings+xml"/>' if shared else "")
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Leads" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        + (f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="shared.xml"/>' if shared else "")
        + "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}">{before}<sheetData>{rows}</sheetData>{after}'
        "</worksheet>",
    }
    if shared:
        parts["xl/shared.xml"] = shared
    return zipped(parts)


def shared_strings(*texts: str, unique: int | None = None) -> str:
    """A shared strings part; *unique* is the number of texts that it claims."""
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    claimed = len(texts) if unique is None else unique
    return f'<sst xmlns="{_MAIN}" count="{len(texts)}" uniqueCount="{claimed}">{items}</sst>'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip package of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def values(column: RawColumn) -> list[Any]:
    """A column's cells: None, str, float, bool, datetime, timedelta, or ``("error", code)``."""
    found: list[Any] = []
    for row, kind in enumerate(column.kinds):
        text = column.texts[column.codes[row]] if column.codes is not None and column.codes[row] >= 0 else ""
        number = float(column.numbers[row]) if column.numbers is not None else float("nan")
        match CellKind(int(kind)):
            case CellKind.EMPTY:
                assert text == ""
                assert math.isnan(number)
                found.append(None)
            case CellKind.TEXT:
                found.append(text)
            case CellKind.NUMBER:
                found.append(number)
            case CellKind.DATE:
                found.append(EPOCH + dt.timedelta(seconds=number))
            case CellKind.FLAG:
                found.append(bool(number))
            case CellKind.ERROR:
                found.append(("error", text))
            case CellKind.DURATION:
                found.append(dt.timedelta(seconds=number))
    return found


def rows(sheet: RawSheet) -> list[list[Any]]:
    """A sheet's cells, row by row."""
    return [list(row) for row in zip(*(values(column) for column in sheet.columns), strict=True)]
