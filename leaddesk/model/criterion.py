"""What one rule of the score looks at. The criteria themselves are in :mod:`leaddesk.model.criteria`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.period import day_number
from leaddesk.model.stages import folded
from leaddesk.text import Message, msgc

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from leaddesk.model.dataset import Frame

Choices: TypeAlias = npt.NDArray[np.int8]
Days: TypeAlias = npt.NDArray[np.int32]
Floats: TypeAlias = npt.NDArray[np.float64]

HALF_LIFE: Final = 30
"""Days after which a sign of life is worth half its points."""
OLDEST: Final = 3650
"""Days of age beyond which a sign of life fades no further."""
FADING: Final[Floats] = 0.5 ** (np.arange(OLDEST + 1) / HALF_LIFE)


class Facet(Enum):
    """Which side of a lead a criterion looks at: whom it suits, what it does, what it answered when asked."""

    FIT = msgc("score", "Fit")
    ENGAGEMENT = msgc("score", "Engagement")
    BANT = msgc("score", "BANT")

    @property
    def label(self) -> Message:
        """Its name."""
        return self.value


@dataclass(frozen=True, slots=True)
class Rule:
    """One case of a criterion and the points it is worth."""

    label: Message
    points: int


@dataclass(frozen=True, slots=True)
class Awarded:
    """What a criterion gives each row: ``points`` (``float64[rows]``, 0 where unknown), ``known`` (``bool[rows]``)."""

    points: Floats
    known: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Criterion:
    """One question that the score asks of a lead, and what each answer is worth.

    ``columns``: all that it reads. ``choose``: from a frame, the rule each row falls under (``int8[rows]``, an index
    of ``rules``), -1 where the lead does not say. ``since``: the day number (``int32[rows]``) from which the points
    fade by half each :data:`HALF_LIFE` days; a day after today has not come yet and is unknown. Each row is judged by
    itself, so that a frame of one row gives what the whole gives for it.
    """

    id: str
    label: Message
    facet: Facet
    rules: tuple[Rule, ...]
    columns: frozenset[str]
    choose: Callable[[Frame], Choices]
    since: Callable[[Frame, int], Days] | None = None

    @property
    def points(self) -> int:
        """The most it can give."""
        return max(rule.points for rule in self.rules)

    def chosen(self, frame: Frame, today: int) -> tuple[Choices, Days | None]:
        """The rule of each row (-1 unknown) and the day its points fade from; *today* is a day number."""
        chosen = self.choose(frame)
        if self.since is None:
            return chosen, None
        since = self.since(frame, today)
        return np.where((since == MISSING_DAY) | (since > today), np.int8(-1), chosen), since

    def evaluate(self, frame: Frame, today: dt.date) -> Awarded:
        """The points of each row and which rows know them."""
        now = day_number(today)
        chosen, since = self.chosen(frame, now)
        return Awarded(self.worth(chosen, since, now), chosen >= 0)

    def worth(self, chosen: Choices, since: Days | None, today: int) -> Floats:
        """The points of rows that fall under these rules, 0 where unknown; *today* is a day number."""
        points = np.array([*(rule.points for rule in self.rules), 0], np.float64)[chosen]
        return points if since is None else points * faded(since, today)


def faded(since: Days, today: int) -> Floats:
    """What is left, as a fraction, of a sign of life of that day; days after *today* and missing ones give whatever."""
    age = np.clip(np.int64(today) - since, 0, OLDEST)
    left: Floats = FADING[age]
    return left


def at_least(numbers: Floats, bounds: tuple[float, ...]) -> Choices:
    """The first rule whose bound each number reaches (*bounds* fall); -1 where it is missing or below the last."""
    reached = np.zeros(len(numbers), np.int8)
    for bound in bounds:
        reached += numbers >= bound
    return np.where(reached > 0, np.int8(len(bounds)) - reached, np.int8(-1))


def answered(flags: Floats) -> Choices:
    """Rule 0 for yes, 1 for no, -1 for unknown."""
    yes, no = (flags == 1).view(np.int8), (flags == 0).view(np.int8)
    rules: Choices = yes + np.int8(2) * no - np.int8(1)
    return rules


def worded(frame: Frame, column: str, meanings: tuple[tuple[int, tuple[str, ...]], ...]) -> Choices:
    """The rule that the words of a category stand for: the first of *meanings* (rule, phrases) that it contains."""
    rules = [_meaning(label, meanings) for label in frame.labels(column)]
    return np.array([*rules, -1], np.int8)[frame.codes(column)]


def _meaning(label: str, meanings: tuple[tuple[int, tuple[str, ...]], ...]) -> int:
    words = f" {folded(label)} "
    return next((rule for rule, phrases in meanings if any(f" {phrase} " in words for phrase in phrases)), -1)


def nothing_known(frame: Frame) -> Choices:
    """Unknown for every row: the column is not recorded."""
    return np.full(len(frame), -1, np.int8)
