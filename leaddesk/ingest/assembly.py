"""The parent's end of the frames: buffers become columns of raw sheets, in short steps: the window stays alive."""

from __future__ import annotations

import datetime as dt
import gc
from typing import IO, TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from leaddesk.ingest.frames import read_frame, split_block
from leaddesk.ingest.textplaces import places_of
from leaddesk.model.issues import Issue, Severity
from leaddesk.model.raw import CellKind, MergedRange, RawColumn, RawFile, RawSheet
from leaddesk.text import msgn

if TYPE_CHECKING:
    from leaddesk.text import Fact

Texts = npt.NDArray[np.object_]
"""Texts on their way: the garbage collector, which would hold up the window, does not look into an array of numpy."""

_MANY: Final = 50_000
"""A tuple of so many texts is looked through by the garbage collector at once, and by itself: all of a file at its next
round would hold up the window for a sixth of a second. After that it leaves them alone."""
_NAMED: Final = 20
_EPOCH: Final = dt.datetime(1970, 1, 1)  # noqa: DTZ001  (cells hold naive local times)
_FIRST_USUAL: Final = (dt.datetime(1990, 1, 1) - _EPOCH).total_seconds()  # noqa: DTZ001
_END_USUAL: Final = (dt.datetime(2101, 1, 1) - _EPOCH).total_seconds()  # noqa: DTZ001


class Column:
    """A column as it arrives: see RawColumn."""

    def __init__(self, header: dict[str, Any], buffers: list[bytearray], rows: int) -> None:
        kinds, numbers, codes, *blocks = buffers
        self.kinds = np.frombuffer(kinds, np.uint8)
        self.numbers = np.frombuffer(numbers, np.float64) if header["numbers"] else None
        self.codes = np.frombuffer(codes, np.int32) if header["codes"] else None
        split = zip(blocks, header["separators"], strict=True)
        self.texts = _together([_texts(split_block(bytes(block), separator)) for block, separator in split])
        if not self._is_sound(rows):
            raise ValueError("the worker sent a column that does not fit its sheet")
        self._mark_impossible_numbers()

    def _is_sound(self, rows: int) -> bool:
        if len(self.kinds) != rows or (rows and self.kinds.max() > max(CellKind)):
            return False
        if self.numbers is not None and len(self.numbers) != rows:
            return False
        if self.codes is None:
            return True
        return len(self.codes) == rows and (not rows or -1 <= self.codes.min() <= self.codes.max() < len(self.texts))

    def _mark_impossible_numbers(self) -> None:
        """A number that is none (NaN, infinity) is an error cell, as a spreadsheet shows it."""
        if self.numbers is None:
            return
        numeric = (self.kinds == CellKind.NUMBER) | (self.kinds == CellKind.DATE)
        wrong = numeric & ~np.isfinite(self.numbers)
        if wrong.any():
            self.kinds, self.numbers = self.kinds.copy(), self.numbers.copy()
            codes = np.full(len(self.kinds), -1, np.int32) if self.codes is None else self.codes.copy()
            if "#NUM!" not in self.texts:
                self.texts = _together([self.texts, _texts(["#NUM!"])])
            self.kinds[wrong], self.numbers[wrong] = CellKind.ERROR, np.nan
            codes[wrong] = self.texts.tolist().index("#NUM!")
            self.codes = codes

    def extend(self, gap: int, other: Column | None, rows: int) -> None:
        """Append *gap* empty cells and those of *other*, *rows* of them (empty where there is no other)."""
        kinds = [self.kinds, np.zeros(gap, np.uint8), other.kinds if other else np.zeros(rows, np.uint8)]
        if self.numbers is not None or (other is not None and other.numbers is not None):
            self.numbers = np.concatenate(
                [
                    _or_nan(self.numbers, len(self.kinds)),
                    _or_nan(None, gap),
                    _or_nan(other.numbers if other else None, rows),
                ]
            )
        if self.codes is not None or (other is not None and other.codes is not None):
            before = _or_none(self.codes, len(self.kinds))
            self.codes = np.concatenate([before, _or_none(None, gap), self._own_codes(other, rows)])
        self.kinds = np.concatenate(kinds)

    def _own_codes(self, other: Column | None, rows: int) -> npt.NDArray[np.int32]:
        if other is None or other.codes is None:
            return _or_none(None, rows)
        places = places_of(other.texts, self.texts)
        new = places < 0
        places[new] = np.arange(len(self.texts), len(self.texts) + np.count_nonzero(new))
        self.texts = _together([self.texts, other.texts[new]])
        return np.append(places, np.int32(-1))[other.codes]

    def raw(self) -> RawColumn:
        """The finished column."""
        texts = tuple(self.texts.tolist())
        if len(texts) > _MANY:
            gc.collect(0)
        return RawColumn(self.kinds, self.numbers, self.codes, texts)


def _texts(texts: list[str]) -> Texts:
    made = np.empty(len(texts), np.object_)
    made[:] = texts
    return made


def _together(texts: list[Texts]) -> Texts:
    return np.concatenate(texts) if texts else _texts([])


def _or_nan(numbers: npt.NDArray[np.float64] | None, rows: int) -> npt.NDArray[np.float64]:
    return np.full(rows, np.nan) if numbers is None else numbers


def _or_none(codes: npt.NDArray[np.int32] | None, rows: int) -> npt.NDArray[np.int32]:
    return np.full(rows, -1, np.int32) if codes is None else codes


