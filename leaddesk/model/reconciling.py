"""Merging a colleague's copy of a document: what it has that this one lacks, what contradicts, and the actions that
bring it in. Both began as one document; their logs tell what was done in each since.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import UUID

from leaddesk.model.action import Action, ActionKind, Change
from leaddesk.model.comparison import NOBODY, Comparison
from leaddesk.model.conflicts import About, Choice, Conflict
from leaddesk.model.reconciled import ASIDE, BROUGHT, IMPORT, SAME, STANDS, is_merge, standing, to_the_last
from leaddesk.model.writes import Log, Write

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from leaddesk.model.action import Value
    from leaddesk.model.conflicts import Cell


@dataclass(frozen=True, eq=False)
class Reconciliation:
    """What merging a copy comes to. ``brought``: what was done in it and is not here, in its order; ``conflicts``: what
    has to be decided. ``imports``: the files that come along.
    """

    mine: tuple[Action, ...]
    brought: tuple[Action, ...]
    conflicts: tuple[Conflict, ...]
    imports: tuple[UUID, ...] = ()
    known: tuple[UUID, ...] = ()
    asides: tuple[UUID, ...] = ()
    same: Mapping[UUID, UUID] = field(default_factory=dict)
    wanted: Mapping[Cell, Write] = field(default_factory=dict)
    disputed: frozenset[Cell] = frozenset()

    @property
    def is_nothing(self) -> bool:
        """Whether the copy has nothing that is not here."""
        return not (self.brought or self.conflicts or self.asides or self._settled((), self.mine))

    @property
    def deeds(self) -> tuple[Action, ...]:
        """Of what is brought: what counts there, without what was taken back again."""
        counts = standing(self.brought)
        return tuple(one for one, stands in zip(self.brought, counts, strict=True) if stands and one.undoes is None)

    def actions(self, choices: Sequence[Choice], merge: Action) -> tuple[Action, ...]:
        """What to append to the log, in a piece: what is brought, then the *merge*, with its changes.

        :raises ValueError: when there are not as many choices as conflicts, or one cannot be chosen.
        """
        if [choice in conflict.choices for choice, conflict in zip(choices, self.conflicts, strict=True)].count(False):
            raise ValueError("that cannot be chosen")
        here = {action.id for action in self.mine}
        new = [action for action in self.brought if action.id not in here]
        aside = list(self.asides)
        for choice, conflict in zip(choices, self.conflicts, strict=True):
            ours, theirs = conflict.asides
            aside += [action.id for action in (theirs if choice is Choice.MINE else ours)]
        changes = [
            *(Change(BROUGHT, action.id.hex, None, 1.0) for action in self.brought),
            *(Change(BROUGHT, one.hex, None, 0.0) for one in self.known),
            *(Change(ASIDE, one.hex, None, 1.0) for one in dict.fromkeys(aside)),
            *(Change(SAME, one.hex, None, other.hex) for one, other in self.same.items()),
        ]
        merge = replace(merge, kind=ActionKind.RECONCILE, changes=tuple(changes))
        merge = replace(merge, changes=(*changes, *self._settled(choices, (*self.mine, *new, merge))))
        parent, found = merge.parent, []
        for action in (*new, merge):
            found.append(replace(action, parent=parent))
            parent = action.id
        return tuple(found)

    def _settled(self, choices: Sequence[Choice], actions: Sequence[Action]) -> tuple[Change, ...]:
        """The changes of cells in which something else shall hold than what these *actions* come to."""
        log = Log(actions)
        wanted = dict(self.wanted) | (log.latest(self.disputed) if self.disputed else {})
        for choice, conflict in zip(choices, self.conflicts, strict=False):
            decided = _decided(conflict, choice)
            if conflict.about is not About.DUPLICATES and decided is not None and not log.has_aside(conflict):
                wanted[conflict.cell] = decided
        now, changes = log.cells(), []
        for cell, write in wanted.items():
            there = now.get(cell)
            value = log.before.get(cell) if there is None else there.value
            if value != write.value:
                entity, name, row = cell
                changes.append(Change(entity, name, value, write.value, row))
                if write.whose is not None:
                    changes.append(Change(STANDS + entity, name, None, write.whose.hex, row))
        return tuple(changes)


def _decided(conflict: Conflict, choice: Choice) -> Write | None:
    """What shall hold; None for what holds as the file gave it."""
    if choice is Choice.BOTH:
        return Write(conflict.joined, None, NOBODY)
    claim = conflict.mine if choice is Choice.MINE else conflict.theirs
    return None if claim.action is None else Write(claim.value, claim.action.id, NOBODY)


def reconciling(
    mine: Sequence[Action],
    theirs: Sequence[Action],
    digests: Mapping[UUID, str] | None = None,
    here: Callable[[Cell], Value] = lambda _cell: None,
) -> Reconciliation:
    """What merging *theirs* into *mine* comes to. *digests*: of the files of both, by the id of their import; the same
    file taken in by both is one. *here*: what a cell of a lead holds now, where no action says it.

    :raises ValueError: when a log is not one that LeadDesk wrote.
    """
    mine, theirs = tuple(mine), tuple(theirs)
    before, after = Log(mine), Log(theirs)
    same = to_the_last({**after.same, **before.same, **_same_files(before, after, digests or {})})
    ours, others = (Log(mine, same), Log(theirs, same)) if same else (before, after)
    of_merges = _of_merges(theirs)
    missing = after.held - before.held
    comparison = Comparison(ours, others, here)
    comparison.compare()
    there = before.came()
    return Reconciliation(
        mine,
        tuple(one for one in theirs if one.id in missing and one.id not in of_merges),
        tuple(comparison.conflicts),
        tuple(key for key in after.came() if key not in there),
        tuple(one.id for one in after.deeds if is_merge(one) and one.id in missing),
        tuple(after.asides - before.asides),
        {one: other for one, other in same.items() if before.same.get(one) != other},
        comparison.wanted,
        comparison.disputed,
    )


def _of_merges(actions: Sequence[Action]) -> set[UUID]:
    """The merges of a log, and what took them back or did them again."""
    found: set[UUID] = set()
    for action in actions:
        if is_merge(action) or action.undoes in found:
            found.add(action.id)
    return found


def _same_files(mine: Log, theirs: Log, digests: Mapping[UUID, str]) -> dict[UUID, UUID]:
    """Imports that are in by both, each on its own, of the same file: the later one is the one that came first."""
    ours, others = _taken_in(mine, digests), _taken_in(theirs, digests)
    found = {}
    for digest in ours.keys() & others.keys():
        first, second = sorted({ours[digest], others[digest]})[:1], sorted({ours[digest], others[digest]})[1:]
        found.update({key: first[0][1] for _time, key in second})
    return found


def _taken_in(log: Log, digests: Mapping[UUID, str]) -> dict[str, tuple[str, UUID]]:
    """The imports that are in, by the digest of their file: when they came, and their id."""
    came = log.came()
    found: dict[str, tuple[str, UUID]] = {}
    for (entity, name, _row), write in log.cells().items():
        if entity == IMPORT and write.value is not None:
            key = UUID(name)
            if key in digests:
                found[digests[key]] = (came[key], key)
    return found
