"""What dates rows that have no day of their own, and how long an expense lasts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from leaddesk.ingest import headers, moments, wide, years
from leaddesk.ingest.values import typed
from leaddesk.model.schema import Kind, Table

if TYPE_CHECKING:
    from leaddesk.ingest.mapping import Look
    from leaddesk.model.recipe import ColumnChoice


def month(look: Look, table: Table, made: tuple[ColumnChoice, ...]) -> str:
    """The month that the sheet is named after, where no column dates its rows."""
    if table.id not in ("leads", "costs") or any(one.target in ("date", "created") or one.wide_key for one in made):
        return ""
    year = wide.year_of(look.seen)
    names = (look.sheet.name, look.seen.title, look.raw.name.rpartition(".")[0].replace("_", " "))
    return next((month for name in names if (month := wide.month_within(name, year))), "")


def spans(look: Look, table: Table, made: tuple[ColumnChoice, ...]) -> str:
    """How long an expense covers: a month where all dates are firsts of a month, a week where they step by seven."""
    choice = next((one for one in made if one.target == "date"), None)
    if table.id != "costs" or choice is None or any(one.target == "until" for one in made):
        return "day"
    word = headers.fold(choice.header)
    told = years.beside(look.selection, made, choice)
    values = typed(look.selection.cells(choice.position), Kind.MOMENT, choice, told).values
    days = np.unique(values[values != moments.NO_MOMENT] // 86_400)
    if not len(days):
        return "day"
    firsts = bool((days.astype("datetime64[D]") == days.astype("datetime64[D]").astype("datetime64[M]")).all())
    if firsts and (len(days) > 2 or word in ("mois", "month", "periode", "period")):
        return "month"
    steps = np.diff(days)
    if word in ("semaine", "week") or (len(days) > 3 and bool((steps % 7 == 0).all())):
        return "week"
    return "day"