def _empty_column(rows: int) -> Column:
    return Column(
        {"numbers": False, "codes": False, "separators": []}, [bytearray(rows), bytearray(), bytearray()], rows
    )


class Sheet:
    """A sheet as it arrives: see RawSheet."""

    def __init__(self, header: dict[str, Any]) -> None:
        self.name: str = header["name"]
        self.index: int = header["index"]
        self.rows: int = header["rows"]
        self.first_line: int = header["first_line"]
        self.first_column: int = header["first_column"]
        self.hidden: bool = header["hidden"]
        self.merged = tuple(MergedRange(*(int(edge) for edge in edges)) for edges in header["merged"])
        self.columns: list[Column] = []

    def join(self, below: Sheet, row_limit: int) -> bool:
        """Append *below*, the same sheet's next rows; False when it does not lie below.

        Rows beyond *row_limit* are counted but not laid out: the caller refuses the file for them.
        """
        self.merged += below.merged
        if not below.rows:
            return True
        if not self.rows:
            self.rows, self.columns = below.rows, below.columns
            self.first_line, self.first_column = below.first_line, below.first_column
            return True
        gap = below.first_line - self.first_line - self.rows
        if gap < 0:
            return False
        rows_before = self.rows
        self.rows += gap + below.rows
        if self.rows > row_limit:
            return True
        left = min(self.first_column, below.first_column)
        width = max(self.first_column + len(self.columns), below.first_column + len(below.columns)) - left
        own = self._placed(left, width)
        others = below._placed(left, width)
        self.columns, below.columns = [], []
        for column in own:
            whole = column or _empty_column(rows_before)
            whole.extend(gap, others.pop(0), below.rows)  # let go of one by one
            self.columns.append(whole)
        self.first_column = left
        return True

    def _placed(self, left: int, width: int) -> list[Column | None]:
        before = self.first_column - left
        after = width - before - len(self.columns)
        return [None] * before + list(self.columns) + [None] * after

    def raw(self) -> RawSheet:
        """The finished sheet. Its columns are let go of one by one: to let millions of texts go at once would hold up
        the window for a tenth of a second.
        """
        columns = []
        while self.columns:
            columns.append(self.columns.pop(0).raw())
        place = (self.first_line, self.first_column) if columns else (1, 1)
        return RawSheet(self.name, tuple(columns), self.rows, *place, self.hidden, self.merged)


class SheetAssembly:
    """Sheets in the making, from one worker's frames."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []

    def take(self, header: dict[str, Any], buffers: list[bytearray]) -> None:
        """Take the frame of a sheet or of its next column.

        :raises ValueError: when the column does not fit: the worker is broken.
        """
        if header["type"] == "sheet":
            self.sheets.append(Sheet(header))
        else:
            sheet = self.sheets[-1]
            sheet.columns.append(Column(header, buffers, sheet.rows))

    def take_all(self, stream: IO[bytes]) -> None:
        """Take every frame of *stream*."""
        while (frame := read_frame(stream)) is not None:
            self.take(*frame)

    def join(self, others: SheetAssembly, row_limit: int) -> bool:
        """Append the next rows of the same sheets; False when they do not fit."""
        mine = {sheet.index: sheet for sheet in self.sheets}
        return all(mine[sheet.index].join(sheet, row_limit) for sheet in others.sheets)

    def result(self) -> list[RawSheet]:
        """The finished sheets, in the file's order: a very large one may be sent before others."""
        return [sheet.raw() for sheet in sorted(self.sheets, key=lambda sheet: sheet.index)]


def column_letters(number: int) -> str:
    """``A`` for 1, ``AB`` for 28."""
    letters = ""
    while number > 0:
        number, place = divmod(number - 1, 26)
        letters = chr(65 + place) + letters
    return letters


def date_issues(file: RawFile) -> list[Issue]:
    """An issue a column whose date cells lie outside 1990 to 2100: mistyped, or numbers formatted as dates."""
    issues = []
    for sheet in file.sheets:
        for place, column in enumerate(sheet.columns, sheet.first_column):
            if column.numbers is None:
                continue
            dates = column.kinds == CellKind.DATE
            odd = np.flatnonzero(dates & ((column.numbers < _FIRST_USUAL) | (column.numbers >= _END_USUAL)))
            if len(odd):
                issues.append(_odd_dates(file.name, sheet, place, odd, column.numbers))
    return issues


def _odd_dates(
    name: str, sheet: RawSheet, place: int, odd: npt.NDArray[np.intp], numbers: npt.NDArray[np.float64]
) -> Issue:
    letters = column_letters(place)
    message = msgn(
        "Column {column}: {count} date is outside 1990 to 2100; it may be a typing error or a number shown as a date.",
        "Column {column}: {count} dates are outside 1990 to 2100; they may be typing errors or numbers shown as dates.",
        len(odd),
        column=letters,
    )
    lines = tuple(int(row) + sheet.first_line for row in odd[:_NAMED])
    examples = tuple((day, day) for day in (_day(float(numbers[row])) for row in odd[:3]))
    return Issue(Severity.WARNING, message, name, sheet.name, letters, lines, len(odd), examples, "odd_dates")


def _day(seconds: float) -> Fact:
    try:
        return (_EPOCH + dt.timedelta(seconds=seconds)).date()
    except OverflowError:
        return ""
