"""Opening hours against a walk from minute to minute."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from businesstimedelta import HolidayRule, Rules, WorkDayRule
from holidays import country_holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.model.opening import OpeningHours

MISSING = int(np.iinfo(np.int64).min)
MINUTE = dt.timedelta(minutes=1)

HOLIDAYS_2025 = [
    "2025-01-01", "2025-04-21", "2025-05-01", "2025-05-08", "2025-05-29", "2025-06-09", "2025-07-14", "2025-08-15",
    "2025-11-01", "2025-11-11", "2025-12-25",
]  # fmt: skip


def seconds(moment: dt.datetime) -> int:
    return int((moment - dt.datetime.fromisoformat("1970-01-01")).total_seconds())


def hours(opening: OpeningHours, start: str | dt.datetime, end: str | dt.datetime) -> float:
    both = [dt.datetime.fromisoformat(m) if isinstance(m, str) else m for m in (start, end)]
    first, last = (np.array([seconds(moment)], np.int64) for moment in both)
    return float(opening.hours_between(first, last)[0])


def walked(opening: OpeningHours, start: dt.datetime, end: dt.datetime) -> float:
    """Open minutes counted one by one, in hours; a day without a time ends with its close."""
    end = end + dt.timedelta(days=1) if end.time() == dt.time() else end
    closed = {dt.date.fromisoformat(day) for day in HOLIDAYS_2025} if opening.holidays else set()
    if opening.holidays and opening.alsace_moselle:
        closed |= {dt.date(2025, 4, 18), dt.date(2025, 12, 26)}
    minutes, moment = 0, start
    while moment < end:
        hour = moment.hour + moment.minute / 60
        if opening.days[moment.weekday()] and moment.date() not in closed and opening.opens <= hour < opening.closes:
            minutes += 1
        moment += MINUTE
    return minutes / 60


def test_the_public_holidays_of_france() -> None:
    assert [day.isoformat() for day in OpeningHours().closed_days(2025, 2025)] == HOLIDAYS_2025
    here = OpeningHours(alsace_moselle=True).closed_days(2025, 2025)
    assert {day.isoformat() for day in here} - set(HOLIDAYS_2025) == {"2025-04-18", "2025-12-26"}
    assert OpeningHours(holidays=False).closed_days(2025, 2025) == ()


def test_worked_examples() -> None:
    usual = OpeningHours()
    assert hours(usual, "2025-01-06 09:00", "2025-01-06 10:30") == 1.5  # a Monday
    assert hours(usual, "2025-01-10 18:00", "2025-01-13 09:00") == 2  # Friday evening to Monday: 1 h + 1 h
    assert hours(usual, "2025-01-11 10:00", "2025-01-12 10:00") == 0  # a weekend
    assert hours(usual, "2025-01-06 20:00", "2025-01-07 07:00") == 0  # a night
    assert hours(usual, "2025-04-30 18:00", "2025-05-02 09:00") == 2  # over the first of May
    assert hours(usual, "2025-12-31 18:00", "2026-01-02 09:00") == 2  # over New Year, in another year
    assert hours(OpeningHours(holidays=False), "2025-04-30 18:00", "2025-05-02 09:00") == 13
    strasbourg = OpeningHours(alsace_moselle=True)
    assert hours(strasbourg, "2025-04-17 18:00", "2025-04-22 09:00") == 2  # Good Friday and Easter Monday
    assert hours(usual, "2025-04-17 18:00", "2025-04-22 09:00") == 13


def test_a_date_without_a_time_counts_from_the_opening() -> None:
    assert hours(OpeningHours(), "2025-01-06", "2025-01-06 10:00") == 2
    assert hours(OpeningHours(), "2025-01-06", "2025-01-07") == 22


def test_an_end_without_a_time_is_the_close_of_its_day() -> None:
    assert hours(OpeningHours(), "2025-01-06", "2025-01-06") == 11
    assert hours(OpeningHours(), "2025-01-06 10:00", "2025-01-06") == 9  # not before the start
    assert hours(OpeningHours(), "2025-01-06 18:00", "2025-01-07") == 12
    assert hours(OpeningHours(), "2025-01-10 18:00", "2025-01-11") == 1  # a Saturday adds nothing
    assert hours(OpeningHours(closes=24.0), "2025-01-06 22:00", "2025-01-06") == 2
    assert np.isnan(hours(OpeningHours(), "2025-01-06 10:00", "2025-01-05"))


def test_the_least_that_days_without_a_time_can_have_been() -> None:
    def least(start: str, end: str) -> float:
        both = (np.array([seconds(dt.datetime.fromisoformat(one))], np.int64) for one in (start, end))
        return float(OpeningHours().least_between(*both)[0])

    assert least("2025-01-06", "2025-01-06") == least("2025-01-06", "2025-01-07") == 0
    assert least("2025-01-06 10:00", "2025-01-06") == 0
    assert least("2025-01-06 10:00", "2025-01-07") == 9
    assert least("2025-01-06", "2025-01-08 09:00") == 12
    assert least("2025-01-06 10:00", "2025-01-06 11:00") == 1


def test_missing_moments_and_answers_before_the_question_are_unknown() -> None:
    start = np.array([MISSING, 0, 86400, MISSING], np.int64)
    end = np.array([0, MISSING, 0, MISSING], np.int64)
    assert np.isnan(OpeningHours().hours_between(start, end)).all()
    assert len(OpeningHours().hours_between(np.zeros(0, np.int64), np.zeros(0, np.int64))) == 0


def test_a_stray_date_costs_no_crash() -> None:
    found = hours(OpeningHours(), "2025-01-06 09:00", "9999-12-31 10:00")
    assert found > 2e7


WEEKS = st.tuples(*[st.booleans()] * 7)
FROM, TO = (dt.datetime.fromisoformat(day) for day in ("2025-04-10", "2025-06-12"))
MOMENTS = st.integers(0, int((TO - FROM) / MINUTE)).map(lambda minutes: FROM + minutes * MINUTE)


@settings(max_examples=60)
@given(
    WEEKS, st.integers(0, 46), st.integers(1, 20), st.booleans(), st.booleans(), MOMENTS, st.integers(0, 8000)
)  # fmt: skip
def test_a_walk_from_minute_to_minute_agrees(
    days: tuple[bool, ...], opens: int, open_for: int, holidays: bool, alsace: bool, start: dt.datetime, minutes: int
) -> None:
    closes = min(24.0, (opens + open_for) / 2)
    opening = OpeningHours((*days,), opens / 2, closes, holidays, alsace)  # type: ignore[arg-type]
    end = start + minutes * MINUTE
    assert hours(opening, start, end) == pytest.approx(walked(opening, start, end), abs=1e-9)


@settings(max_examples=60)
@given(
    WEEKS.filter(any), st.integers(0, 40), st.integers(1, 20), st.sampled_from(["", "FR", "57"]),
    st.lists(st.tuples(st.datetimes(FROM, TO), st.integers(0, 12 * 86_400)), min_size=1, max_size=8),
)  # fmt: skip
def test_equal_to_businesstimedelta(
    days: tuple[bool, ...], opens: int, open_for: int, closed: str, rows: list[tuple[dt.datetime, int]]
) -> None:
    """The rules agree on every row, to the second. A day without a time begins at midnight to both: nothing of a day
    counts before its opening. Four things the library cannot tell: closing at 24:00, a week that is closed throughout,
    an answer before the question, which it counts backwards, and an end without a time, which is no midnight here.
    """
    closes = min(23.5, (opens + open_for) / 2)
    if closes <= opens / 2:
        return
    opening = OpeningHours((*days,), opens / 2, closes, bool(closed), closed == "57")  # type: ignore[arg-type]
    work = WorkDayRule(_at(opens / 2), _at(closes), [day for day in range(7) if days[day]])
    calendar = country_holidays("FR", subdiv=closed if closed == "57" else None, years=range(2024, 2027))
    judge = Rules([work, HolidayRule(calendar)] if closed else [work])
    begin = np.array([seconds(start.replace(microsecond=0)) for start, _ in rows], np.int64)
    end = begin + np.array([later for _, later in rows], np.int64)
    end += end % 86_400 == 0
    moments = [[dt.datetime.fromtimestamp(int(s), dt.UTC) for s in side] for side in (begin, end)]
    wanted = [judge.difference(*pair).timedelta.total_seconds() / 3600 for pair in zip(*moments, strict=True)]
    np.testing.assert_allclose(opening.hours_between(begin, end), wanted, rtol=0, atol=1e-9)


def _at(hour: float) -> dt.time:
    return dt.time(int(hour), round(hour % 1 * 60))


def test_many_rows_at_once_are_each_for_itself() -> None:
    rng = np.random.default_rng(3)
    start = rng.integers(1_735_700_000, 1_760_000_000, 50)
    end = start + rng.integers(-100_000, 900_000, 50)
    opening = OpeningHours()
    whole = opening.hours_between(start, end)
    single = [float(opening.hours_between(start[i : i + 1], end[i : i + 1])[0]) for i in range(50)]
    np.testing.assert_allclose(whole, single, atol=1e-9)
