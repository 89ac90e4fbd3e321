"""A list of leads that comes again with the same columns: a lead stays one, and the later word on it holds.

What a later list leaves blank takes nothing away: absent is not empty.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.ingest.filling import fact
from leaddesk.ingest.overlap import last_day, told_columns
from leaddesk.ingest.pieces import agree, cell_texts
from leaddesk.ingest.recurring_words import other_lists
from leaddesk.ingest.switched_off import left_alone
from leaddesk.ingest.values import EXAMPLES, LINES
from leaddesk.model.dataset import MISSING_DAY, Frame
from leaddesk.model.issues import Issue, Severity
from leaddesk.model.merging import DECISION
from leaddesk.model.period import day_number
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.ingest.parts import Part
    from leaddesk.ingest.pieces import Piece, Places
    from leaddesk.ingest.texts import Mask
    from leaddesk.text import Fact

LATER_LIST: Final = "later-list"
"""The code of the proposal that a lead which comes again is as the later list has it."""
_SHARED: Final = 0.75
"""Of the columns of two editions of a list at least so many are in both."""


def is_one_list(one: Part, other: Part) -> bool:
    """Whether two sheets are lists of leads from two files, with numbers of their own and the same columns: one may
    have a few more.
    """
    if one.raw is other.raw or "typed" in (one.raw.format, other.raw.format):
        return False
    own, theirs = told_columns(one), told_columns(other)
    both = own & theirs
    return "id" in both and both in (own, theirs) and len(both) >= _SHARED * len(own | theirs)


@dataclass(slots=True)
class Editions:
    """The leads as the latest lists have them: which rows are ``gone``, as an earlier row is the same lead, and what is
    to be said of it.
    """

    frame: Frame
    gone: Mask
    issues: list[Issue] = field(default_factory=list)


def brought_up_to_date(frame: Frame, pieces: Sequence[Piece], since: int = 0) -> Editions:
    """The leads with what the later ones of their lists say. *since*: it is told of the sheets from that one on."""
    result = Editions(frame, np.zeros(len(frame), np.bool_))
    days = _days(frame, pieces)
    written = _Written(
        frame, np.concatenate([np.full(len(one.places), day) for one, day in zip(pieces, days, strict=True)])
    )
    for number, piece in enumerate(pieces):
        beside = [place for place in range(number) if is_one_list(pieces[place].part, piece.part)]
        again = [(place, *_same_leads(result, pieces[place], piece)) for place in beside]
        again = [(place, base, other) for place, base, other in again if len(base)]
        if not again:
            continue
        base, other = (np.concatenate(side) for side in list(zip(*again, strict=True))[1:])
        applied = piece.part.recipe.does(LATER_LIST)
        facts = written.over(base, other, list(piece.part.columns), apply=applied)
        if applied:
            result.gone[other] = True
            result.frame = written.frame
        if number >= since:
            others = other_lists([pieces[place] for place, *_ in again], piece)
            result.issues.append(_told(frame, piece, others, other, facts, applied=applied))
    return result


def _days(frame: Frame, pieces: Sequence[Piece]) -> list[int]:
    """The day on which each sheet was true: its file's, or its last lead's; without one as late as those before it."""
    days: list[int] = []
    for piece in pieces:
        as_of = piece.part.as_of
        day = last_day(frame, piece.part, piece.places) if as_of is None else day_number(as_of)
        days.append(max(days, default=MISSING_DAY) if day == MISSING_DAY else day)
    return days


def _same_leads(found: Editions, beside: Piece, piece: Piece) -> tuple[Places, Places]:
    """The rows of two sheets with the same numbers for the same people, pairwise; none where they are others."""
    known = _numbered(found, beside)
    named = _numbered(found, piece)
    pairs = [(known[number], place) for number, place in named.items() if number in known]
    base, other = (np.array([pair[side] for pair in pairs], np.intp) for side in (0, 1))
    is_same = bool(pairs) and agree(found.frame, base, other, known.keys() & named.keys())
    return (base, other) if is_same else (base[:0], other[:0])


def _numbered(found: Editions, piece: Piece) -> dict[str, int]:
    """Where each number stands first in a sheet, among the rows that are left."""
    places = piece.places[~found.gone[piece.places]]
    texts = cell_texts(found.frame, "id", places)
    numbered: dict[str, int] = {}
    for text, place in zip(texts, places.tolist(), strict=True):
        if text:
            numbered.setdefault(text, place)
    return numbered


@dataclass(slots=True)
class _Facts:
    """Facts that two rows know otherwise: of which leads, and examples of the earlier and the later word."""

    leads: Mask
    examples: list[tuple[Fact, Fact]] = field(default_factory=list)

    def note(self, hit: Mask, before: npt.NDArray[np.object_], after: npt.NDArray[np.object_]) -> None:
        """Take down the facts of these leads."""
        self.leads |= hit
        places = np.flatnonzero(hit)[:EXAMPLES].tolist()
        found = ((fact(before[place]), fact(after[place])) for place in places)
        self.examples = list(dict.fromkeys([*self.examples, *found]))[:EXAMPLES]


@dataclass(slots=True)
class _Differing:
    """What a sheet says otherwise than the earlier ones: facts that ``changed`` since, that were ``missing`` in a later
    one, and that ``stay`` as a later one has them.
    """

    changed: _Facts
    missing: _Facts
    stay: _Facts


class _Written:
    """The leads with the day of each fact."""

    def __init__(self, frame: Frame, days: npt.NDArray[np.int64]) -> None:
        """*days*: that of each row's sheet."""
        self.frame = frame
        self._days = days
        self._facts: dict[str, npt.NDArray[np.int64]] = {}

    def over(self, base: Places, other: Places, columns: Sequence[str], *, apply: bool) -> _Differing:
        """Take over what rows at *other* know later than those at *base*, or these lack; or say what that would be."""
        result = _Differing(*(_Facts(np.zeros(len(base), np.bool_)) for _ in range(3)))
        data = self.frame.data.copy(deep=False)
        # What became of a lead first: that is what the examples are to show.
        for name in sorted(set(columns) & set(data.columns) - {"id"}, key=lambda name: (name not in DECISION, name)):
            column = data[name]
            present = column.notna().to_numpy()
            one, two = (column.iloc[places].astype(object).to_numpy() for places in (base, other))
            differ = present[other] & ~(present[base] & (one == two))
            days = self._facts.get(name, self._days)
            later = days[other] >= days[base]
            result.changed.note(differ & later, one, two)
            result.missing.note(differ & ~later & ~present[base], one, two)
            result.stay.note(differ & ~later & present[base], two, one)
            renewed = present[other] & (later | ~present[base])
            if apply and renewed.any():
                column = column.copy()
                column.iloc[base[renewed]] = column.iloc[other[renewed]].array
                data[name] = column
                days = days.copy()
                days[base[renewed]] = days[other[renewed]]
                self._facts[name] = days
        if apply:
            self.frame = Frame(self.frame.table, data, self.frame.rows, self.frame.origin)
        return result


