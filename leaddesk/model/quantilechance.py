"""What a median of a period will come out at (or another quantile): its cases so far, those that still wait, and those
still to come.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model import chances
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.expression import OnDay, all_rows, known
from leaddesk.model.measure import Measure
from leaddesk.model.period import day_number
from leaddesk.model.rhythm import WEEKS, Series, rhythm, series
from leaddesk.model.rowcolumn import OpeningTime, StageOf
from leaddesk.model.rows import MISSING_SECOND, is_measured, values
from leaddesk.model.sharechance import FEWEST, TOO_FEW, prior
from leaddesk.model.stages import Stage
from leaddesk.text import msg

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.expression import Quantile
    from leaddesk.model.survival import Floats
    from leaddesk.text import Message

    Days = npt.NDArray[np.int64]

BY_VALUES: Final = msg("Chances by how many of your past cases kept to the target; who still waits counts by how long")
_YEAR: Final = 365
_RIPE: Final = 30
"""Who is not answered after so many days says how many never are."""
_SIZES: Final = 15
"""How many cases come is looked at in so many equally likely sizes,"""
_DRAWS: Final = 45
"""and in so many where some wait, with what becomes of these drawn beside it."""
_MOST: Final = 1000
"""Of those that wait, so many are looked at: the ones that wait the shortest."""
_PRIOR: Final = 4.0
_SEED: Final = 20261301
_DAY: Final = 86_400


@dataclass(frozen=True, eq=False, slots=True)
class Waiting:
    """Cases of the period that have no value yet and may get one: how long each waits, ``float64[cases]``, and which
    share of such cases ever gets one.
    """

    since: Floats
    share: float


@dataclass(frozen=True, eq=False, slots=True)
class Past:
    """All cases whose value is known, in the order of nothing: their days and values; ``cases``: how many a day."""

    days: Days
    values: Floats
    cases: Series


def outlook_of(quantile: Quantile, here: Evaluator, whole: Evaluator, days: tuple[int, int, int]) -> Future | Message:
    """What a quantile will come out at, or why it is not told. *here*: the evaluator of the period up to the as-of day.
    *days*: see :func:`quantile_outlook`.
    """
    by = quantile.by
    reason = whole.unmeasured(quantile)
    if reason is not None or not isinstance(by, OnDay):
        return reason or TOO_FEW
    cases = series(known(quantile), whole)
    if cases is None:
        return TOO_FEW
    places, found = whole.known(quantile.value, by, quantile.where)
    dates = values(by.day, whole.dataset, whole.settings)[places].astype(np.int64)
    dated = (dates != MISSING_DAY) & (dates <= cases.last)
    past = Past(dates[dated], found[dated], cases)
    is_begun = days[1] > days[0]
    own = here.known(quantile.value, by, quantile.where)[1] if is_begun else np.zeros(0)
    waiting = _waiting(quantile, here, whole) if is_begun else Waiting(np.zeros(0), 0.0)
    return quantile_outlook(quantile.q, past, own, waiting, days)


def _waiting(quantile: Quantile, here: Evaluator, whole: Evaluator) -> Waiting:
    """Who of the slice was not answered yet: no decided lead, and no row of a day to come."""
    value, by = quantile.value, quantile.by
    if not isinstance(value, OpeningTime) or not isinstance(by, OnDay):
        return Waiting(np.zeros(0), 0.0)
    data, settings = here.dataset, here.settings
    close = (day_number(here.slice.state.as_of) + 1) * _DAY - 1
    start, end = (values(side, data, settings) for side in (value.start, value.end))
    is_open = (start != MISSING_SECOND) & (start <= close) & (end == MISSING_SECOND)
    if value.table == "leads" and is_measured(StageOf(), data):
        is_open &= values(StageOf(), data, settings) < Stage.WON
    places = here.matching(quantile.table, by, quantile.where)
    places = places[is_open[places]]
    since = settings.opening.hours_between(start[places], np.full(len(places), close))
    everyone = whole.matching(quantile.table, by, all_rows(quantile).where)
    days = values(by.day, data, settings)[everyone].astype(np.int64)
    today = day_number(here.slice.state.as_of)
    ripe = everyone[(days >= today - _YEAR) & (days < today - _RIPE)]
    if not len(ripe):
        ripe = everyone[days <= today]
    answered = np.count_nonzero(~np.isnan(values(value, data, settings)[ripe]))
    return Waiting(np.sort(since[~np.isnan(since)])[:_MOST], answered / max(1, len(ripe)))


def quantile_outlook(
    q: float, past: Past, own: Floats, waiting: Waiting, days: tuple[int, int, int]
) -> Future | Message:
    """What a quantile will come out at; *own*: the values of the period so far. *days*: the first of the period, the
    first that is still to come, and the last.
    """
    found = rhythm(past.cases)
    if found is None or past.cases.rows.sum() < FEWEST:
        return TOO_FEW
    mean, variance = found.ahead(days[1], days[2])
    strata = _DRAWS if len(waiting.since) else _SIZES
    comes = chances.count_quantiles((np.arange(strata) + 0.5) / strata, mean, variance)
    rng = np.random.default_rng(_SEED)
    luck = rng.random((strata, len(waiting.since)))
    rng.shuffle(comes)  # how many come hangs on nothing of what becomes of those that wait
    recent = past.days > past.cases.last - _YEAR
    values_ = np.sort(past.values[recent]) if np.count_nonzero(recent) >= FEWEST else np.sort(past.values)
    return Future(q, past, np.sort(own), waiting, days[0], comes, luck, values_)


@dataclass(frozen=True, eq=False, slots=True)
class Future:
    """What may become of a quantile. It is at most a target when enough cases are: that is a share, and is told as one
    (:func:`~leaddesk.model.sharechance.settled`).

    ``comes``: how many cases come, ``int64[strata]``; ``luck``: even chances, for each stratum and each case that
    waits; ``values``: those of the last year in order.
    """

    q: float
    past: Past
    own: Floats
    waiting: Waiting
    start: int
    comes: Days
    luck: Floats
    values: Floats

    def at_most(self, target: float, *, is_rough: bool = False) -> float:
        """How likely the quantile is the target or less; *is_rough*: without a look at how far the two cases lie apart
        that it is between.
        """
        past, cases = self.past, self.past.cases
        hit = past.values <= target
        rows = np.bincount(np.maximum(past.days[hit] - cases.first, -1) + 1, minlength=len(cases.rows) + 1)[1:]
        hits = Series(cases.first, rows.astype(np.float64), rows.astype(np.float64), True)
        spread, each = _spread(hits, cases)
        a, b = prior(hits, cases, self.start, spread)
        own = int(np.searchsorted(self.own, target, side="right"))
        more, fewer, due = self._answered(target)
        a, b = a + (own + due[0]) / spread, b + (len(self.own) - own + due[1]) / spread
        total = len(self.own) + more + fewer + self.comes
        place = self.q * (total - 1)
        low = np.floor(place).astype(np.int64)
        wanted = low + 1 - own - more  # with so many hits the quantile lies between the last hit and the first miss
        least, sure = np.zeros(len(total)), np.zeros(len(total))
        for size in np.unique(self.comes).tolist():
            doubt = (spread - 1) / max(1.0, size - 1, each - 1) + 1 / (a + b + 1)
            scale = max(1 / doubt - 1, 1e-3) / (a + b)
            reached, same = chances.hits_reached(size, a * scale, b * scale), self.comes == size
            least[same], sure[same] = (reached[np.clip(wanted[same] + one, 0, size + 1)] for one in (0, 1))
        share, tie = place - low, least - sure
        crossed = _crossed(share)
        if not is_rough:
            for at in np.flatnonzero(tie > 1e-4).tolist():
                drawn = int(wanted[at] + more[at]), int(self.comes[at] - wanted[at] + fewer[at])
                crossed[at] = self._tie(target, float(share[at]), drawn)
        return float((sure + tie * crossed)[total > 0].sum() / len(total))

    def _answered(self, target: float) -> tuple[Days, Days, tuple[float, float]]:
        """Of those that wait, how many get a value up to the target and beyond it, ``int64[strata]``, and the mean."""
        since, share = self.waiting.since, self.waiting.share
        if not len(since):
            nothing = np.zeros(len(self.comes), np.int64)
            return nothing, nothing, (0.0, 0.0)
        size = len(self.values) + 1  # one may take longer than all of the past
        by_now, by_target = (np.searchsorted(self.values, at, side="right") / size for at in (since, target))
        left = np.maximum(1 - share * by_now, 1e-9)
        hit = share * np.maximum(by_target - by_now, 0.0) / left
        miss = share * (1 - np.maximum(by_target, by_now)) / left
        hits = (self.luck < hit).sum(axis=1)
        misses = (self.luck < hit + miss).sum(axis=1) - hits
        return hits, misses, (float(hit.sum()), float(miss.sum()))

    def _tie(self, target: float, share: float, drawn: tuple[int, int]) -> float:
        """How likely the quantile is the target or less when the last case up to it and the first one beyond lie around
        it: *share* of the way between the two. *drawn*: how many of the cases up to it, and of those beyond, are to
        come; they are like those of the last year.
        """
        if share <= 0:
            return 1.0
        own_below, own_above = self.own[self.own <= target], self.own[self.own > target]
        cut = int(np.searchsorted(self.values, target, side="right"))
        below, above = target - self.values[:cut][::-1], self.values[cut:] - target
        if (drawn[0] > 0 and not len(below)) or (drawn[1] > 0 and not len(above)):
            return float(_crossed(np.array(share)))
        near = float(target - own_below[-1]) if len(own_below) else math.inf
        far = float(own_above[0] - target) if len(own_above) else math.inf
        # How near the last one lies: each distance of the past that is nearer than the own one, with its chance.
        steps = np.unique(below[below < near]) if drawn[0] > 0 else np.zeros(0)
        beyond = (1 - np.searchsorted(below, steps, side="right") / max(1, len(below))) ** max(drawn[0], 0)
        chance = -np.diff(np.concatenate([[1.0], beyond]))
        if math.isfinite(near):
            steps = np.append(steps, near)
            chance = np.append(chance, beyond[-1] if len(beyond) else 1.0)
        reach = steps * (1 - share) / share
        slack = 1e-9 * (1 + np.abs(reach))
        further = (1 - np.searchsorted(above, reach + slack, side="right") / max(1, len(above))) ** max(drawn[1], 0)
        return float((chance * np.where(reach + slack >= far, 1.0, 1 - further)).sum())

    def expected(self) -> Measure:
        """The quantile in the end, with its 95 % bounds: values of the past that are not exceeded with such chances."""
        steps = np.unique(np.concatenate([self.values, self.own]))

        def reached(share: float) -> float:
            return float(steps[_first(lambda at: self._rough(steps[at]), share, len(steps))])

        return Measure(reached(0.5), len(self.own), reached(0.025), reached(0.975))

    def _rough(self, target: float) -> float:
        return self.at_most(target, is_rough=True)


def _crossed(share: Floats) -> Floats:
    """The same where nothing is known of how far they lie apart."""
    crossed: Floats = 1 - share
    return crossed


def _spread(hits: Series, cases: Series) -> tuple[float, float]:
    """How many times the variance of chance alone the hits of a week have (slow weeks, fast weeks), and how many cases
    a week has where it has some: Pearson's chi-squared over the last year, drawn a little to 1.
    """
    weeks = min(WEEKS, len(cases.rows) // 7)
    seen, size = (line.rows[len(line.rows) - weeks * 7 :].reshape(weeks, 7).sum(axis=1) for line in (hits, cases))
    seen, size = seen[size > 0], size[size > 0]
    rate = (seen.sum() + 0.5) / (size.sum() + 1)
    square = float(((seen - size * rate) ** 2 / size).sum() / (rate * (1 - rate)))
    free = len(size) - 1
    return max(1.0, (square + _PRIOR) / (free + _PRIOR)), float(size.mean())


def _first(chance: Callable[[int], float], share: float, size: int) -> int:
    """The first place whose chance is that share or more, else the last one, by bisection."""
    low, high = 0, size - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if chance(middle) >= share else (middle + 1, high)
    return low
