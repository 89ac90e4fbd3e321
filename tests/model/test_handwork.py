"""What stands by hand in the leads, and where it goes when a row turns out to be a lead of another list."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from leaddesk.model.action import Action, ActionKind, Change
from leaddesk.model.handwork import cells_by_hand, followed
from leaddesk.model.merges import APART, MERGE
from leaddesk.text import msg

if TYPE_CHECKING:
    from leaddesk.model.action import Value


def deed(number: int, *changes: Change, kind: ActionKind = ActionKind.EDIT) -> Action:
    return Action(UUID(int=number), UUID(int=99), None, "2025-06-30T12:00:00.000+00:00", kind, msg("Deed"), changes)


def set_to(new: Value, row: int = 1, field: str = "notes", entity: str = "leads") -> Change:
    return Change(entity, field, None, new, row)


def test_the_last_word_in_a_cell_stands() -> None:
    log = [
        deed(1, set_to("first"), set_to("won", 2, "stage")),
        deed(2, set_to("second")),
        deed(3, set_to("kept", 3), kind=ActionKind.DUPLICATES),
        deed(4, set_to("C-1", entity="orders"), Change("settings", "currency", "EUR", "CHF", 1)),
    ]
    assert cells_by_hand(log, {}) == {(1, "notes"): "second", (2, "stage"): "won", (3, "notes"): "kept"}


def test_what_was_emptied_or_taken_back_does_not() -> None:
    first, second = deed(1, set_to("first")), deed(2, set_to("second"), set_to("A", 2))
    log = [first, second, second.inverse(UUID(int=3), None, "")]
    assert cells_by_hand(log, {}) == {(1, "notes"): "first"}
    assert cells_by_hand([*log, deed(4, set_to(None))], {}) == {}


def test_it_stands_at_the_lead_that_the_row_is_again() -> None:
    log = [deed(1, set_to("of the first list")), deed(2, set_to("of the second", 50), set_to(3.0, 50, "amount"))]
    assert cells_by_hand(log, {50: 1}) == {(1, "notes"): "of the second", (1, "amount"): 3.0}


def test_changes_go_to_the_leads_that_rows_are_again() -> None:
    changes = [set_to("a", 50), set_to("b", 2), set_to("c", 50, entity="orders")]
    assert list(followed(changes, {50: 1})) == [set_to("a", 1), *changes[1:]]


@pytest.mark.parametrize("entity", [MERGE, APART])
def test_what_was_said_of_two_rows_goes_to_what_both_are(entity: str) -> None:
    said = Change(entity, "into", None, "60", 50)
    assert list(followed([said], {})) == [said]
    assert list(followed([said], {50: 5})) == [Change(entity, "into", None, "60", 5)]
    assert list(followed([said], {60: 6})) == [Change(entity, "into", None, "6", 50)]
    assert list(followed([said], {50: 5, 60: 6})) == [Change(entity, "into", None, "6", 5)]
    assert list(followed([said], {50: 5, 60: 5})) == [], "both are one lead: nothing is left to say"
    undone = Change(entity, "into", "60", None, 50)
    assert list(followed([undone], {50: 5, 60: 6})) == [Change(entity, "into", "6", None, 5)]


def test_the_number_that_counts_for_a_merged_lead_is_no_row() -> None:
    said = Change(MERGE, "id", "60", "L-1", 50)
    assert list(followed([said], {50: 5, 60: 6})) == [Change(MERGE, "id", "60", "L-1", 5)]
