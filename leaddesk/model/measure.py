"""A number that knows how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from leaddesk.text import Message

SMALL: Final = 30
"""Below this sample size a rate is drawn faint."""


class Unit(StrEnum):
    """What a figure is counted in.

    A PERCENT is held as a fraction, TIMES is a plain factor (×), NUMBER has a decimal
    and no unit (points, calls a lead).
    """

    COUNT = auto()
    PERCENT = auto()
    MONEY = auto()
    DAYS = auto()
    HOURS = auto()
    TIMES = auto()
    MONTHS = auto()
    MINUTES = auto()
    NUMBER = auto()


class Edge(Enum):
    """How a figure stands to the truth that unknown values hide: LEAST, at least so much; MOST, at most; EITHER, some
    make it too large and others too small.
    """

    LEAST = auto()
    MOST = auto()
    EITHER = auto()


@dataclass(frozen=True, slots=True)
class Measure:
    """A value with its sample size and 95 % interval, or the reason why there is none.

    ``unknown``: rows that belong to the figure but lack the value it sums or averages. ``note``: what else to know
    before one leans on it. ``edge``: what it is where such rows are left out of a sum; it has no interval then.
    """

    value: float | None
    n: int | None = None
    low: float | None = None
    high: float | None = None
    absent: Message | None = None
    variant: Message | None = None
    unknown: int = 0
    note: Message | None = None
    edge: Edge | None = None

    @property
    def is_small(self) -> bool:
        """Whether the sample is too small to lean on."""
        return self.n is not None and self.n < SMALL


def absent(reason: Message, n: int | None = None) -> Measure:
    """No value, and why."""
    return Measure(None, n, absent=reason)
