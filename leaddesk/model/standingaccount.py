"""What is behind an objective: the report that its figure so far is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaddesk.model.period import Period
from leaddesk.model.report import Report
from leaddesk.model.slice import Slice
from leaddesk.model.standing import filters_of

if TYPE_CHECKING:
    from leaddesk.model.standing import Standing
    from leaddesk.model.state import State


def so_far(found: Standing, state: State) -> Report | None:
    """All that the objective looks at, from the first day of its period to the as-of day; None where nothing is of its
    channel, or the period has not begun.
    """
    filters, _ = filters_of(found.objective, state)
    period = found.objective.period
    if filters is None or (period.start is not None and period.start > state.as_of):
        return None
    if period.end is not None:
        period = Period(period.start, min(period.end, state.as_of))
    return Report(Slice(state, period, filters=filters))
