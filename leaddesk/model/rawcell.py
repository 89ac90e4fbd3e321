"""One raw cell: what it holds, as a value, as data for an example, and as text that no language marks."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from leaddesk.model.raw import CellKind
from leaddesk.text import plain

if TYPE_CHECKING:
    from leaddesk.model.raw import RawColumn
    from leaddesk.text import CellFact

Cell: TypeAlias = "str | float | dt.datetime | None"

_EPOCH: Final = dt.datetime(1970, 1, 1)  # noqa: DTZ001  (cells hold naive local times)
_DAY: Final = 86_400
_EMPTY: Final = int(CellKind.EMPTY)
_TEXTS: Final = frozenset((int(CellKind.TEXT), int(CellKind.ERROR)))
"""Plain numbers: to ask the enumeration takes as long as all the rest, and thousands of cells are looked at."""


def held(column: RawColumn, row: int) -> str | float | None:
    """What a cell holds, whatever its kind: its text, its number (of a date too), None where it is empty."""
    kind = int(column.kinds[row])
    if kind in _TEXTS and column.codes is not None:
        return column.texts[int(column.codes[row])]
    if kind == _EMPTY or column.numbers is None:
        return None
    return float(column.numbers[row])


def value(column: RawColumn, row: int) -> Cell:
    """One cell as a Python value: text, number (flags and durations too), naive moment, None where it is empty. A date
    that no calendar has is a text.
    """
    found = held(column, row)
    if not isinstance(found, float) or column.kinds[row] != CellKind.DATE:
        return found
    day = moment(found)
    return number_text(CellKind.DATE, found) if day is None else day


def fact(column: RawColumn, row: int) -> CellFact:
    """One cell as data, for an example: a text as it stands (empty where the cell is), else as :func:`fact_of`."""
    found = held(column, row)
    return fact_of(CellKind(int(column.kinds[row])), found) if isinstance(found, float) else found or ""


def fact_of(kind: CellKind, number: float) -> CellFact:
    """A number of that kind as data: a number, a day, a moment, a flag; a duration is a text (``08:30``)."""
    if not math.isfinite(number):
        return ""
    if kind == CellKind.FLAG:
        return bool(number)
    if kind == CellKind.DURATION:
        return f"{int(number) // 3600:02}:{int(number) // 60 % 60:02}"
    if kind != CellKind.DATE:
        return number
    found = moment(number)
    if found is None:  # numpy knows the years beyond 9999
        return str(np.datetime64(round(number), "s")).replace("T", " ").removesuffix(":00").removesuffix(" 00:00")
    return found if round(number) % _DAY else found.date()


def number_text(kind: CellKind, number: float) -> str:
    """A number of that kind as neutral text: 12, 12.5, 2026-04-15, 2026-04-15 14:32, TRUE, 08:30."""
    return plain(fact_of(kind, number))


def moment(seconds: float) -> dt.datetime | None:
    """The moment that a cell holds as seconds since 1970-01-01; None where it is none of the years 1 to 9999."""
    try:
        return _EPOCH + dt.timedelta(seconds=round(seconds))
    except (OverflowError, ValueError):
        return None
