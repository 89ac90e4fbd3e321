"""Raw cells written by hand: rows of Python values become a sheet as a reader would give it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from leaddesk.model.raw import CellKind, RawColumn, RawFile, RawSheet

if TYPE_CHECKING:
    from collections.abc import Sequence

EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001


def raw_column(values: Sequence[Any]) -> RawColumn:
    kinds = np.zeros(len(values), np.uint8)
    numbers = np.full(len(values), np.nan)
    codes = np.full(len(values), -1, np.int32)
    texts: dict[str, int] = {}
    for place, value in enumerate(values):
        if value is None or value == "":
            continue
        if isinstance(value, bool):
            kinds[place], numbers[place] = CellKind.FLAG, value
        elif isinstance(value, int | float):
            kinds[place], numbers[place] = CellKind.NUMBER, value
        elif isinstance(value, dt.datetime):
            kinds[place], numbers[place] = CellKind.DATE, (value - EPOCH).total_seconds()
        elif isinstance(value, dt.date):
            kinds[place], numbers[place] = CellKind.DATE, (value - EPOCH.date()).days * 86400
        elif isinstance(value, dt.timedelta):
            kinds[place], numbers[place] = CellKind.DURATION, value.total_seconds()
        else:
            error = value.startswith("#") and value.endswith(("!", "?"))
            kinds[place] = CellKind.ERROR if error else CellKind.TEXT
            codes[place] = texts.setdefault(value, len(texts))
    has_numbers = bool((~np.isnan(numbers)).any())
    return RawColumn(kinds, numbers if has_numbers else None, codes if texts else None, tuple(texts))


def raw_sheet(rows: Sequence[Sequence[Any]], name: str = "Sheet1", **facts: Any) -> RawSheet:
    width = max((len(row) for row in rows), default=0)
    padded = [[*row, *[None] * (width - len(row))] for row in rows]
    columns = tuple(raw_column([row[p] for row in padded]) for p in range(width))
    return RawSheet(name, columns, len(rows), **facts)


def raw_file(*sheets: RawSheet | Sequence[Sequence[Any]], name: str = "file.xlsx", **facts: Any) -> RawFile:
    made = tuple(s if isinstance(s, RawSheet) else raw_sheet(s, f"Sheet{n}") for n, s in enumerate(sheets, start=1))
    return RawFile(name, facts.pop("digest", name), facts.pop("format", "xlsx"), made, **facts)
