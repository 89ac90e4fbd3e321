"""The letters and figures of a text, without case and accents: what two spellings of a word have in common."""

from __future__ import annotations

import unicodedata
from typing import Final


class _Kept(dict[int, "int | None"]):
    """What becomes of a character: an accent goes, a letter or figure stays, all else is a space. Found out once."""

    def __missing__(self, code: int) -> int | None:
        letter = chr(code)
        self[code] = None if unicodedata.combining(letter) else code if letter.isalnum() else 32
        return self[code]


_KEPT: Final = _Kept()


def letters(text: str) -> str:
    """The text in small letters without accents, with a space for each other character: ``"N. 3, Élu"`` is
    ``"n  3  elu"``.
    """
    return unicodedata.normalize("NFKD", text.casefold()).translate(_KEPT)
