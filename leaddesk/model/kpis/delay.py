"""How fast: the first answer, the sale."""

from typing import Final

from leaddesk.model.answering import median_wait, of_median_wait, of_within_target, within_target, within_target_by
from leaddesk.model.intime import in_time_by_days
from leaddesk.model.kpi import Better, Kpi, Uncertainty
from leaddesk.model.measure import Unit
from leaddesk.model.method import RIPENS, ByMonth, Kind, Method, Monthly
from leaddesk.model.prospect import ByDays, InHindsight
from leaddesk.model.terms import ANSWERED_LEADS, DATED_SALES, LEADS, RESPONSE_TIME, SLOW_RESPONSE_TIME, TIME_TO_CONVERT
from leaddesk.text import msg

KPIS: Final = (
    Kpi(
        "response_time",
        msg("Response time"),
        msg("Median of the opening hours from the creation of a lead to its first answer, for answered leads."),
        Unit.HOURS,
        Better.DOWN,
        RESPONSE_TIME,
        ANSWERED_LEADS,
        Uncertainty.MEDIAN,
        variant=msg("median, answered leads"),
        warning=msg("Leads that nobody answered yet are not in it."),
    ),
    Kpi(
        "response_time_p90",
        msg("Response time, slowest tenth"),
        msg("Opening hours to the first answer within which nine answered leads of ten were answered."),
        Unit.HOURS,
        Better.DOWN,
        SLOW_RESPONSE_TIME,
        ANSWERED_LEADS,
        variant=msg("90th percentile, answered leads"),
        warning=msg("Not the median: one lead of ten waits longer than this."),
        short=msg("Slowest tenth of answers"),
    ),
    Kpi(
        "response_time_all",
        msg("Response time, unanswered leads included"),
        msg("Opening hours within which half of the leads created in the period are answered."),
        Unit.HOURS,
        Better.DOWN,
        Method(
            "response_time_all",
            ("leads",),
            msg("median over all leads; those that still wait are followed up to now"),
            median_wait,
            msg("Kaplan-Meier, bounds by log(−log)"),
            is_cut=True,
            account=of_median_wait,
            unjudged=RIPENS,
            prospect=InHindsight(),
        ),
        None,
        variant=msg("median, leads that wait included"),
        warning=msg("Not the median of answered leads alone, which forgets those that nobody answered."),
        short=msg("Response time (all leads)"),
    ),
    Kpi(
        "response_within_target",
        msg("Answered in time"),
        msg("Leads created in the period that were answered within the target, out of those answered or late."),
        Unit.PERCENT,
        Better.UP,
        Method(
            "response_within_target",
            ("leads",),
            msg("leads answered within the target / leads answered, or waiting longer than the target"),
            within_target,
            msg("Wilson"),
            is_cut=True,
            account=of_within_target,
            monthly=Monthly(Kind.SHARE),
            by_month=ByMonth(LEADS, within_target_by),
            prospect=ByDays(in_time_by_days),
        ),
        None,
    ),
    Kpi(
        "time_to_convert",
        msg("Time to convert"),
        msg("Median of the days from the creation of a lead to the sale, for leads won in the period."),
        Unit.DAYS,
        Better.DOWN,
        TIME_TO_CONVERT,
        DATED_SALES,
        Uncertainty.MEDIAN,
        variant=msg("median, leads won"),
        warning=msg("Not the mean, which a few slow sales pull up."),
    ),
)
