"""How long leads stay in a stage, and how long they take to convert; those that are stuck."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.conversion import unfollowed, untold
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.incidence import time_quantiles, time_share
from leaddesk.model.outcomes import DECIDED_ON, WON, followed, outcomes
from leaddesk.model.period import Period, day_number
from leaddesk.model.rowcolumn import Depth, StageOf
from leaddesk.model.rows import values
from leaddesk.model.sample import Values, quantile
from leaddesk.model.stages import LABELS, LADDER, REACHED_ON, Stage
from leaddesk.model.survival import DayQuantile, LifeTable, band, life_table, quantiles, survival, tally
from leaddesk.model.terms import BY_CREATED, LEADS
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from leaddesk.model.dataset import Dataset
    from leaddesk.model.survival import Floats

    Places = npt.NDArray[np.intp]
    Days = npt.NDArray[np.int64]

STUCK_BEYOND: Final = 0.9
FEWEST_LEFT: Final = 20
"""Below so many that left a stage, its slowest tenth is two leads or less: nobody is called stuck."""
NEVER: Final = np.iinfo(np.int64).max
"""The day number of what has no day: after any other."""
_NOBODY_LEFT: Final = msg("no lead left this stage on a known day")


@dataclass(frozen=True, eq=False, slots=True)
class Stay:
    """How long leads stay in one stage.

    ``left``: those that left it on a known day; ``waiting``: open leads that are in it, whose days so far count;
    ``unknown``: those that went on or were decided on a day that is missing, before they came or still to come: they
    are in no figure here. ``quantiles``: days by which a quarter, half, three quarters and nine in ten have left
    (Kaplan-Meier, with its bounds). ``share``: ``float64[days]``, who is still in the stage at the close of each day,
    between ``low`` and ``high``. ``absent``: why there is none of it.
    """

    stage: Stage
    label: Message
    left: int
    waiting: int
    unknown: int
    quantiles: tuple[DayQuantile, ...] = ()
    share: Floats | None = None
    low: Floats | None = None
    high: Floats | None = None
    absent: Message | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Stuck:
    """The open leads that are in a stage for longer than ``limit`` days, within which nine in ten of the ``left`` that
    left it did so (whatever the period).

    ``places``: their positions, the longest first, ``days``: for how long, both ``[leads]``. No limit and no lead
    where fewer than :data:`FEWEST_LEFT` left.
    """

    stage: Stage
    left: int
    limit: float | None
    places: Places
    days: Days


@dataclass(frozen=True, slots=True)
class StuckLead:
    """One lead that is stuck: its position, its stage, for how many ``days``, where nine in ten left within ``limit``.

    ``times``: how many times the limit that is, None where the limit is less than a day.
    """

    place: int
    stage: Stage
    days: int
    limit: float
    times: float | None


@dataclass(frozen=True, eq=False, slots=True)
class TimeToConvert:
    """Days from the creation to the sale, of the leads created in a slice that are won until day ``last``.

    ``quantiles`` allow for the open leads: those won so far alone would be too quick. ``recorded``: the median of
    these alone (``n`` of them). ``share``: ``float64[last + 1]``, of all that are won those that are by each day.
    """

    n: int
    last: int
    recorded: float | None = None
    quantiles: tuple[DayQuantile, ...] = ()
    share: Floats | None = None
    absent: Message | None = None


def timed_stages(dataset: Dataset) -> tuple[Stage, ...]:
    """The stages before the sale that the leads have a day for, in order."""
    return tuple(stage for stage in LADDER[:-1] if any(dataset.has("leads", column) for column in REACHED_ON[stage]))


def stays(evaluator: Evaluator) -> tuple[Stay, ...]:
    """How long the leads created in the slice stay in each stage that has a day; empty where leads cannot be followed.

    A lead comes into a stage on the first day known for it (new: on its creation) and leaves it on the first day known
    of a later stage, of the sale or of the loss; a negotiation has no day and belongs to the stage before. Days after
    the as-of day have not come yet. Each number counts once.
    """
    if unfollowed(evaluator) is not None:
        return ()
    places = evaluator.matching("leads", BY_CREATED, LEADS.where)
    return tuple(_stay(evaluator, stage, places) for stage in timed_stages(evaluator.dataset))


def stuck(evaluator: Evaluator) -> tuple[Stuck, ...]:
    """The leads of the slice that are stuck in each stage that has a day; empty where leads cannot be followed.

    What is usual is learnt from all leads that the filters keep.
    """
    if unfollowed(evaluator) is not None:
        return ()
    whole = Evaluator(evaluator.slice.within(Period())) if evaluator.slice.period.is_set else evaluator
    everyone = whole.matching("leads", BY_CREATED, LEADS.where)
    places = evaluator.matching("leads", BY_CREATED, LEADS.where)
    return tuple(_stuck(evaluator, stage, places, everyone) for stage in timed_stages(evaluator.dataset))


def stuck_leads(stages: Sequence[Stuck]) -> tuple[StuckLead, ...]:
    """The stuck leads of all stages in one list: first those that wait the most times as long as is usual there."""
    found = [
        StuckLead(int(place), one.stage, int(days), one.limit, int(days) / one.limit if one.limit >= 1 else None)
        for one in stages
        if one.limit is not None
        for place, days in zip(one.places, one.days, strict=True)
    ]
    return tuple(sorted(found, key=lambda lead: -lead.days / max(1.0, lead.limit)))


def time_to_convert(evaluator: Evaluator) -> TimeToConvert:
    """How long the leads created in the slice take to be won, open ones followed up to their age
    (:func:`~leaddesk.model.incidence.time_quantiles`; the rules are those of :mod:`~leaddesk.model.outcomes`).
    """
    reason = unfollowed(evaluator)
    if reason is not None:
        return TimeToConvert(0, 0, absent=reason)
    found, places = outcomes(evaluator.slice.state), evaluator.matching("leads", BY_CREATED, LEADS.where)
    group = followed(found, places)
    dated = found.days[places][found.fate[places] == 1 + WON].astype(np.float64)
    last = min(int(group.oldest), group.table.days - 1)
    reason = LEADS.none if not group.leads else untold(group)
    if reason is None and not group.table.events[WON, : last + 1].any():
        reason = msg("no lead of this period became a customer")
    if reason is not None:
        return TimeToConvert(len(dated), last, absent=reason)
    share = time_share(group.table, WON, last).share
    middle = quantile(Values(dated), 0.5)
    return TimeToConvert(len(dated), last, middle, time_quantiles(group.table, WON, last), share)


@dataclass(frozen=True, eq=False, slots=True)
class _Passage:
    """Leads in one stage, by position: those that left and after how many days, those there and for how long."""

    left: Days
    waiting: Days
    waiting_places: Places
    unknown: int

    @property
    def table(self) -> LifeTable:
        days = np.concatenate([self.waiting, self.left]).astype(np.int32)
        kinds = np.repeat(np.array([0, 1], np.int8), [len(self.waiting), len(self.left)])
        return life_table(tally(days, kinds, 2))


def _passage(evaluator: Evaluator, stage: Stage, places: Places) -> _Passage:
    data, settings = evaluator.dataset, evaluator.settings
    today = day_number(evaluator.slice.state.as_of)
    entered = came(evaluator, stage, places, today)
    places, entered = places[entered != NEVER], entered[entered != NEVER]
    gone = until(values(DECIDED_ON, data, settings)[places], today)
    for later in LADDER[stage + 1 : -1]:
        gone = np.minimum(gone, came(evaluator, later, places, today))
    reached, state = values(Depth(), data, settings)[places], values(StageOf(), data, settings)[places]
    further = next(later for later in LADDER[stage + 1 :] if REACHED_ON[later])  # a negotiation has no day
    has_left = (reached >= further) | (state >= Stage.WON)
    left = (gone != NEVER) & (gone >= entered)
    waiting = (gone == NEVER) & ~has_left
    return _Passage(
        (gone - entered)[left],
        (today - entered)[waiting],
        places[waiting],
        int(len(places) - np.count_nonzero(left) - np.count_nonzero(waiting)),
    )


def came(evaluator: Evaluator, stage: Stage, places: Places, today: int) -> Days:
    """The day on which the leads at these places came into a stage, :data:`NEVER` where none is known by the day
    number *today*.
    """
    frame = evaluator.dataset["leads"]
    first = np.full(len(places), MISSING_DAY, np.int32)
    for column in REACHED_ON[stage]:
        if frame.has(column):
            first = np.where(first == MISSING_DAY, frame.days(column)[places], first)
    return until(first, today)


def until(days: npt.NDArray[np.int32], today: int) -> Days:
    """The days that have come by the day number *today*, :data:`NEVER` for the others and where none is known."""
    return np.where((days == MISSING_DAY) | (days > today), NEVER, days.astype(np.int64))


def _stay(evaluator: Evaluator, stage: Stage, places: Places) -> Stay:
    passage = _passage(evaluator, stage, places)
    counts = (len(passage.left), len(passage.waiting), passage.unknown)
    if not len(passage.left):
        return Stay(stage, LABELS[stage], *counts, absent=_NOBODY_LEFT)
    curve = survival(passage.table)
    return Stay(stage, LABELS[stage], *counts, quantiles(curve), curve.share, *band(curve))


def _stuck(evaluator: Evaluator, stage: Stage, places: Places, everyone: Places) -> Stuck:
    usual = _passage(evaluator, stage, everyone)
    if len(usual.left) < FEWEST_LEFT:
        return Stuck(stage, len(usual.left), None, np.zeros(0, np.intp), np.zeros(0, np.int64))
    limit = quantile(Values(usual.left.astype(np.float64)), STUCK_BEYOND)
    passage = usual if places is everyone else _passage(evaluator, stage, places)
    beyond = passage.waiting > limit
    order = np.argsort(-passage.waiting[beyond], kind="stable")
    return Stuck(stage, len(usual.left), limit, passage.waiting_places[beyond][order], passage.waiting[beyond][order])
