"""What is behind an alert: the figure of its month, and what is usual there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from leaddesk.model.account import Named, of_kpi, share_of
from leaddesk.model.alerts import by_age
from leaddesk.model.counted import Counted
from leaddesk.model.expression import Count, Quantile, Sum
from leaddesk.model.leftout import traced_of
from leaddesk.model.outlookaccount import month_of
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    from leaddesk.model.account import Account
    from leaddesk.model.alerts import Alert
    from leaddesk.model.report import Report

USUAL: Final = msg("Usual in such a month")
_OF_TOTALS: Final = msg(
    "Usual is what your weekdays and seasons of up to a year before bring in such a month; 95 such months in 100 lie "
    "within the interval."
)
_OF_SHARES: Final = msg(
    "Usual is the share of up to a year before; 95 months in 100 with as many cases lie within the interval."
)
_OF_TIMES: Final = msg("Usual is the same figure of up to a year before, over all its cases.")
_AT_EQUAL_AGE: Final = msg(
    "What came later does not count, here and in the months before: leads of this month have not had more days than "
    "that."
)


def of_alert(report: Report, alert: Alert) -> tuple[Report, Account]:
    """The account of the figure that an alert speaks of, and the report of its month that it is of."""
    month = month_of(report, alert)
    account = of_kpi(month.figure(alert.kpi), month)
    if alert.within is not None:
        account = _within(month, alert, alert.within, account)
    usual = Named(USUAL, alert.kpi.unit, alert.usual)
    return month, replace(account, beside=(usual,), note=_found(alert))


def _within(month: Report, alert: Alert, days: int, whole: Account) -> Account:
    """Conversions within so many days alone: leads that still have time are held against others of their age."""
    parts = by_age(alert.kpi, days)
    if parts is None:
        return whole
    ended, cases = parts
    what = msgn("{what} within {count} day", "{what} within {count} days", days, what=ended.label)
    part = Counted(what, ended.table, month.counted(ended))
    everyone = Counted(cases.label, cases.table, month.counted(cases))
    (traced,) = traced_of(cases, month.evaluator)
    label = msgn("{kpi}, within {count} day", "{kpi}, within {count} days", days, kpi=alert.kpi.label)
    definition = msg("{definition} {more}", definition=whole.definition, more=_AT_EQUAL_AGE)
    unlimited = Named(alert.kpi.label, alert.kpi.unit, whole.measure)
    return replace(share_of(label, definition, alert.actual, part, everyone, traced), neighbours=(unlimited,))


def _found(alert: Alert) -> Message:
    """How it was found what is usual."""
    expression = alert.kpi.expression
    if isinstance(expression, Count | Sum):
        return _OF_TOTALS
    return _OF_TIMES if isinstance(expression, Quantile) else _OF_SHARES
