"""Cohorts by month and age, by hand and against the conversion of the same leads."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.model.cohorts import MOST, Cohorts, cohorts
from leaddesk.model.conversion import conversion
from leaddesk.model.evaluate import Evaluator
from tests.builders import a_slice, dataset, state

AS_OF = dt.date(2025, 4, 10)
LEADS: dict[str, list[str | None]] = {
    # January: four leads, all decided or older than 60 days. February: none. March: four, 10 to 40 days old.
    "created": [
        "2025-01-01",
        "2025-01-01",
        "2025-01-31",
        "2025-01-31",
        "2025-03-01",
        "2025-03-01",
        "2025-03-31",
        "2025-03-31",
    ],
    "status": ["won", "won", "lost", "new", "won", "new", "lost", "new"],
    "won": ["2025-01-11", "2025-02-20", None, None, "2025-03-21", None, None, None],
    "lost": [None, None, "2025-02-05", None, None, None, "2025-04-05", None],
}


def of(leads: dict[str, list[str | None]], *dates: str, ages: tuple[int, ...] = (30, 60, 90)) -> Cohorts:
    return cohorts(Evaluator(a_slice(state(as_of=AS_OF, leads=leads), *dates)), ages)


def test_by_hand() -> None:
    found = of(LEADS)
    assert found.absent is None
    january, february, march = found.cohorts
    assert [one.start for one in found.cohorts] == [dt.date(2025, month, 1) for month in (1, 2, 3)]
    assert [(one.leads, one.won, one.lost) for one in found.cohorts] == [(4, 2, 1), (0, 0, 0), (4, 1, 1)]
    # January: one sale by day 30 (after 10 days), two by day 60 (after 50); the open lead is 69 days old.
    assert [cell.share.value for cell in january.cells] == [0.25, 0.5, 0.5]
    assert [cell.won for cell in january.cells] == [1, 2, 2]
    assert [cell.at_risk for cell in january.cells] == [2, 1, 0]
    assert [cell.is_immature for cell in january.cells] == [False, False, True]
    # March: two of the four are 40 days old, half of them, so day 30 can be told; not all had it. On day 20 one of the
    # two left is won: day 5 lost 1/4, day 10 one leaves open, day 20 half of 3/4.
    assert march.cells[0].share.value == pytest.approx(0.375)
    assert (march.cells[0].is_immature, march.cells[0].share.n) == (True, 3)
    assert (march.cells[1].share.value, march.cells[1].share.absent is None) == (None, False)
    assert (march.naive.value, january.naive.value) == (0.25, 0.5)
    assert (february.naive.value, february.final.value) == (None, None)
    assert all(cell.share.value is None for cell in february.cells)


def test_a_cell_is_ripe_on_the_very_day() -> None:
    leads: dict[str, list[str | None]] = {
        "created": ["2025-03-11"] * 2,
        "status": ["new", "won"],
        "won": [None, "2025-03-20"],
    }
    ripe, early = of(leads, ages=(30, 31)).cohorts[0].cells
    assert (ripe.is_immature, ripe.share.value) == (False, 0.5)
    assert (early.is_immature, early.share.value) == (True, None)


def test_a_month_without_open_leads_is_ripe() -> None:
    leads: dict[str, list[str | None]] = {
        "created": ["2025-04-01"] * 2,
        "status": ["won"] * 2,
        "won": ["2025-04-05"] * 2,
    }
    cell = of(leads, ages=(90,)).cohorts[0].cells[0]
    assert (cell.is_immature, cell.share.value) == (False, 1)


def test_one_month_is_the_conversion_of_its_leads() -> None:
    for month in ("2025-01", "2025-03"):
        evaluator = Evaluator(a_slice(state(as_of=AS_OF, leads=LEADS), month))
        found, whole = cohorts(evaluator, (30, 60)), conversion(evaluator, (30, 60))
        assert len(found.cohorts) == 1
        assert found.cohorts[0].final == whole.final
        assert found.cohorts[0].naive == whole.naive
        assert [cell.share for cell in found.cohorts[0].cells] == [one.share for one in whole.by_day]
        assert found.final_day == whole.final_day


def test_stray_dates_make_no_thousand_months() -> None:
    leads = {name: [*column, None] for name, column in LEADS.items()}
    leads["created"][-1] = "1926-01-01"
    found = of(leads)
    assert len(found.cohorts) == MOST
    assert (found.earlier, found.cohorts[-1].leads) == (1, 4)


def test_leads_that_cannot_be_placed_are_counted() -> None:
    leads = {name: [*column, None, None] for name, column in LEADS.items()}
    leads["created"][-1] = "2025-04-11"
    assert of(leads).left_out == 2
    assert of({"created": ["2025-04-11", None], "status": ["won", "new"], "won": ["2025-04-12", None]}).left_out == 2


def test_why_there_are_none() -> None:
    assert cohorts(Evaluator(a_slice(dataset()))).absent is not None
    assert of({"created": ["2025-01-01"], "status": ["won"]}).absent is not None
    assert of({"created": ["2026-01-01"], "status": ["won"], "won": ["2026-01-01"]}).absent is not None


MANY = st.lists(
    st.tuples(st.integers(0, 150), st.sampled_from(["won", "lost", "new"]), st.integers(0, 150)),
    min_size=1,
    max_size=30,
)


@given(MANY)
def test_what_holds_of_every_grid(rows: list[tuple[int, str, int]]) -> None:
    def day(number: int) -> str:
        return (AS_OF - dt.timedelta(days=number)).isoformat()

    found = of(
        {
            "created": [day(age) for age, _, _ in rows],
            "status": [status for _, status, _ in rows],
            "won": [day(age - min(age, took)) if status == "won" else None for age, status, took in rows],
            "lost": [day(age - min(age, took)) if status == "lost" else None for age, status, took in rows],
        }
    )
    assert sum(one.leads for one in found.cohorts) == (0 if found.absent else len(rows))
    for one in found.cohorts:
        shares = [cell.share.value for cell in one.cells if cell.share.value is not None]
        assert shares == sorted(shares)
        assert all(0 <= share <= 1 + 1e-9 for share in shares)
        ripe = [cell for cell in one.cells if not cell.is_immature and one.leads]
        for cell in ripe:  # where every lead had that age, it is the plain share
            assert cell.share.value == pytest.approx(cell.won / one.leads)
