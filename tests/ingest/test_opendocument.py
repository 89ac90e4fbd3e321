"""ods and its flat form, read without calamine."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from leaddesk.errors import LeadDeskError
from leaddesk.ingest.reader import read_file
from leaddesk.model.raw import MergedRange
from tests.ingest.spreadsheets import rows, zipped

if TYPE_CHECKING:
    from pathlib import Path

KIND = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)
STYLES = (
    '<office:automatic-styles><style:style style:name="ta2"><style:table-properties table:display="false"/>'
    "</style:style></office:automatic-styles>"
)
SHEETS = """<office:body><office:spreadsheet><table:table table:name="Prospects"><table:table-row>
<table:table-cell table:number-columns-spanned="2" office:value-type="string">
<text:p>Zoé &amp; Cie</text:p><text:p>Lyon</text:p>
</table:table-cell><table:covered-table-cell/><table:table-cell office:value-type="error"/></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>
<table:table-row><table:table-cell office:value-type="currency" office:value="12.5"/>
<table:table-cell office:value-type="date" office:date-value="2025-03-04"/>
<table:table-cell office:value-type="time" office:time-value="PT30H15M00S"/>
<table:table-cell office:value-type="boolean" office:boolean-value="true"/></table:table-row></table:table>
<table:table table:name="Cachée" table:style-name="ta2"><table:table-row><table:table-cell office:value-type="float"
 office:value="1"/></table:table-row></table:table></office:spreadsheet></office:body>"""


def flat(before: str = "") -> bytes:
    start = f'<office:document{NAMES} office:mimetype="{KIND}">'
    return f'<?xml version="1.0" encoding="UTF-8"?>{before}{start}{STYLES}{SHEETS}</office:document>'.encode()


def packed(before: str = "") -> bytes:
    content = f"{before}<office:document-content{NAMES}>{STYLES}{SHEETS}</office:document-content>"
    return zipped({"mimetype": KIND, "content.xml": content})


@pytest.mark.parametrize(("content", "kind"), [(flat(), "fods"), (packed(), "ods")])
def test_the_flat_form_says_what_the_package_says(tmp_path: Path, content: bytes, kind: str) -> None:
    (tmp_path / "leads.xls").write_bytes(content)
    file, issues = read_file(tmp_path / "leads.xls")
    first, second = file.sheets
    assert (file.format, issues) == (kind, ())
    assert (first.name, first.hidden, second.name, second.hidden) == ("Prospects", False, "Cachée", True)
    assert first.merged == (MergedRange(0, 0, 0, 1),)
    span = dt.timedelta(hours=30, minutes=15)
    assert rows(first) == [
        ["Zoé & Cie\nLyon", None, None, None],
        [None] * 4,
        [None] * 4,
        [12.5, dt.datetime(2025, 3, 4), span, True],  # noqa: DTZ001
    ]
    assert rows(second) == [[1.0]]


@pytest.mark.parametrize("make", [flat, packed])
def test_definitions_are_refused(tmp_path: Path, make: object) -> None:
    assert callable(make)
    (tmp_path / "leads.ods").write_bytes(make('<!DOCTYPE x [<!ENTITY a "aaaa">]>'))
    with pytest.raises(LeadDeskError, match=r"leads\.ods.*DOCTYPE"):
        read_file(tmp_path / "leads.ods")


def test_a_text_that_a_formula_only_shows_is_read(tmp_path: Path) -> None:
    """LibreOffice writes NA() as an empty text that shows #N/A."""
    cell = (
        '<table:table-cell table:formula="of:=NA()" office:value-type="string" office:string-value="">'
        "<text:p>#N/A</text:p></table:table-cell>"
    )
    sheet = f'<table:table table:name="A"><table:table-row>{cell}</table:table-row></table:table>'
    body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    content = f"<office:document-content{NAMES}>{body}</office:document-content>"
    (tmp_path / "na.ods").write_bytes(zipped({"mimetype": KIND, "content.xml": content}))
    assert rows(read_file(tmp_path / "na.ods")[0].sheets[0]) == [["#N/A"]]
