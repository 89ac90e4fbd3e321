"""The trend of a KPI against another period, told with its doubts."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.expression import Op, Where
from leaddesk.model.intervals import Z, wilson
from leaddesk.model.kpi import Better, Kpi
from leaddesk.model.measure import Measure, Unit
from leaddesk.model.measuring import measure
from leaddesk.model.rows import is_measured
from leaddesk.model.terms import LEADS
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.rowcolumn import RowColumn

YOUNG: Final = 0.5
"""A cohort is too young to compare while less than this share of past conversions came within its youngest age."""


@dataclass(frozen=True, slots=True)
class Trend:
    """How a KPI stands against the other period.

    ``previous``: its measure there. ``change``: relative (0.1 is +10 %), or in points for a percentage (0.02 is two
    points). ``is_visible``: whether the difference is larger than chance explains, None when that cannot be said.
    ``is_good``: whether the change is good news, None when neither. ``note`` says why there is no change to show, or
    at what equal age conversions were compared.
    """

    previous: Measure
    change: float | None = None
    is_visible: bool | None = None
    is_good: bool | None = None
    note: Message | None = None


def trend(kpi: Kpi, now: Measure, present: Evaluator, past: Evaluator) -> Trend:
    """The KPI of the present slice against the past one."""
    if kpi.delay is not None:
        return _at_equal_age(kpi, kpi.delay, now, present, past)
    return compared(kpi, now, measure(kpi, past))


def compared(kpi: Kpi, now: Measure, before: Measure, note: Message | None = None) -> Trend:
    """Two measures of one KPI compared as they are."""
    if now.value is None or before.value is None:
        return Trend(before, note=note or before.absent or now.absent)
    difference = now.value - before.value
    if kpi.unit is Unit.PERCENT:
        change = difference
    elif before.value > 0:
        change = difference / before.value
    else:
        return Trend(before, note=note or msg("nothing to compare with in the period before"))
    good = None if kpi.better is Better.NEITHER or difference == 0 else (difference > 0) == (kpi.better is Better.UP)
    return Trend(before, change, _is_visible(now, before), good, note)


def _is_visible(now: Measure, before: Measure) -> bool | None:
    """Whether the two differ by more than chance: their distance on the log scale against both intervals' widths."""
    bounds = (now.value, now.low, now.high, before.value, before.low, before.high)
    if any(bound is None or bound <= 0 for bound in bounds):
        return None
    value, low, high, value_before, low_before, high_before = (math.log(bound) for bound in bounds if bound)
    spread = math.hypot((high - low) / (2 * Z), (high_before - low_before) / (2 * Z))
    return abs(value - value_before) > Z * spread


def _at_equal_age(kpi: Kpi, delay: RowColumn, now: Measure, present: Evaluator, past: Evaluator) -> Trend:
    """Conversions compared at the age that the youngest lead of the present period has reached."""
    before = measure(kpi, past)
    end = present.slice.period.end
    if now.value is None or before.value is None or end is None:
        return Trend(before, note=before.absent or now.absent)
    if not is_measured(delay, present.dataset):
        return Trend(before, note=msg("conversions are not dated: periods of different age cannot be compared"))
    known = present.ranking(delay).values
    if not len(known):
        return Trend(before, note=msg("no dated conversion to learn from"))
    age = max(0, (present.slice.state.as_of - end).days)
    if np.searchsorted(known, age, side="right") < YOUNG * len(known):
        note = msgn(
            "too young: most conversions take more than {count} day",
            "too young: most conversions take more than {count} days",
            age,
        )
        return Trend(before, note=note)
    then, earlier = (_by_age(delay, age, evaluator) for evaluator in (present, past))
    note = msgn("compared at equal age: {count} day", "compared at equal age: {count} days", age)
    return replace(compared(kpi, then, earlier, note), previous=before)


def _by_age(delay: RowColumn, age: int, evaluator: Evaluator) -> Measure:
    """The share of the leads of a slice that converted within *age* days."""
    within = replace(LEADS, where=(*LEADS.where, Where(delay, Op.AT_MOST, age)))
    converted, leads = (int(evaluator.aggregate(count)[0]) for count in (within, LEADS))
    return Measure(converted / leads, leads, *(wilson(converted, leads) or (None, None)))
