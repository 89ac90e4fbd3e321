"""What goes into each column of a table, for those who begin one: a line, an example, and which columns matter most."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from leaddesk.model.schema import Kind
from leaddesk.text import Message, msg, msgc, verbatim

if TYPE_CHECKING:
    from leaddesk.model.schema import Column, Table

Example: TypeAlias = "Message | dt.date | float | bool"
"""What a cell may hold; a Message becomes a text in the user's language."""

EXPLAINED: Final = msg(
    "Fill in the first sheet, a row each. Columns that you do not need may stay empty or be deleted."
)
"""Stands above the explanations of a template; by it they are told from rows when the file comes in."""

LEFT_TO_LEADDESK: Final = frozenset({("leads", "stage"), ("surveys", "recommends")})
"""Columns that are not asked for: set in the program alone, or told from the answers of another one."""

OF_KIND: Final[dict[Kind, Message]] = {
    Kind.ID: msg("A number or a code, the same wherever the same is meant."),
    Kind.TEXT: msg("Free words."),
    Kind.CATEGORY: msg("A word or two, always written the same."),
    Kind.EMAIL: msg("One e-mail address."),
    Kind.PHONE: msg("One phone number."),
    Kind.POSTCODE: msg("The postcode, zeros in front included."),
    Kind.MOMENT: msg("A date."),
    Kind.NUMBER: msg("A number, without its unit."),
    Kind.INTEGER: msg("A whole number."),
    Kind.MONEY: msg("An amount, VAT excluded."),
    Kind.FLAG: msg("Yes or no; empty where nobody knows."),
}
"""What is said of a column that nothing more has to be said of."""

_LEAD_NUMBER: Final = msg("The number of the lead or customer, the same as in your leads.")
_AS_IN_LEADS: Final = msg("Written as in your leads.")
_WITH_TIME: Final = msg("A date, with the time: hours are counted from it.")
_DAY_OR_MONTH: Final = msg("The day, or the first day of the week or month that the row sums up.")
_ONLY_THEN: Final = msg("Only where the objective is for one alone; else empty.")

# fmt: off
SAID: Final[dict[tuple[str, str], Message]] = {
    ("leads", "id"): msg("A number of its own for each lead, never twice: orders and answers refer to it."),
    ("leads", "created"): msg("When the request came in, with the time where you know it."),
    ("leads", "channel"): msg("How they found you; always written the same."),
    ("leads", "status"): msg("How far it is; choose from the list, or write your own words."),
    ("leads", "responded"): msg("When you first answered, with the time: opening hours are counted up to it."),
    ("leads", "won"): msg("The day the customer said yes."),
    ("leads", "lost"): msg("The day it was lost."),
    ("leads", "closed"): msg("The day of the decision, where you keep one column for won and lost."),
    ("leads", "amount"): msg("What the deal brings, VAT excluded."),
    ("leads", "monthly_revenue"): msg("What a regular customer brings a month, VAT excluded."),
    ("leads", "margin"): msg("What is left of the deal once its costs are paid."),
    ("leads", "calls"): msg("How many calls were made to this lead."),
    ("leads", "lead_price"): msg("What you paid for it, where somebody sold it to you; VAT excluded."),
    ("leads", "invalid_reason"): msg("Why it is no real lead: a duplicate, a wrong number…"),
    ("costs", "date"): msg("The first day that the expense is for."),
    ("costs", "until"): msg("The last day that it is for; empty where it is for one day."),
    ("costs", "channel"): _AS_IN_LEADS,
    ("costs", "campaign"): _AS_IN_LEADS,
    ("costs", "amount"): msg("What was spent. With VAT only where you say so in “VAT included”."),
    ("costs", "impressions"): msg("How often the adverts were shown, as the advertising account says."),
    ("costs", "vat_included"): msg("Yes where the amount includes VAT: LeadDesk takes it off."),
    ("costs", "vat_rate"): msg("As a percentage, where the amount includes VAT: 20."),
    ("operations", "name"): msg("The name of the operation or campaign."),
    ("operations", "start"): msg("Its first day."),
    ("operations", "end"): msg("Its last day."),
    ("operations", "targeted"): msg("How many people it was meant to reach."),
    ("operations", "participants"): msg("How many took part."),
    ("objectives", "kpi"): msg("The figure; choose from the list."),
    ("objectives", "period"): msg("A month, a quarter or a year, in words: “March 2026”, “Q1 2026”, “2026”."),
    ("objectives", "operation"): _ONLY_THEN,
    ("objectives", "channel"): _ONLY_THEN,
    ("objectives", "target"): msg("The figure to be reached; 25 stands for 25% where it is a percentage."),
    ("orders", "id"): msg("Rows of the same number are one order."),
    ("orders", "customer"): _LEAD_NUMBER,
    ("orders", "amount"): msg("VAT excluded; money given back with a minus."),
    ("orders", "margin"): msg("What is left of the order once its costs are paid."),
    ("touchpoints", "lead"): _LEAD_NUMBER,
    ("touchpoints", "time"): _WITH_TIME,
    ("touchpoints", "channel"): _AS_IN_LEADS,
    ("emails", "date"): msg("The day it was sent."),
    ("emails", "campaign"): msg("Its name or its subject; one row an e-mailing."),
    ("emails", "delivered"): msg("Those sent, without those that came back."),
    ("emails", "opened"): msg("How many people opened it, each counted once."),
    ("emails", "clicked"): msg("How many people clicked in it, each counted once."),
    ("web", "date"): _DAY_OR_MONTH,
    ("web", "channel"): _AS_IN_LEADS,
    ("web", "bounces"): msg("Sessions that saw one page and left."),
    ("web", "engaged_sessions"): msg("As Google Analytics counts them."),
    ("web", "total_time"): msg("Seconds of all sessions together."),
    ("web", "conversions"): msg("How often a goal of the site was reached."),
    ("social", "date"): _DAY_OR_MONTH,
    ("social", "reach"): msg("How many people saw it."),
    ("social", "impressions"): msg("How often it was shown; one person may see it several times."),
    ("social", "followers"): msg("How many there were on that day."),
    ("social", "interactions"): msg("Likes, comments, shares and clicks together."),
    ("surveys", "customer"): _LEAD_NUMBER,
    ("surveys", "satisfaction"): msg("From 1 (not at all) to 5 (very much)."),
    ("surveys", "recommendation"): msg("From 0 (never) to 10 (certainly); or yes and no, for all answers."),
    ("service", "customer"): _LEAD_NUMBER,
    ("service", "opened"): msg("When it came in, with the time: opening hours are counted from it."),
    ("service", "answered"): msg("When you answered, with the time."),
    ("service", "closed"): msg("When it was settled."),
    ("service", "kind"): msg("“Complaint” for complaints; other words for other requests."),
}
"""What is said of a column beyond its kind."""

