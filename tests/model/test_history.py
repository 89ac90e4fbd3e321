"""Undo and redo out of the log, against the obvious model: a list of deeds and a place in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from leaddesk.model.action import Action, ActionKind, Change, Value
from leaddesk.model.history import UndoCursor, Way, in_force, timeline
from leaddesk.text import msg

REPLICA = UUID(int=1)
TIME = "2025-01-01T00:00:00.000+00:00"
Cells: TypeAlias = dict[str, Value]


def deed(number: int, log: list[Action], cells: Cells, field: str, new: float) -> Action:
    change = Change("leads", field, cells.get(field), new, 7)
    parent = log[-1].id if log else None
    return Action(
        UUID(int=number), REPLICA, parent, "2025-01-01T00:00:00.000+00:00", ActionKind.EDIT, msg("Edit"), (change,)
    )


def apply(action: Action, cells: Cells) -> None:
    for change in action.changes:
        assert cells.get(change.field) == change.old
        cells[change.field] = change.new


steps = st.lists(
    st.one_of(
        st.tuples(st.just("do"), st.sampled_from("abc"), st.integers(0, 3)),
        st.just(("undo", "", 0)),
        st.just(("redo", "", 0)),
    ),
    max_size=40,
)


@given(steps)
def test_undo_and_redo_are_those_of_a_list_with_a_place_in_it(steps: list[tuple[str, str, int]]) -> None:
    log: list[Action] = []
    cells: Cells = {}
    states: list[Cells] = [{}]
    place = 0
    cursor = UndoCursor()
    for number, (what, field, new) in enumerate(steps, 10):
        if what == "do":
            action = deed(number, log, cells, field, float(new))
            del states[place + 1 :]
        else:
            source = UndoCursor(log).undoable if what == "undo" else UndoCursor(log).redoable
            possible = place > 0 if what == "undo" else place < len(states) - 1
            assert (source is not None) == possible
            if source is None:
                continue
            action = source.inverse(UUID(int=number), log[-1].id, source.time)
            assert action.undoes == source.id
        apply(action, cells)
        log.append(action)
        cursor.take(action)
        place += -1 if what == "undo" else 1
        known: Cells = {field: value for field, value in cells.items() if value is not None}
        if what == "do":
            states.append(known)
        assert known == states[place]
        assert (cursor.undoable, cursor.redoable) == (UndoCursor(log).undoable, UndoCursor(log).redoable)
        replayed: Cells = {}
        for standing in in_force(log):
            apply(standing, replayed)
        assert replayed == known
        assert len(in_force(log)) == place


def test_a_new_deed_ends_the_redos() -> None:
    cells: Cells = {}
    first = deed(1, [], cells, "a", 1)
    back = first.inverse(UUID(int=2), first.id, first.time)
    assert UndoCursor([first, back]).redoable == back
    assert UndoCursor([first, back]).undoable is None
    second = deed(3, [first, back], cells, "a", 2)
    assert UndoCursor([first, back, second]).redoable is None
    assert UndoCursor([first, back, second]).undoable == second


def test_taking_back_an_older_deed_leaves_the_later_one_undoable() -> None:
    cells: Cells = {}
    first = deed(1, [], cells, "a", 1)
    second = deed(2, [first], cells, "b", 2)
    back = first.inverse(UUID(int=3), second.id, first.time)
    assert UndoCursor([first, second, back]).undoable == second
    assert UndoCursor([first, second, back]).redoable == back
    assert in_force([first, second, back]) == (second,)


def test_an_empty_log_has_nothing_to_undo() -> None:
    assert UndoCursor([]).undoable is None
    assert UndoCursor([]).redoable is None
    assert in_force([]) == ()


# -- what is told ---------------------------------------------------------------------------------------------------


def _told(actions: list[Action], row: int | None = None) -> list[tuple[int, Way, bool]]:
    found = timeline(actions, row)
    entries = [found.entry(number) for number in range(len(found))]
    return [(actions.index(entry.action), entry.way, entry.stands) for entry in entries]


def _deed(number: int, *changes: Change) -> Action:
    return Action(UUID(int=number), UUID(int=99), None, TIME, ActionKind.EDIT, msg("a"), changes)


def test_undo_and_redo_are_told_apart_and_what_was_taken_back_is_marked() -> None:
    one, two = _deed(1), _deed(2)
    undo = two.inverse(UUID(int=3), None, TIME)
    redo = undo.inverse(UUID(int=4), None, TIME)
    again = redo.inverse(UUID(int=5), None, TIME)
    assert _told([one, two, undo]) == [(2, Way.UNDO, True), (1, Way.DEED, False), (0, Way.DEED, True)]
    assert _told([one, two, undo, redo])[:3] == [(3, Way.REDO, True), (2, Way.UNDO, True), (1, Way.DEED, True)]
    assert _told([two, undo, redo, again]) == [
        (3, Way.UNDO, True), (2, Way.REDO, True), (1, Way.UNDO, True), (0, Way.DEED, False),
    ]  # fmt: skip


def test_the_history_of_a_lead_is_its_own_and_that_of_what_was_merged_with_it() -> None:
    actions = [
        _deed(1, Change("leads", "stage", None, "won", 7), Change("leads", "stage", None, "won", 8)),
        _deed(2, Change("leads", "stage", None, "won", 8)),
        _deed(3, Change("costs", "amount", 1.0, 2.0, 7)),
        _deed(4, Change("merge", "into", None, "7", 9)),
        _deed(5, Change("apart", "", None, "7", 8)),
        _deed(6, Change("merge", "id", "7", "12", 8)),
    ]
    assert [place for place, _, _ in _told(actions, 7)] == [4, 3, 0]
    assert [place for place, _, _ in _told(actions, 9)] == [3]
    assert _told(actions, 5) == []


def test_it_is_known_whether_anybody_is_named() -> None:
    """Of what is told alone: who changed another lead names nobody here."""
    one, two = _deed(1, Change("leads", "stage", None, "won", 7)), _deed(2, Change("leads", "stage", None, "won", 8))
    named = replace(two, origin="Inès")
    assert not timeline([one, two]).tells_who
    assert timeline([one, named]).tells_who
    assert timeline([one, named], 8).tells_who
    assert not timeline([one, named], 7).tells_who
