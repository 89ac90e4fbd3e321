"""Customers and revenue of the next months: the open leads by their age, the leads still to come, and the doubt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.arrivals import kept
from leaddesk.model.chances import amount_bounds, at_least_count, count_quantiles
from leaddesk.model.conversion import chances_by_age, unfollowed, untold
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.following import reference
from leaddesk.model.hindsight import STEP, hindsight
from leaddesk.model.incidence import incidence
from leaddesk.model.measure import Measure, absent
from leaddesk.model.outcomes import WON
from leaddesk.model.period import DAY, Period, date_of, day_number, first_of_month
from leaddesk.model.rhythm import Series, rhythm
from leaddesk.model.survival import Curve
from leaddesk.model.worths import worths
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from leaddesk.model.hindsight import Hindsight, Known
    from leaddesk.model.rhythm import Rhythm
    from leaddesk.model.slice import Slice
    from leaddesk.model.survival import Counts, Floats
    from leaddesk.model.worths import Deals, Worths

MONTHS: Final = (1, 2, 3)
FEWEST_DAYS: Final = 90
FEWEST_WON: Final = 10
TOO_SHORT: Final = msg("too early to say: three months of leads and ten dated sales are needed")
NO_AMOUNT: Final = msg("no deal with an amount: what a customer brings is not known")


@dataclass(frozen=True, slots=True)
class Ahead:
    """The next so many ``months``, up to the day ``until``: ``customers`` won (``from_open``: how many of them of the
    leads that are open now) and ``revenue``; the intervals hold what comes with 95 %.
    """

    months: int
    until: dt.date
    customers: Measure
    from_open: float
    revenue: Measure


@dataclass(frozen=True, slots=True)
class Trial:
    """The forecast of thirty days as it would have been made after the day ``made``, and what came."""

    made: dt.date
    customers: Measure
    came: int

    @property
    def held(self) -> bool:
        """Whether what came lies in the interval."""
        low, high = self.customers.low, self.customers.high
        return low is not None and high is not None and low <= self.came <= high


@dataclass(frozen=True, slots=True)
class OpenWorth:
    """What open leads are likely to bring: ``priced`` by those with an amount; ``customers`` won of the others, each of
    whom brings ``mean``.
    """

    priced: float
    customers: float
    mean: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is to come. ``ahead``: the next one, two and three months; ``trials``: how it would have done in the past,
    the latest first, ``error`` their mean error as a share of what came (None where nothing came); ``pipeline``: what
    the leads open now are worth within the last of ``ahead``, each by its own amount where it has one, ``made_of`` its
    parts. ``absent``: why there is none.
    """

    ahead: tuple[Ahead, ...] = ()
    trials: tuple[Trial, ...] = ()
    error: float | None = None
    pipeline: Measure | None = None
    made_of: OpenWorth | None = None
    absent: Message | None = None

    @property
    def told(self) -> Message | None:
        """How far it can be trusted, by the user's own past; None where it could not be tried."""
        if not self.trials:
            return None
        held = sum(trial.held for trial in self.trials)
        return msgn(
            "customers of a month, tried on your last month: in the interval in {held} of {count} case",
            "customers of a month, tried on your last {count} months: in the interval in {held} of {count} cases",
            len(self.trials),
            held=held,
        )


@dataclass(frozen=True, eq=False, slots=True)
class Expected:
    """How many customers some days bring: their mean and variance; ``open``: the part of the open leads, whose chances
    by age are ``chance``, with their standard errors ``doubt``.
    """

    mean: float
    variance: float
    open: float
    chance: Floats
    doubt: Floats

    @property
    def measure(self) -> Measure:
        """The mean with the interval that holds what comes with 95 %."""
        return next(measures((self,)))


def measures(parts: Sequence[Expected]) -> Iterator[Measure]:
    """The mean of each with the interval that holds what comes with 95 %."""
    means, variances = (np.array([[getattr(part, name)] for part in parts]) for name in ("mean", "variance"))
    bounds = count_quantiles(np.array([0.025, 0.975]), means, variances).tolist()
    return (Measure(part.mean, None, float(low), float(high)) for part, (low, high) in zip(parts, bounds, strict=True))


