"""Text on its way into a workbook: only what XML and Excel can hold, and names that Excel accepts."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST_CELL: Final = 32_767
"""Characters that one cell holds."""
LONGEST_NAME: Final = 60

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED_LOOK: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def cleaned(text: str) -> str:
    """The text without what a workbook cannot hold.

    Control characters, lone surrogates and non-characters become ``�``. Longer texts than a
    cell holds are cut, and end in ``…``.
    """
    plain = _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))
    return plain if len(plain) <= LONGEST_CELL else plain[: LONGEST_CELL - 1] + "…"


def stored(text: str) -> str:
    """The cleaned text as a cell stores it: ``_x0041_``, which Excel would read as ``A``, is escaped."""
    return _ESCAPED_LOOK.sub("_x005F_", cleaned(text))


def escaped(text: str) -> str:
    """A text or formula as the content of an XML element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(text: str) -> str:
    """A text of our own as a literal of a formula."""
    return '"' + text.replace('"', '""') + '"'


def slug(text: str) -> str:
    """Words as a part of a defined name: ``Créé le`` is ``cree_le``."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub("[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_NAME].strip("_")
