"""What is behind the forecast, the customers and the revenue of the months ahead, and behind alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.model.account import Account
from leaddesk.model.behind import unplaced
from leaddesk.model.counted import Counted
from leaddesk.model.leftout import among
from leaddesk.model.measure import Unit
from leaddesk.model.period import Period
from leaddesk.model.terms import LEADS, PRICED_DEALS
from leaddesk.model.trialaccount import trials_told
from leaddesk.model.tried import told, tried_over
from leaddesk.text import Money, msg, msgc

if TYPE_CHECKING:
    from leaddesk.model.alerts import Alert
    from leaddesk.model.forecast import Ahead
    from leaddesk.model.report import Report

_CUSTOMERS: Final = msg(
    "Sales expected after the day of the files: of the leads that are open now, and of those still to come. Leads come "
    "as in the last year, by weekday and season, and are won as the others were. The period shown does not matter."
)
_COMING: Final = msg(
    "open leads × the chance of each to be won by then + leads to come × the share of them that is won by then"
)
_REVENUE: Final = msg(
    "The customers expected by then, times what one brings on average. The period shown does not matter."
)
_BRINGING: Final = msg("customers expected × mean of the deals with a known amount")


def everything(report: Report) -> Report:
    """The report of all that the filters keep: what the forecast looks at."""
    return _over(report, Period())


def month_of(report: Report, alert: Alert) -> Report:
    """The report of the month of an alert, of all that the filters keep."""
    return _over(report, alert.period)


def _over(report: Report, period: Period) -> Report:
    return type(report)(report.slice.within(period))


def of_ahead(whole: Report, ahead: Ahead, unit: Unit) -> Account:
    """The account of the customers expected, or of the revenue where the *unit* is money; *whole*: of
    :func:`everything`.
    """
    return _of_revenue(whole, ahead) if unit is Unit.MONEY else _of_customers(whole, ahead)


def _of_customers(whole: Report, ahead: Ahead) -> Account:
    waiting = Counted(msg("leads still open"), LEADS.table, whole.open_leads)
    customers, from_open = ahead.customers.value or 0.0, ahead.from_open
    decided = msgc("left out", "decided already")
    return Account(
        msg("Customers up to {day}", day=ahead.until),
        _CUSTOMERS,
        Unit.COUNT,
        ahead.customers,
        (waiting,),
        (among(LEADS, waiting.positions, unplaced(whole.evaluator), decided, whole.evaluator),),
        formula=_COMING,
        filled=msg("{left} + {right}", left=_rounded(from_open), right=_rounded(customers - from_open)),
        is_algebra=False,
        note=told(tried_over(whole.slice), ahead.months, Unit.COUNT),
        facts=trials_told(whole, ahead.months, Unit.COUNT),
    )


def _of_revenue(whole: Report, ahead: Ahead) -> Account:
    deals = Counted(PRICED_DEALS.label, PRICED_DEALS.table, whole.counted(PRICED_DEALS))
    customers, revenue = ahead.customers.value or 0.0, ahead.revenue.value
    mean = None if revenue is None or not customers else revenue / customers
    currency = whole.slice.state.settings.currency
    return Account(
        msg("Revenue up to {day}", day=ahead.until),
        _REVENUE,
        Unit.MONEY,
        ahead.revenue,
        (deals,),
        (among(LEADS, deals.positions, (), msgc("left out", "no deal with a known amount"), whole.evaluator),),
        formula=_BRINGING,
        filled=None if mean is None else msg("{left} × {right}", left=_rounded(customers), right=Money(mean, currency)),
        is_algebra=False,
        base=PRICED_DEALS.label,
        tells_n=ahead.revenue.n is not None,
        note=None if revenue is None else told(tried_over(whole.slice), ahead.months, Unit.MONEY),
        facts=() if revenue is None else trials_told(whole, ahead.months, Unit.MONEY),
    )


def _rounded(count: float) -> float:
    """Expected cases as one reads them: whole from ten on."""
    found = round(count, 0 if count >= 10 else 1)
    return int(found) if found.is_integer() else found
