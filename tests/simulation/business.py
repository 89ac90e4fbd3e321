"""Made files of companies where nothing but chance happens, with every table that alerts look at."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from leaddesk.model.period import date_of

Columns = dict[str, list[Any]]

KINDS = ("retard de livraison", "colis abîmé", "question", "facture")


@dataclass(frozen=True)
class Orders:
    """Orders by day: of which customer, and for how much."""

    day: np.ndarray
    customer: np.ndarray
    amount: np.ndarray


def orders_made(rng: np.random.Generator, first: int, last: int, stays: float | None = None) -> Orders:
    """Orders from the first to the last day, by customers that come and go: as many come as go in the long run, so
    what a month brings hangs on who was there the month before.

    *stays*: for how many days a customer does in the mean. Each has its own pace and its own size of orders.
    """
    stays = stays or math.exp(rng.uniform(math.log(60), math.log(400)))
    there = math.exp(rng.uniform(math.log(5), math.log(60)))  # customers at a time
    begin = first - round(8 * stays)
    come = rng.uniform(begin, last + 1, rng.poisson(there / stays * (last + 1 - begin)))
    go = np.minimum(come + rng.exponential(stays, len(come)), last + 1)
    come = np.maximum(come, first)
    come, go = come[go > come], go[go > come]
    gap, size = rng.uniform(4, 25, len(come)), rng.lognormal(4, 0.6, len(come))
    count = rng.poisson((go - come) / gap)
    customer = np.repeat(np.arange(len(come)), count)
    day = np.floor(come[customer] + rng.random(len(customer)) * (go - come)[customer]).astype(np.int64)
    order = np.argsort(day, kind="stable")
    amount = size[customer] * rng.lognormal(0, 0.25, len(customer))
    return Orders(day[order], customer[order], amount[order].round(2))


def order_table(rng: np.random.Generator, made: Orders) -> Columns:
    """The orders as a table; in a third of the companies two of a hundred are money back."""
    back = (rng.random(len(made.day)) < 0.02) & (rng.random() < 0.3)
    return {
        "customer": [f"C{one}" for one in made.customer],
        "date": _dates(made.day),
        "amount": [float(one) for one in np.where(back, -made.amount, made.amount)],
    }


def surveys_made(rng: np.random.Generator, made: Orders) -> Columns:
    """What customers answer after some of their orders: some are content as a rule, others seldom."""
    answers = np.flatnonzero(rng.random(len(made.day)) < rng.uniform(0.1, 0.5))
    share, alike = rng.uniform(0.6, 0.9), rng.uniform(5, 40)
    content = rng.beta(share * alike, (1 - share) * alike, int(made.customer.max(initial=0)) + 1)
    good = rng.random(len(answers)) < content[made.customer[answers]]
    mark = np.where(good, rng.integers(7, 11, len(good)), rng.integers(0, 9, len(good)))
    return {
        "customer": [f"C{one}" for one in made.customer[answers]],
        "date": _dates(made.day[answers]),
        "satisfaction": [float(one) for one in np.where(good, 5 - rng.integers(0, 2, len(good)), 2)],
        "recommendation": [float(one) for one in mark],
    }


def service_made(rng: np.random.Generator, made: Orders) -> Columns:
    """Requests after some orders: complaints by their kind, and others; each answered after some hours."""
    asks = np.flatnonzero(rng.random(len(made.day)) < rng.uniform(0.05, 0.4))
    opened = made.day[asks]
    hours = rng.lognormal(1, 1, len(asks))
    return {
        "opened": [f"{date_of(int(one))} 10:00" for one in opened],
        "answered": [after(int(one), float(more)) for one, more in zip(opened, hours, strict=True)],
        "kind": [KINDS[one] for one in rng.integers(0, len(KINDS), len(asks))],
    }


def emails_made(rng: np.random.Generator, first: int, last: int) -> Columns:
    """A mailing every week or two, to a list that hardly changes; one is read more than another."""
    day = np.arange(first + int(rng.integers(0, 7)), last + 1, rng.choice([7, 14]))
    sent = np.maximum(20, rng.normal(1, 0.05, len(day)) * math.exp(rng.uniform(5, 9))).astype(np.int64)
    delivered = rng.binomial(sent, 0.97)
    opened = rng.binomial(delivered, _rates(rng, rng.uniform(0.15, 0.4), 60, len(day)))
    clicked = rng.binomial(opened, _rates(rng, rng.uniform(0.05, 0.2), 40, len(day)))
    unsubscribed = rng.binomial(delivered, _rates(rng, 0.003, 2000, len(day)))
    columns = {"sent": sent, "delivered": delivered, "opened": opened, "clicked": clicked, "unsubscribed": unsubscribed}
    return {"date": _dates(day)} | {name: line.tolist() for name, line in columns.items()}


def web_made(rng: np.random.Generator, first: int, last: int) -> Columns:
    """The sessions of each day, good and bad weeks among them; days differ in what visitors do."""
    day = np.arange(first, last + 1)
    wave = rng.gamma(25, 1 / 25, len(day) // 7 + 1)[np.arange(len(day)) // 7]
    sessions = rng.poisson(math.exp(rng.uniform(3, 6)) * wave)
    bounces = rng.binomial(sessions, _rates(rng, rng.uniform(0.3, 0.6), 100, len(day)))
    engaged = rng.binomial(sessions, _rates(rng, rng.uniform(0.4, 0.7), 100, len(day)))
    goals = rng.binomial(sessions, _rates(rng, rng.uniform(0.01, 0.05), 300, len(day)))
    seconds = sessions * rng.gamma(20, 4, len(day))
    columns = {"sessions": sessions, "bounces": bounces, "engaged_sessions": engaged, "conversions": goals}
    made: Columns = {"date": _dates(day)} | {name: line.tolist() for name, line in columns.items()}
    return made | {"total_time": [float(one) for one in seconds.round()]}


def social_made(rng: np.random.Generator, first: int, last: int) -> Columns:
    """Posts, two a week, whose reach and response differ a lot."""
    day = np.sort(rng.integers(first, last + 1, (last - first + 1) * 2 // 7))
    reach = rng.lognormal(6, 0.5, len(day)).astype(np.int64) + 20
    interactions = rng.binomial(reach, _rates(rng, rng.uniform(0.02, 0.08), 60, len(day)))
    return {"date": _dates(day), "reach": reach.tolist(), "interactions": interactions.tolist()}


def operations_made(rng: np.random.Generator, first: int, last: int) -> Columns:
    """Campaigns, two a month, each with its own success."""
    day = np.sort(rng.integers(first, last + 1, max(1, (last - first + 1) // 15)))
    targeted = rng.integers(100, 1000, len(day))
    participants = rng.binomial(targeted, _rates(rng, rng.uniform(0.05, 0.2), 50, len(day)))
    names = [f"Operation {number}" for number in range(len(day))]
    return {"name": names, "start": _dates(day), "targeted": targeted.tolist(), "participants": participants.tolist()}


def costs_made(rng: np.random.Generator, first: int, last: int) -> Columns:
    """What is spent, once a week."""
    day = np.arange(first, last + 1, 7)
    return {"date": _dates(day), "amount": [float(one) for one in rng.uniform(50, 90, len(day))]}


def beside(rng: np.random.Generator, first: int, last: int) -> dict[str, Columns]:
    """Every table beside the leads."""
    made = orders_made(rng, first, last)
    return {
        "costs": costs_made(rng, first, last),
        "orders": order_table(rng, made),
        "surveys": surveys_made(rng, made),
        "service": service_made(rng, made),
        "emails": emails_made(rng, first, last),
        "web": web_made(rng, first, last),
        "social": social_made(rng, first, last),
        "operations": operations_made(rng, first, last),
    }


def after(day: int, hours: float) -> str:
    """So many hours after ten in the morning of a day."""
    return (dt.datetime.combine(date_of(day), dt.time(10)) + dt.timedelta(hours=hours)).isoformat(timespec="seconds")


def _rates(rng: np.random.Generator, mean: float, size: float, count: int) -> np.ndarray:
    return rng.beta(mean * size, (1 - mean) * size, count)


def _dates(days: np.ndarray) -> list[str]:
    return [str(one) for one in days.astype("datetime64[D]")]
