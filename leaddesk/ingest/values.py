"""Cells made values of a kind: the normaliser. Each distinct text is read once; a code finds its value.

Nothing is dropped silently: what does not fit becomes missing and is reported as a :class:`Finding`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leaddesk.ingest import moments, money, quantities
from leaddesk.ingest.texts import Mask, Texts, as_array, clean
from leaddesk.model.raw import CellKind, RawColumn, RawSheet
from leaddesk.model.schema import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.model.recipe import ColumnChoice

Rows = slice | npt.NDArray[np.intp]
Codes = npt.NDArray[np.int32]

_ZERO: Final = pa.scalar("0", pa.large_string())
_NOTHING: Final = pa.scalar("", pa.large_string())

EXAMPLES: Final = 5
LINES: Final = 20
BEYOND: Final = 1e15
"""From this size on a cell is an identifier or an accident, not a quantity: whole numbers are no longer exact."""

YES: Final = frozenset(
    "oui o yes y vrai true 1 x ok ✓ ✔ ☑ on accepte accepted ja si opt-in optin abonne inscrit ttc".split()
)
NO: Final = frozenset(
    "non n no faux false 0 ✗ ✘ ☐ off refuse refused nein aucun opt-out optout desabonne desinscrit ht".split()
)


@dataclass(frozen=True, eq=False, slots=True)
class Finding:
    """Cells that were changed or left out: ``code`` says how, ``places`` are the first of them (among the selected
    rows), ``count`` all of them, ``examples`` pairs of before and after. ``applied``: whether what can be switched off
    was done; None for what cannot.
    """

    code: str
    count: int
    places: tuple[int, ...]
    examples: tuple[tuple[str, str], ...] = ()
    applied: bool | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Typed:
    """A column of values. ``values``: ``float64`` (numbers, money, flags), ``int64`` seconds (moments) or ``int32``
    codes into ``labels`` (texts and categories), -1 where missing. ``months``: which moments are months without a day.
    ``taxed``: for money, where a cell itself says that it includes VAT (1) or not (0), else -1.
    """

    kind: Kind
    values: npt.NDArray[Any]
    labels: pa.LargeStringArray | None = None
    findings: tuple[Finding, ...] = ()
    months: Mask | None = None
    taxed: npt.NDArray[np.int8] | None = None


class Cells:
    """The cells of one raw column in the selected rows."""

    def __init__(self, column: RawColumn, rows: Rows) -> None:
        self.kinds = column.kinds[rows]
        self.numbers = None if column.numbers is None else column.numbers[rows]
        self.codes: Codes | None = None if column.codes is None else column.codes[rows]
        self.raw_texts = column.texts

    def __len__(self) -> int:
        return len(self.kinds)

    @cached_property
    def texts(self) -> Texts:
        """The distinct texts of the whole column."""
        return Texts.of(self.raw_texts)

    @cached_property
    def used(self) -> npt.NDArray[np.intp]:
        """How many of the cells hold each text, ``[texts]``; errors do not count."""
        if self.codes is None:
            return np.zeros(len(self.raw_texts), np.intp)
        codes = self.codes
        if self.has(CellKind.ERROR):
            codes = codes[self.kinds == CellKind.TEXT]
        return np.bincount(codes + 1, minlength=len(self.raw_texts) + 1)[1:]

    @cached_property
    def _present(self) -> npt.NDArray[np.intp]:
        return np.bincount(self.kinds, minlength=len(CellKind))

    def has(self, kind: CellKind) -> bool:
        """Whether any cell is of that kind."""
        return bool(self._present[kind])

    def of_text(self, table: npt.NDArray[Any], missing: float) -> npt.NDArray[Any]:
        """For each cell what *table* says of its text, *missing* where it has none."""
        if self.codes is None:
            return np.full(len(self), missing, table.dtype)
        found: npt.NDArray[Any] = np.append(table, np.asarray([missing], table.dtype))[self.codes]
        if self.has(CellKind.ERROR):
            found[self.kinds == CellKind.ERROR] = missing
        return found


class Selection:
    """The rows of a sheet that are looked at. ``rows``: a slice, or their 0-based places. Keeps what it prepared."""

    def __init__(self, sheet: RawSheet, rows: Rows) -> None:
        self.sheet = sheet
        self.rows = rows
        self._cells: dict[int, Cells] = {}

    def cells(self, position: int) -> Cells:
        """The cells of the column at *position*."""
        if position not in self._cells:
            self._cells[position] = Cells(self.sheet.columns[position], self.rows)
        return self._cells[position]


def typed(cells: Cells, kind: Kind, choice: ColumnChoice) -> Typed:
    """The cells as values of *kind*, read as *choice* says."""
    if kind is Kind.MOMENT:
        return _moments(cells, choice)
    if kind is Kind.FLAG:
        return _flags(cells, choice)
    if kind.is_number:
        return _numbers(cells, kind, choice)
    return _labels(cells, kind, choice)


def _mapped(texts: Texts, choice: ColumnChoice) -> Texts:
    """The texts with the user's own values in place of those that he named."""
    if not choice.values:
        return texts
    array, lower = texts.array, pc.utf8_lower(texts.array)
    for before, after in reversed(choice.values):  # an exact spelling goes before one that differs by case
        array = pc.if_else(pc.equal(lower, before.strip().lower()), pa.scalar(after, pa.large_string()), array)
    for before, after in choice.values:
        array = pc.if_else(pc.equal(texts.array, before.strip()), pa.scalar(after, pa.large_string()), array)
    return Texts(array)


