"""What a share of a period will come out at: its leads so far, those still open, and those still to come."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model import chances
from leaddesk.model.conversion import chance_of_open, unfollowed, untold
from leaddesk.model.expression import Arithmetic
from leaddesk.model.following import present, reference
from leaddesk.model.incidence import incidence
from leaddesk.model.measure import Measure
from leaddesk.model.outcomes import WON, at
from leaddesk.model.qualified import to_qualification, undated, unqualified
from leaddesk.model.rhythm import combined, rhythm, series
from leaddesk.model.terms import DAYS_TO_QUALIFY, LEADS
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.outcomes import Followed
    from leaddesk.model.rhythm import Series

FEWEST: Final = 30
"""Below so many cases of history a share says nothing of what comes."""
TOO_FEW: Final = msg("too early to say: fewer than thirty cases of history")
BY_CASES: Final = msg("Chances by the share so far and in the year before, and by the cases still to come")
BY_AGE: Final = msg("Chances by what becomes of leads of each age, those still to come included")
_MONTH: Final = 30
_SIZES: Final = 15
"""How many cases come is looked at in so many equally likely sizes."""


@dataclass(frozen=True, slots=True)
class ShareOutlook:
    """``expected``: the share in the end, with its 95 % bounds; ``at_least``: how likely it is the target or more,
    ``above``: more; ``to_come``: the cases that may still change it.
    """

    expected: Measure
    at_least: float
    above: float
    to_come: float


def share_outlook(
    kpi: Kpi, here: Evaluator, whole: Evaluator, days: tuple[int, int, int], target: float
) -> ShareOutlook | Message:
    """What a share will come out at, or why it is not told. *days*: see :func:`settled`."""
    expression = kpi.expression
    if not isinstance(expression, Arithmetic):
        raise TypeError(f"{kpi.id}: only a ratio is a proportion")
    for part in (expression.left, expression.right):
        reason = whole.evaluate(part).unmeasured
        if reason is not None:
            return reason
    if kpi.delay is not None:
        return _converting(kpi, here, whole, days, target)
    hits, cases = (combined(part, whole) for part in (expression.left, expression.right))
    if hits is None or cases is None:
        return TOO_FEW
    own = tuple(float(here.evaluate(part).values[0]) for part in (expression.left, expression.right))
    return settled(hits, cases, (own[0], own[1]), days, target)


def settled(
    hits: Series, cases: Series, own: tuple[float, float], days: tuple[int, int, int], target: float
) -> ShareOutlook | Message:
    """A share whose cases are decided when they count: *own* (hits, cases) are known, more are to come.

    *days*: the first of the period, the first that is still to come, and the last.
    """
    start, low, high = days
    found = rhythm(cases)
    if found is None or cases.rows.sum() < FEWEST:
        return TOO_FEW
    successes, trials = own
    mean, variance = found.ahead(low, high)
    before = prior(hits, cases, start)
    a, b = before[0] + successes, before[1] + trials - successes
    least = above = 0.0
    for comes in _sizes(mean, variance):
        wanted = target * (trials + comes) - successes
        least += chances.at_least_hits(wanted, comes, a, b) / _SIZES
        above += chances.at_least_hits(math.floor(wanted + 1e-9) + 1, comes, a, b) / _SIZES
    rate, size = a / (a + b), max(mean, 1e-9)
    share = (successes + size * rate) / (trials + size)
    doubt = size * rate * (1 - rate) * (1 + size / (a + b + 1)) / (trials + size) ** 2
    bounds = chances.share_bounds(share, doubt)
    return ShareOutlook(Measure(share, int(trials), *bounds), least, above, mean)


def _sizes(mean: float, variance: float) -> list[int]:
    """How many cases come, in equally likely sizes."""
    found: list[int] = chances.count_quantiles((np.arange(_SIZES) + 0.5) / _SIZES, mean, variance).tolist()
    return found


def _reached(wanted: float, among: float, mean: float, spread: float) -> float:
    """How likely so many of some leads are won; nothing can be won of none."""
    return chances.at_least_share(wanted / among, mean / among, spread) if among else float(wanted <= 0)


def prior(hits: Series, cases: Series, until: int, spread: float = 1.0) -> tuple[float, float]:
    """What the history before a day says of the rate: a Beta distribution with its mean, of the size that the months
    bear out: as many cases as there are where they differ by chance alone, fewer where rates differ in truth.
    *spread*: how many times the variance of chance alone the cases have anyway.
    """
    first = max(min(hits.first, cases.first), until - 12 * _MONTH)
    s, n = hits.between(first, until - 1), cases.between(first, until - 1)
    if n < FEWEST:
        return 0.5, 0.5
    rate = (s + 0.5) / (n + 1)
    months = range(first, until - _MONTH + 1, _MONTH)
    pairs = [(hits.between(day, day + _MONTH - 1), cases.between(day, day + _MONTH - 1)) for day in months]
    size = n / spread
    if len(pairs) >= 4:
        sizes = np.array([pair[1] for pair in pairs])
        shares = np.array([pair[0] / max(pair[1], 1.0) for pair in pairs])
        free = len(pairs) - 1
        seen = float((sizes * (shares - rate) ** 2).sum()) / (rate * (1 - rate))
        more = (seen - free * spread) / max(1.0, float(sizes.sum() - (sizes**2).sum() / max(1.0, sizes.sum())))
        if seen > spread * (free + 2 * math.sqrt(2 * free)) and more > 0:
            size = min(size, 1 / more)
    return rate * size, (1 - rate) * size


def _converting(
    kpi: Kpi, here: Evaluator, whole: Evaluator, days: tuple[int, int, int], target: float
) -> ShareOutlook | Message:
    """The share of leads that become customers, or are qualified: the open ones may, and so may those still to come."""
    _, low, high = days
    of_quality = kpi.delay == DAYS_TO_QUALIFY
    reason = unqualified(whole) if of_quality else unfollowed(whole)
    if reason is not None:
        return reason
    model = to_qualification(whole) if of_quality else reference(whole)
    reason = undated(model) if of_quality else untold(model)
    if reason is not None:
        return reason
    if int(model.leads) < FEWEST:
        return TOO_FEW
    coming = (0.0, 0.0)
    if high >= low:
        found = rhythm(series(LEADS, whole))
        if found is None:
            return TOO_FEW
        coming = found.ahead(low, high)
    return converted(to_qualification(here) if of_quality else present(here), model, coming, target)


def converted(group: Followed, model: Followed, coming: tuple[float, float], target: float) -> ShareOutlook:
    """The share of a *group* of leads that will be won, learnt from a *model*; *coming*: how many leads are still to
    come, and the variance of that.
    """
    mean, luck, doubt = (float(part) for part in chance_of_open(group.waiting, model))
    waiting, leads, won = float(group.waiting.sum()), float(group.leads), float(group.won)
    later, noise = coming
    curve = incidence(model.table, WON)
    last = int(model.oldest)
    rate, error = float(at(curve.share, last)), math.sqrt(float(at(curve.variance, last)))
    total = leads + later
    if total <= 0 or waiting + later <= 0:
        return ShareOutlook(Measure(won / total if total else None, int(leads)), 0.0, 0.0, 0.0)
    comes = mean + later * rate
    share = (won + comes) / total
    # One lead more moves the share by its own rate less the share.
    variance = luck + later * rate * (1 - rate) + (doubt + later * error) ** 2 + noise * (rate - share) ** 2
    part, scale = comes / (waiting + later), (waiting + later) / total
    spread = variance / (waiting + later) ** 2
    least = above = 0.0
    for size in _sizes(*coming):  # leads are whole: with so many leads the target is reached from a certain one on
        among, wanted = waiting + size, target * (leads + size) - won
        if leads + size == 0:
            continue
        mean_ = mean + size * rate
        spread_ = (luck + size * rate * (1 - rate) + (doubt + size * error) ** 2) / max(among, 1.0) ** 2
        for_least, for_more = (math.ceil(wanted - 1e-9) - 0.5, math.floor(wanted + 1e-9) + 0.5)
        least += _reached(for_least, among, mean_, spread_) / _SIZES
        above += _reached(for_more, among, mean_, spread_) / _SIZES
    low_, high_ = chances.share_bounds(part, spread)
    bounds = (won / total + scale * low_, won / total + scale * high_)
    return ShareOutlook(Measure(share, int(leads), *bounds), least, above, waiting + later)
