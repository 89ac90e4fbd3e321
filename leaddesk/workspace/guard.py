"""What stands around an open document: the lock beside it, and a local copy where its place is not safe to work in."""

from __future__ import annotations

import platform
from contextlib import suppress
from typing import TYPE_CHECKING

from leaddesk.errors import LeadDeskError
from leaddesk.text import msg
from leaddesk.workspace import obstacles, storage
from leaddesk.workspace.document import Document
from leaddesk.workspace.lockfile import InUseError, LockFile, holder_of
from leaddesk.workspace.partials import clear_abandoned
from leaddesk.workspace.places import Place, place_of
from leaddesk.workspace.workcopy import WorkCopy, copies

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from leaddesk.text import Message
    from leaddesk.workspace.storage import Connect


class Guard:
    """Belongs to one open document. ``home`` is where the user keeps it; ``remarks`` is what was noticed on opening."""

    def __init__(self, home: Path, lock: LockFile | None, copy: WorkCopy | None, remarks: tuple[Message, ...]) -> None:
        self.home, self.remarks = home, remarks
        self._lock, self._copy = lock, copy

    @property
    def is_copied(self) -> bool:
        """Whether the document is worked on in a local copy."""
        return self._copy is not None

    def is_behind(self, document: Document) -> bool:
        """Whether something was done that is not yet where the user keeps the document."""
        return self._copy is not None and not self._copy.is_published(document.mark)

    def publish(self, document: Document) -> Path | None:
        """Bring what was done to where the user keeps it; where another version that was found there is now.

        :raises LeadDeskError: when that cannot be done; the work is safe in the local copy.
        """
        if self._lock is not None:
            self._lock.renew(document.id.hex)
        mark = document.mark
        if self._copy is None or self._copy.is_published(mark):
            return None
        if self._lock is None:  # its folder was not there when it was opened
            self._lock = LockFile.take(self.home)
        return self._copy.publish(document.back_up, mark, _host_of_others(self.home))

    def release(self, mark: str | None) -> None:
        """Let others have the document; *mark* is what was in it, and its local copy goes when that is published."""
        if self._copy is not None and mark is not None and self._copy.is_published(mark):
            self._copy.discard()
        if self._lock is not None:
            self._lock.release()


def open_guarded(
    path: Path,
    folder: Path,
    *,
    force: bool = False,
    connect: Connect = storage.connect,
    place: Callable[[Path], Place] = place_of,
) -> Document:
    """The document at *path*, with its guard. *folder*: the application's own, for local copies; *force*: although it
    may be in use elsewhere.

    :raises InUseError: when somebody has it, or may have it.
    :raises LeadDeskError: when it cannot be opened.
    """
    home = path.resolve() if path.is_symlink() else path.absolute()
    copy = None if place(home) is Place.LOCAL else WorkCopy(home, folder)
    if copy is not None and copy.is_there and not home.exists():
        document = Document.open(copy.path, connect=connect)
        lost = msg("“{file}” is not in its folder: this is what was done on this computer.", file=home.name)
        document.guard = Guard(home, None, copy, (lost,))
        return document
    storage.check_there(path)
    lock = LockFile.take(home, force=force)
    remarks: tuple[Message, ...] = ()
    try:
        if copy is None:
            document = Document.open(home, connect=connect)
        else:
            copy.discard_parts()
            document, remarks = _open_copy(copy, connect)
        if path.is_symlink():
            led = msg("“{file}” is a link: “{name}”, to which it leads, is open.", file=path.name, name=home.name)
            remarks = (*remarks, led)
        document.guard = Guard(home, lock, copy, remarks)
        lock.renew(document.id.hex)
        clear_abandoned(home.parent)
    except BaseException:
        lock.release()
        raise
    return document


def _open_copy(copy: WorkCopy, connect: Connect) -> tuple[Document, tuple[Message, ...]]:
    """The local copy, with what was not published yet, or made anew from the original."""
    name = copy.original.name
    remarks: tuple[Message, ...] = ()
    try:
        if copy.is_there:
            try:
                document = Document.open(copy.path, connect=connect)
            except storage.DamagedError:
                aside = copy.put_aside()
                remarks = (
                    msg("The local copy of “{file}” was damaged; it is kept as {path}.", file=name, path=str(aside)),
                )
            else:
                if not copy.is_published(document.mark):
                    found = msg(
                        "Work on “{file}” that had not reached its folder was found on this computer.", file=name
                    )
                    return document, (found,)
                document.close()
        copy.fetch(lambda path: _mark_of(path, connect))
        return Document.open(copy.path, connect=connect), remarks
    except OSError as error:
        raise obstacles.obstacle(copy.path, error) or storage.unreadable(copy.original) from error


def _mark_of(path: Path, connect: Connect) -> str:
    with Document.open(path, connect=connect) as document:
        return document.mark


def _host_of_others(home: Path) -> str:
    """The computer that put another version there, as far as it says so; else this one, which found it."""
    holder = holder_of(home)
    return (holder.host if holder is not None else "") or platform.node() or "LeadDesk"


def left_unpublished(folder: Path) -> tuple[Path, ...]:
    """Where the documents belong whose work is only in a local copy, because the program or the disk went away."""
    found = []
    for copy in copies(folder):
        with suppress(LeadDeskError), Document.open(copy.path) as document:
            if not copy.is_published(document.mark):
                found.append(copy.original)
    return tuple(found)


def publish_left(folder: Path, original: Path) -> Path | None:
    """Publish what was left unpublished for *original*; where another version that was found there is now.

    :raises LeadDeskError: when it cannot be published now, or is in use elsewhere.
    """
    if not original.parent.is_dir():
        raise obstacles.obstacle(original) or storage.missing(original)
    copy = WorkCopy(original, folder)
    lock = LockFile.take(original)
    document = Document.open(copy.path)
    document.guard = Guard(original, lock, copy, ())
    try:
        return document.guard.publish(document)
    finally:
        document.close()


__all__ = ["Guard", "InUseError", "left_unpublished", "open_guarded", "publish_left"]
