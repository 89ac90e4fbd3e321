"""First and last name in one cell, taken apart where the header says so and nearly all cells are such names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leaddesk.ingest import headers

if TYPE_CHECKING:
    import numpy.typing as npt

    from leaddesk.ingest.texts import Mask

FULL_NAME: Final = "full-name"
"""The code of the proposal to take them apart."""
_SAYS: Final = frozenset(("contact", "complet", "full", "interlocuteur", "prenom", "first", "person", "personne"))
_ENOUGH: Final = 0.6
_SAMPLE: Final = 200
_TITLES: Final = "m mr mme mlle mrs ms dr me madame monsieur mademoiselle miss".split()
_TITLE: Final = rf"(?:(?:{'|'.join(_TITLES)})\.? )?"
_WORD: Final = r"\p{Lu}[\p{L}'’.\-]*"
_CAPITALS: Final = r"\p{Lu}[\p{Lu}'’\-]+"
_PARTICLE: Final = r"(?:(?:de la|de|du|des|le|la|van der|van den|van|von|el|da|di|dos|ben|bin) |d['’])"
_LAST: Final = rf"(?i:{_PARTICLE})?{_WORD}"
_COMMA: Final = rf"^(?i:{_TITLE})(?P<last>{_LAST}), ?(?P<first>{_WORD})$"
_SHOUTED: Final = (
    rf"^(?i:{_TITLE})(?P<last>{_CAPITALS}(?: {_CAPITALS})*) (?P<first>\p{{Lu}}[\p{{L}}'’\-]*\p{{Ll}}[\p{{L}}'’\-]*)$"
)
_SHOUTED_LAST: Final = (
    rf"^(?i:{_TITLE})(?P<first>\p{{Lu}}[\p{{L}}'’\-]*\p{{Ll}}[\p{{L}}'’\-]*) (?P<last>{_CAPITALS}(?: {_CAPITALS})*)$"
)
_FIRST_FIRST: Final = rf"^(?i:{_TITLE})(?P<first>{_WORD}) (?P<last>{_LAST})$"
_LAST_FIRST: Final = rf"^(?i:{_TITLE})(?P<last>{_LAST}) (?P<first>{_WORD})$"


_Pair = tuple[pa.LargeStringArray, pa.LargeStringArray]


@dataclass(frozen=True, eq=False, slots=True)
class Parted:
    """For each text its ``last`` and ``first`` name; ``hit``: which are names of two parts. The others' last name is
    the whole text, and their first name is empty.
    """

    last: pa.LargeStringArray
    first: pa.LargeStringArray
    hit: Mask


def says_so(header: str) -> bool:
    """Whether a header announces more than a last name: "Contact", "Nom complet", "Nom et prénom"."""
    return bool(_SAYS & set(headers.fold(header).split()))


def parted(array: pa.LargeStringArray, used: npt.NDArray[np.bool_], header: str) -> Parted | None:
    """The full names in the *used* ones of those texts taken apart; None where too few are names of two parts.

    A last name in capitals, or before a comma, is known by that; else the header tells the order, and the first name
    is the first where it does not. Of more than two words only "de La Fontaine" and the like make one last name.
    """
    words = headers.fold(header).split()
    places = [words.index(word) for word in ("nom", "prenom") if word in words]
    swapped = places == sorted(places) and len(places) == 2
    known = used & (pc.binary_length(array).to_numpy(zero_copy_only=False) > 0)
    sample = array.take(pa.array(np.flatnonzero(known)[:_SAMPLE]))
    if not len(sample) or not _enough(_taken_apart(sample, swapped)[0], np.ones(len(sample), np.bool_)):
        return None
    first, last = _taken_apart(array, swapped)
    if not _enough(first, known):
        return None
    return Parted(pc.coalesce(last, array), pc.fill_null(first, ""), _valid(first))


def _taken_apart(array: pa.LargeStringArray, swapped: bool) -> _Pair:
    """First and last names, null where a text is no full name."""
    found = _columns(pc.extract_regex(array, _COMMA))
    for pattern in (_SHOUTED, _SHOUTED_LAST, _LAST_FIRST if swapped else _FIRST_FIRST):
        found = _either(found, _columns(pc.extract_regex(array, pattern)))
    word = pc.utf8_rtrim(pc.utf8_lower(found[0]), characters=".")
    title = pc.is_in(word, value_set=pa.array(_TITLES, pa.large_string()))
    nothing = pa.scalar(None, pa.large_string())
    return pc.if_else(title, nothing, found[0]), pc.if_else(title, nothing, found[1])


def _valid(first: pa.LargeStringArray) -> Mask:
    mask: Mask = pc.is_valid(first).to_numpy(zero_copy_only=False)
    return mask


def _enough(first: pa.LargeStringArray, known: Mask) -> bool:
    return bool(known.any()) and int((_valid(first) & known).sum()) >= _ENOUGH * int(known.sum())


def _columns(found: pa.StructArray) -> _Pair:
    """First and last names, null where there was no match."""
    fits = pc.is_valid(found)
    nothing = pa.scalar(None, pa.large_string())
    first, last = (pc.if_else(fits, pc.struct_field(found, name), nothing) for name in ("first", "last"))
    return first, last


def _either(one: _Pair, other: _Pair) -> _Pair:
    return pc.coalesce(one[0], other[0]), pc.coalesce(one[1], other[1])
