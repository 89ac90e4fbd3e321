"""Two funnels side by side: at which step one does better than the other, and where nobody can say yet."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum, auto
from itertools import pairwise
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

from leaddesk.model.intervals import LEVEL, difference, wilson

if TYPE_CHECKING:
    from leaddesk.model.funnel import Funnel, Step
    from leaddesk.model.measure import Measure
    from leaddesk.model.stages import Stage
    from leaddesk.text import Message

MATTERS: Final = 0.10
"""Ten points: a smaller difference between two steps is called none, once the interval is as narrow as that."""
YOUNG: Final = 0.5
"""A step cannot be compared while more than this share of the leads before it is still open on one side."""
_MOST: Final = 10_000.0


class Verdict(StrEnum):
    """How the first funnel does at a step against the second."""

    BETTER = auto()
    WORSE = auto()
    ALIKE = auto()
    EARLY = auto()
    YOUNG = auto()


@dataclass(frozen=True, slots=True)
class StepDifference:
    """One step of both: the shares that went on, ``one`` and ``other`` (of the leads that did or were lost there).

    ``reached``: the leads that got to the stage, of each. ``difference``: one minus other, between ``low`` and
    ``high``, which hold all differences together in 95 % of cases. ``verdict``: None where a share is absent. ``more``:
    for EARLY about how many more leads at this step, on both sides together, would settle it if the shares stayed as
    they are.
    """

    before: Stage
    stage: Stage
    label: Message
    reached: tuple[int, int]
    one: Measure
    other: Measure
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    verdict: Verdict | None = None
    more: int | None = None


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two funnels and their steps, in order; ``steps`` is empty when one of them has none. ``quantile``: that of the
    normal distribution at which the differences are told.
    """

    one: Funnel
    other: Funnel
    steps: tuple[StepDifference, ...]
    quantile: float

    @property
    def most(self) -> int:
        """The leads of the wider one: both are drawn to its scale."""
        return max((step.reached for side in (self.one, self.other) for step in side.steps[:1]), default=0)


def side_by_side(one: Funnel, other: Funnel) -> SideBySide:
    """The two compared step by step.

    Each difference has the interval made from Wilson's of the two shares (Newcombe 1998), at a level that allows for as
    many looks as there are steps to compare (Bonferroni).
    """
    pairs = list(zip(one.steps, other.steps, strict=False))
    looks = sum(_can_be_compared(here, there) for here, there in pairs[1:])
    z = NormalDist().inv_cdf(1 - (1 - LEVEL) / 2 / max(1, looks))
    steps = tuple(_difference(before.stage, here, there, z) for (before, _), (here, there) in pairwise(pairs))
    return SideBySide(one, other, steps, z)


def _can_be_compared(here: Step, there: Step) -> bool:
    return here.went_on.value is not None and there.went_on.value is not None


def _difference(before: Stage, here: Step, there: Step, z: float) -> StepDifference:
    found = StepDifference(before, here.stage, here.label, (here.reached, there.reached), here.went_on, there.went_on)
    counts = (here.reached, here.went_on.n or 0, there.reached, there.went_on.n or 0)
    if not _can_be_compared(here, there):
        return found
    apart, low, high = _newcombe(counts, z)
    verdict, more = _verdict(apart, low, high), None
    if any(side.still_open > YOUNG * (side.still_open + (side.went_on.n or 0)) for side in (here, there)):
        verdict = Verdict.YOUNG
    elif verdict is Verdict.EARLY:
        more = _more(counts, z)
    return StepDifference(
        before, here.stage, here.label, found.reached, found.one, found.other, apart, low, high, verdict, more
    )


def _newcombe(counts: tuple[float, float, float, float], z: float) -> tuple[float, float, float]:
    """The difference of two shares (part, whole, part, whole) and its bounds."""
    part, whole, other_part, other_whole = counts
    share, other = part / whole, other_part / other_whole
    own, its = wilson(part, whole, z) or (0.0, 1.0), wilson(other_part, other_whole, z) or (0.0, 1.0)
    return share - other, *difference(share, own, other, its)


def _verdict(apart: float, low: float, high: float) -> Verdict:
    if low > 0:
        return Verdict.BETTER
    if high < 0:
        return Verdict.WORSE
    return Verdict.ALIKE if max(apart - low, high - apart) <= MATTERS else Verdict.EARLY


def _more(counts: tuple[int, int, int, int], z: float) -> int:
    """How many more leads settle it either way, told to two figures: *counts* grown until a verdict is there."""
    low, high = 1.0, _MOST
    while high / low > 1.001:
        middle = math.sqrt(low * high)
        part, whole, other_part, other_whole = (count * middle for count in counts)
        is_early = _verdict(*_newcombe((part, whole, other_part, other_whole), z)) is Verdict.EARLY
        low, high = (middle, high) if is_early else (low, middle)
    more = (high - 1) * (counts[1] + counts[3])
    unit = 10.0 ** max(0, math.floor(math.log10(max(more, 1))) - 1)
    return int(math.ceil(more / unit) * unit)
