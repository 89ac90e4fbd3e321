"""The aggregates that are about survey answers, requests and operations."""

from __future__ import annotations

from typing import Final

from leaddesk.model.expression import Count, OnDay, Op, Quantile, Sum, Where
from leaddesk.model.rowcolumn import FirstKnown, OpeningTime, Stored
from leaddesk.text import msg

SATISFACTION: Final = Stored("surveys", "satisfaction")
BY_ANSWER: Final = OnDay(Stored("surveys", "date"))
RATED: Final = (Where(SATISFACTION, Op.AT_LEAST, 1), Where(SATISFACTION, Op.AT_MOST, 5))
RATINGS: Final = Count(
    "surveys", msg("ratings from 1 to 5"), BY_ANSWER, RATED, msg("no rating from 1 to 5 in this period")
)
SATISFIED: Final = Count(
    "surveys", msg("ratings of 4 or 5"), BY_ANSWER, (Where(SATISFACTION, Op.AT_LEAST, 4), RATED[1]),
    msg("no rating of 4 or 5 in this period"),
)  # fmt: skip
RECOMMENDS: Final = Stored("surveys", "recommends")
ANSWERS_OF_YES: Final = Count(
    "surveys", msg("answers of yes"), BY_ANSWER, (Where(RECOMMENDS, Op.EQUAL, 1),), msg("no yes in this period")
)
ANSWERS_YES_OR_NO: Final = Count(
    "surveys", msg("answers of yes or no"), BY_ANSWER, (Where(RECOMMENDS, Op.KNOWN),),
    msg("nobody said yes or no in this period"),
)  # fmt: skip

BY_REQUEST: Final = OnDay(Stored("service", "opened"))
SERVICE_HOURS: Final = OpeningTime(FirstKnown("service", ("opened",)), FirstKnown("service", ("answered",)))
SERVICE_TIME: Final = Quantile(
    SERVICE_HOURS, 0.5, msg("opening hours to the answer"), BY_REQUEST, (), msg("no answered request in this period")
)
ANSWERED_REQUESTS: Final = Count("service", msg("answered requests"), BY_REQUEST, (Where(SERVICE_HOURS, Op.KNOWN),))

TARGETED: Final = Stored("operations", "targeted")
PARTICIPANTS: Final = Stored("operations", "participants")
BY_START: Final = OnDay(Stored("operations", "start"))
PARTICIPATIONS: Final = Sum(
    PARTICIPANTS, msg("participants"), BY_START, (Where(TARGETED, Op.KNOWN),), msg("no participant in this period")
)
PEOPLE_TARGETED: Final = Sum(
    TARGETED, msg("people targeted"), BY_START, (Where(PARTICIPANTS, Op.KNOWN),), msg("nobody targeted in this period")
)
