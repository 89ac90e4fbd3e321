"""Which KPIs are taken for one another: "ROAS is not ROI". Told once here, by id."""

from typing import Final

CONFUSED: Final[tuple[tuple[str, ...], ...]] = (
    ("leads", "valid_leads", "qualified_leads", "customers"),
    ("qualification_rate", "qualification_rate_decided"),
    ("conversion_rate", "win_rate", "visitor_conversion", "delivery_conversion"),
    ("cpl", "cost_per_valid_lead", "cpql", "cac", "full_cac", "calls_per_lead"),
    ("roi", "roi_on_revenue", "roas", "ltv_to_cac"),
    ("deal_revenue", "order_revenue", "margin", "forecast"),
    ("average_deal", "aov", "ltv"),
    ("cac", "cac_payback", "ltv_to_cac"),
    ("response_time", "response_time_p90", "response_time_all", "response_within_target", "service_response_time"),
    ("repeat_rate", "retention_rate"),
    ("open_rate", "open_rate_sent"),
    ("click_rate", "click_rate_sent", "ctor"),
    ("bounce_rate", "bounce_rate_engaged"),
    ("csat", "nps", "recommendation_rate"),
    ("complaints", "complaint_rate"),
    ("engagement_score", "engagement_rate"),
    ("optin_email", "optin_sms", "data_quality"),
)
"""Groups in which each is confused with each of the others; one KPI may be in several."""


def confused_with(kpi: str) -> tuple[str, ...]:
    """The ids of the KPIs that one is confused with, the nearest first; none where nothing is like it."""
    found = (other for group in CONFUSED if kpi in group for other in group if other != kpi)
    return tuple(dict.fromkeys(found))
