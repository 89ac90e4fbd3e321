"""The sums that are about web traffic and social networks. A rate takes its two sides from the rows that have both."""

from __future__ import annotations

from typing import Final

from leaddesk.model.expression import Count, OnDay, Op, Sum, Where
from leaddesk.model.rowcolumn import Stored
from leaddesk.text import Message, msg

SESSIONS: Final = Stored("web", "sessions")
BOUNCES: Final = Stored("web", "bounces")
ENGAGED: Final = Stored("web", "engaged_sessions")
TOTAL_TIME: Final = Stored("web", "total_time")
GOALS: Final = Stored("web", "conversions")
REACH: Final = Stored("social", "reach")
INTERACTIONS: Final = Stored("social", "interactions")

BY_VISIT: Final = OnDay(Stored("web", "date"))
BY_POST: Final = OnDay(Stored("social", "date"))
LABELS: Final[dict[Stored, tuple[Message, Message]]] = {
    SESSIONS: (msg("sessions"), msg("no session in this period")),
    BOUNCES: (msg("sessions of a single page"), msg("no session in this period")),
    ENGAGED: (msg("engaged sessions"), msg("no engaged session in this period")),
    TOTAL_TIME: (msg("seconds on the site"), msg("no time on the site in this period")),
    GOALS: (msg("goals reached"), msg("no goal reached in this period")),
    REACH: (msg("people reached"), msg("nobody was reached in this period")),
    INTERACTIONS: (msg("interactions"), msg("no interaction in this period")),
}


POSTS: Final = Count(
    "social",
    msg("posts with both figures"),
    BY_POST,
    (Where(REACH, Op.KNOWN), Where(INTERACTIONS, Op.KNOWN)),
    msg("no post in this period"),
)


def traffic(column: Stored, beside: Stored) -> Sum:
    """The sum of a column over the days or posts that also tell the other one."""
    label, none = LABELS[column]
    return Sum(column, label, BY_VISIT if column.table == "web" else BY_POST, (Where(beside, Op.KNOWN),), none)
