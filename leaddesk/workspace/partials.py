"""Copies that are being written, under a hidden name beside where they will be; what a killed program left of them."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from leaddesk.workspace.layout import APPLICATION_ID, SUFFIX

if TYPE_CHECKING:
    from pathlib import Path

ABANDONED: Final = 3600.0
"""Seconds after which nobody writes a copy any more: it takes one or two, and a minute on a slow stick."""

_NAME: Final = re.compile(r"\..+" + re.escape(SUFFIX) + r"\.[0-9a-f]{8}(?:-journal)?", re.IGNORECASE)
_SQLITE: Final = b"SQLite format 3\0"
_JOURNAL: Final = bytes.fromhex("d9d505f920a163d7")
_ID_AT: Final = 68


def partial_of(place: Path) -> Path:
    """Where a copy is written that will be at *place*."""
    return place.with_name(f".{place.name}.{uuid4().hex[:8]}")


def clear_abandoned(folder: Path) -> None:
    """Delete the copies in a folder that a killed program began: of that name and form, and untouched for an hour.

    What cannot be deleted stays; nobody is hindered by it.
    """
    try:
        found = [path for path in folder.iterdir() if _NAME.fullmatch(path.name)]
    except OSError:
        return
    for path in found:
        with suppress(OSError):
            if not path.is_symlink() and time.time() - path.stat().st_mtime > ABANDONED and _is_ours(path):
                path.unlink()


def _is_ours(path: Path) -> bool:
    """Whether a file is one that LeadDesk began: a document, its journal, or only the room for one."""
    with path.open("rb") as stream:
        head = stream.read(_ID_AT + 4)
    if path.name.endswith("-journal"):
        return head[: len(_JOURNAL)] in (b"", _JOURNAL, bytes(len(_JOURNAL)))
    is_document = head.startswith(_SQLITE) and head[_ID_AT:] == APPLICATION_ID.to_bytes(4, "big")
    return not head or is_document
