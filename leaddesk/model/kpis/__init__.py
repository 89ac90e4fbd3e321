"""The KPIs, a file a family, and the one list of them all, in the order in which they are shown."""

from typing import Final

from leaddesk.model.kpi import Kpi
from leaddesk.model.kpis import (
    conversion,
    cost,
    database,
    delay,
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

KPIS: Final[tuple[Kpi, ...]] = (
    *volume.KPIS,
    *conversion.KPIS,
    *cost.KPIS,
    *value.KPIS,
    *delay.KPIS,
    *orders.KPIS,
    *lifetime.KPIS,
    *service.KPIS,
    *mailing.KPIS,
    *web.KPIS,
    *operations.KPIS,
    *database.KPIS,
)
BY_ID: Final = {kpi.id: kpi for kpi in KPIS}


def neighbours(kpi: Kpi) -> tuple[Kpi, ...]:
    """The KPIs that one is confused with, the nearest first."""
    return tuple(BY_ID[other] for other in confused_with(kpi.id))


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
