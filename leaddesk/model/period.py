"""Periods: from one day to another, both included, and the period before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

EPOCH: Final = dt.date(1970, 1, 1)
DAY: Final = dt.timedelta(days=1)


def day_number(day: dt.date) -> int:
    """Days since 1970-01-01, as the evaluators count them."""
    return (day - EPOCH).days


def date_of(number: int) -> dt.date:
    """The date of a day number."""
    return EPOCH + dt.timedelta(days=int(number))


def first_of_month(day: dt.date, months: int = 0) -> dt.date:
    """The first day of the month of *day*, moved by *months*."""
    index = day.year * 12 + day.month - 1 + months
    return dt.date(index // 12, index % 12 + 1, 1)


def month_of(day: dt.date, months: int = 0) -> Period:
    """The calendar month of *day*, moved by *months*."""
    start = first_of_month(day, months)
    return Period(start, first_of_month(start, 1) - DAY)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``start`` to ``end``, both included; None leaves that side open."""

    start: dt.date | None = None
    end: dt.date | None = None

    @property
    def is_set(self) -> bool:
        """Whether it limits anything: rows without a date count only when it does not."""
        return self.start is not None or self.end is not None

    @property
    def days(self) -> int | None:
        """How many days it has, None when a side is open."""
        if self.start is None or self.end is None:
            return None
        return (self.end - self.start).days + 1

    def before(self) -> Period | None:
        """The calendar unit before (month, quarter, year), else as many days before; None when a side is open."""
        if self.start is None or self.end is None or self.end < self.start:
            return None
        for months in (1, 3, 12):
            starts_unit = self.start.day == 1 and (self.start.month - 1) % months == 0
            if starts_unit and self.end == first_of_month(self.start, months) - DAY:
                return Period(first_of_month(self.start, -months), self.start - DAY)
        return Period(self.start - (self.end - self.start) - DAY, self.start - DAY)

    def year_before(self) -> Period | None:
        """The same days one year earlier; None when a side is open."""
        if self.start is None or self.end is None:
            return None
        return Period(_year_earlier(self.start), _year_earlier(self.end + DAY, 1) - DAY)


def _year_earlier(day: dt.date, after: int = 0) -> dt.date:
    """The same day one year earlier; for 29 February 28 February, or the day *after* that."""
    if (day.month, day.day) == (2, 29):
        return dt.date(day.year - 1, 2, 28) + after * DAY
    return day.replace(year=day.year - 1)


class Preset(StrEnum):
    """Periods one asks for by name."""

    THIS_MONTH = auto()
    LAST_MONTH = auto()
    THIS_QUARTER = auto()
    LAST_QUARTER = auto()
    THIS_YEAR = auto()
    LAST_YEAR = auto()
    LAST_30_DAYS = auto()
    LAST_90_DAYS = auto()
    LAST_12_MONTHS = auto()
    ALL = auto()

    def period(self, today: dt.date) -> Period:
        """The period of that name as of *today*; a running one ends today, the last 12 months are full months."""
        month = first_of_month(today)
        quarter = dt.date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
        year = dt.date(today.year, 1, 1)
        return {
            Preset.THIS_MONTH: Period(month, today),
            Preset.LAST_MONTH: Period(first_of_month(month, -1), month - DAY),
            Preset.THIS_QUARTER: Period(quarter, today),
            Preset.LAST_QUARTER: Period(first_of_month(quarter, -3), quarter - DAY),
            Preset.THIS_YEAR: Period(year, today),
            Preset.LAST_YEAR: Period(dt.date(today.year - 1, 1, 1), year - DAY),
            Preset.LAST_30_DAYS: Period(today - 29 * DAY, today),
            Preset.LAST_90_DAYS: Period(today - 89 * DAY, today),
            Preset.LAST_12_MONTHS: Period(first_of_month(month, -12), month - DAY),
            Preset.ALL: Period(),
        }[self]


def months_between(earlier: Period | None, later: Period) -> int | None:
    """How many months lie between two periods that begin with a month; None where they cannot be laid side by side."""
    if earlier is None or earlier.start is None or later.start is None:
        return None
    if earlier.start.day != 1 or later.start.day != 1:
        return None
    return (later.start.year - earlier.start.year) * 12 + later.start.month - earlier.start.month
