"""xlsx, xlsm, xlsb, xls and ods through calamine, with what calamine leaves out: errors, and merged cells of ods."""

from __future__ import annotations

import re
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, Final

from leaddesk.ingest.cells import ErrorText, SheetCells
from leaddesk.ingest.refusal import Refusal
from leaddesk.ingest.sniff import is_encrypted_xls, read_member

if TYPE_CHECKING:
    from collections.abc import Callable

    from python_calamine import CalamineSheet, CalamineWorkbook

    from leaddesk.ingest.frames import FrameWriter
    from leaddesk.ingest.package import Errors, Package
    from leaddesk.ingest.readers import Job

_STRETCH: Final = 4_096
_LARGE_ODS: Final = 40 << 20
_OWN_READER: Final = re.compile(rb'-spanned=|value-type="error"|string-value=""[^>]*>\s*<text:p[^>]*>[^<]')
"""Merged cells, errors, and texts that a formula shows but does not have (LibreOffice's NA)."""
_ERROR_CODES: Final = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "GettingData": "#GETTING_DATA",
}


def read(job: Job, out: FrameWriter) -> None:
    """Send every worksheet, hidden ones too.

    :raises Refusal: ``password``, ``damaged``, ``too_many_rows`` or ``too_many_columns``; ``next`` for an ods that
        the next reader reads better.
    """
    from python_calamine import CalamineError, PasswordError, load_workbook

    if job.format == "ods":
        _check_content(job.stream)
    package = None
    if job.format == "xlsx":
        from leaddesk.ingest import wholecolumns
        from leaddesk.ingest.package import Package

        package = Package(job.stream, job.sizes or {}, job.part, job.parts)
        if package.rows() > job.rows:
            raise Refusal("too_many_rows", limit=job.rows)
        wanted = package.wanted()
        sent = wholecolumns.read(job, package, out)
        if sent is not None:
            if wanted <= sent:
                return
            package = Package(job.stream, job.sizes or {}, job.part, job.parts, sent)
    try:
        book = load_workbook(package.stream() if package is not None else job.stream)
        _send_sheets(job, book, package, out)
    except PasswordError as error:
        raise Refusal("password") from error
    except (CalamineError, OSError, ValueError) as error:
        locked = job.format == "xls" and is_encrypted_xls(job.stream)  # of which calamine only sees that it is odd
        raise Refusal("password" if locked else "damaged") from error


def _check_content(stream: IO[bytes]) -> None:
    """Leave an ods with merged cells or errors, which calamine does not give, to the next reader; not a large one."""
    import zipfile

    try:
        with zipfile.ZipFile(stream) as archive:
            content = read_member(archive, "content.xml")
    except zipfile.BadZipFile as error:
        raise Refusal("damaged") from error
    _check_xml(content)
    if len(content) <= _LARGE_ODS and _OWN_READER.search(content):
        raise Refusal("next")
    stream.seek(0)


def _check_xml(content: bytes) -> None:
    """Refuse an ods whose elements do not close: calamine would go round in them until its time is over."""
    from xml.parsers.expat import ExpatError, ParserCreate

    try:
        ParserCreate().Parse(content, True)
    except ExpatError as error:
        raise Refusal("damaged") from error


def _send_sheets(job: Job, book: CalamineWorkbook, package: Package | None, out: FrameWriter) -> None:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    wanted = [
        index
        for index, facts in enumerate(book.sheets_metadata)
        if facts.typ == SheetTypeEnum.WorkSheet and (package is None or package.has_part(index))
    ]
    binary_errors = _binary_error_finder(job) if job.format in {"xls", "xlsb"} else None
    for number, index in enumerate(wanted):
        facts = book.sheets_metadata[index]
        # Before calamine reads the sheet: a member that holds more than it claims is found out here at once.
        errors: Errors = package.errors(index) if package is not None else {}
        sheet = book.get_sheet_by_index(index)
        out.progress((number + 0.7) / len(wanted))
        if binary_errors is not None:
            errors = binary_errors(sheet)
        cells = _cells(sheet, job, errors)
        merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
        hidden = facts.visible != SheetVisibleEnum.Visible
        out.sheet(facts.name, cells, origin=sheet.start or (0, 0), hidden=hidden, merged=merged, index=index)


def _cells(sheet: CalamineSheet, job: Job, errors: Errors) -> SheetCells:
    cells = SheetCells(job.rows, job.columns)
    if sheet.start is None:
        return cells
    if sheet.width > job.columns:
        raise Refusal("too_many_columns", columns=sheet.width, limit=job.columns)
    # What iter_rows gives begins at the sheet's first row, but at the content's first column.
    row, first_column = sheet.start
    rows = islice(sheet.iter_rows(), row, None)
    while stretch := list(islice(rows, _STRETCH)):
        if errors:
            _put_errors(stretch, errors, row, first_column)
        cells.add(list(zip(*stretch, strict=True)), len(stretch))
        row += len(stretch)
    return cells


def _put_errors(rows: list[list[Any]], errors: Errors, first_row: int, first_column: int) -> None:
    for number, cells in enumerate(rows, first_row):
        for column, code in errors.get(number, {}).items():
            if 0 <= column - first_column < len(cells):
                cells[column - first_column] = ErrorText(code)


def _binary_error_finder(job: Job) -> Callable[[CalamineSheet], Errors]:
    """The error cells of xls and xlsb, which only fastexcel, on the same parser, names."""
    import fastexcel

    job.stream.seek(0)
    book = fastexcel.read_excel(job.stream.read())

    def errors_of(sheet: CalamineSheet) -> Errors:
        errors: Errors = {}
        if sheet.start is None:
            return errors
        _, found = book.load_sheet(sheet.name, header_row=None, dtypes="string").to_arrow_with_errors()
        for cell in found.errors if found is not None else ():
            match = re.search(r"Error\((\w+)\)", cell.detail)
            if match:
                row, column = cell.position
                code = _ERROR_CODES.get(match[1], "#N/A")
                errors.setdefault(sheet.start[0] + row, {})[sheet.start[1] + column] = code
        return errors

    return errors_of
