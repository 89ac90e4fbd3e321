"""Does what customers pay lie within the forecast as often as it says, and what the open leads bring?

``python -m tests.simulation.revenue FILES SEED…`` counts it in full.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from leaddesk.model.forecast import expected, pipeline, revenue
from leaddesk.model.hindsight import hindsight_of
from leaddesk.model.outcomes import Fate, Outcomes
from leaddesk.model.worths import Worths, worth_of
from tests.simulation.forecast import HORIZONS, LAST, arrivals

if TYPE_CHECKING:
    from leaddesk.model.forecast import Expected
    from leaddesk.model.hindsight import Known
    from leaddesk.model.measure import Measure

SEEDS = (20261231, 20261232, 20261233)
KINDS = ("revenue, 30 days", "revenue, 60 days", "revenue, 90 days", "open leads, 90 days")


@dataclass(frozen=True)
class World:
    """The leads of one made company, those of the 90 days after the last one too: when they were created, whether they
    are won, after how many days, and for how much; ``is_priced``: whether an open lead's amount is written down.
    """

    created: np.ndarray
    won: np.ndarray
    took: np.ndarray
    amount: np.ndarray
    is_priced: np.ndarray


def made(rng: np.random.Generator, tied: bool = False) -> World:
    """Leads as those of :mod:`tests.simulation.forecast`, with lognormal amounts whose spread differs by company.

    In a third of the companies all open leads have an amount, in a third none, in a third half of them. *tied*: what is
    asked for more is won less often, and later.
    """
    days = int(rng.integers(120, 500))
    created = arrivals(rng, days)
    size = len(created)
    high, sigma = rng.normal(size=size), rng.uniform(0.3, 1.0)
    odds = rng.uniform(0.1, 0.5)
    chance = 1 / (1 + (1 / odds - 1) * np.exp(0.4 * high)) if tied else np.full(size, odds)
    won = rng.random(size) < chance
    took = np.where(won, rng.gamma(2, rng.uniform(3, 15), size), rng.exponential(rng.uniform(5, 30), size))
    took = took * np.exp(0.2 * high) if tied else took
    is_priced = rng.random(size) < rng.choice([0.0, 0.5, 1.0])
    return World(created, won, np.floor(took), np.exp(6 + sigma * high), is_priced)


def told(world: World) -> tuple[Known, Worths] | None:
    """What is known of it on the last day."""
    there = world.created <= LAST
    created, won, took = world.created[there], world.won[there], world.took[there]
    age = LAST - created
    is_open = took > age
    fate = np.where(is_open, int(Fate.OPEN), np.where(won, int(Fate.WON), int(Fate.LOST))).astype(np.int8)
    days = np.minimum(took, age).astype(np.int32)
    known = hindsight_of(LAST, created.astype(np.int64), Outcomes(fate, days, age.astype(np.int32))).known(0)
    amount = np.where(is_open & ~world.is_priced[there], np.nan, world.amount[there])
    return None if known is None else (known, worth_of(fate, days, amount))


def outlooks(known: Known, worth: Worths) -> list[tuple[Expected, Measure]] | None:
    """What is said of the three horizons, and of the open leads within the last; None where nothing is."""
    parts = [part for horizon in HORIZONS if (part := expected(known, horizon)) is not None]
    if len(parts) < len(HORIZONS):
        return None
    found = [(part, revenue(part, worth)) for part in parts]
    return [*found, (parts[-1], pipeline(known.model.waiting, parts[-1], worth))]


def came(world: World) -> list[float]:
    """What came of each in truth."""
    ended = world.created + world.took
    is_next = world.won & (ended > LAST)
    sums = [float(world.amount[is_next & (ended <= LAST + horizon)].sum()) for horizon in HORIZONS]
    return [*sums, float(world.amount[is_next & (ended <= LAST + max(HORIZONS)) & (world.created <= LAST)].sum())]


@dataclass(frozen=True)
class Held:
    """Of so many that were ``told``: the share whose interval held what came, how many times more or less than the
    bounds came where it did not, and the mean error relative to what came.
    """

    told: int
    held: float
    below: float
    above: float
    error: float


def held(files: int, seed: int, tied: bool = False) -> dict[str, Held]:
    """For each of the :data:`KINDS` how often what came was held."""
    rng = np.random.default_rng(seed)
    rows: list[list[tuple[float, float, float, float]]] = [[] for _ in KINDS]
    for _ in range(files):
        world = made(rng, tied)
        found = told(world)
        said = None if found is None else outlooks(*found)
        if said is None:
            continue
        for kind, ((_, measure), true) in enumerate(zip(said, came(world), strict=True)):
            if measure.value is not None and measure.low is not None and measure.high is not None:
                rows[kind].append((measure.low, measure.value, measure.high, true))
    return {name: _counted(np.array(row).reshape(-1, 4)) for name, row in zip(KINDS, rows, strict=True)}


def _counted(rows: np.ndarray) -> Held:
    low, value, high, true = rows.T
    below, above = (true < low - 1e-6).mean(), (true > high + 1e-6).mean()
    return Held(len(rows), 1 - below - above, below, above, (value - true).sum() / true.sum())


def main() -> None:
    """Print what the seeds give."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    for seed in [int(word) for word in sys.argv[2:]] or SEEDS:
        for tied in (False, True):
            for name, one in held(files, seed, tied).items():
                print(
                    seed,
                    "tied" if tied else "free",
                    f"{name}: {one.told} told, held {one.held:.2%} (below {one.below:.2%}, above {one.above:.2%}),",
                    f"mean error {one.error:+.2%}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
