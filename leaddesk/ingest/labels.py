"""Cells kept as text: names, categories, addresses, numbers that one dials, and what is repaired in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leaddesk.ingest import fullnames, phones
from leaddesk.ingest.outcome import Beside, Finding, Typed, errors, finding, label_finding, proposal
from leaddesk.ingest.texts import Texts, as_array
from leaddesk.model.raw import CellKind
from leaddesk.model.rawcell import number_text
from leaddesk.model.recipe import LIKELY_STATUS
from leaddesk.model.schema import Kind
from leaddesk.model.stages import LABELS, likely

if TYPE_CHECKING:
    from leaddesk.ingest.selection import Cells, Codes
    from leaddesk.ingest.texts import Mask
    from leaddesk.model.recipe import ColumnChoice
    from leaddesk.text import Fact


_EXACT: Final = 1e15
"""From this size on whole numbers have more figures than a spreadsheet keeps."""
_MOST_STATUSES: Final = 500
"""A column of more texts holds no status words."""
_STAGES: Final = {stage.id: label for stage, label in LABELS.items()}
_BAR: Final = pa.scalar(" | ", pa.large_string())


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
    if kind == CellKind.NUMBER and (np.abs(distinct) < _EXACT).all() and (distinct == np.rint(distinct)).all():
        return pc.cast(pa.array(distinct.astype(np.int64)), pa.large_string())
    return as_array([number_text(kind, number) for number in distinct.tolist()])


def labels(cells: Cells, kind: Kind, choice: ColumnChoice) -> Typed:
    """The cells as text of *kind*; words for "no value" are missing."""
    codes, plain = textual(cells)
    texts = plain.mapped(choice.values)
    texts, guessed = _likely_stages(cells, codes, texts, choice)
    missing = texts.missing(free_text=kind is not Kind.CATEGORY)
    findings = errors(cells) + guessed
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
    findings += _cut_numbers(cells)
    beside: tuple[Beside, ...] = ()
    if kind is Kind.POSTCODE:
        texts, more = _postcodes(cells, codes, texts, choice)
        findings += more
    elif kind is Kind.PHONE:
        texts, more, beside = _phones(cells, codes, texts, choice)
        findings += more
    elif kind is Kind.EMAIL:
        shaped = pc.match_substring_regex(texts.array, r"^[^@\s]+@[^@\s]+\.[^@\s.]+$").to_numpy(zero_copy_only=False)
        odd = np.append(~shaped, np.bool_(0))[codes] & (codes >= 0)
        findings += label_finding("odd-email", cells, odd)
    return Typed(kind, codes, texts.array, findings, beside=beside)


def _likely_stages(cells: Cells, codes: Codes, texts: Texts, choice: ColumnChoice) -> tuple[Texts, tuple[Finding, ...]]:
    """Status words that perhaps stand for a stage, as that stage where the user says so."""
    if choice.target != "status" or len(texts) > _MOST_STATUSES:
        return texts, ()
    written = [str(text) for text in texts.array.to_pylist()]
    stages = [likely(text) for text in written]
    hit = np.array([stage is not None for stage in stages], np.bool_)
    if not (hit & _used(codes, texts)).any():
        return texts, ()
    made = [text if stage is None else stage.id for text, stage in zip(written, stages, strict=True)]
    after = Texts(as_array(made))
    wanted = LIKELY_STATUS in choice.wanted
    found = _told(LIKELY_STATUS, cells, codes, hit, texts, after, choice)
    return after if wanted else texts, tuple(replace(one, applied=wanted, examples=_named(one)) for one in found)


def _named(found: Finding) -> tuple[tuple[Fact, Fact], ...]:
    """The examples of a finding, its stages as LeadDesk calls them."""
    return tuple((before, _STAGES.get(str(after), after)) for before, after in found.examples)


def _cut_numbers(cells: Cells) -> tuple[Finding, ...]:
    """Long numbers, of which the spreadsheet has not kept the last figures."""
    if cells.numbers is None or not cells.has(CellKind.NUMBER):
        return ()
    with np.errstate(invalid="ignore"):
        hit = (cells.kinds == CellKind.NUMBER) & (np.abs(cells.numbers) >= _EXACT)
    return finding("cut-numbers", cells, hit)


def _used(codes: Codes, texts: Texts) -> Mask:
    """Which of the texts any cell holds."""
    used: Mask = np.bincount(codes + 1, minlength=len(texts) + 1)[1:] > 0
    return used


def _told(
    code: str, cells: Cells, codes: Codes, hit: Mask, before: Texts, after: Texts, choice: ColumnChoice
) -> tuple[Finding, ...]:
    """The proposal to make the texts that are *hit* what they are in *after*."""
    some = np.flatnonzero(hit & _used(codes, before))[:1000]
    pairs = dict(zip(before.some(some), after.some(some), strict=True))
    return proposal(choice, label_finding(code, cells, np.append(hit, np.bool_(0))[codes], pairs))


def _postcodes(cells: Cells, codes: Codes, texts: Texts, choice: ColumnChoice) -> tuple[Texts, tuple[Finding, ...]]:
    """Postcodes of four figures get the zero that a spreadsheet took from them.

    Only where full ones are at least as many: in a column of Belgian postcodes four figures are right.
    """
    short, full = (
        pc.match_substring_regex(texts.array, pattern).to_numpy(zero_copy_only=False)
        for pattern in ("^[1-9][0-9]{3}$", "^[0-9]{5}$")
    )
    used = _used(codes, texts)
    if not (short & used).any() or (full & used).sum() < (short & used).sum():
        return texts, ()
    after = phones.with_zero(texts, short)
    found = _told("postcode-zero", cells, codes, short, texts, after, choice)
    return texts if "postcode-zero" in choice.off else after, found


def _phones(
    cells: Cells, codes: Codes, texts: Texts, choice: ColumnChoice
) -> tuple[Texts, tuple[Finding, ...], tuple[Beside, ...]]:
    """Of two numbers in a cell the first counts and the second stands beside; lost zeros come back."""
    findings: tuple[Finding, ...] = ()
    beside: tuple[Beside, ...] = ()
    two = phones.parted(texts)
    if two is not None and (two[2] & _used(codes, texts)).any():
        first, second, hit = two
        shown = Texts(
            pc.if_else(pa.array(hit), pc.binary_join_element_wise(first.array, second.array, _BAR), texts.array)
        )
        findings += _told("second-phone", cells, codes, hit, texts, shown, choice)
        if "second-phone" not in choice.off:
            others = np.where(np.append(hit, np.bool_(0))[codes], codes, np.int32(-1))
            beside = (Beside("second-phone", Typed(Kind.TEXT, others, second.array)),)
            texts = first
    used = _used(codes, texts)
    short = phones.zeroless(texts, used)
    if (short & used).any():
        after = phones.with_zero(texts, short)
        findings += _told("phone-zero", cells, codes, short, texts, after, choice)
        texts = texts if "phone-zero" in choice.off else after
    return texts, findings, beside


def full_names(cells: Cells, values: Typed, choice: ColumnChoice) -> Typed:
    """The column of names with first names beside it, where its header and its cells say that they are full names."""
    if values.labels is None or not fullnames.says_so(choice.header):
        return values
    texts = Texts(values.labels)
    parted = fullnames.parted(values.labels, _used(values.values, texts), choice.header)
    if parted is None:
        return values
    shown = Texts(
        pc.if_else(pa.array(parted.hit), pc.binary_join_element_wise(parted.first, parted.last, _BAR), texts.array)
    )
    found = _told(fullnames.FULL_NAME, cells, values.values, parted.hit, texts, shown, choice)
    findings = values.findings + found
    if fullnames.FULL_NAME in choice.off:
        return Typed(values.kind, values.values, values.labels, findings)
    firsts = np.where(np.append(parted.hit, np.bool_(0))[values.values], values.values, np.int32(-1))
    beside = (
        Beside("first-name", Typed(Kind.TEXT, firsts, parted.first)),
        Beside("whole-name", Typed(Kind.TEXT, values.values, values.labels)),
    )
    return Typed(values.kind, values.values, parted.last, findings, beside=beside)
