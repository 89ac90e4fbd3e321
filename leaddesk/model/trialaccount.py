"""What is behind how the forecast did in the past: which days, what was expected of them, and what came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.account import Account
from leaddesk.model.behind import followed_leads, of_fate, unplaced
from leaddesk.model.counted import Counted
from leaddesk.model.hindsight import STEP
from leaddesk.model.leftout import among
from leaddesk.model.measure import Measure, Unit
from leaddesk.model.outcomes import Fate, outcomes
from leaddesk.model.period import DAY, day_number
from leaddesk.model.rows import values
from leaddesk.model.terms import CREATED, LEADS, PRICED_DEALS
from leaddesk.model.tried import tried_over
from leaddesk.text import Message, Money, msg, msgc, msgn

if TYPE_CHECKING:
    import datetime as dt

    from leaddesk.model.leftout import Positions
    from leaddesk.model.report import Report

_TRIED: Final = msg(
    "What the forecast would have told on earlier days of the customers of the thirty days that followed, from what "
    "was known then, beside those that came."
)
_OFF: Final = msg("what each forecast was off by, added up / customers that came")
_NOBODY: Final = msg("no customer came in these months")


def of_trials(whole: Report) -> Account:
    """The account of how the forecast of a month did in the past; *whole*: of all that the filters keep, whose forecast
    has trials.
    """
    found = whole.forecast
    missed = sum(abs(one.came - (one.customers.value or 0.0)) for one in found.trials)
    came, n = sum(one.came for one in found.trials), len(found.trials)
    error = Measure(found.error, n, absent=_NOBODY if found.error is None else None)
    rows = [Counted(_won(one.made), LEADS.table, won_after(whole, one.made)) for one in found.trials]
    everyone = np.sort(np.concatenate([one.positions for one in rows]))
    deals = Counted(PRICED_DEALS.label, PRICED_DEALS.table, whole.counted(PRICED_DEALS))
    undated = (msgc("left out", "won on an unknown day"), of_fate(whole.evaluator, Fate.WON_UNDATED))
    reasons, otherwise = (*unplaced(whole.evaluator), undated), msgc("left out", "not won in these months")
    return Account(
        msg("The forecast, tried on your past"),
        _TRIED,
        Unit.PERCENT,
        error,
        (*rows, deals),
        (among(LEADS, everyone, reasons, otherwise, whole.evaluator),),
        formula=_OFF,
        filled=None if found.error is None else msg("{left} / {right}", left=round(missed, 2), right=came),
        base=msg("months tried"),
        tells_n=True,
        said=msg("{held} of {count} in the interval", held=sum(one.held for one in found.trials), count=n),
        facts=tuple((_days(one.made), _told(one.customers, one.came, one.held)) for one in found.trials),
    )


def trials_told(whole: Report, months: int, unit: Unit) -> tuple[tuple[Message, Message], ...]:
    """Each trial of the forecast of so many months: of which days, what it told and what came."""
    currency, told = whole.slice.state.settings.currency, []
    for one in tried_over(whole.slice):
        held = one.held(unit)
        if one.months == months and held is not None:
            money = unit is Unit.MONEY
            measure, came = (one.revenue, one.brought) if money else (one.customers, one.came)
            told.append((_days(one.made, months), _told(measure, came or 0, held, currency if money else None)))
    return tuple(told)


def won_after(whole: Report, made: dt.date) -> Positions:
    """The leads won in the thirty days after that day, ascending positions."""
    places, data = followed_leads(whole.evaluator), whole.slice
    found = outcomes(data.state)
    day = values(CREATED, data.dataset, data.state.settings)[places].astype(np.int64) + found.days[places]
    later = day - day_number(made)
    won: Positions = places[(found.fate[places] == Fate.WON) & (later > 0) & (later <= STEP)]
    return won


def _days(made: dt.date, months: int = 1) -> Message:
    return msg("{start} – {end}", start=made + DAY, end=made + months * STEP * DAY)


def _won(made: dt.date) -> Message:
    return msg("leads won from {start} to {end}", start=made + DAY, end=made + STEP * DAY)


def _told(measure: Measure, came: float, held: bool, currency: str | None = None) -> Message:
    value, low, high = (round(end or 0.0) for end in (measure.value, measure.low, measure.high))
    first: Money | int = value if currency is None else Money(value, currency, 0)
    expected = msg("{value} ({low} to {high})", value=first, low=low, high=high)
    if currency is not None:
        brought = Money(came, currency, 0)
        if held:
            return msg("{expected} expected; {came} came: in the interval", expected=expected, came=brought)
        return msg("{expected} expected; {came} came: outside", expected=expected, came=brought)
    if held:
        return msgn(
            "{expected} expected; {count} came: in the interval",
            "{expected} expected; {count} came: in the interval",
            round(came), expected=expected,
        )  # fmt: skip
    return msgn(
        "{expected} expected; {count} came: outside",
        "{expected} expected; {count} came: outside",
        round(came), expected=expected,
    )  # fmt: skip
