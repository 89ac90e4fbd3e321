"""What the user decides once for a document: part of the State, changed by actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from leaddesk.model.hashing import hashed_once
from leaddesk.model.opening import OpeningHours
from leaddesk.model.stages import StageMap

LIFETIMES: Final = (12, 24, 36)
"""The months between which the horizon of the lifetime value is chosen."""

if TYPE_CHECKING:
    import datetime as dt

    from leaddesk.model.cards import Cards
    from leaddesk.model.objective import ByHand


@hashed_once
@dataclass(frozen=True)
class Settings:
    """``currency``: ISO code of all money. ``response_target``: opening hours within which a lead is to be answered.

    ``selling_hours``: hours a month that selling takes, ``selling_rate``: what one costs; 0 where nobody said.
    ``lifetime_months``: the lifetime value counts so many months (of LIFETIMES) at most. ``company``: whose document it
    is, for titles. ``pinned_today``: the day that counts as today instead of the clock's; the sample is looked at on
    its own day. ``objectives``: those set by hand; no figure of the data hangs on them, so settings that differ in them
    alone are equal, and what was prepared for the data stays. ``until``: the day of the files, as the State sets it:
    what is dated after it has not happened yet. None: whatever is dated has.
    """

    currency: str = "EUR"
    stage_map: StageMap = field(default_factory=StageMap)
    opening: OpeningHours = field(default_factory=OpeningHours)
    response_target: float = 4.0
    selling_hours: float = 0.0
    selling_rate: float = 0.0
    lifetime_months: int = LIFETIMES[-1]
    company: str = ""
    pinned_today: dt.date | None = None
    until: dt.date | None = None
    objectives: tuple[ByHand, ...] = field(default=(), compare=False)
    cards: Cards = field(default=(), compare=False)
