"""What the user did, as data: State = imports + actions."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from enum import StrEnum, auto
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import pandas as pd

from leaddesk.model.cards import cards_read, cards_written
from leaddesk.model.merges import APART, MERGE, NAMING
from leaddesk.model.objective import PREFIX, having
from leaddesk.model.opening import OpeningHours
from leaddesk.model.schema import Kind
from leaddesk.model.settings import LIFETIMES
from leaddesk.model.stages import BY_ID, REACHED_ON, Stage, StageMap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from leaddesk.model.dataset import Frame
    from leaddesk.model.settings import Settings
    from leaddesk.model.state import State
    from leaddesk.text import Message

Value: TypeAlias = "str | float | None"
"""A cell as JSON can hold it: text, number (1 and 0 for yes and no), ISO date or time as text, None for missing."""


class ActionKind(StrEnum):
    """What sort of thing was done. ``entity`` and ``field`` of its changes say to what."""

    IMPORT = auto()
    EDIT = auto()
    SETTING = auto()
    MAPPING = auto()
    DUPLICATES = auto()
    RECONCILE = auto()
    ERASURE = auto()


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one thing, before and after.

    EDIT: ``entity`` is a table, ``row`` the row id, ``field`` a column. SETTING: ``entity`` is ``settings``, ``field``
    one of its fields as JSON text, or an objective (see :mod:`leaddesk.model.objective`). IMPORT: ``entity`` is
    ``import``, ``field`` its UUID, ``new`` its recipe as JSON text, None when it is not in; and cells as in EDIT where
    its word went before the user's.
    MAPPING: ``entity`` is ``import``, ``field`` its UUID, the recipe as JSON text. DUPLICATES: what was decided on
    leads that look like one (see :mod:`leaddesk.model.merges`), and the cells of the kept lead as in EDIT. RECONCILE:
    the merge of a colleague's copy, after what it brought (see :mod:`leaddesk.model.reconciled`). ERASURE: the rows of
    a person (``entity`` is ``erasure``), and cells of theirs that stay as in EDIT.
    """

    entity: str
    field: str
    old: Value
    new: Value
    row: int = 0


@dataclass(frozen=True, slots=True)
class Action:
    """Something the user did, whole. ``time`` is when, in the words of the clock of that computer (ISO, UTC).

    ``undoes``: the action that this one takes back, None for a first deed. ``replica``: the line of deeds that it is
    of, done on one computer in one copy; ``origin``: the name of who did it, empty where that is not known.
    """

    id: UUID
    replica: UUID
    parent: UUID | None
    time: str
    kind: ActionKind
    label: Message
    changes: tuple[Change, ...]
    undoes: UUID | None = None
    origin: str = ""

    def inverse(self, action_id: UUID, parent: UUID | None, time: str) -> Action:
        """The action that takes this one back."""
        changes = tuple(Change(one.entity, one.field, one.new, one.old, one.row) for one in reversed(self.changes))
        return replace(self, id=action_id, parent=parent, time=time, changes=changes, undoes=self.id)


DECISION_DATES: Final = {
    stage: REACHED_ON[stage][0] for stage in (Stage.CONTACTED, Stage.QUALIFIED, Stage.QUOTE, Stage.WON, Stage.LOST)
}


def staging(state: State, rows: Iterable[int], stage: Stage) -> tuple[Change, ...]:
    """The changes that set leads to a stage by hand: the stage, and its date (today) where none is known yet."""
    frame = state.dataset["leads"]
    changes: list[Change] = []
    dated = DECISION_DATES.get(stage)
    for row in rows:
        changes.append(Change("leads", "stage", value_at(frame, row, "stage"), stage.id, row))
        if dated is not None and value_at(frame, row, dated) is None:
            changes.append(Change("leads", dated, None, state.today.isoformat(), row))
    return tuple(changes)


def editing(state: State, table: str, row: int, field: str, new: Value) -> tuple[Change, ...]:
    """The change that sets one cell; none when the cell already holds that."""
    old = value_at(state.dataset[table], row, field)
    return () if old == new else (Change(table, field, old, new, row),)


def value_at(frame: Frame, row: int, field: str) -> Value:
    """What a cell holds, as an action writes it down; None where it is missing or the column is not there yet.

    :raises KeyError: when no such row is in the frame.
    """
    position = int(frame.positions(np.array([row], np.int64))[0])
    if not frame.has(field):
        return None
    return as_value(frame.data[field].iat[position])


