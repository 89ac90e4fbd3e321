"""What is counted lead by lead, as the tests that make up outcomes need it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from leaddesk.model import outcomes
from leaddesk.model.outcomes import COUNTED, Followed, Outcomes
from leaddesk.model.survival import tally


def followed(
    found: Outcomes,
    places: npt.NDArray[np.intp],
    groups: npt.NDArray[np.intp] | None = None,
    group_count: int = 1,
) -> Followed:
    """The leads at these places as one group, or as *groups* (one entry a place, below *group_count*)."""
    counts = found.fate[places] < COUNTED
    places, groups = places[counts], None if groups is None else groups[counts]
    by_fate = tally(found.days[places], found.fate[places], COUNTED, groups, group_count)
    ages = tally(found.age[places], np.zeros(len(places), np.int8), 1, groups, group_count)[0]
    return outcomes.followed(by_fate, ages)
