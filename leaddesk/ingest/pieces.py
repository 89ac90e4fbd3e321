"""The rows that one sheet gave to the frame of its table, and whether rows of two sheets are of the same people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.model.contacts import are_alike, email_key, name_key, phone_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from leaddesk.ingest.parts import Part
    from leaddesk.model.dataset import Frame

Places = npt.NDArray[np.intp]

_AGREE: Final = 0.7
_COMPARED: Final = 200
_CALLED: Final[Mapping[str, Callable[[str], object]]] = {
    "email": email_key, "phone": phone_keys, "company": name_key, "name": name_key,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A part and where its rows stand in the frame of its table."""

    part: Part
    first: int
    end: int

    @property
    def places(self) -> Places:
        """Where its rows stand in the frame."""
        return np.arange(self.first, self.end)


def pieces_of(parts: Sequence[Part], table: str) -> list[Piece]:
    """The parts of a table with their places, in order."""
    pieces, at = [], 0
    for part in parts:
        if part.table.id == table:
            pieces.append(Piece(part, at, at + len(part)))
            at += len(part)
    return pieces


def cell_texts(frame: Frame, column: str, places: Places) -> list[str]:
    """The cells of a column as texts, empty where missing."""
    return [str(text) for text in frame.data[column].iloc[places].fillna("").tolist()]


def plain_number(text: str) -> str:
    """A number as it is where a spreadsheet took the zeros before it, or wrote it with decimals."""
    bare = text.strip().removesuffix(".0").removesuffix(",0")
    return bare.lstrip("0") or bare if bare.isdigit() else bare.casefold()


def spread_out(count: int, most: int) -> Places:
    """Some of so many rows, spread over all of them: *most* at most, all where there are fewer."""
    return np.unique(np.linspace(0, count - 1, most).astype(np.intp)) if count else np.zeros(0, np.intp)


def agree(frame: Frame, base: Places, other: Places, numbers: set[str]) -> bool:
    """Whether rows of the same number are of the same people: two lists that both count from 1 are not one.

    Where the rows have no fact about people in common, numbers that are more than a count are enough, and so is a
    sheet that knows nobody by name.
    """
    # Of all parts of the sheets: where rows are gone, numbers that are counted anew agree up to the first of them.
    some = spread_out(len(base), _COMPARED)
    base, other = base[some], other[some]
    same, other_ones = (np.zeros(len(base), np.int32) for _ in range(2))
    nameless = True
    for column, key in _CALLED.items():
        if not frame.has(column):
            continue
        ones, others = cell_texts(frame, column, base), cell_texts(frame, column, other)
        nameless &= not any(others)
        for place, (one, two) in enumerate(zip(map(key, ones), map(key, others), strict=True)):
            if one and two:
                is_same = one == two or (column in ("company", "name") and are_alike(str(one), str(two)))
                (same if is_same else other_ones)[place] += 1
    compared = int(((same + other_ones) > 0).sum())
    if compared:  # a first name or a firm that happens to be the same does not outweigh another e-mail and phone
        return int(((same > 0) & (same >= other_ones)).sum()) >= _AGREE * compared
    return nameless or not all(text.isdigit() and len(text) < 5 for text in numbers)
