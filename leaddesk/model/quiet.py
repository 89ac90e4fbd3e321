"""Customers that have gone quiet, each against its own rhythm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.covers import last_known
from leaddesk.model.ordergroups import COLUMNS
from leaddesk.model.period import date_of
from leaddesk.model.purchases import purchases, unreadable

if TYPE_CHECKING:
    import datetime as dt

    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.purchases import Purchases

FEWEST_GAPS: Final = 2
UNLIKELY: Final = 0.05


@dataclass(frozen=True, slots=True)
class QuietCustomer:
    """A customer that has been silent for longer than its rhythm explains.

    It ordered on so many ``days``, every ``rhythm`` days in the mean, the ``last`` time ``silence`` days ago; one that
    goes on as before is silent for so long with the probability ``chance``. ``revenue``: what it brought in all,
    refunds taken off; None where none of its amounts is known.
    """

    customer: str
    days: int
    rhythm: float
    last: dt.date
    silence: int
    chance: float
    revenue: float | None = None


def quiet_customers(evaluator: Evaluator) -> tuple[QuietCustomer, ...]:
    """Who has gone quiet, the least likely silence first; of all orders that the filters keep, whatever the period.

    A customer needs orders on three days. With n gaps between them that sum up to G days, a silence of s days has the
    chance (1 + s / G) to the power of −n, the prediction of the next gap of a process without memory; below 5 % the
    customer is called quiet. So one in twenty of those that order at random and go on is called so wrongly, and fewer
    of those that order by the clock. Orders of one day are one, refunds none. Empty where orders are not recorded by
    customer and day.
    """
    if unreadable(evaluator) is not None:
        return ()
    today = last_known(evaluator.slice.state, "orders")
    if evaluator.slice.allowed("orders") is not None:
        return _quiet(purchases(evaluator), today)
    key = ("quiet", evaluator.settings.until, today)
    return evaluator.dataset["orders"].prepare(key, COLUMNS, lambda: _quiet(purchases(evaluator), today))


def _quiet(found: Purchases, today: int) -> tuple[QuietCustomer, ...]:
    places = found.days_ordered
    if not len(places):
        return ()
    customer, when = found.customer[places], found.day[places]
    days = np.bincount(customer, minlength=len(found.customers))
    ends = np.cumsum(days)
    some = np.flatnonzero(days > FEWEST_GAPS)
    last, first = when[ends[some] - 1], when[ends[some] - days[some]]
    silence, gaps = today - last, days[some] - 1
    chance = (1 + silence / (last - first)) ** -gaps.astype(np.float64)
    quiet = np.flatnonzero(chance < UNLIKELY)
    quiet = quiet[np.argsort(chance[quiet], kind="stable")]
    rhythm, who = (last[quiet] - first[quiet]) / gaps[quiet], some[quiet]
    priced = np.bincount(found.customer, ~np.isnan(found.amount), minlength=len(found.customers))[who]
    brought = np.bincount(found.customer, found.paid, minlength=len(found.customers))[who]
    told = (who, days[who], rhythm, last[quiet], silence[quiet], chance[quiet], brought, priced)
    return tuple(
        QuietCustomer(found.customers[name], days_, every, date_of(day), silent, luck, revenue if some_ else None)
        for name, days_, every, day, silent, luck, revenue, some_ in zip(*(one.tolist() for one in told), strict=True)
    )
