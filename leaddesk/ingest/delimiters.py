"""Which character separates the cells of a text file: a small rule over the first 64 KB.

Every candidate cuts the sample into records, quotes respected. A good one gives nearly every record the same number
of cells, the first one too.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

SAMPLE: Final = 65_536
CANDIDATES: Final = ("\t", ";", "|", ",")
"""From the most to the least telling: a decimal comma is common in a file of semicolons, not the other way round."""
RARE: Final = ("^", "~", ":")
"""Looked at where none of CANDIDATES fits; they must cut every record alike."""

_COMMENT: Final = re.compile(r"#(?:[ -].*)?$")
"""Lines of remarks, as Google Analytics writes them above its tables; a header that begins with # has no blank."""

BLANKS: Final = " "
"""Stands for runs of blanks, as in tables aligned for the eye."""
FIXED: Final = "  "
"""Stands for columns of a fixed width, which blanks set apart: see :func:`fixed_columns`."""

_LEAST_LINES: Final = 3
_WIDE: Final = 5
_CUT: Final = 0.8
"""What a row counts that is shorter than the widest, but more than half as wide, against one as wide as most."""
_NO_COLON: Final = re.compile(r"\d:\d|:[ \\/]|: ?$", re.MULTILINE)
"""Colons of times, of addresses, of headings and of sentences."""


def hinted_delimiter(text: str) -> str | None:
    """The delimiter that Excel's own first line ``sep=;`` names, or None."""
    match = re.match(r"""["']?sep=(.)["']?(?:\r|\n|$)""", text, re.IGNORECASE)
    return match[1] if match else None


def find_delimiter(sample: str, *, complete: bool) -> str:
    """One of CANDIDATES or RARE, BLANKS or FIXED, or ``""`` for a file of one column.

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
        return _rare(sample, complete=complete) or _aligned(sample, complete=complete)
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
    widest = max(wide)
    if widest >= _WIDE:  # some programs leave the empty cells at the end of a row away
        cut = sum(times for found, times in wide.items() if 2 * found > widest)
        if _CUT * cut / len(widths) > share:
            share, width = _CUT * cut / len(widths), widest
    return (share if widths[0] > 1 else 0.6 * share), width


def _rare(sample: str, *, complete: bool) -> str:
    for candidate in RARE:
        if candidate not in sample or (candidate == ":" and _NO_COLON.search(sample)):
            continue
        share, width = _regularity(sample, candidate, complete=complete)
        if share == 1 and width > (2 if candidate == ":" else 1):
            return candidate
    return ""


def _aligned(sample: str, *, complete: bool) -> str:
    """BLANKS where nearly every line has as many words as the others, FIXED where blanks stand below one another."""
    lines = [line for line in sample.splitlines() if line.strip()]
    if not complete:
        lines.pop()
    if len(lines) < 2 or not any("  " in line.strip() for line in lines):
        return ""
    widths = Counter(len(line.split()) for line in lines)
    width, times = widths.most_common(1)[0]
    if width > 1 and times == len(lines):
        return BLANKS
    if len(fixed_columns(lines)) > 1:
        return FIXED
    return BLANKS if width > 1 and times >= 0.95 * len(lines) else ""


def fixed_columns(lines: Sequence[str]) -> tuple[int, ...]:
    """Where columns begin, in lines whose cells stand below one another; ``(0,)`` where they do not.

    Columns are set apart by places that are blank in every line but a few titles, which go beyond no first column.
    """
    lines = [line.rstrip() for line in lines if line.strip()]
    spaced = [line for line in lines if "  " in line.strip()]
    if len(spaced) < max(_LEAST_LINES, 0.7 * len(lines)) or any("\t" in line for line in lines):
        return (0,)
    longest = max(map(len, spaced))
    filled = [0] * (longest + 1)
    for line in spaced:
        for place, character in enumerate(line):
            filled[place] += character != " "
    starts = [0]
    for place in range(1, longest):
        if not filled[place] or filled[place - 1]:
            continue
        # Where the words of a few lines happen to end at one place, only those lines have something beyond it.
        if not any(filled[place - 2 : place]) or max(filled[place : filled.index(0, place)]) >= 0.5 * len(spaced):
            starts.append(place)
    return tuple(start for start in starts if start == 0 or any(filled[:start]))


def cut_fixed(line: str, starts: Sequence[int]) -> list[str]:
    """The cells of a line in columns that begin at *starts*; a line that does not keep to them is one cell."""
    line = line.rstrip("\r\n")
    if any(line[start - 1 : start].strip() for start in starts[1:]):
        return [line.strip()]
    ends = [*starts[1:], len(line)]
    return [line[start:end].strip() for start, end in zip(starts, ends, strict=True)] if line.strip() else []
