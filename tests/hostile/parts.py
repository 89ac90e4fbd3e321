"""Members of spreadsheet packages, and zips put together down to the byte, lies included."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
ODS_TYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST: Final = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
_ODF: Final = "urn:oasis:names:tc:opendocument:xmlns"
ROWS: Final = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Date</t></is></c><c r="B1" t="inlineStr"><is><t>Origine</t></is></c>'
    '</row><row r="2"><c r="A2" t="inlineStr"><is><t>03/04/2026</t></is></c><c r="B2" t="inlineStr"><is><t>Salon</t>'
    "</is></c></row>"
)


def sheet_xml(rows: str = ROWS, before: str = "", after: str = "", prolog: str = "") -> str:
    """A worksheet part."""
    return f'{prolog}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def xlsx_parts(
    sheets: Sequence[str] | None = None,
    *,
    names: Sequence[str] | None = None,
    shared: str = "",
    styles: str = "",
    in_workbook: str = "",
) -> dict[str, str | bytes]:
    """The members of an xlsx whose sheets are these XML texts, named "Leads1", "Leads2"… or as *names* say (raw)."""
    sheets = [sheet_xml()] if sheets is None else sheets
    names = [f"Leads{number}" for number in range(1, len(sheets) + 1)] if names is None else names
    count = range(1, len(sheets) + 1)
    links = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in count]
    links += [("rIdS", "sharedStrings", "sharedStrings.xml")] if shared else []
    links += [("rIdT", "styles", "styles.xml")] if styles else []
    override = '<Override PartName="/xl/{}" ContentType="' + TYPE + '.{}+xml"/>'
    types = [override.format("workbook.xml", "sheet.main")]
    types += [override.format(f"worksheets/sheet{n}.xml", "worksheet") for n in count]
    types += [override.format("sharedStrings.xml", "sharedStrings")] if shared else []
    types += [override.format("styles.xml", "styles")] if styles else []
    listed = "".join(
        f"<sheet name={quoteattr(name)} sheetId={quoteattr(str(n))} r:id={quoteattr(f'rId{n}')}/>"
        for n, name in enumerate(names, 1)
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
        f'"application/xml"/>{"".join(types)}</Types>',
        "_rels/.rels": relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets>{in_workbook}'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": relations(links),
    }
    parts |= {"xl/sharedStrings.xml": shared} if shared else {}
    parts |= {"xl/styles.xml": styles} if styles else {}
    return parts | {f"xl/worksheets/sheet{n}.xml": xml for n, xml in zip(count, sheets, strict=True)}


def relations(links: Iterable[tuple[str, str, str]], more: str = "") -> str:
    """A relationships part of (id, kind, target)."""
    lines = "".join(f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{target}"/>' for i, kind, target in links)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}{more}</Relationships>'


def xlsx(rows: str = ROWS, *, before: str = "", after: str = "", shared: str = "", styles: str = "") -> bytes:
    """A whole xlsx with one sheet."""
    return zipped(xlsx_parts([sheet_xml(rows, before, after)], shared=shared, styles=styles))


def shared_strings(*texts: str, claims: str = "") -> str:
    """A shared strings part; *claims* are its attributes."""
    return f'<sst xmlns="{MAIN}" {claims}>' + "".join(f"<si><t>{text}</t></si>" for text in texts) + "</sst>"


def inline(*texts: str, row: int = 1) -> str:
    """A row of texts, whose XML is taken as it is."""
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    return f'<row r="{row}">{cells}</row>'


def content_xml(body: str, prolog: str = "") -> str:
    """The content of an ods: *body* stands in the spreadsheet element."""
    names = {"office": "office", "table": "table", "text": "text", "style": "style", "xlink": "xlink"}
    spaces = " ".join(f'xmlns:{prefix}="{_ODF}:{name}:1.0"' for prefix, name in names.items())
    return (
        f"{prolog}<office:document-content {spaces}><office:body><office:spreadsheet>{body}</office:spreadsheet>"
        "</office:body></office:document-content>"
    )


def ods(rows: str, *, name: str = "Feuille1", prolog: str = "", more: str = "") -> bytes:
    """A whole ods with one table of these row elements, and *more* after it."""
    table = f"<table:table table:name={quoteattr(name)}>{rows}</table:table>{more}"
    return ods_of(content_xml(table, prolog))


def ods_of(content: str | bytes) -> bytes:
    """An ods with this content.xml."""
    return zipped({"mimetype": ODS_TYPE, "META-INF/manifest.xml": MANIFEST, "content.xml": content})


def ods_cell(text: str, attributes: str = "") -> str:
    """A cell of text."""
    return (
        f'<table:table-cell office:value-type="string" {attributes}><text:p>{escape(text)}</text:p></table:table-cell>'
    )


def ods_row(*cells: str, attributes: str = "") -> str:
    """A row of cells."""
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def zipped(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A plain zip of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 9, 1, 0, 0, 0)), content, method)
    return buffer.getvalue()


# -- zips that say what they are told to ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a zip made by hand. What is None is the truth; ``at`` shares the data of an earlier member."""

    name: str
    content: bytes = b""
    packed: bytes | None = None
    method: int = 8
    flags: int = 0
    claimed_size: int | None = None
    claimed_packed: int | None = None
    crc: int | None = None
    attributes: int = 0
    at: int | None = None


def deflated(content: bytes) -> bytes:
    """Content as a zip holds it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def raw_zip(members: Iterable[Member], comment: bytes = b"", end: bytes | None = None) -> bytes:
    """A zip of members as they claim to be; *end* takes the place of its end record."""
    data, directory = b"", b""
    places: list[int] = []
    for member in members:
        packed = member.packed
        if packed is None:
            packed = deflated(member.content) if member.method == 8 else member.content
        size = len(member.content) if member.claimed_size is None else member.claimed_size
        held = len(packed) if member.claimed_packed is None else member.claimed_packed
        crc = zlib.crc32(member.content) if member.crc is None else member.crc
        name = member.name.encode("utf-8", "surrogateescape")
        facts = struct.pack("<HHHHHIIIHH", 20, member.flags, member.method, 0, 0x5D21, crc, held, size, len(name), 0)
        place = len(data) if member.at is None else places[member.at]
        places.append(place)
        if member.at is None:
            data += b"PK\x03\x04" + facts + name + packed
        directory += b"PK\x01\x02\x14\x03" + facts + struct.pack("<HHHII", 0, 0, 0, member.attributes, place) + name
    if end is None:
        count = len(places)
        end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(data), len(comment))
    return data + directory + end + comment


def members(parts: Mapping[str, str | bytes]) -> list[Member]:
    """Plain members of these parts."""
    return [Member(name, text.encode() if isinstance(text, str) else text) for name, text in parts.items()]
