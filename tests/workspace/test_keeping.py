"""Which backups are kept, by a worked example and by what must hold of any times."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from leaddesk.workspace.keeping import NEVER_TOO_MANY, kept, within

PARIS = dt.timezone(dt.timedelta(hours=2))
NOW = dt.datetime(2026, 9, 30, 18, 0, tzinfo=PARIS)
moments = st.integers(-1000 * 24 * 60, 100 * 24 * 60).map(lambda minutes: NOW + dt.timedelta(minutes=minutes))


def at(month: int, day: int, hour: int) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, tzinfo=PARIS)


def test_a_year_of_backups_at_eight_and_at_six() -> None:
    """Two backups a day from 1 January to 30 September 2026, a Wednesday, looked at after the last."""
    first = dt.date(2026, 1, 1)
    days = [first + dt.timedelta(n) for n in range((NOW.date() - first).days + 1)]
    times = {at(day.month, day.day, hour) for day in days for hour in (8, 18)}
    wanted = {at(9, day, hour) for day in (26, 27, 28, 29, 30) for hour in (8, 18)}  # the ten newest
    wanted |= {at(9, day, 18) for day in range(19, 31)}  # the evenings of twelve days
    # the evenings of ten Sundays, the last of its week each: that of this week is today's
    wanted |= {at(9, day, 18) for day in (6, 13, 20, 27)} | {at(8, day, 18) for day in (2, 9, 16, 23, 30)}
    # the last evenings of six months: September's is today's
    wanted |= {at(4, 30, 18), at(5, 31, 18), at(6, 30, 18), at(7, 31, 18), at(8, 31, 18)}
    assert kept(times, NOW) == wanted
    assert len(wanted) == 5 + 12 + 7 + 5  # of the Sundays, 20 and 27 September are days already


def test_a_day_is_one_of_the_users_zone() -> None:
    late, early = at(9, 2, 23), at(9, 3, 1)  # one day in UTC, two in Paris
    crowd = {at(9, 20, hour) for hour in range(10)}
    assert {late, early} <= kept({late, early} | crowd, NOW)
    assert early in kept({late, early} | crowd, NOW.astimezone(dt.UTC))
    assert late not in kept({late, early} | crowd, NOW.astimezone(dt.UTC))


def test_a_pause_lets_nothing_go() -> None:
    old = {NOW - dt.timedelta(days=400 + n) for n in range(10)}
    assert kept(old, NOW) == old


@given(st.sets(moments, max_size=80))
def test_the_newest_stay_and_the_number_has_a_bound(times: set[dt.datetime]) -> None:
    found = kept(times, NOW)
    past = sorted(time for time in times if time <= NOW)
    assert found <= times
    assert set(past[-10:]) <= found
    assert {time for time in times if time > NOW} <= found
    assert len(found & set(past)) <= 10 + 12 + 10 + 6


@given(st.sets(moments, max_size=80))
def test_what_is_kept_stays_kept_when_nothing_is_added(times: set[dt.datetime]) -> None:
    found = kept(times, NOW)
    assert kept(found, NOW) == found


@given(st.sets(moments, max_size=80))
def test_each_of_the_newest_days_keeps_its_last(times: set[dt.datetime]) -> None:
    past = {time for time in times if time <= NOW}
    days = sorted({time.astimezone(PARIS).date() for time in past})[-12:]
    lasts = {max(time for time in past if time.astimezone(PARIS).date() == day) for day in days}
    assert lasts <= kept(times, NOW)


@given(st.lists(st.integers(0, 100), max_size=20), st.integers(0, 500))
def test_the_oldest_go_until_the_rest_fits(sizes: list[int], most: int) -> None:
    found = within(dict(enumerate(sizes)), most)
    assert found == set(range(len(found))), "the newest stay"
    assert len(found) >= min(NEVER_TOO_MANY, len(sizes))
    assert len(found) <= NEVER_TOO_MANY or sum(sizes[: len(found)]) <= most
    if NEVER_TOO_MANY <= len(found) < len(sizes):
        assert sum(sizes[: len(found) + 1]) > most, "none goes without need"
