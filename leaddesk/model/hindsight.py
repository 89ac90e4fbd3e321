"""What was known of the leads on earlier days, counted once for all of these days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from leaddesk.model.outcomes import COUNTED, LONGEST, WON, Fate, followed, outcomes, together
from leaddesk.model.period import day_number
from leaddesk.model.tally import long

if TYPE_CHECKING:
    from leaddesk.model.arrivals import Arrivals, Stretch
    from leaddesk.model.outcomes import Followed, Outcomes
    from leaddesk.model.survival import Counts

Days = npt.NDArray[np.int64]

STEP: Final = 30
STEPS: Final = 6
"""The past is looked at from the as-of day, and from so many days before it in steps."""
_TAKEN: Final = LONGEST + 1
_SPAN: Final = LONGEST + STEP * STEPS + 2
"""Days of creation that are told apart: an older lead has the longest age on all of the days looked at."""
_CAUSES: Final = 2
_OPEN: Final = STEPS + 1
_ROWS: Final = _OPEN + 1 + _CAUSES


@dataclass(frozen=True, eq=False, slots=True)
class Known:
    """Leads as they were known at the close of a ``day``: how many were created on each day from ``first`` on,
    ``arrived`` ``int64[days]``, up to that day, and what had become of them.
    """

    day: int
    first: int
    arrived: Counts
    model: Followed


@dataclass(frozen=True, eq=False, slots=True)
class Past:
    """Leads as they were ``known`` so many steps ``back`` each; ``model``: what had become of them, in groups."""

    back: tuple[int, ...]
    known: tuple[Known, ...]
    model: Followed


@dataclass(frozen=True, eq=False, slots=True)
class Hindsight:
    """Leads by what is known of them from the as-of ``day`` on backwards.

    ``ended``: ``int64[steps, causes, taken]``, those decided on a known day by the earliest step on which that was
    known; ``created``: ``int64[rows, days]``, all of them by day of creation: decided ones by that step, then the open
    ones, those won and those lost on an unknown day.
    """

    day: int
    ended: Counts
    created: Counts

    def known(self, back: int, model: Followed | None = None) -> Known | None:
        """As they were known so many steps ago; None when there were none. *model*: what had become of them, where that
        was worked out already.

        What was created later is not there, what ended later is open, what ended on an unknown day had ended.
        """
        day, days = self.day - back * STEP, _SPAN - back * STEP
        created = self.created[:, :days]
        arrived = created.sum(axis=0)
        there = np.flatnonzero(arrived)
        if not len(there):
            return None
        first = int(there[0])
        if model is not None:
            return Known(day, day - days + 1 + first, arrived[first:], model)
        waiting = created[:back].sum(axis=0) + created[_OPEN]
        by_age = _by_age(np.stack([waiting, *created[_OPEN + 1 :], arrived])[:, first:])
        ended = self.ended[back:].sum(axis=0)
        fates = np.zeros((COUNTED, max(ended.shape[-1], by_age.shape[-1])), np.int64)
        fates[Fate.OPEN, : by_age.shape[-1]] = by_age[0]
        fates[Fate.WON : Fate.LOST + 1, : ended.shape[-1]] = ended
        fates[Fate.WON_UNDATED :, : by_age.shape[-1]] = by_age[1:3]
        last = int(np.flatnonzero(fates.any(axis=0))[-1])
        return Known(
            day,
            day - days + 1 + first,
            arrived[first:],
            followed(np.ascontiguousarray(fates[:, : last + 1]), by_age[3]),
        )

    def past(self) -> Past | None:
        """As they were known on each of the steps; None when there were none."""
        known = {back: one for back in range(1, STEPS + 1) if (one := self.known(back)) is not None}
        if not known:
            return None
        return Past(tuple(known), tuple(known.values()), together([one.model for one in known.values()]))

    def won_after(self, back: int) -> int:
        """How many were won in the step that followed the one so many steps ago."""
        return int(self.ended[back - 1, WON].sum())


def hindsight(leads: Stretch) -> Hindsight:
    """What is known of leads that can be followed."""
    ended = leads.counted("hindsight ended", _ended_column)
    created = leads.counted("hindsight created", _created_column)
    return _counted(day_number(leads.arrivals.state.as_of), ended, created)


def hindsight_of(day: int, created: Days, found: Outcomes) -> Hindsight:
    """The same of leads with these days of creation and outcomes, all of which count."""
    ended, when = _keys(day, created, found.fate, found.days)
    return _counted(day, np.bincount(ended, minlength=1), np.bincount(when, minlength=1))


def _counted(day: int, ended: Counts, created: Counts) -> Hindsight:
    size = (STEPS + 1) * _CAUSES * _TAKEN
    known = long(ended, size + 1)[:size].reshape(STEPS + 1, _CAUSES, _TAKEN)
    days = np.flatnonzero(known.any(axis=(0, 1)))
    rows = long(created, _ROWS * _SPAN).reshape(_ROWS, _SPAN)
    return Hindsight(day, known[..., : int(days[-1]) + 1 if len(days) else 1], rows)


def _keys(day: int, created: Days, fate: npt.NDArray[np.int8], took: npt.NDArray[Any]) -> tuple[Any, Any]:
    """Where each lead counts in ``ended`` (behind the end: nowhere) and in ``created``, both ``uint16[leads]``."""
    is_decided = (fate == Fate.WON) | (fate == Fate.LOST)
    step = np.clip((day - (created + took)) // STEP, 0, STEPS)
    ended = (step * _CAUSES + (fate - Fate.WON)) * _TAKEN + took
    ended = np.where(is_decided, ended, (STEPS + 1) * _CAUSES * _TAKEN)
    row = np.where(is_decided, step, np.where(fate == Fate.OPEN, _OPEN, _OPEN + 1 + fate - Fate.WON_UNDATED))
    when = row * _SPAN + np.maximum(created - (day - _SPAN + 1), 0)
    return ended.astype(np.uint16), when.astype(np.uint16)


def _columns(whole: Arrivals) -> tuple[Any, Any]:
    """The keys of all arrivals; of those that are not followed, none that means anything."""
    found, day = outcomes(whole.state), day_number(whole.state.as_of)
    fate, created = found.fate[whole.places], whole.created.astype(np.int64)
    created = np.where(fate < COUNTED, created, day)
    return _keys(day, created, np.where(fate < COUNTED, fate, np.int8(Fate.OPEN)), found.days[whole.places])


def _ended_column(whole: Arrivals) -> npt.NDArray[Any]:
    return np.asarray(_columns(whole)[0])


def _created_column(whole: Arrivals) -> npt.NDArray[Any]:
    return np.asarray(_columns(whole)[1])


def _by_age(lines: Counts) -> Counts:
    """Counts by age, ten years at most, from *lines* ``[..., days]`` by day of creation up to the day of age 0."""
    ages = lines[..., ::-1]
    if ages.shape[-1] <= _TAKEN:
        return ages
    return np.concatenate([ages[..., :LONGEST], ages[..., LONGEST:].sum(axis=-1, keepdims=True)], axis=-1)
