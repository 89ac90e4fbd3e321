"""How a column writes dates and numbers: decided once a column, with the evidence of the whole sheet, never by the
language of the window. What nothing decides is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.ingest import dateorders, orderevidence, quantities, years
from leaddesk.ingest.orderevidence import OrderEvidence
from leaddesk.ingest.quantities import DecimalEvidence
from leaddesk.model.raw import CellKind
from leaddesk.model.recipe import DECIMALS
from leaddesk.model.schema import Kind, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leaddesk.ingest.values import Selection
    from leaddesk.model.recipe import ColumnChoice, SheetRecipe


@dataclass(frozen=True, slots=True)
class Formats:
    """The choices with their formats, and the questions that stay open (as ``date-order:3``)."""

    choices: tuple[ColumnChoice, ...]
    questions: tuple[str, ...]


@dataclass(slots=True)
class _Evidence:
    orders: dict[int, OrderEvidence] = field(default_factory=dict)
    hints: dict[int, str] = field(default_factory=dict)
    decimals: dict[int, DecimalEvidence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the columns. ``delimiter``: of a text file; ``limit``: seconds since 1970-01-01 behind which
    nothing can have happened; ``names``: of the sheet, and its title; ``sections``: what rows between those of data
    say; ``file``: its name, and ``about`` what it says of itself.
    """

    delimiter: str = ""
    limit: int | None = None
    names: tuple[str, ...] = ()
    sections: str = ""
    file: str = ""
    about: tuple[tuple[str, str], ...] = ()

    @property
    def signs(self) -> years.Signs:
        """What of it may tell a year."""
        sheet, title = (*self.names, "", "")[:2]
        about = dict(self.about)
        named = (("sections", self.sections), ("title", title), ("sheet", sheet), ("file", self.file))
        return years.Signs(named, self.limit, about.get("created", ""), about.get("modified", ""))


_NOTHING_AROUND: Final = Around()


def decided(
    selection: Selection,
    table: Table,
    choices: tuple[ColumnChoice, ...],
    around: Around = _NOTHING_AROUND,
    fixed: Mapping[int, ColumnChoice] | None = None,
) -> Formats:
    """The formats of the columns of dates and numbers. *fixed*: choices whose formats the user already gave, by
    position: they hold unless the values prove the contrary.
    """
    fixed = fixed or {}
    seen = _gathered(selection, table, choices)
    orders, told, asked = _orders(selection, table, choices, around, seen, fixed)
    sign = sum(seen.decimals.values(), DecimalEvidence()).sign or {";": ",", ",": "."}.get(around.delimiter, "")
    result, questions = [], []
    for choice in choices:
        given = fixed.get(choice.position, choice)
        if choice.position in seen.orders:
            evidence = told.get(choice.position, "")
            result.append(replace(choice, date_order=orders[choice.position], order_evidence=evidence))
            questions += [f"date-order:{choice.position}"] if choice.position in asked else []
        elif choice.position in seen.decimals:
            own_sign = seen.decimals[choice.position]
            known = own_sign.sign or given.decimal or sign
            if own_sign.either and not known:
                questions.append(f"decimal:{choice.position}")
                known = _usual(selection, table, choice)
            result.append(replace(choice, decimal=known))
        else:
            result.append(choice)
    made, more = years.decided(selection, table, tuple(result), around.signs)
    return Formats(made, (*questions, *more))


def _orders(
    selection: Selection,
    table: Table,
    choices: tuple[ColumnChoice, ...],
    around: Around,
    seen: _Evidence,
    fixed: Mapping[int, ColumnChoice],
) -> tuple[dict[int, str], dict[int, str], set[int]]:
    """The order of each column of written dates (empty where nothing hangs on it), what told it, and which are to be
    asked for.

    A column's own dates come first, then the user's word, the other columns of the sheet, the rows, and French words.
    Other signs of a country only say which order is read until the user has answered.
    """
    orders, told = {}, {}
    for choice in choices:
        if choice.position in seen.orders:
            own = seen.orders[choice.position].order
            orders[choice.position] = own or fixed.get(choice.position, choice).date_order
            if orders[choice.position]:
                told[choice.position] = ("years" if own == "ymd" else "days") if own else "chosen"
    undecided = {position for position, own in seen.orders.items() if own.is_open and not orders[position]}
    if not undecided:
        return orders, told, set()
    known = tuple(replace(one, date_order=orders.get(one.position, one.date_order)) for one in choices)
    order, evidence = sum(seen.orders.values(), OrderEvidence()).order, "columns"
    if not order:
        order, evidence = dateorders.by_rows(selection, table, known, undecided, around.limit)
    likely, certain = dateorders.by_words(selection, known, around.names)
    if not order and certain:
        order, evidence = likely, "words"
    for position in undecided:
        orders[position] = order or seen.hints.get(position, "") or likely or "dmy"
        if order:
            told[position] = evidence
    return orders, told, set() if order else undecided


_FORMATS: Final = {"date-order": ("date_order", ("dmy", "mdy")), "decimal": ("decimal", DECIMALS)}
"""For each kind of question the field of a choice that answers it, and what it may say."""


def answered(sheets: tuple[SheetRecipe, ...]) -> tuple[SheetRecipe, ...]:
    """The sheets of one file, with what its other sheets prove where one leaves a format in question."""
    for code, (name, allowed) in _FORMATS.items():
        proven = {
            getattr(choice, name)
            for sheet in sheets
            for choice in sheet.columns
            if sheet.table and f"{code}:{choice.position}" not in sheet.questions
        } & set(allowed)
        if len(proven) == 1:
            sheets = tuple(_with_format(sheet, code, next(iter(proven))) for sheet in sheets)
    return sheets


def _with_format(sheet: SheetRecipe, code: str, value: str) -> SheetRecipe:
    for question in sheet.questions:
        asked, _, position = question.rpartition(":")
        if asked == code:
            choice = sheet.at(int(position))
            is_date = code == "date-order"
            dated = replace(choice, date_order=value, order_evidence="sheets")
            made = dated if is_date else replace(choice, decimal=value)
            sheet = sheet.with_column(made)
    return sheet


def _gathered(selection: Selection, table: Table, choices: tuple[ColumnChoice, ...]) -> _Evidence:
    seen = _Evidence()
    for choice in choices:
        if not choice.target or choice.is_extra:
            continue
        kind = table.column(choice.target).kind
        if kind is not Kind.MOMENT and (not kind.is_number or kind is Kind.FLAG):
            continue
        cells = selection.cells(choice.position)
        if not cells.has(CellKind.TEXT):
            continue
        used = cells.used > 0
        if kind is Kind.MOMENT:
            seen.orders[choice.position] = orderevidence.evidence(cells.texts, used)
            if table.wide and seen.orders[choice.position].is_open:  # expenses come by the month; leads do not
                seen.hints[choice.position] = orderevidence.first_of_month_order(cells.texts, used)
        else:
            seen.decimals[choice.position] = quantities.evidence(cells.texts, used)
    return seen


def _usual(selection: Selection, table: Table, choice: ColumnChoice) -> str:
    """Where nothing tells: money with three figures after the sign means thousands, other numbers decimals."""
    cells = selection.cells(choice.position)
    texts = cells.texts.some(np.flatnonzero(cells.used)[:1000])
    has_comma = any("," in text for text in texts)
    thousands = table.column(choice.target).kind in (Kind.MONEY, Kind.INTEGER)
    return "." if has_comma == thousands else ","
