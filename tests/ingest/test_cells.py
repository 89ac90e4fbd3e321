"""Cells gathered column by column keep their kinds, whatever comes after what."""

from __future__ import annotations

import datetime as dt
import io
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.ingest import cells
from leaddesk.ingest.assembly import SheetAssembly
from leaddesk.ingest.cells import ErrorText, SheetCells
from leaddesk.ingest.frames import FrameWriter
from leaddesk.ingest.refusal import Refusal
from leaddesk.model.raw import CellKind, RawSheet
from tests.ingest.spreadsheets import rows

CELLS = st.one_of(
    st.just(""),
    st.text(min_size=1, max_size=4),
    st.sampled_from(["01000", "1.234", "0", "vrai", "\x00", "\x00\x1f\x1e\x1d\ue000"]),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(2**53), 2**53),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.timedeltas(dt.timedelta(days=-999), dt.timedelta(days=999)),
    st.times(),
    st.sampled_from([ErrorText("#REF!"), ErrorText("#N/A")]),
)


def through(stretches: list[list[list[Any]]], row_limit: int = 10_000, column_limit: int = 100) -> RawSheet:
    """What the parent gets when the worker reads these stretches of rows."""
    sheet = SheetCells(row_limit, column_limit)
    for stretch in stretches:
        sheet.add(list(zip(*stretch, strict=True)), len(stretch))
    stream = io.BytesIO()
    FrameWriter(stream).sheet("Leads", sheet)
    stream.seek(0)
    assembly = SheetAssembly()
    assembly.take_all(stream)
    (found,) = assembly.result()
    return found


def plain(value: Any) -> Any:
    """A cell as ``spreadsheets.values`` shows it."""
    match value:
        case ErrorText():
            return ("error", str(value))
        case "":
            return None
        case str() | bool():
            return value
        case int() | float():
            return float(value)
        case dt.datetime():
            return value
        case dt.date():
            return dt.datetime.combine(value, dt.time())
        case dt.time():
            return dt.timedelta(
                hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond
            )
    return value


def same(left: Any, right: Any) -> bool:
    # Seconds are float64: far dates lose microseconds.
    if isinstance(left, dt.datetime) and isinstance(right, dt.datetime):
        return abs(left - right) <= dt.timedelta(milliseconds=1)
    if isinstance(left, dt.timedelta) and isinstance(right, dt.timedelta):
        return abs(left - right) <= dt.timedelta(milliseconds=1)
    return type(left) is type(right) and left == right


def test_kinds_are_those_of_the_model() -> None:
    names = ("EMPTY", "TEXT", "NUMBER", "DATE", "FLAG", "ERROR", "DURATION")
    assert {name: getattr(cells, name) for name in names} == {kind.name: kind.value for kind in CellKind}


@given(st.lists(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5), max_size=4))
def test_every_cell_arrives_as_it_was(stretches: list[list[tuple[Any, Any]]]) -> None:
    # A corner in each direction, so that nothing around the content is cut off.
    grid: list[list[list[Any]]] = [[["top", "", ""]]]
    grid += [[["", *row] for row in stretch] for stretch in stretches] + [[["", "", "end"]]]
    expected = [[plain(value) for value in row] for stretch in grid for row in stretch]
    found = rows(through(grid))
    assert len(found) == len(expected)
    for got, wanted in zip(found, expected, strict=True):
        assert all(map(same, got, wanted)), (got, wanted)


def test_empty_edges_are_cut_off_and_the_place_is_kept() -> None:
    sheet = through([[["", "", ""]], [["", "a", ""], ["", "", ""]], [["", 1.0, ""], ["", "", ""]]])
    assert (sheet.first_line, sheet.first_column) == (2, 2)
    assert rows(sheet) == [["a"], [None], [1.0]]


def test_texts_are_distinct_in_order_of_appearance() -> None:
    sheet = through([[["b"], ["a"], ["b"]], [["c"], [""], ["a"]]])
    (column,) = sheet.columns
    assert column.texts == ("b", "a", "c")
    assert column.codes is not None
    assert column.codes.tolist() == [0, 1, 0, 2, -1, 1]
    assert column.numbers is None


def test_a_column_without_texts_has_no_codes() -> None:
    (column,) = through([[[1.5], [""], [2]]]).columns
    assert column.codes is None
    assert column.texts == ()
    assert column.numbers is not None
    assert math.isnan(column.numbers[1])


def test_more_texts_than_one_block() -> None:
    wanted = [f"L{number}" for number in range(25_000)]
    (column,) = through([[[text] for text in wanted]], row_limit=30_000).columns
    assert column.texts == tuple(wanted)


def test_numbers_that_are_none_become_errors() -> None:
    sheet = through([[[1.0], [float("inf")], [float("nan")], ["x"]]])
    assert rows(sheet) == [[1.0], [("error", "#NUM!")], [("error", "#NUM!")], ["x"]]


def test_the_row_limit_is_about_content() -> None:
    assert (
        through(
            [
                [["a"], ["b"]],
                [
                    [
                        "",
                    ],
                    [" "],
                ],
            ],
            row_limit=2,
        ).rows
        == 2
    )
    with pytest.raises(Refusal, match="too_many_rows"):
        through([[["a"], ["b"]], [[""], ["c"]]], row_limit=2)


def test_the_column_limit_is_about_content() -> None:
    assert len(through([[["a", "", ""]]], column_limit=2).columns) == 1
    with pytest.raises(Refusal, match="too_many_columns"):
        through([[["a", "", "c"]]], column_limit=2)
