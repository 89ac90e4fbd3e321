"""What share of the leads gets further."""

from typing import Final

from leaddesk.model.expression import Arithmetic, Operator, ratio
from leaddesk.model.kpi import Better, Kpi, Uncertainty
from leaddesk.model.measure import Unit
from leaddesk.model.terms import (
    CONVERTED_LEADS,
    DAYS_TO_QUALIFY,
    DAYS_TO_WIN,
    DECISIONS,
    LEADS,
    QUALIFICATION_DECISIONS,
    QUALIFIED_LEADS,
    WINS,
)
from leaddesk.text import msg

KPIS: Final = (
    Kpi(
        "qualification_rate",
        msg("Qualification rate"),
        msg("Leads created in the period that were qualified, out of all leads created in it."),
        Unit.PERCENT,
        Better.UP,
        ratio(QUALIFIED_LEADS, LEADS),
        LEADS,
        Uncertainty.PROPORTION,
        variant=msg("of all leads"),
        delay=DAYS_TO_QUALIFY,
    ),
    Kpi(
        "qualification_rate_decided",
        msg("Qualification rate (decided)"),
        msg("Leads created in the period that were qualified, out of those qualified, lost or found invalid."),
        Unit.PERCENT,
        Better.UP,
        ratio(QUALIFIED_LEADS, QUALIFICATION_DECISIONS),
        QUALIFICATION_DECISIONS,
        Uncertainty.PROPORTION,
        variant=msg("of decided leads"),
    ),
    Kpi(
        "conversion_rate",
        msg("Conversion rate lead → customer"),
        msg("Leads created in the period that became customers since, out of all leads created in it."),
        Unit.PERCENT,
        Better.UP,
        ratio(CONVERTED_LEADS, LEADS),
        LEADS,
        Uncertainty.PROPORTION,
        warning=msg("Not the win rate, which looks at leads decided in the period, nor the share of visitors."),
        delay=DAYS_TO_WIN,
        short=msg("Conversion rate"),
    ),
    Kpi(
        "win_rate",
        msg("Win rate"),
        msg("Leads won out of leads won or lost, by the day of the decision."),
        Unit.PERCENT,
        Better.UP,
        Arithmetic(WINS, Operator.DIVIDED, DECISIONS),
        DECISIONS,
        Uncertainty.PROPORTION,
        warning=msg("Not the conversion rate, which also counts the leads that are still open."),
    ),
)
