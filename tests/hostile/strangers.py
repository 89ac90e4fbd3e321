"""Files that are not what their names say: other formats under a spreadsheet's name, and spreadsheets cut short."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.hostile.binary import biff, compound, label, number
from tests.hostile.case import DATA, EITHER, Cases
from tests.hostile.openxml import laughs
from tests.hostile.parts import ods, ods_cell, ods_row, xlsx, xlsx_parts, zipped

if TYPE_CHECKING:
    from collections.abc import Callable

CASES: Final = Cases()
_SAMPLES: Final = Path(__file__).parents[1] / "data" / "odd_files" / "calamine"


def _xlsb() -> bytes:
    return (_SAMPLES / "date.xlsb").read_bytes()


FORMATS: Final[dict[str, Callable[[], bytes]]] = {
    "xlsx": xlsx,
    "xls": lambda: compound(biff(label(0, 0, b"Nom") + number(1, 0, 5))),
    "xlsb": _xlsb,
    "ods": lambda: ods(ods_row(ods_cell("Nom"), ods_cell("Ville")) + ods_row(ods_cell("Zoé"), ods_cell("Lyon"))),
    "csv": lambda: "Nom;Ville\r\nZoé;Lyon\r\n".encode("cp1252"),
    "tsv in UTF-16": lambda: "Nom\tVille\r\nZoé\tLyon\r\n".encode("utf-16"),
}
for _kind, _make in FORMATS.items():
    for _extension in ("xlsx", "xls", "ods", "csv", "png", "LeadDesk", ""):
        CASES.put(f"{_kind} named {_extension}" + (f".{_extension}" if _extension else ""), _make, DATA)

# -- other formats ----------------------------------------------------------------------------------------------------


def _tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("x"), None)
    return buffer.getvalue()


for _name, _found, _ends in (
    ("gzip", gzip.compress(b"a;b\n" * 99, mtime=0), "archive"),
    ("7z", b"7z\xbc\xaf\x27\x1c" + bytes(99), "archive"),
    ("rar", b"Rar!\x1a\x07" + bytes(99), "archive"),
    ("tar", _tar(), "binary"),
    ("png", b"\x89PNG\r\n\x1a\n" + bytes(99), "image"),
    ("jpeg", b"\xff\xd8\xff\xe0" + bytes(99), "image"),
    ("gif", b"GIF89a" + bytes(99), "image"),
    ("pdf", b"%PDF-1.7\n" + b"a;b\n" * 99, "pdf"),
    ("rtf", b"{\\rtf1 a;b}", "document"),
    ("docx", zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}), "document"),
    ("pptx", zipped({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"}), "document"),
    ("numbers", zipped({"Index/Document.iwa": "x"}), "numbers"),
    ("jar", zipped({"META-INF/MANIFEST.MF": "x", "A.class": "y"}), "archive"),
    ("sqlite", b"SQLite format 3\x00" + bytes(4096), "database"),
    ("parquet", b"PAR1" + bytes(99) + b"PAR1", "database"),
    ("program of Windows", b"MZ\x90\x00" + bytes(999), "binary"),
    ("program of Linux", b"\x7fELF\x02\x01\x01" + bytes(999), "binary"),
    ("doc", compound(b"").replace("Workbook".encode("utf-16-le"), "WordDocu".encode("utf-16-le")), "damaged"),
    ("json", b'[{"a": 1, "b": [2, 3]}]\n', EITHER),
    ("Excel of 1990", b"\x09\x04\x06\x00" + bytes(99), EITHER),
):
    CASES.put(f"{_name} named xlsx.xlsx", lambda found=_found: found, _ends)

# -- markup: HTML and XML of 2003 under .xls --------------------------------------------------------------------------

_BOOK: Final = (
    '<?xml version="1.0"?>{}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="A"><Table {}>{}</Table></Worksheet>'
    "</Workbook>"
)
_CELL: Final = '<Row><Cell {}><Data ss:Type="String">{}</Data></Cell></Row>'
_DOCTYPE: Final = laughs().removeprefix('<?xml version="1.0"?>')
for _name, _text in {
    "100,000 tables in tables": "<html><body>" + "<table><tr><td>" * 100_000 + "x" + "</td></tr></table>" * 100_000,
    "100,000 open tables": "<table>" * 100_000 + "<tr><td>a<td>b",
    "100,000 cells in a row": "<table><tr>" + "<td>x" * 100_000,
    "spans without end": '<table><tr><td colspan="999999999" rowspan="999999999">x</td><td>y</tr><tr><td>z</table>',
    "spans below zero": '<table><tr><td colspan="-1" rowspan="0">x</td><td colspan="x">y</td></tr></table>',
    "script and frames": '<html><script src="http://127.0.0.1:9/x.js"></script><iframe src="file:///etc/passwd"></iframe><table><tr><td>a</td><td>b</td></tr></table>',
    "tag that never ends": "<html><table><tr><td " + "a='" * 200_000,
    "comment that never ends": "<html><table><tr><td>a</td></tr><!--" + "-" * 2_000_000,
    "entities without end": "<html><table><tr><td>"
    + "&amp" * 500_000
    + "&#xD800;&#0;&#x110000;&#99999999999999;</td></tr></table>",
    "no table": "<html><body><p>Your session has expired</p></body></html>",
    "empty table": "<html><table></table></html>",
    "unknown characters": '<html><meta charset="klingon"><table><tr><td>é</td><td>b</td></tr></table>',
    "billion laughs": "<!DOCTYPE html ["
    + _DOCTYPE.partition("[")[2]
    + "<html><table><tr><td>&lol11;</td></tr></table></html>",
}.items():
    CASES.put(f"web page of {_name}.xls", lambda text=_text: text.encode())
CASES.put("web page of million cells in a row.xls", lambda: b"<table><tr>" + b"<td>x" * 1_000_000, heavy=True)
for _name, _text in {
    "billion laughs": _BOOK.format(_DOCTYPE, "", _CELL.format("", "&lol11;")),
    "file entity": _BOOK.format('<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]>', "", _CELL.format("", "&f;")),
    "cell at the corner": _BOOK.format(
        "", "", _CELL.format('ss:Index="16384"', "x") + '<Row ss:Index="1048576"/>' + _CELL.format("", "y")
    ),
    "index without end": _BOOK.format("", "", _CELL.format('ss:Index="99999999999999999999"', "x")),
    "index below zero": _BOOK.format("", "", _CELL.format('ss:Index="-5"', "x") + _CELL.format('ss:Index="x"', "y")),
    "row without end": _BOOK.format(
        "", "", '<Row ss:Index="2147483648"><Cell><Data ss:Type="Number">1</Data></Cell></Row>'
    ),
    "counts that lie": _BOOK.format(
        "", 'ss:ExpandedColumnCount="2147483647" ss:ExpandedRowCount="-1"', _CELL.format("", "x")
    ),
    "merge without end": _BOOK.format(
        "", "", _CELL.format('ss:MergeAcross="2147483647" ss:MergeDown="2147483647"', "x")
    ),
    "values of no type": _BOOK.format(
        "",
        "",
        '<Row><Cell><Data ss:Type="Number">x</Data></Cell><Cell><Data ss:Type="DateTime">soon</Data></Cell>'
        '<Cell><Data ss:Type="Boolean">7</Data></Cell><Cell><Data>1</Data></Cell></Row>',
    ),
    "100,000 elements deep": _BOOK.format("", "", _CELL.format("", "<b>" * 100_000 + "x" + "</b>" * 100_000)),
    "controls": _BOOK.format("", "", _CELL.format("", "&#0;&#xD800;\x01\x00")),
    "formula outside": _BOOK.format(
        "", "", _CELL.format('ss:Formula="=cmd|\' /C calc\'!A0" ss:HRef="http://127.0.0.1:9/"', "1")
    ),
    "nothing": _BOOK.format("", "", "")[:-40],
}.items():
    CASES.put(f"XML of 2003 with {_name}.xls", lambda text=_text: text.encode())

# -- cut short --------------------------------------------------------------------------------------------------------


def _places(content: bytes) -> list[int]:
    """Where to cut: the first bytes, shares of the whole, and for a zip in and around what its directory names."""
    places = {1, 2, 3, 4, 8, 30, 512, len(content) // 4, len(content) // 2, 3 * len(content) // 4, len(content) - 1}
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for info in archive.infolist()[:3]:
                places |= {info.header_offset, info.header_offset + 15, info.header_offset + 45}
            places |= {archive.start_dir, archive.start_dir + 20, len(content) - 22, len(content) - 10}
    return sorted(place for place in places if 0 < place < len(content))


for _kind, _make in FORMATS.items():
    _whole = _make()
    for _place in _places(_whole):
        CASES.put(
            f"{_kind} cut after {_place} bytes.{_kind[:4].strip()}", lambda whole=_whole, place=_place: whole[:place]
        )
CASES.put("xlsx with its middle missing.xlsx", lambda: zipped(xlsx_parts())[:700] + zipped(xlsx_parts())[900:])
