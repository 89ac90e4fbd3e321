"""What the user chooses to see of the funnel: a reading within a window, or two of them side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leaddesk.model.dimensions import dimensions
from leaddesk.model.pairs import most_leads, paired
from leaddesk.model.readings import Reading
from leaddesk.model.sidebyside import SideBySide, side_by_side
from leaddesk.text import Message, msg
from leaddesk.ui.dimension_names import dimension_label, value_name

if TYPE_CHECKING:
    from leaddesk.model.period import Period
    from leaddesk.model.readings import Window
    from leaddesk.model.report import Report

PERIOD: Final = ""
"""Stands for the two periods among the dimensions."""
_PERIODS: Final = (msg("this period"), msg("the other period"))


@dataclass(frozen=True, slots=True)
class ReadChoice:
    """A reading; ``days`` of the window as typed, None: as learnt; whether it is limited at all."""

    reading: Reading = Reading.AS_RECORDED
    is_limited: bool = True
    days: int | None = None

    def window(self, learnt: Window | None) -> int | None:
        """The days that count, None for all."""
        if self.reading is Reading.AS_RECORDED or not self.is_limited:
            return None
        return self.days if self.days is not None or learnt is None else learnt.days


@dataclass(frozen=True, slots=True)
class PairChoice:
    """Which two to compare: by the period or by two values of a dimension; None: whichever come first."""

    by: str | None = None
    one: tuple[str | None] | None = None
    other: tuple[str | None] | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports side by side, and what else could be compared.

    ``ways``: the dimensions (:data:`PERIOD` for the periods); ``by``: the one at hand, None without any; ``keys``: its
    values, most leads first, and ``chosen``: the places of the two among them. ``names`` are short, ``titles`` say
    the days of periods. ``found`` None: there are not two.
    """

    ways: tuple[str, ...]
    by: str | None
    keys: tuple[str | None, ...] = ()
    chosen: tuple[int, int] = (0, 0)
    names: tuple[Message, Message] | None = None
    titles: tuple[Message, Message] | None = None
    reports: tuple[Report, Report] | None = None
    found: SideBySide | None = None


def pair(choice: PairChoice, report: Report) -> Pair:
    """The two that are to be compared, as far as the report has them."""
    before = report.before()
    ways = (*([] if before is None else [PERIOD]), *dimensions(report.slice))
    by = choice.by if choice.by in ways else next(iter(ways), None)
    if by is None:
        return Pair(ways, None)
    if by == PERIOD and before is not None:
        titles = (period_name(report.slice.period), period_name(before.slice.period))
        found = side_by_side(report.funnel, before.funnel)
        return Pair(ways, by, (), (0, 0), _PERIODS, titles, (report, before), found)
    keys = most_leads(report, by)
    if len(keys) < 2:
        return Pair(ways, by, keys)
    one = keys.index(choice.one[0]) if choice.one is not None and choice.one[0] in keys else 0
    other = keys.index(choice.other[0]) if choice.other is not None and choice.other[0] in keys else 1
    if one == other:
        other = 1 if one == 0 else 0
    made = paired(report, by, keys[one], keys[other])
    names = (value_name(by, keys[one]), value_name(by, keys[other]))
    return Pair(ways, by, keys, (one, other), names, names, made.reports, made.found)


def way_name(by: str) -> Message:
    """A way to compare, as it is shown."""
    return msg("Two periods") if by == PERIOD else dimension_label(by)


def period_name(period: Period) -> Message:
    """A period in few words."""
    if period.start is None or period.end is None:
        return msg("All dates")
    return msg("{start} – {end}", start=period.start, end=period.end)
