"""Passwords out of a file: the command line takes none itself, where every user of the computer could read them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from leaddesk.errors import LeadDeskError, PasswordError
from leaddesk.ingest.encodings import find_encoding
from leaddesk.ingest.long_files import read_long
from leaddesk.text import msg

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from leaddesk.ingest.reader import TextFormat
    from leaddesk.model.issues import Issue
    from leaddesk.model.raw import RawFile

_LONGEST: Final = 65_536
_MOST: Final = 20


def passwords_in(path: Path) -> tuple[str, ...]:
    """The passwords in a text file, one a line; blanks in them count.

    :raises LeadDeskError: when it cannot be read, holds none or more than anybody has.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(_LONGEST + 1)
    except OSError as error:
        raise _useless(path) from error
    encoding, _ = find_encoding(io.BytesIO(content), None)
    lines = content.decode(encoding, "replace").removeprefix("\ufeff").splitlines()
    found = tuple(line for line in lines if line)
    if not 0 < len(found) <= _MOST or len(content) > _LONGEST:
        raise _useless(path)
    return found


def read_with(
    path: Path, passwords: Sequence[str], text: TextFormat, *, whole: bool = False
) -> tuple[RawFile, tuple[Issue, ...]]:
    """As :func:`~leaddesk.ingest.long_files.read_long`, with the first of the passwords that opens a protected file.

    :raises LeadDeskError: when it cannot be read.
    :raises PasswordError: when none of them opens it.
    """
    refused: PasswordError | None = None
    for password in (None, *passwords):
        try:
            return read_long(path, text, password, whole=whole)
        except PasswordError as error:
            refused = error
    hint = msg("Write its password into a text file, one password a line, and name that file with --password-file.")
    if refused is None:
        raise ValueError("nothing was tried")
    if passwords:
        message = msg("None of the passwords given opens “{file}”.", file=path.name)
        raise PasswordError(message, hint, wrong=True)
    raise PasswordError(refused.message, hint)


def _useless(path: Path) -> LeadDeskError:
    return LeadDeskError(
        msg("The password file {file} cannot be used.", file=path.name),
        msg("It must be there, and be a text of one password a line, {most} at most.", most=_MOST),
    )
