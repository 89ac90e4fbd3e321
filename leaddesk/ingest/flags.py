"""Yes and no, as people write them."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.ingest.outcome import Typed, errors, finding, missing_words
from leaddesk.model.raw import CellKind
from leaddesk.model.schema import Kind

if TYPE_CHECKING:
    from leaddesk.ingest.selection import Cells
    from leaddesk.model.recipe import ColumnChoice

YES: Final = frozenset(
    "oui o yes y vrai true 1 x ok ✓ ✔ ☑ on accepte accepted ja si opt-in optin abonne inscrit ttc".split()
)
NO: Final = frozenset(
    "non n no faux false 0 ✗ ✘ ☐ off refuse refused nein aucun opt-out optout desabonne desinscrit ht".split()
)


def flag_of(text: str) -> float:
    """1 for a word that means yes, 0 for no, else NaN."""
    word = text[:41].casefold()  # no such word is so long
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    word = word.strip(" .!")
    return 1.0 if word in YES else 0.0 if word in NO else np.nan


def flags(cells: Cells, choice: ColumnChoice) -> Typed:
    """The cells as yes (1), no (0) or unknown."""
    values = np.full(len(cells), np.nan)
    findings = errors(cells)
    wrong = (cells.kinds == CellKind.DATE) | (cells.kinds == CellKind.DURATION)
    if cells.numbers is not None:
        plain = (cells.kinds == CellKind.FLAG) | (cells.kinds == CellKind.NUMBER)
        fits = plain & ((cells.numbers == 0) | (cells.numbers == 1))
        values = np.where(fits, cells.numbers, np.nan)
        wrong |= plain & ~fits
    if cells.has(CellKind.TEXT) and cells.codes is not None:
        texts = cells.texts.mapped(choice.values)
        table = np.full(len(texts), np.nan)
        used = np.flatnonzero(cells.used)
        table[used] = [flag_of(text) for text in texts.some(used)]
        missing = texts.missing() & np.isnan(table)
        findings += missing_words(cells, missing, texts)
        is_text = cells.kinds == CellKind.TEXT
        values = np.where(is_text, cells.of_text(table, np.nan), values)
        wrong |= is_text & cells.of_text(np.isnan(table) & ~missing, missing=False)
    return Typed(Kind.FLAG, values, findings=findings + finding("not-a-flag", cells, wrong))
