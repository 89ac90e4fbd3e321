"""Periods: both ends included, the calendar unit before, presets."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.model.period import DAY, Period, Preset, date_of, day_number, first_of_month
from tests.builders import period

DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2150, 12, 31))


def test_day_numbers() -> None:
    assert day_number(dt.date(1970, 1, 2)) == 1
    assert date_of(-1) == dt.date(1969, 12, 31)
    assert first_of_month(dt.date(2025, 1, 31), -1) == dt.date(2024, 12, 1)
    assert first_of_month(dt.date(2025, 12, 31), 1) == dt.date(2026, 1, 1)


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (("2025-03-01", "2025-03-31"), ("2025-02-01", "2025-02-28")),
        (("2025-01-01", "2025-01-31"), ("2024-12-01", "2024-12-31")),
        (("2025-01-01", "2025-03-31"), ("2024-10-01", "2024-12-31")),
        (("2025-01-01", "2025-12-31"), ("2024-01-01", "2024-12-31")),
        (("2025-02-01", "2025-04-30"), ("2024-11-04", "2025-01-31")),  # three months, but no quarter: 89 days
        (("2025-03-10", "2025-03-16"), ("2025-03-03", "2025-03-09")),
        (("2025-03-01", "2025-03-15"), ("2025-02-14", "2025-02-28")),
        (("2025-03-05", "2025-03-05"), ("2025-03-04", "2025-03-04")),
    ],
)
def test_the_period_before(now: tuple[str, str], before: tuple[str, str]) -> None:
    assert period(*now).before() == period(*before)


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (("2025-03-01", "2025-03-31"), ("2024-03-01", "2024-03-31")),
        (("2025-02-01", "2025-02-28"), ("2024-02-01", "2024-02-29")),  # the whole month
        (("2024-02-01", "2024-02-29"), ("2023-02-01", "2023-02-28")),
        (("2024-02-01", "2024-02-28"), ("2023-02-01", "2023-02-28")),
        (("2024-02-29", "2024-02-29"), ("2023-02-28", "2023-02-28")),
    ],
)
def test_the_year_before(now: tuple[str, str], before: tuple[str, str]) -> None:
    assert period(*now).year_before() == period(*before)


@pytest.mark.parametrize("open_", [Period(), Period(dt.date(2025, 1, 1)), Period(None, dt.date(2025, 1, 1))])
def test_an_open_period_has_no_length_and_none_before(open_: Period) -> None:
    assert open_.days is None
    assert open_.before() is None
    assert open_.year_before() is None


def test_a_period_is_set_by_either_side() -> None:
    assert not Period().is_set
    assert Period(dt.date(2025, 1, 1)).is_set
    assert Period(None, dt.date(2025, 1, 1)).is_set
    assert Period(dt.date(2025, 1, 2), dt.date(2025, 1, 1)).before() is None


@given(DAYS, st.integers(0, 800))
def test_the_period_before_ends_the_day_before(start: dt.date, length: int) -> None:
    now = Period(start, start + length * DAY)
    before = now.before()
    assert before is not None
    assert before.start is not None
    assert before.end == start - DAY
    is_unit = start.day == 1 and (now.end or start) + DAY == first_of_month((now.end or start) + DAY)
    assert before.days == now.days or (is_unit and before.start.day == 1)


@pytest.mark.parametrize(
    ("preset", "wanted"),
    [
        (Preset.THIS_MONTH, ("2025-05-01", "2025-05-20")),
        (Preset.LAST_MONTH, ("2025-04-01", "2025-04-30")),
        (Preset.THIS_QUARTER, ("2025-04-01", "2025-05-20")),
        (Preset.LAST_QUARTER, ("2025-01-01", "2025-03-31")),
        (Preset.THIS_YEAR, ("2025-01-01", "2025-05-20")),
        (Preset.LAST_YEAR, ("2024-01-01", "2024-12-31")),
        (Preset.LAST_30_DAYS, ("2025-04-21", "2025-05-20")),
        (Preset.LAST_90_DAYS, ("2025-02-20", "2025-05-20")),
        (Preset.LAST_12_MONTHS, ("2024-05-01", "2025-04-30")),
        (Preset.ALL, (None, None)),
    ],
)
def test_presets(preset: Preset, wanted: tuple[str | None, str | None]) -> None:
    assert preset.period(dt.date(2025, 5, 20)) == period(*wanted)


def test_every_preset_is_tested() -> None:
    named = {mark.args[1][index][0] for mark in test_presets.pytestmark for index in range(len(mark.args[1]))}  # type: ignore[attr-defined]
    assert named == set(Preset)


@given(DAYS)
def test_presets_are_periods_of_whole_days(today: dt.date) -> None:
    assert Preset.LAST_30_DAYS.period(today).days == 30
    assert Preset.LAST_90_DAYS.period(today).days == 90
    for preset in Preset:
        found = preset.period(today)
        assert preset is Preset.ALL or (found.days or 0) >= 1
