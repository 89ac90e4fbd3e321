"""The order rows behind the figures of customers, and the leads of customers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.buyers import leads_of_customers
from leaddesk.model.counted import Counted
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.leftout import Traced, among, traced_of
from leaddesk.model.period import Period
from leaddesk.model.purchases import ROWS, Purchases, purchases, set_aside
from leaddesk.model.returning import ORDER_ROWS, REFUNDS
from leaddesk.model.rows import parent_places, values
from leaddesk.model.slice import Filters
from leaddesk.model.terms import LEADS
from leaddesk.model.working import Working, of_share
from leaddesk.text import Message, msg, msgc

if TYPE_CHECKING:
    from collections.abc import Collection

    from leaddesk.model.leftout import Mask, Positions

NO_LEADS: Final = msg("None of these customers is among your leads.")
REFUND: Final = msgc("left out", "money back, which is no order")
CUSTOMERS: Final = msg("customers")
THEIR_LEADS: Final = msg("leads of these customers")
_OTHERS: Final = msgc("left out", "of other customers")


class OrderRows:
    """The order rows of a slice: ``ever`` of all that the filters keep, ``here`` of its period.

    ``counts``: the orders of each customer here; ``customers``: how many ordered; ``rows``: the rows of their orders;
    ``returning``: those of the ``number`` of customers with two orders or more.

    :raises KeyError: when orders cannot be read.
    """

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.ever = purchases(evaluator)
        self.here = self.ever.within(evaluator.slice.period)
        self.counts = np.bincount(self.here.orders.customer, minlength=len(self.here.customers))
        self.customers = int(np.count_nonzero(self.counts))
        self.rows = Counted(msg("order rows"), ROWS.table, orders_of(self.here))
        theirs = orders_of(self.here, self.counts > 1)
        self.returning = Counted(msg("order rows of repeat customers"), ROWS.table, theirs)
        self.number = int(np.count_nonzero(self.counts > 1))

    def traced(self, inside: Positions, *more: tuple[Message, Positions]) -> Traced:
        """The rows *inside* of those of the period; of the others some for *more* reasons."""
        reasons = (*set_aside(self.evaluator), (REFUND, refunds_of(self.here)), *more)
        return among(ROWS, inside, reasons, _OTHERS, self.evaluator)

    def traced_ever(self, inside: Positions, otherwise: Message, *more: tuple[Message, Positions]) -> Traced:
        """The rows *inside* of all that the filters keep, whatever the period; of the others some for *more* reasons,
        the rest for the last one.
        """
        whole = Evaluator(self.evaluator.slice.within(Period()))
        return among(ROWS, inside, (*set_aside(self.evaluator), *more), otherwise, whole)


def orders_of(rows: Purchases, customers: Mask | None = None) -> Positions:
    """The positions of the rows that are orders, of some *customers* alone."""
    some = ~rows.is_refund if customers is None else ~rows.is_refund & customers[rows.customer]
    return np.sort(rows.place[some])


def refunds_of(rows: Purchases) -> Positions:
    """The positions of the rows that are money back."""
    return np.sort(rows.place[rows.is_refund])


def of_repeated(evaluator: Evaluator) -> Working:
    """The working of :func:`~leaddesk.model.returning.repeated`."""
    found = OrderRows(evaluator)
    filled = msg("{left} / {right}", left=found.number, right=found.customers)
    names = [found.here.customers[place] for place in np.flatnonzero(found.counts > 1)]
    leads = leads_named(evaluator, names)
    return Working(
        (found.returning, found.rows, *leads),
        (found.traced(found.rows.positions),),
        filled if found.customers else None,
        base=CUSTOMERS,
        note=NO_LEADS if names and not leads else None,
    )


def of_retained(evaluator: Evaluator) -> Working:
    """The working of :func:`~leaddesk.model.returning.retained`."""
    before = evaluator.slice.period.before()
    if before is None:
        return Working()
    found = OrderRows(evaluator)
    then = found.ever.within(before)
    ordered, again = (np.zeros(len(then.customers), np.bool_) for _ in range(2))
    ordered[then.orders.customer] = True
    again[found.here.orders.customer] = True
    back = ordered & again
    first = Counted(msg("order rows of the period before"), ROWS.table, orders_of(then))
    second = Counted(msg("order rows of those who came back"), ROWS.table, orders_of(found.here, back))
    new = (msgc("left out", "of customers who had not ordered in the period before"), orders_of(found.here, ~ordered))
    otherwise = msgc("left out", "neither in this period nor in the one before")
    inside = np.union1d(first.positions, second.positions)
    refunds = (REFUND, np.union1d(refunds_of(then), refunds_of(found.here)))
    leads = [
        *leads_named(evaluator, _named(then, back), msg("leads of those who came back")),
        *leads_named(evaluator, _named(then, ordered & ~again), msg("leads of those who did not come back")),
    ]
    total = int(np.count_nonzero(ordered))
    return Working(
        (second, first, *leads),
        (found.traced_ever(inside, otherwise, refunds, new),),
        msg("{left} / {right}", left=int(np.count_nonzero(back)), right=total) if total else None,
        base=msg("customers of the period before"),
        note=NO_LEADS if total and not leads else None,
    )


def of_delivered(evaluator: Evaluator) -> Working:
    """The working of :func:`~leaddesk.model.returning.delivered`."""
    data, settings = evaluator.dataset, evaluator.settings
    has_order = values(ORDER_ROWS, data, settings) > values(REFUNDS, data, settings)
    places = evaluator.matching(LEADS.table, LEADS.by, LEADS.where)
    part = Counted(msg("leads with an order"), LEADS.table, places[has_order[places]])
    whole = Counted(LEADS.label, LEADS.table, places)
    lead_of = parent_places(data["orders"], "customer", data["leads"])
    is_ours = np.zeros(len(has_order) + 1, np.bool_)  # the last one is no lead
    is_ours[part.positions] = True
    is_refund = data["orders"].numbers("amount") < 0 if data.has("orders", "amount") else np.zeros(len(lead_of), bool)
    theirs = Counted(msg("order rows of these leads"), ROWS.table, np.flatnonzero(is_ours[lead_of] & ~is_refund))
    reasons = (
        (REFUND, np.flatnonzero(is_refund)),
        (msgc("left out", "names none of your leads"), np.flatnonzero(lead_of < 0)),
    )
    every = Evaluator(replace(evaluator.slice, period=Period(), filters=Filters()))
    otherwise = msgc("left out", "of leads that are not counted here")
    orders = among(ROWS, theirs.positions, reasons, otherwise, every)
    found = of_share(part, whole, *traced_of(LEADS, evaluator), orders)
    return replace(found, counted=(*found.counted, theirs))


def leads_named(evaluator: Evaluator, customers: Collection[str], what: Message = THEIR_LEADS) -> tuple[Counted, ...]:
    """The leads of *customers*, none where they are no leads."""
    places = leads_of_customers(evaluator.dataset, customers)
    return (Counted(what, LEADS.table, places),) if len(places) else ()


def _named(rows: Purchases, customers: Mask) -> list[str]:
    return [rows.customers[place] for place in np.flatnonzero(customers)]
