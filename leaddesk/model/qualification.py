"""Qualifying by hand: the four BANT answers of a lead, what they add up to, and whom to call today."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.model.criteria.bant import QUESTIONS
from leaddesk.model.criteria.fit import urgency
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.period import date_of, day_number
from leaddesk.model.rowcolumn import Depth, FirstOfKind, StageOf
from leaddesk.model.rows import values
from leaddesk.model.scoring import scores
from leaddesk.model.stages import Stage
from leaddesk.text import Message, msg, msgc, msgn

if TYPE_CHECKING:
    from leaddesk.model.dataset import Frame
    from leaddesk.model.state import State

FIELDS: Final = tuple(column for column, _ in QUESTIONS)
"""The columns of the four answers: budget, authority, need, timeline."""
ENOUGH: Final = 3
"""Yes to three of the four qualifies a lead; no to two of them rules that out."""


class Answer(Enum):
    """What a lead answered to one of the four questions."""

    YES = msgc("answer", "yes")
    NO = msgc("answer", "no")
    UNKNOWN = msgc("answer", "unknown")

    @property
    def label(self) -> Message:
        """The word for it."""
        return self.value


@dataclass(frozen=True, slots=True)
class Bant:
    """The four answers of a lead, in the order of :data:`FIELDS`."""

    answers: tuple[Answer, ...]

    @property
    def yes(self) -> int:
        """How many were answered yes."""
        return self.answers.count(Answer.YES)

    @property
    def no(self) -> int:
        """How many were answered no."""
        return self.answers.count(Answer.NO)

    @property
    def is_qualified(self) -> bool:
        """Whether enough were answered yes."""
        return self.yes >= ENOUGH

    @property
    def verdict(self) -> Message:
        """What the answers add up to, in words."""
        asked = self.yes + self.no
        if not asked:
            return msg("none of the 4 questions asked yet")
        if self.is_qualified:
            return msg("qualified on {yes} of 4", yes=self.yes)
        if self.no > len(FIELDS) - ENOUGH:
            return msg("not qualified: no to {no} of 4", no=self.no)
        return msgn(
            "yes to {yes} of 4, {count} question left",
            "yes to {yes} of 4, {count} questions left",
            4 - asked,
            yes=self.yes,
        )


def bant(state: State, position: int) -> Bant:
    """The answers of one lead; a question whose column is not there is unknown.

    :raises KeyError: when there are no leads.
    """
    frame = state.dataset["leads"]
    return Bant(tuple(_answer(frame, field, position) for field in FIELDS))


def bant_counts(state: State) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int8]]:
    """How many of the four each lead answered yes, and how many no: two ``int8[rows]``.

    :raises KeyError: when there are no leads.
    """
    frame = state.dataset["leads"]

    def counted() -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int8]]:
        yes, no = np.zeros(len(frame), np.int8), np.zeros(len(frame), np.int8)
        for field in FIELDS:
            if frame.has(field):
                yes += frame.numbers(field) == 1
                no += frame.numbers(field) == 0
        return yes, no

    return frame.prepare("bant counts", frozenset(FIELDS), counted)


def due(state: State) -> npt.NDArray[np.intp]:
    """Whom to call today: the positions of the open leads whose next step is due, then of those never answered.

    Due: ``next_date`` is today or before. Never answered: nothing shows that anybody got back to the lead, and no next
    step is planned for later. Each part is sorted by urgency (express first), then by score (highest first), then by
    waiting time (longest first). A repeated lead number is listed once. Empty without leads.
    """
    if "leads" not in state.dataset:
        return np.zeros(0, np.intp)
    frame, today = state.dataset["leads"], day_number(state.today)
    planned, created = (_days(frame, name) for name in ("next_date", "created"))
    stage = values(StageOf(), state.dataset, state.settings)
    depth = values(Depth(), state.dataset, state.settings)
    first = values(FirstOfKind("leads", "id"), state.dataset, state.settings)
    is_due = (planned != MISSING_DAY) & (planned <= today)
    is_new = (planned == MISSING_DAY) & (depth == Stage.NEW) & (created <= today)
    listed = np.flatnonzero((is_due | is_new) & (stage < Stage.WON) & (first == 1))
    pressing = urgency(frame)[listed]
    total = scores(state).total[listed]
    since = np.where(is_due, planned, np.where(created == MISSING_DAY, today, created))[listed]
    ranks = (
        since,
        np.where(np.isnan(total), 1.0, -total),
        np.where(pressing < 0, np.iinfo(np.int8).max, pressing),
        ~is_due[listed],
    )
    return listed[np.lexsort(ranks)]


def why_due(state: State, position: int) -> Message | None:
    """Why a lead is on the list of :func:`due`: its next step, or that nobody answered it; None when it is not due.

    :raises KeyError: when there are no leads.
    """
    frame, today = state.dataset["leads"], day_number(state.today)
    if int(values(StageOf(), state.dataset, state.settings)[position]) >= Stage.WON:
        return None
    planned, created = (int(_days(frame, name)[position]) for name in ("next_date", "created"))
    if planned != MISSING_DAY:
        if planned > today:
            return None
        return (
            msg("next step due today") if planned == today else msg("next step was due on {day}", day=date_of(planned))
        )
    if int(values(Depth(), state.dataset, state.settings)[position]) != Stage.NEW or created > today:
        return None
    if created == MISSING_DAY:
        return msg("never answered")
    return msgn("never answered, waiting {count} day", "never answered, waiting {count} days", today - created)


def _answer(frame: Frame, field: str, position: int) -> Answer:
    if not frame.has(field):
        return Answer.UNKNOWN
    return {1.0: Answer.YES, 0.0: Answer.NO}.get(float(frame.numbers(field)[position]), Answer.UNKNOWN)


def _days(frame: Frame, name: str) -> npt.NDArray[np.int32]:
    return frame.days(name) if frame.has(name) else np.full(len(frame), MISSING_DAY, np.int32)
