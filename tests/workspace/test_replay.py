"""State = imports + log: what a document holds is what was done step by step."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.model.action import Action, ActionKind, Change, applied, editing, utc_now
from leaddesk.model.history import UndoCursor
from leaddesk.model.recipe import Recipe
from leaddesk.text import msg
from leaddesk.workspace.document import Document
from leaddesk.workspace.replay import Source, rebuild, recipes, replayed
from tests.builders import dataset, frame, state
from tests.workspace.made import SPACE, TIME, raw

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from leaddesk.model.dataset import Dataset

FIRST, SECOND = UUID(int=5), UUID(int=6)
TODAY = dt.date(2025, 6, 30)


def importer(sources: Sequence[Source]) -> Dataset:
    """A lead a line; the recipe's file name becomes the campaign."""
    whole = dataset()
    for source in sources:
        (sheet,) = source.raw.sheets
        codes = sheet.columns[0].codes
        assert codes is not None
        ids = [sheet.columns[0].texts[code] for code in codes[1:]]
        whole = whole.joined(
            dataset(
                frame(
                    "leads",
                    rows=[source.first_row + row for row in range(len(ids))],
                    id=ids,
                    campaign=[source.recipe.file] * len(ids),
                )
            )
        )
    return whole


def step(document: Document, number: int, kind: ActionKind, *changes: Change) -> Action:
    action = Action(uuid5(SPACE, str(number)), document.replica, document.head, TIME, kind, msg("Step"), changes)
    document.append(action)
    return action


def recipe(name: str) -> str:
    return json.dumps(Recipe(name).to_json())


def undo(document: Document, number: int) -> None:
    last = UndoCursor(document.actions()).undoable
    assert last is not None
    document.append(last.inverse(uuid5(SPACE, str(number)), document.head, TIME))


def redo(document: Document, number: int) -> None:
    last = UndoCursor(document.actions()).redoable
    assert last is not None
    document.append(last.inverse(uuid5(SPACE, str(number)), document.head, TIME))


def test_imports_edits_and_settings_are_there_again(tmp_path: Path) -> None:
    with Document.create(tmp_path / "a.leaddesk") as document:
        first = document.add_import(raw("one.csv", "id", "1", "2"), FIRST)
        document.add_import(raw("two.csv", "id", "3"), SECOND)
        step(document, 1, ActionKind.IMPORT, Change("import", FIRST.hex, None, recipe("one")))
        step(document, 2, ActionKind.IMPORT, Change("import", str(SECOND), None, recipe("two")))
        step(document, 3, ActionKind.EDIT, Change("leads", "notes", None, "call", first.first_row + 1))
        step(document, 4, ActionKind.SETTING, Change("settings", "currency", "EUR", "CHF"))
    with Document.open(tmp_path / "a.leaddesk", read_only=True) as document:
        rebuilt = rebuild(document, importer, TODAY)
    leads = rebuilt.dataset["leads"]
    assert leads.data["id"].tolist() == ["1", "2", "3"]
    assert leads.data["campaign"].tolist() == ["one", "one", "two"]
    assert leads.data["notes"].fillna("").tolist() == ["", "call", ""]
    assert rebuilt.settings.currency == "CHF"
    assert rebuilt.today == TODAY


def test_a_mapping_replaces_the_recipe_and_an_edit_stays_with_its_row(tmp_path: Path) -> None:
    with Document.create(tmp_path / "a.leaddesk") as document:
        document.add_import(raw("one.csv", "id", "1"), FIRST)
        second = document.add_import(raw("two.csv", "id", "2"), SECOND)
        step(document, 1, ActionKind.IMPORT, Change("import", FIRST.hex, None, recipe("one")))
        step(document, 2, ActionKind.IMPORT, Change("import", SECOND.hex, None, recipe("two")))
        step(document, 3, ActionKind.EDIT, Change("leads", "notes", None, "call", second.first_row))
        step(document, 4, ActionKind.MAPPING, Change("import", FIRST.hex, recipe("one"), recipe("other")))
        leads = rebuild(document, importer, TODAY).dataset["leads"]
        assert leads.data["campaign"].tolist() == ["other", "two"]
        assert leads.data["notes"].fillna("").tolist() == ["", "call"]
        undo(document, 5)
        leads = rebuild(document, importer, TODAY).dataset["leads"]
        assert leads.data["campaign"].tolist() == ["one", "two"]
        assert list(recipes(document.actions())) == [FIRST, SECOND]


def test_an_import_taken_back_and_done_again(tmp_path: Path) -> None:
    with Document.create(tmp_path / "a.leaddesk") as document:
        document.add_import(raw("one.csv", "id", "1"), FIRST)
        step(document, 1, ActionKind.IMPORT, Change("import", FIRST.hex, None, recipe("one")))
        undo(document, 2)
        assert not rebuild(document, importer, TODAY).dataset.frames
        redo(document, 3)
        assert rebuild(document, importer, TODAY).dataset["leads"].data["id"].tolist() == ["1"]


def test_edits_of_rows_that_are_not_there_wait(tmp_path: Path) -> None:
    with Document.create(tmp_path / "a.leaddesk") as document:
        step(document, 1, ActionKind.EDIT, Change("leads", "notes", None, "call", 3))
        assert not rebuild(document, importer, TODAY).dataset.frames
        actions = tuple(document.actions())
    waiting = dataset(frame("leads", rows=[3, 4], id=["3", "4"]))
    assert replayed(waiting, actions, TODAY).dataset["leads"].data["notes"].fillna("").tolist() == ["call", ""]


def test_the_sample_is_looked_at_on_its_own_day() -> None:
    pinned = Change("settings", "pinned_today", None, "2024-02-29")
    action = Action(FIRST, SECOND, None, TIME, ActionKind.SETTING, msg("Sample"), (pinned,))
    assert replayed(dataset(), [action], TODAY).today == dt.date(2024, 2, 29)


cells = st.tuples(
    st.sampled_from([0, 1, 2]),
    st.sampled_from([("notes", "a"), ("notes", "b"), ("stage", "won"), ("amount", 5.0), ("won", "2025-02-03")]),
)


@given(st.lists(st.one_of(cells, st.just("undo"), st.just("redo")), max_size=30))
def test_doing_is_the_same_as_doing_again(steps: list[tuple[int, tuple[str, str | float]] | str]) -> None:
    start = state(leads={"id": ["1", "2", "3"], "stage": ["new", "won", None], "amount": [1.0, None, 3.0]})
    now, log = start, list[Action]()
    for number, what in enumerate(steps):
        parent = log[-1].id if log else None
        identity, time = uuid5(SPACE, str(number)), utc_now(dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
        if isinstance(what, str):
            last = UndoCursor(log).undoable if what == "undo" else UndoCursor(log).redoable
            if last is None:
                continue
            action = last.inverse(identity, parent, time)
        else:
            row, (field, new) = what
            changes = editing(now, "leads", row, field, new)
            action = Action(identity, SECOND, parent, time, ActionKind.EDIT, msg("Edit"), changes)
        now = applied(now, action)
        log.append(action)
    again = replayed(start.dataset, log, start.today)
    for name in now.dataset["leads"].data.columns:
        column = now.dataset["leads"].data[name]
        if not again.dataset.has("leads", name):
            assert column.isna().all()
            continue
        other = again.dataset["leads"].data[name]
        assert np.array_equal(column.isna(), other.isna())
        assert column.dropna().tolist() == other.dropna().tolist()
