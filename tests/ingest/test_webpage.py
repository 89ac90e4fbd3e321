"""HTML tables under any name: every table a sheet, cells as they are seen."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.errors import LeadDeskError
from leaddesk.ingest.assembly import SheetAssembly
from leaddesk.ingest.frames import FrameWriter, read_frame
from leaddesk.ingest.reader import Limits, read_file
from leaddesk.ingest.readers import Job
from leaddesk.ingest.readers.webpage import read
from leaddesk.ingest.refusal import Refusal
from leaddesk.model.raw import CellKind, MergedRange, RawFile
from tests.ingest.spreadsheets import rows

if TYPE_CHECKING:
    from pathlib import Path


def opened(folder: Path, content: str | bytes, name: str = "export.xls", **wanted: Any) -> RawFile:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    file, issues = read_file(path, **wanted)
    assert file.format == "html"
    assert not issues
    return file


def grid(folder: Path, content: str | bytes) -> list[list[Any]]:
    (sheet,) = opened(folder, content).sheets
    return rows(sheet)


def html(*table: list[str]) -> str:
    lines = ("".join(f"<td>{cell}</td>" for cell in line) for line in table)
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def test_an_export_called_xls(tmp_path: Path) -> None:
    page = """<!DOCTYPE html>
    <html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>Export</title>
    <style>td { color: red }</style><script>var x = "<td>no cell</td>";</script></head>
    <body><h1>Prospects</h1><table border="1"><thead><tr><th>Nom</th><th>Créé le</th><th>Montant</th></tr></thead>
    <tbody><tr><td> Zo&eacute;  &amp;\n Cie </td><td>04/03/2025</td><td>1&nbsp;234,50 &euro;</td></tr>
    <tr><td><b>Ana</b><br>Martin</td><td>&nbsp;</td><td>01000</td></tr></tbody></table></body></html>"""
    found = grid(tmp_path, page)
    assert found == [
        ["Nom", "Créé le", "Montant"],
        ["Zoé & Cie", "04/03/2025", "1\u00a0234,50 €"],
        ["Ana\nMartin", None, "01000"],
    ]


def test_cells_stay_text(tmp_path: Path) -> None:
    (sheet,) = opened(tmp_path, html(["montant", "date"], ["12", "2025-03-04"], ["12.5", "TRUE"])).sheets
    assert {kind for column in sheet.columns for kind in column.kinds} == {CellKind.TEXT}


def test_spans_are_merged_ranges(tmp_path: Path) -> None:
    page = (
        '<table><tr><th colspan=2>Nom</th><th rowspan="2">Total</th><th>x</th></tr>'
        '<tr><td>a</td><td>b</td><td>c</td></tr><tr><td rowspan=2 colspan="2">d</td><td>e</td></tr>'
        "<tr><td>f</td><td>g</td></tr></table>"
    )
    (sheet,) = opened(tmp_path, page).sheets
    assert rows(sheet) == [
        ["Nom", None, "Total", "x"],
        ["a", "b", None, "c"],
        ["d", None, "e", None],
        [None, None, "f", "g"],
    ]
    assert sheet.merged == (MergedRange(0, 0, 0, 1), MergedRange(0, 2, 1, 2), MergedRange(2, 0, 3, 1))


def test_every_table_with_content_is_a_sheet(tmp_path: Path) -> None:
    page = (
        "<table><tr><td>\n<table><caption>Coûts</caption><tr><td>montant<td>date<tr><td>5<td>6</table>"
        "<table><tr><td><img src=x></td></tr></table><table><tr><td>seul</table></td></tr></table>"
        "<table><caption>Coûts</caption><tr><td>montant</td></tr><tr><td>7</td></tr></table>"
    )
    sheets = opened(tmp_path, page).sheets
    assert [(sheet.name, rows(sheet)) for sheet in sheets] == [
        ("Coûts", [["montant", "date"], ["5", "6"]]),
        ("Table 2", [["seul"]]),
        ("Coûts (2)", [["montant"], ["7"]]),
    ]


def test_a_table_inside_a_cell_takes_its_own_text_along(tmp_path: Path) -> None:
    page = "<table><tr><td>before <table><tr><td>in</td></tr></table> after</td><td>next</td></tr></table>"
    inner, outer = opened(tmp_path, page).sheets
    assert (rows(inner), rows(outer)) == ([["in"]], [["before after", "next"]])


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td>a<td>b<tr><td>c<td>d",
        "<tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr>",
        "<table><td>a</td><td>b</td><tr><td>c</td><td>d</td></table>",
        "<div><table></tr></td><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table></table>",
        "<TABLE><TR><TD>a</TD><TD>b</TD></TR><TR><TD>c</TD><TD>d</TD></TR></TABLE><!-- the end",
        "<table><tr><td>a<p></td><td><p>b</p></td></tr><tr><td><!-- no -->c</td><td>d<script>e</script></td></tr>",
        '<b>Export</b><table><tr><td>a<td>b<tr><td colspan="x">c<td rowspan="0">d',
    ],
)
def test_pages_with_faults(tmp_path: Path, page: str) -> None:
    assert grid(tmp_path, page) == [["a", "b"], ["c", "d"]]


@pytest.mark.parametrize(
    ("said", "encoding"),
    [
        ("utf-8", "utf-8"), ("", "utf-8"), ("", "utf-8-sig"), ("windows-1252", "cp1252"), ("iso-8859-1", "cp1252"),
        ("x-mac-roman", "mac-roman"), ("", "mac-roman"), ("utf-8", "cp1252"), ("unicode", "utf-16"),
        ("utf-16", "utf-16-le"), ("ibm850", "cp850"),
    ],
)  # fmt: skip
def test_encodings(tmp_path: Path, said: str, encoding: str) -> None:
    meta = f'<html><meta charset="{said}">' if said else "<html>"
    content = (meta + html(["Société", "Ville"], ["Hélène & Zoé", "Besançon"])).encode(encoding)
    assert grid(tmp_path, content) == [["Société", "Ville"], ["Hélène & Zoé", "Besançon"]]


EXCEL = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta http-equiv=Content-Type content="text/html; charset=windows-1252">
<style><!--table {mso-displayed-decimal-separator:"\\,";}
.xl24 {mso-number-format:"Short Date";} .xl25 {mso-style-parent:style0; mso-number-format:"\\@";}
.xl26 {mso-number-format:"\\#\\,\\#\\#0\\.00\\ \\0022€\\0022";} .xl27 {mso-number-format:"\\[h\\]\\:mm";}
--></style><!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>Prospects
 2025</x:Name></x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]--></head><body>
<table><tr><td>Nom</td><td>Code</td><td>Date</td><td>Montant</td><td>Actif</td><td>Heures</td></tr>
<tr><td x:str="'Zoé">Zoé</td><td class=xl25 x:num="1000">01000</td><td class=xl24 x:num="45720">04/03/2025</td>
<td class=xl26 x:num="1234.5">1 234,50 €</td><td x:bool="TRUE">VRAI</td><td class=xl27 x:num="1.25">30:00</td></tr>
<tr><td x:num>12</td><td x:num>12,5</td><td style='mso-number-format:"dd\\/mm\\/yyyy"' x:num="45720.5">x</td>
<td x:err="#N/A">#N/A</td><td x:fmla="=1/0" x:err>#DIV/0!</td><td></td></tr></table></body></html>"""


