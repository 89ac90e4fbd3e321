"""Hostile xlsx: false counts, corner cells, entity bombs, impossible references, cells and relations."""

from __future__ import annotations

from typing import Final

from tests.hostile.case import DATA, Cases
from tests.hostile.parts import (
    MAIN,
    inline,
    shared_strings,
    sheet_xml,
    xlsx,
    xlsx_parts,
    zipped,
)

CASES: Final = Cases()
_ONE: Final = '<row r="1"><c r="A1"><v>1</v></c></row>'
_STRING: Final = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'


def laughs(levels: int = 12) -> str:
    """The billion laughs: ``&lol11;`` would be 10**12 letters."""
    lines = [f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, levels)]
    return f'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol0 "ha">{"".join(lines)}]>'


def quadratic() -> str:
    """One long entity, used often."""
    return f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "{"a" * 100_000}">]>'


# -- counts and places that are not true ------------------------------------------------------------------------------

CASES.put(
    "opposite corners.xlsx",
    lambda: xlsx(_ONE + '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'),
    "too_many_rows",
)
CASES.put(
    "corners of one row.xlsx", lambda: xlsx('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>'), DATA
)
CASES.put("lonely last cell.xlsx", lambda: xlsx('<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'))
CASES.put(
    "first and last row.xlsx",
    lambda: xlsx(_ONE + '<row r="1048576"><c r="A1048576"><v>2</v></c></row>'),
    "too_many_rows",
)
for _dimension in (
    "A1:XFD1048576",
    "XFD1048576:A1",
    "A1:A4294967296",
    "ZZZZZZ1:A1",
    "A0:B0",
    "",
    "A1:",
    ":",
    "1:A",
    "é1:B2",
):
    CASES.put(
        f"dimension {_dimension.replace(':', ' to ') or 'empty'}.xlsx",
        lambda ref=_dimension: xlsx(before=f'<dimension ref="{ref}"/>'),
    )
for _claims in (
    'uniqueCount="4294967295"',
    'count="4294967295" uniqueCount="18446744073709551615"',
    'uniqueCount="-1"',
    'uniqueCount="0"',
    'uniqueCount="x"',
):
    CASES.put(
        f"texts counted as {_claims.replace(chr(34), '')}.xlsx",
        lambda claims=_claims: xlsx(_STRING, shared=shared_strings("a", "b", claims=claims)),
        DATA,
    )


@CASES.add("long text used 20,000 times.xlsx", DATA)
def long_text() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 20_001))
    return xlsx(rows, shared=shared_strings("x" * 1_000_000))


@CASES.add("16,384 columns.xlsx", DATA)
def widest() -> bytes:
    return xlsx("".join(inline(*(f"c{n}" for n in range(16_384)), row=row) for row in (1, 2, 3)))


@CASES.add("16,385 columns.xlsx", "too_many_columns")
def too_wide() -> bytes:
    return xlsx(inline(*(f"c{n}" for n in range(16_385))))


@CASES.add("all of it merged.xlsx", DATA)
def merged_all() -> bytes:
    return xlsx(after='<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')


@CASES.add("100,000 merges.xlsx")
def many_merges() -> bytes:
    ranges = "".join(f'<mergeCell ref="A{n}:C{n}"/>' for n in range(1, 100_001))
    return xlsx(after=f'<mergeCells count="1">{ranges}</mergeCells>')


for _range in ("A1", "B2:A1", "A0:B0", "A1:XFE1", "A1:A1048577", "x:y", "A1:B2:C3", ""):
    CASES.put(
        f"merged {_range.replace(':', ' to ') or 'nothing'}.xlsx",
        lambda ref=_range: xlsx(after=f'<mergeCells><mergeCell ref="{ref}"/></mergeCells>'),
    )

_CELLS: Final = {
    "row 0": '<row r="0"><c r="A0"><v>1</v></c></row>',
    "row 2 to the 32": '<row r="4294967296"><c r="A4294967296"><v>1</v></c></row>',
    "row below zero": '<row r="-1"><c r="A-1"><v>1</v></c></row>',
    "row of letters": '<row r="x"><c r="x"><v>1</v></c></row>',
    "rows downwards": "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(50, 0, -1)),
    "one row again and again": _ONE * 1000,
    "columns downwards": '<row r="1"><c r="C1"><v>3</v></c><c r="B1"><v>2</v></c><c r="A1"><v>1</v></c></row>',
    "row and cell disagree": '<row r="5"><c r="B99"><v>1</v></c></row>',
    "column of many letters": '<row r="1"><c r="AAAAAAAAAAAAAAAA1"><v>1</v></c></row>',
    "column beyond the last": '<row r="1"><c r="XFE1"><v>1</v></c></row>',
    "empty reference": '<row r="1"><c r=""><v>1</v></c></row>',
    "text number out of range": '<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>',
    "text number below zero": '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
    "style out of range": '<row r="1"><c r="A1" s="4294967295"><v>1</v></c></row>',
    "unknown type": '<row r="1"><c r="A1" t="zz"><v>1</v></c></row>',
    "flag that is two": '<row r="1"><c r="A1" t="b"><v>2</v></c></row>',
    "unknown error": '<row r="1"><c r="A1" t="e"><v>#WHAT?</v></c></row>',
    "number not a number": '<row r="1"><c><v>NaN</v></c><c><v>1e999</v></c><c><v>-inf</v></c></row>',
    "number of a million digits": f'<row r="1"><c r="A1"><v>{"9" * 1_000_000}</v></c></row>',
    "number that is text": '<row r="1"><c r="A1"><v>twelve</v></c></row>',
    "text of ten million letters": inline("y" * 10_000_000),
    "date that is none": '<row r="1"><c r="A1" t="d"><v>9999-99-99T99:99:99</v></c></row>',
    "spans that lie": '<row r="1" spans="1:16384000"><c r="A1"><v>1</v></c></row>',
}
for _name, _rows in _CELLS.items():
    CASES.put(f"{_name}.xlsx", lambda rows=_rows: xlsx(rows))