def _told(frame: Frame, piece: Piece, others: Message, rows: Places, found: _Differing, *, applied: bool) -> Issue:
    part = piece.part
    message = _again(len(rows), others) if applied else left_alone(LATER_LIST, len(rows), other=others)
    for facts, words in ((found.changed, _changed), (found.stay, _stay), (found.missing, _missing)):
        if applied and facts.leads.any():
            message = msg("{one}; {other}", one=message, other=words(int(facts.leads.sum())))
    examples = tuple([*found.changed.examples, *found.stay.examples, *found.missing.examples][:EXAMPLES])
    lines = tuple(int(line) for line in frame.origin.line[rows[:LINES]])
    return Issue(
        Severity.INFO, message, part.raw.name, part.sheet.name, "", lines, len(rows), examples, LATER_LIST, applied
    )  # fmt: skip


def _again(count: int, others: Message) -> Message:
    return msgn(
        "{count} lead of {other} is here again and counts once",
        "{count} leads of {other} are here again and count once",
        count, other=others,
    )  # fmt: skip


def _changed(count: int) -> Message:
    return msgn(
        "{count} has changed, and what this file says counts",
        "{count} have changed, and what this file says counts",
        count,
    )  # fmt: skip


def _missing(count: int) -> Message:
    return msgn(
        "{count} gets what was missing there",
        "{count} get what was missing there",
        count,
    )  # fmt: skip


def _stay(count: int) -> Message:
    return msgn(
        "{count} has changed in the other file, which is the later one: what that says counts",
        "{count} have changed in the other file, which is the later one: what that says counts",
        count,
    )  # fmt: skip
