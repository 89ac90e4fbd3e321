"""How a ratio, as e-mails opened over e-mails delivered, compares with what such months are used to."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.chances import (
    amount_bounds,
    at_least_count,
    at_least_share,
    count_quantiles,
    share_bounds,
    twofold,
)
from leaddesk.model.measure import Measure
from leaddesk.model.method import Kind
from leaddesk.model.rhythm import WEEKS

if TYPE_CHECKING:
    from leaddesk.model.rhythm import Series
    from leaddesk.model.survival import Floats

FEWEST: Final = 6
"""Fewer stretches do not say how much the ratio differs by itself."""
FEWEST_CASES: Final = 8
_STRETCH: Final = 28
_RECENT: Final = 3
_UNSEEN: Final = 1e-4
"""A ratio that is the same every month varies by so much of itself: what is left of rounding is no change."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A ratio beside what is usual; ``chance``: how likely it is as far off, either way."""

    actual: Measure
    usual: Measure
    chance: float


@dataclass(frozen=True, slots=True)
class _Known:
    """A ratio as it is used to be, of so many cases ``total`` in all, and the variance of it in a month that is known
    with so much ``freedom`` (0: it is no less than that).
    """

    kind: Kind
    rate: float
    total: float
    variance: float
    freedom: int

    def against(self, value: float, n: float) -> Compared:
        step = {Kind.SHARE: 0.5, Kind.EVENTS: 1.0}.get(self.kind, 0.0)
        if self.kind is Kind.EVENTS:
            mean, varies = self.rate * n, self.variance * n * n
            above, more = (at_least_count(value + off, mean, varies) for off in (0, step))
            low, high = (float(one) / n for one in count_quantiles(np.array([0.025, 0.975]), mean, varies))
        else:
            above, more = (_reached((value + off) / n, self.rate, self.variance, self.kind) for off in (-step, step))
            bounds = amount_bounds(self.rate, self.variance, 0.0) if self.kind is Kind.AMOUNTS else None
            low, high = bounds or share_bounds(self.rate, self.variance)
        usual = Measure(self.rate, round(self.total), low, high)
        return Compared(Measure(value / n, round(n)), usual, twofold(above, 1 - more, self.freedom))


def stretches(parts: Series, cases: Series, before: int) -> tuple[Floats, Floats]:
    """What stretches of four weeks brought of both, in the year before a day; the last one first."""
    first = max(parts.first, cases.first, before - 7 * WEEKS)
    starts = range(before - _STRETCH, first - 1, -_STRETCH)
    part, case = (np.array([line.between(day, day + _STRETCH - 1) for day in starts]) for line in (parts, cases))
    return part, case


def compared(
    own: tuple[float, float], past: tuple[Floats, Floats], kind: Kind, *, comes_again: bool = False
) -> Compared | None:
    """A month (*own*: part, cases) against stretches of the year before it, the last one first; None where that cannot
    be told.

    Stretches tell how much the ratio differs by itself: Pearson's chi-squared over its degrees of freedom
    (quasi-likelihood, Wedderburn 1974), a share no less than by the luck of single cases, events than Poisson has it.
    So mailings, posts and days that are each good or bad as a whole count as such. Where customers come again
    (*comes_again*), who orders more than others is there for months: off is what is so against the last three
    stretches, too.
    """
    (value, n), (part, case) = own, past
    part, case = part[case > 0], case[case > 0]
    if len(case) < FEWEST or part.sum() <= 0 or n < FEWEST_CASES or (part < 0).any() or value < 0:
        return None
    total = float(case.sum())
    rate = float(part.sum()) / total
    seen = float(((part - rate * case) ** 2 / case).sum()) / (len(case) - 1)
    least = {Kind.SHARE: rate * (1 - rate), Kind.EVENTS: rate}.get(kind, 0.0)
    each = [(seen, len(case) - 1)] if seen > 0 or not least else []
    each += [(least, 0)] if least else []
    varies = [(max(spread / n * (1 + n / total), (_UNSEEN * rate) ** 2), freedom) for spread, freedom in each]
    known = [_Known(kind, rate, total, spread, freedom) for spread, freedom in varies]
    lately, some = float(part[:_RECENT].sum()), float(case[:_RECENT].sum())
    if comes_again and lately > 0:
        spread = max(seen / n * (1 + n / some), (_UNSEEN * rate) ** 2)
        known.append(_Known(kind, lately / some, some, spread, len(case) - 1))
    return max((one.against(value, n) for one in known), key=attrgetter("chance"))


def _reached(target: float, mean: float, variance: float, kind: Kind) -> float:
    """P(ratio ≥ target): an amount is of a gamma distribution, a share or a mark of a Beta one."""
    if kind is not Kind.AMOUNTS:
        return at_least_share(target, mean, variance)
    from scipy.special import gammaincc  # loaded when first used: 0.1 s

    if variance <= 0:
        return float(mean >= target)
    return float(gammaincc(mean * mean / variance, target * mean / variance))
