"""What survey columns hold besides their own scale: marks up to ten for the satisfaction, yes and no for a mark."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from leaddesk.ingest import headers
from leaddesk.ingest.flags import flags
from leaddesk.ingest.outcome import EXAMPLES, Beside, Typed, finding, proposal
from leaddesk.ingest.selection import fact
from leaddesk.model.raw import CellKind
from leaddesk.model.schema import Kind

if TYPE_CHECKING:
    from leaddesk.ingest.outcome import Finding
    from leaddesk.ingest.selection import Cells
    from leaddesk.ingest.texts import Mask
    from leaddesk.model.recipe import ColumnChoice

OF_TEN: Final = "marks-of-ten"
"""The code of the proposal to bring marks from 0 to 10 to the scale from 1 to 5."""
BEYOND: Final = "marks-beyond"
YES_OR_NO: Final = "yes-or-no"
"""The code of the proposal to take words of yes and no, or ones and noughts, for answers and not for marks."""
_HIGHEST: Final = 5
_OFTEN: Final = 5
"""From one mark above 5 in so many on they are no slips: the scale is another one."""
_RARELY: Final = 20
_SCALES: Final = frozenset("10 nps".split())
"""Words of a header that say marks from 0 to 10."""
_EITHER: Final = frozenset(("oui", "yes"))
"""Those that say that it may be either."""

Floats = npt.NDArray[np.float64]


def ratings(cells: Cells, values: Typed, choice: ColumnChoice) -> Typed:
    """Marks of satisfaction from 1 to 5. Those from 0 to 10 are brought to that scale where they are a column's manner:
    0 is 1, 10 is 5, so that 8 and more are the 4 and 5 of content customers. What is beyond stays, and does not count.
    """
    marks: Floats = values.values
    known = ~np.isnan(marks)
    with np.errstate(invalid="ignore"):
        above, of_ten = marks > _HIGHEST, (marks >= 0) & (marks <= 10)
        is_other = above.sum() * _OFTEN >= known.sum() and (known & ~of_ten).sum() * _RARELY <= known.sum()
        told: tuple[Finding, ...] = ()
        if above.any() and is_other:
            after = np.where(of_ten, (10 + 4 * marks) / 10, marks)
            if OF_TEN not in choice.off:
                told = _changed(OF_TEN, cells, of_ten, after, choice)
                marks = after
            else:
                told = proposal(choice, finding(OF_TEN, cells, above & of_ten))
                return replace(values, findings=values.findings + told + finding(BEYOND, cells, known & ~of_ten))
        beyond = known & ((marks < 1) | (marks > _HIGHEST))
    return replace(values, values=marks, findings=values.findings + told + finding(BEYOND, cells, beyond))


def _changed(code: str, cells: Cells, hit: Mask, after: Floats, choice: ColumnChoice) -> tuple[Finding, ...]:
    """The proposal with what became of the first few cells."""
    pairs = dict.fromkeys((fact(cells, place), float(after[place])) for place in np.flatnonzero(hit)[:200].tolist())
    return proposal(choice, tuple(replace(one, examples=tuple(pairs)[:EXAMPLES]) for one in finding(code, cells, hit)))


def recommendations(cells: Cells, values: Typed, choice: ColumnChoice) -> Typed:
    """Marks from 0 to 10, and beside them the answers of yes (1) and no (0): words, and ones and noughts in a column
    that has no other mark and does not say that it goes to ten.
    """
    marks: Floats = values.values
    said: Floats = flags(cells, choice).values
    is_figure = ~np.isnan(marks) & (cells.kinds != CellKind.FLAG)
    is_scale = bool((is_figure & np.isnan(said)).any()) or _says_marks(choice.header)
    answers: Mask = ~np.isnan(said) & ~(is_figure if is_scale else np.zeros(len(marks), np.bool_))
    if not answers.any():
        return values
    told = proposal(choice, finding(YES_OR_NO, cells, answers))
    told = tuple(replace(one, examples=tuple((text, text) for text, _ in one.examples)) for one in told)
    if YES_OR_NO in choice.off:
        return replace(values, findings=values.findings + told)
    kept = tuple(one for one in values.findings if one.code != "not-a-number")
    kept += finding("not-a-number", cells, _unread(cells, choice, marks) & ~answers)
    return replace(
        values,
        values=np.where(answers, np.nan, marks),
        findings=kept + told,
        beside=(*values.beside, Beside(YES_OR_NO, Typed(Kind.FLAG, np.where(answers, said, np.nan)))),
    )


def _says_marks(header: str) -> bool:
    words = set(headers.fold(header).split())
    return bool(_SCALES & words) and not _EITHER & words


def _unread(cells: Cells, choice: ColumnChoice, marks: Floats) -> Mask:
    """The cells that hold something that is no number, words for "no value" and errors aside."""
    filled: Mask = (cells.kinds != CellKind.EMPTY) & (cells.kinds != CellKind.ERROR) & np.isnan(marks)
    if cells.has(CellKind.TEXT):
        missing: npt.NDArray[Any] = cells.of_text(cells.texts.mapped(choice.values).missing(), missing=False)
        filled &= ~missing
    return filled