def _finding(
    code: str, cells: Cells, wrong: Mask, texts: Texts | None = None, after: Sequence[str] | None = None
) -> tuple[Finding, ...]:
    """What is wrong with those cells, nothing when none is; *after*: for each text what became of it."""
    places = np.flatnonzero(wrong)
    if not len(places):
        return ()
    examples: dict[str, str] = {}
    for place in places[:200].tolist():
        before = shown(cells, place)
        index = -1 if cells.codes is None else int(cells.codes[place])
        changed = texts[index] if texts is not None and index >= 0 else ""
        examples.setdefault(before, after[index] if after is not None and index >= 0 else changed)
        if len(examples) == EXAMPLES:
            break
    return (Finding(code, len(places), tuple(places[:LINES].tolist()), tuple(examples.items())),)


def shown(cells: Cells, place: int) -> str:
    """A cell as text, for an example."""
    kind = cells.kinds[place]
    if kind in (CellKind.TEXT, CellKind.ERROR) and cells.codes is not None:
        return clean(cells.raw_texts[int(cells.codes[place])])
    if cells.numbers is None or kind == CellKind.EMPTY:
        return ""
    return text_of(CellKind(int(kind)), float(cells.numbers[place]))


def text_of(kind: CellKind, number: float) -> str:
    """A typed cell as neutral text: 12, 12.5, 2026-04-15, 2026-04-15 14:32, TRUE, 08:30."""
    if not np.isfinite(number):
        return ""
    if kind == CellKind.DATE:
        moment = str(np.datetime64(round(number), "s")).replace("T", " ")
        return moment.removesuffix(" 00:00:00").removesuffix(":00") if " 00:00:00" not in moment else moment[:10]
    if kind == CellKind.FLAG:
        return "TRUE" if number else "FALSE"
    if kind == CellKind.DURATION:
        return f"{int(number) // 3600:02}:{int(number) // 60 % 60:02}"
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else f"{number:.15g}"


def _errors(cells: Cells) -> tuple[Finding, ...]:
    if not cells.has(CellKind.ERROR):
        return ()
    return _finding("error-cells", cells, cells.kinds == CellKind.ERROR)


def _missing_words(cells: Cells, missing: Mask, texts: Texts) -> tuple[Finding, ...]:
    """Words that were taken for "no value"; empty texts go without saying."""
    words = missing & ~texts.blank
    if cells.codes is None or not (words & (cells.used > 0)).any():
        return ()
    return _finding("missing-words", cells, cells.of_text(words, missing=False))


def _numbers(cells: Cells, kind: Kind, choice: ColumnChoice) -> Typed:
    values = np.full(len(cells), np.nan)
    taxed = None
    findings = _errors(cells)
    wrong = cells.kinds == CellKind.DATE if cells.has(CellKind.DATE) else np.zeros(len(cells), np.bool_)
    if cells.numbers is not None:
        plain = (cells.kinds == CellKind.NUMBER) | (cells.kinds == CellKind.FLAG)
        if kind is Kind.NUMBER:
            plain |= cells.kinds == CellKind.DURATION
        values = np.where(plain & np.isfinite(cells.numbers), cells.numbers, np.nan)
    if cells.has(CellKind.TEXT) and cells.codes is not None:
        texts = _mapped(cells.texts, choice)
        table = quantities.parse(texts, choice.decimal or ".")
        missing = texts.missing() & np.isnan(table)
        findings += _missing_words(cells, missing, texts)
        read = cells.of_text(table, np.nan)
        is_text = cells.kinds == CellKind.TEXT
        values = np.where(is_text, read, values)
        wrong |= is_text & cells.of_text(np.isnan(table) & ~missing, missing=False)
        if kind is Kind.MONEY:
            said = money.said_tax(texts)
            taxed = None if said is None else cells.of_text(said, -1)
            findings += _currencies(cells, texts, table)
    with np.errstate(invalid="ignore"):
        beyond = np.abs(values) >= BEYOND
    if beyond.any():
        values, wrong = np.where(beyond, np.nan, values), wrong | beyond
    return Typed(kind, values, findings=findings + _finding("not-a-number", cells, wrong), taxed=taxed)


