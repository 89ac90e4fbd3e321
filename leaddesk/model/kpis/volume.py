"""How many: leads, valid and qualified leads, customers."""

from typing import Final

from leaddesk.model.kpi import Better, Kpi
from leaddesk.model.measure import Unit
from leaddesk.model.terms import CUSTOMERS, LEADS, QUALIFIED_LEADS, VALID_LEADS
from leaddesk.text import msg

KPIS: Final = (
    Kpi(
        "leads",
        msg("New leads"),
        msg("Distinct leads created in the period, invalid ones included; a repeated number counts once."),
        Unit.COUNT,
        Better.UP,
        LEADS,
        LEADS,
        warning=msg("Not the number of rows: the same lead number twice is one lead."),
    ),
    Kpi(
        "valid_leads",
        msg("Valid leads"),
        msg("Distinct leads created in the period, without those marked invalid."),
        Unit.COUNT,
        Better.UP,
        VALID_LEADS,
        VALID_LEADS,
    ),
    Kpi(
        "qualified_leads",
        msg("Qualified leads"),
        msg("Leads created in the period that were qualified or got further since."),
        Unit.COUNT,
        Better.UP,
        QUALIFIED_LEADS,
        QUALIFIED_LEADS,
    ),
    Kpi(
        "customers",
        msg("Customers won"),
        msg("Leads won in the period, by the day they were won, whenever they were created."),
        Unit.COUNT,
        Better.UP,
        CUSTOMERS,
        CUSTOMERS,
    ),
)
