"""A step back is worked out from the cells that it touches, and says what a replay of all that was done says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.model.action import ActionKind, Change, editing, settings_value, staging
from leaddesk.model.objective import ByHand, Objective
from leaddesk.model.past import MOST
from leaddesk.model.period import Period
from leaddesk.model.stages import Stage
from leaddesk.workspace.replay import replayed
from tests.builders import state
from tests.model.test_merging import Log, dump

if TYPE_CHECKING:
    from leaddesk.model.state import State

TABLES: dict[str, Any] = {
    "leads": {
        "id": ["1", "2", "3", "4"],
        "created": ["2026-03-02 10:30", "2026-02-20", None, "2026-04-01"],
        "channel": ["Google", None, "Flyer", "Flyer"],
        "amount": [None, 0.1 + 0.2, 700, -0.0],
        "notes": ["rappeler", None, " é", ""],
        "optin_email": [1, 0, None, None],
    },
    "costs": {"date": ["2026-03-01"], "amount": [100.0], "channel": ["Google"]},
}


def made() -> State:
    return state(**TABLES)


def do(log: Log, row: int, field: str, value: Any) -> None:
    log.do(ActionKind.EDIT, editing(log.now, "leads", row, field, value))


def back(log: Log) -> None:
    """One step, which must not have needed a replay."""
    before = log.quick
    assert log.step(back=True)
    assert log.quick == before + 1


def test_an_edit_taken_back_shows_what_the_import_gave() -> None:
    log = Log(made())
    start = dump(log.now)
    for field, value in [("amount", 3.0), ("created", "2026-05-05"), ("notes", None), ("channel", "Salon")]:
        do(log, 0, field, value)
    assert log.now.dataset["leads"].labels("channel") == ("Flyer", "Google", "Salon")
    for _ in range(4):
        back(log)
    assert dump(log.now) == start
    assert log.now.dataset["leads"].labels("channel") == ("Flyer", "Google"), "a word that nothing says is gone"


def test_what_stood_before_the_last_edit_of_a_cell_stands_again() -> None:
    log = Log(made())
    for text in ("one", "two", None):
        do(log, 2, "notes", text)
    back(log)
    back(log)
    assert log.now.dataset["leads"].data["notes"].tolist()[2] == "one"
    log.step(back=False)
    assert log.now.dataset["leads"].data["notes"].tolist()[2] == "two"


def test_a_column_that_only_the_step_brought_goes_and_comes() -> None:
    log = Log(made())
    log.do(ActionKind.EDIT, staging(log.now, [0, 3], Stage.QUOTE))
    assert log.now.dataset.has("leads", "quoted")
    back(log)
    assert not log.now.dataset.has("leads", "quoted")
    assert not log.now.dataset.has("leads", "stage")
    log.step(back=False)
    assert log.now.dataset["leads"].data["stage"].tolist()[3] == "quote"


def test_a_setting_taken_back_is_the_one_before_or_that_of_the_program() -> None:
    log = Log(made())
    for name in ("Vélo", "Courses"):
        log.do(ActionKind.SETTING, (Change("settings", "company", "", name),))
    back(log)
    assert log.now.settings.company == "Vélo"
    back(log)
    assert log.now.settings.company == ""


def test_an_objective_taken_back_is_the_one_before_or_none() -> None:
    log = Log(made())
    field = Objective("leads", 60, Period()).field
    for target in (60.0, 70.0):
        value = settings_value(log.now.settings, field)
        log.do(ActionKind.SETTING, (Change("settings", field, value, ByHand(field, target).written()),))
    shown = []
    for step_back in (True, True, False):
        assert log.step(back=step_back)
        shown.append([one.target for one in log.now.settings.objectives])
    assert shown == [[60], [], [60]]


def test_what_the_log_says_counts_and_not_what_the_step_remembers() -> None:
    """The file's cell is another one now than when the edit was done: it was mapped anew, or a person erased."""
    log = Log(made())
    do(log, 0, "notes", "mine")
    erased = {name: list(values) for name, values in TABLES["leads"].items()} | {"notes": [None, None, " é", ""]}
    built = state(leads=erased).dataset
    now = replayed(built, log.actions, log.now.today)
    step = log.actions[0].inverse(log.actions[0].replica, None, "")
    assert step.changes[0].new == "rappeler"
    after = log.past.after(now, built, step)
    assert after is not None
    assert after.dataset["leads"].data["notes"].isna().tolist()[0]


