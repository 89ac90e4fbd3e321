"""What is behind the remarks on what the data lack: the rows that they speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.account import Account
from leaddesk.model.counted import Counted
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.expression import OnDay
from leaddesk.model.gaps import (
    DATED_BY,
    SAID_TWICE,
    UNDATED_COSTS,
    UNDATED_LEADS,
    UNDATED_LOSSES,
    UNDATED_ORDERS,
    UNDATED_SALES,
    UNKNOWN_STATUS,
    rows_said_twice,
    undated_rows,
    without_decision_day,
)
from leaddesk.model.measure import Measure, Unit
from leaddesk.model.terms import EXPENSES, IS_LOST, IS_WON, LEADS
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from leaddesk.model.gaps import Gap
    from leaddesk.model.leftout import Positions
    from leaddesk.model.report import Report

_WHAT: Final[Mapping[str, Message]] = {
    UNDATED_LEADS: msg("leads without a creation date"),
    UNDATED_SALES: msg("customers without a date of winning"),
    UNDATED_LOSSES: msg("lost leads without a date of losing"),
    UNKNOWN_STATUS: msg("leads with a status that is not understood"),
    UNDATED_COSTS: msg("expenses without a date"),
    UNDATED_ORDERS: msg("rows of orders without a date"),
    SAID_TWICE: msg("expenses of days and channels that another file has, too"),
}
_LABEL: Final = msg("Leads that lack something")
_DEFINITION: Final = msg(
    "Leads that some figures leave out, or count otherwise than you may think, because their rows do not say all."
)
_ROWS_LABEL: Final = msg("Rows that lack something")
_ROWS_DEFINITION: Final = msg(
    "Rows that some figures leave out, or count otherwise than you may think, because they do not say all."
)


def of_rows(found: Iterable[Gap]) -> bool:
    """Whether any of these gaps is of rows that can be shown."""
    return any(gap.code in _WHAT for gap in found)


def of_gaps(report: Report, found: Iterable[Gap]) -> Account | None:
    """The account of the rows that these gaps are of; None where no gap is of rows."""
    rows = [Counted(_WHAT[gap.code], _table(gap.code), _places(report, gap.code)) for gap in found if gap.code in _WHAT]
    if not rows:
        return None
    tables = dict.fromkeys(one.table for one in rows)
    places = [np.concatenate([one.positions for one in rows if one.table == table]) for table in tables]
    number = sum(len(np.unique(of_table)) for of_table in places)
    words = (_LABEL, _DEFINITION) if list(tables) == [LEADS.table] else (_ROWS_LABEL, _ROWS_DEFINITION)
    return Account(*words, Unit.COUNT, Measure(float(number)), tuple(rows), ())


def _table(code: str) -> str:
    if code == SAID_TWICE:
        return EXPENSES.table
    dating = DATED_BY.get(code)
    if dating is None:
        return LEADS.table
    return (dating.day if isinstance(dating, OnDay) else dating.first).table


def _places(report: Report, code: str) -> Positions:
    if code in DATED_BY:
        return undated_rows(report, code)
    if code == SAID_TWICE:
        return rows_said_twice(report)
    if code == UNKNOWN_STATUS:
        return _not_understood(report)
    if code != UNDATED_LEADS:
        mask = without_decision_day(report, IS_WON if code == UNDATED_SALES else IS_LOST)
        return np.zeros(0, np.intp) if mask is None else np.flatnonzero(mask)
    data = report.slice
    frame, kept = data.dataset[LEADS.table], data.allowed(LEADS.table)
    missing = frame.days("created") == MISSING_DAY if frame.has("created") else np.ones(len(frame), np.bool_)
    return np.flatnonzero(missing if kept is None else missing & kept)


def _not_understood(report: Report) -> Positions:
    frame = report.slice.dataset[LEADS.table]
    words = {word for word, _count in report.unknown_statuses}
    codes = [code for code, word in enumerate(frame.labels("status")) if word in words]
    found: Positions = report.leads[np.isin(frame.codes("status")[report.leads], codes)]
    return found
