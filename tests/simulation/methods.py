"""Are the chances of objectives calibrated on figures that a Method works out? Of those told 30 %, are 30 % met?

Files are made whole, up to the end of the period; what is told of each is told of the file as it was on a day within.

``python -m tests.simulation.methods FILES SEED…`` counts it in full.
"""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd

from leaddesk.model.dataset import Dataset, Frame, Origin
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.kpi import Better
from leaddesk.model.kpis import BY_ID
from leaddesk.model.lookback import FEWEST
from leaddesk.model.measuring import measure
from leaddesk.model.objective import Objective
from leaddesk.model.period import Period, date_of, day_number, first_of_month
from leaddesk.model.schema import Kind
from leaddesk.model.settings import Settings
from leaddesk.model.slice import Slice
from leaddesk.model.standing import standing
from leaddesk.model.state import State
from leaddesk.model.tables import BY_ID as TABLES
from tests.simulation.business import Orders, orders_made
from tests.simulation.objectives import Calibration, calibrated, print_seeds, together_and_each

SEEDS = (20261401, 20261402, 20261403)
BY_DAYS = (
    "response_within_target", "nps", "complaints", "complaint_rate", "optin_email", "data_quality", "full_cac",
)  # fmt: skip
IN_HINDSIGHT = (
    "repeat_rate", "retention_rate", "ltv", "ltv_to_cac", "delivery_conversion", "engagement_score",
    "response_time_all", "new_data_share",
)  # fmt: skip
KINDS = BY_DAYS + IN_HINDSIGHT
QUICK = ("response_within_target", "nps", "complaints", "complaint_rate", "full_cac", "repeat_rate", "retention_rate",
         "new_data_share")  # fmt: skip
SETTINGS = Settings(selling_hours=40.0, selling_rate=25.0)
DAY = 86_400

Tables = dict[str, dict[str, np.ndarray]]


def state_on(tables: Tables, day: int) -> State:
    """The files as they were at the close of a day: without later rows, and without what came later to earlier ones."""
    frames = {}
    for name, columns in tables.items():
        table, close = TABLES[name], (day + 1) * DAY - 1
        first = columns[table.dates[0]]
        keep = np.flatnonzero(first <= close)
        data = {}
        for column, values in columns.items():
            kind, line = table.column(column).kind, values[keep]
            if kind is Kind.MOMENT:
                seconds = np.where(line <= close, line, np.iinfo(np.int64).min).astype(np.int64)
                data[column] = pd.Series(seconds.view("datetime64[s]"))
            elif kind is Kind.CATEGORY:
                data[column] = pd.Series(line, dtype="str").astype("category")
            else:
                data[column] = pd.Series(line.astype(np.float64) if kind.is_number else line.astype(str).astype(object),
                                         dtype="float64" if kind.is_number else "str")  # fmt: skip
        zeros = np.zeros(len(keep), np.int32)
        frames[name] = Frame(table, pd.DataFrame(data), keep.astype(np.int64),
                             Origin(("made.csv",), ("made",), zeros, zeros, keep.astype(np.int32)))  # fmt: skip
    return State(date_of(day), Dataset(frames, date_of(day)), SETTINGS)


def days_of(rng: np.random.Generator, first: int, last: int, least: float = 0.2, most: float = 6) -> np.ndarray:
    """The day of each case: weekdays differ, and in a third of the companies whole weeks are good or bad."""
    length = last - first + 1
    level = math.exp(rng.uniform(math.log(least), math.log(most)))
    weekday = np.array([*rng.uniform(0.7, 1.3, 5), *rng.uniform(0.0, 0.6, 2)])
    mean = level * weekday[np.arange(length) % 7] / weekday.mean() * waves(rng, length)
    return first + np.repeat(np.arange(length), rng.poisson(mean))


