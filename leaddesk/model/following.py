"""Leads of a slice followed from their creation, counted a stretch of arrivals at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from leaddesk.model.arrivals import Arrivals, Stretch, here, kept
from leaddesk.model.outcomes import COUNTED, LONGEST, Followed, followed, outcomes

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.survival import Counts


def present(evaluator: Evaluator) -> Followed:
    """The leads of the slice; made once."""
    if not evaluator.slice.period.is_set:
        return reference(evaluator)
    return evaluator.once("followed", lambda: followed(fates(evaluator), here(evaluator).followed.by_age(LONGEST)))


def fates(evaluator: Evaluator) -> Counts:
    """:func:`by_fate` of the leads of the slice; made once."""
    return evaluator.once("fates", lambda: by_fate(here(evaluator).followed))


def reference(evaluator: Evaluator) -> Followed:
    """All leads that the filters keep, whatever the period: what is learnt of how long leads take. Made once."""
    return kept(evaluator).once("followed", lambda leads: follow(leads.everyone.followed))


def follow(stretch: Stretch) -> Followed:
    """The leads of a stretch as one group."""
    return followed(by_fate(stretch), stretch.by_age(LONGEST))


def follow_groups(stretches: Sequence[Stretch]) -> Followed:
    """The leads of several stretches, one group each; there is at least one."""
    fates, ages = [by_fate(stretch) for stretch in stretches], [stretch.by_age(LONGEST) for stretch in stretches]
    return followed(np.stack(_as_long(fates), axis=1), np.stack(_as_long(ages)))


def by_fate(stretch: Stretch) -> Counts:
    """How many leads have each fate by each day up to the last that any has, ``int64[fates, days]``."""
    counts = stretch.counted("fates", _fates)
    days = -(-len(counts) // COUNTED)
    whole = np.pad(counts, (0, days * COUNTED - len(counts))).reshape(days, COUNTED)
    return np.ascontiguousarray(whole.T)


def _fates(whole: Arrivals) -> npt.NDArray[Any]:
    """Fate and day of each lead as one number."""
    found = outcomes(whole.state)
    return np.asarray(found.days[whole.places] * COUNTED + found.fate[whole.places], np.uint16)


def _as_long(lines: Sequence[Counts]) -> list[Counts]:
    """The same, each as long as the longest, with 0 at the end."""
    days = max(line.shape[-1] for line in lines)
    return [np.pad(line, [*[(0, 0)] * (line.ndim - 1), (0, days - line.shape[-1])]) for line in lines]
