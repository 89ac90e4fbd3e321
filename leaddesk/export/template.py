"""A workbook to be filled: a table's headers above empty rows, and beside it a sheet that says what goes where."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from leaddesk.export.celltext import stored
from leaddesk.export.placing import put
from leaddesk.export.styles import Dress, Look, dresses
from leaddesk.model.kpis import KPIS
from leaddesk.model.schema import Kind
from leaddesk.model.stages import LABELS
from leaddesk.model.templates import EITHER, EXPLAINED, RANGES, asked
from leaddesk.text import Message, msg, msgc

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

    from leaddesk.model.schema import Column, Table
    from leaddesk.model.templates import Asked, Example
    from leaddesk.text import Language

ROWS: Final = 5_000
"""Down to which row cells are helped with lists and checks."""
_MOST: Final = 10**12
_LONGEST_TITLE: Final = 32
_LONGEST_PROMPT: Final = 255
_FORMATS: Final[dict[Kind, str]] = {
    Kind.MOMENT: "dd/mm/yyyy",
    Kind.MONEY: "#,##0.00",
    Kind.INTEGER: "0",
    **dict.fromkeys((Kind.ID, Kind.PHONE, Kind.POSTCODE, Kind.TEXT, Kind.EMAIL), "@"),
}
_WITH_TIME: Final = "dd/mm/yyyy hh:mm"
_TIMED: Final = frozenset(
    (
        ("leads", "created"), ("leads", "responded"), ("touchpoints", "time"),
        ("service", "opened"), ("service", "answered"), ("service", "closed"),
    )
)  # fmt: skip
"""Moments whose hours count."""
YES_NO: Final = (msg("Yes"), msg("No"))


def file_name(table: Table, language: Language) -> str:
    """What the template of a table is called."""
    name = language.text(msgc("template", "To fill - {table}", table=table.label))
    return f"{name}.xlsx"


def write_template(table: Table, path: Path, language: Language) -> Path:
    """Write the template of a table. Gives the path.

    :raises LeadDeskError: when it cannot be written there; a file that was there before is untouched then.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    data = book.create_sheet(language.text(table.label)[:31])
    told = book.create_sheet(language.text(msgc("template", "What goes where"))[:31])
    dressed = dresses(language, "EUR")
    columns = asked(table)
    _tell(told, columns, language, dressed)
    lists = _Lists(book.create_sheet(language.text(msgc("template", "Lists"))), language)
    for place, one in enumerate(columns, start=1):
        header: Any = data.cell(1, place)
        _text(header, language.text(one.column.label), dressed[Look.DATA_HEADER if one.is_essential else Look.HEADER])
        beside = data.column_dimensions[header.column_letter]
        beside.width = max(13, len(str(header.value)) + 3)
        beside.number_format = (
            _WITH_TIME if (table.id, one.column.id) in _TIMED else _FORMATS.get(one.column.kind, "General")
        )
        helped = _check(table, one.column, lists)
        helped.showInputMessage = True
        helped.promptTitle = str(header.value)[:_LONGEST_TITLE]
        helped.prompt = stored(language.text(one.hint))[:_LONGEST_PROMPT]
        helped.add(f"{header.column_letter}2:{header.column_letter}{ROWS}")
        data.add_data_validation(helped)
    data.row_dimensions[1].height = 24
    data.freeze_panes = "A2"
    book.properties.creator = "LeadDesk"
    made = io.BytesIO()
    book.save(made)
    put(made.getvalue(), path)
    return path


def cell_value(example: Example, language: Language) -> str | dt.date | float:
    """An example as a cell holds it: words in the user's language, yes and no as words."""
    if isinstance(example, bool):
        return language.text(YES_NO[0 if example else 1])
    return language.text(example) if isinstance(example, Message) else example


def _tell(sheet: Worksheet, columns: tuple[Asked, ...], language: Language, dressed: dict[Look, Dress]) -> None:
    """The second sheet: what goes into each column, with an example. Nothing of it is read by LeadDesk."""
    words = language.text
    heads = (msg("Column"), msg("What goes into it"), msg("For example"), msg("Needed?"))
    for place, head in enumerate(heads, start=1):
        _text(sheet.cell(3, place), words(head), dressed[Look.HEADER])
    _text(sheet.cell(1, 1), words(EXPLAINED), dressed[Look.SUBTITLE])
    for row, one in enumerate(columns, start=4):
        _text(sheet.cell(row, 1), words(one.column.label), dressed[Look.STRONG])
        _text(sheet.cell(row, 2), words(one.hint), dressed[Look.NOTE])
        value = cell_value(one.example, language)
        _text(sheet.cell(row, 3), language.fact(value), dressed[Look.LABEL])
        _text(
            sheet.cell(row, 4), words(msg("needed") if one.is_essential else msg("if you have it")), dressed[Look.ASIDE]
        )
    for letter, width in zip("ABCD", (30, 78, 24, 18), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A4"


class _Lists:
    """The words that cells may be chosen from, each list a hidden column of the second sheet."""

    def __init__(self, sheet: Worksheet, language: Language) -> None:
        self._sheet, self._language = sheet, language
        sheet.sheet_state = "hidden"
        self._places: dict[tuple[Message, ...], str] = {}

    def place(self, words: tuple[Message, ...]) -> str:
        """The cells that hold a list."""
        from openpyxl.utils import get_column_letter

        if words not in self._places:
            column = 1 + len(self._places)
            for row, word in enumerate(words, start=1):
                _text(self._sheet.cell(row, column), self._language.text(word))
            letter = get_column_letter(column)
            title = self._sheet.title.replace("'", "''")
            self._places[words] = f"'{title}'!${letter}$1:${letter}${len(words)}"
        return self._places[words]


def _check(table: Table, column: Column, lists: _Lists) -> DataValidation:
    """What helps to fill a column: a list to choose from, or what its values are. It warns, and refuses nothing."""
    from openpyxl.worksheet.datavalidation import DataValidation

    def checked(kind: Any, **facts: Any) -> DataValidation:  # noqa: ANN401
        return DataValidation(type=kind, allow_blank=True, showErrorMessage=True, errorStyle="warning", **facts)

    low, high = RANGES.get((table.id, column.id), (None, None))
    if (table.id, column.id) in (("leads", "status"), ("leads", "pipeline")):  # own words are understood too
        return DataValidation(type="list", allow_blank=True, formula1=lists.place(tuple(LABELS.values())))
    if (table.id, column.id) == ("objectives", "kpi"):
        return checked("list", formula1=lists.place(tuple(kpi.label for kpi in KPIS)))
    if column.kind is Kind.FLAG:
        return checked("list", formula1=lists.place(YES_NO))
    if (table.id, column.id) in EITHER:
        return DataValidation(allow_blank=True)
    if column.kind is Kind.MOMENT:
        return checked("date", operator="greaterThanOrEqual", formula1="DATE(1990,1,1)")
    if low is not None:
        return checked("decimal", operator="between", formula1=str(low), formula2=str(high))
    if column.kind is Kind.INTEGER:
        return checked("whole", operator="greaterThanOrEqual", formula1="0")
    if column.kind in (Kind.MONEY, Kind.NUMBER):
        return checked("decimal", operator="between", formula1=str(-_MOST), formula2=str(_MOST))
    return DataValidation(allow_blank=True)


def _text(cell: Any, text: str, dress: Dress | None = None) -> None:  # noqa: ANN401
    cell.value = stored(text)
    cell.data_type = "s"
    if dress is not None:
        cell.font, cell.fill, cell.border, cell.alignment = dress.font, dress.fill, dress.border, dress.alignment
