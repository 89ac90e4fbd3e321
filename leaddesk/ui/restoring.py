"""Earlier versions of the document: which there are, and how one comes back, with a way back to the present."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from leaddesk.errors import LeadDeskError
from leaddesk.model.history import timeline
from leaddesk.text import msg
from leaddesk.workspace.document import Document
from leaddesk.workspace.versions import difference

if TYPE_CHECKING:
    from leaddesk.model.action import Action
    from leaddesk.model.history import Entry
    from leaddesk.ui.desk import Desk
    from leaddesk.ui.holding import Taken
    from leaddesk.ui.jobs import Task
    from leaddesk.workspace.backups import Backup
    from leaddesk.workspace.versions import Difference

MOST_TOLD: Final = 200


@dataclass(frozen=True, eq=False, slots=True)
class Version:
    """A backup of the document and how it differs from now, None when it cannot be read; ``steps`` are the last ones
    that were done since, at most :data:`MOST_TOLD`, the last first.
    """

    backup: Backup
    difference: Difference | None
    steps: tuple[Entry, ...] = ()


def versions(desk: Desk, actions: tuple[Action, ...], task: Task) -> tuple[Version, ...]:
    """The versions of the document that is open, newest first, against the *actions* of now."""
    document_id = desk.keeper.document_id
    names = {held.id.hex: held.raw.name for held in desk.held}
    told = timeline(actions, check=task.check)
    last = tuple(told.entry(number) for number in range(min(MOST_TOLD, len(told))))
    found = []
    for backup in () if document_id is None else desk.keeper.backups.of(document_id):
        task.check()
        against = None
        with suppress(LeadDeskError), Document.open(backup.path, read_only=True) as document:
            against = difference(document, actions, names)
        found.append(Version(backup, against, () if against is None else last[: len(against.since)]))
    return tuple(found)


def restored(desk: Desk, backup: Backup, task: Task) -> Taken:
    """What an earlier version holds, to be adopted, once the present is backed up.

    The document itself takes the version's content when what waits is next written: a crash before leaves it as it is.

    :raises LeadDeskError: when the version is damaged, or the present cannot be written or backed up.
    """
    task.progress(None, msg("Restoring the version…"))
    document = Document.open(backup.path, read_only=True)
    try:
        document.verify(task.check)
        taken = desk.read_document(document, task)
        desk.keeper.keep_present(task.check)
    except BaseException:
        document.close()
        raise
    return replace(
        taken,
        version=document,
        summary=msg("The version of {moment} is restored.", moment=backup.made.astimezone()),
    )
