"""What is true: tables of typed values, and how they are written down as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from tests.corpus.grid import Cell, Value, raw_text

if TYPE_CHECKING:
    from collections.abc import Callable

Json = dict[str, Any]


def as_is(value: Value) -> Cell:
    """A cell that holds the value itself."""
    return Cell(value)


@dataclass
class Field:
    """One column: what is true in each row (``values``, None for empty) and what is written there (``cells``).

    ``write`` makes the cell of a further value in the same style (for totals). ``accept``: by row, further readings
    that are right; ``accept_raw``: so is the raw text. ``repairs``: by row, why the true value differs from the raw
    one. ``split``: by row, first and last name of a full name.
    """

    id: str
    header: str
    kind: str
    values: list[Value | None]
    cells: list[Cell | None] = field(default_factory=list)
    places: int = 0
    sums: bool = False
    order: str | None = None
    accept_raw: bool = False
    write: Callable[[Value], Cell] = as_is
    accept: dict[int, list[Value | None]] = field(default_factory=dict)
    repairs: dict[int, str] = field(default_factory=dict)
    split: dict[int, tuple[str, str]] = field(default_factory=dict)

    def render(self) -> None:
        """Write every value in the column's style."""
        self.cells = [None if value is None else self.write(value) for value in self.values]

    def total(self, rows: list[int]) -> Value:
        """The sum of what is true in these rows."""
        numbers = [value for row in rows if isinstance(value := self.values[row], (int, float))]
        total = round(sum(numbers), 2)
        return int(total) if self.places == 0 and float(total).is_integer() else total


@dataclass
class Table:
    """A table of the schema with its columns in the order in which they stand in the file."""

    id: str
    language: str
    fields: list[Field]

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return len(self.fields[0].values)

    def field(self, column: str) -> Field | None:
        """The column with this id, or None."""
        return next((one for one in self.fields if one.id == column), None)

    def part(self, rows: list[int]) -> Table:
        """The same table with these rows only."""
        fields = []
        for one in self.fields:
            part = Field(**{**vars(one), "values": [one.values[row] for row in rows]})
            part.cells = [one.cells[row] for row in rows]
            part.accept = {at: one.accept[row] for at, row in enumerate(rows) if row in one.accept}
            part.repairs = {at: one.repairs[row] for at, row in enumerate(rows) if row in one.repairs}
            part.split = {at: one.split[row] for at, row in enumerate(rows) if row in one.split}
            fields.append(part)
        return Table(self.id, self.language, fields)


def said(value: Value | None) -> Any:
    """A value as JSON has it: days and moments in ISO form."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value


def key(one: Field, position: int, seen: set[str]) -> str:
    """By which name a row's cells give this column: its id, or ``extra:`` and its header (and its place, if needed)."""
    name = one.id if one.id != "extra" else f"extra:{one.header}"
    if one.id == "extra" and (not one.header or name in seen):
        name = f"{name}#{position}"
    seen.add(name)
    return name


def columns_json(table: Table, positions: list[int]) -> list[Json]:
    """The columns of a long table, each with its place in the sheet."""
    columns: list[Json] = []
    seen: set[str] = set()
    for one, position in zip(table.fields, positions, strict=True):
        column: Json = {"key": key(one, position, seen), "id": one.id, "header": one.header, "position": position}
        column["kind"] = one.kind
        if one.kind == "moment":
            column["order"] = one.order
        if one.accept_raw:
            column["accept_raw"] = True
        columns.append(column)
    return columns


def row_json(table: Table, keys: list[str], row: int, line: int) -> Json:
    """One true row: every column's value, the raw text where it says it otherwise."""
    entry: Json = {"line": line, "cells": {}}
    raw: Json = {}
    accept: Json = {}
    repairs: Json = {}
    for one, name in zip(table.fields, keys, strict=True):
        value = said(one.values[row])
        entry["cells"][name] = value
        cell = one.cells[row]
        text = None if cell is None else raw_text(cell)
        if text != value and not (text is not None and isinstance(cell, Cell) and cell.value == one.values[row]):
            raw[name] = text
        if row in one.accept:
            accept[name] = [said(other) for other in one.accept[row]]
        if row in one.repairs:
            repairs[name] = one.repairs[row]
        if row in one.split:
            entry["split"] = dict(zip(("first_name", "name"), one.split[row], strict=True))
    for name, part in (("raw", raw), ("accept", accept), ("repairs", repairs)):
        if part:
            entry[name] = part
    return entry


def _one_line(thing: Any) -> str:
    return json.dumps(thing, ensure_ascii=False, separators=(", ", ": "))


def dump(truth: Json) -> bytes:
    """The truth as JSON with one column, row or line of the sheet on each line, so that differences can be read."""
    lines = ["{"]
    for name, value in truth.items():
        if name not in ("tables", "not_data"):
            lines.append(f' "{name}": {_one_line(value)},')
    lines.append(' "tables": [')
    for at, table in enumerate(truth["tables"]):
        lines.append("  {")
        lines += [f'   "{k}": {_one_line(v)},' for k, v in table.items() if k not in ("columns", "rows")]
        for part in ("columns", "rows"):
            lines.append(f'   "{part}": [')
            lines += [f"    {_one_line(item)}," for item in table[part]]
            lines[-1] = lines[-1].removesuffix(",")
            lines.append("   ]" + ("," if part == "columns" else ""))
        lines.append("  }" + ("," if at + 1 < len(truth["tables"]) else ""))
    lines.append(" ],")
    lines.append(' "not_data": [')
    lines += [f"  {_one_line(item)}," for item in truth["not_data"]]
    lines[-1] = lines[-1].removesuffix(",")
    lines += [" ]", "}", ""]
    return "\n".join(lines).encode()
