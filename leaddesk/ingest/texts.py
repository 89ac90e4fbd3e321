"""The distinct texts of a column, trimmed, and the shapes they have: everything is decided once a distinct text."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Sequence

Mask = npt.NDArray[np.bool_]

_CHUNK: Final = 50_000
_INVISIBLE: Final = "\ufeff\u200b\u200c\u200d\u2060\x00"

MISSING_WORDS: Final = (
    "", "n/a", "#n/a", "#n/d", "n.a.", "n/d", "n.d.", "n/c", "n.c.", "s/o", "s.o.", "unknown", "inconnu", "inconnue",
    "non renseigné", "non renseignée", "non renseigne", "(non renseigné)", "(vide)", "(blank)", "(null)", "(none)",
    "(inconnu)", "(unknown)", "(not set)", "not set", "not specified", "not provided", "not available",
    "not applicable", "non précisé", "non précisée", "non precise", "non communiqué", "non communiquée",
    "non disponible", "sans objet", "null", "#null!", "<null>", "néant", "neant", "select", "select…", "select...",
    "-- select --", "--select--", "- select -", "(select)", "sélectionner", "selectionner", "sélectionnez",
    "selectionnez", "à renseigner", "à compléter", "a completer", "to be completed", "nc", "nan", "none", "tbd",
)  # fmt: skip
"""What stands for "no value" in any column."""
MISSING_CODES: Final = (
    "na", "nd", "nr", "nil", "choisir", "#ref!", "x/x", "aucun", "aucune",
)  # fmt: skip
"""What also stands for it where the column is not free text: these could be somebody's name, or an answer."""
_SIGNS_ALONE: Final = r"^[-–—_.…?/\\\s]*$"
"""Dashes, points and question marks are no value either."""
_LONGEST_SIGNS: Final = 20
_BEGINS_SIGNS: Final = np.zeros(256, np.bool_)
_BEGINS_SIGNS[list("-–—_.…?/\\ \n".encode())] = True
_ALL_MISSING: Final = frozenset(MISSING_WORDS + MISSING_CODES)


def is_missing(text: str) -> bool:
    """Whether a trimmed text stands for "no value" in a column that is not free text."""
    return text.casefold() in _ALL_MISSING or re.match(_SIGNS_ALONE, text) is not None


def as_array(texts: Sequence[str]) -> pa.LargeStringArray:
    """Texts as an Arrow array, in stretches that let other threads run; lone surrogates become question marks."""
    parts = []
    for start in range(0, len(texts), _CHUNK):
        part = texts[start : start + _CHUNK]
        try:
            parts.append(pa.array(part, pa.large_string()))
        except UnicodeEncodeError:
            parts.append(pa.array([clean(text) for text in part], pa.large_string()))
    if len(parts) == 1:
        return parts[0]
    return pa.concat_arrays(parts) if parts else pa.array([], pa.large_string())


