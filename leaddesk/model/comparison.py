"""Two logs side by side, cell by cell: what one of them changed holds; what both changed otherwise is a conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from leaddesk.model.action import ActionKind
from leaddesk.model.conflicts import About, Claim, Conflict
from leaddesk.model.contested import contested, merged_rows
from leaddesk.model.reconciled import IMPORT
from leaddesk.model.rowids import ROWS_PER_IMPORT, row_base
from leaddesk.model.writes import Write, cell_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from leaddesk.model.action import Action, Value
    from leaddesk.model.conflicts import Cell
    from leaddesk.model.writes import Log

NOBODY: Final = UUID(int=0)
_ABOUT: Final = {"settings": About.SETTING, IMPORT: About.RECIPE}


class Comparison:
    """After :meth:`compare`, ``wanted`` says what shall hold in each undisputed cell, and ``conflicts`` the rest."""

    def __init__(self, mine: Log, theirs: Log, here: Callable[[Cell], Value]) -> None:
        """*here*: what a cell of a lead holds now, where no action says it."""
        self.wanted: dict[Cell, Write] = {}
        self.conflicts: list[Conflict] = []
        self._sides = (mine, theirs)
        self._here = here
        one, other = (_duplicates(mine, theirs), _duplicates(theirs, mine))
        self._contested = contested(one, other)
        deeds = [deed for conflict in self._contested for side in conflict.asides for deed in side]
        self._disputed = {deed.id for deed in deeds}
        self.disputed = frozenset(cell_of(change) for deed in deeds for change in deed.changes)
        """Cells in which something else holds according to what is decided on duplicates."""
        out = self._disputed
        self._now = (mine.cells(None, out), theirs.cells(None, out))
        self._then = (mine.cells(theirs.held, out), theirs.cells(mine.held, out))
        self._news = (mine.news(theirs.held), theirs.news(mine.held))
        self._actions = {action.id: action for log in (theirs, mine) for action in log.actions}

    def compare(self) -> None:
        """Look at every cell that either wrote to, and at the leads that only one of them merged."""
        for cell in dict.fromkeys(cell for cells in (*self._now, *self._news) for cell in cells):
            if cell not in self.disputed:
                self._compare(cell)
        self._compare_disputed()
        self._follow_merges(0)
        self._follow_merges(1)
        self.conflicts += self._contested

    def _compare(self, cell: Cell) -> None:
        mine, theirs = self._value(0, cell), self._value(1, cell)
        changed = [self._value(side, cell) != self._value(side, cell, self._then) for side in (0, 1)]
        worked_on = 0 if cell[0] != IMPORT or (mine is None) == (theirs is None) else self._leads_of(cell, mine)
        if mine == theirs:
            self._want(cell, 0)
        elif worked_on and changed[0 if mine is None else 1]:
            self._dispute(cell, About.FILE, worked_on)
        elif changed[0] and changed[1]:
            one_out = cell[0] == IMPORT and (mine is None or theirs is None)
            self._dispute(cell, About.FILE if one_out else _ABOUT.get(cell[0], About.CELL), worked_on)
        elif changed[0] or changed[1]:
            self._want(cell, 0 if changed[0] else 1)
        else:
            self._settle_merges(cell)

    def _compare_disputed(self) -> None:
        """Cells that decisions on duplicates wrote to which contradict, and somebody else: as if those counted."""
        now, (mine, theirs) = self._now, self._sides
        self._now = (mine.cells(), theirs.cells())
        for cell in sorted(self.disputed & self._news[0].keys() & self._news[1].keys()):
            if self._value(0, cell) != self._value(1, cell):
                self._dispute(cell, About.CELL, 0)
        self._now = now

    def _settle_merges(self, cell: Cell) -> None:
        """Nothing is new, but merges chose otherwise: the one that knew of the other holds."""
        knows = [self._knows(side, self._now[1 - side].get(cell)) for side in (0, 1)]
        if knows[0] == knows[1] and not knows[0]:
            self._dispute(cell, _ABOUT.get(cell[0], About.CELL), 0)
        else:
            self._want(cell, 0 if knows[0] else 1)

    def _knows(self, side: int, write: Write | None) -> bool:
        return write is None or write.by in self._sides[side].held

    def _value(self, side: int, cell: Cell, cells: tuple[dict[Cell, Write], ...] | None = None) -> Value:
        write = (self._now if cells is None else cells)[side].get(cell)
        if write is not None:
            return write.value
        own, other = self._sides[side].before, self._sides[1 - side].before
        return own[cell] if cell in own else other.get(cell)

    def _want(self, cell: Cell, side: int) -> None:
        write = self._now[side].get(cell)
        self.wanted[cell] = Write(self._value(side, cell), None, NOBODY) if write is None else write

    def _dispute(self, cell: Cell, about: About, leads: int) -> None:
        self.conflicts.append(Conflict(about, cell, self._claim(0, cell), self._claim(1, cell), leads))

    def _claim(self, side: int, cell: Cell) -> Claim:
        """What holds on one side, and who said so: the action whose value it is, or that took another one back."""
        write, news = self._now[side].get(cell), self._news[side].get(cell)
        value = self._value(side, cell)
        if news is not None and (write is None or write.whose in self._sides[1 - side].held):
            return Claim(value, news)
        whose = None if write is None else write.whose
        return Claim(value, None if whose is None else self._actions.get(whose))

    def _leads_of(self, cell: Cell, mine: Value) -> int:
        """How many rows of an import were worked on by the side that has it in."""
        base = row_base(UUID(cell[1])) // ROWS_PER_IMPORT
        news = self._news[1 if mine is None else 0]
        rows = {row for entity, _, row in news if entity not in _ABOUT and row // ROWS_PER_IMPORT == base}
        return len(rows)

    def _follow_merges(self, side: int) -> None:
        """Leads that this side merged into others, and on which the other side worked: that is of those others now."""
        own, other = (self._merged(one) for one in (side, 1 - side))
        for cell, action in self._news[1 - side].items():
            entity, name, row = cell
            target = (entity, name, own.get(row, row))
            value = self._value(1 - side, cell)
            is_moved = entity == "leads" and row in own and row not in other and target not in self._news[1 - side]
            if not is_moved or value == self._value(1 - side, cell, self._then):
                continue
            known = target in self._now[side] or target in self._news[side]
            kept = self._claim(side, target) if known else Claim(self._here(target), None)
            claims = (kept, Claim(value, action)) if side == 0 else (Claim(value, action), kept)
            if kept.value != value:
                self.wanted.pop(target, None)
                self.conflicts.append(Conflict(About.CELL, target, *claims))

    def _merged(self, side: int) -> Mapping[int, int]:
        mine, theirs = self._sides
        out = self._disputed | mine.asides | theirs.asides
        return merged_rows(
            deed for deed in self._sides[side].deeds if deed.kind is ActionKind.DUPLICATES and deed.id not in out
        )


def _duplicates(log: Log, other: Log) -> list[Action]:
    """The decisions on duplicates that count in one log, and of which the other knows nothing."""
    return [deed for deed in log.deeds if deed.kind is ActionKind.DUPLICATES and deed.id not in other.held]