def forecast_over(data: Slice) -> Forecast:
    """The forecast of all that the filters of a slice keep; made once for the State and the filters."""
    whole = data.within(Period())
    return whole.state.once(("ahead", whole.filters), lambda: forecast(Evaluator(whole)))


def open_leads_worth(evaluator: Evaluator) -> Measure:
    """What the leads open on the as-of day bring within three months: each its chance to be won by then times its
    amount, or the mean deal where it has none; whatever the period.
    """
    found = forecast_over(evaluator.slice)
    if found.absent is not None:
        is_empty = "leads" in evaluator.dataset and not len(evaluator.dataset["leads"])
        return absent(msg("no lead is open"), 0) if is_empty else absent(found.absent)
    return absent(TOO_SHORT) if found.pipeline is None else found.pipeline


def forecast(whole: Evaluator) -> Forecast:
    """The next months, after the as-of day; *whole*: over a slice without a period.

    An open lead is won within the time with the chance that older leads of its age had (Aalen-Johansen). Leads come as
    they did in the last year, by weekday and season, and are won as the others were. The interval allows for luck, for
    the doubt in how fast leads come and are won, and for what these vary; not for what will be new.
    """
    reason = unfollowed(whole)
    if reason is not None:
        return Forecast(absent=reason)
    as_of = whole.slice.state.as_of
    leads = kept(whole)
    found = leads.once("hindsight", lambda all_: hindsight(all_.everyone.followed))
    known = found.known(0, reference(whole))
    reason = TOO_SHORT if known is None else untold(known.model)
    if known is None or reason is not None:
        return Forecast(absent=reason)
    ends = [_after(as_of, months) for months in MONTHS]
    basis = _basis(known)
    if basis is None:
        return Forecast(absent=TOO_SHORT)
    spans = [day_number(end) - known.day for end in ends]
    parts = [_expected(basis, days, *chances_by_age(known.model, within=days)) for days in spans]
    worth = worths(leads)
    past = _in_the_past(found)
    told = measures([*parts, *past.values()])
    ahead = [
        Ahead(months, end, next(told), part.open, revenue(part, worth))
        for months, end, part in zip(MONTHS, ends, parts, strict=True)
    ]
    trials = tuple(Trial(date_of(found.day - back * STEP), next(told), found.won_after(back)) for back in past)
    came = sum(trial.came for trial in trials)
    missed = sum(abs(trial.came - (trial.customers.value or 0.0)) for trial in trials)
    waiting = known.model.waiting
    open_worth, made_of = pipeline(waiting, parts[-1], worth), open_worth_of(waiting, parts[-1], worth)
    return Forecast(tuple(ahead), trials, missed / came if came else None, open_worth, made_of)


@dataclass(frozen=True, eq=False, slots=True)
class _Basis:
    """What is known of some leads, the pace at which they come, and which share of them is won by each age."""

    known: Known
    pace: Rhythm
    curve: Curve


def _basis(known: Known) -> _Basis | None:
    """None where too little is known."""
    pace = _pace(known)
    return None if pace is None else _Basis(known, pace, incidence(known.model.table.to_last_end, WON))


def _pace(known: Known) -> Rhythm | None:
    """The pace at which leads come; None where too little is known of them."""
    model = known.model
    if int(model.won) - int(model.undated[WON]) < FEWEST_WON:
        return None
    first = known.first + 1
    if known.day - first + 1 < FEWEST_DAYS:
        return None
    first = max(first, known.day - 3660)
    arrived = known.arrived[first - known.first :].astype(np.float64)
    return rhythm(Series(first, arrived, arrived, True))


def expected(known: Known, days: int) -> Expected | None:
    """How many customers the next *days* bring; None where too little is known."""
    basis = _basis(known)
    return None if basis is None else _expected(basis, days, *chances_by_age(known.model, within=days))


