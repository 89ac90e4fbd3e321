"""Kill programs, cut the power and change bytes by the thousand; end with 1 when anything is lost.

``python -m tests.soak --kills 5000 --cuts 10000 --flips 1000``; it writes docs/soak.md where ``--write`` says so.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.soak.cuts import CARELESS, cut
from tests.soak.faults import DEFECT, DONE, struck_everywhere
from tests.soak.flips import flipped
from tests.soak.kills import killed
from tests.soak.report import DEEDS, Soak, page, table
from tests.soak.shards import in_parts
from tests.soak.undo import undone

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT: Final = Path(__file__).resolve().parents[2]
CONTROL: Final = 100


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("--kills", type=int, default=5000, help="how many programs to kill (5000)")
    parser.add_argument("--cuts", type=int, default=10_000, help="how many power cuts (10000)")
    parser.add_argument("--flips", type=int, default=1000, help="how many copies with changed bytes (1000)")
    parser.add_argument("--undos", type=int, default=5, help="how many times 500 deeds, undone and redone (5)")
    parser.add_argument("--seed", type=int, default=1, help="which chances (1)")
    parser.add_argument("--write", action="store_true", help="write the summary to docs/soak.md")
    options = parser.parse_args(argv)
    tell = partial(print, file=sys.stderr, flush=True)
    soak = Soak(
        options.seed,
        in_parts(killed, options.kills, options.seed, tell),
        in_parts(cut, options.cuts, options.seed, tell),
        cut(min(CONTROL, options.cuts), options.seed, CARELESS),
        flipped(options.flips, options.seed, tell),
        struck_everywhere(tell),
        _undone(options.undos, options.seed, tell),
    )
    print("\n" + table(soak))
    if options.write:
        (ROOT / "docs" / "soak.md").write_text(page(soak), encoding="utf-8", newline="\n")
    return 0 if soak.is_good else 1


def _undone(count: int, seed: int, tell: Callable[[str], None]) -> Counter[str]:
    found: Counter[str] = Counter()
    for number in range(count):
        with tempfile.TemporaryDirectory() as folder:
            try:
                undone(Path(folder), DEEDS, seed + number)
                found[DONE] += 1
            except Exception as error:  # noqa: BLE001  (that is what is looked for)
                found[DEFECT] += 1
                tell(f"undo, seed {seed + number}: {type(error).__name__} {error}")
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
