"""How many rows of a slice have each of the values of a column, or a value of each class of neighbouring ones."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from leaddesk.model import daycounts, preparing
from leaddesk.model.conditions import sources
from leaddesk.model.expression import Op, Where
from leaddesk.model.sample import Distinct, distinct, neighbours

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.expression import Quantile
    from leaddesk.model.rowcolumn import RowColumn
    from leaddesk.model.sample import Ranking

Counts = npt.NDArray[np.int64]


def by_value(evaluator: Evaluator, quantile: Quantile) -> Counts:
    """How many of the rows that a quantile looks at have each of the :func:`distinct_of` values of its column."""
    whole = distinct_of(evaluator, quantile.value)
    return _counted(evaluator, quantile, "by value", whole.codes, len(whole.values))


def by_class(evaluator: Evaluator, quantile: Quantile) -> Counts:
    """How many of the rows that a quantile looks at have a value of each class of its column: its distinct values or,
    of a large table with many of them, some thousand classes of neighbouring ones, in order.
    """
    column = quantile.value
    if len(evaluator.dataset[column.table]) < daycounts.MANY:
        return by_value(evaluator, quantile)
    codes, count = _made(evaluator, column, "classes of values", neighbours)
    return _counted(evaluator, quantile, "by class", codes, count)


def distinct_of(evaluator: Evaluator, value: RowColumn) -> Distinct:
    """The distinct values of a whole column, whatever the slice; made once a column."""
    found: Distinct = _made(evaluator, value, "distinct", distinct)
    return found


def _made(evaluator: Evaluator, value: RowColumn, name: str, make: Callable[[Ranking], Any]) -> Any:  # noqa: ANN401
    read, others = sources((Where(value, Op.KNOWN),), evaluator.dataset)
    frame = evaluator.dataset[value.table]
    return frame.prepare((name, value, evaluator.settings), read, partial(_of_ranking, make, evaluator, value), others)


def _of_ranking(make: Callable[[Ranking], Any], evaluator: Evaluator, value: RowColumn) -> Any:  # noqa: ANN401
    return make(evaluator.ranking(value))


def _counted(evaluator: Evaluator, quantile: Quantile, name: str, codes: npt.NDArray[Any], count: int) -> Counts:
    def counted() -> Counts:
        prepared = preparing.by_code(evaluator, quantile, name, codes, count)
        if prepared is None:
            places = evaluator.matching(quantile.table, quantile.by, quantile.where)
            prepared = np.bincount(codes[places], minlength=count)
        return prepared[:count]  # those without a value come last

    return evaluator.once((name, quantile.value, quantile.by, quantile.where), counted)
