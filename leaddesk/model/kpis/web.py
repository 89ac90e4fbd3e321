"""What visitors of the site and of social networks do."""

from typing import Final

from leaddesk.model.expression import Constant, minus, ratio, share_of
from leaddesk.model.kpi import Better, Kpi, Uncertainty
from leaddesk.model.measure import Unit
from leaddesk.model.webterms import BOUNCES, ENGAGED, GOALS, INTERACTIONS, POSTS, REACH, SESSIONS, TOTAL_TIME, traffic
from leaddesk.text import msg

KPIS: Final = (
    Kpi(
        "visitor_conversion",
        msg("Visitor conversion"),
        msg("Goals reached on the site in the period (forms sent, calls) out of its sessions."),
        Unit.PERCENT,
        Better.UP,
        share_of(traffic(GOALS, SESSIONS), traffic(SESSIONS, GOALS)),
        traffic(SESSIONS, GOALS),
        Uncertainty.PROPORTION,
        variant=msg("of sessions"),
        warning=msg("Not the conversion rate of leads: visitors, not leads, are counted here."),
    ),
    Kpi(
        "bounce_rate",
        msg("Bounce rate"),
        msg("Sessions of a single page out of all sessions of the period."),
        Unit.PERCENT,
        Better.DOWN,
        share_of(traffic(BOUNCES, SESSIONS), traffic(SESSIONS, BOUNCES)),
        traffic(SESSIONS, BOUNCES),
        Uncertainty.PROPORTION,
        variant=msg("single-page sessions"),
        warning=msg(
            "Not e-mails that bounced. Not the share of sessions without engagement, which newer exports give."
        ),
    ),
    Kpi(
        "bounce_rate_engaged",
        msg("Bounce rate (not engaged)"),
        msg("Sessions of the period that were not engaged out of all its sessions."),
        Unit.PERCENT,
        Better.DOWN,
        share_of(minus(traffic(SESSIONS, ENGAGED), traffic(ENGAGED, SESSIONS)), traffic(SESSIONS, ENGAGED)),
        traffic(SESSIONS, ENGAGED),
        Uncertainty.PROPORTION,
        variant=msg("sessions without engagement"),
        warning=msg(
            "Not comparable with the share of single-page sessions: a long visit of one page counts as engaged."
        ),
        short=msg("Sessions not engaged"),
    ),
    Kpi(
        "avg_time_on_site",
        msg("Time on the site"),
        msg("Total time on the site in the period divided by its sessions."),
        Unit.MINUTES,
        Better.UP,
        ratio(ratio(traffic(TOTAL_TIME, SESSIONS), traffic(SESSIONS, TOTAL_TIME)), Constant(60)),
        traffic(SESSIONS, TOTAL_TIME),
        variant=msg("mean of sessions"),
        warning=msg("A mean: a page left open for an hour pulls it up."),
    ),
    Kpi(
        "engagement_rate",
        msg("Engagement on social networks"),
        msg("Interactions with the posts of the period out of the people reached."),
        Unit.PERCENT,
        Better.UP,
        ratio(traffic(INTERACTIONS, REACH), traffic(REACH, INTERACTIONS)),
        POSTS,
        Uncertainty.RATIO,
        variant=msg("of people reached"),
        warning=msg("Not the engagement score of a lead."),
        short=msg("Social engagement"),
    ),
)
