"""What it brings: revenue, margin, return."""

from typing import Final

from leaddesk.model.expression import minus, ratio
from leaddesk.model.forecast import open_leads_worth
from leaddesk.model.kpi import Better, Kpi, Uncertainty
from leaddesk.model.measure import Unit
from leaddesk.model.method import Method
from leaddesk.model.openrows import of_open_leads_worth
from leaddesk.model.prospect import Untold
from leaddesk.model.terms import DEAL_REVENUE, MARGIN, MARGINED_DEALS, PRICED_DEALS, SPEND
from leaddesk.text import msg

KPIS: Final = (
    Kpi(
        "deal_revenue",
        msg("Deal revenue"),
        msg("Amount, VAT excluded, of the leads won in the period."),
        Unit.MONEY,
        Better.UP,
        DEAL_REVENUE,
        PRICED_DEALS,
        warning=msg("Not the revenue of orders: the two are never added together."),
    ),
    Kpi(
        "average_deal",
        msg("Average deal"),
        msg("Deal revenue divided by the leads won in the period whose amount is known."),
        Unit.MONEY,
        Better.UP,
        ratio(DEAL_REVENUE, PRICED_DEALS),
        PRICED_DEALS,
        Uncertainty.MEAN,
        DEAL_REVENUE,
        warning=msg("Not the average order."),
    ),
    Kpi(
        "margin",
        msg("Margin"),
        msg("Margin, as money, of the leads won in the period."),
        Unit.MONEY,
        Better.UP,
        MARGIN,
        MARGINED_DEALS,
        warning=msg("An amount of money, not the margin rate."),
    ),
    Kpi(
        "roi",
        msg("Return on investment (ROI)"),
        msg("What the margin of the leads won in the period leaves after the spend, divided by the spend."),
        Unit.PERCENT,
        Better.UP,
        ratio(minus(MARGIN, SPEND), SPEND),
        MARGINED_DEALS,
        Uncertainty.SUM,
        MARGIN,
        variant=msg("on margin"),
        warning=msg("Not the return on revenue, and not ROAS."),
        short=msg("ROI (on margin)"),
    ),
    Kpi(
        "roi_on_revenue",
        msg("Return on revenue"),
        msg("What the revenue of the leads won in the period leaves after the spend, divided by the spend."),
        Unit.PERCENT,
        Better.UP,
        ratio(minus(DEAL_REVENUE, SPEND), SPEND),
        PRICED_DEALS,
        Uncertainty.SUM,
        DEAL_REVENUE,
        variant=msg("on revenue"),
        warning=msg("Flattering: revenue is not what is left. ROI counts the margin."),
    ),
    Kpi(
        "roas",
        msg("Return on ad spend (ROAS)"),
        msg("Revenue of the leads won in the period for each unit of money spent."),
        Unit.TIMES,
        Better.UP,
        ratio(DEAL_REVENUE, SPEND),
        PRICED_DEALS,
        Uncertainty.SUM,
        DEAL_REVENUE,
        warning=msg("Not ROI: a ROAS of 1 only gives the spend back as revenue."),
        short=msg("ROAS"),
    ),
    Kpi(
        "forecast",
        msg("Expected from open leads"),
        msg("What the leads that are open now are likely to bring within three months, whatever the period."),
        Unit.MONEY,
        Better.UP,
        Method(
            "forecast",
            ("leads",),
            msg("sum over the open leads: chance to be won within three months at its age × amount (or the mean deal)"),
            open_leads_worth,
            msg("luck of each lead and of its amount, moments"),
            is_dated=False,
            account=of_open_leads_worth,
            prospect=Untold(msg("how likely it is, is not told of what open leads are worth now: it is of no period")),
        ),
        None,
        warning=msg("Not the amounts of all open leads, nor those times the odds of their stage."),
        short=msg("Worth of open leads"),
    ),
)
