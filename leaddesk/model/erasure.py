"""A person's erasure as data: which cells are emptied, in the files as they were read and in all that was done.

What can be told of a lead without knowing whose it is stays, so that every figure stays what it was: days, stage,
channel, amounts. Whatever names, reaches or describes somebody goes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from leaddesk.model.action import Action, ActionKind, Change
from leaddesk.model.merges import MERGE
from leaddesk.model.raw import CellKind, RawColumn, RawFile, RawSheet
from leaddesk.model.schema import Kind
from leaddesk.model.tables import BY_ID
from leaddesk.text import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from leaddesk.model.action import Value
    from leaddesk.text import Argument

ERASED: Final = "erasure"
"""Entity of a change: ``row`` was erased."""

GAP: Final = "…"
"""Stands where somebody was named within a text that says other things too."""

HELD: Final = "–"
"""Stands in a row that would be empty otherwise: so it goes on to count as one."""

_PLACES: Final = frozenset({"city", "pickup", "delivery", "next_date"})
"""Of the leads: where somebody is, and when somebody is to be called; columns that are kept as days and words are."""


def stays(table: str, column: str) -> bool:
    """Whether a column says nothing of whose row it is. A number (``ID``) stays where nobody is known by it."""
    known = BY_ID[table].by_id.get(column) if table in BY_ID else None
    if known is None or known.personal or (table == "leads" and column in _PLACES):
        return False
    return known.kind not in (Kind.TEXT, Kind.EMAIL, Kind.PHONE, Kind.POSTCODE)


@dataclass(frozen=True, slots=True)
class Blanks:
    """One row of a file: ``sheet`` and ``row`` are 0-based, ``columns`` the positions that are emptied. ``counts``: the
    row goes on to count even where nothing else is in it.
    """

    sheet: int
    row: int
    columns: tuple[int, ...]
    counts: bool = True


@dataclass(frozen=True)
class Erasure:
    """What goes. ``places``: the cells of each import. ``rows``: ids of the rows that these are, by table. ``words``: a
    pattern of e-mails and numbers that are blotted out wherever they stand, empty for none. ``names``: for a lead's
    number by which somebody is known the one that stands for it, also where orders name the lead. ``kept``: what the
    leads go on to show, where the emptied cells would say something else. ``action``: says that it was done.
    """

    action: Action
    places: Mapping[UUID, tuple[Blanks, ...]] = field(default_factory=dict)
    rows: Mapping[str, frozenset[int]] = field(default_factory=dict)
    words: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    in_backups: bool = True

    def raw(self, import_id: UUID, raw: RawFile) -> RawFile:
        """A file without what goes; the same object when it holds none of it."""
        blanks = self.places.get(import_id, ())
        sheets = []
        for number, sheet in enumerate(raw.sheets):
            gone: dict[int, list[int]] = {}
            for one in blanks:
                for position in one.columns if one.sheet == number else ():
                    gone.setdefault(position, []).append(one.row)
            columns = tuple(
                self._column(column, gone.get(position, ())) for position, column in enumerate(sheet.columns)
            )
            columns = _with_marks(columns, {one.row for one in blanks if one.sheet == number and one.counts})
            is_same = all(new is old for new, old in zip(columns, sheet.columns, strict=True))
            sheets.append(sheet if is_same else _sheet(sheet, columns))
        if all(new is old for new, old in zip(sheets, raw.sheets, strict=True)):
            return raw
        # Of a row typed by hand the digest would be one of a few words, which can be guessed.
        digest = "" if raw.format in ("typed", "clipboard") else raw.digest
        return replace(raw, sheets=tuple(sheets), digest=digest)

    def _column(self, column: RawColumn, rows: list[int] | tuple[()]) -> RawColumn:
        texts = tuple(map(self._text, column.texts))
        if not rows and texts == column.texts:
            return column
        kinds, places = column.kinds.copy(), np.array(rows, np.intp)
        kinds[places] = CellKind.EMPTY
        numbers, codes = column.numbers, column.codes
        if numbers is not None:
            numbers = numbers.copy()
            numbers[places] = np.nan
        if codes is not None:
            codes = codes.copy()
            codes[places] = -1
            codes, texts = _packed(codes, texts)
        return RawColumn(kinds, numbers, codes, texts)

    def done(self, action: Action) -> Action:
        """An action without what goes; the same object when it holds none of it."""
        of_persons = action.kind in (ActionKind.EDIT, ActionKind.DUPLICATES)
        is_theirs = of_persons and any(self._is_theirs(change) for change in action.changes)
        changes = tuple(self._change(change) for change in action.changes)
        label = _with_args(action.label, _blotted if is_theirs else self._text)
        if label == action.label and changes == action.changes:
            return action
        return replace(action, label=label, changes=changes)

    def _is_theirs(self, change: Change) -> bool:
        return change.row in self.rows.get("leads" if change.entity == MERGE else change.entity, ())

    def _change(self, change: Change) -> Change:
        if change.entity == MERGE and change.field == "into":
            return change
        if self._is_theirs(change) and change.entity != MERGE and not self._stays(change):
            return change if change.old is change.new is None else replace(change, old=None, new=None)
        old, new = self._value(change.old), self._value(change.new)
        return change if (old, new) == (change.old, change.new) else replace(change, old=old, new=new)

    @staticmethod
    def _stays(change: Change) -> bool:
        return stays(change.entity, change.field)

    def _value(self, value: Value) -> Value:
        return self._text(value) if isinstance(value, str) else value

    def _text(self, text: str) -> str:
        if text in self.names:
            return self.names[text]
        return re.sub(self.words, GAP, text, flags=re.IGNORECASE) if self.words else text


def _packed(codes: Any, texts: tuple[str, ...]) -> tuple[Any, tuple[str, ...]]:  # noqa: ANN401
    """Codes and texts without the texts that no cell has any more, and each text once."""
    used = np.unique(codes[codes >= 0])
    firsts: dict[str, int] = {}
    table = np.full(len(texts) + 1, -1, np.int32)
    for code in used.tolist():
        table[code] = firsts.setdefault(texts[code], len(firsts))
    return table[codes].astype(np.int32), tuple(firsts)


def _with_marks(columns: tuple[RawColumn, ...], rows: set[int]) -> tuple[RawColumn, ...]:
    """Rows that hold nothing any more get a dash into their first column."""
    empty = [row for row in sorted(rows) if all(column.kinds[row] == CellKind.EMPTY for column in columns)]
    if not empty or not columns:
        return columns
    first = columns[0]
    kinds = first.kinds.copy()
    kinds[empty] = CellKind.TEXT
    codes = np.full(len(kinds), -1, np.int32) if first.codes is None else first.codes.copy()
    texts = first.texts if HELD in first.texts else (*first.texts, HELD)
    codes[empty] = texts.index(HELD)
    return (RawColumn(kinds, first.numbers, codes, texts), *columns[1:])


def _sheet(sheet: RawSheet, columns: tuple[RawColumn, ...]) -> RawSheet:
    return replace(sheet, columns=columns)


def _blotted(_text: str) -> str:
    return GAP


def _with_args(message: Message, change: Callable[[str], str]) -> Message:
    """The message with the texts in it changed; sentences and figures stay."""

    def argument(value: Argument) -> Argument:
        if isinstance(value, Message):
            return _with_args(value, change)
        return change(value) if isinstance(value, str) else value

    return replace(message, args=tuple((name, argument(value)) for name, value in message.args))
