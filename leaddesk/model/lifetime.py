"""What a customer is worth, and after how long it has paid back what it cost."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.expression import Op, Sum, Where, ratio
from leaddesk.model.lacking import lacking_column
from leaddesk.model.measure import Measure, absent
from leaddesk.model.orderterms import AMOUNT, BY_ORDER, IS_NEWS
from leaddesk.model.period import DAY, Period, date_of, day_number
from leaddesk.model.purchases import purchases, unreadable
from leaddesk.model.rowcolumn import Stored
from leaddesk.model.rows import is_measured, values
from leaddesk.model.survival import life_table, quantiles, survival, tally
from leaddesk.model.terms import BY_WON, CUSTOMERS, DISTINCT, IS_WON, SPEND, WON_DAY
from leaddesk.text import msg, msgn

if TYPE_CHECKING:
    from leaddesk.model.expression import Dating

SLACK: Final = dt.timedelta(days=31)
"""An order book of a year need not have an order on its first day."""
LONGEST: Final = 36
"""Months after which nothing is counted any more: who knows what comes later."""
MONTH: Final = 365.25 / 12
MONTHLY: Final = Stored("leads", "monthly_revenue")


def _margin_rate(table: str, by: Dating, where: tuple[Where, ...]) -> tuple[Sum, Sum]:
    """Margin and amount of the rows that have both."""
    amount, margin = Stored(table, "amount"), Stored(table, "margin")
    none = msg("no amount with its margin")
    return (
        Sum(margin, msg("margin"), by, (*where, Where(amount, Op.KNOWN))),
        Sum(amount, msg("amounts"), by, (*where, Where(margin, Op.KNOWN)), none),
    )


ORDER_MARGIN: Final = ratio(*_margin_rate("orders", BY_ORDER, (IS_NEWS,)))
DEAL_MARGIN: Final = ratio(*_margin_rate("leads", BY_WON, (DISTINCT, IS_WON)))
CAC: Final = ratio(SPEND, CUSTOMERS)


def lifetime_value(evaluator: Evaluator) -> Measure:
    """The margin that a customer brings: average order × orders a year × years × margin rate.

    All but the years are of the twelve months up to the end of the slice (the as-of day at most). The years are
    1 / (1 − the share of the customers of the year before who still order), capped at three; with less than two years
    of orders nobody knows who stays: one year.
    """
    reason = unreadable(evaluator)
    if reason is None and not is_measured(AMOUNT, evaluator.dataset):
        reason = lacking_column(AMOUNT, evaluator.dataset)
    if reason is not None:
        return absent(reason)
    as_of = evaluator.slice.state.as_of
    last = min(evaluator.slice.period.end or as_of, as_of)
    this_year = Period(_year_earlier(last) + DAY, last)
    year_before = Period(_year_earlier(_year_earlier(last)) + DAY, _year_earlier(last))
    everything = purchases(evaluator).within(Period(None, last))
    orders = everything.orders
    if not len(orders.day):
        return absent(msg("no order in this period"), 0)
    begins = date_of(int(orders.day.min()))
    if begins - SLACK > _year_earlier(last):
        return absent(msg("a year of orders is needed: yours begin on {day}", day=begins))
    recent = everything.within(this_year).orders
    active, amounts = np.unique(recent.customer), recent.amount
    if not len(active):
        return absent(msg("no order in these twelve months"), 0)
    if np.isnan(amounts).all():
        return absent(msg("no order of these twelve months has an amount"), len(active))
    rate = Evaluator(evaluator.slice.within(this_year)).evaluate(ORDER_MARGIN)
    why = rate.reason(0)
    if why is not None:
        return absent(why, len(active))
    years = 1.0
    if begins - SLACK <= _year_earlier(_year_earlier(last)):
        before = np.unique(everything.within(year_before).orders.customer)
        gone = len(before) - len(np.intersect1d(before, active))
        years = min(len(before) / gone if gone else math.inf, LONGEST / 12)
    value = float(np.nanmean(amounts)) * len(amounts) / len(active) * years * float(rate.values[0])
    months = round(years * 12)
    variant = msgn("over {count} month", "over {count} months", months)
    return Measure(value, len(active), variant=variant, unknown=int(np.isnan(amounts).sum()))


def _year_earlier(day: dt.date) -> dt.date:
    before = Period(day, day).year_before()
    return day if before is None or before.end is None else before.end


def value_to_cost(evaluator: Evaluator) -> Measure:
    """The lifetime value over the customer acquisition cost of the slice."""
    value, cost = lifetime_value(evaluator), evaluator.evaluate(CAC)
    if value.value is None:
        return value
    why = cost.reason(0)
    if why is None and not cost.values[0] > 0:
        why = SPEND.none
    if why is not None:
        return absent(why, value.n)
    return Measure(value.value / float(cost.values[0]), value.n, variant=value.variant, unknown=value.unknown)


def payback(evaluator: Evaluator) -> Measure:
    """After how many months a customer won in the slice has paid back its cost (CAC), by its monthly margin.

    The median (Kaplan-Meier): who has not paid back yet by the as-of day is followed up to then.
    """
    reason = evaluator.unmeasured(CUSTOMERS)
    for column in (MONTHLY, WON_DAY):
        if reason is None and not is_measured(column, evaluator.dataset):
            reason = lacking_column(column, evaluator.dataset)
    if reason is not None:
        return absent(reason)
    cost, rate = evaluator.evaluate(CAC), Evaluator(evaluator.slice.within(Period())).evaluate(DEAL_MARGIN)
    reason = cost.reason(0) or rate.reason(0)
    if reason is not None:
        return absent(reason)
    data, settings = evaluator.dataset, evaluator.settings
    places = evaluator.matching("leads", BY_WON, CUSTOMERS.where)
    monthly, won = values(MONTHLY, data, settings)[places], values(WON_DAY, data, settings)[places].astype(np.int64)
    age = day_number(evaluator.slice.state.as_of) - won
    is_known = ~np.isnan(monthly) & (won != MISSING_DAY) & (age >= 0)
    unknown = int(np.count_nonzero(~is_known))
    if not is_known.any():
        return Measure(None, 0, absent=msg("no customer of this period has a monthly revenue"), unknown=unknown)
    margin, age = monthly[is_known] * float(rate.values[0]), age[is_known]
    wanted = np.divide(float(cost.values[0]) * MONTH, margin, out=np.full(len(margin), np.inf), where=margin > 0)
    has_paid = np.ceil(wanted) <= age
    days = np.where(has_paid, np.ceil(np.where(has_paid, wanted, 0)), age).astype(np.int32)
    (middle,) = quantiles(survival(life_table(tally(days, has_paid.astype(np.int8), 2))), (0.5,))
    n = len(days)
    if middle.day is None:
        why = msg("fewer than half of these customers have paid back their cost so far")
        return Measure(None, n, absent=why, unknown=unknown)
    if middle.low is None or middle.high is None:
        return Measure(middle.day / MONTH, n, unknown=unknown)
    return Measure(middle.day / MONTH, n, middle.low / MONTH, middle.high / MONTH, unknown=unknown)
