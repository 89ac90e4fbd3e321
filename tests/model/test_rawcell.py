"""One cell of each kind, as a value, as data and as text."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from leaddesk.model import rawcell
from leaddesk.model.raw import CellKind, RawColumn
from leaddesk.text import language
from tests.ingest.rawfiles import raw_column

DAY = dt.date(2026, 4, 15)
NOON = dt.datetime(2026, 4, 15, 12, 5)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("cell", "value", "fact", "neutral", "french"),
    [
        (None, None, "", "", ""),
        (" Été", " Été", " Été", " Été", " Été"),
        ("#REF!", "#REF!", "#REF!", "#REF!", "#REF!"),
        (12, 12.0, 12.0, "12", "12"),
        (1234.5, 1234.5, 1234.5, "1234.5", "1234,5"),
        (1e15, 1e15, 1e15, "1000000000000000", "1000000000000000"),
        (True, 1.0, True, "TRUE", "oui"),
        (False, 0.0, False, "FALSE", "non"),
        (dt.timedelta(hours=26, minutes=5), 93_900.0, "26:05", "26:05", "26:05"),
        (dt.timedelta(hours=8, minutes=30), 30_600.0, "08:30", "08:30", "08:30"),
        (DAY, dt.datetime(2026, 4, 15), DAY, "2026-04-15", "15/04/2026"),  # noqa: DTZ001
        (NOON, NOON, NOON, "2026-04-15 12:05", "15/04/2026 12:05"),
    ],
)
def test_a_cell(cell: Any, value: object, fact: Any, neutral: str, french: str) -> None:
    column = raw_column(["other", cell])
    assert rawcell.value(column, 1) == value
    found = rawcell.fact(column, 1)
    assert (found, type(found)) == (fact, type(fact))
    held = rawcell.held(column, 1)
    if isinstance(held, float):
        assert rawcell.number_text(CellKind(int(column.kinds[1])), held) == neutral
    assert language("fr").fact(found) == french


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(3e11, "11476-08-15 05:20"), (253_402_300_800.0, "10000-01-01"), (float("nan"), ""), (float("inf"), "")],
)
def test_a_date_that_no_calendar_has_is_a_text(seconds: float, text: str) -> None:
    column = RawColumn(np.array([CellKind.DATE], np.uint8), np.array([seconds]), None, ())
    assert rawcell.moment(seconds) is None
    assert rawcell.value(column, 0) == rawcell.fact(column, 0) == text


def test_a_number_that_is_none() -> None:
    assert rawcell.number_text(CellKind.NUMBER, float("nan")) == ""
