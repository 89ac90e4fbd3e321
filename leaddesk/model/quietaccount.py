"""What is behind the numbers of a customer that has gone quiet."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.account import Account, count_of, with_rows
from leaddesk.model.counted import Counted
from leaddesk.model.leftout import among
from leaddesk.model.measure import Measure, Unit
from leaddesk.model.orderrows import REFUND
from leaddesk.model.outlookaccount import everything
from leaddesk.model.purchases import ROWS, purchases, set_aside
from leaddesk.text import Message, Money, Percent, msg, msgc, msgn

if TYPE_CHECKING:
    from leaddesk.model.leftout import Traced
    from leaddesk.model.quiet import QuietCustomer
    from leaddesk.model.report import Report

_OTHERS: Final = msgc("left out", "of another customer")


def of_rhythm(report: Report, one: QuietCustomer) -> tuple[Report, Account]:
    """The account of how often a customer ordered, and the report that it is of: a rhythm hangs on no period."""
    gaps = one.days - 1
    first = one.last - dt.timedelta(round(one.rhythm * gaps))
    chance = msgn(
        "Silent for {count} day. For a customer that goes on as before, chance makes so long a silence in {share} of "
        "cases.",
        "Silent for {count} days. For a customer that goes on as before, chance makes so long a silence in {share} of "
        "cases.",
        one.silence,
        share=Percent(one.chance),
    )
    whole, rows, traced = _rows(report, one, with_refunds=False)
    return whole, Account(
        msg("Rhythm"),
        msg("Mean number of days from one order to the next; orders of one day are one."),
        Unit.DAYS,
        Measure(one.rhythm),
        (rows,),
        (traced,),
        formula=msg("(last day − first day) / (days with an order − 1)"),
        filled=msg("({last} − {first}) / {gaps}", last=one.last, first=first, gaps=gaps),
        note=chance,
        said=rhythm_text(one),
    )


def rhythm_text(one: QuietCustomer) -> Message:
    """How often a customer ordered, and how long it has not: ``every 12 days, nothing for 41``."""
    every = max(1, round(one.rhythm))
    return msgn(
        "every day, nothing for {silence}", "every {count} days, nothing for {silence}", every, silence=one.silence
    )


def of_revenue(report: Report, one: QuietCustomer) -> tuple[Report, Account]:
    """The account of what all orders of a customer brought, and the report that it is of."""
    whole, rows, traced = _rows(report, one, with_refunds=True)
    brought = None if one.revenue is None else Money(one.revenue, whole.slice.state.settings.currency)
    return whole, Account(
        msgc("customer", "Revenue"),
        msg("What all its orders brought, money back taken off."),
        Unit.MONEY,
        Measure(one.revenue),
        (rows,),
        (traced,),
        made_of=None if brought is None else msg("{name}: {value}", name=rows.what, value=brought),
    )


def of_quiet(report: Report) -> tuple[Report, Account]:
    """The account of how many customers have gone quiet, and the report that it is of."""
    whole = everything(report)
    found, quiet = purchases(whole.evaluator), report.quiet_customers
    place = {name: number for number, name in enumerate(found.customers)}
    theirs = np.isin(found.customer, [place[one.customer] for one in quiet]) & ~found.is_refund
    rows = Counted(msg("order rows of these customers"), ROWS.table, np.sort(found.place[theirs]))
    reasons = (*set_aside(whole.evaluator), (REFUND, np.sort(found.place[found.is_refund])))
    traced = among(ROWS, rows.positions, reasons, msgc("left out", "of other customers"), whole.evaluator)
    definition = msg("Customers that are silent for longer than their own rhythm explains, whatever the period.")
    account = count_of(msg("Customers gone quiet"), definition, rows, traced, len(quiet))
    made_of = msg("{name}: {value}", name=msg("customers"), value=len(quiet))
    leads = Counted(msg("leads of these customers"), "leads", whole.leads_of_customers([one.customer for one in quiet]))
    return whole, replace(with_rows(account, leads), made_of=made_of)


def _rows(report: Report, one: QuietCustomer, *, with_refunds: bool) -> tuple[Report, Counted, Traced]:
    """All orders, the rows of the customer among them, and why the others are left out."""
    whole = everything(report)
    found = purchases(whole.evaluator)
    theirs = (found.customer == found.customers.index(one.customer)) & (with_refunds | ~found.is_refund)
    rows = Counted(msg("order rows of this customer"), ROWS.table, np.sort(found.place[theirs]))
    refunds = () if with_refunds else ((REFUND, np.sort(found.place[found.is_refund])),)
    reasons = (*set_aside(whole.evaluator), *refunds)
    return whole, rows, among(ROWS, rows.positions, reasons, _OTHERS, whole.evaluator)
