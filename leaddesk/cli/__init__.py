"""The command line: the same core without Qt. Exit codes: 0 done, 1 cannot be done, 2 wrong usage, 130 interrupted."""

from __future__ import annotations

import datetime as dt
import json
import locale
import os
import sys
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final
from uuid import UUID

from leaddesk import __version__
from leaddesk.cli import template
from leaddesk.cli.parser import USAGE, Parser, date, dress, refuse_place, tell
from leaddesk.errors import Cancelled, LeadDeskError
from leaddesk.text import LANGUAGES, Message, language, msg

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from leaddesk.ingest.mapping_file import MappingFile
    from leaddesk.model.dataset import Dataset
    from leaddesk.model.issues import Issue
    from leaddesk.model.raw import RawFile
    from leaddesk.model.recipe import Recipe
    from leaddesk.model.report import Report
    from leaddesk.model.stages import StageMap
    from leaddesk.model.state import State
    from leaddesk.text import Language
    from leaddesk.workspace.replay import Source

OK: Final = 0
CANNOT: Final = 1
INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141

FILTERED: Final = ("channel", "campaign", "owner")


def main(argv: Sequence[str]) -> int:
    """Do what the arguments (without the program's name) ask, and give the exit code. Nothing but bugs is raised."""
    for stream in (sys.stdout, sys.stderr):
        _make_safe(stream)
    words = language(language_code(argv, os.environ))
    try:
        options = _parser(words).parse_args(list(argv))
        code: int = options.run(options, words)
        if sys.stdout is not None:  # the program for the window has none
            sys.stdout.flush()
    except SystemExit as stop:  # argparse: help, version or wrong usage
        return stop.code if isinstance(stop.code, int) else USAGE
    except LeadDeskError as error:
        tell(words, error.message, error.hint)
        return CANNOT
    except (KeyboardInterrupt, Cancelled):
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone (head, less): nothing is left to say, also not at the end of the program.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    return code


