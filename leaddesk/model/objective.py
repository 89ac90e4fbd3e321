"""An objective: a target for a KPI. Where it comes from is in :mod:`leaddesk.model.objectives`."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leaddesk.model.period import Period

if TYPE_CHECKING:
    from leaddesk.text import Message

PREFIX: Final = "objective:"
"""Before the key of an objective set by hand, where a change of the settings names it."""


@dataclass(frozen=True, slots=True)
class Objective:
    """A ``target`` for the KPI of that id over a period, perhaps for one channel or one operation alone.

    A ``target`` of a percentage is a fraction. ``row``: the row of the table that says so, None where it was set
    by hand.
    """

    kpi: str
    target: float
    period: Period
    channel: str | None = None
    operation: str | None = None
    owner: str = ""
    row: int | None = None

    @property
    def is_dated(self) -> bool:
        """Whether its period has a first and a last day."""
        return self.period.start is not None and self.period.end is not None

    @property
    def field(self) -> str:
        """The name under which a change of the settings holds it: two objectives for the same thing are one."""
        days = [None if day is None else day.isoformat() for day in (self.period.start, self.period.end)]
        return PREFIX + json.dumps([self.kpi, *days, self.channel, self.operation], ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Misread:
    """A row of the table of objectives that says nothing which LeadDesk understands: what it holds, and why."""

    row: int
    words: str
    reason: Message


@dataclass(frozen=True, slots=True)
class ByHand:
    """What was set by hand for one thing: its ``target`` and ``owner``; no target: there is none, whatever a file says.

    ``field``: see :attr:`Objective.field`.
    """

    field: str
    target: float | None
    owner: str = ""

    @property
    def objective(self) -> Objective | None:
        """The objective that it sets; None when it takes one away."""
        if self.target is None:
            return None
        kpi, start, end, channel, operation = _key(self.field)
        days = (None if day is None else dt.date.fromisoformat(day) for day in (start, end))
        return Objective(str(kpi), self.target, Period(*days), channel, operation, self.owner)

    def written(self) -> str:
        """As the log holds it."""
        return json.dumps([self.target, self.owner], ensure_ascii=False)


def _key(field: str) -> list[str | None]:
    key = json.loads(field.removeprefix(PREFIX))
    if (
        not isinstance(key, list)
        or len(key) != 5
        or any(part is not None and not isinstance(part, str) for part in key)
    ):
        raise ValueError("an objective is named by its KPI, two days, a channel and an operation")
    return key


def by_hand(field: str, value: object) -> ByHand:
    """What a change of the settings says of the objective *field*.

    :raises ValueError: when it is not of that form.
    """
    _, start, end, _, _ = _key(field)
    for day in (start, end):
        if day is not None:
            dt.date.fromisoformat(day)
    said = json.loads(str(value))
    if not isinstance(said, list) or len(said) != 2 or not isinstance(said[1], str):
        raise ValueError("an objective has a target and an owner")
    target, owner = said
    if target is not None and (isinstance(target, bool) or not isinstance(target, int | float)):
        raise ValueError("the target of an objective is a number")
    return ByHand(field, None if target is None else float(target), owner)


def having(chosen: tuple[ByHand, ...], field: str, value: object) -> tuple[ByHand, ...]:
    """The objectives set by hand with one of them changed; None says nothing of it any more.

    :raises ValueError: when the value is not of its form.
    """
    others = [one for one in chosen if one.field != field]
    if value is not None:
        others.append(by_hand(field, value))
    return tuple(sorted(others, key=lambda one: one.field))
