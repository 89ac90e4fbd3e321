"""What is behind an alert: the figure of its month, and what is usual there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from leaddesk.model.account import Account, Named, of_kpi, share_of
from leaddesk.model.counted import Counted
from leaddesk.model.expression import Count, Quantile, Sum
from leaddesk.model.leftout import traced_of
from leaddesk.model.measure import Measure, Unit
from leaddesk.model.method import Method
from leaddesk.model.outlookaccount import month_of
from leaddesk.model.questions import is_headline
from leaddesk.model.usual import by_age
from leaddesk.text import Message, Money, msg, msgn, verbatim

if TYPE_CHECKING:
    from leaddesk.model.alertcause import Part
    from leaddesk.model.alerts import Alert, Alerts
    from leaddesk.model.report import Report

USUAL: Final = msg("Usual in such a month")
_OF_TOTALS: Final = msg(
    "Usual is what your weekdays and seasons of up to a year before bring in such a month; 95 such months in 100 lie "
    "within the interval."
)
_OF_SHARES: Final = msg(
    "Usual is the share of up to a year before; 95 months in 100 with as many cases lie within the interval."
)
_OF_AVERAGES: Final = msg(
    "Usual is the same figure of up to a year before; by how much its months differ, 95 in 100 with as many cases lie "
    "within the interval. Where customers come again, the last three months count for themselves as well, and what is "
    "nearer is told."
)
_OF_TIMES: Final = msg("Usual is the same figure of up to a year before, over all its cases.")
_AT_EQUAL_AGE: Final = msg(
    "What came later does not count, here and in the months before: leads of this month have not had more days than "
    "that."
)
_CLOSELY: Final = msg("Looked at most closely")
_TOO: Final = msg("Looked at too")
_LOOKED: Final = msg(
    "The figures of the last complete month that are held against what is usual. A month in which nothing but chance "
    "happens raises an alert in 5 cases of 100 at most, over all of them together: most of that is kept for the "
    "figures that answer the five questions first."
)


def of_alert(report: Report, alert: Alert) -> tuple[Report, Account]:
    """The account of the figure that an alert speaks of, and the report of its month that it is of."""
    month = month_of(report, alert)
    account = of_kpi(month.figure(alert.kpi), month)
    if alert.within is not None:
        account = _within(month, alert, alert.within, account)
    usual = Named(USUAL, alert.kpi.unit, alert.usual)
    parts = tuple(part_text(alert, part, report.slice.state.settings.currency) for part in alert.farthest)
    lists = ((msg("Channels farthest from usual"), parts),) if parts else ()
    note = msg("{lasts} {found}", lasts=alert.lasts, found=_found(alert)) if alert.lasts else _found(alert)
    return month, replace(account, beside=(usual,), note=note, lists=lists)


def part_text(alert: Alert, part: Part, currency: str) -> Message:
    """What a channel brought, and what is usual: ``Google Ads (2 instead of 9)``."""
    name = msg("(no channel)") if part.key is None else verbatim(part.key)
    actual, usual = (_amount(alert.kpi.unit, one, currency) for one in (part.actual, part.usual))
    return msg("{name} ({actual} instead of {usual})", name=name, actual=actual, usual=usual)


def _amount(unit: Unit, value: float, currency: str) -> int | Money:
    return Money(value, currency, 0) if unit is Unit.MONEY else round(value)


def of_looked(found: Alerts) -> Account:
    """The account of how many KPIs were looked at: which, and which were not and why."""
    closely = tuple(kpi.label for kpi in found.judged if is_headline(kpi))
    others = tuple(kpi.label for kpi in found.judged if not is_headline(kpi))
    reasons: dict[Message, list[Message]] = {}
    for kpi, reason in found.unjudged:
        reasons.setdefault(reason, []).append(kpi.label)
    lists = [(_CLOSELY, closely), (msg("Looked at") if not closely else _TOO, others)]
    lists += [(msg("Not looked at: {reason}", reason=reason), tuple(labels)) for reason, labels in reasons.items()]
    return Account(
        msg("KPIs looked at for alerts"),
        _LOOKED,
        Unit.COUNT,
        Measure(float(len(found.judged))),
        (),
        (),
        lists=tuple(one for one in lists if one[1]),
    )


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
    is_counted = isinstance(expression, Method) and expression.days is not None
    if is_counted or isinstance(expression, Count | Sum):
        return _OF_TOTALS
    if isinstance(expression, Quantile):
        return _OF_TIMES
    return _OF_SHARES if alert.kpi.unit is Unit.PERCENT else _OF_AVERAGES