def language_code(argv: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language of messages: what ``--lang`` says, else that of the system, French or English."""
    for place, word in enumerate(argv):
        chosen = word.partition("=")[2] if word.startswith("--lang=") else None
        if word == "--lang" and place + 1 < len(argv):
            chosen = argv[place + 1]
        if chosen in LANGUAGES:
            return str(chosen)
    named = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), None)
    if named is None:
        named = locale.getlocale()[0] or ""
    return "fr" if named.lower().startswith("fr") else "en"


def _make_safe(stream: IO[str] | None) -> None:
    """UTF-8 whatever the console's code page: no name of a customer may end the program."""
    reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace")


# -- what is asked --------------------------------------------------------------------------------------------------


def _parser(words: Language) -> Parser:
    """The whole command line."""
    say = words.text
    codes = say(msg("Exit codes: 0 done, 1 cannot be done (the reason is on standard error), 2 wrong usage."))
    parser = Parser(prog="leaddesk", add_help=False)
    dress(parser, words, msg("Leads, costs and operations of a courier company, seen honestly."))
    parser.epilog = f"{say(msg('Without a command the window opens, on the files that are named.'))} {codes}"
    parser.add_argument("--version", action="version", version=__version__, help=say(msg("show the version and stop")))
    commands = parser.add_subparsers(title=say(msg("commands")), metavar="COMMAND", required=True)
    for name, about, run in (
        ("review", msg("Write the review workbook."), _review),
        ("kpis", msg("Print the KPIs, as text or as JSON."), _kpis),
    ):
        command = commands.add_parser(name, help=say(about), add_help=False)
        dress(command, words, about)
        command.epilog = codes
        command.set_defaults(run=run)
        _add_inputs(command, say)
        if run is _review:
            add = command.add_argument
            add("-o", "--output", type=Path, required=True, metavar="XLSX", help=say(msg("the workbook to write")))
            add("--personal", action="store_true", help=say(msg("keep names, e-mails and phone numbers")))
            add("--force", action="store_true", help=say(msg("replace a workbook that is there already")))
        else:
            from leaddesk.model.slice import DIMENSIONS

            every = say(msg("also the KPIs of each channel, campaign…"))
            command.add_argument("--by", action="append", default=[], choices=DIMENSIONS, help=every)
            command.add_argument("--json", action="store_true", help=say(msg("print JSON, issues included")))
    template.add_to(commands, words)
    return parser


def _add_inputs(command: Parser, say: Callable[[Message], str]) -> None:
    """The files and everything that says how they are looked at."""
    add = command.add_argument
    files = msg("spreadsheets (xlsx, xlsm, xls, xlsb, ods, csv, tsv, txt) or one .leaddesk document")
    add("files", nargs="+", type=Path, metavar="FILE", help=say(files))
    add("--lang", choices=LANGUAGES, help=say(msg("the language; without it that of the system")))
    add("--from", dest="start", type=date, metavar="DATE", help=say(msg("first day of the period, 2026-01-01")))
    add("--to", dest="end", type=date, metavar="DATE", help=say(msg("last day of the period, included")))
    add("--today", type=date, metavar="DATE", help=say(msg("the day that counts as today")))
    kept = msg("keep only this value (may be repeated; an empty one keeps the rows without)")
    for name in FILTERED:
        add(f"--{name}", action="append", metavar="NAME", help=say(kept))
    add("--mapping", type=Path, metavar="TOML", help=say(msg("a mapping file: what the columns are")))
    secrets = msg("a text file with the passwords of protected spreadsheets, one a line")
    add("--password-file", type=Path, metavar="FILE", help=say(secrets))
    add("--all-rows", action="store_true", help=say(msg("read spreadsheets of more than 200,000 rows whole")))


# -- what is done ---------------------------------------------------------------------------------------------------


def _kpis(options: argparse.Namespace, words: Language) -> int:
    from leaddesk.export.printout import report_json, report_text, undated_issues

    report, issues = _report(options, words)
    issues = (*issues, *undated_issues(report))
    by: list[str] = list(dict.fromkeys(options.by))
    if options.json:
        plain = report_json(report, by, issues, words)
        print(json.dumps(plain, ensure_ascii=False, allow_nan=False, indent=2))
        return OK
    _tell_issues(issues, words)
    print(report_text(report, by, words))
    return OK


def _review(options: argparse.Namespace, words: Language) -> int:
    from leaddesk.export.printout import printable, undated_issues

    place: Path = options.output
    refuse_place(place, force=options.force)  # said before the files are read; the export looks again
    report, issues = _report(options, words)
    _tell_issues((*issues, *undated_issues(report)), words)
    from leaddesk.export.workbook import write_review

    company = report.slice.state.settings.company
    done = write_review(report, place, words, personal=options.personal, force=options.force, company=company)
    if done.frozen:
        tell(words, msg("Tables with very many rows hold values instead of formulas."))
    print(printable(words.text(msg("Written: {file}", file=str(done.path)))))
    return OK


def _tell_issues(issues: Sequence[Issue], words: Language) -> None:
    from leaddesk.export.printout import issue_text

    for issue in issues:
        print(issue_text(issue, words), file=sys.stderr)


def _report(options: argparse.Namespace, words: Language) -> tuple[Report, tuple[Issue, ...]]:
    """The Report that the options ask for.

    :raises LeadDeskError: when a file cannot be opened, or a filter names what is not there.
    """
    from leaddesk.model.naming import filters_named
    from leaddesk.model.period import Period
    from leaddesk.model.report import Report
    from leaddesk.model.slice import Slice

    period = Period(options.start, options.end)
    if period.start is not None and period.end is not None and period.end < period.start:
        tell(words, msg("The period ends ({end}) before it starts ({start}).", start=period.start, end=period.end))
        raise SystemExit(USAGE)
    # The clock is asked here, once, and nowhere below.
    clock = dt.date.today()  # noqa: DTZ011
    secrets, whole = options.password_file, options.all_rows
    state, issues = open_files(options.files, options.mapping, options.today, clock, secrets, whole=whole)
    filters = filters_named(state.dataset, {name: getattr(options, name) for name in FILTERED})
    return Report(Slice(state, period, period.before(), filters)), issues


class _Files:
    """The spreadsheets that were named, read; and, once :meth:`built`, everything that was noticed in them."""

    def __init__(
        self, paths: Sequence[Path], mapped: Path | None, today: dt.date, passwords: Path | None, *, whole: bool
    ) -> None:
        from leaddesk.ingest.mapping import propose
        from leaddesk.ingest.mapping_file import MappingFile
        from leaddesk.ingest.passwords import passwords_in, read_with
        from leaddesk.ingest.reader import TextFormat

        mapping = None if mapped is None else MappingFile.read(mapped)
        secrets = () if passwords is None else passwords_in(passwords)
        self.issues: list[Issue] = []
        self._own: list[tuple[RawFile, Recipe]] = []
        for path in paths:
            said = mapping.reading(path.name) if mapping else (None, None)
            raw, noticed = read_with(path, secrets, TextFormat(*said), whole=whole)
            self._refuse_twice(raw, [known for known, _ in self._own])
            self._own.append((raw, propose(raw, today=today, mapping=mapping)))
            self.issues += noticed
        if mapping is not None:
            self.issues += [_unused(mapping, name) for name in mapping.unused(tuple(path.name for path in paths))]

    @staticmethod
    def _refuse_twice(raw: RawFile, others: Iterable[RawFile]) -> None:
        for other in others:
            if raw.digest == other.digest:
                raise LeadDeskError(
                    msg("“{file}” holds exactly what “{other}” holds.", file=raw.name, other=other.name),
                    msg("Name each file once, or everything in it would count twice."),
                )

    def built(self, sources: Sequence[Source], stages: StageMap) -> Dataset:
        """The tables of a document's imports and of these files together.

        :raises LeadDeskError: when nothing in them is understood.
        """
        from leaddesk.ingest.importer import build
        from leaddesk.model.rowids import row_base

        for raw, _recipe in self._own:
            self._refuse_twice(raw, [source.raw for source in sources])
        pairs = [*((source.raw, source.recipe) for source in sources), *self._own]
        first_rows = [source.first_row for source in sources] + [row_base(UUID(int=n)) for n in range(len(self._own))]
        result = build(pairs, first_row_ids=first_rows, stage_map=stages)
        self.issues += result.issues
        if not result.dataset.frames:
            raise LeadDeskError(
                msg("There are no leads, no costs and no other table that LeadDesk knows in these files."),
                msg("Say what their columns are in a mapping file (--mapping), or open them in the window."),
            )
        return result.dataset


def _unused(mapping: MappingFile, name: str) -> Issue:
    from leaddesk.model.issues import Issue, Severity

    words = msg("The mapping file speaks of “{file}”, which is not among the files.", file=name)
    return Issue(Severity.WARNING, words, mapping.source, code="mapping_unused")


def open_files(
    paths: Sequence[Path],
    mapping: Path | None,
    today: dt.date | None,
    clock: dt.date,
    passwords: Path | None = None,
    *,
    whole: bool = False,
) -> tuple[State, tuple[Issue, ...]]:
    """The data of the files together, and what was noticed in them.

    *today* goes before the day that a document pins, and that before *clock*. *passwords*: a file of passwords;
    *whole*: read spreadsheets whole, however many rows they have.

    :raises LeadDeskError: when one cannot be opened, or nothing in them is understood.
    """
    from leaddesk.model.dataset import Dataset
    from leaddesk.model.stages import StageMap
    from leaddesk.model.state import State
    from leaddesk.workspace.document import Document
    from leaddesk.workspace.layout import SUFFIX
    from leaddesk.workspace.replay import rebuild, replayed

    documents = [path for path in paths if path.suffix.lower() == SUFFIX]
    if len(documents) > 1:
        raise LeadDeskError(
            msg("Two LeadDesk documents cannot be opened together."), msg("Name one of them, and any spreadsheets.")
        )
    spreadsheets = [path for path in paths if path not in documents]
    files = _Files(spreadsheets, mapping, today or clock, passwords, whole=whole)
    if documents:
        with Document.open(documents[0], read_only=True) as document:
            stages = replayed(Dataset(), document.actions(), clock).settings.stage_map
            state = rebuild(document, partial(files.built, stages=stages), clock)
    else:
        state = State(clock, files.built((), StageMap()))
    return state if today is None else replace(state, today=today), tuple(files.issues)
