"""Which year the days of a column are of that have none: what dates beside them, names and the file itself tell.

Where nothing tells it is asked, and until then these days are unknown.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.ingest import moments, orderevidence, wide, yearless
from leaddesk.ingest.dateorders import AFTER, AHEAD, PLANNED
from leaddesk.ingest.values import YEAR_ADDED, typed
from leaddesk.model.raw import CellKind
from leaddesk.model.schema import Kind, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.ingest.moments import Seconds
    from leaddesk.ingest.texts import Mask
    from leaddesk.ingest.values import Selection
    from leaddesk.model.recipe import ColumnChoice

QUESTION: Final = "year"
"""The code of the question: ``year:2026+:3``, with the latest year that the column at that position can be of."""
_DAY: Final = 86_400
_NEAR: Final = 62
_HALF_A_YEAR: Final = 183
_MANY: Final = 4
_MOST: Final = 0.8
_MOSTLY: Final = 0.5
_SOME: Final = 0.2
_FEW: Final = 0.1


@dataclass(frozen=True, slots=True)
class Signs:
    """What stands around a sheet that may tell a year. ``names``: of what (``sections``, ``title``, ``sheet``,
    ``file``) → its text, the nearest first; ``limit``: seconds since 1970-01-01 behind which nothing can have
    happened; ``made`` and ``changed``: the days on which the file was, as it says itself (ISO 8601).
    """

    names: tuple[tuple[str, str], ...] = ()
    limit: int | None = None
    made: str = ""
    changed: str = ""


def decided(
    selection: Selection, table: Table, choices: tuple[ColumnChoice, ...], signs: Signs
) -> tuple[tuple[ColumnChoice, ...], tuple[str, ...]]:
    """The choices with the years of their days that have none, and the questions that stay open. A year without
    evidence is the user's word, and holds.
    """
    bare = {
        choice.position: found
        for choice in choices
        if choice.target in table.by_id
        and table.column(choice.target).kind is Kind.MOMENT
        and (found := _bare(selection, choice)) is not None
    }
    choices = tuple(one if one.position in bare else replace(one, year="", year_evidence="") for one in choices)
    first, _ = AFTER.get(table.id, ("", ()))
    made = {choice.position: choice for choice in choices}
    questions = []
    for position in sorted(bare, key=lambda position: made[position].target != first):  # the others may hang on it
        choice = made[position]
        if choice.year and not choice.year_evidence:
            continue
        column = _Column(selection, table, choice, bare[position], signs)
        year, evidence = column.told(tuple(made.values()))
        made[position] = replace(choice, year=year, year_evidence=evidence)
        if not year and YEAR_ADDED not in choice.off and (latest := column.latest()):
            questions.append(f"{QUESTION}:{latest}:{position}")
    return tuple(made.values()), tuple(questions)


def beside(selection: Selection, choices: Sequence[ColumnChoice], choice: ColumnChoice) -> Seconds | None:
    """The dates of the column that tells the years of another one's days; None where that is told otherwise."""
    other = next((one for one in choices if one.target == choice.year), None) if choice.year else None
    if other is None or other.position == choice.position:
        return None
    known: Seconds = typed(selection.cells(other.position), Kind.MOMENT, other).values
    return known


def _bare(selection: Selection, choice: ColumnChoice) -> Seconds | None:
    """The days without a year of a column, in the leap year; None where it has none."""
    cells = selection.cells(choice.position)
    if not cells.has(CellKind.TEXT) or cells.codes is None:
        return None
    texts, used = cells.texts.mapped(choice.values), cells.used > 0
    found = yearless.read(texts, used, choice.date_order or "dmy", orderevidence.days_of_months(texts, used))
    rows = None if found is None else cells.of_text(found, moments.NO_MOMENT)
    return rows if rows is not None and (rows != moments.NO_MOMENT).any() else None


