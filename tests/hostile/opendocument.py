"""Hostile ods: repeats without end, entity bombs, impossible values."""

from __future__ import annotations

from typing import Final

from tests.hostile.case import DATA, Cases
from tests.hostile.openxml import laughs, quadratic
from tests.hostile.parts import ODS_TYPE, content_xml, ods, ods_cell, ods_of, ods_row, zipped

CASES: Final = Cases()
_FLAG: Final = '<table:table-cell office:value-type="boolean" office:boolean-value="true" {}/>'


def _repeated(rows: int | str = 1, columns: int | str = 1, cell: str = _FLAG) -> str:
    return ods_row(
        cell.format(f'table:number-columns-repeated="{columns}"'), attributes=f'table:number-rows-repeated="{rows}"'
    )


for _name, _rows, _columns, _ends in (
    ("rows", 1_048_576, 1, "too_many_rows"),
    ("columns", 1, 16_385, ""),
    ("both", 1_048_576, 16_384, ""),
    ("both within the limits", 200_000, 16_384, ""),
    ("rows 2 to the 31", 2**31, 1, "too_many_rows"),
    ("rows 2 to the 63", 2**63, 1, ""),
    ("columns 2 to the 63", 1, 2**63, ""),
    ("rows below zero", -5, 1, ""),
    ("columns below zero", 1, -5, ""),
    ("no rows", 0, 1, ""),
    ("rows in words", "many", 1, ""),
    ("columns in words", 1, "many", ""),
):
    CASES.put(f"repeated {_name}.ods", lambda rows=_rows, columns=_columns: ods(_repeated(rows, columns)), _ends)
    CASES.put(
        f"repeated {_name} and merged.ods",
        lambda rows=_rows, columns=_columns: ods(
            ods_row(ods_cell("a", 'table:number-columns-spanned="2"')) + _repeated(rows, columns)
        ),
        _ends,
    )


@CASES.add("repeats in repeats.ods")
def nested_repeats() -> bytes:
    """A table within the cell of a repeated row, which repeats its own."""
    inner = f"<table:table>{_repeated(1000, 1000)}</table:table>"
    for _ in range(20):
        cell = f'<table:table-cell table:number-columns-repeated="1000">{inner}</table:table-cell>'
        row = ods_row(cell, attributes='table:number-rows-repeated="1000"')
        inner = f"<table:table>{row}</table:table>"
    return ods("", more=inner)


@CASES.add("repeated groups of rows.ods")
def groups() -> bytes:
    group = _repeated(1000, 3)
    for _ in range(200):
        group = f"<table:table-row-group>{group}{_repeated(900, 3)}</table:table-row-group>"
    return ods(group)


@CASES.add("many sheets of repeats.ods", "bomb")
def many_large_sheets() -> bytes:
    """Each sheet is acceptable, all of them together would fill the memory of whoever collects them."""
    row = ods_row(ods_cell("a", 'table:number-columns-spanned="2"'))
    table = "<table:table>" + row + _repeated(150_000, 100) + "</table:table>"
    return ods("", more=table * 200)


@CASES.add("many sheets of wide repeats.ods", "too_many_cells", heavy=True)
def many_wide_sheets() -> bytes:
    row = ods_row(ods_cell("a", 'table:number-columns-spanned="2"'))
    table = "<table:table>" + row + _repeated(2, 16_000) + "</table:table>"
    return ods("", more=table * 2000)


@CASES.add("long text repeated.ods")
def long_text_repeated() -> bytes:
    return ods(
        ods_row(
            ods_cell("x" * 1_000_000, 'table:number-columns-repeated="10"'),
            attributes='table:number-rows-repeated="1000"',
        )
    )


@CASES.add("blank rows to the end.ods", DATA)
def blank_rows() -> bytes:
    return ods(
        ods_row(ods_cell("Nom")) + ods_row(ods_cell("Zoé")) + _repeated(1_048_574, 16_384, "<table:table-cell {}/>")
    )


@CASES.add("spans of all sizes.ods")
def spans() -> bytes:
    cells = [
        ods_cell("a", f'table:number-columns-spanned="{wide}" table:number-rows-spanned="{high}"')
        for wide, high in ((16_384, 1_048_576), (-1, -1), (0, 0), (2**40, 2**40))
    ]
    return ods(ods_row(*cells))


@CASES.add("span in words.ods")
def span_in_words() -> bytes:
    return ods(ods_row(ods_cell("a", 'table:number-columns-spanned="two"')))


_VALUES: Final = {
    "number that is none": 'office:value-type="float" office:value="NaN"',
    "number without end": 'office:value-type="float" office:value="1e999"',
    "number in words": 'office:value-type="float" office:value="twelve"',
    "number of a million digits": f'office:value-type="float" office:value="{"9" * 1_000_000}"',
    "date that is none": 'office:value-type="date" office:date-value="9999-99-99"',
    "date of the year 30000": 'office:value-type="date" office:date-value="30000-01-01"',
    "date below zero": 'office:value-type="date" office:date-value="-0001-01-01T00:00:00"',
    "time without end": 'office:value-type="time" office:time-value="P99999999999999DT1H1M1S"',
    "time of many digits": f'office:value-type="time" office:time-value="PT{"9" * 5000}H"',
    "time that is none": 'office:value-type="time" office:time-value="soon"',
    "unknown type": 'office:value-type="zz" office:value="1"',
}
for _name, _value in _VALUES.items():
    for _more in ("", 'table:number-columns-spanned="2"'):
        CASES.put(
            f"{_name}{' and merged' if _more else ''}.ods",
            lambda value=_value, more=_more: ods(
                ods_row(f"<table:table-cell {value} {more}/>") + ods_row(ods_cell("b"))
            ),
        )


