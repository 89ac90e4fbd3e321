"""Are customers content: what they answer, what they complain about, how fast they are helped."""

from typing import Final

from leaddesk.model.expression import ratio
from leaddesk.model.kpi import Better, Kpi, Uncertainty
from leaddesk.model.measure import Unit
from leaddesk.model.method import ByMonth, Kind, Method, Monthly
from leaddesk.model.opinions import (
    REQUESTS,
    complaint_days,
    complaint_rate,
    complaint_rate_by_days,
    complaint_rates_by,
    complaints,
    complaints_by,
    of_complaint_rate,
    of_complaints,
    of_promoters,
    promoters,
    promoters_by_days,
)
from leaddesk.model.prospect import ByDays
from leaddesk.model.serviceterms import (
    ANSWERED_REQUESTS,
    ANSWERS_OF_YES,
    ANSWERS_YES_OR_NO,
    RATINGS,
    SATISFIED,
    SERVICE_TIME,
)
from leaddesk.text import msg

KPIS: Final = (
    Kpi(
        "csat",
        msg("Satisfaction (CSAT)"),
        msg("Ratings of 4 or 5 out of the ratings from 1 to 5 given in the period."),
        Unit.PERCENT,
        Better.UP,
        ratio(SATISFIED, RATINGS),
        RATINGS,
        Uncertainty.PROPORTION,
        variant=msg("ratings of 4 or 5"),
        warning=msg("Not the net promoter score; only those who answered are in it."),
    ),
    Kpi(
        "nps",
        msg("Net promoter score (NPS)"),
        msg("Share of 9 and 10 less the share of 0 to 6, of the answers of the period: −100 to 100."),
        Unit.NUMBER,
        Better.UP,
        Method(
            "nps",
            ("surveys",),
            msg("100 × (answers of 9 or 10 − answers of 0 to 6) / answers"),
            promoters,
            msg("adjusted normal interval of a mean, none below 10 answers"),
            account=of_promoters,
            monthly=Monthly(Kind.MARKS, 200.0, -100.0),
            prospect=ByDays(promoters_by_days),
        ),
        None,
        warning=msg("Not a percentage, and not the satisfaction: 7 and 8 count for nothing."),
    ),
    Kpi(
        "recommendation_rate",
        msg("Recommendation rate"),
        msg("Answers of yes out of the answers of yes or no given in the period."),
        Unit.PERCENT,
        Better.UP,
        ratio(ANSWERS_OF_YES, ANSWERS_YES_OR_NO),
        ANSWERS_YES_OR_NO,
        Uncertainty.PROPORTION,
        warning=msg("Not the net promoter score, which is made of marks from 0 to 10."),
    ),
    Kpi(
        "complaints",
        msg("Complaints"),
        msg("Complaints opened in the period, by the kind of the request."),
        Unit.COUNT,
        Better.DOWN,
        Method(
            "complaints",
            ("service",),
            msg(
                "requests whose kind says complaint, delay, damage, loss… and not that there is none; every request "
                "where no kind says so"
            ),
            complaints,
            is_cut=True,
            account=of_complaints,
            by_month=ByMonth(REQUESTS, complaints_by),
            days=complaint_days,
        ),
        None,
    ),
    Kpi(
        "complaint_rate",
        msg("Complaints per 100 orders"),
        msg("Complaints opened in the period for each hundred of its orders."),
        Unit.NUMBER,
        Better.DOWN,
        Method(
            "complaint_rate",
            ("service", "orders"),
            msg("100 × complaints / orders"),
            complaint_rate,
            msg("exact Poisson on the complaints, orders known"),
            account=of_complaint_rate,
            monthly=Monthly(Kind.EVENTS, 100.0),
            prospect=ByDays(complaint_rate_by_days),
            by_month=ByMonth(REQUESTS, complaint_rates_by),
        ),
        None,
        warning=msg("One order may bring two complaints: it is no share of orders."),
        short=msg("Complaints / 100 orders"),
    ),
    Kpi(
        "service_response_time",
        msg("Service response time"),
        msg("Median of the opening hours from a request of a customer to its answer, for answered requests."),
        Unit.HOURS,
        Better.DOWN,
        SERVICE_TIME,
        ANSWERED_REQUESTS,
        Uncertainty.MEDIAN,
        variant=msg("median, answered requests"),
        warning=msg("Not the response time of leads."),
        short=msg("Answers to customers"),
    ),
)
