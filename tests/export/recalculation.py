"""LibreOffice as the judge of workbooks: what a spreadsheet program makes of every formula, computed anew."""

from __future__ import annotations

import math
import re
import shutil
import subprocess
import zipfile
from copy import copy
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from openpyxl.utils import get_column_letter

if TYPE_CHECKING:
    from pathlib import Path

# LibreOffice trusts the results it finds in a file unless told to compute all formulas again (0: always).
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""

# Every sheet as comma-separated text: no format hides a digit, and LibreOffice takes half as long as for a workbook.
TABLES = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1"
DIGITS = b'<numFmts count="1"><numFmt numFmtId="999" formatCode="0.0000000000000000E+00"/></numFmts>'
FIELD = re.compile(r'(?:"([^"]*(?:""[^"]*)*)"|([^,\n]*))([,\n]|$)')

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMULA, VALUE = f"{MAIN}f", f"{MAIN}v"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

NOWHERE = 0
"""The row of what a sheet does not list."""
Cell = float | str
Cells = dict[tuple[str, str], Cell]
"""What cells show, by sheet and address; an empty one is not there."""


class Book:
    """The cells of a workbook file: texts and numbers as they are stored, and which of them are formulas."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.cells: Cells = {}
        self.formulas: dict[tuple[str, str], str] = {}
        self.names: dict[str, str] = {}
        with zipfile.ZipFile(path) as package:
            shared = self._shared(package)
            root = ET.fromstring(package.read("xl/workbook.xml"))
            targets = {
                relation.get("Id"): relation.get("Target", "").removeprefix("/xl/")
                for relation in ET.fromstring(package.read("xl/_rels/workbook.xml.rels"))
            }
            for name in root.iter(f"{MAIN}definedName"):
                self.names[name.get("name", "")] = name.text or ""
            self.sheets = [sheet.get("name", "") for sheet in root.iter(f"{MAIN}sheet")]
            for sheet in root.iter(f"{MAIN}sheet"):
                page = package.read(f"xl/{targets[sheet.get(RELATION)]}")
                self._read(sheet.get("name", ""), ET.fromstring(page), shared)

    @staticmethod
    def _shared(package: zipfile.ZipFile) -> list[str]:
        if "xl/sharedStrings.xml" not in package.namelist():
            return []
        root = ET.fromstring(package.read("xl/sharedStrings.xml"))
        return ["".join(text.text or "" for text in item.iter(f"{MAIN}t")) for item in root.iter(f"{MAIN}si")]

    def _read(self, sheet: str, root: ET.Element, shared: list[str]) -> None:
        for cell in root.iter(f"{MAIN}c"):
            place = (sheet, cell.get("r", ""))
            kind = cell.get("t", "n")
            value = None
            for part in cell:
                if part.tag == FORMULA:
                    self.formulas[place] = part.text or ""
                elif part.tag == VALUE:
                    value = part.text or ""
            if kind == "inlineStr":
                self.cells[place] = _plain("".join([text.text or "" for text in cell.iter(f"{MAIN}t")]))
            elif kind == "s" and value is not None:
                self.cells[place] = _plain(shared[int(value)])
            elif kind in ("str", "e"):
                self.cells[place] = value or ""
            elif value:
                self.cells[place] = float(value)

    def showing(self, sheets: dict[str, str]) -> Book:
        """The same book with other cells, those of comma-separated text by sheet."""
        other = copy(self)
        other.cells = {}
        for sheet, text in sheets.items():
            row = column = 1
            for field in FIELD.finditer(text):
                quoted, plain, end = field.groups()
                place = (sheet, f"{get_column_letter(column)}{row}")
                if quoted or place in self.formulas:
                    other.cells[place] = _number(plain) if quoted is None else quoted.replace('""', '"')
                elif plain:
                    other.cells[place] = _number(plain)
                row, column = (row, column + 1) if end == "," else (row + 1, 1)
        return other

    def named(self, name: str) -> Cell:
        """What the cell of a defined name shows, empty text when it is empty."""
        return self.cells.get(self.place(name), "")

    def place(self, name: str) -> tuple[str, str]:
        """The sheet and address that a defined name of one cell stands for."""
        sheet, _, address = self.names[name].rpartition("!")
        return sheet.strip("'$"), address.replace("$", "")

    def column(self, name: str) -> list[Cell]:
        """What the cells of a defined name of a part of a column show."""
        return [self.cells.get(place, "") for place in self.places(name)]

    def places(self, name: str) -> list[tuple[str, str]]:
        """The cells of a defined name of a part of a column."""
        sheet, address = self.place(name)
        (letter, first), (_, last) = (re.fullmatch(r"([A-Z]+)(\d+)", end).groups() for end in address.split(":"))  # type: ignore[union-attr]
        return [(sheet, f"{letter}{row}") for row in range(int(first), int(last) + 1)]


def _plain(text: str) -> str:
    """A text as it is shown: spreadsheets write ``_x0041_`` for a character that XML cannot hold."""
    return text if "_x" not in text else re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)


def _number(text: str) -> Cell:
    """A number, or what stands in its place: the name of an error, or nothing."""
    try:
        return float(text)
    except ValueError:
        return text


class Office:
    """LibreOffice without a window, in a profile of its own that recalculates everything on load."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        user = folder / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(PROFILE, "utf-8")

    def recalculated(self, *files: Path | Book) -> list[Book]:
        """Each file with every formula computed anew in one run: the book with what its cells show then."""
        assert shutil.which("soffice"), "LibreOffice is needed: apt-get install libreoffice-calc-nogui"
        books = [file if isinstance(file, Book) else Book(file) for file in files]
        folder = self.folder / f"digits-{len(list(self.folder.iterdir()))}"
        folder.mkdir()
        copies = [_with_every_digit(book.path, folder) for book in books]
        profile = (self.folder / "profile").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", TABLES, "--outdir"]
        done = subprocess.run([*command, folder, *copies], capture_output=True, text=True, check=False, timeout=380)
        assert len(list(folder.glob("*.csv"))) == sum(len(book.sheets) for book in books), done.stdout + done.stderr
        return [book.showing({sheet: _text(folder, book, sheet) for sheet in book.sheets}) for book in books]


