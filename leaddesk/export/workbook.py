"""The review workbook: a Report as an Excel file whose figures are formulas."""

from __future__ import annotations

import errno
import os
import secrets
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from leaddesk.errors import Cancelled, LeadDeskError
from leaddesk.export.datapage import has_formulas
from leaddesk.export.package import Parts, check_package, write_package
from leaddesk.export.page import Page
from leaddesk.export.placing import drop, sync
from leaddesk.export.review import Review
from leaddesk.export.sheets import SHEETS
from leaddesk.export.styles import dresses
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from leaddesk.export.sheet import Sheet
    from leaddesk.model.report import Report
    from leaddesk.text import Language


@dataclass(frozen=True, slots=True)
class ReviewResult:
    """What was written: where, how many rows a table, how many formulas, and the tables with values in their place."""

    path: Path
    rows: dict[str, int]
    formulas: int
    frozen: tuple[str, ...] = ()


def write_review(
    report: Report,
    path: Path,
    language: Language,
    *,
    personal: bool = False,
    force: bool = False,
    progress: Callable[[float | None, Message], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    company: str = "",
) -> ReviewResult:
    """Write the review of a Report to *path*, checked before it takes its place.

    ``personal``: with names, e-mails, phones and the user's own columns. ``force``: replace an existing file.
    ``company``: whose review it is, the document's own when left out.
    :raises LeadDeskError: when the file exists and *force* is not given, or it cannot be written.
    :raises Cancelled: when *cancelled* says so; nothing is left behind.
    """
    _refuse(path, force)
    tell = _Teller(progress, cancelled)
    tell(0.0, msg("Preparing the figures…"))
    review = Review(report, language, personal=personal, company=company)
    book, parts = _book(review, tell)
    written = path.with_name(f".{path.stem[:40]}-{secrets.token_hex(6)}.xlsx")
    try:
        written.touch(exist_ok=False)
    except OSError as error:
        raise _refusal(path, error) from error
    try:
        tell(0.4, msg("Writing the workbook…"))
        write_package(book, parts, written, review.state.today.isoformat(), cancelled)
        tell(0.8, msg("Checking what was written…"))
        rows = {place: len(sheet.frame) for place, sheet in parts.data.items()}
        formulas = {place: len(results) for place, results in parts.results.items()}
        formulas |= {place: has_formulas(sheet) for place, sheet in parts.data.items()}
        check_package(written, rows, formulas)
        tell(0.95, msg("Writing the workbook…"))
        sync(written)
        _move(written, path, force)
    except OSError as error:
        raise _refusal(path, error) from error
    finally:
        drop(written)
    frozen = tuple(table for table, sheet in review.sheets.items() if not sheet.is_live)
    counted = {table: len(sheet.frame) for table, sheet in review.sheets.items()}
    return ReviewResult(path, counted, sum(formulas.values()), frozen)


class _Teller:
    """Tells how far the export is, and stops when asked to."""

    def __init__(
        self, progress: Callable[[float | None, Message], None] | None, cancelled: Callable[[], bool] | None
    ) -> None:
        self._progress = progress
        self._cancelled = cancelled

    def __call__(self, fraction: float, text: Message) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Cancelled
        if self._progress is not None:
            self._progress(fraction, text)


def _book(review: Review, tell: _Teller) -> tuple[Workbook, Parts]:
    """The sheets with openpyxl, and what the package adds to them."""
    book, parts = Workbook(), Parts()
    book.remove(book.worksheets[0])
    titles = {sheet.table: review.words(sheet.title) for sheet in SHEETS if sheet.table is not None}
    review.open_sheets(titles)
    told = [sheet for sheet in SHEETS if sheet.when is None or sheet.when(review.report)]
    needed = [(sheet, sheet.table or sheet.needs) for sheet in told]
    shown = [sheet for sheet, table in needed if table is None or table in review.sheets]
    dressed = dresses(review.language, review.state.settings.currency)
    pages = []
    for sheet in shown:
        made = book.create_sheet(review.words(sheet.title))
        made.sheet_properties.tabColor = sheet.colour or None
        pages.append(Page(made, review, dressed))
    order = sorted(range(len(shown)), key=lambda index: shown[index].table is not None)
    for done, index in enumerate(order):
        tell(0.35 * done / len(order), msg("Preparing the figures…"))
        _write(shown[index], pages[index], parts, index + 1)
    for name, place in review.names.items():
        book.defined_names[name] = DefinedName(name, attr_text=place)
    book.active = 1
    for index, made in enumerate(book.worksheets):
        made.sheet_view.tabSelected = index == 1
    calculation = book.calculation
    calculation.fullCalcOnLoad = True
    book.properties.creator = "LeadDesk"
    book.properties.title = review.words(msg("Operation review"))
    book.properties.language = review.language.code
    return book, parts


def _write(sheet: Sheet, page: Page, parts: Parts, place: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sheet.write(page)
    if sheet.table is not None:
        parts.data[place] = page.review.sheets[sheet.table]
    elif page.results:
        parts.results[place] = page.results


# -- the file -------------------------------------------------------------------------------------------------------


def _refuse(path: Path, force: bool) -> None:
    """Say at once what cannot be written."""
    if path.is_dir():
        raise LeadDeskError(msg("{file} is a folder, not a file.", file=path.name), msg("Give the workbook a name."))
    if path.exists() and not force:
        raise LeadDeskError(
            msg("{file} is already there.", file=path.name), msg("Choose another name, or agree to replace it.")
        )
    if not path.parent.is_dir():
        raise LeadDeskError(
            msg("The folder {folder} does not exist.", folder=str(path.parent)),
            msg("Create it, or choose another one."),
        )


def _move(written: Path, path: Path, force: bool) -> None:
    """Put the checked file in place: whole or not at all."""
    if force:
        written.replace(path)
        return
    try:  # a link is refused where a file of that name has come up meanwhile, a rename would overwrite it
        os.link(written, path)
    except FileExistsError:
        _refuse(path, force)
    except OSError:  # file systems without links
        _refuse(path, force)
        written.replace(path)


def _refusal(path: Path, error: OSError) -> LeadDeskError:
    """Why the system would not write the file, in words."""
    if error.errno == errno.ENOSPC:
        return LeadDeskError(
            msg("There is no room left on the disk for {file}.", file=path.name),
            msg("Free some space, or export to another disk."),
        )
    if isinstance(error, PermissionError):
        return LeadDeskError(
            msg("{file} cannot be written: access is denied.", file=str(path)),
            msg("Close it if it is open in Excel, or choose another folder."),
        )
    return LeadDeskError(
        msg("{file} cannot be written: {reason}", file=str(path), reason=error.strerror or str(error)),
        msg("Choose another folder, and try again."),
    )
