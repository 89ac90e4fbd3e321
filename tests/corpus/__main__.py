"""``python -m tests.corpus --seed N [--seed M …] --out DIR``: write the file of a seed and its truth."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.corpus.make import make


def main() -> None:
    """Write the files asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    parser.add_argument("--seed", type=int, action="append", required=True, help="any whole number; may be repeated")
    parser.add_argument("--last", type=int, help="all seeds from the (one) --seed to this one")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write to")
    given = parser.parse_args()
    seeds = range(given.seed[0], given.last + 1) if given.last else given.seed
    given.out.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        made = make(seed)
        (given.out / made.name).write_bytes(made.data)
        (given.out / f"c{seed:03d}.truth.json").write_bytes(made.truth_data)


main()
