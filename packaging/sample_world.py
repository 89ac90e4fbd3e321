"""The sample's company: its leads with the flaws of their rows, its expenses, orders, operations and sendings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sample_dice import DAY, Dice, month_end, months, working_day
from sample_leads import CAMPAIGNS, CHANNELS, FIRST_DAY, LAST_DAY, SEASON, Lead, draw_leads

MEDIA = ("google_ads", "facebook", "flyers", "fair")
"""Channels whose expenses stand on the first sheet of the costs; the others stand on the second."""


@dataclass
class Expense:
    """What a channel (and campaign) cost in a month, in cents."""

    month: dt.date
    channel: str
    campaign: str
    lever: str
    amount: int
    flaw: str = ""


@dataclass
class Order:
    """An order of a customer; money in cents."""

    id: str
    lead: str
    date: dt.date
    amount: int
    margin: int


@dataclass
class Operation:
    """An operation and what it reached; money in cents."""

    key: str
    kind: str
    start: dt.date
    end: dt.date
    segment: str
    budget: int
    targeted: int
    participants: int


@dataclass
class Sending:
    """An e-mailing and what became of it."""

    date: dt.date
    campaign: str
    sent: int
    delivered: int
    opened: int
    clicked: int
    unsubscribed: int


@dataclass
class Visit:
    """A day of web traffic from a channel; the time in seconds."""

    date: dt.date
    channel: str
    sessions: int
    users: int
    bounces: int
    seconds: int
    conversions: int


@dataclass
class World:
    """Everything that the files are written from. ``rows``: the leads as the file lists them, copies included."""

    leads: list[Lead]
    rows: list[Lead]
    expenses: list[Expense]
    orders: list[Order]
    operations: list[Operation]
    sendings: list[Sending]
    visits: list[Visit]


def draw_world() -> World:
    """The whole sample, the same at every call."""
    leads = draw_leads()
    _correct_invalid(leads)
    expenses = _expenses(leads, Dice("expenses"))
    orders = _orders(leads, Dice("orders"))
    visits = _visits(leads, Dice("visits"))
    rows = _scar(leads, Dice("flaws"))
    return World(leads, rows, expenses, orders, _operations(), _sendings(Dice("sendings")), visits)


def _correct_invalid(leads: list[Lead]) -> None:
    """Invalid leads keep no dates beyond the contact and no amounts."""
    for lead in leads:
        if lead.status == "invalid":
            lead.qualified = lead.quoted = lead.amount = lead.monthly = lead.margin = None
            lead.bant = ("", "", "", "")


def _expenses(leads: list[Lead], dice: Dice) -> list[Expense]:
    """Expenses by month: in step with the season, not with the leads that happened to come."""
    expenses = []
    calendar = months(FIRST_DAY, LAST_DAY)
    for channel in CHANNELS:
        active = [month for month in calendar if not channel.seasons or month.month in channel.seasons]
        if channel.key == "fair":
            active = [month for month in active if month.month in (3, 10)]
        count = sum(lead.channel == channel.key for lead in leads)
        level = [1.0 if channel.key in ("seo", "fair") else SEASON[month.month - 1] for month in active]
        for month, share in zip(active, level, strict=True):
            amount = channel.cpl * count * share / sum(level) * (1 + 0.06 * dice.normal()) * 100
            amount = round(amount, -2) if channel.key in ("fair", "seo", "partners") else round(amount)
            running = [
                c for c in CAMPAIGNS if channel.key in c.channels and c.start <= month_end(month) and c.end >= month
            ]
            always = "local" if channel.key == "google_ads" else ""
            if running and channel.key in MEDIA:
                part = round(amount * (1.0 if channel.key in ("flyers", "fair") else 0.55))
                expenses.append(Expense(month, channel.key, running[0].key, channel.lever, int(part)))
                amount -= part
            if amount > 0:
                expenses.append(Expense(month, channel.key, always, channel.lever, int(amount)))
    order = [channel.key for channel in CHANNELS]
    expenses.sort(key=lambda expense: (expense.month, order.index(expense.channel), expense.campaign))
    long = [expense for expense in expenses if expense.channel in MEDIA]
    for expense in dice.sample(long, 14):
        expense.flaw = dice.pick(("lower", "space before", "space after", "amount text", "amount text"))
    return expenses


def _orders(leads: list[Lead], dice: Dice) -> list[Order]:
    """Orders of the customers: one for a one-off need, two to four a month for a recurring one until it leaves."""
    found: list[tuple[dt.date, str, int, int]] = []
    for lead in leads:
        if lead.won is None or lead.amount is None or lead.margin is None:
            continue
        rate = lead.margin / lead.amount
        if lead.monthly is None:
            day = working_day(lead.won + (1 + dice.below(6)) * DAY)
            found.append((day, lead.id, lead.amount, round(lead.amount * rate)))
            continue
        leaves = lead.won + round(dice.gamma(2, 190.0)) * DAY
        rhythm = 1 + dice.below(3)
        day = lead.won + (2 + dice.below(5)) * DAY
        while day <= min(leaves, LAST_DAY):
            amount = round(lead.monthly / rhythm * max(0.3, 1 + 0.25 * dice.normal()))
            found.append((working_day(day), lead.id, amount, round(amount * rate)))
            day += round(30.4 / rhythm * (0.7 + 0.6 * dice.unit())) * DAY
    found = sorted(order for order in found if order[0] <= LAST_DAY)
    return [Order(f"C{number:05d}", lead, day, *money) for number, (day, lead, *money) in enumerate(found, start=1)]


def _operations() -> list[Operation]:
    days = {campaign.key: (campaign.start, campaign.end) for campaign in CAMPAIGNS}
    return [
        Operation("rentree_2025", "conquest", *days["rentree_2025"], "business", 260_000, 1_450, 118),
        Operation("fetes_2025", "traffic", *days["fetes_2025"], "individual", 340_000, 3_200, 241),
        Operation("valentin_2026", "conquest", *days["valentin_2026"], "business", 120_000, 310, 37),
        Operation("fidelite_2026", "loyalty", dt.date(2026, 4, 13), dt.date(2026, 5, 29), "business", 90_000, 96, 41),
    ]


def _sendings(dice: Dice) -> list[Sending]:
    """A newsletter on the first Tuesday of the month, except in August, and two reminders a campaign."""
    calendar = [month for month in months(FIRST_DAY, LAST_DAY) if month.month != 8]
    planned = [(month + ((1 - month.weekday()) % 7) * DAY, "newsletter") for month in calendar]
    for campaign in CAMPAIGNS:
        planned += [(working_day(campaign.start + wait * DAY), campaign.key) for wait in (2, 16)]
    sendings = []
    for position, (day, key) in enumerate(sorted(planned)):
        sent = round((420 + 19 * position) * (1.0 if key == "newsletter" else 0.7 + 0.2 * dice.unit()))
        delivered = sent - dice.poisson(sent * 0.018)
        opened = round(delivered * min(max(0.31 + 0.05 * dice.normal(), 0.15), 0.5))
        clicked = round(opened * min(max(0.11 + 0.03 * dice.normal(), 0.03), 0.25))
        sendings.append(Sending(day, key, sent, delivered, opened, clicked, dice.poisson(delivered * 0.003)))
    return sendings


def _visits(leads: list[Lead], dice: Dice) -> list[Visit]:
    """Half a year of web traffic by day; the goals are the leads which the channel brought on that day."""
    arrived: dict[tuple[dt.date, str], int] = {}
    for lead in leads:
        key = (lead.created.date(), lead.channel or "")
        arrived[key] = arrived.get(key, 0) + 1
    visits = []
    for offset in range(184):
        day = dt.date(2026, 3, 1) + offset * DAY
        busy = SEASON[day.month - 1] * (0.45 if day.weekday() >= 5 else 1.0)
        for channel, level in (("google_ads", 21.0), ("seo", 30.0), ("facebook", 12.0)):
            goals = arrived.get((day, channel), 0)
            sessions = goals + dice.poisson(level * busy)
            users = sessions - round(sessions * 0.2 * dice.unit())
            bounces = round((sessions - goals) * min(max(0.5 + 0.1 * dice.normal(), 0.1), 0.9))
            seconds = round((sessions - bounces) * dice.lognormal(130.0, 0.3) + bounces * 6)
            visits.append(Visit(day, channel, sessions, users, bounces, seconds, goals))
    return visits


def _scar(leads: list[Lead], dice: Dice) -> list[Lead]:
    """Gives the rows the flaws that real files have, and returns the rows: the leads and a few of them twice."""
    missing = ["blank"] * 9 + ["n/a", "unknown"] * 2
    for lead in dice.sample([lead for lead in leads if lead.channel not in ("flyers", "fair")], len(missing)):
        lead.flaws["channel"] = missing.pop(dice.below(len(missing)))
        lead.channel, lead.lever, lead.campaign, lead.sponsor = None, "", "", ""
    for lead in dice.sample([lead for lead in leads if lead.channel], 60):
        lead.flaws["channel"] = dice.pick(("lower", "upper", "space before", "space after", "two spaces"))
    for lead in dice.sample(leads, 25):
        lead.flaws["status"] = dice.pick(("lower", "upper", "space after"))
    lost = [lead for lead in leads if lead.status == "lost"]
    for lead in dice.sample(lost, round(len(lost) * 0.07)):
        lead.responded = lead.contacted = lead.qualified = lead.quoted = lead.lost = None
        lead.flaws["undated"] = "yes"
    _scar_won(leads, dice)
    for column, count in (
        ("created", 60),
        ("responded", 30),
        ("contacted", 30),
        ("qualified", 25),
        ("quoted", 20),
        ("won", 14),
        ("lost", 40),
    ):
        for lead in dice.sample([lead for lead in leads if getattr(lead, column) is not None], count):
            lead.flaws[column] = "text"
    for column, count in (("amount", 26), ("margin", 8), ("monthly", 8)):
        for lead in dice.sample([lead for lead in leads if getattr(lead, column) is not None], count):
            lead.flaws[column] = dice.pick(("space", "no-break space", "narrow no-break space"))
    for column, count in (("email", 8), ("phone", 6), ("size", 9), ("sector", 6)):
        for lead in dice.sample([lead for lead in leads if getattr(lead, column)], count):
            lead.flaws[column] = "n/a"
    for lead in dice.sample([lead for lead in leads if lead.postcode.startswith("0")], 12):
        lead.flaws["postcode"] = "number"
    for lead in dice.sample([lead for lead in leads if "phone" not in lead.flaws], 330):
        lead.flaws["phone"] = dice.weighted([("plain", 5.0), ("plus", 3.0), ("dots", 3.0), ("number", 0.6)])
    rows = list(leads)
    for lead in dice.sample(leads[40:-40], 6):
        rows.insert(rows.index(lead) + 1 + dice.below(30), lead)
    return rows


def _scar_won(leads: list[Lead], dice: Dice) -> None:
    """Two customers whose row says that they were won before they were created."""
    steady = [lead for lead in leads if lead.won and lead.won.day > 12 and (lead.won - lead.created.date()).days > 6]
    steady = [lead for lead in steady if lead.won and lead.created.day > 8 and lead.created.year == lead.won.year]
    for lead in dice.sample(steady, 2):
        lead.won = lead.created.date() - (2 + dice.below(4)) * DAY
        lead.flaws["order"] = "won before created"
