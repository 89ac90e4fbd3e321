"""Whether two totals, what one period brought and what another did, differ by more than chance.

Two counts of one rate: given their sum, the one is binomial, with the share that its period has of the days
(Przyborowski and Wilenski 1940). Days of the week count by what they are used to bring. Leads come in bursts: both
counts are divided by the spread that the document's own weeks show, never by less than 1 (quasi-likelihood, McCullagh
and Nelder 1989), and the doubt in a spread learnt from so many weeks makes of a normal quantile one of Student's. Two
sums: the difference of their logarithms, with the variance of a compound sum (the squared amounts, and the same
spread of their number).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.chances import twofold
from leaddesk.model.expression import Count, OnDay, Sum, known, squared
from leaddesk.model.intervals import FEWEST_FOR_RATIO, LEVEL
from leaddesk.model.months import by_days
from leaddesk.model.period import Period, day_number
from leaddesk.model.rhythm import Rhythm, rhythm, series
from leaddesk.model.rows import is_measured
from leaddesk.model.terms import ripens
from leaddesk.model.within import within
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from leaddesk.model.evaluate import Evaluator

FEW: Final = msg("too few to tell")
EARLY: Final = msg("too early to tell")
RIPENING: Final = msg("may still change")
Verdict = tuple[bool | None, Message | None]
"""Whether the difference is larger than chance explains; None and why when that cannot be said."""


def is_known(total: Count | Sum) -> bool:
    """Whether chance has no part in it: expenses are what they are."""
    return not isinstance(total.by, OnDay)


def differs(total: Count | Sum, present: Evaluator, past: Evaluator) -> Verdict:
    """Whether a total of the present slice differs from that of the past one by more than chance.

    Leads counted by what became of them since are not judged: those of the younger period may still catch up.
    """
    if is_known(total):
        return True, None
    if ripens(total):
        return None, RIPENING
    counted = total if isinstance(total, Count) else known(total)
    first, of_days = _usual(counted, present, past)
    if of_days is None:
        return None, EARLY
    lengths = tuple(_length(one, first, of_days) for one in (present, past))
    values = tuple(float(one.aggregate(total)[0]) for one in (present, past))
    if not all(length > 0 for length in lengths):
        return None, EARLY
    more = values[0] > values[1]
    if values[0] == values[1] or more != (values[0] / lengths[0] > values[1] / lengths[1]):
        return False, None  # what differs is the number of days
    spread = max(1.0, of_days.spread)
    if isinstance(total, Count):
        share = lengths[0] / sum(lengths)
        return count_chance(values[0], values[1], share, spread, of_days.weeks - 1) < 1 - LEVEL, None
    return _sums_differ(total, values, lengths, (present, past), of_days)


def count_chance(one: float, other: float, share: float, spread: float = 1.0, freedom: int = 0) -> float:
    """How likely chance alone shows two counts at least so far apart, either way.

    *share*: what part of the days of both is in the period of the *one*. *spread*: the variance of a count over its
    mean, learnt from *freedom* + 1 weeks.
    """
    from scipy.special import betainc, betaincc  # loaded when first used: 0.1 s

    one, other = one / spread, other / spread
    above = float(betainc(one, other + 1, share)) if one > 0 else 1.0
    below = float(betaincc(one + 1, other, share)) if other > 0 else 1.0
    return twofold(above, below, freedom if spread > 1 else 0)


def _sums_differ(
    total: Sum, values: tuple[float, ...], lengths: tuple[float, ...], both: tuple[Evaluator, ...], of_days: Rhythm
) -> Verdict:
    from scipy.special import stdtrit

    numbers = [float(one.aggregate(known(total))[0]) for one in both]
    if min(numbers) < FEWEST_FOR_RATIO or min(values) <= 0:
        return None, FEW
    squares = [float(one.aggregate(squared(total))[0]) for one in both]
    bursts = max(1.0, of_days.spread) - 1
    variance = sum(
        square / value**2 + bursts / number for square, value, number in zip(squares, values, numbers, strict=True)
    )
    apart = abs(math.log(values[0] / lengths[0]) - math.log(values[1] / lengths[1]))
    return apart > float(stdtrit(of_days.weeks - 1, (1 + LEVEL) / 2)) * math.sqrt(variance), None


def _usual(counted: Count, present: Evaluator, past: Evaluator) -> tuple[int, Rhythm | None]:
    """The first day with a row, and what the days up to the later of the two periods' ends are used to bring."""
    last = max(_last(present), _last(past))

    def found() -> tuple[int, Rhythm | None]:
        whole = within(present, Period())
        if not is_measured(counted.by.day, whole.dataset):  # type: ignore[union-attr]
            return 0, None
        days = series(counted, whole)
        return by_days(counted, whole)[0], rhythm(None if days is None else days.until(last))

    return present.once(("usual days", counted, last), found)


def _last(one: Evaluator) -> int:
    end, as_of = one.slice.period.end, one.slice.state.as_of
    return day_number(as_of if end is None else min(end, as_of))


def _length(one: Evaluator, first: int, of_days: Rhythm) -> float:
    """How many days the period has from the *first* day of the document to the as-of day, each by its weekday."""
    start = one.slice.period.start
    low, high = first if start is None else max(first, day_number(start)), _last(one)
    days = np.arange(low, high + 1)
    return float(of_days.weekday[(days + 3) % 7].sum())  # 1970-01-01 was a Thursday
