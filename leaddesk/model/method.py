"""What a figure is that no Expression says: how long leads wait that nobody answered yet, what a customer is worth."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.expression import Count
    from leaddesk.model.measure import Measure
    from leaddesk.model.period import Period
    from leaddesk.model.prospect import Prospect
    from leaddesk.model.rhythm import Series
    from leaddesk.model.working import Working

COMPUTED: Final = msg("computed by LeadDesk")
"""Marks such a figure where all others are formulas, as in the workbook."""
RIPENS: Final = msg("what comes later may still change it")
FOLLOWS: Final = msg("hangs on the spend, and on figures that are looked at by themselves")
SO_FAR: Final = msg("looks at all that came so far, not at the month alone")


class Kind(Enum):
    """What is divided by its cases: those among them that did something, something that happened on the way and may
    happen twice, amounts, or marks between none and one for each case.
    """

    SHARE = auto()
    EVENTS = auto()
    AMOUNTS = auto()
    MARKS = auto()


@dataclass(frozen=True, slots=True)
class Monthly:
    """How months of a Method are compared: its value is *offset* + *factor* × a part of its sample size."""

    kind: Kind
    factor: float = 1.0
    offset: float = 0.0

    def part(self, value: float, n: float) -> float:
        """The part that a value tells of so many cases."""
        return (value - self.offset) / self.factor * n


@dataclass(frozen=True, slots=True)
class ByMonth:
    """How a Method is told month by month: whose days say which months there are, and the values of some periods."""

    count: Count
    values: Callable[[Evaluator, Sequence[Period]], Sequence[float | None]]


@dataclass(frozen=True, slots=True)
class SoFar:
    """A share of rows up to the end of the period, whenever it begins: ``part`` of the ``whole``, both among ``every``;
    ``none``: what is said where there is no whole.
    """

    part: Count
    whole: Count
    every: Count
    none: Message


@dataclass(frozen=True, slots=True)
class Method:
    """Python alone works it out over a slice: value, sample size and interval in one go, or why there is none.

    ``tables``: what it looks at. ``words``: how it is worked out, in one sentence. ``interval``: where its interval
    comes from, None when it has none. ``is_cut``: whether it may be asked for each value of a dimension (the slice is
    then filtered by one after the other); else it is told for all together alone. ``is_dated``: whether it hangs on the
    period; what is told as of a day has no trend. ``by_month``: None where a month of it would be something else.
    ``account``: what is behind the figure over a slice that has it. ``days``: what each day counted, where it counts
    rows. ``monthly``: how its months are compared, where nothing that comes later changes one; ``unjudged``: why they
    are not. ``prospect``: from what it is told how likely it reaches a target. ``so_far``: what formulas count to say
    it too.
    """

    id: str
    tables: tuple[str, ...]
    words: Message
    measure: Callable[[Evaluator], Measure]
    interval: Message | None = None
    is_cut: bool = False
    is_dated: bool = True
    account: Callable[[Evaluator], Working] | None = None
    monthly: Monthly | None = None
    unjudged: Message | None = None
    by_month: ByMonth | None = None
    days: Callable[[Evaluator], Series | None] | None = None
    prospect: Prospect | None = None
    so_far: SoFar | None = None