def test_what_excel_says_beside_its_text_is_heard(tmp_path: Path) -> None:
    (sheet,) = opened(tmp_path, EXCEL.encode("cp1252"), "Prospects.xls").sheets
    assert sheet.name == "Prospects 2025"
    assert rows(sheet)[1:] == [
        ["Zoé", "01000", dt.datetime(2025, 3, 4), 1234.5, True, dt.timedelta(hours=30)],  # noqa: DTZ001
        [12.0, "12,5", dt.datetime(2025, 3, 4, 12), ("error", "#N/A"), ("error", "#DIV/0!"), None],  # noqa: DTZ001
    ]


def test_what_libreoffice_says_beside_its_text_is_heard(tmp_path: Path) -> None:
    page = (
        '<html><body><table><tr><td sdval="45720" sdnum="1036;1036;JJ/MM/AAAA">04/03/2025</td>'
        '<td sdval="1234.5" sdnum="1036;0;# ##0,00 [$€-40C]">1 234,50 €</td><td sdval="1" sdnum="1036;0;BOOLEAN">VRAI'
        '</td><td sdnum="1036;0;@">01000</td><td sdval="0.4375" sdnum="1036;0;HH:MM">10:30</td></tr></table></body>'
    )
    assert grid(tmp_path, page) == [
        [dt.datetime(2025, 3, 4), 1234.5, True, "01000", dt.timedelta(hours=10, minutes=30)]  # noqa: DTZ001
    ]