def _currencies(cells: Cells, texts: Texts, table: npt.NDArray[np.float64]) -> tuple[Finding, ...]:
    """Amounts of another currency than the euro: all of them, or some among others."""
    masks = [mask & ~np.isnan(table) for mask in money.foreign(texts)]
    foreign = np.logical_or.reduce(masks)
    if not foreign.any():
        return ()
    used = cells.used > 0
    others = (used & ~foreign & ~np.isnan(table)).any() or cells.has(CellKind.NUMBER)
    alone = sum(bool((used & mask).any()) for mask in masks) == 1 and not others
    code = "foreign-currency" if alone else "mixed-currencies"
    return _finding(code, cells, cells.of_text(foreign, missing=False), texts)


def _moments(cells: Cells, choice: ColumnChoice) -> Typed:
    values = np.full(len(cells), moments.NO_MOMENT, np.int64)
    months = None
    findings = _errors(cells)
    wrong = (cells.kinds == CellKind.FLAG) | (cells.kinds == CellKind.DURATION)
    if cells.numbers is not None:
        dates = cells.kinds == CellKind.DATE
        seconds = np.rint(np.where(dates & np.isfinite(cells.numbers), cells.numbers, 0.0)).astype(np.int64)
        inside = dates & (seconds >= moments.FIRST) & (seconds <= moments.LAST)
        values = np.where(inside, seconds, values)
        wrong |= dates & ~inside
        if cells.has(CellKind.NUMBER):
            serial = moments.serials(np.where(cells.kinds == CellKind.NUMBER, cells.numbers, np.nan))
            values = np.where(serial != moments.NO_MOMENT, serial, values)
            wrong |= (cells.kinds == CellKind.NUMBER) & (serial == moments.NO_MOMENT)
    if cells.has(CellKind.TEXT) and cells.codes is not None:
        texts = _mapped(cells.texts, choice)
        table, month_table = moments.parse(texts, choice.date_order or "dmy")
        missing = texts.missing() & (table == moments.NO_MOMENT)
        findings += _missing_words(cells, missing, texts)
        is_text = cells.kinds == CellKind.TEXT
        values = np.where(is_text, cells.of_text(table, moments.NO_MOMENT), values)
        wrong |= is_text & cells.of_text((table == moments.NO_MOMENT) & ~missing, missing=False)
        months = cells.of_text(month_table, missing=False) if month_table.any() else None
    return Typed(Kind.MOMENT, values, findings=findings + _finding("not-a-date", cells, wrong), months=months)


def flag_of(text: str) -> float:
    """1 for a word that means yes, 0 for no, else NaN."""
    folded = unicodedata.normalize("NFKD", text[:41].casefold())  # no such word is so long
    word = "".join(c for c in folded if not unicodedata.combining(c)).strip(" .!")
    return 1.0 if word in YES else 0.0 if word in NO else np.nan


def _flags(cells: Cells, choice: ColumnChoice) -> Typed:
    values = np.full(len(cells), np.nan)
    findings = _errors(cells)
    wrong = (cells.kinds == CellKind.DATE) | (cells.kinds == CellKind.DURATION)
    if cells.numbers is not None:
        plain = (cells.kinds == CellKind.FLAG) | (cells.kinds == CellKind.NUMBER)
        fits = plain & ((cells.numbers == 0) | (cells.numbers == 1))
        values = np.where(fits, cells.numbers, np.nan)
        wrong |= plain & ~fits
    if cells.has(CellKind.TEXT) and cells.codes is not None:
        texts = _mapped(cells.texts, choice)
        table = np.full(len(texts), np.nan)
        used = np.flatnonzero(cells.used)
        table[used] = [flag_of(text) for text in texts.some(used)]
        missing = texts.missing() & np.isnan(table)
        findings += _missing_words(cells, missing, texts)
        is_text = cells.kinds == CellKind.TEXT
        values = np.where(is_text, cells.of_text(table, np.nan), values)
        wrong |= is_text & cells.of_text(np.isnan(table) & ~missing, missing=False)
    return Typed(Kind.FLAG, values, findings=findings + _finding("not-a-flag", cells, wrong))


