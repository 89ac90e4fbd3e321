"""Does what comes lie within the forecast as often as it says?

``python -m tests.simulation.forecast FILES SEED…`` counts it in full.
"""

from __future__ import annotations

import math
import sys

import numpy as np

from leaddesk.model.forecast import expected
from leaddesk.model.hindsight import hindsight_of
from leaddesk.model.outcomes import Fate, Outcomes

SEEDS = (20261221, 20261222, 20261223)
LAST = 20_000
HORIZONS = (30, 60, 90)


def arrivals(rng: np.random.Generator, days: int) -> np.ndarray:
    """The days on which leads are created, up to 90 days beyond the last one, ``float64[leads]``."""
    level = math.exp(rng.uniform(math.log(0.4), math.log(5)))
    wave = rng.choice([0.0, 0.3])
    length = days + max(HORIZONS)
    weeks = rng.gamma(1 / wave**2, wave**2, length // 7 + 1) if wave else np.ones(length // 7 + 1)
    weekday = np.array([*rng.uniform(0.7, 1.3, 5), *rng.uniform(0.0, 0.6, 2)])
    day = LAST - days + 1 + np.arange(length)
    mean = level * weekday[day % 7] / weekday.mean() * weeks[np.arange(length) // 7]
    return np.repeat(day, rng.poisson(mean)).astype(np.float64)


def made(rng: np.random.Generator, days: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Leads up to 90 days beyond the last one: when they were created, whether they are won, and after how long."""
    created = arrivals(rng, days)
    size = len(created)
    won = rng.random(size) < rng.uniform(0.1, 0.5)
    took = np.where(won, rng.gamma(2, rng.uniform(3, 15), size), rng.exponential(rng.uniform(5, 30), size))
    return created, won, np.floor(took)


def held(files: int, seed: int) -> tuple[dict[int, float], dict[int, float], int]:
    """For each horizon the share of files in which what came was within, the mean error relative to what came, and how
    many files were told anything.
    """
    rng = np.random.default_rng(seed)
    inside = dict.fromkeys(HORIZONS, 0)
    sums = {days: [0.0, 0.0] for days in HORIZONS}
    told = 0
    for _ in range(files):
        created, won, took = made(rng, int(rng.integers(120, 500)))
        there = created <= LAST
        age = LAST - created[there]
        open_ = took[there] > age
        fate = np.where(open_, int(Fate.OPEN), np.where(won[there], int(Fate.WON), int(Fate.LOST))).astype(np.int8)
        days = np.minimum(took[there], age).astype(np.int32)
        known = hindsight_of(LAST, created[there].astype(np.int64), Outcomes(fate, days, age.astype(np.int32))).known(0)
        found = [None if known is None else expected(known, horizon) for horizon in HORIZONS]
        if any(one is None for one in found):
            continue
        told += 1
        ended = created + took
        for horizon, one in zip(HORIZONS, found, strict=True):
            came = int(np.count_nonzero(won & (ended > LAST) & (ended <= LAST + horizon)))
            measure = one.measure if one is not None else None
            inside[horizon] += measure is not None and (measure.low or 0) <= came <= (measure.high or 0)
            sums[horizon][0] += (one.mean if one is not None else 0.0) - came
            sums[horizon][1] += came
    shares = {days: count / max(told, 1) for days, count in inside.items()}
    return shares, {days: off / max(came, 1) for days, (off, came) in sums.items()}, told


def main() -> None:
    """Print what the seeds give."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    for seed in [int(word) for word in sys.argv[2:]] or SEEDS:
        print(seed, *held(files, seed), flush=True)


if __name__ == "__main__":
    main()
