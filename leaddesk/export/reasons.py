"""Why a figure is absent, as conditions that the workbook tests itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leaddesk.export.celltext import quoted
from leaddesk.export.formulas import NONE, Formula, Side, arithmetic
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.expression import (
    Aggregate,
    Arithmetic,
    Constant,
    Count,
    Expression,
    Operator,
    aggregates,
    below_zero,
    beyond_whole,
    no_divisor,
    no_value,
)
from leaddesk.model.period import Period
from leaddesk.model.result import NOTHING
from leaddesk.model.slice import NAMED_BY, Dimension, Filters, Slice, is_recorded
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from leaddesk.export.formulas import Cell
    from leaddesk.export.review import Review

FILTERS_CHANGED: Final = "filters_changed"
INPUTS_CHANGED: Final = "inputs_changed"
CHANGED: Final = msg("The period or the filters were changed: only LeadDesk can compute this.")
OTHER_FILTERS: Final = msg("The filters were changed: only LeadDesk can compute this.")
A_DAY: Final = Period(dt.date(2000, 1, 1))


@dataclass(frozen=True)
class Guards:
    """What stands between an aggregate and its value.

    ``static``: a reason that holds whatever the inputs are. ``dynamic``: pairs of a condition about the inputs
    (``{side}`` stands for the period) and the reason that it brings.
    """

    static: Message | None
    dynamic: tuple[tuple[str, Message], ...] = ()

    def conditions(self, side: Side) -> list[tuple[str, Message]]:
        """The conditions for one of the periods."""
        return [(condition.format(side=side.value), message) for condition, message in self.dynamic]

    def guarded(self, formula: Formula, side: Side) -> Formula:
        """The formula, ``–`` where one of the conditions holds."""
        tests = [condition for condition, _ in self.conditions(side)]
        if not tests:
            return formula
        test = tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"
        return Formula(f"IF({test},{NONE},{formula.text})", formula.is_array)


def guards(review: Review, aggregate: Aggregate, by: Dimension | None = None) -> Guards:
    """The guards of an aggregate, cut by a dimension or not."""
    state = review.state
    static = Evaluator(Slice(state)).unmeasured(aggregate, by)
    if static is not None:
        return Guards(static)
    dynamic: list[tuple[str, Message]] = []
    if not review.is_live(aggregate.table):
        dynamic.append((f"{INPUTS_CHANGED}=1", CHANGED))
    undated = Evaluator(Slice(state, A_DAY)).unmeasured(aggregate)
    if undated is not None:
        dynamic.append(("{side}_set=1", undated))
    for name in (*review.slice.filters.kept, *review.filters):
        if is_recorded(state.dataset, aggregate.table, name):
            continue
        reason = Evaluator(Slice(state, filters=Filters({name: frozenset()}))).unmeasured(aggregate)
        if (aggregate.table, name) in NAMED_BY:
            reason = reason or CHANGED  # the sheet has no key of that column
        if name not in review.filters:
            return Guards(reason)
        if reason is not None and (pair := (f"{review.flags_name(name)}_is_set=1", reason)) not in dynamic:
            dynamic.append(pair)
    return Guards(None, tuple(dynamic))


def reason_formula(
    review: Review, expression: Expression, value: str, cell: Cell, side: Side = Side.NOW
) -> Formula | Message:
    """Why an expression has no value, as a formula that is empty when it has one; a message when nothing can bring it.

    ``value`` is the cell of its value, ``cell`` gives those of its aggregates.
    """
    chain: list[tuple[str, Message]] = []
    last: Message = NOTHING
    for aggregate in aggregates(expression):
        found = review.guards(aggregate)
        if found.static is not None:
            last = found.static
            break
        chain += found.conditions(side)
    else:
        chain += _gaps(expression, cell)
    if not chain and last is not NOTHING:
        return last
    if not chain:
        return Formula(f'IF(ISNUMBER({value}),"",{quoted(review.words(last))})')
    text = quoted(review.words(last))
    for condition, message in reversed(chain):
        text = f"IF({condition},{quoted(review.words(message))},{text})"
    return Formula(f'IF(ISNUMBER({value}),"",{text})')


def _gaps(expression: Expression, cell: Cell) -> list[tuple[str, Message]]:
    """Conditions under which an expression of measured aggregates has no value, in the evaluator's order."""
    if isinstance(expression, Constant):
        return []
    if not isinstance(expression, Arithmetic):
        gap = (f"NOT(ISNUMBER({cell(expression)}))", no_value(expression) or NOTHING)
        return [] if isinstance(expression, Count) else [gap]
    found = [*_gaps(expression.left, cell), *_gaps(expression.right, cell)]
    if expression.operator is Operator.DIVIDED:
        divisor = arithmetic(expression.right, cell)
        is_zero = f"IFERROR({divisor}=0,FALSE)" if isinstance(expression.right, Arithmetic) else f"{divisor}=0"
        found.insert(0, (is_zero, no_divisor(expression.right) or NOTHING))
        found.append((f"{divisor}<0", below_zero(expression.right)))
    if expression.is_share:
        part, whole = arithmetic(expression.left, cell), arithmetic(expression.right, cell)
        below, above = beyond_whole(expression)
        found += [(f"IFERROR({part}<0,FALSE)", below), (f"IFERROR(({part})>({whole}),FALSE)", above)]
    return found
