"""LeadDesk's importer as a reader of the corpus: what it makes of a file, with no manual mapping, as a ``Reading``."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose
from leaddesk.ingest.reader import read_file
from leaddesk.model.schema import EXTRA_PREFIX
from leaddesk.text import plain
from tests.corpus.score import Column, Issue, Reading, Row, Table, folded

if TYPE_CHECKING:
    from pathlib import Path

    from leaddesk.model import issues as found
    from leaddesk.model.dataset import Frame
    from leaddesk.model.raw import RawFile, RawSheet
    from leaddesk.model.recipe import ColumnChoice, Recipe, SheetRecipe

TODAY: Final = dt.date(2026, 9, 1)
"""The day on which every file is opened: after all of the corpus's days but planned ones."""
_PIECE: Final = re.compile(r"(.+) \(\d+\)'*")


def reading(path: Path, today: dt.date = TODAY) -> Reading:
    """What LeadDesk makes of the file at *path* on *today*.

    :raises LeadDeskError: when it cannot be read.
    """
    raw, remarks = read_file(path)
    recipe = propose(raw, today=today)
    result = build([(raw, _with_tax(recipe))])
    own = {sheet.name: _SheetReading(raw, sheet, recipe.sheet(sheet.name)) for sheet in raw.sheets}
    tables = [one.table(frame) for frame in result.dataset.frames.values() for one in own.values() if one.is_of(frame)]
    issues = [own[issue.sheet].issue(issue) for issue in (*remarks, *result.issues) if issue.sheet in own]
    return Reading(tables, issues, _asked(recipe), _orders(recipe))


def _with_tax(recipe: Recipe) -> Recipe:
    """The recipe without the proposals to take VAT off: LeadDesk keeps amounts without it, but the corpus judges how
    cells are read, not what is made of them, and says "1 200, VAT included" where the file does.
    """
    sheets = [
        replace(
            sheet,
            columns=tuple(replace(one, off=(*one.off, "tax-removed", "tax-rate-assumed")) for one in sheet.columns),
        )
        for sheet in recipe.sheets
    ]
    return replace(recipe, sheets=tuple(sheets))


class _SheetReading:
    """One sheet as the importer cut it: the names of its sheet and columns as the corpus has them."""

    def __init__(self, raw: RawFile, sheet: RawSheet, recipe: SheetRecipe) -> None:
        self.sheet, self.recipe = sheet, recipe
        self.name = _file_name(raw, sheet)

    def is_of(self, frame: Frame) -> bool:
        return frame.table.id == self.recipe.table

    def table(self, frame: Frame) -> Table:
        """The rows of the frame that come from this sheet."""
        origin = frame.origin
        number = origin.sheets.index(self.sheet.name) if self.sheet.name in origin.sheets else -1
        places = (origin.sheet == number).nonzero()[0].tolist()
        values = {str(name): _plain(frame.data[name]) for name in frame.data.columns}
        rows = [
            Row(self.name, int(origin.line[place]), {name: column[place] for name, column in values.items()})
            for place in places
        ]
        return Table(frame.table.id, {name: self._column(name) for name in values}, rows)

    def _column(self, name: str) -> Column:
        choice = self.recipe.column(name)
        if choice is None:
            return Column(name)
        if choice.wide_key:  # the header of the file names the channel too
            return Column(name.removeprefix(EXTRA_PREFIX))
        place = None if self.recipe.wide else self.sheet.first_column + choice.position
        return Column(choice.header, place)

    def issue(self, issue: found.Issue) -> Issue:
        """The same issue; what names no column is about the rows that it lists, and about none where it lists none."""
        column = self._target(issue)
        lines = frozenset(issue.lines)
        if column is None or lines:
            return Issue(self.name, lines, column)
        return Issue(self.name, None, column, tuple(plain(before) for before, _ in issue.examples))

    def _target(self, issue: found.Issue) -> str | None:
        choice = next((one for one in self.recipe.columns if self._is_about(issue, one)), None)
        if choice is None:
            return issue.column or None
        return choice.target or None

    def _is_about(self, issue: found.Issue, choice: ColumnChoice) -> bool:
        if issue.position >= 0:
            return choice.position == issue.position
        return bool(issue.column) and folded(issue.column) == folded(choice.header)


def _file_name(raw: RawFile, sheet: RawSheet) -> str:
    """The sheet's name in the file: a table that was cut off "Leads" is called "Leads (2)", but so may a sheet be,
    which then covers the same place.
    """
    match = _PIECE.fullmatch(sheet.name)
    whole = next((one for one in raw.sheets if match and one.name == match[1]), None)
    if whole is None or not sheet.columns:
        return sheet.name
    below = sheet.first_line >= whole.first_line + whole.rows
    beside = sheet.first_column >= whole.first_column + len(whole.columns)
    return whole.name if below or beside else sheet.name


def _plain(column: pd.Series) -> list[Any]:
    """Values as Python has them, None where there is none."""
    values = column.astype(object)
    return [None if pd.isna(value) else _day(value) for value in values.tolist()]


def _day(value: object) -> object:
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value


def _asked(recipe: Recipe) -> frozenset[tuple[str, str]]:
    asked = set()
    for sheet in recipe.sheets:
        for question in sheet.questions:
            code, _, position = question.rpartition(":")
            if code == "date-order":
                asked.add((sheet.table, sheet.at(int(position)).target))
    return frozenset(asked)


def _orders(recipe: Recipe) -> dict[tuple[str, str], str]:
    return {
        (sheet.table, choice.target): choice.date_order
        for sheet in recipe.sheets
        for choice in sheet.columns
        if choice.date_order
    }
