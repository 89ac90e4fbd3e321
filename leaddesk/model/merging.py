"""Making one lead of several: what the kept one takes over, what contradicts it and is only listed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.action import Change, Value, value_at, with_cells
from leaddesk.model.dataset import Dataset
from leaddesk.model.merges import APART, MERGE, pair
from leaddesk.model.rowcolumn import StageOf
from leaddesk.model.rowids import ROWS_PER_IMPORT
from leaddesk.model.rows import is_measured, values
from leaddesk.model.stages import Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.model.dataset import Frame
    from leaddesk.model.settings import Settings
    from leaddesk.model.state import State

EARLIEST: Final = frozenset({"created", "responded", "contacted", "qualified", "quoted"})
"""Dates of which the earliest holds when leads are one."""
DECISION: Final = frozenset({"status", "pipeline", "won", "lost", "closed", "lost_reason", "invalid_reason"})
"""Facts of an outcome: only taken over from a lead that stands where the merged one will stand."""
_CONSENTS: Final = frozenset({"optin_email", "optin_sms"})
_RULED: Final = EARLIEST | _CONSENTS | {"id", "notes"}
"""What a rule settles: nothing of it is lost."""
FURTHER: Final = (
    Stage.INVALID, Stage.NEW, Stage.LOST, Stage.CONTACTED, Stage.QUALIFIED, Stage.QUOTE, Stage.NEGOTIATION, Stage.WON,
)  # fmt: skip
"""Which stage holds when two leads are one, the last first: work that goes on is further than what was lost before,
and a lead that was lost further than its double that nobody touched."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A fact that two leads know otherwise: ``kept`` holds, ``other`` is that of the row ``row``."""

    column: str
    kept: Value
    other: Value
    row: int


@dataclass(frozen=True, slots=True)
class Merge:
    """What merging leads comes to. ``changes``: for an action on duplicates. ``filled``: the columns that the kept lead
    takes over or joins. ``conflicts``: what is not taken over.
    """

    kept: int
    merged: tuple[int, ...]
    changes: tuple[Change, ...]
    filled: tuple[str, ...]
    conflicts: tuple[Conflict, ...]


def merging(state: State, kept: int, others: Sequence[int]) -> Merge:
    """The merge of *others* into *kept* (row ids of the leads).

    Missing cells of the kept lead are filled; the earliest creation and first contacts hold; the furthest stage holds,
    or that it was lost where another list knows the same enquiry as open; notes are joined; a consent that one refuses
    is refused. Whatever else differs stays as the kept lead has it.

    :raises KeyError: when one of them is not among the leads.
    :raises ValueError: when a lead would be merged into itself, or with none.
    """
    if not others or kept in others:
        raise ValueError("a lead is merged with others than itself")
    frame = state.dataset["leads"]
    rows = (kept, *others)
    stages = [_stage(frame, row, {}, state.settings) for row in rows]
    furthest = _holding(frame, rows, stages)
    changes: dict[str, Change] = {}
    conflicts: list[Conflict] = []
    for column in frame.data.columns:
        known = [
            (row, value)
            for row, stage in zip(rows, stages, strict=True)
            if (value := value_at(frame, row, column)) is not None
            and (row == kept or column not in DECISION or stage is furthest)
        ]
        if column == "stage" or not known or not _goes_with_name(frame, column, kept, known[0][0]):
            continue
        own = known[0][1] if known[0][0] == kept else None
        new = _chosen(column, [value for _, value in known])
        if new != own:
            changes[column] = Change("leads", column, own, new, kept)
        if column not in _RULED:
            conflicts += [Conflict(column, new, value, row) for row, value in known if value != new]
    cells = {column: change.new for column, change in changes.items()}
    if _stage(frame, kept, cells, state.settings) is not furthest:
        changes["stage"] = Change("leads", "stage", value_at(frame, kept, "stage"), furthest.id, kept)
    told = tuple(change for row in others for change in _merged(frame, row, kept))
    return Merge(kept, tuple(others), (*changes.values(), *told), tuple(changes), tuple(conflicts))


