"""Undo and redo, derived from the log of actions alone: an undo is an action of its own that takes another back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from leaddesk.model.action import Action


class UndoCursor:
    """Where undo and redo stand after the actions it was given, in the order of the log.

    An action that takes back something that can be undone is an undo; one that takes back such an undo is a redo. A
    new deed ends the redos. To undo, append ``undoable.inverse(…)``; to redo, append ``redoable.inverse(…)``.
    """

    def __init__(self, actions: Iterable[Action] = ()) -> None:
        self._done: dict[UUID, Action] = {}
        self._undone: dict[UUID, Action] = {}
        for action in actions:
            self.take(action)

    def take(self, action: Action) -> None:
        """Move on by the next action of the log."""
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


def undoable(actions: Iterable[Action]) -> Action | None:
    """The action whose inverse the next undo appends, None when there is nothing to undo."""
    return UndoCursor(actions).undoable


def redoable(actions: Iterable[Action]) -> Action | None:
    """The undo whose inverse the next redo appends, None when there is nothing to redo."""
    return UndoCursor(actions).redoable


def in_force(actions: Iterable[Action]) -> tuple[Action, ...]:
    """The deeds that stand, in the order of the log: neither those that were taken back nor the undos and redos."""
    deeds: dict[UUID, Action] = {}
    roots: dict[UUID, UUID] = {}
    standing: dict[UUID, bool] = {}
    for action in actions:
        root = roots.get(action.undoes) if action.undoes is not None else None
        if root is None:
            deeds[action.id] = action
            roots[action.id] = action.id
            standing[action.id] = True
        else:
            roots[action.id] = root
            standing[root] = not standing[root]
    return tuple(deed for key, deed in deeds.items() if standing[key])
