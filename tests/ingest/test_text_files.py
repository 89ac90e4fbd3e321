"""Text files: encodings, quotes, line ends, ragged rows; no cell is changed."""

from __future__ import annotations

import codecs
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.errors import LeadDeskError
from leaddesk.ingest.encodings import find_encoding
from leaddesk.ingest.reader import Limits, TextFormat, read_file, read_text
from leaddesk.ingest.readers.delimited import Table, read_table
from leaddesk.model.raw import CellKind, RawFile
from tests.ingest.spreadsheets import DATA, rows

if TYPE_CHECKING:
    from pathlib import Path

    from leaddesk.model.issues import Issue

SPECTRUM = sorted((DATA / "odd_files" / "csv-spectrum" / "csvs").glob("*.csv"))


def table(text: str, **wanted: Any) -> Table:
    return read_table(io.StringIO(text, newline=""), 1000, 100, **wanted)


def read(path: Path, **wanted: Any) -> tuple[list[list[Any]], RawFile, tuple[Issue, ...]]:
    file, issues = read_file(path, **wanted)
    (sheet,) = file.sheets
    return rows(sheet), file, issues


def written(folder: Path, content: bytes | str, name: str = "leads.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("path", SPECTRUM, ids=[path.stem for path in SPECTRUM])
def test_csv_spectrum(path: Path) -> None:
    published = (path.parents[1] / "json" / f"{path.stem}.json").read_text(encoding="utf-8")
    if b"\r\n" not in path.read_bytes():  # newlines_crlf.csv came to us with LF, its answer still says CRLF
        published = published.replace("\\r\\n", "\\n")
    if path.stem == "location_coordinates":  # an object instead of a list, and another telephone number than the csv
        published = f"[{published}]".replace("1234567890", "2095257564")
    wanted = json.loads(published)
    header, *body = read(path)[0]
    assert [dict(zip(header, (cell or "" for cell in row), strict=True)) for row in body] == wanted
    assert len(SPECTRUM) == 12


@given(
    st.lists(st.lists(st.text(max_size=5), min_size=2, max_size=4), min_size=1, max_size=6),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_what_is_quoted_comes_back(grid: list[list[str]], delimiter: str, end: str) -> None:
    grid = [[cell.replace("\ufeff", "") for cell in row] for row in grid]
    text = "".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) + end for row in grid)
    found = table(text, delimiter=delimiter)
    width = max(map(len, grid))
    columns = [column for column in found.cells.columns if any(column.kinds)]
    assert len(found.cells.columns) == width
    assert found.cells.rows == len(grid)
    cells = {(row, place) for row, values in enumerate(grid) for place, value in enumerate(values) if value}
    kinds = {
        (row, place)
        for place, column in enumerate(found.cells.columns)
        for row in range(len(grid))
        if column.kinds[row]
    }
    assert kinds == cells
    for column in columns:
        texts = column.texts()
        place = found.cells.columns.index(column)
        assert column.codes is not None
        got = [texts[code] if code >= 0 else "" for code in column.codes]
        assert got == [row[place] if place < len(row) else "" for row in grid]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('a,b\nx"y,z\n', [["a", "b"], ['x"y', "z"]]),
        ('a,b\n"x"y,z\n', [["a", "b"], ["xy", "z"]]),
        ('a,b\n"","1"\n', [["a", "b"], [None, "1"]]),
        ("a,b\n\n01, 2 \n\n", [["a", "b"], [None, None], ["01", " 2 "]]),
        ('a,b\r1,"x\r\ny"\r2,z', [["a", "b"], ["1", "x\r\ny"], ["2", "z"]]),
        ("a;b\n1,50;2\n", [["a", "b"], ["1,50", "2"]]),
        ("nom\n01\n\n00003\n", [["nom"], ["01"], [None], ["00003"]]),
        ('"nom"\n"Ana ""la"" Martin"\n', [["nom"], ['Ana "la" Martin']]),
        ('"\nseul\n', [['"'], ["seul"]]),
        ("a\x00b,c\n1,2\n", None),
    ],
)
def test_cells(tmp_path: Path, text: str, wanted: list[list[Any]] | None) -> None:
    if wanted is None:  # a zero byte is in no text: it is something else
        with pytest.raises(LeadDeskError, match=r"leads\.csv"):
            read_file(written(tmp_path, text))
        return
    found, file, issues = read(written(tmp_path, text))
    assert found == wanted
    assert file.format == "text"
    assert not issues
    assert {kind for column in file.sheets[0].columns for kind in column.kinds} <= {CellKind.EMPTY, CellKind.TEXT}


