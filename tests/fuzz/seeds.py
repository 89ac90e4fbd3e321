"""The files that mutants are made from: every spreadsheet among the proofs and samples, small enough to read often."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.hostile.strangers import FORMATS

ROOT: Final = Path(__file__).resolve().parents[2]
_FOLDERS: Final = ("tests/data/odd_files", "tests/data/error_cells", "tests/data/french_csv", "resources/samples")
_SUFFIXES: Final = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".txt"})
_LARGEST: Final = 60_000

_ROWS: Final = (
    ("Date", "Origine", "Montant"),
    ("03/04/2026", "Salon &amp; co", "1 234,50"),
    ("04/04/2026", "Site", "7"),
)
_MARKUP: Final = {
    "web page.xls": '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><meta charset="utf-8"><body><table>'
    + "".join("<tr>" + "".join(f'<td colspan="1">{cell}</td>' for cell in row) + "</tr>" for row in _ROWS)
    + "</table></body></html>",
    "XML of 2003.xls": '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Feuil1"><Table>'
    + "".join(
        "<Row>"
        + "".join(f'<Cell ss:Index="{n}"><Data ss:Type="String">{cell}</Data></Cell>' for n, cell in enumerate(row, 1))
        + "</Row>"
        for row in _ROWS
    )
    + "</Table></Worksheet></Workbook>",
}


@dataclass(frozen=True, slots=True)
class Seed:
    """A file to mutate: its ``name``, its ``content``, its ``format`` (``zip``-based ones by their own names)."""

    name: str
    content: bytes
    format: str


def seeds() -> dict[str, list[Seed]]:
    """The seeds by format, in one order on every machine."""
    found: dict[str, list[Seed]] = {}
    for folder in _FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in _SUFFIXES and path.is_file() and 16 <= path.stat().st_size <= _LARGEST:
                _add(found, path.name, path.read_bytes())
    for name, make in FORMATS.items():
        _add(found, f"made by hand.{name[:4].strip()}", make())
    for name, text in _MARKUP.items():
        _add(found, name, text.encode())
    return dict(sorted(found.items()))


def _add(found: dict[str, list[Seed]], name: str, content: bytes) -> None:
    kind = _format(content)
    found.setdefault(kind, []).append(Seed(name, content, kind))


def _format(content: bytes) -> str:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return "xls"
    if not content.startswith(b"PK\x03\x04"):
        start = content[:2000].lower()
        return "markup" if b"<html" in start or b"<table" in start or b"<?xml" in start else "text"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
    if "mimetype" in names:
        return "ods"
    return "xlsb" if "xl/workbook.bin" in names else "xlsx"
