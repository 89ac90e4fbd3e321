"""What the merge of a colleague's copy says in the log, and what of a log counts with it.

What the copy has that the document lacks is appended as it is, under the ids that it has there: who did it and when
stay true, and nothing comes twice. Behind it stands one action of kind RECONCILE that names what it brought. Those
count as long as it does, so that taking it back takes all of them back. Its changes, by their entity:

- ``brought``: ``field`` is the id (hex) of an action of the copy; 1 where it was brought, 0 where it is only known: a
  merge that was done in the copy, of which the outcome is taken.
- ``aside``: ``field`` is the id of an action that does not count any more, as another one was chosen.
- ``same``: ``field`` is the id of an import, ``new`` that of another one of the same file: both are that one.
- a table, ``settings`` or ``import``: what holds in a cell after the merge, as in other actions, where that is not what
  was set last. ``stands:`` and that entity, with the same field and row: ``new`` is the id of the action whose value
  that is; there is none where it is a new one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from uuid import UUID

from leaddesk.model.action import ActionKind, Change
from leaddesk.model.merges import APART, MERGE
from leaddesk.model.rowids import ROWS_PER_IMPORT, row_base

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from leaddesk.model.action import Action, Value

BROUGHT: Final = "brought"
ASIDE: Final = "aside"
SAME: Final = "same"
STANDS: Final = "stands:"
IMPORT: Final = "import"


def standing(actions: Sequence[Action]) -> list[bool]:
    """Whether each action of a log counts: not those that were taken back, nor what a merge brought that was.

    Several may have taken the same one back, in copies that were merged: it counts when none of them does.
    """
    merges = [action for action in actions if is_merge(action)]
    bringing: dict[UUID, list[UUID]] = {}
    for merge in merges:
        for one in brought(merge):
            bringing.setdefault(one, []).append(merge.id)
    back: set[UUID | None] = set()
    found = [False] * len(actions)
    for place in range(len(actions) - 1, -1, -1):  # what takes an action back, or brings it, stands behind it
        action = actions[place]
        by = bringing.get(action.id) if merges else None
        if action.id in back or (by is not None and all(merge in back for merge in by)):
            continue
        found[place] = True
        back.add(action.undoes)
        if is_merge(action):
            back.update(named(action, ASIDE))
    return found


def deeds(actions: Sequence[Action]) -> list[Action]:
    """The deeds that count, in the order of the log: neither those that were taken back nor the undos and redos."""
    before: set[UUID | None] = set()
    found = []
    for action, stands in zip(actions, standing(actions), strict=True):
        if stands and action.undoes not in before:
            found.append(action)
        before.add(action.id)
    return found


def is_merge(action: Action) -> bool:
    """Whether this is the merge of a copy, and not its undo or redo."""
    return action.kind is ActionKind.RECONCILE and action.undoes is None


def named(merge: Action, entity: str) -> list[UUID]:
    """The ids that a merge names under an *entity*."""
    return [UUID(change.field) for change in merge.changes if change.entity == entity]


def brought(merge: Action) -> list[UUID]:
    """The ids of the actions that a merge brought."""
    return [UUID(change.field) for change in merge.changes if change.entity == BROUGHT and change.new]


def all_brought(actions: Iterable[Action]) -> frozenset[UUID]:
    """The ids of what any merge brought: the user takes back the merge, and none of these alone."""
    return frozenset(one for action in actions if is_merge(action) for one in brought(action))


def same_imports(actions: Iterable[Action]) -> dict[UUID, UUID]:
    """Of actions that count: for an import that is another one too, the one that stands for both."""
    found = {
        UUID(change.field): UUID(str(change.new))
        for action in actions
        if is_merge(action)
        for change in action.changes
        if change.entity == SAME
    }
    return to_the_last(found)


def to_the_last(onward: Mapping[UUID, UUID]) -> dict[UUID, UUID]:
    """For each id the last one that it leads to, by way of others."""
    found = {}
    for one in onward:
        last, seen = one, {one}
        while (after := onward.get(last)) is not None and after not in seen:  # a ring: only where somebody made it up
            seen.add(after)
            last = after
        found[one] = last
    return found


def renumbered(action: Action, same: Mapping[UUID, UUID]) -> Action:
    """The action with the rows of imports that are the *same* as another one's as those of that one."""
    if not same:
        return action
    bases = {row_base(one) // ROWS_PER_IMPORT: row_base(other) // ROWS_PER_IMPORT for one, other in same.items()}
    changes = tuple(_renumbered(change, same, bases) for change in action.changes)
    return action if changes == action.changes else replace(action, changes=changes)


def _renumbered(change: Change, same: Mapping[UUID, UUID], bases: Mapping[int, int]) -> Change:
    if change.entity in (IMPORT, STANDS + IMPORT):
        other = same.get(UUID(change.field))
        return change if other is None else replace(change, field=other.hex)
    row = _row(change.row, bases)
    if change.entity == APART or (change.entity, change.field) == (MERGE, "into"):
        return replace(change, row=row, old=_named_row(change.old, bases), new=_named_row(change.new, bases))
    return change if row == change.row else replace(change, row=row)


def _row(row: int, bases: Mapping[int, int]) -> int:
    base = bases.get(row // ROWS_PER_IMPORT)
    return row if base is None else base * ROWS_PER_IMPORT + row % ROWS_PER_IMPORT


def _named_row(value: Value, bases: Mapping[int, int]) -> Value:
    return str(_row(int(value), bases)) if isinstance(value, str) else value
