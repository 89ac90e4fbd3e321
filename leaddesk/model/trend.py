"""The trend of a KPI against another period, told with its doubts."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.covers import seen
from leaddesk.model.expression import Count, Quantile, Sum
from leaddesk.model.intervals import difference, wilson
from leaddesk.model.kpi import Better, Kpi
from leaddesk.model.measure import Measure, Unit
from leaddesk.model.measuring import measure
from leaddesk.model.period import Period, date_of, day_number
from leaddesk.model.rows import is_measured
from leaddesk.model.terms import LEADS
from leaddesk.model.totalchance import FEW, differs
from leaddesk.model.valuecounts import by_value, distinct_of
from leaddesk.model.within import within
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.intervals import Interval
    from leaddesk.model.rowcolumn import RowColumn

MOST: Final = 0.75
"""The share of past conversions that came within the number of days at which periods are compared."""
ENOUGH: Final = 0.5
"""A period is too young to compare while less than this share of its leads had that many days."""
_NOT_COMPARED: Final = msg("not compared: other days")
UNKNOWN: Final = msg("not all is filled in")


@dataclass(frozen=True, slots=True)
class Trend:
    """How a KPI stands against the other period.

    ``previous``: its measure there. ``change``: relative (0.1 is +10 %), or in points for a percentage (0.02 is two
    points). ``is_visible``: whether the difference is larger than chance explains, None when that cannot be said, and
    ``unsure`` why.
    ``is_good``: whether the change is good news, None when neither. ``note`` says why there is no change to show, or
    within how many days conversions were compared; ``aged``: the two shares that were compared then, now and before.
    """

    previous: Measure
    change: float | None = None
    is_visible: bool | None = None
    is_good: bool | None = None
    note: Message | None = None
    aged: tuple[Measure, Measure] | None = None
    unsure: Message | None = None


def trend(kpi: Kpi, now: Measure, present: Evaluator, past: Evaluator) -> Trend:
    """The KPI of the present slice against the past one; not where its tables do not cover both."""
    lacking, before_lacks = (seen(kpi, of.slice).reason for of in (present, past))
    if lacking is not None or before_lacks is not None:
        before = measure(kpi, past)
        reason = _NOT_COMPARED if before_lacks is None else msg("before: {reason}", reason=before_lacks)
        return Trend(before, note=before.absent or reason)
    if kpi.delay is not None:
        return _at_equal_age(kpi, kpi.delay, now, present, past)
    found = compared(kpi, now, measure(kpi, past))
    if found.change is None or found.unsure == UNKNOWN or not isinstance(kpi.expression, Count | Sum):
        return found
    is_visible, unsure = differs(kpi.expression, present, past)
    return replace(found, is_visible=is_visible, unsure=unsure)


def compared(kpi: Kpi, now: Measure, before: Measure, note: Message | None = None) -> Trend:
    """Two measures of one KPI compared as they are."""
    if now.value is None or before.value is None:
        return Trend(before, note=note or before.absent or now.absent)
    if now.variant != before.variant:
        return Trend(before, note=_otherwise(now.variant, before.variant))
    more = now.value - before.value
    if kpi.unit is Unit.PERCENT:
        change = more
    elif not more:
        change = 0.0
    elif before.value > 0:
        change = more / before.value
    else:
        return Trend(before, note=note or msg("nothing to compare with in the period before"))
    good = None if kpi.better is Better.NEITHER or more == 0 else (more > 0) == (kpi.better is Better.UP)
    is_visible = _is_visible(now, before)
    is_small = now.is_small or before.is_small
    unsure = None if is_visible is not None else FEW if is_small else msg("not told from chance")
    if now.edge is not None or before.edge is not None:
        unsure = UNKNOWN
    return Trend(before, change, is_visible, good, note, unsure=unsure)


def _otherwise(now: Message | None, before: Message | None) -> Message:
    """Why measures of two variants are not compared."""
    if now is not None and before is not None:
        return msg("not comparable; before: {before}", before=before)
    return msg("not comparable: {reason}", reason=now or before or "")


def _is_visible(now: Measure, before: Measure) -> bool | None:
    """Whether the two differ by more than chance, None when one has no interval: zero lies outside that of their
    difference.
    """
    bounds = apart(now, before)
    return None if bounds is None else bounds[0] > 0 or bounds[1] < 0


def apart(now: Measure, before: Measure) -> Interval | None:
    """The interval of the difference of the two, None when one has none."""
    if now.value is None or before.value is None:
        return None
    if now.low is None or now.high is None or before.low is None or before.high is None:
        return None
    return difference(now.value, (now.low, now.high), before.value, (before.low, before.high))


def _at_equal_age(kpi: Kpi, delay: RowColumn, now: Measure, present: Evaluator, past: Evaluator) -> Trend:
    """Conversions compared within the same number of days, among the leads that had that many days.

    The horizon is learnt from the document: three quarters of its dated conversions came within it.
    """
    before = measure(kpi, past)
    if now.value is None or before.value is None:
        return Trend(before, note=before.absent or now.absent)
    if not is_measured(delay, present.dataset):
        return Trend(before, note=msg("conversions are not dated: periods of different age cannot be compared"))
    known = present.ranking(delay).values
    if not len(known):
        return Trend(before, note=msg("no dated conversion to learn from"))
    horizon = max(1, int(known[math.ceil(MOST * len(known)) - 1]))
    then, earlier = (_within(delay, horizon, evaluator) for evaluator in (present, past))
    if now.n is None or then.n is None or then.n < ENOUGH * now.n:
        note = msgn(
            "too young: most of these leads are less than {count} day old",
            "too young: most of these leads are less than {count} days old",
            horizon,
        )
        return Trend(before, note=note)
    note = msgn(
        "conversions within {count} day, among leads that had it",
        "conversions within {count} days, among leads that had them",
        horizon,
    )
    return replace(compared(kpi, then, earlier, note), previous=before, aged=(then, earlier))


def _within(delay: RowColumn, days: int, evaluator: Evaluator) -> Measure:
    """The share that converted within *days*, of the leads of a slice that were created at least as long ago."""
    period = evaluator.slice.period
    last = date_of(max(day_number(evaluator.slice.state.as_of) - days, day_number(dt.date.min)))
    if period.start is not None and period.start > last:
        return Measure(None, 0, absent=LEADS.none)
    end = last if period.end is None else min(period.end, last)
    old = within(evaluator, Period(period.start, end))
    times = by_value(old, Quantile(delay, MOST, LEADS.label, LEADS.by, LEADS.where))
    converted = int(times[: int(np.searchsorted(distinct_of(old, delay).values, days, side="right"))].sum())
    leads = int(old.aggregate(LEADS)[0])
    if not leads:
        return Measure(None, 0, absent=LEADS.none)
    return Measure(converted / leads, leads, *(wilson(converted, leads) or (None, None)))
