"""What became of each lead, and after how many days, as of the day on which the files were true."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.period import day_number
from leaddesk.model.rowcolumn import OutcomeDay, StageOf
from leaddesk.model.rows import inputs, values
from leaddesk.model.stages import REACHED_ON, Stage
from leaddesk.model.survival import LifeTable
from leaddesk.model.tally import long
from leaddesk.model.terms import CREATED
from leaddesk.model.undated import shared_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.model.state import State
    from leaddesk.model.survival import Counts, Floats

Days = npt.NDArray[np.int32]

LONGEST: Final = 3650
"""Leads are followed for ten years: a stray date of 1926 must not make a table of a hundred."""
ENOUGH: Final = 10
"""A share is told up to the age that so many leads have (or half of them, where they are fewer than twenty): beyond it
one lead would decide.
"""
DECIDED_ON: Final = OutcomeDay(
    (int(Stage.WON), int(Stage.LOST), int(Stage.INVALID)),
    (REACHED_ON[Stage.WON], REACHED_ON[Stage.LOST], REACHED_ON[Stage.LOST]),
)


class Fate(IntEnum):
    """What became of a lead. LOST holds the invalid ones too: they are leads, and will not be won."""

    OPEN = 0
    WON = 1
    LOST = 2
    WON_UNDATED = 3
    LOST_UNDATED = 4
    UNDATED = 5
    AHEAD = 6


WON: Final = 0
LOST: Final = 1
"""The causes of the life table."""
COUNTED: Final = int(Fate.UNDATED)
"""How many fates count: those before UNDATED."""


@dataclass(frozen=True, eq=False, slots=True)
class Outcomes:
    """One entry a lead: its fate ``int8[rows]``, its ``age`` on the as-of day and the ``days`` after which it was
    decided, or else the age again, both ``int32[rows]`` and 0 for leads that do not count (UNDATED, AHEAD).
    """

    fate: npt.NDArray[np.int8]
    days: Days
    age: Days


def outcomes(state: State) -> Outcomes:
    """What became of every lead of a State; made once for its leads and as-of day.

    - A lead without a creation day (UNDATED) cannot be placed, one created after the as-of day (AHEAD) did not exist
      yet: neither counts.
    - A decision that is known without a day, or with an impossible one (before the creation, after the as-of day), is
      known all the same: it is WON_UNDATED or LOST_UNDATED, of unknown day.
    - What is decided after more than ten years counts as open then.
    - All others are open: they leave the count with the age they had on the as-of day, which says nothing of how they
      will end.

    :raises KeyError: when the leads have no creation day at all.
    """
    frame = state.dataset["leads"]
    read = inputs(StageOf()) | inputs(DECIDED_ON) | inputs(CREATED)
    return frame.prepare(("outcomes", state.as_of, state.settings), read, lambda: _outcomes(state))


def _outcomes(state: State) -> Outcomes:
    data, settings, today = state.dataset, state.settings, day_number(state.as_of)
    created = values(CREATED, data, settings).astype(np.int64)
    stage = values(StageOf(), data, settings)
    decided = values(DECIDED_ON, data, settings).astype(np.int64)
    fate = np.full(len(created), int(Fate.OPEN), np.int8)
    fate[stage == Stage.WON] = Fate.WON
    fate[stage >= Stage.LOST] = Fate.LOST
    impossible = (fate != Fate.OPEN) & ((decided < created) | (decided > today))  # a missing day is before any other
    fate[impossible] += np.int8(Fate.WON_UNDATED - Fate.WON)
    fate[created > today] = Fate.AHEAD
    fate[created == MISSING_DAY] = Fate.UNDATED
    age = np.where(fate < COUNTED, today - created, 0)
    took = np.where((fate == Fate.WON) | (fate == Fate.LOST), decided - created, age)
    fate[(took > LONGEST) & (fate < Fate.WON_UNDATED)] = Fate.OPEN
    return Outcomes(fate, np.minimum(took, LONGEST).astype(np.int32), np.minimum(age, LONGEST).astype(np.int32))


@dataclass(frozen=True, eq=False, slots=True)
class Followed:
    """Leads followed from their creation, in groups (the axes before the days; none for one group).

    ``leads``, ``won``, ``lost``: how many count, and how they ended (with or without a day); ``undated``: ``int64[2,
    ...]``, those won and those lost on an unknown day; ``waiting``: ``int64[..., days]``, the open ones by age;
    ``oldest``: the last day that can be told, because enough leads have that age (:data:`ENOUGH`) or because none is
    open any more, -1 without leads; ``everyone``: the last day for which all have the age, or none is open; ``table``:
    the causes :data:`WON` and :data:`LOST` by day, those of unknown day shared out.
    """

    leads: Counts
    won: Counts
    lost: Counts
    undated: Counts
    waiting: Counts
    oldest: Counts
    everyone: Counts
    table: LifeTable


def followed(by_fate: Counts, ages: Counts) -> Followed:
    """Leads followed, from their counts: *by_fate* ``int64[fates, ..., days]``, how many of each fate that counts by
    the day of :class:`Outcomes` (the days of the table are these), *ages* ``int64[..., days]``, all of them by age.
    """
    totals = by_fate.sum(axis=-1)
    undated = by_fate[Fate.WON_UNDATED :]
    table = shared_out(*(part.astype(np.float64) for part in (by_fate[0], by_fate[1:3], undated)))
    settled = (totals[Fate.OPEN] == 0) & ages.any(axis=-1)
    return Followed(
        totals.sum(axis=0),
        totals[Fate.WON] + totals[Fate.WON_UNDATED],
        totals[Fate.LOST] + totals[Fate.LOST_UNDATED],
        undated.sum(axis=-1),
        by_fate[0],
        np.where(settled, LONGEST, _oldest(ages)),
        np.where(settled, LONGEST, _everyone(ages)),
        table,
    )


def together(groups: Sequence[Followed]) -> Followed:
    """Several groups as one :class:`Followed`, each worked out by itself; there is at least one."""
    days = max(one.table.days for one in groups)
    at_risk = np.stack([long(one.table.at_risk, days) for one in groups])
    events = np.stack([long(one.table.events, days) for one in groups], axis=1)
    counts = [[getattr(one, name) for one in groups] for name in ("leads", "won", "lost", "oldest", "everyone")]
    leads, won, lost, oldest, everyone = (np.array(count) for count in counts)
    undated = np.stack([one.undated for one in groups], axis=-1)
    waiting = np.stack([long(one.waiting, days) for one in groups])
    return Followed(leads, won, lost, undated, waiting, oldest, everyone, LifeTable(at_risk, events))


def _oldest(ages: Counts) -> Counts:
    """The last day that ten leads (or half of them) have reached, of ``int64[..., days]`` leads by age."""
    reached = np.cumsum(ages[..., ::-1], axis=-1)[..., ::-1]
    wanted = np.minimum(ENOUGH, (reached[..., :1] + 1) // 2)
    return np.asarray(np.count_nonzero(reached >= np.maximum(wanted, 1), axis=-1) - 1, np.int64)


def _everyone(ages: Counts) -> Counts:
    """The age of the youngest lead, -1 without one."""
    return np.where(ages.any(axis=-1), (ages > 0).argmax(axis=-1), -1)


def at(values_: Floats, day: int) -> Floats:
    """The values of a day; beyond the last those of the last, as nothing is known to happen there."""
    return values_[..., min(day, values_.shape[-1] - 1)]
