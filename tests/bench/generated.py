"""Generated leads with 20 columns: the same rows as an xlsx file, as raw cells and as a State."""

from __future__ import annotations

import datetime as dt
import zipfile
from functools import cache
from math import isnan
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose
from leaddesk.model.raw import CellKind, RawColumn, RawFile, RawSheet
from leaddesk.model.state import State
from tests.builders import frame

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from leaddesk.model.dataset import Frame

TODAY: Final = dt.date(2026, 6, 30)
CHANNELS: Final = ("Google Ads", "Facebook", "Salon", "Bouche à oreille", "Site web", "Flyers", "LinkedIn", "Annuaire")
_FIRST: Final = 1_719_792_000  # 2024-07-01
_SPAN: Final = 729 * 86_400
_DAY: Final = 86_400
_STATUSES: Final = ("Nouveau", "Contacté", "Qualifié", "Devis envoyé", "Gagné", "Perdu")

Floats = npt.NDArray[np.float64]


class _Rows:
    """Draws the columns of *count* leads, always the same."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.random = np.random.default_rng(count)

    def texts(self, values: Sequence[str | None]) -> RawColumn:
        places: dict[str, int] = {}
        codes = np.array([-1 if v is None else places.setdefault(v, len(places)) for v in values], np.int32)
        return _texts(codes, tuple(places))

    def one_of(self, words: Sequence[str], missing: float = 0.0) -> RawColumn:
        codes = self.random.integers(0, len(words), self.count).astype(np.int32)
        codes[self.random.random(self.count) < missing] = -1
        return _texts(codes, tuple(words))

    def numbered(self, prefix: str, missing: float = 0.0) -> RawColumn:
        numbers = self.random.permutation(self.count)
        blank = self.random.random(self.count) < missing
        return self.texts([None if b else f"{prefix}{n:07d}" for n, b in zip(numbers, blank, strict=True)])

    def amounts(self, missing: float) -> RawColumn:
        values = np.round(self.random.random(self.count) * 5000, 2)
        values[self.random.random(self.count) < missing] = np.nan
        return _numbers(values, CellKind.NUMBER)

    def later(self, moments: Floats, days: float, where: npt.NDArray[np.bool_]) -> RawColumn:
        found = np.floor(moments + self.random.random(self.count) * days * _DAY)
        return _numbers(np.where(where, found, np.nan), CellKind.DATE)


def _texts(codes: npt.NDArray[np.int32], words: tuple[str, ...]) -> RawColumn:
    kinds = np.where(codes < 0, CellKind.EMPTY, CellKind.TEXT).astype(np.uint8)
    return RawColumn(kinds, None, codes, words)


def _numbers(values: Floats, kind: CellKind) -> RawColumn:
    return RawColumn(np.where(np.isnan(values), CellKind.EMPTY, kind).astype(np.uint8), values, None, ())


@cache
def columns(count: int) -> dict[str, RawColumn]:
    """The 20 columns by header."""
    rows = _Rows(count)
    created = np.floor(_FIRST + rows.random.random(count) * _SPAN)
    status = rows.random.choice(len(_STATUSES), count, p=[0.2, 0.25, 0.2, 0.1, 0.12, 0.13]).astype(np.int32)
    won, lost = status == 4, status == 5
    answered = rows.random.random(count) < 0.8
    towns = ("Lyon", "Bron", "Vénissieux", "Villeurbanne", "Écully", "Bourg-en-Bresse")
    notes = [f"rappeler le n° {n} avant vendredi" if n % 3 == 0 else None for n in range(count)]
    return {
        "N° prospect": rows.numbered("P"),
        "Date de création": _numbers(created, CellKind.DATE),
        "Source": rows.one_of(CHANNELS, 0.05),
        "Campagne": rows.one_of([f"Campagne {n}" for n in range(1, 41)], 0.3),
        "Statut": _texts(status, _STATUSES),
        "Date de première réponse": rows.later(created, 2, answered),
        "Date de gain": rows.later(created + 2 * _DAY, 60, won),
        "Date de perte": rows.later(created + 2 * _DAY, 60, lost),
        "Montant HT": rows.amounts(0.6),
        "Marge": rows.amounts(0.7),
        "Nom": rows.numbered("Camille Martin "),
        "Société": rows.texts([f"Société {n % (count * 3 // 5 + 1)}" for n in rows.random.permutation(count)]),
        "E-mail": rows.texts([f"contact{n}@example.com" for n in rows.random.permutation(count)]),
        "Téléphone": rows.texts([f"04 {n:08d}" for n in rows.random.permutation(count)]),
        "Code postal": rows.one_of(("69001", "69100", "69500", "01000", "38000")),
        "Ville": rows.one_of(towns, 0.1),
        "Commercial": rows.one_of(("Inès", "Karim", "Léa", "Paul", "Zoé")),
        "Appels": _numbers(rows.random.integers(0, 9, count).astype(np.float64), CellKind.NUMBER),
        "Récurrent": rows.one_of(("Oui", "Non"), 0.1),
        "Commentaires": rows.texts(notes),
    }


def raw_file(count: int) -> RawFile:
    """The leads as if they had been read from a file."""
    made = tuple(_headed(header, column) for header, column in columns(count).items())
    return RawFile("prospects.xlsx", f"generated{count}", "xlsx", (RawSheet("Prospects", made, count + 1),))


def _headed(header: str, column: RawColumn) -> RawColumn:
    kinds = np.r_[np.uint8(CellKind.TEXT), column.kinds].astype(np.uint8)
    numbers = None if column.numbers is None else np.r_[np.nan, column.numbers]
    own = np.full(len(column.kinds), -1) if column.codes is None else np.where(column.codes < 0, -1, column.codes + 1)
    return RawColumn(kinds, numbers, np.r_[0, own].astype(np.int32), (header, *column.texts))


def state(count: int) -> State:
    """The leads as the program takes them in, and two years of costs a channel."""
    raw = raw_file(count)
    dataset = build([(raw, propose(raw, today=TODAY))]).dataset
    return State(TODAY, dataset.with_frame(_costs()))


def _costs() -> Frame:
    months = [dt.date(2024 + month // 12, month % 12 + 1, 1) for month in range(6, 30)]
    cells = [(month.isoformat(), channel, 400.0 + 10 * len(channel)) for month in months for channel in CHANNELS]
    days, channels, amounts = zip(*cells, strict=True)
    return frame("costs", date=list(days), channel=list(channels), amount=list(amounts))


# -- the file ----------------------------------------------------------------------------------------------------------

_PARTS: Final = {
    "[Content_Types].xml": """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