def waves(rng: np.random.Generator, length: int) -> np.ndarray:
    """How good the week of each day is."""
    wave = rng.choice([0.0, 0.0, 0.3])
    weeks = np.ones(length // 7 + 1) if not wave else rng.gamma(1 / wave**2, wave**2, length // 7 + 1)
    return weeks[np.arange(length) // 7]


def moments(rng: np.random.Generator, day: np.ndarray) -> np.ndarray:
    """Some time of day, 8:01 to 18:00."""
    return day * DAY + rng.integers(8 * 3600 + 1, 18 * 3600, len(day))


def ids(count: int) -> np.ndarray:
    return np.arange(count)


def leads_made(rng: np.random.Generator, first: int, last: int) -> Tables:
    """Leads that are answered after hours or days, some never; some are won, and bring so much a month."""
    day = days_of(rng, first, last)
    created = moments(rng, day)
    hours = rng.lognormal(math.log(rng.uniform(1, 40)), rng.uniform(0.5, 1.3), len(day))
    hours = hours * waves(rng, last - first + 1)[day - first] ** 2
    answered = rng.random(len(day)) < rng.uniform(0.6, 1)
    far = np.full(len(day), np.iinfo(np.int64).max)
    won = rng.random(len(day)) < rng.uniform(0.1, 0.4)
    later = rng.exponential(rng.uniform(6, 30), len(day)) * DAY
    said = rng.random(len(day)) < rng.uniform(0.5, 1)
    yes = rng.random(len(day)) < np.clip(rng.uniform(0.2, 0.8) * waves(rng, last - first + 1)[day - first], 0, 1)
    named = rng.random(len(day)) < np.clip(rng.uniform(0.5, 0.98) * waves(rng, last - first + 1)[day - first], 0, 1)
    earlier = (rng.random(len(day)) * ids(len(day))).astype(np.int64)
    who = np.where(rng.random(len(day)) < 0.9, ids(len(day)), earlier)
    return {
        "leads": {
            "id": ids(len(day)),
            "created": created,
            "responded": np.where(answered, created + (hours * 3600).astype(np.int64), far),
            "quoted": np.where(rng.random(len(day)) < 0.4, created + (later / 2).astype(np.int64), far),
            "won": np.where(won, created + later.astype(np.int64), far),
            "monthly_revenue": rng.lognormal(rng.uniform(5, 8), 0.5, len(day)).round(2),
            "amount": rng.lognormal(6, 0.5, len(day)).round(2),
            "margin": rng.lognormal(5, 0.5, len(day)).round(2),
            "optin_email": np.where(said, yes, np.nan),
            "name": np.array(["Jeanne"] * len(day), object),
            "email": np.array(
                [f"p{one}@site.fr" if ok else "p site" for one, ok in zip(who, named, strict=True)], object
            ),
        }
    }


def order_table(rng: np.random.Generator, made: Orders) -> dict[str, np.ndarray]:
    return {
        "date": moments(rng, made.day),
        "customer": made.customer,
        "amount": made.amount,
        "margin": (made.amount * np.clip(rng.normal(rng.uniform(0.2, 0.5), 0.05, len(made.day)), 0.01, 1)).round(2),
    }


def costs_of(rng: np.random.Generator, first: int, last: int) -> dict[str, np.ndarray]:
    """What advertisements cost each week, and a bill on the same day of each month; months differ."""
    weekly = np.arange(first, last + 1, 7)
    month = np.array([date_of(one).year * 12 + date_of(one).month for one in weekly.tolist()])
    differ = rng.lognormal(0, rng.uniform(0.05, 0.3), month.max() - month.min() + 1)
    amount = rng.lognormal(4, 0.2, len(weekly)) * differ[month - month.min()]
    bills, bill = [], first_of_month(date_of(first))
    while day_number(bill) <= last:
        bills.append(max(first, day_number(bill) + 4))
        bill = first_of_month(bill, 1)
    day = np.concatenate([weekly, bills])
    return {"date": day * DAY, "amount": np.concatenate([amount, rng.lognormal(5, 0.2, len(bills))]).round(2)}


def made_for(rng: np.random.Generator, kind: str, first: int, last: int) -> Tables:
    """The tables that a figure looks at."""
    wanted = BY_ID[kind].tables
    tables: Tables = {}
    if "orders" in wanted or "service" in wanted or "surveys" in wanted:
        made = orders_made(rng, first, last)
        tables["orders"] = order_table(rng, made)
        if "service" in wanted:
            asks = np.flatnonzero(rng.random(len(made.day)) < rng.uniform(0.05, 0.4))
            kinds = np.array(["retard", "question", "facture"])
            tables["service"] = {"opened": moments(rng, made.day[asks]), "kind": kinds[rng.integers(0, 3, len(asks))]}
        if "surveys" in wanted:
            answers = np.flatnonzero(rng.random(len(made.day)) < rng.uniform(0.1, 0.5))
            content = rng.normal(rng.uniform(7, 9), rng.uniform(0.2, 1.5), int(made.customer.max(initial=0)) + 1)
            marks = np.clip(np.rint(content[made.customer[answers]] + rng.normal(0, 1.2, len(answers))), 0, 10)
            tables["surveys"] = {"date": moments(rng, made.day[answers]), "recommendation": marks}
    if "leads" in wanted:
        tables |= leads_made(rng, first, last)
    if "costs" in wanted:
        tables["costs"] = costs_of(rng, first, last)
    if kind == "delivery_conversion":
        tables["orders"] = first_orders(rng, tables["leads"])
    if kind == "new_data_share":
        tables |= operations_of(rng, first, last)
    return tables


def first_orders(rng: np.random.Generator, leads: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Orders of some leads, days or weeks after they came."""
    who = np.flatnonzero(rng.random(len(leads["created"])) < rng.uniform(0.1, 0.6))
    after = rng.exponential(rng.uniform(3, 30), len(who)) * DAY
    date = leads["created"][who] + after.astype(np.int64)
    order = np.argsort(date)
    return {
        "date": date[order],
        "customer": leads["id"][who][order],
        "amount": rng.lognormal(4, 0.5, len(who)).round(2),
    }


def operations_of(rng: np.random.Generator, first: int, last: int) -> Tables:
    """Campaigns, some a month, and the leads of each in the weeks after; some of whom one knew before."""
    start = np.sort(rng.integers(first, last + 1, max(2, round((last - first + 1) / rng.uniform(5, 15)))))
    size, new = (
        rng.poisson(rng.uniform(5, 40), len(start)),
        np.clip(rng.normal(rng.uniform(0.3, 0.9), 0.1, len(start)), 0, 1),
    )
    which = np.repeat(np.arange(len(start)), size)
    day = start[which] + rng.exponential(rng.uniform(2, 15), len(which)).astype(np.int64)
    order = np.argsort(day, kind="stable")
    which, day = which[order], day[order]
    earlier = (rng.random(len(which)) * np.arange(len(which))).astype(np.int64)
    who = np.where(rng.random(len(which)) < new[which], np.arange(len(which)), earlier)
    names = np.array([f"Operation {number}" for number in range(len(start))], object)
    mails = np.array([f"p{one}@site.fr" for one in who], object)
    return {
        "operations": {"start": start * DAY, "name": names},
        "leads": {"id": ids(len(day)), "created": day * DAY, "campaign": names[which], "email": mails},
    }


def period_made(rng: np.random.Generator) -> Period:
    """A month, thirty days, or a quarter, of 2025 or 2026."""
    month = first_of_month(dt.date(2025, 1, 1), int(rng.integers(0, 18)))
    length = int(rng.choice([1, 1, 3, 0]))
    if not length:
        start = month + dt.timedelta(days=int(rng.integers(0, 28)))
        return Period(start, start + dt.timedelta(days=29))
    return Period(month, first_of_month(month, length) - dt.timedelta(days=1))


def told(rng: np.random.Generator, kind: str) -> tuple[float, bool] | None:
    """The chance that one made objective is told to have, and whether it is met; None where none is told.

    Half of the targets are what the figure was in the period before, or so; half lie around what is expected.
    """
    period = period_made(rng)
    start, end = day_number(period.start), day_number(period.end)  # type: ignore[arg-type]
    history = int(rng.integers(70, 420))
    if kind in IN_HINDSIGHT:
        history = round((end - start + 1) * rng.uniform(FEWEST + 1.5, 3 * FEWEST)) + 740 * (kind.startswith("ltv"))
    tables = made_for(rng, kind, start - history, end)
    now = int(rng.integers(start, end - 5))
    state, kpi = state_on(tables, now), BY_ID[kind]
    first = standing(Objective(kind, 1.0, period), state)
    if first.expected is None or first.expected.value is None:
        return None
    low, high = first.expected.low or 0.0, first.expected.high or 0.0
    centre = first.expected.value
    if rng.random() < 0.5:
        before = period.before() or period
        centre = measure(kpi, Evaluator(Slice(state, before))).value or centre
    target = centre + rng.normal(0, 1) * (high - low) / 4
    chance = standing(Objective(kind, target, period), state).probability
    came = measure(kpi, Evaluator(Slice(state_on(tables, end), period))).value
    if chance is None or came is None:
        return None if chance is None else (chance, False)
    met = came <= target + 1e-9 if kpi.better is not Better.UP else came >= target - 1e-9
    return chance, bool(met)


def calibration(files: int, seed: int, kinds: tuple[str, ...] = KINDS) -> Calibration:
    """The chances of so many made objectives, as many of each kind, held against what came."""
    return calibrated(told, files, seed, kinds)


def main() -> None:
    """Print what the seeds give."""
    print_seeds(SEEDS, calibration, together_and_each(KINDS))


if __name__ == "__main__":
    main()
