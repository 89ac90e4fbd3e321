"""The aggregates that KPIs share: each has one meaning, whoever uses it."""

from __future__ import annotations

from typing import Final

from leaddesk.model.expression import Aggregate, Arithmetic, Count, OnDay, Op, Operator, OverDays, Quantile, Sum, Where
from leaddesk.model.rowcolumn import (
    DaysBetween,
    Depth,
    FirstKnown,
    FirstOfKind,
    OpeningTime,
    OutcomeDay,
    StageOf,
    Stored,
)
from leaddesk.model.stages import REACHED_ON, Stage
from leaddesk.text import msg

CREATED: Final = Stored("leads", "created")
WON_DAY: Final = OutcomeDay((int(Stage.WON),), (REACHED_ON[Stage.WON],))
DECISION_DAY: Final = OutcomeDay((int(Stage.WON), int(Stage.LOST)), (REACHED_ON[Stage.WON], REACHED_ON[Stage.LOST]))

BY_CREATED: Final = OnDay(CREATED)
BY_WON: Final = OnDay(WON_DAY)
BY_DECISION: Final = OnDay(DECISION_DAY)
BY_EXPENSE: Final = OverDays(Stored("costs", "date"), Stored("costs", "until"))

DISTINCT: Final = Where(FirstOfKind("leads", "id"), Op.EQUAL, 1)
IS_VALID: Final = Where(StageOf(), Op.NOT_EQUAL, int(Stage.INVALID))
IS_WON: Final = Where(StageOf(), Op.EQUAL, int(Stage.WON))
IS_LOST: Final = Where(StageOf(), Op.EQUAL, int(Stage.LOST))
IS_DECIDED: Final = Where(StageOf(), Op.AT_LEAST, int(Stage.WON))
UNKNOWN_DEPTH: Final = Where(Depth(), Op.EQUAL, -1)


def ripens(term: Aggregate) -> bool:
    """Whether it counts leads by the day they came and by their stage: young ones may still come to count."""
    return term.by == BY_CREATED and any(isinstance(where.column, Depth | StageOf) for where in term.where)


def reached(stage: Stage) -> Where:
    """The lead got to that stage of the ladder or further."""
    return Where(Depth(), Op.AT_LEAST, int(stage))


LEADS: Final = Count("leads", msg("leads"), BY_CREATED, (DISTINCT,), msg("no lead in this period"))
VALID_LEADS: Final = Count(
    "leads", msg("valid leads"), BY_CREATED, (DISTINCT, IS_VALID), msg("no valid lead in this period")
)
QUALIFIED_LEADS: Final = Count(
    "leads",
    msg("qualified leads"),
    BY_CREATED,
    (DISTINCT, reached(Stage.QUALIFIED)),
    msg("no qualified lead in this period"),
)
LOST_UNQUALIFIED: Final = Count(
    "leads",
    msg("leads lost or found invalid before that"),
    BY_CREATED,
    (DISTINCT, Where(StageOf(), Op.AT_LEAST, int(Stage.LOST)), Where(Depth(), Op.AT_MOST, int(Stage.CONTACTED))),
    msg("no lead of this period is decided yet"),
)
QUALIFICATION_DECISIONS: Final = Arithmetic(QUALIFIED_LEADS, Operator.PLUS, LOST_UNQUALIFIED)
CONVERTED_LEADS: Final = Count(
    "leads", msg("leads of the period that became customers"), BY_CREATED, (DISTINCT, IS_WON),
    msg("no lead of this period became a customer"),
)  # fmt: skip
CUSTOMERS: Final = Count("leads", msg("customers"), BY_WON, (DISTINCT, IS_WON), msg("no customer won in this period"))
WINS: Final = Count("leads", msg("leads won"), BY_DECISION, (DISTINCT, IS_WON), msg("no lead won in this period"))
DECISIONS: Final = Count(
    "leads",
    msg("leads won or lost"),
    BY_DECISION,
    (DISTINCT, IS_DECIDED, Where(StageOf(), Op.AT_MOST, int(Stage.LOST))),
    msg("no lead won or lost in this period"),
)
DEAL_REVENUE: Final = Sum(
    Stored("leads", "amount"), msg("deal revenue"), BY_WON, (DISTINCT, IS_WON), msg("no revenue in this period")
)
MARGIN: Final = Sum(
    Stored("leads", "margin"), msg("margin"), BY_WON, (DISTINCT, IS_WON), msg("no margin in this period")
)
PRICED_DEALS: Final = Count(
    "leads",
    msg("deals with a known amount"),
    BY_WON,
    (DISTINCT, IS_WON, Where(Stored("leads", "amount"), Op.KNOWN)),
    msg("no deal with an amount in this period"),
)
MARGINED_DEALS: Final = Count(
    "leads",
    msg("deals with a known margin"),
    BY_WON,
    (DISTINCT, IS_WON, Where(Stored("leads", "margin"), Op.KNOWN)),
    msg("no deal with a margin in this period"),
)
SPEND: Final = Sum(
    Stored("costs", "amount"), msg("spend"), BY_EXPENSE, (), msg("no spend in this period"),
    unrecorded=msg("no cost recorded in this period"),
)  # fmt: skip
PRICED_EXPENSES: Final = Count(
    "costs",
    msg("expenses with an amount"),
    BY_EXPENSE,
    (Where(Stored("costs", "amount"), Op.KNOWN),),
    msg("no expense in this period"),
)
EXPENSES: Final = Count("costs", msg("expenses"), BY_EXPENSE, (), msg("no expense in this period"))

RESPONSE_HOURS: Final = OpeningTime(FirstKnown("leads", ("created",)), FirstKnown("leads", ("responded", "contacted")))
RESPONSE_TIME: Final = Quantile(
    RESPONSE_HOURS, 0.5, msg("opening hours to the first answer"), BY_CREATED, (DISTINCT,),
    msg("no answered lead in this period"),
)  # fmt: skip
SLOW_RESPONSE_TIME: Final = Quantile(
    RESPONSE_HOURS, 0.9, msg("opening hours to the first answer, slowest tenth"), BY_CREATED, (DISTINCT,),
    msg("no answered lead in this period"),
)  # fmt: skip
CALLS: Final = Sum(Stored("leads", "calls"), msg("calls"), BY_CREATED, (DISTINCT,), msg("no call in this period"))
CALLED_LEADS: Final = Count(
    "leads",
    msg("leads whose calls are known"),
    BY_CREATED,
    (DISTINCT, Where(Stored("leads", "calls"), Op.KNOWN)),
    msg("no lead of this period has its calls written down"),
)
DAYS_TO_WIN: Final = DaysBetween(CREATED, WON_DAY)
DAYS_TO_QUALIFY: Final = DaysBetween(CREATED, Stored("leads", "qualified"))
TIME_TO_CONVERT: Final = Quantile(
    DAYS_TO_WIN, 0.5, msg("days from creation to the sale"), BY_WON, (DISTINCT, IS_WON),
    msg("no customer with both dates in this period"),
)  # fmt: skip
ANSWERED_LEADS: Final = Count(
    "leads",
    msg("answered leads"),
    BY_CREATED,
    (DISTINCT, Where(RESPONSE_HOURS, Op.KNOWN)),
)
DATED_SALES: Final = Count(
    "leads", msg("sales with both dates"), BY_WON, (DISTINCT, IS_WON, Where(DAYS_TO_WIN, Op.KNOWN))
)
