"""Dates as people write them; the order of day and month is a matter of the whole column, and may stay open."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.ingest import moments
from leaddesk.ingest.texts import Texts


def read(text: str, order: str = "dmy") -> str:
    found, _ = moments.parse(Texts.of([text]), order)
    return str(found.view("datetime64[s]")[0])


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-01-31", "2025-01-31T00:00:00"), ("31/01/2025", "2025-01-31T00:00:00"),
        ("1/2/25", "2025-02-01T00:00:00"), ("31-12-99", "1999-12-31T00:00:00"), ("31.12.2025", "2025-12-31T00:00:00"),
        ("15 avr. 2026", "2026-04-15T00:00:00"), ("15 Avril 2026", "2026-04-15T00:00:00"),
        ("1er mai 2026", "2026-05-01T00:00:00"), ("3 août 2026", "2026-08-03T00:00:00"),
        ("lundi 3 août 2026", "2026-08-03T00:00:00"), ("mar. 3 mars 2026", "2026-03-03T00:00:00"),
        ("Apr 15, 2026", "2026-04-15T00:00:00"), ("1-Sep-2026", "2026-09-01T00:00:00"),
        ("2nd February 2026", "2026-02-02T00:00:00"), ("03/04/2026 14:32", "2026-04-03T14:32:00"),
        ("3 avril 2026 à 14h05", "2026-04-03T14:05:00"), ("2026-04-15T10:20:30Z", "2026-04-15T10:20:30"),
        ("2026-04-15 10:20:30.123", "2026-04-15T10:20:30"), ("03/04/2026 2:05 PM", "2026-04-03T14:05:00"),
        ("03/04/2026 12:05 AM", "2026-04-03T00:05:00"), ("2026-04-15T10:20:30+02:00", "2026-04-15T10:20:30"),
        ("29/02/2024", "2024-02-29T00:00:00"), ("20250131", "2025-01-31T00:00:00"), ("45292", "2024-01-01T00:00:00"),
        ("45292,5", "2024-01-01T12:00:00"), ("45292.25", "2024-01-01T06:00:00"),
        ("2025-W03", "2025-01-13T00:00:00"), ("S03 2025", "2025-01-13T00:00:00"),
        ("Thu Mar 12 2026 14:05:33 GMT+0100 (CET)", "2026-03-12T14:05:33"), ("Thu Mar 12 2026", "2026-03-12T00:00:00"),
        ("Thu, 12 Mar 2026 14:05:33 +0100", "2026-03-12T14:05:33"), ("12/03/2026 - 14 h 30", "2026-03-12T14:30:00"),
        ("Thursday, March 12, 2026", "2026-03-12T00:00:00"), ("12 / 03 / 2026", "2026-03-12T00:00:00"),
        ("12/03/2026 14:30 CEST", "2026-03-12T14:30:00"), ("12/03/2026 14 h", "2026-03-12T14:00:00"),
    ],
)  # fmt: skip
def test_dates(text: str, moment: str) -> None:
    assert read(text) == moment


@pytest.mark.parametrize(
    "text",
    ["31/02/2025", "29/02/2025", "32/01/2025", "00/01/2025", "13/13/2025", "2025-13-01", "01/01/1899", "01/01/2101",
     "25:61", "03/04/2026 25:00", "demain", "12", "1 234,50", "31/01", "06 12 34 56 78", "", "2025-02-30T10:00"],
)  # fmt: skip
def test_no_dates(text: str) -> None:
    assert read(text) == "NaT"


@pytest.mark.parametrize(
    ("text", "month"),
    [("mars-26", "2026-03"), ("janv. 2025", "2025-01"), ("2025-01", "2025-01"), ("01/2025", "2025-01"),
     ("février 2025", "2025-02"), ("Dec 2025", "2025-12"), ("2025 juin", "2025-06")],
)  # fmt: skip
def test_months(text: str, month: str) -> None:
    found, months = moments.parse(Texts.of([text]), "dmy")
    assert str(found.view("datetime64[s]")[0])[:7] == month
    assert months.tolist() == [True]


def test_order_decides_what_the_text_leaves_open() -> None:
    assert read("03/04/2026", "dmy") == "2026-04-03T00:00:00"
    assert read("03/04/2026", "mdy") == "2026-03-04T00:00:00"
    assert read("03/04/05", "ymd") == "2003-04-05T00:00:00"
    assert read("2026-04-03", "mdy") == "2026-04-03T00:00:00"


def test_serial_numbers() -> None:
    found = moments.serials(np.array([45292, 45292.5, 20250131, 5, 2025, np.nan, 20251301, -1]))
    assert [str(m) for m in found.view("datetime64[s]")] == [
        "2024-01-01T00:00:00", "2024-01-01T12:00:00", "2025-01-31T00:00:00", "NaT", "NaT", "NaT", "NaT", "NaT",
    ]  # fmt: skip


@given(st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2100, 12, 31)))  # noqa: DTZ001
def test_reads_back_what_it_writes(moment: dt.datetime) -> None:
    moment = moment.replace(microsecond=0)
    iso = moment.isoformat()
    assert read(iso) == iso
    assert read(moment.strftime("%d/%m/%Y %H:%M:%S")) == iso
    assert read(moment.strftime("%m/%d/%Y %I:%M:%S %p"), "mdy") == iso
    assert read(moment.strftime("%d %B %Y")) == f"{iso[:10]}T00:00:00"


@given(st.integers(1, 31), st.integers(1, 12), st.integers(1990, 2100))
def test_refuses_days_that_do_not_exist(day: int, month: int, year: int) -> None:
    try:
        wanted = dt.datetime(year, month, day).isoformat()  # noqa: DTZ001
    except ValueError:
        wanted = "NaT"
    assert read(f"{day:02}/{month:02}/{year}") == wanted
