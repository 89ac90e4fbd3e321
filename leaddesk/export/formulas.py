"""The second interpreter of expressions: Excel formulas, written from the same data that numpy evaluates.

Formulas compare numbers only: every condition is about a helper column of integers, never about text from data.
They use functions that every Excel since 2007 and LibreOffice 7.4 know by the same name.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from leaddesk.model.expression import (
    Aggregate,
    Arithmetic,
    Constant,
    Count,
    Dating,
    Expression,
    OnDay,
    Op,
    Operator,
    OverDays,
    Quantile,
    Sum,
    Where,
    aggregates,
    known,
)
from leaddesk.model.rowcolumn import (
    BelowZero,
    Children,
    Depth,
    FirstKnown,
    FirstLine,
    FirstOfKind,
    Gather,
    Lookup,
    OutcomeDay,
    Repeated,
    RowColumn,
    StageOf,
    Stored,
)
from leaddesk.model.schema import Kind
from leaddesk.model.tables import BY_ID
from leaddesk.text import NO_VALUE

if TYPE_CHECKING:
    from collections.abc import Callable

DAY_ZERO: Final = 25_569
"""Excel's number of 1970-01-01, from which the evaluators count days."""
IS_NUMBER: Final = '">-1E+300"'
"""The criterion of COUNTIFS that every number fulfils, and nothing else."""
NONE: Final = f'"{NO_VALUE}"'


class Side(StrEnum):
    """The period that is looked at, and the one it is compared with."""

    NOW = "period"
    PAST = "compare"


@dataclass(frozen=True, slots=True)
class Formula:
    """An Excel formula without its ``=``; ``is_array`` ones look at whole ranges row by row."""

    text: str
    is_array: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """One value of a dimension: the range of the rows' keys, and the cell that holds the key to count."""

    keys: str
    key: str


class Columns(Protocol):
    """Where the data sheets keep what formulas look at; each answer is the name of a range."""

    def values(self, column: RowColumn) -> str:
        """The range of a row column."""
        ...

    def counted(self, dating: Dating, table: str, side: Side) -> str:
        """The range that says whether a row is in the period: 1 or 0, or the share of its days."""
        ...

    def weighted(self, value: RowColumn, dating: OverDays, side: Side) -> str:
        """The range of a value times the share of the row's days in the period."""
        ...

    def until(self, dating: OverDays) -> str | None:
        """The range of the last days of rows that cover days; None where each covers its first day alone."""
        ...


Cell: TypeAlias = "Callable[[Aggregate], str]"


def may_be_missing(column: RowColumn) -> bool:
    """Whether rows can lack a value; codes and flags are always there."""
    if isinstance(column, Stored):
        return _kind(column).is_number or _kind(column) is Kind.MOMENT
    if isinstance(column, Lookup):
        return may_be_missing(column.parent)
    if isinstance(column, Children):
        return column.how in (Gather.FIRST, Gather.LAST)
    return not isinstance(column, FirstOfKind | Repeated | BelowZero | FirstLine | StageOf | Depth)


def is_day(column: RowColumn) -> bool:
    """Whether the row column holds day numbers, which Excel counts from another day."""
    if isinstance(column, Lookup):
        return is_day(column.parent)
    if isinstance(column, Children):
        return column.value is not None and column.how in (Gather.FIRST, Gather.LAST) and is_day(column.value)
    return isinstance(column, OutcomeDay) or (isinstance(column, Stored) and _kind(column) is Kind.MOMENT)


def is_moment(column: RowColumn) -> bool:
    """Whether the row column holds moments, in seconds."""
    return is_moment(column.parent) if isinstance(column, Lookup) else isinstance(column, FirstKnown)


def _kind(column: Stored) -> Kind:
    return BY_ID[column.table].column(column.column).kind


def aggregate_formula(aggregate: Aggregate, columns: Columns, side: Side, group: Group | None = None) -> Formula:
    """The formula of an aggregate over the data sheets, of one value of a dimension when *group* is given."""
    if isinstance(aggregate, Count):
        return Formula(f"COUNTIFS({_criteria(aggregate, columns, side, group)})")
    if isinstance(aggregate, Sum):
        return _sum(aggregate, columns, side, group)
    counted = f"COUNTIFS({_criteria(known(aggregate), columns, side, group)})"
    found = _matching(aggregate, columns, side, group)
    return Formula(f"IF({counted}=0,{NONE},{quantile_of(aggregate, found)})", is_array=True)


def quantile_of(quantile: Quantile, found: str) -> str:
    """The quantile of the values of a range or array."""
    return f"MEDIAN({found})" if quantile.q == 0.5 else f"PERCENTILE({found},{number(quantile.q)})"


def nth_smallest(quantile: Quantile, rank: str, columns: Columns, side: Side) -> Formula:
    """The value of that rank (a formula's text, from 1) among those the quantile is taken of."""
    return Formula(f"SMALL({_matching(quantile, columns, side, None)},{rank})", is_array=True)


def _sum(total: Sum, columns: Columns, side: Side, group: Group | None) -> Formula:
    """The sum; 0 without any row, unless then nobody wrote it down; ``–`` where there are rows and none has a value."""
    counted, with_value = (f"COUNTIFS({_criteria(one, columns, side, group)})" for one in (total.rows, known(total)))
    return Formula(f"IF({with_value}=0,{nothing(total, counted)},{_summed(total, columns, side, group)})")


def nothing(total: Sum, counted: str) -> str:
    """The text of what a sum is where no row has a value, *counted* being how many rows there are."""
    return NONE if total.unrecorded is not None else f"IF({counted}=0,0,{NONE})"


