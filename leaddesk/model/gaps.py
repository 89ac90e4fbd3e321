"""What the data of a report lacks, so that nobody wonders where a lead is: counts of what no period can hold."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.covers import covers
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.expression import OnDay
from leaddesk.model.orderterms import BY_ORDER
from leaddesk.model.period import date_of, day_number
from leaddesk.model.rows import is_measured, values
from leaddesk.model.saidtwice import said_twice
from leaddesk.model.tables import BY_ID
from leaddesk.model.terms import BY_EXPENSE, DECISION_DAY, DISTINCT, IS_LOST, IS_WON, LEADS
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from leaddesk.model.expression import OverDays, Where
    from leaddesk.model.leftout import Mask, Positions
    from leaddesk.model.report import Report

UNDATED_LEADS, UNDATED_SALES, UNDATED_LOSSES = "undated_leads", "undated_sales", "undated_losses"
UNKNOWN_STATUS: Final = "unknown_status"
SAID_TWICE: Final = "said_twice"
ENDS_EARLY, BEGINS_LATE = "ends_early", "begins_late"
UNDATED_COSTS, UNDATED_ORDERS = "undated_costs", "undated_orders"
DATED_BY: Final[Mapping[str, OnDay | OverDays]] = {UNDATED_COSTS: BY_EXPENSE, UNDATED_ORDERS: BY_ORDER}
MOST_WORDS: Final = 3
_LATE: Final = 28
"""Days without data from which on a long period is not covered whole; of a short one a quarter is enough."""
_FEWEST: Final = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that leaves ``count`` rows out, or counts them otherwise than the user may think."""

    code: str
    count: int
    message: Message


def gaps(report: Report) -> tuple[Gap, ...]:
    """The gaps of a report; dates only matter where a period is set."""
    found = []
    late = late_beginning(report)
    found += [] if late is None else [late]
    found += uncovered_tables(report)
    if report.slice.period.is_set:
        found += [_undated(report), _undated_sales(report), _undated_losses(report)]
        found += [_undated_costs(report), _undated_orders(report)]
    found += [_unknown_words(report), _said_twice(report)]
    return tuple(gap for gap in found if gap.count)


def late_beginning(report: Report) -> Gap | None:
    """That the leads begin well after the period shown, or the one compared with, does: then it is not covered whole.

    Nothing is said of a period without any lead: its figures are absent with that reason. ``count``: days without data.
    """
    data = report.slice
    if not data.dataset.has("leads", "created"):
        return None
    days = data.dataset["leads"].days("created")
    days = days[days != MISSING_DAY]
    if not len(days):
        return None
    first = int(days.min())
    for period in (data.period, data.compare):
        if period is None or period.start is None or period.end is None or period.days is None:
            continue
        missing = first - day_number(period.start)
        if min(_LATE, period.days / 4) <= missing < period.days and missing >= _FEWEST:
            begin = date_of(first)
            if period is data.compare:
                message = msg("Your leads begin on {day}: only a part of the period compared with is known.", day=begin)
            else:
                message = msg("Your leads begin on {day}: only a part of the period shown is known.", day=begin)
            return Gap("late_beginning", missing, message)
    return None


def uncovered_tables(report: Report) -> tuple[Gap, ...]:
    """That tables do not speak for all days of the period shown or of the one compared with. ``count``: the most days
    of which nothing is known. That leads begin late is told by :func:`late_beginning`.
    """
    data, as_of = report.slice, day_number(report.slice.state.as_of)
    until = as_of if data.period.end is None else min(as_of, day_number(data.period.end))
    starts = [day_number(one.start) for one in (data.period, data.compare) if one is not None and one.start is not None]
    start = min(starts, default=until)
    early, late = [], []
    for cover in covers(data.state).values():
        label = BY_ID[cover.table].label
        if cover.last is not None and cover.is_early(start, until):
            early.append((until - cover.last, msg("“{table}” up to {day}", table=label, day=date_of(cover.last))))
        if cover.first is not None and starts and cover.is_late(start, until) and cover.table != LEADS.table:
            part = msg("“{table}” from {day} on", table=label, day=date_of(cover.first))
            late.append((cover.first - start, part))
    found = []
    if early:
        message = msg(
            "Known less far: {tables}. Figures that rest on it stop there: add the file that follows.",
            tables=_listed([part for _, part in early]),
        )
        found.append(Gap(ENDS_EARLY, max(days for days, _ in early), message))
    if late:
        message = msg(
            "Known later only: {tables}. Figures that rest on it begin there: add the file of before.",
            tables=_listed([part for _, part in late]),
        )
        found.append(Gap(BEGINS_LATE, max(days for days, _ in late), message))
    return tuple(found)


