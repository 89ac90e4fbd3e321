"""True leads: rows of a courier firm's list of prospects."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from tests.corpus import words
from tests.corpus.headers import header
from tests.corpus.truth import Field, Table

if TYPE_CHECKING:
    from tests.corpus.dice import Dice
    from tests.corpus.grid import Value

KINDS: Final = {
    "id": "id", "created": "moment", "channel": "category", "campaign": "category", "status": "category",
    "contacted": "moment", "qualified": "moment", "quoted": "moment", "won": "moment", "lost": "moment",
    "lost_reason": "category", "amount": "money", "margin": "money", "name": "text", "first_name": "text",
    "company": "text", "email": "email", "phone": "phone", "postcode": "postcode", "city": "category",
    "segment": "category", "sector": "category", "weekly_volume": "number", "weight": "number", "vehicle": "category",
    "urgency": "category", "recurring": "flag", "optin_email": "flag", "calls": "integer", "owner": "category",
    "notes": "text", "next_step": "text", "next_date": "moment",
}  # fmt: skip
ALWAYS: Final = ("created", "channel", "status")
OFTEN: Final = ("id", "contacted", "amount", "name", "company", "email", "phone", "postcode", "city", "won")
SOMETIMES: Final = tuple(column for column in KINDS if column not in ALWAYS + OFTEN)
EXTRAS: Final = {
    "fr": ("Nb de palettes", "Horaires d'ouverture", "Code promo"),
    "en": ("Pallets", "Opening hours", "Promo code"),
}


def moments(dice: Dice, row: int, start: date, *, ended: str) -> dict[str, date | None]:
    """When a lead came and moved on. The first four rows have every date, with days above 12 and one above 26."""
    sure = row < 4
    if row == 3:
        created = date(start.year, 7, 27)
    elif sure:
        created = date(start.year, dice.between(1, 12), dice.between(14, 17))
    else:
        created = start + timedelta(days=dice.between(0, 330))
    steps = [1, 1, 1, 1] if sure else [dice.between(0, 4), dice.between(1, 8), dice.between(1, 9), dice.between(3, 30)]
    days = [created + timedelta(days=sum(steps[: count + 1])) for count in range(4)]
    reached = 4 if sure or ended == "won" else dice.between(0, 3)
    dates: dict[str, date | None] = {"created": created}
    for at, column in enumerate(("contacted", "qualified", "quoted")):
        dates[column] = days[at] if reached > at else None
    dates["won"] = days[3] if ended == "won" else None
    dates["lost"] = days[3] if ended == "lost" else None
    dates["next_date"] = days[3] if sure or (not ended and dice.chance(0.6)) else None
    return dates


def lead(dice: Dice, language: str, row: int, start: date) -> dict[str, Value | None]:
    """Every column of one lead."""
    first, last = dice.pick(words.FIRST[language]), dice.pick(words.LAST[language])
    postcode, city = dice.pick(words.PLACES[language])
    ended = ("won", "lost", "lost", "won")[row] if row < 4 else dice.pick(("", "", "won", "lost"))
    status = {"won": words.WON, "lost": words.LOST}.get(ended)
    amount = dice.between(8000, 950000) / 100
    values: dict[str, Value | None] = {
        "id": str(1000 + row * 3 + dice.between(0, 2)),
        "channel": dice.pick(words.CHANNELS[language]),
        "campaign": dice.pick(words.CAMPAIGNS[language]) if dice.chance(0.7) else None,
        "status": status[language] if status else dice.pick(words.STATUSES[language]),
        "lost_reason": dice.pick(words.REASONS[language]) if ended == "lost" else None,
        "amount": amount if row < 4 or dice.chance(0.8) else None,
        "margin": round(amount * 0.27, 2) if dice.chance(0.8) else None,
        "name": last,
        "first_name": first,
        "company": dice.pick(words.FIRMS[language]),
        "email": words.email(dice, first, last) if dice.chance(0.85) else None,
        "phone": words.phone(dice, language) if dice.chance(0.9) else None,
        "postcode": postcode,
        "city": city,
        "segment": dice.pick(words.SEGMENTS[language]),
        "sector": dice.pick(words.SECTORS[language]),
        "weekly_volume": dice.between(1, 120),
        "weight": dice.between(5, 300) / 10,
        "vehicle": dice.pick(words.VEHICLES[language]),
        "urgency": dice.pick(words.URGENCIES[language]),
        "recurring": dice.chance(0.5),
        "optin_email": dice.chance(0.6),
        "calls": dice.between(0, 7),
        "owner": dice.pick(words.OWNERS[language]),
        "notes": dice.pick(words.NOTES[language]) if dice.chance(0.5) else None,
        "next_step": dice.pick(words.STEPS[language]) if not ended else None,
    }
    return {**values, **moments(dice, row, start, ended=ended)}


def extra(dice: Dice, language: str, rows: int) -> Field:
    """A column that is no fact LeadDesk knows."""
    at = dice.between(0, 2)
    values: list[Value | None]
    if at == 0:
        values = [dice.between(1, 12) for _ in range(rows)]
    elif at == 1:
        values = [dice.pick(("8h-12h", "9h-18h", "24h/24")) for _ in range(rows)]
    else:
        values = [dice.pick(("BIENVENUE", "EXPRESS10", "PARRAIN5")) for _ in range(rows)]
    return Field("extra", EXTRAS[language][at], "number" if at == 0 else "text", values, accept_raw=at == 0)


def leads(
    dice: Dice, language: str, rows: int, *, wanted: tuple[str, ...] = (), sorted_by_day: bool | None = None
) -> Table:
    """A list of leads with the ``wanted`` columns and some more, in an order in which firms keep them."""
    start = date(dice.pick((2024, 2025)), 1, 3)
    facts = [lead(dice, language, row, start) for row in range(rows)]
    ordered = dice.chance(0.5) if sorted_by_day is None else sorted_by_day
    facts = sorted(facts, key=_day) if ordered else dice.shuffled(facts)
    chosen = {*ALWAYS, *wanted, *dice.some(OFTEN, dice.between(4, 7)), *dice.some(SOMETIMES, dice.between(1, 4))}
    if not chosen & {"name", "company", "email", "phone"}:
        chosen |= {"company", "phone"}
    order = [column for column in KINDS if column in chosen]
    if dice.chance(0.4):
        order = order[:2] + dice.shuffled(order[2:])
    fields = []
    for column in order:
        places = {"money": 2, "number": 1 if column == "weight" else 0}.get(KINDS[column], 0)
        words_above = header(dice, "leads", language, column)
        values = [one[column] for one in facts]
        sums = KINDS[column] == "money"
        fields.append(Field(column, words_above, KINDS[column], values, places=places, sums=sums))
    if dice.chance(0.4):
        fields.append(extra(dice, language, rows))
    return Table("leads", language, fields)


def _day(fact: dict[str, Value | None]) -> str:
    return str(fact["created"])
