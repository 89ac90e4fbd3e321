"""Which file a path leads to: SQLite goes on writing into a file that was deleted or replaced, and says nothing."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from leaddesk.errors import LeadDeskError
from leaddesk.text import msg

if TYPE_CHECKING:
    from pathlib import Path

_MOST_NEIGHBOURS: Final = 10_000


class DisplacedError(LeadDeskError):
    """The file of an open document is not where it was: it was renamed, moved, deleted or replaced."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A file whatever it is called: its disk and its number there (on Windows the file index)."""

    device: int
    number: int


def identity_of(path: Path) -> Identity | None:
    """The file that is at *path* now; None when there is none or its disk does not answer."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return Identity(facts.st_dev, facts.st_ino)


def displaced(path: Path, known: Identity) -> DisplacedError | None:
    """Why *path* is not the *known* file any more, None as long as it is."""
    now = identity_of(path)
    if now == known:
        return None
    hint = msg("Nothing was lost: your work is still in this window. Save a copy, or put the file back and try again.")
    if now is not None:
        return DisplacedError(msg("“{file}” was replaced by another file while it was open.", file=path.name), hint)
    name = _new_name(path, known)
    if name is not None:
        return DisplacedError(
            msg("“{file}” was renamed while it was open: it is called “{name}” now.", file=path.name, name=name), hint
        )
    return gone(path)


def gone(path: Path) -> DisplacedError:
    """The error for an open document whose file is not there any more."""
    return DisplacedError(
        msg("“{file}” was moved or deleted while it was open.", file=path.name),
        msg("Nothing was lost: your work is still in this window. Save a copy, or put the file back and try again."),
    )


def _new_name(path: Path, known: Identity) -> str | None:
    """What the file is called now, if it is still in its folder."""
    try:
        with os.scandir(path.parent) as entries:
            for entry in islice(entries, _MOST_NEIGHBOURS):
                if entry.inode() == known.number and identity_of(path.with_name(entry.name)) == known:
                    return entry.name
    except OSError:
        return None
    return None