ESSENTIAL: Final[dict[str, tuple[str, ...]]] = {
    "leads": ("id", "created", "company", "channel", "status", "responded", "won", "lost", "amount"),
    "costs": ("date", "channel", "amount"),
    "operations": ("name", "start", "end", "targeted", "participants"),
    "objectives": ("kpi", "period", "target"),
    "orders": ("id", "customer", "date", "amount"),
    "touchpoints": ("lead", "time", "kind"),
    "emails": ("date", "campaign", "sent", "delivered", "opened", "clicked", "unsubscribed"),
    "web": ("date", "channel", "sessions", "users"),
    "social": ("date", "network", "reach", "followers", "interactions"),
    "surveys": ("customer", "date", "satisfaction", "recommendation"),
    "service": ("customer", "opened", "answered", "kind"),
}
"""The columns without which a table says little; the others may stay empty or be deleted."""


def _day(month: int, day: int) -> dt.date:
    return dt.date(2026, month, day)


def _time(month: int, day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute)  # noqa: DTZ001  (cells hold naive local times)


_GOOGLE: Final = verbatim("Google Ads")
_SPRING: Final = msgc("example", "Spring flyer")
_NUMBER: Final = verbatim("P-1024")
_PARTNER: Final = verbatim("Leads Services")

EXAMPLES: Final[dict[str, dict[str, Example]]] = {
    "leads": {
        "id": _NUMBER, "created": _time(3, 2, 10, 15), "channel": _GOOGLE, "campaign": _SPRING,
        "lever": msgc("example", "Advertising"), "status": msgc("stage", "Won"),
        "pipeline": msgc("stage", "Negotiation"), "responded": _time(3, 2, 11, 40), "contacted": _day(3, 3),
        "qualified": _day(3, 4), "quoted": _day(3, 6), "won": _day(3, 12), "lost": _day(3, 13), "closed": _day(3, 12),
        "lost_reason": msgc("example", "Too expensive"), "amount": 1250.5, "monthly_revenue": 310.0, "margin": 420.0,
        "name": verbatim("Martin"), "first_name": verbatim("Claire"), "company": verbatim("Fleurs du Rhône"),
        "email": verbatim("claire@example.com"), "phone": verbatim("06 12 34 56 78"), "postcode": verbatim("01500"),
        "city": verbatim("Lyon"), "segment": msgc("example", "Professional"), "sector": msgc("example", "Florist"),
        "company_size": verbatim("10-19"), "weekly_volume": 12, "weight": 4.5, "vehicle": msgc("example", "Van"),
        "urgency": msgc("example", "Same day"), "recurring": True, "pickup": verbatim("Villeurbanne"),
        "delivery": verbatim("Bron"), "calls": 3, "optin_email": True, "optin_sms": False, "consented": _day(3, 2),
        "budget": True, "authority": True, "need": True, "timeline": False, "owner": verbatim("Paul"),
        "notes": msgc("example", "Prefers the morning"), "next_step": msgc("example", "Send the contract"),
        "next_date": _day(3, 20), "supplier": _PARTNER, "lead_price": 18.0,
        "invalid_reason": msgc("example", "Wrong number"),
    },
    "costs": {
        "date": _day(3, 1), "until": _day(3, 31), "channel": _GOOGLE, "campaign": _SPRING,
        "lever": msgc("example", "Advertising"), "amount": 480.0, "impressions": 52000,
        "vat_included": False, "vat_rate": 20, "label": msgc("example", "Adverts of March"),
    },
    "operations": {
        "name": _SPRING, "objective_kind": msgc("example", "New customers"), "start": _day(3, 1), "end": _day(3, 31),
        "segment": msgc("example", "Florist"), "budget": 900.0, "targeted": 2000, "participants": 64,
    },
    "objectives": {
        "kpi": msg("New leads"), "period": msgc("example", "March 2026"), "operation": _SPRING, "channel": _GOOGLE,
        "target": 40, "owner": verbatim("Paul"),
    },
    "orders": {
        "id": verbatim("C-501"), "customer": _NUMBER, "date": _day(3, 16), "amount": 86.4, "margin": 21.0,
    },
    "touchpoints": {
        "lead": _NUMBER, "time": _time(3, 2, 10, 15), "channel": _GOOGLE, "campaign": _SPRING,
        "kind": msgc("example", "Call"),
    },
    "emails": {
        "date": _day(3, 10), "campaign": msgc("example", "March newsletter"), "sent": 812, "delivered": 790,
        "opened": 214, "clicked": 37, "unsubscribed": 4,
    },
    "web": {
        "date": _day(3, 1), "channel": _GOOGLE, "sessions": 640, "users": 512, "bounces": 290,
        "engaged_sessions": 350, "total_time": 48000, "conversions": 22,
    },
    "social": {
        "date": _day(3, 1), "network": verbatim("LinkedIn"), "reach": 1830, "impressions": 2600, "followers": 412,
        "interactions": 96,
    },
    "surveys": {
        "customer": _NUMBER, "date": _day(3, 25), "satisfaction": 4, "recommendation": 9,
        "comment": msgc("example", "Always on time"),
    },
    "service": {
        "customer": _NUMBER, "opened": _time(3, 18, 9, 5), "answered": _time(3, 18, 10, 30),
        "closed": _time(3, 19, 16, 0), "kind": msgc("example", "Complaint"),
    },
}
"""One made row of each table."""

