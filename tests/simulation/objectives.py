"""Are the chances of objectives calibrated? Of those that are told 30 %, are 30 % met?

``python -m tests.simulation.objectives FILES SEED…`` counts it in full and prints the table of docs/simulations.md.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from leaddesk.model.chances import at_least
from leaddesk.model.rhythm import Series, rhythm
from leaddesk.model.sharechance import settled
from tests.simulation.business import orders_made

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SEEDS = (20261201, 20261202, 20261203)
BINS = 10


@dataclass(frozen=True)
class World:
    """One made company: what comes each day, in truth."""

    days: np.ndarray
    amounts: np.ndarray
    hits: np.ndarray


def world(rng: np.random.Generator, length: int, kind: str) -> World:
    """Leads with weekdays, at random or in waves of a week (negative binomial); amounts, or a share of them won; or
    the orders of customers who come and go.
    """
    if kind == "orders":
        made = orders_made(rng, 0, length - 1)
        count = np.bincount(made.day, minlength=length).astype(np.float64)
        return World(count, count, count)
    level = math.exp(rng.uniform(math.log(0.3), math.log(8)))
    weekday = np.array([*rng.uniform(0.7, 1.3, 5), *rng.uniform(0.0, 0.6, 2)])
    weekday /= weekday.mean()
    wave = rng.choice([0.0, 0.0, 0.3])  # the standard deviation of the level of a week
    weeks = np.ones(length // 7 + 1) if not wave else rng.gamma(1 / wave**2, wave**2, length // 7 + 1)
    mean = level * weekday[np.arange(length) % 7] * weeks[np.arange(length) // 7]
    days = rng.poisson(mean).astype(np.float64)
    if kind == "share":
        hits = rng.binomial(days.astype(np.int64), rng.uniform(0.05, 0.6)).astype(np.float64)
        return World(days, days, hits)
    if kind == "sum":
        sigma, count = rng.uniform(0.3, 0.9), days.astype(np.int64)
        prices = rng.lognormal(6, sigma, int(count.sum()))
        ends = np.concatenate([[0], np.cumsum(count)])
        totals = np.concatenate([[0.0], np.cumsum(prices)])
        return World(days, totals[ends[1:]] - totals[ends[:-1]], days)
    return World(days, days, days)


def told(rng: np.random.Generator, kind: str) -> tuple[float, bool] | None:
    """The chance that one made objective is told to have, and whether it is met; None where none is told."""
    history, period = int(rng.integers(70, 420)), int(rng.choice([30, 31, 90]))
    gone = int(rng.integers(0, period - 6))
    made = world(rng, history + period, kind)
    now, end = history + gone, history + period
    known = Series(0, made.amounts[:now], made.days[:now], kind != "sum", kind == "orders")
    found = rhythm(known)
    if found is None:
        return None
    if kind == "share":
        total, hits = made.days[history:].sum(), made.hits[history:].sum()
        if not total:
            return None
        rate = made.hits[:now].sum() / max(1.0, made.days[:now].sum())
        target = rate + rng.normal(0, 1) * math.sqrt(rate * (1 - rate) / max(1.0, found.level * period))
        own = (float(made.hits[history:now].sum()), float(made.days[history:now].sum()))
        series = Series(0, made.hits[:now], made.hits[:now], True), known
        outlook = settled(*series, own, (history, now, end - 1), target)
        return (outlook.at_least, bool(hits >= target * total - 1e-9)) if not hasattr(outlook, "msgid") else None
    mean, variance = found.ahead(now, end - 1)
    sofar = float(made.amounts[history:now].sum())
    target = sofar + mean + rng.normal(0, 1) * math.sqrt(variance)
    return at_least(target - sofar, mean, variance, found), bool(made.amounts[history:].sum() >= target - 1e-9)


@dataclass(frozen=True)
class Calibration:
    """By tenths of the chance told: how many objectives, how many of them were met, how many should have been."""

    count: np.ndarray
    met: np.ndarray
    due: np.ndarray
    variance: np.ndarray

    @property
    def statistic(self) -> float:
        """Chi-squared over the tenths, with as many degrees of freedom (Hosmer and Lemeshow 1980, chances given)."""
        some = self.variance > 1
        return float(((self.met - self.due)[some] ** 2 / self.variance[some]).sum())

    @property
    def freedom(self) -> int:
        """The degrees of freedom."""
        return int((self.variance > 1).sum())

    def __str__(self) -> str:
        rates = " ".join(
            f"{m / max(n, 1):.2f}/{d / max(n, 1):.2f}" for n, m, d in zip(self.count, self.met, self.due, strict=True)
        )
        return f"{int(self.count.sum())} chi2 {self.statistic:.1f} of {self.freedom} {rates}"


def calibration(files: int, seed: int, kinds: tuple[str, ...] = ("count", "sum", "share")) -> Calibration:
    """The chances of so many made objectives, a third of each kind, held against what came."""
    return calibrated(told, files, seed, kinds)


def calibrated(
    told: Callable[[np.random.Generator, str], tuple[float, bool] | None], files: int, seed: int, kinds: Sequence[str]
) -> Calibration:
    """What is *told* of so many made files, one kind after the other, and whether it was met."""
    rng = np.random.default_rng(seed)
    return counted([told(rng, kinds[number % len(kinds)]) for number in range(files)])


def counted(pairs: list[tuple[float, bool] | None]) -> Calibration:
    """Chances told and whether each was met, by tenths; None where nothing was told."""
    known = [pair for pair in pairs if pair is not None]
    chance = np.clip(np.array([pair[0] for pair in known]), 0, 1)
    met = np.array([pair[1] for pair in known])
    tenth = np.minimum((chance * BINS).astype(int), BINS - 1)
    sums = (np.bincount(tenth, line, BINS) for line in (np.ones(len(met)), met, chance, chance * (1 - chance)))
    return Calibration(*sums)


def main() -> None:
    """Print what the seeds give."""
    print_seeds(SEEDS, calibration, (("count",), ("sum",), ("share",), ("count", "sum", "share"), ("orders",)))


def print_seeds(
    seeds: Sequence[int], calibration: Callable[..., Calibration], groups: Sequence[tuple[str, ...]]
) -> None:
    """Print the calibration of each seed and group of kinds; files and seeds may be given on the command line."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    for seed in [int(word) for word in sys.argv[2:]] or seeds:
        for kinds in groups:
            print(seed, "+".join(kinds), calibration(files, seed, kinds), flush=True)


def together_and_each(kinds: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """All kinds together, then each alone."""
    return (kinds, *((kind,) for kind in kinds))


if __name__ == "__main__":
    main()
