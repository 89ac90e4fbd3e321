"""What the user does to leads, as changes with the label that undo shows."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.action import editing, staging
from leaddesk.model.rowcolumn import StageOf
from leaddesk.model.rows import values
from leaddesk.model.stages import LABELS, Stage
from leaddesk.text import Message, msg, msgn
from leaddesk.ui.itemmodels.lead_columns import header_of
from leaddesk.ui.widgets.lead_facts import called, lead_name

if TYPE_CHECKING:
    import numpy.typing as npt

    from leaddesk.model.action import Change, Value
    from leaddesk.model.dataset import Frame
    from leaddesk.model.state import State

MOST_STAGED: Final = 5_000
"""Leads whose stage can be set in one step: more would be a mistake, and stop the window."""


def stage_edit(state: State, rows: npt.ArrayLike, stage: Stage) -> tuple[tuple[Change, ...], Message]:
    """The changes that bring leads (row ids) to a stage, dated today; those that stand there already are left alone."""
    frame = state.dataset["leads"]
    known = _known(frame, rows)
    stages = values(StageOf(), state.dataset, state.settings)[frame.positions(known)]
    moved = known[stages != stage]
    changes = staging(state, moved.tolist(), stage)
    if len(moved) == 1:
        name = called(lead_name(frame, int(frame.positions(moved)[0])))
        return changes, msg("Stage of {name} → {stage}", name=name, stage=LABELS[stage])
    label = msgn("Stage of {count} lead → {stage}", "Stage of {count} leads → {stage}", len(moved), stage=LABELS[stage])
    return changes, label


def cell_edit(state: State, row: int, column: str, value: object) -> tuple[tuple[Change, ...], Message]:
    """The changes that set one cell of a lead (a row id) to a str, bool, number, date or None; none when it holds that
    already or the lead is no longer there.
    """
    frame = state.dataset["leads"]
    known = _known(frame, [row])
    if not len(known):
        return (), msg("nothing")
    name = called(lead_name(frame, int(frame.positions(known)[0])))
    changes = editing(state, "leads", row, column, as_value(value))
    return changes, msg("{column} of {name}", column=header_of(column), name=name)


def as_value(value: object) -> Value:
    """A value of a widget or a grid as an action writes it down."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    return float(value)  # type: ignore[arg-type]  # bool, int, float


def _known(frame: Frame, rows: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Those of the row ids that are in the frame."""
    wanted = np.asarray(rows, np.int64)
    return wanted[np.isin(wanted, frame.rows)]
