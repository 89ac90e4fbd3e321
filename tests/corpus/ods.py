"""OpenDocument spreadsheets."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from tests.corpus.grid import FAILING, Book, Cell, Sheet, plain, raw_text
from tests.corpus.zipped import archive

NAMES: Final = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
    )
)
KIND: Final = "application/vnd.oasis.opendocument.spreadsheet"


def _shown(text: str) -> str:
    """Paragraphs of text; runs of spaces and spaces at the ends as OpenDocument wants them."""
    lines = []
    for line in text.split("\n"):
        body = escape(line)
        if line != line.strip(" ") or "  " in line:
            body = body.replace(" ", "<text:s/>")
        lines.append(f"<text:p>{body}</text:p>")
    return "".join(lines)


def _cell(cell: Cell, span: str) -> str:
    value = cell.value
    formula = f" table:formula={quoteattr('of:=' + cell.formula)}" if cell.formula else ""
    if cell.error:
        failing = quoteattr("of:=" + FAILING[str(value)])
        start = f' table:formula={failing} office:value-type="string" office:string-value=""'
    elif isinstance(value, bool):
        start = f' office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, (int, float)):
        kind = "percentage" if cell.form.endswith("%") else "float"
        start = f' office:value-type="{kind}" office:value="{plain(value)}"'
    elif isinstance(value, date):
        style = "moment" if isinstance(value, datetime) else "day"
        start = f' table:style-name="{style}" office:value-type="date" office:date-value="{value.isoformat()}"'
    else:
        start = ' office:value-type="string"'
    return f"<table:table-cell{span}{formula}{start}>{_shown(raw_text(cell))}</table:table-cell>"


def _sheet(sheet: Sheet) -> str:
    spans = {(a, b): (c - a + 1, d - b + 1) for a, b, c, d in sheet.merged}
    covered = {
        (line, column)
        for a, b, c, d in sheet.merged
        for line in range(a, c + 1)
        for column in range(b, d + 1)
        if (line, column) != (a, b)
    }
    rows = []
    for line, row in enumerate(sheet.rows(), 1):
        cells = []
        for column, cell in enumerate(row, 1):
            tall, wide = spans.get((line, column), (1, 1))
            span = (
                f' table:number-columns-spanned="{wide}" table:number-rows-spanned="{tall}"'
                if (tall, wide) != (1, 1)
                else ""
            )
            if (line, column) in covered:
                cells.append("<table:covered-table-cell/>")
            elif cell is None:
                cells.append(f"<table:table-cell{span}/>")
            else:
                cells.append(_cell(cell, span))
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    style = ' table:style-name="hidden"' if sheet.hidden else ""
    return f"<table:table table:name={quoteattr(sheet.name)}{style}>{''.join(rows)}</table:table>"


STYLES: Final = (
    '<number:date-style style:name="N1"><number:day number:style="long"/><number:text>/</number:text>'
    '<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/>'
    "</number:date-style>"
    '<number:date-style style:name="N2"><number:day number:style="long"/><number:text>/</number:text>'
    '<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/>'
    '<number:text> </number:text><number:hours number:style="long"/><number:text>:</number:text>'
    '<number:minutes number:style="long"/></number:date-style>'
    '<style:style style:name="day" style:family="table-cell" style:data-style-name="N1"/>'
    '<style:style style:name="moment" style:family="table-cell" style:data-style-name="N2"/>'
    '<style:style style:name="hidden" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)


def write(book: Book) -> bytes:
    """The book as ods."""
    tables = "".join(_sheet(sheet) for sheet in book.sheets)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    manifest = (
        f'{head}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    content = (
        f'{head}<office:document-content {NAMES} office:version="1.2"><office:automatic-styles>{STYLES}'
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return archive({"mimetype": KIND, "META-INF/manifest.xml": manifest, "content.xml": content}, stored="mimetype")
