"""The words for the rows of a running list: which are there already, which are written otherwise, which are gone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.ingest.sheetcells import row_fact
from leaddesk.ingest.switched_off import left_alone
from leaddesk.ingest.values import EXAMPLES, LINES
from leaddesk.model.issues import Issue, Severity
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from leaddesk.ingest.pieces import Piece, Places
    from leaddesk.model.dataset import Frame
    from leaddesk.text import Fact

REPEATED: Final = "repeated-rows"
ALIKE: Final = "alike-rows"
CORRECTED: Final = "corrected-rows"
VANISHED: Final = "vanished-rows"
ROWS_AGAIN: Final = frozenset({REPEATED, ALIKE, CORRECTED})
"""What is proposed about them."""
EXPENSES: Final = {REPEATED: "repeated-expenses", ALIKE: "alike-expenses", CORRECTED: "corrected-expenses"}
"""The words for them in a wide sheet."""
_NAMED: Final = 3


@dataclass(slots=True)
class Told:
    """Rows of one sheet (of a wide one its expenses) and those of earlier ones that they are about. ``applied``:
    whether what is proposed is done; ``is_later``: of two rows that differ the one of this sheet is the later.
    """

    code: str
    piece: Piece
    applied: bool = True
    is_later: bool = True
    names: list[str] = field(default_factory=list)
    pairs: list[tuple[Piece, Places, Places]] = field(default_factory=list)

    def add(self, beside: Piece, base: Places, others: Places) -> None:
        """Add the rows at *base* of an earlier sheet and (where they have any) their counterparts of this one."""
        if len(base):
            self.pairs.append((beside, base, others))

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(len(base) for _, base, _ in self.pairs)

    @property
    def is_wide(self) -> bool:
        """A row of the sheet gives several of these."""
        return bool(self.piece.part.recipe.wide)

    @property
    def others(self) -> Places:
        """The places of this sheet's rows."""
        return np.concatenate([others for _, _, others in self.pairs])


def told(frame: Frame, rows: Told) -> Issue:
    """What is to be said of these rows."""
    part = rows.piece.part
    other = other_lists([beside for beside, *_ in rows.pairs], rows.piece)
    if rows.applied:
        words = _WORDS[rows.code](rows, other)
    else:
        words = left_alone(EXPENSES.get(rows.code, rows.code) if rows.is_wide else rows.code, rows.count, other=other)
    lines = tuple(int(line) for line in frame.origin.line[rows.others[:LINES]])
    severity = Severity.INFO if rows.code == REPEATED else Severity.WARNING
    applied = None if rows.code == VANISHED else rows.applied
    return Issue(
        severity, words, part.raw.name, part.sheet.name, "", lines, rows.count, _examples(frame, rows), rows.code,
        applied,
    )  # fmt: skip


def other_lists(besides: Sequence[Piece], piece: Piece) -> Message:
    """The names of other sheets beside that of a *piece*, the last of them first."""
    names = dict.fromkeys(_name(beside, piece) for beside in reversed(besides))
    other, *further = names
    for name in further[: _NAMED - 1]:
        other = msg("{one}, {other}", one=other, other=name)
    return other if len(names) <= _NAMED else msg("{one} and others", one=other)


def _name(beside: Piece, piece: Piece) -> Message:
    raw = beside.part.raw
    if raw.format == "typed":
        return msg("what was typed by hand")
    if not raw.name:
        return msg("what was pasted")
    if raw.name == piece.part.raw.name and beside.part.sheet.name not in ("", piece.part.sheet.name):
        return msg("“{file}”", file=beside.part.sheet.name)
    return msg("“{file}”", file=raw.name)


def _examples(frame: Frame, rows: Told) -> tuple[tuple[Fact, Fact], ...]:
    """The rows as the files have them; those that differ with both."""
    found: dict[tuple[Fact, Fact], None] = {}
    for beside, base, others in rows.pairs:
        olds = [_row(frame, beside, place) for place in base[:EXAMPLES].tolist()]
        news = [_row(frame, rows.piece, place) for place in others[:EXAMPLES].tolist()]
        if rows.code == CORRECTED:
            found |= dict.fromkeys(zip(olds, news, strict=True) if rows.is_later else zip(news, olds, strict=True))
        else:
            found |= dict.fromkeys((row, row) for row in (news or olds))
    return tuple(found)[:EXAMPLES]


def _row(frame: Frame, piece: Piece, place: int) -> Fact:
    sheet = piece.part.sheet
    return row_fact(sheet, int(frame.origin.line[place]) - sheet.first_line) if frame.origin.line[place] else ""


def _repeated(rows: Told, other: Message) -> Message:
    if rows.is_wide:
        return msgn("{count} expense is in {other} already: it is left out",
                    "{count} expenses are in {other} already: they are left out", rows.count, other=other)  # fmt: skip
    return msgn("{count} row is in {other} already: it is left out",
                "{count} rows are in {other} already: they are left out", rows.count, other=other)  # fmt: skip


def _alike(rows: Told, other: Message) -> Message:
    if rows.is_wide:
        return msgn("{count} expense is the same as one in {other}: it is left out",
                    "{count} expenses are the same as some in {other}: they are left out",
                    rows.count, other=other)  # fmt: skip
    return msgn("{count} row is the same as one in {other}: it is left out",
                "{count} rows are the same as some in {other}: they are left out",
                rows.count, other=other)  # fmt: skip


def _corrected(rows: Told, other: Message) -> Message:
    return (_corrected_here if rows.is_later else _corrected_there)(rows, other)


def _corrected_here(rows: Told, other: Message) -> Message:
    if rows.is_wide:
        return msgn("{count} expense is not written as in {other}: what this file says counts",
                    "{count} expenses are not written as in {other}: what this file says counts",
                    rows.count, other=other)  # fmt: skip
    return msgn("{count} row is not written as in {other}: what this file says counts",
                "{count} rows are not written as in {other}: what this file says counts",
                rows.count, other=other)  # fmt: skip


def _corrected_there(rows: Told, other: Message) -> Message:
    if rows.is_wide:
        return msgn("{count} expense is not written as in {other}, which is the later one: what that says counts",
                    "{count} expenses are not written as in {other}, which is the later one: what that says counts",
                    rows.count, other=other)  # fmt: skip
    return msgn("{count} row is not written as in {other}, which is the later one: what that says counts",
                "{count} rows are not written as in {other}, which is the later one: what that says counts",
                rows.count, other=other)  # fmt: skip


def _vanished(rows: Told, other: Message) -> Message:
    if rows.is_wide:
        return msgn("{count} expense of {other} is not in this list any more: it still counts",
                    "{count} expenses of {other} are not in this list any more: they still count",
                    rows.count, other=other)  # fmt: skip
    return msgn("{count} row of {other} is not in this list any more: it still counts",
                "{count} rows of {other} are not in this list any more: they still count",
                rows.count, other=other)  # fmt: skip


_WORDS: Final[Mapping[str, Callable[[Told, Message], Message]]] = {
    REPEATED: _repeated, ALIKE: _alike, CORRECTED: _corrected, VANISHED: _vanished,
}  # fmt: skip
