"""Headers compared with what the tables' columns are called: first the synonyms, then what is nearly one."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from leaddesk.ingest.products import PRODUCTS
from leaddesk.ingest.repairs import mended_text
from leaddesk.model.letters import letters
from leaddesk.model.schema import said
from leaddesk.model.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from leaddesk.model.schema import Table

NEARLY: Final = 90.0
"""From which similarity on (rapidfuzz, 0 to 100) a header is taken for a misspelt synonym."""

_CAMEL: Final = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")
_INITIALS: Final = re.compile(r"(?<=\b[^\W\d_])\.(?=[^\W\d_]\b|\s|$)")
"""The points in C.P. and C.A.: what is left is the abbreviation that everybody else writes."""
_BRACKETS: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_INCLUDING: Final = (
    r"ttc|tvac|toutes taxes comprises|tva (?:incl(?:use)?|comprise)|(?:inc|incl|including|with) (?:vat|tax|tva)|"
    r"(?:vat|tax) inc(?:l|luded|lusive)?"
)
_TAX_WORDS: Final = re.compile(
    rf"\b(?:{_INCLUDING}|ht|htva|eur|euros?|hors (?:taxes?|tva)|(?:ex|exc|excl|excluding|without) (?:vat|tax|tva)|"
    r"vat exc(?:l|luded|lusive)?|tva exclue)\b"
)
_TAX_INCLUDED: Final = re.compile(rf"\b(?:{_INCLUDING})\b")


@lru_cache(maxsize=8192)  # the first rows of a sheet are looked at again and again
def fold(header: str) -> str:
    """A header without case, accents (however broken), punctuation and double spaces: ``"N° Prospect"`` is
    ``"n prospect"``.
    """
    return " ".join(letters(mended_text(header).replace("°", " ")).split())


@lru_cache(maxsize=32_768)  # the headers of the widest sheet there is, asked for by one table after the other
def readings(header: str) -> tuple[tuple[str, float], ...]:
    """The ways to read a header, each folded, with the confidence that it deserves; the plainest first."""
    found: dict[str, float] = {}
    seen: set[str] = set()

    def add(text: str, confidence: float) -> None:
        if text in seen:  # most headers have no initials, brackets or taxes: they are read one way
            return
        seen.add(text)
        folded = fold(text)
        if folded:
            found.setdefault(folded, confidence)

    add(header, 1.0)
    add(_INITIALS.sub("", header), 0.99)
    bare = _BRACKETS.sub(" ", header)
    add(bare, 0.97)
    add(_CAMEL.sub(" ", bare), 0.96)
    add(_TAX_WORDS.sub(" ", fold(header)), 0.95)
    for separator in (" - ", " – ", " : ", ": "):
        before, found_it, after = bare.partition(separator)
        if found_it:
            add(after, 0.9)
            add(before, 0.7)
    return tuple(found.items())


def says_tax_included(header: str) -> bool:
    """Whether the header says that amounts include VAT."""
    return _TAX_INCLUDED.search(fold(header)) is not None


@dataclass(frozen=True, slots=True)
class Match:
    """A column that a header may stand for. ``how``: ``name`` (a synonym) or ``nearly``; ``synonym`` is that one."""

    column: str
    confidence: float
    how: str
    synonym: str


@lru_cache(maxsize=1)
def _index() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """For each table, folded synonym → (column id, synonym); the first column that claims one keeps it."""
    index: dict[str, dict[str, tuple[str, str]]] = {}
    for table in TABLES:
        own: dict[str, tuple[str, str]] = {}
        for column in table.columns:
            for synonym in (*column.synonyms, column.label.msgid):
                own.setdefault(fold(synonym), (column.id, synonym))
        for column in table.columns:
            own.setdefault(fold(column.id), (column.id, column.id))
        if table.id == "leads":  # set by hand in LeadDesk, never read: the header "stage" is the status
            own = {word: target for word, target in own.items() if target[0] != "stage"}
        index[table.id] = own
    return index


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """Every folded synonym of any table, and the headers of several words that known exports have."""
    words = {word for own in _index().values() for word in own}
    for product in PRODUCTS:
        for group in (*product.telling, *(headers for _, headers in product.columns), product.kept):
            words.update(word for header in said(group) if " " in (word := fold(header)))
    return frozenset(words)


@lru_cache(maxsize=1)
def _spread() -> Mapping[str, int]:
    """In how many tables each folded synonym occurs."""
    spread: dict[str, int] = defaultdict(int)
    for own in _index().values():
        for word in own:
            spread[word] += 1
    return spread


def telling(synonym: str) -> float:
    """How much a synonym says about which table this is: 1 where one table alone has it, less for "date"."""
    return float(1.0 / _spread().get(fold(synonym), 1) ** 1.5)


def is_known(header: str) -> bool:
    """Whether some table, or a known export, has a column of that name."""
    return any(word in known_words() for word, confidence in readings(header) if confidence >= 0.9)


def matches(header: str, table: Table, *, near: bool = True) -> tuple[Match, ...]:
    """The columns of *table* that the header may stand for, the best first; at most one a column.

    *near*: also those whose names it is only similar to.
    """
    own = _index()[table.id]
    found: dict[str, Match] = {}
    for word, confidence in readings(header):
        if word in own:
            column, synonym = own[word]
            if column not in found or found[column].confidence < confidence:
                found[column] = Match(column, confidence, "name", synonym)
    if not found and near:
        for match in _nearly(header, table.id):
            found.setdefault(match.column, match)
    return tuple(sorted(found.values(), key=lambda match: -match.confidence))


@lru_cache(maxsize=4096)
def _nearly(header: str, table: str) -> tuple[Match, ...]:
    from rapidfuzz import fuzz, process

    word = fold(header)
    if len(word) < 4:
        return ()
    own = _index()[table]
    close = process.extract(
        word, [w for w in own if len(w) > 3], scorer=fuzz.token_sort_ratio, score_cutoff=NEARLY, limit=3
    )
    return tuple(Match(own[w][0], 0.8 * score / 100, "nearly", own[w][1]) for w, score, _ in close)


def fingerprint(headers: Iterable[str]) -> str:
    """A short hash of the headers, folded: files with the same headers have the same."""
    joined = "\x1f".join(fold(header) for header in headers)
    return hashlib.blake2b(joined.encode("utf-8", "replace"), digest_size=16).hexdigest()
