"""Putting a whole file in its place: the old one is there until the new one is, and leaves nothing to it."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from leaddesk.errors import LeadDeskError
from leaddesk.text import msg
from leaddesk.workspace import storage
from leaddesk.workspace.storage import Storage

if TYPE_CHECKING:
    from pathlib import Path

    from leaddesk.workspace.storage import Connect


def _journal(place: Path) -> Path:
    return place.with_name(f"{place.name}-journal")


def drop(place: Path) -> None:
    """Delete what was only begun, as far as that can be done."""
    for path in (place, _journal(place)):
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
        _journal(place).unlink(missing_ok=True)
    except OSError as error:
        raise _irreplaceable(place) from error


def publish(partial: Path, place: Path) -> None:
    """Give a whole file its name, in the place of the one that has it; once this returns that is on the disk.

    :raises LeadDeskError: when that cannot be done, or cannot be said for sure.
    """
    try:
        partial.replace(place)
    except OSError as error:
        raise _irreplaceable(place) from error
    if os.name == "posix":  # the new name is on the disk only when its folder is
        try:
            _sync_folder(place.parent)
        except OSError as error:
            raise storage.unanswering(place) from error


def _sync_folder(place: Path) -> None:
    try:
        folder = os.open(place, os.O_RDONLY)
    except PermissionError:  # a folder that may be written and not read
        return
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno in (errno.EIO, errno.ENOSPC, errno.EDQUOT):
            raise
        # else a file system that cannot sync folders
    finally:
        os.close(folder)


def _irreplaceable(place: Path) -> LeadDeskError:
    return LeadDeskError(
        msg("“{file}” could not be replaced.", file=place.name),
        msg("Close it in other programs, or choose another name."),
    )
