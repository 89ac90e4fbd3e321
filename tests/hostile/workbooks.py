"""Hostile workbooks: sheets, names and relations that are none, and all that must never run or be followed."""

from __future__ import annotations

from typing import Final

from tests.hostile.case import DATA, Cases
from tests.hostile.parts import MAIN, OFFICE, relations, sheet_xml, xlsx, xlsx_parts, zipped

CASES: Final = Cases()
_ONE: Final = '<row r="1"><c r="A1"><v>1</v></c></row>'

# -- sheets, names, relations -----------------------------------------------------------------------------------------


@CASES.add("10,000 sheets.xlsx", "bomb")
def many_sheets() -> bytes:
    return zipped(xlsx_parts([sheet_xml(_ONE)] * 10_000))


@CASES.add("600 sheets.xlsx", DATA)
def some_sheets() -> bytes:
    return zipped(xlsx_parts([sheet_xml(_ONE)] * 600))


NAMES: Final = (
    "", " ", "a" * 5000, "../../etc/passwd", "C:\\con", "=1+1", "=cmd|' /C calc'!A0", "<b>x</b>", "é\u202eè",
    "\u200b", "'", '"', "[x]*?:/\\", "{name}", "%s%n", "History", "Leads", "leads", "Leads", "\U0001f69a", "\ufffe",
    "a\nb\tc", "_xlnm.Print_Area",
)  # fmt: skip
CASES.put("naughty names of sheets.xlsx", lambda: zipped(xlsx_parts([sheet_xml()] * len(NAMES), names=NAMES)))
CASES.put(
    "two sheets of one name.xlsx", lambda: zipped(xlsx_parts([sheet_xml(), sheet_xml(_ONE)], names=["A", "A"])), DATA
)
CASES.put("NUL in the name of a sheet.xlsx", lambda: zipped(xlsx_parts(names=["a\x00b"])))
CASES.put("no sheets.xlsx", lambda: zipped(xlsx_parts([])))
CASES.put(
    "100,000 defined names.xlsx",
    lambda: zipped(
        xlsx_parts(
            in_workbook="<definedNames>"
            + "".join(f'<definedName name="n{n}">Leads1!$A$1</definedName>' for n in range(100_000))
            + "</definedNames>"
        )
    ),
)


def _linked(target: str, more: str = "") -> bytes:
    return zipped({**xlsx_parts(), "xl/_rels/workbook.xml.rels": relations([("rId1", "worksheet", target)], more)})


for _name, _target in {
    "sheet is the workbook": "workbook.xml",
    "sheet is its own relations": "_rels/workbook.xml.rels",
    "sheet outside": "../../../../../../etc/passwd",
    "sheet absolute": "/etc/passwd",
    "sheet on the disk": "file:///etc/passwd",
    "sheet missing": "worksheets/sheet9.xml",
    "sheet without target": "",
    "sheet is a folder": "worksheets/",
    "sheet of a share": "\\\\host\\share\\x.xml",
}.items():
    CASES.put(f"{_name}.xlsx", lambda target=_target: _linked(target))

for _missing in (
    "xl/_rels/workbook.xml.rels",
    "xl/workbook.xml",
    "[Content_Types].xml",
    "_rels/.rels",
    "xl/worksheets/sheet1.xml",
):
    CASES.put(
        f"without {_missing.replace('/', ' ')}.xlsx",
        lambda missing=_missing: zipped({name: part for name, part in xlsx_parts().items() if name != missing}),
    )
    CASES.put(f"empty {_missing.replace('/', ' ')}.xlsx", lambda empty=_missing: zipped({**xlsx_parts(), empty: b""}))
    CASES.put(
        f"cut {_missing.replace('/', ' ')}.xlsx",
        lambda cut=_missing: zipped({**xlsx_parts(), cut: xlsx_parts()[cut][:-30]}),
    )
CASES.put(
    "relations in a circle.xlsx",
    lambda: zipped(
        {
            **xlsx_parts(),
            "_rels/.rels": relations([("a", "officeDocument", "_rels/.rels")]),
            "xl/worksheets/_rels/sheet1.xml.rels": relations(
                [("a", "worksheet", "sheet1.xml"), ("b", "table", "../workbook.xml")]
            ),
        }
    ),
)
CASES.put(
    "one id many times.xlsx",
    lambda: zipped(
        {
            **xlsx_parts(),
            "xl/_rels/workbook.xml.rels": relations([("rId1", "worksheet", "worksheets/sheet1.xml")] * 5000),
        }
    ),
)


# -- what must never run ----------------------------------------------------------------------------------------------


@CASES.add("macros.xlsm", DATA)
def macros() -> bytes:
    macro = relations([("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "vbaProject", "vbaProject.bin")])
    return zipped(
        {
            **xlsx_parts(),
            "xl/_rels/workbook.xml.rels": macro,
            "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Auto_Open Shell" * 40,
        }
    )


@CASES.add("formulas that call out.xlsx", DATA)
def formulas() -> bytes:
    calls = (
        "cmd|' /C calc'!A0",
        "WEBSERVICE(&quot;http://127.0.0.1:9/x&quot;)",
        "'[1]Feuil1'!A1",
        "CALL(&quot;kernel32&quot;,&quot;WinExec&quot;)",
        "SUM(A1:XFD1048576)",
    )
    return xlsx(
        "".join(
            f'<row r="{n}"><c r="A{n}"><f>{call}</f><v>{n}</v></c><c r="B{n}"><f>{call}</f></c></row>'
            for n, call in enumerate(calls, 1)
        )
    )


@CASES.add("shared formulas in a circle.xlsx", DATA)
def circular() -> bytes:
    return xlsx(
        "".join(
            f'<row r="{n}"><c r="A{n}"><f t="shared" si="0" ref="A1:XFD1048576">A{n % 9 + 1}</f><v>0</v></c></row>'
            for n in range(1, 10)
        )
    )


@CASES.add("external links.xlsx", DATA)
def external_links() -> bytes:
    return linked_to("http://127.0.0.1:9")


def linked_to(address: str) -> bytes:
    """A workbook in which everything that can name an address names this one."""
    outside = f'<Relationship Id="{{}}" Type="{OFFICE}/{{}}" Target="{address}/x.xlsx" TargetMode="External"/>'
    book = relations(
        [("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "externalLink", "externalLinks/externalLink1.xml")]
    )
    sheet = sheet_xml(
        before=f'<?xml-stylesheet href="{address}/a.xsl" type="text/xsl"?>',
        after='<hyperlinks><hyperlink ref="A1" r:id="h" xmlns:r="' + OFFICE + '"/></hyperlinks><tableParts/>',
    )
    shared = f'<!DOCTYPE sst SYSTEM "{address}/x.dtd"><sst xmlns="{MAIN}"/>'
    linked = '<externalReferences><externalReference r:id="rId2"/></externalReferences>'
    external = f'<externalLink xmlns="{MAIN}"><externalBook r:id="e" xmlns:r="{OFFICE}"/></externalLink>'
    return zipped(
        xlsx_parts([sheet], shared=shared, in_workbook=linked)
        | {
            "xl/_rels/workbook.xml.rels": book,
            "xl/worksheets/_rels/sheet1.xml.rels": relations(
                [], outside.format("h", "hyperlink") + outside.format("i", "image")
            ),
            "xl/externalLinks/externalLink1.xml": external,
            "xl/externalLinks/_rels/externalLink1.xml.rels": relations([], outside.format("e", "externalLinkPath")),
        }
    )
