"""The words of the command line, in the user's language: what it takes, and how it says that something is wrong."""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sys
from typing import TYPE_CHECKING, Final, NoReturn

from leaddesk.errors import LeadDeskError
from leaddesk.text import Message, msg, verbatim

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from leaddesk.text import Language

USAGE: Final = 2
_FRENCH_DATE: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def tell(words: Language, message: Message, hint: Message | None = None) -> None:
    """One message to the person at the terminal."""
    from leaddesk.export.printout import printable

    text = " ".join(words.text(part) for part in (message, hint) if part is not None)
    print(f"leaddesk: {printable(text)}", file=sys.stderr)


class Parser(argparse.ArgumentParser):
    """A parser whose own words are in the user's language."""

    words: Language

    def format_help(self) -> str:
        """The help, its usage line in the user's language too."""
        return self._translated(super().format_help())

    def _translated(self, text: str) -> str:
        usage = self.words.text(msg("usage: {command}", command=""))
        return usage + text.removeprefix("usage: ") if text.startswith("usage: ") else text

    def error(self, message: str) -> NoReturn:
        """Say how it is used and what is wrong.

        :raises SystemExit: always.
        """
        sys.stderr.write(self._translated(self.format_usage()))
        tell(self.words, usage_error(message))
        raise SystemExit(USAGE)


def usage_error(message: str) -> Message:
    """What argparse says is wrong, as a message that can be translated."""
    known: tuple[tuple[str, Callable[..., Message]], ...] = (
        (
            r"the following arguments are required: (.*)",
            lambda names: msg("These arguments are missing: {names}.", names=names),
        ),
        (r"unrecognized arguments: (.*)", lambda names: msg("Unknown arguments: {names}.", names=names)),
        (
            r"argument ([^:]*): expected .* arguments?",
            lambda name: msg("A value is missing after {name}.", name=name),
        ),
        (
            r"argument ([^:]*): invalid choice: (.*) \(choose from (.*)\)",
            lambda name, value, choices: msg(
                "{value} is not possible for {name}; possible are: {choices}.", value=value, name=name, choices=choices
            ),
        ),
        (
            r"argument ([^:]*): not a date: (.*)",
            lambda name, value: msg(
                "{name}: “{value}” is no date. Write it as 2026-03-31 or 31/03/2026.", name=name, value=value
            ),
        ),
    )
    for pattern, make in known:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return make(*found.groups())
    return verbatim(message)


def date(text: str) -> dt.date:
    """A date as ``2026-03-31`` or ``31/03/2026``.

    :raises argparse.ArgumentTypeError: when it is neither, or no day of the calendar.
    """
    french = _FRENCH_DATE.fullmatch(text.strip())
    try:
        if french:
            day, month, year = (int(part) for part in french.groups())
            return dt.date(year, month, day)
        return dt.datetime.strptime(text.strip(), "%Y-%m-%d").date()  # noqa: DTZ007  (a day has no zone)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"not a date: {text}") from error


def dress(parser: Parser, words: Language, about: Message) -> None:
    """Give a parser its language: its description, and its own option and headings."""
    parser.words = words
    parser.description = words.text(about)
    parser._positionals.title = words.text(msg("arguments"))
    parser._optionals.title = words.text(msg("options"))
    parser.add_argument("-h", "--help", action="help", help=words.text(msg("show this help and stop")))


def refuse_place(place: Path, *, force: bool) -> None:
    """Say at once where no workbook can be written.

    :raises LeadDeskError: when the name is none for a workbook, or the file is there and not to be replaced.
    """
    if place.suffix.lower() != ".xlsx":
        raise LeadDeskError(
            msg("“{file}” is no name for a workbook.", file=place.name), msg("Give it a name that ends in .xlsx.")
        )
    if place.exists() and not force:
        raise LeadDeskError(
            msg("“{file}” is there already.", file=place.name),
            msg("Choose another name, or add --force to replace it."),
        )
