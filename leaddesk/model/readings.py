"""The funnel read in three ways: as recorded, in order, in any order; the window in which leads convert."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.conversion import reference, unfollowed
from leaddesk.model.expression import Op, Where
from leaddesk.model.funnel import AMOUNT, funnel
from leaddesk.model.incidence import time_quantiles
from leaddesk.model.intervals import wilson
from leaddesk.model.measure import Measure, absent
from leaddesk.model.outcomes import WON
from leaddesk.model.period import day_number
from leaddesk.model.rowcolumn import Depth, StageOf
from leaddesk.model.rows import values
from leaddesk.model.stages import LABELS, LADDER, Stage
from leaddesk.model.stay import NEVER, came, timed_stages, until
from leaddesk.model.terms import BY_CREATED, LEADS, WON_DAY
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    import numpy.typing as npt

    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.funnel import Funnel

    Places = npt.NDArray[np.intp]
    Days = npt.NDArray[np.int64]
    Mask = npt.NDArray[np.bool_]

WINDOW: Final = 0.95
"""The share of sales that come within the conversion window."""
SHORTEST, LONGEST = 7, 365
FEWEST_SALES: Final = 20
"""Below so many dated sales, the last one in twenty is one sale or none."""


class Reading(StrEnum):
    """How a funnel is read."""

    AS_RECORDED = auto()
    IN_ORDER = auto()
    ANY_ORDER = auto()


class Part(StrEnum):
    """A part of the leads at one stage as read: those that reached it, those of the stage before that did not, those
    that skipped it and went further, those said to be in it without a day.
    """

    REACHED = auto()
    MISSED = auto()
    SKIPPED = auto()
    UNDATED = auto()


@dataclass(frozen=True, slots=True)
class Window:
    """Within how many ``days`` of their creation leads are won: 19 sales in 20, open leads allowed for.

    ``low``, ``high``: the 95 % bounds of the days before they were kept between 7 and 365; ``sales``: the dated sales
    it is learnt from. ``days`` None: fewer than 20, so that none is learnt and none holds.
    """

    days: int | None
    sales: int
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, eq=False, slots=True)
class ReadStep:
    """One stage as read: how many leads ``reached`` it, as shares ``of_first`` and ``of_previous`` with their bounds.

    ``value``: the amounts of these leads summed up, as far as they are known (``priced`` of them); None where the leads
    have no amounts. ``skipped``: the positions of the leads that came from the stage before to a later one without this
    (in order only); ``undated``: leads that are said to be in this stage (or won) without a day on which they can have
    come to it; ``missed``: leads that reached the stage before and not this one.
    """

    stage: Stage
    label: Message
    reached: int
    of_first: Measure
    of_previous: Measure
    value: float | None
    priced: int
    skipped: Places
    undated: int = 0
    missed: int = 0


@dataclass(frozen=True, eq=False, slots=True)
class ReadFunnel:
    """The stages as read. ``window``: the days after the creation that count, None for all; ``young``: open leads that
    do not have that age yet; ``left_out``: leads without a creation day or created after the as-of day.
    """

    reading: Reading
    steps: tuple[ReadStep, ...]
    window: int | None = None
    young: int = 0
    left_out: int = 0
    absent: Message | None = None


def conversion_window(evaluator: Evaluator) -> Window:
    """The conversion window learnt from all leads that the filters keep, whatever the period."""
    if unfollowed(evaluator) is not None:
        return Window(None, 0)
    model = reference(evaluator)
    sales = int(model.won - model.undated[WON])
    if sales < FEWEST_SALES:
        return Window(None, sales)
    found = time_quantiles(model.table, WON, int(model.oldest), [WINDOW])[0]
    day = None if found.day is None else min(max(found.day, SHORTEST), LONGEST)
    return Window(day, sales, found.low, found.high)


def read_funnel(evaluator: Evaluator, reading: Reading, window: int | None = None) -> ReadFunnel:
    """The funnel of the leads created in the slice, each number once.

    - As recorded: a lead has reached what its status, dates or history show, and all before it; the funnel of
      :mod:`~leaddesk.model.funnel`, without a window.
    - In any order: it has reached a stage that it has a day for. ``of_previous`` is then the share of those with the
      stage before that have this one too.
    - In order: it has a day for this stage and all before it, none before the one of the stage before.

    The last two know the stages that have a day in the file, and the sale. Days before the creation or after the as-of
    day are none, nor are those more than *window* days after the creation.
    """
    if reading is Reading.AS_RECORDED:
        return as_recorded(evaluator, funnel(evaluator))
    reason = unfollowed(evaluator)
    if reason is not None:
        return ReadFunnel(reading, (), window, absent=reason)
    dated = _dated(evaluator, window)
    places = dated.places
    if not len(places):
        return ReadFunnel(reading, (), window, left_out=dated.left_out, absent=LEADS.none)
    known = dated.known
    reached = _reached(dated, reading)
    counts = [int(np.count_nonzero(row)) for row in reached]
    missed = [0, *(int(np.count_nonzero(before & ~here)) for before, here in pairwise(reached))]
    steps = tuple(
        ReadStep(
            stage,
            LABELS[stage],
            counts[index],
            _share(counts[index], len(places)),
            _share(counts[max(0, index - 1)] - missed[index], counts[max(0, index - 1)]),
            *_value(evaluator, places[reached[index]]),
            places[_skipped(reached, known, index)] if reading is Reading.IN_ORDER else places[:0],
            int(np.count_nonzero((dated.state == stage) & ~known[index])),
            missed[index],
        )
        for index, stage in enumerate(dated.stages)
    )
    return ReadFunnel(reading, steps, window, dated.young, dated.left_out)


def leads_read(evaluator: Evaluator, reading: Reading, window: int | None, stage: Stage, part: Part) -> Places:
    """The positions of the leads behind a number of :func:`read_funnel` (but as recorded)."""
    dated = _dated(evaluator, window)
    reached, index = _reached(dated, reading), dated.stages.index(stage)
    if part is Part.REACHED:
        found = reached[index]
    elif part is Part.MISSED:
        found = reached[max(0, index - 1)] & ~reached[index]
    elif part is Part.SKIPPED:
        found = _skipped(reached, dated.known, index)
    else:
        found = (dated.state == stage) & ~dated.known[index]
    return np.asarray(dated.places[found], np.intp)


@dataclass(frozen=True, eq=False, slots=True)
class _Dated:
    """The leads of a slice with the days on which they came to each stage, ``int64[stages, leads]``."""

    stages: tuple[Stage, ...]
    places: Places
    days: Days
    state: npt.NDArray[np.int64]
    young: int
    left_out: int

    @property
    def known(self) -> Mask:
        """Which of the days are known."""
        return np.asarray(self.days != NEVER, np.bool_)


def _dated(evaluator: Evaluator, window: int | None) -> _Dated:
    places = evaluator.matching("leads", BY_CREATED, LEADS.where)
    today = day_number(evaluator.slice.state.as_of)
    created = came(evaluator, Stage.NEW, places, today)
    left_out = int(np.count_nonzero(created == NEVER))
    places, created = places[created != NEVER], created[created != NEVER]
    stages = (*timed_stages(evaluator.dataset), Stage.WON)
    days = np.stack([_day(evaluator, stage, places, created, window) for stage in stages])
    state = values(StageOf(), evaluator.dataset, evaluator.settings)[places]
    young = 0 if window is None else int(np.count_nonzero((today - created < window) & (state < Stage.WON)))
    return _Dated(stages, places, days, state, young, left_out)


def _reached(dated: _Dated, reading: Reading) -> Mask:
    return _in_order(dated.days) if reading is Reading.IN_ORDER else dated.known


def as_recorded(evaluator: Evaluator, found: Funnel) -> ReadFunnel:
    """The reading of that name of the slice's funnel, *found* already."""
    if not found.steps:
        return ReadFunnel(Reading.AS_RECORDED, (), absent=found.absent)
    none = np.zeros(0, np.intp)
    steps = tuple(
        ReadStep(
            step.stage,
            step.label,
            step.reached,
            step.of_first,
            step.of_previous,
            *value,
            none,
            missed=step.lost,
        )
        for step, value in zip(found.steps, _recorded_values(evaluator), strict=True)
    )
    return ReadFunnel(Reading.AS_RECORDED, steps)


