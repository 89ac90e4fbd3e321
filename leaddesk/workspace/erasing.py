"""How a person leaves a document: the one thing that changes what was written before, all of it in one transaction."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from leaddesk.errors import LeadDeskError
from leaddesk.workspace import importentry, log, storage
from leaddesk.workspace.document import Document
from leaddesk.workspace.placing import drop, put_in_place, reserve
from leaddesk.workspace.rawcells import raw_to_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from leaddesk.model.erasure import Erasure
    from leaddesk.workspace.backups import Backup, Backups
    from leaddesk.workspace.storage import Connect

logger = logging.getLogger(__name__)


def erase(document: Document, erasure: Erasure) -> None:
    """Take out of a document what goes, and write down that it was done: all of it or, when it fails, nothing.

    Nothing is done where it was done before. What the file had it has no more, not even in pages that are free.

    :raises LeadDeskError: when the document is damaged or cannot be written.
    """
    actions = tuple(document.actions())
    if all(action.id != erasure.action.id for action in actions):
        files = []
        for entry in document.imports():
            raw = document.raw(entry.id)
            without = erasure.raw(entry.id, raw)
            if without is not raw:
                files.append((replace(entry, digest=without.digest), raw_to_bytes(without)))
        changed = [after for before in actions if (after := erasure.done(before)) is not before]
        head = actions[-1].id if actions else None
        with document.store.forgetful(), document.store.transaction() as execute:
            for entry, cells in files:
                importentry.rewrite(entry, cells, execute)
            for action in changed:
                log.rewrite(action, execute)
            log.write(replace(erasure.action, parent=head), execute)
            execute("DELETE FROM columns", ())
    try:
        with document.store.forgetful():
            document.store.compact()
    except LeadDeskError:  # its pages were overwritten when they were let go (secure_delete)
        logger.info("the document could not be made smaller after an erasure")


def erase_in_backup(backup: Backup, erasure: Erasure, *, connect: Connect = storage.connect) -> bool:
    """Take out of a backup what goes: a copy without it takes its place. Where that cannot be, the backup is deleted;
    whether it could.

    :raises OSError: when it cannot be deleted either.
    """
    partial = backup.path.with_name(f"{backup.path.stem}.partial")
    try:
        drop(partial)
        reserve(partial)
        with Document.open(backup.path, read_only=True) as whole:
            whole.store.back_up(partial, connect)
        with Document.open(partial, connect=connect) as copy:
            erase(copy, erasure)
            copy.verify()
            if copy.kept_before is not None:
                _delete(copy.kept_before)
        put_in_place(partial, backup.path)
    except (LeadDeskError, OSError):
        logger.info("a backup could not be written without whom was erased: it is deleted")
        drop(partial)
        _delete(backup.path)
        return False
    return True


def _delete(path: Path) -> None:
    with suppress(FileNotFoundError):
        path.unlink()


@dataclass(frozen=True, slots=True)
class Reach:
    """How far an erasure reached: how many backups were written without the person, how many had to be deleted, and how
    many still hold the person.
    """

    done: int = 0
    deleted: int = 0
    left: int = 0


def erase_everywhere(document: Document, erasure: Erasure, backups: Backups) -> Reach:
    """Take out of a document what goes, and out of its backups if that is wanted.

    :raises LeadDeskError: when the document cannot be written; the backups then are as they were.
    """
    erase(document, erasure)
    found = backups.of(document.id)
    if not erasure.in_backups:
        return Reach(left=len(found))
    done = deleted = left = 0
    for backup in found:
        try:
            is_kept = erase_in_backup(backup, erasure)
        except OSError:
            left += 1
            continue
        done += is_kept
        deleted += not is_kept
    return Reach(done, deleted, left)
