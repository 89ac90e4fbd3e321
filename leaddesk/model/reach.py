"""From what was shown to who came back: impressions, sessions, leads, customers, repeat customers, as counts only.

Each is counted in a table of its own, most of them without knowing who it was; so no step is a share of the one before.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.model.covers import uncovered
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.expression import Count, Dating, OnDay, Op, Sum, Where
from leaddesk.model.impressions import TOUCHES, impressions
from leaddesk.model.period import date_of
from leaddesk.model.purchases import DAY as ORDER_DAY
from leaddesk.model.purchases import purchases_here, unreadable
from leaddesk.model.rowcolumn import Stored
from leaddesk.model.rows import is_measured, values
from leaddesk.model.tables import BY_ID
from leaddesk.model.terms import CUSTOMERS, LEADS
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    import datetime as dt

    from leaddesk.model.evaluate import Evaluator

    Span = tuple[dt.date | None, dt.date | None]

_REACH: Final = Sum(Stored("social", "reach"), msg("reach of posts"), OnDay(Stored("social", "date")))
_SESSIONS: Final = Sum(Stored("web", "sessions"), msg("sessions"), OnDay(Stored("web", "date")))
_MONTH: Final = 31


class Step(StrEnum):
    """The steps, from the widest down."""

    IMPRESSIONS = auto()
    REACH = auto()
    SESSIONS = auto()
    LEADS = auto()
    CUSTOMERS = auto()
    REPEAT = auto()


LABELS: Final = {
    Step.IMPRESSIONS: msg("Impressions"),
    Step.REACH: msg("Reach of posts"),
    Step.SESSIONS: msg("Sessions"),
    Step.LEADS: msg("Leads"),
    Step.CUSTOMERS: msg("Customers"),
    Step.REPEAT: msg("Repeat customers"),
}
BASES: Final = {
    Step.IMPRESSIONS: msg(
        "adverts and posts shown, as their exports count them, else contacts of the kind “impression”; no channel is "
        "counted twice, but one person may be many times"
    ),
    Step.REACH: msg("as the networks count it, added up over the posts: neither impressions nor different people"),
    Step.SESSIONS: msg("visits to the web site: one person may come several times"),
    Step.LEADS: msg("different leads created in the period, whether they came by the site or not"),
    Step.CUSTOMERS: msg("different leads won in the period, whenever they were created"),
    Step.REPEAT: msg("customers with two orders or more in the period, whenever they were won"),
}
"""What one of each is: the steps are not of the same people, so each says its own."""
COUNTED: Final[dict[Step, Count | Sum]] = {
    Step.REACH: _REACH,
    Step.SESSIONS: _SESSIONS,
    Step.LEADS: LEADS,
    Step.CUSTOMERS: CUSTOMERS,
}
"""The steps that an expression says; the others are counted over several tables, or by customers."""


@dataclass(frozen=True, slots=True)
class Reached:
    """One step: its ``count`` in the period, of the rows of ``table``, or the reason why it is ``absent``.

    ``first``, ``last``: the first and the last day of the rows counted; None where there are none, or none is dated.
    ``beside``: other tables whose rows are counted with them.
    """

    step: Step
    table: str
    count: int | None
    absent: Message | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    beside: tuple[str, ...] = ()

    @property
    def source(self) -> Message:
        """The tables that it comes from."""
        found = BY_ID[self.table].label
        for table in self.beside:
            found = msg("{first} · {second}", first=found, second=BY_ID[table].label)
        return found

    @property
    def label(self) -> Message:
        """Its name."""
        return LABELS[self.step]

    @property
    def base(self) -> Message:
        """What one of it is."""
        return BASES[self.step]


@dataclass(frozen=True, slots=True)
class Reach:
    """The ``steps`` from the widest down. That of the social networks is there only when they are recorded."""

    steps: tuple[Reached, ...]

    def step(self, wanted: Step) -> Reached | None:
        """One of them; None when it is not there."""
        return next((one for one in self.steps if one.step is wanted), None)

    @property
    def partial(self) -> tuple[Reached, ...]:
        """The steps above the lead that are recorded for fewer days: they begin more than a month after the leads, or
        end more than a month before them. Their counts are of other days than those below.
        """
        leads = self.step(Step.LEADS)
        if leads is None or leads.first is None or leads.last is None:
            return ()
        above = [one for one in self.steps if one.step in (Step.IMPRESSIONS, Step.REACH, Step.SESSIONS)]
        return tuple(
            one
            for one in above
            if one.first is not None
            and one.last is not None
            and ((one.first - leads.first).days > _MONTH or (leads.last - one.last).days > _MONTH)
        )


def reach(evaluator: Evaluator) -> Reach:
    """The chain of the slice. What no table holds, or what is not recorded by a dimension that is filtered, is absent
    with the reason, never 0.
    """
    steps = [_impressions(evaluator)]
    if "social" in evaluator.dataset:
        steps.append(_summed(evaluator, Step.REACH, _REACH))
    steps += [
        _summed(evaluator, Step.SESSIONS, _SESSIONS),
        _counted(evaluator, Step.LEADS, LEADS),
        _counted(evaluator, Step.CUSTOMERS, CUSTOMERS),
        _repeat(evaluator),
    ]
    return Reach(tuple(steps))


def _impressions(evaluator: Evaluator) -> Reached:
    found = impressions(evaluator)
    if found.absent is not None:
        return Reached(Step.IMPRESSIONS, TOUCHES.table, None, found.absent)
    days = [_days(evaluator, part.base.by, part.places) for part in found.parts]
    first = min((day for day, _ in days if day is not None), default=None)
    last = max((day for _, day in days if day is not None), default=None)
    tables = tuple(part.base.table for part in found.parts) or (TOUCHES.table,)
    return Reached(Step.IMPRESSIONS, tables[0], found.count, None, first, last, tables[1:])


def _summed(evaluator: Evaluator, step: Step, total: Sum) -> Reached:
    result = evaluator.evaluate(total)
    reason = result.reason(0) or uncovered(evaluator.slice, total.table)
    if reason is not None:
        return Reached(step, total.table, None, reason)
    places = evaluator.matching(total.table, total.by, (Where(total.value, Op.KNOWN),))
    return Reached(step, total.table, round(float(result.values[0])), None, *_days(evaluator, total.by, places))


def _counted(evaluator: Evaluator, step: Step, count: Count) -> Reached:
    result = evaluator.evaluate(count)
    reason = result.reason(0) or uncovered(evaluator.slice, count.table)
    if reason is not None:
        return Reached(step, count.table, None, reason)
    return Reached(step, count.table, int(result.values[0]), None, *_days_counted(evaluator, count))


def _days_counted(evaluator: Evaluator, count: Count) -> Span:
    prepared = evaluator.by_day(count)
    if prepared is None:
        return _days(evaluator, count.by, evaluator.matching(count.table, count.by, count.where))
    first, days = prepared[0], np.flatnonzero(prepared[1])
    return (date_of(first + int(days[0])), date_of(first + int(days[-1]))) if len(days) else (None, None)


def _repeat(evaluator: Evaluator) -> Reached:
    table = ORDER_DAY.table
    reason = unreadable(evaluator) or uncovered(evaluator.slice, table)
    if reason is not None:
        return Reached(Step.REPEAT, table, None, reason)
    found = purchases_here(evaluator)
    repeat = int(np.count_nonzero(found.counts > 1))
    return Reached(Step.REPEAT, table, repeat, None, *_span(found.orders.day))


def _days(evaluator: Evaluator, by: Dating, places: npt.NDArray[np.intp]) -> Span:
    """The first and the last day that these rows are of; those that cover days end with the last of them."""
    ends = (by.day,) if isinstance(by, OnDay) else (by.first, by.last)
    known = [one for one in ends if is_measured(one, evaluator.dataset)]
    if not known or known[0] is not ends[0]:
        return None, None
    return _span(np.concatenate([values(one, evaluator.dataset, evaluator.settings)[places] for one in known]))


def _span(days: npt.NDArray[np.signedinteger]) -> Span:
    known = days[days != MISSING_DAY]
    return (date_of(int(known.min())), date_of(int(known.max()))) if len(known) else (None, None)
