"""Days without a year ("12 mai", "12/05") placed in theirs, row by row, as the column's choice says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.ingest import moments, orderevidence

if TYPE_CHECKING:
    from leaddesk.ingest.moments import Seconds
    from leaddesk.ingest.texts import Mask, Texts

BESIDE: Final = "rows"
"""A year that is told by the dates with a year in the same column."""
IN_ORDER: Final = "+"
"""The rows lie in the order of their days: after December comes the next year."""
NEWEST_FIRST: Final = "-"
YEAR: Final = re.compile(rf"(\d{{4}}|{BESIDE})([+-]?)")
"""A year as :attr:`~leaddesk.model.recipe.ColumnChoice.year` says it, with the order of the rows."""
FIRST: Final = frozenset({"created", "opened", "start", "date"})
"""The columns whose day comes first in a row."""
_DAY: Final = 86_400
_LEAP: Final = 366
_BACK: Final = 90
"""So many days a row may lie before the one above it, where rows lie in the order of their days."""
_EARLY: Final = 31
"""So many days a lead may be answered before it was written down."""


def read(texts: Texts, used: Mask, order: str, days: bool) -> Seconds | None:
    """For each text its moment in :data:`~leaddesk.ingest.moments.LEAP_YEAR`, ``NO_MOMENT`` where it has a year or is
    no date; None where no text is a day without a year. *days*: two figures behind a month are a day.
    """
    plans = [moments.plan(shape) for shape in texts.shapes.names]
    bare = [how is not None and not how.has_year for how in plans]
    if not days and not any(bare):
        return None
    found = moments.parse_yearless(texts, order, days)
    if any(bare) and orderevidence.months_and_years(texts, used):
        is_open = [how is not None and not how.has_year and how.is_open for how in plans]
        found[np.asarray(is_open)[texts.shapes.codes]] = moments.NO_MOMENT
    return found if (found != moments.NO_MOMENT).any() else None


def placed(found: Seconds, known: Seconds, year: str, beside: Seconds | None = None) -> Seconds:
    """The moments of the rows whose day is *found* (in the leap year), in their years; ``NO_MOMENT`` where nothing
    tells it, or the year has no such day. *known*: those that have a year. *year*: as the choice says it; *beside*:
    the dates of the column that it names.
    """
    result = np.full(len(found), moments.NO_MOMENT, np.int64)
    rows = np.flatnonzero(found != moments.NO_MOMENT)
    told = YEAR.fullmatch(year)
    if told is None:
        if beside is not None:
            has = rows[beside[rows] != moments.NO_MOMENT]
            result[has] = in_years(found[has], _years_beside(found[has], beside[has], year in FIRST))
        return result
    if told[1] == BESIDE:
        result[rows] = in_years(found[rows], _years_between(found, known, rows, told[2]))
    elif len(rows):
        years = np.full(len(rows), int(told[1]), np.int64)
        result[rows] = in_years(found[rows], years + (turns(found[rows], told[2]) if told[2] else 0))
    return result


def turns(found: Seconds, direction: str) -> Seconds:
    """How many years after that of the first row each lies, where rows lie in the order of their days: the newest
    first, or the oldest. *found*: in the leap year.
    """
    step = np.diff(found // _DAY, prepend=found[:1] // _DAY)
    step = -step if direction == NEWEST_FIRST else step
    total: Seconds = np.cumsum(np.where(step < -_BACK, 1, np.where(step >= _LEAP - _BACK, -1, 0)))
    return -total if direction == NEWEST_FIRST else total


def in_years(found: Seconds, years: Seconds) -> Seconds:
    """The days of the leap year in other *years*; ``NO_MOMENT`` for 29 February where a year has none."""
    dates = (found // _DAY).astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    month = months.astype(np.int64) % 12 + 1
    day = (dates - months).astype(np.int64) + 1
    days, exists = moments.civil_days(years, month, day)
    return np.where(exists, days * _DAY + found % _DAY, moments.NO_MOMENT)


def in_leap_year(known: Seconds) -> Seconds:
    """Moments as days of the leap year."""
    return in_years(known, np.full(len(known), moments.LEAP_YEAR, np.int64))


def year_of(known: Seconds) -> Seconds:
    """The years of moments."""
    years: Seconds = (known // _DAY).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    return years


def _years_between(found: Seconds, known: Seconds, rows: Seconds, direction: str) -> Seconds:
    """The years of the *rows* that have none, from the dates above them, or below them at the top."""
    anchors = np.flatnonzero(known != moments.NO_MOMENT)
    if not len(anchors):
        return np.zeros(len(rows), np.int64)
    places = np.sort(np.concatenate([anchors, rows]))
    days = found[places]
    is_anchor = known[places] != moments.NO_MOMENT
    days[is_anchor] = in_leap_year(known[places[is_anchor]])
    turned = turns(days, direction or IN_ORDER)
    above = np.maximum(np.cumsum(is_anchor) - 1, 0)
    base = year_of(known[anchors]) - turned[is_anchor]
    years: Seconds = (turned + base[above])[~is_anchor]
    return years


def _years_beside(found: Seconds, beside: Seconds, comes_after: bool) -> Seconds:
    """The years in which days lie within a year of the ones beside them: after those (or hardly before), else before
    them.
    """
    years = year_of(beside)
    gap = in_years(found, years) // _DAY - beside // _DAY
    gap = np.where(in_years(found, years) == moments.NO_MOMENT, 0, gap)
    gap = gap if comes_after else -gap
    step = np.where(gap < -_EARLY, 1, np.where(gap >= _LEAP - 1 - _EARLY, -1, 0))
    moved: Seconds = years + (step if comes_after else -step)
    return moved
