"""How often the intervals hold the truth, over made files: ``python -m tests.simulation.intervals [files]``.

``python -m tests.simulation`` writes them to docs/simulations.md. The seeds are fixed beforehand.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model import intervals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy.typing as npt

    Draw = Callable[[np.random.Generator, tuple[int, int]], npt.NDArray[np.float64]]

SEEDS: Final = (20261131, 20261132, 20261133)
SIZES: Final = (5, 8, 12, 20, 30, 50, 80, 120, 200)
SHARES: Final = tuple(percent / 100 for percent in range(2, 61))
CUSTOMERS: Final = (50, 80, 120, 200)
POSTS: Final = (50, 80, 120, 200)
FILES: Final = 2000


@dataclass(frozen=True)
class Coverage:
    """How often intervals held the truth over so many made files; ``least`` and ``most`` are what was promised."""

    what: str
    n: int
    held: float
    files: int
    least: float
    most: float = 1.0

    @property
    def error(self) -> float:
        """The Monte-Carlo standard error of the share held, at the promised one it is nearest to."""
        nearest = min(max(self.held, self.least), self.most)
        return math.sqrt(max(nearest * (1 - nearest), 1e-12) / self.files)

    @property
    def holds(self) -> bool:
        """Whether it lies within the promise, two standard errors allowed."""
        return self.least - 2 * self.error <= self.held <= self.most + 2 * self.error


def proportions(seeds: Sequence[int] = SEEDS, files: int = FILES) -> Iterator[Coverage]:
    """Wilson's, for each size the mean over shares from 2 to 60 %, as many files for each of them."""
    for n in SIZES:
        bounds = [intervals.wilson(k, n) or (1.0, 0.0) for k in range(n + 1)]
        low, high = np.array(bounds).T
        held = []
        for seed in seeds:
            rng = np.random.default_rng([seed, n])
            for share in SHARES:
                k = rng.binomial(n, share, files)
                held.append(float(np.mean((low[k] <= share) & (share <= high[k]))))
        yield Coverage(
            "a proportion (Wilson), mean over shares", n, float(np.mean(held)), files * len(held), 0.93, 0.97
        )


AMOUNTS: Final[dict[str, tuple[Draw, float, float]]] = {
    "exponential": (lambda rng, shape: rng.exponential(1, shape), 1.0, math.log(2)),
    "log-normal": (lambda rng, shape: rng.lognormal(0, 0.8, shape), math.exp(0.32), 1.0),
    "uniform": (lambda rng, shape: rng.random(shape), 0.5, 0.5),
}
"""How amounts and times are drawn, with their mean and their median."""


def medians(seeds: Sequence[int] = SEEDS, files: int = FILES) -> Iterator[Coverage]:
    """Those by order statistics, from six values on."""
    for name, (draw, _, truth) in AMOUNTS.items():
        for n in SIZES[1:]:
            low, high = intervals.median_ranks(n) or (0, 0)
            held = []
            for seed in seeds:
                drawn = np.sort(draw(np.random.default_rng([seed, n]), (files, n)), axis=1)
                held.append(np.mean((drawn[:, low] <= truth) & (truth <= drawn[:, high])))
            yield Coverage(f"a median ({name})", n, float(np.mean(held)), files * len(seeds), 0.95)


def ratios(seeds: Sequence[int] = SEEDS, files: int = FILES) -> Iterator[Coverage]:
    """Ratios of sums: the revenue of a random number of customers over a spend that is known (as roas), and the mean
    amount (as aov).
    """
    for name, (draw, mean, _) in AMOUNTS.items():
        for n in CUSTOMERS:
            sums, means = [], []
            for seed in seeds:
                rng = np.random.default_rng([seed, n])
                count = rng.poisson(n, files)
                drawn = draw(rng, (files, int(count.max())))
                drawn *= np.arange(drawn.shape[1]) < count[:, np.newaxis]
                for total, squares, customers in zip(
                    drawn.sum(axis=1).tolist(), (drawn**2).sum(axis=1).tolist(), count.tolist(), strict=True
                ):
                    sums.append(_holds(intervals.random_sum(total, squares, customers), n * mean))
                    means.append(_holds(intervals.mean(total, squares, customers), mean))
            yield Coverage(f"revenue over spend ({name})", n, float(np.mean(sums)), len(sums), 0.90)
            yield Coverage(f"a mean amount ({name})", n, float(np.mean(means)), len(means), 0.90)


def engagements(seeds: Sequence[int] = SEEDS, files: int = FILES) -> Iterator[Coverage]:
    """Interactions over people reached: posts that reach few or many, of one rate or each of its own."""
    for name, own in (("one rate", False), ("a rate each", True)):
        for n in POSTS:
            held = []
            for seed in seeds:
                rng = np.random.default_rng([seed, n, own])
                reach = np.floor(rng.lognormal(6, 1, (files, n))) + 1
                rate = rng.beta(5, 95, (files, n)) if own else 0.05
                acts = rng.binomial(reach.astype(np.int64), rate).astype(np.float64)
                rows = zip(
                    acts.sum(1).tolist(), reach.sum(1).tolist(), (acts**2).sum(1).tolist(),
                    (reach**2).sum(1).tolist(), (acts * reach).sum(1).tolist(), strict=True,
                )  # fmt: skip
                held += [_holds(intervals.ratio(*row, n), 0.05) for row in rows]
            yield Coverage(f"interactions over reach ({name})", n, float(np.mean(held)), len(held), 0.90)


def _holds(interval: tuple[float, float] | None, truth: float) -> bool:
    return interval is not None and interval[0] <= truth <= interval[1]


HEAD: Final = ("interval of", "n", "made files", "held the truth", "±", "promised", "kept")


def cells(one: Coverage) -> tuple[str, ...]:
    """A coverage as a row under :data:`HEAD`."""
    promised = f"≥ {one.least:.0%}" if one.most == 1 else f"{one.least:.0%} to {one.most:.0%}"
    return (
        one.what, f"{one.n}", f"{one.files:,}", f"{one.held:.2%}", f"{one.error:.2%}", promised,
        "yes" if one.holds else "NO",
    )  # fmt: skip


def main(files: int) -> int:
    """Print the table; 1 when a promise is not kept."""
    found = [*proportions(files=files), *medians(files=files), *ratios(files=files), *engagements(files=files)]
    for one in found:
        print(*cells(one), sep=" | ")
    return 0 if all(one.holds for one in found) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else FILES))
