"""Merging a copy, by hand: what comes along, what is asked about, and what holds afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from leaddesk.model.action import Action, ActionKind, Change
from leaddesk.model.conflicts import About, Choice
from leaddesk.model.history import UndoCursor, Way, in_force, timeline
from leaddesk.model.merges import APART, MERGE
from leaddesk.model.objective import ByHand, Objective
from leaddesk.model.period import Period
from leaddesk.model.reconciling import Reconciliation, reconciling
from leaddesk.model.rowids import row_base
from leaddesk.model.writes import Log
from leaddesk.text import msg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.model.action import Value
    from leaddesk.model.conflicts import Conflict

MINE, THEIRS, BOTH = Choice.MINE, Choice.THEIRS, Choice.BOTH
FILE, AGAIN = UUID(int=5), UUID(int=6)
_numbers = iter(range(100, 100_000))


@dataclass
class Copy:
    """A copy of a document that somebody works in."""

    who: str
    log: list[Action] = field(default_factory=list)

    def taken_by(self, who: str) -> Copy:
        """The same file, on somebody else's computer."""
        return Copy(who, list(self.log))

    def _next(self, kind: ActionKind, changes: Sequence[Change]) -> Action:
        number = next(_numbers)
        time = f"2026-09-01T{number // 3600 % 24:02d}:{number // 60 % 60:02d}:{number % 60:02d}.000+00:00"
        parent = self.log[-1].id if self.log else None
        return Action(UUID(int=number), UUID(int=1), parent, time, kind, msg("Deed"), tuple(changes), origin=self.who)

    def do(self, *changes: Change, kind: ActionKind = ActionKind.EDIT) -> Action:
        self.log.append(self._next(kind, changes))
        return self.log[-1]

    def set(self, row: int, column: str, new: Value, old: Value = None) -> Action:
        now = self.cell(row, column)
        return self.do(Change("leads", column, old if now is None else now, new, row))

    def merge_leads(self, row: int, kept: int, *cells: Change) -> Action:
        return self.do(*cells, Change(MERGE, "into", None, str(kept), row), kind=ActionKind.DUPLICATES)

    def undo(self, back: bool = True) -> None:
        last = UndoCursor(self.log).undoable if back else UndoCursor(self.log).redoable
        assert last is not None
        step = self._next(last.kind, ())
        self.log.append(replace(last.inverse(step.id, step.parent, step.time), origin=self.who))

    def merge(self, other: Copy, *choices: Choice, digests: dict[UUID, str] | None = None) -> Reconciliation:
        found = reconciling(self.log, other.log, digests)
        self.log += found.actions(choices, self._next(ActionKind.RECONCILE, ()))
        return found

    def cell(self, row: int, column: str) -> Value:
        written = Log(self.log).cells().get(("leads", column, row))
        return None if written is None else written.value

    def asked(self, other: Copy) -> tuple[Conflict, ...]:
        return reconciling(self.log, other.log).conflicts


def two() -> tuple[Copy, Copy]:
    """Two copies of a document with some work in it."""
    mine = Copy("Jean")
    mine.set(1, "stage", "new")
    mine.set(1, "notes", "appeler")
    mine.set(2, "stage", "new")
    return mine, mine.taken_by("Marie")


def test_what_was_done_in_the_copy_comes_along_with_who_and_when() -> None:
    mine, theirs = two()
    deed = theirs.set(2, "stage", "won")
    mine.set(1, "stage", "lost")
    found = mine.merge(theirs)
    assert found.conflicts == ()
    assert (mine.cell(1, "stage"), mine.cell(2, "stage")) == ("lost", "won")
    brought, merge = mine.log[-2:]
    assert (brought.id, brought.origin, brought.time) == (deed.id, "Marie", deed.time)
    assert [action.parent for action in mine.log[1:]] == [action.id for action in mine.log[:-1]], "one chain"
    assert merge.kind is ActionKind.RECONCILE


def test_a_merge_is_one_step_to_undo_and_to_redo() -> None:
    mine, theirs = two()
    last = mine.set(1, "stage", "lost")
    theirs.set(2, "stage", "won")
    theirs.set(3, "stage", "won")
    before = in_force(mine.log)
    mine.merge(theirs)
    assert UndoCursor(mine.log).undoable == mine.log[-1], "the merge, and not what it brought"
    mine.undo()
    assert in_force(mine.log) == before
    assert UndoCursor(mine.log).undoable == last
    mine.undo(back=False)
    assert (mine.cell(2, "stage"), mine.cell(3, "stage")) == ("won", "won")
    told = timeline(mine.log)
    assert told.entry(0).way is Way.REDO