@dataclass(frozen=True, eq=False, slots=True)
class _Column:
    """A column with days without a year: ``found`` in the leap year, by row."""

    selection: Selection
    table: Table
    choice: ColumnChoice
    found: Seconds
    signs: Signs

    def told(self, choices: tuple[ColumnChoice, ...]) -> tuple[str, str]:
        """The year, as a choice says it, and what told it; else both empty."""
        year = self._by_rows()
        if year:
            return year, "rows"
        year = self._by_columns(choices)
        if year:
            return year, "columns"
        for name, text in self.signs.names:
            years = wide.years_in(text)
            if years:
                year = self._named(years)
                return (year, name) if year else ("", "")
        year = self._by_file()
        return (year, "made") if year else ("", "")

    def latest(self) -> str:
        """The latest year of which the days can be: hardly any of what happened lies behind the limit."""
        limit = self.signs.limit
        if limit is None:
            return ""
        day = np.datetime64(limit - 1, "s").astype("datetime64[Y]").astype(np.int64) + 1970
        fitting = (year for year in range(day, day - 3, -1) if self._share_ahead(year) <= _FEW)
        return f"{next(fitting, day)}{self._direction}"

    @property
    def _days(self) -> Seconds:
        found: Seconds = self.found[self.found != moments.NO_MOMENT]
        return found

    @property
    def _direction(self) -> str:
        return _direction(self._days)

    @property
    def _has_happened(self) -> bool:
        return self.table.id not in PLANNED and self.choice.target not in AHEAD

    def _in(self, year: int) -> Seconds:
        """The days in that year, or from it on."""
        days, direction = self._days, self._direction
        years = np.full(len(days), year, np.int64)
        placed = yearless.in_years(days, years + yearless.turns(days, direction) if direction else years)
        known: Seconds = placed[placed != moments.NO_MOMENT]
        return known

    def _share_ahead(self, year: int) -> float:
        """The share of the days that would lie behind the limit in that year; what is planned may."""
        limit, days = self.signs.limit, self._in(year)
        return float((days > limit).mean()) if limit is not None and self._has_happened and len(days) else 0.0

    def _by_rows(self) -> str:
        """From the dates of the same column that have a year."""
        known = typed(self.selection.cells(self.choice.position), Kind.MOMENT, replace(self.choice, year="")).values
        has = known != moments.NO_MOMENT
        if not has.any():
            return ""
        best, least = "", 1.0
        for direction in (yearless.IN_ORDER, yearless.NEWEST_FIRST):
            year = f"{yearless.BESIDE}{direction}"
            placed = yearless.placed(self.found, known, year)
            values = np.where(has, known, placed)
            step = np.diff(values[values != moments.NO_MOMENT])
            wrong = float((step < 0 if direction == yearless.IN_ORDER else step > 0).sum()) / max(1, len(step))
            if wrong < least:
                best, least = year, wrong
        years = np.unique(yearless.year_of(known[has]))
        if least <= _FEW:
            return best
        return str(years[0]) if len(years) == 1 else ""

    def _by_columns(self, choices: tuple[ColumnChoice, ...]) -> str:
        """From the other dates of the row: what comes first in it, else what comes after that."""
        first, later = AFTER.get(self.table.id, ("", ()))
        by_target = {one.target: one for one in choices}
        target = self.choice.target
        has_day = self.found != moments.NO_MOMENT
        if target != first:
            other = by_target.get(first) if target in later or target in AHEAD else None
            if other is None:
                return ""
            dated = typed(self.selection.cells(other.position), Kind.MOMENT, other).values != moments.NO_MOMENT
            bare = _bare(self.selection, other)  # whose year may be asked for: once is enough
            dated |= False if bare is None else bare != moments.NO_MOMENT
            return first if (dated & has_day).sum() >= _MOST * has_day.sum() else ""
        for name in (one for one in later if one in by_target):
            other = by_target[name]
            known = typed(self.selection.cells(other.position), Kind.MOMENT, replace(other, year="")).values
            both = (known != moments.NO_MOMENT) & has_day
            if both.sum() >= _SOME * has_day.sum() and (year := self._implied(known, both, name)):
                return year
        return ""

    def _implied(self, known: Seconds, both: Mask, name: str) -> str:
        """The year that the dates of a later column give to the rows that have one; its name where they are of several
        years, and nearly all rows have one.
        """
        has_day = self.found != moments.NO_MOMENT
        placed = yearless.placed(np.where(both, self.found, moments.NO_MOMENT), known, name, known)
        sure = both & (placed != moments.NO_MOMENT)
        if not sure.any():
            return ""
        direction = self._direction
        turned = np.zeros(len(self.found), np.int64)
        turned[has_day] = yearless.turns(self.found[has_day], direction) if direction else 0
        years = np.unique(yearless.year_of(placed[sure]) - turned[sure])
        if len(years) == 1:
            return f"{years[0]}{direction}"
        return name if both.sum() >= _MOST * has_day.sum() else ""

    def _named(self, years: Sequence[int]) -> str:
        """The year of the first row where a name says these *years*: that one, unless days would lie ahead of the file.

        Of two, one after the other, it is the first where the rows go over New Year once.
        """
        direction = self._direction
        turned = yearless.turns(self._days, direction) if direction else np.zeros(1, np.int64)
        if len(years) == 2 and years[1] - years[0] == 1 and int(np.ptp(turned)) == 1:
            return f"{years[0] - int(turned.min())}{direction}"
        if len(years) != 1:
            return ""
        year = years[0]
        offered = [year, year - int(turned.max()), year - int(turned.min())]
        if self._share_ahead(year) > _MOSTLY:  # it is the year in which the file was written, of days before
            offered.append(year - 1)
        first = next((one for one in offered if not self._share_ahead(one)), year)
        return f"{first}{direction}"

    def _by_file(self) -> str:
        """The one year in which all days lie between those on which the file was made and last changed."""
        if not self._has_happened or not (self.signs.made and self.signs.changed):
            return ""
        start, end = (_seconds(day) for day in (self.signs.made, self.signs.changed))
        last = dt.date.fromisoformat(self.signs.changed[:10]).year
        fitting = []
        for year in range(dt.date.fromisoformat(self.signs.made[:10]).year - 1, last + 1):
            days = self._in(year)
            if len(days) and days.min() >= start - 31 * _DAY and days.max() < end + 2 * _DAY:
                fitting.append(f"{year}{self._direction}")
        return fitting[0] if len(fitting) == 1 else ""


def _seconds(day: str) -> int:
    return int(np.datetime64(day[:10], "s").astype(np.int64))


def _direction(days: Seconds) -> str:
    """``+`` or ``-`` where days without a year lie in their order over at least one New Year; else empty."""
    best, least = "", _FEW
    for direction in (yearless.IN_ORDER, yearless.NEWEST_FIRST):
        turned = yearless.turns(days, direction)
        step = np.diff(days // _DAY + 366 * turned) * (1 if direction == yearless.IN_ORDER else -1)
        over = np.diff(turned) != 0
        if not over.any():
            continue
        right, wrong = int((step > 0).sum()), int((step < 0).sum())
        gap = int(np.abs(step[over]).max())
        is_sure = right >= _MANY * int(over.sum()) and gap <= _HALF_A_YEAR
        share = wrong / (right + wrong)
        if share <= least and (is_sure or (direction == yearless.IN_ORDER and gap <= _NEAR)):
            best, least = direction, share - 1e-9
    return best
