"""What is spent in a period, and what each lead or customer of it costs: what is written down, and what the same days
of past months brought.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from leaddesk.model.covers import last_known
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.expression import Arithmetic, Count, OnDay, Operator, OverDays, Sum
from leaddesk.model.measure import Measure
from leaddesk.model.period import DAY, date_of, day_number, first_of_month
from leaddesk.model.rowcolumn import Depth
from leaddesk.model.rows import is_measured, values
from leaddesk.text import msg

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.expression import Expression
    from leaddesk.model.method import Method
    from leaddesk.model.rhythm import Series
    from leaddesk.model.survival import Floats

FEWEST: Final = 4
"""Fewer past months do not say how much months differ."""
MOST: Final = 12
TOO_FEW: Final = msg("too early to say: four whole months of expenses are needed")
GOES_ON: Final = msg("if you spend as in your last months")
SAME_DAYS: Final = msg("Chances by what the same days of your past months brought")
_LENGTHS: Final = (1, 45)
"""Bills of a day, of up to a month and a half, and longer ones go on each in their own way."""
_LONGEST: Final = 3660

Window = tuple[int, int]


@dataclass(frozen=True, eq=False, slots=True)
class Expenses:
    """What expenses of one kind came to each day, ``float64[days]`` from day ``first`` on. They are known up to the day
    ``until``: the as-of day, or the last one that one of them covers.
    """

    first: int
    days: Floats
    until: int

    def between(self, low: int, high: int) -> float:
        """What the days from *low* to *high* came to, both included."""
        return float(self.days[max(0, low - self.first) : max(0, high - self.first + 1)].sum())


@dataclass(frozen=True, slots=True)
class CostOutlook:
    """``expected``: the cost in the end, with its 95 % bounds; ``at_most``: how likely it is the target or less."""

    expected: Measure
    at_most: float


def spend_per(expression: Expression | Method) -> tuple[Sum, Count | None] | None:
    """The expenses that a figure sums, and the cases that it divides them by, None where it does not; None for other
    figures, and where cases of the period are still to ripen (a lead may be qualified later).
    """
    if isinstance(expression, Sum) and isinstance(expression.by, OverDays):
        return expression, None
    if not isinstance(expression, Arithmetic) or expression.operator is not Operator.DIVIDED:
        return None
    total, cases = expression.left, expression.right
    if not isinstance(total, Sum) or not isinstance(total.by, OverDays) or not isinstance(cases, Count):
        return None
    ripens = any(isinstance(where.column, Depth) for where in cases.where)
    return None if ripens or not isinstance(cases.by, OnDay) else (total, cases)


def expenses(total: Sum, whole: Evaluator) -> tuple[Expenses, ...]:
    """The dated expenses that a sum adds up, by how many days they cover; those of days after the last one that their
    table speaks for are not known, and not nothing.
    """
    by, as_of = total.by, last_known(whole.slice.state, total.table)
    if not isinstance(by, OverDays):
        raise TypeError("no sum over days")
    places = whole.matching(total.table, by, total.where)
    first, amount = (values(column, whole.dataset, whole.settings)[places] for column in (by.first, total.value))
    has_last = is_measured(by.last, whole.dataset)
    last = values(by.last, whole.dataset, whole.settings)[places] if has_last else first
    last = np.where((last == MISSING_DAY) | (last < first), first, last)
    known = (first != MISSING_DAY) & (first >= as_of - _LONGEST) & (last - first < _LONGEST) & ~np.isnan(amount)
    first, last, amount = first[known].astype(np.int64), last[known].astype(np.int64), amount[known]
    kind = np.searchsorted(_LENGTHS, last - first + 1)
    return tuple(
        _spread(first[kind == one], last[kind == one], amount[kind == one], as_of) for one in np.unique(kind).tolist()
    )


def _spread(first: np.ndarray, last: np.ndarray, amount: Floats, as_of: int) -> Expenses:
    start, until = int(first.min()), max(as_of, int(last.max()) if int((last - first).max()) else as_of)
    steps = np.zeros(max(until, int(last.max())) - start + 2)
    each = amount / (last - first + 1)
    np.add.at(steps, first - start, each)
    np.add.at(steps, last - start + 1, -each)
    days = np.cumsum(steps)[: until - start + 1]
    days[np.abs(days) <= 1e-9 * np.abs(each).max()] = 0.0  # what rounding left of bills that are over
    return Expenses(start, days, until)


def cost_outlook(
    spent: tuple[Expenses, ...],
    cases: Series | None,
    own: tuple[float, float],
    days: tuple[int, int, int],
    target: float,
    unknown: int | None = None,
) -> CostOutlook | None:
    """What spend, or spend over cases, will come to; None where too few months are known.

    *own*: spend and cases so far. *days*: the as-of day, the first day that is still to come, and the last. *unknown*:
    the first day of the period whose spend is not known, where that is an earlier one.
    """
    as_of, low, high = days
    if high - as_of > _LONGEST:
        return None
    known = own[0] + sum(one.between(low, high) for one in spent if one.until > as_of)
    ahead = _ahead(spent, cases, days, low if unknown is None else min(low, unknown))
    if ahead is None or not math.isfinite(known):
        return None

    money_alone = _looked_at(ahead[0])

    def at_most(cost: float) -> float:
        """How likely it costs so much or less: what is spent less what that many cases may cost is 0 or less."""
        if cases is None:
            return _at_most(cost - known, money_alone)
        return _at_most(cost * own[1] - known, _looked_at(ahead[0] - cost * ahead[1]))

    money, number = known + ahead[0].mean(axis=0).sum(), own[1] + ahead[1].mean(axis=0).sum()
    if cases is not None and number <= 0:
        return None
    value = float(money if cases is None else money / number)
    n = None if cases is None else int(own[1])
    return CostOutlook(
        Measure(value, n, _quantile(at_most, 0.025, value), _quantile(at_most, 0.975, value)), at_most(target)
    )


def _ahead(
    spent: tuple[Expenses, ...], cases: Series | None, days: tuple[int, int, int], unknown: int
) -> tuple[Floats, Floats] | None:
    """What is not known yet, as past months had it: spend and cases, each ``float64[past months, months ahead]``."""
    as_of, low, high = days
    if not spent:
        return None
    first, until = min(one.first for one in spent), min(as_of, *(one.until for one in spent))
    months = past_months(first if cases is None else max(first, cases.first), until)
    if len(months) < FEWEST:
        return None
    windows = by_month(unknown, high)
    money = spent_ahead(spent, months, windows)
    if cases is None:
        return money, np.zeros_like(money)
    return money, brought_ahead(cases, months, [(max(first, low), last) for first, last in windows])


def spent_ahead(spent: tuple[Expenses, ...], months: list[int], windows: list[Window]) -> Floats:
    """What of these windows is not known yet, as past months had it: ``float64[past months, windows]``."""
    return np.array(
        [
            [
                sum(one.between(*same_days((max(low, one.until + 1), high), month)) for one in spent)
                for low, high in windows
            ]
            for month in months
        ],
        np.float64,
    )


def brought_ahead(found: Series, months: list[int], windows: list[Window]) -> Floats:
    """What the same days of past months brought: ``float64[past months, windows]``."""
    return np.array([[found.between(*same_days(window, month)) for window in windows] for month in months], np.float64)


def past_months(first: int, as_of: int) -> list[int]:
    """The first days of the whole months, a year of them at most, from a day on up to the as-of day."""
    start = first_of_month(date_of(as_of + 1), -1)
    found: list[int] = []
    while len(found) < MOST and day_number(start) >= first:
        found.append(day_number(start))
        start = first_of_month(start, -1)
    return found


def by_month(low: int, high: int) -> list[Window]:
    """The days from *low* to *high*, a window for each month of the calendar."""
    found = []
    while low <= high:
        end = min(high, day_number(first_of_month(date_of(low), 1)) - 1)
        found.append((low, end))
        low = end + 1
    return found


def same_days(window: Window, month: int) -> Window:
    """The same days of the month that begins on that day; what reaches the end of its month does so there."""
    low, high = window
    if low > high:
        return 0, -1
    length = day_number(first_of_month(date_of(month), 1)) - month
    first, last = date_of(low).day, date_of(high).day
    if (date_of(high) + DAY).day == 1:
        last = length
    return month + first - 1, month + min(last, length) - 1


class _Past(NamedTuple):
    """What past months had: how many they are, the mean of what all windows brought together and how wrong one more of
    it is, whether any brought something, or less than nothing.
    """

    months: int
    mean: float
    error: float
    is_some: bool
    is_below: bool


def _looked_at(past: Floats) -> _Past:
    """What is to be known of ``float64[past months, windows]``."""
    months = len(past)
    mean = past.sum(axis=0) / months
    squares = ((past - mean) ** 2).sum(axis=0) / (months - 1)
    error = math.sqrt(float(squares.sum()) + float(np.sqrt(squares).sum()) ** 2 / months)
    return _Past(months, float(mean.sum()), error, bool(past.any()), bool((past < 0).any()))


def _at_most(most: float, past: _Past) -> float:
    """How likely the sum over the months ahead is so much or less, when each is like one of the past months.

    Student's t of a new value beside a sample, where nothing can be below nothing of its third root, by which a gamma
    distribution is a normal one (Wilson and Hilferty 1931); what is wrong in the mean of the past is wrong in all
    months ahead. That past months were all alike makes the next one not sure to be (Laplace's rule of succession).
    """
    from scipy.special import stdtr

    months, mean, error = past.months, past.mean, past.error
    if error <= 1e-9 * max(1.0, abs(most)):
        rest = 1 / (months + 2) if past.is_some else 0.0
        return 1 - rest if most - mean >= -1e-9 * max(1.0, abs(most)) else rest
    if past.is_below:
        return float(stdtr(months - 1, (most - mean) / error))
    if most <= 0:
        return 0.0
    third = error / mean / 3
    return float(stdtr(months - 1, ((most / mean) ** (1 / 3) - 1 + third * third) / third))


def _quantile(at_most: Callable[[float], float], q: float, value: float) -> float:
    """The cost that is not exceeded with *q*, by bisection between nothing and a thousand times the value."""
    low, high = 0.0, max(value, 1e-9)
    most = 1000 * high
    while high < most and at_most(high) < q:
        low, high = high, 2 * high
    for _ in range(32):
        middle = (low + high) / 2
        low, high = (low, middle) if at_most(middle) >= q else (middle, high)
    return high
