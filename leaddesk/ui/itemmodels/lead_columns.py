"""The columns of the leads' grid: each made once from a column of the frame, and kept until an edit replaces that.

What the grid shows at first are :data:`DEFAULTS`; every other column that the data brings along waits in the menu.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from leaddesk.model import schema
from leaddesk.model.criteria.bant import QUESTIONS
from leaddesk.model.leads_table import LEADS
from leaddesk.model.period import day_number
from leaddesk.model.rowcolumn import StageOf
from leaddesk.model.rows import values
from leaddesk.model.schema import EXTRA_PREFIX, is_extra
from leaddesk.model.scoring import GRADES, INPUTS, scores
from leaddesk.model.stages import LABELS, REACHED_ON, Stage
from leaddesk.model.stagewords import COLUMNS, label_of
from leaddesk.text import Message, msg, msgc, verbatim
from leaddesk.ui.itemmodels.column import MISSING_DAY, Column, Kind, flag_column

if TYPE_CHECKING:
    from leaddesk.model.dataset import Frame
    from leaddesk.model.state import State

BANT: Final = tuple(column for column, _ in QUESTIONS)
EDITABLE: Final = ("owner", "next_step", "next_date", "notes", *BANT)
"""Columns that are edited in the grid, beside the stage."""
WRITTEN: Final = ("contacted", "qualified", "quoted", "won", "lost", "amount", "lost_reason", "invalid_reason")
"""Columns that setting a stage and the panel write to. These and the editable ones are there even where no file has
them: else the first edit would bring a new column, and the grid would start anew.
"""
DEFAULTS: Final = (
    "score", "name", "company", "stage", "channel", "created", "owner", "amount", "next_date", "next_step", "phone",
)  # fmt: skip
"""What is shown at first, in this order, where there is anything to show; the next date always."""
DERIVED: Final = ("score", "grade", "stage", "call_order")
STAGE_INPUTS: Final = frozenset(
    {"stage", "status", "pipeline", *(name for names in REACHED_ON.values() for name in names)}
)
DUE_INPUTS: Final = STAGE_INPUTS | INPUTS | {"id", "next_date", "created"}


def lead_columns(state: State, due: npt.NDArray[np.intp]) -> tuple[Column, ...]:
    """The columns for all rows of the leads, the default ones first. *due*: whom to call today, in order.

    Asked again after an edit, it gives the same objects but for what the edit changed.

    :raises KeyError: when there are no leads.
    """
    frame = state.dataset["leads"]
    always = (*DERIVED, *EDITABLE, *WRITTEN)
    names = [*DEFAULTS, *always, *(column.id for column in LEADS.columns)]
    names += [name for name in frame.data.columns if is_extra(name)]
    wanted = dict.fromkeys(name for name in names if name in always or frame.has(name))
    return tuple(_column(state, frame, name, due) for name in wanted)


def shown_at_first(columns: tuple[Column, ...]) -> frozenset[str]:
    """The ids of the columns to show while the user has not said otherwise."""
    shown = [column for column in columns if column.id in DEFAULTS]
    return frozenset(column.id for column in shown if column.id == "next_date" or _holds_something(column))


def with_cells(column: Column, positions: npt.NDArray[np.intp], value: object) -> Column:
    """The column with cells set to *value*, as :meth:`Column.value` gives it; None empties them."""
    cells = np.array(column.values)
    labels, keys = column.labels, column.keys
    if column.kind.is_coded:
        known = list(keys or labels)
        if value is not None and value not in known:
            labels = (*labels, str(value))
            keys = (*keys, value) if keys else keys
        cells[positions] = -1 if value is None else list(keys or labels).index(value)
    elif isinstance(value, dt.date):
        cells[positions] = day_number(value)
    elif value is None:
        cells[positions] = np.nan if column.kind.is_number else np.iinfo(cells.dtype).min
    else:
        cells[positions] = value
    return replace(column, values=cells, labels=labels, keys=keys)


def _column(state: State, frame: Frame, name: str, due: npt.NDArray[np.intp]) -> Column:
    settings, today = state.settings, day_number(state.today)
    key: tuple[object, ...] = ("grid", name)
    if name == "stage":
        return frame.prepare((*key, settings.stage_map), STAGE_INPUTS, lambda: _stage(state))
    if name == "score":
        return frame.prepare((*key, today), INPUTS, lambda: _score(state))
    if name == "grade":
        return frame.prepare((*key, today), INPUTS, lambda: _grade(state))
    if name == "call_order":
        return frame.prepare((*key, today, settings.stage_map), DUE_INPUTS, lambda: _call_order(len(frame), due))
    inputs = frozenset({name})
    return frame.prepare((*key, settings.currency), inputs, lambda: _stored(frame, name, settings.currency))


def _stage(state: State) -> Column:
    stages = values(StageOf(), state.dataset, state.settings)
    # Where nothing is known the lead is open and new.
    return Column(
        "stage",
        msgc("lead", "Stage"),
        Kind.CATEGORY,
        np.maximum(stages, np.int8(Stage.NEW)),
        [LABELS[stage] for stage in Stage],
        [stage.id for stage in Stage],
        editable=True,
        tooltip=msg("Where the lead stands. Keys 1 to 8 set the stage of the selected leads."),
    )


def _score(state: State) -> Column:
    tip = msg("0 to 100: the points earned of those that what is known could earn. The panel explains each.")
    return Column("score", msg("Score"), Kind.NUMBER, scores(state).total, decimals=0, tooltip=tip)


def _grade(state: State) -> Column:
    letters = [letter for letter, _ in GRADES]
    tip = msg("A from 70, B from 50, C from 30, else D; none while fewer than three criteria are known.")
    return Column("grade", msg("Grade"), Kind.CATEGORY, scores(state).grade, letters, tooltip=tip)


def _call_order(rows: int, due: npt.NDArray[np.intp]) -> Column:
    order = np.full(rows, np.nan)
    order[due] = np.arange(1, len(due) + 1)
    tip = msg(
        "Whom to call first: next steps that are due, then leads never answered; urgent ones and high scores first."
    )
    return Column("call_order", msg("Call order"), Kind.NUMBER, order, decimals=0, tooltip=tip)


def _stored(frame: Frame, name: str, currency: str) -> Column:
    header, editable = header_of(name), name in EDITABLE
    kind = frame.kind(name)
    if kind is schema.Kind.CATEGORY:
        return _category(frame, name, header, editable=editable)
    if kind is schema.Kind.FLAG:
        return flag_column(name, header, _flags(frame, name), editable=editable)
    if kind is schema.Kind.MOMENT:
        return _moment(frame, name, header, editable=editable)
    if not kind.is_number:
        return _text(frame, name, header, editable=editable)
    numbers = frame.numbers(name) if frame.has(name) else _missing(frame, np.float64, np.nan)
    whole = kind is schema.Kind.INTEGER or bool(np.all(np.isnan(numbers) | (numbers == np.floor(numbers))))
    if kind is schema.Kind.MONEY:
        return Column(name, header, Kind.MONEY, numbers, decimals=0 if whole else 2, currency=currency)
    return Column(name, header, Kind.NUMBER, numbers, decimals=0 if whole else None)


def header_of(name: str) -> Message:
    """The header of a column of the leads."""
    return verbatim(name.removeprefix(EXTRA_PREFIX)) if is_extra(name) else LEADS.column(name).label


def _category(frame: Frame, name: str, header: Message, *, editable: bool) -> Column:
    if not frame.has(name):
        return Column(name, header, Kind.CATEGORY, _missing(frame, np.int32, -1), editable=editable)
    codes, labels = frame.codes(name), frame.labels(name)
    if not editable:
        stages = [label_of(name, label) for label in labels] if name in COLUMNS else []
        if any(stages):  # all words as messages: grids know one sort of labels
            said = [verbatim(label) if stage is None else stage for label, stage in zip(labels, stages, strict=True)]
            return Column(name, header, Kind.TEXT, codes, said, labels)
        return Column(name, header, Kind.TEXT, codes, labels)
    # The editor lists the labels as they stand: in the order of the alphabet, without those no longer in use.
    used = np.unique(codes[codes >= 0]).tolist()
    used.sort(key=lambda code: (labels[code].casefold(), labels[code]))
    place = np.full(len(labels) + 1, -1, np.int32)
    place[used] = np.arange(len(used))
    return Column(name, header, Kind.CATEGORY, place[codes], [labels[code] for code in used], editable=True)


def _text(frame: Frame, name: str, header: Message, *, editable: bool) -> Column:
    if not frame.has(name):
        return Column(name, header, Kind.TEXT, _missing(frame, np.int32, -1), editable=editable)
    # Not Frame.texts: the grid ranks the alphabet itself, and only of the columns that are sorted by.
    codes, distinct = pd.factorize(frame.data[name])
    texts: list[str] = distinct.tolist()
    if any("\n" in text for text in texts):
        lines = [" · ".join(text.split("\n")) for text in texts]
        return Column(name, header, Kind.TEXT, codes.astype(np.int32), lines, texts, editable=editable)
    return Column(name, header, Kind.TEXT, codes.astype(np.int32), texts, editable=editable)


def _moment(frame: Frame, name: str, header: Message, *, editable: bool) -> Column:
    if not frame.has(name):
        return Column(name, header, Kind.DAY, _missing(frame, np.int32, MISSING_DAY), editable=editable)
    seconds = frame.seconds(name)
    timed = bool(np.any((seconds % 86_400 != 0) & (seconds != np.iinfo(np.int64).min)))
    if timed and not editable:
        return Column(name, header, Kind.MOMENT, seconds)
    return Column(name, header, Kind.DAY, frame.days(name), editable=editable)


def _flags(frame: Frame, name: str) -> npt.NDArray[np.int8]:
    if not frame.has(name):
        return _missing(frame, np.int8, -1)
    numbers = frame.numbers(name)
    return np.where(np.isnan(numbers), np.int8(-1), (numbers > 0).astype(np.int8))


def _holds_something(column: Column) -> bool:
    if column.kind.is_number:
        return bool(np.any(~np.isnan(column.values)))
    return bool(
        np.any(column.values >= 0 if column.kind.is_coded else column.values != np.iinfo(column.values.dtype).min)
    )


def _missing(frame: Frame, dtype: Any, value: float) -> npt.NDArray[Any]:  # noqa: ANN401
    """A column of nothing, in the memory of one cell."""
    return np.broadcast_to(np.array(value, dtype), len(frame))
