"""The funnel read in three ways: as recorded, in order, in any order; the window in which leads convert."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.arrivals import READ, here
from leaddesk.model.conversion import unfollowed
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.expression import Op, Where
from leaddesk.model.following import reference
from leaddesk.model.funnel import AMOUNT, funnel
from leaddesk.model.incidence import time_quantiles
from leaddesk.model.intervals import wilson
from leaddesk.model.measure import Measure, absent
from leaddesk.model.outcomes import WON
from leaddesk.model.passages import NEVER, came, timed_stages, until
from leaddesk.model.period import day_number
from leaddesk.model.rowcolumn import Depth, StageOf
from leaddesk.model.rows import is_measured, values
from leaddesk.model.stages import LABELS, LADDER, Stage
from leaddesk.model.terms import BY_CREATED, CREATED, LEADS, WON_DAY
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from leaddesk.model.arrivals import Arrivals, Stretch
    from leaddesk.model.evaluate import Evaluator, Floats
    from leaddesk.model.funnel import Funnel

    Places = npt.NDArray[np.intp]
    Days = npt.NDArray[np.int32]
    Mask = npt.NDArray[np.bool_]

WINDOW: Final = 0.95
"""The share of sales that come within the conversion window."""
SHORTEST, LONGEST = 7, 365
FEWEST_SALES: Final = 20
"""Below so many dated sales, the last one in twenty is one sale or none."""
_NOBODY: Final = np.zeros(0, np.intp)
_PRICED: Final = READ | {"amount"}


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
    leads = dated.leads
    if not len(leads):
        return ReadFunnel(reading, (), window, left_out=dated.left_out, absent=LEADS.none)
    reached = _reached(dated, reading)
    counts = [int(np.count_nonzero(row)) for row in reached]
    missed = [0, *(int(np.count_nonzero(before & ~after)) for before, after in pairwise(reached))]
    amounts = _amounts(evaluator, leads)
    steps = tuple(
        ReadStep(
            stage,
            LABELS[stage],
            counts[index],
            _share(counts[index], len(leads)),
            _share(counts[max(0, index - 1)] - missed[index], counts[max(0, index - 1)]),
            *_value(amounts, reached[index], counts[index]),
            _positions(leads, _skipped(reached, dated.known, index)) if reading is Reading.IN_ORDER else _NOBODY,
            int(np.count_nonzero((dated.state == stage) & ~dated.known[index])),
            missed[index],
        )
        for index, stage in enumerate(dated.stages)
    )
    return ReadFunnel(reading, steps, window, _young(leads, dated.state, window), dated.left_out)


def leads_read(evaluator: Evaluator, reading: Reading, window: int | None, stage: Stage, part: Part) -> Places:
    """The positions of the leads behind a number of :func:`read_funnel` (but as recorded)."""
    if unfollowed(evaluator) is not None:
        return _NOBODY
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
    return _positions(dated.leads, found)


@dataclass(frozen=True, eq=False, slots=True)
class _Dated:
    """The leads of a slice that can be followed: for each of the ``stages`` the ``days`` from the creation on which
    they came to it, and which of these are ``known`` and count, both ``[leads]``; ``state``: their stage codes.
    """

    stages: tuple[Stage, ...]
    leads: Stretch
    days: Sequence[Days]
    known: Sequence[Mask]
    state: npt.NDArray[np.int8]
    left_out: int


def _dated(evaluator: Evaluator, window: int | None) -> _Dated:
    whole = here(evaluator)
    leads = whole.followed
    stages = (*timed_stages(evaluator.dataset), Stage.WON)
    days = [leads.column(("reached", stage), partial(_after, stage=stage)) for stage in stages]
    known = [day < NEVER if window is None else day <= min(window, NEVER - 1) for day in days]
    return _Dated(stages, leads, days, known, leads.column("stage", _state), whole.undated + whole.ahead)


def _reached(dated: _Dated, reading: Reading) -> Sequence[Mask]:
    return _in_order(dated.days, dated.known) if reading is Reading.IN_ORDER else dated.known


def _positions(leads: Stretch, found: Mask) -> Places:
    return np.sort(leads.places[found]).astype(np.intp)


def _young(leads: Stretch, state: npt.NDArray[np.int8], window: int | None) -> int:
    """How many open leads are not as old as the window is long."""
    if window is None:
        return 0
    today = day_number(leads.arrivals.state.as_of)
    begin = int(np.searchsorted(leads.created, today - window, side="right"))  # the younger ones come last
    return int(np.count_nonzero(state[begin:] < Stage.WON))


def as_recorded(evaluator: Evaluator, found: Funnel) -> ReadFunnel:
    """The reading of that name of the slice's funnel, *found* already."""
    if not found.steps:
        return ReadFunnel(Reading.AS_RECORDED, (), absent=found.absent)
    steps = tuple(
        ReadStep(
            step.stage,
            step.label,
            step.reached,
            step.of_first,
            step.of_previous,
            *value,
            _NOBODY,
            missed=step.lost,
        )
        for step, value in zip(found.steps, _recorded_values(evaluator), strict=True)
    )
    return ReadFunnel(Reading.AS_RECORDED, steps)


