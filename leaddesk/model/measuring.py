"""KPIs measured over a slice: the value of each, its sample size, interval and reason when it is absent."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model import intervals
from leaddesk.model.covers import joined, narrowed
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.expression import (
    Aggregate,
    Arithmetic,
    Constant,
    Count,
    Expression,
    Operator,
    Quantile,
    Sum,
    aggregates,
    known,
    squared,
    variation,
)
from leaddesk.model.floors import NOTES, edges, missing
from leaddesk.model.footnotes import footnote
from leaddesk.model.kpi import Kpi, Uncertainty
from leaddesk.model.lacking import lacking_table
from leaddesk.model.leads_table import label_of
from leaddesk.model.measure import Measure, absent
from leaddesk.model.method import Method
from leaddesk.model.sample import median_interval
from leaddesk.text import msg

if TYPE_CHECKING:
    from leaddesk.model.conditions import Conditions
    from leaddesk.model.evaluate import Floats
    from leaddesk.model.measure import Edge
    from leaddesk.model.result import Result
    from leaddesk.model.slice import Dimension
    from leaddesk.text import Message

NO_INTERVAL: Final = (None, None)
TOO_LARGE: Final = msg("the figures are too large to be real")
Bounds = tuple[float | None, float | None]


def measure(kpi: Kpi, evaluator: Evaluator) -> Measure:
    """One KPI over the slice of the evaluator."""
    return measures(kpi, evaluator, None)[0]


def measures(kpi: Kpi, evaluator: Evaluator, by: Dimension | None) -> tuple[Measure, ...]:
    """One KPI, a measure for each key of the dimension (or a single one without it), of the days that its tables cover:
    what a file does not reach to is not known.
    """
    within, found = narrowed(kpi, evaluator)
    if found.reason is None or _lacks(kpi, evaluator, by):
        return _measures(kpi, evaluator, by)
    if within is None:
        return (Measure(None, absent=found.reason, variant=kpi.variant),) * (1 if by is None else len(by.keys))
    return tuple(replace(one, note=joined(one.note, found.note)) for one in _measures(kpi, within, by))


def _lacks(kpi: Kpi, evaluator: Evaluator, by: Dimension | None) -> bool:
    """Whether a table or column is missing, whatever the days."""
    return any(evaluator.unmeasured(one, by) is not None for one in aggregates(kpi.expression))


def _measures(kpi: Kpi, evaluator: Evaluator, by: Dimension | None) -> tuple[Measure, ...]:
    if isinstance(kpi.expression, Method):
        return _told(kpi, kpi.expression, evaluator, by)
    result = evaluator.evaluate(kpi.expression, by)
    sizes = None if kpi.n is None else evaluator.evaluate(kpi.n, by)
    if result.unmeasured is not None:
        return tuple(_one(kpi, evaluator, by, group, result, sizes, 0, None) for group in range(len(result.values)))
    unknown, stands = _unknown(kpi.expression, evaluator, by), edges(kpi.expression, evaluator, by)
    return tuple(
        _one(kpi, evaluator, by, group, result, sizes, int(unknown[group]), stands[group])
        for group in range(len(result.values))
    )


def _told(kpi: Kpi, method: Method, evaluator: Evaluator, by: Dimension | None) -> tuple[Measure, ...]:
    """What a Method says: of the whole slice, or of each value of a dimension where it may be asked for that."""
    if by is None:
        return (_of_all(kpi, method, evaluator),)
    if not method.is_cut:
        reason = msg(
            "“{what}” is worked out for all together, not by {dimension}", what=kpi.title, dimension=label_of(by.id)
        )
        return (absent(reason),) * len(by.keys)
    filters, found = evaluator.slice.filters, []
    for key in by.keys:
        kept = filters.kept.get(by.id)
        chosen = frozenset({key}) if kept is None else kept & {key}
        part = replace(evaluator.slice, filters=filters.having(by.id, chosen))
        found.append(_of_all(kpi, method, Evaluator(part, evaluator.plan)))
    return tuple(found)


def _of_all(kpi: Kpi, method: Method, evaluator: Evaluator) -> Measure:
    reason = unopened(method, evaluator)
    found = absent(reason) if reason is not None else method.measure(evaluator)
    if found.value is not None and not math.isfinite(found.value):
        found = absent(TOO_LARGE)
    variant = found.variant or kpi.variant
    return found if found.variant == variant else replace(found, variant=variant)


def unopened(method: Method, evaluator: Evaluator) -> Message | None:
    """That no file gave one of the tables that a Method looks at; None when all are there."""
    lacking = next((table for table in method.tables if table not in evaluator.dataset), None)
    return None if lacking is None else lacking_table(lacking)


def _one(
    kpi: Kpi,
    evaluator: Evaluator,
    by: Dimension | None,
    group: int,
    result: Result,
    sizes: Result | None,
    unknown: int,
    edge: Edge | None,
) -> Measure:
    known_size = sizes is not None and sizes.unmeasured is None and math.isfinite(sizes.values[group])
    n = int(sizes.values[group]) if sizes is not None and known_size else None
    reason = result.reason(group)
    if reason is not None:
        return Measure(None, n, absent=reason, variant=kpi.variant, unknown=unknown)
    value = float(result.values[group])
    if not math.isfinite(value):
        return Measure(None, n, absent=TOO_LARGE, variant=kpi.variant)
    if edge is not None:  # an interval would promise to hold what nobody knows
        return Measure(value, n, None, None, None, kpi.variant, unknown, NOTES[edge], edge)
    low, high = _bounds(kpi, evaluator, by, group)
    note = footnote(kpi.algebra, evaluator) if by is None else None
    return Measure(value, n, low, high, None, kpi.variant, unknown, note)


def _unknown(expression: Expression, evaluator: Evaluator, by: Dimension | None) -> Floats:
    """For each group how many rows lack the value that the expression sums or takes the median of."""
    groups = 1 if by is None else len(by.keys)
    found = np.zeros(groups)
    for aggregate in aggregates(expression):
        if not isinstance(aggregate, Count):
            found += missing(aggregate, evaluator, by)
    return found


def _bounds(kpi: Kpi, evaluator: Evaluator, by: Dimension | None, group: int) -> Bounds:
    if kpi.uncertainty is Uncertainty.NONE:
        return NO_INTERVAL
    expression = kpi.algebra
    if kpi.uncertainty is Uncertainty.MEDIAN:
        if not isinstance(expression, Quantile):
            raise TypeError(f"{kpi.id}: only a quantile has a median's interval")
        return median_interval(evaluator.samples(expression, by)[group]) or NO_INTERVAL
    if kpi.uncertainty is Uncertainty.PROPORTION:
        if not isinstance(expression, Arithmetic):
            raise TypeError(f"{kpi.id}: only a ratio is a proportion")
        part, whole = (_value(side, evaluator, by, group) for side in (expression.left, expression.right))
        return intervals.wilson(part, whole) or NO_INTERVAL
    if kpi.uncertainty is Uncertainty.RATIO:
        varying = (_value(one, evaluator, by, group) for one in variation(expression))
        return intervals.ratio(*varying) or NO_INTERVAL
    return _propagated(kpi, evaluator, by, group)


def _propagated(kpi: Kpi, evaluator: Evaluator, by: Dimension | None, group: int) -> Bounds:
    """The expression at both ends of the interval of its one random aggregate, all else being known."""
    random = kpi.random
    if random is None:
        raise TypeError(f"{kpi.id}: its interval needs the aggregate that varies")
    at = _value(random, evaluator, by, group)
    if isinstance(random, Count):
        found: intervals.Interval | None = intervals.poisson(int(at)) if at > 0 else None
    elif isinstance(random, Sum):
        n = _value(known(random), evaluator, by, group)
        squares = _value(squared(random), evaluator, by, group)
        if kpi.uncertainty is Uncertainty.MEAN:
            if not isinstance(kpi.expression, Arithmetic):
                raise TypeError(f"{kpi.id}: only a ratio is a mean")
            each_a_row = (
                _value(kpi.expression.right, evaluator, by, group) == n
            )  # an order in two rows is no two values
            return (intervals.mean(at, squares, n) if each_a_row else None) or NO_INTERVAL
        found = intervals.random_sum(at, squares, n)
    else:
        found = None
    if found is None:
        return NO_INTERVAL
    ends = [_with(kpi.algebra, random, end, evaluator, by, group) for end in found]
    return (min(ends), max(ends)) if all(map(math.isfinite, ends)) else NO_INTERVAL


def _value(expression: Expression, evaluator: Evaluator, by: Dimension | None, group: int) -> float:
    return float(evaluator.evaluate(expression, by).values[group])


def _with(
    expression: Expression, random: Aggregate, end: float, evaluator: Evaluator, by: Dimension | None, group: int
) -> float:
    """The expression with one aggregate replaced by a number."""
    if expression == random:
        return end
    if isinstance(expression, Constant):
        return float(expression.value)
    if not isinstance(expression, Arithmetic):
        return _value(expression, evaluator, by, group)
    left, right = (_with(side, random, end, evaluator, by, group) for side in (expression.left, expression.right))
    if expression.operator is Operator.DIVIDED:
        return left / right if right else math.nan
    return {Operator.PLUS: left + right, Operator.MINUS: left - right, Operator.TIMES: left * right}[
        expression.operator
    ]


def plan(expressions: tuple[Expression, ...]) -> dict[str, tuple[Conditions, ...]]:
    """The distinct conditions of the counts of each table, for :class:`~leaddesk.model.evaluate.Evaluator`."""
    found: dict[str, dict[Conditions, None]] = {}
    for expression in expressions:
        for aggregate in aggregates(expression):
            found.setdefault(aggregate.table, {})[aggregate.where] = None
            if not isinstance(aggregate, Count):
                found[aggregate.table][known(aggregate).where] = None
    return {table: tuple(wheres) for table, wheres in found.items()}
