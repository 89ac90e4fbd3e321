"""Ends that are known without their day: shared out over the days on which they may have come."""

from __future__ import annotations

from typing import Final

import numpy as np

from leaddesk.model.survival import Floats, LifeTable
from leaddesk.model.tally import long

ROUNDS: Final = 100
CLOSE: Final = 1e-9
NEXT_TO_NONE: Final = 1e-290


def shared_out(open_: Floats, dated: Floats, undated: Floats) -> LifeTable:
    """A life table in which every end has a day.

    *open_* ``[..., days]``: cases still open, by the day they were last looked at; *dated* ``[causes, ..., days]``:
    ends by their day; *undated*, the same shape: ends of an unknown day, by the last day on which they may have come.
    Each of these is spread over the days up to that one as the ends by its cause are, those shared out included: the
    estimate that agrees with itself (Efron 1967, Turnbull 1976), by at most a hundred rounds from an even spread.
    Where nothing is undated the table is the plain one.
    """
    groups = undated.any(axis=(0, -1))
    if not groups.any():
        return _table(open_, dated)
    events = dated.copy()  # only the groups that lack days, and only up to their last end, have to be gone through
    ends = (dated + undated)[:, groups].any(axis=(0, 1))
    days = int(np.flatnonzero(ends)[-1]) + 1
    waiting = np.append(open_[groups, :days], open_[groups, days:].sum(axis=-1, keepdims=True), axis=-1)
    parts = (long(part[:, groups, :days], days + 1) for part in (dated, undated))
    events[:, groups, :days] = _spread(waiting, *parts)[..., :days]
    return _table(open_, events)


def _spread(open_: Floats, dated: Floats, undated: Floats) -> Floats:
    """All ends by day, those of unknown day spread out."""
    # Everything is worked out in place, and as little of it as can be: there are many rounds over few days.
    likely, events, reach, left, steps = (np.ones(dated.shape) for _ in range(5))
    ended, gone, at_risk, stays, before = (np.ones(open_.shape) for _ in range(5))
    reach.fill(0.0)
    some = undated > 0
    looked_at = open_.copy()
    looked_at[..., -1] += NEXT_TO_NONE  # so that none is divided by nothing
    reach_back, left_back, gone_back, at_risk_back = (line[..., ::-1] for line in (reach, left, gone, at_risk))
    stays_first, before_next = stays[..., :-1], before[..., 1:]
    worst = 0
    for _ in range(ROUNDS):
        np.add.accumulate(likely, axis=-1, out=steps)
        np.divide(undated, steps, out=reach, where=some)
        np.add.accumulate(reach_back, axis=-1, out=left_back)
        np.multiply(likely, left, out=events)
        np.add(events, dated, out=events)
        np.add.reduce(events, axis=0, out=ended)
        np.add(looked_at, ended, out=gone)
        np.add.accumulate(gone_back, axis=-1, out=at_risk_back)
        np.divide(ended, at_risk, out=stays)
        np.subtract(1, stays, out=stays)
        np.multiply.accumulate(stays_first, axis=-1, out=before_next)
        np.divide(before, at_risk, out=gone)
        np.multiply(events, gone, out=steps)  # how likely each cause ends a case on each day (Aalen-Johansen)
        likely, steps = steps, likely
        if abs(likely.item(worst) - steps.item(worst)) >= CLOSE:
            continue  # where most changed before, enough does still
        np.subtract(likely, steps, out=steps)
        np.abs(steps, out=steps)
        worst = int(steps.argmax())
        if steps.item(worst) < CLOSE:
            break
    return events


def _table(open_: Floats, events: Floats) -> LifeTable:
    gone = open_ + events.sum(axis=0)
    return LifeTable(np.cumsum(gone[..., ::-1], axis=-1)[..., ::-1], events)
