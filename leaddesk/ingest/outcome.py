"""What a column of cells becomes: its values, and what was changed or left out on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from leaddesk.ingest.selection import fact, shown
from leaddesk.model.raw import CellKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from leaddesk.ingest.selection import Cells
    from leaddesk.ingest.texts import Mask, Texts
    from leaddesk.model.recipe import ColumnChoice
    from leaddesk.model.schema import Kind
    from leaddesk.text import Fact

EXAMPLES: Final = 5
LINES: Final = 200
"""How many lines a finding names: who asks for the rows sees that many."""


@dataclass(frozen=True, eq=False, slots=True)
class Finding:
    """Cells that were changed or left out: ``code`` says how, ``places`` are the first of them (among the selected
    rows), ``count`` all of them, ``examples`` pairs of before and after. ``applied``: whether what can be switched off
    was done; None for what cannot.
    """

    code: str
    count: int
    places: tuple[int, ...]
    examples: tuple[tuple[Fact, Fact], ...] = ()
    applied: bool | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Typed:
    """A column of values. ``values``: ``float64`` (numbers, money, flags), ``int64`` seconds (moments) or ``int32``
    codes into ``labels`` (texts and categories), -1 where missing. ``months``: which moments are months without a day.
    ``taxed``: for money, where a cell itself says that it includes VAT (1) or not (0), else -1. ``percent``:
    for numbers, whether a cell is written with a percent sign (1), as a text without (0), or is a number of a
    spreadsheet (-1); None where all are. ``beside``: what else the same cells hold.
    """

    kind: Kind
    values: npt.NDArray[Any]
    labels: pa.LargeStringArray | None = None
    findings: tuple[Finding, ...] = ()
    months: Mask | None = None
    taxed: npt.NDArray[np.int8] | None = None
    percent: npt.NDArray[np.int8] | None = None
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class Beside:
    """A column that came out of another one's cells: ``role`` is ``second-phone``, ``first-name``,
    ``whole-name`` or ``yes-or-no``.
    """

    role: str
    values: Typed


def finding(
    code: str, cells: Cells, wrong: Mask, texts: Texts | None = None, after: Sequence[str] | None = None
) -> tuple[Finding, ...]:
    """What is wrong with those cells, nothing when none is; *after*: for each text what became of it."""
    places = np.flatnonzero(wrong)
    if not len(places):
        return ()
    examples: dict[Fact, Fact] = {}
    for place in places[:200].tolist():
        before = fact(cells, place)
        index = -1 if cells.codes is None else int(cells.codes[place])
        changed = texts[index] if texts is not None and index >= 0 else ""
        examples.setdefault(before, after[index] if after is not None and index >= 0 else changed)
        if len(examples) == EXAMPLES:
            break
    return (Finding(code, len(places), tuple(places[:LINES].tolist()), tuple(examples.items())),)


def errors(cells: Cells) -> tuple[Finding, ...]:
    """The cells that hold an error of the spreadsheet."""
    if not cells.has(CellKind.ERROR):
        return ()
    return finding("error-cells", cells, cells.kinds == CellKind.ERROR)


def missing_words(cells: Cells, missing: Mask, texts: Texts) -> tuple[Finding, ...]:
    """Words that were taken for "no value"; empty texts go without saying."""
    words = missing & ~texts.blank
    if cells.codes is None or not (words & (cells.used > 0)).any():
        return ()
    return finding("missing-words", cells, cells.of_text(words, missing=False))


def label_finding(code: str, cells: Cells, hit: Mask, after: dict[str, str] | None = None) -> tuple[Finding, ...]:
    """Cells kept as text that were changed; *after*: what became of each of their texts."""
    places = np.flatnonzero(hit)
    if not len(places):
        return ()
    seen = {shown(cells, place): fact(cells, place) for place in places[:200].tolist()}
    kept = list(seen.items())[:EXAMPLES]
    known = after or {}
    examples = tuple((cell, known.get(text.strip(), cell if code == "odd-email" else "")) for text, cell in kept)
    return (Finding(code, len(places), tuple(places[:LINES].tolist()), examples),)


def proposal(choice: ColumnChoice, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings about something that the user may switch off in this column."""
    return tuple(replace(finding, applied=finding.code not in choice.off) for finding in found)
