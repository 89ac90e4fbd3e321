"""Generated rows of all tables beside leads and costs, as many as a firm with so many leads has."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from tests.bench.generated import CHANNELS
from tests.builders import frame

if TYPE_CHECKING:
    from leaddesk.model.dataset import Dataset, Frame

_FIRST: Final = np.datetime64("2024-07-01")
_DAYS: Final = 729
_MONTHS: Final = tuple(dt.date(2024 + month // 12, month % 12 + 1, 1).isoformat() for month in range(6, 30))


def with_tables(dataset: Dataset, leads: int) -> Dataset:
    """The dataset with an order for five leads (one in ten in two rows, one in fifty given back), a request and an
    answer for fifty, and the lists of each day and month.
    """
    random = np.random.default_rng(leads)
    for made in (_orders(random, leads // 5, leads), *_asked(random, leads // 50, leads), *_lists(random)):
        dataset = dataset.with_frame(made)
    return dataset


def _days(random: np.random.Generator, count: int) -> list[str]:
    days: list[str] = (_FIRST + random.integers(0, _DAYS, count)).astype(str).tolist()
    return days


def _customers(random: np.random.Generator, count: int, leads: int) -> list[str]:
    return [f"P{number:07d}" for number in random.integers(0, max(1, leads // 20), count).tolist()]


def _orders(random: np.random.Generator, rows: int, leads: int) -> Frame:
    numbers = np.arange(rows)
    numbers[1::10] -= 1
    customers, days = (np.array(made(random, *of)) for made, of in ((_customers, (rows, leads)), (_days, (rows,))))
    customers[1::10], days[1::10] = customers[::10][: len(customers[1::10])], days[::10][: len(days[1::10])]
    amounts = np.round(random.random(rows) * 90 + 10, 2)
    amounts[5::50] *= -1
    return frame(
        "orders",
        id=[f"C{number}" for number in numbers.tolist()],
        customer=customers.tolist(),
        date=days.tolist(),
        amount=amounts.tolist(),
        margin=np.round(amounts * 0.4, 2).tolist(),
    )


def _asked(random: np.random.Generator, rows: int, leads: int) -> tuple[Frame, Frame]:
    opened = np.array(_days(random, rows), "datetime64[h]") + random.integers(8, 18, rows)
    kinds = ("Réclamation", "Question", "Colis en retard", "Devis")
    service = frame(
        "service",
        customer=_customers(random, rows, leads),
        opened=opened.astype(str).tolist(),
        answered=(opened + random.integers(0, 60, rows)).astype(str).tolist(),
        kind=[kinds[place] for place in random.integers(0, len(kinds), rows).tolist()],
    )
    surveys = frame(
        "surveys",
        customer=_customers(random, rows, leads),
        date=_days(random, rows),
        satisfaction=random.integers(1, 6, rows).astype(float).tolist(),
        recommendation=random.integers(0, 11, rows).astype(float).tolist(),
    )
    return service, surveys


def _lists(random: np.random.Generator) -> tuple[Frame, ...]:
    daily = [(str(_FIRST + day), channel) for day in range(_DAYS) for channel in CHANNELS]
    weekly = [str(_FIRST + day) for day in range(0, _DAYS, 7)]

    def counts(rows: int, most: int) -> list[Any]:
        return [float(count) for count in random.integers(0, most, rows)]

    web = frame(
        "web", date=[day for day, _ in daily], channel=[channel for _, channel in daily],
        sessions=counts(len(daily), 900), conversions=counts(len(daily), 20),
    )  # fmt: skip
    emails = frame(
        "emails", date=weekly, campaign=[f"Campagne {number}" for number in range(len(weekly))],
        sent=[9000.0] * len(weekly), delivered=[8900.0] * len(weekly), opened=counts(len(weekly), 4000),
        clicked=counts(len(weekly), 900),
    )  # fmt: skip
    social = frame(
        "social", date=weekly, network=["LinkedIn"] * len(weekly), reach=counts(len(weekly), 5000),
        interactions=counts(len(weekly), 300),
    )  # fmt: skip
    operations = frame(
        "operations", name=[f"Campagne {number}" for number in range(len(_MONTHS))], start=list(_MONTHS),
        targeted=[900.0] * len(_MONTHS), participants=counts(len(_MONTHS), 90),
    )  # fmt: skip
    return web, emails, social, operations
