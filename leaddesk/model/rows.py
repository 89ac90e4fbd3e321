"""Row columns computed with numpy: one array a row column, made once and kept with the frame."""

from __future__ import annotations

import itertools
from functools import cache, partial
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from leaddesk.model import ordergroups, stagewords
from leaddesk.model.dataset import MISSING_DAY, Array, Dataset, Frame
from leaddesk.model.opening import DAY_SECONDS
from leaddesk.model.period import day_number
from leaddesk.model.rowcolumn import (
    BelowZero,
    Children,
    DaysBetween,
    Depth,
    FirstKnown,
    FirstLine,
    FirstOfKind,
    Gather,
    Lookup,
    OpeningTime,
    OrderAmount,
    OutcomeDay,
    Repeated,
    RowColumn,
    StageOf,
    Stored,
)
from leaddesk.model.schema import Kind
from leaddesk.model.stages import BY_ID, LADDER, REACHED_ON, Stage
from leaddesk.model.tables import BY_ID as TABLES
from leaddesk.model.tables import PLANS

if TYPE_CHECKING:
    from leaddesk.model.settings import Settings

Floats: TypeAlias = npt.NDArray[np.float64]
Codes: TypeAlias = npt.NDArray[np.int8]

MISSING_SECOND = np.iinfo(np.int64).min


@cache
def needs(column: RowColumn) -> tuple[frozenset[tuple[str, str]], ...]:
    """The alternatives of (table, column) pairs: the row column is measured when one set is all there.

    An empty set means that it needs nothing but its table.
    """
    if isinstance(column, Stored):
        return (frozenset({(column.table, column.column)}),)
    if isinstance(column, FirstOfKind | Repeated | BelowZero | FirstLine):
        return (frozenset(),)
    if isinstance(column, OrderAmount):
        return (frozenset({(column.table, "amount")}),)
    if isinstance(column, StageOf | Depth):
        return tuple(frozenset({("leads", name)}) for name in ("status", "pipeline", "stage", "won", "lost"))
    if isinstance(column, OutcomeDay):  # a date for each outcome: else those without one would be left out unseen
        return tuple(frozenset(("leads", name) for name in names) for names in itertools.product(*column.columns))
    if isinstance(column, FirstKnown):
        return tuple(frozenset({(column.table, name)}) for name in column.columns)
    if isinstance(column, DaysBetween | OpeningTime):
        return tuple(first | second for first in needs(column.start) for second in needs(column.end))
    if isinstance(column, Lookup):
        parent = (column.parent.table, _parent_key(column.table, column.key, column.parent.table))
        return tuple(frozenset({(column.table, column.key), parent}) | other for other in needs(column.parent))
    own = frozenset({(column.child, column.key), (column.table, _parent_key(column.child, column.key, column.table))})
    return tuple(own | other for other in needs(column.value)) if column.value else (own,)


def is_measured(column: RowColumn, dataset: Dataset) -> bool:
    """Whether the dataset holds what the row column needs."""
    found = dataset.measured.get(column)
    if found is None:
        found = any(all(dataset.has(*pair) for pair in pairs) for pairs in needs(column))
        dataset.measured[column] = found
    return found


def values(column: RowColumn, dataset: Dataset, settings: Settings) -> Array:
    """The row column as one array, ``[rows]`` of its table: int8, int32 or float64 as the class says.

    :raises KeyError: when the dataset lacks what it needs; ask :func:`is_measured` first.
    """
    frame = dataset[column.table]
    if isinstance(column, Stored):
        return _stored(frame, column.column)
    make = partial(_computed, column, dataset, settings)
    return frame.prepare((column, settings), inputs(column), make, beside(column, dataset))


def beside(column: RowColumn, dataset: Dataset) -> tuple[Frame | None, ...]:
    """The frames of the other tables that a row column looks into, for :meth:`Frame.prepare`."""
    if isinstance(column, DaysBetween):
        return (*beside(column.start, dataset), *beside(column.end, dataset))
    if isinstance(column, Lookup):
        return (dataset.frames.get(column.parent.table), *beside(column.parent, dataset))
    if isinstance(column, Children):
        deeper = () if column.value is None else beside(column.value, dataset)
        return (dataset.frames.get(column.child), *deeper)
    return ()


