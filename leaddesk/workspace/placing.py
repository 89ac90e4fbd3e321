"""Files and their names: a new one takes the place of none, a whole one that of the old in one step, on the disk, and
without the journal of what was there before.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from leaddesk.errors import LeadDeskError
from leaddesk.text import msg
from leaddesk.workspace import obstacles, storage
from leaddesk.workspace.storage import Storage

if TYPE_CHECKING:
    from pathlib import Path

    from leaddesk.workspace.storage import Connect


def journal_of(place: Path) -> Path:
    """The file in which SQLite keeps what a transaction is changing; after a crash it waits there to be put back."""
    return place.with_name(f"{place.name}-journal")


def reserve(place: Path) -> None:
    """Make an empty file, never in the place of another.

    :raises LeadDeskError: when something is there, or the folder cannot be written.
    """
    try:
        place.open("xb").close()
    except FileExistsError as error:
        raise occupied(place) from error
    except OSError as error:
        raise obstacles.obstacle(place, error) or LeadDeskError(
            msg("“{file}” cannot be written in “{folder}”.", file=place.name, folder=str(place.parent)),
            msg("Choose a folder of yours, on a disk that is not full."),
        ) from error


def occupied(place: Path) -> LeadDeskError:
    """The error for a name that a file has already."""
    return LeadDeskError(msg("“{file}” is there already.", file=place.name), msg("Choose another name."))


def drop(place: Path) -> None:
    """Delete what was only begun, as far as that can be done."""
    for path in (place, journal_of(place)):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def settle(place: Path, connect: Connect) -> None:
    """Let nothing that a crash left beside the old document be applied to the new one.

    :raises LeadDeskError: when the old one is open, or its journal cannot be deleted.
    """
    if place.exists():
        try:
            Storage(place, connect).close()  # brings it in order, so that it is whole until it is replaced
        except LeadDeskError as error:
            if storage.is_busy(error):
                raise
    try:
        journal_of(place).unlink(missing_ok=True)
    except OSError as error:
        raise _irreplaceable(place) from error


def publish(partial: Path, place: Path) -> None:
    """Give a whole document its name, in the place of the one that has it, which is settled; once this returns that is
    on the disk.

    :raises LeadDeskError: when that cannot be done, or cannot be said for sure.
    """
    try:
        partial.replace(place)
    except OSError as error:
        raise _irreplaceable(place) from error
    try:
        flush_folder(place.parent)
    except OSError as error:
        raise storage.unanswering(place) from error


def put_in_place(finished: Path, place: Path) -> None:
    """Rename *finished* to *place*, in the stead of what is there.

    :raises OSError: when that cannot be done, or cannot be said for sure; what is there stays if it cannot be done.
    """
    # SQLite would put the old content back into the new file. Without its journal a file that a crash left torn stays
    # torn, so this goes right before the rename: whoever replaces that file does not want it any more.
    journal_of(place).unlink(missing_ok=True)
    finished.replace(place)
    flush_folder(place.parent)


def flush_folder(folder: Path) -> None:
    """See a new name on the disk, where the system has that apart from the file.

    :raises OSError: when the disk fails.
    """
    if os.name != "posix":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # a folder that may be written and not read
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno in (errno.EIO, errno.ENOSPC, errno.EDQUOT):
            raise
        # else a file system that cannot sync folders
    finally:
        os.close(handle)


def _irreplaceable(place: Path) -> LeadDeskError:
    return LeadDeskError(
        msg("“{file}” could not be replaced.", file=place.name),
        msg("Close it in other programs, or choose another name."),
    )
