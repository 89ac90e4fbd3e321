"""The headings of helper columns: what each holds, in words."""

from __future__ import annotations

from leaddesk.export.formulas import Side
from leaddesk.model.expression import Dating, OnDay
from leaddesk.model.rowcolumn import (
    BelowZero,
    Children,
    DaysBetween,
    Depth,
    FirstKnown,
    FirstLine,
    FirstOfKind,
    Lookup,
    OpeningTime,
    OrderAmount,
    OutcomeDay,
    Repeated,
    RowColumn,
    StageOf,
    Stored,
)
from leaddesk.model.schema import Kind
from leaddesk.model.stages import LABELS, Stage
from leaddesk.model.tables import BY_ID
from leaddesk.text import Message, msg


def heading(column: RowColumn) -> Message:
    """What a row column holds."""
    if isinstance(column, Stored):
        declared = BY_ID[column.table].column(column.column)
        if declared.kind is Kind.MOMENT:
            return msg("{column}: day", column=declared.label)
        return declared.label if declared.kind.is_number else msg("{column}: code", column=declared.label)
    if isinstance(column, FirstOfKind | Repeated | BelowZero | FirstLine | OrderAmount):
        return _mark(column)
    if isinstance(column, StageOf):
        return msg("Stage: code")
    if isinstance(column, Depth):
        return msg("Furthest stage: code")
    if isinstance(column, OutcomeDay):
        return msg("Day: {what}", what=_joined([LABELS[Stage(outcome)] for outcome in column.outcomes]))
    if isinstance(column, FirstKnown):
        return msg("Time: {what}", what=_joined([BY_ID[column.table].column(name).label for name in column.columns]))
    if isinstance(column, DaysBetween):
        return msg("Days: {start} → {end}", start=_end(column.start), end=_end(column.end))
    if isinstance(column, OpeningTime):
        return msg("Opening hours: {start} → {end}", start=_end(column.start), end=_end(column.end))
    return _related(column)


def _mark(column: FirstOfKind | Repeated | BelowZero | FirstLine | OrderAmount) -> Message:
    if isinstance(column, FirstLine):
        return msg("First row of an order")
    if isinstance(column, OrderAmount):
        return msg("Amount of the whole order")
    label = BY_ID[column.table].column(column.column).label
    if isinstance(column, Repeated):
        return msg("Row that repeats an earlier “{column}”", column=label)
    if isinstance(column, BelowZero):
        return msg("{column}: below zero", column=label)
    return msg("First row with this “{column}”", column=label)


def _related(column: Lookup | Children) -> Message:
    other = column.parent.table if isinstance(column, Lookup) else column.child
    value = column.parent if isinstance(column, Lookup) else column.value
    table = BY_ID[other].label
    return table if value is None else msg("{table}: {what}", table=table, what=heading(value))


def parent_heading(table: str) -> Message:
    """The place of a row of another table."""
    return msg("{table}: row", table=BY_ID[table].label)


def _end(column: RowColumn) -> Message:
    """A date as one end of a duration."""
    if isinstance(column, Stored):
        return BY_ID[column.table].column(column.column).label
    if isinstance(column, FirstKnown):
        return _joined([BY_ID[column.table].column(name).label for name in column.columns])
    if isinstance(column, OutcomeDay):
        return _joined([LABELS[Stage(outcome)] for outcome in column.outcomes])
    return heading(column)


def _joined(parts: list[Message]) -> Message:
    whole = parts[0]
    for part in parts[1:]:
        whole = msg("{first} / {second}", first=whole, second=part)
    return whole


def counted_heading(dating: Dating, side: Side) -> Message:
    """How rows come into a period."""
    if not isinstance(dating, OnDay):
        return msg("Share in the period") if side is Side.NOW else msg("Share in the period before")
    day = _end(dating.day)
    if side is Side.NOW:
        return msg("Counted by “{day}”", day=day)
    return msg("Counted before by “{day}”", day=day)


def weighted_heading(value: RowColumn, side: Side) -> Message:
    """A value for the share of its row in a period."""
    if side is Side.NOW:
        return msg("{what} counted", what=heading(value))
    return msg("{what} counted before", what=heading(value))
