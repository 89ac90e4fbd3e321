"""The funnel read in three ways: as recorded, in order, in any order; the window in which leads convert."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.arrivals import here
from leaddesk.model.conversion import unfollowed
from leaddesk.model.expression import Op, Where
from leaddesk.model.following import reference
from leaddesk.model.funnel import AMOUNT, funnel
from leaddesk.model.incidence import time_quantiles
from leaddesk.model.intervals import wilson
from leaddesk.model.measure import Measure, absent
from leaddesk.model.outcomes import WON
from leaddesk.model.passages import NEVER, timed_stages
from leaddesk.model.reaching import after, in_order, open_leads, reaching, recorded_amounts, state_of
from leaddesk.model.rowcolumn import Depth
from leaddesk.model.rows import is_measured, values
from leaddesk.model.stages import LABELS, LADDER, Stage
from leaddesk.model.terms import BY_CREATED, CREATED, LEADS
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from leaddesk.model.arrivals import Stretch
    from leaddesk.model.evaluate import Evaluator
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
    have no amounts. ``skipped``: leads that came from the stage before to a later one without this (in order only);
    ``undated``: leads that are said to be in this stage (or won) without a day on which they can have come to it;
    ``missed``: leads that reached the stage before and not this one.
    """

    stage: Stage
    label: Message
    reached: int
    of_first: Measure
    of_previous: Measure
    value: float | None
    priced: int
    skipped: int = 0
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
    whole = here(evaluator)
    leads, left_out = whole.followed, whole.undated + whole.ahead
    size = len(leads)
    if not size:
        return ReadFunnel(reading, (), window, left_out=left_out, absent=LEADS.none)
    stages, is_ordered = _stages(evaluator), reading is Reading.IN_ORDER
    found = [
        evaluator.once(("reaching", index), partial(reaching, leads, stages, index)) for index in range(len(stages))
    ]
    counts = [one.reached(window, in_order=is_ordered) for one in found]
    kept_on = [one.reached(window, in_order=True) if is_ordered else one.with_both(window) for one in found]
    missed = [0, *(counts[index - 1] - kept_on[index] for index in range(1, len(stages)))]
    steps = tuple(
        ReadStep(
            stage,
            LABELS[stage],
            counts[index],
            _share(counts[index], size),
            _share(counts[max(0, index - 1)] - missed[index], counts[max(0, index - 1)]),
            *found[index].value(window, in_order=is_ordered),
            found[index].left_out(window) if is_ordered else 0,
            found[index].undated(window),
            missed[index],
        )
        for index, stage in enumerate(stages)
    )
    return ReadFunnel(reading, steps, window, _young(leads, window), left_out)


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


def _dated(evaluator: Evaluator, window: int | None) -> _Dated:
    leads = here(evaluator).followed
    stages = _stages(evaluator)
    days = [leads.column(("reached", stage), partial(after, stage=stage)) for stage in stages]
    known = [day < NEVER if window is None else day <= min(window, NEVER - 1) for day in days]
    return _Dated(stages, leads, days, known, leads.column("stage", state_of))


def _stages(evaluator: Evaluator) -> tuple[Stage, ...]:
    return (*timed_stages(evaluator.dataset), Stage.WON)


def _reached(dated: _Dated, reading: Reading) -> Sequence[Mask]:
    return in_order(dated.days, dated.known) if reading is Reading.IN_ORDER else dated.known


def _positions(leads: Stretch, found: Mask) -> Places:
    return np.sort(leads.places[found]).astype(np.intp)


def _young(leads: Stretch, window: int | None) -> int:
    """How many open leads are not as old as the window is long."""
    return 0 if window is None else open_leads(leads.younger(window))


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
        return [*recorded_amounts(here(evaluator))]
    places = evaluator.matching("leads", BY_CREATED, (*LEADS.where, Where(AMOUNT, Op.KNOWN)))
    amounts = values(AMOUNT, evaluator.dataset, evaluator.settings)[places]
    depth = np.maximum(values(Depth(), evaluator.dataset, evaluator.settings)[places], 0)
    deepest = (np.bincount(depth, weights, stages)[:stages] for weights in (amounts, None))
    sums, counts = (there[::-1].cumsum()[::-1] for there in deepest)
    return [(float(value), int(priced)) for value, priced in zip(sums, counts, strict=True)]


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
