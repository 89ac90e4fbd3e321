"""How a sum over a sum, as e-mails opened over e-mails delivered, compares with what such months are used to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.chances import amount_bounds, at_least_share, share_bounds
from leaddesk.model.expression import Arithmetic, Constant, Count, OnDay, Operator, Sum
from leaddesk.model.measure import Measure
from leaddesk.model.rhythm import WEEKS, Series, series

if TYPE_CHECKING:
    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.expression import Expression

FEWEST: Final = 6
"""Fewer stretches of four weeks do not say how much the ratio differs by itself."""
_STRETCH: Final = 28


@dataclass(frozen=True, slots=True)
class Compared:
    """A ratio beside what is usual; ``above``: how likely it is so much or more, ``below``: so much or less, were the
    spread known that was learnt with so much ``freedom``.
    """

    actual: Measure
    usual: Measure
    above: float
    below: float
    freedom: int


def compared(expression: Arithmetic, whole: Evaluator, days: tuple[int, int], *, is_share: bool) -> Compared | None:
    """The days from the first to the last against the year before them; None where that cannot be told.

    Stretches of four weeks tell how much the ratio differs by itself: Pearson's chi-squared over its degrees of freedom
    (quasi-likelihood, Wedderburn 1974), a share no less than by the luck of single cases. So mailings, posts and days
    that are each good or bad as a whole count as such.
    """
    scale = 1.0
    while isinstance(expression.right, Constant) and isinstance(expression.left, Arithmetic):
        scale, expression = scale * expression.right.value, expression.left
    if expression.operator is not Operator.DIVIDED or scale <= 0:
        return None
    parts, cases = _days(expression.left, whole), _days(expression.right, whole)
    if parts is None or cases is None:
        return None
    low, high = days
    first = max(parts.first, cases.first, low - 7 * WEEKS)
    starts = range(low - _STRETCH, first - 1, -_STRETCH)
    part, case = (np.array([line.between(day, day + _STRETCH - 1) for day in starts]) for line in (parts, cases))
    part, case = part[case > 0], case[case > 0]
    own, n = parts.between(low, high), cases.between(low, high)
    if len(case) < FEWEST or part.sum() <= 0 or n <= 0 or (part < 0).any() or own < 0:
        return None
    total = float(case.sum())
    rate = float(part.sum()) / total
    spread = float(((part - rate * case) ** 2 / case).sum()) / (len(case) - 1)
    if is_share:
        spread = max(spread, rate * (1 - rate))
    variance = spread / n * (1 + n / total)
    step = 0.5 / n if is_share else 0.0
    above, below = (_reached(own / n + off, rate, variance, is_share=is_share) for off in (-step, step))
    least, most = share_bounds(rate, variance) if is_share else amount_bounds(rate, variance, 0.0)
    usual = Measure(rate / scale, round(total), least / scale, most / scale)
    return Compared(Measure(own / n / scale, round(n)), usual, above, 1 - below, len(case) - 1)


def _reached(target: float, mean: float, variance: float, *, is_share: bool) -> float:
    """P(ratio ≥ target): a share is of a Beta distribution, another ratio of a gamma one."""
    if is_share:
        return at_least_share(target, mean, variance)
    from scipy.special import gammaincc  # loaded when first used: 0.1 s

    if variance <= 0:
        return float(mean >= target)
    return float(gammaincc(mean * mean / variance, target * mean / variance))


def _days(expression: Expression, whole: Evaluator) -> Series | None:
    """The days of a sum or a count, or of the sum or the difference of two of them."""
    if isinstance(expression, Sum | Count):
        return series(expression, whole) if isinstance(expression.by, OnDay) else None
    if not isinstance(expression, Arithmetic) or expression.operator not in (Operator.PLUS, Operator.MINUS):
        return None
    left, right = _days(expression.left, whole), _days(expression.right, whole)
    if left is None or right is None:
        return None
    first = max(left.first, right.first)
    lines = [one.amounts[first - one.first :] for one in (left, right)]
    rows = left.rows[first - left.first :]
    sign = 1.0 if expression.operator is Operator.PLUS else -1.0
    return Series(first, lines[0] + sign * lines[1], rows, is_count=False)
