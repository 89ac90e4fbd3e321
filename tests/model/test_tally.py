"""What is prepared of the leads gives the figures that counting them one by one gives."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from dataclasses import fields, is_dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.model import daycounts, sample, tally
from leaddesk.model.dataset import MISSING_DAY
from leaddesk.model.partition import partition
from leaddesk.model.period import Period
from leaddesk.model.readings import Reading
from leaddesk.model.report import Report
from leaddesk.model.slice import Filters, Slice, dimension
from leaddesk.model.wholenumbers import whole_numbers
from tests.builders import state

if TYPE_CHECKING:
    from leaddesk.model.state import State

AS_OF = dt.date(2025, 6, 30)
NOON = dt.time(12)
DAYS = st.none() | st.dates(dt.date(2025, 1, 20), dt.date(2025, 7, 10))
LEAD = st.tuples(
    DAYS,
    st.none() | st.integers(-2, 40),
    st.none() | st.integers(0, 90),
    st.sampled_from(["new", "contacted", "qualified", "won", "won", "lost", "invalid"]),
    st.sampled_from(["Salon", "Flyers", None]),
    st.sampled_from(["Inès", "Karim", None]),
    st.none() | st.integers(-5, 500).map(lambda cents: cents / 100),
    st.none() | st.integers(0, 5).map(float),
)
ROWS = st.lists(LEAD, min_size=1, max_size=60)
PERIODS = st.sampled_from(
    [
        Period(),
        Period(dt.date(2025, 2, 1), dt.date(2025, 4, 30)),
        Period(dt.date(2025, 2, 11), dt.date(2025, 5, 20)),
        Period(dt.date(2025, 5, 6), dt.date(2025, 5, 9)),
        Period(dt.date(2025, 5, 15), None),
        Period(None, dt.date(2025, 7, 3)),
        Period(dt.date(1999, 1, 1), dt.date(1999, 12, 31)),
    ]
)
PERIOD = Period(dt.date(2025, 1, 1), dt.date(2025, 5, 20))
FILTERS = st.sampled_from(
    [
        Filters(),
        Filters({"channel": frozenset({"Salon", None})}),
        Filters({"channel": frozenset()}),
        Filters({"owner": frozenset({"Inès", None}), "channel": frozenset({"Flyers"})}),
    ]
)


def leads(rows: list[tuple[Any, ...]]) -> State:
    created, after, took, status, channel, owner, amount, calls = map(list, zip(*rows, strict=True))
    own = [day or dt.date(2025, 5, 1) for day in created]
    answered = [None if n is None else day + dt.timedelta(n) for day, n in zip(own, after, strict=True)]
    ended = [None if n is None else day + dt.timedelta(n) for day, n in zip(own, took, strict=True)]
    return state(
        as_of=AS_OF,
        leads={
            "id": [f"L{n if n % 20 else 0}" for n in range(len(rows))],
            "created": [None if day is None else f"{day}T12:00:00" for day in created],
            "contacted": [None if day is None else f"{day}T15:30:00" for day in answered],
            "closed": [None if day is None else day.isoformat() for day in ended],
            "status": status,
            "channel": channel,
            "owner": owner,
            "amount": amount,
            "calls": calls,
        },
    )


def told(report: Report) -> list[Any]:
    """All figures that hang on what is prepared."""
    return [
        report.kpis, report.funnel, report.channels, report.leads_by_month, report.customers_by_month, report.undated,
        report.conversion, report.cohorts, report.stays, report.stuck_leads.first(50), report.time_to_convert,
        report.conversion_window, report.recovery, report.alerts, report.forecast,
        *(report.read_funnel(reading, window) for reading in Reading for window in (None, 0, 9, 40)),
    ]  # fmt: skip


def same(one: Any, other: Any, path: str = "") -> None:
    """Whether two figures are the same but for rounding."""
    assert type(one) is type(other), path
    if isinstance(one, np.ndarray):
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12, err_msg=path)
    elif isinstance(one, partial) and path.endswith(("._find", "._others")):  # found when asked for
        same(one(), other(), path)
    elif isinstance(one, float):
        assert one == other or math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9) or math.isnan(one), path
    elif is_dataclass(one) and not isinstance(one, type):
        for part in fields(one):
            same(getattr(one, part.name), getattr(other, part.name), f"{path}.{part.name}")
    elif isinstance(one, tuple | list):
        assert len(one) == len(other), path
        for place, (left, right) in enumerate(zip(one, other, strict=True)):
            same(left, right, f"{path}[{place}]")
    else:
        assert one == other, path


@settings(max_examples=30, deadline=None)
@given(ROWS, PERIODS, FILTERS)
def test_all_figures_are_the_same_prepared_or_counted(
    rows: list[tuple[Any, ...]], period: Period, filters: Filters
) -> None:
    found = []
    for many in (daycounts.MANY, 0):
        with patch.object(daycounts, "MANY", many), patch.object(sample, "BIN_BITS", 2):
            found.append(told(Report(Slice(leads(rows), period, period.before(), filters))))
    same(found[0], found[1])


@pytest.mark.parametrize("filters", [{}, {"channel": {"Salon"}}, {"channel": {"Salon", None}, "owner": {"Karim"}}])
def test_alerts_and_forecast_are_the_same_prepared_or_counted(filters: dict[str, set[str | None]]) -> None:
    random = np.random.default_rng(11)
    rows = [
        (
            dt.date(2024, 3, 1) + dt.timedelta(int(random.integers(0, 480))),
            int(random.integers(-1, 30)) if random.random() < 0.8 else None,
            int(random.integers(0, 60)) if random.random() < 0.9 else None,
            ["new", "contacted", "won", "won", "lost"][random.integers(0, 5)],
            ["Salon", "Flyers", None][random.integers(0, 3)],
            ["Inès", "Karim"][random.integers(0, 2)],
            round(random.random() * 900, 2) if random.random() < 0.6 else None,
            float(random.integers(0, 9)),
        )
        for _ in range(3000)
    ]
    kept = Filters({name: frozenset(values) for name, values in filters.items()})
    found = []
    for many in (daycounts.MANY, 0):
        with patch.object(daycounts, "MANY", many), patch.object(sample, "BIN_BITS", 2):
            found.append(told(Report(Slice(leads(rows), PERIOD, PERIOD.before(), kept))))
    same(found[0], found[1])
    assert found[0][-14].judged
    assert found[0][-13].trials


def test_what_is_prepared_by_several_dimensions_is_kept_for_the_last_ones_alone() -> None:
    made = state(
        as_of=AS_OF,
        leads={
            "created": ["2025-05-01T12:00:00", "2025-05-02T12:00:00"],
            **{name: ["A", "B"] for name in ("channel", "campaign", "lever", "owner", "segment", "sector")},
        },
    )
    pairs = list(itertools.combinations(("campaign", "lever", "owner", "segment", "sector"), 2))
    with patch.object(daycounts, "MANY", 0):
        sizes = []
        for pair in [*pairs, *pairs]:
            told(Report(Slice(made, PERIOD, PERIOD.before(), Filters({name: frozenset({"A"}) for name in pair}))))
            sizes.append(len(made.dataset["leads"]._prepared))
    assert max(sizes[len(pairs) :]) == sizes[-1]
    assert sizes[-1] <= sizes[4]


@pytest.mark.parametrize(
    ("amounts", "power", "expected"),
    [
        ([3.0, -1.0], 1, ([3, -1], 1.0)),
        ([0.1, 1234.56], 1, ([10, 123456], 100.0)),
        ([0.1, 0.5], 2, ([1, 25], 100.0)),
        ([0.125], 1, ([125], 1000.0)),
        ([], 1, ([], 1.0)),
        ([1 / 3], 1, None),
        ([1e18], 2, None),
        ([math.inf], 1, None),
    ],
)
def test_decimal_amounts_are_whole_numbers_of_a_small_unit(
    amounts: list[float], power: int, expected: tuple[list[int], float] | None
) -> None:
    found = whole_numbers(np.array(amounts, np.float64), power)
    assert (None if found is None else (found[0].tolist(), found[1])) == expected


CODES = np.array([3, 0, 3, 7, 0, 3, 9], np.uint16)
PARTS = np.array([0, 1, 1, 0, 2, 0, 2], np.uint8)
CREATED = np.array([MISSING_DAY, 10, 11, 11, 33, 60, 61], np.int32)


def test_months_begin_where_their_first_row_is() -> None:
    assert tally.month_borders(CREATED).tolist() == [0, 1, 4, 5, 7]
    assert tally.month_borders(CREATED, 6).tolist() == [0, 1, 4, 5, 6, 7]
    assert tally.month_borders(CREATED[:0]).tolist() == [0]


@pytest.mark.parametrize("kept", [[True, True, True], [True, False, True], [False, True, False], [False] * 3])
def test_rows_between_two_places_are_counted_by_code(kept: list[bool]) -> None:
    prepared = tally.tally(tally.coded(CODES), PARTS, 3, tally.month_borders(CREATED))
    assert prepared.totals.size
    for begin in range(8):
        for end in range(begin, 8):
            some = CODES[begin:end][np.array(kept)[PARTS[begin:end]]]
            assert prepared.between(begin, end, np.array(kept)).tolist() == np.bincount(some, minlength=1).tolist()


def test_codes_are_kept_in_few_bytes_however_high_they_are() -> None:
    high = np.array([5_000_000, 0, 7, 5_000_000])
    for codes in (high, high[:0], np.array([300, 2])):
        found = tally.coded(codes)
        assert found.codes.dtype == np.uint8
        assert found.counts(found.codes).tolist() == np.bincount(codes, minlength=1).tolist()


def test_what_would_be_too_large_is_counted() -> None:
    with patch.object(tally, "_LARGEST", 10):
        prepared = tally.tally(tally.coded(CODES), PARTS, 3, np.array([0, 7]))
    assert not prepared.totals.size
    assert prepared.between(0, 6, np.array([True, True, False])).tolist() == [1, 0, 0, 3, 0, 0, 0, 1]


def test_parts_are_combinations_of_what_is_filtered_and_cut_by() -> None:
    made = state(leads={"channel": ["A", "B", None, "A"], "owner": ["X", None, "X", "Y"]})
    filters = Filters({"owner": frozenset({"X"})})
    data = Slice(made, filters=filters)
    found = partition(data, "leads", dimension(made.dataset, "channel"))
    assert found is not None
    assert found.parts == 9
    parts = found.of(made.dataset["leads"])
    assert parts is not None
    kept = found.kept(filters)
    assert kept[parts].tolist() == [True, False, True, False]
    counts = np.bincount(parts, minlength=9)[:, np.newaxis]
    assert found.summed(counts, kept, None).tolist() == [2]
    assert found.summed(counts, kept, dimension(made.dataset, "channel"))[:, 0].tolist() == [1, 0, 1]
    assert found.summed(counts, kept, dimension(made.dataset, "owner"))[:, 0].tolist() == [2, 0, 0]
    with patch("leaddesk.model.partition.MOST", 8):
        assert partition(data, "leads", dimension(made.dataset, "channel")) is None
