"""Are the chances of objectives on medians calibrated? Of those that are told 30 %, are 30 % met?

``python -m tests.simulation.medians FILES SEED…`` counts it in full.
"""

from __future__ import annotations

import math

import numpy as np

from leaddesk.model.quantilechance import Future, Past, Waiting, quantile_outlook
from leaddesk.model.rhythm import Series
from tests.simulation.objectives import Calibration, calibrated, print_seeds, together_and_each, world

SEEDS = (20261311, 20261312, 20261313)
KINDS = ("hours to the answer", "days to the sale", "slowest tenth")
HOURS = 24.0


def told(rng: np.random.Generator, kind: str) -> tuple[float, bool] | None:
    """The chance that one made objective is told to have, and whether it is met; None where none is told.

    Answers take hours or days and may come after today; days to the sale are known with the sale. In a third of the
    companies the answers of a whole week are slow or fast.
    """
    history, period = int(rng.integers(70, 420)), int(rng.choice([30, 31, 90]))
    now = history + int(rng.integers(0, period - 6))
    leads = world(rng, history + period, "count").days.astype(np.int64)
    day = np.repeat(np.arange(len(leads)), leads)
    spread, wave = rng.uniform(0.4, 1.3), rng.choice([0.0, 0.0, 0.3])
    took = rng.lognormal(math.log(rng.uniform(1, 60)), spread, len(day))
    took = took * rng.lognormal(0, wave, len(leads) // 7 + 1)[day // 7]
    arrived, close = day * HOURS + rng.uniform(8, 18, len(day)), now * HOURS
    share = rng.uniform(0.6, 1)
    is_known = (day < now) & (rng.random(len(day)) < share)
    answered = is_known | ((day >= now) & (rng.random(len(day)) < share))
    since = np.zeros(0)
    if kind == "days to the sale":
        took = np.ceil(took / 2)
    else:
        is_known &= arrived + took <= close
        since = close - arrived[(day >= history) & (day < now) & ~is_known]
    rows = np.bincount(day[is_known], minlength=now).astype(np.float64)
    q = 0.9 if kind == "slowest tenth" else 0.5
    if np.count_nonzero(is_known) < 10:
        return None
    own = took[is_known & (day >= history)]
    centre = float(np.quantile(took[is_known], q))
    density = len(own) + rows.mean() * (history + period - now)
    target = centre * math.exp(rng.normal(0, 1.6 if q > 0.5 else 1.1) * spread / math.sqrt(max(1.0, density)))
    if kind == "days to the sale" and rng.random() < 0.5:
        target = float(round(target))
    ripe = (day < now - 30) & (day >= now - 365)
    past = Past(day[is_known], took[is_known], Series(0, rows, rows, True))
    waiting = Waiting(np.sort(since), float((is_known & ripe).sum()) / max(1.0, float(ripe.sum())))
    outlook = quantile_outlook(q, past, own, waiting, (history, now, history + period - 1))
    if not isinstance(outlook, Future):
        return None
    came = took[answered & (day >= history)]
    return outlook.at_most(target + 1e-9), bool(len(came) and np.quantile(came, q) <= target + 1e-9)


def calibration(files: int, seed: int, kinds: tuple[str, ...] = KINDS) -> Calibration:
    """The chances of so many made objectives, a third of each kind, held against what came."""
    return calibrated(told, files, seed, kinds)


def main() -> None:
    """Print what the seeds give."""
    print_seeds(SEEDS, calibration, together_and_each(KINDS))


if __name__ == "__main__":
    main()
