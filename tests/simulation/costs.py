"""Are the chances of objectives on costs calibrated? Of those that are told 30 %, are 30 % met?

``python -m tests.simulation.costs FILES SEED…`` counts it in full.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from leaddesk.model.costchance import Expenses, cost_outlook
from leaddesk.model.rhythm import Series
from tests.simulation.objectives import Calibration, calibrated, print_seeds, together_and_each

SEEDS = (20261251, 20261252, 20261253)
FIRST = np.datetime64("2024-01-01", "M")
KINDS = ("spend", "cost of a case")


@dataclass(frozen=True)
class World:
    """One made company: what each day costs, in advertisements and bills of a day and in bills of a month, and the
    leads it brings; ``starts``: the first day of each of its months and of the one after.
    """

    starts: np.ndarray
    daily: np.ndarray
    monthly: np.ndarray
    leads: np.ndarray


def world(rng: np.random.Generator, months: int) -> World:
    """Some pay for advertisements by day, some bills that come on the same days of each month, some a month's bill,
    most of them two of these. Months differ; in half of the companies leads come as is spent.
    """
    starts = (FIRST + np.arange(months + 1)).astype("datetime64[D]").astype(np.int64)
    length, month = int(starts[-1] - starts[0]), np.repeat(np.arange(months), np.diff(starts))
    day = np.arange(length)
    differ = rng.lognormal(0, rng.uniform(0.05, 0.3), (3, months))
    kinds = rng.choice(3, int(rng.integers(1, 3)), replace=False)
    daily, monthly = np.zeros(length), np.zeros(length)
    if 0 in kinds:
        busy = rng.random(length) < rng.uniform(0.2, 1)
        daily += busy * rng.lognormal(3, rng.uniform(0.1, 0.6), length) * differ[0][month]
    if 1 in kinds:
        for at in rng.integers(0, 28, int(rng.integers(1, 4))):
            daily[starts[:-1] - starts[0] + at] += rng.lognormal(5, 0.3) * rng.lognormal(0, 0.2, months)
    if 2 in kinds:
        monthly += (rng.lognormal(6, 0.5) * differ[2] / np.diff(starts))[month]
    level = math.exp(rng.uniform(math.log(0.4), math.log(6)))
    weekday = np.array([*rng.uniform(0.7, 1.3, 5), *rng.uniform(0.0, 0.6, 2)])
    mean = level * weekday[day % 7] / weekday.mean()
    if rng.random() < 0.5:
        whole = np.bincount(month, daily + monthly)
        mean = mean * (whole / whole.mean())[month]
    return World(starts, daily, monthly, rng.poisson(mean).astype(np.float64))


def told(rng: np.random.Generator, kind: str) -> tuple[float, bool] | None:
    """The chance that one made objective is told to have, and whether it is met; None where none is told."""
    history, period = int(rng.integers(5, 25)), int(rng.choice([1, 1, 3]))
    made = world(rng, history + period)
    start, end = int(made.starts[history]), int(made.starts[history + period]) - 1
    as_of = int(rng.integers(start, end - 5))
    zero = int(made.starts[0])
    now = as_of - zero + 1
    spent = []
    if made.daily.any():
        spent.append(Expenses(zero, made.daily[:now], as_of))
    if made.monthly.any():
        # The bill of the month is written down in some companies when it begins, in others when it is over.
        until = int(made.starts[made.starts > as_of][0]) - 1 if rng.random() < 0.5 else as_of
        spent.append(Expenses(zero, made.monthly[: until - zero + 1], until))
    cases = None if kind == "spend" else Series(zero, made.leads[:now], made.leads[:now], True)
    begins = start - zero
    own = (float((made.daily + made.monthly)[begins:now].sum()), float(made.leads[begins:now].sum()))
    days = (as_of, as_of + 1, end)
    guess = cost_outlook(tuple(spent), cases, own, days, 1.0)
    if guess is None or guess.expected.value is None:
        return None
    low, high = guess.expected.low or 0.0, guess.expected.high or 0.0
    target = max(0.0, guess.expected.value + rng.normal(0, 1) * (high - low) / 4)
    outlook = cost_outlook(tuple(spent), cases, own, days, target)
    if outlook is None:
        return None
    money, number = (made.daily + made.monthly)[begins:].sum(), made.leads[begins:].sum()
    came = money if cases is None else money / number if number else math.inf
    return outlook.at_most, bool(came <= target + 1e-9)


def calibration(files: int, seed: int, kinds: tuple[str, ...] = KINDS) -> Calibration:
    """The chances of so many made objectives, half of each kind, held against what came."""
    return calibrated(told, files, seed, kinds)


def main() -> None:
    """Print what the seeds give."""
    print_seeds(SEEDS, calibration, together_and_each(KINDS))


if __name__ == "__main__":
    main()
