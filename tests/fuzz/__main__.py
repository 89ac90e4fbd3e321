"""Open mutants of every format as the program opens files, count what becomes of them, end with 1 at a defect.

``python -m tests.fuzz --count 20000 --seed 1``. The mutants are opened by processes of their own, so that the death
of one is seen, counted and survived; the same seed gives the same mutants. Files that show a defect stay in
build/fuzz; a whole run writes docs/fuzz.md where ``--write`` says so.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from tests.fuzz.report import page, table
from tests.fuzz.run import Outcome, tried
from tests.fuzz.seeds import ROOT, seeds

FOLDER: Final = ROOT / "build" / "fuzz"
_BATCH: Final = 200


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=2000, help="how many mutants (2000)")
    parser.add_argument("--seed", type=int, default=1, help="which mutants (1)")
    parser.add_argument("--first", type=int, default=0, help="the number of the first one (0)")
    parser.add_argument("--processes", type=int, default=2, help="how many at a time (2)")
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after so many, wherever it is")
    parser.add_argument("--write", action="store_true", help="write the summary to docs/fuzz.md")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    FOLDER.mkdir(parents=True, exist_ok=True)
    if options.here:
        pool = seeds()
        for number in range(options.first, options.first + options.count):
            print(json.dumps(tried(pool, options.seed, number, FOLDER)), flush=True)
        return 0
    end = time.monotonic() + 60 * options.minutes
    last = options.first + options.count
    starts = range(options.first, last, _BATCH)
    with ThreadPoolExecutor(options.processes) as pool_of_batches:
        batches = [
            pool_of_batches.submit(batch, options.seed, start, min(_BATCH, last - start), end) for start in starts
        ]
        outcomes: list[Outcome] = []
        for done in batches:
            outcomes += done.result()
            _show(outcomes, options.count)
    for outcome in outcomes:
        if outcome.what in {"hang", "defect"}:
            print(f"\nmutant {options.seed}-{outcome.number} ({outcome.format}): {outcome.what}\n{outcome.detail}")
    print("\n" + table(outcomes))
    if options.write:
        (ROOT / "docs" / "fuzz.md").write_text(page(outcomes, options.seed), encoding="utf-8", newline="\n")
    return 1 if any(outcome.what in {"hang", "defect"} for outcome in outcomes) else 0


def batch(seed: int, first: int, count: int, end: float) -> list[Outcome]:
    """Some mutants in a process of their own; where it dies, the one it was at is a defect, and it goes on after it."""
    formats = list(seeds())
    found: list[Outcome] = []
    while (start := first + len(found)) < first + count and time.monotonic() < end:
        command = ["--here", "--seed", str(seed), "--first", str(start), "--count", str(first + count - start)]
        done = subprocess.run(
            [sys.executable, "-m", "tests.fuzz", *command], cwd=ROOT, capture_output=True, text=True, check=False
        )
        found += [Outcome(*json.loads(line)) for line in done.stdout.splitlines() if line.startswith("[")]
        if done.returncode:
            number = first + len(found)
            died = f"the program ended with {done.returncode}: {done.stderr[-2000:]}"
            found.append(Outcome(number, formats[number % len(formats)], "defect", died))
    return found


def _show(outcomes: list[Outcome], count: int) -> None:
    counts = Counter(outcome.what for outcome in outcomes)
    said = ", ".join(f"{counts[what]} {what}" for what in sorted(counts))
    print(f"\r{len(outcomes)} of {count}: {said}   ", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
