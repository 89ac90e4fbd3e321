"""How a document is opened: with its guard, or to be looked at only, where it is in use or of a newer LeadDesk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from leaddesk.errors import LeadDeskError
from leaddesk.text import Message, msg
from leaddesk.workspace.document import Document
from leaddesk.workspace.guard import left_unpublished, open_guarded, publish_left
from leaddesk.workspace.lockfile import InUseError
from leaddesk.workspace.obstacles import UnwritableError
from leaddesk.workspace.storage import NewerError

if TYPE_CHECKING:
    from leaddesk.ui.desk import Desk
    from leaddesk.ui.holding import Taken
    from leaddesk.ui.jobs import Task

Latest: TypeAlias = Callable[[UUID], Path | None]
"""The last verified copy of the document of that id, None when there is none."""


class OnlyReadError(LeadDeskError):
    """A document is open to be looked at: what is done in it is kept under another name or not at all."""

    def __init__(self, message: Message) -> None:
        super().__init__(message, msg("What you do here is kept only if you save it under another name."))


@dataclass(frozen=True, slots=True)
class InUse:
    """A document that somebody may have open, perhaps long ago: the user is asked whether to open it all the same."""

    path: Path
    error: InUseError


@dataclass(frozen=True, slots=True)
class Left:
    """Work that was left unpublished for *original*: whether it is there now (*conflict*: where another version of it
    is kept), or the *error* why not.
    """

    original: Path
    conflict: Path | None = None
    error: LeadDeskError | None = None


def open_document(path: Path, folder: Path, latest: Latest, *, force: bool) -> tuple[Document, OnlyReadError | None]:
    """The document at *path*, and why it can only be looked at (None: it can be worked on).

    :raises InUseError: when somebody has it and there is no copy, or perhaps has it no more.
    :raises LeadDeskError: when it cannot be opened.
    """
    try:
        return open_guarded(path, folder, force=force), None
    except NewerError:
        document = Document.open(path, read_only=True)
        return document, OnlyReadError(
            msg("“{file}” was written by a newer LeadDesk: look at it only.", file=path.name)
        )
    except UnwritableError as error:
        with suppress(LeadDeskError):  # not even that, where a crash left something to be put back first
            return Document.open(path, read_only=True), OnlyReadError(error.only_read)
        raise
    except InUseError as error:
        copy = latest(UUID(error.holder.document)) if error.holder.document and not error.is_old else None
        if copy is None:
            raise
        made = dt.datetime.fromtimestamp(copy.stat().st_mtime).astimezone()
        who = error.holder.host or msg("another computer")
        why = msg("“{file}” is in use on {host}: this is its copy of {time}.", file=path.name, host=who, time=made)
        return Document.open(copy, read_only=True), OnlyReadError(why)


def opened(desk: Desk, path: Path, force: bool, task: Task) -> Taken | InUse:
    """Open a document on the desk, or say that somebody may have it.

    :raises LeadDeskError: when it cannot be opened.
    """
    try:
        return desk.open(path, task, force=force)
    except InUseError as error:
        if error.is_old:
            return InUse(path, error)
        raise


def remarks_on(document: Document, backups: Path) -> tuple[Message, ...]:
    """What was noticed when a document was opened. *backups*: the folder of those that are versions of it."""
    kept = document.kept_before
    older: tuple[Message, ...] = ()
    if kept is not None and kept.is_relative_to(backups):
        older = (msg("This document of an older LeadDesk was brought up to date; as it was, it is a version."),)
    elif kept is not None:
        told = msg(
            "This document of an older LeadDesk was brought up to date; as it was, it is “{file}”.", file=str(kept)
        )
        older = (told,)
    return (*(() if document.guard is None else document.guard.remarks), *older)


def publish_all_left(folder: Path, task: Task) -> tuple[Left, ...]:
    """Publish what earlier sessions could not."""
    found = []
    for original in left_unpublished(folder):
        task.check()
        try:
            found.append(Left(original, publish_left(folder, original)))
        except LeadDeskError as error:
            found.append(Left(original, error=error))
    return tuple(found)