def textual(cells: Cells) -> tuple[Codes, Texts]:
    """The cells as codes into distinct texts; typed cells become neutral text. -1 where a cell is empty."""
    codes = np.full(len(cells), -1, np.int32) if cells.codes is None else cells.codes
    if cells.has(CellKind.ERROR):
        codes = np.where(cells.kinds == CellKind.ERROR, np.int32(-1), codes)
    texts = cells.texts
    for kind in (CellKind.NUMBER, CellKind.DATE, CellKind.FLAG, CellKind.DURATION):
        if cells.numbers is None or not cells.has(kind):
            continue
        places = np.flatnonzero((cells.kinds == kind) & np.isfinite(cells.numbers))
        distinct, inverse = np.unique(cells.numbers[places], return_inverse=True)
        codes = codes.copy()
        codes[places] = (inverse + len(texts)).astype(np.int32)
        texts = Texts(pa.concat_arrays([texts.array, _written(kind, distinct)]))
    return codes, texts


def _written(kind: CellKind, distinct: npt.NDArray[np.float64]) -> pa.LargeStringArray:
    if kind == CellKind.NUMBER and (np.abs(distinct) < 1e15).all() and (distinct == np.rint(distinct)).all():
        return pc.cast(pa.array(distinct.astype(np.int64)), pa.large_string())
    return as_array([text_of(kind, number) for number in distinct.tolist()])


def _labels(cells: Cells, kind: Kind, choice: ColumnChoice) -> Typed:
    codes, plain = textual(cells)
    texts = _mapped(plain, choice)
    missing = texts.missing(free_text=kind is not Kind.CATEGORY)
    findings = _errors(cells)
    words = missing & ~texts.blank
    if words.any():
        hit = np.append(words, np.bool_(0))[codes]
        findings += _proposal(choice, _label_finding("missing-words", cells, hit))
        if "missing-words" in choice.off:
            missing = texts.blank
    if missing.any():
        table = np.arange(len(texts) + 1, dtype=np.int32)
        table[:-1][missing] = -1
        table[-1] = -1
        codes = table[codes]
    if kind is Kind.POSTCODE or (kind is Kind.PHONE and cells.has(CellKind.NUMBER)):
        texts, more = _zeros_restored(cells, codes, texts, 5 if kind is Kind.POSTCODE else 10, choice)
        findings += more
    elif kind is Kind.EMAIL:
        shaped = pc.match_substring_regex(texts.array, r"^[^@\s]+@[^@\s]+\.[^@\s.]+$").to_numpy(zero_copy_only=False)
        odd = np.append(~shaped, np.bool_(0))[codes] & (codes >= 0)
        findings += _label_finding("odd-email", cells, odd)
    return Typed(kind, codes, texts.array, findings)


def _label_finding(code: str, cells: Cells, hit: Mask, after: dict[str, str] | None = None) -> tuple[Finding, ...]:
    places = np.flatnonzero(hit)
    if not len(places):
        return ()
    seen = dict.fromkeys(shown(cells, place) for place in places[:200].tolist())
    kept = list(seen)[:EXAMPLES]
    examples = tuple((text, (after or {}).get(text.strip(), text if code == "odd-email" else "")) for text in kept)
    return (Finding(code, len(places), tuple(places[:LINES].tolist()), examples),)


def _proposal(choice: ColumnChoice, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings about something that the user may switch off in this column."""
    return tuple(replace(finding, applied=finding.code not in choice.off) for finding in found)


def _zeros_restored(
    cells: Cells, codes: Codes, texts: Texts, length: int, choice: ColumnChoice
) -> tuple[Texts, tuple[Finding, ...]]:
    """Texts of one figure less than *length* get the zero that a spreadsheet took from them.

    Only where full ones are at least as many: in a column of Belgian postcodes four figures are right.
    """
    short, full = (
        pc.match_substring_regex(texts.array, f"^[{low}-9][0-9]{{{count}}}$").to_numpy(zero_copy_only=False)
        for low, count in ((1, length - 2), (0, length - 1))
    )
    used = np.bincount(codes + 1, minlength=len(texts) + 1)[1:] > 0
    if not (short & used).any() or (length == 5 and (full & used).sum() < (short & used).sum()):
        return texts, ()
    padded = pc.if_else(pa.array(short), pc.binary_join_element_wise(_ZERO, texts.array, _NOTHING), texts.array)
    hit = np.append(short, np.bool_(0))[codes]
    restored = {text: f"0{text}" for text in texts.some(np.flatnonzero(short & used)[:1000])}
    code = "postcode-zero" if length == 5 else "phone-zero"
    found = _proposal(choice, _label_finding(code, cells, hit, restored))
    return texts if code in choice.off else Texts(padded), found
