"""The days that are looked at, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from leaddesk.model.period import Period
    from leaddesk.model.report import Report


def span(report: Report) -> Message:
    """Which days are looked at, and which they are compared with."""
    now, then = _days(report.slice.period), report.slice.compare
    return now if then is None else msg("{period}, compared with {other}", period=now, other=_days(then))


def _days(period: Period) -> Message:
    if period.start is not None and period.end is not None:
        return msg("{start} – {end}", start=period.start, end=period.end)
    if period.start is not None:
        return msg("since {start}", start=period.start)
    return msg("up to {end}", end=period.end) if period.end is not None else msg("All dates")
