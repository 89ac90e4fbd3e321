"""How likely each of several ends is by each day, when one of them rules out the others: Aalen-Johansen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from leaddesk.model.intervals import FEWEST_FOR_MEDIAN, Z
from leaddesk.model.survival import (
    QUANTILES,
    TOLERANCE,
    Counts,
    Curve,
    DayQuantile,
    Floats,
    LifeTable,
    day_quantile,
    divided,
    first_at_most,
    remaining,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, eq=False, slots=True)
class _Terms:
    """What curve and variances are made of: the share still open before and after each day, the share ended by the
    cause by each day, and three weights a day.
    """

    before: Floats
    after: Floats
    ended: Floats
    of_any: Floats
    of_cause: Floats
    mixed: Floats


def _terms(table: LifeTable, cause: int) -> _Terms:
    return table.once(("terms", cause), lambda here: _worked_out(here, cause))


def _worked_out(table: LifeTable, cause: int) -> _Terms:
    n, own, ended = table.at_risk, table.events[cause], table.all_events
    after = remaining(table)
    before: Floats = np.concatenate([np.ones((*after.shape[:-1], 1)), after[..., :-1]], axis=-1)
    step = divided(before * own, n)
    left = np.where(n - ended > TOLERANCE, n - ended, 0.0)  # ends shared out over days add up to all but a rounding
    return _Terms(
        before,
        after,
        np.cumsum(step, axis=-1),
        divided(ended, n * left),
        divided(before * before * own * (n - own), n**3),
        divided(step, n),
    )


def incidence(table: LifeTable, cause: int) -> Curve:
    """The share that has ended by *cause* by the close of each day (Aalen and Johansen 1978).

    The variance is the delta method's over the ends of each day (Marubini and Valsecchi 1995, section 10.2), as
    statsmodels has it; without open cases it is that of a proportion.
    """
    return table.once(("incidence", cause), lambda here: _incidence(here, cause))


def _incidence(table: LifeTable, cause: int) -> Curve:
    terms = _terms(table, cause)
    share = terms.ended

    def summed(values: Floats) -> Floats:
        total: Floats = np.cumsum(values, axis=-1)
        return total

    variance = (
        share * share * summed(terms.of_any)
        - 2 * share * summed(share * terms.of_any)
        + summed(share * share * terms.of_any)
        + summed(terms.of_cause)
        - 2 * (share * summed(terms.mixed) - summed(share * terms.mixed))
    )
    return Curve(share, np.maximum(variance, 0.0))


def to_come(table: LifeTable, cause: int, last: Counts | int) -> Curve:
    """For what is still open at the close of each day: how likely it ends by *cause* until day *last* (``[...]``).

    The variance is that of :func:`incidence` over the days after. 0 where nothing is left, and from *last* on.
    """
    terms = _terms(table, cause)
    end = np.clip(last, 0, table.days - 1)[..., np.newaxis]
    whole = np.take_along_axis(terms.ended, np.broadcast_to(end, (*table.at_risk.shape[:-1], 1)), axis=-1)
    rest = np.maximum(whole - terms.ended, 0.0)
    parts = rest * rest * terms.of_any + terms.of_cause - 2 * rest * terms.mixed
    parts = np.where(np.arange(table.days) > end, 0.0, parts)
    later = np.cumsum(parts[..., ::-1], axis=-1)[..., ::-1] - parts
    return Curve(divided(rest, terms.after), np.maximum(divided(later, terms.after**2), 0.0))


def to_come_within(table: LifeTable, cause: int, days: int, last: Counts | int) -> Curve:
    """As :func:`to_come`, for those that end within so many *days* after each day; none of it beyond day *last*.

    The sums of its variance are opened out, as the day where they end is another for each day where they begin.
    """
    terms, place = _terms(table, cause), np.arange(table.days)
    end = np.minimum(place + days, np.clip(last, 0, table.days - 1)[..., np.newaxis])
    end = np.broadcast_to(np.maximum(end, place), table.at_risk.shape)
    ended = terms.ended
    whole = np.take_along_axis(ended, end, axis=-1)

    def between(values: Floats) -> Floats:
        total = np.cumsum(values, axis=-1)
        return np.take_along_axis(total, end, axis=-1) - total

    later = (
        whole * whole * between(terms.of_any)
        - 2 * whole * between(ended * terms.of_any + terms.mixed)
        + between(ended * ended * terms.of_any + terms.of_cause + 2 * ended * terms.mixed)
    )
    share = divided(np.maximum(whole - ended, 0.0), terms.after)
    return Curve(share, np.maximum(divided(later, terms.after**2), 0.0))


def bounds(curve: Curve, known: Floats) -> tuple[Floats, Floats]:
    """The 95 % bounds of an incidence, day by day: Wilson's, for the number of cases that would give this variance.

    That number is p · (1 − p) / variance (Rothman 1978); at 0 and 1, where it cannot be told, it is *known*: how many
    cases have ended by that day or were looked at on it. Without open cases the bounds are Wilson's own. NaN where
    *known* is 0.
    """
    share, spread = curve.share, curve.share * (1 - curve.share)
    told = (spread > TOLERANCE) & (curve.variance > 0)
    size = np.where(told, spread / np.where(told, curve.variance, 1.0), known)
    return wilson_bounds(np.clip(share, 0.0, 1.0), size)


def wilson_bounds(share: Floats, size: Floats) -> tuple[Floats, Floats]:
    """:func:`~leaddesk.model.intervals.wilson` for arrays of shares and (fractional) sizes; NaN where that is 0."""
    n = np.where(size > 0, size, np.nan)
    centre, scale = share + Z * Z / (2 * n), 1 + Z * Z / n
    reach = Z * np.sqrt(np.maximum(share * (1 - share), 0.0) / n + Z * Z / (4 * n * n))
    low, high = (centre - reach) / scale, (centre + reach) / scale
    return np.where(share <= 0, 0 * n, np.maximum(low, 0.0)), np.where(share >= 1, 1 + 0 * n, np.minimum(high, 1.0))


def known_by(table: LifeTable) -> Floats:
    """How many cases have ended by the close of each day or were still looked at on it, ``float64[..., days]``."""
    ended = table.all_events
    known: Floats = table.at_risk + np.cumsum(ended, axis=-1) - ended
    return known


def time_quantiles(
    table: LifeTable, cause: int, last: int, shares: Sequence[float] = QUANTILES
) -> tuple[DayQuantile, ...]:
    """Of those that end by *cause* until day *last*, the first day by which the share q of them has.

    Open cases count with what is still to come of them, so that quick ends do not weigh more. Of one table
    (``at_risk`` is ``[days]``). The bounds are the first days on which Wilson's upper and lower bound of the share
    ended by then reach q, for the number of cases that would give the variance of that share (as :func:`bounds`); None
    below six ends, and where they are not reached. Everything None without such an end.
    """
    until = min(last, table.days - 1) + 1
    ends = float(table.events[cause, :until].sum())
    curve = time_share(table, cause, last)
    if not curve.share[-1]:
        return tuple(DayQuantile(q, None, None, None) for q in shares)
    low, high = bounds(curve, np.full(until, ends))
    lines = (curve.share, high, low) if ends >= FEWEST_FOR_MEDIAN else (curve.share,)
    found = [[first_at_most(-line, -q) for line in lines] for q in shares]
    return tuple(day_quantile(q, -curve.share, -q, *days) for q, days in zip(shares, found, strict=True))


def time_share(table: LifeTable, cause: int, last: int) -> Curve:
    """Of those that end by *cause* until day *last*, the share that has by each day up to it; 0 without such an end.

    Of one table (``at_risk`` is ``[days]``). The variance is the delta method's: with G that share, F the incidence, S
    what was open before day s and g = 1 / (1 − the share ended on it), the slope of F(t) − G · F(last) in the hazards
    of the cause and of the others on day s is (1 − G) · (S + F(s) g) and (1 − G) · F(s) g up to t, and −G · (S − rest)
    and G · rest with rest = (F(last) − F(s)) g after it.
    """
    until = min(last, table.days - 1) + 1
    table = LifeTable(table.at_risk[:until], table.events[:, :until])
    terms, n = _terms(table, cause), table.at_risk
    own = divided(table.events[cause], n)
    other = divided(table.all_events, n) - own
    stays = 1 - own - other
    g = divided(np.ones_like(stays), np.where(stays > TOLERANCE, stays, 0.0))
    ended, before = terms.ended, terms.before
    if ended[-1] <= 0:
        return Curve(np.zeros(until), np.zeros(until))
    rest = (ended[-1] - ended) * g

    def scatter(first: Floats, second: Floats) -> Floats:
        mean = first * own + second * other
        return divided(first * first * own + second * second * other - mean * mean, n)

    earlier = np.cumsum(scatter(before + ended * g, ended * g))
    after = scatter(before - rest, -rest)
    later = after.sum() - np.cumsum(after)
    share = np.minimum(ended / ended[-1], 1.0)
    variance = ((1 - share) ** 2 * earlier + share**2 * later) / ended[-1] ** 2
    return Curve(share, np.maximum(variance, 0.0))
