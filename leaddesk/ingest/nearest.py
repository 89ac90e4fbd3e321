"""Next month's file with a column more, one less, or in another order: the confirmed recipe that fits it best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leaddesk.ingest import headers
from leaddesk.model.tables import BY_ID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.model.recipe import SheetRecipe
    from leaddesk.model.remembered import Remembered

_FEWEST: Final = 3
_SHARE: Final = 0.7
"""Of the columns of either sheet at least so many must be those of the other."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """A confirmed recipe, and for the columns that it shares with a sheet their position now → their position then."""

    known: SheetRecipe
    positions: dict[int, int]

    @property
    def gone(self) -> tuple[str, ...]:
        """The headers that the confirmed sheet had and this one has not, in their order."""
        shared = set(self.positions.values())
        return tuple(c.header for c in self.known.columns if c.header and c.position not in shared)


def nearest(remembered: Remembered, found: Sequence[str]) -> Nearest | None:
    """The confirmed recipe whose headers are nearly those *found*; None when there is none.

    Wide sheets are left aside: their headers are values. Of two that fit as well the one confirmed later is taken.
    """
    best, best_share = None, 0.0
    for known in remembered.sheets.values():
        if not known.table or known.wide or known.table not in BY_ID:
            continue
        positions = _shared(known, found)
        widest = max(sum(map(bool, found)), sum(bool(choice.header) for choice in known.columns))
        share = len(positions) / widest if widest else 0.0
        if len(positions) >= _FEWEST and share >= max(_SHARE, best_share):
            best, best_share = Nearest(known, positions), share
    return best


def _shared(known: SheetRecipe, found: Sequence[str]) -> dict[int, int]:
    """The columns of one header, paired in their order where a header occurs more than once."""
    places: dict[str, list[int]] = {}
    for choice in known.columns:
        if choice.header:
            places.setdefault(headers.fold(choice.header), []).append(choice.position)
    positions = {}
    for position, header in enumerate(found):
        waiting = places.get(headers.fold(header)) if header else None
        if waiting:
            positions[position] = waiting.pop(0)
    return positions