@CASES.add("billion blanks.ods")
def blanks() -> bytes:
    spaces = '<text:p><text:s text:c="2000000000"/><text:s text:c="-3"/><text:s text:c="9"/></text:p>'
    cell = f'<table:table-cell office:value-type="string" table:number-columns-spanned="2">{spaces}</table:table-cell>'
    return ods(ods_row(*[cell] * 2000))


@CASES.add("blanks in words.ods")
def blanks_in_words() -> bytes:
    cell = '<table:table-cell table:number-columns-spanned="2"><text:p><text:s text:c="x"/></text:p></table:table-cell>'
    return ods(ods_row(cell))


@CASES.add("100,000 elements deep.ods")
def deep() -> bytes:
    text = "<text:span>" * 100_000 + "x" + "</text:span>" * 100_000
    cell = f'<table:table-cell table:number-columns-spanned="2"><text:p>{text}</text:p></table:table-cell>'
    return ods(ods_row(cell))


@CASES.add("2,000 elements deep.ods")
def deeper_than_python() -> bytes:
    text = "<text:span>" * 2_000 + "x" + "</text:span>" * 2_000
    cell = f'<table:table-cell table:number-columns-spanned="2"><text:p>{text}</text:p></table:table-cell>'
    return ods(ods_row(cell))


def _written(text: str, prolog: str, attributes: str) -> bytes:
    """An ods with one cell, whose XML is *text* as it is."""
    table = f"<table:table>{ods_row(ods_cell('@', attributes))}</table:table>"
    return ods_of(content_xml(table, prolog).replace("@", text))


for _marked in ("", 'table:number-columns-spanned="2"'):
    _tail = " and merged" if _marked else ""
    for _name, _text, _prolog in (
        ("billion laughs", "&lol11;", laughs()),
        ("quadratic entity", "&a;" * 20_000, quadratic()),
        ("file entity", "&f;", '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]>'),
    ):
        CASES.put(
            f"{_name}{_tail}.ods", lambda text=_text, prolog=_prolog, marked=_marked: _written(text, prolog, marked)
        )

for _text, _name in (
    ("a&#xD800;b", "lone surrogate"),
    ("a&#0;b", "NUL"),
    ("a&#xFFFE;b", "U+FFFE"),
    ("a&#x85;&#1;b", "controls"),
    ("&x;", "unknown entity"),
):
    CASES.put(f"{_name}.ods", lambda text=_text: _written(text, "", ""))

_TABLES: Final = "".join(
    f'<table:table table:name="{name}">{ods_row(ods_cell("a"))}</table:table>'
    for name in ("", " ", "../x", "=1+1", "A", "A", "é\u202e", "x" * 5000, "&lt;b&gt;")
)
CASES.put("naughty names of sheets.ods", lambda: ods("", more=_TABLES), DATA)
CASES.put("1,000 sheets.ods", lambda: ods("", more=f"<table:table>{ods_row(ods_cell('a'))}</table:table>" * 1_000))
CASES.put("no sheets.ods", lambda: ods_of(content_xml("")))
CASES.put("no content.ods", lambda: zipped({"mimetype": ODS_TYPE}), "damaged")
CASES.put(
    "elements that do not close.ods",
    lambda: ods_of(content_xml(f"<table:table>{ods_row(ods_cell('X'))}</table:table>").replace("X</text:p>", "X</te>")),
    "damaged",
)
CASES.put("empty content.ods", lambda: ods_of(""), "damaged")
CASES.put("content that is no XML.ods", lambda: ods_of(b"\x00\xff" * 500))
CASES.put("cut content.ods", lambda: ods_of(content_xml(ods_row(ods_cell("a")))[:-60]))
CASES.put("other content.ods", lambda: ods_of("<html><table><tr><td>1</td></tr></table></html>"))
CASES.put("long mimetype.ods", lambda: zipped({"mimetype": ODS_TYPE + "x" * 5_000_000, "content.xml": "<a/>"}))
CASES.put(
    "text document.ods",
    lambda: zipped({"mimetype": ODS_TYPE.replace("spreadsheet", "text"), "content.xml": "<a/>"}),
    "document",
)
CASES.put(
    "encrypted.ods",
    lambda: zipped({"mimetype": ODS_TYPE, "META-INF/manifest.xml": "<m:encryption-data/>", "content.xml": bytes(99)}),
    "locked",
)
CASES.put(
    "formulas and sources outside.ods",
    lambda: ods(
        ods_row(ods_cell("1", "table:formula=\"of:=DDE('cmd';'/C calc';'A0')\""))
        + '<table:table-source xlink:href="http://127.0.0.1:9/x.ods" table:table-name="A"/>',
        more='<table:dde-links/><office:scripts xmlns:office="x"/>',
    ),
    DATA,
)
