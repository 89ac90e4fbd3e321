"""XML Spreadsheet 2003, as Excel and others write it, under any name."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.errors import LeadDeskError
from leaddesk.ingest.reader import Limits, read_file
from leaddesk.model.raw import MergedRange, RawFile, RawSheet
from tests.ingest.spreadsheets import rows

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.datetime(2025, 3, 4)  # noqa: DTZ001
HEAD = """<?xml version="1.0"{encoding}?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40">
 <ExcelWorkbook xmlns="urn:schemas-microsoft-com:office:excel"><WindowHeight>12</WindowHeight>{workbook}</ExcelWorkbook>
 <Styles><Style ss:ID="Default" ss:Name="Normal"><NumberFormat/></Style>
  <Style ss:ID="s1"><NumberFormat ss:Format="Short Date"/></Style>
  <Style ss:ID="s2" ss:Parent="s1"><Font ss:Bold="1"/></Style>
  <Style ss:ID="s3"><NumberFormat ss:Format="[h]:mm"/></Style>
  <Style ss:ID="s4"><NumberFormat ss:Format="0.0%"/></Style>
  <Style ss:ID="s5" ss:Parent="s6"/><Style ss:ID="s6" ss:Parent="s5"/></Styles>
"""


def workbook(*sheets: str, encoding: str = "", inside: str = "") -> str:
    said = f' encoding="{encoding}"' if encoding else ""
    return HEAD.format(encoding=said, workbook=inside) + "".join(sheets) + "</Workbook>"


def sheet(table: str, name: str = "Prospects", visible: str = "") -> str:
    options = f"<Visible>{visible}</Visible>" if visible else ""
    return (
        f'<Worksheet ss:Name="{name}"><Table ss:ExpandedColumnCount="9">{table}</Table><WorksheetOptions '
        f'xmlns="urn:schemas-microsoft-com:office:excel">{options}<Selected/></WorksheetOptions></Worksheet>'
    )


def cell(kind: str, text: str, **said: object) -> str:
    attributes = "".join(f' ss:{name}="{value}"' for name, value in said.items())
    return f'<Cell{attributes}><Data ss:Type="{kind}">{text}</Data></Cell>'


def row(*cells: str, **said: object) -> str:
    attributes = "".join(f' ss:{name}="{value}"' for name, value in said.items())
    return f"<Row{attributes}>{''.join(cells)}</Row>"


def opened(folder: Path, content: str | bytes, name: str = "export.xls", **wanted: Any) -> RawFile:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    file, issues = read_file(path, **wanted)
    assert file.format == "xml2003"
    assert not issues
    return file


def only(folder: Path, table: str, **wanted: Any) -> RawSheet:
    (found,) = opened(folder, workbook(sheet(table), **wanted)).sheets
    return found


def test_kinds(tmp_path: Path) -> None:
    cells = [
        cell("String", "Zo&#233; &amp; Cie&#10;Lyon"), cell("Number", "1234.5"), cell("Number", "0.125", StyleID="s4"),
        cell("DateTime", "2025-03-04T00:00:00.000", StyleID="s1"), cell("DateTime", "2025-03-04T05:06:07.500"),
        cell("Boolean", "1"), cell("Boolean", "0"), cell("Error", "#N/A"), cell("String", "01000"),
        cell("Number", "1 234"), cell("Number", "INF"), "<Cell/>", cell("String", ""), cell("DateTime", "hier"),
    ]  # fmt: skip
    found = only(tmp_path, row(*cells))
    assert rows(found) == [
        [
            "Zoé & Cie\nLyon", 1234.5, 0.125, DAY, dt.datetime(2025, 3, 4, 5, 6, 7, 500_000), True, False,  # noqa: DTZ001
            ("error", "#N/A"), "01000", "1 234", ("error", "#NUM!"), None, None, "hier",
        ]
    ]  # fmt: skip


def test_numbers_and_times_that_styles_show_as_dates(tmp_path: Path) -> None:
    number = cell("Number", "45720")
    table = (
        '<Column ss:Index="2" ss:StyleID="s1" ss:Span="1"/>'
        + row(number, number, number, number)
        + row(number, cell("Number", "45720", StyleID="s4"), StyleID="s2")
        + row(cell("Number", "45720", StyleID="s5"))
        + row(
            cell("DateTime", "1899-12-31T10:30:00.000"),
            cell("DateTime", "1900-01-01T06:00:00.000", StyleID="s3"),
        )
    )
    assert rows(only(tmp_path, table)) == [
        [45720.0, DAY, DAY, 45720.0],
        [DAY, 45720.0, None, None],
        [45720.0, None, None, None],
        [dt.timedelta(hours=10, minutes=30), dt.timedelta(hours=30), None, None],
    ]


def test_the_1904_system(tmp_path: Path) -> None:
    table = row(cell("Number", "44258", StyleID="s1"), cell("Number", "1"))
    assert rows(only(tmp_path, table, inside="<Date1904/>")) == [[DAY, 1.0]]


def test_places_and_merged_cells(tmp_path: Path) -> None:
    table = (
        row(cell("String", "a", Index=2), cell("String", "b", MergeAcross=2, MergeDown=1), cell("String", "c"), Index=3)
        + row(cell("String", "d"), Span=1)
        + row(cell("String", "e"))
        + '<Row ss:Index="1048576"/>'
    )
    found = only(tmp_path, table)
    assert (found.first_line, found.first_column, found.rows) == (3, 1, 4)
    assert rows(found) == [
        [None, "a", "b", None, None, "c"],
        ["d", None, None, None, None, None],
        [None] * 6,
        ["e", None, None, None, None, None],
    ]
    assert found.merged == (MergedRange(2, 2, 3, 4),)


def test_rich_text_is_text_and_comments_are_not(tmp_path: Path) -> None:
    table = (
        '<Row><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">to <B>call</B> <I>back</I>'
        "</ss:Data>"
        '<Comment ss:Author="x"><ss:Data xmlns="http://www.w3.org/TR/REC-html40"><B>x:</B> later</ss:Data></Comment>'
        '<NamedCell ss:Name="_FilterDatabase"/></Cell></Row>'
    )
    assert rows(only(tmp_path, table)) == [["to call back"]]


def test_sheets_and_hidden_ones(tmp_path: Path) -> None:
    one = row(cell("Number", "1"))
    content = workbook(
        sheet(one, "Prospects"), sheet(one, "Coûts &amp; frais", "SheetHidden"), sheet("", "Vide", "SheetVeryHidden")
    )
    found = opened(tmp_path, content, "x.xml").sheets
    assert [(one.name, one.hidden, one.rows) for one in found] == [
        ("Prospects", False, 1),
        ("Coûts & frais", True, 1),
        ("Vide", True, 0),
    ]


def test_another_prefix_and_no_declaration(tmp_path: Path) -> None:
    content = (
        '<s:Workbook xmlns:s="urn:schemas-microsoft-com:office:spreadsheet"><s:Worksheet s:Name="A"><s:Table><s:Row>'
        '<s:Cell s:Index="2"><s:Data s:Type="String">x</s:Data></s:Cell></s:Row></s:Table></s:Worksheet></s:Workbook>'
    )
    (found,) = opened(tmp_path, content).sheets
    assert (rows(found), found.first_column) == ([["x"]], 2)


@pytest.mark.parametrize(
    ("said", "encoding"),
    [
        ("UTF-8", "utf-8"), ("", "utf-8"), ("utf-8", "utf-8-sig"), ("UTF-16", "utf-16"), ("windows-1252", "cp1252"),
        ("ISO-8859-1", "cp1252"), ("macintosh", "mac-roman"), ("UTF-8", "cp1252"),
    ],
)  # fmt: skip
def test_encodings(tmp_path: Path, said: str, encoding: str) -> None:
    content = workbook(sheet(row(cell("String", "Hélène")), "Coûts"), encoding=said)
    (found,) = opened(tmp_path, content.encode(encoding)).sheets
    assert (found.name, rows(found)) == ("Coûts", [["Hélène"]])


def test_characters_that_xml_forbids_are_passed_over(tmp_path: Path) -> None:
    assert rows(only(tmp_path, row(cell("String", "a\x0bb")))) == [["ab"]]


BOMB = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "match"),
    [
        (workbook(sheet("")).replace("<?mso", BOMB + "<?mso"), "DOCTYPE"),
        (workbook(sheet(row(cell("String", "a"))))[:-40], "damaged"),
        (workbook(sheet(row(cell("String", "A&T")))), "damaged"),
        (workbook(sheet(row(cell("String", "a"), Index=52))), "50 rows"),
        (workbook(sheet(row(cell("String", "a", Index=31)))), "30 columns"),
    ],
)
def test_refusals(tmp_path: Path, content: str, match: str) -> None:
    (tmp_path / "export.xls").write_text(content, encoding="utf-8")
    with pytest.raises(LeadDeskError, match=rf"export\.xls.*{match}"):
        read_file(tmp_path / "export.xls", limits=Limits(rows=50, columns=30))
