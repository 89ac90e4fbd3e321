"""Spreadsheets that are marked-up text: an HTML table, or the XML of Excel 2003, mostly named .xls."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from tests.corpus.grid import Book, Cell, Sheet, plain, raw_text

SPREADSHEET: Final = "urn:schemas-microsoft-com:office:spreadsheet"


def html(book: Book) -> bytes:
    """The first sheet as an HTML table, the way web applications "export to Excel"."""
    sheet = book.sheets[0]
    spans = {(a, b): (c - a + 1, d - b + 1) for a, b, c, d in sheet.merged}
    covered = {
        (line, column) for a, b, c, d in sheet.merged for line in range(a, c + 1) for column in range(b, d + 1)
    } - set(spans)
    rows = []
    for line, row in enumerate(sheet.rows(), 1):
        cells = []
        for column, cell in enumerate(row, 1):
            if (line, column) in covered:
                continue
            tall, wide = spans.get((line, column), (1, 1))
            span = (f' rowspan="{tall}"' if tall > 1 else "") + (f' colspan="{wide}"' if wide > 1 else "")
            text = "" if cell is None else escape(raw_text(cell)).replace("\n", "<br>").replace("\u00a0", "&nbsp;")
            cells.append(f"<td{span}>{text}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    page = (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>'
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8"><style>td {mso-number-format:"\\@"}</style>'
        "</head><body>\n<table border=1>\n" + "\n".join(rows) + "\n</table>\n</body></html>\n"
    )
    return page.encode()


def _typed(cell: Cell) -> str:
    value = cell.value
    formula = f" ss:Formula={quoteattr('=' + cell.formula)}" if cell.formula else ""
    style = ""
    if cell.error:
        kind, text = "Error", str(value)
    elif isinstance(value, bool):
        kind, text = "Boolean", str(int(value))
    elif isinstance(value, (int, float)):
        kind, text = "Number", plain(value)
    elif isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
        kind, text, style = "DateTime", f"{moment:%Y-%m-%dT%H:%M:%S}.000", ' ss:StyleID="day"'
    else:
        kind, text = "String", escape(value).replace("\n", "&#10;")
    return f'{style}{formula}><Data ss:Type="{kind}">{text}</Data></Cell>'


def _worksheet(sheet: Sheet) -> str:
    spans = {(a, b): (c - a, d - b) for a, b, c, d in sheet.merged}
    rows = []
    last_line = 0
    for line in sorted({line for line, _ in sheet.cells}):
        cells = []
        last = 0
        for column in sorted(column for at, column in sheet.cells if at == line):
            tall, wide = spans.get((line, column), (0, 0))
            index = f' ss:Index="{column}"' if column != last + 1 else ""
            span = (f' ss:MergeAcross="{wide}"' if wide else "") + (f' ss:MergeDown="{tall}"' if tall else "")
            cells.append(f"<Cell{index}{span}{_typed(sheet.cells[line, column])}")
            last = column + wide
        index = f' ss:Index="{line}"' if line != last_line + 1 else ""
        rows.append(f"   <Row{index}>{''.join(cells)}</Row>")
        last_line = line
    options = (
        '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible>'
        "</WorksheetOptions>"
        if sheet.hidden
        else ""
    )
    table = "\n".join(rows)
    return f" <Worksheet ss:Name={quoteattr(sheet.name)}>\n  <Table>\n{table}\n  </Table>{options}\n </Worksheet>"


def xml2003(book: Book) -> bytes:
    """The book as Excel 2003's XML."""
    sheets = "\n".join(_worksheet(sheet) for sheet in book.sheets)
    page = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        f'<Workbook xmlns="{SPREADSHEET}" xmlns:ss="{SPREADSHEET}">\n'
        ' <Styles><Style ss:ID="Default"/><Style ss:ID="day"><NumberFormat ss:Format="Short Date"/></Style></Styles>\n'
        f"{sheets}\n</Workbook>\n"
    )
    return page.encode()
