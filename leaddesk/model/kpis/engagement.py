"""How engaged leads are."""

from typing import Final

from leaddesk.model.engaged import engagement_by, engagement_score, of_engagement
from leaddesk.model.kpi import Better, Kpi
from leaddesk.model.measure import Unit
from leaddesk.model.method import RIPENS, ByMonth, Method
from leaddesk.model.prospect import InHindsight
from leaddesk.model.rowcolumn import Stored
from leaddesk.model.terms import LEADS
from leaddesk.text import msg

KPIS: Final = (
    Kpi(
        "engagement_score",
        msg("Engagement score of leads"),
        msg(
            "Mean engagement score, 0 to 100, of the leads created in the period, as it was at its end: what a lead "
            "did, worth half after thirty days."
        ),
        Unit.NUMBER,
        Better.UP,
        Method(
            "engagement_score",
            ("leads",),
            msg("sum of the engagement scores at the end of the period / leads with a score"),
            engagement_score,
            msg("delta method on the logarithm of a mean, none below 10 leads"),
            is_cut=True,
            account=of_engagement,
            unjudged=RIPENS,
            prospect=InHindsight(undated=Stored("leads", "calls")),
            by_month=ByMonth(LEADS, engagement_by),
        ),
        None,
        variant=msg("at the end of the period"),
        warning=msg(
            "Not the engagement rate of social networks. Calls have no date: those that are noted now count, whatever "
            "the period."
        ),
        short=msg("Engagement score"),
    ),
)