WITHOUT_KPI: Final[dict[str, Message]] = {
    "objectives": msg("It brings your targets: each stands beside its figure, with how likely it is to be met."),
    "touchpoints": msg("It brings the impressions to the way from the visit to the regular customer."),
}
"""What the tables bring that no KPI looks at."""

RANGES: Final[dict[tuple[str, str], tuple[int, int]]] = {
    ("surveys", "satisfaction"): (1, 5),
}
"""Numbers that lie within bounds by their meaning."""
EITHER: Final = frozenset({("surveys", "recommendation")})
"""Numbers in whose place yes and no may stand."""
# fmt: on


@dataclass(frozen=True, slots=True)
class Asked:
    """A column as it is asked for."""

    column: Column
    hint: Message
    example: Example
    is_essential: bool


def asked(table: Table) -> tuple[Asked, ...]:
    """The columns that a table is begun with, the essential ones first."""
    essential = ESSENTIAL[table.id]
    rest = (column.id for column in table.columns if column.id not in essential)
    return tuple(
        Asked(
            table.column(name),
            SAID.get((table.id, name), OF_KIND[table.column(name).kind]),
            EXAMPLES[table.id][name],
            name in essential,
        )
        for name in (*essential, *rest)
        if (table.id, name) not in LEFT_TO_LEADDESK
    )
