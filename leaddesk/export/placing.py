"""What a file that is written beside its place needs before it may take it."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from leaddesk.errors import LeadDeskError
from leaddesk.text import msg

if TYPE_CHECKING:
    from pathlib import Path


def sync(path: Path) -> None:
    """Have the content on the disk: after a power cut, a new name must not stand for an empty file.

    :raises OSError: when the disk does not take it.
    """
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())


def drop(path: Path) -> None:
    """Delete what was only begun, as far as that can be done."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def put(content: bytes, path: Path) -> None:
    """Write a small file whole.

    :raises LeadDeskError: when it cannot be written there; a file that was there before is untouched then.
    """
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        sync(beside)
        beside.replace(path)
    except OSError as error:
        drop(beside)
        problem = msg("“{file}” cannot be written: {problem}", file=path.name, problem=str(error.strerror))
        raise LeadDeskError(problem, msg("Choose another folder, or close the file in other programs.")) from error
