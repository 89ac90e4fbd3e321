"""How a figure came about: its formula with the figures in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from leaddesk.model.expression import Aggregate, Arithmetic, Constant, Count, Expression, Sum, aggregates
from leaddesk.model.kpi import joined
from leaddesk.model.method import Method
from leaddesk.model.rowcolumn import Stored
from leaddesk.model.schema import Kind
from leaddesk.model.tables import BY_ID
from leaddesk.text import Message, Money, msg

if TYPE_CHECKING:
    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.kpi import Kpi


@dataclass(frozen=True, slots=True)
class Term:
    """One aggregate of a formula and its value: a count, money, or a plain number. None: it cannot be had."""

    aggregate: Aggregate
    value: int | float | Money | None


@dataclass(frozen=True, slots=True)
class Derivation:
    """The terms of a KPI, each once, and its formula with their values: ``1,200 € / 48``.

    ``formula`` is None where a value is missing, or where there is nothing to reckon (a count alone). ``method``: for a
    figure that no formula says, how it is worked out.
    """

    terms: tuple[Term, ...]
    formula: Message | None
    method: Message | None = None


def derivation(kpi: Kpi, evaluator: Evaluator) -> Derivation:
    """How a KPI came about over a slice."""
    if isinstance(kpi.expression, Method):
        return Derivation((), None, kpi.expression.words)
    terms = tuple(Term(aggregate, _value(aggregate, evaluator)) for aggregate in aggregates(kpi.expression))
    known = {term.aggregate: term.value for term in terms if term.value is not None}
    whole = len(known) == len(terms) and isinstance(kpi.expression, Arithmetic)
    return Derivation(terms, _with_figures(kpi.expression, known) if whole else None)


def _value(aggregate: Aggregate, evaluator: Evaluator) -> int | float | Money | None:
    result = evaluator.evaluate(aggregate)
    value = float(result.values[0])
    if np.isnan(value):
        return None
    if isinstance(aggregate, Count):
        return int(value)
    if isinstance(aggregate, Sum) and _is_money(aggregate):
        return Money(value, evaluator.settings.currency)
    return int(value) if value.is_integer() else value  # sessions and e-mails are counted: no decimals


def _is_money(total: Sum) -> bool:
    column = total.value
    return isinstance(column, Stored) and BY_ID[column.table].column(column.column).kind is Kind.MONEY


def _with_figures(expression: Expression, known: dict[Aggregate, int | float | Money]) -> Message:
    if isinstance(expression, Constant):
        return msg("{number}", number=expression.value)
    if isinstance(expression, Arithmetic):
        return joined(expression, _side(expression.left, known), _side(expression.right, known))
    return msg("{number}", number=known[expression])


def _side(expression: Expression, known: dict[Aggregate, int | float | Money]) -> Message:
    figures = _with_figures(expression, known)
    return msg("({formula})", formula=figures) if isinstance(expression, Arithmetic) else figures
