"""Leads in the order in which they came: what is counted in stretches is what a walk from lead to lead counts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.model import daycounts
from leaddesk.model.arrivals import arrivals, here
from leaddesk.model.evaluate import Evaluator
from leaddesk.model.following import follow, follow_groups
from leaddesk.model.outcomes import LONGEST, Fate, outcomes
from leaddesk.model.passages import passed, waiting_beyond
from leaddesk.model.period import Period, day_number
from leaddesk.model.readings import Reading, read_funnel
from leaddesk.model.slice import Filters, Slice
from leaddesk.model.stages import Stage
from leaddesk.model.terms import BY_CREATED, LEADS
from tests.builders import state
from tests.model.plain import followed

if TYPE_CHECKING:
    import pytest

AS_OF = dt.date(2025, 6, 30)
DAYS = st.none() | st.dates(dt.date(2025, 3, 1), dt.date(2025, 7, 10)).map(dt.date.isoformat)
NAMES = ("created", "contacted", "won", "lost", "status", "channel", "id", "amount")
LEAD = st.tuples(
    DAYS, DAYS, DAYS, DAYS,
    st.sampled_from(["new", "contacted", "won", "lost", "invalid"]),
    st.sampled_from(["Salon", "Flyers", None]),
    st.sampled_from(["1", "2", None]),
    st.none() | st.integers(-50, 5000).map(float),
)  # fmt: skip
ROWS = st.lists(LEAD, min_size=1, max_size=25)
PERIODS = st.sampled_from(
    [
        Period(),
        Period(dt.date(2025, 4, 1), dt.date(2025, 5, 20)),
        Period(dt.date(2025, 5, 15), None),
        Period(None, dt.date(2025, 7, 3)),
    ]
)
FILTERS = st.sampled_from([Filters(), Filters({"channel": frozenset({"Salon", None})})])


def over(rows: list[tuple[Any, ...]], period: Period, filters: Filters) -> Evaluator:
    leads = dict(zip(NAMES, map(list, zip(*rows, strict=True)), strict=True))
    return Evaluator(Slice(state(as_of=AS_OF, leads=leads), period, None, filters))


@given(ROWS, PERIODS, FILTERS)
def test_a_stretch_holds_the_leads_of_the_slice(rows: list[tuple[Any, ...]], period: Period, filters: Filters) -> None:
    evaluator = over(rows, period, filters)
    places, found = evaluator.matching("leads", BY_CREATED, LEADS.where), outcomes(evaluator.slice.state)
    stretch = here(evaluator)
    assert sorted(stretch.come.places.tolist()) == places.tolist()
    fates = found.fate[places]
    assert stretch.undated == np.count_nonzero(fates == Fate.UNDATED)
    assert stretch.ahead == np.count_nonzero(found.fate[stretch.places] == Fate.AHEAD)
    assert sorted(stretch.followed.places.tolist()) == places[fates < Fate.UNDATED].tolist()
    ages = found.age[stretch.followed.places]
    assert stretch.followed.by_age(LONGEST).tolist() == np.bincount(ages, minlength=1).tolist()


@given(ROWS, PERIODS, FILTERS)
def test_a_stretch_is_followed_as_its_leads_are(rows: list[tuple[Any, ...]], period: Period, filters: Filters) -> None:
    evaluator = over(rows, period, filters)
    found, stretch = outcomes(evaluator.slice.state), here(evaluator).followed
    wanted, got = followed(found, stretch.places.astype(np.intp)), follow(stretch)
    for name in ("leads", "won", "lost", "undated", "waiting", "oldest", "everyone"):
        np.testing.assert_array_equal(getattr(got, name), getattr(wanted, name))
    np.testing.assert_array_equal(got.table.events, wanted.table.events)
    if len(stretch):
        first, months = stretch.months(2)
        assert sum(map(len, months)) <= len(stretch)
        days = np.datetime64("1970-01", "M") + first + np.arange(len(months))
        created = stretch.created.astype("datetime64[D]").astype("datetime64[M]")
        assert [len(month) for month in months] == [np.count_nonzero(created == day) for day in days]
        assert follow_groups(months).leads.tolist() == [len(month) for month in months]


def walk(row: tuple[Any, ...]) -> tuple[str, list[int | None]]:
    """The state of a lead, and the days of its creation, contact and end that have come."""
    status, (won, lost) = row[4], (None if day is None or day > AS_OF.isoformat() else day for day in row[2:4])
    if (status == "won" and row[2] != won) or (status == "lost" and row[3] != lost):
        status = "to be " + status
    if status in {"new", "contacted", "to be won", "to be lost"}:
        so_far = "negotiation" if status == "to be won" else "open"
        status = "won" if won is not None else "lost" if lost is not None else so_far
    end = {"won": won, "lost": lost, "invalid": lost}.get(status)
    days = [None if day is None else day_number(dt.date.fromisoformat(day)) for day in (row[0], row[1], end)]
    return status, [None if day is None or day > day_number(AS_OF) else day for day in days]


@given(ROWS, PERIODS, FILTERS)
def test_passages_are_those_of_each_lead(rows: list[tuple[Any, ...]], period: Period, filters: Filters) -> None:
    evaluator = over(rows, period, filters)
    waits, left = [], []
    for place in evaluator.matching("leads", BY_CREATED, LEADS.where).tolist():
        status, (_, contacted, end) = walk(rows[place])
        if contacted is not None and end is not None and end >= contacted:
            left.append(end - contacted)
        elif contacted is not None and status == "open":
            waits.append((contacted - day_number(AS_OF), place))
    got = passed(here(evaluator), Stage.CONTACTED)
    assert got.left.tolist() == np.bincount(left, minlength=len(got.left)).tolist()
    assert int(got.waiting.sum()) == len(waits)
    places, spent = waiting_beyond(evaluator, Stage.CONTACTED, 5)
    beyond = [(wait, place) for wait, place in sorted(waits) if wait < -5]
    assert list(zip((-spent).tolist(), places.tolist(), strict=True)) == beyond


@given(ROWS, PERIODS, FILTERS, st.sampled_from([None, 0, 10, 40]))
def test_a_funnel_in_order_is_that_of_each_lead(
    rows: list[tuple[Any, ...]], period: Period, filters: Filters, window: int | None
) -> None:
    evaluator = over(rows, period, filters)
    reached, amounts = [0, 0, 0], [0.0, 0.0, 0.0]
    for place in evaluator.matching("leads", BY_CREATED, LEADS.where).tolist():
        status, (created, contacted, end) = walk(rows[place])
        before = created
        for index, day in enumerate((created, contacted, end if status == "won" else None)):
            if day is None or created is None or before is None or day < before:
                break
            if window is not None and day > created + window:
                break
            reached[index] += 1
            amounts[index] += rows[place][7] or 0
            before = day
    steps = read_funnel(evaluator, Reading.IN_ORDER, window).steps
    assert [(step.reached, step.value) for step in steps] == (
        list(zip(reached, amounts, strict=True)) if reached[0] else []
    )


def test_what_is_prepared_of_the_leads_is_made_anew_when_they_change() -> None:
    one = state(as_of=AS_OF, leads={"created": ["2025-06-01"], "status": ["new"]})
    assert arrivals(one).places is arrivals(one).places
    other = state(as_of=AS_OF, leads={"created": ["2025-06-01", "2025-05-01"], "status": ["new", "new"]})
    assert arrivals(other).places.tolist() == [1, 0]


def test_many_values_are_kept_of_a_large_table_as_of_a_small_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lead 0 of channel c0 came today, lead 1 of c1 yesterday, and so on; the even channels are kept."""
    created = [(AS_OF - dt.timedelta(days=age)).isoformat() for age in range(40)]
    leads = {"created": created, "status": ["new"] * 40, "channel": [f"c{number}" for number in range(40)]}
    even = Filters({"channel": frozenset(f"c{number}" for number in range(0, 40, 2))})
    for many in (daycounts.MANY, 1):
        monkeypatch.setattr(daycounts, "MANY", many)
        evaluator = Evaluator(Slice(state(as_of=AS_OF, leads=leads), Period(), None, even))
        assert sorted(here(evaluator).places.tolist()) == list(range(0, 40, 2))
        places, days = waiting_beyond(evaluator, Stage.NEW, 30)
        assert places.tolist() == days.tolist() == [38, 36, 34, 32]
