"""What is behind the figures of customers: their orders, who came back, on whom the revenue hangs, the chain."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum, auto
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.account import Account, Named, count_of, of_kpi, with_rows
from leaddesk.model.buyers import Who
from leaddesk.model.cohorts import month_numbers
from leaddesk.model.counted import Counted
from leaddesk.model.expression import Count, ratio
from leaddesk.model.impressions import impressions
from leaddesk.model.kpis import KPIS, kpi_of
from leaddesk.model.leftout import Traced, among, counted, traced_of
from leaddesk.model.measure import Measure, Unit
from leaddesk.model.method import Method
from leaddesk.model.orderrows import CUSTOMERS, NO_LEADS, REFUND, OrderRows, leads_named, refunds_of
from leaddesk.model.orderterms import ORDER_AMOUNTS, PRICED_ORDERS
from leaddesk.model.period import EPOCH
from leaddesk.model.purchases import ROWS
from leaddesk.model.reach import COUNTED, Step
from leaddesk.model.returning import repeated
from leaddesk.text import Message, Money, msg, msgc

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.leftout import Positions
    from leaddesk.model.reach import Reached
    from leaddesk.model.report import Report
    from leaddesk.model.retention import OrderCohort

_FIRST: Final = msg("customers with their first order then")
_TOLD_ELSEWHERE: Final = msgc("left out", "the impressions of their channel are told by an export")
_REPEAT: Final = msg("customers with two orders or more")


class OrderFigure(StrEnum):
    """What the orders of the period say, in the order in which it stands on the cards."""

    ORDERED = auto()
    REPEAT = auto()
    PER_CUSTOMER = auto()
    AVERAGE = auto()
    LARGEST = auto()


BUYERS: Final = {
    OrderFigure.ORDERED: Who.ALL,
    OrderFigure.REPEAT: Who.REPEAT,
    OrderFigure.PER_CUSTOMER: Who.ALL,
    OrderFigure.AVERAGE: Who.ALL,
    OrderFigure.LARGEST: Who.LARGEST,
}
"""Whose orders each of them is about."""


def of_orders(report: Report, figure: OrderFigure, label: Message, definition: Message) -> Account:
    """The account of a figure of the orders, which is called *label*; a KPI keeps its own name.

    :raises KeyError: when orders cannot be read.
    """
    if figure is OrderFigure.REPEAT:
        return of_kpi(report.figure(_kpi_of_repeat()), report)
    orders = _Orders(report)
    if figure is OrderFigure.AVERAGE:
        account = orders.average(label, definition)
    elif figure is OrderFigure.PER_CUSTOMER:
        account = orders.per_customer(label, definition)
    elif figure is OrderFigure.LARGEST:
        account = orders.largest(label, definition)
    else:
        account = orders.ordered(label, definition)
    return _with_leads(account, report, report.buyers(BUYERS[figure]))


def of_cell(
    report: Report, cohorts: Sequence[OrderCohort], later: int, measure: Measure, *, of_revenue: bool
) -> Account:
    """The account of what customers with their first order in these months did so many months *later*: how many of
    them ordered again, or what they brought.
    """
    rows = _Orders(report)
    first, then = rows.of_months([one.start for one in cohorts], later, of_revenue=of_revenue)
    currency = report.slice.state.settings.currency
    if of_revenue:
        label, definition = msg("Revenue kept"), msg("What they brought in that month over that of their first month.")
        parts = msg("revenue of that month"), msg("revenue of the first month")
        part, whole = (
            Money(sum(one.revenue[place] for one in cohorts), currency) for place in (later, 0)
        )  # fmt: skip
        filled = msg("{left} / {right}", left=part, right=whole)
    else:
        label, definition = (
            msg("Customers kept"),
            msg("Customers who ordered in that month, of all of that first month."),
        )
        parts = msg("customers who ordered in that month"), _FIRST
        active, everyone = sum(one.active[later] for one in cohorts), sum(one.customers for one in cohorts)
        filled = msg("{left} / {right}", left=active, right=everyone)
    names = [name for one in cohorts for name in report.first_bought_in(one.start, later)]
    account = Account(
        label,
        definition,
        Unit.PERCENT,
        measure,
        (
            Counted(msg("order rows of that month"), ROWS.table, then),
            Counted(msg("order rows of the first month"), ROWS.table, first),
        ),
        (rows.of_cohorts(first, then, of_revenue=of_revenue),),
        formula=msg("{left} / {right}", left=parts[0], right=parts[1]),
        filled=filled,
        base=CUSTOMERS,
        tells_n=measure.n is not None,
    )
    return _with_leads(account, report, names) if names else account


def of_newcomers(report: Report, cohorts: Sequence[OrderCohort]) -> Account:
    """The account of how many customers had their first order in these months."""
    rows = _Orders(report)
    first, _ = rows.of_months([one.start for one in cohorts], 0, of_revenue=False)
    new = Counted(msg("order rows of the first month"), ROWS.table, first)
    total = sum(one.customers for one in cohorts)
    label, definition = msg("New customers"), msg("Customers whose first order of all is in that month.")
    account = replace(
        count_of(label, definition, new, rows.of_cohorts(first, first, of_revenue=False), total),
        made_of=msg("{name}: {value}", name=_FIRST, value=total),
    )
    return _with_leads(account, report, [name for one in cohorts for name in report.first_bought_in(one.start)])


def _of_shown(reached: Reached, evaluator: Evaluator) -> Account:
    """Impressions: what each table tells, and the rows of a channel that another one tells."""
    rows, tables, made = [], [], None
    for part in impressions(evaluator).parts:
        is_count = isinstance(part.base, Count)
        rows.append(Counted(part.base.label, part.base.table, part.places, is_count=is_count))
        other = msgc("left out", "contacts of another kind") if is_count else msgc("left out", "another row")
        reasons = ((_TOLD_ELSEWHERE, part.aside),)
        tables.append(among(part.base, part.places, reasons, other, evaluator))
        one = msg("{name}: {value}", name=part.base.label, value=round(part.total))
        made = one if made is None else msg("{first} · {second}", first=made, second=one)
    measure = Measure(float(reached.count or 0))
    return Account(
        reached.label, reached.base, Unit.COUNT, measure, tuple(rows), tuple(tables), made_of=made
    )  # fmt: skip


def of_reached(report: Report, reached: Reached) -> Account:
    """The account of a count of the chain from impressions to repeat customers, which is not absent."""
    if reached.step is Step.REPEAT:
        account = _Orders(report).repeated(reached.label, reached.base)
        return _with_leads(account, report, report.buyers(Who.REPEAT))
    evaluator = report.evaluator
    if reached.step is Step.IMPRESSIONS:
        return _of_shown(reached, evaluator)
    expression = COUNTED[reached.step]
    kpi = kpi_of(expression)
    if kpi is not None:
        return of_kpi(report.figure(kpi), report)
    rows = Counted(expression.label, expression.table, counted(expression, evaluator), is_count=False)
    return Account(
        reached.label,
        reached.base,
        Unit.COUNT,
        Measure(float(reached.count or 0)),
        (rows,),
        traced_of(expression, evaluator),
        made_of=msg("{name}: {value}", name=expression.label, value=reached.count or 0),
    )


class _Orders(OrderRows):
    """The order rows of a report, of its period and of all."""

    def __init__(self, report: Report) -> None:
        super().__init__(report.evaluator)
        self.report = report

    def ordered(self, label: Message, definition: Message) -> Account:
        return replace(
            count_of(label, definition, self.rows, self.traced(self.rows.positions), self.customers),
            made_of=msg("{name}: {value}", name=CUSTOMERS, value=self.customers),
        )

    def repeated(self, label: Message, definition: Message) -> Account:
        traced = self.traced(self.returning.positions)
        return replace(
            count_of(label, definition, self.returning, traced, self.number),
            made_of=msg("{name}: {value}", name=_REPEAT, value=self.number),
        )

    def per_customer(self, label: Message, definition: Message) -> Account:
        orders = int(self.counts.sum())
        return Account(
            label,
            definition,
            Unit.NUMBER,
            self.report.retention.per_customer or Measure(None),
            (self.rows,),
            (self.traced(self.rows.positions),),
            formula=msg("{left} / {right}", left=msg("orders"), right=CUSTOMERS),
            filled=msg("{left} / {right}", left=orders, right=self.customers) if orders else None,
            base=CUSTOMERS,
            tells_n=True,
        )

    def average(self, label: Message, definition: Message) -> Account:
        """That of customers' orders; the KPI of that name counts orders that name nobody as well."""
        amounts = self.here.orders.amount
        known = amounts[~np.isnan(amounts)]
        money = Money(float(known.sum()), self.report.slice.state.settings.currency)
        is_order = ~self.here.is_refund
        priced = np.sort(self.here.place[is_order & ~np.isnan(self.here.amount)])
        kpi = self.report.figure(next(kpi for kpi in KPIS if kpi.expression == ratio(ORDER_AMOUNTS, PRICED_ORDERS)))
        measure = self.report.retention.average or Measure(None)
        named = Named(msg("with orders that name no customer"), Unit.MONEY, kpi.measure)
        unpriced = (
            msgc("left out", "without an amount"),
            np.sort(self.here.place[is_order & np.isnan(self.here.amount)]),
        )
        return Account(
            label,
            definition,
            Unit.MONEY,
            measure,
            (Counted(msg("order rows with an amount"), ROWS.table, priced),),
            (self.traced(priced, unpriced),),
            formula=msg("{left} / {right}", left=ORDER_AMOUNTS.label, right=PRICED_ORDERS.label),
            filled=msg("{left} / {right}", left=money, right=len(known)) if len(known) else None,
            base=PRICED_ORDERS.label,
            tells_n=True,
            neighbours=(named,) if kpi.measure.value != measure.value else (),
        )

    def largest(self, label: Message, definition: Message) -> Account:
        found = self.report.retention.concentration
        share = Measure(None) if found is None else found.share
        names = () if found is None else found.largest
        currency = self.report.slice.state.settings.currency
        brought = sum(max(0.0, amount) for _name, amount in names)
        told: Message | None = None
        for name, amount in names:
            one = msg("{name}: {value}", name=name, value=Money(amount, currency))
            told = one if told is None else msg("{first} · {second}", first=told, second=one)
        filled = None
        if share.value:
            filled = msg(
                "{left} / {right}", left=Money(brought, currency), right=Money(brought / share.value, currency)
            )
        places = [self.here.customers.index(name) for name, _amount in names]
        theirs = np.sort(self.here.place[np.isin(self.here.customer, places)])
        everyone = np.sort(self.here.place)
        rows = Counted(msg("rows of the largest customers"), ROWS.table, theirs)
        return Account(
            label,
            definition,
            Unit.PERCENT,
            share,
            (rows, Counted(msg("rows of all customers, money back included"), ROWS.table, everyone)),
            (self.traced(everyone),),
            formula=msg("revenue of the three largest / revenue of all customers"),
            filled=filled,
            base=CUSTOMERS,
            tells_n=share.n is not None,
            note=told,
        )

    def of_months(self, starts: Collection[dt.date], later: int, *, of_revenue: bool) -> tuple[Positions, Positions]:
        """The order rows of the customers that came in these months: of that month, and of so many months later."""
        first, month = self._first()
        wanted = [(start.year - EPOCH.year) * 12 + start.month - 1 for start in starts]
        theirs = np.isin(first[self.ever.customer], wanted) & (of_revenue | ~self.ever.is_refund)
        age = month - first[self.ever.customer]
        return np.sort(self.ever.place[theirs & (age == 0)]), np.sort(self.ever.place[theirs & (age == later)])

    def of_cohorts(self, first: Positions, then: Positions, *, of_revenue: bool) -> Traced:
        """Of all orders that the filters keep, whatever the period: cohorts look at the whole life of a customer."""
        theirs = np.unique(self.ever.customer[np.isin(self.ever.place, first)])
        others = np.sort(self.ever.place[np.isin(self.ever.customer, theirs)])
        refunds = () if of_revenue else ((REFUND, refunds_of(self.ever)),)
        other_months = (msgc("left out", "of other months"), others)
        otherwise = msgc("left out", "of customers of other months")
        return self.traced_ever(np.union1d(first, then), otherwise, *refunds, other_months)

    def _first(self) -> tuple[Positions, Positions]:
        """The month of the first order of each customer, and the month of each row."""
        month = month_numbers(self.ever.day)
        first = np.full(len(self.ever.customers), np.iinfo(np.int64).max)
        is_order = ~self.ever.is_refund
        np.minimum.at(first, self.ever.customer[is_order], month[is_order])
        return first, month


def _with_leads(account: Account, report: Report, customers: Collection[str]) -> Account:
    leads = leads_named(report.evaluator, customers)
    if leads:
        return with_rows(account, *leads)
    note = NO_LEADS if account.note is None else msg("{first} · {second}", first=account.note, second=NO_LEADS)
    return replace(account, note=note) if customers else account


def _kpi_of_repeat() -> Kpi:
    return next(kpi for kpi in KPIS if isinstance(kpi.expression, Method) and kpi.expression.measure is repeated)