def test_a_web_archive_of_excel(tmp_path: Path) -> None:
    names = "".join(f"<x:Name>{name}</x:Name>" for name in ("Prospects", "Coûts"))
    parts = {
        "Book.htm": f"<html><!--[if gte mso 9]><xml>{names}</xml><![endif]--><frameset></frameset></html>",
        "Book/tabstrip.htm": html(["Prospects", "Coûts"]),
        "Book/sheet001.htm": "<html><meta charset=utf-8>" + html(["Nom"], ["Zoé"]),
        "Book/sheet002.htm": "<html><meta charset=utf-8>" + html(["Montant"], ["12 €"]),
    }
    lines = ["MIME-Version: 1.0", "X-Document-Type: Workbook", 'Content-Type: multipart/related; boundary="=_b"', ""]
    for place, page in parts.items():
        lines += ["--=_b", f"Content-Location: file:///C:/{place}", "Content-Transfer-Encoding: 8bit"]
        lines += ['Content-Type: text/html; charset="utf-8"', "", page]
    lines += ["--=_b", "Content-Type: image/png", "", "xx", "--=_b--", ""]
    found = opened(tmp_path, "\r\n".join(lines)).sheets
    assert [(sheet.name, rows(sheet)) for sheet in found] == [
        ("Prospects", [["Nom"], ["Zoé"]]),
        ("Coûts", [["Montant"], ["12 €"]]),
    ]


@pytest.mark.parametrize(
    "page", ["<html><body><p>Nothing here</p></body></html>", "<table></table>", "MIME-Version: 1"]
)
def test_a_page_without_a_table_is_refused(tmp_path: Path, page: str) -> None:
    (tmp_path / "page.xls").write_text(page)
    with pytest.raises(LeadDeskError, match=r"page\.xls.*without a table"):
        read_file(tmp_path / "page.xls")


@pytest.mark.parametrize(
    ("page", "match"),
    [
        (html(*([["a"]] * 51)), "50 rows"),
        (html(["a"] * 31), "30 columns"),
        ("<table>" + '<tr><td colspan="1000" rowspan="65534"></td><td>x</td></tr></table>', "30 columns"),
        (html(["a"]) * 1_001, "memory"),
    ],
)
def test_limits(tmp_path: Path, page: str, match: str) -> None:
    (tmp_path / "page.html").write_text(page)
    with pytest.raises(LeadDeskError, match=match):
        read_file(tmp_path / "page.html", limits=Limits(rows=50, columns=30))


def test_spans_to_the_end_of_the_world_cost_nothing(tmp_path: Path) -> None:
    page = "<table><tr><td colspan=999999 rowspan=999999>a</td></tr></table>"
    (sheet,) = opened(tmp_path, page).sheets
    assert rows(sheet) == [["a"]]
    assert sheet.merged == (MergedRange(0, 0, 65_533, 999),)


SOUP = (
    "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "a", "&amp;", "<!--", "-->", "<td colspan=3 rowspan=2>",
    "<script>", "</script>", "<", "\x00", "<caption>", "<br>",
)  # fmt: skip


@given(st.lists(st.sampled_from(SOUP)))
def test_any_soup_ends_in_sheets_or_in_a_refusal(pieces: list[str]) -> None:
    job = Job(io.BytesIO("".join(pieces).encode()), "html", "xls", 100, 100)
    frames = io.BytesIO()
    with contextlib.suppress(Refusal):
        read(job, FrameWriter(frames))
        frames.seek(0)
        sheets = SheetAssembly()
        while (frame := read_frame(frames)) is not None:
            if frame[0]["type"] in {"sheet", "column"}:
                sheets.take(*frame)
        assert all(sheet.rows for sheet in sheets.result())
