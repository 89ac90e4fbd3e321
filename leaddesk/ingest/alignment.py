"""Two editions of a list in the same order: what stands between the same neighbours in both."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from leaddesk.ingest.evidence import Codes, Weights

_ORDERED: Final = 0.9
"""Of the pairs that are known at least so many stand in the same order in both lists."""
_LEAST: Final = 4
_LARGEST_GAP: Final = 400
"""Between two neighbours there are at most so many pairs to choose from."""
_SURE: Final = 2.0


@dataclass(eq=False, slots=True)
class Gaps:
    """All pairs of the rows between two neighbours, the gaps one after the other. ``starts``: where each gap begins and
    where the last one ends; ``widths``: how many later rows it has. ``sizes``: for each pair how many rows its gap has.
    """

    base: Codes
    other: Codes
    sizes: Codes
    starts: Codes
    widths: Codes

    def aligned(self, odds: Weights) -> npt.NDArray[np.bool_]:
        """Which pairs to take: in each gap those that are likeliest together and stand in one order."""
        taken = np.zeros(len(self.base), np.bool_)
        worth = odds >= _SURE
        for start, end, width in zip(
            self.starts[:-1].tolist(), self.starts[1:].tolist(), self.widths.tolist(), strict=True
        ):
            if worth[start:end].any():
                for one, two in in_one_order(odds[start:end].reshape(-1, width)):
                    taken[start + one * width + two] = True
        return taken


def between_neighbours(
    base: Codes, other: Codes, free: npt.NDArray[np.bool_], others: npt.NDArray[np.bool_]
) -> Gaps | None:
    """The free rows of two lists that stand between the same pairs (*base* and *other*); None where there are none,
    or the lists have not the same order.
    """
    order = np.argsort(other, kind="stable")
    kept = _rising(base[order].tolist())
    if len(kept) < max(_LEAST, _ORDERED * len(base)):
        return None
    one, two = base[order][kept], other[order][kept]
    here, there = np.flatnonzero(free), np.flatnonzero(others)
    mine, theirs = np.searchsorted(one, here), np.searchsorted(two, there)
    found: list[tuple[Codes, Codes, int, int]] = []
    for gap in np.intersect1d(mine, theirs).tolist():
        ours = here[np.searchsorted(mine, gap, "left") : np.searchsorted(mine, gap, "right")]
        yours = there[np.searchsorted(theirs, gap, "left") : np.searchsorted(theirs, gap, "right")]
        if len(ours) * len(yours) <= _LARGEST_GAP:
            pairs = np.repeat(ours, len(yours)), np.tile(yours, len(ours))
            found.append((*pairs, max(len(ours), len(yours)), len(yours)))
    if not found:
        return None
    lengths = [len(one) for one, *_ in found]
    return Gaps(
        np.concatenate([one for one, *_ in found]), np.concatenate([two for _, two, *_ in found]),
        np.repeat([size for *_, size, _ in found], lengths), np.r_[0, np.cumsum(lengths)],
        np.array([width for *_, width in found], np.int64),
    )  # fmt: skip


def in_one_order(odds: Weights) -> list[tuple[int, int]]:
    """The pairs (row, column) of a table of odds that are likeliest together, none of them crossing another."""
    gain = np.where(odds >= _SURE, odds, 0.0)
    rows, columns = gain.shape
    best = np.zeros((rows + 1, columns + 1))
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            with_it = best[row + 1, column + 1] + gain[row, column]
            best[row, column] = max(best[row + 1, column], best[row, column + 1], with_it)
    pairs, row, column = [], 0, 0
    while row < rows and column < columns:
        if gain[row, column] > 0 and best[row, column] == best[row + 1, column + 1] + gain[row, column]:
            pairs.append((row, column))
            row, column = row + 1, column + 1
        elif best[row, column] == best[row + 1, column]:
            row += 1
        else:
            column += 1
    return pairs


def _rising(numbers: list[int]) -> list[int]:
    """The places of the longest rising run in a list of different numbers."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        at = bisect_left(tails, number)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(number)
            ends.append(place)
        else:
            tails[at], ends[at] = number, place
    kept, place = [], ends[-1] if ends else -1
    while place >= 0:
        kept.append(place)
        place = before[place]
    return kept[::-1]
