"""What a customer is worth over the years."""

from typing import Final

from leaddesk.model.kpi import Better, Kpi
from leaddesk.model.lifetime import lifetime_value, payback, value_to_cost
from leaddesk.model.measure import Unit
from leaddesk.model.method import RIPENS, SO_FAR, Method
from leaddesk.model.prospect import InHindsight, Untold
from leaddesk.model.worthrows import of_lifetime, of_payback, of_value_to_cost
from leaddesk.text import msg

KPIS: Final = (
    Kpi(
        "ltv",
        msg("Customer lifetime value (LTV)"),
        msg("Margin that a customer brings while it stays, up to the horizon chosen in the settings."),
        Unit.MONEY,
        Better.UP,
        Method(
            "ltv",
            ("orders",),
            msg(
                "order revenue, money back taken off / orders × orders a year × years × margin rate, of the last "
                "twelve months; the horizon at most"
            ),
            lifetime_value,
            account=of_lifetime,
            unjudged=SO_FAR,
            prospect=InHindsight(of_a_year=True),
        ),
        None,
        warning=msg("Not the revenue of a month: it counts years, and what is left of the amounts."),
        short=msg("Lifetime value (LTV)"),
    ),
    Kpi(
        "ltv_to_cac",
        msg("Lifetime value to acquisition cost"),
        msg("Lifetime value of a customer for each unit of money that winning one costs."),
        Unit.TIMES,
        Better.UP,
        Method(
            "ltv_to_cac",
            ("orders", "costs", "leads"),
            msg("LTV / CAC"),
            value_to_cost,
            account=of_value_to_cost,
            unjudged=SO_FAR,
            prospect=InHindsight(),
        ),
        None,
        warning=msg("Not ROAS: it counts the margin of years, not the revenue of the period."),
        short=msg("LTV / CAC"),
    ),
    Kpi(
        "cac_payback",
        msg("CAC payback"),
        msg("Median of the months after which the monthly margin of a customer won in the period has paid its cost."),
        Unit.MONTHS,
        Better.DOWN,
        Method(
            "cac_payback",
            ("leads", "costs"),
            msg("CAC / (monthly revenue × margin rate) of each customer; who has not paid back is followed up to now"),
            payback,
            msg("Kaplan-Meier, bounds by log(−log)"),
            account=of_payback,
            unjudged=RIPENS,
            prospect=Untold(
                msg("how likely it is, is not told of the payback: most customers of a period pay back after its end")
            ),
        ),
        None,
        variant=msg("median, customers not yet paid back included"),
    ),
)
