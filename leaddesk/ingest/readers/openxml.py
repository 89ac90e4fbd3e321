"""xlsx and xlsm through openpyxl, row by row: slower than calamine, but what makes calamine die does not harm it."""

from __future__ import annotations

import warnings
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, Any, Final

from leaddesk.ingest.cells import KNOWN_TYPES, ErrorText, SheetCells
from leaddesk.ingest.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from leaddesk.ingest.frames import FrameWriter
    from leaddesk.ingest.readers import Job

_STRETCH: Final = 1_024
_LAST_ROW: Final = 1_048_576


def read(job: Job, out: FrameWriter) -> None:
    """Send every worksheet, hidden ones too.

    :raises Refusal: ``damaged``, ``too_many_rows`` or ``too_many_columns``.
    """
    warnings.simplefilter("ignore")
    try:
        sheets = _worksheets(job)
        for number, sheet in enumerate(sheets):
            cells = _cells(sheet, job)
            hidden = sheet.sheet_state != "visible"
            out.sheet(sheet.title, cells, hidden=hidden, index=number)
            out.progress((number + 1) / len(sheets))
    except (Refusal, MemoryError):
        raise
    except Exception as error:  # a damaged file makes openpyxl raise nearly anything
        raise Refusal("damaged") from error


def _worksheets(job: Job) -> list[Any]:
    """The worksheets; openpyxl leaves out those that are not there and says nothing."""
    from openpyxl.reader.excel import ExcelReader

    reader = ExcelReader(job.stream, read_only=True, data_only=True, keep_links=False)
    reader.read()
    if any(place.target not in reader.valid_files for _, place in reader.parser.find_sheets()):
        raise Refusal("damaged")
    return list(reader.wb.worksheets)


def _cells(sheet: Any, job: Job) -> SheetCells:  # noqa: ANN401  (a ReadOnlyWorksheet, whose type knows less than it)
    sheet.reset_dimensions()  # a false dimension would cut rows off
    cells = SheetCells(job.rows, job.columns)
    rows = map(_values, sheet.iter_rows())
    done = 0
    while stretch := list(islice(rows, _STRETCH)):
        cells.add(list(zip_longest(*stretch, fillvalue="")), len(stretch))
        done += len(stretch)
        if done > _LAST_ROW:  # openpyxl fills in empty rows up to whatever number a row gives itself
            raise Refusal("damaged")
    return cells


def _values(row: Iterable[Any]) -> list[Any]:
    return list(_value_of_each(row))


def _value_of_each(row: Iterable[Any]) -> Iterator[Any]:
    for cell in row:
        value = cell.value
        if value is None:
            yield ""
        elif cell.data_type == "e":
            yield ErrorText(value)
        else:
            yield value if type(value) in KNOWN_TYPES else str(value)
