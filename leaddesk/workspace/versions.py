"""What an earlier version of a document lacks of the present, and has that the present has not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leaddesk.model.action import ActionKind
from leaddesk.model.merges import MERGE
from leaddesk.workspace.replay import recipes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.model.action import Action
    from leaddesk.workspace.document import Document


@dataclass(frozen=True, slots=True)
class Difference:
    """``since``: the actions that a version does not have, last one first; ``other``: how many it has that were not
    done in the present. ``leads``: how many leads ``since`` changed. ``without``, ``again``: the names of the imports
    that are in now and would not be, and the other way round.
    """

    since: tuple[Action, ...]
    other: int
    leads: int
    without: tuple[str, ...]
    again: tuple[str, ...]

    @property
    def is_none(self) -> bool:
        """Whether the version is the present."""
        return not self.since and not self.other


def difference(version: Document, present: Sequence[Action], names: dict[str, str]) -> Difference:
    """How a version differs from the actions of the *present*; *names*: of the present's imports, by id (hex).

    :raises LeadDeskError: when the version is damaged.
    """
    theirs, own, common = _common(version, present)
    since = tuple(reversed(own[common:]))
    known = {entry.id.hex: entry.name for entry in version.imports()} | names
    now, then = ({key.hex for key in recipes(actions)} for actions in (present, theirs))
    leads = {change.row for action in since for change in action.changes if change.entity in ("leads", MERGE)}
    return Difference(
        since,
        len(theirs) - common,
        len(leads),
        tuple(sorted(known.get(key, "") for key in now - then)),
        tuple(sorted(known.get(key, "") for key in then - now)),
    )


def _common(version: Document, present: Sequence[Action]) -> tuple[Sequence[Action], Sequence[Action], int]:
    """The actions of a version, those of the *present*, and how many first ones they share.

    A version is nearly always an earlier state of the present: then its last action tells, and none is read. Erasures
    that both have are left out: they were done in the version too, after all that it had.
    """
    count, head = version.action_count, version.head
    if count <= len(present) and (count == 0 or present[count - 1].id == head):
        return present[:count], present, count
    theirs = tuple(version.actions())
    erased = {action.id for action in theirs if action.kind is ActionKind.ERASURE}
    erased &= {action.id for action in present}
    theirs, own = (tuple(one for one in log if one.id not in erased) for log in (theirs, present))
    common = 0
    while common < min(len(theirs), len(own)) and theirs[common].id == own[common].id:
        common += 1
    return theirs, own, common
