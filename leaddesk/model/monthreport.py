"""The report of one month of another one's period."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from leaddesk.model.period import DAY, Period, first_of_month, months_between

if TYPE_CHECKING:
    import datetime as dt

    from leaddesk.model.report import Report


def month_of_report(report: Report, month: dt.date) -> Report:
    """The same of the month of that day, as far as the period holds it; compared with the month of the other period
    that stands beside it, where there is one.

    :raises ValueError: when the period has nothing of the month.
    """
    period, compare = report.slice.period, report.slice.compare
    shift = months_between(compare, period)
    beside = None if shift is None or compare is None else _part(compare, first_of_month(month, -shift))
    part = _part(period, month)
    if part is None:
        raise ValueError("a month outside the period")
    return type(report)(replace(report.slice.within(part), compare=beside))


def _part(period: Period, month: dt.date) -> Period | None:
    """What a period has of the month of that day, None when it has nothing of it."""
    start, end = first_of_month(month), first_of_month(month, 1) - DAY
    start, end = max(start, period.start or start), min(end, period.end or end)
    return Period(start, end) if start <= end else None
