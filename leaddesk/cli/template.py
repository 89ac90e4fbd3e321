"""``leaddesk template``: a spreadsheet to be filled, with the headers of a table and what goes where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.cli.parser import dress, refuse_place
from leaddesk.text import LANGUAGES, msg

if TYPE_CHECKING:
    import argparse

    from leaddesk.text import Language

_ABOUT: Final = msg("Write a spreadsheet to be filled, with the headers of a table.")


def add_to(commands: argparse._SubParsersAction, words: Language) -> None:  # type: ignore[type-arg]
    """Add the command to those there are."""
    from pathlib import Path

    from leaddesk.model.tables import BY_ID

    say = words.text
    command = commands.add_parser("template", help=say(_ABOUT), add_help=False)
    dress(command, words, _ABOUT)
    command.set_defaults(run=_write)
    add = command.add_argument
    tables = ", ".join(f"{table.id} ({say(table.label)})" for table in BY_ID.values())
    add("table", metavar="TABLE", choices=tuple(BY_ID), help=say(msg("one of: {tables}", tables=tables)))
    add("-o", "--output", type=Path, required=True, metavar="XLSX", help=say(msg("the workbook to write")))
    add("--lang", choices=LANGUAGES, help=say(msg("the language; without it that of the system")))
    add("--force", action="store_true", help=say(msg("replace a workbook that is there already")))


def _write(options: argparse.Namespace, words: Language) -> int:
    from leaddesk.export.printout import printable
    from leaddesk.export.template import write_template
    from leaddesk.model.tables import BY_ID

    refuse_place(options.output, force=options.force)
    written = write_template(BY_ID[options.table], options.output, words)
    print(printable(words.text(msg("Written: {file}", file=str(written)))))
    return 0