@cache
def inputs(column: RowColumn) -> frozenset[str]:
    """The columns of its own table that a row column is computed from, those that may be missing included."""
    if isinstance(column, Lookup):
        return frozenset({column.key})
    if isinstance(column, Children):
        return frozenset({_parent_key(column.child, column.key, column.table)})
    if isinstance(column, Repeated):
        return frozenset({column.column, *column.beside})
    if isinstance(column, FirstLine | OrderAmount):
        return ordergroups.COLUMNS
    if isinstance(column, StageOf | Depth | OutcomeDay):
        dates = {name for names in REACHED_ON.values() for name in names}
        return frozenset({"stage", *stagewords.COLUMNS} | dates)
    if isinstance(column, FirstKnown):
        return frozenset(column.columns)
    if isinstance(column, DaysBetween | OpeningTime):
        return inputs(column.start) | inputs(column.end)
    return frozenset({column.column})


def _computed(column: RowColumn, dataset: Dataset, settings: Settings) -> Array:
    frame = dataset[column.table]
    if isinstance(column, FirstOfKind | Repeated | BelowZero | FirstLine | OrderAmount):
        return _marked(frame, column, settings)
    if isinstance(column, StageOf):
        return _stage(frame, settings)
    if isinstance(column, Depth):
        return _depth(frame, values(StageOf(), dataset, settings), settings)
    if isinstance(column, OutcomeDay):
        return _outcome_day(frame, column, values(StageOf(), dataset, settings), last_day(settings))
    if isinstance(column, FirstKnown):
        return _first_known(frame, column.columns, last_day(settings))
    if isinstance(column, DaysBetween):
        start, end = (values(side, dataset, settings) for side in (column.start, column.end))
        return _days_between(start, end, last_day(settings))
    if isinstance(column, OpeningTime):
        start, end = (values(side, dataset, settings) for side in (column.start, column.end))
        return settings.opening.hours_between(start, end)
    if isinstance(column, Lookup):
        return _lookup(frame, column, dataset, settings)
    if isinstance(column, Children):
        return _children(frame, column, dataset, settings)
    return _stored(frame, column.column)


def _stored(frame: Frame, name: str) -> Array:
    kind = frame.kind(name)
    if kind is Kind.CATEGORY:
        return frame.codes(name)
    if kind is Kind.MOMENT:
        return frame.days(name)
    if kind.is_number:
        return frame.numbers(name)
    return frame.texts(name)[0]


def _marked(
    frame: Frame, column: FirstOfKind | Repeated | BelowZero | FirstLine | OrderAmount, settings: Settings
) -> Array:
    if isinstance(column, FirstLine | OrderAmount):
        return _of_orders(frame, column, settings)
    if isinstance(column, FirstOfKind):
        return _first_of_kind(frame, column.column)
    if isinstance(column, Repeated):
        return _repeated(frame, column)
    if not frame.has(column.column):
        return np.zeros(len(frame), np.int8)
    return np.asarray(frame.numbers(column.column) < 0, np.int8)


def _first_of_kind(frame: Frame, name: str) -> Codes:
    if not frame.has(name):
        return np.ones(len(frame), np.int8)
    # Numbered in the order in which they appear: the first of a kind has a higher number than all before it.
    is_text = frame.kind(name).is_text
    numbers = pd.factorize(frame.data[name] if is_text else frame.codes(name))[0]
    highest = np.maximum.accumulate(numbers)
    first: Codes = np.asarray((numbers if is_text else frame.codes(name)) == -1, np.int8)
    first[:1] = 1
    first[1:] |= highest[1:] > highest[:-1]
    return first


