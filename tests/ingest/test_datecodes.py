"""Formats and serial numbers of dates, against openpyxl's own and Excel's known days."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import from_excel

from leaddesk.ingest.datecodes import DAY, NUMBER, SPAN, TIME, from_serial, shown_as, span_of

MOMENT = dt.datetime


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("General", NUMBER), ("@", NUMBER), ("0.00", NUMBER), ('#,##0.00 "dh"', NUMBER), ("0%", NUMBER),
        ("Fixed", NUMBER),
        ("[$€-40C] #,##0", NUMBER), ('"jour" 0', NUMBER), ("Currency", NUMBER), ("Standard", NUMBER), ("", NUMBER),
        ("0\\ \\h", NUMBER), ("?/?", NUMBER), ("[Red]#,##0;[Blue]-#,##0", NUMBER), ("0.00E+00", NUMBER),
        ("dd/mm/yyyy", DAY), ("d-mmm-yy", DAY), ("mmm-yy", DAY), ("mm", DAY), ("JJ/MM/AAAA", DAY), ("Short Date", DAY),
        ("General Date", DAY), ("yyyy-mm-dd hh:mm:ss", DAY), ("[$-40C]d\\ mmmm\\ yyyy;@", DAY), ("dddd", DAY),
        ("dd/mm/yyyy h:mm AM/PM", DAY), ("m/d/yy h:mm", DAY),
        ("hh:mm", TIME), ("h:mm:ss", TIME), ("h:mm AM/PM", TIME), ("mm:ss.0", TIME), ("Short Time", TIME),
        ('h"h"mm', TIME),
        ("[h]:mm", SPAN), ("[mm]:ss", SPAN), ("[HH]:MM:SS", SPAN),
    ],
)  # fmt: skip
def test_formats(code: str, shown: str) -> None:
    assert shown_as(code) == shown


@pytest.mark.parametrize(
    ("serial", "shown", "base_1904", "wanted"),
    [
        (45720, DAY, False, MOMENT(2025, 3, 4)),
        (45720.25, DAY, False, MOMENT(2025, 3, 4, 6)),
        (1, DAY, False, MOMENT(1900, 1, 1)),
        (59, DAY, False, MOMENT(1900, 2, 28)),
        (61, DAY, False, MOMENT(1900, 3, 1)),
        (44258, DAY, True, MOMENT(2025, 3, 4)),
        (0.4375, TIME, False, dt.timedelta(hours=10, minutes=30)),
        (45720.5, TIME, False, MOMENT(2025, 3, 4, 12)),
        (1.25, SPAN, False, dt.timedelta(hours=30)),
        (45720, NUMBER, False, 45720),
        (-1, DAY, False, -1),
        (1e12, DAY, False, 1e12),
    ],
)
def test_serials(serial: float, shown: str, base_1904: bool, wanted: object) -> None:
    assert from_serial(serial, shown, base_1904=base_1904) == wanted


@given(st.integers(61, 2_958_000), st.integers(0, 86_399))
def test_serials_are_those_of_openpyxl(day: int, second: int) -> None:
    assert from_serial(day + second / 86_400, DAY) == from_excel(day + second / 86_400)


def test_a_number_that_is_none_stays() -> None:
    assert str(from_serial(float("nan"), DAY)) == "nan"


@given(st.floats(0, 2000, allow_nan=False))
def test_spans_written_as_moments(days: float) -> None:
    span = dt.timedelta(seconds=round(days * 86_400))
    start = MOMENT(1899, 12, 31) if days < 60 else MOMENT(1899, 12, 30)
    if not 59 < days < 61:
        assert span_of(start + span) == span
