"""A score one can question: rules with points, and what each gave a lead.

The score is 100 × the points earned / the points that could be earned from what is known. Missing data is unknown, not
bad: it takes no part. A lead of whom nothing is known has no score.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from leaddesk.model.criteria import CRITERIA
from leaddesk.model.criterion import Facet
from leaddesk.model.dataset import Frame, Origin
from leaddesk.model.period import day_number
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    from leaddesk.model.criterion import Criterion, Floats
    from leaddesk.model.state import State

GRADES: Final = (("A", 70), ("B", 50), ("C", 30), ("D", 0))
"""Each grade and the score from which it is given."""
FEWEST_FOR_GRADE: Final = 3
"""With less than three criteria known a score is shown, but not graded."""
CHUNK: Final = 1 << 15
"""Rows worked on at a time, so that they stay in the processor's cache."""

INPUTS: Final = frozenset().union(*(criterion.columns for criterion in CRITERIA))
FACETS: Final = tuple(Facet)
ENGAGING: Final = tuple(criterion for criterion in CRITERIA if criterion.facet is Facet.ENGAGEMENT)
ENGAGEMENT_INPUTS: Final = frozenset().union(*(criterion.columns for criterion in ENGAGING))
LARGEST: Final = sum(criterion.points for criterion in CRITERIA)


@dataclass(frozen=True, eq=False, slots=True)
class Scores:
    """The scores of all rows of the leads: whole numbers, 0 to 100, as ``float64[rows]``, NaN where nothing is known.

    ``total`` over all criteria; ``fit``, ``engagement``, ``bant`` over those of that facet. ``known``: how many of
    the :data:`~leaddesk.model.criteria.CRITERIA` are known (``int8[rows]``); ``known_share``: the share of all points
    that what is known could earn (``float64[rows]``, 0 to 1). ``grade``: index into :data:`GRADES` (``int8[rows]``),
    -1 where too little is known.
    """

    fit: Floats
    engagement: Floats
    bant: Floats
    total: Floats
    known: npt.NDArray[np.int8]
    known_share: Floats
    grade: npt.NDArray[np.int8]

    def letter(self, position: int) -> str | None:
        """The grade of one row, None where too little is known."""
        grade = int(self.grade[position])
        return GRADES[grade][0] if grade >= 0 else None

    def absent(self, position: int) -> Message | None:
        """Why a row has no score, or a score without a grade; None when it has both."""
        known = int(self.known[position])
        if known == 0:
            return msg("nothing is known of this lead that the score looks at")
        if known < FEWEST_FOR_GRADE:
            return msgn("only {count} criterion is known", "only {count} criteria are known", known)
        return None


@dataclass(frozen=True, slots=True)
class Reason:
    """What one criterion gave a lead.

    ``rule``: the case it falls under. ``points`` of ``max`` were earned (both 0 points where not ``known``).
    ``adds``: the whole points this adds to the score; over all criteria they sum exactly to it.
    """

    criterion: Criterion
    rule: Message
    points: float
    max: int
    known: bool
    adds: int

    @property
    def label(self) -> Message:
        """What the criterion asks."""
        return self.criterion.label


def scores(state: State) -> Scores:
    """The scores of the leads of a State; made once and kept until a column they read is edited.

    :raises KeyError: when there are no leads.
    """
    frame = state.dataset["leads"]
    today = day_number(state.today)
    return frame.prepare(("scores", today), INPUTS, lambda: _scored(frame, today))


def explanation(state: State, position: int) -> tuple[Reason, ...]:
    """How the score of one lead came about, a reason a criterion, in their order.

    :raises KeyError: when there are no leads.
    :raises IndexError: when there is no such row.
    """
    frame = _row(state.dataset["leads"], position)
    today = day_number(state.today)
    total = _scored(frame, today).total[0]
    reasons: list[tuple[Criterion, int, float]] = []
    for criterion in CRITERIA:
        chosen, since = criterion.chosen(frame, today)
        reasons.append((criterion, int(chosen[0]), float(criterion.worth(chosen, since, today)[0])))
    adds = _whole([points for _, _, points in reasons], 0 if np.isnan(total) else int(total))
    return tuple(
        Reason(
            criterion,
            criterion.rules[rule].label if rule >= 0 else msg("unknown"),
            points,
            criterion.points,
            rule >= 0,
            added,
        )
        for (criterion, rule, points), added in zip(reasons, adds, strict=True)
    )


