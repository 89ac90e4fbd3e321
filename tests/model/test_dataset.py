"""Frames and datasets: what they hold, what an edit keeps, where rows stand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from leaddesk.model.dataset import MISSING_DAY, Dataset, typed
from leaddesk.model.schema import Kind
from tests.builders import dataset, frame


def test_typed_columns_hold_missing_values_in_their_own_way() -> None:
    assert typed(Kind.CATEGORY, ["b", None, "a"]).cat.codes.tolist() == [1, -1, 0]
    assert typed(Kind.MOMENT, ["2025-01-03 10:00", None, pd.NaT]).isna().tolist() == [False, True, True]
    assert typed(Kind.MOMENT, [dt.date(2025, 1, 3)]).dtype == "datetime64[s]"
    numbers = typed(Kind.FLAG, [1, None, 0])
    assert numbers.dtype == np.float64
    assert numbers.isna().tolist() == [False, True, False]
    assert typed(Kind.TEXT, ["x", None]).isna().tolist() == [False, True]


def test_arrays_of_a_frame() -> None:
    leads = frame(
        "leads", created=["1970-01-02 00:00:05", None, "1969-12-31"], channel=["b", None, "a"], id=["9", None, "7"]
    )
    assert leads.seconds("created").tolist() == [86405, np.iinfo(np.int64).min, -86400]
    assert leads.days("created").tolist() == [1, MISSING_DAY, -1]
    assert leads.codes("channel").tolist() == [1, -1, 0]
    assert leads.labels("channel") == ("a", "b")
    codes, texts = leads.texts("id")
    assert [texts[code] if code >= 0 else None for code in codes] == ["9", None, "7"]
    assert leads.codes("channel") is leads.codes("channel")


def test_a_column_of_the_users_own_is_text() -> None:
    leads = frame("leads", extra={"Couleur": ["bleu"]}, id=["1"])
    assert leads.kind("extra:Couleur") is Kind.TEXT
    assert leads.texts("extra:Couleur")[1] == ("bleu",)


def test_an_edit_replaces_one_column_and_keeps_what_others_prepared() -> None:
    old = frame("leads", created=["2025-01-03"], channel=["a"])
    days, codes = old.days("created"), old.codes("channel")
    new = old.replaced("channel", typed(Kind.CATEGORY, [None]))
    assert new.days("created") is days
    assert new.codes("channel").tolist() == [-1]
    assert old.codes("channel") is codes
    assert new.rows is old.rows


def test_what_is_prepared_is_made_anew_when_a_column_it_looked_for_is_added() -> None:
    old = frame("leads", id=["1"])
    seen = [old.prepare("kept", frozenset({"stage"}), lambda: "without")]
    new = old.replaced("stage", typed(Kind.CATEGORY, ["won"]))
    seen += [
        new.prepare("kept", frozenset({"stage"}), lambda: "with"),
        old.prepare("kept", frozenset({"stage"}), lambda: "?"),
    ]
    assert seen == ["without", "with", "without"]


def test_what_is_prepared_is_made_anew_when_another_table_is_another() -> None:
    orders, one, two = frame("orders", id=["1"]), frame("leads", id=["1"]), frame("leads", id=["2"])
    made: list[str] = []

    def make() -> int:
        made.append("made")
        return len(made)

    others = [(one,), (one,), (two,), (two,), (None,), (None,)]
    assert [orders.prepare("key", frozenset(), make, beside=other) for other in others] == [1, 1, 2, 2, 3, 3]


def test_what_is_prepared_by_the_last_marks_alone_is_kept() -> None:
    leads, made = frame("leads", id=["1"], channel=["a"]), list[str]()

    def look(mark: str) -> None:
        leads.lately("some", (mark,), frozenset({"channel"}), 2)
        leads.prepare(("counts", ("deep", (mark,))), frozenset({"channel"}), lambda: made.append(mark))

    leads.prepare("kept", frozenset(), lambda: made.append("kept"))
    for mark in "ababcacb":  # a is let go for c, b for a, and a for b, as c was looked at again
        look(mark)
    leads = leads.replaced("id", typed(Kind.TEXT, ["2"]))
    look("c")
    look("a")  # b is let go
    leads.prepare("kept", frozenset(), lambda: made.append("kept"))
    assert made == ["kept", "a", "b", "c", "a", "b", "a"]
    look("c")
    assert made[-1] == "a"


def test_positions_of_row_ids() -> None:
    leads = frame("leads", rows=[30, 10, 20], id=["a", "b", "c"])
    assert leads.positions(np.array([10, 20, 30, 10])).tolist() == [1, 2, 0, 1]
    assert leads.positions(np.array([], np.int64)).tolist() == []
    assert frame("leads").positions(np.array([], np.int64)).tolist() == []
    for frame_, missing in ((leads, 15), (leads, 99), (frame("leads"), 0)):
        with pytest.raises(KeyError):
            frame_.positions(np.array([missing]))


def test_joined_frames_keep_rows_origins_and_missing_columns() -> None:
    first = frame(
        "leads", rows=[0, 1], id=["1", "2"], channel=["a", None], created=["2025-01-01", None], amount=[1, None]
    )
    second = frame("leads", rows=[7], extra={"Note": ["x"]}, channel=["b"], recurring=[1], name=["Inès"])
    both = first.joined(second)
    assert len(both) == 3
    assert both.rows.tolist() == [0, 1, 7]
    assert both.origin.file.tolist() == [0, 0, 1]
    assert both.origin.sheet.tolist() == [0, 0, 1]
    assert both.origin.files == ("made.csv", "made.csv")
    assert both.origin.line.tolist() == [2, 3, 2]
    assert [both.labels("channel")[code] if code >= 0 else None for code in both.codes("channel")] == ["a", None, "b"]
    assert both.days("created").tolist() == [20089, MISSING_DAY, MISSING_DAY]
    np.testing.assert_array_equal(both.numbers("amount"), [1, np.nan, np.nan])
    np.testing.assert_array_equal(both.numbers("recurring"), [np.nan, np.nan, 1])
    assert both.texts("id")[0].tolist() == [0, 1, -1]
    assert both.texts("name")[0].tolist() == [-1, -1, 0]
    assert both.texts("extra:Note")[0].tolist() == [-1, -1, 0]


def test_a_column_that_a_file_brought_stays_so_when_frames_are_joined() -> None:
    edited = frame("leads", id=["1"]).replaced("city", typed(Kind.CATEGORY, ["Lyon"]))
    assert edited.added == {"city"}
    assert edited.joined(frame("leads", rows=[1], id=["2"])).added == {"city"}
    assert edited.joined(frame("leads", rows=[1], city=["Lyon"])).added == frozenset()
    assert not edited.without("city").has("city")
    assert edited.without("city").added == frozenset()


def test_datasets_join_table_by_table_and_the_later_day_holds() -> None:
    one = dataset(leads={"id": ["1"]}, as_of=dt.date(2025, 1, 31))
    two = dataset(frame("leads", rows=[5], id=["2"]), frame("costs", amount=[3]), as_of=dt.date(2025, 2, 28))
    both = one.joined(two)
    assert both.as_of == dt.date(2025, 2, 28)
    assert both["leads"].rows.tolist() == [0, 5]
    assert len(both["costs"]) == 1
    assert one.joined(Dataset()).as_of == dt.date(2025, 1, 31)
    assert Dataset().joined(Dataset()).as_of is None


def test_a_dataset_says_what_it_has_and_cannot_be_changed() -> None:
    data = dataset(leads={"id": ["1"]})
    assert "leads" in data
    assert "costs" not in data
    assert data.has("leads", "id")
    assert not data.has("leads", "created")
    assert not data.has("costs", "amount")
    with pytest.raises(TypeError):
        data.frames["costs"] = frame("costs")  # type: ignore[index]
    assert "costs" in data.with_frame(frame("costs"))
