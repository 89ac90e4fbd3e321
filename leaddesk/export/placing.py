"""What a file that is written beside its place needs before it may take it."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

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
