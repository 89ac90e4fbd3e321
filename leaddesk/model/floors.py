"""Which way a figure may still go: sums whose values nobody filled in make it "at least" so much, or "at most"."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from leaddesk.model.expression import (
    Arithmetic,
    Op,
    Operator,
    Quantile,
    Sum,
    aggregates,
    all_rows,
    known,
)
from leaddesk.model.measure import Edge
from leaddesk.text import msg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from leaddesk.model.evaluate import Evaluator, Floats
    from leaddesk.model.expression import Expression
    from leaddesk.model.slice import Dimension
    from leaddesk.text import Message

NOTES: Final[Mapping[Edge, Message]] = {
    Edge.LEAST: msg("at least: what is not filled in is not counted"),
    Edge.MOST: msg("at most: what is not filled in is not counted"),
    Edge.EITHER: msg("roughly: what is not filled in is not counted"),
}

_SIGNS: Final[Mapping[Edge, str]] = {Edge.LEAST: "≥", Edge.MOST: "≤", Edge.EITHER: "≈"}


def edged(text: str, edge: Edge | None) -> str:
    """A value written with how it stands to the truth: ``≥ 11 %``."""
    return text if edge is None else f"{_SIGNS[edge]}\N{NO-BREAK SPACE}{text}"


@lru_cache(maxsize=256)
def leaning(expression: Expression) -> tuple[tuple[Sum, Edge], ...]:
    """The sums of an expression that unknown values make too small, each with what the figure is then.

    Not those of which another part demands that the value be known: a mean is taken of the rows that have it.
    """
    demanded = {where.column for part in aggregates(expression) for where in part.where if where.op is Op.KNOWN}
    signs: dict[Sum, set[int]] = {}
    for total, sign in _signed(expression, 1):
        if total.value not in demanded:
            signs.setdefault(total, set()).add(sign)
    edges = {frozenset({1}): Edge.LEAST, frozenset({-1}): Edge.MOST}
    return tuple((total, edges.get(frozenset(found), Edge.EITHER)) for total, found in signs.items())


def _signed(expression: Expression, sign: int) -> Iterator[tuple[Sum, int]]:
    """Each sum, and whether the expression grows with it (1) or shrinks (-1), all parts being above 0."""
    if isinstance(expression, Sum):
        yield expression, sign
    elif isinstance(expression, Arithmetic):
        turns = expression.operator in (Operator.MINUS, Operator.DIVIDED)
        yield from _signed(expression.left, sign)
        yield from _signed(expression.right, -sign if turns else sign)


def edges(expression: Expression, evaluator: Evaluator, by: Dimension | None) -> list[Edge | None]:
    """For each group (or the one of all) how the figure stands to the truth; None where all values are known."""
    found: list[Edge | None] = [None] * (1 if by is None else len(by.keys))
    for total, edge in leaning(expression):
        for group, count in enumerate(missing(total, evaluator, by)):
            if count > 0:
                found[group] = edge if found[group] in (None, edge) else Edge.EITHER
    return found


def missing(total: Sum | Quantile, evaluator: Evaluator, by: Dimension | None = None) -> Floats:
    """For each group how many rows lack the value that is summed or ranked."""
    return evaluator.aggregate(all_rows(total), by) - evaluator.aggregate(known(total), by)
