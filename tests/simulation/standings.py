"""Are the chances of objectives calibrated as they are shown, from a file to :func:`standing`?

``python -m tests.simulation.standings FILES SEED…`` counts it in full. The other simulations ask the methods below it,
of made series; here files are read: leads with their stages and amounts, and bills.
"""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from leaddesk.model.objective import Objective
from leaddesk.model.period import Period, date_of
from leaddesk.model.standing import standing
from leaddesk.model.state import State
from tests.builders import dataset
from tests.simulation import costs
from tests.simulation.objectives import Calibration, calibrated, counted

if TYPE_CHECKING:
    from tests.simulation.business import Columns

SEEDS = (20261351, 20261352, 20261353)
KINDS = ("leads", "deal_revenue", "conversion_rate", "cpl")


def truth_of(rng: np.random.Generator, months: int) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """The first days of the months and of the one after; the leads and the bills of one made company, in truth.

    The companies of the costs: a month's bill is written down when it begins. Leads are won after 6 to 30 days in the
    mean, for a lognormal amount, or lost after 5 to 30.
    """
    made = costs.world(rng, months)
    zero, leads = int(made.starts[0]), made.leads.astype(np.int64)
    created = zero + np.repeat(np.arange(len(leads)), leads)
    size = len(created)
    won = rng.random(size) < rng.uniform(0.05, 0.6)
    took = np.where(won, rng.gamma(2, rng.uniform(3, 15), size), rng.exponential(rng.uniform(5, 30), size))
    daily, begins = np.flatnonzero(made.daily), made.starts[:-1]
    whole = np.add.reduceat(made.monthly, begins - zero)
    return made.starts, {
        "created": created, "won": won, "ended": created + np.floor(took).astype(np.int64),
        "amount": rng.lognormal(6, rng.uniform(0.3, 0.9), size),
        "paid": np.concatenate([zero + daily, begins[whole > 0]]),
        "until": np.concatenate([zero + daily, made.starts[1:][whole > 0] - 1]),
        "cost": np.concatenate([made.daily[daily], whole[whole > 0]]),
    }  # fmt: skip


def known(truth: dict[str, np.ndarray], as_of: int) -> State:
    """What a file says of it at the close of a day."""
    there = truth["created"] <= as_of
    won, ended, days = truth["won"][there], truth["ended"][there], _dates(truth["ended"][there])
    over = ended <= as_of
    lead: Columns = {
        "created": _dates(truth["created"][there]),
        "status": ["new" if not o else "won" if w else "lost" for o, w in zip(over, won, strict=True)],
        "won": [day if o and w else None for day, o, w in zip(days, over, won, strict=True)],
        "lost": [day if o and not w else None for day, o, w in zip(days, over, won, strict=True)],
        "amount": truth["amount"][there].tolist(),
    }
    is_paid = truth["paid"] <= as_of
    cost: Columns = {"date": _dates(truth["paid"][is_paid]), "until": _dates(truth["until"][is_paid])}
    cost["amount"] = truth["cost"][is_paid].tolist()
    day = date_of(as_of)
    return State(day, dataset(as_of=day, leads=lead, costs=cost))


def came(kind: str, truth: dict[str, np.ndarray], start: int, end: int) -> float:
    """What the period shows when it is over and all of its leads are decided, counted without LeadDesk."""
    own = (truth["created"] >= start) & (truth["created"] <= end)
    sold = truth["won"] & (truth["ended"] >= start) & (truth["ended"] <= end)
    spent = truth["cost"][(truth["paid"] >= start) & (truth["until"] <= end)].sum()
    if kind == "leads":
        return float(own.sum())
    if kind == "deal_revenue":
        return float(truth["amount"][sold].sum())
    if kind == "conversion_rate":
        return float(truth["won"][own].mean()) if own.any() else -math.inf
    return float(spent / own.sum()) if own.any() else math.inf


def told(rng: np.random.Generator, kind: str) -> tuple[float, bool] | None:
    """The chance that one made objective is told to have, and whether it is met; None where none is told."""
    history, length = int(rng.integers(5, 14)), int(rng.choice([1, 1, 3]))
    starts, truth = truth_of(rng, history + length)
    start, end = int(starts[history]), int(starts[history + length]) - 1
    now, period = known(truth, int(rng.integers(start, end - 5))), Period(date_of(start), date_of(end))
    guess = standing(Objective(kind, 1.0, period), now).expected
    if guess is None or guess.value is None or guess.low is None or guess.high is None:
        return None
    target = max(0.0, guess.value + rng.normal(0, 1) * (guess.high - guess.low) / 4)
    chance = standing(Objective(kind, target, period), now).probability
    value, slack = came(kind, truth, start, end), 1e-9 * target
    is_met = value <= target + slack if kind == "cpl" else value >= target - slack
    return None if chance is None else (chance, is_met)


def calibration(files: int, seed: int) -> Calibration:
    """The chances of so many made objectives, as many of each kind, held against what came."""
    return calibrated(told, files, seed, KINDS)


def parts(files: int, seed: int) -> list[Calibration]:
    """The same of all kinds together, then each one's part of the same files."""
    rng = np.random.default_rng(seed)
    found = [told(rng, KINDS[number % len(KINDS)]) for number in range(files)]
    return [counted(found), *(counted(found[place :: len(KINDS)]) for place in range(len(KINDS)))]


def main() -> None:
    """Print what the seeds give."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    for seed in [int(word) for word in sys.argv[2:]] or SEEDS:
        for name, one in zip(("all", *KINDS), parts(files, seed), strict=True):
            print(seed, name, one, flush=True)


def _dates(days: np.ndarray) -> list[Any]:
    return [str(one) for one in days.astype("datetime64[D]")]


if __name__ == "__main__":
    main()
