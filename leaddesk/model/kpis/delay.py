"""How fast: the first answer, the sale."""

from typing import Final

from leaddesk.model.kpi import Better, Kpi, Uncertainty
from leaddesk.model.measure import Unit
from leaddesk.model.terms import ANSWERED_LEADS, DATED_SALES, RESPONSE_TIME, TIME_TO_CONVERT
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
