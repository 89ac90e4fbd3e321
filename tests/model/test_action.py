"""Actions: what they write down, that their inverse restores every cell, and that no figure outlives an edit."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast
from uuid import UUID

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.model.action import (
    Action,
    ActionKind,
    Change,
    Value,
    applied,
    edited,
    editing,
    settings_value,
    staging,
    utc_now,
    value_at,
    with_cells,
    with_setting,
)
from leaddesk.model.opening import OpeningHours
from leaddesk.model.period import Period
from leaddesk.model.report import Report
from leaddesk.model.scoring import scores
from leaddesk.model.settings import LIFETIMES, Settings
from leaddesk.model.slice import Filters, Slice
from leaddesk.model.stages import Stage, StageMap
from leaddesk.model.state import State
from leaddesk.text import msg
from tests.builders import TODAY, dataset, frame, state
from tests.model import strategies

REPLICA = UUID(int=7)


def action(kind: ActionKind, *changes: Change) -> Action:
    return Action(UUID(int=1), REPLICA, None, "2025-06-30T10:00:00.000+00:00", kind, msg("Something"), changes)


# -- cells -------------------------------------------------------------------------------------------------------------


def test_a_cell_is_written_down_as_json_can_hold_it() -> None:
    leads = frame(
        "leads",
        rows=[5, 6],
        extra={"Couleur": ["bleu", None]},
        created=["2025-01-03", "2025-01-03 10:30"],
        channel=["a", None],
        amount=[2.5, None],
        recurring=[1, 0],
        name=["Inès", None],
    )
    names = ("created", "channel", "amount", "recurring", "name", "extra:Couleur", "city")
    assert [value_at(leads, 5, name) for name in names] == ["2025-01-03", "a", 2.5, 1.0, "Inès", "bleu", None]
    assert [value_at(leads, 6, name) for name in names] == ["2025-01-03T10:30:00", None, None, 0.0, None, None, None]
    with pytest.raises(KeyError):
        value_at(leads, 7, "created")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("channel", "Salon"), ("channel", "a"), ("channel", None), ("created", "2025-03-04"), ("created", None),
        ("created", "2025-03-04T08:15:00"), ("amount", 12.5), ("amount", None), ("recurring", 1.0), ("name", "Zoé"),
        ("name", None), ("notes", "a\nb"), ("stage", "won"), ("budget", 0.0), ("next_date", "2025-07-01"),
        ("extra:Couleur", "rouge"),
    ],
)  # fmt: skip
def test_a_cell_holds_what_was_set_and_its_neighbours_stay(name: str, value: Value) -> None:
    leads = frame(
        "leads",
        rows=[5, 6],
        created=["2025-01-03", None],
        channel=["a", "b"],
        amount=[1, 2],
        name=["x", "y"],
        recurring=[0, None],
    )
    new = with_cells(leads, name, {6: value})
    assert value_at(new, 6, name) == value
    assert value_at(new, 5, name) == value_at(leads, 5, name)
    assert new.kind(name) is leads.kind(name)
    if leads.has(name):
        assert new.data[name].dtype == leads.data[name].dtype or new.kind(name).value == "category"
    assert len(new) == 2


def test_many_cells_at_once() -> None:
    leads = frame("leads", rows=[5, 6, 7], channel=["a", "b", None])
    new = with_cells(leads, "channel", {7: "c", 5: None, 6: "a"})
    assert [value_at(new, row, "channel") for row in (5, 6, 7)] == [None, "a", "c"]


def test_editing_gives_one_change_or_none() -> None:
    one = state(leads={"channel": ["a", None]})
    assert editing(one, "leads", 0, "channel", "b") == (Change("leads", "channel", "a", "b", 0),)
    assert editing(one, "leads", 0, "channel", "a") == ()
    assert editing(one, "leads", 1, "city", None) == ()


def test_an_edit_of_a_row_or_table_that_is_not_there_is_refused() -> None:
    one = state(leads={"channel": ["a"]})
    with pytest.raises(KeyError):
        edited(one, [Change("leads", "channel", "a", "b", 9)])
    with pytest.raises(KeyError):
        edited(one, [Change("costs", "channel", "a", "b", 0)])


def test_the_last_of_several_changes_of_a_cell_holds() -> None:
    one = state(leads={"channel": ["a"]})
    two = edited(one, [Change("leads", "channel", "a", "b", 0), Change("leads", "channel", "b", "c", 0)])
    assert value_at(two.dataset["leads"], 0, "channel") == "c"
    assert value_at(one.dataset["leads"], 0, "channel") == "a"


# -- stages by hand ----------------------------------------------------------------------------------------------------


def test_a_stage_by_hand_comes_with_its_date_where_none_is_known() -> None:
    one = state(leads={"status": ["Nouveau", "Nouveau"], "won": ["2025-01-01", None]}, today=dt.date(2025, 5, 20))
    assert staging(one, [0, 1], Stage.WON) == (
        Change("leads", "stage", None, "won", 0),
        Change("leads", "stage", None, "won", 1),
        Change("leads", "won", None, "2025-05-20", 1),
    )
    assert staging(one, [0], Stage.NEW) == (Change("leads", "stage", None, "new", 0),)
    assert [change.field for change in staging(one, [0], Stage.NEGOTIATION)] == ["stage"]
    assert [change.field for change in staging(one, [0], Stage.LOST)] == ["stage", "lost"]


def test_a_lead_won_by_hand_is_a_customer_of_today() -> None:
    one = state(leads={"status": ["Perdu"], "created": ["2025-05-01"]}, today=dt.date(2025, 5, 20))
    two = applied(one, action(ActionKind.EDIT, *staging(one, [0], Stage.WON)))
    found = {figure.kpi.id: figure.measure.value for figure in Report(Slice(two)).kpis}
    assert (found["customers"], found["conversion_rate"], found["time_to_convert"]) == (1, 1, 19)


# -- the inverse -------------------------------------------------------------------------------------------------------

CELLS: list[tuple[str, str, st.SearchStrategy[Any]]] = [
    ("leads", "channel", st.sampled_from([None, "google", "Salon", "*"])),
    ("leads", "status", st.sampled_from([None, "Gagné", "Perdu", "Chaud"])),
    ("leads", "stage", st.sampled_from([None, "won", "new", "lost", "qualified"])),
    ("leads", "won", st.sampled_from([None, "2025-02-03", "2025-01-15T10:00:00"])),
    ("leads", "created", st.sampled_from([None, "2025-01-20", "2024-12-31"])),
    ("leads", "amount", st.sampled_from([None, 0.0, 250.0])),
    ("leads", "margin", st.sampled_from([None, 12.5])),
    ("leads", "budget", st.sampled_from([None, 0.0, 1.0])),
    ("leads", "weekly_volume", st.sampled_from([None, 3.0, 25.0])),
    ("leads", "id", st.sampled_from([None, "1", "2"])),
    ("leads", "notes", st.sampled_from([None, "rappeler"])),
    ("costs", "amount", st.sampled_from([None, 75.0])),
    ("costs", "until", st.sampled_from([None, "2025-02-28"])),
    ("costs", "channel", st.sampled_from([None, "google", "new one"])),
]


@st.composite
def edits(draw: st.DrawFn, before: State) -> Action:
    """One or a few edits of the cells of a State."""
    tables = [table for table in ("leads", "costs") if table in before.dataset and len(before.dataset[table])]
    changes: list[Change] = []
    after = before
    for _ in range(draw(st.integers(1, 3)) if tables else 0):
        there = [cell for cell in CELLS if cell[0] in tables]
        new = [cell for cell in there if not before.dataset.has(cell[0], cell[1])]  # an edit can add a column
        adds_a_column = bool(new) and draw(st.booleans())
        likely = new if adds_a_column else there
        table, name, values = draw(st.sampled_from(likely))
        row = draw(st.integers(0, len(before.dataset[table]) - 1))
        found = editing(after, table, row, name, draw(values))
        after = edited(after, found)
        changes += found
    return action(ActionKind.EDIT, *changes)


def cells(of: State) -> dict[tuple[str, int, str], Value]:
    """Every cell that holds something."""
    return {
        (table, int(row), name): value_at(one, int(row), name)
        for table, one in of.dataset.frames.items()
        for row in one.rows
        for name in one.data.columns
        if value_at(one, int(row), name) is not None
    }


@settings(max_examples=15)
@given(st.data(), strategies.SEEDS)
def test_the_inverse_of_an_edit_restores_every_cell(data: st.DataObject, seed: int) -> None:
    before = State(TODAY, dataset(**cast("dict[str, Any]", strategies.diced(seed))))
    deed = data.draw(edits(before))
    after = applied(before, deed)
    undone = applied(after, deed.inverse(UUID(int=2), deed.id, "later"))
    assert cells(undone) == cells(before)
    np.testing.assert_equal(said(undone, Period(), {}), said(before, Period(), {}))
    redone = applied(undone, deed.inverse(UUID(int=2), deed.id, "later").inverse(UUID(int=3), None, "later still"))
    assert cells(redone) == cells(after)


def test_a_column_that_an_edit_added_goes_with_its_last_cell() -> None:
    """Else "not measured yet" would come back as 0 %."""
    one = state(leads={"id": ["1", "2"], "lost": [None, None]})
    deed = action(ActionKind.EDIT, *staging(one, [0], Stage.LOST))
    two = applied(one, deed)
    measured = {figure.kpi.id: figure.measure for figure in Report(Slice(two)).kpis}
    assert measured["qualification_rate"].value == 0
    back = applied(two, deed.inverse(UUID(int=2), deed.id, "later"))
    assert not back.dataset.has("leads", "stage")
    assert back.dataset.has("leads", "lost")  # it came with the file, empty as it was
    half = applied(applied(one, action(ActionKind.EDIT, *staging(one, [0, 1], Stage.WON))), deed)
    assert half.dataset.has("leads", "won")
    again = with_cells(with_cells(one.dataset["leads"], "city", {0: None}), "owner", {0: "Inès"})
    assert not again.has("city")
    assert again.added == {"owner"}


def test_an_inverse_knows_what_it_takes_back() -> None:
    deed = action(ActionKind.EDIT, Change("leads", "channel", "a", "b", 0), Change("leads", "channel", "b", None, 0))
    back = deed.inverse(UUID(int=2), deed.id, "later")
    assert (back.id, back.undoes, back.parent, back.time) == (UUID(int=2), deed.id, deed.id, "later")
    assert back.changes == (Change("leads", "channel", None, "b", 0), Change("leads", "channel", "b", "a", 0))
    assert (back.kind, back.replica, back.label) == (deed.kind, deed.replica, deed.label)


# -- no stale figure ---------------------------------------------------------------------------------------------------


def rebuilt(of: State) -> State:
    """The same data in frames that prepared nothing yet."""
    fresh = of.dataset
    for one in of.dataset.frames.values():
        columns = {name: one.data[name].copy() for name in one.data.columns}
        fresh = fresh.with_frame(type(one)(one.table, pd.DataFrame(columns), one.rows, one.origin))
    return of.with_dataset(fresh)


def said(of: State, period: Any, kept: dict[str, frozenset[str | None]]) -> dict[str, Any]:
    """All that a Report says, and the scores."""
    report = Report(Slice(of, period, period.before(), Filters(kept)))
    found: dict[str, Any] = {
        "kpis": [(figure.measure, figure.trend) for figure in report.kpis],
        "funnel": report.funnel,
        "channels": report.channels,
        "owners": report.by("owner"),
        "months": report.leads_by_month,
        "leads": report.leads.tolist(),
        "undated": report.undated,
        "unknown": report.unknown_statuses,
    }
    if "leads" in of.dataset:
        found["scores"] = scores(of).total.tolist()
    return found


@settings(max_examples=12)
@given(st.data(), strategies.SEEDS)
def test_after_an_edit_a_report_is_that_of_fresh_data(data: st.DataObject, seed: int) -> None:
    dice = strategies.Dice(seed)
    period, kept = dice.period(), dice.filters()
    one = State(TODAY, dataset(**cast("dict[str, Any]", dice.tables())))
    for _ in range(2):
        said(one, period, kept)
        one = applied(one, data.draw(edits(one)))
        np.testing.assert_equal(said(one, period, kept), said(rebuilt(one), period, kept))


# -- settings ----------------------------------------------------------------------------------------------------------

HOURS = st.floats(0, 24, allow_nan=False)
WORDS = st.text(st.characters(codec="utf-8"), max_size=8)
OPENING = st.builds(
    lambda days, hours, holidays, alsace: OpeningHours(days, min(hours), max(hours), holidays, alsace),
    st.tuples(*[st.booleans()] * 7),
    st.tuples(HOURS, HOURS).filter(lambda hours: hours[0] != hours[1]),
    st.booleans(),
    st.booleans(),
)
SETTINGS = st.builds(
    Settings,
    currency=st.sampled_from(["EUR", "CHF"]),
    stage_map=st.builds(
        StageMap, st.lists(st.tuples(WORDS, st.sampled_from([stage.id for stage in Stage])), max_size=3).map(tuple)
    ),
    opening=OPENING,
    response_target=st.floats(0.1, 100),
    selling_hours=st.floats(0, 500),
    selling_rate=st.floats(0, 500),
    lifetime_months=st.sampled_from(LIFETIMES),
    company=WORDS,
    pinned_today=st.one_of(st.none(), st.dates()),
)
WRITTEN_OTHERWISE = {"objectives", "until"}  # each objective is written by itself, and the day is that of the files
FIELDS = [name for name in Settings.__dataclass_fields__ if name not in WRITTEN_OTHERWISE]


@settings(max_examples=40)
@given(SETTINGS)
def test_settings_survive_being_written_down(wanted: Settings) -> None:
    found = Settings()
    for field in FIELDS:
        found = with_setting(found, field, settings_value(wanted, field))
    assert found == wanted


def test_a_status_word_may_hold_line_breaks_and_tabs() -> None:
    wanted = Settings(stage_map=StageMap((("Perdu\nà relancer", "lost"), ("a\tb", "won"))))
    assert with_setting(Settings(), "stage_map", settings_value(wanted, "stage_map")) == wanted
    assert with_setting(wanted, "stage_map", None) == Settings()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("stage_map", '[["Chaud", "no such stage"]]'), ("stage_map", "Chaud\twon"), ("stage_map", "5"),
        ("stage_map", '[["won"]]'), ("stage_map", '["won"]'), ("opening", "1111100 19.0 8.0 1 0"),
        ("opening", "111 8.0 19.0 1 0"), ("opening", "1111100 8.0 25.0 1 0"), ("opening", "1111100 nan 19.0 1 0"),
        ("opening", "whenever"), ("opening", None), ("currency", 5.0), ("company", None), ("response_target", "soon"),
        ("selling_hours", "many"), ("selling_rate", None),
        ("lifetime_months", 18.0), ("lifetime_months", "36"), ("lifetime_months", None),
        ("pinned_today", "yesterday"), ("no_such_setting", 1.0),
    ],
)  # fmt: skip
def test_a_setting_that_is_not_of_its_form_is_refused(field: str, value: Value) -> None:
    with pytest.raises(ValueError, match=r"."):
        with_setting(Settings(), field, value)


def test_actions_apply_settings_and_leave_imports_to_others() -> None:
    one = state(leads={"status": ["Chaud"]})
    mapped = action(ActionKind.SETTING, Change("settings", "stage_map", None, '[["Chaud", "won"]]'))
    two = applied(one, mapped)
    assert two.settings.stage_map.stage("chaud") is Stage.WON
    assert Report(Slice(two)).kpis[3].measure.value == 1
    assert Report(Slice(one)).kpis[3].measure.value == 0
    for kind in (ActionKind.IMPORT, ActionKind.MAPPING):
        with pytest.raises(ValueError, match="imports"):
            applied(one, action(kind))


def test_a_moment_is_written_in_utc() -> None:
    paris = dt.timezone(dt.timedelta(hours=2))
    assert utc_now(dt.datetime(2025, 6, 30, 10, 0, tzinfo=paris)) == "2025-06-30T08:00:00.000+00:00"