def _recorded_values(evaluator: Evaluator) -> list[tuple[float | None, int]]:
    """For each stage the known amounts of the leads that reached it, and how many there are."""
    stages = len(LADDER)
    if not evaluator.dataset.has("leads", "amount"):
        return [(None, 0)] * stages
    if is_measured(CREATED, evaluator.dataset):
        leads = here(evaluator)
        depth, amounts = leads.column("priced depth", _priced_depth, _PRICED), leads.column("amount", _amount, _PRICED)
    else:
        places = evaluator.matching("leads", BY_CREATED, (*LEADS.where, Where(AMOUNT, Op.KNOWN)))
        amounts = values(AMOUNT, evaluator.dataset, evaluator.settings)[places]
        depth = np.maximum(values(Depth(), evaluator.dataset, evaluator.settings)[places], 0)
    deepest = (np.bincount(depth, weights, stages)[:stages] for weights in (amounts, None))
    sums, counts = (there[::-1].cumsum()[::-1] for there in deepest)
    return [(float(value), int(priced)) for value, priced in zip(sums, counts, strict=True)]


def _amounts(evaluator: Evaluator, leads: Stretch) -> tuple[Floats, Mask] | None:
    """The amount of each lead, 0 where it is not known, and whether it is; None where the leads have no amounts."""
    if not evaluator.dataset.has("leads", "amount"):
        return None
    return leads.column("amount", _amount, _PRICED), leads.column("priced", _priced, _PRICED)


def _value(amounts: tuple[Floats, Mask] | None, reached: Mask, count: int) -> tuple[float | None, int]:
    """The known amounts of the leads that reached a stage summed up, and how many there are."""
    if amounts is None:
        return None, 0
    amount, priced = amounts
    total = amount.sum() if count == len(reached) else np.einsum("i,i", amount, reached)
    return float(total), int(np.count_nonzero(reached & priced))


def _amount(whole: Arrivals) -> Floats:
    return np.nan_to_num(whole.state.dataset["leads"].numbers("amount")[whole.places])


def _priced(whole: Arrivals) -> Mask:
    return np.asarray(~np.isnan(whole.state.dataset["leads"].numbers("amount")[whole.places]), np.bool_)


def _priced_depth(whole: Arrivals) -> npt.NDArray[np.int8]:
    """How far each lead got, all of them to the first stage; beyond the last where it has no amount."""
    depth = np.maximum(values(Depth(), whole.state.dataset, whole.state.settings)[whole.places], 0)
    return np.where(_priced(whole), depth, len(LADDER)).astype(np.int8)


def _after(whole: Arrivals, stage: Stage) -> Days:
    """The days from the creation of each lead to a stage, :data:`NEVER` where it has no day that counts."""
    if stage is Stage.WON:
        won = values(WON_DAY, whole.state.dataset, whole.state.settings)[whole.places]
        day = until(won, day_number(whole.state.as_of))
    else:
        day = came(whole, stage)
    counts = (day != NEVER) & (day >= whole.created) & (whole.created != MISSING_DAY)
    return np.asarray(np.where(counts, day - np.where(counts, whole.created, 0), NEVER), np.int32)


def _state(whole: Arrivals) -> npt.NDArray[np.int8]:
    return np.asarray(values(StageOf(), whole.state.dataset, whole.state.settings)[whole.places], np.int8)


def _in_order(days: Sequence[Days], known: Sequence[Mask]) -> list[Mask]:
    """Which leads reached each stage in order, ``bool[leads]`` each."""
    reached = [known[0]]
    for index in range(1, len(days)):
        reached.append(reached[-1] & known[index] & (days[index] >= days[index - 1]))
    return reached


def _skipped(reached: Sequence[Mask], known: Sequence[Mask], index: int) -> Mask:
    """Who has reached the stage before in order, has no day for this one, and has one for a later one."""
    later = np.zeros(len(known[index]), np.bool_)
    if not index:
        return later
    for mask in known[index + 1 :]:
        later |= mask
    return reached[index - 1] & ~known[index] & later


def _share(part: int, whole: int) -> Measure:
    bounds = wilson(part, whole)
    if bounds is None:
        return absent(msg("no lead reached the stage before"), 0)
    return Measure(part / whole, whole, *bounds)