def as_value(value: Any) -> Value:  # noqa: ANN401  (whatever a column holds)
    """What a column holds in a cell, as an action writes it down."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat() if value == value.normalize() else value.isoformat()
    return str(value) if isinstance(value, str) else float(value)


def edited(state: State, changes: Iterable[Change]) -> State:
    """The State after edits: each edited column replaced once, all else shared.

    :raises KeyError: when a change names a row or table that is not there.
    """
    columns: dict[tuple[str, str], dict[int, Value]] = {}
    for change in changes:
        columns.setdefault((change.entity, change.field), {})[change.row] = change.new
    dataset = state.dataset
    for (table, field), cells in columns.items():
        dataset = dataset.with_frame(with_cells(dataset[table], field, cells))
    if state.merges.ids and any((table, field) in NAMING for table, field in columns):
        dataset = state.merges.settled(dataset)
    return state.with_dataset(dataset)


def merged(state: State, changes: Sequence[Change]) -> State:
    """The State after a decision on duplicates: the kept lead's cells set, the merged ones out of the leads.

    :raises KeyError: when it names a row that is not there.
    """
    after = edited(state, [change for change in changes if change.entity not in (MERGE, APART)])
    leads = after.dataset.frames.get("leads")
    there = {*state.merges.into, *(() if leads is None else leads.rows.tolist())}
    merges = state.merges.taken(changes, there)
    return replace(after, merges=merges, dataset=merges.settled(after.dataset))


def with_cells(frame: Frame, field: str, cells: Mapping[int, Value]) -> Frame:
    """The frame with some cells of one column set, by row id.

    A column that is not there yet is added; it goes again when its last cell is emptied, so that to undo an edit is to
    have what there was: "not recorded", not "none".
    """
    places = frame.positions(np.fromiter(cells, np.int64, len(cells)))
    kind = frame.kind(field)
    column = frame.data[field].copy() if frame.has(field) else _blank(kind, len(frame))
    new = list(cells.values())
    if kind is Kind.CATEGORY:
        added = [text for text in dict.fromkeys(new) if text is not None and text not in column.cat.categories]
        column = column.cat.add_categories(added) if added else column
        column.iloc[places] = pd.Series(pd.Categorical(new, categories=column.cat.categories))
    elif kind is Kind.MOMENT:
        column.iloc[places] = np.array(["NaT" if text is None else str(text) for text in new], "datetime64[s]")
    elif kind.is_number:
        column.iloc[places] = np.array([np.nan if number is None else number for number in new], np.float64)
    else:
        column.iloc[places] = pd.array(new, dtype="str")
    if column.isna().all() and (field in frame.added or not frame.has(field)):
        return frame.without(field) if frame.has(field) else frame
    return frame.replaced(field, column)


def _blank(kind: Kind, rows: int) -> pd.Series:
    if kind is Kind.CATEGORY:
        return pd.Series(pd.Categorical([None] * rows, categories=pd.Index([], dtype="str")))
    if kind is Kind.MOMENT:
        return pd.Series(np.full(rows, np.datetime64("NaT", "s")))
    if kind.is_number:
        return pd.Series(np.full(rows, np.nan))
    return pd.Series([None] * rows, dtype="str")


def settings_value(settings: Settings, field: str) -> Value:
    """One setting as JSON-ready text or number (see :func:`with_setting`)."""
    if field.startswith(PREFIX):
        return next((one.written() for one in settings.objectives if one.field == field), None)
    if field == "cards":
        return cards_written(settings.cards)
    value = getattr(settings, field)
    if isinstance(value, StageMap):
        return json.dumps(value.chosen, ensure_ascii=False)
    if isinstance(value, OpeningHours):
        days = "".join("1" if day else "0" for day in value.days)
        return f"{days} {value.opens!r} {value.closes!r} {int(value.holidays)} {int(value.alsace_moselle)}"
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if value is None or isinstance(value, str) else float(value)


_NUMBERS: Final = ("response_target", "selling_hours", "selling_rate")


def with_setting(settings: Settings, field: str, value: Value) -> Settings:
    """The settings with one field set from what :func:`settings_value` wrote.

    :raises ValueError: when the field is unknown or the value is not of its form.
    """
    if field.startswith(PREFIX):
        return replace(settings, objectives=having(settings.objectives, field, value))
    if field == "cards":
        return replace(settings, cards=cards_read(value))
    if field == "stage_map":
        pairs = json.loads(str(value or "[]"))
        if not isinstance(pairs, list) or any(not isinstance(pair, list) or len(pair) != 2 for pair in pairs):
            raise ValueError("the stages of status words are pairs of a word and a stage")
        chosen = tuple((str(word), str(stage)) for word, stage in pairs)
        if any(stage not in BY_ID for _, stage in chosen):
            raise ValueError("a status word is mapped to a stage that does not exist")
        return replace(settings, stage_map=StageMap(chosen))
    if field == "opening":
        days, opens, closes, holidays, alsace = str(value).split(" ")
        week = tuple(day == "1" for day in days)
        if len(week) != 7 or not 0 <= float(opens) < float(closes) <= 24:
            raise ValueError("opening hours need seven days and an end after their start")
        hours = OpeningHours(week, float(opens), float(closes), holidays == "1", alsace == "1")
        return replace(settings, opening=hours)
    if field == "currency" and isinstance(value, str):
        return replace(settings, currency=value)
    if field == "company" and isinstance(value, str):
        return replace(settings, company=value)
    if field == "pinned_today":
        return replace(settings, pinned_today=None if value is None else dt.date.fromisoformat(str(value)))
    if field in _NUMBERS and isinstance(value, float | int):
        changed: dict[str, Any] = {field: float(value)}
        return replace(settings, **changed)
    if field == "lifetime_months" and isinstance(value, float | int) and value in LIFETIMES:
        return replace(settings, lifetime_months=int(value))
    raise ValueError(f"no setting of that name and form: {field}")


def applied(state: State, action: Action) -> State:
    """The State after an action. Imports, mappings and merged copies need raw cells, so the caller applies those, and
    replays the log for an action that takes a merge back.

    :raises KeyError: when it names a row that is not there.
    :raises ValueError: when a setting is not of its form, or the action is of another kind.
    """
    if action.kind is ActionKind.EDIT:
        return edited(state, action.changes)
    if action.kind is ActionKind.DUPLICATES:
        return merged(state, action.changes)
    if action.kind is ActionKind.SETTING:
        settings = state.settings
        for change in action.changes:
            settings = with_setting(settings, change.field, change.new)
        return state.with_settings(settings)
    raise ValueError("imports are applied where their cells are")


def utc_now(moment: dt.datetime) -> str:
    """A moment as actions write it down."""
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds")
