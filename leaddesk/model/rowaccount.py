"""What is behind the numbers of rows that a list or the status bar tells, and behind the score of one lead."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.account import Account, Named, count_of, with_rows
from leaddesk.model.counted import Counted
from leaddesk.model.criterion import Facet
from leaddesk.model.expression import Count
from leaddesk.model.leftout import LeftOut, Traced, traced_of
from leaddesk.model.measure import Measure, Unit
from leaddesk.model.rowcolumn import FirstOfKind
from leaddesk.model.rows import values
from leaddesk.model.scoring import explanation, scores
from leaddesk.model.terms import BY_CREATED, LEADS
from leaddesk.text import msg, msgc

if TYPE_CHECKING:
    from leaddesk.model.leftout import Positions
    from leaddesk.model.report import Report
    from leaddesk.model.scoring import Reason
    from leaddesk.text import Message

_ROWS: Final = Count(LEADS.table, msg("lead rows"), BY_CREATED)
_SCORE: Final = msg(
    "100 times the points that the lead earned over those that it could earn by what is known of it, as a whole "
    "number. What is not known takes no part."
)


def of_rows(report: Report) -> Account:
    """The account of the rows of leads that the period and the filters keep."""
    definition = msg("Rows of leads created in the period that the filters keep, repeated ones included.")
    return _account(report, report.leads, definition)


def of_listed(report: Report, shown: Positions) -> Account:
    """The account of the rows of leads that a list shows, ascending positions: some of those of the period, or others
    that were asked for.
    """
    return _account(report, shown, msg("Rows of leads in the list, as the choices above it leave them."))


def _account(report: Report, shown: Positions, definition: Message) -> Account:
    data = report.slice
    repeated = values(FirstOfKind(LEADS.table, "id"), data.dataset, data.state.settings)[shown] != 1
    account = count_of(msg("Lead rows"), definition, Counted(_ROWS.label, LEADS.table, shown), _traced(report, shown))
    found = with_rows(account, Counted(msg("rows that repeat a lead"), LEADS.table, shown[repeated]))
    note = msg("Rows of one number are one lead: figures count it once.")
    return replace(found, note=note if repeated.any() else None)


def _traced(report: Report, shown: Positions) -> Traced:
    """The rows that are not shown: outside of the period or the filters, or not in the list for all that."""
    left = np.ones(len(report.slice.dataset[LEADS.table]), np.bool_)
    left[shown] = False
    told = []
    for found in traced_of(_ROWS, report.evaluator):
        for one in found.left_out:
            told.append(LeftOut(one.reason, one.table, one.positions[left[one.positions]]))
            left[one.positions] = False
    told.append(LeftOut(msgc("left out", "not in the list"), LEADS.table, np.flatnonzero(left)))
    return Traced(LEADS.table, shown, tuple(one for one in told if len(one.positions)))


def of_score(report: Report, position: int) -> Account:
    """The account of the score of the lead at a position.

    :raises IndexError: when there is no such row.
    """
    state = report.slice.state
    reasons, found = explanation(state, position), scores(state)
    known = [one for one in reasons if one.known]
    total = float(found.total[position])
    earned, most = sum(one.points for one in known), sum(one.max for one in known)
    facets = zip(Facet, (found.fit, found.engagement, found.bant), strict=True)
    return Account(
        msg("Score of the lead"),
        _SCORE,
        Unit.COUNT,
        Measure(None, absent=found.absent(position)) if np.isnan(total) else Measure(total),
        (Counted(msg("this lead"), LEADS.table, np.array([position], np.intp), is_count=False),),
        (),
        formula=msg("100 × points earned / points that could be earned"),
        filled=None if np.isnan(total) else msg("100 × {left} / {right}", left=_points(earned), right=most),
        neighbours=tuple(_part(facet, float(part[position])) for facet, part in facets),
        facts=tuple((one.label, _told(one)) for one in known),
    )


def _told(one: Reason) -> Message:
    points = msg("{points} of {most} points", points=_points(one.points), most=one.max)
    return msg("+{adds}: {points}, {rule}", adds=one.adds, points=points, rule=one.rule)


def _part(facet: Facet, value: float) -> Named:
    return Named(facet.label, Unit.COUNT, Measure(None if np.isnan(value) else value))


def _points(points: float) -> float:
    found = round(points, 2)
    return int(found) if found.is_integer() else found