def _summed(total: Sum, columns: Columns, side: Side, group: Group | None) -> str:
    if total.power == 1 and total.times is None:
        if isinstance(total.by, OverDays):
            summed = columns.weighted(total.value, total.by, side)
            criteria = conditions(total.where, columns, group)
        else:
            summed = columns.values(total.value)
            criteria = [*_inside(total, columns, side), *conditions(total.where, columns, group)]
        return f"SUMIFS({summed},{','.join(criteria)})" if criteria else f"SUM({summed})"
    factors = [f"--({test})" for test in comparisons(total, columns, side, group)]
    if isinstance(total.by, OverDays):
        factors.append(columns.counted(total.by, total.table, side))
    factors += [columns.values(total.value)] * total.power
    factors += [] if total.times is None else [columns.values(total.times)]
    return f"SUMPRODUCT({','.join(factors)})"


def _criteria(count: Count, columns: Columns, side: Side, group: Group | None) -> str:
    return ",".join([*_inside(count, columns, side), *conditions(count.where, columns, group)])


def _inside(aggregate: Aggregate, columns: Columns, side: Side) -> list[str]:
    rows = columns.counted(aggregate.by, aggregate.table, side)
    return [f"{rows},1" if isinstance(aggregate.by, OnDay) else f'{rows},">0"']


def conditions(where: tuple[Where, ...], columns: Columns, group: Group | None) -> list[str]:
    """Conditions on rows as pairs of range and criterion, for COUNTIFS and SUMIFS."""
    found = []
    for condition in where:
        rows = columns.values(condition.column)
        if condition.op is Op.KNOWN or (condition.op is Op.NOT_EQUAL and may_be_missing(condition.column)):
            found.append(f"{rows},{IS_NUMBER}")
        if condition.op is Op.EQUAL:
            found.append(f"{rows},{_against(condition)}")
        elif condition.op is not Op.KNOWN:
            found.append(f'{rows},"{condition.op.value}{_against(condition)}"')
    return found if group is None else [*found, f"{group.keys},{group.key}"]


def comparisons(aggregate: Aggregate, columns: Columns, side: Side, group: Group | None = None) -> list[str]:
    """The conditions of an aggregate as comparisons of whole ranges, for array formulas."""
    rows = columns.counted(aggregate.by, aggregate.table, side)
    inside = f"{rows}=1" if isinstance(aggregate.by, OnDay) else f"{rows}>0"
    found = [inside, *tests_of(aggregate.where, columns)]
    return found if group is None else [*found, f"{group.keys}={group.key}"]


def tests_of(where: tuple[Where, ...], columns: Columns) -> list[str]:
    """Conditions on rows as comparisons of whole ranges, whatever the period."""
    found = []
    for condition in where:
        rows = columns.values(condition.column)
        if may_be_missing(condition.column) or condition.op is Op.KNOWN:
            found.append(f"ISNUMBER({rows})")
        if condition.op is not Op.KNOWN:
            found.append(f"{rows}{condition.op.value}{_against(condition)}")
    return found


def _against(condition: Where) -> int:
    return condition.value + (DAY_ZERO if is_day(condition.column) else 0)


def _matching(quantile: Quantile, columns: Columns, side: Side, group: Group | None) -> str:
    """The values of the rows that count, FALSE for the others: MEDIAN, SMALL and PERCENTILE pass over those."""
    rows = columns.values(quantile.value)
    asked = [*comparisons(quantile, columns, side, group), f"ISNUMBER({rows})"]
    return f"IF({'*'.join(f'({test})' for test in asked)},{rows})"


def number(value: float) -> str:
    """A number as formulas write it."""
    return repr(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def arithmetic(expression: Expression, cell: Cell, replaced: Aggregate | None = None, end: str = "") -> str:
    """The arithmetic of an expression over the cells of its aggregates; *end* stands in for *replaced*."""
    if isinstance(expression, Constant):
        return number(expression.value)
    if not isinstance(expression, Arithmetic):
        return end if replaced is not None and expression == replaced else cell(expression)
    left, right = (
        f"({text})" if isinstance(side, Arithmetic) else text
        for side in (expression.left, expression.right)
        for text in (arithmetic(side, cell, replaced, end),)
    )
    return f"{left}{expression.operator.value}{right}"


def expression_formula(expression: Expression, cell: Cell) -> Formula:
    """The formula of an expression over the cells of its aggregates.

    It gives ``–`` where one of them is missing, a divisor is not above 0, or a part is more than its whole.
    """
    parts = list(dict.fromkeys(cell(aggregate) for aggregate in aggregates(expression)))
    text = arithmetic(expression, cell)
    if not isinstance(expression, Arithmetic):
        return Formula(text)
    for share in reversed(shares(expression)):
        part, whole = (_operand(side, cell) for side in (share.left, share.right))
        text = f"IF(OR({part}<0,{part}>{whole}),{NONE},{text})"
    for divisor in reversed(divisors(expression)):
        text = f"IF({arithmetic(divisor, cell)}<=0,{NONE},{text})"
    return Formula(f"IF(COUNT({','.join(parts)})<{len(parts)},{NONE},{text})" if parts else text)


def _operand(expression: Expression, cell: Cell) -> str:
    text = arithmetic(expression, cell)
    return f"({text})" if isinstance(expression, Arithmetic) else text


def shares(expression: Expression) -> list[Arithmetic]:
    """The shares of a whole in the expression, inner ones first."""
    if not isinstance(expression, Arithmetic):
        return []
    own = [expression] if expression.is_share else []
    return [*shares(expression.left), *shares(expression.right), *own]


def divisors(expression: Expression) -> list[Expression]:
    """What the expression divides by, inner divisions first."""
    if not isinstance(expression, Arithmetic):
        return []
    own = [expression.right] if expression.operator is Operator.DIVIDED else []
    return [*divisors(expression.left), *divisors(expression.right), *own]
