"""How often does a month of pure noise raise an alert, over all KPIs together, and how often does a real drop?

``python -m tests.simulation.alerts FILES SEED…`` counts it in full.
"""

from __future__ import annotations

import datetime as dt
import math
import sys
from itertools import compress
from typing import TYPE_CHECKING, Any

import numpy as np

from leaddesk.model.alerts import Alerts, alerts
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.period import date_of, day_number
from leaddesk.model.slice import Slice
from leaddesk.model.state import State
from tests.builders import dataset
from tests.simulation.business import after, beside

if TYPE_CHECKING:
    from leaddesk.model.dataset import Dataset

SEEDS = (20261311, 20261312, 20261313)
AS_OF = dt.date(2026, 4, 10)
MONTH = (dt.date(2026, 3, 1), dt.date(2026, 3, 31))


def made(
    rng: np.random.Generator,
    monthly: float | None = None,
    fall: float = 1.0,
    *,
    orders: float = 1.0,
    only_leads: bool = False,
) -> Dataset:
    """A file of pure noise up to the as-of day: leads, their answers, stages and amounts, and every other table.

    *fall*, *orders*: what is left of the leads and of the orders in the month that is judged; *only_leads*: they and
    what was spent are all.
    """
    length = int(rng.integers(200, 500))
    level = (monthly or math.exp(rng.uniform(math.log(10), math.log(150)))) / 30
    wave = rng.choice([0.0, 0.3])
    weeks = rng.gamma(1 / wave**2, wave**2, length // 7 + 1) if wave else np.ones(length // 7 + 1)
    weekday = np.array([*rng.uniform(0.7, 1.3, 5), *rng.uniform(0.0, 0.6, 2)])
    day = day_number(AS_OF) - length + 1 + np.arange(length)
    judged = (day >= day_number(MONTH[0])) & (day <= day_number(MONTH[1]))
    mean = level * weekday[day % 7] / weekday.mean() * weeks[np.arange(length) // 7] * np.where(judged, fall, 1.0)
    created = np.repeat(day, rng.poisson(mean))
    size = len(created)
    won = rng.random(size) < rng.uniform(0.1, 0.4)
    invalid = rng.random(size) < 0.05
    took = np.floor(np.where(won, rng.gamma(2, rng.uniform(3, 12), size), rng.exponential(rng.uniform(5, 25), size)))
    ended = created + took <= day_number(AS_OF)
    end = [date_of(int(one)).isoformat() for one in created + took]
    hours = rng.lognormal(0.5, 1, size)
    amount = rng.lognormal(6, rng.uniform(0.3, 0.8), size).round(2)
    lead: dict[str, Any] = {
        "created": [f"{date_of(int(one))} 10:00" for one in created],
        "responded": [after(int(one), float(more)) for one, more in zip(created, hours, strict=True)],
        "status": [
            "new" if not e else "won" if w else "invalid" if i else "lost"
            for e, w, i in zip(ended, won, invalid, strict=True)
        ],
        "won": [text if e and w else None for text, e, w in zip(end, ended, won, strict=True)],
        "lost": [text if e and not w else None for text, e, w in zip(end, ended, won, strict=True)],
        "amount": [float(one) for one in amount],
        "margin": [float(one) for one in (amount * 0.3).round(2)],
    }
    tables = beside(rng, int(day[0]), int(day[-1]))
    if only_leads:
        tables = {"costs": tables["costs"]}
    elif orders < 1:
        first, last = (one.isoformat() for one in MONTH)
        stay = [not first <= on <= last or rng.random() < orders for on in tables["orders"]["date"]]
        tables["orders"] = {name: list(compress(line, stay)) for name, line in tables["orders"].items()}
    return dataset(as_of=AS_OF, leads=lead, **tables)


def judged(data: Dataset) -> Alerts:
    """What the file says."""
    return alerts(Evaluator(Slice(State(AS_OF, data))))


def raised(
    files: int,
    seed: int,
    monthly: float | None = None,
    fall: float = 1.0,
    *,
    orders: float = 1.0,
    only_leads: bool = False,
) -> tuple[int, int, dict[str, int]]:
    """Of so many files: how many had a KPI to judge, how many raised an alert, and for which KPIs."""
    rng = np.random.default_rng(seed)
    count, some = 0, 0
    which: dict[str, int] = {}
    for _ in range(files):
        found = judged(made(rng, monthly, fall, orders=orders, only_leads=only_leads))
        count += bool(found.judged)
        some += bool(found.alerts)
        for alert in found.alerts:
            which[alert.kpi.id] = which.get(alert.kpi.id, 0) + 1
    return count, some, which


def chances(files: int, seed: int) -> list[float]:
    """Of as many files of noise: the chance of the first alert, all KPIs allowed for; 1 where none is told."""
    rng = np.random.default_rng(seed)
    return [min((alert.chance for alert in judged(made(rng)).alerts), default=1.0) for _ in range(files)]


def main() -> None:
    """Print what the seeds give."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    for seed in [int(word) for word in sys.argv[2:]] or SEEDS:
        print(seed, "noise", *raised(files, seed), flush=True)
        print(seed, "halved, 60 a month", *raised(files // 10, seed, 60, 0.5), flush=True)
        print(seed, "orders halved", *raised(files // 10, seed, orders=0.5), flush=True)
        print(seed, "the same, leads alone", *raised(files // 10, seed, 60, 0.5, only_leads=True), flush=True)


if __name__ == "__main__":
    main()
