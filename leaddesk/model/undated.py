"""Ends that are known without their day: shared out over the days on which they may have come."""

from __future__ import annotations

from typing import Final

import numpy as np

from leaddesk.model.survival import Floats, LifeTable

ROUNDS: Final = 100
CLOSE: Final = 1e-9


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
    parts = (np.pad(part[:, groups, :days], ((0, 0), (0, 0), (0, 1))) for part in (dated, undated))
    events[:, groups, :days] = _spread(waiting, *parts)[..., :days]
    return _table(open_, events)


def _spread(open_: Floats, dated: Floats, undated: Floats) -> Floats:
    """All ends by day, those of unknown day spread out."""
    # Everything is worked out in place: there are many rounds over few days.
    likely, before, ended, at_risk, stays = (np.ones(shape) for shape in (dated.shape, *[open_.shape] * 4))
    events, reach, steps = (np.empty(dated.shape) for _ in range(3))
    for _ in range(ROUNDS):
        np.add.accumulate(likely, axis=-1, out=steps)
        _divide(undated, steps, reach)
        np.add.accumulate(reach[..., ::-1], axis=-1, out=events[..., ::-1])
        events *= likely
        events += dated
        np.add.reduce(events, axis=0, out=ended)
        np.add.accumulate((open_ + ended)[..., ::-1], axis=-1, out=at_risk[..., ::-1])
        _divide(ended, at_risk, stays)
        np.subtract(1, stays, out=stays)
        np.multiply.accumulate(stays[..., :-1], axis=-1, out=before[..., 1:])
        _divide(before * events, at_risk, steps)  # how likely each cause ends a case on each day (Aalen-Johansen)
        change = np.abs(steps - likely).max()
        likely, steps = steps, likely
        if change < CLOSE:
            break
    return np.asarray(events, np.float64)


def _divide(part: Floats, whole: Floats, out: Floats) -> None:
    """The quotient, 0 where there is nothing to divide by."""
    out.fill(0.0)
    np.divide(part, whole, out=out, where=whole > 0)


def _table(open_: Floats, events: Floats) -> LifeTable:
    gone = open_ + events.sum(axis=0)
    return LifeTable(np.cumsum(gone[..., ::-1], axis=-1)[..., ::-1], events)
