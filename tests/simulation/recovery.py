"""Does what closing half of a leak brings lie within its bounds as often as they say?

``python -m tests.simulation.recovery FILES SEED…`` counts it in full.
"""

from __future__ import annotations

import sys

import numpy as np

from leaddesk.model.recovery import gained

SEEDS = (20261241, 20261242, 20261243)
SHARES = ((0.0, 0.1), (0.1, 0.5), (0.5, 0.9), (0.9, 1.0))
"""Between which shares of the leads past the leak are won, in truth."""


def held(files: int, seed: int, shares: tuple[float, float] = (0.0, 1.0)) -> float:
    """The share of files in which what came was within; 5 to 200 leads are past the leak, 1 to 60 are kept."""
    rng = np.random.default_rng([seed, *(round(100 * share) for share in shares)])
    inside = 0
    for _ in range(files):
        truth, decided, more = rng.uniform(*shares), int(rng.integers(5, 201)), int(rng.integers(1, 61))
        low, high = gained(int(rng.binomial(decided, truth)), decided, more)
        inside += low <= rng.binomial(more, truth) <= high
    return inside / files


def main() -> None:
    """Print what the seeds give."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    for seed in [int(word) for word in sys.argv[2:]] or SEEDS:
        print(seed, *(f"{share}: {held(files, seed, share):.2%}" for share in ((0.0, 1.0), *SHARES)), flush=True)


if __name__ == "__main__":
    main()
