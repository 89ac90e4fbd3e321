"""Why two counts of customers differ: those who bought in a period, and those whose leads came in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from leaddesk.model.terms import BY_CREATED, BY_WON, CONVERTED_LEADS, CUSTOMERS
from leaddesk.text import msgn

if TYPE_CHECKING:
    from leaddesk.model.evaluate import Evaluator
    from leaddesk.text import Message


def counted_twice(evaluator: Evaluator) -> Message | None:
    """Both numbers and how many are in both; None where they are the same customers, or one cannot be told."""
    if any(evaluator.unmeasured(count) is not None for count in (CUSTOMERS, CONVERTED_LEADS)):
        return None
    sold = evaluator.matching("leads", BY_WON, CUSTOMERS.where)
    came = evaluator.matching("leads", BY_CREATED, CONVERTED_LEADS.where)
    both = len(np.intersect1d(sold, came, assume_unique=True))
    if both == len(sold) == len(came):
        return None
    return msgn(
        "{count} customer by the day of the sale, {came} by the day the lead came; {both} in both.",
        "{count} customers by the day of the sale, {came} by the day the lead came; {both} in both.",
        len(sold),
        came=len(came),
        both=both,
    )
