"""True rows of every table but the leads."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from tests.corpus import words
from tests.corpus.headers import header
from tests.corpus.leads import leads
from tests.corpus.truth import Field, Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.corpus.dice import Dice
    from tests.corpus.grid import Value

Fact = dict[str, "Value | None"]


def days(dice: Dice, rows: int, year: int) -> list[date]:
    """Days of a year in order, of which some are above 12 and one above 26."""
    sure = [date(year, 3, 14), date(year, 5, 28), date(year, 9, 17)]
    others = [date(year, 1, 2) + timedelta(days=dice.between(0, 360)) for _ in range(max(0, rows - 3))]
    return sorted((sure + others)[:rows] if rows >= 3 else sure[:rows])


def at_hour(dice: Dice, day: date) -> datetime:
    """A minute of a working day."""
    return datetime(day.year, day.month, day.day, dice.between(8, 18), dice.between(0, 59))  # noqa: DTZ001


def _costs(dice: Dice, language: str, day: date, row: int) -> Fact:
    levers = {
        "fr": ("Publicité", "Salon", "Impression", "Emailing"),
        "en": ("Advertising", "Events", "Print", "Mailing"),
    }
    labels = {
        "fr": ("Facture régie", "Flyers A5", "Stand 6 m2", "Abonnement"),
        "en": ("Ad invoice", "Flyers A5", "Booth"),
    }
    return {
        "date": day,
        "channel": dice.pick(words.CHANNELS[language]),
        "campaign": dice.pick(words.CAMPAIGNS[language]) if dice.chance(0.7) else None,
        "lever": dice.pick(levers[language]),
        "amount": (123456 + row if row < 3 else dice.between(4000, 320000)) / 100,
        "vat_rate": dice.pick((0.2, 0.2, 0.1, 0.055)) if language == "fr" else 0.2,
        "vat_included": dice.chance(0.3),
        "label": dice.pick(labels[language]),
    }


def _operations(dice: Dice, language: str, day: date, row: int) -> Fact:
    goals = {"fr": ("Acquisition", "Fidélisation", "Notoriété"), "en": ("Acquisition", "Retention", "Awareness")}
    targeted = dice.between(50, 900)
    return {
        "name": f"{dice.pick(words.CAMPAIGNS[language])} {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[row % 26]}",
        "objective_kind": dice.pick(goals[language]),
        "start": day,
        "end": date(day.year, 5, 30) if day == date(day.year, 5, 28) else day + timedelta(days=dice.between(1, 12)),
        "segment": dice.pick(words.SEGMENTS[language]),
        "budget": dice.between(20, 300) * 10.5,
        "targeted": targeted,
        "participants": targeted // dice.between(4, 12) if dice.chance(0.8) else None,
    }


def _objectives(dice: Dice, language: str, day: date, row: int) -> Fact:
    kpis = {
        "fr": ("Nombre de leads", "CAC", "Taux de transformation", "Coût par lead"),
        "en": ("Number of leads", "CAC", "Conversion rate", "Cost per lead"),
    }
    del row
    return {
        "kpi": dice.pick(kpis[language]),
        "period": f"{'T' if language == 'fr' else 'Q'}{(day.month + 2) // 3} {day.year}",
        "operation": dice.pick(words.CAMPAIGNS[language]) if dice.chance(0.7) else None,
        "channel": dice.pick(words.CHANNELS[language]) if dice.chance(0.8) else None,
        "target": dice.between(10, 240),
        "owner": dice.pick(words.OWNERS[language]),
    }


def _orders(dice: Dice, language: str, day: date, row: int) -> Fact:
    del language
    amount = (245678 + row if row < 3 else dice.between(900, 180000)) / 100
    return {
        "id": f"CMD{2400 + row}",
        "customer": f"C{dice.between(100, 160)}",
        "date": day,
        "amount": amount,
        "margin": round(amount * dice.between(10, 45) / 100, 2),
    }


def _touchpoints(dice: Dice, language: str, day: date, row: int) -> Fact:
    kinds = {"fr": ("Clic", "Appel", "Visite", "Formulaire"), "en": ("Click", "Call", "Visit", "Form")}
    del row
    return {
        "lead": str(dice.between(1000, 1060)),
        "time": at_hour(dice, day),
        "channel": dice.pick(words.CHANNELS[language]),
        "campaign": dice.pick(words.CAMPAIGNS[language]) if dice.chance(0.6) else None,
        "kind": dice.pick(kinds[language]),
    }


def _emails(dice: Dice, language: str, day: date, row: int) -> Fact:
    sent = dice.between(400, 12000)
    delivered = sent - dice.between(0, sent // 20)
    opened = delivered * dice.between(15, 45) // 100
    return {
        "date": day,
        "campaign": f"{dice.pick(words.CAMPAIGNS[language])} #{row + 1}",
        "sent": sent,
        "delivered": delivered,
        "opened": opened,
        "clicked": opened * dice.between(5, 25) // 100,
        "unsubscribed": dice.between(0, 14),
    }


def _web(dice: Dice, language: str, day: date, row: int) -> Fact:
    sources = ("google / cpc", "google / organic", "facebook / social", "(direct) / (none)", "newsletter / email")
    sessions = dice.between(20, 4200)
    del language, row
    return {
        "date": day,
        "channel": dice.pick(sources),
        "sessions": sessions,
        "users": sessions * dice.between(60, 95) // 100,
        "bounces": sessions * dice.between(20, 60) // 100,
        "engaged_sessions": sessions * dice.between(30, 70) // 100,
        "total_time": sessions * dice.between(20, 160),
        "conversions": dice.between(0, 40),
    }


def _social(dice: Dice, language: str, day: date, row: int) -> Fact:
    del language, row
    reach = dice.between(300, 90000)
    return {
        "date": day,
        "network": dice.pick(("Facebook", "Instagram", "LinkedIn")),
        "reach": reach,
        "followers": dice.between(150, 8000),
        "interactions": reach * dice.between(1, 9) // 100,
    }


def _surveys(dice: Dice, language: str, day: date, row: int) -> Fact:
    del row
    comments = {
        "fr": ("Très bien, livreur aimable", "Un peu cher", "Colis arrivé en retard", "Parfait, merci"),
        "en": ("Very good, friendly rider", "A bit dear", "Parcel came late", "Perfect, thanks"),
    }
    return {
        "customer": f"C{dice.between(100, 160)}",
        "date": day,
        "satisfaction": dice.between(1, 5),
        "recommendation": dice.between(0, 10),
        "comment": dice.pick(comments[language]) if dice.chance(0.7) else None,
    }


def _service(dice: Dice, language: str, day: date, row: int) -> Fact:
    del row
    kinds = {
        "fr": ("Retard", "Colis abîmé", "Facturation", "Renseignement"),
        "en": ("Delay", "Damaged parcel", "Invoice"),
    }
    return {
        "customer": f"C{dice.between(100, 160)}",
        "opened": day,
        "answered": day + timedelta(days=1),
        "closed": day + timedelta(days=2 if day.day in (14, 17, 28) else dice.between(1, 9)),
        "kind": dice.pick(kinds[language]),
    }


MAKERS: Final[dict[str, Callable[[Dice, str, date, int], Fact]]] = {
    "costs": _costs, "operations": _operations, "objectives": _objectives, "orders": _orders,
    "touchpoints": _touchpoints, "emails": _emails, "web": _web, "social": _social, "surveys": _surveys,
    "service": _service,
}  # fmt: skip
KINDS: Final = {
    "date": "moment", "start": "moment", "end": "moment", "opened": "moment", "answered": "moment", "closed": "moment",
    "time": "moment", "amount": "money", "margin": "money", "budget": "money", "vat_rate": "number", "target": "number",
    "satisfaction": "number", "recommendation": "number", "total_time": "number", "vat_included": "flag",
    "label": "text", "comment": "text", "period": "text", "id": "id", "customer": "id", "lead": "id",
    "targeted": "integer", "participants": "integer", "sent": "integer", "delivered": "integer",
    "unsubscribed": "integer", "clicked": "integer", "sessions": "integer", "users": "integer", "bounces": "integer",
    "engaged_sessions": "integer", "conversions": "integer", "reach": "integer", "followers": "integer",
    "interactions": "integer",
}  # fmt: skip
OPTIONAL: Final = {
    "costs": ("campaign", "lever", "vat_rate", "vat_included", "label"),
    "operations": ("segment", "participants"),
    "objectives": ("operation", "owner"),
    "orders": ("margin",),
    "touchpoints": ("campaign",),
    "emails": ("unsubscribed",),
    "web": ("bounces", "engaged_sessions", "total_time"),
    "social": ("followers",),
    "surveys": ("comment",),
    "service": ("answered",),
}
SUMS: Final = (
    "amount",
    "margin",
    "budget",
    "sent",
    "delivered",
    "clicked",
    "sessions",
    "bounces",
    "conversions",
    "reach",
)


def kind(table: str, column: str) -> str:
    """The kind of a column, as the schema names it."""
    if column == "opened":
        return "integer" if table == "emails" else "moment"
    return KINDS.get(column, "category")


def table_of(dice: Dice, table: str, language: str, rows: int, wanted: tuple[str, ...] = ()) -> Table:
    """A table of true rows; ``wanted`` columns are in it for certain, other optional ones by chance."""
    if table == "leads":
        return leads(dice, language, rows, wanted=wanted)
    year = dice.pick((2024, 2025))
    facts = [MAKERS[table](dice, language, day, row) for row, day in enumerate(days(dice, rows, year))]
    if table in ("costs", "surveys") and dice.chance(0.3):
        facts = dice.shuffled(facts)
    fields = []
    for column in facts[0]:
        if column in OPTIONAL[table] and column not in wanted and dice.chance(0.45):
            continue
        what = kind(table, column)
        words_above = header(dice, table, language, column)
        places = 2 if what == "money" else 0
        one = Field(column, words_above, what, [fact[column] for fact in facts], places=places, sums=column in SUMS)
        if column == "vat_rate":
            one.places = 3
            one.accept = {row: [_percent(value)] for row, value in enumerate(one.values)}
        fields.append(one)
    return Table(table, language, fields)


def _percent(value: Value | None) -> Value | None:
    """The same rate on the scale of 100: both scales are right, the schema names none."""
    return round(value * 100, 1) if isinstance(value, float) else None
