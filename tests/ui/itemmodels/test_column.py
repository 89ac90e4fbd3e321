from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.text import Language, language, msg
from leaddesk.ui.itemmodels.column import MISSING_DAY, MISSING_SECOND, Column, Kind, flag_column, formatter

FR, EN = language("fr"), language("en")


def _column(kind: Kind, values: list[float], **options: object) -> Column:
    types = {Kind.DAY: np.int32, Kind.MOMENT: np.int64, Kind.TEXT: np.int32, Kind.CATEGORY: np.int32}
    return Column("c", msg("C"), kind, np.array(values, types.get(kind, np.float64)), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", [FR, EN])
@given(value=st.floats(-1e12, 1e12))
def test_numbers_are_written_as_the_language_does(lang: Language, value: float) -> None:
    def written(kind: Kind, decimals: int | None = None) -> str:
        return formatter(_column(kind, [value], decimals=decimals), lang)(0)

    assert written(Kind.MONEY) == lang.money(value, "EUR", 2)
    assert written(Kind.MONEY, 0) == lang.money(value, "EUR", 0)
    assert written(Kind.PERCENT) == lang.percent(value, 1)
    assert written(Kind.PERCENT, 0) == lang.percent(value, 0)
    assert written(Kind.NUMBER) == lang.number(value)
    assert written(Kind.NUMBER, 3) == lang.number(value, 3)


def test_missing_values_are_empty() -> None:
    for kind in (Kind.NUMBER, Kind.MONEY, Kind.PERCENT):
        assert formatter(_column(kind, [np.nan]), FR)(0) == ""
        assert _column(kind, [np.nan]).value(0) is None
    assert formatter(_column(Kind.DAY, [MISSING_DAY]), FR)(0) == ""
    assert formatter(_column(Kind.MOMENT, [MISSING_SECOND]), FR)(0) == ""
    assert formatter(_column(Kind.TEXT, [-1], labels=["a"]), FR)(0) == ""
    assert _column(Kind.DAY, [MISSING_DAY]).value(0) is None
    assert _column(Kind.MOMENT, [MISSING_SECOND]).value(0) is None
    assert _column(Kind.TEXT, [-1], labels=["a"]).value(0) is None


def test_days_and_moments() -> None:
    day, moment = dt.date(2025, 3, 9), dt.datetime(2025, 3, 9, 14, 5)  # noqa: DTZ001
    days = _column(Kind.DAY, [(day - dt.date(1970, 1, 1)).days])
    seconds = _column(Kind.MOMENT, [int((moment - dt.datetime(1970, 1, 1)).total_seconds())])  # noqa: DTZ001
    assert (days.value(0), seconds.value(0)) == (day, moment)
    assert formatter(days, FR)(0) == "09/03/2025"
    assert formatter(seconds, FR)(0) == "09/03/2025 14:05"


def test_codes_have_words_keys_and_choices() -> None:
    column = _column(Kind.CATEGORY, [1, 0, -1], labels=[msg("{n}", n=1234.5), msg("Won")], keys=["new", "won"])
    assert [column.value(position) for position in range(3)] == ["won", "new", None]
    assert formatter(column, EN)(1) == "1,234.50"
    assert [key for key, _ in column.choices(FR)] == [None, "new", "won"]


def test_flags_are_edited_as_truth_values() -> None:
    column = flag_column("optin", msg("Consent"), np.array([1, 0, -1], np.int8), editable=True)
    assert [column.value(position) for position in range(3)] == [True, False, None]
    assert [formatter(column, EN)(position) for position in range(3)] == ["Yes", "No", ""]


def test_midnight_is_written_as_a_day_alone() -> None:
    seconds = _column(Kind.MOMENT, [20_000 * 86_400, 20_000 * 86_400 + 8 * 3600])
    day = dt.date(1970, 1, 1) + dt.timedelta(days=20_000)
    write = formatter(seconds, FR)
    assert write(0) == FR.date(day)
    assert write(1) == FR.datetime(dt.datetime(day.year, day.month, day.day, 8))  # noqa: DTZ001