def _recorded_values(evaluator: Evaluator) -> list[tuple[float | None, int]]:
    """For each stage the known amounts of the leads that reached it, and how many there are."""
    if not evaluator.dataset.has("leads", "amount"):
        return [(None, 0)] * len(LADDER)
    places = evaluator.matching("leads", BY_CREATED, (*LEADS.where, Where(AMOUNT, Op.KNOWN)))
    amounts = values(AMOUNT, evaluator.dataset, evaluator.settings)[places]
    depth = np.maximum(values(Depth(), evaluator.dataset, evaluator.settings)[places], 0)  # all are at the first stage
    sums, counts = (np.bincount(depth, weights, len(LADDER))[::-1].cumsum()[::-1] for weights in (amounts, None))
    return [(float(value), int(priced)) for value, priced in zip(sums, counts, strict=True)]


def _value(evaluator: Evaluator, places: Places) -> tuple[float | None, int]:
    """The known amounts of these leads summed up, and how many there are."""
    if not evaluator.dataset.has("leads", "amount"):
        return None, 0
    amounts = evaluator.dataset["leads"].numbers("amount")[places]
    return float(np.nansum(amounts)), int(np.count_nonzero(~np.isnan(amounts)))


def _day(evaluator: Evaluator, stage: Stage, places: Places, created: Days, window: int | None) -> Days:
    """The day on which leads came to a stage, :data:`NEVER` where it does not count."""
    today = day_number(evaluator.slice.state.as_of)
    if stage is Stage.WON:
        day = until(values(WON_DAY, evaluator.dataset, evaluator.settings)[places], today)
    else:
        day = came(evaluator, stage, places, today)
    late = False if window is None else day > created + window
    return np.where((day < created) | late, NEVER, day)


def _in_order(days: Days) -> Mask:
    """Which leads reached each stage in order, ``bool[stages, leads]``."""
    reached = np.empty(days.shape, np.bool_)
    reached[0] = days[0] != NEVER
    for index in range(1, len(days)):
        reached[index] = reached[index - 1] & (days[index] != NEVER) & (days[index] >= days[index - 1])
    return reached


def _skipped(reached: Mask, known: Mask, index: int) -> Mask:
    """Who has reached the stage before in order, has no day for this one, and has one for a later one."""
    if not index:
        return np.zeros(reached.shape[1], np.bool_)
    return np.asarray(reached[index - 1] & ~known[index] & known[index + 1 :].any(axis=0), np.bool_)


def _share(part: int, whole: int) -> Measure:
    bounds = wilson(part, whole)
    if bounds is None:
        return absent(msg("no lead reached the stage before"), 0)
    return Measure(part / whole, whole, *bounds)
