"""Cells made values: what fits, what is unknown, what is refused, and that it is said."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from leaddesk.ingest.values import Cells, Typed, flag_of, typed
from leaddesk.model.recipe import ColumnChoice
from leaddesk.model.schema import Kind
from tests.ingest.rawfiles import raw_column


def read(cells: list[Any], kind: Kind, **choice: Any) -> Typed:
    return typed(Cells(raw_column(cells), slice(None)), kind, ColumnChoice(0, "h", **choice))


def texts(values: Typed) -> list[str | None]:
    assert values.labels is not None
    return [None if code < 0 else values.labels[int(code)].as_py() for code in values.values]


def found(values: Typed) -> dict[str, tuple[int, tuple[int, ...]]]:
    return {finding.code: (finding.count, finding.places) for finding in values.findings}


def test_numbers_of_all_kinds() -> None:
    got = read([12.5, "1 234,50 €", None, "n/a", "abc", True, dt.date(2025, 1, 1), "#REF!", "12,5 %"], Kind.MONEY,
               decimal=",")  # fmt: skip
    np.testing.assert_array_equal(got.values, [12.5, 1234.5, np.nan, np.nan, np.nan, 1, np.nan, np.nan, np.nan])
    assert found(got) == {"error-cells": (1, (7,)), "missing-words": (1, (3,)), "not-a-number": (3, (4, 6, 8))}
    assert got.findings[-1].examples == (("abc", ""), (dt.date(2025, 1, 1), ""), ("12,5 %", "")), "a share is no amount"
    assert read(["12,5 %"], Kind.NUMBER, decimal=",").values.tolist() == [0.125]


def test_what_is_too_large_to_be_a_quantity() -> None:
    got = read([1e15, "-1 000 000 000 000 000", 1e14, float("inf")], Kind.MONEY, decimal=",")
    np.testing.assert_array_equal(got.values, [np.nan, np.nan, 1e14, np.nan])
    assert found(got) == {"not-a-number": (2, (0, 1))}


def test_durations_are_seconds_in_a_column_of_numbers_but_not_money() -> None:
    assert read([dt.timedelta(minutes=2)], Kind.NUMBER).values.tolist() == [120.0]
    assert np.isnan(read([dt.timedelta(minutes=2)], Kind.MONEY).values[0])


def test_moments_of_all_kinds() -> None:
    got = read([dt.datetime(2025, 1, 2, 3, 4), "31/01/2025", 45292, "31/02/2025", "-", True, 12, dt.date(1905, 1, 1)],  # noqa: DTZ001
               Kind.MOMENT, date_order="dmy")  # fmt: skip
    assert [str(m)[:16] for m in got.values.view("datetime64[s]")] == [
        "2025-01-02T03:04", "2025-01-31T00:00", "2024-01-01T00:00", "NaT", "NaT", "NaT", "NaT", "NaT",
    ]  # fmt: skip
    assert found(got) == {"missing-words": (1, (4,)), "not-a-date": (4, (3, 5, 6, 7))}
    assert got.findings[-1].examples[0] == ("31/02/2025", "")


@pytest.mark.parametrize("word", ["oui", "Oui ", "x", "X", "✓", "vrai", "TRUE", "yes", "1", "Accepté"])
def test_yes(word: str) -> None:
    assert flag_of(word) == 1


@pytest.mark.parametrize("word", ["non", "NON", "faux", "false", "no", "0", "✗", "désabonné"])
def test_no(word: str) -> None:
    assert flag_of(word) == 0


def test_flags_of_all_kinds() -> None:
    got = read(["oui", "Non", 1, 0, True, False, None, "Inconnu", "peut-être", 7], Kind.FLAG)
    np.testing.assert_array_equal(got.values, [1, 0, 1, 0, 1, 0, np.nan, np.nan, np.nan, np.nan])
    assert found(got) == {"missing-words": (1, (7,)), "not-a-flag": (2, (8, 9))}


def test_values_that_the_user_named() -> None:
    got = read(["R", "r ", "P", "oui"], Kind.FLAG, values=(("R", "yes"), ("P", "no")))
    assert got.values.tolist() == [1, 1, 0, 1]
    status = read(["yes", "No", "unknown", 3], Kind.CATEGORY, values=(("yes", "won"), ("no", "lost"), ("3", "new")))
    assert texts(status) == ["won", "lost", None, "new"]
    exact = read(["A", "a"], Kind.CATEGORY, values=(("A", "one"), ("a", "two")))
    assert texts(exact) == ["one", "two"]
    gone = read(["A", "B"], Kind.CATEGORY, values=(("A", ""),))
    assert texts(gone) == [None, "B"]
    assert read(["inconnu"], Kind.CATEGORY, values=(("inconnu", "Other"),)).values.tolist() == [0]


@pytest.mark.parametrize(
    "word",
    ["", "-", "--", "n/a", "N/A", "NC", "unknown", "Inconnu", "inconnu", "non renseigné", "Select", "#N/A", " – "],
)
def test_words_for_no_value(word: str) -> None:
    assert texts(read([word, "Google"], Kind.CATEGORY)) == [None, "Google"]


def test_names_that_look_like_codes_stay() -> None:
    assert texts(read(["Na", "Nil", "n/a", "NC", "–", "Néant", "Select"], Kind.TEXT)) == ["Na", "Nil", *[None] * 5]


def test_typed_cells_in_text_columns() -> None:
    got = read([12, 12.5, dt.date(2025, 1, 2), dt.datetime(2025, 1, 2, 8, 30), True, " a\u00a0", dt.timedelta(hours=8)],  # noqa: DTZ001
               Kind.TEXT)  # fmt: skip
    assert texts(got) == ["12", "12.5", "2025-01-02", "2025-01-02 08:30", "TRUE", "a", "08:00"]


def test_postcodes_get_their_zero_back() -> None:
    got = read([1000, "69003", "38000", "1120", 69001], Kind.POSTCODE)
    assert texts(got) == ["01000", "69003", "38000", "01120", "69001"]
    assert [(f.code, f.count, f.examples) for f in got.findings] == [
        ("postcode-zero", 2, ((1000.0, "01000"), ("1120", "01120")))
    ]


def test_belgian_postcodes_stay() -> None:
    assert texts(read([1000, 1050, 69003], Kind.POSTCODE)) == ["1000", "1050", "69003"]


def test_phone_numbers_get_their_zero_back() -> None:
    got = read([612345678, "06 12 34 56 79", "+33 6 12 34 56 78"], Kind.PHONE)
    assert texts(got) == ["0612345678", "06 12 34 56 79", "+33 6 12 34 56 78"]
    assert found(got) == {"phone-zero": (1, (0,))}


def test_odd_emails_are_kept_and_said() -> None:
    got = read(["a@example.com", "a@example", "n/a"], Kind.EMAIL)
    assert texts(got) == ["a@example.com", "a@example", None]
    assert found(got) == {"missing-words": (1, (2,)), "odd-email": (1, (1,))}


def test_lone_surrogates_do_not_stop_the_reading() -> None:
    assert texts(read(["ok", "bad\ud800"], Kind.TEXT)) == ["ok", "bad?"]


def test_an_empty_column() -> None:
    for kind in Kind:
        got = read([None, None], kind)
        assert len(got.values) == 2
        assert not got.findings


def test_numbers_that_are_too_long_for_a_spreadsheet() -> None:
    got = read([120112345678901234, 12, "120112345678901235"], Kind.ID)
    assert texts(got) == ["120112345678901000", "12", "120112345678901235"]
    assert found(got) == {"cut-numbers": (1, (0,))}


MIXED = [dt.date(2025, 4, 3), "13/04/2025", dt.date(2025, 12, 1), "25/01/2025", "14/02/2025", dt.date(2025, 5, 5),
         dt.date(2025, 2, 11), "28/02/2025", dt.date(2025, 10, 9), "31/12/2025"]  # fmt: skip
"""3 April became 4 March when an American spreadsheet read it; 13 April stayed text."""


def days(values: Typed) -> list[str]:
    return [str(day)[:10] for day in values.values.view("datetime64[s]")]


def test_days_that_a_spreadsheet_took_for_months() -> None:
    got = read(MIXED, Kind.MOMENT, date_order="dmy")
    assert days(got)[:4] == ["2025-03-04", "2025-04-13", "2025-01-12", "2025-01-25"]
    assert found(got) == {"swapped-days": (4, (0, 2, 6, 8))}
    assert got.findings[0].examples[0] == (dt.date(2025, 4, 3), dt.date(2025, 3, 4))
    assert got.findings[0].applied is True
    off = read(MIXED, Kind.MOMENT, date_order="dmy", off=("swapped-days",))
    assert days(off)[:3] == ["2025-04-03", "2025-04-13", "2025-12-01"]
    assert off.findings[0].applied is False


@pytest.mark.parametrize("other", [dt.date(2025, 4, 13), "12/04/2025"])
def test_dates_of_which_one_is_right_stay(other: object) -> None:
    assert days(read([*MIXED, other], Kind.MOMENT, date_order="dmy"))[0] == "2025-04-03"
    assert days(read(MIXED[:8], Kind.MOMENT, date_order="dmy"))[0] == "2025-04-03"
