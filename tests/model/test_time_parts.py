"""Whatever a file holds, the parts of a report about time can be told, and what they say can be true."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.model.period import Period
from leaddesk.model.readings import Reading
from leaddesk.model.report import Report
from leaddesk.model.slice import Filters, Slice
from leaddesk.model.state import State
from tests.builders import dataset
from tests.model import strategies

if TYPE_CHECKING:
    from leaddesk.model.measure import Measure

DAYS = st.one_of(st.none(), st.dates(dt.date(2024, 1, 1), dt.date(2032, 1, 1)))


def can_be_true(measure: Measure | None) -> None:
    """A share has bounds around it, or there is a reason why there is none."""
    if measure is None:
        return
    assert (measure.value is None) == (measure.absent is not None)
    if measure.value is not None:
        assert -1e-9 <= measure.value <= 1 + 1e-9
        assert measure.low is not None
        assert measure.high is not None
        assert measure.low - 1e-9 <= measure.value <= measure.high + 1e-9


@settings(max_examples=150)
@given(strategies.SEEDS, DAYS, DAYS, DAYS)
def test_every_part_can_be_told_of_every_file(
    seed: int, as_of: dt.date | None, start: dt.date | None, end: dt.date | None
) -> None:
    data = dataset(as_of=as_of, **cast("dict[str, Any]", strategies.diced(seed)))
    filters = Filters({"channel": frozenset(["google", None])}) if seed % 3 == 0 else Filters()
    report = Report(Slice(State(dt.date(2025, 3, 1), data), Period(start, end), None, filters))
    found = report.conversion
    for measure in (found.naive, found.final, *(one.share for one in found.by_day)):
        can_be_true(measure)
    if found.curves is not None:
        assert (found.curves.won + found.curves.lost <= 1 + 1e-9).all()
        assert (np.diff(found.curves.won) >= -1e-9).all()
    for cohort in report.cohorts.cohorts:
        for measure in (cohort.naive, cohort.final, *(cell.share for cell in cohort.cells)):
            can_be_true(measure)
    for stay in report.stays:
        assert (stay.share is None) == (stay.absent is not None)
    for stuck in report.stuck:
        assert (stuck.limit is not None) or not len(stuck.places)
    took = report.time_to_convert
    assert (took.share is None) == (took.absent is not None)
    days = [one.day for one in took.quantiles if one.day is not None]
    assert days == sorted(days)
    for reading in Reading:
        read = report.read_funnel(reading, report.conversion_window.days)
        for step in read.steps:
            can_be_true(step.of_first)
            can_be_true(step.of_previous)
    if report.recovery is not None and report.recovery.customers.value is not None:
        assert 0 <= report.recovery.customers.value <= report.recovery.leads
    kept = report.retention
    for measure in (kept.repeat, kept.repeat_days):
        can_be_true(measure)
    if kept.average is not None and kept.average.value is not None:
        assert math.isfinite(kept.average.value)
    assert all(0 < one.chance < 1 for one in report.quiet_customers)