def test_the_history_marks_what_a_merge_brought_that_was_taken_back() -> None:
    mine, theirs = two()
    theirs.set(2, "stage", "won")
    theirs.undo()
    theirs.set(2, "stage", "lost")
    mine.merge(theirs)
    stands = [timeline(mine.log).entry(number).stands for number in range(4)]
    assert stands == [True, True, True, False], "the merge, lost, the undo of won, won"
    mine.undo()
    told = [timeline(mine.log, row=2).entry(number) for number in range(3)]
    assert [(entry.action.origin, entry.stands) for entry in told] == [("Marie", False)] * 3
    assert len(timeline(mine.log, row=2)) == 4


def test_of_what_a_copy_brings_only_what_counts_is_told() -> None:
    mine, theirs = two()
    theirs.set(2, "stage", "won")
    theirs.undo()
    last = theirs.set(2, "stage", "lost")
    found = reconciling(mine.log, theirs.log)
    assert len(found.brought) == 3
    assert found.deeds == (last,)


def test_the_same_copy_twice_brings_nothing_twice() -> None:
    mine, theirs = two()
    theirs.set(2, "stage", "won")
    theirs.set(1, "stage", "won")
    mine.set(1, "stage", "lost")
    mine.merge(theirs, MINE)
    assert reconciling(mine.log, theirs.log).is_nothing
    assert reconciling(mine.log, mine.taken_by("Marie").log).is_nothing


@pytest.mark.parametrize("choice", [MINE, THEIRS])
def test_both_ways_round_give_the_same_and_then_there_is_nothing_more_to_do(choice: Choice) -> None:
    mine, theirs = two()
    mine.set(1, "stage", "lost")
    theirs.set(1, "stage", "won")
    mine.merge(theirs, choice)
    wanted = "lost" if choice is MINE else "won"
    found = theirs.merge(mine)
    assert found.conflicts == (), "it was decided already"
    assert mine.cell(1, "stage") == theirs.cell(1, "stage") == wanted
    assert reconciling(mine.log, theirs.log).is_nothing
    assert reconciling(theirs.log, mine.log).is_nothing
    theirs.set(1, "stage", "quote")
    assert mine.merge(theirs).conflicts == (), "what was decided before is no news"
    assert mine.cell(1, "stage") == "quote"


def test_work_goes_to_and_fro() -> None:
    mine, theirs = two()
    mine.set(1, "stage", "lost")
    theirs.set(1, "stage", "won")
    mine.merge(theirs, MINE)
    theirs.merge(mine)
    mine.set(1, "stage", "quote")
    assert theirs.asked(mine) == ()
    theirs.set(1, "stage", "contacted")
    (conflict,) = mine.asked(theirs)
    assert (conflict.mine.value, conflict.theirs.value) == ("quote", "contacted")


def test_two_who_decided_otherwise_are_asked_once_more() -> None:
    mine, theirs = two()
    mine.set(1, "stage", "lost")
    theirs.set(1, "stage", "won")
    before = mine.taken_by("Jean")
    mine.merge(theirs, MINE)
    theirs.merge(before, MINE)
    assert (mine.cell(1, "stage"), theirs.cell(1, "stage")) == ("lost", "won")
    (conflict,) = mine.asked(theirs)
    assert (conflict.mine.value, conflict.theirs.value) == ("lost", "won")
    mine.merge(theirs, THEIRS)
    assert theirs.merge(mine).conflicts == ()
    assert mine.cell(1, "stage") == theirs.cell(1, "stage") == "won"


def test_a_cell_set_to_two_values_is_asked_about_and_the_later_one_proposed() -> None:
    mine, theirs = two()
    first = mine.set(1, "stage", "lost")
    second = theirs.set(1, "stage", "won")
    (conflict,) = mine.asked(theirs)
    assert (conflict.about, conflict.cell) == (About.CELL, ("leads", "stage", 1))
    assert (conflict.mine.action, conflict.theirs.action) == (first, second)
    assert conflict.proposed is THEIRS
    (conflict,) = theirs.asked(mine)
    assert conflict.proposed is MINE
    assert conflict.choices == (MINE, THEIRS)