def _repeated(frame: Frame, column: Repeated) -> Codes:
    def found() -> Codes:
        if not frame.has(column.column):
            return np.zeros(len(frame), np.int8)
        names = [name for name in (column.column, *column.beside) if frame.has(name)]
        rows = pd.DataFrame({name: _stored(frame, name) for name in names})
        known = rows[column.column].to_numpy() != -1
        return np.asarray(rows.duplicated().to_numpy() & known, np.int8)

    return frame.prepare(("repeated", column), inputs(column), found)


def order_repeats(frame: Frame) -> Codes:
    """1 for the order rows that repeat another of their number in customer, day and amount."""
    return _repeated(frame, Repeated("orders", "id", ("customer", "date", "amount")))


def orders_of_rows(frame: Frame, settings: Settings) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int64]]:
    """What :func:`~leaddesk.model.ordergroups.order_groups` says of the orders, made once."""
    return frame.prepare(
        ("order groups", settings.until),
        ordergroups.COLUMNS,
        lambda: ordergroups.order_groups(frame, last_day(settings), order_repeats(frame)),
    )


def _of_orders(frame: Frame, column: FirstLine | OrderAmount, settings: Settings) -> Array:
    first, repeats = orders_of_rows(frame, settings)[0], order_repeats(frame)
    if isinstance(column, OrderAmount):
        return ordergroups.order_amounts(frame.numbers("amount"), first, repeats)
    return np.asarray((first == np.arange(len(frame))) & (repeats == 0), np.int8)


def _stage(frame: Frame, settings: Settings) -> Codes:
    stage, today = stagewords.told_stages(frame, settings.stage_map), last_day(settings)
    for outcome, so_far in ((Stage.LOST, -1), (Stage.WON, int(Stage.NEGOTIATION))):
        name = REACHED_ON[outcome][0]
        if frame.has(name):
            stage[(stage == outcome) & (frame.days(name) > today)] = so_far
    undecided = stage < Stage.WON
    for outcome in (Stage.LOST, Stage.WON):  # won last: it holds where both dates are known
        name = REACHED_ON[outcome][0]
        if frame.has(name):
            days = frame.days(name)
            stage[undecided & (days != MISSING_DAY) & (days <= today)] = outcome
    chosen = _by_hand(frame)
    return stage if chosen is None else np.where(chosen >= 0, chosen, stage).astype(np.int8)


def _by_hand(frame: Frame) -> Codes | None:
    """The stage that a person set for each lead, -1 where nobody did; None where there is no such column."""
    if not frame.has("stage"):
        return None
    known = np.array([int(BY_ID.get(label, -1)) for label in frame.labels("stage")] + [-1], np.int8)
    chosen: Codes = known[frame.codes("stage")]
    return chosen


def last_day(settings: Settings) -> int:
    """The last day number on which something can have happened."""
    return int(np.iinfo(np.int32).max) if settings.until is None else day_number(settings.until)


def _depth(frame: Frame, stage: Codes, settings: Settings) -> Codes:
    on_ladder = (stage >= 0) & (stage <= Stage.WON)
    depth = np.where(on_ladder, stage, -1).astype(np.int8)
    np.maximum(depth, stagewords.traced_stages(frame, settings.stage_map), out=depth)
    for step in LADDER[1:-1]:
        for name in REACHED_ON[step]:
            if frame.has(name):
                days = frame.days(name)
                has_come = (days != MISSING_DAY) & (days <= last_day(settings))
                np.maximum(depth, np.where(has_come, int(step), -1).astype(np.int8), out=depth)
    depth[(depth < 0) & (stage < Stage.LOST)] = Stage.NEW
    return depth


def _outcome_day(frame: Frame, column: OutcomeDay, stage: Codes, today: int) -> npt.NDArray[np.int32]:
    chosen = _by_hand(frame)
    holds = np.zeros(len(frame), np.bool_) if chosen is None else chosen >= 0  # of later than the files, if need be
    day = np.full(len(frame), MISSING_DAY, np.int32)
    for outcome, names in zip(column.outcomes, column.columns, strict=True):
        for name in reversed([name for name in names if frame.has(name)]):
            days = frame.days(name)
            np.copyto(day, days, where=(stage == outcome) & (days != MISSING_DAY) & ((days <= today) | holds))
    return day


