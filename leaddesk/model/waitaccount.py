"""What is behind the numbers of a lead that waits longer than is usual."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.account import Account, count_of
from leaddesk.model.counted import Counted
from leaddesk.model.leftout import among
from leaddesk.model.measure import Measure, Unit
from leaddesk.model.outlookaccount import everything
from leaddesk.model.stages import LABELS
from leaddesk.model.stay import STUCK_BEYOND
from leaddesk.model.terms import LEADS
from leaddesk.model.timeaccount import StayFigure, of_stay
from leaddesk.text import msg, msgc

if TYPE_CHECKING:
    from leaddesk.model.leftout import Traced
    from leaddesk.model.report import Report
    from leaddesk.model.stay import StuckLead

_TIMES: Final = {
    StayFigure.NINE_TENTHS: msg("The wait over the days within which nine in ten leads leave that stage."),
    StayFigure.THREE_QUARTERS: msg("The wait over the days within which three in four leads leave that stage."),
}
_OVER: Final = {
    StayFigure.NINE_TENTHS: msg("days of waiting / days within which nine in ten leads left the stage"),
    StayFigure.THREE_QUARTERS: msg("days of waiting / days within which three in four leads left the stage"),
}


def of_wait(report: Report, lead: StuckLead) -> Account:
    """The account of the days that a lead has waited."""
    as_of = report.slice.state.as_of
    this = _this(lead)
    return Account(
        msg("Waiting in “{stage}”", stage=LABELS[lead.stage]),
        msg("Days since the lead came into that stage."),
        Unit.DAYS,
        Measure(float(lead.days)),
        (this,),
        (_traced(report, this),),
        formula=msg("day of the files − day on which the lead came into the stage"),
        filled=msg("{left} − {right}", left=as_of, right=as_of - dt.timedelta(lead.days)),
    )


def of_times(report: Report, lead: StuckLead) -> Account:
    """The account of how many times as long as is usual a lead has waited."""
    this, figure = _this(lead), _usual(lead)
    return Account(
        msg("Times as long"),
        _TIMES[figure],
        Unit.TIMES,
        Measure(lead.times),
        (this,),
        (_traced(report, this),),
        formula=_OVER[figure],
        filled=None if lead.times is None else msg("{left} / {right}", left=lead.days, right=round(lead.limit)),
    )


def of_usual(report: Report, lead: StuckLead) -> tuple[Report, Account]:
    """The account of the limit of a stage, and the report that it is of: it is learnt whatever the period."""
    whole = everything(report)
    return whole, of_stay(whole, lead.stage, _usual(lead))


def _usual(lead: StuckLead) -> StayFigure:
    return StayFigure.NINE_TENTHS if lead.share == STUCK_BEYOND[0] else StayFigure.THREE_QUARTERS


def of_stuck(report: Report) -> Account:
    """The account of how many leads wait longer than is usual in their stage."""
    waiting = report.open_leads
    stuck = Counted(msg("leads that are stuck"), LEADS.table, np.sort(report.stuck_leads.places))
    found = among(
        LEADS,
        stuck.positions,
        ((msgc("left out", "open, and waiting no longer than is usual"), waiting),),
        msgc("left out", "decided already"),
        report.evaluator,
    )
    definition = msg("Open leads that wait longer in their stage than nine in ten leads took to leave it.")
    return count_of(msg("Leads that are stuck"), definition, stuck, found)


def _this(lead: StuckLead) -> Counted:
    return Counted(msg("this lead"), LEADS.table, np.array([lead.place], np.intp), is_count=False)


def _traced(report: Report, this: Counted) -> Traced:
    return among(LEADS, this.positions, (), msgc("left out", "another lead"), report.evaluator)