def test_the_same_value_twice_is_no_conflict() -> None:
    mine, theirs = two()
    for copy in (mine, theirs):
        copy.set(1, "stage", "won")
    assert mine.asked(theirs) == ()


def test_what_was_done_and_taken_back_is_no_change() -> None:
    mine, theirs = two()
    mine.set(1, "stage", "lost")
    theirs.set(1, "stage", "won")
    theirs.undo()
    assert mine.merge(theirs).conflicts == ()
    assert mine.cell(1, "stage") == "lost"


def test_what_the_copy_takes_back_is_taken_back_here() -> None:
    mine, theirs = two()
    theirs.set(2, "stage", "won")
    mine.merge(theirs)
    theirs.undo()
    mine.merge(theirs)
    assert mine.cell(2, "stage") == "new"
    theirs.undo()
    mine.set(2, "stage", "lost")
    (conflict,) = mine.asked(theirs)
    assert (conflict.mine.value, conflict.theirs.value) == ("lost", None), "from before there were two copies"
    assert conflict.theirs.action == theirs.log[-1]


def test_both_took_the_same_back() -> None:
    mine, theirs = two()
    mine.undo()
    theirs.undo()
    mine.merge(theirs)
    assert mine.cell(2, "stage") is None
    mine.undo()
    assert mine.cell(2, "stage") is None, "as it was before the merge"


def test_notes_are_joined_in_the_same_order_both_ways() -> None:
    mine, theirs = two()
    mine.set(1, "notes", "appeler\nle lundi")
    theirs.set(1, "notes", "appeler\nle mardi")
    (conflict,) = mine.asked(theirs)
    assert conflict.proposed is BOTH
    back = theirs.taken_by("Marie")
    back.merge(mine, BOTH)
    mine.merge(theirs, BOTH)
    assert mine.cell(1, "notes") == back.cell(1, "notes") == "appeler\nle lundi\nle mardi"
    assert theirs.merge(mine).conflicts == ()
    assert theirs.cell(1, "notes") == "appeler\nle lundi\nle mardi"


def test_a_setting_that_both_changed() -> None:
    mine, theirs = two()
    for copy, currency in ((mine, "CHF"), (theirs, "GBP")):
        copy.do(Change("settings", "currency", "EUR", currency), kind=ActionKind.SETTING)
    (conflict,) = mine.asked(theirs)
    assert (conflict.about, conflict.mine.value, conflict.theirs.value) == (About.SETTING, "CHF", "GBP")


def test_objectives_contradict_where_they_are_for_the_same_thing() -> None:
    mine, theirs = two()
    for copy, kpi, target in ((mine, "leads", 60), (theirs, "leads", 70), (theirs, "cac", 90)):
        field = Objective(kpi, target, Period()).field
        copy.do(Change("settings", field, None, ByHand(field, target).written()), kind=ActionKind.SETTING)
    (conflict,) = mine.asked(theirs)
    assert (conflict.about, conflict.cell[1]) == (About.SETTING, Objective("leads", 0, Period()).field)


def test_a_merge_that_was_taken_back_may_be_done_again() -> None:
    mine, theirs = two()
    theirs.set(2, "stage", "won")
    mine.merge(theirs)
    mine.undo()
    mine.set(1, "stage", "lost")
    count = len(mine.log)
    found = mine.merge(theirs)
    assert len(found.brought) == 1
    assert len(mine.log) == count + 1, "what it brought is in the log already"
    assert mine.cell(2, "stage") == "won"
    mine.undo()
    assert mine.cell(2, "stage") == "new"


def test_what_a_third_copy_did_comes_through_the_second() -> None:
    mine, theirs = two()
    third = theirs.taken_by("Zoé")
    third.set(3, "stage", "won")
    theirs.merge(third)
    theirs.set(2, "stage", "lost")
    mine.merge(theirs)
    assert (mine.cell(3, "stage"), mine.cell(2, "stage")) == ("won", "lost")
    assert reconciling(mine.log, third.log).is_nothing
    assert {action.origin for action in mine.log} == {"Jean", "Marie", "Zoé"}
    theirs.undo()
    theirs.undo()
    assert theirs.cell(3, "stage") is None
    other = Copy("Jean", list(two()[0].log))
    other.log[:] = third.log[:3]
    other.merge(theirs)
    assert other.cell(3, "stage") is None, "a merge that was taken back there brings nothing"


