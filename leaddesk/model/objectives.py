"""The objectives of a State: the rows of its table, and those set by hand in the program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from leaddesk.model.kpinames import kpi_named
from leaddesk.model.kpis import BY_ID
from leaddesk.model.measure import Unit
from leaddesk.model.objective import Misread, Objective
from leaddesk.model.period import Period
from leaddesk.model.periodwords import period_named
from leaddesk.model.stages import folded
from leaddesk.text import msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leaddesk.model.dataset import Frame
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.state import State

_ALL: Final = frozenset({"", "tous", "toutes", "tous les canaux", "total", "all", "all channels", "ensemble", "global"})


@dataclass(frozen=True, slots=True)
class Objectives:
    """``found``: the objectives, by period; ``misread``: the rows of the table that are not understood."""

    found: tuple[Objective, ...] = ()
    misread: tuple[Misread, ...] = ()


def objectives(state: State) -> Objectives:
    """All objectives of a State. What was set by hand goes before a row for the same thing; of two rows the later one
    holds, and the other is told.
    """
    rows: dict[str, Objective] = {}
    misread: list[Misread] = []
    if "objectives" in state.dataset:
        for one in _read(state):
            if isinstance(one, Misread):
                misread.append(one)
                continue
            if one.field in rows:
                before = rows[one.field]
                reason = msg("a later row sets another target for the same thing")
                misread.append(Misread(before.row or 0, f"{before.target:g}", reason))
            rows[one.field] = one
    for said in state.settings.objectives:
        objective = said.objective
        rows.pop(said.field, None)
        if objective is not None and objective.kpi in BY_ID:
            rows[said.field] = objective
    found = sorted(rows.values(), key=lambda one: (one.period.start, one.period.end, list(BY_ID).index(one.kpi)))
    return Objectives(tuple(found), tuple(misread))


def _read(state: State) -> Iterator[Objective | Misread]:
    frame = state.dataset["objectives"]
    columns = {name: _column(frame, name) for name in ("kpi", "period", "operation", "channel", "target", "owner")}
    for place, row in enumerate(frame.rows.tolist()):
        cells = {name: column[place] for name, column in columns.items()}
        if any(cells.values()):
            yield _one(state, row, cells)


def _column(frame: Frame, name: str) -> list[Any]:
    """The cells of a column, "" (None for the target) where there is nothing."""
    if not frame.has(name):
        return [None if name == "target" else ""] * len(frame)
    column = frame.data[name]
    if name == "target":
        return [None if np.isnan(number) else float(number) for number in frame.numbers(name)]
    return ["" if pd.isna(cell) else str(cell) for cell in column.tolist()]


def _one(state: State, row: int, cells: dict[str, Any]) -> Objective | Misread:
    """One row of the table."""
    kpi = kpi_named(cells["kpi"])
    if kpi is None:
        return Misread(row, cells["kpi"], msg("no KPI is called that"))
    target = cells["target"]
    if target is None:
        return Misread(row, cells["kpi"], msg("there is no target"))
    operation, period = cells["operation"] or None, None
    if cells["period"]:
        period = period_named(cells["period"])
        if period is None:
            return Misread(
                row, cells["period"], msg("no period is called that: write “March 2026”, “Q1 2026” or “2026”")
            )
    if operation is not None:
        period = period or operation_days(state, operation)
        if period is None:
            return Misread(row, operation, msg("no operation of that name has a start and an end"))
    if period is None:
        return Misread(row, cells["kpi"], msg("it names neither a period nor an operation"))
    channel = None if folded(cells["channel"]) in _ALL else cells["channel"]
    return Objective(kpi.id, typed(kpi, target), period, channel, operation, cells["owner"], row)


def typed(kpi: Kpi, number: float) -> float:
    """A target as the KPI holds it, from where percentages are in percent (a form, the table of objectives): 25 is
    0.25.
    """
    return number / 100 if kpi.unit is Unit.PERCENT else number


def to_type(objective: Objective) -> float:
    """The number that :func:`typed` makes that target of."""
    return objective.target * 100 if BY_ID[objective.kpi].unit is Unit.PERCENT else objective.target


def operation_days(state: State, name: str) -> Period | None:
    """The days of an operation, None where they are not known; of several rows of that name, from first to last."""
    dataset = state.dataset
    if not all(dataset.has("operations", column) for column in ("name", "start", "end")):
        return None
    frame = dataset["operations"]
    wanted = [code for code, label in enumerate(frame.labels("name")) if folded(label) == folded(name)]
    rows = frame.data.loc[np.isin(frame.codes("name"), wanted), ["start", "end"]].dropna()
    rows = rows[rows["start"] <= rows["end"]]
    return Period(rows["start"].min().date(), rows["end"].max().date()) if len(rows) else None


def operations(state: State) -> tuple[str, ...]:
    """The operations that an objective may be of: those that are recorded, and the campaigns of the leads."""
    dataset, names = state.dataset, dict[str, str]()
    if dataset.has("operations", "name"):
        names |= {folded(name): name for name in dataset["operations"].labels("name")}
    if dataset.has("leads", "campaign"):
        names = {folded(name): name for name in dataset["leads"].labels("campaign")} | names
    return tuple(sorted(names.values(), key=folded))
