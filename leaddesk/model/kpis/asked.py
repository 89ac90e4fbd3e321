"""Which KPIs answer which question of an owner, the first ones on the cards of the overview. Told once here, by id."""

from typing import Final

ANSWERS: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "enough": (
        ("leads", "customers", "deal_revenue"),
        (
            "valid_leads", "qualified_leads", "margin", "forecast", "visitor_conversion", "bounce_rate",
            "bounce_rate_engaged", "avg_time_on_site", "engagement_rate", "participation_rate", "open_rate",
            "open_rate_sent", "click_rate", "click_rate_sent", "ctor", "unsubscribe_rate",
        ),
    ),
    "good": (
        ("conversion_rate", "qualification_rate", "average_deal"),
        (
            "win_rate", "qualification_rate_decided", "engagement_score", "delivery_conversion", "new_data_share",
            "data_quality", "optin_email", "optin_sms",
        ),
    ),
    "fast": (
        ("response_time", "response_within_target", "time_to_convert"),
        ("response_time_p90", "response_time_all", "calls_per_lead"),
    ),
    "cost": (
        ("cpl", "cac", "roi"),
        ("spend", "cost_per_valid_lead", "cpql", "full_cac", "roi_on_revenue", "roas", "cac_payback"),
    ),
    "stay": (
        ("repeat_rate", "retention_rate", "order_revenue"),
        (
            "orders", "aov", "ltv", "ltv_to_cac", "csat", "nps", "recommendation_rate", "complaints", "complaint_rate",
            "service_response_time",
        ),
    ),
}  # fmt: skip
"""By question: the KPIs on its cards unless the user chooses others, and those that are there beside them."""

HEADLINES: Final = ("leads", "conversion_rate", "response_time", "orders")
"""By id: what tells a question by itself, and chance has a part in: enough, good, fast, and do they stay. What a lead
costs hangs on how many come.
"""