# -- duplicates -----------------------------------------------------------------------------------------------------


def test_one_lead_merged_into_two_is_asked_about_and_the_other_way_is_set_aside() -> None:
    mine, theirs = two()
    mine.merge_leads(9, 1)
    theirs.merge_leads(9, 2, Change("leads", "notes", None, "de 9", 2))
    (conflict,) = mine.asked(theirs)
    assert conflict.about is About.DUPLICATES
    back = mine.taken_by("Jean")
    mine.merge(theirs, MINE)
    assert _into(mine) == {9: "1"}
    assert mine.cell(2, "notes") is None
    back.merge(theirs, THEIRS)
    assert _into(back) == {9: "2"}
    assert back.cell(2, "notes") == "de 9"
    assert theirs.merge(mine).conflicts == ()
    assert _into(theirs) == {9: "1"}
    assert reconciling(mine.log, theirs.log).is_nothing


def _into(copy: Copy) -> dict[int, Value]:
    changes = [change for deed in in_force(copy.log) for change in deed.changes]
    return {change.row: change.new for change in changes if (change.entity, change.field) == (MERGE, "into")}


def test_leads_merged_into_each_other_would_both_be_gone() -> None:
    mine, theirs = two()
    mine.merge_leads(1, 2)
    theirs.merge_leads(2, 1)
    assert [conflict.about for conflict in mine.asked(theirs)] == [About.DUPLICATES]
    mine, theirs = two()
    mine.merge_leads(1, 2)
    theirs.merge_leads(2, 3)
    assert mine.asked(theirs) == (), "one after the other"
    theirs.merge_leads(3, 1)
    assert [conflict.about for conflict in mine.asked(theirs)] == [About.DUPLICATES]


def test_leads_that_one_merged_and_the_other_told_apart() -> None:
    mine, theirs = two()
    mine.merge_leads(1, 2)
    theirs.do(Change(APART, "leads", None, "2", 1), kind=ActionKind.DUPLICATES)
    assert len(mine.asked(theirs)) == len(theirs.asked(mine)) == 1


def test_one_decision_that_two_of_the_other_contradict_is_asked_about_once() -> None:
    mine, theirs = two()
    mine.do(Change(MERGE, "into", None, "2", 1), Change(MERGE, "into", None, "4", 3), kind=ActionKind.DUPLICATES)
    theirs.merge_leads(1, 5)
    theirs.merge_leads(3, 6)
    assert [conflict.about for conflict in mine.asked(theirs)] == [About.DUPLICATES]
    back = mine.taken_by("Jean")
    mine.merge(theirs, THEIRS)
    assert _into(mine) == {1: "5", 3: "6"}
    back.merge(theirs, MINE)
    assert _into(back) == {1: "2", 3: "4"}


def test_a_cell_that_a_contested_merge_wrote_to_is_asked_about_if_the_other_did_too() -> None:
    mine, theirs = two()
    mine.merge_leads(9, 1)
    mine.set(2, "stage", "lost")
    theirs.merge_leads(9, 2, Change("leads", "stage", None, "won", 2))
    assert {conflict.about for conflict in mine.asked(theirs)} == {About.DUPLICATES, About.CELL}
    theirs.set(2, "stage", "lost")
    assert {conflict.about for conflict in mine.asked(theirs)} == {About.DUPLICATES}, "both say the same of it"


def test_the_same_merge_on_both_sides_is_none() -> None:
    mine, theirs = two()
    for copy in (mine, theirs):
        copy.merge_leads(1, 2)
    assert mine.asked(theirs) == ()


def test_work_on_a_lead_that_the_other_merged_goes_to_the_lead_that_is_kept() -> None:
    mine, theirs = two()
    mine.merge_leads(1, 2)
    theirs.set(1, "stage", "won")
    (conflict,) = mine.asked(theirs)
    assert (conflict.cell, conflict.theirs.value) == (("leads", "stage", 2), "won")
    back = theirs.taken_by("Marie")
    (other,) = back.asked(mine)
    assert (other.cell, other.mine.value) == (("leads", "stage", 2), "won")
    mine.merge(theirs, THEIRS)
    back.merge(mine)
    assert mine.cell(2, "stage") == back.cell(2, "stage") == "won"
    assert reconciling(mine.log, back.log).is_nothing


