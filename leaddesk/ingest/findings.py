"""The words for what the importer changed, left out or could not decide."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.ingest import markwords, yearwords
from leaddesk.ingest.repairs import mended_text
from leaddesk.ingest.sheetcells import cell_text, row_fact
from leaddesk.ingest.switched_off import left_alone
from leaddesk.ingest.values import EXAMPLES, LINES, YEAR_ADDED, Finding
from leaddesk.model.issues import Issue, Severity
from leaddesk.model.schema import EXTRA_PREFIX
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from leaddesk.model.raw import RawFile, RawSheet
    from leaddesk.model.recipe import ColumnChoice, Constant, SheetRecipe
    from leaddesk.model.schema import Table

Lines = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

NAMED_BY_SHEET: Final = "named-by-sheet"
"""The code of the finding that rows get the name of their sheet as a value."""

_WORDS: Final[dict[str, tuple[Severity, Callable[[int, str], Message]]]] = {
    "error-cells": (
        Severity.WARNING,
        lambda count, column: msgn(
            "“{column}”: {count} cell holds an error of the spreadsheet; it counts as unknown",
            "“{column}”: {count} cells hold an error of the spreadsheet; they count as unknown",
            count, column=column,
        ),
    ),
    "missing-words": (
        Severity.INFO,
        lambda count, column: msgn(
            "“{column}”: {count} cell says that the value is unknown",
            "“{column}”: {count} cells say that the value is unknown",
            count, column=column,
        ),
    ),
    "not-a-number": (
        Severity.WARNING,
        lambda count, column: msgn(
            "“{column}”: {count} cell is not a number; it counts as unknown",
            "“{column}”: {count} cells are not numbers; they count as unknown",
            count, column=column,
        ),
    ),
    "not-a-date": (
        Severity.WARNING,
        lambda count, column: msgn(
            "“{column}”: {count} cell is not a date that exists; it counts as unknown",
            "“{column}”: {count} cells are not dates that exist; they count as unknown",
            count, column=column,
        ),
    ),
    "not-a-flag": (
        Severity.WARNING,
        lambda count, column: msgn(
            "“{column}”: {count} cell is neither yes nor no; it counts as unknown",
            "“{column}”: {count} cells are neither yes nor no; they count as unknown",
            count, column=column,
        ),
    ),
    "foreign-currency": (
        Severity.INFO,
        lambda count, column: msgn(
            "“{column}”: {count} amount is in another currency than the euro; choose it in the settings",
            "“{column}”: {count} amounts are in another currency than the euro; choose it in the settings",
            count, column=column,
        ),
    ),
    "mixed-currencies": (
        Severity.WARNING,
        lambda count, column: msgn(
            "“{column}”: {count} amount is in another currency than the others; it is counted without conversion",
            "“{column}”: {count} amounts are in another currency than the others; they are counted without conversion",
            count, column=column,
        ),
    ),
    "postcode-zero": (
        Severity.INFO,
        lambda count, column: msgn(
            "“{column}”: {count} postcode got back the zero it begins with",
            "“{column}”: {count} postcodes got back the zero they begin with",
            count, column=column,
        ),
    ),
    "phone-zero": (
        Severity.INFO,
        lambda count, column: msgn(
            "“{column}”: {count} phone number got back the zero it begins with",
            "“{column}”: {count} phone numbers got back the zero they begin with",
            count, column=column,
        ),
    ),
    "second-phone": (
        Severity.INFO,
        lambda count, column: msgn(
            "“{column}”: {count} cell holds two phone numbers; the first counts, the second has its own column",
            "“{column}”: {count} cells hold two phone numbers; the first counts, the second has its own column",
            count, column=column,
        ),
    ),
    "full-name": (
        Severity.INFO,
        lambda count, column: msgn(
            "“{column}”: {count} full name was taken apart into first and last name",
            "“{column}”: {count} full names were taken apart into first and last name",
            count, column=column,
        ),
    ),
    "likely-status": (
        Severity.WARNING,
        lambda count, column: msgn(
            "“{column}”: {count} lead with a word such as “OK” is taken for won, as you said",
            "“{column}”: {count} leads with a word such as “OK” are taken for won, as you said",
            count, column=column,
        ),
    ),
    "mojibake": (
        Severity.INFO,
        lambda count, column: msgn(
            "“{column}”: broken accents were put right in {count} cell",
            "“{column}”: broken accents were put right in {count} cells",
            count, column=column,
        ),
    ),
    "cut-numbers": (
        Severity.WARNING,
        lambda count, column: msgn(
            "“{column}”: {count} number has more figures than spreadsheets keep; the last ones are lost in the file",
            "“{column}”: {count} numbers have more figures than spreadsheets keep; the last ones are lost in the file",
            count, column=column,
        ),
    ),
    "swapped-days": (
        Severity.WARNING,
        lambda count, column: msgn(
            "“{column}”: in {count} date day and month had changed places, as an American spreadsheet does; put right",
            "“{column}”: in {count} dates day and month had changed places, as an American spreadsheet does; put right",
            count, column=column,
        ),
    ),
    "odd-email": (
        Severity.WARNING,
        lambda count, column: msgn(
            "“{column}”: {count} cell is not an e-mail address; it is kept as it is",
            "“{column}”: {count} cells are not e-mail addresses; they are kept as they are",
            count, column=column,
        ),
    ),
    "merged-values": (
        Severity.INFO,
        lambda count, column: msgn(
            "“{column}”: {count} cell that differs by case or spaces alone was brought together with the others",
            "“{column}”: {count} cells that differ by case or spaces alone were brought together with the others",
            count, column=column,
        ),
    ),
}  # fmt: skip


def issues(found: Iterable[Finding], raw: RawFile, sheet: RawSheet, choice: ColumnChoice, lines: Lines) -> list[Issue]:
    """The findings of one column as issues; *lines* are those of the selected rows."""
    result = []
    for finding in found:
        severity, words = (_WORDS | yearwords.WORDS | markwords.WORDS)[finding.code]
        where = tuple(int(lines[place]) for place in finding.places)
        column = choice.header
        if finding.applied is False:
            message = left_alone(finding.code, finding.count, column=column)
        else:
            message = words(finding.count, column)
            message = yearwords.with_evidence(message, choice) if finding.code == YEAR_ADDED else message
        result.append(
            Issue(
                severity,
                message,
                raw.name,
                sheet.name,
                column,
                where,
                finding.count,
                finding.examples,
                finding.code,
                finding.applied,
                choice.position,
            )
        )
    return result


def mended_headers(raw: RawFile, sheet: RawSheet, recipe: SheetRecipe) -> list[Issue]:
    """Headers with broken accents, which columns do not keep."""
    row = recipe.header_row
    if row is None or row >= sheet.rows:
        return []
    written = [cell_text(sheet, row, choice.position) for choice in recipe.columns]
    examples = tuple((text, mended) for text in written if (mended := mended_text(text)) != text)
    if not examples:
        return []
    message = msgn(
        "Broken accents were put right in {count} header", "Broken accents were put right in {count} headers",
        len(examples),
    )  # fmt: skip
    line = (sheet.first_line + row,)
    return [Issue(Severity.INFO, message, raw.name, sheet.name, "", line, len(examples), examples[:EXAMPLES],
                  "mojibake-headers")]  # fmt: skip


def news(raw: RawFile, sheet: RawSheet, recipe: SheetRecipe) -> list[Issue]:
    """What is new against the sheet that was confirmed before: columns more, columns less."""
    pairs = [entry.partition(":")[::2] for entry in recipe.news]
    new = [recipe.at(int(position)).header for code, position in pairs if code == "new-column"]
    gone = [header for code, header in pairs if code == "gone-column"]
    result = []
    if new:
        message = msgn(
            "{count} column is new since the last file: {columns}",
            "{count} columns are new since the last file: {columns}",
            len(new), columns=", ".join(new),
        )  # fmt: skip
        result.append(Issue(Severity.WARNING, message, raw.name, sheet.name, count=len(new), code="new-columns"))
    if gone:
        message = msgn(
            "{count} column of the last file is not there: {columns}. What was known is kept",
            "{count} columns of the last file are not there: {columns}. What was known is kept",
            len(gone), columns=", ".join(gone),
        )  # fmt: skip
        result.append(Issue(Severity.WARNING, message, raw.name, sheet.name, count=len(gone), code="gone-columns"))
    return result


def column_issue(
    severity: Severity,
    message: Message,
    raw: RawFile,
    sheet: RawSheet,
    choice: ColumnChoice,
    lines: Lines,
    hit: Mask,
    code: str,
) -> Issue:
    """An issue about the rows of a column that are *hit*."""
    where = tuple(int(line) for line in lines[hit][:LINES])
    count = int(hit.sum())
    return Issue(
        severity, message, raw.name, sheet.name, choice.header, where, count, code=code, position=choice.position
    )


def named_month(raw: RawFile, sheet: RawSheet, moment: npt.NDArray[np.int64], count: int) -> list[Issue]:
    """Rows that are dated by the name of their sheet."""
    if not count:
        return []
    month = dt.date(1970, 1, 1) + dt.timedelta(seconds=int(moment[0]))
    message = msgn(
        "{count} row has no date: the month that the sheet is named after, {month}, counts",
        "{count} rows have no date: the month that the sheet is named after, {month}, counts",
        count, month=month,
    )  # fmt: skip
    return [Issue(Severity.WARNING, message, raw.name, sheet.name, count=count, code="dated-by-name")]


def named_sheet(raw: RawFile, sheet: RawSheet, recipe: SheetRecipe, table: Table, lines: Lines) -> Issue:
    """Rows to which the name of their sheet is given, as a value of a column."""
    target = recipe.sheet_target
    column = table.column(target).label if target in table.by_id else target.removeprefix(EXTRA_PREFIX)
    message = msgn(
        "{count} row gets the name of its sheet as “{column}”",
        "{count} rows get the name of their sheet as “{column}”",
        len(lines), column=column,
    )  # fmt: skip
    where = tuple(int(line) for line in lines[:LINES])
    applied = NAMED_BY_SHEET not in recipe.off
    if not applied:
        message = left_alone(NAMED_BY_SHEET, len(lines), column=column)
    return Issue(
        Severity.INFO,
        message,
        raw.name,
        sheet.name,
        "",
        where,
        len(lines),
        (("", sheet.name),),
        NAMED_BY_SHEET,
        applied,
    )


def constant(raw: RawFile, sheet: RawSheet, recipe: SheetRecipe, given: Constant, table: Table, lines: Lines) -> Issue:
    """Rows that all get one value as a column which the sheet has not; a row of a wide sheet is one."""
    lines = np.unique(lines)
    applied, column = recipe.does(given.code), table.column(given.target).label
    message = msgn(
        "{count} row gets “{value}” as “{column}”",
        "{count} rows get “{value}” as “{column}”",
        len(lines), value=given.value, column=column,
    )  # fmt: skip
    if not applied:
        message = left_alone("constant", len(lines), value=given.value, column=column)
    elif given.reason is not None:
        message = msg("{finding} ({reason})", finding=message, reason=given.reason)
    where = tuple(int(line) for line in lines[:LINES])
    examples = (("", given.value),)
    return Issue(
        Severity.INFO, message, raw.name, sheet.name, "", where, len(lines), examples, given.code, applied
    )  # fmt: skip


def spread(raw: RawFile, sheet: RawSheet, column: str, lines: Lines, hit: Mask) -> list[Issue]:
    """Cells that have their value from the merged cell that covers them."""
    count = int(hit.sum())
    if not count:
        return []
    message = msgn(
        "“{column}”: {count} row has the value of the merged cell that covers it",
        "“{column}”: {count} rows have the value of the merged cell that covers them",
        count, column=column,
    )  # fmt: skip
    where = tuple(int(line) for line in lines[hit][:LINES])
    return [Issue(Severity.INFO, message, raw.name, sheet.name, column, where, count, code="merged-cells")]


def months(raw: RawFile, sheet: RawSheet, column: str, lines: Lines, hit: Mask) -> list[Issue]:
    """Dates of leads and the like that name a month alone."""
    count = int(hit.sum())
    if not count:
        return []
    message = msgn(
        "“{column}”: {count} date names a month alone; it counts as the first day of it",
        "“{column}”: {count} dates name a month alone; they count as the first day of it",
        count, column=column,
    )  # fmt: skip
    where = tuple(int(line) for line in lines[hit][:LINES])
    return [Issue(Severity.WARNING, message, raw.name, sheet.name, column, where, count, code="months-alone")]


def spans(raw: RawFile, sheet: RawSheet, span: str, count: int) -> list[Issue]:
    """Expenses that were taken to cover more than the day they are dated."""
    if span == "week":
        message, code = msg("Every expense covers the seven days from its date"), "covers-week"
    else:
        message, code = msg("Every expense dated by a month covers that month"), "covers-month"
    return [Issue(Severity.INFO, message, raw.name, sheet.name, count=count, code=code)]


def headings(raw: RawFile, sheet: RawSheet, recipe: SheetRecipe) -> list[Issue]:
    """Headers that were read from two rows, or that are missing."""
    if recipe.header_row is None:
        message = msg("The sheet has no headers: its columns are told by their values alone")
        line = (sheet.first_line + recipe.first_row,)
        first = row_fact(sheet, recipe.first_row)
        return [Issue(Severity.WARNING, message, raw.name, sheet.name, "", line, 1, ((first, first),), "no-headers")]
    if recipe.header_rows < 2:
        return []
    lines = tuple(sheet.first_line + recipe.header_row + back for back in range(1 - recipe.header_rows, 1))
    message = msg("The headers stand in lines {first} and {last}: both were read", first=lines[0], last=lines[-1])
    examples = tuple((choice.header, choice.header) for choice in recipe.columns if choice.header)[:EXAMPLES]
    return [Issue(Severity.INFO, message, raw.name, sheet.name, "", lines, len(lines), examples, "joined-headers")]


def merged(
    raw: RawFile, sheet: RawSheet, choice: ColumnChoice, lines: Lines, hit: Mask, pairs: dict[str, str]
) -> list[Issue]:
    """Spellings of one value that were brought together."""
    places = np.flatnonzero(hit)
    examples = tuple(pairs.items())[:EXAMPLES]
    finding = Finding("merged-values", len(places), tuple(places[:LINES].tolist()), examples, choice.canonical)
    return issues((finding,), raw, sheet, choice, lines)
