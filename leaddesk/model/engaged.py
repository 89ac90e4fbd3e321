"""How engaged the leads of a slice are at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model import intervals
from leaddesk.model.lacking import lacking_column
from leaddesk.model.measure import Measure, absent
from leaddesk.model.period import day_number
from leaddesk.model.rowcolumn import Stored
from leaddesk.model.scoring import engagement, engagement_of
from leaddesk.model.terms import BY_CREATED, LEADS

if TYPE_CHECKING:
    from leaddesk.model.evaluate import Evaluator

SIGNS: Final = ("responded", "contacted", "qualified", "quoted", "calls")
"""Without any of these columns a score would say nothing but how old a lead is."""


def engagement_score(evaluator: Evaluator) -> Measure:
    """The mean engagement score of the leads created in the slice, as it was on its last day (the as-of day at most):
    what came later is not known, and what was there has faded by as much. So two periods are compared at equal age.
    """
    reason = evaluator.unmeasured(LEADS)
    if reason is None and not any(evaluator.dataset.has("leads", name) for name in SIGNS):
        reason = lacking_column(Stored("leads", SIGNS[0]), evaluator.dataset)
    if reason is not None:
        return absent(reason)
    frame, places = evaluator.dataset["leads"], evaluator.matching("leads", BY_CREATED, LEADS.where)
    as_of = evaluator.slice.state.as_of
    day = min(evaluator.slice.period.end or as_of, as_of)
    # On the as-of day, which most periods are looked at from, all leads are scored once.
    scores = engagement(frame, day)[places] if day == as_of else engagement_of(frame, places, day_number(day))
    known = scores[~np.isnan(scores)]
    if not len(known):
        return Measure(None, 0, absent=LEADS.none)
    total, squares = float(known.sum()), float((known * known).sum())
    low, high = intervals.mean(total, squares, len(known)) or (None, None)
    high = None if high is None else min(high, 100.0)
    return Measure(total / len(known), len(known), low, high, unknown=len(scores) - len(known))
