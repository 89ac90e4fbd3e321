"""Seeded chance that gives the same throws on every version of Python."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

T = TypeVar("T")


class Dice:
    """Throws that depend on the seed alone: made of ``Random.random``, the one method that Python promises to keep."""

    def __init__(self, *seed: object) -> None:
        self._random = Random("/".join(str(part) for part in seed))

    def chance(self, odds: float) -> bool:
        """True in a share ``odds`` of the throws."""
        return self._random.random() < odds

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._random.random() * (high - low + 1))

    def pick(self, things: Sequence[T]) -> T:
        """One of them."""
        return things[int(self._random.random() * len(things))]

    def shuffled(self, things: Iterable[T]) -> list[T]:
        """All of them in another order."""
        return [thing for _, _, thing in sorted((self._random.random(), at, thing) for at, thing in enumerate(things))]

    def some(self, things: Sequence[T], count: int) -> list[T]:
        """``count`` different ones, in their old order."""
        places = sorted(self.shuffled(range(len(things)))[:count])
        return [things[place] for place in places]
