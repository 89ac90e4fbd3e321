"""The rows that a long mask holds, by their number: found without listing them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from leaddesk.model.slice import Mask, Places

_WORD: Final = 8
"""Eight marks are one word of the processor, whose bits are counted at once."""


class Marks:
    """The places of those that are marked, in order: the first has number 0."""

    def __init__(self, mask: Mask) -> None:
        padded = np.zeros(-(-len(mask) // _WORD) * _WORD, np.bool_)
        padded[: len(mask)] = mask
        self._words = padded.reshape(-1, _WORD)
        counts = np.bitwise_count(padded.view(np.uint64))
        self._before = np.zeros(len(counts) + 1, np.int64)
        np.cumsum(counts, out=self._before[1:])

    def __len__(self) -> int:
        return int(self._before[-1])

    def before(self, places: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
        """How many of them come before each of some places, 0 to the length of the mask."""
        word, within = np.divmod(places, _WORD)
        last = np.minimum(word, len(self._words) - 1)  # the end of all is behind the last word
        inside = self._words[last] & (np.arange(_WORD) < within[:, np.newaxis]) if len(self._words) else None
        return self._before[word] + (0 if inside is None else inside.sum(axis=1))

    def at(self, numbers: npt.NDArray[np.integer]) -> Places:
        """The places of those of these numbers; there are as many."""
        word = np.searchsorted(self._before, numbers, side="right") - 1
        upto = np.cumsum(self._words[word], axis=1)
        return np.asarray(word * _WORD + (upto <= (numbers - self._before[word])[:, np.newaxis]).sum(axis=1), np.intp)
