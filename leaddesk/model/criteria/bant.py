"""The four BANT questions. Yes earns the points, no earns none of them, and one not asked yet counts neither way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.model.criterion import Criterion, Facet, Rule, answered, nothing_known
from leaddesk.text import Message, msg, msgc

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.model.criterion import Choices
    from leaddesk.model.dataset import Frame

QUESTIONS: Final[tuple[tuple[str, Message], ...]] = (
    ("budget", msg("Has a budget")),
    ("authority", msg("Decides, or knows who does")),
    ("need", msg("Has a real need")),
    ("timeline", msg("Has a date in mind")),
)
"""The columns of the answers and what each asks."""

YES: Final = Rule(msgc("answer", "yes"), 25)
NO: Final = Rule(msgc("answer", "no"), 0)


def _reading(column: str) -> Callable[[Frame], Choices]:
    def answer(frame: Frame) -> Choices:
        return answered(frame.numbers(column)) if frame.has(column) else nothing_known(frame)

    return answer


CRITERIA: Final = tuple(
    Criterion(column, label, Facet.BANT, (YES, NO), frozenset({column}), _reading(column))
    for column, label in QUESTIONS
)
