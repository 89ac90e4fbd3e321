"""The words for what the worker reports as codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from leaddesk.errors import LeadDeskError, PasswordError
from leaddesk.model.issues import Issue, Severity
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    from collections.abc import Callable

Facts = dict[str, Any]


def _save_as_xlsx() -> Message:
    return msg("Open it with the program that made it, save it as an Excel workbook (.xlsx) and open that file here.")


REASONS: Final[dict[str, Callable[[str, Facts], tuple[Message, Message]]]] = {
    "empty": lambda name, _: (
        msg("“{file}” is empty.", file=name),
        msg("Check that the export has finished, then open it again."),
    ),
    "missing": lambda name, _: (
        msg("“{file}” is not there any more.", file=name),
        msg("It may have been moved, renamed or deleted: choose it again."),
    ),
    "folder": lambda name, _: (
        msg("“{file}” is a folder.", file=name),
        msg("Open the spreadsheets that it holds."),
    ),
    "permission": lambda name, _: (
        msg("“{file}” may not be read.", file=name),
        msg("Close it in other programs, or copy it to a folder of yours, and open it again."),
    ),
    "unreadable": lambda name, _: (
        msg("“{file}” could not be read from its disk.", file=name),
        msg("Copy it to this computer and open the copy."),
    ),
    "too_large": lambda name, facts: (
        msg("“{file}” is larger than {megabytes} MB.", file=name, megabytes=facts["megabytes"]),
        msg("Export a shorter period, or fewer columns."),
    ),
    "password": lambda name, facts: (
        msg("The password for “{file}” is not the right one.", file=name)
        if facts.get("wrong")
        else msg("“{file}” is protected by a password.", file=name),
        msg("Give its password, or save a copy without one in your spreadsheet program and open that copy."),
    ),
    "locked": lambda name, _: (
        msg("“{file}” is protected by a password that only the program it comes from can ask for.", file=name),
        msg("Open it in your spreadsheet program, save a copy without a password and open that copy here."),
    ),
    "html": lambda name, _: (
        msg("“{file}” is a web page without a table.", file=name),
        msg("Save the table itself from the program that shows it, as an Excel workbook (.xlsx) or as csv."),
    ),
    "doctype": lambda name, _: (
        msg("“{file}” holds definitions (a DOCTYPE) that no spreadsheet needs, so it was not opened.", file=name),
        msg("If you trust the file, save it again from your spreadsheet program and open the new one."),
    ),
    "xml": lambda name, _: (msg("“{file}” is an XML file, not a spreadsheet.", file=name), _save_as_xlsx()),
    "old_excel": lambda name, _: (
        msg("“{file}” comes from an Excel of before 1997.", file=name),
        msg("Open it in your spreadsheet program, save it as an Excel workbook (.xlsx) and open that file here."),
    ),
    "numbers": lambda name, _: (
        msg("“{file}” is a Numbers document.", file=name),
        msg("In Numbers, choose File > Export To > Excel and open the exported file here."),
    ),
    "pdf": lambda name, _: (msg("“{file}” is a PDF, not a spreadsheet.", file=name), _save_as_xlsx()),
    "document": lambda name, _: (msg("“{file}” is a document, not a spreadsheet.", file=name), _save_as_xlsx()),
    "image": lambda name, _: (msg("“{file}” is a picture, not a spreadsheet.", file=name), _save_as_xlsx()),
    "database": lambda name, _: (msg("“{file}” is a database, not a spreadsheet.", file=name), _save_as_xlsx()),
    "binary": lambda name, _: (msg("“{file}” is not a spreadsheet.", file=name), _save_as_xlsx()),
    "not_spreadsheet": lambda name, _: (
        msg("“{file}” is named like a spreadsheet but holds only text without columns.", file=name),
        msg("Choose another file, or rename this one to .txt if you want its lines."),
    ),
    "archive": lambda name, _: (
        msg("“{file}” is an archive.", file=name),
        msg("Unpack it and open the spreadsheets that it holds."),
    ),
    "damaged": lambda name, _: (
        msg("“{file}” is damaged: it could not be read as a spreadsheet.", file=name),
        msg("Open it in your spreadsheet program; if that works, save it as an Excel workbook (.xlsx) and open that."),
    ),
    "too_many_cells": lambda name, _: (
        msg("“{file}” has more cells in all its sheets than LeadDesk takes from one file.", file=name),
        msg("Nothing was imported. Save the sheets that you need as files of their own and open those."),
    ),
    "no_sheets": lambda name, _: (
        msg("“{file}” has no sheet with cells.", file=name),
        msg("Open it in your spreadsheet program and check that it is the right file."),
    ),
    "bomb": lambda name, _: (
        msg("“{file}” would unpack to an unreasonable size, so it was not opened.", file=name),
        msg("If you trust the file, save it again from your spreadsheet program and open the new one."),
    ),
    "memory": lambda name, _: (
        msg("“{file}” needs more memory than LeadDesk gives to one file.", file=name),
        msg("Export a shorter period or fewer columns; empty rows and columns with formats may be deleted."),
    ),
    "slow": lambda name, _: (
        msg("Reading “{file}” took too long and was stopped.", file=name),
        msg("Export a shorter period, or save it again from your spreadsheet program."),
    ),
    "died": lambda name, _: (
        msg("“{file}” could not be read: it is damaged or needs too much memory. Nothing else is affected.", file=name),
        msg("Open it in your spreadsheet program; if that works, save it as an Excel workbook (.xlsx) and open that."),
    ),
    "too_many_rows": lambda name, facts: (
        msg("“{file}” has more than {limit} rows.", file=name, limit=facts["limit"]),
        msg("Nothing was imported. Split the file or export a shorter period."),
    ),
    "too_many_columns": lambda name, facts: (
        msg("“{file}” has more than {limit} columns.", file=name, limit=facts["limit"]),
        msg("Nothing was imported. Delete the columns that you do not need and open it again."),
    ),
    "encoding": lambda name, facts: (
        msg("“{encoding}” is no text encoding that LeadDesk knows.", encoding=facts["encoding"], file=name),
        msg("Choose another encoding for “{file}”.", file=name),
    ),
}
"""A refusal's code → what happened and what to do, from the file's name and the facts."""


def error_for(code: str, name: str, facts: Facts) -> LeadDeskError:
    """The error that a refusal becomes; a PasswordError where a password is all that is missing."""
    message, hint = REASONS.get(code, REASONS["damaged"])(name, facts)
    if code == "password":
        return PasswordError(message, hint, wrong=bool(facts.get("wrong")))
    return LeadDeskError(message, hint)


def issue_for(code: str, name: str, facts: Facts) -> Issue:
    """The issue that a worker's finding becomes."""
    lines = tuple(int(line) for line in facts.get("lines", ()))
    count = int(facts.get("count", len(lines)))
    return Issue(_SEVERITY[code], FINDINGS[code](count, facts), file=name, lines=lines, count=count, code=code)


_SEVERITY: Final = {
    "undecodable": Severity.WARNING,
    "open_quote": Severity.WARNING,
    "short_rows": Severity.INFO,
    "long_rows": Severity.WARNING,
}

FINDINGS: Final[dict[str, Callable[[int, Facts], Message]]] = {
    "undecodable": lambda _, facts: msg(
        "Some characters have no meaning in the encoding {encoding}; they are shown as �.", encoding=facts["encoding"]
    ),
    "open_quote": lambda _, facts: msg(
        "A quotation mark is never closed: everything after it, from line {line} on, became one cell.",
        line=facts["lines"][0],
    ),
    "short_rows": lambda count, facts: msgn(
        "{count} row has fewer than {width} cells; the missing ones are empty.",
        "{count} rows have fewer than {width} cells; the missing ones are empty.",
        count,
        width=facts["width"],
    ),
    "long_rows": lambda count, facts: msgn(
        "{count} row has more than {width} cells; the further ones stand in columns of their own.",
        "{count} rows have more than {width} cells; the further ones stand in columns of their own.",
        count,
        width=facts["width"],
    ),
}
"""A finding's code → its words, from how many there are and the facts."""
