"""What a file is to hold, before it has a format: sheets of cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

Value = str | int | float | bool | date | datetime
FAILING = {"#N/A": "NA()", "#REF!": "#REF!+1", "#DIV/0!": "1/0", "#VALUE!": '1+"a"'}
"""A formula that fails with each of these errors."""
EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no zones
EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001


@dataclass(frozen=True, slots=True)
class Cell:
    """``value`` as the program that wrote the file saw it; with a ``formula``, its last result. ``form`` is the number
    format of formats that have one. An error cell holds the error's code as its value.
    """

    value: Value
    form: str = ""
    formula: str = ""
    error: bool = False


@dataclass
class Sheet:
    """Cells by 1-based (line, column); merged ranges as (first line, first column, last line, last column)."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False

    def put(self, line: int, column: int, cell: Cell | str | None) -> None:
        """Write a cell; nothing for None and for an empty text."""
        if isinstance(cell, str):
            cell = Cell(cell)
        if cell is not None and cell.value != "":
            self.cells[line, column] = cell

    def rows(self) -> list[list[Cell | None]]:
        """The whole rectangle from A1."""
        if not self.cells:
            return []
        height = max(line for line, _ in self.cells)
        width = max(column for _, column in self.cells)
        return [[self.cells.get((line, column)) for column in range(1, width + 1)] for line in range(1, height + 1)]


@dataclass
class Book:
    """A file's sheets, and whether its days count from 1904."""

    sheets: list[Sheet]
    from_1904: bool = False


def serial(value: date, *, from_1904: bool = False) -> float:
    """The number by which a spreadsheet stores a day, with its time as a fraction."""
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
    passed = moment - (EPOCH_1904 if from_1904 else EPOCH_1900)
    return passed.days + passed.seconds / 86400


def plain(number: float) -> str:
    """A number as a spreadsheet stores it: no exponent for the sizes we use, no ``.0``."""
    return repr(int(number)) if float(number).is_integer() else repr(float(number))


def raw_text(cell: Cell) -> str:
    """The cell as text: what truth files call raw. Days are ISO, numbers plain, booleans TRUE and FALSE."""
    value = cell.value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return plain(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value


def letters(column: int) -> str:
    """The name of a 1-based column: A, B, … AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
