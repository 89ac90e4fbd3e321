"""Rows that sum up others, told by their words or by arithmetic: taken for data they would count everything twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.ingest import headers, moments, quantities
from leaddesk.ingest.sheetcells import (
    LONGEST,
    MOST_COLUMNS,
    cell_text,
    filled_rows,
    is_day,
    is_number,
    row_texts,
    shape_of,
)
from leaddesk.ingest.texts import Texts
from leaddesk.model.raw import CellKind
from leaddesk.model.recipe import LeftOut

if TYPE_CHECKING:
    from leaddesk.ingest.texts import Mask
    from leaddesk.model.raw import RawColumn, RawSheet

_SUM: Final = r"(?:(?:sous|sub|grand|grande) ?)?(?:total|totaux|totals|subtotal|gesamt|gesamtsumme|summe|somme|sum)"
_BEGINS: Final = re.compile(rf"{_SUM}\b")
_ENDS: Final = re.compile(r"(?P<of>.+) (?:sub ?)?(?:total|totals)")
_PARTIAL: Final = re.compile(r"(?:sous|sub) ?(?:total|totaux|totals)\b|(?:grand|grande) (?:total|totaux|totals)\b")
"""What nothing but a sum is called, whatever follows."""
_OF_TIME: Final = (
    r"annee|year|mois|month|trimestre|quarter|semaine|week|quinzaine|fortnight|decade|jour|journee|day|page|exercice|"
    r"periode|period|\d+|\d+(?:er|ere|re|e|eme|st|nd|rd|th)|premiere?|deuxieme|seconde?|derniere?|precedente?|en cours|"
    r"first|second|last|previous|current|t[1-4]|q[1-4]|(?:19|20)\d\d"
)
_BARE: Final = re.compile(
    rf"(?:{_SUM}|moyenne|average|mean|mediane|median|cumul|ensemble)"
    r"(?: (?:general|generale|generaux|global|globale|final|ht|ttc|hors taxes?|eur|euros?|annuel|annuelle|mensuel|"
    r"mensuelle|trimestriel|du|de|des|de la|de l|of|the|for|all|"
    r"depenses?|couts?|budget|costs?|spend|expenses?|leads?|prospects?|contacts?|commandes?|orders?|lignes?|rows?|"
    rf"records?|enregistrements?|resultats?|results?|cumule|cumulee|a ce jour|to date|{_OF_TIME}))*"
)
_CARRIED: Final = re.compile(
    r"(?:(?:total|solde|montant|balance|amount) )?(?:a reporter|reporte|report|carried forward|carried over|"
    r"brought forward|c f|b f)(?: a nouveau| suite)?"
    rf"(?: (?:du|de|de la|des|from|of|the|{_OF_TIME}))*"
)
"""What a page takes over from the one before, or hands on to the next."""
_UNSURE: Final = frozenset({"somme", "sum", "ensemble"})
"""Words that are also names (Somme is a département): arithmetic must agree."""
_FIRST_LETTERS: Final = "tTsSgGmMaAàÀcCeErRbB*= (-"
_LATE: Final = 400
_MANY_TEXTS: Final = 5_000
_LABEL_COLUMNS: Final = 6
_MOST: Final = 1_000
_SAMPLE: Final = 48
_EMPTY_WORDS: Final = ("-", "--", "–", "—", "%")


def is_total(text: str) -> bool:
    """Whether a header or the first cell of a row says that it sums up others."""
    return _BEGINS.match(headers.fold(text)) is not None


def found(sheet: RawSheet, first: int, last: int, known: frozenset[int]) -> list[LeftOut]:
    """The rows between *first* and *last* that sum up others; *known* ones are left out already.

    ``total``: a row that says so and else holds numbers; ``sum``: one that holds nothing but the sums of the rows
    above it, without a word.
    """
    labelled = [row for row in _labelled(sheet, first, last) if row not in known]
    silent = [row for row in _silent(sheet, first, last, known) if row not in labelled]
    if not labelled and not silent:
        return []
    arithmetic = _Arithmetic(sheet, first, known)
    sums, others = [], 0
    totals = []
    for row in sorted([*labelled, *silent]):
        fits = arithmetic.fits(row)
        if row in labelled:
            if _says_total(sheet, row, fits):
                totals.append(row)
                arithmetic.leave_out(row)
        elif fits:
            sums.append(row)
            arithmetic.leave_out(row)
        else:
            others += 1
    if others:  # rows without a word are data here: the last one may still be the sum of all
        sums = [row for row in sums if row == last and arithmetic.addends(row) > 2]
    return [LeftOut(row, "total") for row in totals] + [LeftOut(row, "sum") for row in sums]


def _labelled(sheet: RawSheet, first: int, last: int) -> list[int]:
    """Rows in which one of the first columns of texts holds words for a total, in the first cell that is filled."""
    rows: set[int] = set()
    with_text = [position for position, column in enumerate(sheet.columns) if column.codes is not None]
    for position in with_text[:_LABEL_COLUMNS]:
        column = sheet.columns[position]
        if column.codes is None:
            continue
        many = len(column.texts) > _MANY_TEXTS  # then only the end is looked at: nobody sums up within such a column
        start = max(first, last + 1 - _LATE) if many else first
        here = column.codes[start : last + 1]
        used = np.unique(here[here >= 0]).tolist()
        codes = [code for code in used if _may_be_total(column.texts[code])]
        if codes:
            rows.update((start + np.flatnonzero(np.isin(here, codes))[:_LATE]).tolist())
    return sorted(row for row in rows if _may_be_total(_label(sheet, row)))


def _label(sheet: RawSheet, row: int) -> str:
    return next((text for p in range(min(len(sheet.columns), MOST_COLUMNS)) if (text := cell_text(sheet, row, p))), "")


def _may_be_total(text: str) -> bool:
    if text[:1] not in _FIRST_LETTERS and text[-1:] not in "lLsS":
        return False
    folded = headers.fold(text[:LONGEST])
    return any((_BEGINS.match(folded), _ENDS.fullmatch(folded), _BARE.fullmatch(folded), _CARRIED.fullmatch(folded)))


def _says_total(sheet: RawSheet, row: int, fits: bool) -> bool:
    """Whether a row with such a word is a total: its other cells are numbers, and the word names what is summed up."""
    label, *others = [text for text in row_texts(sheet, row, MOST_COLUMNS) if text]
    words = [text for text in others if not is_number(text) and text not in _EMPTY_WORDS]
    if len(words) > len(others) // 3 or any(is_day(text) or "@" in text for text in words):
        return False
    folded = headers.fold(label)
    if fits or _PARTIAL.match(folded) or _CARRIED.fullmatch(folded):
        return True
    if _BARE.fullmatch(folded) and folded not in _UNSURE:
        return True
    match = _BEGINS.match(folded)
    ending = _ENDS.fullmatch(folded)
    rest = folded[match.end() :].strip() if match else ending["of"] if ending else ""
    return ":" in label or _is_part(sheet, row, rest)


def _is_part(sheet: RawSheet, row: int, name: str) -> bool:
    """Whether a name is that of a month, or one that occurs among the values of the rows before."""
    if moments.month_named(name) or moments.is_month(shape_of(name)):
        return True
    for column in sheet.columns:
        if column.codes is None or len(column.texts) > _MANY_TEXTS:
            continue
        alike = {code for code, text in enumerate(column.texts) if len(text) <= LONGEST and headers.fold(text) == name}
        if alike and np.isin(column.codes[:row], list(alike)).any():
            return True
    return False


def _silent(sheet: RawSheet, first: int, last: int, known: frozenset[int]) -> list[int]:
    """Rows that hold cells in columns of numbers alone, where most rows hold others too."""
    if len(sheet.columns) > MOST_COLUMNS:
        return []
    keyed: Mask = np.zeros(last + 1 - first, np.bool_)
    keys: Mask = np.array([not _is_numeric(column, first, last) for column in sheet.columns])
    for column in (column for column, key in zip(sheet.columns, keys, strict=True) if key):
        keyed |= column.kinds[first : last + 1] != CellKind.EMPTY
    _mark_merged(sheet, keys, first, keyed)
    filled = filled_rows(sheet)[first : last + 1]
    rows = first + np.flatnonzero(filled & ~keyed)
    rows = rows[~np.isin(rows, list(known))]
    if not keys.any() or not len(rows) or len(rows) > min(_MOST, 0.5 * int(filled.sum())):
        return []
    found: list[int] = rows.tolist()
    return found


def _mark_merged(sheet: RawSheet, keys: Mask, first: int, keyed: Mask) -> None:
    """The rows that a merged cell of a column with words covers hold what it says."""
    top, left = sheet.first_line - 1, sheet.first_column - 1
    for merged in sheet.merged:
        if keys[max(0, merged.first_column - left) : max(0, merged.last_column - left + 1)].any():
            keyed[max(0, merged.first_row - top - first) : max(0, merged.last_row - top - first + 1)] = True


def _is_numeric(column: RawColumn, first: int, last: int) -> bool:
    """Whether most cells of a column are numbers, as far as a sample tells."""
    kinds = column.kinds[first : last + 1]
    counts = np.bincount(kinds, minlength=len(CellKind))
    filled = len(kinds) - int(counts[CellKind.EMPTY])
    numbers = int(counts[CellKind.NUMBER])
    if counts[CellKind.TEXT] and column.codes is not None:
        places = np.flatnonzero(kinds == CellKind.TEXT)
        sample = column.codes[first : last + 1][places[:: max(1, len(places) // _SAMPLE)]].tolist()
        share = sum(is_number(column.texts[code][:LONGEST].strip()) for code in sample) / len(sample)
        numbers += round(share * int(counts[CellKind.TEXT]))
    return filled > 0 and numbers >= 0.6 * filled


class _Arithmetic:
    """Sums of the columns from the first row of data on, without the rows that were left out."""

    def __init__(self, sheet: RawSheet, first: int, known: frozenset[int]) -> None:
        self._sheet, self._first = sheet, first
        self._start = first
        self._gone = sorted(known)
        self._columns: dict[int, npt.NDArray[np.float64]] = {}

    def leave_out(self, row: int) -> None:
        """That row is a total: it counts in no further sum, and a new group of rows begins below it."""
        self._gone.append(row)
        self._start = row + 1
        for numbers in self._columns.values():
            numbers[:, row - self._first] = 0.0

    def addends(self, row: int) -> int:
        """How many numbers above the row its sums have at most."""
        return max((int((n[0, : row - self._first] != 0).sum()) for n in self._columns.values()), default=0)

    def fits(self, row: int) -> bool:
        """Whether most numbers of the row are the sums of the rows above: of all, or of those since the last total."""
        place, start = row - self._first, self._start - self._first
        numbers = same = 0
        for position, column in enumerate(self._sheet.columns[:MOST_COLUMNS]):
            if column.kinds[row] == CellKind.EMPTY:
                continue
            values = self._numbers(position)
            own = values[:, place]
            if not own.any():
                continue
            numbers += 1
            same += any(
                _is_sum(values[way, begin:place], own[way]) for way in range(len(own)) for begin in {0, start}
            )  # fmt: skip
        return same > 0 and 2 * same >= numbers

    def _numbers(self, position: int) -> npt.NDArray[np.float64]:
        """``float64[2, rows]``: the column with a decimal comma and with a point; 0 where it holds no number."""
        if position not in self._columns:
            column = self._sheet.columns[position]
            rows = slice(self._first, self._sheet.rows)
            kinds = column.kinds[rows]
            plain = np.zeros(len(kinds))
            if column.numbers is not None:
                plain = np.where(kinds == CellKind.NUMBER, column.numbers[rows], 0.0)
            both = np.stack([plain, plain])
            if column.codes is not None:
                texts = Texts.of(column.texts)
                for way, decimal in enumerate((",", ".")):
                    table = np.append(np.nan_to_num(quantities.parse(texts, decimal)), 0.0)
                    both[way] += table[column.codes[rows]]
            both[:, [row - self._first for row in self._gone]] = 0.0
            self._columns[position] = both
        return self._columns[position]


def _is_sum(numbers: npt.NDArray[np.float64], value: float) -> bool:
    addends = int((numbers != 0).sum())
    if addends < 2 or not value:
        return False
    close = min(0.011, 1e-3 * abs(value)) + 1e-9 * float(np.abs(numbers).sum())
    return abs(float(numbers.sum()) - value) <= close
