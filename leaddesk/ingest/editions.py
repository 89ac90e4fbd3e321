"""A list of leads that comes again with the same columns: a lead stays one, and the later word on it holds.

What a later list leaves blank takes nothing away: absent is not empty.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.ingest.overlap import last_day
from leaddesk.ingest.recurring_words import other_lists
from leaddesk.ingest.same_leads import is_one_list, of_the_file, same_leads
from leaddesk.ingest.stepped import dated_by_files
from leaddesk.ingest.switched_off import left_alone
from leaddesk.ingest.values import EXAMPLES, LINES
from leaddesk.ingest.written import Written
from leaddesk.model.dataset import MISSING_DAY, Frame
from leaddesk.model.issues import Issue, Severity
from leaddesk.model.period import day_number
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from leaddesk.ingest.pieces import Piece, Places
    from leaddesk.ingest.same_leads import Again
    from leaddesk.ingest.texts import Mask
    from leaddesk.ingest.written import Differing
    from leaddesk.model.stages import StageMap

LATER_LIST: Final = "later-list"
"""The code of the proposal that a lead which comes again is as the later list has it."""
DOUBTFUL: Final = "doubtful-leads"
"""The code of what is said of leads that may be those of an earlier list, and are not taken for them unasked."""


@dataclass(frozen=True, eq=False, slots=True)
class Edition:
    """One list laid over those before it. ``told``: all leads as they were known before it. ``days``: those on which
    the earlier ones were true (the latest of them) and this one.
    """

    piece: Piece
    besides: tuple[Piece, ...]
    again: Again
    left: Places
    """The rows of the earlier lists that there were to find."""
    told: Frame
    days: tuple[int, int]
    applied: bool
    says_more: bool
    """Whether it says something else or more of a lead than those before it."""


@dataclass(slots=True)
class Editions:
    """The leads as the latest lists have them: which rows are ``gone``, as an earlier row is the same lead (``leads``:
    the place of the lead that each row is), what is to be said of it, and each edition of a list for the review.
    """

    frame: Frame
    gone: Mask
    leads: Places
    issues: list[Issue] = field(default_factory=list)
    found: list[Edition] = field(default_factory=list)


def brought_up_to_date(frame: Frame, pieces: Sequence[Piece], stage_map: StageMap, since: int = 0) -> Editions:
    """The leads with what the later ones of their lists say. *since*: it is told of the sheets from that one on."""
    result = Editions(frame, np.zeros(len(frame), np.bool_), np.arange(len(frame)))
    days = days_of(frame, pieces)
    written = Written(
        frame, np.concatenate([np.full(len(one.places), day) for one, day in zip(pieces, days, strict=True)])
    )
    for number, piece in enumerate(pieces):
        beside = [place for place in range(number) if is_one_list(pieces[place].part, piece.part)]
        left = [(pieces[place], pieces[place].places[~result.gone[pieces[place].places]]) for place in beside]
        if not left or not len(piece.places):
            continue
        again = same_leads(result.frame, piece, left, ([days[place] for place in beside], days[number]))
        if not len(again.base) and not len(again.open_base):
            continue
        applied, before = piece.part.recipe.does(LATER_LIST), written.frame
        file_wide = of_the_file(piece.part)
        facts = written.over(again.base, again.other, list(piece.part.columns), file_wide, apply=applied)
        if applied:
            result.gone[again.other] = True
            result.leads[again.other] = again.base
            result.frame = written.frame
        besides = tuple(pieces[beside[place]] for place in again.beside)
        if number >= since:
            rows = np.concatenate([left[place][1] for place in again.beside])
            when = max(days[beside[place]] for place in again.beside), days[number]
            more = any(some.examples for some in (facts.changed, facts.stay, facts.missing))
            result.found.append(Edition(piece, besides, again, rows, before, when, applied, more))
            others = other_lists(besides, piece)
            result.issues += _told(frame, piece, others, again, facts, applied=applied)
    stepped = dated_by_files(result.frame, frame, result.leads, (pieces, days), stage_map, since)
    result.frame = stepped.frame
    result.issues += stepped.issues
    return result


def days_of(frame: Frame, pieces: Sequence[Piece]) -> list[int]:
    """The day on which each sheet was true: its file's, or its last lead's; without one as late as those before it."""
    days: list[int] = []
    for piece in pieces:
        as_of = piece.part.as_of
        day = last_day(frame, piece.part, piece.places) if as_of is None else day_number(as_of)
        days.append(max(days, default=MISSING_DAY) if day == MISSING_DAY else day)
    return days


def _told(
    frame: Frame, piece: Piece, others: Message, again: Again, found: Differing, *, applied: bool
) -> Iterator[Issue]:
    at = (piece.part.raw.name, piece.part.sheet.name, "")
    rows = again.other
    if len(rows):
        message = _again(len(rows), others) if applied else left_alone(LATER_LIST, len(rows), other=others)
        for facts, words in ((found.changed, _changed), (found.stay, _stay), (found.missing, _missing)):
            if applied and facts.leads.any():
                message = msg("{one}; {other}", one=message, other=words(int(facts.leads.sum())))
        examples = tuple([*found.changed.examples, *found.stay.examples, *found.missing.examples][:EXAMPLES])
        lines = tuple(int(line) for line in frame.origin.line[rows[:LINES]])
        yield Issue(Severity.INFO, message, *at, lines, len(rows), examples, LATER_LIST, applied)
    doubtful = np.unique(again.open_other)
    if len(doubtful):
        lines = tuple(int(line) for line in frame.origin.line[doubtful[:LINES]])
        yield Issue(Severity.WARNING, _doubtful(len(doubtful), others), *at, lines, len(doubtful), (), DOUBTFUL)


def _doubtful(count: int, others: Message) -> Message:
    return msgn(
        "{count} lead may be one of {other}: it counts as a new one until you decide",
        "{count} leads may be some of {other}: they count as new ones until you decide",
        count, other=others,
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