def clean(text: str) -> str:
    """The text with question marks for lone surrogates, which no file or database can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def trimmed(array: pa.LargeStringArray) -> pa.LargeStringArray:
    """Without spaces of any kind, or invisible marks, at either end."""
    return pc.utf8_trim_whitespace(pc.utf8_trim(pc.utf8_trim_whitespace(array), characters=_INVISIBLE))


class Texts:
    """Distinct texts, trimmed. ``array`` holds them in order, so that a cell's code finds its own."""

    def __init__(self, array: pa.LargeStringArray) -> None:
        self.array = array

    def __len__(self) -> int:
        return len(self.array)

    @classmethod
    def of(cls, texts: Sequence[str]) -> Texts:
        """From texts as they stand in the file."""
        return cls(trimmed(as_array(texts)))

    def __getitem__(self, index: int) -> str:
        return str(self.array[int(index)].as_py())

    def some(self, indices: npt.NDArray[Any]) -> list[str]:
        """The texts at those places."""
        return [str(text) for text in self.array.take(pa.array(indices)).to_pylist()]

    def missing(self, free_text: bool = False) -> Mask:
        """Which of them stand for "no value", ``bool[texts]``."""
        words = MISSING_WORDS if free_text else MISSING_WORDS + MISSING_CODES
        known = _mask(pc.is_in(pc.utf8_lower(self.array), value_set=pa.array(words, pa.large_string())))
        return known | self.matching(_SIGNS_ALONE, (self.lengths < _LONGEST_SIGNS) & _BEGINS_SIGNS[self.first_bytes])

    @cached_property
    def lengths(self) -> npt.NDArray[np.int64]:
        """How many bytes each has, ``int64[texts]``."""
        lengths: npt.NDArray[np.int64] = pc.binary_length(self.array).to_numpy(zero_copy_only=False)
        return lengths

    @cached_property
    def first_bytes(self) -> npt.NDArray[np.uint8]:
        """The first byte of each, ``uint8[texts]``; 0 of an empty one."""
        first = np.zeros(len(self), np.uint8)
        buffer = self.array.buffers()[2]
        if buffer is not None and len(self):
            filled = self.lengths > 0
            starts = np.frombuffer(self.array.buffers()[1], np.int64)[self.array.offset :][: len(self)]
            first[filled] = np.frombuffer(buffer, np.uint8)[starts[filled]]
        return first

    def matching(self, pattern: str, among: Mask) -> Mask:
        """Which of the texts *among* those given match a pattern (of RE2), ``bool[texts]``."""
        places = np.flatnonzero(among)
        result = np.zeros(len(self), np.bool_)
        if len(places):
            result[places] = _mask(pc.match_substring_regex(self.array.take(pa.array(places)), pattern))
        return result

    def hold(self, part: str) -> Mask:
        """Which of the texts have *part* in them."""
        return _mask(pc.match_substring(self.array, part))

    def mapped(self, pairs: Sequence[tuple[str, str]]) -> Texts:
        """The texts with the user's own values in place of those that he named, as *pairs* of before and after."""
        if not pairs:
            return self
        array, lower = self.array, pc.utf8_lower(self.array)
        for before, after in reversed(pairs):  # an exact spelling goes before one that differs by case
            array = pc.if_else(pc.equal(lower, before.strip().lower()), pa.scalar(after, pa.large_string()), array)
        for before, after in pairs:
            array = pc.if_else(pc.equal(self.array, before.strip()), pa.scalar(after, pa.large_string()), array)
        return Texts(array)

    @cached_property
    def blank(self) -> Mask:
        """Which of them are empty once trimmed, ``bool[texts]``."""
        return _mask(pc.equal(pc.binary_length(self.array), 0))

    @cached_property
    def shapes(self) -> Shapes:
        """Their shapes."""
        return Shapes(self.array)


def _mask(array: pa.BooleanArray) -> Mask:
    result: Mask = array.to_numpy(zero_copy_only=False)
    return result


_SHAPE_OF: Final = np.arange(256, dtype=np.uint8)
_SHAPE_OF[ord("0") : ord("9") + 1] = ord("0")
_SHAPE_OF[ord("A") : ord("Z") + 1] += 32


class Shapes:
    """Texts grouped by shape: every figure written as 0, capital letters of ASCII as small ones.

    ``codes``: ``int32[texts]`` into ``names``. All texts of one shape have their figures at the same bytes, so that
    they are read as one matrix.
    """

    def __init__(self, array: pa.LargeStringArray) -> None:
        whole = pa.concat_arrays([array])  # without an offset
        _, offsets, data = whole.buffers()
        self._bytes = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
        self._offsets = np.frombuffer(offsets, np.int64)[: len(array) + 1] if offsets else np.zeros(1, np.int64)
        plain = pa.py_buffer(_SHAPE_OF[self._bytes])
        coded = pa.LargeStringArray.from_buffers(len(array), offsets, plain).dictionary_encode()
        self.codes: npt.NDArray[np.int32] = coded.indices.to_numpy()
        self.names: tuple[str, ...] = tuple(coded.dictionary.to_pylist())

    @cached_property
    def _sorted(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        order = np.argsort(self.codes, kind="stable")
        return order, np.searchsorted(self.codes[order], np.arange(len(self.names) + 1))

    def members(self, shape: int) -> npt.NDArray[np.intp]:
        """The places of the texts of that shape."""
        order, starts = self._sorted
        members: npt.NDArray[np.intp] = order[starts[shape] : starts[shape + 1]]
        return members

    def figures(self, shape: int, members: npt.NDArray[np.intp]) -> npt.NDArray[np.int64]:
        """The figures of texts of one shape, in reading order: ``int64[members, figures]``."""
        places = np.flatnonzero(np.frombuffer(self.names[shape].encode(), np.uint8) == ord("0"))
        starts = self._offsets[members]
        matrix = self._bytes[starts[:, None] + places[None, :]]
        figures: npt.NDArray[np.int64] = matrix.astype(np.int64) - ord("0")
        return figures


def whole_numbers(figures: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Figures in reading order as whole numbers, ``int64[rows]``; up to 18 figures."""
    numbers: npt.NDArray[np.int64] = figures @ (10 ** np.arange(figures.shape[1] - 1, -1, -1, dtype=np.int64))
    return numbers
