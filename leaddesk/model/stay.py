"""How long leads stay in a stage, and how long they take to convert; those that are stuck."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.arrivals import here
from leaddesk.model.conversion import unfollowed, untold
from leaddesk.model.following import fates, present
from leaddesk.model.incidence import time_quantiles, time_share
from leaddesk.model.outcomes import WON, Fate
from leaddesk.model.passages import passed, timed_stages, usual, waiting_beyond
from leaddesk.model.sample import Counted, quantile
from leaddesk.model.stages import LABELS, Stage
from leaddesk.model.survival import DayQuantile, band, life_table, quantiles, survival
from leaddesk.model.terms import LEADS
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.passages import Passages
    from leaddesk.model.survival import Curve, Floats

    Places = npt.NDArray[np.intp]
    Days = npt.NDArray[np.int64]

STUCK_BEYOND: Final = (0.9, 0.75)
"""Beyond the day by which so many have left a lead is stuck: nine in ten, or three in four where those have not left
yet, as far as the files tell.
"""
FEWEST_LEFT: Final = 20
"""Below so many that left a stage, its slowest tenth is two leads or less: nobody is called stuck."""
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
    """The open leads that are in a stage for longer than ``limit`` days, within which the ``share`` of
    :data:`STUCK_BEYOND` leave it: the quantile of :class:`Stay`, of all leads whatever the period. Those that ``left``
    it alone would be too quick.

    ``places``: their positions, the longest first, ``days``: for how long, both ``[leads]``. No limit and no lead
    where fewer than :data:`FEWEST_LEFT` left, or no such share.
    """

    stage: Stage
    left: int
    limit: float | None
    places: Places
    days: Days
    share: float = STUCK_BEYOND[0]

    def times(self, days: int) -> float | None:
        """How many times the limit so many days are, None where the limit is less than a day."""
        return days / self.limit if self.limit is not None and self.limit >= 1 else None


@dataclass(frozen=True, slots=True)
class StuckLead:
    """One lead that is stuck: its position, its stage, for how many ``days``, where that ``share`` leaves within
    ``limit``.

    ``times``: how many times the limit that is, None where the limit is less than a day.
    """

    place: int
    stage: Stage
    days: int
    limit: float
    times: float | None
    share: float = STUCK_BEYOND[0]


@dataclass(frozen=True, eq=False, slots=True)
class StuckLeads:
    """The leads that are stuck in the ``stages``: those that wait the most times as long as is usual there come first.
    A list of a large document is not worked out for the few leads that are looked at.
    """

    stages: tuple[Stuck, ...]
    places: Places

    def __len__(self) -> int:
        return len(self.places)

    def first(self, count: int) -> tuple[StuckLead, ...]:
        """The first *count* of them."""
        first = [
            _stuck_lead(int(place), one, int(wait))
            for one in self.stages
            if one.limit is not None
            for place, wait in zip(one.places[:count], one.days[:count], strict=True)  # the longest come first
        ]
        first.sort(key=lambda lead: -(lead.days / max(1.0, lead.limit)))
        return tuple(first[:count])


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


def stays(evaluator: Evaluator) -> tuple[Stay, ...]:
    """How long the leads created in the slice stay in each stage that has a day; empty where leads cannot be followed.

    A lead comes into a stage on the first day known for it (new: on its creation) and leaves it on the first day known
    of a later stage, of the sale or of the loss; a negotiation has no day and belongs to the stage before. Days after
    the as-of day have not come yet. Each number counts once.
    """
    if unfollowed(evaluator) is not None:
        return ()
    leads = here(evaluator)
    return tuple(_stay(stage, passed(leads, stage)) for stage in timed_stages(evaluator.dataset))


def stuck(evaluator: Evaluator) -> tuple[Stuck, ...]:
    """The leads of the slice that are stuck in each stage that has a day; empty where leads cannot be followed.

    What is usual is learnt from all leads that the filters keep.
    """
    if unfollowed(evaluator) is not None:
        return ()
    return tuple(_stuck(evaluator, stage) for stage in timed_stages(evaluator.dataset))


def stuck_leads(stages: Sequence[Stuck]) -> StuckLeads:
    """The stuck leads of all stages in one list."""
    places = [one.places for one in stages if one.limit is not None]
    return StuckLeads(tuple(stages), np.concatenate(places) if places else np.zeros(0, np.intp))


def _stuck_lead(place: int, one: Stuck, days: int) -> StuckLead:
    return StuckLead(place, one.stage, days, one.limit or 0.0, one.times(days), one.share)


def time_to_convert(evaluator: Evaluator) -> TimeToConvert:
    """How long the leads created in the slice take to be won, open ones followed up to their age
    (:func:`~leaddesk.model.incidence.time_quantiles`; the rules are those of :mod:`~leaddesk.model.outcomes`).
    """
    reason = unfollowed(evaluator)
    if reason is not None:
        return TimeToConvert(0, 0, absent=reason)
    group = present(evaluator)
    dated = Counted(fates(evaluator)[Fate.WON])
    last = min(int(group.oldest), group.table.days - 1)
    reason = LEADS.none if not group.leads else untold(group)
    if reason is None and not group.table.events[WON, : last + 1].any():
        reason = msg("no lead of this period became a customer")
    if reason is not None:
        return TimeToConvert(len(dated), last, absent=reason)
    share = time_share(group.table, WON, last).share
    middle = quantile(dated, 0.5)
    return TimeToConvert(len(dated), last, middle, time_quantiles(group.table, WON, last), share)


def _stay(stage: Stage, passage: Passages) -> Stay:
    counts = (int(passage.left.sum()), int(passage.waiting.sum()), passage.unknown)
    if not counts[0]:
        return Stay(stage, LABELS[stage], *counts, absent=_NOBODY_LEFT)
    curve = _curve(passage)
    return Stay(stage, LABELS[stage], *counts, quantiles(curve), curve.share, *band(curve))


def _stuck(evaluator: Evaluator, stage: Stage) -> Stuck:
    passage = usual(evaluator, stage)
    left = int(passage.left.sum())
    told = quantiles(_curve(passage), STUCK_BEYOND) if left >= FEWEST_LEFT else ()
    for one in told:
        if one.day is not None:
            return Stuck(stage, left, float(one.day), *waiting_beyond(evaluator, stage, one.day), one.q)
    return Stuck(stage, left, None, np.zeros(0, np.intp), np.zeros(0, np.int64))


def _curve(passage: Passages) -> Curve:
    """Who is still in the stage at the close of each day."""
    return survival(life_table(np.stack([passage.waiting, passage.left])))
