"""The sample's leads: who they are, what they need, how far they came, and what is wrong in their rows."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from sample_dice import DAY, Dice, after_open_minutes, month_end, months, open_minutes, working_day
from sample_words import (
    COINED_ENDS,
    COINED_STARTS,
    EMAIL_DOMAINS,
    FIRST_NAMES,
    LAST_NAMES,
    NOTES,
    OWNERS,
    PLACES,
    SECTORS,
    TOWNS,
)

FIRST_DAY: Final = dt.date(2024, 9, 1)
LAST_DAY: Final = dt.date(2026, 8, 31)
TODAY: Final = dt.date(2026, 9, 1)
LEADS: Final = 851
"""About how many; arrivals are drawn month by month."""
SEASON: Final = (0.95, 0.95, 1.05, 1.0, 0.95, 1.05, 0.8, 0.5, 1.1, 1.0, 1.2, 1.65)
LADDER: Final = ("new", "contacted", "qualified", "quoted", "negotiation", "won")


@dataclass(frozen=True)
class Channel:
    """How a channel behaves: its share of the leads, how many become customers, what a lead costs, what it buys."""

    key: str
    lever: str
    share: float
    win: float
    cpl: float
    individuals: float
    size: float
    seasons: tuple[int, ...] = ()
    """Months in which it brings anything; empty: all."""


CHANNELS: Final = (
    Channel("google_ads", "lever_search", 0.24, 0.155, 60.0, 0.20, 1.0),
    Channel("seo", "lever_content", 0.20, 0.175, 27.0, 0.20, 1.0),
    Channel("referral", "lever_word", 0.14, 0.290, 24.0, 0.06, 1.2),
    Channel("fair", "lever_event", 0.08, 0.140, 112.0, 0.03, 1.5, (3, 4, 10, 11)),
    Channel("facebook", "lever_social", 0.11, 0.085, 47.0, 0.50, 0.7),
    Channel("phone", "lever_direct", 0.11, 0.125, 52.0, 0.0, 1.2),
    Channel("flyers", "lever_print", 0.06, 0.060, 84.0, 0.45, 0.7, (1, 2, 3, 5, 9, 10, 11, 12)),
    Channel("partners", "lever_network", 0.06, 0.195, 39.0, 0.02, 1.3),
)


@dataclass(frozen=True)
class Campaign:
    """A campaign: its days and its channels."""

    key: str
    start: dt.date
    end: dt.date
    channels: tuple[str, ...]


CAMPAIGNS: Final = (
    Campaign("fetes_2024", dt.date(2024, 11, 18), dt.date(2024, 12, 31), ("google_ads", "facebook", "flyers", "seo")),
    Campaign("rentree_2025", dt.date(2025, 9, 1), dt.date(2025, 10, 15), ("google_ads", "facebook", "flyers", "phone")),
    Campaign("fetes_2025", dt.date(2025, 11, 17), dt.date(2025, 12, 31), ("google_ads", "facebook", "flyers", "seo")),
    Campaign("valentin_2026", dt.date(2026, 1, 19), dt.date(2026, 2, 14), ("google_ads", "facebook", "flyers")),
    Campaign("foire_2026", dt.date(2026, 3, 16), dt.date(2026, 4, 10), ("fair", "partners")),
)


@dataclass
class Lead:
    """One lead as it truly is. Money in cents. ``flaws`` says how its row in the file differs from that."""

    channel: str | None
    created: dt.datetime
    id: str = ""
    campaign: str = ""
    lever: str = ""
    status: str = "new"
    responded: dt.datetime | None = None
    contacted: dt.date | None = None
    qualified: dt.date | None = None
    quoted: dt.date | None = None
    won: dt.date | None = None
    lost: dt.date | None = None
    lost_reason: str = ""
    invalid_reason: str = ""
    amount: int | None = None
    monthly: int | None = None
    margin: int | None = None
    name: str = ""
    company: str = ""
    email: str = ""
    phone: str = ""
    postcode: str = ""
    city: str = ""
    segment: str = ""
    sector: str = ""
    size: str = ""
    volume: int = 1
    weight: float = 1.0
    vehicle: str = ""
    urgency: str = ""
    recurring: bool = False
    pickup: str = ""
    delivery: str = ""
    calls: int = 0
    optin_email: bool = False
    optin_sms: bool = False
    consented: dt.date | None = None
    bant: tuple[str, str, str, str] = ("", "", "", "")
    owner: str = ""
    note: tuple[str, str] = ("", "")
    sponsor: str = ""
    flaws: dict[str, str] = field(default_factory=dict)

    @property
    def depth(self) -> int:
        """The highest rung of LADDER that the row shows, 0 when it shows none beyond the first."""
        shown = [LADDER.index(self.status)] if self.status in LADDER else [0]
        dates = (self.responded or self.contacted, self.qualified, self.quoted)
        return max(shown + [rung for rung, date in enumerate(dates, start=1) if date is not None])


def draw_leads() -> list[Lead]:
    """All leads, in the order of their creation, with their flaws."""
    leads = _created(Dice("arrivals"))
    people, needs, fates = Dice("people"), Dice("needs"), Dice("fates")
    taken: set[str] = set()
    customers: list[str] = []
    for number, lead in enumerate(leads, start=1):
        channel = next(channel for channel in CHANNELS if channel.key == lead.channel)
        lead.id = f"P{number:04d}"
        _identity(lead, channel, people, taken)
        _need(lead, needs)
        _fate(lead, channel, fates)
        _dealings(lead, channel, fates)
        if lead.channel == "referral" and customers and people.chance(0.7):
            lead.sponsor = people.pick(customers)
        if lead.status == "won" and lead.company:
            customers.append(lead.company)
    return leads


def _created(dice: Dice) -> list[Lead]:
    """When and by which channel leads arrive: a season, a slow growth, fairs and leaflets only in their months."""
    leads: list[Lead] = []
    calendar = months(FIRST_DAY, LAST_DAY)
    growth = {month: SEASON[month.month - 1] * 1.006**position for position, month in enumerate(calendar)}
    for channel in CHANNELS:
        active = [month for month in calendar if not channel.seasons or month.month in channel.seasons]
        whole = sum(growth[month] for month in active)
        for month in active:
            count = dice.poisson(LEADS * channel.share * growth[month] / whole)
            moments = [_moment(channel.key, month, dice) for _ in range(count)]
            leads += [Lead(channel.key, moment, lever=channel.lever) for moment in moments]
    for lead in leads:
        running = [c.key for c in CAMPAIGNS if c.start <= lead.created.date() <= c.end and lead.channel in c.channels]
        if running and dice.chance(0.6):
            lead.campaign = running[0]
        elif lead.channel == "google_ads" and dice.chance(0.8):
            lead.campaign = "local"
    return sorted(leads, key=lambda lead: (lead.created, lead.channel or ""))


def _moment(channel: str, month: dt.date, dice: Dice) -> dt.datetime:
    """A moment of that month: people write at night and on Sundays, sales people and fairs keep office hours."""
    day = month + dice.below(month_end(month).day) * DAY
    online = channel in ("google_ads", "seo", "facebook", "flyers")
    if not online or dice.chance(0.75):
        day = working_day(day)
        if day.month != month.month:
            day = working_day(month)
    if online and dice.chance(0.3):
        hour = dice.pick((6, 7, 12, 18, 19, 20, 21, 22))
    else:
        hour = dice.weighted([(9, 2.0), (10, 3.0), (11, 2.5), (12, 1.0), (14, 2.5), (15, 2.0), (16, 2.0), (17, 1.0)])
    return dt.datetime.combine(day, dt.time(hour, dice.below(60)))


def _identity(lead: Lead, channel: Channel, dice: Dice, taken: set[str]) -> None:
    first, last = dice.pick(FIRST_NAMES), dice.pick(LAST_NAMES)
    lead.name = f"{first} {last}"
    lead.segment = "individual" if dice.chance(channel.individuals) else "business"
    if lead.segment == "business":
        lead.sector = dice.weighted([(key, weight) for key, (weight, _) in SECTORS.items()])
        lead.company = dice.pick(SECTORS[lead.sector][1]).format(dice.pick(COINED_STARTS) + dice.pick(COINED_ENDS))
        lead.size = dice.weighted([("size_1", 2.0), ("size_2", 5.0), ("size_10", 2.5), ("size_50", 0.6)])
    plain = unicodedata.normalize("NFD", f"{first}.{last}".lower()).encode("ascii", "ignore").decode()
    address, number = plain, 2
    while address in taken:
        address, number = f"{plain}{number}", number + 1
    taken.add(address)
    lead.email = f"{address}@{dice.weighted([(EMAIL_DOMAINS[0], 1.0), (EMAIL_DOMAINS[1], 2.0)])}"
    mobile = lead.segment == "individual" or dice.chance(0.45)
    lead.phone = ("063998" if mobile else "046571" if dice.chance(0.96) else "019900") + f"{dice.below(10_000):04d}"
    lead.postcode, lead.city = dice.weighted([((code, town), weight) for code, town, weight in TOWNS])
    lead.owner = dice.weighted([(owner, weight) for owner, weight in zip(OWNERS, (4.0, 3.5, 2.5), strict=True)])


def _need(lead: Lead, dice: Dice) -> None:
    lead.recurring = dice.chance(0.72 if lead.segment == "business" else 0.05)
    lead.volume = max(1, round(dice.lognormal(9.0, 0.8))) if lead.recurring else 1
    lead.weight = round(min(dice.lognormal(4.0, 1.1), 400.0), 1)
    far = lead.postcode[:2] != "69"
    if lead.weight > 60:
        lead.vehicle = "van"
    elif lead.weight > 15 or far:
        lead.vehicle = "small_van"
    else:
        lead.vehicle = dice.weighted([("bike", 3.0), ("scooter", 2.0), ("small_van", 1.0)])
    lead.urgency = dice.weighted([("express", 1.5), ("same_day", 3.0), ("planned", 3.5)])
    lead.pickup = lead.city if dice.chance(0.6) else dice.pick(PLACES)
    lead.delivery = dice.pick(PLACES) if dice.chance(0.75) else lead.city
    lead.note = dice.pick(NOTES) if dice.chance(0.28) else ("", "")
    lead.optin_email, lead.optin_sms = dice.chance(0.48), dice.chance(0.2)
    if lead.optin_email or lead.optin_sms:
        lead.consented = lead.created.date()


def _fate(lead: Lead, channel: Channel, dice: Dice) -> None:
    """Who answers, and what becomes of it. What would happen after LAST_DAY has not happened yet."""
    if dice.chance(0.97):
        answered = after_open_minutes(lead.created, max(2, round(dice.lognormal(180.0, 1.05))))
        lead.responded = answered if answered.date() <= LAST_DAY else None
    hours = open_minutes(lead.created, lead.responded) / 60 if lead.responded else 99.0
    fit = (
        (1.25 if lead.volume >= 8 else 0.85) * (1.15 if hours <= 3 else 0.9) * (0.7 if lead.postcode[:2] != "69" else 1)
    )
    fate = dice.weighted([("won", channel.win * fit), ("invalid", 0.06), ("asleep", 0.07), ("lost", 0.7)])
    waits = {"won": dice.gamma(3, 8.6), "lost": dice.gamma(2, 24.0), "invalid": 1 + dice.gamma(1, 2.0)}
    decided = working_day(lead.created.date() + max(1, round(waits.get(fate, 60.0))) * DAY)
    rung = {"won": 5, "invalid": 1}.get(fate) or dice.weighted([(0, 0.12), (1, 0.33), (2, 0.2), (3, 0.25), (4, 0.1)])
    if lead.responded is None:
        rung, fate = 0, "asleep" if fate == "won" else fate
    elif lead.responded.date() >= decided:
        decided = working_day(lead.responded.date() + DAY)
    _climb(lead, rung, decided)
    if decided > LAST_DAY or fate == "asleep":
        return
    lead.status = fate
    if fate == "won":
        lead.won = decided
    elif fate == "lost":
        lead.lost = decided
        reasons = [
            ("price", 3.0),
            ("silent", 3.5),
            ("competitor", 2.5),
            ("too_slow", 1.0),
            ("cancelled", 1.5),
            ("postponed", 1.5),
        ]
        lead.lost_reason = "silent" if rung == 0 else dice.weighted(reasons)
    else:
        lead.invalid_reason = dice.weighted([("outside", 2.0), ("wrong_number", 2.0), ("spam", 2.0), ("job", 1.0)])


def _climb(lead: Lead, rung: int, decided: dt.date) -> None:
    """Dates of the stages up to *rung*, spread over the way to the decision, as far as they are past."""
    if lead.responded is None:
        return
    lead.contacted = lead.responded.date()
    lead.status = "contacted"
    way = (decided - lead.contacted).days
    for stage, share in (("qualified", 0.3), ("quoted", 0.55), ("negotiation", 0.8)):
        day = min(working_day(lead.contacted + round(way * share) * DAY), decided)
        if LADDER.index(stage) > rung or day > LAST_DAY:
            return
        lead.status = stage
        if stage == "qualified":
            lead.qualified = day
        elif stage == "quoted":
            lead.quoted = day


def _dealings(lead: Lead, channel: Channel, dice: Dice) -> None:
    """Money, calls and BANT answers, as far as the lead has come."""
    depth = lead.depth
    monthly = dice.lognormal(26.0, 0.45) * max(lead.volume, 2) * channel.size
    once = dice.lognormal(170.0, 0.7) * channel.size
    rate = min(max(0.31 + 0.04 * dice.normal() + (0.03 if lead.vehicle == "bike" else 0), 0.16), 0.46)
    if depth >= 3:
        lead.monthly = round(monthly * 100) if lead.recurring else None
        lead.amount = round(monthly * 100) * 6 if lead.recurring else round(once * 100)
        lead.margin = round(lead.amount * rate)
    lead.calls = dice.poisson((0.2, 1.2, 2.0, 2.8, 3.6, 3.4)[depth]) + (1 if depth else 0)
    sure = 0.9 if lead.status == "won" else 0.62
    answers = tuple(
        "yes" if dice.chance(p * sure) else "unknown" if dice.chance(0.35) else "no" for p in (0.9, 0.85, 1.0, 0.9)
    )
    if depth >= 2:
        lead.bant = (answers[0], answers[1], answers[2], answers[3])
