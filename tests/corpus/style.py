"""The style of a file: how it writes each kind of value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tests.corpus import amounts, dates, marks
from tests.corpus.grid import Cell, Value

if TYPE_CHECKING:
    from tests.corpus.truth import Field, Table


@dataclass
class Style:
    """Forms of numbers (``second``: of every second money column), rates, dates, flags and phones; ``whole_ids``:
    identifiers that are numbers are stored as such.
    """

    language: str
    numbers: str
    dates: str
    flags: str
    phones: str
    rates: str = ""
    second: str = ""
    whole_ids: bool = False

    def dress(self, table: Table) -> None:
        """Write every cell of the table."""
        seen = 0
        for one in table.fields:
            if one.kind in ("money", "number", "integer"):
                form = self.second if self.second and seen % 2 else self.numbers
                seen += one.kind == "money"
                if one.id == "vat_rate" and self.rates:
                    form = self.rates
                one.write = partial(_number, form=form, places=one.places)
            elif one.kind == "moment":
                one.write = partial(_moment, form=self.dates, language=self.language)
                one.order = dates.ORDERS[self.dates]
            elif one.kind == "phone":
                one.write = partial(marks.phone, form=self.phones)
            elif one.kind == "id" and self.whole_ids:
                one.write = _whole
            one.render()
            if one.kind == "flag":
                self._flags(one)

    def _flags(self, one: Field) -> None:
        one.cells = [None if value is None else marks.flag(value, self.flags) for value in one.values]
        if marks.FLAGS[self.flags][1] is None:
            one.accept = {row: [None] for row, value in enumerate(one.values) if value is False}


def _number(value: Value, *, form: str, places: int) -> Cell:
    return amounts.number(value, form, places)


def _moment(value: Value, *, form: str, language: str) -> Cell:
    return dates.moment(value, form, language)


def _whole(value: Value) -> Cell:
    text = str(value)
    return Cell(int(text)) if text.isdigit() and text[0] != "0" and len(text) < 12 else Cell(text)