@pytest.mark.parametrize(
    "change",
    [Change("leads", "notes", None, "x", 99), Change("orders", "amount", None, 1.0, 0)],
    ids=["a row that is not there", "a table that is not there"],
)
def test_steps_that_wait_are_left_to_the_replay(change: Change) -> None:
    log = Log(made())
    do(log, 0, "notes", "mine")
    deed = replace(log.actions[0], id=log.actions[0].replica, changes=(change,))
    log.past.take(deed)
    step = deed.inverse(log.actions[0].id, None, "")
    assert log.past.after(log.now, log.start.dataset, step) is None


def test_a_very_large_step_and_an_unknown_one_are_left_to_the_replay() -> None:
    log = Log(made())
    do(log, 0, "notes", "mine")
    deed = log.actions[0]
    unknown = replace(deed, id=deed.replica).inverse(deed.replica, None, "")
    assert log.past.after(log.now, log.start.dataset, unknown) is None
    step = deed.inverse(deed.replica, None, "")
    assert log.past.after(log.now, log.start.dataset, step) is not None
    large = replace(step, changes=step.changes * (MOST + 1))
    assert log.past.after(log.now, log.start.dataset, large) is None


def test_asking_changes_nothing() -> None:
    log = Log(made())
    do(log, 0, "notes", "mine")
    step = log.actions[0].inverse(log.actions[0].replica, None, "")
    first = log.past.after(log.now, log.start.dataset, step)
    second = log.past.after(log.now, log.start.dataset, step)
    assert first is not None
    assert second is not None
    assert dump(first) == dump(second) != dump(log.now)
    assert log.past.undoable is log.actions[0]


CELLS = st.sampled_from(
    [
        ("channel", "Salon"), ("channel", "Google"), ("channel", None), ("stage", "won"), ("stage", None),
        ("next_date", "2026-07-01"), ("created", "2026-01-01T09:15:00"), ("created", None), ("amount", 0.3),
        ("amount", None), ("optin_email", 1.0), ("notes", "=1+1"), ("notes", None), ("owner", "Zoé"),
    ]
)  # fmt: skip
SETTINGS = st.sampled_from(
    [
        ("company", "Vélo"),
        ("company", ""),
        ("response_target", 2.0),
        ("currency", "GBP"),
        ("stage_map", '[["x", "won"]]'),
    ]
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), st.integers(0, 3), CELLS),
        st.tuples(st.just("bulk"), st.sampled_from(list(Stage)), st.none()),
        st.tuples(st.just("cost"), st.sampled_from([1.0, None]), st.none()),
        st.tuples(st.just("setting"), st.just(0), SETTINGS),
        st.tuples(st.sampled_from(["undo", "redo"]), st.integers(1, 4), st.none()),
    ),
    max_size=25,
)


@settings(max_examples=50)
@given(STEPS)
def test_whatever_is_done_in_whatever_order(steps: list[Any]) -> None:
    """:class:`Log` compares each State with a replay, cell by cell."""
    log = Log(made())
    for what, one, other in steps:
        if what in ("undo", "redo"):
            for _ in range(one):
                before = log.quick
                if log.step(back=what == "undo"):
                    assert log.quick == before + 1
        elif what == "edit":
            do(log, one, *other)
        elif what == "bulk":
            log.do(ActionKind.EDIT, staging(log.now, [3, 1], one))
        elif what == "cost":
            log.do(ActionKind.EDIT, editing(log.now, "costs", 0, "amount", one))
        else:
            old = settings_value(log.now.settings, other[0])
            log.do(ActionKind.SETTING, (Change("settings", other[0], old, other[1]),))
