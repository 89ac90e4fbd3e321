"""Cells kept as text: names, categories, addresses, numbers that one dials, and what is repaired in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leaddesk.ingest.outcome import Finding, Typed, errors, label_finding, proposal
from leaddesk.ingest.selection import text_of
from leaddesk.ingest.texts import Texts, as_array
from leaddesk.model.raw import CellKind
from leaddesk.model.schema import Kind

if TYPE_CHECKING:
    from leaddesk.ingest.selection import Cells, Codes
    from leaddesk.model.recipe import ColumnChoice

_ZERO: Final = pa.scalar("0", pa.large_string())
_NOTHING: Final = pa.scalar("", pa.large_string())


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


def labels(cells: Cells, kind: Kind, choice: ColumnChoice) -> Typed:
    codes, plain = textual(cells)
    texts = plain.mapped(choice.values)
    missing = texts.missing(free_text=kind is not Kind.CATEGORY)
    findings = errors(cells)
    words = missing & ~texts.blank
    if words.any():
        hit = np.append(words, np.bool_(0))[codes]
        findings += proposal(choice, label_finding("missing-words", cells, hit))
        if "missing-words" in choice.off:
            missing = texts.blank
    if missing.any():
        table = np.arange(len(texts) + 1, dtype=np.int32)
        table[:-1][missing] = -1
        table[-1] = -1
        codes = table[codes]
    if kind is Kind.POSTCODE:
        texts, more = _zeros_restored(cells, codes, texts, 5, choice)
        findings += more
    elif kind is Kind.PHONE and cells.has(CellKind.NUMBER):
        texts, more = _zeros_restored(cells, codes, texts, 10, choice)
        findings += more
    elif kind is Kind.EMAIL:
        shaped = pc.match_substring_regex(texts.array, r"^[^@\s]+@[^@\s]+\.[^@\s.]+$").to_numpy(zero_copy_only=False)
        odd = np.append(~shaped, np.bool_(0))[codes] & (codes >= 0)
        findings += label_finding("odd-email", cells, odd)
    return Typed(kind, codes, texts.array, findings)


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
    found = proposal(choice, label_finding(code, cells, hit, restored))
    return texts if code in choice.off else Texts(padded), found
