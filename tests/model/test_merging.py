"""Leads merged into one: no fact is lost, nothing counts twice, and taking it back gives both rows exactly."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import uuid5

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.model.action import Action, ActionKind, Change, applied, editing, value_at
from leaddesk.model.history import UndoCursor
from leaddesk.model.merges import Merges
from leaddesk.model.merging import Conflict, Merge, fullest, merging, telling_apart
from leaddesk.model.past import Past
from leaddesk.model.report import Report
from leaddesk.model.rowcolumn import StageOf
from leaddesk.model.rowids import ROWS_PER_IMPORT
from leaddesk.model.rows import values
from leaddesk.model.stages import BY_ID
from leaddesk.text import msg
from leaddesk.workspace.replay import replayed
from tests.builders import a_slice, frame, state
from tests.model.strategies import diced
from tests.workspace.made import SPACE, TIME

if TYPE_CHECKING:
    from leaddesk.model.state import State

LEADS: dict[str, list[Any]] = {
    "id": ["L-1", "L-2", None, "L-4"],
    "created": ["2026-03-02", "2026-02-20 10:00", "2026-03-05", "2026-04-01"],
    "channel": ["Google", None, "Flyer", "Flyer"],
    "status": ["Contacté", "Devis envoyé", None, "Perdu"],
    "quoted": [None, "2026-03-10", None, None],
    "lost": [None, None, None, "2026-05-01"],
    "name": ["Marie Durand", "Durand", None, "Paul"],
    "first_name": [None, "Marie", None, None],
    "company": ["Alpha", "Alpha SARL", None, "Beta"],
    "email": [None, "marie@alpha.fr", None, None],
    "phone": ["0612345678", None, None, None],
    "notes": ["rappeler", "veut un devis", "rappeler", None],
    "optin_email": [1, 0, None, None],
    "amount": [None, 500, 700, None],
}
ORDERS: dict[str, list[Any]] = {"customer": ["L-2", "L-1", "L-4", "L-2"], "amount": [10, 20, 40, 80]}
TODAY = dt.date(2026, 6, 30)
TOUCHPOINTS: dict[str, list[Any]] = {"lead": ["L-2", "L-1"], "channel": ["Google", "Flyer"]}


def made(**tables: dict[str, list[Any]]) -> State:
    every: dict[str, Any] = {"leads": LEADS, "orders": ORDERS, "touchpoints": TOUCHPOINTS} | tables
    return state(today=TODAY, **every)


class Log:
    """A State that follows from what the imports gave and a log of actions, done one by one and done again."""

    def __init__(self, start: State) -> None:
        self.start, self.now = start, start
        self.actions: list[Action] = []
        self.past = Past()
        self.quick = 0

    def do(self, kind: ActionKind, changes: tuple[Change, ...]) -> None:
        number = uuid5(SPACE, str(len(self.actions)))
        self._take(Action(number, SPACE, None, TIME, kind, msg("Deed"), changes))

    def merge(self, kept: int, *others: int) -> Merge:
        merge = merging(self.now, kept, others)
        self.do(ActionKind.DUPLICATES, merge.changes)
        return merge

    def step(self, *, back: bool) -> bool:
        last = UndoCursor(self.actions).undoable if back else UndoCursor(self.actions).redoable
        if last is not None:
            self._take(last.inverse(uuid5(SPACE, str(len(self.actions))), None, TIME))
        return last is not None

    def _take(self, action: Action) -> None:
        self.actions.append(action)
        again = replayed(self.start.dataset, self.actions, self.start.today)
        quick = self.past.after(self.now, self.start.dataset, action)
        self.past.take(action)
        self.quick += quick is not None
        self.now = applied(self.now, action) if action.undoes is None else again if quick is None else quick
        assert dump(self.now) == dump(again)


def dump(of: State) -> Any:
    """All that a State says, as plain values."""
    tables = {
        name: (one.rows.tolist(), {column: _cells(one.data[column]) for column in sorted(one.data.columns)},
               one.origin.line.tolist(), sorted(one.added))
        for name, one in of.dataset.frames.items()
    }  # fmt: skip
    return tables, of.settings, of.today, dict(of.merges.into), dict(of.merges.ids), of.merges.apart


def _cells(column: pd.Series) -> list[Any]:
    return [None if pd.isna(value) else str(value) for value in column.astype(object)]


def lead(of: State, row: int) -> dict[str, Any]:
    leads = of.dataset["leads"]
    return {name: value_at(leads, row, name) for name in leads.data.columns}


# -- what becomes of the facts ----------------------------------------------------------------------------------------


def test_both_rows_facts_are_kept() -> None:
    log = Log(made())
    merge = log.merge(0, 1)
    one = lead(log.now, 0)
    assert log.now.dataset["leads"].rows.tolist() == [0, 2, 3]
    assert one["created"] == "2026-02-20T10:00:00"  # the earliest
    assert one["stage"] == "quote"  # the furthest; the status stays as it was
    assert one["status"] == "Contacté"
    assert (one["email"], one["phone"], one["amount"]) == ("marie@alpha.fr", "0612345678", 500)
    assert one["quoted"] == "2026-03-10"
    assert one["notes"] == "rappeler\nveut un devis"
    assert one["optin_email"] == 0  # who says no has said no
    assert (one["name"], one["first_name"]) == ("Marie Durand", None)  # not "Marie Marie Durand"
    assert merge.conflicts == (
        Conflict("status", "Contacté", "Devis envoyé", 1),
        Conflict("name", "Marie Durand", "Durand", 1),
        Conflict("company", "Alpha", "Alpha SARL", 1),
    )
    assert set(merge.filled) == {"created", "email", "amount", "quoted", "notes", "optin_email", "stage"}


def test_what_names_the_merged_lead_names_the_kept_one() -> None:
    log = Log(made())
    log.merge(0, 1)
    assert log.now.dataset["orders"].data["customer"].tolist() == ["L-1", "L-1", "L-4", "L-1"]
    assert log.now.dataset["touchpoints"].data["lead"].tolist() == ["L-1", "L-1"]
    later = made(orders={"customer": ["L-2", "L-9"], "amount": [1, 2]})  # next month's orders name it still
    again = replayed(later.dataset, log.actions, later.today)
    assert again.dataset["orders"].data["customer"].tolist() == ["L-1", "L-9"]


def test_a_number_that_only_the_merged_lead_has_is_taken_over() -> None:
    log = Log(made())
    log.merge(2, 1)
    assert lead(log.now, 2)["id"] == "L-2"
    assert log.now.dataset["orders"].data["customer"].tolist() == ORDERS["customer"]


def test_a_number_that_a_third_lead_has_stays_that_ones() -> None:
    log = Log(made(leads={"id": ["L-1", "L-2", "L-2"], "created": ["2026-01-01"] * 3}))
    log.merge(0, 1)
    assert log.now.merges.ids == {}
    assert log.now.dataset["orders"].data["customer"].tolist() == ORDERS["customer"]


def test_it_counts_once_everywhere() -> None:
    log = Log(made())

    def figure(name: str) -> float | None:
        return next(one.measure.value for one in Report(a_slice(log.now)).kpis if one.kpi.id == name)

    assert figure("leads") == 4
    log.merge(0, 1)
    assert figure("leads") == 3
    log.step(back=True)
    assert figure("leads") == 4


@pytest.mark.parametrize(
    ("kept", "other", "stands"),
    [
        ("Contacté", "Devis envoyé", "quote"), ("Gagné", "Perdu", "won"), ("Perdu", "Gagné", "won"),
        ("Nouveau", "Perdu", "lost"), ("Perdu", "Contacté", "contacted"), (None, "Perdu", "lost"),
        ("Spam", "Nouveau", "new"), ("Qualifié", None, "qualified"), ("Perdu", "Perdu", "lost"),
    ],
)  # fmt: skip
def test_the_furthest_stage_holds(kept: str | None, other: str | None, stands: str) -> None:
    dates = {"Gagné": ("won", "2026-05-02"), "Perdu": ("lost", "2026-05-03")}
    leads: dict[str, list[Any]] = {"status": [kept, other], "won": [None, None], "lost": [None, None]}
    for place, word in enumerate((kept, other)):
        if word in dates:
            leads[dates[word][0]][place] = dates[word][1]
    log = Log(state(leads=leads, today=TODAY))
    log.merge(0, 1)
    assert values(StageOf(), log.now.dataset, log.now.settings).tolist() == [int(BY_ID[stands])]


@pytest.mark.parametrize(
    ("rows", "created", "stands"),
    [
        ((0, ROWS_PER_IMPORT), ("2026-05-04", "2026-05-04 10:00"), "lost"),  # two lists, one enquiry: lost since
        ((0, ROWS_PER_IMPORT), ("2026-06-04", "2026-05-04"), "contacted"),  # asked anew
        ((0, 1), ("2026-05-04", "2026-05-04"), "contacted"),  # one list knows both
        ((0, ROWS_PER_IMPORT), (None, "2026-05-04"), "contacted"),  # nothing tells
    ],
)  # fmt: skip
@pytest.mark.parametrize("kept", [0, 1])
def test_a_lead_that_another_list_knows_as_lost_is_lost(
    rows: tuple[int, int], created: tuple[str | None, str], stands: str, kept: int
) -> None:
    leads: dict[str, Any] = {
        "created": list(created),
        "status": ["À rappeler", "Perdu"],
        "lost_reason": [None, "trop cher"],
    }
    log = Log(state(frame("leads", rows=rows, **leads)))
    log.merge(rows[kept], rows[1 - kept])
    assert values(StageOf(), log.now.dataset, log.now.settings).tolist() == [int(BY_ID[stands])]
    if stands == "lost":
        assert fullest(log.start, rows) == rows[1]
        assert value_at(log.now.dataset["leads"], rows[kept], "lost_reason") == "trop cher"


def test_a_chain_and_a_group() -> None:
    log = Log(made())
    log.merge(1, 2)
    log.merge(0, 1)
    assert log.now.dataset["leads"].rows.tolist() == [0, 3]
    group = Log(made())
    group.merge(0, 1, 2)
    assert group.now.dataset["leads"].rows.tolist() == [0, 3]
    assert lead(group.now, 0) == lead(log.now, 0) | {"amount": 500, "channel": "Google"}


def test_what_the_third_knows_otherwise_is_listed_too() -> None:
    merge = merging(made(), 0, [1, 2])
    assert Conflict("amount", 500, 700, 2) in merge.conflicts
    assert not {"created", "notes", "id", "optin_email"} & {one.column for one in merge.conflicts}


def test_a_number_goes_along_a_chain() -> None:
    log = Log(made())
    log.merge(1, 3)
    log.merge(0, 1)
    assert log.now.merges.ids == {"L-4": "L-1", "L-2": "L-1"}
    assert set(log.now.dataset["orders"].data["customer"]) == {"L-1"}


def test_rows_that_are_not_there_wait() -> None:
    log = Log(made())
    log.merge(0, 1)
    later: dict[str, Any] = {name: cells[1:] for name, cells in LEADS.items()}
    fewer = state(frame("leads", rows=[1, 2, 3], **later), orders=ORDERS)
    again = replayed(fewer.dataset, log.actions, fewer.today)
    assert again.dataset["leads"].rows.tolist() == [1, 2, 3]  # the kept one is not there: the other stays
    assert again.dataset["orders"].data["customer"].tolist() == ORDERS["customer"]


def test_edits_before_and_after() -> None:
    log = Log(made())
    log.do(ActionKind.EDIT, editing(log.now, "leads", 1, "notes", "urgent"))
    log.merge(0, 1)
    assert lead(log.now, 0)["notes"] == "rappeler\nurgent"
    log.do(ActionKind.EDIT, editing(log.now, "leads", 0, "notes", None))
    log.do(ActionKind.EDIT, editing(log.now, "leads", 0, "email", None))
    assert (lead(log.now, 0)["notes"], lead(log.now, 0)["email"]) == (None, None)
    log.do(ActionKind.EDIT, editing(log.now, "orders", 2, "customer", "L-2"))
    assert log.now.dataset["orders"].data["customer"].tolist() == ["L-1"] * 4
    with pytest.raises(KeyError):
        editing(log.now, "leads", 1, "notes", "x")


def test_a_column_that_only_an_edit_of_the_merged_row_brought() -> None:
    log = Log(made(leads={"id": ["L-1", "L-2"]}))
    log.do(ActionKind.EDIT, editing(log.now, "leads", 1, "notes", "a"))
    log.merge(0, 1)
    log.do(ActionKind.EDIT, editing(log.now, "leads", 0, "notes", None))
    assert not log.now.dataset.has("leads", "notes")


def test_not_a_duplicate_is_remembered_and_can_be_taken_back() -> None:
    log = Log(made())
    log.do(ActionKind.DUPLICATES, telling_apart(log.now, [3, 0, 1]))
    assert log.now.merges.apart == {(0, 3), (0, 1), (1, 3)}
    assert telling_apart(log.now, [0, 3]) == ()
    log.step(back=True)
    assert log.now.merges == Merges()


def test_the_row_to_keep() -> None:
    assert fullest(made(), [0, 1]) == 1  # its quote was sent
    assert fullest(state(leads={"name": ["a", "b", None], "city": [None, "Lyon", None]}), [2, 0, 1]) == 1
    assert fullest(state(leads={"name": ["a", "b"]}), [1, 0]) == 0


@pytest.mark.parametrize("others", [(), (0,), (1, 0)])
def test_what_cannot_be_merged(others: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="merged with others"):
        merging(made(), 0, others)


def test_a_lead_that_is_not_there_cannot_be_merged() -> None:
    with pytest.raises(KeyError):
        merging(made(), 0, [9])


# -- whatever is done in whatever order -------------------------------------------------------------------------------

STEPS = st.one_of(
    st.tuples(st.just("merge"), st.integers(0, 9), st.lists(st.integers(0, 9), min_size=1, max_size=2, unique=True)),
    st.tuples(st.just("apart"), st.integers(0, 9), st.integers(0, 9)),
    st.tuples(
        st.just("edit"), st.integers(0, 9),
        st.sampled_from([("id", "2"), ("notes", "n"), ("notes", None), ("stage", "won"), ("amount", 3.0)]),
    ),
    st.tuples(st.just("order"), st.integers(0, 9), st.sampled_from(["1", "2", "3", "10", None])),
    st.tuples(st.sampled_from(["undo", "redo"]), st.integers(1, 3)),
)  # fmt: skip


@settings(max_examples=20)
@given(st.integers(0, 2**32), st.lists(STEPS, max_size=14))
def test_merges_and_undos_in_any_order(seed: int, steps: list[Any]) -> None:
    tables: dict[str, Any] = diced(seed)
    log = Log(state(**tables))
    start = dump(log.now)
    for what, number, *more in steps:
        if what in ("undo", "redo"):
            for _ in range(number):
                log.step(back=what == "undo")
            continue
        table = "orders" if what == "order" else "leads"
        rows = log.now.dataset[table].rows.tolist() if table in log.now.dataset else []
        if not rows:
            continue
        row = rows[number % len(rows)]
        before = dump(log.now)
        if what == "merge":
            others = list(dict.fromkeys(rows[other % len(rows)] for other in more[0]))
            if row in others:
                continue
            count = len(rows)
            log.merge(row, *others)
            assert len(log.now.dataset["leads"]) == count - len(others)
        elif what == "apart":
            log.do(ActionKind.DUPLICATES, telling_apart(log.now, [row, rows[more[0] % len(rows)]][: len(rows)]))
        elif what == "edit":
            log.do(ActionKind.EDIT, editing(log.now, "leads", row, *more[0]))
        else:
            log.do(ActionKind.EDIT, editing(log.now, "orders", row, "customer", more[0]))
        after = dump(log.now)
        log.step(back=True)
        assert dump(log.now) == before
        log.step(back=False)
        assert dump(log.now) == after
    while log.step(back=True):
        pass
    assert dump(log.now) == start
    assert np.array_equal(log.now.dataset["leads"].rows, log.start.dataset["leads"].rows)
