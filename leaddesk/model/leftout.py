"""The rows that a figure counts, and those that it leaves out, each for one reason.

A row of a table is counted when a term of the formula counts it. Of all others the term that counts most of the table
tells the reason, and of several the first in this order: a filter, another period, a condition, no date, no value.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from leaddesk.model.columnwords import column_words, failing, lacking_value
from leaddesk.model.conditions import fulfilled
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.expression import Aggregate, Count, OnDay, Op, Where, aggregates
from leaddesk.model.leads_table import label_of
from leaddesk.model.rows import last_day, values
from leaddesk.model.slice import Filters
from leaddesk.text import Message, msgc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from leaddesk.model.dataset import Frame
    from leaddesk.model.evaluate import Evaluator
    from leaddesk.model.expression import Expression
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.settings import Settings

AHEAD: Final = msgc("left out", "dated after the day of the files")

Positions: TypeAlias = npt.NDArray[np.intp]
Mask: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class LeftOut:
    """The rows of a table that are left out for one reason, ascending positions."""

    reason: Message
    table: str
    positions: Positions


@dataclass(frozen=True, eq=False, slots=True)
class Traced:
    """One table behind a figure: ``counted`` by some term, or else in one of ``left_out``.

    ``partly``: rows that one term counts and another cannot, because they lack the value it needs.
    """

    table: str
    counted: Positions
    left_out: tuple[LeftOut, ...]
    partly: tuple[LeftOut, ...] = ()


def traced(kpi: Kpi, evaluator: Evaluator) -> tuple[Traced, ...]:
    """Every row of the tables behind a KPI, in the order of its formula; nothing of what cannot be measured."""
    return _tables(aggregates(kpi.expression), evaluator)


def _tables(parts: Iterable[Aggregate], evaluator: Evaluator) -> tuple[Traced, ...]:
    terms: dict[str, list[Aggregate]] = {}
    for aggregate in parts:
        if evaluator.unmeasured(aggregate) is None:
            terms.setdefault(aggregate.table, []).append(aggregate)
    return tuple(_traced(table, found, evaluator) for table, found in terms.items())


def counted(aggregate: Aggregate, evaluator: Evaluator) -> Positions:
    """The positions of the rows of its table that an aggregate counts, sums or takes the quantile of; empty when it
    cannot be measured.
    """
    if evaluator.unmeasured(aggregate) is not None:
        return np.zeros(0, np.intp)
    if isinstance(aggregate, Count):
        return evaluator.matching(aggregate.table, aggregate.by, aggregate.where)
    return evaluator.known(aggregate.value, aggregate.by, aggregate.where)[0]


def among(
    base: Aggregate,
    inside: Positions,
    reasons: Sequence[tuple[Message, Positions]],
    otherwise: Message,
    evaluator: Evaluator,
) -> Traced:
    """The rows *inside* that a figure looks at, of those that *base* counts; of the others each has the first of the
    *reasons* that holds for it (ascending positions), or else *otherwise*. What *base* leaves out has its own reasons.
    """
    found = _traced(base.table, [base], evaluator)
    left, looked_at = (np.zeros(len(evaluator.dataset[base.table]), np.bool_) for _ in range(2))
    left[found.counted], looked_at[inside] = True, True
    looked_at &= left
    left &= ~looked_at
    told = []
    for reason, positions in (*reasons, (otherwise, np.flatnonzero(left))):
        here = positions[left[positions]]
        if len(here):
            told.append(LeftOut(reason, base.table, here))
            left[here] = False
    return Traced(base.table, np.flatnonzero(looked_at), (*found.left_out, *told))


def traced_of(expression: Expression, evaluator: Evaluator) -> tuple[Traced, ...]:
    """The same as :func:`traced` for an expression that is no KPI."""
    return _tables(aggregates(expression), evaluator)


def _will(where: Where, evaluator: Evaluator) -> Mask:
    """Which rows fail a condition because what would fulfil it is dated after the day of the files."""
    data, settings, size = evaluator.dataset, evaluator.settings, len(evaluator.dataset[where.column.table])
    failed: Mask = ~evaluator.fulfilled(where.column.table, (where,))
    if not failed.any() or not any(_has_days_to_come(frame, settings) for frame in data.frames.values()):
        return np.zeros(size, np.bool_)
    return failed & fulfilled((where,), data, replace(settings, until=None), size)


def _has_days_to_come(frame: Frame, settings: Settings) -> bool:
    """Whether any date of a table lies after the day of the files; looked at once."""
    dates = [name for name in frame.table.dates if frame.has(name)]
    key = ("days to come", settings.until)
    return frame.prepare(
        key, frozenset(frame.table.dates), lambda: any((frame.days(name) > last_day(settings)).any() for name in dates)
    )


def _traced(table: str, terms: Sequence[Aggregate], evaluator: Evaluator) -> Traced:
    rows = [counted(term, evaluator) for term in terms]
    inside = np.zeros(len(evaluator.dataset[table]), np.bool_)
    for found in rows:
        inside[found] = True
    widest = terms[max(range(len(terms)), key=lambda place: len(rows[place]))]
    reasons: dict[Message, Mask] = {}
    left = ~inside
    for reason, failed in _steps(widest, evaluator):
        here = left & failed
        if here.any():
            reasons[reason] = reasons[reason] | here if reason in reasons else here
            left &= ~here
    return Traced(
        table, np.flatnonzero(inside), _as_positions(table, reasons), _partly(table, terms, inside, evaluator)
    )


def _partly(table: str, terms: Sequence[Aggregate], inside: Mask, evaluator: Evaluator) -> tuple[LeftOut, ...]:
    reasons: dict[Message, Mask] = {}
    for term in terms:
        if isinstance(term, Count):
            continue
        lacking = np.zeros(len(inside), np.bool_)
        lacking[evaluator.matching(table, term.by, term.where)] = True
        lacking[counted(term, evaluator)] = False
        lacking &= inside
        if lacking.any():
            reason = lacking_value(term.value)
            reasons[reason] = reasons[reason] | lacking if reason in reasons else lacking
    return _as_positions(table, reasons)


def _as_positions(table: str, reasons: dict[Message, Mask]) -> tuple[LeftOut, ...]:
    return tuple(LeftOut(reason, table, np.flatnonzero(mask)) for reason, mask in reasons.items())


def _steps(term: Aggregate, evaluator: Evaluator) -> Iterator[tuple[Message, Mask]]:
    """What a row has to pass to be counted: each reason to be left out, and the rows that it holds for."""
    table, by, data = term.table, term.by, evaluator.slice
    for dimension, kept in data.filters.kept.items():
        allowed = replace(data, filters=Filters({dimension: kept})).allowed(table)
        if allowed is not None:
            yield msgc("left out", "other values of “{dimension}”", dimension=label_of(dimension)), ~allowed
    day = by.day if isinstance(by, OnDay) else by.first
    ahead = data.ahead(table, by)
    if ahead is not None:
        yield AHEAD, ahead
    inside = replace(data, filters=Filters()).inside(table, by)
    undated = None
    if inside is not None:
        undated = values(day, evaluator.dataset, evaluator.settings) == MISSING_DAY
        yield msgc("left out", "outside the period ({date})", date=column_words(day)), ~inside & ~undated
    for where in term.where:
        yield AHEAD, _will(where, evaluator)
        yield failing(where), ~evaluator.fulfilled(table, (where,))
    if undated is not None:
        yield msgc("left out", "without a date ({date})", date=column_words(day)), undated
    if not isinstance(term, Count):
        yield AHEAD, _will(Where(term.value, Op.KNOWN), evaluator)
        yield lacking_value(term.value), ~evaluator.fulfilled(table, (Where(term.value, Op.KNOWN),))
