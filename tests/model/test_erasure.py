"""What an erasure empties, in a file and in an action, by hand; all else is the same object."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from leaddesk.model.action import Action, ActionKind, Change
from leaddesk.model.erasure import Blanks, Erasure, stays
from leaddesk.model.merges import APART, MERGE
from leaddesk.model.rawcell import held
from leaddesk.text import Message, msg
from tests.ingest.rawfiles import raw_file, raw_sheet

FILE = UUID(int=5)
TIME = "2026-11-26T12:00:00.000+00:00"


def action(kind: ActionKind = ActionKind.EDIT, *changes: Change, label: Message | None = None) -> Action:
    return Action(UUID(int=1), UUID(int=2), None, TIME, kind, label or msg("Notes"), changes)


def erasure(*blanks: Blanks, **more: Any) -> Erasure:
    """Row 7 of the leads and row 70 of the orders are theirs, and the word "marie"."""
    rows = {"leads": frozenset({7}), "orders": frozenset({70})}
    return Erasure(action(ActionKind.ERASURE), {FILE: blanks}, rows, words="marie", **more)


def cells(erased: Erasure, *rows: list[Any], **facts: Any) -> list[list[Any]]:
    """The rows of a file of one sheet without what goes."""
    (sheet,) = erased.raw(FILE, raw_file(rows, **facts)).sheets
    return [[held(column, row) for column in sheet.columns] for row in range(sheet.rows)]


@pytest.mark.parametrize(
    ("table", "column", "does"),
    [
        ("leads", "created", True), ("leads", "status", True), ("leads", "amount", True), ("leads", "id", True),
        ("leads", "name", False), ("leads", "email", False), ("leads", "phone", False), ("leads", "postcode", False),
        ("leads", "notes", False), ("leads", "city", False), ("leads", "next_date", False), ("orders", "date", True),
        ("leads", "extra:Code porte", False), ("surveys", "comment", False), ("nowhere", "id", False),
    ],
)  # fmt: skip
def test_what_tells_nobody_stays(table: str, column: str, does: bool) -> None:
    assert stays(table, column) is does


# -- files -------------------------------------------------------------------------------------------------------------


def test_cells_are_emptied_whatever_they_hold() -> None:
    found = cells(erasure(Blanks(0, 1, (1, 2))), ["a", "Paul", 1, 5], ["b", "Luc", 2, 6], ["c", "Luc", 3, 7])
    assert found == [["a", "Paul", 1, 5], ["b", None, None, 6], ["c", "Luc", 3, 7]]


def test_columns_without_any_of_it_are_the_same_objects() -> None:
    raw = raw_file([["a", "Luc"], ["b", "Marie"]], [["c"]])
    found = erasure().raw(FILE, raw)
    assert found.sheets[1] is raw.sheets[1]
    assert found.sheets[0].columns[0] is raw.sheets[0].columns[0]
    assert found.sheets[0].columns[1].texts == ("Luc", "…")
    nothing = raw_file([["a", "Luc"]])
    assert erasure().raw(FILE, nothing) is nothing
    assert erasure(Blanks(0, 0, (0,))).raw(UUID(int=6), nothing) is nothing, "of another file"


def test_texts_that_no_cell_has_any_more_are_gone_and_alike_ones_are_one() -> None:
    raw = raw_file([["chez Marie"], ["chez MARIE"], ["Durand"], [2]])
    (sheet,) = erasure(Blanks(0, 2, (0,), counts=False)).raw(FILE, raw).sheets
    (column,) = sheet.columns
    assert column.texts == ("chez …",)
    assert column.codes is not None
    assert column.codes.tolist() == [0, 0, -1, -1]
    assert column.numbers is not None
    assert column.numbers[3] == 2


def test_numbers_are_gone_from_their_column() -> None:
    raw = raw_file([[612345678, 1], [698765432, 2]])
    (sheet,) = erasure(Blanks(0, 0, (0,))).raw(FILE, raw).sheets
    numbers = sheet.columns[0].numbers
    assert numbers is not None
    assert np.isnan(numbers[0])
    assert numbers[1] == 698765432


def test_a_row_that_would_be_empty_goes_on_to_count_unless_it_shall_not() -> None:
    assert cells(erasure(Blanks(0, 1, (0, 1))), ["a", 1], ["b", 2]) == [["a", 1], ["–", None]]
    assert cells(erasure(Blanks(0, 0, (0,))), [5], [6]) == [["–"], [6]], "a column of numbers alone"
    assert cells(erasure(Blanks(0, 1, (0,))), ["–"], ["b"]) == [["–"], ["–"]]
    assert cells(erasure(Blanks(0, 1, (0, 1), counts=False)), ["a", 1], ["b", 2]) == [["a", 1], [None, None]]


def test_a_number_that_names_somebody_has_another_one() -> None:
    found = cells(erasure(names={"durand-1": "anon-1"}), ["durand-1", "vu durand-1"], ["durand-2", None])
    assert found == [["anon-1", "vu durand-1"], ["durand-2", None]]


def test_of_a_row_typed_by_hand_the_digest_goes_too() -> None:
    """It would be one of a few words, which can be guessed."""
    sheet = raw_sheet([["Marie"]])
    digests = [
        erasure().raw(FILE, raw_file(sheet, digest="ab", format=kind)).digest for kind in ("typed", "clipboard", "xlsx")
    ]
    assert digests == ["", "", "ab"]


# -- actions -----------------------------------------------------------------------------------------------------------


def test_of_a_persons_row_goes_what_was_written_and_what_tells_nobody_stays() -> None:
    done = action(
        ActionKind.EDIT,
        Change("leads", "notes", "Mme D.", "gentille", 7),
        Change("leads", "stage", None, "won", 7),
        Change("leads", "notes", None, "ami de Marie", 8),
        Change("leads", "amount", 5.0, None, 8),
        Change("orders", "extra:Remarque", None, "sonner", 70),
        Change("leads", "city", None, None, 7),
    )
    assert erasure().done(done).changes == (
        Change("leads", "notes", None, None, 7),
        Change("leads", "stage", None, "won", 7),
        Change("leads", "notes", None, "ami de …", 8),
        Change("leads", "amount", 5.0, None, 8),
        Change("orders", "extra:Remarque", None, None, 70),
        Change("leads", "city", None, None, 7),
    )


def test_an_action_without_any_of_it_is_the_same_object() -> None:
    for row in (7, 8):
        done = action(ActionKind.EDIT, Change("leads", "stage", None, "won", row))
        assert erasure().done(done) is done
    empty = action(ActionKind.EDIT, Change("leads", "city", None, None, 7))
    assert erasure().done(empty) is empty


def test_merges_stay_with_the_number_that_stands_for_theirs() -> None:
    done = action(
        ActionKind.DUPLICATES,
        Change(MERGE, "into", None, "3", 7),
        Change(MERGE, "id", "durand-1", "L-3", 7),
        Change(APART, "row", None, "9", 7),
    )
    found = erasure(names={"durand-1": "anon-1"}).done(done)
    assert found.changes == (done.changes[0], Change(MERGE, "id", "anon-1", "L-3", 7), done.changes[2])


def test_the_words_of_what_was_done_to_them_name_nobody() -> None:
    """Whatever text is in them: a name is not known by its cell alone. Sentences and figures stay."""
    inner = msg("{name} and {count} more", name="Mme D.", count=3)
    label = msg("Notes of {who}", who=inner)
    theirs = erasure().done(action(ActionKind.EDIT, Change("leads", "stage", None, "won", 7), label=label))
    assert theirs.label == msg("Notes of {who}", who=msg("{name} and {count} more", name="…", count=3))
    other = action(ActionKind.EDIT, Change("leads", "stage", None, "won", 8), label=label)
    assert erasure().done(other) is other
    named = replace(other, label=msg("Notes of {name}", name="Marie D."))
    assert erasure().done(named).label == msg("Notes of {name}", name="… D.")
    merge = action(ActionKind.DUPLICATES, Change(MERGE, "into", None, "3", 7), label=label)
    assert erasure().done(merge).label == theirs.label
    setting = action(ActionKind.SETTING, Change("leads", "stage", None, "won", 7), label=label)
    assert erasure().done(setting).label == label, "no deed on a person"