def _expected(basis: _Basis, days: int, chance: Floats, doubt: Floats) -> Expected:
    """The same, where the open leads of each age are won by then with such a chance, with such a standard error."""
    known, pace, model = basis.known, basis.pace, basis.known.model
    waiting = model.waiting
    from_open = float((waiting * chance).sum())
    luck = float((waiting * chance * (1 - chance)).sum())
    unsure = float((waiting * doubt).sum())
    comes, level_doubt = pace.each(known.day + 1, known.day + days)
    last = min(int(model.oldest), model.table.days - 1, len(basis.curve.share) - 1)
    at = np.minimum(np.arange(days)[::-1], max(0, last))
    share, error = basis.curve.share[at], np.sqrt(basis.curve.variance[at])
    new = float((comes * share).sum())
    noise = float((comes * share * (1 - share)).sum() + pace.spread * (comes * share * share).sum())
    doubts = (unsure + float((comes * error).sum())) ** 2 + new * new * level_doubt
    return Expected(from_open + new, luck + noise + doubts, from_open, chance, doubt)


def revenue(part: Expected, worth: Worths) -> Measure:
    """Customers times what one brings."""
    deals = _deals(worth)
    if deals is None:
        return absent(NO_AMOUNT)
    mean = part.mean * deals.mean
    variance = part.mean * deals.variance + part.variance * deals.mean**2 + part.mean**2 * deals.variance / deals.n
    nothing = 1 - at_least_count(1, part.mean, part.variance)
    return Measure(mean, deals.n, *amount_bounds(mean, variance, nothing))


def _deals(worth: Worths) -> Deals | None:
    deals = worth.deals
    return None if deals is None or deals.n < FEWEST_WON or deals.mean <= 0 else deals


def open_worth_of(waiting: Counts, part: Expected, worth: Worths) -> OpenWorth:
    """What :func:`pipeline` adds up."""
    deals = _deals(worth)
    priced, amounts, _ = worth.by_age(len(waiting))
    customers = float((part.chance * (waiting - priced)).sum())
    return OpenWorth(float((part.chance * amounts).sum()), customers, 0.0 if deals is None else deals.mean)


def pipeline(waiting: Counts, part: Expected, worth: Worths) -> Measure:
    """The chance of each open lead times its amount, or the mean deal where it has none.

    The interval allows for the luck of each lead, for the doubt in the chances, which is the same for all of an age and
    much the same for all, and for the doubt in the mean deal.
    """
    count = int(waiting.sum())
    if not count:
        return Measure(0.0, 0, 0.0, 0.0)
    deals = _deals(worth)
    priced, amounts, squares = worth.by_age(len(waiting))
    lacking, chance = waiting - priced, part.chance
    if deals is None and lacking.any():
        return absent(NO_AMOUNT, count)
    mean, spread = (0.0, 0.0) if deals is None else (deals.mean, deals.variance)
    worthy = amounts + lacking * mean
    total = float((chance * worthy).sum())
    squared = squares + lacking * mean**2
    luck = float((chance * (1 - chance) * squared).sum() + (chance * lacking).sum() * spread)
    unsure = 0.0 if deals is None else float((chance * lacking).sum()) ** 2 * spread / deals.n
    nothing = float(np.exp((waiting * np.log1p(-np.minimum(chance, 1 - 1e-12))).sum()))
    unsure += float((part.doubt * worthy).sum()) ** 2
    return Measure(total, count, *amount_bounds(total, luck + unsure, nothing))


def _in_the_past(found: Hindsight) -> dict[int, Expected]:
    """The forecasts of thirty days as they would have been made one, two … times thirty days ago, where they could."""
    past = found.past()
    if past is None:
        return {}
    curve, (chance, doubt) = incidence(past.model.table.to_last_end, WON), chances_by_age(past.model, within=STEP)
    made = {}
    for group, (back, known) in enumerate(zip(past.back, past.known, strict=True)):
        pace = _pace(known)
        if pace is not None:
            basis = _Basis(known, pace, Curve(curve.share[group], curve.variance[group]))
            made[back] = _expected(
                basis, STEP, *(line[group, : known.model.waiting.shape[-1]] for line in (chance, doubt))
            )
    return made


def _after(day: dt.date, months: int) -> dt.date:
    """The day so many months later; the last of its month where that is shorter."""
    start = first_of_month(day, months)
    last = first_of_month(start, 1) - DAY
    return min(start + (day.day - 1) * DAY, last)
