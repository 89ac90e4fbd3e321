"""The forecast tried on the user's own past, one to three months ahead, customers and revenue; made when asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from leaddesk.model.arrivals import kept
from leaddesk.model.conversion import unfollowed
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.forecast import MONTHS, expected, revenue
from leaddesk.model.hindsight import STEP, STEPS, hindsight
from leaddesk.model.measure import Unit
from leaddesk.model.outcomes import WON, Fate, outcomes
from leaddesk.model.period import Period, date_of, day_number
from leaddesk.model.worths import Deals, Worths
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    import datetime as dt

    import numpy.typing as npt

    from leaddesk.model.arrivals import Arrivals
    from leaddesk.model.measure import Measure
    from leaddesk.model.slice import Slice


@dataclass(frozen=True, slots=True)
class Tried:
    """The forecast of so many ``months`` of thirty days each as it would have been made after the day ``made``: the
    ``customers`` and the ``revenue`` expected, the customers that ``came`` and what they ``brought``, None where not
    all of their amounts are known.
    """

    months: int
    made: dt.date
    customers: Measure
    came: int
    revenue: Measure
    brought: float | None

    def held(self, unit: Unit) -> bool | None:
        """Whether what came lies in the interval; None where that cannot be said."""
        money = unit is Unit.MONEY
        measure, came = (self.revenue, self.brought) if money else (self.customers, self.came)
        if came is None or measure.low is None or measure.high is None:
            return None
        return measure.low <= came <= measure.high


def tried_over(data: Slice) -> tuple[Tried, ...]:
    """The trials over all that the filters of a slice keep, the nearest months first, then the latest; made once for
    the State and the filters. Not for the figures that follow each filter: it looks at the leads one by one.
    """
    whole = data.within(Period())
    return whole.state.once(("tried", whole.filters), lambda: _tried(Evaluator(whole)))


def told(tried: tuple[Tried, ...], months: int, unit: Unit) -> Message:
    """How the forecast of so many months did in the past, or that it could not be tried."""
    held = [found for one in tried if one.months == months and (found := one.held(unit)) is not None]
    if not held:
        if unit is Unit.MONEY:
            return msg(
                "{days} days ahead it could not be tried on your past, which is too short or lacks amounts",
                days=months * STEP,
            )
        return msg("{days} days ahead it could not be tried on your past, which is too short", days=months * STEP)
    return msgn(
        "tried on your past, {days} days ahead: what came was within the interval in {held} of {count} case",
        "tried on your past, {days} days ahead: what came was within the interval in {held} of {count} cases",
        len(held), days=months * STEP, held=sum(held),
    )  # fmt: skip


def _tried(whole: Evaluator) -> tuple[Tried, ...]:
    if unfollowed(whole) is not None:
        return ()
    leads = kept(whole)
    found = leads.once("hindsight", lambda all_: hindsight(all_.everyone.followed))
    deals = _Deals.of(leads)
    made = []
    for months in MONTHS:
        for back in range(months, STEPS + 1):
            known = found.known(back)
            part = None if known is None else expected(known, months * STEP)
            if part is None:
                continue
            money = revenue(part, Worths(deals.known(back), np.zeros((3, 1))))
            came = int(found.ended[back - months : back, WON].sum())
            day = date_of(found.day - back * STEP)
            made.append(Tried(months, day, part.measure, came, money, deals.brought(back - months, back)))
    return tuple(made)


@dataclass(frozen=True, eq=False, slots=True)
class _Deals:
    """The amounts of the customers won, NaN where one is not known, and how many whole steps ago each was won; below
    zero on an unknown day: -1 minus the steps since its lead was created.
    """

    amounts: npt.NDArray[np.float64]
    step: npt.NDArray[np.int64]

    @classmethod
    def of(cls, leads: Arrivals) -> _Deals:
        followed, state = leads.everyone.followed, leads.state
        places, created = followed.places, followed.created.astype(np.int64)
        found, frame = outcomes(state), state.dataset["leads"]
        fate = found.fate[places]
        some = np.flatnonzero((fate == Fate.WON) | (fate == Fate.WON_UNDATED))
        amounts = frame.numbers("amount")[places[some]] if frame.has("amount") else np.full(len(some), np.nan)
        today = day_number(state.as_of)
        day = created[some] + np.where(fate[some] == Fate.WON, found.days[places[some]], 0)
        step = (today - day) // STEP
        return cls(np.asarray(amounts, np.float64), np.where(fate[some] == Fate.WON, step, -1 - step))

    def known(self, back: int) -> Deals | None:
        """What deals brought as far as it was known so many steps ago."""
        step = np.where(self.step < 0, -1 - self.step, self.step)
        amounts = self.amounts[(step >= back) & ~np.isnan(self.amounts)]
        return Deals(float(amounts.mean()), float(amounts.var(ddof=1)), len(amounts)) if len(amounts) > 1 else None

    def brought(self, first: int, end: int) -> float | None:
        """What those won in the steps from one to before another brought; None where some amount is not known."""
        amounts = self.amounts[(self.step >= first) & (self.step < end)]
        return None if np.isnan(amounts).any() else float(amounts.sum())
