"""How many leads reach the stages within a window, whatever it is: they are counted by the day on which they do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from leaddesk.model.arrivals import READ
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.passages import NEVER, came, until
from leaddesk.model.period import day_number
from leaddesk.model.rowcolumn import Depth, StageOf
from leaddesk.model.rows import values
from leaddesk.model.stages import LADDER, Stage
from leaddesk.model.tally import long
from leaddesk.model.terms import WON_DAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from leaddesk.model.arrivals import Arrivals, Stretch
    from leaddesk.model.survival import Counts, Floats

    Days = npt.NDArray[np.int32]
    Mask = npt.NDArray[np.bool_]

_LATEST: Final = 40_000
"""Days are told apart for a hundred years."""
_IN_ORDER, _IN_STAGE, _PRICED = 1, 2, 4
_MARKS: Final = 8
PRICED: Final = READ | {"amount"}


@dataclass(frozen=True, eq=False, slots=True)
class Reaching:
    """How the leads of a stretch reach one of some stages, by days from their creation.

    ``marked``: ``int64[days, marks]``, by the day on which they do and what else is true of them; ``both``: by the day
    on which they have this stage and the one before; ``skipped``, ``caught``: those that go from the stage before to a
    later one, in order, by the day from which they have no day for this one, and by that on which they do get one.
    """

    marked: Counts
    both: Counts
    skipped: Counts
    caught: Counts
    amounts: Floats | None

    def reached(self, window: int | None, *, in_order: bool) -> int:
        """How many have the stage within the window."""
        return int(_within(self.marked, window)[_marks(_IN_ORDER if in_order else 0)].sum())

    def with_both(self, window: int | None) -> int:
        """How many have it and the stage before within the window."""
        return int(_within(self.both, window))

    def left_out(self, window: int | None) -> int:
        """How many went from the stage before to a later one without this, all within the window and in order."""
        return int(_within(self.skipped, window)) - int(_within(self.caught, window))

    def undated(self, window: int | None) -> int:
        """How many are said to be in the stage and have no day for it within the window."""
        marks = _marks(_IN_STAGE)
        return int(self.marked.sum(axis=0)[marks].sum()) - int(_within(self.marked, window)[marks].sum())

    def value(self, window: int | None, *, in_order: bool) -> tuple[float | None, int]:
        """The known amounts of those that reached it summed up, and how many there are."""
        if self.amounts is None:
            return None, 0
        marks = _IN_ORDER if in_order else 0
        total = _within(self.amounts, window)[_marks(marks)].sum()
        return float(total), int(_within(self.marked, window)[_marks(marks | _PRICED)].sum())


def reaching(leads: Stretch, stages: Sequence[Stage], index: int) -> Reaching:
    """How the leads of a stretch that can be followed reach the stage at that place of *stages*."""
    known = tuple(stages)
    codes = partial(_codes, stages=known, index=index)
    marked = _by_mark(leads.counted(("reaching", known, index), codes, PRICED))
    amounts = None
    if leads.arrivals.state.dataset["leads"].has("amount"):
        amounts = _by_mark(leads.summed(("reaching", known, index), codes, amount, PRICED))
    none = np.zeros(1, np.int64)
    before = leads.counted(("both", known, index), partial(_both, stages=known, index=index)) if index else none
    skipped = caught = none
    if 0 < index < len(known) - 1:
        skipped, caught = (
            leads.counted((name, known, index), partial(_skipping, stages=known, index=index, caught=name == "caught"))
            for name in ("skipped", "caught")
        )
    return Reaching(marked, before, skipped, caught, amounts)


def recorded_amounts(leads: Stretch) -> list[tuple[float, int]]:
    """For each stage of the ladder the known amounts of the leads that got as far, and how many there are."""
    steps = len(LADDER)
    counted = leads.counted("priced depth", _priced_depth, PRICED)
    summed = leads.summed("priced depth", _priced_depth, amount, PRICED)
    lines = (long(line, steps)[:steps] for line in (summed, counted))
    sums, counts = (line[::-1].cumsum()[::-1] for line in lines)
    return [(float(value), int(priced)) for value, priced in zip(sums, counts, strict=True)]


def open_leads(leads: Stretch) -> int:
    """How many of the leads are not decided."""
    return int(leads.counted("state", lambda whole: state_of(whole) + 1)[: Stage.WON + 1].sum())


def after(whole: Arrivals, stage: Stage) -> Days:
    """The days from the creation of each lead to a stage, :data:`NEVER` where it has no day that counts."""
    if stage is Stage.WON:
        won = values(WON_DAY, whole.state.dataset, whole.state.settings)[whole.places]
        day = until(won, day_number(whole.state.as_of))
    else:
        day = came(whole, stage)
    counts = (day != NEVER) & (day >= whole.created) & (whole.created != MISSING_DAY)
    return np.asarray(np.where(counts, day - np.where(counts, whole.created, 0), NEVER), np.int32)


def state_of(whole: Arrivals) -> npt.NDArray[np.int8]:
    """The stage code of each lead."""
    return np.asarray(values(StageOf(), whole.state.dataset, whole.state.settings)[whole.places], np.int8)


def amount(whole: Arrivals) -> Floats:
    """The amount of each lead, 0 where it is not known."""
    return np.nan_to_num(whole.state.dataset["leads"].numbers("amount")[whole.places])


def in_order(days: Sequence[Days], known: Sequence[Mask]) -> list[Mask]:
    """Which leads reached each stage in order, ``bool[leads]`` each."""
    reached = [known[0]]
    for index in range(1, len(days)):
        reached.append(reached[-1] & known[index] & (days[index] >= days[index - 1]))
    return reached


def _within(by_day: npt.NDArray[Any], window: int | None) -> npt.NDArray[Any]:
    last = _LATEST if window is None else min(window, _LATEST)
    return np.asarray(by_day[1 : last + 2].sum(axis=0))


def _marks(wanted: int) -> list[int]:
    """The marks that hold all of these."""
    return [mark for mark in range(_MARKS) if mark & wanted == wanted]


def _by_mark(line: npt.NDArray[Any]) -> npt.NDArray[Any]:
    days = -(-len(line) // _MARKS)
    return long(line, days * _MARKS).reshape(days, _MARKS)


def _days(whole: Arrivals, stages: Sequence[Stage]) -> list[Days]:
    return [whole.prepared(("reached", stage), partial(after, stage=stage)) for stage in stages]


def _told(days: Days) -> Days:
    """The days as they are counted: from 1 on, 0 is never."""
    return np.where(days == NEVER, np.int32(0), np.minimum(days, np.int32(_LATEST)) + np.int32(1))


def _codes(whole: Arrivals, stages: Sequence[Stage], index: int) -> Days:
    days = _days(whole, stages[: index + 1])
    marks = in_order(days, [day != NEVER for day in days])[index] * np.int32(_IN_ORDER)
    marks += (state_of(whole) == stages[index]) * np.int32(_IN_STAGE)
    marks += _is_priced(whole) * np.int32(_PRICED)
    return _told(days[index]) * np.int32(_MARKS) + marks


def _both(whole: Arrivals, stages: Sequence[Stage], index: int) -> Days:
    return _told(np.maximum(*_days(whole, stages[index - 1 : index + 1])))


def _skipping(whole: Arrivals, stages: Sequence[Stage], index: int, *, caught: bool) -> Days:
    days = _days(whole, stages)
    came_first = in_order(days[:index], [day != NEVER for day in days[:index]])[-1]
    since = np.where(came_first, np.maximum(days[index - 1], np.minimum.reduce(days[index + 1 :])), np.int32(NEVER))
    return _told(np.maximum(since, days[index]) if caught else since)


def _is_priced(whole: Arrivals) -> Mask:
    frame = whole.state.dataset["leads"]
    if not frame.has("amount"):
        return np.zeros(len(whole.places), np.bool_)
    return np.asarray(~np.isnan(frame.numbers("amount")[whole.places]), np.bool_)


def _priced_depth(whole: Arrivals) -> npt.NDArray[np.int8]:
    """How far each lead got, all of them to the first stage; beyond the last where it has no amount."""
    depth = np.maximum(values(Depth(), whole.state.dataset, whole.state.settings)[whole.places], 0)
    return np.where(_is_priced(whole), depth, len(LADDER)).astype(np.int8)
