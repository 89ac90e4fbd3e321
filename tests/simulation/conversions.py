"""Are the chances of objectives on the conversion rate calibrated? Of those that are told 30 %, are 30 % met?

``python -m tests.simulation.conversions FILES SEED…`` counts it in full.
"""

from __future__ import annotations

import numpy as np

from leaddesk.model.outcomes import COUNTED, LONGEST, Fate, Followed, followed
from leaddesk.model.rhythm import Series, rhythm
from leaddesk.model.sharechance import FEWEST, converted
from tests.simulation.objectives import Calibration, calibrated, print_seeds, world

SEEDS = (20261321, 20261322, 20261323)
KIND = "conversion rate"


def group(created: np.ndarray, won: np.ndarray, took: np.ndarray, now: int) -> Followed:
    """Leads followed up to the close of the day before *now*, as far as they were there."""
    there = created < now
    age = now - 1 - created[there]
    is_open = took[there] > age
    fate = np.where(is_open, int(Fate.OPEN), np.where(won[there], int(Fate.WON), int(Fate.LOST)))
    days = np.where(is_open, age, took[there])
    length = int(max(days.max(initial=0), 0)) + 1
    by_fate = np.bincount(fate * length + days, minlength=COUNTED * length).reshape(COUNTED, length)
    return followed(by_fate.astype(np.int64), np.bincount(np.minimum(age, LONGEST), minlength=1).astype(np.int64))


def told(rng: np.random.Generator, _kind: str = KIND) -> tuple[float, bool] | None:
    """The chance that one made objective is told to have, and whether it is met; None where none is told.

    Leads are won after 6 to 30 days in the mean, or lost after 5 to 30.
    """
    history, period = int(rng.integers(70, 420)), int(rng.choice([30, 31, 90]))
    now = history + int(rng.integers(0, period - 6))
    leads = world(rng, history + period, "count").days.astype(np.int64)
    created = np.repeat(np.arange(len(leads)), leads)
    won = rng.random(len(created)) < rng.uniform(0.05, 0.6)
    took = np.where(won, rng.gamma(2, rng.uniform(3, 15), len(won)), rng.exponential(rng.uniform(5, 30), len(won)))
    took = np.floor(took).astype(np.int64)
    found = rhythm(Series(0, leads[:now].astype(np.float64), leads[:now].astype(np.float64), True))
    if found is None or leads[:now].sum() < FEWEST:
        return None
    model, own = group(created, won, took, now), created >= history
    here, coming = group(created[own], won[own], took[own], now), found.ahead(now, history + period - 1)
    guess = converted(here, model, coming, 0.5).expected
    if guess.value is None or guess.low is None or guess.high is None:
        return None
    target = guess.value + rng.normal(0, 1) * (guess.high - guess.low) / 4
    chance = converted(here, model, coming, target).at_least
    return chance, bool(own.any() and won[own].sum() >= target * own.sum() - 1e-9)


def calibration(files: int, seed: int, kinds: tuple[str, ...] = (KIND,)) -> Calibration:
    """The chances of so many made objectives held against what came."""
    return calibrated(told, files, seed, kinds)


def main() -> None:
    """Print what the seeds give."""
    print_seeds(SEEDS, calibration, ((KIND,),))


if __name__ == "__main__":
    main()
