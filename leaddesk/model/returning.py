"""Customers who come back: those with a second order, and those who ordered in two periods on end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model import intervals
from leaddesk.model.covers import last_known
from leaddesk.model.expression import Count, Op, Where
from leaddesk.model.lacking import lacking_column
from leaddesk.model.measure import Measure, absent
from leaddesk.model.period import day_number
from leaddesk.model.purchases import purchases, purchases_here, unreadable
from leaddesk.model.rowcolumn import BelowZero, Children, Gather
from leaddesk.model.rows import is_measured, still_to_come
from leaddesk.model.terms import BY_CREATED, LEADS
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.period import Period
    from leaddesk.model.purchases import Purchases

ORDER_ROWS: Final = Children("leads", "orders", "customer", Gather.COUNT)
REFUNDS: Final = Children("leads", "orders", "customer", Gather.SUM, BelowZero("orders", "amount"))
HAS_ORDER: Final = Where(
    Children("leads", "orders", "customer", Gather.FIRST, BelowZero("orders", "amount")), Op.EQUAL, 0
)
"""Any of the rows that name the lead is no money back."""
LEADS_WITH_ORDER: Final = Count("leads", msg("leads with an order"), BY_CREATED, (*LEADS.where, HAS_ORDER))
EXPRESSIONS: Final = (LEADS, LEADS_WITH_ORDER)
NO_ORDER: Final = msg("no order in this period")


def share(part: int, whole: int, none: Message) -> Measure:
    """A share with Wilson's bounds; absent with that reason where there is nothing to divide by."""
    if not whole:
        return absent(none, 0)
    return Measure(part / whole, whole, *(intervals.wilson(part, whole) or (None, None)))


def repeated(evaluator: Evaluator) -> Measure:
    """The share of the customers of the slice with two orders or more in it."""
    reason = unreadable(evaluator)
    if reason is not None:
        return absent(reason)
    counts = purchases_here(evaluator).counts
    return share(int(np.count_nonzero(counts > 1)), int(np.count_nonzero(counts)), NO_ORDER)


def retained(evaluator: Evaluator) -> Measure:
    """The share of the customers who ordered in the period before that ordered in this one."""
    reason = unreadable(evaluator)
    if reason is not None:
        return absent(reason)
    period = evaluator.slice.period
    before = period.before()
    if before is None:
        return absent(msg("choose a period: its customers are compared with those of the period before"))
    everything = purchases(evaluator)
    now, then = purchases_here(evaluator).counts > 0, everything.within(before).counts > 0
    nobody = _nobody_before(everything, before)
    found = share(int(np.count_nonzero(now & then)), int(np.count_nonzero(then)), nobody)
    if period.end is not None and day_number(period.end) > last_known(evaluator.slice.state, "orders"):
        return Measure(found.value, found.n, found.low, found.high, found.absent, msg("the period is not over yet"))
    return found


def _nobody_before(everything: Purchases, before: Period) -> Message:
    """Why there is no customer of the period before."""
    begins = int(everything.day.min()) if len(everything.day) else None
    if begins is not None and before.end is not None and begins > day_number(before.end):
        return msg("your orders do not reach back far enough")
    return msg("no order in the period before")


def delivered(evaluator: Evaluator) -> Measure:
    """The share of the leads created in the slice that have an order; money back alone is none."""
    reason = evaluator.unmeasured(LEADS)
    if reason is None and not is_measured(ORDER_ROWS, evaluator.dataset):
        reason = lacking_column(ORDER_ROWS, evaluator.dataset)
    if reason is not None:
        return absent(reason)
    data, settings = evaluator.dataset, evaluator.settings
    if not evaluator.fulfilled("leads", (HAS_ORDER,)).any() and still_to_come(data["orders"], settings) is None:
        return absent(msg("no order names one of your leads: their numbers are others"))
    ordered, leads = (int(evaluator.aggregate(count)[0]) for count in (LEADS_WITH_ORDER, LEADS))
    return share(ordered, leads, LEADS.none or NO_ORDER)
