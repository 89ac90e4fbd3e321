"""Rows that are one lead made one: the first takes over what the second knows, all rows at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from leaddesk.ingest.values import EXAMPLES, LINES
from leaddesk.model.dataset import Dataset, Frame
from leaddesk.model.merging import DECISION, EARLIEST, FURTHER
from leaddesk.model.rowcolumn import StageOf
from leaddesk.model.rows import is_measured, values
from leaddesk.model.settings import Settings
from leaddesk.model.stages import Stage

if TYPE_CHECKING:
    from leaddesk.model.stages import StageMap
    from leaddesk.text import Fact

Places = npt.NDArray[np.intp]

_RANKS: Final = np.array([FURTHER.index(stage) for stage in Stage] + [FURTHER.index(Stage.NEW)], np.int8)


@dataclass(slots=True)
class Differing:
    """Facts of which two rows know another one each: how many, the ``places`` of the first rows, ``examples`` of what
    gave way and what holds.
    """

    count: int = 0
    places: tuple[int, ...] = ()
    examples: tuple[tuple[Fact, Fact], ...] = ()

    def note(self, column: pd.Series, gone: Places, holding: Places, rows: Places) -> None:
        """Take down facts at the places *gone* and *holding* of a column; *rows*: where the lines to be named are."""
        self.count += len(gone)
        self.places = (*self.places, *rows.tolist())[:LINES]
        one, two = (list(map(fact, column.iloc[places[:EXAMPLES]].tolist())) for places in (gone, holding))
        self.examples = (*self.examples, *zip(one, two, strict=True))[:EXAMPLES]


@dataclass(slots=True)
class Joined:
    """The frame after it. ``kept``: facts that the other rows know otherwise and that were not taken over;
    ``replaced``: facts of an outcome that gave way to those of a row that stands further.
    """

    frame: Frame
    kept: Differing = field(default_factory=Differing)
    replaced: Differing = field(default_factory=Differing)


def filled(frame: Frame, base: Places, other: Places, stage_map: StageMap) -> Joined:
    """The frame in which each row at *base* knows what the row at *other* beside it knows. Places in *base* are
    distinct.

    Missing cells are filled, the earliest dates of first steps hold, notes are joined; where the other row stands
    further on the way to an outcome, the facts of that come from it.
    """
    stages = _ranks(frame, stage_map)
    further, alike = stages[other] > stages[base], stages[other] == stages[base]
    result, data = Joined(frame), frame.data.copy(deep=False)
    for name in frame.data.columns:
        if name == "id":
            continue
        column = frame.data[name]
        known = column.notna().to_numpy()
        both = known[base] & known[other]
        take = ~known[base] & known[other]
        one, two = (column.iloc[places].astype(object).to_numpy() for places in (base, other))
        differ = both & (one != two)
        if name in DECISION or name == "stage":
            take = further | (take & alike)
            gives_way = differ & further
            result.replaced.note(column, base[gives_way], other[gives_way], other[gives_way])
            differ &= ~further
        if name in EARLIEST:
            take |= differ & (frame.seconds(name)[other] < frame.seconds(name)[base])
            differ[:] = False
        if take.any():
            column = column.copy()
            column.iloc[base[take]] = column.iloc[other[take]].array
        if name == "notes" and differ.any():
            column = _with_notes(column, base[differ], other[differ])
            differ[:] = False
        data[name] = column
        result.kept.note(frame.data[name], other[differ], base[differ], other[differ])
    result.frame = Frame(frame.table, data, frame.rows, frame.origin)
    return result


def fact(value: object) -> Fact:
    """A value of a frame as data: a day without a time is a day, nothing an empty text."""
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, pd.Timestamp):
        moment: dt.datetime = value.to_pydatetime()
        return moment.date() if moment.time() == dt.time() else moment
    return value if isinstance(value, (str, bool, float)) else str(value)


def _ranks(frame: Frame, stage_map: StageMap) -> npt.NDArray[np.int8]:
    dataset = Dataset({"leads": frame})
    if not is_measured(StageOf(), dataset):
        return np.zeros(len(frame), np.int8)
    ranks: npt.NDArray[np.int8] = _RANKS[values(StageOf(), dataset, Settings(stage_map=stage_map))]
    return ranks


def _with_notes(column: pd.Series, base: Places, other: Places) -> pd.Series:
    pairs = zip(column.iloc[base].tolist(), column.iloc[other].tolist(), strict=True)
    joined = ["\n".join(dict.fromkeys([*one.splitlines(), *two.splitlines()])) for one, two in pairs]
    column = column.copy()
    column.iloc[base] = pd.array(joined, dtype="str")
    return column
