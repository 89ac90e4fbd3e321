"""The State of a document, made again from its imports and its log."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Final, TypeAlias
from uuid import UUID

from leaddesk.model.action import ActionKind, applied, edited
from leaddesk.model.dataset import Dataset
from leaddesk.model.handwork import EDITING, followed
from leaddesk.model.history import in_force
from leaddesk.model.merges import Merges
from leaddesk.model.recipe import Recipe
from leaddesk.model.reconciled import IMPORT
from leaddesk.model.state import State

if TYPE_CHECKING:
    import datetime as dt

    from leaddesk.model.action import Action, Change
    from leaddesk.model.raw import RawFile
    from leaddesk.workspace.document import Document

_RECIPES: Final = (ActionKind.IMPORT, ActionKind.MAPPING, ActionKind.RECONCILE)


@dataclass(frozen=True, eq=False, slots=True)
class Source:
    """One import that is in: its raw cells, the recipe in force and the id of its first row."""

    id: UUID
    raw: RawFile
    recipe: Recipe
    first_row: int


Importer: TypeAlias = Callable[[Sequence[Source]], Dataset]
"""Makes tables of raw cells (none: no table). Handed in, because rooms on this floor do not know each other."""


def rebuild(document: Document, importer: Importer, today: dt.date) -> State:
    """The State that a document holds: its imports, then everything in its log.

    *today* counts unless the document pins a day of its own.

    :raises LeadDeskError: when the document cannot be read or is damaged.
    """
    actions = tuple(document.actions())
    first_rows = {entry.id: entry.first_row for entry in document.imports()}
    sources = [
        Source(import_id, document.raw(import_id), recipe, first_rows[import_id])
        for import_id, recipe in recipes(actions).items()
    ]
    return replayed(importer(sources), actions, today)


def recipes(actions: Iterable[Action]) -> dict[UUID, Recipe]:
    """The imports that are in, in the order in which they came, with the recipe in force for each.

    An IMPORT brings a file in with its recipe, a MAPPING gives one that is in another recipe. Where copies were merged,
    the order is that of the clock: the same in each of them.
    """
    found: dict[UUID, Recipe] = {}
    came: dict[UUID, str] = {}
    deeds = in_force(actions)
    for action in deeds:
        for change in action.changes:
            if change.entity != IMPORT or action.kind not in _RECIPES:
                continue
            import_id = UUID(change.field)
            if isinstance(change.new, str):
                found[import_id] = Recipe.from_json(json.loads(change.new))
                came[import_id] = min(action.time, came.get(import_id, action.time))
            elif change.new is None:
                found.pop(import_id, None)
    if _has_merge(deeds):
        return {key: found[key] for key in sorted(found, key=lambda key: (came[key], key))}
    return found


def replayed(built: Dataset, actions: Iterable[Action], today: dt.date) -> State:
    """The State that follows from what the imports gave and from all that was done.

    Edits and merges of rows that are not there (their import was taken back, or its mapping leaves them out) wait until
    they are; what was done with a row that is a lead of another list again is done with that one. Leads that were
    merged go last, so that every edit finds its row.
    """
    standing = in_force(actions)
    state = State(today, built)
    for action in standing:
        if action.kind in (ActionKind.SETTING, ActionKind.RECONCILE):
            changes = [change for change in action.changes if change.entity == "settings"]
            state = applied(state, replace(action, kind=ActionKind.SETTING, changes=tuple(changes)))
    pinned = state.settings.pinned_today
    if pinned is not None:
        state = replace(state, today=pinned)
    done = [action for action in standing if action.kind in EDITING]
    cells = _followed(done, built)
    if not cells:
        return state
    there = {table: set(frame.rows.tolist()) for table, frame in built.frames.items()}
    state = edited(state, [change for change in cells if change.row in there.get(change.entity, ())])
    if _has_merge(standing):  # which of two decisions on duplicates was the later one is the same in each copy
        done.sort(key=attrgetter("time"))
        cells = _followed(done, built)
    merges = Merges().taken(cells, there.get("leads", ()))
    return replace(state, merges=merges, dataset=merges.settled(state.dataset))


def _followed(done: Iterable[Action], built: Dataset) -> list[Change]:
    """The cells that were set and the decisions on duplicates, on the rows that the leads have now."""
    changes = (change for action in done for change in action.changes if change.entity != IMPORT)
    return list(followed(changes, built.again))


def _has_merge(deeds: Iterable[Action]) -> bool:
    return any(deed.kind is ActionKind.RECONCILE for deed in deeds)
