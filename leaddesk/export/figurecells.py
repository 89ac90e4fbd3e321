"""The cells of a sheet of figures as XML: openpyxl, element by element, would take as long as all the rest."""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from openpyxl.worksheet.formula import ArrayFormula

from leaddesk.export.celltext import escaped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from leaddesk.export.page import Result


class Rows(NamedTuple):
    """The ``<row>`` elements of a sheet, and the area that they fill (``A1:I65``)."""

    xml: bytes
    area: str


def taken_out(sheet: Worksheet, results: Mapping[str, Result]) -> Rows:
    """The rows of a sheet, each formula with its result; openpyxl is left their styles to write, and no cell."""
    cells = sheet._cells
    rows = dict.fromkeys(sheet.row_dimensions, "")
    for row, places in groupby(sorted(cells), key=lambda place: place[0]):
        rows[row] = "".join([_cell(cells[place], results) for place in places])
    heights = {row: dict(sheet.row_dimensions[row]) for row in sheet.row_dimensions}
    made = [f"<row{_attributes({'r': row, **heights.get(row, {})})}>{rows[row]}</row>" for row in sorted(rows)]
    area = sheet.calculate_dimension()
    sheet._cells = {}
    return Rows("".join(made).encode(), area)


def _attributes(of: Mapping[str, object]) -> str:
    return "".join([f' {name}="{value}"' for name, value in of.items()])


def _cell(cell: Cell | MergedCell, results: Mapping[str, Result]) -> str:
    """A cell of a page: a number, a text or a formula (:class:`leaddesk.export.page.Page`)."""
    value, place = cell._value, cell.coordinate  # type: ignore[union-attr]
    if value is None and not cell.has_style:
        return ""
    start = f'<c r="{place}" s="{cell.style_id}"' if cell.has_style else f'<c r="{place}"'
    if value is None or value == "":
        return f"{start}/>"
    if cell.data_type == "f":
        return _formula(start, value, results[place])
    if cell.data_type == "n":
        return f"{start}><v>{_number(value)}</v></c>" if math.isfinite(value) else f"{start}/>"
    stripped = value.strip()
    space = ' xml:space="preserve"' if stripped and stripped != value else ""
    return f'{start} t="inlineStr"><is><t{space}>{escaped(value)}</t></is></c>'


def _formula(start: str, formula: str | ArrayFormula, result: Result) -> str:
    attributes = ""
    if isinstance(formula, ArrayFormula):
        attributes, formula = _attributes(dict(formula)), formula.text or "="
    text = f"<f{attributes}>{escaped(formula[1:])}</f>"
    if isinstance(result, str):
        return f'{start} t="str">{text}<v>{escaped(result)}</v></c>'
    return f"{start}>{text}<v>{_number(result)}</v></c>"


def _number(value: float) -> str:
    return repr(int(value)) if float(value).is_integer() else repr(float(value))
