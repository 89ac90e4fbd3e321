"""One sheet of figures being written: texts that stay texts, and formulas together with their results."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Final

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula

from leaddesk.export.celltext import stored
from leaddesk.export.formulas import DAY_ZERO, Formula
from leaddesk.export.reasons import INPUTS_CHANGED
from leaddesk.export.styles import MUTED, Look
from leaddesk.model.period import day_number
from leaddesk.text import NO_VALUE, Message

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from openpyxl.cell import Cell
    from openpyxl.styles.cell_style import StyleArray
    from openpyxl.worksheet.worksheet import Worksheet

    from leaddesk.export.review import Review
    from leaddesk.export.styles import Dress

A4: Final = 9
ROW_HEIGHT: Final = 16.5
TITLE_HEIGHT: Final = 30

Result = float | str


class Page:
    """A sheet of the workbook, written cell by cell; rows and columns count from 1.

    ``results``: what each formula gives now, by coordinate; the package writes it beside the formula.
    ``hangs_on``: the name of the cell that says whether what its values depend on was changed.
    """

    def __init__(self, sheet: Worksheet, review: Review, dressed: dict[Look, Dress]) -> None:
        self.sheet = sheet
        self.review = review
        self.dressed = dressed
        self.results: dict[str, Result] = {}
        self._known: dict[Look, StyleArray] = {}
        self.hangs_on = INPUTS_CHANGED
        sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = ROW_HEIGHT, True

    @property
    def title(self) -> str:
        """The name of the sheet."""
        return self.sheet.title

    def _cell(self, row: int, column: int, look: Look) -> Cell:
        cell: Cell = self.sheet.cell(row, column)  # type: ignore[assignment]
        known = self._known.get(look)
        if known is None:  # finding each part among all of the workbook takes as long as all the rest of a cell
            dress = self.dressed[look]
            cell.font, cell.fill, cell.border = dress.font, dress.fill, dress.border
            cell.alignment, cell.number_format = dress.alignment, dress.number_format
            self._known[look] = copy(cell._style)  # type: ignore[attr-defined]
        else:
            cell._style = copy(known)  # type: ignore[attr-defined]
        return cell

    def text(self, row: int, column: int, text: Message | str, look: Look = Look.LABEL) -> None:
        """A text, ours or from data: it is never read as a formula, an error or a number."""
        cell = self._cell(row, column, look)
        words = stored(self.review.words(text) if isinstance(text, Message) else text)
        if look is Look.TITLE:
            self.heights(row, TITLE_HEIGHT)
        cell.value = "-"  # whatever stands here, the type is set by hand below
        cell._value, cell.data_type = words, "s"  # type: ignore[attr-defined]

    def number(self, row: int, column: int, value: float | None, look: Look = Look.COUNT) -> None:
        """A number, or a blank cell."""
        self._cell(row, column, look).value = value

    def date(self, row: int, column: int, day: dt.date | None, look: Look = Look.DATE) -> None:
        """A date, or a blank cell."""
        self.number(row, column, None if day is None else day_number(day) + DAY_ZERO, look)

    def formula(self, row: int, column: int, formula: Formula | str, result: Result | None, look: Look) -> None:
        """A formula with what it gives now; None is ``–``."""
        cell = self._cell(row, column, look)
        formula = Formula(formula) if isinstance(formula, str) else formula
        text = f"={formula.text}"
        cell.value = ArrayFormula(cell.coordinate, text) if formula.is_array else text
        self.results[cell.coordinate] = NO_VALUE if result is None else result

    def figure(self, row: int, column: int, formula: Formula | None, result: Result | None, look: Look) -> None:
        """A formula, or a plain ``–`` where none could ever give a value."""
        if formula is None:
            self.text(row, column, NO_VALUE, look)
        else:
            self.formula(row, column, formula, result, look)

    def header(self, row: int, headings: Sequence[Message | str], column: int = 1, texts: int = 1) -> None:
        """The headings of a table; all but the first *texts* stand above numbers."""
        for index, heading in enumerate(headings):
            look = Look.HEADER if index < texts else Look.HEADER_NUMBER
            self.text(row, column + index, heading, look)

    def at(self, row: int, column: int, absolute: bool = True) -> str:
        """A cell's address on its own sheet."""
        letter = get_column_letter(column)
        return f"${letter}${row}" if absolute else f"{letter}{row}"

    def place(self, row: int, column: int, last_row: int | None = None) -> str:
        """A cell or a part of a column as a defined name holds it."""
        end = "" if last_row is None else f":{self.at(last_row, column)}"
        return f"'{self.title}'!{self.at(row, column)}{end}"

    def define(self, name: str, row: int, column: int, last_row: int | None = None) -> str:
        """Give a cell, or a part of a column, a name."""
        return self.review.define(name, self.place(row, column, last_row))

    def widths(self, *widths: float) -> None:
        """The widths of the first columns, in characters."""
        for index, width in enumerate(widths, 1):
            self.width(index, width)

    def width(self, column: int, width: float) -> None:
        """The width of one column, in characters."""
        self.sheet.column_dimensions[get_column_letter(column)].width = width

    def heights(self, row: int, height: float) -> None:
        """The height of a row, in points."""
        self.sheet.row_dimensions[row].height = height

    def choice(self, ranges: str, formula: str) -> None:
        """Let the cells of *ranges* take only what a list has."""
        rule = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=True)
        self.sheet.add_data_validation(rule)
        rule.add(ranges)

    def dates_only(self, ranges: str, title: str, words: str) -> None:
        """Let the cells of *ranges* take only dates, or nothing."""
        rule = DataValidation(
            type="date", operator="greaterThan", formula1="1", allow_blank=True, showErrorMessage=True
        )
        rule.errorTitle, rule.error = title[:32], words[:255]
        self.sheet.add_data_validation(rule)
        rule.add(ranges)

    def faint_when(self, ranges: str, condition: str) -> None:
        """Show the cells of *ranges* faint where a condition holds."""
        self.sheet.conditional_formatting.add(ranges, _rule(condition, Font(color=MUTED, italic=True)))

    def coloured_when(self, ranges: str, condition: str, colour: str) -> None:
        """Show the cells of *ranges* in a colour where a condition holds."""
        self.sheet.conditional_formatting.add(ranges, _rule(condition, Font(color=colour, bold=True)))

    def printed(
        self, area: str = "", landscape: bool = False, titles: str = "", tall: bool = True, wide: int = 1
    ) -> None:
        """Print on A4, *wide* pages across; *titles* are rows that every page repeats."""
        sheet = self.sheet
        sheet.page_setup.paperSize = A4
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = wide, 0 if tall else 1
        sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
        sheet.page_margins.left = sheet.page_margins.right = 0.5
        sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.7
        sheet.print_options.horizontalCentered = False
        sheet.oddFooter.left.text = self.review.company.replace("&", "&&")[:80]  # type: ignore[union-attr]
        sheet.oddFooter.right.text = "&P / &N"  # type: ignore[union-attr]
        if titles:
            sheet.print_title_rows = titles
        if area:
            sheet.print_area = area


def _rule(condition: str, font: Font) -> Rule:
    return Rule(type="expression", formula=[condition], dxf=DifferentialStyle(font=font))
