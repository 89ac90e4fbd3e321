"""Chance that falls the same way everywhere, and the company's calendar.

Only ``random.Random.random`` is drawn from: Python promises its sequence, and not that of the other methods.
"""

from __future__ import annotations

import datetime as dt
import math
import random
from functools import lru_cache
from statistics import NormalDist
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")
DAY = dt.timedelta(days=1)
OPENS, CLOSES = 8, 19
"""The company answers from Monday to Friday between these hours, public holidays excepted."""


class Dice:
    """One stream of chance, named so that a change in one part of the sample leaves the others as they are."""

    def __init__(self, name: str) -> None:
        self._random = random.Random(f"leaddesk sample: {name}")  # noqa: S311  (a sample, not a secret)

    def unit(self) -> float:
        """Between 0 and 1, 1 excluded."""
        return self._random.random()

    def below(self, limit: int) -> int:
        """An integer from 0 to *limit* − 1."""
        return int(self.unit() * limit)

    def chance(self, probability: float) -> bool:
        """True that often."""
        return self.unit() < probability

    def pick(self, items: Sequence[T]) -> T:
        """One of *items*."""
        return items[self.below(len(items))]

    def weighted(self, items: Sequence[tuple[T, float]]) -> T:
        """One of the (item, weight) pairs, as often as its weight says."""
        left = self.unit() * sum(weight for _, weight in items)
        for item, weight in items:
            left -= weight
            if left < 0:
                return item
        return items[-1][0]

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """*count* different items, in their order."""
        keyed = sorted((self.unit(), position) for position in range(len(items)))[:count]
        return [items[position] for position in sorted(position for _, position in keyed)]

    def normal(self) -> float:
        """Standard normal."""
        return NormalDist().inv_cdf(min(max(self.unit(), 1e-12), 1 - 1e-12))

    def lognormal(self, median: float, sigma: float) -> float:
        """Log-normal with that median."""
        return median * math.exp(sigma * self.normal())

    def gamma(self, shape: int, scale: float) -> float:
        """Gamma with a whole shape: the sum of that many waits of mean *scale*."""
        return sum(-math.log(1 - self.unit()) * scale for _ in range(shape))

    def poisson(self, mean: float) -> int:
        """How many events of a Poisson process of that mean."""
        limit, product, count = math.exp(-mean), self.unit(), 0
        while product > limit:
            product *= self.unit()
            count += 1
        return count


@lru_cache(maxsize=8)
def holidays(year: int) -> frozenset[dt.date]:
    """The French public holidays; Easter by the anonymous Gregorian algorithm."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    easter = dt.date(year, f // 31, f % 31 + 1)
    fixed = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
    moving = (easter + DAY, easter + 39 * DAY, easter + 50 * DAY)
    return frozenset([dt.date(year, month, day) for month, day in fixed] + list(moving))


def is_open(day: dt.date) -> bool:
    """Whether the company works on that day."""
    return day.weekday() < 5 and day not in holidays(day.year)


def working_day(day: dt.date) -> dt.date:
    """That day, or the next one on which the company works."""
    while not is_open(day):
        day += DAY
    return day


def after_open_minutes(start: dt.datetime, minutes: int) -> dt.datetime:
    """The moment *minutes* of opening time later."""
    moment, left = start, minutes
    while True:
        opens = dt.datetime.combine(moment.date(), dt.time(OPENS))
        closes = dt.datetime.combine(moment.date(), dt.time(CLOSES))
        moment = max(moment, opens)
        if is_open(moment.date()) and moment < closes:
            today = int((closes - moment).total_seconds()) // 60
            if left <= today:
                return moment + dt.timedelta(minutes=left)
            left -= today
        moment = opens + DAY


def open_minutes(start: dt.datetime, end: dt.datetime) -> int:
    """The minutes of opening time between two moments."""
    total, day = 0, start.date()
    while day <= end.date():
        if is_open(day):
            opens = dt.datetime.combine(day, dt.time(OPENS))
            closes = dt.datetime.combine(day, dt.time(CLOSES))
            total += max(0, int((min(end, closes) - max(start, opens)).total_seconds()) // 60)
        day += DAY
    return total


def months(first: dt.date, last: dt.date) -> list[dt.date]:
    """The first day of every month from *first* to *last*."""
    found = [first.replace(day=1)]
    while True:
        following = (found[-1] + 32 * DAY).replace(day=1)
        if following > last:
            return found
        found.append(following)


def month_end(month: dt.date) -> dt.date:
    """The last day of the month that starts on *month*."""
    return (month + 32 * DAY).replace(day=1) - DAY
