"""What a customer is worth, and after how long it has paid back what it cost."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.model.covers import last_known
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.expression import Op, Sum, Where, ratio
from leaddesk.model.lacking import lacking_column
from leaddesk.model.measure import Measure, absent
from leaddesk.model.measuring import plan
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
    from leaddesk.model.leftout import Mask, Positions

SLACK: Final = dt.timedelta(days=31)
"""An order book of a year need not have an order on its first day."""
UNFOLLOWED: Final = msg("over 12 months: your orders do not reach back two years")
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


MARGIN_PARTS: Final = _margin_rate("orders", BY_ORDER, (IS_NEWS,))
ORDER_MARGIN: Final = ratio(*MARGIN_PARTS)
DEAL_PARTS: Final = _margin_rate("leads", BY_WON, (DISTINCT, IS_WON))
DEAL_MARGIN: Final = ratio(*DEAL_PARTS)
CAC: Final = ratio(SPEND, CUSTOMERS)
_PLAN: Final = plan((ORDER_MARGIN,))


@dataclass(frozen=True, slots=True)
class Lifetime:
    """What a customer brings, by what that is made of.

    ``revenue``: what the ``priced`` ones of the ``orders`` of ``customers`` in ``this_year`` brought, money back taken
    off; of the customers of the ``year_before`` (None: not known) so many were there ``before`` and are ``gone``;
    ``margin`` of the ``amounts`` is kept. ``longest``: the months after which nothing is counted any more: who knows
    what comes later.
    """

    this_year: Period
    year_before: Period | None
    revenue: float
    priced: int
    orders: int
    customers: int
    before: int
    gone: int
    margin: float
    amounts: float
    longest: int

    @property
    def unknown(self) -> int:
        """The orders without an amount."""
        return self.orders - self.priced

    @property
    def years(self) -> float:
        """How many years a customer stays, as far as they are counted."""
        if self.year_before is None:
            return 1.0
        return min(self.before / self.gone if self.gone else math.inf, self.longest / 12)

    @property
    def value(self) -> float:
        """The margin that a customer brings."""
        return self.revenue / self.priced * self.orders / self.customers * self.years * (self.margin / self.amounts)


def lifetime_value(evaluator: Evaluator) -> Measure:
    """The margin that a customer brings: revenue of an order × orders a year × years × margin rate.

    Money back of these months is taken off their revenue: what was given back is worth nothing.

    All but the years are of the twelve months up to the end of the slice (the last day of the orders at most). The
    years are 1 / (1 − the share of the customers of the year before who still order), capped by the settings; with less
    than two years of orders nobody knows who stays: one year. These two are told apart by the variant.
    """
    found = lifetime(evaluator)
    if isinstance(found, Measure):
        return found
    variant = UNFOLLOWED
    if found.year_before is not None:
        variant = msgn(
            "while customers stay, {count} month at most", "while customers stay, {count} months at most", found.longest
        )
    return Measure(found.value, found.customers, variant=variant, unknown=found.unknown)


def lifetime(evaluator: Evaluator) -> Lifetime | Measure:
    """What a customer brings; a measure that says why where it cannot be told."""
    return evaluator.once("lifetime", lambda: _lifetime(evaluator))


def _lifetime(evaluator: Evaluator) -> Lifetime | Measure:
    reason = unreadable(evaluator)
    if reason is None and not is_measured(AMOUNT, evaluator.dataset):
        reason = lacking_column(AMOUNT, evaluator.dataset)
    if reason is not None:
        return absent(reason)
    known = date_of(last_known(evaluator.slice.state, "orders"))
    last = min(evaluator.slice.period.end or known, known)
    this_year = Period(_year_earlier(last) + DAY, last)
    year_before = Period(_year_earlier(_year_earlier(last)) + DAY, _year_earlier(last))
    everything = purchases(evaluator).within(Period(None, last))
    if not everything.number:
        return absent(msg("no order in this period"), 0)
    begins = date_of(int(everything.day[np.argmin(everything.is_refund)]))  # they are by day
    if begins - SLACK > _year_earlier(last):
        return absent(msg("a year of orders is needed: yours begin on {day}", day=begins))
    recent = everything.within(this_year)
    is_active = recent.counts > 0
    active = int(np.count_nonzero(is_active))
    if not active:
        return absent(msg("no order in these twelve months"), 0)
    priced = recent.number - int(np.count_nonzero(np.isnan(recent.amount)))
    if not priced:
        return absent(msg("no order of these twelve months has an amount"), active)
    inside = Evaluator(evaluator.slice.within(this_year), _PLAN)
    why = inside.evaluate(ORDER_MARGIN).reason(0)
    if why is not None:
        return absent(why, active)
    is_followed = begins - SLACK <= _year_earlier(_year_earlier(last))
    was_there = everything.within(year_before).counts > 0
    margin, amounts = (float(inside.evaluate(part).values[0]) for part in MARGIN_PARTS)
    return Lifetime(
        this_year,
        year_before if is_followed else None,
        float(recent.paid.sum()),
        priced,
        recent.number,
        active,
        int(np.count_nonzero(was_there)),
        int(np.count_nonzero(was_there & ~is_active)),
        margin,
        amounts,
        evaluator.settings.lifetime_months,
    )


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
    found = paid_back(evaluator)
    if not len(found.days):
        why = msg("no customer of this period has a monthly revenue")
        return Measure(None, 0, absent=why, unknown=len(found.unknown))
    (middle,) = quantiles(survival(life_table(tally(found.days, found.has_paid.astype(np.int8), 2))), (0.5,))
    n, unknown = len(found.days), len(found.unknown)
    if middle.middle is None:
        why = msg("fewer than half of these customers have paid back their cost so far")
        return Measure(None, n, absent=why, unknown=unknown)
    if middle.low is None or middle.high is None:
        return Measure(middle.middle / MONTH, n, unknown=unknown)
    return Measure(middle.middle / MONTH, n, middle.low / MONTH, middle.high / MONTH, unknown=unknown)


@dataclass(frozen=True, eq=False, slots=True)
class Payback:
    """Of the customers at ``places`` whether each ``has_paid`` back its ``cost`` with the ``rate`` of margin, after how
    many ``days`` (or how long it is followed); ``unknown``: those of whom that cannot be told.
    """

    places: Positions
    has_paid: Mask
    days: npt.NDArray[np.int32]
    unknown: Positions
    cost: float
    rate: float


def paid_back(evaluator: Evaluator) -> Payback:
    """Which customers of the slice have paid back their cost, where :func:`payback` can tell."""
    data, settings = evaluator.dataset, evaluator.settings
    cost = float(evaluator.evaluate(CAC).values[0])
    rate = float(Evaluator(evaluator.slice.within(Period())).evaluate(DEAL_MARGIN).values[0])
    places = evaluator.matching("leads", BY_WON, CUSTOMERS.where)
    monthly, won = values(MONTHLY, data, settings)[places], values(WON_DAY, data, settings)[places].astype(np.int64)
    age = day_number(evaluator.slice.state.as_of) - won
    is_known = ~np.isnan(monthly) & (won != MISSING_DAY) & (age >= 0)
    margin, age = monthly[is_known] * rate, age[is_known]
    wanted = np.divide(cost * MONTH, margin, out=np.full(len(margin), np.inf), where=margin > 0)
    has_paid = np.ceil(wanted) <= age
    days = np.where(has_paid, np.ceil(np.where(has_paid, wanted, 0)), age).astype(np.int32)
    return Payback(places[is_known], has_paid, days, places[~is_known], cost, rate)
