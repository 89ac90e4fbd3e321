"""Ends that are known without their day: shared out over the days on which they may have come."""

from __future__ import annotations

from typing import Final

import numpy as np

from leaddesk.model.survival import Floats, LifeTable, divided

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
    events = dated.copy()  # only the groups that lack days, and only up to their last day, have to be gone through
    gone = (open_ + (dated + undated).sum(axis=0))[groups]
    days = int(np.flatnonzero(gone.any(axis=0))[-1]) + 1
    events[:, groups, :days] = _spread(*(part[..., groups, :days] for part in (open_, dated, undated)))
    return _table(open_, events)


def _spread(open_: Floats, dated: Floats, undated: Floats) -> Floats:
    """All ends by day, those of unknown day spread out."""
    likely = np.ones_like(dated)
    before = np.ones(open_.shape)  # the share still open before each day
    for _ in range(ROUNDS):
        reach = divided(undated, likely.cumsum(axis=-1))
        events = dated + likely * reach[..., ::-1].cumsum(axis=-1)[..., ::-1]
        ended = events.sum(axis=0)
        at_risk = (open_ + ended)[..., ::-1].cumsum(axis=-1)[..., ::-1]
        before[..., 1:] = (1 - divided(ended, at_risk)).cumprod(axis=-1)[..., :-1]
        steps = divided(before * events, at_risk)  # how likely each cause ends a case on each day (Aalen-Johansen)
        change = np.abs(steps - likely).max()
        likely = steps
        if change < CLOSE:
            break
    return np.asarray(events, np.float64)


def _table(open_: Floats, events: Floats) -> LifeTable:
    gone = open_ + events.sum(axis=0)
    return LifeTable(np.cumsum(gone[..., ::-1], axis=-1)[..., ::-1], events)