def _holding(frame: Frame, rows: Sequence[int], stages: Sequence[Stage]) -> Stage:
    """The stage of what several rows (ids) are together.

    Two lists that know one enquiry, one of them as open, the other as lost, were written one after the other: it was
    lost since. In one list, or where the open one came later, somebody asked anew.
    """
    furthest = max(stages, key=FURTHER.index)
    lost = [row for row, stage in zip(rows, stages, strict=True) if stage is Stage.LOST]
    further = [row for row, stage in zip(rows, stages, strict=True) if FURTHER.index(stage) > FURTHER.index(Stage.LOST)]
    if furthest is Stage.WON or not lost:
        return furthest
    is_over = all(any(_is_one_enquiry(frame, row, other) for other in lost) for row in further)
    return Stage.LOST if is_over else furthest


def _is_one_enquiry(frame: Frame, row: int, lost: int) -> bool:
    """Whether two rows of different files tell of one enquiry: the one did not come after the other."""
    created = [value_at(frame, one, "created") if frame.has("created") else None for one in (row, lost)]
    if row // ROWS_PER_IMPORT == lost // ROWS_PER_IMPORT or None in created:
        return False
    first, second = map(_moment, created)
    return first.date() <= second.date()


def _chosen(column: str, known: Sequence[Value]) -> Value:
    """What the merged lead knows, of what its rows know, the kept one's first."""
    if column in EARLIEST:
        return min(known, key=_moment)
    if column in _CONSENTS:
        return min(float(value or 0) for value in known)
    if column == "notes":
        return "\n".join(dict.fromkeys(line for text in known for line in str(text).splitlines()))
    return known[0]


def _moment(value: Value) -> dt.datetime:
    return dt.datetime.fromisoformat(str(value))


def _goes_with_name(frame: Frame, column: str, kept: int, source: int) -> bool:
    """Whether a first name that is taken over goes with the name beside which it would stand."""
    if column != "first_name" or source == kept or not frame.has("name"):
        return True
    own = value_at(frame, kept, "name")
    return own is None or own == value_at(frame, source, "name")


def _stage(frame: Frame, row: int, cells: dict[str, Value], settings: Settings) -> Stage:
    """Where a lead stands once *cells* are set in it; NEW where nothing tells."""
    alone = frame.kept(frame.positions(np.array([row], np.int64)))
    for column, value in cells.items():
        alone = with_cells(alone, column, {row: value})
    dataset = Dataset({"leads": alone})
    if not is_measured(StageOf(), dataset):
        return Stage.NEW
    number = int(values(StageOf(), dataset, settings)[0])
    return Stage.NEW if number < 0 else Stage(number)


def _merged(frame: Frame, row: int, kept: int) -> tuple[Change, ...]:
    """That a row was merged; and where both have a number, that the kept lead's counts for the other's.

    Not where a third lead has that number as well: then its orders are that one's.
    """
    into = Change(MERGE, "into", None, str(kept), row)
    number, own = value_at(frame, row, "id"), value_at(frame, kept, "id")
    if number is None or own is None or number == own:
        return (into,)
    codes, texts = frame.texts("id")
    shared = np.count_nonzero(codes == texts.index(str(number))) > 1
    return (into,) if shared else (into, Change(MERGE, "id", number, own, row))


def telling_apart(state: State, rows: Sequence[int]) -> tuple[Change, ...]:
    """The changes that say of these leads (row ids) that no two of them are one; none for what was said before."""
    pairs = [pair(one, other) for one, other in combinations(rows, 2)]
    return tuple(
        Change(APART, "leads", None, str(two), one) for one, two in pairs if (one, two) not in state.merges.apart
    )


def fullest(state: State, rows: Sequence[int]) -> int:
    """The row to keep of several, where the user does not say: the furthest, then the one that knows most, then the
    first.
    """
    frame = state.dataset["leads"]
    places = frame.positions(np.array(rows, np.int64))
    filled = frame.data.iloc[places].notna().sum(axis=1).tolist()
    stages = [_stage(frame, row, {}, state.settings) for row in rows]
    holding = _holding(frame, rows, stages)
    best = max(range(len(rows)), key=lambda place: (stages[place] is holding, filled[place], -int(places[place])))
    return rows[best]
