"""Accents that were encoded twice ("GagnÃ©"), put right a text at a time where that is beyond doubt."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from leaddesk.ingest.texts import Mask

_FIRST: Final = "ÃÂâÐÑÅÄÎÏïË√├┬"
"""What a first byte of UTF-8 looks like when it is read as another encoding."""
_HARD_SPACE: Final = "\u00a0"
_NEXT: Final = {lead: np.zeros(256, np.bool_) for lead in (0xC3, 0xE2)}
"""For the first byte of these letters which second bytes are theirs."""
for _letter in _FIRST:
    _NEXT[_letter.encode()[0]][_letter.encode()[1]] = True
_GOES_ON: Final = np.zeros(256, np.bool_)
_GOES_ON[[0xC2, 0xC5, 0xC6, 0xCB, 0xE2, ord(" ")]] = True
"""What may come next, as bytes: U+0080 to U+00BF, the letters and signs that cp1252 has there, a space that was hard.

Mac Roman's signs, after √, begin with these too, or with letters: √ alone is suspicious enough.
"""
_THREE_BYTES: Final = 0xE2


def mended(array: pa.LargeStringArray) -> tuple[pa.LargeStringArray, Mask | None]:
    """The trimmed texts with their accents put right, and which of them that changed; None where none was.

    Texts without a trace of it cost a look at their bytes.
    """
    places = _suspects(array)
    if not len(places):
        return array, None
    before = array.take(pa.array(places)).to_pylist()
    after = [mended_text(text) for text in before]
    hit = np.array([one != other for one, other in zip(before, after, strict=True)])
    if not hit.any():
        return array, None
    changed = np.zeros(len(array), np.bool_)
    changed[places] = hit
    new = pa.array([text for text, is_new in zip(after, hit.tolist(), strict=True) if is_new], pa.large_string())
    return pc.replace_with_mask(array, pa.array(changed), new), changed


def _suspects(array: pa.LargeStringArray) -> npt.NDArray[np.intp]:
    """The places of texts that may be broken."""
    none = np.zeros(0, np.intp)
    _, offsets, buffer = array.buffers()
    if not len(array) or buffer is None:
        return none
    starts = np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1]
    data: npt.NDArray[Any] = np.frombuffer(buffer, np.uint8)[: int(starts[-1])]
    if not len(data) or data.max() < 0x80:
        return none
    firsts = np.concatenate([_followed(data, lead) for lead in _NEXT])
    if not len(firsts):
        return none
    firsts.sort()
    after = np.minimum(firsts + 2, len(data) - 1)
    text = np.searchsorted(starts, firsts, side="right") - 1
    last = firsts + 2 == starts[np.clip(text + 1, 0, len(starts) - 1)]
    suspect = last | _GOES_ON[data[after]] | (data[firsts] == _THREE_BYTES)
    inside = text >= 0  # what lies before an array's offset is none of its own
    found: npt.NDArray[np.intp] = np.unique(text[suspect & inside])
    return found


def _followed(data: npt.NDArray[np.uint8], lead: int) -> npt.NDArray[np.intp]:
    """Where that byte stands before one that makes one of the letters of it."""
    places = np.flatnonzero(data[:-1] == lead)
    found: npt.NDArray[np.intp] = places[_NEXT[lead][data[places + 1]]]
    return found


@lru_cache(maxsize=4096)
def mended_text(text: str) -> str:
    """The text with its accents put right; itself where nothing is wrong with it.

    A last "à" ("dÃ©jÃ") has lost its second half, a hard space, when the text was trimmed.
    """
    if text.isascii() or not any(letter in text for letter in _FIRST):
        return text
    import ftfy

    fixed = ftfy.fix_encoding(text)
    if text.endswith("Ã") and text[-2:-1].islower():
        fixed = ftfy.fix_encoding(text + _HARD_SPACE)
    return fixed.strip("\ufeff").strip() if fixed != text else text
