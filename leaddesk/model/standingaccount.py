"""What is behind an objective: the report that its figure so far is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaddesk.model.report import Report
from leaddesk.model.standing import looked_at

if TYPE_CHECKING:
    from leaddesk.model.standing import Standing
    from leaddesk.model.state import State


def so_far(found: Standing, state: State) -> Report | None:
    """All that the objective looks at, from the first day of its period to the as-of day; None where nothing is of its
    channel, or the period has not begun.
    """
    seen, _ = looked_at(found.objective, state)
    start = found.objective.period.start
    return None if seen is None or (start is not None and start > state.as_of) else Report(seen)