def test_ragged_rows_are_kept_and_named() -> None:
    found, _, issues = read(DATA / "odd_files" / "frictionless" / "defective-rows.csv")
    assert found == [["id", "name", "age", None], ["1101", "John", None, None], ["1102", "Julie", "26", "Potatoes"]]
    assert {(issue.code, issue.lines, issue.count) for issue in issues} == {
        ("short_rows", (2,), 1),
        ("long_rows", (3,), 1),
    }


def test_an_open_quote_is_named(tmp_path: Path) -> None:
    found, _, (issue,) = read(written(tmp_path, 'a,b\n1,2\n3,"x\n4,5\n'))
    assert found == [["a", "b"], ["1", "2"], ["3", "x\n4,5\n"]]
    assert (issue.code, issue.lines) == ("open_quote", (3,))


def test_excels_hint_is_obeyed_and_is_no_row(tmp_path: Path) -> None:
    found, file, _ = read(written(tmp_path, "sep=|\r\na|b\r\n1,5|2,5\r\n"))
    assert found == [["a", "b"], ["1,5", "2,5"]]
    assert (file.delimiter, file.sheets[0].first_line) == ("|", 2)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac-roman", "cp850"])
@pytest.mark.parametrize("delimiter", [";", "\t", ","])
def test_excels_hint_in_any_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = f"sep={delimiter}\r\nnom{delimiter}prénom\r\nà{delimiter}Zoé\r\n"
    found, file, _ = read(written(tmp_path, text.encode(encoding)))
    assert found == [["nom", "prénom"], ["à", "Zoé"]]
    assert file.delimiter == delimiter


def test_an_export_of_google_ads(tmp_path: Path) -> None:
    lines = [
        "Rapport sur les campagnes",
        "1 mars 2026 - 31 mars 2026",
        "Campagne\tCoût\tClics",
        "Été – Lyon\t1 234,50\t12",
    ]
    content = codecs.BOM_UTF16_LE + "".join(f"{line}\r\n" for line in lines).encode("utf-16-le")
    found, file, _ = read(written(tmp_path, content, "Rapport.csv"))
    assert found[2:] == [["Campagne", "Coût", "Clics"], ["Été – Lyon", "1 234,50", "12"]]
    assert (found[0], file.encoding, file.delimiter) == (["Rapport sur les campagnes", None, None], "utf-16", "\t")


def test_columns_of_a_fixed_width(tmp_path: Path) -> None:
    text = (
        "Nom            Ville      Montant\nAna Martin     Lyon            12\nZoé            Le Mans        500\nEve\n"
    )
    found, file, _ = read(written(tmp_path, text, "liste.txt"))
    assert found == [
        ["Nom", "Ville", "Montant"],
        ["Ana Martin", "Lyon", "12"],
        ["Zoé", "Le Mans", "500"],
        ["Eve", None, None],
    ]
    assert file.delimiter == "  "
    assert read(tmp_path / "liste.txt", text=TextFormat(delimiter="  "))[0] == found


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("nom;ville\nZoé;Orléans\n".encode(), "utf-8"),
        ("nom;ville\nZoé;Orléans\n".encode("utf-8-sig"), "utf-8"),
        ("nom;ville\nZoé;Orléans\n".encode("utf-16"), "utf-16"),
        ("nom\tville\nZoé\tOrléans\n".encode("utf-16-le"), "utf-16-le"),
        ("nom;ville;créé\nZoé;Orléans;été\nAndré;Besançon;août\nHélène;Nîmes;février\n".encode("cp1252"), "cp1252"),
    ],
)
def test_encodings(tmp_path: Path, content: bytes, encoding: str) -> None:
    found, file, issues = read(written(tmp_path, content))
    assert found[1][:2] == ["Zoé", "Orléans"]
    assert found[0][0] == "nom"
    assert file.encoding == encoding
    assert not issues


def test_the_user_knows_better(tmp_path: Path) -> None:
    path = written(tmp_path, "nom,ville;note\nZoé,x;y\n".encode("mac-roman"))
    found, file, _ = read(path, text=TextFormat("mac-roman", ","))
    assert found == [["nom", "ville;note"], ["Zoé", "x;y"]]
    assert (file.encoding, file.delimiter) == ("mac-roman", ",")


def test_bytes_without_meaning_are_shown_and_named(tmp_path: Path) -> None:
    path = written(tmp_path, "nom;ville\nZoé;Orléans\n".encode("cp1252"))
    found, _, (issue,) = read(path, text=TextFormat("utf-8"))
    assert found[1] == ["Zo\ufffd", "Orl\ufffdans"]
    assert issue.code == "undecodable"


