"""What a customer costs with the hours spent on selling: those that nobody writes an invoice for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model import intervals
from leaddesk.model.counted import Counted
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.expression import Arithmetic, Constant, Operator, ratio
from leaddesk.model.floors import NOTES, missing
from leaddesk.model.leads_table import label_of
from leaddesk.model.leftout import counted, traced_of
from leaddesk.model.measure import Edge, Measure, absent
from leaddesk.model.period import DAY, date_of
from leaddesk.model.terms import CUSTOMERS, SPEND
from leaddesk.model.working import Working
from leaddesk.text import Money, msg

if TYPE_CHECKING:
    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.period import Period
    from leaddesk.model.settings import Settings
    from leaddesk.text import Message

MONTH = 365.25 / 12
UNSAID: Final = msg("not measured yet: say in the settings how many hours selling takes, and what one costs")


def full_cost_of_a_customer(evaluator: Evaluator) -> Measure:
    """(Spend + hours a month × months of the period × cost of an hour) / customers won in it.

    The period ends on the as-of day at the latest; without a beginning it begins with the first lead. The interval is
    that of the customers, a Poisson count; all else is known.
    """
    settings = evaluator.settings
    for dimension in evaluator.slice.filters.kept:
        return absent(msg("the hours are not recorded by {dimension}", dimension=label_of(dimension)))
    spend, customers = evaluator.evaluate(SPEND), evaluator.evaluate(CUSTOMERS)
    why = spend.reason(0) or customers.reason(0)
    if why is not None:
        return absent(why)
    won, days = int(customers.values[0]), _days(evaluator)
    if days <= 0:
        return absent(msg("the period has not begun"), won)
    if not won:
        return absent(CUSTOMERS.none or msg("no customer won in this period"), 0)
    if not settings.selling_hours or not settings.selling_rate:
        return absent(UNSAID, won)
    hours = settings.selling_hours * days / MONTH
    cost = float(spend.values[0]) + hours * settings.selling_rate
    unknown = int(missing(SPEND, evaluator)[0])
    if unknown:
        return Measure(cost / won, won, unknown=unknown, note=NOTES[Edge.LEAST], edge=Edge.LEAST)
    fewest, most = intervals.poisson(won)
    return Measure(cost / won, won, cost / most, cost / fewest)


def full_cost_formula(settings: Settings, period: Period) -> Arithmetic | Message:
    """The same of a whole period, once it is over; why there is none."""
    if not settings.selling_hours or not settings.selling_rate:
        return UNSAID
    hours = settings.selling_hours * (period.days or 0) / MONTH
    return ratio(Arithmetic(SPEND, Operator.PLUS, Constant(hours * settings.selling_rate)), CUSTOMERS)


def _days(evaluator: Evaluator) -> int:
    """The days of the period that are over, the as-of day included."""
    period, as_of = evaluator.slice.period, evaluator.slice.state.as_of
    first, last = period.start, min(period.end or as_of, as_of)
    if first is None:
        known = evaluator.dataset["leads"].days("created") if evaluator.dataset.has("leads", "created") else np.zeros(0)
        known = known[known != MISSING_DAY]
        first = date_of(int(known.min())) if len(known) else last
    return (last - first + DAY) // dt.timedelta(days=1)


def of_full_cost(evaluator: Evaluator) -> Working:
    """The working of :func:`full_cost_of_a_customer`."""
    settings = evaluator.settings
    won = Counted(CUSTOMERS.label, CUSTOMERS.table, counted(CUSTOMERS, evaluator))
    spent = Counted(SPEND.label, SPEND.table, counted(SPEND, evaluator), is_count=False)
    spend = float(evaluator.evaluate(SPEND).values[0])
    filled = None
    if settings.selling_hours and settings.selling_rate and len(won):
        filled = msg(
            "({spend} + {hours} × {months} × {rate}) / {customers}",
            spend=Money(spend, settings.currency),
            hours=_plain(settings.selling_hours),
            months=_plain(round(_days(evaluator) / MONTH, 2)),
            rate=Money(settings.selling_rate, settings.currency),
            customers=len(won),
        )
    return Working((won, spent), (*traced_of(SPEND, evaluator), *traced_of(CUSTOMERS, evaluator)), filled)


def _plain(number: float) -> float:
    """Whole numbers are written without decimals."""
    return int(number) if number == int(number) else number
