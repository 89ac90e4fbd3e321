"""Long runs in parts, side by side: what comes of them does not depend on how many processes there are."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Final

from tests.soak.kills import Tally

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.soak.kills import Tell

    Run = Callable[[int, int], Tally]

PART: Final = 250
"""So many deaths a part, each part with chances of its own."""


def in_parts(run: Run, count: int, seed: int, tell: Tell | None = None) -> Tally:
    """*run* (a function of a module, called with a count and a seed) so often, in parts, on all cores."""
    counts = [min(PART, count - start) for start in range(0, count, PART)]
    total, told = Tally(), 0
    with ProcessPoolExecutor(os.cpu_count() or 1) as pool:
        for part in pool.map(run, counts, range(1000 * seed, 1000 * seed + len(counts))):
            total = total.with_part(part)
            told += 1
            if tell is not None and (part.faults.total() or told % 4 == 0):
                tell(f"{total.deaths}: {dict(total.faults)}")
    return total
