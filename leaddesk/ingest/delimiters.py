"""Which character separates the cells of a text file: a small rule over the first 64 KB.

Every candidate cuts the sample into records, quotes respected. A good one gives nearly every record the same number
of cells, the first one too.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import Final

SAMPLE: Final = 65_536
CANDIDATES: Final = ("\t", ";", "|", ",")
"""From the most to the least telling: a decimal comma is common in a file of semicolons, not the other way round."""

_COMMENT: Final = re.compile(r"#(?:[ -].*)?$")
"""Lines of remarks, as Google Analytics writes them above its tables; a header that begins with # has no blank."""

BLANKS: Final = " "
"""Stands for runs of blanks, as in tables aligned for the eye."""


def hinted_delimiter(text: str) -> str | None:
    """The delimiter that Excel's own first line ``sep=;`` names, or None."""
    match = re.match(r"""["']?sep=(.)["']?(?:\r|\n|$)""", text, re.IGNORECASE)
    return match[1] if match else None


def find_delimiter(sample: str, *, complete: bool) -> str:
    """One of CANDIDATES, BLANKS, or ``""`` for a file of one column.

    *complete* says that the sample is the whole file; otherwise its last record may be cut and is not counted.
    """
    sample = _without_comments(sample)
    scored = []
    for rank, candidate in enumerate(CANDIDATES):
        if candidate in sample:
            share, width = _regularity(sample, candidate, complete=complete)
            if share > 0:
                scored.append((share, -rank, width, candidate))
    if not scored:
        return BLANKS if _is_aligned(sample, complete=complete) else ""
    best = max(share for share, *_ in scored)
    near = sorted((entry for entry in scored if entry[0] >= 0.9 * best), key=lambda entry: -entry[1])
    chosen = near[0]
    for other in near[1:]:
        if other[2] > 2 * chosen[2]:
            chosen = other
    return chosen[3]


def _without_comments(sample: str) -> str:
    if not sample.lstrip("\ufeff").startswith("#"):
        return sample
    lines = sample.splitlines(keepends=True)
    others = [line for line in lines if not _COMMENT.match(line.strip())]
    return "".join(others) or sample


def _regularity(sample: str, delimiter: str, *, complete: bool) -> tuple[float, int]:
    """The share of records that have the usual number of cells, and that number; (0, 0) when it is no delimiter."""
    widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if any(row)]
    if not complete and len(widths) > 3:
        widths.pop()
    wide = Counter(width for width in widths if width > 1)
    several = wide.total()
    if not several or several < 0.5 * len(widths):
        return 0.0, 0
    width, times = max(wide.items(), key=lambda item: (item[1], item[0]))
    share = times / len(widths)
    return (share if widths[0] > 1 else 0.6 * share), width


def _is_aligned(sample: str, *, complete: bool) -> bool:
    lines = [line for line in sample.splitlines() if line.strip()]
    if not complete:
        lines.pop()
    if len(lines) < 2 or not any("  " in line.strip() for line in lines):
        return False
    widths = Counter(len(line.split()) for line in lines)
    width, times = widths.most_common(1)[0]
    return width > 1 and times >= 0.95 * len(lines)
