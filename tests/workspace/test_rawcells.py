"""Raw cells become bytes and are exactly the same afterwards."""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from leaddesk.model.raw import CellKind, MergedRange, RawColumn, RawFile, RawSheet
from leaddesk.workspace.rawcells import raw_from_bytes, raw_to_bytes

anything = st.text(st.characters(exclude_categories=()), max_size=8)
"""Lone surrogates included."""


@st.composite
def columns(draw: st.DrawFn, rows: int) -> RawColumn:
    kinds = draw(arrays(np.uint8, rows, elements=st.sampled_from([int(kind) for kind in CellKind])))
    numbers = draw(st.none() | arrays(np.float64, rows, elements=st.floats()))
    texts = draw(st.lists(anything, unique=True, max_size=4))
    codes = draw(st.none() | arrays(np.int32, rows, elements=st.integers(-1, len(texts) - 1)))
    return RawColumn(kinds, numbers, codes, tuple(texts))


@st.composite
def sheets(draw: st.DrawFn) -> RawSheet:
    rows = draw(st.integers(0, 6))
    merged = st.lists(st.builds(MergedRange, *[st.integers(0, 2**20)] * 4), max_size=3).map(tuple)
    return RawSheet(
        draw(anything),
        tuple(draw(st.lists(columns(rows), max_size=3))),
        rows,
        draw(st.integers(1, 2**20)),
        draw(st.integers(1, 2**14)),
        draw(st.booleans()),
        draw(merged),
    )


files = st.builds(
    RawFile,
    anything,
    st.text("0123456789abcdef"),
    anything,
    st.lists(sheets(), max_size=3).map(tuple),
    anything,
    anything,
    st.dictionaries(anything, anything, max_size=3).map(lambda about: tuple(about.items())),
)


def same_array(a: Any, b: Any) -> bool:
    if a is None or b is None:
        return a is b
    return bool(a.dtype == b.dtype and a.tobytes() == b.tobytes())


def assert_same(a: RawFile, b: RawFile) -> None:
    assert (a.name, a.digest, a.format, a.encoding, a.delimiter, a.about) == (
        b.name,
        b.digest,
        b.format,
        b.encoding,
        b.delimiter,
        b.about,
    )
    assert len(a.sheets) == len(b.sheets)
    for one, other in zip(a.sheets, b.sheets, strict=True):
        for field in ("name", "rows", "first_line", "first_column", "hidden", "merged"):
            assert getattr(one, field) == getattr(other, field)
        assert len(one.columns) == len(other.columns)
        for column, back in zip(one.columns, other.columns, strict=True):
            assert column.texts == back.texts
            assert same_array(column.kinds, back.kinds)
            assert same_array(column.numbers, back.numbers)
            assert same_array(column.codes, back.codes)


@given(files)
def test_the_same_cells_come_back(file: RawFile) -> None:
    assert_same(file, raw_from_bytes(raw_to_bytes(file)))


def test_arrays_of_another_layout_are_taken_as_they_read() -> None:
    numbers = np.arange(6, dtype=np.float64)[::2]
    column = RawColumn(np.full(6, CellKind.NUMBER, np.uint8)[::2], numbers, None, ())
    back = raw_from_bytes(raw_to_bytes(RawFile("a", "", "text", (RawSheet("", (column,), 3),))))
    assert back.sheets[0].columns[0].numbers is not None
    assert back.sheets[0].columns[0].numbers.tolist() == [0, 2, 4]


def test_what_was_read_cannot_be_changed() -> None:
    column = RawColumn(np.ones(3, np.uint8), np.ones(3), np.zeros(3, np.int32), ("a",))
    back = raw_from_bytes(raw_to_bytes(RawFile("a", "", "text", (RawSheet("", (column,), 3),)))).sheets[0].columns[0]
    for array in (back.kinds, back.numbers, back.codes):
        assert array is not None
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


@pytest.mark.parametrize("data", [b"", b"nothing", b"\x00" * 100])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not raw cells"):
        raw_from_bytes(data)


def test_a_column_that_does_not_fit_its_sheet_is_refused() -> None:
    column = RawColumn(np.ones(3, np.uint8), None, None, ())
    data = raw_to_bytes(RawFile("a", "", "text", (RawSheet("", (column,), 4),)))
    with pytest.raises(ValueError, match="does not fit"):
        raw_from_bytes(data)


def test_repeated_cells_take_little_room() -> None:
    rows = 50_000
    column = RawColumn(np.ones(rows, np.uint8), None, np.zeros(rows, np.int32), ("Lyon",))
    data = raw_to_bytes(RawFile("a", "", "text", (RawSheet("", (column,) * 4, rows),)))
    assert len(data) < rows * 20 / 10
    assert sys.getsizeof(data) > 0


def test_raw_cells_of_an_earlier_leaddesk_say_nothing_about_themselves() -> None:
    data = raw_to_bytes(RawFile("a.csv", "00", "text", (), "utf-8", ";", (("created", "x"),)))
    with pa.ipc.open_stream(data) as stream:
        schema = stream.schema
    plain = json.loads(schema.metadata[b"leaddesk"])
    assert plain.pop("about") == {"created": "x"}
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema.with_metadata({b"leaddesk": json.dumps(plain)})):
        pass
    found = raw_from_bytes(sink.getvalue().to_pybytes())
    assert (found.name, found.delimiter, found.about) == ("a.csv", ";", ())