# -- files ----------------------------------------------------------------------------------------------------------


def taken_in(copy: Copy, key: UUID, recipe: str = "recipe") -> Action:
    return copy.do(Change("import", key.hex, None, recipe), kind=ActionKind.IMPORT)


def test_a_file_comes_along() -> None:
    mine, theirs = two()
    taken_in(theirs, FILE)
    assert mine.merge(theirs).imports == (FILE,)


def test_a_file_taken_out_on_which_the_other_worked() -> None:
    mine = Copy("Jean")
    taken_in(mine, FILE)
    theirs = mine.taken_by("Marie")
    mine.undo()
    assert theirs.taken_by("Marie").merge(mine).conflicts == ()
    theirs.set(row_base(FILE) + 3, "stage", "won")
    theirs.set(row_base(FILE) + 4, "stage", "won")
    (conflict,) = mine.asked(theirs)
    assert (conflict.about, conflict.leads, conflict.proposed) == (About.FILE, 2, THEIRS)
    (conflict,) = theirs.asked(mine)
    assert conflict.proposed is MINE, "whatever came later, the file that was worked on stays"
    mine.merge(theirs, THEIRS)
    assert Log(mine.log).cells()["import", FILE.hex, 0].value == "recipe"


def test_the_same_file_taken_in_by_both_is_one_and_its_recipe_is_decided() -> None:
    mine, theirs = two()
    taken_in(mine, FILE, "as Jean reads it")
    taken_in(theirs, AGAIN, "as Marie reads it")
    theirs.set(row_base(AGAIN) + 3, "stage", "won")
    mine.set(row_base(FILE) + 4, "stage", "lost")
    digests = {FILE: "ab", AGAIN: "ab"}
    (conflict,) = reconciling(mine.log, theirs.log, digests).conflicts
    assert (conflict.about, conflict.cell) == (About.RECIPE, ("import", FILE.hex, 0))
    mine.merge(theirs, THEIRS, digests=digests)
    theirs.merge(mine, digests=digests)
    for copy in (mine, theirs):
        cells = Log(copy.log).cells()
        assert [cell for cell in cells if cell[0] == "import"] == [("import", FILE.hex, 0)]
        assert cells["import", FILE.hex, 0].value == "as Marie reads it"
        assert (copy.cell(row_base(FILE) + 3, "stage"), copy.cell(row_base(FILE) + 4, "stage")) == ("won", "lost")
    assert reconciling(mine.log, theirs.log, digests).is_nothing
    assert reconciling(theirs.log, mine.log, digests).is_nothing
    mine.set(row_base(FILE) + 3, "stage", "quote")
    theirs.merge(mine, digests=digests)
    assert theirs.cell(row_base(FILE) + 3, "stage") == "quote"
    mine.undo()
    mine.undo()
    assert mine.cell(row_base(FILE) + 3, "stage") is None
    told = timeline(theirs.log, row=row_base(FILE) + 3)
    assert len(told) == 2, "also what was done under its other number"
    assert {change.row for change in told.entry(1).action.changes} == {row_base(FILE) + 3}


def test_leads_merged_in_a_file_that_both_took_in_are_those_of_the_one_that_stays() -> None:
    mine, theirs = two()
    taken_in(mine, FILE)
    taken_in(theirs, AGAIN)
    theirs.merge_leads(row_base(AGAIN) + 3, row_base(AGAIN) + 4)
    theirs.do(Change(APART, "leads", None, "2", row_base(AGAIN) + 5), kind=ActionKind.DUPLICATES)
    mine.merge(theirs, digests={FILE: "ab", AGAIN: "ab"})
    assert _into(mine) == {row_base(FILE) + 3: str(row_base(FILE) + 4)}
    apart = [one for deed in in_force(mine.log) for one in deed.changes if one.entity == APART]
    assert [(one.row, one.new) for one in apart] == [(row_base(FILE) + 5, "2")]


def test_only_what_can_be_chosen_is() -> None:
    mine, theirs = two()
    mine.set(1, "stage", "lost")
    theirs.set(1, "stage", "won")
    with pytest.raises(ValueError, match="cannot be chosen"):
        mine.merge(theirs, BOTH)
    with pytest.raises(ValueError, match="zip"):
        mine.merge(theirs)
