"""Backups of documents: whole, verified copies in a folder of the program, told apart by the document's identity."""

from __future__ import annotations

import datetime as dt
import logging
import os
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from leaddesk.errors import LeadDeskError
from leaddesk.text import msg
from leaddesk.workspace import keeping, storage
from leaddesk.workspace.document import Document
from leaddesk.workspace.layout import SUFFIX
from leaddesk.workspace.placing import drop, flush_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

    from leaddesk.workspace.storage import Connect

log = logging.getLogger(__name__)

MOST_BYTES: Final = 1_000_000_000
"""What the backups of one document may take together."""

_PARTIAL: Final = ".partial"
_ABANDONED: Final = dt.timedelta(days=1)
_NAME: Final = re.compile(r"(\d{8}T\d{9})Z-([a-z]+)" + re.escape(SUFFIX))


class Cause(StrEnum):
    """Why a backup was made: by the clock, or before something that changes much."""

    OPENED = auto()
    CHANGED = auto()
    IMPORT = auto()
    MERGE = auto()
    ERASURE = auto()
    MIGRATION = auto()
    RESTORE = auto()
    COPY = auto()


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of a document as it was at ``made`` (UTC)."""

    path: Path
    made: dt.datetime
    cause: Cause


class Backups:
    """The backups of all documents. A file counts only under its final name, which it gets once it is verified.

    Its methods may be called from any thread. Kept are those of :func:`~leaddesk.workspace.keeping.kept`, the oldest
    gone where a document's take more than *most_bytes*.
    """

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES, *, connect: Connect = storage.connect) -> None:
        """*folder*: where they are; it is made when the first is. *connect* opens what a copy is written to."""
        self.folder = folder
        self._connect = connect
        self._most_bytes = most_bytes

    def of(self, document_id: UUID) -> tuple[Backup, ...]:
        """The backups of a document, newest first. Files with other names are nobody's business."""
        found = []
        try:
            paths = list(self._folder(document_id).iterdir())
        except OSError:  # none was made, or the folder cannot be read
            return ()
        for path in paths:
            parts = _NAME.fullmatch(path.name)
            if parts is not None and parts[2] in tuple(Cause):
                with suppress(ValueError):
                    made = dt.datetime.strptime(f"{parts[1]}000+0000", "%Y%m%dT%H%M%S%f%z")
                    found.append(Backup(path, made, Cause(parts[2])))
        return tuple(sorted(found, key=lambda backup: backup.made, reverse=True))

    def make(
        self, document: Document, cause: Cause, now: dt.datetime, check: Callable[[], None] = lambda: None
    ) -> Backup:
        """A verified backup of a document as it is *now*; the newest one, when that holds the same.

        *check* is called between the steps; it may raise to stop, or write to the document.

        :raises LeadDeskError: when none can be made; the document is as it was.
        """
        newest = self.newest_same(document)
        if newest is not None:
            return newest
        folder = self._folder(document.id)
        backup = _room(folder, cause, now)
        partial = folder / f"{uuid4().hex}{_PARTIAL}"
        try:
            check()
            wanted = document.content_digest
            document.back_up(partial, connect=self._connect)
            check()  # the document may go on from here
            with Document.open(partial, read_only=True) as copy:
                copy.verify(check)
                if copy.content_digest != wanted:
                    raise storage.damaged(partial)
            partial.rename(backup.path)
        except OSError as error:
            raise _unwritable(folder) from error
        except LeadDeskError as error:  # it names the file that does not count
            text = msg("No backup of “{file}” could be made.", file=document.path.name)
            raise LeadDeskError(text, error.hint) from error
        finally:
            drop(partial)
        self._tidy(document.id, now)
        return backup

    def take_over(self, document: Document, now: dt.datetime) -> Backup | None:
        """Have what a document was in an older layout, which was kept beside it, as a verified backup instead; None
        where nothing was kept, or it stays beside because it cannot be one.
        """
        kept = document.kept_before
        if kept is None:
            return None
        folder = self._folder(document.id)
        partial = folder / f"{uuid4().hex}{_PARTIAL}"
        try:
            backup = _room(folder, Cause.MIGRATION, now)
            _copy(kept, partial)
            with Document.open(partial, read_only=True) as copy:
                copy.verify()
                if copy.id != document.id:
                    raise storage.damaged(partial)
            partial.rename(backup.path)
            flush_folder(folder)
            kept.unlink()
        except (OSError, LeadDeskError):
            log.info("the document of an older layout stays beside: no backup could be made of it")
            return None
        finally:
            drop(partial)
        document.store.kept_before = backup.path
        return backup

    def newest_same(self, document: Document) -> Backup | None:
        """The newest backup, when it holds what the document holds now; None when another one is to be made."""
        for newest in self.of(document.id)[:1]:
            with suppress(LeadDeskError), Document.open(newest.path, read_only=True) as copy:
                return newest if copy.content_digest == document.content_digest else None
        return None

    def latest_verified(self, document_id: UUID) -> Path | None:
        """The newest backup that is still whole, None when there is none. Reads all of it."""
        for backup in self.of(document_id):
            try:
                with Document.open(backup.path, read_only=True) as copy:
                    copy.verify()
                    if copy.id == document_id:
                        return backup.path
            except LeadDeskError:
                log.info("a backup is not whole any more; the one before it is looked at")
        return None

    def held(self) -> tuple[int, int]:
        """How many backups of all documents there are, and the bytes that they take together."""
        sizes = [_size(path) for path in self.folder.glob(f"*/*{SUFFIX}")]
        return len(sizes), sum(sizes)

    def _folder(self, document_id: UUID) -> Path:
        return self.folder / document_id.hex

    def _tidy(self, document_id: UUID, now: dt.datetime) -> None:
        """Let go of what is not kept, and of what a killed program left half done."""
        backups = self.of(document_id)
        kept = keeping.kept((backup.made for backup in backups), now)
        sizes = {backup.path: _size(backup.path) for backup in backups if backup.made in kept}
        wanted = keeping.within(sizes, self._most_bytes)
        gone = [backup.path for backup in backups if backup.path not in wanted]
        for path in self._folder(document_id).glob(f"*{_PARTIAL}*"):
            with suppress(OSError):
                if now.timestamp() - path.stat().st_mtime > _ABANDONED.total_seconds():
                    gone.append(path)
        for path in gone:
            with suppress(OSError):  # open elsewhere: it goes the next time
                path.unlink()


def _room(folder: Path, cause: Cause, now: dt.datetime) -> Backup:
    """A backup of *now*, whose name in the folder is free.

    :raises LeadDeskError: when there can be none.
    """
    _make(folder)
    made = now.astimezone(dt.UTC).replace(microsecond=now.microsecond // 1000 * 1000)
    while (place := folder / _name(made, cause)).exists():
        made += dt.timedelta(milliseconds=1)
    return Backup(place, made, cause)


def _copy(source: Path, target: Path) -> None:
    """Copy a file byte by byte, onto the disk."""
    with source.open("rb") as here, target.open("xb") as there:
        shutil.copyfileobj(here, there)
        there.flush()
        os.fsync(there.fileno())


def _name(made: dt.datetime, cause: Cause) -> str:
    return f"{made:%Y%m%dT%H%M%S}{made.microsecond // 1000:03d}Z-{cause}{SUFFIX}"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder) from error


def _unwritable(folder: Path) -> LeadDeskError:
    return LeadDeskError(
        msg("Backups cannot be kept in “{folder}”.", folder=str(folder.parent)),
        msg("Check that there is room on its disk and that you may write there."),
    )