@CASES.add("dates beyond all calendars.xlsx", DATA)
def impossible_dates() -> bytes:
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs count="1"><xf numFmtId="14"/></cellXfs></styleSheet>'
    days = (-1, 0, 60, 1e6, 2958466, 1e10, 1e300, -1e300, 0.999999999999)
    return xlsx(
        "".join(f'<row r="{n}"><c r="A{n}" s="0"><v>{day}</v></c></row>' for n, day in enumerate(days, 1)),
        styles=styles,
    )


# -- characters -------------------------------------------------------------------------------------------------------

_CHARACTERS: Final = {
    "lone surrogate": "a&#xD800;b",
    "NUL": "a&#0;b",
    "U+FFFE": "a&#xFFFE;b",
    "controls": "a&#1;&#8;&#x1B;[31mb",
    "C1 controls": "a&#x80;&#x85;&#x9F;b",
    "escaped controls": "a_x0000_b_x0001_c_xD800_d_xFFFE_e_x005F_f_xZZZZ_",
    "escaped surrogates": "_xD83D__xDE00__xDE00__xD83D_",
    "right to left": "\u202e\u2066lairepmI\u2069\u200f",
    "many accents": "e" + "\u0301" * 5000,
    "beyond Unicode": "&#x110000;",
    "raw controls": "a\x01\x02\x1fb",
    "raw NUL": "a\x00b",
    "unknown entity": "&nbsp;&eacute;&unknown;",
}
for _name, _text in _CHARACTERS.items():
    CASES.put(f"{_name} in a cell.xlsx", lambda text=_text: xlsx(inline("Nom", text) + inline("x", text, row=2)))
    CASES.put(f"{_name} in the shared texts.xlsx", lambda text=_text: xlsx(_STRING, shared=shared_strings("Nom", text)))
CASES.put(
    "bytes that are no UTF-8.xlsx",
    lambda: zipped(
        {
            **xlsx_parts(),
            "xl/worksheets/sheet1.xml": sheet_xml(inline("Z§")).encode().replace("§".encode(), b"\xff\xfe\xc3"),
        }
    ),
)
CASES.put(
    "sheet in UTF-16.xlsx",
    lambda: zipped(
        {
            **xlsx_parts(),
            "xl/worksheets/sheet1.xml": ('<?xml version="1.0" encoding="UTF-16"?>' + sheet_xml()).encode("utf-16"),
        }
    ),
)
CASES.put(
    "sheet in an unknown encoding.xlsx",
    lambda: zipped(xlsx_parts([sheet_xml(prolog='<?xml version="1.0" encoding="klingon"?>')])),
)

# -- entities, depth --------------------------------------------------------------------------------------------------

for _part in (
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/workbook.xml",
    "xl/styles.xml",
    "[Content_Types].xml",
    "xl/_rels/workbook.xml.rels",
):
    _plain = xlsx_parts([sheet_xml(_STRING)], shared=shared_strings("a", "b"), styles=f'<styleSheet xmlns="{MAIN}"/>')
    _text = str(_plain[_part])
    _place = "<v>1" if "sheet1" in _part else "<si><t>a" if "Strings" in _part else ">"
    CASES.put(
        f"billion laughs in {_part.replace('/', ' ')}.xlsx",
        lambda plain=_plain, part=_part, text=_text, place=_place: zipped(
            {**plain, part: laughs() + text.replace(place, place + "&lol11;", 1)}
        ),
    )
    CASES.put(
        f"file entity in {_part.replace('/', ' ')}.xlsx",
        lambda plain=_plain, part=_part, text=_text, place=_place: zipped(
            {
                **plain,
                part: '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + text.replace(place, place + "&f;", 1),
            }
        ),
    )
CASES.put("quadratic entity.xlsx", lambda: zipped(xlsx_parts([sheet_xml(inline("&a;" * 20_000), prolog=quadratic())])))


@CASES.add("100,000 elements deep.xlsx")
def deep() -> bytes:
    return xlsx(inline("<r>" * 100_000 + "x" + "</r>" * 100_000))


@CASES.add("100,000 attributes.xlsx")
def attributes() -> bytes:
    many = " ".join(f'a{number}="1"' for number in range(100_000))
    return xlsx(f"<row {many}><c><v>1</v></c></row>")
