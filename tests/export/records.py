"""Made-up rows of every table, hanging on leads by their numbers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.builders import frame, state
from tests.export.made import FIRST, costs, gaps, leads, moments

if TYPE_CHECKING:
    from leaddesk.model.state import State


def _in_lines(**orders: list[Any]) -> dict[str, Any]:
    """The same with a second row, of one more, to the first twenty orders, and two of these written twice."""
    again = {name: [*values, *values[:20], *values[:2]] for name, values in orders.items()}
    again["amount"][150:170] = [None if amount is None else amount + 1 for amount in orders["amount"][:20]]
    return again


def a_state_of_everything(seed: int = 3, rows: int = 120, *, names: bool = False) -> State:
    """A State with a frame of every table; *names*: orders name customers that no lead's number is."""
    random = np.random.default_rng(seed)
    people = leads(seed, rows)
    people["id"] = [f"{number:04d}" if number % 17 else "*" for number in range(rows)]
    known = [*people["id"][:60], *people["id"][:10], None, *(["0999", "Durand"] if names else [])]

    def day(count: int) -> list[str | None]:
        return [None if cell is None else cell[:10] for cell in moments(random, start(count), 1, 0.1, times=False)]

    def start(count: int) -> Any:
        return FIRST + random.integers(0, 600 * 86400, count).astype("timedelta64[s]")

    def who(count: int) -> list[Any]:
        return [known[int(place)] for place in random.integers(0, len(known), count)]

    def whole(count: int, most: int) -> list[Any]:
        return gaps(random, [float(number) for number in random.integers(0, most, count)], 0.1)

    def money(count: int) -> list[Any]:
        return gaps(random, [round(float(amount), 2) for amount in random.normal(35, 20, count)], 0.1)

    opened = start(40)
    return state(
        frame("leads", rows=None, **people),
        frame("costs", **costs(seed, 30)),
        frame("orders", rows=None, **_in_lines(
            id=[f"C{n}" for n in range(150)], customer=who(150), date=day(150), amount=money(150))),
        frame("touchpoints", lead=who(80), time=moments(random, start(80), 3, 0.1, times=True),
              channel=random.choice(["google", "<x"], 80).tolist(), kind=["call"] * 80),
        frame("emails", date=day(20), campaign=["=1+1", "B"] * 10, sent=whole(20, 900), opened=whole(20, 300)),
        frame("web", date=day(50), channel=["google", "*"] * 25, sessions=whole(50, 400), conversions=whole(50, 9)),
        frame("social", date=day(12), network=["Instagram"] * 12, reach=whole(12, 5000), interactions=whole(12, 90)),
        frame("surveys", customer=who(25), date=day(25), satisfaction=whole(25, 6), comment=["secret words"] * 25),
        frame("service", customer=who(40), opened=[str(moment) for moment in opened],
              answered=moments(random, opened, 4, 0.3, times=True), kind=["Plainte", "Question"] * 20),
        frame("operations", name=["Rentrée*", "B"], start=["2025-01-01", "2025-03-01"], end=["2025-02-10", None],
              targeted=[900.0, None], participants=[33.0, 4.0]),
        frame("objectives", kpi=["leads", "cpl"], period=["2025-01", "2025"], target=[12.0, 30.0]),
        today=dt.date(2025, 12, 1),
    )  # fmt: skip


def a_business(seed: int = 11, rows: int = 300) -> State:
    """Leads of fourteen months that are contacted, qualified and won, lost or left lying; orders of those that came."""
    random = np.random.default_rng(seed)
    created = np.datetime64("2024-10-02") + np.sort(random.integers(0, 420, rows))
    as_of = np.datetime64("2025-12-01")

    def after(start: Any, most: int, share: float) -> Any:
        day = start + random.integers(0, most, rows)
        return np.where((random.random(rows) < share) & ~np.isnat(start) & (day <= as_of), day, np.datetime64("NaT"))

    contacted = after(created, 6, 0.8)
    qualified = after(contacted, 25, 0.6)
    won = after(qualified, 60, 0.5)
    lost = np.where(np.isnat(won), after(created, 90, 0.5), np.datetime64("NaT"))
    days = {"created": created, "contacted": contacted, "qualified": qualified, "won": won, "lost": lost}
    columns: dict[str, Any] = {
        name: [None if np.isnat(day) else str(day) for day in found] for name, found in days.items()
    }
    columns["created"][5], columns["id"] = None, [f"P{number:03d}" for number in range(rows)]
    columns["name"] = [f"Mme Secrète {number}" for number in range(rows)]
    columns["owner"] = ["Léa", "Omar"] * (rows // 2)
    columns["channel"] = random.choice(["google", "<x", "*"], rows).tolist()
    columns["amount"] = gaps(random, [round(float(amount), 2) for amount in random.lognormal(5, 1, rows)], 0.2)
    customers = [columns["id"][place] for place in np.flatnonzero(~np.isnat(won))[:40]]
    orders = [(customers[0], f"2025-0{month}-03", 50.0) for month in range(1, 8)]  # every month, then nothing more
    for customer in customers:
        start = np.datetime64("2024-11-01") + int(random.integers(0, 300))
        came = start + np.cumsum(random.integers(5, 70, int(random.integers(1, 9))))
        orders += [(customer, str(day), round(float(random.normal(60, 25)), 2)) for day in came]
    who, when, amounts = zip(*orders, strict=True)
    return state(
        frame("leads", **columns),
        frame("orders", customer=list(who), date=list(when), amount=list(amounts)),
        today=dt.date(2025, 12, 1),
    )
