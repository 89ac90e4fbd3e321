"""What survey columns hold besides their own scale: marks up to ten or in words for the satisfaction, yes and no for a
mark.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from leaddesk.ingest import headers, marks
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
WRITTEN: Final = "marks-written"
"""The code of the proposal to read words and parts of a whole (4/5) as marks."""
_HIGHEST: Final = marks.FIVE
_OFTEN: Final = 5
"""From one mark above 5 in so many on they are no slips: the scale is another one."""
_RARELY: Final = 20
_SCALES: Final = frozenset("10 nps".split())
"""Words of a header that say marks from 0 to 10."""
_EITHER: Final = frozenset(("oui", "yes"))
"""Those that say that it may be either."""

Floats = npt.NDArray[np.float64]


def ratings(cells: Cells, values: Typed, choice: ColumnChoice) -> Typed:
    """Marks of satisfaction from 1 to 5. Those from 0 to 10 are brought to that scale where they are a column's manner,
    or say so (8/10): 0 is 1, 10 is 5, so that 8 and more are the 4 and 5 of content customers. What is beyond stays,
    and does not count.
    """
    read, scales = _written(cells, choice)
    said = set(scales[scales > 0].tolist())
    if said == {marks.TEN}:  # a 4 among marks of ten is one of them
        with np.errstate(invalid="ignore"):
            one_of_them = (scales == 0) & (values.values >= 0) & (values.values <= marks.TEN)
        read, scales = np.where(one_of_them, values.values, read), np.where(one_of_them, marks.TEN, scales)
    values = _with_written(cells, values, choice, np.where(scales == marks.TEN, _brought(read), read))
    found: Floats = values.values
    bare = ~np.isnan(found) & (scales == 0)
    with np.errstate(invalid="ignore"):
        above, of_ten = bare & (found > _HIGHEST), bare & (found >= 0) & (found <= 10)
        is_other = above.sum() * _OFTEN >= bare.sum() and (bare & ~of_ten).sum() * _RARELY <= bare.sum()
        told: tuple[Finding, ...] = ()
        if above.any() and is_other and marks.FIVE not in said:
            after = np.where(of_ten, _brought(found), found)
            if OF_TEN not in choice.off:
                told = _changed(OF_TEN, cells, of_ten, after, choice)
                found = after
            else:
                told = proposal(choice, finding(OF_TEN, cells, above & of_ten))
                return replace(values, findings=values.findings + told + finding(BEYOND, cells, bare & ~of_ten))
        beyond = ~np.isnan(found) & ((found < 1) | (found > _HIGHEST))
    return replace(values, values=found, findings=values.findings + told + finding(BEYOND, cells, beyond))


def _brought(of_ten: Floats) -> Floats:
    """Marks from 0 to 10 as marks from 1 to 5."""
    return (10 + 4 * of_ten) / 10


def _written(cells: Cells, choice: ColumnChoice) -> tuple[Floats, npt.NDArray[np.int8]]:
    """The marks that texts are in words or as a part of a whole, NaN where none, and the scale of each, 0 without."""
    size = len(cells)
    if not cells.has(CellKind.TEXT):
        return np.full(size, np.nan), np.zeros(size, np.int8)
    texts = cells.texts.mapped(choice.values)
    table, scale = np.full(len(texts), np.nan), np.zeros(len(texts), np.int8)
    used = np.flatnonzero(cells.used)
    for place, text in zip(used.tolist(), texts.some(used), strict=True):
        said = marks.mark_of(text)
        if said is not None:
            table[place], scale[place] = said
    return cells.of_text(table, np.nan), cells.of_text(scale, 0)


def _with_written(cells: Cells, values: Typed, choice: ColumnChoice, read: Floats) -> Typed:
    """The values with what texts say of marks among them, told as a proposal."""
    hit = ~np.isnan(read)
    if not hit.any():
        return values
    told = _changed(WRITTEN, cells, hit, read, choice)
    if WRITTEN in choice.off:
        return replace(values, findings=values.findings + told)
    found: Floats = np.where(hit, read, values.values)
    kept = tuple(one for one in values.findings if one.code != "not-a-number")
    kept += finding("not-a-number", cells, _unread(cells, choice, found))
    return replace(values, values=found, findings=kept + told)


def _changed(code: str, cells: Cells, hit: Mask, after: Floats, choice: ColumnChoice) -> tuple[Finding, ...]:
    """The proposal with what became of the first few cells."""
    pairs = dict.fromkeys((fact(cells, place), float(after[place])) for place in np.flatnonzero(hit)[:200].tolist())
    return proposal(choice, tuple(replace(one, examples=tuple(pairs)[:EXAMPLES]) for one in finding(code, cells, hit)))


def recommendations(cells: Cells, values: Typed, choice: ColumnChoice) -> Typed:
    """Marks from 0 to 10 (8/10), and beside them the answers of yes (1) and no (0): words, and ones and noughts in a
    column that has no other mark and does not say that it goes to ten.
    """
    read, scales = _written(cells, choice)
    values = _with_written(cells, values, choice, np.where(scales == marks.TEN, read, np.nan))
    found: Floats = values.values
    said = _answers(cells, choice)
    is_figure = ~np.isnan(found) & (cells.kinds != CellKind.FLAG)
    is_scale = bool((is_figure & np.isnan(said)).any()) or _says_marks(choice.header)
    answers: Mask = ~np.isnan(said) & ~(is_figure if is_scale else np.zeros(len(found), np.bool_))
    if not answers.any():
        return values
    told = _as_they_are(cells, choice, answers)
    if YES_OR_NO in choice.off:
        return replace(values, findings=values.findings + told)
    kept = tuple(one for one in values.findings if one.code != "not-a-number")
    kept += finding("not-a-number", cells, _unread(cells, choice, found) & ~answers)
    return replace(
        values,
        values=np.where(answers, np.nan, found),
        findings=kept + told,
        beside=(*values.beside, Beside(YES_OR_NO, Typed(Kind.FLAG, np.where(answers, said, np.nan)))),
    )


def sentences(cells: Cells, values: Typed, choice: ColumnChoice) -> Typed:
    """Yes and no of a column that asks for them, with the answers of more words among them: "Oui, certainement"."""
    said = _answers(cells, choice)
    hit: Mask = np.isnan(values.values) & ~np.isnan(said)
    if not hit.any():
        return values
    told = _as_they_are(cells, choice, hit)
    if YES_OR_NO in choice.off:
        return replace(values, findings=values.findings + told)
    found: Floats = np.where(hit, said, values.values)
    kept = tuple(one for one in values.findings if one.code != "not-a-flag")
    kept += finding("not-a-flag", cells, _unread(cells, choice, found))
    return replace(values, values=found, findings=kept + told)


def _answers(cells: Cells, choice: ColumnChoice) -> Floats:
    """What the cells say of yes (1) and no (0), in a word or in more of them, else NaN."""
    said: Floats = flags(cells, choice).values
    if not cells.has(CellKind.TEXT):
        return said
    texts = cells.texts.mapped(choice.values)
    table = np.full(len(texts), np.nan)
    used = np.flatnonzero(cells.used)
    table[used] = [marks.answer_of(text) for text in texts.some(used)]
    return np.where(np.isnan(said), cells.of_text(table, np.nan), said)


def _as_they_are(cells: Cells, choice: ColumnChoice, answers: Mask) -> tuple[Finding, ...]:
    told = proposal(choice, finding(YES_OR_NO, cells, answers))
    return tuple(replace(one, examples=tuple((text, text) for text, _ in one.examples)) for one in told)


def _says_marks(header: str) -> bool:
    words = set(headers.fold(header).split())
    return bool(_SCALES & words) and not _EITHER & words


def _unread(cells: Cells, choice: ColumnChoice, found: Floats) -> Mask:
    """The cells that hold something that was not read, words for "no value" and errors aside."""
    filled: Mask = (cells.kinds != CellKind.EMPTY) & (cells.kinds != CellKind.ERROR) & np.isnan(found)
    if cells.has(CellKind.TEXT):
        missing: npt.NDArray[Any] = cells.of_text(cells.texts.mapped(choice.values).missing(), missing=False)
        filled &= ~missing
    return filled
