"""Copies of a document that were worked on apart are merged: nothing is lost, both ways give the same, undo is exact.

Judged by what the State shows cell by cell, not by what the merge says of itself.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.model.action import Action, ActionKind, Change, editing
from leaddesk.model.conflicts import About, Choice
from leaddesk.model.history import UndoCursor
from leaddesk.model.merging import merging, telling_apart
from leaddesk.model.reconciling import reconciling
from leaddesk.text import msg
from leaddesk.workspace.replay import replayed
from tests.builders import dataset, frame

if TYPE_CHECKING:
    from leaddesk.model.conflicts import Cell
    from leaddesk.model.reconciling import Reconciliation
    from leaddesk.model.state import State

TODAY = dt.date(2026, 9, 1)
ROWS = 5
COLUMNS = ("stage", "notes", "owner")
BUILT = dataset(
    frame(
        "leads",
        rows=list(range(ROWS)),
        id=[f"L-{row}" for row in range(ROWS)],
        name=["Ana", "Ana", "Bo", "Bo", "Cy"],
        notes=["appeler", None, None, "colis lourd", None],
    )
)
Step: TypeAlias = tuple[Any, ...]
Shown: TypeAlias = dict[Any, Any]

steps = st.lists(
    st.one_of(
        st.tuples(st.just("stage"), st.integers(0, ROWS - 1), st.sampled_from(["new", "won", "lost"])),
        st.tuples(st.just("notes"), st.integers(0, ROWS - 1), st.sampled_from(["a", "b", "a\nc"])),
        st.tuples(st.just("owner"), st.integers(0, ROWS - 1), st.sampled_from(["Inès", "Zoé", None])),
        st.tuples(st.just("currency"), st.sampled_from(["EUR", "CHF", "GBP"])),
        st.tuples(st.just("merge"), st.integers(0, ROWS - 1), st.integers(0, ROWS - 1)),
        st.tuples(st.just("apart"), st.integers(0, ROWS - 1), st.integers(0, ROWS - 1)),
        st.tuples(st.just("undo")),
        st.tuples(st.just("undo")),
        st.tuples(st.just("redo")),
    ),
    max_size=8,
)
answers = st.lists(st.integers(0, 2), min_size=12, max_size=12)


@dataclass
class Clock:
    """Numbers the actions of all copies, so that no two are alike; remembers what their logs came to."""

    number: int = 0
    states: dict[tuple[UUID, ...], State] = field(default_factory=dict)

    def tick(self) -> tuple[UUID, str]:
        self.number += 1
        minutes, seconds = divmod(self.number, 60)
        return UUID(int=self.number + 1000), f"2026-09-01T10:{minutes:02d}:{seconds:02d}.000+00:00"


@dataclass
class Copy:
    clock: Clock
    log: list[Action] = field(default_factory=list)

    def again(self) -> Copy:
        return Copy(self.clock, list(self.log))

    @property
    def state(self) -> State:
        key = tuple(action.id for action in self.log)
        if key not in self.clock.states:
            self.clock.states[key] = replayed(BUILT, self.log, TODAY)
        return self.clock.states[key]

    def _next(self, kind: ActionKind, changes: tuple[Change, ...]) -> Action:
        identity, time = self.clock.tick()
        parent = self.log[-1].id if self.log else None
        return Action(identity, UUID(int=1), parent, time, kind, msg("Deed"), changes)

    def work(self, steps: list[Step]) -> None:
        for step in steps:
            self._do(*step)

    def _do(self, what: str, *values: Any) -> None:
        if what in ("undo", "redo"):
            last = UndoCursor(self.log).undoable if what == "undo" else UndoCursor(self.log).redoable
            if last is not None and last.kind is not ActionKind.RECONCILE:  # that would be no work
                self.undo(back=what == "undo")
            return
        kind, changes = self._changes(what, *values)
        if changes:
            self.log.append(self._next(kind, changes))

    def undo(self, back: bool = True) -> None:
        last = UndoCursor(self.log).undoable if back else UndoCursor(self.log).redoable
        assert last is not None
        step = self._next(last.kind, ())
        self.log.append(last.inverse(step.id, step.parent, step.time))

    def _changes(self, what: str, *values: Any) -> tuple[ActionKind, tuple[Change, ...]]:
        state = self.state
        there = state.dataset["leads"].rows.tolist()
        if what == "currency":
            old = state.settings.currency
            change = Change("settings", "currency", old, values[0])
            return ActionKind.SETTING, (change,) if old != values[0] else ()
        if what in ("merge", "apart"):
            row, kept = values
            if row == kept or row not in there or kept not in there:
                return ActionKind.DUPLICATES, ()
            decided = merging(state, kept, [row]).changes if what == "merge" else telling_apart(state, [row, kept])
            return ActionKind.DUPLICATES, decided
        row, new = values
        return ActionKind.EDIT, editing(state, "leads", row, what, new) if row in there else ()

    def merge(self, other: Copy, answers: list[int], flip: bool = False) -> Reconciliation:
        """Merge another copy; *answers* say which of the choices there are, *flip*: seen from the other side."""
        found = reconciling(self.log, other.log, here=self.here)
        choices = []
        for conflict, answer in zip(found.conflicts, answers, strict=False):
            choice = conflict.choices[answer % len(conflict.choices)]
            other_one = {Choice.MINE: Choice.THEIRS, Choice.THEIRS: Choice.MINE}
            choices.append(other_one.get(choice, choice) if flip else choice)
        self.log += found.actions(choices, self._next(ActionKind.RECONCILE, ()))
        return found

    def here(self, cell: Cell) -> Any:
        return shown(self.state).get((cell[2], cell[1]))


def shown(state: State) -> Shown:
    """All that one sees: the cells of the leads, the settings, which leads are one."""
    leads = state.dataset["leads"]
    cells = {
        (int(row), str(column)): value
        for column in leads.data.columns
        for row, value in zip(leads.rows, leads.data[column].astype(object).tolist(), strict=True)
        if isinstance(value, str)
    }
    return {**cells, "money": state.settings.currency, "into": dict(state.merges.into), "apart": state.merges.apart,
            "rows": sorted(leads.rows.tolist())}  # fmt: skip


def two(before: list[Step], here: list[Step], there: list[Step]) -> tuple[Copy, Copy, Copy]:
    """A document, and two copies of it in which work went on."""
    common = Copy(Clock())
    common.work(before)
    mine, theirs = common.again(), common.again()
    mine.work(here)
    theirs.work(there)
    return common, mine, theirs


@settings(max_examples=40, deadline=None)
@given(steps, steps, steps, answers)
def test_what_one_of_them_changed_is_there_and_what_both_changed_is_asked(
    before: list[Step], here: list[Step], there: list[Step], answers: list[int]
) -> None:
    common, mine, theirs = two(before, here, there)
    then, ours, others = (shown(copy.state) for copy in (common, mine, theirs))
    deeds = {action.id for action in (*mine.log, *theirs.log)}
    found = mine.merge(theirs, answers)
    now = shown(mine.state)
    assert deeds <= {action.id for action in mine.log}, "nothing that was done is lost"
    asked = {(conflict.cell[2], conflict.cell[1]) for conflict in found.conflicts if conflict.about is About.CELL}
    decided = any(conflict.about is About.DUPLICATES for conflict in found.conflicts)
    merged = {*ours["into"], *others["into"], *then["into"]}
    kept = {*ours["into"].values(), *others["into"].values(), *then["into"].values()}
    for row in range(ROWS):
        for column in COLUMNS:
            key = (row, column)
            values = [view.get(key) for view in (then, ours, others)]
            if row in merged or (row in kept and decided):
                continue
            if values[1] != values[0] != values[2] and values[1] != values[2]:
                assert key in asked
            elif key not in asked:
                assert now.get(key) == (values[2] if values[1] == values[0] else values[1])
    assert now["apart"] >= then["apart"] & ours["apart"] & others["apart"]
    assert set(now["rows"]) | set(now["into"]) == set(range(ROWS)), "no lead is gone but into another"
    for merged_row in now["into"]:
        row, seen = merged_row, set()
        while row in now["into"]:
            assert row not in seen, "no lead is merged into itself"
            seen.add(row)
            row = now["into"][row]


@settings(max_examples=40, deadline=None)
@given(steps, steps, steps, steps, answers)
def test_both_end_up_the_same(
    before: list[Step], here: list[Step], there: list[Step], later: list[Step], answers: list[int]
) -> None:
    _, mine, theirs = two(before, here, there)
    first = mine.again()
    first.merge(theirs, answers)
    assert reconciling(first.log, theirs.log, here=first.here).is_nothing, "twice is as good as once"
    back = theirs.again()
    assert back.merge(first, answers).conflicts == (), "all of it was decided"
    assert shown(back.state) == shown(first.state)
    assert reconciling(first.log, back.log, here=first.here).is_nothing
    back.work(later)
    assert first.merge(back, answers).conflicts == (), "only one of them worked on"
    assert shown(first.state) == shown(back.state)


@settings(max_examples=25, deadline=None)
@given(steps, steps, steps, st.integers(0, 1))
def test_who_merges_does_not_matter(before: list[Step], here: list[Step], there: list[Step], answer: int) -> None:
    _, mine, theirs = two(before, here, there)
    one, other = mine.again(), theirs.again()
    found, mirrored = one.merge(theirs, [answer] * 50), other.merge(mine, [answer] * 50, flip=True)
    cells = {(conflict.about, conflict.cell) for conflict in found.conflicts if conflict.about is not About.DUPLICATES}
    assert cells == {
        (conflict.about, conflict.cell) for conflict in mirrored.conflicts if conflict.about is not About.DUPLICATES
    }
    assert shown(one.state) == shown(other.state)


@settings(max_examples=25, deadline=None)
@given(steps, steps, steps, steps, answers)
def test_undo_is_exact(
    before: list[Step], here: list[Step], there: list[Step], later: list[Step], answers: list[int]
) -> None:
    _, mine, theirs = two(before, here, there)
    start, steps = shown(mine.state), UndoCursor(mine.log).undoable
    mine.merge(theirs, answers)
    merged = shown(mine.state)
    mine.undo()
    assert shown(mine.state) == start
    assert UndoCursor(mine.log).undoable == steps
    mine.undo(back=False)
    assert shown(mine.state) == merged
    mine.undo()
    mine.work(later)
    after = shown(mine.state)
    mine.merge(theirs, answers)
    mine.undo()
    assert shown(mine.state) == after, "also where it is done a second time"


def test_what_contradicts_a_choice_cannot_be_given() -> None:
    _, mine, theirs = two([], [("stage", 0, "won")], [("stage", 0, "lost")])
    (conflict,) = reconciling(mine.log, theirs.log).conflicts
    assert conflict.proposed is Choice.THEIRS
    earlier = replace(conflict, mine=conflict.theirs, theirs=conflict.mine)
    assert earlier.proposed is Choice.MINE
