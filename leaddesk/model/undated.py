"""Ends that are known without their day: shared out over the days on which they may have come."""

from __future__ import annotations

from typing import Final

import numpy as np

from leaddesk.model.survival import Floats, LifeTable, divided, remaining

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
    if not undated.any():
        return _table(open_, dated)
    likely = np.ones_like(dated)
    for _ in range(ROUNDS):
        reach = divided(undated, np.cumsum(likely, axis=-1))
        table = _table(open_, dated + likely * np.cumsum(reach[..., ::-1], axis=-1)[..., ::-1])
        likely, before = _steps(table), likely
        if np.abs(likely - before).max() < CLOSE:
            break
    return table


def _table(open_: Floats, events: Floats) -> LifeTable:
    gone = open_ + events.sum(axis=0)
    return LifeTable(np.cumsum(gone[..., ::-1], axis=-1)[..., ::-1], events)


def _steps(table: LifeTable) -> Floats:
    """How likely each cause ends a case on each day, ``float64[causes, ..., days]`` (Aalen-Johansen)."""
    after = remaining(table)
    before = np.concatenate([np.ones((*after.shape[:-1], 1)), after[..., :-1]], axis=-1)
    return divided(before * table.events, np.broadcast_to(table.at_risk, table.events.shape))
