"""What the user set by hand in the leads, and where it went when a row turned out to be a lead of another list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from leaddesk.model.action import ActionKind
from leaddesk.model.history import in_force
from leaddesk.model.merges import APART, MERGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from leaddesk.model.action import Action, Change, Value

EDITING: Final = frozenset(ActionKind) - {ActionKind.SETTING}
"""The actions that set cells: an import, or another reading of it, does where the user lets a file's word go before his
own, the merge of a copy where both had one, an erasure where something stays.
"""


def cells_by_hand(actions: Iterable[Action], again: Mapping[int, int]) -> dict[tuple[int, str], Value]:
    """What stands by hand in the leads, by row id and column, without what was emptied. *again*: see
    :class:`~leaddesk.model.dataset.Dataset`.
    """
    found: dict[tuple[int, str], Value] = {}
    for action in in_force(actions):
        if action.kind in EDITING:
            for change in action.changes:
                if change.entity == "leads":
                    found[again.get(change.row, change.row), change.field] = change.new
    return {key: value for key, value in found.items() if value is not None}


def followed(changes: Iterable[Change], again: Mapping[int, int]) -> Iterator[Change]:
    """The changes, those of rows that are leads of other lists again on the rows of these."""
    for change in changes:
        if change.entity == "leads" and change.row in again:
            yield replace(change, row=again[change.row])
        elif change.entity in (MERGE, APART) and again:
            yield from _pair(change, again)
        else:
            yield change


def _pair(change: Change, again: Mapping[int, int]) -> Iterator[Change]:
    """What was said of two rows, on the rows that they are now; nothing where both are one."""
    row = again.get(change.row, change.row)
    if change.entity == MERGE and change.field != "into":
        yield replace(change, row=row)
        return
    texts = [one if one is None else str(again.get(int(str(one)), int(str(one)))) for one in (change.old, change.new)]
    if str(row) not in texts:
        yield replace(change, row=row, old=texts[0], new=texts[1])
