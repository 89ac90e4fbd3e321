"""The rows behind what a customer is worth: its orders, what it cost, whether it has paid that back."""

from __future__ import annotations

import numpy as np

from leaddesk.model.columnwords import lacking_value
from leaddesk.model.counted import Counted
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.leftout import among, counted, traced_of
from leaddesk.model.lifetime import CAC, DEAL_PARTS, MARGIN_PARTS, MONTHLY, Lifetime, lifetime, paid_back
from leaddesk.model.orderrows import CUSTOMERS as BUYERS
from leaddesk.model.orderrows import REFUND, OrderRows, leads_named, orders_of, refunds_of
from leaddesk.model.period import Period
from leaddesk.model.purchases import ROWS
from leaddesk.model.terms import CUSTOMERS, SPEND
from leaddesk.model.working import Working
from leaddesk.text import Message, Money, Percent, msg, msgc, msgn


def of_lifetime(evaluator: Evaluator) -> Working:
    """The working of :func:`~leaddesk.model.lifetime.lifetime_value`."""
    found = lifetime(evaluator)
    if not isinstance(found, Lifetime):
        return Working(base=BUYERS)
    rows = OrderRows(evaluator)
    recent = rows.ever.within(found.this_year)
    year = Counted(msg("order rows of the twelve months"), ROWS.table, orders_of(recent))
    kept = counted(MARGIN_PARTS[0], Evaluator(evaluator.slice.within(found.this_year)))
    priced = Counted(msg("order rows with an amount and its margin"), ROWS.table, kept)
    parts, refunds, back = [year, priced], np.zeros(0, np.intp), refunds_of(recent)
    if len(back):
        parts.append(Counted(msg("money back of the twelve months"), ROWS.table, back))
    if found.year_before is not None:
        earlier = rows.ever.within(found.year_before)
        parts.append(Counted(msg("order rows of the year before"), ROWS.table, orders_of(earlier)))
        refunds = refunds_of(earlier)
    inside = np.unique(np.concatenate([part.positions for part in parts]))
    otherwise = msgc("left out", "outside these months")
    names = [recent.customers[place] for place in np.unique(recent.orders.customer)]
    return Working(
        (*parts, *leads_named(evaluator, names)),
        (rows.traced_ever(inside, otherwise, (REFUND, refunds)),),
        _value(found, evaluator),
        base=BUYERS,
        note=_years(found),
    )


def _value(found: Lifetime, evaluator: Evaluator) -> Message:
    currency = evaluator.settings.currency
    years: float | Message = int(found.years) if found.years == int(found.years) else found.years
    if found.year_before is not None and found.gone and found.before / found.gone == found.years:
        years = msg("({left} / {right})", left=found.before, right=found.gone)
    return msg(
        "({revenue} / {priced}) × ({orders} / {customers}) × {years} × ({margin} / {amounts})",
        revenue=Money(found.revenue, currency),
        priced=found.priced,
        orders=found.orders,
        customers=found.customers,
        years=years,
        margin=Money(found.margin, currency),
        amounts=Money(found.amounts, currency),
    )


def _years(found: Lifetime) -> Message | None:
    if found.year_before is None:
        return None
    months = msgn("{count} month", "{count} months", round(found.years * 12))
    return msgn(
        "Years: of the {count} customer of the year before {gone} did not order again. {months} count.",
        "Years: of the {count} customers of the year before {gone} did not order again. {months} count.",
        found.before,
        gone=found.gone,
        months=months,
    )


def of_value_to_cost(evaluator: Evaluator) -> Working:
    """The working of :func:`~leaddesk.model.lifetime.value_to_cost`."""
    found, worth = lifetime(evaluator), of_lifetime(evaluator)
    won = Counted(CUSTOMERS.label, CUSTOMERS.table, counted(CUSTOMERS, evaluator))
    spent = Counted(SPEND.label, SPEND.table, counted(SPEND, evaluator), is_count=False)
    filled = None
    cost = evaluator.evaluate(CAC)
    if isinstance(found, Lifetime) and cost.reason(0) is None:
        values = (Money(value, evaluator.settings.currency) for value in (found.value, float(cost.values[0])))
        filled = msg("{left} / {right}", left=next(values), right=next(values))
    note = None if worth.filled is None else msg("LTV: {formula}", formula=worth.filled)
    if note is not None and worth.note is not None:
        note = msg("{first} · {second}", first=note, second=worth.note)
    rows = tuple(one for one in worth.counted if one.table == ROWS.table)
    traced = (*worth.traced, *traced_of(SPEND, evaluator), *traced_of(CUSTOMERS, evaluator))
    return Working((*rows, spent, won), traced, filled, base=BUYERS, note=note)


def of_payback(evaluator: Evaluator) -> Working:
    """The working of :func:`~leaddesk.model.lifetime.payback`."""
    found = paid_back(evaluator)
    paid = Counted(msg("customers who have paid back their cost"), CUSTOMERS.table, found.places[found.has_paid])
    waiting = Counted(msg("customers who have not yet"), CUSTOMERS.table, found.places[~found.has_paid])
    deals = counted(DEAL_PARTS[0], Evaluator(evaluator.slice.within(Period())))
    rated = Counted(msg("deals with an amount and its margin"), CUSTOMERS.table, deals)
    spent = Counted(SPEND.label, SPEND.table, counted(SPEND, evaluator), is_count=False)
    filled = msg(
        "{cost} / (monthly revenue × {rate}): {paid} paid back, {waiting} not yet",
        cost=Money(found.cost, evaluator.settings.currency),
        rate=Percent(found.rate),
        paid=len(paid),
        waiting=len(waiting),
    )
    lacking = found.unknown[np.isnan(evaluator.dataset["leads"].numbers(MONTHLY.column)[found.unknown])]
    reasons = ((lacking_value(MONTHLY), lacking),)
    otherwise = msgc("left out", "won on an unknown day")
    traced = among(CUSTOMERS, found.places, reasons, otherwise, evaluator)
    return Working(
        (paid, waiting, rated, spent), (traced, *traced_of(SPEND, evaluator)), filled, False, CUSTOMERS.label
    )
