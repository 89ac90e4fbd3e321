"""What the sample's figures are, counted from the world itself and not from the files or with LeadDesk."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from statistics import median
from typing import TYPE_CHECKING, TypeAlias

from sample_dice import CLOSES, OPENS, open_minutes
from sample_files import LEAD_HEADERS, NAMES
from sample_leads import CHANNELS, FIRST_DAY, LAST_DAY, TODAY, Lead
from sample_words import LANGUAGES, word
from sample_world import MEDIA, Expense, World

if TYPE_CHECKING:
    from collections.abc import Iterable

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

NOTES: dict[str, Json] = {
    "money": "euros, VAT excluded",
    "leads": "distinct leads by creation day, invalid ones included; a copied row counts once",
    "qualified_leads": "leads created in the period whose status or dates show the stage qualified or a higher one",
    "converted": "leads created in the period that are customers",
    "customers, deal_revenue, margin": "leads won, by won date as the file gives it",
    "lost": "by lost date; in the period without limits also lost leads without any date (lost_undated)",
    "unknown_depth": "leads created in the period, lost, without any date of response, contact, qualification, quote",
    "response_time": f"first response - created in hours of opening: Monday to Friday {OPENS}-{CLOSES}, French public "
    "holidays excepted; of leads created in the period that were answered",
    "time_to_convert": "won - created, difference of calendar days, by won date; won before created left out",
}


COST_FIGURES = ("spend", "cpl", "cost_per_valid_lead", "cpql", "cac", "roi", "roi_on_revenue", "roas")
"""Left out where the channel is missing: no expense is recorded without one."""


def truth(world: World) -> Json:
    """Counts for both languages; they differ only in the names of channels, statuses and files."""
    return {"notes": NOTES, **{lang: _of_language(world, lang) for lang in LANGUAGES}}


def _of_language(world: World, lang: str) -> Json:
    year = dt.date(LAST_DAY.year - 1, 9, 1)
    periods = {
        "all": (None, None),
        "last_12_months": (year, LAST_DAY),
        "year_before": (FIRST_DAY, dt.date(year.year, 8, 31)),
        "2025-12": (dt.date(2025, 12, 1), dt.date(2025, 12, 31)),
    }
    return {
        "today": str(TODAY),
        "files": _files(world, lang),
        "periods": {name: _period(world, lang, *days) for name, days in periods.items()},
        "flaws": _flaws(world),
    }


def _files(world: World, lang: str) -> Json:
    leads, costs, operations, orders, emails, web = NAMES[lang]
    media = sum(expense.channel in MEDIA for expense in world.expenses)
    return {
        leads: {"rows": len(world.rows), "columns": len(LEAD_HEADERS)},
        costs: {"rows": [media, 24], "expenses": len(world.expenses)},
        operations: {"rows": [len(world.operations), 10]},
        orders: {
            "rows": len(world.orders),
            "amount": _euros(order.amount for order in world.orders),
            "margin": _euros(order.margin for order in world.orders),
        },
        emails: {
            "rows": len(world.sendings),
            "sent": sum(s.sent for s in world.sendings),
            "delivered": sum(s.delivered for s in world.sendings),
            "opened": sum(s.opened for s in world.sendings),
            "clicked": sum(s.clicked for s in world.sendings),
        },
        web: {
            "rows": len(world.visits),
            "sessions": sum(v.sessions for v in world.visits),
            "bounces": sum(v.bounces for v in world.visits),
            "conversions": sum(v.conversions for v in world.visits),
        },
    }


def _euros(cents: Iterable[int]) -> float:
    return sum(cents) / 100


def _period(world: World, lang: str, start: dt.date | None, end: dt.date | None) -> Json:
    figures = _figures(world.leads, world.expenses, start, end)
    by_channel: list[Json] = []
    keys: list[str | None] = [channel.key for channel in CHANNELS]
    for key in [*keys, None]:
        leads = [lead for lead in world.leads if lead.channel == key]
        spend = [expense for expense in world.expenses if expense.channel == key]
        figures_of = _figures(leads, spend, start, end)
        if key is None:
            figures_of = {name: value for name, value in figures_of.items() if name not in COST_FIGURES}
        by_channel.append({"channel": word(key, lang) if key else None, **figures_of})
    campaigns = Counter(lead.campaign for lead in world.leads if _within(lead.created.date(), start, end))
    statuses = Counter(lead.status for lead in world.leads if _within(lead.created.date(), start, end))
    return {
        "from": str(start) if start else None,
        "to": str(end) if end else None,
        **figures,
        "by_channel": by_channel,
        "leads_by_campaign": {word(key, lang) if key else "": count for key, count in sorted(campaigns.items())},
        "leads_by_status": {word(key, lang): count for key, count in sorted(statuses.items())},
    }


def _within(day: dt.date | None, start: dt.date | None, end: dt.date | None) -> bool:
    return day is not None and (start is None or start <= day) and (end is None or day <= end)


def _ratio(top: float, bottom: float) -> float | None:
    return top / bottom if bottom else None


def _figures(leads: list[Lead], expenses: list[Expense], start: dt.date | None, end: dt.date | None) -> dict[str, Json]:
    created = [lead for lead in leads if _within(lead.created.date(), start, end)]
    won = [lead for lead in leads if _within(lead.won, start, end)]
    lost = [lead for lead in leads if lead.status == "lost" and _within(lead.lost, start, end)]
    undated = [lead for lead in leads if lead.status == "lost" and lead.lost is None] if start is None else []
    valid = sum(lead.status != "invalid" for lead in created)
    reached = [sum(lead.depth >= rung for lead in created) for rung in range(6)]
    converted = sum(lead.status == "won" for lead in created)
    blind = [
        lead
        for lead in created
        if lead.status == "lost" and not (lead.responded or lead.contacted or lead.qualified or lead.quoted)
    ]
    spend = sum(expense.amount for expense in expenses if _within(expense.month, start, end)) / 100
    revenue = sum(lead.amount or 0 for lead in won) / 100
    margin = sum(lead.margin or 0 for lead in won) / 100
    days = [(lead.won - lead.created.date()).days for lead in won if lead.won]
    days = [value for value in days if value >= 0]
    hours = [open_minutes(lead.created, lead.responded) / 60 for lead in created if lead.responded]
    return {
        "leads": len(created), "valid_leads": valid, "qualified_leads": reached[2], "converted": converted,
        "reached": list(reached), "unknown_depth": len(blind),
        "customers": len(won), "lost": len(lost) + len(undated), "lost_undated": len(undated),
        "deal_revenue": revenue, "margin": margin, "spend": spend,
        "conversion_rate": _ratio(converted, len(created)), "qualification_rate": _ratio(reached[2], len(created)),
        "win_rate": _ratio(len(won), len(won) + len(lost) + len(undated)),
        "cpl": _ratio(spend, len(created)), "cost_per_valid_lead": _ratio(spend, valid),
        "cpql": _ratio(spend, reached[2]),
        "cac": _ratio(spend, len(won)), "average_deal": _ratio(revenue, len(won)),
        "roi": _ratio(margin - spend, spend), "roi_on_revenue": _ratio(revenue - spend, spend),
        "roas": _ratio(revenue, spend),
        "time_to_convert": {"n": len(days), "median_days": median(days) if days else None},
        "response_time": {"n": len(hours), "median_hours": median(hours) if hours else None},
    }  # fmt: skip


def _flaws(world: World) -> Json:
    marks = Counter((column, how) for lead in world.leads for column, how in lead.flaws.items())
    dates = ("created", "responded", "contacted", "qualified", "quoted", "won", "lost")
    return {
        "copied_rows": len(world.rows) - len(world.leads),
        "missing_channels": sum(lead.channel is None for lead in world.leads),
        "channel_variants": sum(lead.channel is not None and "channel" in lead.flaws for lead in world.leads),
        "won_before_created": marks["order", "won before created"],
        "lost_without_dates": marks["undated", "yes"],
        "dates_as_text": {column: marks[column, "text"] for column in dates},
        "amounts_as_text": {
            c: sum(n for (column, _), n in marks.items() if column == c) for c in ("amount", "monthly", "margin")
        },
        "costs_amounts_as_text": sum(expense.flaw == "amount text" for expense in world.expenses),
        "postcodes_as_numbers": marks["postcode", "number"],
        "phones_as_numbers": marks["phone", "number"],
        "not_available": {c: marks[c, "n/a"] for c in ("email", "phone", "size", "sector", "channel")},
    }
