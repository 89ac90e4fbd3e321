"""Leads of a slice followed from their creation, counted a stretch of arrivals at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from leaddesk.model.arrivals import Arrivals, Stretch, here, kept
from leaddesk.model.outcomes import COUNTED, LONGEST, Followed, followed, outcomes
from leaddesk.model.tally import long

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
    by_group = np.zeros((COUNTED, len(fates), max(one.shape[1] for one in fates)), np.int64)
    by_age = np.zeros((len(ages), max(map(len, ages))), np.int64)
    for group, (fate, age) in enumerate(zip(fates, ages, strict=True)):
        by_group[:, group, : fate.shape[1]] = fate
        by_age[group, : len(age)] = age
    return followed(by_group, by_age)


def by_fate(stretch: Stretch) -> Counts:
    """How many leads have each fate by each day up to the last that any has, ``int64[fates, days]``."""
    counts = stretch.counted("fates", _fates)
    days = -(-len(counts) // COUNTED)
    whole = long(counts, days * COUNTED).reshape(days, COUNTED)
    return np.ascontiguousarray(whole.T)


def _fates(whole: Arrivals) -> npt.NDArray[Any]:
    """Fate and day of each lead as one number."""
    found = outcomes(whole.state)
    return np.asarray(found.days[whole.places] * COUNTED + found.fate[whole.places], np.uint16)
