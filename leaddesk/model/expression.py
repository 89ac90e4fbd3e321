"""Expressions as data: aggregates of one table under conditions, and arithmetic over them.

Two interpreters read them: :mod:`leaddesk.model.evaluate` (numpy, the screen) and ``export/formulas`` (Excel).
A third, a naive loop over rows, lives in the tests and judges both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from leaddesk.model.hashing import hashed_once
from leaddesk.model.method import Method
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leaddesk.model.rowcolumn import RowColumn


class Op(StrEnum):
    """How a condition compares a row column with its number; KNOWN asks only that there is a value.

    A missing float or day fulfils none of them. Codes (stage, depth) are numbers throughout: -1 is one of them.
    """

    EQUAL = "="
    NOT_EQUAL = "<>"
    AT_LEAST = ">="
    AT_MOST = "<="
    KNOWN = "known"


@hashed_once
@dataclass(frozen=True)
class Where:
    """A condition on rows: a whole-number row column compared with a constant."""

    column: RowColumn
    op: Op
    value: int = 0


@hashed_once
@dataclass(frozen=True)
class OnDay:
    """Rows are in the period by one day: a row column of day numbers. Rows without it count when no period is set.
    By its own day a row counts only once that has come, unless it is of a table of plans.
    """

    day: RowColumn


@hashed_once
@dataclass(frozen=True)
class OverDays:
    """Rows are in the period by the days they cover, first and last included.

    Each weighs the share of its days that lies in the period. A row without an end covers its first day alone; one
    without a beginning counts in full, when no period is set.
    """

    first: RowColumn
    last: RowColumn


Dating: TypeAlias = OnDay | OverDays


@hashed_once
@dataclass(frozen=True)
class Count:
    """The number of rows of ``table`` in the slice that fulfil every condition."""

    table: str
    label: Message
    by: Dating
    where: tuple[Where, ...] = ()
    none: Message | None = None
    """What to say when there is none and one was needed: "no lead in this period"."""


@hashed_once
@dataclass(frozen=True)
class Sum:
    """The sum of ``value`` over those rows (of its squares when ``power`` is 2, of its products with ``times`` where
    that is given); unknown values are left out.

    No row at all makes 0, unless ``unrecorded`` says that then nobody wrote it down; rows of which none has a value
    make no sum: what is unknown is not 0.
    """

    value: RowColumn
    label: Message
    by: Dating
    where: tuple[Where, ...] = ()
    none: Message | None = None
    power: int = 1
    unrecorded: Message | None = None
    times: RowColumn | None = None

    @property
    def table(self) -> str:
        """The table that is summed."""
        return self.value.table

    @property
    def rows(self) -> Count:
        """How many rows it is about, whether they have a value or not."""
        return all_rows(self)


@hashed_once
@dataclass(frozen=True)
class Quantile:
    """The ``q`` quantile of ``value`` over those rows, linear between neighbours (Excel's PERCENTILE.INC)."""

    value: RowColumn
    q: float
    label: Message
    by: Dating
    where: tuple[Where, ...] = ()
    none: Message | None = None

    @property
    def table(self) -> str:
        """The table that is looked at."""
        return self.value.table


Aggregate: TypeAlias = Count | Sum | Quantile


@dataclass(frozen=True, slots=True)
class Constant:
    """A number."""

    value: float


class Operator(StrEnum):
    """The arithmetic of expressions."""

    PLUS = "+"
    MINUS = "-"
    TIMES = "*"
    DIVIDED = "/"


@hashed_once
@dataclass(frozen=True)
class Arithmetic:
    """Two expressions joined. A divisor that is not positive gives no value (see :func:`no_divisor`).

    ``is_share``: it divides a part by the whole that holds it, and gives no value where the part is below zero or
    more than the whole (see :func:`beyond_whole`).
    """

    left: Expression
    operator: Operator
    right: Expression
    is_share: bool = False


Expression: TypeAlias = "Count | Sum | Quantile | Constant | Arithmetic"


@lru_cache(maxsize=1024)  # asked for again and again: the hash of one that is there is known already
def known(aggregate: Sum | Quantile) -> Count:
    """How many rows have the value that an aggregate sums or takes a quantile of."""
    where = (*aggregate.where, Where(aggregate.value, Op.KNOWN))
    if isinstance(aggregate, Sum) and aggregate.times is not None:
        where = (*where, Where(aggregate.times, Op.KNOWN))
    return Count(aggregate.table, aggregate.label, aggregate.by, where)


@lru_cache(maxsize=1024)
def all_rows(aggregate: Aggregate) -> Count:
    """How many rows an aggregate is about, whether they have a value or not."""
    return Count(aggregate.table, aggregate.label, aggregate.by, aggregate.where)


@lru_cache(maxsize=1024)
def squared(total: Sum) -> Sum:
    """The sum of the squares of what a sum adds up."""
    return replace(total, power=2)


def products(one: Sum, other: Sum) -> Sum:
    """The sum of the products of what two sums add up of the same rows."""
    return replace(one, times=other.value)


@lru_cache(maxsize=256)
def variation(quotient: Expression) -> tuple[Aggregate, ...]:
    """What tells how a sum over another sum of the same rows varies: both, the sums of their squares, that of their
    products, and how many rows there are.

    :raises TypeError: when it is none.
    """
    top, bottom = (quotient.left, quotient.right) if isinstance(quotient, Arithmetic) else (quotient, quotient)
    if not isinstance(top, Sum) or not isinstance(bottom, Sum) or top is bottom:
        raise TypeError("no sum over another sum")
    return top, bottom, squared(top), squared(bottom), products(top, bottom), known(top)


def ratio(numerator: Expression, denominator: Expression) -> Arithmetic:
    """The quotient of two expressions."""
    return Arithmetic(numerator, Operator.DIVIDED, denominator)


def share_of(part: Expression, whole: Expression) -> Arithmetic:
    """The share that a part is of the whole."""
    return Arithmetic(part, Operator.DIVIDED, whole, is_share=True)


def minus(left: Expression, right: Expression) -> Arithmetic:
    """The difference of two expressions."""
    return Arithmetic(left, Operator.MINUS, right)


def no_value(aggregate: Aggregate) -> Message | None:
    """What to say when a measured aggregate has no value; None for a count, which always has one."""
    if isinstance(aggregate, Sum):
        return aggregate.unrecorded or msg("“{what}” is filled in for no row of this period", what=aggregate.label)
    return None if isinstance(aggregate, Count) else aggregate.none


@lru_cache(maxsize=1024)
def no_divisor(divisor: Expression) -> Message | None:
    """What to say when a divisor is zero: its own ``none``, for arithmetic that of its last part which has one."""
    if isinstance(divisor, Arithmetic):
        return no_divisor(divisor.right) or no_divisor(divisor.left)
    return None if isinstance(divisor, Constant) else divisor.none


@lru_cache(maxsize=1024)
def below_zero(divisor: Expression) -> Message:
    """What to say when a divisor is negative: refunds, say, that are larger than what was spent."""
    labels = [aggregate.label for aggregate in aggregates(divisor)]
    return msg("“{what}” is below zero in this period", what=labels[-1]) if labels else msg("the divisor is below zero")


@lru_cache(maxsize=1024)
def beyond_whole(share: Arithmetic) -> tuple[Message, Message]:
    """What to say of a share whose part is below zero, and of one whose part is more than the whole: more single-page
    sessions than sessions, say, where a file counts something else.
    """
    part = share.left
    is_rest = isinstance(part, Arithmetic) and part.operator is Operator.MINUS
    below = _more(part.right, part.left) if isinstance(part, Arithmetic) and is_rest else below_zero(part)
    return below, _more(part, share.right)


def _more(one: Expression, other: Expression) -> Message:
    labels = [next((aggregate.label for aggregate in aggregates(side)), msg("part")) for side in (one, other)]
    return msg("more “{part}” than “{whole}” in your files", part=labels[0], whole=labels[1])


def aggregates(expression: Expression | Method) -> Iterator[Aggregate]:
    """The aggregates of an expression, each once, from left to right; a Method has none."""
    return iter(() if isinstance(expression, Method) else _aggregates(expression))


@lru_cache(maxsize=1024)
def _aggregates(expression: Expression) -> tuple[Aggregate, ...]:
    seen: list[Aggregate] = []
    stack: list[Expression] = [expression]
    while stack:
        node = stack.pop()
        if isinstance(node, Arithmetic):
            stack += [node.right, node.left]
        elif not isinstance(node, Constant) and node not in seen:
            seen.append(node)
    return tuple(seen)


def tables(expression: Expression | Method) -> tuple[str, ...]:
    """The tables an expression or a Method needs, in order."""
    if isinstance(expression, Method):
        return expression.tables
    return tuple(dict.fromkeys(aggregate.table for aggregate in aggregates(expression)))
