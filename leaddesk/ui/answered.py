"""The five questions with the figures of a report that answer them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leaddesk.model.questions import QUESTIONS
from leaddesk.model.tables import BY_ID
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from leaddesk.model.questions import Question
    from leaddesk.model.report import KpiFigure, Report


@dataclass(frozen=True, slots=True)
class Answered:
    """A question: its figures, the ``first`` of them on its cards, and the tables that chosen ones wait for."""

    question: Question
    figures: tuple[KpiFigure, ...]
    first: int
    waiting: tuple[str, ...]

    @property
    def missing(self) -> Message | None:
        """What to add for the chosen figures; None when nothing is missing."""
        listed: Message | None = None
        for table in self.waiting:
            part = msg("“{table}”", table=BY_ID[table].label)
            listed = part if listed is None else msg("{first}, {second}", first=listed, second=part)
        if listed is None:
            return None if self.first else msg("No figure chosen.")
        if self.first:
            return msg("Other figures here are not measured yet, for want of a spreadsheet: {tables}", tables=listed)
        return msg("Not measured yet, for want of a spreadsheet: {tables}", tables=listed)


def answers(report: Report, *, everything: bool) -> tuple[Answered, ...]:
    """What the report tells of each question: the chosen cards first, then, where *everything* is wanted, what else is
    known.
    """
    waiting = {kpi.id: one.table for one in report.unopened for kpi in one.kpis}
    cards = report.slice.state.settings.cards
    told = []
    for question in QUESTIONS:
        chosen = question.chosen(cards)
        others = [kpi for kpi in question.kpis if kpi not in chosen] if everything else []
        first, rest = ([report.figure(kpi) for kpi in kpis if kpi.id not in waiting] for kpis in (chosen, others))
        tables = dict.fromkeys(waiting[kpi.id] for kpi in chosen if kpi.id in waiting)
        told.append(Answered(question, (*first, *rest), len(first), tuple(tables)))
    return tuple(told)
