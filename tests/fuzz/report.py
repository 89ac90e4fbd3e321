"""The outcome of a run as a table, and as the page docs/fuzz.md."""

from __future__ import annotations

import platform
from collections import Counter
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from tests.fuzz.run import OUTCOMES, TIME_LIMIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.fuzz.run import Outcome

_LIBRARIES: Final = ("python-calamine", "fastexcel", "openpyxl", "charset-normalizer", "pandas", "pyarrow")
_PAGE: Final = """# Mutants

Written by `python3 dev.py fuzz --count {count} --seed {seed} --write`. Files of every format that LeadDesk opens, with
bytes flipped, put in, taken out, doubled, exchanged or cut off (of packages also in their members), are opened as the
program opens files: the sandboxed worker, then the second reader. Every fourth also goes through proposals and import.

{table}

- read: ends in cells. refused: ends in a plain message that names the file and says what to do.
- worker died: every reader's process was killed by the file or by its limits, and the program says so.
- hang: more than {limit:.0f} s. defect: the program died, or raised what is no message, or changed the file.

{versions}.
"""


def table(outcomes: Sequence[Outcome]) -> str:
    """Counts by format, as a table in Markdown."""
    counts = Counter((outcome.format, outcome.what) for outcome in outcomes)
    lines = ["| format | mutants | " + " | ".join(OUTCOMES) + " |", "|---" + "|---:" * (len(OUTCOMES) + 1) + "|"]
    for kind in [*sorted({outcome.format for outcome in outcomes}), "all"]:
        found = [sum(counts[one, what] for one, w in counts if w == what and kind in {one, "all"}) for what in OUTCOMES]
        lines.append(f"| {kind} | {sum(found):,} | " + " | ".join(f"{number:,}" for number in found) + " |")
    return "\n".join(lines)


def page(outcomes: Sequence[Outcome], seed: int) -> str:
    """The page, which says the same wherever and whenever the same mutants ended the same."""
    versions = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    named = f"Python {platform.python_version()}, {versions}"
    return _PAGE.format(count=len(outcomes), seed=seed, table=table(outcomes), limit=TIME_LIMIT, versions=named)
