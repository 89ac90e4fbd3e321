"""Made-up rows of every table, hanging on leads by their numbers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.builders import frame, state
from tests.export.made import FIRST, costs, gaps, leads, moments

if TYPE_CHECKING:
    from leaddesk.model.state import State


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
        frame("orders", id=[f"C{n}" for n in range(150)], customer=who(150), date=day(150), amount=money(150)),
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
