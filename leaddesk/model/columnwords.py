"""What a row column, and a row that fails a condition on one, is called in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.model.expression import Op
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
    StageOf,
)
from leaddesk.model.stages import LABELS, Stage
from leaddesk.model.tables import BY_ID
from leaddesk.text import Message, msg, msgc

if TYPE_CHECKING:
    from leaddesk.model.expression import Where
    from leaddesk.model.rowcolumn import RowColumn

_OTHERWISE: Final = {Op.EQUAL: "≠", Op.NOT_EQUAL: "=", Op.AT_LEAST: "<", Op.AT_MOST: ">"}
_NOT_THAT_STAGE: Final = {
    (Op.EQUAL, Stage.WON): msgc("left out", "not won"),
    (Op.EQUAL, Stage.LOST): msgc("left out", "not lost"),
    (Op.NOT_EQUAL, Stage.INVALID): msgc("left out", "invalid"),
    (Op.AT_LEAST, Stage.WON): msgc("left out", "still open"),
    (Op.AT_LEAST, Stage.LOST): msgc("left out", "neither lost nor invalid"),
    (Op.AT_MOST, Stage.LOST): msgc("left out", "invalid"),
}
"""What the leads are that fail a condition on their stage, where a word says it."""


def column_words(column: RowColumn) -> Message:
    """The header under which the user knows what a row column is made of."""
    if isinstance(column, StageOf | Depth):
        return BY_ID[column.table].column("status").label
    if isinstance(column, OutcomeDay):
        return _label(column.table, tuple(dict.fromkeys(names[0] for names in column.columns)))
    if isinstance(column, FirstKnown):
        return _label(column.table, column.columns)
    if isinstance(column, DaysBetween | OpeningTime):
        return msg("{start} → {end}", start=column_words(column.start), end=column_words(column.end))
    if isinstance(column, Lookup):
        return column_words(column.parent)
    if isinstance(column, Children):
        return BY_ID[column.child].label
    if isinstance(column, FirstLine):
        return _label(column.table, ("id",))
    return _label(column.table, ("amount" if isinstance(column, OrderAmount) else column.column,))


def _label(table: str, names: tuple[str, ...]) -> Message:
    first, *others = names
    label = BY_ID[table].column(first).label
    return msg("{first} / {others}", first=label, others=_label(table, tuple(others))) if others else label


def failing(where: Where) -> Message:
    """What a row is that fails the condition: "not won", "repeated “Lead no.”", "without “Amount”"."""
    column = where.column
    if where.op is Op.KNOWN:
        return lacking_value(column)
    if isinstance(column, FirstOfKind) and (where.op, where.value) == (Op.EQUAL, 1):
        return msgc("left out", "repeated “{column}”, counted once", column=column_words(column))
    if isinstance(column, Repeated) and (where.op, where.value) == (Op.EQUAL, 0):
        return msgc("left out", "said twice, counted once")
    if isinstance(column, FirstLine) and (where.op, where.value) == (Op.EQUAL, 1):
        return msgc("left out", "a further row of an order, counted with its first one")
    if isinstance(column, BelowZero) and (where.op, where.value) == (Op.EQUAL, 0):
        return msgc("left out", "money back (“{column}” below zero)", column=column_words(column))
    if isinstance(column, StageOf) and (where.op, where.value) in _NOT_THAT_STAGE:
        return _NOT_THAT_STAGE[where.op, Stage(where.value)]
    if isinstance(column, Depth) and where.op is Op.AT_LEAST and where.value in LABELS:
        return msgc("left out", "did not get to “{stage}”", stage=LABELS[Stage(where.value)])
    if isinstance(column, Depth) and where.op is Op.AT_MOST and where.value in LABELS:
        return msgc("left out", "got further than “{stage}”", stage=LABELS[Stage(where.value)])
    name, sign = column_words(column), _OTHERWISE[where.op]
    if isinstance(column, StageOf | Depth) and where.value in LABELS:
        stage = LABELS[Stage(where.value)]
        return msgc("left out", "“{column}” {sign} {value}", column=name, sign=sign, value=stage)
    return msgc("left out", "“{column}” {sign} {value}, or missing", column=name, sign=sign, value=where.value)


def lacking_value(column: RowColumn) -> Message:
    """What a row is that has no value there."""
    if isinstance(column, DaysBetween | OpeningTime):
        start, end = column_words(column.start), column_words(column.end)
        return msgc("left out", "no “{end}” after “{start}”", start=start, end=end)
    return msgc("left out", "without “{column}”", column=column_words(column))
