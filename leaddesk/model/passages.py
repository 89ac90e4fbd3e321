"""How each lead passes the stages: when it came into one, and whether and when it left it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from leaddesk.model.arrivals import READ, Arrivals, Stretch, kept
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.outcomes import DECIDED_ON
from leaddesk.model.partition import among
from leaddesk.model.period import day_number
from leaddesk.model.rowcolumn import Depth, StageOf
from leaddesk.model.rows import values
from leaddesk.model.stages import LADDER, REACHED_ON, Stage
from leaddesk.model.tally import long

if TYPE_CHECKING:
    import numpy.typing as npt

    from leaddesk.model.dataset import Dataset
    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.survival import Counts

    Days = npt.NDArray[np.int32]
    Places = npt.NDArray[np.intp]

NEVER: Final = np.iinfo(np.int32).max
"""The day number of what has no day: after any other."""
_WAITING, _LEFT, _UNKNOWN, _NOT_IN = range(4)
_KINDS: Final = 4


@dataclass(frozen=True, eq=False, slots=True)
class Passages:
    """Leads in one stage: by days spent there those that ``left`` it and those ``waiting`` in it, both ``int64[days]``;
    ``unknown``: those that went on or were decided on a day that is missing, before they came or still to come.
    """

    left: Counts
    waiting: Counts
    unknown: int


def timed_stages(dataset: Dataset) -> tuple[Stage, ...]:
    """The stages before the sale that the leads have a day for, in order."""
    return tuple(stage for stage in LADDER[:-1] if any(dataset.has("leads", column) for column in REACHED_ON[stage]))


def came(whole: Arrivals, stage: Stage) -> Days:
    """The day on which each lead came into a stage, :data:`NEVER` where none is known by the as-of day."""
    frame = whole.state.dataset["leads"]
    first = np.full(len(whole.places), MISSING_DAY, np.int32)
    for column in REACHED_ON[stage]:
        if frame.has(column):
            first = np.where(first == MISSING_DAY, frame.days(column)[whole.places], first)
    return until(first, day_number(whole.state.as_of))


def until(days: Days, today: int) -> Days:
    """The days that have come by the day number *today*, :data:`NEVER` for the others and where none is known."""
    return np.where((days == MISSING_DAY) | (days > today), np.int32(NEVER), days)


def passed(stretch: Stretch, stage: Stage) -> Passages:
    """How the leads of a stretch pass a stage that has a day."""
    counts = stretch.counted(("passages", stage), lambda whole: _codes(whole, stage))
    days = -(-len(counts) // _KINDS)
    by_kind = long(counts, days * _KINDS).reshape(days, _KINDS).T
    told = np.flatnonzero(by_kind[_LEFT] + by_kind[_WAITING])
    length = int(told[-1]) + 1 if len(told) else 1
    return Passages(by_kind[_LEFT, :length], by_kind[_WAITING, :length], int(by_kind[_UNKNOWN].sum()))


def passing(stretch: Stretch, stage: Stage) -> tuple[Places, Places, Places]:
    """The positions of the leads of a stretch that left the stage, wait in it, and are of unknown day, as
    :func:`passed` counts them, each ascending.
    """
    kind = stretch.column(("passages", stage), lambda whole: _codes(whole, stage)) % _KINDS
    places = [np.sort(stretch.places[kind == one]).astype(np.intp) for one in (_LEFT, _WAITING, _UNKNOWN)]
    return places[0], places[1], places[2]


def usual(evaluator: Evaluator, stage: Stage) -> Passages:
    """How all leads that the filters keep pass a stage, whatever the period; made once."""
    return kept(evaluator).once(("usual", stage), lambda leads: passed(leads.everyone, stage))


def waiting_beyond(evaluator: Evaluator, stage: Stage, limit: float) -> tuple[Places, Counts]:
    """The positions of the leads of the slice that wait in a stage for more than *limit* days, the longest first, and
    for how long, both ``[leads]``.
    """
    arrivals = kept(evaluator)
    slowest = arrivals.prepared(("slowest", stage), lambda whole: _slowest(whole, stage))
    slowest = slowest[:, : slowest.shape[1] - int(np.searchsorted(slowest[1][::-1], limit, side="right"))]
    inside = np.ones(slowest.shape[1], np.bool_)
    if evaluator.slice.period.is_set:
        low, high = evaluator.slice.bounds()
        inside = slowest[2] >= low
        inside &= slowest[2] <= high
    if arrivals.kept is not None:
        inside &= _kept_of(arrivals, stage, slowest[0])
    chosen = np.flatnonzero(inside)
    places, days = (np.take(line, chosen) for line in slowest[:2])
    return places.astype(np.intp), days.astype(np.int64)


def _kept_of(leads: Arrivals, stage: Stage, places: Days) -> npt.NDArray[np.bool_]:
    """Which of the slowest leads, at these *places*, filters keep."""
    partition, kept_ = leads.partition, leads.kept
    if kept_ is None:
        return np.ones(len(places), np.bool_)
    if partition is None:
        return kept_.mask()[places]

    def found(whole: Arrivals) -> npt.NDArray[np.unsignedinteger[Any]]:
        parts = partition.of(whole.state.dataset["leads"])
        slowest = whole.prepared(("slowest", stage), lambda every: _slowest(every, stage))[0]
        return np.zeros(len(slowest), np.uint8) if parts is None else parts[slowest]

    parts = leads.prepared(("slowest", stage, partition.key), found, READ | partition.columns)
    return among(parts[: len(places)], leads.kept_parts)


def _codes(whole: Arrivals, stage: Stage) -> Days:
    """The days in the stage and how the lead stands to it as one number."""
    data, settings, today = whole.state.dataset, whole.state.settings, day_number(whole.state.as_of)
    entered = came(whole, stage)
    gone = until(values(DECIDED_ON, data, settings)[whole.places], today)
    for later in LADDER[stage + 1 : -1]:
        gone = np.minimum(gone, came(whole, later))
    reached, state = values(Depth(), data, settings)[whole.places], values(StageOf(), data, settings)[whole.places]
    further = next(later for later in LADDER[stage + 1 :] if REACHED_ON[later])  # a negotiation has no day
    has_left = (reached >= further) | (state >= Stage.WON)
    is_in = (entered != NEVER) & (whole.created <= today)
    left = is_in & (gone != NEVER) & (gone >= entered)
    waiting = is_in & (gone == NEVER) & ~has_left
    kind = np.select([left, waiting, is_in], [_LEFT, _WAITING, _UNKNOWN], _NOT_IN)
    spent = np.where(left, gone - entered, np.where(waiting, today - entered, 0))
    return np.asarray(spent * _KINDS + kind, np.int32)


def _slowest(whole: Arrivals, stage: Stage) -> Days:
    """The leads that wait in the stage, the longest first, then by position: ``int32[3, leads]``, their positions, for
    how many days, and their creation days.
    """
    spent, kind = np.divmod(_codes(whole, stage), _KINDS)
    waiting = np.flatnonzero(kind == _WAITING)
    order = waiting[np.lexsort((whole.places[waiting], -spent[waiting]))]
    return np.stack([whole.places[order], spent[order], whole.created[order]]).astype(np.int32)
