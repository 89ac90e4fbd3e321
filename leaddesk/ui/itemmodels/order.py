"""Sorting and searching a million rows: permutations and masks, computed by numpy and Arrow, never cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from leaddesk.ui.itemmodels.column import MISSING_DAY, MISSING_SECOND, Column, Kind, label_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.text import Language

Positions = npt.NDArray[np.int64]
Keys = npt.NDArray[Any]
"""Unsigned integers."""
_PIECE: Final = 20_000


class Ranking:
    """The alphabet of one column's labels, made when first needed and kept as long as labels and language stay."""

    def __init__(self, column: Column, language: Language) -> None:
        self.labels = column.labels
        self.language = language
        self._texts = label_texts(column, language)
        self._ordered = column.kind is Kind.CATEGORY
        self._folded: Any = None
        self._ranks: npt.NDArray[np.uint32] | None = None

    @property
    def folded(self) -> Any:  # noqa: ANN401  (pyarrow has no types)
        """The labels without case and accents, as an Arrow array."""
        if self._folded is None:
            self._folded = fold(self._texts)
        return self._folded

    @property
    def ranks(self) -> npt.NDArray[np.uint32]:
        """``uint32[labels]``: the place of each label when sorted."""
        if self._ranks is None:
            self._ranks = _ranks(self.folded, len(self.labels), ordered=self._ordered)
        return self._ranks


def fold(texts: Sequence[str]) -> Any:  # noqa: ANN401  (pyarrow has no types)
    """*texts* in lower case and without accents (``Élodie`` is ``elodie``), as an Arrow string array."""
    import pyarrow as pa
    import pyarrow.compute as pc

    # In pieces, so that the interpreter can turn to the window in between.
    pieces = [pa.array(texts[start : start + _PIECE], pa.string()) for start in range(0, len(texts), _PIECE)]
    folded = pc.utf8_lower(pa.chunked_array(pieces, pa.string()).combine_chunks())
    if pc.all(pc.string_is_ascii(folded)).as_py() is not False:
        return folded
    for ligature, letters in (("œ", "oe"), ("æ", "ae"), ("ß", "ss")):
        folded = pc.replace_substring(folded, ligature, letters)
    return pc.replace_substring_regex(pc.utf8_normalize(folded, "NFKD"), r"\p{Mn}", "")


def fold_word(word: str) -> str:
    """One word as :func:`fold` writes it."""
    return str(fold([word])[0].as_py())


def _ranks(folded: Any, count: int, *, ordered: bool) -> npt.NDArray[np.uint32]:  # noqa: ANN401
    import pyarrow.compute as pc

    ranks = np.arange(count, dtype=np.uint32)
    if not ordered:
        order = pc.sort_indices(folded).to_numpy()
        ranks[order] = np.arange(count, dtype=np.uint32)
    return ranks


def sort_keys(column: Column, ranking: Ranking | None, *, descending: bool) -> Keys:
    """Unsigned keys ``[rows]`` whose rising order is the wished one; missing values have the greatest, either way.

    *ranking* is needed for coded columns.
    """
    values = column.values
    if column.kind.is_coded:
        assert ranking is not None  # noqa: S101  (the model makes one for every coded column)
        return _coded_keys(values, ranking.ranks, descending=descending)
    if column.kind is Kind.DAY:
        return _whole_keys(values, MISSING_DAY, descending=descending)
    if column.kind is Kind.MOMENT:
        return _whole_keys(values, MISSING_SECOND, descending=descending)
    return _float_keys(values, descending=descending)


def _coded_keys(codes: npt.NDArray[Any], ranks: npt.NDArray[np.uint32], *, descending: bool) -> Keys:
    count = len(ranks)
    if not count:
        return np.zeros(len(codes), np.uint16)
    keys: Keys = np.empty(count + 1, np.uint16 if count < 2**16 else np.uint32)
    keys[:count] = (count - 1) - ranks if descending else ranks
    keys[count] = count  # the code -1 reads the last one
    result: Keys = keys[codes]
    return result


def _whole_keys(values: npt.NDArray[Any], missing: int, *, descending: bool) -> Keys:
    absent = values == missing
    known = values[~absent] if absent.any() else values
    if not len(known):
        return np.zeros(len(values), np.uint16)
    low, high = int(known.min()), int(known.max())
    span = high - low
    kind: Any = np.uint16 if span + 1 < 2**16 else np.uint32 if span + 1 < 2**32 else np.uint64
    shifted = np.where(absent, low, values)
    keys: Keys = (high - shifted if descending else shifted - low).astype(kind)
    keys[absent] = span + 1
    return keys


def _float_keys(values: npt.NDArray[np.float64], *, descending: bool) -> npt.NDArray[np.uint64]:
    """IEEE 754 bits, turned so that their unsigned order is that of the numbers."""
    bits = (values + 0.0).view(np.uint64)  # + 0.0: minus zero equals zero
    sign = np.uint64(1) << np.uint64(63)
    keys = np.where(bits & sign, ~bits, bits | sign)
    if descending:
        keys = ~keys
    keys[np.isnan(values)] = np.iinfo(np.uint64).max
    return keys


def stable_order(keys: Keys) -> Positions:
    """The permutation that sorts unsigned *keys*, equal ones in their present order.

    numpy sorts plain 64-bit integers with the processor's vector instructions, far faster than it sorts indices: so
    each key is packed with its place, which also makes the sort stable. Keys too wide for that are sorted by their
    low, then by their high bits.
    """
    count = len(keys)
    if keys.dtype == np.uint16:
        return np.argsort(keys, kind="stable")
    order: Positions = np.arange(count)
    place_bits = max(1, (count - 1).bit_length()) if count else 1
    room = 64 - place_bits
    places = order.astype(np.uint64)
    for shift in range(0, int(keys.max()).bit_length() if count else 0, room):
        digits = (keys.astype(np.uint64) >> np.uint64(shift)) & np.uint64((1 << room) - 1)
        packed = (digits[order] << np.uint64(place_bits)) | places
        packed.sort()
        order = order[(packed & np.uint64((1 << place_bits) - 1)).astype(np.int64)]
    return order


def search(columns: Sequence[tuple[Column, Ranking]], text: str, rows: int) -> npt.NDArray[np.bool_] | None:
    """Which of the *rows* hold every word of *text* in one or another coded column; None when there is no word.

    Case and accents do not count.
    """
    found: npt.NDArray[np.bool_] | None = None
    for word in fold_word(text).split():
        here = np.zeros(rows, bool)
        for column, ranking in columns:
            hits = _hits(ranking, word)
            if hits.any():
                here |= hits[column.values]
        found = here if found is None else found & here
    return found


def _hits(ranking: Ranking, word: str) -> npt.NDArray[np.bool_]:
    """``bool[labels + 1]``: which labels hold *word*; the last is for missing values."""
    import pyarrow.compute as pc

    hits = np.zeros(len(ranking.labels) + 1, bool)
    if len(ranking.labels):
        hits[:-1] = pc.match_substring(ranking.folded, word).to_numpy(zero_copy_only=False)
    return hits
