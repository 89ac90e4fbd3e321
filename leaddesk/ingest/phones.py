"""Telephone numbers as people write them: two in a cell, and the zero that a spreadsheet took."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leaddesk.ingest.texts import Texts

if TYPE_CHECKING:
    from leaddesk.ingest.texts import Mask

_GAP: Final = r"(?:[\s\x{a0}\x{202f}.\-()/]|\) | \()?"
_NUMBER: Final = rf"\(?\+?\d(?:{_GAP}\d){{7,14}}"
_NO_SLASH: Final = _NUMBER.replace("()/]", "()]")
_BEFORE: Final = r"[^\d+(/;|,&]{0,20}"
_AFTER: Final = r"[^\d+/;|,&]{0,20}"
_BETWEEN: Final = r"(?:\s*[/;|,&\n]\s*|\s+(?:ou|or|et|and|puis)\s+|\s+[-–]\s+)"
_FRENCH: Final = r"0\d(?:[\s.]?\d\d){4}"
_TWO: Final = (
    (
        rf"^{_BEFORE}(?P<first>{_NO_SLASH}){_AFTER}{_BETWEEN}{_BEFORE}"
        rf"(?P<second>{_NO_SLASH}(?:{_AFTER}{_BETWEEN}{_BEFORE}{_NO_SLASH})*[^\d]*)$"
    ),
    rf"^(?P<first>{_NUMBER})\s+(?:ou|or|et|and|-|–|;)\s+(?P<second>{_NUMBER})$",
    rf"^(?P<first>{_FRENCH})\s+(?P<second>{_FRENCH})$",
)
"""Two numbers with a sign or a word between them; numbers with slashes inside; two French ones with but a space."""
_SHORTEST: Final = 19
"""Two numbers of nine figures, and a sign."""
_NINE: Final = 9
_LONGEST: Final = 2 * 10
_ZERO: Final = pa.scalar("0", pa.large_string())
_NOTHING: Final = pa.scalar("", pa.large_string())


def parted(texts: Texts) -> tuple[Texts, Texts, Mask] | None:
    """The first number of each text and the second, and which of them hold two; None where none does."""
    places = np.flatnonzero(texts.lengths >= _SHORTEST)
    if not len(places):
        return None
    candidates = texts.array.take(pa.array(places))
    found = pc.extract_regex(candidates, _TWO[0])
    for pattern in _TWO[1:]:
        found = pc.if_else(pc.is_valid(found), found, pc.extract_regex(candidates, pattern))
    hit = pc.is_valid(found).to_numpy(zero_copy_only=False)
    if not hit.any():
        return None
    two = np.zeros(len(texts), np.bool_)
    two[places[hit]] = True
    first, second = (pc.utf8_trim_whitespace(pc.struct_field(found.filter(pa.array(hit)), name)) for name in (0, 1))
    empty = pa.array(np.full(len(texts), ""), pa.large_string())
    mask = pa.array(two)
    return Texts(pc.replace_with_mask(texts.array, mask, first)), Texts(pc.replace_with_mask(empty, mask, second)), two


def zeroless(texts: Texts, used: Mask) -> Mask:
    """Which texts are numbers without the zero that they begin with: nine figures, as a French one then has; ten,
    where others of the column have eleven with their zero, as in Great Britain.
    """
    begins = (texts.first_bytes > ord("0")) & (texts.first_bytes <= ord("9")) & (texts.lengths <= _LONGEST)
    short = texts.matching(r"^[1-9](?:[\s.\-]?\d){8}$", begins & (texts.lengths >= _NINE))
    ten = texts.matching(r"^[1-9](?:[\s.\-]?\d){9}$", begins & (texts.lengths > _NINE))
    if ten.any() and texts.matching(r"^0(?:[\s.\-]?\d){10}$", used & (texts.first_bytes == ord("0"))).any():
        short |= ten
    return short


def with_zero(texts: Texts, short: Mask) -> Texts:
    """The texts with a zero before those that are *short* of it."""
    some = texts.array.filter(pa.array(short))
    joined = pc.binary_join_element_wise(_ZERO, some, _NOTHING)
    return Texts(pc.replace_with_mask(texts.array, pa.array(short), joined))
