"""Opening hours and the public holidays of France: the clock that response times run on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from leaddesk.model.period import date_of, day_number

if TYPE_CHECKING:
    import datetime as dt

Seconds: TypeAlias = npt.NDArray[np.int64]

DAY_SECONDS: Final = 86_400
_WHOLE_DAY: Final = 24.0
ALSACE_MOSELLE: Final = "57"


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When the firm answers: ``days`` Monday to Sunday, from ``opens`` to ``closes`` (hours of the day, 8.5 = 8:30).

    ``holidays``: French public holidays are closed; ``alsace_moselle`` adds the two of that region.
    """

    days: tuple[bool, bool, bool, bool, bool, bool, bool] = (True, True, True, True, True, False, False)
    opens: float = 8.0
    closes: float = 19.0
    holidays: bool = True
    alsace_moselle: bool = False

    def closed_days(self, first_year: int, last_year: int) -> tuple[dt.date, ...]:
        """The public holidays of those years, in order; none when holidays are worked."""
        if not self.holidays:
            return ()
        return _holidays(self.alsace_moselle, first_year, last_year)

    def open_days(self, first: int, last: int) -> npt.NDArray[np.bool_]:
        """Whether each day number from *first* to *last* is open, ``bool[last - first + 1]``."""
        numbers = np.arange(first, last + 1)
        open_ = np.array(self.days)[(numbers + 3) % 7]  # day 0, 1970-01-01, was a Thursday
        for holiday in self.closed_days(date_of(first).year, date_of(last).year):
            index = day_number(holiday) - first
            if 0 <= index < len(open_):
                open_[index] = False
        return open_

    def hours_between(self, start: Seconds, end: Seconds) -> npt.NDArray[np.float64]:
        """Opening hours from *start* to *end* (seconds since 1970-01-01), ``float64[rows]``.

        A time of exactly midnight is a date without a time, and the wait is read as long as it can have been: it counts
        from the opening of the first day, and up to the close of the last. NaN where one is missing or *end* lies
        before *start*; an end without a time does not on the day of the start.
        """
        return self._between(start, end, 0.0, _WHOLE_DAY)

    def least_between(self, start: Seconds, end: Seconds) -> npt.NDArray[np.float64]:
        """The same read as short as it can have been: from the close of the first day to the opening of the last."""
        return np.maximum(self._between(start, end, _WHOLE_DAY, 0.0), 0.0)

    def _between(self, start: Seconds, end: Seconds, begins: float, ends: float) -> npt.NDArray[np.float64]:
        missing = np.iinfo(np.int64).min
        same_day = is_untimed(end) & (end // DAY_SECONDS == start // DAY_SECONDS)
        known = (start != missing) & (end != missing) & ((end >= start) | same_day)
        hours = np.full(len(start), np.nan)
        if not known.any():
            return hours
        begin, finish = start[known], end[known]
        first, last = int(begin.min() // DAY_SECONDS), int(finish.max() // DAY_SECONDS)
        open_ = self.open_days(first, last)
        before = np.concatenate([[0], np.cumsum(open_)])
        elapsed = (
            self._elapsed(moment, untimed, first, open_, before)
            for moment, untimed in ((finish, ends), (begin, begins))
        )
        hours[known] = next(elapsed) - next(elapsed)
        return hours

    def _elapsed(
        self, moment: Seconds, untimed: float, first: int, open_: npt.NDArray[np.bool_], before: npt.NDArray[Any]
    ) -> npt.NDArray[np.float64]:
        """Opening hours since day *first*; a day without a time stands for its hour *untimed*."""
        day = moment // DAY_SECONDS - first
        within = np.where(is_untimed(moment), untimed, (moment % DAY_SECONDS) / 3600)
        today = np.clip(within, self.opens, self.closes) - self.opens
        result: npt.NDArray[np.float64] = before[day] * (self.closes - self.opens) + np.where(open_[day], today, 0.0)
        return result


def is_untimed(moments: Seconds) -> npt.NDArray[np.bool_]:
    """Which moments are dates without a time, ``bool[rows]``: those of exactly midnight."""
    return np.asarray(moments % DAY_SECONDS == 0)


@lru_cache(maxsize=64)
def _holidays(alsace_moselle: bool, first_year: int, last_year: int) -> tuple[dt.date, ...]:
    import holidays as calendars  # loaded when first used: 0.1 s

    years = range(first_year, last_year + 1)
    calendar = calendars.country_holidays("FR", subdiv=ALSACE_MOSELLE if alsace_moselle else None, years=years)
    return tuple(sorted(calendar))
