"""Typed columns come back as they were, or not at all."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.model.report import Report
from leaddesk.model.state import State
from leaddesk.workspace.columncache import CacheKey, load, store
from leaddesk.workspace.document import Document
from leaddesk.workspace.storage import Storage, connect
from tests.builders import TODAY, a_slice, dataset, frame
from tests.workspace.made import raw

if TYPE_CHECKING:
    from leaddesk.model.dataset import Dataset

IMPORT = UUID(int=5)
KEY = CacheKey("ab" * 32, "cd" * 32, 1)
AS_OF = dt.date(2025, 6, 1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.leaddesk"


def data() -> Dataset:
    leads = frame(
        "leads",
        rows=[2**62 + 3, 2**62 + 1, 7],
        extra={"Préféré": ["oui", None, ""]},
        id=["001", None, "3"],
        created=["2025-01-03", None, "1969-12-31T23:59:59"],
        channel=["Google", None, "Élan"],
        amount=[1.5, None, -0.0],
        postcode=["01000", "69003", None],
        optin_email=[1, 0, None],
    )
    costs = frame("costs", date=["2025-01-01"], channel=["Google"], amount=[10.0])
    return dataset(leads, costs, as_of=AS_OF)


def assert_same(one: Dataset, other: Dataset | None) -> None:
    assert other is not None
    assert one.as_of == other.as_of
    assert set(one.frames) == set(other.frames)
    for table, first in one.frames.items():
        second = other[table]
        pd.testing.assert_frame_equal(first.data, second.data)
        for name in first.data.columns:
            if isinstance(first.data[name].dtype, pd.CategoricalDtype):
                assert list(first.labels(name)) == list(second.labels(name))
                assert np.array_equal(first.codes(name), second.codes(name))
        assert np.array_equal(first.rows, second.rows)
        assert first.rows.dtype == second.rows.dtype
        assert (first.origin.files, first.origin.sheets) == (second.origin.files, second.origin.sheets)
        for part in ("file", "sheet", "line"):
            a, b = getattr(first.origin, part), getattr(second.origin, part)
            assert a.dtype == b.dtype
            assert np.array_equal(a, b)


def test_tables_are_the_same_after_opening_again(path: Path) -> None:
    with Document.create(path) as document:
        document.add_import(raw(), IMPORT)
        assert document.cached_columns(IMPORT, KEY) is None
        document.store_columns(IMPORT, KEY, data())
    with Document.open(path) as document:
        assert_same(data(), document.cached_columns(IMPORT, KEY))


def test_figures_of_kept_tables_are_the_same(path: Path) -> None:
    with Document.create(path) as document:
        document.add_import(raw(), IMPORT)
        document.store_columns(IMPORT, KEY, data())
        kept = document.cached_columns(IMPORT, KEY)
    assert kept is not None
    one, other = (Report(a_slice(State(TODAY, tables))) for tables in (data(), kept))
    assert one.kpis == other.kpis
    assert one.channels == other.channels


@pytest.mark.parametrize("other", [{"digest": "00"}, {"recipe": "00"}, {"normaliser": 2}])
def test_another_recipe_or_version_does_not_find_them(path: Path, other: dict[str, str | int]) -> None:
    with Document.create(path) as document:
        document.add_import(raw(), IMPORT)
        document.store_columns(IMPORT, KEY, data())
        assert document.cached_columns(IMPORT, replace(KEY, **other)) is None  # type: ignore[arg-type]
        assert document.cached_columns(UUID(int=6), KEY) is None


def test_new_tables_take_the_place_of_old_ones_and_can_be_dropped(path: Path) -> None:
    newer = replace(KEY, recipe="ef" * 32)
    less = dataset(frame("leads", id=["1"]))
    with Document.create(path) as document:
        document.add_import(raw(), IMPORT)
        document.store_columns(IMPORT, KEY, data())
        document.store_columns(IMPORT, newer, less)
        assert document.cached_columns(IMPORT, KEY) is None
        assert_same(less, document.cached_columns(IMPORT, newer))
        document.drop_cache()
        assert document.cached_columns(IMPORT, newer) is None
        assert document.imports()[0].id == IMPORT


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE columns SET data = zeroblob(length(data)) WHERE column_id = 'amount'",
        "DELETE FROM columns WHERE column_id = 'amount'",
        "DELETE FROM columns WHERE column_id = 'extra:Préféré'",
        "UPDATE columns SET ordinal = 40 WHERE column_id = 'id'",
        "UPDATE columns SET column_id = 'margin' WHERE column_id = 'amount'",
    ],
)
def test_what_is_not_sound_is_not_used(path: Path, damage: str) -> None:
    with Document.create(path) as document:
        document.add_import(raw(), IMPORT)
        document.store_columns(IMPORT, KEY, data())
    connection = sqlite3.connect(path)
    assert connection.execute(damage).rowcount > 0
    connection.commit()
    connection.close()
    with Document.open(path) as document:
        assert document.cached_columns(IMPORT, KEY) is None


texts = st.lists(st.none() | st.text(max_size=4), min_size=3, max_size=3)
numbers = st.lists(st.none() | st.floats(allow_nan=False), min_size=3, max_size=3)
moments = st.lists(
    st.none() | st.integers(-(2**31), 2**33).map(lambda seconds: np.datetime64(seconds, "s")), min_size=3, max_size=3
)


@given(texts, texts, numbers, moments)
def test_any_values_come_back(
    names: list[str | None],
    channels: list[str | None],
    amounts: list[float | None],
    created: list[np.datetime64 | None],
) -> None:
    tables = dataset(frame("leads", id=names, channel=channels, amount=amounts, created=created))
    with Storage(Path("memory"), lambda _uri: connect("file::memory:"), new=True) as storage:
        with storage.transaction() as execute:
            values = (IMPORT.bytes, "a", "", "text", "", 0, b"", b"")
            execute(
                "INSERT INTO imports (id, name, digest, format, added, first_row, cells, hash)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                values,
            )
        store(storage, IMPORT, KEY, tables)
        assert_same(tables, load(storage, IMPORT, KEY))