def test_an_unknown_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LeadDeskError, match="klingon"):
        read_file(written(tmp_path, "a;b\n"), text=TextFormat("klingon"))


def test_encodings_by_their_bytes() -> None:
    assert find_encoding(io.BytesIO(b"plain;ascii"), None) == ("utf-8", False)
    assert find_encoding(io.BytesIO(b"caf\xe9"), "utf8") == ("utf-8-sig", True)


def test_accents_as_published() -> None:
    found, file, issues = read(DATA / "french_csv" / "table-with-accents.csv")
    assert (len(found) - 1, len(found[0])) == (638, 8)
    assert "Année" in found[0]
    assert (file.encoding, file.delimiter, issues) == ("cp1252", ";", ())
    price = found[0].index("Average Price")
    assert sum(float(row[price].replace(",", ".")) for row in found[1:]) / 638 == pytest.approx(107.83140, abs=5e-6)


@pytest.mark.parametrize(
    ("name", "size", "line", "cells"),
    [
        ("french_csv/issue-647.csv.txt", (883, 17), 1, []),
        ("french_csv/a_test_file.csv", (407, 11), 1, []),
        ("bank_marketing/bank.csv", (4522, 17), 1, ["30", "unemployed"]),
        ("channel_spend/national_all_channels.csv", (157, 17), 1, []),
        ("retention/CDNOW_sample.txt", (6919, 5), 0, ["00004", "0001", "19970101", "2", "29.33"]),
        ("retention/example_transactions.csv", (15274, 2), 1, []),
        ("odd_files/frictionless/issue-1009-comma.csv", (2, 2), 1, ["0123", "c"]),
        ("odd_files/frictionless/issue-1009-semicolon.csv", (2, 2), 1, ["0123", "c"]),
        ("odd_files/frictionless/duplicate-headers.csv", (3, 5), 0, ["id", "name"]),
        ("odd_files/frictionless/bom.csv", (3, 2), 0, ["id", "name"]),
        ("odd_files/frictionless/skip-rows-before-headers.csv", (4, 2), 0, ["# it's a comment!", None]),
        ("odd_files/frictionless/blank-headers.csv", (3, 3), 0, ["id", None, "age"]),
        ("odd_files/frictionless/latin1.csv", (3, 2), 2, ["2", "©"]),
    ],
)
def test_files_as_published(name: str, size: tuple[int, int], line: int, cells: list[str | None]) -> None:
    found, _, _ = read(DATA / name)
    assert (len(found), len(found[0])) == size
    assert found[line][: len(cells)] == cells


def test_leading_zeros_stay() -> None:
    found, _, _ = read(DATA / "odd_files" / "frictionless" / "leading-zeros.csv")
    assert [row[0] for row in found] == ["value", "01", "002", "00003"]


def test_naughty_strings_are_one_column() -> None:
    path = DATA / "odd_files" / "blns.txt"
    lines = path.read_bytes().decode().split("\n")
    found, file, _ = read(path)
    first = file.sheets[0].first_line - 1
    assert len(found[0]) == 1
    assert [row[0] or "" for row in found] == lines[first : first + len(found)]
    assert not any(lines[first + len(found) :])


def test_too_many_rows_are_refused_by_name(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\n" + "1,2\n" * 50)
    assert read_file(path, limits=Limits(rows=51))[0].sheets[0].rows == 51
    with pytest.raises(LeadDeskError, match=r"leads\.csv.*50 rows"):
        read_file(path, limits=Limits(rows=50))


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n\r\n", b" \n"])
def test_nothing_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(LeadDeskError, match=r"leads\.csv.*empty"):
        read_file(written(tmp_path, content))


def test_clipboard() -> None:
    file = read_text('Nom\tNote\r\nZoé\t"ligne 1\nligne 2"\r\n01000\t"dit ""oui"""\r\n', "Presse-papiers")
    assert (file.name, file.format, file.delimiter) == ("Presse-papiers", "clipboard", "\t")
    assert rows(file.sheets[0]) == [["Nom", "Note"], ["Zoé", "ligne 1\nligne 2"], ["01000", 'dit "oui"']]
    assert file.digest == read_text('Nom\tNote\r\nZoé\t"ligne 1\nligne 2"\r\n01000\t"dit ""oui"""\r\n', "x").digest


def test_clipboard_without_tabs() -> None:
    assert rows(read_text("a;b\n1;2", "x").sheets[0]) == [["a", "b"], ["1", "2"]]
    assert rows(read_text("Ana", "x").sheets[0]) == [["Ana"]]
    with pytest.raises(LeadDeskError, match="empty"):
        read_text(" \n", "Presse-papiers")