def _listed(parts: Sequence[Message]) -> Message:
    return functools.reduce(lambda first, second: msg("{first}, {second}", first=first, second=second), parts)


def _undated(report: Report) -> Gap:
    message = msgn(
        "{count} lead without a creation date counts in no period.",
        "{count} leads without a creation date count in no period.",
        report.undated,
    )
    return Gap(UNDATED_LEADS, report.undated, message)


def _undated_sales(report: Report) -> Gap:
    count = _without_decision_day(report, IS_WON)
    message = msgn(
        "{count} customer without a date of winning counts in no period.",
        "{count} customers without a date of winning count in no period.",
        count,
    )
    return Gap(UNDATED_SALES, count, message)


def _undated_losses(report: Report) -> Gap:
    count = _without_decision_day(report, IS_LOST)
    message = msgn(
        "{count} lost lead without a date of losing is missing from the win rate.",
        "{count} lost leads without a date of losing are missing from the win rate.",
        count,
    )
    return Gap(UNDATED_LOSSES, count, message)


def _undated_costs(report: Report) -> Gap:
    count = len(undated_rows(report, UNDATED_COSTS))
    message = msgn(
        "{count} expense without a date counts in no period.",
        "{count} expenses without a date count in no period.",
        count,
    )
    return Gap(UNDATED_COSTS, count, message)


def _undated_orders(report: Report) -> Gap:
    count = len(undated_rows(report, UNDATED_ORDERS))
    message = msgn(
        "{count} row of an order without a date counts in no period.",
        "{count} rows of orders without a date count in no period.",
        count,
    )
    return Gap(UNDATED_ORDERS, count, message)


def _said_twice(report: Report) -> Gap:
    count = len(rows_said_twice(report))
    message = msgn(
        "{count} expense is of days and a channel that another file has, too: they add up. If it is the same money, "
        "keep one file.",
        "{count} expenses are of days and channels that another file has, too: they add up. If it is the same money, "
        "keep one file.",
        count,
    )
    return Gap(SAID_TWICE, count, message)


def rows_said_twice(report: Report) -> Positions:
    """The expenses that the filters keep and of days and channels that another file has, too, ascending positions."""
    data, found = report.slice, said_twice(report.slice.dataset)
    if not len(found) or data.lacking("costs") is not None:
        return np.zeros(0, np.intp)
    allowed = data.allowed("costs")
    return found if allowed is None else found[allowed[found]]


def undated_rows(report: Report, code: str) -> Positions:
    """The rows of costs or orders that the filters keep and that no period can hold, ascending positions."""
    data, dating = report.slice, DATED_BY[code]
    day = dating.day if isinstance(dating, OnDay) else dating.first
    table = day.table
    if table not in data.dataset or data.lacking(table) is not None or not is_measured(day, data.dataset):
        return np.zeros(0, np.intp)
    missing = values(day, data.dataset, data.state.settings) == MISSING_DAY
    allowed = data.allowed(table)
    return np.flatnonzero(missing if allowed is None else missing & allowed)


def _without_decision_day(report: Report, outcome: Where) -> int:
    """How many distinct leads that the filters keep have this outcome, but no day on which they took it."""
    mask = without_decision_day(report, outcome)
    return 0 if mask is None else int(np.count_nonzero(mask))


def without_decision_day(report: Report, outcome: Where) -> Mask | None:
    """Which leads those are, ``bool[rows]``; None where nothing is known of that."""
    data = report.slice
    if "leads" not in data.dataset or data.lacking("leads") is not None:
        return None
    if not is_measured(outcome.column, data.dataset) or not is_measured(DECISION_DAY, data.dataset):
        return None
    day = values(DECISION_DAY, data.dataset, data.state.settings)
    mask: Mask = report.evaluator.fulfilled("leads", (DISTINCT, outcome)) & (day == MISSING_DAY)
    allowed = data.allowed("leads")
    return mask if allowed is None else mask & allowed


def _unknown_words(report: Report) -> Gap:
    count = sum(number for _, number in report.unknown_statuses)
    message = msgn(
        "{count} lead has a status that is not understood ({words}): it counts as open.",
        "{count} leads have a status that is not understood ({words}): they count as open.",
        count,
        words=", ".join(word for word, _ in report.unknown_statuses[:MOST_WORDS]),
    )
    return Gap(UNKNOWN_STATUS, count, message)