def _scored(frame: Frame, today: int) -> Scores:
    rows = len(frame)
    chosen = [criterion.chosen(frame, today) for criterion in CRITERIA]
    percents = [np.empty(rows) for _ in range(len(FACETS) + 1)]
    known, share = np.empty(rows, np.int8), np.empty(rows)
    for start in range(0, rows, CHUNK):
        part = slice(start, min(start + CHUNK, rows))
        size = part.stop - start
        earned, possible = np.zeros((len(FACETS), size)), np.zeros((len(FACETS), size), np.int16)
        count = np.zeros(size, np.int8)
        for criterion, (rules, since) in zip(CRITERIA, chosen, strict=True):
            facet = FACETS.index(criterion.facet)
            is_known = rules[part] >= 0
            earned[facet] += criterion.worth(rules[part], None if since is None else since[part], today)
            possible[facet] += is_known * np.int16(criterion.points)
            count += is_known
        for facet in range(len(FACETS)):
            percents[facet][part] = _percent(earned[facet], possible[facet])
        everything = possible.sum(axis=0, dtype=np.int16)
        percents[-1][part] = _percent(earned.sum(axis=0), everything)
        known[part], share[part] = count, everything / LARGEST
    fit, engagement, bant, total = percents
    grade = np.full(rows, -1, np.int8)
    for index in range(len(GRADES) - 1, -1, -1):
        grade[(total >= GRADES[index][1]) & (known >= FEWEST_FOR_GRADE)] = index
    return Scores(fit, engagement, bant, total, known, share, grade)


def engagement_of(frame: Frame, places: npt.NDArray[np.intp], day: int) -> Floats:
    """The engagement scores of the rows at these places as they are on a day number: as :class:`Scores` has them."""
    return _engaged(_rows(frame, places, ENGAGEMENT_INPUTS), day)


def _engaged(frame: Frame, day: int) -> Floats:
    rows = len(frame)
    chosen = [(criterion, *criterion.chosen(frame, day)) for criterion in ENGAGING]
    found = np.empty(rows)
    for start in range(0, rows, CHUNK):
        part = slice(start, min(start + CHUNK, rows))
        earned, possible = np.zeros(part.stop - start), np.zeros(part.stop - start, np.int16)
        for criterion, rules, since in chosen:
            earned += criterion.worth(rules[part], None if since is None else since[part], day)
            possible += (rules[part] >= 0) * np.int16(criterion.points)
        found[part] = _percent(earned, possible)
    return found


def _percent(earned: Floats, possible: npt.NDArray[np.int16]) -> Floats:
    """Whole percents, halves rounded up; NaN where nothing is possible."""
    whole = np.full(len(earned), np.nan)
    np.divide(100 * earned, possible, out=whole, where=possible > 0)
    whole += 0.5
    np.floor(whole, out=whole)
    return whole


def _whole(points: list[float], total: int) -> list[int]:
    """Whole numbers in proportion to *points* that sum to *total*: the largest remainders are rounded up."""
    earned = sum(points)
    if not earned:
        return [0] * len(points)
    exact = [total * part / earned for part in points]
    whole = [int(part) for part in exact]
    by_remainder = sorted(range(len(points)), key=lambda index: (whole[index] - exact[index], index))
    for index in by_remainder[: total - sum(whole)]:
        whole[index] += 1
    return whole


def _row(frame: Frame, position: int) -> Frame:
    if not 0 <= position < len(frame):
        raise IndexError(position)
    return _rows(frame, slice(position, position + 1), INPUTS)


def _rows(frame: Frame, places: slice | npt.NDArray[np.intp], columns: frozenset[str]) -> Frame:
    """A frame of some rows, with these columns alone."""
    origin = frame.origin
    those = Origin(origin.files, origin.sheets, origin.file[places], origin.sheet[places], origin.line[places])
    # Column by column: pandas takes rows of several at once through a copy of them all.
    taken = {name: frame.data[name].array[places] for name in frame.data.columns if name in columns}
    return Frame(frame.table, pd.DataFrame(taken, copy=False), frame.rows[places], those)
