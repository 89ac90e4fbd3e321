"""What two spellings of one value have in common, and what keeps two values apart however alike they look.

Precise before complete: a merge that is not offered costs a click, one that is wrong costs a figure.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from leaddesk.ingest.synonyms import APART, SOURCES

PLACES: Final = frozenset({"city", "pickup", "delivery"})
SOURCE_COLUMNS: Final = frozenset({"channel", "lever", "network"})
PERSONS: Final = frozenset({"owner", "supplier"})
"""Columns of names, of which two that differ by a letter are two (Martin, Martine)."""

_SHORTEST_NEAR: Final = 6
_CONFUSED: Final = frozenset(pair for a, b in ("ae", "iy", "il", "mn", "sz", "ck") for pair in ((a, b), (b, a)))
_ORDINAL: Final = re.compile(r"\b(\d+)(?:\s?(?:er|ere|eme|nde)|e|nd|st|rd|th)\b")
_NUMBER: Final = re.compile(r"\d+")
_WORD: Final = re.compile(r"[^\W_]+")
_DOMAIN: Final = re.compile(r"^(?:https?://)?(?:www\.)?([\w-]+)\.(?:fr|com|net|org|eu|be|ch|uk)/?$")
_SIGNS: Final = re.compile(r"[+<>=€$£%#@≤≥±*!?]|(?:(?<=^)|(?<=\s))[-\u2212](?=\d)")
_SMALL: Final = frozenset("et and de du des d la le les l of the".split())
_DISTRICT: Final = frozenset("arrondissement arrondissements arrt arrdt arr".split())
_SAINT: Final = {"st": "saint", "ste": "sainte"}
_ENDINGS: Final = frozenset({"s", "x", "e", "es"})
_DONE: Final = re.compile(r"(?:ee?s?|ez)$")
"""The ending of what is done (contacté, contactées), once its accents are off; "er" is to be done (contacter)."""


class Method(StrEnum):
    """By what two spellings were found to be one value, the surest first."""

    FINGERPRINT = auto()
    """The same words, whatever case, accents, punctuation; "3e", "3ème" and "03" are one number."""
    NGRAMS = auto()
    """The same letters in the same order, whatever the spaces between them ("GTXPro", "GTX Pro")."""
    NEAREST = auto()
    """All words the same but for plurals, or but one, which differs by a slip of the fingers."""
    ACRONYM = auto()
    """Known names of one source ("BAO", "bouche à oreille")."""


@dataclass(frozen=True, slots=True)
class Print:
    """What is left of a text: its words, and what must be equal for it to be the same value as another."""

    words: tuple[str, ...]
    squeezed: str
    marks: tuple[str, ...]
    """Its numbers and signs in order: "Rentrée 1" and "Rentrée 2" are two."""


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """The text in small letters without accents; ligatures taken apart."""
    plain = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("ß", "ss")
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


def squeezed(text: str) -> str:
    """Its letters and figures alone, folded, without spaces."""
    return "".join(_WORD.findall(folded(text)))


@lru_cache(maxsize=65536)
def print_of(text: str, column: str = "") -> Print:
    """The fingerprint of a text as a value of *column*."""
    plain = folded(text).strip()
    domain = _DOMAIN.match(plain) if column in SOURCE_COLUMNS else None
    if domain is not None:
        plain = domain.group(1)
    signs = tuple(_SIGNS.findall(plain))
    plain = _ORDINAL.sub(r"\1", plain)
    words = [_number(word) for word in _WORD.findall(plain)]
    numbers = tuple(_number(found) for word in words for found in _NUMBER.findall(word))
    letters = "".join(words)
    if column in PLACES:
        words = [_SAINT.get(word, word) for word in words]
        if numbers:
            words = [word for word in words if word not in _DISTRICT]
        elif words[1:] and words[-1] == "cedex":
            words = words[:-1]
    kept = [word for word in words if word not in _SMALL] or words
    if column in SOURCE_COLUMNS:  # "Ads Google" is "Google Ads"; "Lyon Paris" is no "Paris Lyon"
        kept = sorted(kept)
    return Print(tuple(kept), letters, (*numbers, *signs))


def _number(word: str) -> str:
    """A short number without the zeros before it; a long one (a postcode, a code) keeps them."""
    return word.lstrip("0") or "0" if word.isdigit() and len(word) <= 3 else word


@lru_cache(maxsize=1)
def _known() -> dict[str, int]:
    return {squeezed(name): number for number, names in enumerate(SOURCES) for name in names}


def source_of(text: str) -> int | None:
    """The number of the known source that a text names, None where it is no known one."""
    return _known().get(squeezed(text))


def near(first: str, second: str, column: str = "") -> bool:
    """Whether two words (folded) are one but for a slip of the fingers or a plural: precise before complete."""
    if first == second or frozenset((first, second)) in APART or any(c.isdigit() for c in first + second):
        return False
    short, long = sorted((first, second), key=len)
    if first[0] != second[0]:
        return False
    if column in PLACES:  # France has many towns a letter apart: only doubled and swapped letters are slips there
        return len(short) >= _SHORTEST_NEAR and (undoubled(first) == undoubled(second) or _swapped(first, second))
    if _is_to_do(first, second):
        return False
    if long.startswith(short):
        return len(short) > 3 and long[len(short) :] in _ENDINGS
    return len(short) >= _SHORTEST_NEAR and _is_slip(first, second)


def singular(word: str) -> str:
    """A word (folded) without the mark of its plural: "réseaux" and "sociaux" are "reseau" and "social"."""
    if len(word) < 5 or word.endswith("ss"):
        return word
    if word.endswith("aux"):
        return word[:-1] if word.endswith("eaux") else f"{word[:-3]}al"
    return word.removesuffix("s")


def _is_to_do(first: str, second: str) -> bool:
    """Whether one says what is to be done, the other what was done: "contacter", "contacté"."""
    verbs = [word for word in (first, second) if word.endswith("er")]
    return len(verbs) == 1 and _DONE.sub("", first.removesuffix("er")) == _DONE.sub("", second.removesuffix("er"))


def _is_slip(first: str, second: str) -> bool:
    """Whether a letter is missing, doubled, swapped with its neighbour, or taken for one that it is confused with.

    Any letter for any other would make one of "courtier" and "courrier", of "prévision" and "provision".
    """
    one, other = undoubled(first), undoubled(second)
    if one == other or _swapped(first, second):
        return True
    if len(first) != len(second) and OSA.distance(first, second, score_cutoff=1) == 1:
        return not _part_at_their_ends(first, second)
    if len(one) != len(other):
        return False
    apart = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(apart) == 1 and apart[0] in _CONFUSED


def _part_at_their_ends(first: str, second: str) -> bool:
    """Whether they part at their last letter, as words of one family do: "prospects", "prospectus"."""
    alike = next((n for n, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]), len(first))
    return alike >= min(len(first), len(second)) - 1


def undoubled(word: str) -> str:
    """A word with one of each letter that is doubled."""
    return re.sub(r"(.)\1+", r"\1", word)


def _swapped(first: str, second: str) -> bool:
    """Whether two neighbouring letters changed places."""
    if len(first) != len(second):
        return False
    apart = [place for place, pair in enumerate(zip(first, second, strict=True)) if pair[0] != pair[1]]
    if len(apart) != 2 or apart[1] != apart[0] + 1:
        return False
    left, right = apart
    return first[left] == second[right] and first[right] == second[left]


def likeness(first: str, second: str) -> float:
    """How alike two texts are once folded, 0 to 1 (optimal string alignment)."""
    return float(OSA.normalized_similarity(folded(first), folded(second)))
