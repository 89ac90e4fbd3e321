"""Files with more rows than are read unasked, on the command line: nobody can be asked there, so the user says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaddesk.errors import LeadDeskError
from leaddesk.ingest.reader import TextFormat, TooManyRows, read_file
from leaddesk.text import msg

if TYPE_CHECKING:
    from pathlib import Path

    from leaddesk.model.issues import Issue
    from leaddesk.model.raw import RawFile


def read_long(path: Path, text: TextFormat, password: str | None, *, whole: bool) -> tuple[RawFile, tuple[Issue, ...]]:
    """As :func:`~leaddesk.ingest.reader.read_file`; *whole*: also with more rows than the limit, up to Excel's own.

    :raises LeadDeskError: when it cannot be read, or is too long and not *whole*.
    :raises PasswordError: when it wants another password.
    """
    try:
        return read_file(path, text=text, password=password)
    except TooManyRows as error:
        if not whole:
            hint = msg("With --all-rows it is read whole; that takes more memory and time.")
            raise LeadDeskError(error.message, hint) from error
        return read_file(path, text=text, password=password, limits=error.lifted)