<Override PartName="/xl/styles.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>
<Override PartName="/xl/sharedStrings.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>""",
    "_rels/.rels": """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="xl/workbook.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>""",
    "xl/workbook.xml": """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="Prospects" sheetId="1" r:id="rId1"/></sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": """<Relationships
 xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="worksheets/sheet1.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>
<Relationship Id="rId2" Target="styles.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/>
<Relationship Id="rId3" Target="sharedStrings.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/></Relationships>""",
    "xl/styles.xml": """<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>
<cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="2"><xf numFmtId="0" xfId="0"/><xf numFmtId="22" xfId="0" applyNumberFormat="1"/></cellXfs>
</styleSheet>""",
}
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_EPOCH_SERIAL: Final = 25_569  # 1970-01-01 as Excel counts days


def write_xlsx(path: Path, count: int) -> None:
    """The leads as Excel writes them: texts shared and numbered as they first appear, row by row, dates as styled
    numbers, no element for an empty cell.
    """
    made = columns(count)
    places = _numbered(made)
    cells = [_cells(column, chr(65 + place), places) for place, column in enumerate(made.values())]
    head = "".join(f'<c r="{chr(65 + place)}1" t="s"><v>{places[header]}</v></c>' for place, header in enumerate(made))
    rows = [f'<row r="1">{head}</row>']
    rows += [f'<row r="{n}">{"".join(row)}</row>' for n, row in enumerate(zip(*cells, strict=True), 2)]
    sheet = f"{_DECLARATION}<worksheet {_MAIN}><sheetData>{''.join(rows)}</sheetData></worksheet>"
    texts = "".join(f"<si><t>{text}</t></si>" for text in places)
    strings = f'{_DECLARATION}<sst {_MAIN} uniqueCount="{len(places)}">{texts}</sst>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in _PARTS.items():
            package.writestr(name, _DECLARATION + part)
        package.writestr("xl/worksheets/sheet1.xml", sheet)
        package.writestr("xl/sharedStrings.xml", strings)


def _numbered(made: dict[str, RawColumn]) -> dict[str, int]:
    """The number of each text, the headers first."""
    known: dict[str, int] = {header: place for place, header in enumerate(made)}
    grid = []
    for column in made.values():
        if column.codes is not None:
            own = np.array([*(known.setdefault(text, len(known)) for text in column.texts), -1])
            grid.append(own[column.codes])
    appearing = np.stack(grid, axis=1).ravel()
    numbers, first = np.unique(appearing[appearing >= 0], return_index=True)
    texts = list(known)
    ordered = dict.fromkeys([*made, *(texts[n] for n in numbers[np.argsort(first)])])
    return {text: place for place, text in enumerate(ordered)}


def _cells(column: RawColumn, letter: str, places: dict[str, int]) -> list[str]:
    if column.codes is not None:
        own = [places[text] for text in column.texts]
        return [
            "" if code < 0 else f'<c r="{letter}{n}" t="s"><v>{own[code]}</v></c>'
            for n, code in enumerate(column.codes.tolist(), 2)
        ]
    values = [] if column.numbers is None else column.numbers.tolist()
    if CellKind.DATE in column.kinds:
        return [
            "" if isnan(value) else f'<c r="{letter}{n}" s="1"><v>{value / _DAY + _EPOCH_SERIAL!r}</v></c>'
            for n, value in enumerate(values, 2)
        ]
    return ["" if isnan(value) else f'<c r="{letter}{n}"><v>{value:g}</v></c>' for n, value in enumerate(values, 2)]