def _first_known(frame: Frame, names: tuple[str, ...], today: int) -> npt.NDArray[np.int64]:
    close = (today + 1) * DAY_SECONDS
    moment = np.full(len(frame), MISSING_SECOND, np.int64)
    for name in reversed([name for name in names if frame.has(name)]):
        seconds = frame.seconds(name)
        np.copyto(moment, seconds, where=(seconds != MISSING_SECOND) & (seconds < close))
    return moment


def _days_between(start: Array, end: Array, today: int) -> Floats:
    known = (start != MISSING_DAY) & (end != MISSING_DAY) & (end >= start) & (end <= today)
    return np.where(known, end.astype(np.float64) - start, np.nan)


def still_to_come(frame: Frame, settings: Settings) -> npt.NDArray[np.bool_] | None:
    """Which rows are dated after the day of the files, ``bool[rows]``; None when none is. Plans are none: their days
    may lie ahead.
    """
    table = frame.table
    if table.id in PLANS or settings.until is None or not table.dates or not frame.has(table.dates[0]):
        return None

    def found() -> npt.NDArray[np.bool_] | None:
        ahead = frame.days(table.dates[0]) > last_day(settings)
        return ahead if ahead.any() else None

    return frame.prepare(("still to come", settings.until), frozenset({table.dates[0]}), found)


def parent_places(child: Frame, key: str, parent: Frame) -> npt.NDArray[np.int64]:
    """For each child row the position of the parent row (the first) that its *key* names, -1 where there is none.

    :raises KeyError: when the key names no row of that table.
    """
    parent_key = _parent_key(child.table.id, key, parent.table.id)
    codes, texts = child.texts(key)
    parent_codes, parent_texts = parent.texts(parent_key)
    distinct, first = np.unique(parent_codes, return_index=True)
    place = {parent_texts[code]: int(row) for code, row in zip(distinct, first, strict=True) if code >= 0}
    table = np.array([place.get(text, -1) for text in texts] + [-1], np.int64)
    return table[codes]


def _parent_key(child: str, key: str, parent: str) -> str:
    for relation in TABLES[child].relations:
        if (relation.column, relation.to) == (key, parent):
            return relation.parent
    raise KeyError(f"{child}.{key} names no row of {parent}")


def _lookup(frame: Frame, column: Lookup, dataset: Dataset, settings: Settings) -> Array:
    parent = dataset[column.parent.table]
    found = parent_places(frame, column.key, parent)
    above = values(column.parent, dataset, settings)
    missing: float = -1
    if above.dtype.kind == "f":
        missing = np.nan
    elif above.dtype == np.int64:
        missing = MISSING_SECOND
    elif isinstance(column.parent, OutcomeDay) or (
        isinstance(column.parent, Stored) and parent.kind(column.parent.column) is Kind.MOMENT
    ):
        missing = MISSING_DAY
    return np.where(found >= 0, above[np.maximum(found, 0)] if len(above) else missing, missing).astype(above.dtype)


def _children(frame: Frame, column: Children, dataset: Dataset, settings: Settings) -> Floats:
    child = dataset[column.child]
    parent_of = parent_places(child, column.key, frame)
    linked = parent_of >= 0
    ahead = still_to_come(child, settings)
    if ahead is not None:
        linked &= ~ahead
    if column.how is Gather.COUNT or column.value is None:
        return np.bincount(parent_of[linked], minlength=len(frame)).astype(np.float64)
    own = values(column.value, dataset, settings).astype(np.float64)
    own = np.where(own == MISSING_DAY, np.nan, own)
    linked &= ~np.isnan(own)
    if column.how is Gather.SUM:
        return np.bincount(parent_of[linked], weights=own[linked], minlength=len(frame)).astype(np.float64)
    result = np.full(len(frame), np.nan)
    (np.fmin if column.how is Gather.FIRST else np.fmax).at(result, parent_of[linked], own[linked])
    return result
