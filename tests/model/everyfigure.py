"""A State that has a value for every KPI."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from leaddesk.model.settings import Settings
from tests.builders import frame, state

if TYPE_CHECKING:
    from leaddesk.model.state import State

AS_OF: Final = dt.date(2025, 12, 1)
MARKS: Final = (10, 9, 9, 8, 7, 6, 3, None, 10, 10, 9)
YES: Final = (1, 1, 1, 0, None, 1, 0, 1, 1, 1, 0)
YEAR: Final = ("2024-12", "2025-11")
"""A year of it that has figures throughout, and answers of a survey in marks or in yes and no."""


def _day(value: Any) -> str | None:
    return None if np.isnat(value) else str(value)


@cache
def everything(marks: tuple[float | None, ...]) -> State:
    """Fourteen months of leads, over two years of orders, and every other table, with gaps; *marks*: of one survey."""
    random, rows = np.random.default_rng(5), 240
    created = np.datetime64("2024-10-02T09:00") + np.sort(random.integers(0, 420, rows)) * np.timedelta64(1440, "m")
    nothing = np.datetime64("NaT")

    def after(start: Any, most: int, share: float) -> Any:
        later = start + random.integers(1, most, rows) * np.timedelta64(60, "m")
        return np.where(
            (random.random(rows) < share) & ~np.isnat(start) & (later < np.datetime64(AS_OF)), later, nothing
        )

    responded = after(created, 60, 0.8)
    qualified = after(responded, 500, 0.7)
    won = after(qualified, 1400, 0.6)
    lost = np.where(np.isnat(won), after(created, 1900, 0.4), nothing)

    def some(make: Any, gap: float = 0.15) -> list[Any]:
        return [None if random.random() < gap else make(n) for n in range(rows)]

    moments = {"created": created, "responded": responded, "qualified": qualified, "won": won, "lost": lost}
    leads: dict[str, Any] = {
        name: [None if at is None else at.replace("T", " ") for at in map(_day, found)]
        for name, found in moments.items()
    }
    leads["created"][7] = None
    leads |= {
        "id": [f"L{n}" for n in range(rows - 1)] + ["L0"],
        "channel": some(lambda n: ("Google", "Flyers")[n % 2]),
        "campaign": some(lambda n: ("Rentrée", "Noël")[n % 2]),
        "amount": some(lambda _: round(float(random.lognormal(5, 1)), 2)),
        "margin": some(lambda _: round(float(random.lognormal(4, 1)), 2)),
        "monthly_revenue": some(lambda _: round(float(random.lognormal(7, 1)), 2)),
        "calls": some(lambda n: n % 4),
        "name": some(lambda n: f"Client {n}"),
        "email": some(lambda n: f"c{n % 200}@x.fr"),
        "optin_email": some(lambda n: float(n % 3 > 0)),
        "optin_sms": some(lambda n: float(n % 2)),
    }
    days = np.datetime64("2023-06-02") + np.sort(random.integers(0, 900, 400))
    orders: dict[str, Any] = {
        "id": [f"C{n // 2}" if n % 9 == 1 else f"D{n}" for n in range(400)],
        "customer": [None if n % 31 == 0 else f"L{int(random.integers(0, 90))}" for n in range(400)],
        "date": [_day(day) for day in days],
        "amount": [None if n % 23 == 0 else (-20.0 if n % 37 == 0 else 50.0 + n % 7) for n in range(400)],
        "margin": [None if n % 19 == 0 else 12.0 for n in range(400)],
    }
    months = [f"2025-{month:02}-05" for month in range(1, 12)]
    said = "recommends" if set(marks) <= {0, 1, None} else "recommendation"
    answers: dict[str, Any] = {
        "date": months, "satisfaction": [5, 4, 3, 2, 1, None, 5, 5, 4, 4, 4], said: list(marks),
    }  # fmt: skip
    service: dict[str, Any] = {
        "opened": [f"{day} 10:00" for day in months],
        "answered": [f"{day} 12:30" for day in months],
        "kind": ["Plainte", "Question", None, "Retard", *["Devis"] * 7],
    }
    web: dict[str, Any] = {
        "date": months, "sessions": [400] * 11, "bounces": [100] * 11, "engaged_sessions": [250] * 11,
        "total_time": [30_000.0] * 11, "conversions": [9] * 11,
    }  # fmt: skip
    mails: dict[str, Any] = {
        "date": months, "sent": [500] * 11, "delivered": [490] * 11, "opened": [200] * 11, "clicked": [40] * 11,
        "unsubscribed": [2] * 11,
    }  # fmt: skip
    return state(
        frame("leads", **leads),
        frame("orders", **orders),
        frame("costs", date=months, channel=["Google", "Flyers", None, *["Google"] * 8], amount=[90.5] * 10 + [None]),
        frame("surveys", **answers),
        frame("service", **service),
        frame("web", **web),
        frame("emails", **mails),
        frame("social", date=months, reach=[900] * 11, interactions=[30] * 11),
        frame("operations", name=["Rentrée", "Noël"], start=["2025-01-09", "2024-12-01"], targeted=[300, None],
              participants=[40, 3]),
        today=AS_OF,
        settings=Settings(selling_hours=20, selling_rate=30, response_target=4),
    )  # fmt: skip
