"""Why a place cannot hold a document, in words: each obstacle has a message of its own."""

from __future__ import annotations

import errno
import os
import unicodedata
from typing import TYPE_CHECKING, Final

from leaddesk.errors import LeadDeskError
from leaddesk.text import msg

if TYPE_CHECKING:
    from pathlib import Path

    from leaddesk.text import Message

LONGEST_WINDOWS_PATH: Final = 259
LONGEST_NAME: Final = 255
BESIDE: Final = "-journal"
"""What SQLite appends to the document's name for the file that it keeps beside it while it writes."""

_READ_ONLY: Final = (errno.EACCES, errno.EPERM, errno.EROFS)
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)


class UnwritableError(LeadDeskError):
    """Nothing can be written where a document is; it can be looked at there. ``only_read`` says so and why."""

    def __init__(self, message: Message, hint: Message, only_read: Message) -> None:
        super().__init__(message, hint)
        self.only_read = only_read


def obstacle(path: Path, error: OSError | None = None) -> LeadDeskError | None:
    """What keeps a document from being written at *path*, as *error* or the place itself tells; None: nothing known."""
    code = None if error is None else error.errno
    if code in _FULL:
        return full(path)
    if code == errno.ENAMETOOLONG or is_too_long(path):
        return too_long(path)
    folder = path.parent
    name = folder.name or str(folder)
    try:
        if not folder.exists():
            return LeadDeskError(msg("The folder “{folder}” is not there.", folder=name), msg("Choose another folder."))
        if not folder.is_dir():
            return LeadDeskError(msg("“{folder}” is a file, not a folder.", folder=name), msg("Choose another folder."))
    except OSError:
        return None
    if code in _READ_ONLY or not os.access(folder, os.W_OK):
        return UnwritableError(
            msg("The folder “{folder}” may not be written to.", folder=name),
            msg("Choose a folder of yours, or copy the document to one and open it there."),
            msg("“{file}” can only be looked at: its folder may not be written to.", file=path.name),
        )
    if path.is_file() and not os.access(path, os.W_OK):
        return unchangeable(path)
    return None


def full(path: Path) -> LeadDeskError:
    """The error for a disk without room."""
    return UnwritableError(
        msg("“{file}” could not be saved: the disk is full.", file=path.name),
        msg("Make room on it and try again, or save a copy on another disk."),
        msg("“{file}” can only be looked at: its disk is full.", file=path.name),
    )


def unchangeable(path: Path) -> LeadDeskError:
    """The error for a file that may only be read, in a folder that may be written to."""
    return UnwritableError(
        msg("“{file}” may not be changed.", file=path.name),
        msg("Copy it to a folder of yours and open the copy."),
        msg("“{file}” can only be looked at: it may not be changed.", file=path.name),
    )


def too_long(path: Path) -> LeadDeskError:
    """The error for a path that the system does not take."""
    return LeadDeskError(
        msg("The path of “{file}” is too long: {count} characters.", file=path.name, count=len(str(path))),
        msg("Give it a shorter name, or choose a folder that is less deep."),
    )


def is_too_long(path: Path, *, windows: bool = os.name == "nt") -> bool:
    """Whether *path*, with what is kept beside it while it is written, is longer than the system takes."""
    if windows:
        return len(str(path.absolute())) + len(BESIDE) > LONGEST_WINDOWS_PATH
    return len(os.fsencode(path.name + BESIDE)) > LONGEST_NAME


def lookalike(path: Path) -> str | None:
    """The name of another file of the folder that reads the same: its accents are written in another way (NFD, as Macs
    do); None when there is none.
    """
    wanted = unicodedata.normalize("NFC", path.name)
    try:
        names = os.listdir(path.parent)  # noqa: PTH208  (plain names, in the folder's own spelling)
    except OSError:
        return None
    return next((name for name in names if name != path.name and unicodedata.normalize("NFC", name) == wanted), None)


def refuse_double(path: Path) -> None:
    """Refuse a new file where it would be mistaken for another one, or would take the place of a link.

    :raises LeadDeskError: then, and where no name can be that long.
    """
    if is_too_long(path):
        raise too_long(path)
    if path.is_symlink():
        raise LeadDeskError(
            msg("“{file}” is a link to another file.", file=path.name),
            msg("Choose the file that it leads to, or another name."),
        )
    if not path.exists() and lookalike(path) is not None:
        raise LeadDeskError(
            msg("A file that reads “{file}” is there already: its accents are written in another way.", file=path.name),
            msg("Choose another name."),
        )


def absent(path: Path) -> LeadDeskError | None:
    """Why a document is not at *path* although somebody thought so, where more is known than that; None otherwise."""
    if path.is_symlink():
        return LeadDeskError(
            msg("“{file}” is a link to a file that is not there.", file=path.name),
            msg("Open the document itself from its folder."),
        )
    if lookalike(path) is not None:
        return LeadDeskError(
            msg(
                "“{file}” is there under a name that reads the same: its accents are written otherwise.", file=path.name
            ),
            msg("Choose it in its folder, or rename it there."),
        )
    return None if path.parent.is_dir() else obstacle(path)
