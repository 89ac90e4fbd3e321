"""Excel workbooks, written part by part so that formulas keep their results and nothing depends on a library."""

from __future__ import annotations

from datetime import date
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from tests.corpus.grid import FAILING, Book, Cell, Sheet, letters, plain, serial
from tests.corpus.zipped import archive

HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
BUILT_IN: Final = {"": 0, "0": 1, "#,##0.00": 4}


class _Writer:
    """Keeps the shared strings and the number formats while the sheets are written."""

    def __init__(self, book: Book, *, inline: bool) -> None:
        self.book = book
        self.inline = inline
        self.strings: dict[str, int] = {}
        self.forms: list[str] = [""]

    def style(self, form: str) -> int:
        if form not in self.forms:
            self.forms.append(form)
        return self.forms.index(form)

    def cell(self, place: str, cell: Cell) -> str:
        value = cell.value
        style = self.style(cell.form)
        start = f'<c r="{place}"' + (f' s="{style}"' if style else "")
        formula = f"<f>{escape(cell.formula)}</f>" if cell.formula else ""
        if cell.error:
            return f'{start} t="e"><f>{escape(FAILING[str(value)])}</f><v>{escape(str(value))}</v></c>'
        if isinstance(value, bool):
            return f'{start} t="b">{formula}<v>{int(value)}</v></c>'
        if isinstance(value, date):
            value = serial(value, from_1904=self.book.from_1904)
        if isinstance(value, (int, float)):
            return f"{start}>{formula}<v>{plain(value)}</v></c>"
        text = _text(value)
        if formula:
            return f'{start} t="str">{formula}<v>{escape(value)}</v></c>'
        if self.inline:
            return f'{start} t="inlineStr"><is>{text}</is></c>'
        return f'{start} t="s"><v>{self.strings.setdefault(value, len(self.strings))}</v></c>'

    def sheet(self, sheet: Sheet) -> str:
        rows: list[str] = []
        lines = sorted({line for line, _ in sheet.cells})
        for line in lines:
            places = sorted(column for at, column in sheet.cells if at == line)
            cells = "".join(self.cell(f"{letters(column)}{line}", sheet.cells[line, column]) for column in places)
            rows.append(f'<row r="{line}">{cells}</row>')
        merged = "".join(f'<mergeCell ref="{letters(b)}{a}:{letters(d)}{c}"/>' for a, b, c, d in sheet.merged)
        merges = f'<mergeCells count="{len(sheet.merged)}">{merged}</mergeCells>' if merged else ""
        return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData>{merges}</worksheet>'

    def styles(self) -> str:
        custom = {form: 164 + at for at, form in enumerate(form for form in self.forms if form not in BUILT_IN)}
        forms = "".join(f'<numFmt numFmtId="{at}" formatCode={quoteattr(form)}/>' for form, at in custom.items())
        numbers = [custom.get(form, BUILT_IN.get(form, 0)) for form in self.forms]
        cells = "".join(
            f'<xf numFmtId="{at}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' for at in numbers
        )
        return (
            f'{HEAD}<styleSheet xmlns="{MAIN}">'
            + (f'<numFmts count="{len(custom)}">{forms}</numFmts>' if custom else "")
            + '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
            '<fills count="2"><fill><patternFill patternType="none"/></fill>'
            '<fill><patternFill patternType="gray125"/></fill></fills>'
            '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            f'<cellXfs count="{len(numbers)}">{cells}</cellXfs>'
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
        )

    def shared(self) -> str:
        items = "".join(f"<si>{_text(text)}</si>" for text in self.strings)
        return f'{HEAD}<sst xmlns="{MAIN}" uniqueCount="{len(self.strings)}">{items}</sst>'


def _text(text: str) -> str:
    keep = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"<t{keep}>{escape(text)}</t>"


def write(book: Book, *, inline: bool = False) -> bytes:
    """The book as xlsx; ``inline``: texts stand in their cells, as some exporters have it."""
    writer = _Writer(book, inline=inline)
    sheets = {f"xl/worksheets/sheet{at}.xml": writer.sheet(one) for at, one in enumerate(book.sheets, 1)}
    count = len(sheets)
    names = "".join(
        f'<sheet name={quoteattr(one.name)} sheetId="{at}"{" state=" + quoteattr("hidden") if one.hidden else ""}'
        f' r:id="rId{at}"/>'
        for at, one in enumerate(book.sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, count + 1)
    )
    links += f'<Relationship Id="rId{count + 1}" Type="{OFFICE}/styles" Target="styles.xml"/>'
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{TYPES}.worksheet+xml"/>'
        for at in range(1, count + 1)
    )
    if not inline:
        links += f'<Relationship Id="rId{count + 2}" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        overrides += f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPES}.sharedStrings+xml"/>'
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/>{overrides}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"<workbookPr{' date1904=' + quoteattr('1') if book.from_1904 else ''}/><sheets>{names}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
        "xl/styles.xml": writer.styles(),
        **sheets,
    }
    if not inline:
        parts["xl/sharedStrings.xml"] = writer.shared()
    return archive(parts)
