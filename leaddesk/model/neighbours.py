"""The figures that one figure is taken for: they stand beside it, each with its own value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.model.kpis import BY_ID

if TYPE_CHECKING:
    from leaddesk.model.kpi import Kpi

GROUPS: Final = (
    ("cpl", "cpql", "cac"),
    ("roi", "roi_on_revenue", "roas"),
    ("conversion_rate", "win_rate"),
    ("qualification_rate", "qualification_rate_decided"),
    ("leads", "valid_leads"),
)


def neighbours(kpi: Kpi) -> tuple[Kpi, ...]:
    """The other KPIs of its group."""
    for group in GROUPS:
        if kpi.id in group:
            return tuple(BY_ID[one] for one in group if one in BY_ID and one != kpi.id)
    return ()
