"""Which of several spellings of one value is proposed for all: the best written one that is no slip."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from leaddesk.ingest.canonical import is_ordinary, same_value
from leaddesk.ingest.spellings import SOURCE_COLUMNS, source_of, squeezed

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

_ACCENTED: Final = re.compile("[à-öø-ÿœ]", re.IGNORECASE)
_RARE: Final = 10
"""One of ten or fewer is a slip, however well it is written."""
_SHORT: Final = 4


def proposed(column: str, counts: Mapping[str, int], kept: Container[str]) -> str:
    """The spelling to propose: one of the document (*kept*, as :func:`~leaddesk.ingest.canonical.same_value` leaves
    them), else the most frequent. Of those that are the same letters the one with accents and capitals where they
    belong, unless it is far rarer.

    Of a known source, a name in full goes before its acronym.
    """
    named = [text for text in counts if source_of(text) is None or len(text) > _SHORT]
    candidates = named if column in SOURCE_COLUMNS and named else list(counts)
    known = [text for text in candidates if same_value(text) in kept]
    best = min(known or candidates, key=lambda text: (-counts[text], -_shape(text), text))
    alike = [text for text in candidates if squeezed(text) == squeezed(best) and counts[text] * _RARE > counts[best]]
    return best if known else min(alike, key=lambda text: (-_care(text), -counts[text], -_shape(text), text))


def _care(text: str) -> int:
    """How much care a text was written with: its accents, and capitals where they belong."""
    return bool(_ACCENTED.search(text)) + is_ordinary(text)


def _shape(text: str) -> int:
    return (text != text.upper()) + (text != text.lower()) + (not text.isascii()) + (" " in text)
