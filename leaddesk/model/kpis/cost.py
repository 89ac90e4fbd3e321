"""What it costs: spend, a lead, a qualified lead, a customer."""

from typing import Final

from leaddesk.model.expression import ratio
from leaddesk.model.fullcost import full_cost_formula, full_cost_of_a_customer, of_full_cost
from leaddesk.model.kpi import Better, Kpi, Uncertainty
from leaddesk.model.measure import Unit
from leaddesk.model.method import FOLLOWS, Method
from leaddesk.model.prospect import ByFormula
from leaddesk.model.terms import (
    CALLED_LEADS,
    CALLS,
    CUSTOMERS,
    LEADS,
    PRICED_EXPENSES,
    QUALIFIED_LEADS,
    SPEND,
    VALID_LEADS,
)
from leaddesk.text import msg

KPIS: Final = (
    Kpi(
        "spend",
        msg("Spend"),
        msg("Expenses, VAT excluded, for the share of the days they cover that lies in the period."),
        Unit.MONEY,
        Better.NEITHER,
        SPEND,
        PRICED_EXPENSES,
    ),
    Kpi(
        "cpl",
        msg("Cost per lead"),
        msg("Spend of the period divided by the leads created in it."),
        Unit.MONEY,
        Better.DOWN,
        ratio(SPEND, LEADS),
        LEADS,
        Uncertainty.COUNT,
        LEADS,
        warning=msg("Not the cost of a customer (CAC)."),
    ),
    Kpi(
        "cost_per_valid_lead",
        msg("Cost per valid lead"),
        msg("Spend of the period divided by the leads created in it that are not invalid."),
        Unit.MONEY,
        Better.DOWN,
        ratio(SPEND, VALID_LEADS),
        VALID_LEADS,
        Uncertainty.COUNT,
        VALID_LEADS,
    ),
    Kpi(
        "cpql",
        msg("Cost per qualified lead"),
        msg("Spend of the period divided by the leads created in it that were qualified."),
        Unit.MONEY,
        Better.DOWN,
        ratio(SPEND, QUALIFIED_LEADS),
        QUALIFIED_LEADS,
        Uncertainty.COUNT,
        QUALIFIED_LEADS,
    ),
    Kpi(
        "calls_per_lead",
        msg("Calls per lead"),
        msg("Calls made divided by the leads created in the period whose calls are written down."),
        Unit.NUMBER,
        Better.NEITHER,
        ratio(CALLS, CALLED_LEADS),
        CALLED_LEADS,
        Uncertainty.MEAN,
        CALLS,
        warning=msg("Not the cost per lead, which is also called CPL."),
    ),
    Kpi(
        "cac",
        msg("Customer acquisition cost (CAC)"),
        msg("Spend of the period divided by the customers won in it."),
        Unit.MONEY,
        Better.DOWN,
        ratio(SPEND, CUSTOMERS),
        CUSTOMERS,
        Uncertainty.COUNT,
        CUSTOMERS,
        variant=msg("marketing spend only"),
        warning=msg("Not the cost per lead; the hours spent on selling are not in it."),
        short=msg("Cost per customer (CAC)"),
    ),
    Kpi(
        "full_cac",
        msg("Full customer acquisition cost"),
        msg("Spend of the period and the hours spent on selling, divided by the customers won in it."),
        Unit.MONEY,
        Better.DOWN,
        Method(
            "full_cac",
            ("costs", "leads"),
            msg("(spend + hours a month × months of the period × cost of an hour) / customers"),
            full_cost_of_a_customer,
            msg("customers: Poisson, exact"),
            account=of_full_cost,
            unjudged=FOLLOWS,
            prospect=ByFormula(full_cost_formula),
        ),
        CUSTOMERS,
        variant=msg("spend and hours of selling"),
        warning=msg("Not the CAC that others tell: most leave the hours out."),
        short=msg("Full CAC (with hours)"),
    ),
)
