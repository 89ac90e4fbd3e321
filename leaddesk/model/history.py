"""Undo and redo, derived from the log of actions alone: an undo is an action of its own that takes another back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from leaddesk.model.merges import APART, MERGE
from leaddesk.model.reconciled import all_brought, deeds, renumbered, same_imports, standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from uuid import UUID

    from leaddesk.model.action import Action


class UndoCursor:
    """Where undo and redo stand after the actions it was given, in the order of the log.

    An action that takes back something that can be undone is an undo; one that takes back such an undo is a redo. A
    new deed ends the redos. To undo, append ``undoable.inverse(…)``; to redo, append ``redoable.inverse(…)``. What the
    merge of a copy brought is no step of its own: the merge is.
    """

    def __init__(self, actions: Iterable[Action] = ()) -> None:
        self._done: dict[UUID, Action] = {}
        self._undone: dict[UUID, Action] = {}
        actions = tuple(actions)
        self._brought: frozenset[UUID] = frozenset()
        self.know(actions)
        for action in actions:
            self.take(action)

    def know(self, actions: Sequence[Action]) -> None:
        """What of the actions that come next was brought by merges among them."""
        self._brought |= all_brought(actions)

    def take(self, action: Action) -> None:
        """Move on by the next action of the log, which no merge brought. An erasure cannot be taken back; what was done
        before it still can: it holds nothing any more of whom was erased.
        """
        if action.id in self._brought or action.kind == "erasure":
            return
        if action.undoes in self._done:
            del self._done[action.undoes]
            self._undone[action.id] = action
        elif action.undoes in self._undone:
            del self._undone[action.undoes]
            self._done[action.id] = action
        else:
            self._done[action.id] = action
            self._undone.clear()

    @property
    def undoable(self) -> Action | None:
        """The action whose inverse the next undo appends, None when there is nothing to undo."""
        return self._done[next(reversed(self._done))] if self._done else None

    @property
    def redoable(self) -> Action | None:
        """The undo whose inverse the next redo appends, None when there is nothing to redo."""
        return self._undone[next(reversed(self._undone))] if self._undone else None


def in_force(actions: Iterable[Action]) -> tuple[Action, ...]:
    """The deeds that stand, in the order of the log: neither those that were taken back nor the undos and redos.

    Rows of a file that was imported in two copies have the ids that they have since those were merged.
    """
    found = deeds(tuple(actions))
    same = same_imports(found)
    return tuple(renumbered(deed, same) for deed in found)


class Way(IntEnum):
    """What an action of the log is: a deed, the undo of one, or its redo."""

    DEED = 0
    UNDO = 1
    REDO = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """An action as the history tells it; ``stands``: a deed that was not taken back, or any undo or redo."""

    action: Action
    way: Way
    stands: bool


class Timeline:
    """All that was done, the last first: ``len()`` of them, each made when it is asked for."""

    def __init__(self, actions: Sequence[Action], places: Sequence[int], ways: bytes, standing: bytes) -> None:
        """*places* of the actions to tell, first one first; *ways* and *standing* have a byte an action."""
        self._actions, self._places, self._ways, self._standing = actions, places, ways, standing

    def __len__(self) -> int:
        return len(self._places)

    @property
    def tells_who(self) -> bool:
        """Whether it is known of any of them who did it."""
        return any(self._actions[place].origin for place in self._places)

    def entry(self, number: int) -> Entry:
        """The entry of that number, 0 the last that was done."""
        place = self._places[len(self._places) - 1 - number]
        return Entry(self._actions[place], Way(self._ways[place]), bool(self._standing[place]))


def timeline(actions: Sequence[Action], row: int | None = None, check: Callable[[], None] = lambda: None) -> Timeline:
    """What was done, to one lead (its *row* id) or at all. *check* is called now and then, and may raise to stop."""
    ways, counts = bytearray(len(actions)), standing(actions)
    same = same_imports(action for action, stands in zip(actions, counts, strict=True) if stands)
    if same:
        actions = [renumbered(action, same) for action in actions]
    backs: dict[UUID, int] = {}
    bringing = all_brought(actions)
    places = []
    for place, action in enumerate(actions):
        if place % 1024 == 0:
            check()
        back = backs.get(action.undoes) if action.undoes is not None else None
        if back is not None:
            ways[place] = Way.REDO if back % 2 else Way.UNDO
            counts[place] = counts[place] or action.id not in bringing
        backs[action.id] = 0 if back is None else back + 1
        if row is None or row in touched(action):
            places.append(place)
    return Timeline(actions, places, bytes(ways), bytes(counts))


def touched(action: Action) -> dict[int, None]:
    """The row ids of the leads that an action says something of, in its order; merged ones and those they went into."""
    found: dict[int, None] = {}
    for change in action.changes:
        if change.entity in ("leads", "erasure", MERGE, APART):
            found[change.row] = None
        if change.entity == APART or (change.entity, change.field) == (MERGE, "into"):
            found.update((int(value), None) for value in (change.old, change.new) if isinstance(value, str))
    return found
