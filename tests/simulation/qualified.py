"""Are the chances of objectives on the cost of a qualified lead calibrated? Of those told 30 %, are 30 % met?

``python -m tests.simulation.qualified FILES SEED…`` counts it in full.
"""

from __future__ import annotations

import math

import numpy as np

from leaddesk.model.costchance import Expenses
from leaddesk.model.resampling import Ahead, ahead
from leaddesk.model.rhythm import Series
from leaddesk.model.ripening import SoFar, qualified_cost
from leaddesk.model.sharechance import FEWEST
from tests.simulation import costs
from tests.simulation.conversions import group
from tests.simulation.objectives import Calibration, calibrated, print_seeds

SEEDS = (20261341, 20261342, 20261343)
KIND = "cost of a qualified lead"


def told(rng: np.random.Generator, _kind: str = KIND) -> tuple[float, bool] | None:
    """The chance that one made objective is told to have, and whether it is met; None where none is told.

    The companies of the costs; 20 to 70 % of the leads are qualified, after 2 to 16 days in the mean, the others lost.
    """
    history, period = int(rng.integers(5, 25)), int(rng.choice([1, 1, 3]))
    made = costs.world(rng, history + period)
    zero = int(made.starts[0])
    start, end = int(made.starts[history]) - zero, int(made.starts[history + period]) - zero
    now = int(rng.integers(start, end - 5)) + 1
    spent, leads = made.daily + made.monthly, made.leads.astype(np.int64)
    created = np.repeat(np.arange(len(leads)), leads)
    good = rng.random(len(created)) < rng.uniform(0.2, 0.7)
    took = np.where(good, rng.gamma(2, rng.uniform(1, 8), len(good)), rng.exponential(rng.uniform(5, 30), len(good)))
    took = np.floor(took).astype(np.int64)
    days = (zero + now - 1, zero + now, zero + end - 1)
    known = Series(zero, made.leads[:now], made.leads[:now], True)
    coming = ahead([(Expenses(zero, spent[:now], days[0]),), known], days)
    if not isinstance(coming, Ahead) or leads[:now].sum() < FEWEST:
        return None
    own = created >= start
    sofar = SoFar(float(spent[start:now].sum()), group(created[own], good[own], took[own], now))
    found = qualified_cost(sofar, group(created, good, took, now), coming, days)
    if found.expected.value is None or found.expected.low is None or found.expected.high is None:
        return None
    target = max(0.0, found.expected.value + rng.normal(0, 1) * (found.expected.high - found.expected.low) / 4)
    number = int((good & own & (created + took < end)).sum())
    came = float(spent[start:end].sum()) / number if number else math.inf
    return found.at_most(target + 1e-9), came <= target + 1e-9


def calibration(files: int, seed: int, kinds: tuple[str, ...] = (KIND,)) -> Calibration:
    """The chances of so many made objectives held against what came."""
    return calibrated(told, files, seed, kinds)


def main() -> None:
    """Print what the seeds give."""
    print_seeds(SEEDS, calibration, ((KIND,),))


if __name__ == "__main__":
    main()
