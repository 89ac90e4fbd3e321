"""The same figures over another period: an evaluator that others share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.period import Period


def within(evaluator: Evaluator, period: Period) -> Evaluator:
    """An evaluator with the same filters and plan over another period, made once for each, whoever asks."""
    key = ("within", period, id(evaluator.plan))  # the evaluator that is kept holds the plan
    return evaluator.slice.whole(key, lambda: type(evaluator)(evaluator.slice.within(period), evaluator.plan))
