"""The columns of the leads' grid."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from leaddesk.model.action import edited, editing
from leaddesk.model.report import Report
from leaddesk.model.slice import Slice
from leaddesk.model.stages import Stage
from leaddesk.text import language, msg
from leaddesk.ui.itemmodels.column import MISSING_DAY, Column, Kind, formatter
from leaddesk.ui.itemmodels.lead_columns import EDITABLE, WRITTEN, lead_columns, shown_at_first, with_cells
from leaddesk.ui.itemmodels.leads_view import Quick, leads_view
from tests.builders import frame, state

EN = language("en")
NOBODY = np.zeros(0, np.intp)


def _by_id(columns: tuple[Column, ...]) -> dict[str, Column]:
    return {column.id: column for column in columns}


def _state() -> Any:
    return state(
        frame(
            "leads",
            id=["a", "b", "c"],
            created=["2025-01-03T08:30", "2025-01-04", None],
            status=["Perdu", "??", None],
            channel=["Google", None, "Salon"],
            amount=[10, None, 12.5],
            calls=[2, None, 0],
            budget=[1, 0, None],
            owner=["zoé", "Ada", None],
            notes=["one\ntwo", None, "x"],
            next_date=["2025-07-01", None, None],
            extra={"Mon champ": ["u", None, "v"]},
        )
    )


def test_cells_are_what_the_data_says() -> None:
    columns = _by_id(lead_columns(_state(), np.array([2, 0])))
    values = {name: [column.value(row) for row in range(3)] for name, column in columns.items()}
    assert values["stage"] == ["lost", "new", "new"]
    assert values["created"] == [
        dt.datetime.fromisoformat("2025-01-03T08:30"),
        dt.datetime.fromisoformat("2025-01-04"),
        None,
    ]
    assert values["amount"] == [10.0, None, 12.5]
    assert values["budget"] == [True, False, None]
    assert values["owner"] == ["zoé", "Ada", None]
    assert values["notes"] == ["one\ntwo", None, "x"]
    assert values["next_date"] == [dt.date(2025, 7, 1), None, None]
    assert values["extra:Mon champ"] == ["u", None, "v"]
    assert values["call_order"] == [2.0, None, 1.0]
    assert columns["notes"].labels[0] == "one · two"
    assert [words for _, words in columns["owner"].choices(EN)] == ["", "Ada", "zoé"]
    assert (columns["amount"].decimals, columns["calls"].decimals) == (2, 0)
    assert EN.text(columns["extra:Mon champ"].header) == "Mon champ"


def test_what_edits_write_to_is_always_there_and_takes_no_room() -> None:
    bare = state(frame("leads", id=["a"] * 1000))
    columns = _by_id(lead_columns(bare, NOBODY))
    assert set(EDITABLE) | set(WRITTEN) <= set(columns)
    for name in (*EDITABLE, *WRITTEN):
        assert columns[name].value(999) is None
        assert columns[name].values.strides == (0,)
        assert columns[name].editable is (name in EDITABLE)
    assert "email" not in columns
    assert shown_at_first(tuple(columns.values())) == {"stage", "next_date"}


def test_an_edit_makes_only_what_it_changed_anew() -> None:
    before = _state()
    old = _by_id(lead_columns(before, NOBODY))
    after = edited(before, editing(before, "leads", 1, "notes", "new"))
    new = _by_id(lead_columns(after, NOBODY))
    assert {name for name in new if new[name] is not old[name]} == {"notes"}
    after = edited(before, editing(before, "leads", 1, "stage", "won"))
    new = _by_id(lead_columns(after, NOBODY))
    changed = {name for name in new if new[name] is not old[name]}
    assert {"stage"} <= changed <= {"stage", "call_order", "score", "grade"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("stage", "won"), ("owner", "Ada"), ("owner", "New one"), ("owner", None), ("budget", True), ("budget", None),
        ("next_date", dt.date(2025, 8, 1)), ("next_date", None), ("notes", "z"), ("notes", None), ("amount", 5.0),
        ("amount", None), ("qualified", dt.date(2025, 8, 1)), ("lost_reason", "price"),
    ],
)  # fmt: skip
def test_cells_are_set_without_touching_the_old_column(name: str, value: object) -> None:
    column = _by_id(lead_columns(_state(), NOBODY))[name]
    old = [column.value(row) for row in range(3)]
    new = with_cells(column, np.array([0, 2]), value)
    assert [new.value(0), new.value(1), new.value(2)] == [value, old[1], value]
    assert [column.value(row) for row in range(3)] == old


def test_missing_days_are_missing() -> None:
    column = Column("day", msg("Day"), Kind.DAY, np.array([5, 6], np.int32))
    assert with_cells(column, np.array([1]), None).values.tolist() == [5, MISSING_DAY]


def test_the_view_of_a_report() -> None:
    view = leads_view(Report(Slice(_state())))
    assert view is not None
    assert view.counts(None)[Quick.ALL] == 3
    assert view.counts(None)[Quick.LOST] == 1
    assert view.counts(np.array([1, 2]))[Quick.LOST] == 0
    assert view.rows_to_show(Quick.LOST, None, ()).tolist() == [True, False, False]
    assert view.rows_to_show(Quick.LOST, None, [2]).tolist() == [True, False, True]
    assert view.rows_to_show(Stage.NEW, np.array([2]), ()).tolist() == [False, False, True]
    assert leads_view(Report(Slice(state(costs={"amount": [1]})))) is None


def test_a_status_that_stands_for_a_stage_is_said_in_the_readers_words() -> None:
    made = state(frame("leads", id=["a", "b", "c"], status=["won", "Zéro", None], pipeline=["quote", None, "x"]))
    columns = _by_id(lead_columns(made, NOBODY))
    for name, french, english in (
        ("status", ["Gagné", "Zéro", ""], ["Won", "Zéro", ""]),
        ("pipeline", ["Devis envoyé", "", "x"], ["Quote sent", "", "x"]),
    ):
        for code, wanted in (("fr", french), ("en", english)):
            write = formatter(columns[name], language(code))
            assert [write(row) for row in range(3)] == wanted
    assert [columns["status"].value(row) for row in range(3)] == ["won", "Zéro", None]
