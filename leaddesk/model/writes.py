"""What holds in each cell that a log wrote to, as one who knows only a part of it would see it."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Final
from uuid import UUID

from leaddesk.model.merges import APART, MERGE
from leaddesk.model.reconciled import (
    ASIDE,
    BROUGHT,
    IMPORT,
    SAME,
    STANDS,
    all_brought,
    brought,
    deeds,
    is_merge,
    named,
    renumbered,
    same_imports,
    standing,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from leaddesk.model.action import Action, Change, Value
    from leaddesk.model.conflicts import Cell, Conflict

_NO_CELLS: Final = frozenset({BROUGHT, ASIDE, SAME, MERGE, APART})


@dataclass(frozen=True, slots=True)
class Write:
    """A value, the action whose value it is, and the one that put it there: a merge, where that chose it."""

    value: Value
    whose: UUID | None
    by: UUID


class Log:
    """A log of actions, and what it knows: ``held`` are the ids of all that was done in it or that it has taken over.

    What a merge brought that was taken back is not known: it may be brought again.
    """

    def __init__(self, actions: Sequence[Action], same: Mapping[UUID, UUID] | None = None) -> None:
        """*same*: imports that are another one too, besides those that the log says."""
        counts = standing(actions)
        merges = [action for action, stands in zip(actions, counts, strict=True) if stands and is_merge(action)]
        gone = all_brought(actions) - {one for merge in merges for one in brought(merge)}
        self.same = same_imports(merges) if same is None else dict(same)
        self.actions = [renumbered(action, self.same) for action in actions if action.id not in gone]
        self.held = {action.id for action in self.actions} | {one for merge in merges for one in named(merge, BROUGHT)}
        self.asides = {one for merge in merges for one in named(merge, ASIDE)}
        self.deeds = deeds(self.actions)
        self._merges = {merge.id: _chosen(renumbered(merge, self.same)) for merge in merges}
        self.before: dict[Cell, Value] = {}
        """What a cell held before anything was written to it."""
        for _action, change in self._changes():
            self.before.setdefault(cell_of(change), change.old)

    def _changes(self) -> Iterator[tuple[Action, Change]]:
        for action in self.actions:
            for change in action.changes:
                if change.entity not in _NO_CELLS and not change.entity.startswith(STANDS):
                    yield action, change

    def cells(self, known: Collection[UUID] | None = None, without: Collection[UUID] = ()) -> dict[Cell, Write]:
        """What was written and holds; for one who knows only the actions *known*, and *without* some.

        What a merge chose is known to who knows the action whose value it is.
        """
        seen = self.actions if known is None else [action for action in self.actions if action.id in known]
        counting = {deed.id for deed in (self.deeds if known is None else deeds(seen))}
        found: dict[Cell, Write] = {}
        for action, change in self._changes():
            cell = cell_of(change)
            chosen = self._merges.get(action.id)
            whose = action.id if chosen is None else chosen.get(cell, action.id)
            is_known = action.id in counting or (chosen is not None and known is not None and whose in known)
            if is_known and action.id not in without:
                found[cell] = Write(change.new, whose, action.id)
        return found

    def latest(self, cells: Collection[Cell]) -> dict[Cell, Write]:
        """Of what was written to these cells and counts, the latest by the clock: the same in whatever order."""
        counting = {deed.id for deed in self.deeds}
        found: dict[Cell, tuple[str, Write]] = {}
        for action, change in self._changes():
            cell = cell_of(change)
            if action.id in counting and cell in cells:
                write = action.time, Write(change.new, action.id, action.id)
                found[cell] = max(found.get(cell, write), write, key=itemgetter(0))
        return {cell: write for cell, (_time, write) in found.items()}

    def news(self, known: Collection[UUID]) -> dict[Cell, Action]:
        """The cells that were written to by actions that are not *known*, each with the last of those."""
        found: dict[Cell, Action] = {}
        for action, change in self._changes():
            whose = self._merges.get(action.id, {}).get(cell_of(change), action.id)
            if action.id not in known and whose not in known:
                found[cell_of(change)] = action
        return found

    def has_aside(self, conflict: Conflict) -> bool:
        """Whether one of those who contradict each other does not count any more."""
        claims = (conflict.mine.action, conflict.theirs.action)
        return any(action is not None and action.id in self.asides for action in claims)

    def came(self) -> dict[UUID, str]:
        """When each import was first brought in, by its id."""
        found: dict[UUID, str] = {}
        for action, change in self._changes():
            if change.entity == IMPORT and isinstance(change.new, str):
                key = UUID(change.field)
                found[key] = min(action.time, found.get(key, action.time))
        return found


def cell_of(change: Change) -> Cell:
    """The cell that a change writes to."""
    return change.entity, change.field, change.row


def _chosen(merge: Action) -> dict[Cell, UUID]:
    """For cells that a merge settled: the action whose value it chose."""
    return {
        (change.entity.removeprefix(STANDS), change.field, change.row): UUID(str(change.new))
        for change in merge.changes
        if change.entity.startswith(STANDS)
    }
