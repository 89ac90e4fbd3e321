"""How a column writes dates and numbers: decided once a column, with the evidence of the whole sheet, never by the
language of the window. What nothing decides is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from leaddesk.ingest import moments, quantities
from leaddesk.ingest.moments import OrderEvidence
from leaddesk.ingest.quantities import DecimalEvidence
from leaddesk.model.raw import CellKind
from leaddesk.model.schema import Kind, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leaddesk.ingest.values import Selection
    from leaddesk.model.recipe import ColumnChoice


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


def decided(
    selection: Selection,
    table: Table,
    choices: tuple[ColumnChoice, ...],
    delimiter: str = "",
    fixed: Mapping[int, ColumnChoice] | None = None,
) -> Formats:
    """The formats of the columns of dates and numbers. *fixed*: choices whose formats the user already gave, by
    position: they hold unless the values prove the contrary.
    """
    fixed = fixed or {}
    seen = _gathered(selection, table, choices)
    order = sum(seen.orders.values(), OrderEvidence()).order
    sign = sum(seen.decimals.values(), DecimalEvidence()).sign or {";": ",", ",": "."}.get(delimiter, "")
    result, questions = [], []
    for choice in choices:
        given = fixed.get(choice.position, choice)
        if choice.position in seen.orders:
            own = seen.orders[choice.position]
            known = own.order or given.date_order or (order if own.is_open else "")
            if own.is_open and not known:
                questions.append(f"date-order:{choice.position}")
                known = seen.hints.get(choice.position, "") or "dmy"
            result.append(replace(choice, date_order=known or "dmy"))
        elif choice.position in seen.decimals:
            own_sign = seen.decimals[choice.position]
            known = own_sign.sign or given.decimal or sign
            if own_sign.either and not known:
                questions.append(f"decimal:{choice.position}")
            result.append(replace(choice, decimal=known or _usual(selection, table, choice)))
        else:
            result.append(choice)
    return Formats(tuple(result), tuple(questions))


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
            seen.orders[choice.position] = moments.evidence(cells.texts, used)
            if table.wide and seen.orders[choice.position].is_open:  # expenses come by the month; leads do not
                seen.hints[choice.position] = moments.first_of_month_order(cells.texts, used)
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
