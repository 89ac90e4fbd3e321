"""Text files: csv, tsv, txt. Every cell stays the text it is.

Cells are cut by the standard library's csv module, which takes quotes in the middle of a cell, line ends inside
quotes and rows of any length as spreadsheets do.
"""

from __future__ import annotations

import csv
import io
from array import array
from collections import Counter
from functools import partial
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING, Any, Final

from leaddesk.ingest.cells import SheetCells
from leaddesk.ingest.delimiters import (
    BLANKS,
    FIXED,
    SAMPLE,
    cut_fixed,
    find_delimiter,
    fixed_columns,
    hinted_delimiter,
)
from leaddesk.ingest.encodings import find_encoding
from leaddesk.ingest.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from leaddesk.ingest.frames import FrameWriter
    from leaddesk.ingest.readers import Job

_STRETCH: Final = 1_024
_LINES_NAMED: Final = 20
_BEGINNING: Final = 98_304
"""Bytes that hold some hundred rows at least of nearly every table."""
_END: Final = "\ue000leaddesk: end of file\ue000"
_SPREADSHEETS: Final = ("xls", "xlsx", "xlsm", "xlsb", "ods")


def read(job: Job, out: FrameWriter) -> None:
    """Send the file's one sheet, nameless, with its findings, its encoding and its delimiter.

    :raises Refusal: ``empty``, ``too_many_rows``, ``too_many_columns``, ``encoding`` for an unknown override, or
        ``not_spreadsheet`` for a line of text in a file called .xls.
    """
    encoding, replaced = find_encoding(job.stream, job.encoding)
    job.stream.seek(0)
    text = io.TextIOWrapper(job.stream, encoding, errors="replace" if replaced else "strict", newline="")
    size = max(job.stream.seek(0, io.SEEK_END), 1)
    job.stream.seek(0)

    def advance() -> None:
        out.progress(0.9 * min(job.stream.tell() / size, 1.0))

    table = read_table(text, job.rows, job.columns, delimiter=job.delimiter, advance=advance)
    text.detach()
    if job.extension in _SPREADSHEETS and not table.delimiter:
        raise Refusal("not_spreadsheet")
    if replaced:
        out.issue("undecodable", encoding=encoding)
    for code, facts in table.findings:
        out.issue(code, **facts)
    out.sheet("", table.cells, origin=(table.first_row, 0))
    out.send({"type": "text", "encoding": encoding.removesuffix("-sig"), "delimiter": table.delimiter})


def glimpse(job: Job, out: FrameWriter) -> None:
    """Send the first rows: those whose ends are among the first bytes.

    :raises Refusal: as :func:`read`.
    """
    beginning = job.stream.read(_BEGINNING)
    if len(beginning) == _BEGINNING:
        beginning = beginning[: beginning.rfind(b"\n") + 1] or beginning
    read(job._replace(stream=io.BytesIO(beginning)), out)


class Table:
    """A text file as cut into cells: the cells, the row where they begin (0-based), the delimiter, the findings;
    ``starts``: of columns of a fixed width.
    """

    def __init__(self, cells: SheetCells, delimiter: str) -> None:
        self.cells, self.delimiter = cells, delimiter
        self.first_row = 0
        self.starts: tuple[int, ...] = ()
        self.findings: list[tuple[str, dict[str, Any]]] = []


def read_table(
    text: io.TextIOBase,
    row_limit: int,
    column_limit: int,
    *,
    delimiter: str | None = None,
    advance: Callable[[], None] | None = None,
) -> Table:
    """Cut *text* (seekable, opened with ``newline=""``) into cells; *delimiter* overrides what the rule would find.

    :raises Refusal: ``empty``, ``too_many_rows`` or ``too_many_columns``.
    """
    sample = text.read(SAMPLE)
    if not sample.strip("\ufeff \r\n\x1a"):
        raise Refusal("empty")
    complete = not text.read(1)
    sample = sample.removeprefix("\ufeff")
    hint = hinted_delimiter(sample)
    if delimiter is None:
        delimiter = hint or find_delimiter(sample, complete=complete)
    table = Table(SheetCells(row_limit, column_limit), delimiter)
    if delimiter == FIXED:
        table.starts = fixed_columns(sample.splitlines()[: None if complete else -1])
    text.seek(0)
    lines = iter(text)
    if hint is not None:
        next(lines)
        table.first_row = 1
    _fill(table, lines, advance)
    return table


def _fill(table: Table, lines: Iterator[str], advance: Callable[[], None] | None) -> None:
    widths = array("i")
    records = _records(table, lines)
    pending: list[list[str]] = list(islice(records, _STRETCH))
    while pending:
        following = list(islice(records, _STRETCH))
        if not following:
            _mend_end(pending, table, len(widths))
        if pending:
            new = array("i", map(len, pending))
            widths.extend(new)
            even = min(new) == max(new)
            columns = list(zip(*pending, strict=True) if even else zip_longest(*pending, fillvalue=""))
            table.cells.add(columns, len(pending), only_text=True)
        pending = following
        if advance is not None:
            advance()
    _report_ragged(table, widths)


def _records(table: Table, lines: Iterator[str]) -> Iterator[list[str]]:
    delimiter = table.delimiter
    if delimiter == BLANKS:
        return map(str.split, lines)
    if delimiter == FIXED:
        return map(partial(cut_fixed, starts=table.starts), lines)
    csv.field_size_limit(1 << 30)
    if not delimiter:
        return _single_column(lines)
    return csv.reader(chain(lines, (_END,)), delimiter=delimiter)


def _single_column(lines: Iterator[str]) -> Iterator[list[str]]:
    """One cell a line; quotes are taken off where every line wears them."""
    kept = [line.rstrip("\r\n") for line in lines]
    filled = [line for line in kept if line.strip()]
    quoted = all(len(line) >= 2 and line[0] == line[-1] == '"' for line in filled)
    if quoted:
        kept = [line[1:-1].replace('""', '"') if line.strip() else line for line in kept]
    return ([line] if line else [] for line in kept)


def _mend_end(pending: list[list[str]], table: Table, rows_before: int) -> None:
    """Take the mark of the end away again; where it is inside a cell, a quotation mark was never closed."""
    last = pending[-1] if pending else []
    if not last or not last[-1].endswith(_END):
        return
    if last == [_END]:
        pending.pop()
        return
    last[-1] = last[-1].removesuffix(_END)
    line = table.first_row + rows_before + len(pending)
    table.findings.append(("open_quote", {"lines": [line]}))


def _report_ragged(table: Table, widths: Iterable[int]) -> None:
    usual = Counter(width for width in widths if width).most_common(1)
    if not usual:
        return
    width = usual[0][0]
    first = table.first_row + 1
    short = [line for line, found in enumerate(widths, first) if 0 < found < width]
    long = [line for line, found in enumerate(widths, first) if found > width]
    for code, lines in (("short_rows", short), ("long_rows", long)):
        if lines:
            facts = {"count": len(lines), "lines": lines[:_LINES_NAMED], "width": width}
            table.findings.append((code, facts))
