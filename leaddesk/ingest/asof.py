"""The day on which a file was true: its latest date, or the one that its title or its name gives."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.ingest import moments, years
from leaddesk.ingest.sheetcells import cell_text
from leaddesk.ingest.texts import Texts
from leaddesk.ingest.values import Selection, typed
from leaddesk.model.schema import Kind
from leaddesk.model.tables import BY_ID

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leaddesk.ingest.parts import Part
    from leaddesk.model.raw import RawFile, RawSheet
    from leaddesk.model.recipe import Recipe

_UNDATED: Final = frozenset({"next_date", "until", "end"})
_TITLE_ROWS: Final = 6
_DAY: Final = re.compile(
    r"\b(?:\d{4}-\d\d-\d\d|(?:1[3-9]|2\d|3[01])[/.]\d\d[/.]\d{4}|(?<=au )\d\d?[/.]\d\d[/.]\d{4})\b"
)
"""Dates that can be read in one way only; after the French "au" the day always comes first."""


def dated(raw: RawFile, recipe: Recipe, today: dt.date) -> Recipe:
    """The recipe with the day on which the file was true, found where it says none."""
    return recipe if recipe.as_of else replace(recipe, as_of=latest_day(raw, recipe, today))


def latest_day(raw: RawFile, recipe: Recipe, today: dt.date) -> dt.date | None:
    """The latest date in the data that is not after *today*, or the date in the title if that is later; without any the
    one in the name of the file, None when there is none. Expenses count only where the file has nothing else: they are
    often planned.
    """
    limit = int(np.datetime64(today, "D").astype(np.int64) + 1) * 86_400
    best: dict[bool, int] = {}
    for sheet in recipe.sheets:
        if not sheet.table:
            continue
        raw_sheet = next(one for one in raw.sheets if one.name == sheet.sheet)
        selection = Selection(raw_sheet, slice(sheet.first_row, sheet.last_row + 1))
        for choice in sheet.columns:
            if choice.target not in BY_ID[sheet.table].dates or choice.target in _UNDATED:
                continue
            told = years.beside(selection, sheet.columns, choice)
            values = typed(selection.cells(choice.position), Kind.MOMENT, choice, told).values
            values = values[(values != moments.NO_MOMENT) & (values < limit)]
            if len(values):
                plan = sheet.table in ("costs", "operations", "objectives")
                best[plan] = max(best.get(plan, 0), int(values.max()))
        title = title_of(raw_sheet, sheet.header_row, sheet.header_rows)
        moment = day_in(title)
        if 0 < moment < limit:
            best[False] = max(best.get(False, 0), moment)
    if not best:
        return _named_day(raw, recipe, today)
    seconds = best.get(False, best.get(True, 0))
    return dt.date(1970, 1, 1) + dt.timedelta(days=seconds // 86_400)


def said(parts: Iterable[Part]) -> dict[str, dt.date]:
    """For each table the day of its files where that is later than all that one of them holds: a person, or a title,
    says that nothing more happened up to then.
    """
    found: dict[str, dt.date] = {}
    for _, own in itertools.groupby(parts, lambda part: id(part.raw)):
        some = list(own)
        as_of = some[0].as_of
        if as_of is None or max((_latest(part, as_of) for part in some), default=as_of) >= as_of:
            continue
        for part in some:
            found[part.table.id] = max(as_of, found.get(part.table.id, as_of))
    return found


def _latest(part: Part, as_of: dt.date) -> dt.date:
    """The latest day of a part that is not after another; the first day of all where it has none."""
    end = _seconds(as_of) + 86_400
    days = [part.columns[name].values for name in part.table.dates if name in part.columns]
    latest = max((int(some.max()) for one in days if len(some := one[one < end])), default=moments.NO_MOMENT)
    return dt.date.min if latest == moments.NO_MOMENT else dt.date(1970, 1, 1) + dt.timedelta(days=latest // 86_400)


def _named_day(raw: RawFile, recipe: Recipe, today: dt.date) -> dt.date | None:
    """The day that a file's name gives, or the last one of the month that its sheets are named after; not after
    *today*, and None where there is none.
    """
    moment = day_in(raw.name.replace("_", " "))
    months = [sheet.month for sheet in recipe.sheets if sheet.table and sheet.month]
    if moment:
        day = dt.date(1970, 1, 1) + dt.timedelta(days=moment // 86_400)
    elif months:
        year, month = map(int, max(months).split("-"))
        day = dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    else:
        return None
    return min(day, today)


def title_of(sheet: RawSheet, header_row: int | None, header_rows: int = 1) -> str:
    """The text above the headers, which take *header_rows* rows, the last of them *header_row*."""
    above = range(min((header_row or 0) + 1 - header_rows, _TITLE_ROWS))
    return " ".join(
        " ".join(cell_text(sheet, row, p) for row in above for p in range(min(len(sheet.columns), 8))).split()
    )


def day_in(title: str) -> int:
    """The last date that a title names, in seconds since 1970-01-01; 0 where it names none that is certain."""
    found = [text for text in _DAY.findall(title) if text]
    if not found:
        return 0
    moment = int(moments.parse(Texts.of([found[-1]]), "dmy")[0][0])
    return max(moment, 0)


def limit(raw: RawFile, title: str, today: dt.date | None) -> int | None:
    """Seconds since 1970-01-01 behind which nothing can have happened: the end of today, of the day that the title
    above a table or the name of the file gives, or of the one after the file was last changed (somewhere else).
    """
    days = [day for day in (day_in(title), day_in(raw.name.replace("_", " "))) if day]
    changed = dict(raw.about).get("modified", "")[:10]
    days += [_seconds(dt.date.fromisoformat(changed)) + 86_400] if changed else []
    days += [_seconds(today)] if today else []
    return min(days) + 86_400 if days else None


def _seconds(day: dt.date) -> int:
    return int(np.datetime64(day, "s").astype(np.int64))
