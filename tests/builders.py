"""Small data for tests: frames, datasets, States and slices in one line each."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leaddesk.model.dataset import Dataset, Frame, Origin, typed
from leaddesk.model.period import Period
from leaddesk.model.schema import EXTRA_PREFIX, Kind
from leaddesk.model.settings import Settings
from leaddesk.model.slice import Filters, Slice
from leaddesk.model.state import State
from leaddesk.model.tables import BY_ID

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TODAY = dt.date(2025, 6, 30)
"""What counts as today where a test does not say."""


def frame(
    table_id: str, /, *, rows: Sequence[int] | None = None, extra: Mapping[str, Any] | None = None, **columns: Any
) -> Frame:
    """A frame of one table from lists of Python values, a keyword a column; None is missing, dates are ISO text.

    ``rows``: the permanent row ids (0, 1, 2… when left out). ``extra``: columns of the user's own, by header.
    """
    table = BY_ID[table_id]
    named = {name: typed(table.column(name).kind, list(values)) for name, values in columns.items()}
    named |= {EXTRA_PREFIX + name: typed(Kind.TEXT, list(values)) for name, values in (extra or {}).items()}
    size = len(next(iter(named.values()), ()))
    zeros = np.zeros(size, np.int32)
    origin = Origin(("made.csv",), ("made",), zeros, zeros, np.arange(2, size + 2, dtype=np.int32))
    ids = np.arange(size, dtype=np.int64) if rows is None else np.array(rows, np.int64)
    return Frame(table, pd.DataFrame(named), ids, origin)


def dataset(*frames: Frame, as_of: dt.date | None = None, **tables: Mapping[str, Any]) -> Dataset:
    """A dataset of frames, or of tables as dicts: ``dataset(leads={"created": ["2025-01-03"]}, costs={…})``."""
    made = [*frames, *(frame(table_id, **columns) for table_id, columns in tables.items())]
    return Dataset({one.table.id: one for one in made}, as_of)


def state(
    *frames: Frame,
    today: dt.date = TODAY,
    settings: Settings | None = None,
    as_of: dt.date | None = None,
    **tables: Mapping[str, Any],
) -> State:
    """A State over :func:`dataset` of the same arguments."""
    return State(today, dataset(*frames, as_of=as_of, **tables), settings or Settings())


def period(start: str | None = None, end: str | None = None) -> Period:
    """A period from ISO dates; a month (``2025-01``) alone is that month."""
    if start is not None and len(start) == 7:
        first = np.datetime64(start, "M")
        last = first if end is None else np.datetime64(end, "M")
        return Period(first.astype("datetime64[D]").item(), ((last + 1).astype("datetime64[D]") - 1).item())
    return Period(*(None if day is None else dt.date.fromisoformat(day) for day in (start, end)))


def a_slice(
    of: State | Dataset,
    start: str | None = None,
    end: str | None = None,
    /,
    *,
    compare: Period | None = None,
    **kept: Any,
) -> Slice:
    """A slice: ``a_slice(state, "2025-01", channel=["Google", None])``; see :func:`period` for the first words.

    Each keyword limits a dimension to one value or a list of them (None: the rows without one).
    """
    whole = of if isinstance(of, State) else State(TODAY, of)
    chosen = {
        name: frozenset(values if isinstance(values, list | tuple | set | frozenset) else [values])
        for name, values in kept.items()
    }
    return Slice(whole, period(start, end), compare, Filters(chosen))