def _text(folder: Path, book: Book, sheet: str) -> str:
    with (folder / f"{book.path.stem}-{sheet}.csv").open(encoding="utf-8", newline="") as stream:
        return stream.read()


def _with_every_digit(path: Path, folder: Path) -> Path:
    """A copy of a workbook whose cells show their numbers in full, dates too; no formula reads a format."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(folder / path.name, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/styles.xml":
                content = re.sub(rb'(<xf [^>]*numFmtId=)"\d+"', rb'\1"999"', content)
                content = re.sub(rb"<numFmts.*?</numFmts>|<numFmts[^>]*/>", b"", content)
                content = re.sub(rb"<styleSheet[^>]*>", lambda found: found[0] + DIGITS, content)
            target.writestr(name, content)
    return folder / path.name


def close(left: Cell, right: Cell, operand: float = 0.0) -> bool:
    """|difference| ≤ 1e-9 × max(|value|, largest operand); texts are equal."""
    if isinstance(left, str) or isinstance(right, str):
        return left == right
    return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-9 * operand)


def differences(
    expected: Book,
    found: Book,
    leaving: str = "",
    rows: dict[str, dict[int, int]] | None = None,
    apart: frozenset[str] = frozenset(),
) -> list[str]:
    """The formula cells of *expected* for which *found* shows something else than the results written with them.

    *leaving*: a pattern of formulas to pass over, *apart*: sheets to pass over. *rows*: for a sheet whose rows stand
    in another order in *found*, where each of them is, :data:`NOWHERE` for those that it does not list.
    """
    moved = rows or {}
    wrong = []
    for (sheet, address), formula in expected.formulas.items():
        if sheet in apart or (leaving and re.search(leaving, formula)):
            continue
        letter, row = re.fullmatch(r"([A-Z]+)(\d+)", address).groups()  # type: ignore[union-attr]
        line = moved.get(sheet, {}).get(int(row), int(row))
        if line == NOWHERE:
            continue
        there = (sheet, f"{letter}{line}")
        wanted, shown = expected.cells.get((sheet, address), ""), found.cells.get(there, "")
        if not close(wanted, shown, 1e-3):
            wrong.append(f"{sheet}!{address}: {shown!r} instead of {wanted!r} by ={formula}")
    return wrong
