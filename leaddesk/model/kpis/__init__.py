"""The KPIs, a file a family, and the one list of them all, in the order in which they are shown."""

from typing import Final

from leaddesk.model.expression import Expression
from leaddesk.model.kpi import Kpi
from leaddesk.model.kpis import (
    conversion,
    cost,
    database,
    delay,
    engagement,
    lifetime,
    mailing,
    operations,
    orders,
    service,
    value,
    volume,
    web,
)
from leaddesk.model.kpis.neighbours import confused_with
from leaddesk.text import Message, msgc

FAMILIES: Final[tuple[tuple[Message, tuple[Kpi, ...]], ...]] = (
    (msgc("family", "Leads and customers"), (*volume.KPIS, *engagement.KPIS)),
    (msgc("family", "Conversion"), conversion.KPIS),
    (msgc("family", "Costs"), cost.KPIS),
    (msgc("family", "Revenue and return"), value.KPIS),
    (msgc("family", "Speed"), delay.KPIS),
    (msgc("family", "Orders"), orders.KPIS),
    (msgc("family", "What customers bring in time"), lifetime.KPIS),
    (msgc("family", "Satisfaction and service"), service.KPIS),
    (msgc("family", "E-mailings"), mailing.KPIS),
    (msgc("family", "Web and social networks"), web.KPIS),
    (msgc("family", "Operations"), operations.KPIS),
    (msgc("family", "Contact data"), database.KPIS),
)
"""The families under the names by which they are looked for."""
KPIS: Final[tuple[Kpi, ...]] = tuple(kpi for _, family in FAMILIES for kpi in family)
BY_ID: Final = {kpi.id: kpi for kpi in KPIS}


def neighbours(kpi: Kpi) -> tuple[Kpi, ...]:
    """The KPIs that one is confused with, the nearest first."""
    return tuple(BY_ID[other] for other in confused_with(kpi.id))


def kpi_of(expression: Expression) -> Kpi | None:
    """The KPI that an expression is, None when it is none."""
    return next((kpi for kpi in KPIS if kpi.expression == expression), None)


def looking_at(table: str) -> tuple[Kpi, ...]:
    """The KPIs that look at a table."""
    return tuple(kpi for kpi in KPIS if table in kpi.tables)


HEADLINE: Final = tuple(
    BY_ID[kpi]
    for kpi in (
        "leads", "conversion_rate", "customers", "spend", "cpl", "cac",
        "deal_revenue", "margin", "roi", "average_deal", "response_time", "time_to_convert",
    )
)  # fmt: skip
"""The KPIs that are shown first: what comes in, what it costs, what it brings, how fast."""

COMPARED: Final = tuple(
    BY_ID[kpi]
    for kpi in (
        "leads", "spend", "cpl", "qualified_leads", "customers", "conversion_rate", "cac", "deal_revenue", "roi",
    )
)  # fmt: skip
"""The KPIs by which channels are set side by side, in the order of the table."""
